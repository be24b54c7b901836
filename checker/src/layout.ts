// Made by tools/make_layout.mjs from schemas/*.capnp; not edited by hand. Where each field lies in
// a message: `at` counts bits, or pointers.

export type FieldType =
  | { kind: "Text" | "Data" | "Bool" | "UInt16" | "UInt32" | "UInt64" | "Int64" | "Void" }
  | { kind: "List"; of: FieldType }
  | { kind: "Struct" | "Enum"; name: string };

export interface FieldLayout {
  name: string;
  at: number;
  type: FieldType;
  arm?: number; // of the struct's union
}

export interface StructLayout {
  data: number; // words
  pointers: number;
  tag?: number; // where the union's tag lies, in bits
  fields: readonly FieldLayout[];
}

export type Polarity =
  | "max"
  | "min"
  | "band"
  | "milestone"
  | "qualitative";

export type Consolidation =
  | "sum"
  | "average"
  | "ratio"
  | "last"
  | "maximum"
  | "minimum";

export type Rounding =
  | "halfUp"
  | "halfEven";

export type OptionalZone =
  | "none"
  | "wib"
  | "wita"
  | "wit"
  | "utc";

export type Zone =
  | "wib"
  | "wita"
  | "wit"
  | "utc";

export type ZeroDenominator =
  | "redistribute"
  | "hundred";

export type RollUp =
  | "measured"
  | "mean"
  | "weightedMean"
  | "weightedSum";

export type PositionType =
  | "jpt"
  | "administrator"
  | "pengawas"
  | "pelaksana"
  | "functional";

export type Approach =
  | "quantitative"
  | "qualitative";

export type ResultKind =
  | "main"
  | "additional";

export type Party =
  | "subject"
  | "rater"
  | "superior";

export type Edge =
  | "direct"
  | "contributes"
  | "shared";

export type Aspect =
  | "quantity"
  | "quality"
  | "time"
  | "cost";

export type Behaviour =
  | "service"
  | "accountable"
  | "competent"
  | "harmonious"
  | "loyal"
  | "adaptive"
  | "collaborative";

export type Level =
  | "below"
  | "meets"
  | "above";

export type OptionalLevel =
  | "none"
  | "below"
  | "meets"
  | "above";

export type Predikat =
  | "veryPoor"
  | "poor"
  | "needsImprovement"
  | "good"
  | "veryGood";

export type Outcome =
  | "upheld"
  | "changed"
  | "rejected";

export type AgencyType =
  | "ministry"
  | "institution"
  | "province"
  | "regency"
  | "city"
  | "other";

export type PersonKind =
  | "pns"
  | "pppk";

export type AssignmentMode =
  | "definitif"
  | "plt"
  | "plh";

export type Purpose =
  | "appreciation"
  | "suggestion"
  | "request"
  | "warning";

export type OptionalBehaviour =
  | "none"
  | "service"
  | "accountable"
  | "competent"
  | "harmonious"
  | "loyal"
  | "adaptive"
  | "collaborative";

export type Award =
  | "successionPriority"
  | "developmentPriority"
  | "extraordinaryPromotion"
  | "satyalancana10"
  | "satyalancana20"
  | "satyalancana30"
  | "achievement"
  | "incentive"
  | "innovation"
  | "recognition";

export type Severity =
  | "ringan"
  | "sedang"
  | "berat";

export type Punishment =
  | "l1"
  | "l2"
  | "l3"
  | "m1"
  | "m2"
  | "m3"
  | "h1"
  | "h2"
  | "h3";

export type Regime =
  | "pasal8"
  | "pasal42"
  | "pp53"
  | "localTable";

export type Algorithm =
  | "ed25519"
  | "es256";

export type Channel =
  | "api"
  | "import"
  | "web"
  | "mobile"
  | "offline";

export type Role =
  | "none"
  | "pegawai"
  | "rater"
  | "superior"
  | "peer"
  | "subordinate"
  | "teamLead"
  | "performanceTeam"
  | "authority"
  | "head"
  | "examiner"
  | "treasurer"
  | "inspector"
  | "oversight"
  | "informationOfficer"
  | "serviceUser"
  | "integration"
  | "operator";

export type Class =
  | "ledger"
  | "organisation"
  | "person"
  | "calendar"
  | "policy"
  | "period"
  | "indicator"
  | "plan"
  | "report"
  | "correction"
  | "feedback"
  | "rating"
  | "objection"
  | "reward"
  | "sanction"
  | "signature";

export interface ClosedText {
  part: number;
  characters: number;
}

export interface Target {
  value: string;
  low: string;
  high: string;
}

export interface Stage {
  id: string;
  text: string;
  weight: number;
}

export interface Value {
  numerator: string;
  denominator: string;
  stages: string[];
}

export type OriginEvent =
  | { is: "founded"; of: OriginEventFounded }
  | { is: "keyRotated"; of: OriginEventKeyRotated }
  | { is: "truncated"; of: OriginEventTruncated };

export interface OriginEventFounded {
  origin: string;
  format: number;
  simulatedClock: boolean;
  seeded: boolean;
  key: string;
}

export interface OriginEventKeyRotated {
  key: string;
}

export interface OriginEventTruncated {
  size: bigint;
  checkpoint: string;
  orderedBy: string;
  reason: string;
}

export interface Parameters {
  scoreCap: string;
  scoreFloor: string;
  thresholdScale: number;
  rounding: Rounding;
  levelAbove: string;
  levelMeets: string;
  maxAttainableIsCap: boolean;
  zeroDenominator: ZeroDenominator;
  pp30WorkWeight: string;
  weightsTotal: number;
  amendAfterMonth: number;
  reportDueDay: number;
  objectionDays: number;
  reasonCharactersMin: number;
  backdateWorkingDays: number;
  raterChangeDays: number;
  supervisedMonthsMin: number;
  formulas: string[];
}

export type PolicyEvent =
  | { is: "published"; of: PolicyEventPublished }
  | { is: "unused"; of: null };

export interface PolicyEventPublished {
  id: string;
  legalRef: string;
  validFrom: string;
  countersignedBy: string;
  parameters: Parameters;
}

export type IndicatorEvent =
  | { is: "defined"; of: IndicatorEventDefined }
  | { is: "targetSet"; of: IndicatorEventTargetSet }
  | { is: "valueRecorded"; of: IndicatorEventValueRecorded }
  | { is: "valueCorrected"; of: IndicatorEventValueCorrected }
  | { is: "retired"; of: IndicatorEventRetired }
  | { is: "shareTaken"; of: IndicatorEventShareTaken };

export interface IndicatorEventDefined {
  agency: string;
  unit: string;
  code: string;
  text: string;
  definition: string;
  goal: string;
  measure: string;
  source: string;
  polarity: Polarity;
  consolidation: Consolidation;
  rollUp: RollUp;
  weight: string;
  parent: string;
  critical: boolean;
  signed: boolean;
  maxAttainable: boolean;
  stages: Stage[];
}

export interface IndicatorEventTargetSet {
  period: string;
  target: Target;
}

export interface IndicatorEventValueRecorded {
  period: string;
  series: string;
  value: Value;
  provisional: boolean;
  basis: string;
}

export interface IndicatorEventValueCorrected {
  period: string;
  series: string;
  was: Value;
  now: Value;
  reason: string;
}

export interface IndicatorEventRetired {
  reason: string;
}

export interface IndicatorEventShareTaken {
  child: string;
  period: string;
  target: string;
}

export interface Parent {
  indicator: string;
  plan: string;
  result: string;
  edge: Edge;
}

export interface PlanResult {
  id: string;
  text: string;
  kind: ResultKind;
  parents: Parent[];
}

export interface PlanIndicator {
  id: string;
  result: string;
  aspect: Aspect;
  text: string;
  unit: string;
  polarity: Polarity;
  consolidation: Consolidation;
  weight: number;
  target: Target;
  trajectory: Target[];
  stages: Stage[];
  signed: boolean;
  maxAttainable: boolean;
  evidenceRequired: boolean;
}

export interface Expectation {
  value: Behaviour;
  text: string;
}

export interface Content {
  results: PlanResult[];
  indicators: PlanIndicator[];
  expectations: Expectation[];
  resources: string;
  accountability: string;
  consequences: string;
}

export type PlanEvent =
  | { is: "drafted"; of: PlanEventDrafted }
  | { is: "expectationClarified"; of: PlanEventExpectationClarified }
  | { is: "submitted"; of: PlanEventSubmitted }
  | { is: "returned"; of: PlanEventReturned }
  | { is: "reviewed"; of: PlanEventReviewed }
  | { is: "agreed"; of: PlanEventAgreed }
  | { is: "established"; of: PlanEventEstablished }
  | { is: "amended"; of: PlanEventAmended }
  | { is: "closed"; of: PlanEventClosed };

export interface PlanEventDrafted {
  subject: string;
  agency: string;
  unit: string;
  year: number;
  firstMonth: number;
  lastMonth: number;
  positionType: PositionType;
  position: string;
  approach: Approach;
  content: Content;
}

export interface PlanEventExpectationClarified {
  expectation: Expectation;
}

export interface PlanEventSubmitted {
}

export interface PlanEventReturned {
  reason: ClosedText;
}

export interface PlanEventReviewed {
  findings: ClosedText;
}

export interface PlanEventAgreed {
  party: Party;
}

export interface PlanEventEstablished {
  document: Uint8Array;
}

export interface PlanEventAmended {
  fromMonth: number;
  content: Content;
  reason: ClosedText;
  party: Party;
}

export interface PlanEventClosed {
  reason: ClosedText;
}

export interface Evidence {
  sha256: Uint8Array;
  kind: string;
  uri: string;
  capturedAt: bigint;
}

export interface Line {
  indicator: string;
  value: Value;
  narrative: ClosedText;
  obstacle: ClosedText;
  evidence: Evidence[];
}

export type ReportEvent =
  | { is: "submitted"; of: ReportEventSubmitted }
  | { is: "returned"; of: ReportEventReturned }
  | { is: "acknowledged"; of: ReportEventAcknowledged }
  | { is: "valueCorrected"; of: ReportEventValueCorrected };

export interface ReportEventSubmitted {
  lines: Line[];
}

export interface ReportEventReturned {
  reason: ClosedText;
}

export interface ReportEventAcknowledged {
  comment: ClosedText;
  openedAt: bigint;
}

export interface ReportEventValueCorrected {
  indicator: string;
  was: Value;
  now: Value;
  cause: string;
  reason: ClosedText;
  evidence: Evidence[];
}

export interface Proposal {
  position: bigint;
  score: string;
  rounded: string;
  work: OptionalLevel;
  policy: string;
  formulas: string[];
}

export interface EvaluationResult {
  work: Level;
  behaviour: Level;
  behaviourScore: string;
  predikat: Predikat;
  innovation: boolean;
}

export interface Correction {
  month: string;
  indicator: string;
  was: Value;
  now: Value;
}

export type EvaluationEvent =
  | { is: "decided"; of: EvaluationEventDecided }
  | { is: "delivered"; of: EvaluationEventDelivered }
  | { is: "accepted"; of: EvaluationEventAccepted }
  | { is: "objectionFiled"; of: EvaluationEventObjectionFiled }
  | { is: "objectionHeard"; of: EvaluationEventObjectionHeard }
  | { is: "objectionDecided"; of: EvaluationEventObjectionDecided }
  | { is: "objectionWithdrawn"; of: EvaluationEventObjectionWithdrawn }
  | { is: "reopened"; of: EvaluationEventReopened };

export interface EvaluationEventDecided {
  proposal: Proposal;
  result: EvaluationResult;
  reason: ClosedText;
  recommendation: ClosedText;
}

export interface EvaluationEventDelivered {
  channel: string;
}

export interface EvaluationEventAccepted {
  note: ClosedText;
}

export interface EvaluationEventObjectionFiled {
  grounds: ClosedText;
  evidence: Uint8Array[];
}

export interface EvaluationEventObjectionHeard {
  heard: string[];
  minutes: Uint8Array;
}

export interface EvaluationEventObjectionDecided {
  outcome: Outcome;
  corrections: Correction[];
  proposal: Proposal;
  result: EvaluationResult;
  reason: ClosedText;
}

export interface EvaluationEventObjectionWithdrawn {
}

export interface EvaluationEventReopened {
  order: string;
}

export type AgencyEvent =
  | { is: "registered"; of: AgencyEventRegistered }
  | { is: "unused"; of: null };

export interface AgencyEventRegistered {
  name: string;
  kind: AgencyType;
  zone: Zone;
}

export type UnitEvent =
  | { is: "created"; of: UnitEventCreated }
  | { is: "moved"; of: UnitEventMoved }
  | { is: "closed"; of: UnitEventClosed };

export interface UnitEventCreated {
  agency: string;
  parent: string;
  name: string;
  zone: OptionalZone;
  from: string;
}

export interface UnitEventMoved {
  parent: string;
  from: string;
}

export interface UnitEventClosed {
  from: string;
  reason: string;
}

export type PersonEvent =
  | { is: "registered"; of: PersonEventRegistered }
  | { is: "assignmentStarted"; of: PersonEventAssignmentStarted }
  | { is: "assignmentEnded"; of: PersonEventAssignmentEnded }
  | { is: "raterAssigned"; of: PersonEventRaterAssigned };

export interface PersonEventRegistered {
  agency: string;
  kind: PersonKind;
  fullName: ClosedText;
  nip: ClosedText;
}

export interface PersonEventAssignmentStarted {
  id: string;
  unit: string;
  positionType: PositionType;
  position: string;
  mode: AssignmentMode;
  from: string;
}

export interface PersonEventAssignmentEnded {
  id: string;
  until: string;
}

export interface PersonEventRaterAssigned {
  rater: string;
  superior: string;
  from: string;
  reason: ClosedText;
}

export interface DayOff {
  date: string;
  text: string;
}

export type CalendarEvent =
  | { is: "published"; of: CalendarEventPublished }
  | { is: "unused"; of: null };

export interface CalendarEventPublished {
  year: number;
  holidays: DayOff[];
  jointLeave: DayOff[];
  weeklyMinutes: number;
  start: string;
}

export type PeriodEvent =
  | { is: "opened"; of: PeriodEventOpened }
  | { is: "closed"; of: PeriodEventClosed }
  | { is: "reopened"; of: PeriodEventReopened };

export interface PeriodEventOpened {
}

export interface PeriodEventClosed {
  reason: string;
}

export interface PeriodEventReopened {
  reason: string;
}

export type FeedbackEvent =
  | { is: "given"; of: FeedbackEventGiven }
  | { is: "answered"; of: FeedbackEventAnswered }
  | { is: "retracted"; of: FeedbackEventRetracted };

export interface FeedbackEventGiven {
  about: string;
  plan: string;
  result: string;
  behaviour: OptionalBehaviour;
  kind: Purpose;
  text: ClosedText;
}

export interface FeedbackEventAnswered {
  text: ClosedText;
}

export interface FeedbackEventRetracted {
  reason: ClosedText;
}

export type RewardEvent =
  | { is: "proposed"; of: RewardEventProposed }
  | { is: "verified"; of: RewardEventVerified }
  | { is: "granted"; of: RewardEventGranted }
  | { is: "revoked"; of: RewardEventRevoked };

export interface RewardEventProposed {
  subject: string;
  kind: Award;
  basis: string[];
  value: string;
  text: ClosedText;
}

export interface RewardEventVerified {
}

export interface RewardEventGranted {
  decisionNo: string;
  expiry: string;
}

export interface RewardEventRevoked {
  reason: ClosedText;
}

export type SanctionsEvent =
  | { is: "imposed"; of: SanctionsEventImposed }
  | { is: "received"; of: SanctionsEventReceived };

export interface SanctionsEventImposed {
  case: string;
  code: Punishment;
  months: number;
  breaches: string[];
}

export interface SanctionsEventReceived {
  case: string;
}

export type CaseEvent =
  | { is: "sanctionDecided"; of: CaseEventSanctionDecided }
  | { is: "sanctionDelivered"; of: CaseEventSanctionDelivered };

export interface CaseEventSanctionDecided {
  subject: string;
  breaches: string[];
  breachedOn: string;
  article: string;
  level: Severity;
  code: Punishment;
  regime: Regime;
  months: number;
  decisionNo: string;
  basis: ClosedText;
  team: boolean;
}

export interface CaseEventSanctionDelivered {
  method: string;
}

export type CloseEvent =
  | { is: "day"; of: CloseEventDay }
  | { is: "unused"; of: null };

export interface CloseEventDay {
  day: string;
  size: bigint;
  root: Uint8Array;
  files: number;
}

export type PrivacyEvent =
  | { is: "holdPlaced"; of: PrivacyEventHoldPlaced }
  | { is: "holdReleased"; of: PrivacyEventHoldReleased }
  | { is: "forgettingRequested"; of: PrivacyEventForgettingRequested }
  | { is: "forgettingApproved"; of: PrivacyEventForgettingApproved }
  | { is: "forgettingDeclined"; of: PrivacyEventForgettingDeclined }
  | { is: "forgotten"; of: PrivacyEventForgotten };

export interface PrivacyEventHoldPlaced {
  ground: string;
  caseNo: string;
}

export interface PrivacyEventHoldReleased {
  caseNo: string;
  reason: string;
}

export interface PrivacyEventForgettingRequested {
  ground: string;
}

export interface PrivacyEventForgettingApproved {
}

export interface PrivacyEventForgettingDeclined {
  reason: string;
}

export interface PrivacyEventForgotten {
}

export interface ActName {
  source: string;
  id: string;
}

export type SignerEvent =
  | { is: "keyAnnounced"; of: SignerEventKeyAnnounced }
  | { is: "keyRevoked"; of: SignerEventKeyRevoked }
  | { is: "contested"; of: SignerEventContested }
  | { is: "contestAnswered"; of: SignerEventContestAnswered };

export interface SignerEventKeyAnnounced {
  id: string;
  algorithm: Algorithm;
  key: string;
  signsAll: boolean;
}

export interface SignerEventKeyRevoked {
  id: string;
  reason: ClosedText;
}

export interface SignerEventContested {
  act: ActName;
  reason: ClosedText;
}

export interface SignerEventContestAnswered {
  act: ActName;
  upheld: boolean;
  reason: ClosedText;
}

export type Event =
  | { is: "origin"; of: OriginEvent }
  | { is: "policy"; of: PolicyEvent }
  | { is: "indicator"; of: IndicatorEvent }
  | { is: "plan"; of: PlanEvent }
  | { is: "report"; of: ReportEvent }
  | { is: "evaluation"; of: EvaluationEvent }
  | { is: "agency"; of: AgencyEvent }
  | { is: "unit"; of: UnitEvent }
  | { is: "person"; of: PersonEvent }
  | { is: "calendar"; of: CalendarEvent }
  | { is: "period"; of: PeriodEvent }
  | { is: "feedback"; of: FeedbackEvent }
  | { is: "reward"; of: RewardEvent }
  | { is: "sanctions"; of: SanctionsEvent }
  | { is: "case"; of: CaseEvent }
  | { is: "close"; of: CloseEvent }
  | { is: "privacy"; of: PrivacyEvent }
  | { is: "signer"; of: SignerEvent };

export interface Record {
  salt: Uint8Array;
  stream: string;
  version: bigint;
  previous: Uint8Array;
  recorded: bigint;
  effective: bigint;
  effectiveGiven: boolean;
  source: string;
  id: string;
  factIndex: number;
  factCount: number;
  actor: Actor;
  authentication: Authentication;
  signedWith: string;
  correlation: string;
  causation: string;
  traceparent: string;
  channel: Channel;
  migration: string;
  subjects: string[];
  class: Class;
  parts: Part[];
  event: Event;
  submitted: ClosedText;
}

export interface Actor {
  person: string;
  role: Role;
  onBehalfOf: string;
  mandate: string;
}

export interface Authentication {
  issuer: string;
  subject: string;
  method: string;
}

export interface Part {
  class: Class;
  sha256: Uint8Array;
  slot: number;
}

export const enums: { readonly [name: string]: readonly string[] } = {
  "Polarity": [
    "max",
    "min",
    "band",
    "milestone",
    "qualitative",
  ],
  "Consolidation": [
    "sum",
    "average",
    "ratio",
    "last",
    "maximum",
    "minimum",
  ],
  "Rounding": [
    "halfUp",
    "halfEven",
  ],
  "OptionalZone": [
    "none",
    "wib",
    "wita",
    "wit",
    "utc",
  ],
  "Zone": [
    "wib",
    "wita",
    "wit",
    "utc",
  ],
  "ZeroDenominator": [
    "redistribute",
    "hundred",
  ],
  "RollUp": [
    "measured",
    "mean",
    "weightedMean",
    "weightedSum",
  ],
  "PositionType": [
    "jpt",
    "administrator",
    "pengawas",
    "pelaksana",
    "functional",
  ],
  "Approach": [
    "quantitative",
    "qualitative",
  ],
  "ResultKind": [
    "main",
    "additional",
  ],
  "Party": [
    "subject",
    "rater",
    "superior",
  ],
  "Edge": [
    "direct",
    "contributes",
    "shared",
  ],
  "Aspect": [
    "quantity",
    "quality",
    "time",
    "cost",
  ],
  "Behaviour": [
    "service",
    "accountable",
    "competent",
    "harmonious",
    "loyal",
    "adaptive",
    "collaborative",
  ],
  "Level": [
    "below",
    "meets",
    "above",
  ],
  "OptionalLevel": [
    "none",
    "below",
    "meets",
    "above",
  ],
  "Predikat": [
    "veryPoor",
    "poor",
    "needsImprovement",
    "good",
    "veryGood",
  ],
  "Outcome": [
    "upheld",
    "changed",
    "rejected",
  ],
  "AgencyType": [
    "ministry",
    "institution",
    "province",
    "regency",
    "city",
    "other",
  ],
  "PersonKind": [
    "pns",
    "pppk",
  ],
  "AssignmentMode": [
    "definitif",
    "plt",
    "plh",
  ],
  "Purpose": [
    "appreciation",
    "suggestion",
    "request",
    "warning",
  ],
  "OptionalBehaviour": [
    "none",
    "service",
    "accountable",
    "competent",
    "harmonious",
    "loyal",
    "adaptive",
    "collaborative",
  ],
  "Award": [
    "successionPriority",
    "developmentPriority",
    "extraordinaryPromotion",
    "satyalancana10",
    "satyalancana20",
    "satyalancana30",
    "achievement",
    "incentive",
    "innovation",
    "recognition",
  ],
  "Severity": [
    "ringan",
    "sedang",
    "berat",
  ],
  "Punishment": [
    "l1",
    "l2",
    "l3",
    "m1",
    "m2",
    "m3",
    "h1",
    "h2",
    "h3",
  ],
  "Regime": [
    "pasal8",
    "pasal42",
    "pp53",
    "localTable",
  ],
  "Algorithm": [
    "ed25519",
    "es256",
  ],
  "Channel": [
    "api",
    "import",
    "web",
    "mobile",
    "offline",
  ],
  "Role": [
    "none",
    "pegawai",
    "rater",
    "superior",
    "peer",
    "subordinate",
    "teamLead",
    "performanceTeam",
    "authority",
    "head",
    "examiner",
    "treasurer",
    "inspector",
    "oversight",
    "informationOfficer",
    "serviceUser",
    "integration",
    "operator",
  ],
  "Class": [
    "ledger",
    "organisation",
    "person",
    "calendar",
    "policy",
    "period",
    "indicator",
    "plan",
    "report",
    "correction",
    "feedback",
    "rating",
    "objection",
    "reward",
    "sanction",
    "signature",
  ],
};

export const structs: { readonly [name: string]: StructLayout } = {
  "ClosedText": {
    data: 1,
    pointers: 0,
    fields: [
      { name: "part", at: 0, type: { kind: "UInt16" } },
      { name: "characters", at: 32, type: { kind: "UInt32" } },
    ],
  },
  "Target": {
    data: 0,
    pointers: 3,
    fields: [
      { name: "value", at: 0, type: { kind: "Text" } },
      { name: "low", at: 1, type: { kind: "Text" } },
      { name: "high", at: 2, type: { kind: "Text" } },
    ],
  },
  "Stage": {
    data: 1,
    pointers: 2,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "text", at: 1, type: { kind: "Text" } },
      { name: "weight", at: 0, type: { kind: "UInt32" } },
    ],
  },
  "Value": {
    data: 0,
    pointers: 3,
    fields: [
      { name: "numerator", at: 0, type: { kind: "Text" } },
      { name: "denominator", at: 1, type: { kind: "Text" } },
      { name: "stages", at: 2, type: { kind: "List", of: { kind: "Text" } } },
    ],
  },
  "OriginEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "founded", at: 0, type: { kind: "Struct", name: "OriginEvent.Founded" }, arm: 0 },
      { name: "keyRotated", at: 0, type: { kind: "Struct", name: "OriginEvent.KeyRotated" }, arm: 1 },
      { name: "truncated", at: 0, type: { kind: "Struct", name: "OriginEvent.Truncated" }, arm: 2 },
    ],
  },
  "OriginEvent.Founded": {
    data: 1,
    pointers: 2,
    fields: [
      { name: "origin", at: 0, type: { kind: "Text" } },
      { name: "format", at: 0, type: { kind: "UInt32" } },
      { name: "simulatedClock", at: 32, type: { kind: "Bool" } },
      { name: "seeded", at: 33, type: { kind: "Bool" } },
      { name: "key", at: 1, type: { kind: "Text" } },
    ],
  },
  "OriginEvent.KeyRotated": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "key", at: 0, type: { kind: "Text" } },
    ],
  },
  "OriginEvent.Truncated": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "size", at: 0, type: { kind: "UInt64" } },
      { name: "checkpoint", at: 0, type: { kind: "Text" } },
      { name: "orderedBy", at: 1, type: { kind: "Text" } },
      { name: "reason", at: 2, type: { kind: "Text" } },
    ],
  },
  "Parameters": {
    data: 6,
    pointers: 6,
    fields: [
      { name: "scoreCap", at: 0, type: { kind: "Text" } },
      { name: "scoreFloor", at: 1, type: { kind: "Text" } },
      { name: "thresholdScale", at: 0, type: { kind: "UInt32" } },
      { name: "rounding", at: 32, type: { kind: "Enum", name: "Rounding" } },
      { name: "levelAbove", at: 2, type: { kind: "Text" } },
      { name: "levelMeets", at: 3, type: { kind: "Text" } },
      { name: "maxAttainableIsCap", at: 48, type: { kind: "Bool" } },
      { name: "zeroDenominator", at: 64, type: { kind: "Enum", name: "ZeroDenominator" } },
      { name: "pp30WorkWeight", at: 4, type: { kind: "Text" } },
      { name: "weightsTotal", at: 96, type: { kind: "UInt32" } },
      { name: "amendAfterMonth", at: 128, type: { kind: "UInt32" } },
      { name: "reportDueDay", at: 160, type: { kind: "UInt32" } },
      { name: "objectionDays", at: 192, type: { kind: "UInt32" } },
      { name: "reasonCharactersMin", at: 224, type: { kind: "UInt32" } },
      { name: "backdateWorkingDays", at: 256, type: { kind: "UInt32" } },
      { name: "raterChangeDays", at: 288, type: { kind: "UInt32" } },
      { name: "supervisedMonthsMin", at: 320, type: { kind: "UInt32" } },
      { name: "formulas", at: 5, type: { kind: "List", of: { kind: "Text" } } },
    ],
  },
  "PolicyEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "published", at: 0, type: { kind: "Struct", name: "PolicyEvent.Published" }, arm: 0 },
      { name: "unused", at: 0, type: { kind: "Void" }, arm: 1 },
    ],
  },
  "PolicyEvent.Published": {
    data: 0,
    pointers: 5,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "legalRef", at: 1, type: { kind: "Text" } },
      { name: "validFrom", at: 2, type: { kind: "Text" } },
      { name: "countersignedBy", at: 3, type: { kind: "Text" } },
      { name: "parameters", at: 4, type: { kind: "Struct", name: "Parameters" } },
    ],
  },
  "IndicatorEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "defined", at: 0, type: { kind: "Struct", name: "IndicatorEvent.Defined" }, arm: 0 },
      { name: "targetSet", at: 0, type: { kind: "Struct", name: "IndicatorEvent.TargetSet" }, arm: 1 },
      { name: "valueRecorded", at: 0, type: { kind: "Struct", name: "IndicatorEvent.ValueRecorded" }, arm: 2 },
      { name: "valueCorrected", at: 0, type: { kind: "Struct", name: "IndicatorEvent.ValueCorrected" }, arm: 3 },
      { name: "retired", at: 0, type: { kind: "Struct", name: "IndicatorEvent.Retired" }, arm: 4 },
      { name: "shareTaken", at: 0, type: { kind: "Struct", name: "IndicatorEvent.ShareTaken" }, arm: 5 },
    ],
  },
  "IndicatorEvent.Defined": {
    data: 1,
    pointers: 11,
    fields: [
      { name: "agency", at: 0, type: { kind: "Text" } },
      { name: "unit", at: 1, type: { kind: "Text" } },
      { name: "code", at: 2, type: { kind: "Text" } },
      { name: "text", at: 3, type: { kind: "Text" } },
      { name: "definition", at: 4, type: { kind: "Text" } },
      { name: "goal", at: 5, type: { kind: "Text" } },
      { name: "measure", at: 6, type: { kind: "Text" } },
      { name: "source", at: 7, type: { kind: "Text" } },
      { name: "polarity", at: 0, type: { kind: "Enum", name: "Polarity" } },
      { name: "consolidation", at: 16, type: { kind: "Enum", name: "Consolidation" } },
      { name: "rollUp", at: 32, type: { kind: "Enum", name: "RollUp" } },
      { name: "weight", at: 8, type: { kind: "Text" } },
      { name: "parent", at: 9, type: { kind: "Text" } },
      { name: "critical", at: 48, type: { kind: "Bool" } },
      { name: "signed", at: 49, type: { kind: "Bool" } },
      { name: "maxAttainable", at: 50, type: { kind: "Bool" } },
      { name: "stages", at: 10, type: { kind: "List", of: { kind: "Struct", name: "Stage" } } },
    ],
  },
  "IndicatorEvent.TargetSet": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "period", at: 0, type: { kind: "Text" } },
      { name: "target", at: 1, type: { kind: "Struct", name: "Target" } },
    ],
  },
  "IndicatorEvent.ValueRecorded": {
    data: 1,
    pointers: 4,
    fields: [
      { name: "period", at: 0, type: { kind: "Text" } },
      { name: "series", at: 1, type: { kind: "Text" } },
      { name: "value", at: 2, type: { kind: "Struct", name: "Value" } },
      { name: "provisional", at: 0, type: { kind: "Bool" } },
      { name: "basis", at: 3, type: { kind: "Text" } },
    ],
  },
  "IndicatorEvent.ValueCorrected": {
    data: 0,
    pointers: 5,
    fields: [
      { name: "period", at: 0, type: { kind: "Text" } },
      { name: "series", at: 1, type: { kind: "Text" } },
      { name: "was", at: 2, type: { kind: "Struct", name: "Value" } },
      { name: "now", at: 3, type: { kind: "Struct", name: "Value" } },
      { name: "reason", at: 4, type: { kind: "Text" } },
    ],
  },
  "IndicatorEvent.Retired": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Text" } },
    ],
  },
  "IndicatorEvent.ShareTaken": {
    data: 0,
    pointers: 3,
    fields: [
      { name: "child", at: 0, type: { kind: "Text" } },
      { name: "period", at: 1, type: { kind: "Text" } },
      { name: "target", at: 2, type: { kind: "Text" } },
    ],
  },
  "Parent": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "indicator", at: 0, type: { kind: "Text" } },
      { name: "plan", at: 1, type: { kind: "Text" } },
      { name: "result", at: 2, type: { kind: "Text" } },
      { name: "edge", at: 0, type: { kind: "Enum", name: "Edge" } },
    ],
  },
  "PlanResult": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "text", at: 1, type: { kind: "Text" } },
      { name: "kind", at: 0, type: { kind: "Enum", name: "ResultKind" } },
      { name: "parents", at: 2, type: { kind: "List", of: { kind: "Struct", name: "Parent" } } },
    ],
  },
  "PlanIndicator": {
    data: 2,
    pointers: 7,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "result", at: 1, type: { kind: "Text" } },
      { name: "aspect", at: 0, type: { kind: "Enum", name: "Aspect" } },
      { name: "text", at: 2, type: { kind: "Text" } },
      { name: "unit", at: 3, type: { kind: "Text" } },
      { name: "polarity", at: 16, type: { kind: "Enum", name: "Polarity" } },
      { name: "consolidation", at: 32, type: { kind: "Enum", name: "Consolidation" } },
      { name: "weight", at: 64, type: { kind: "UInt32" } },
      { name: "target", at: 4, type: { kind: "Struct", name: "Target" } },
      { name: "trajectory", at: 5, type: { kind: "List", of: { kind: "Struct", name: "Target" } } },
      { name: "stages", at: 6, type: { kind: "List", of: { kind: "Struct", name: "Stage" } } },
      { name: "signed", at: 48, type: { kind: "Bool" } },
      { name: "maxAttainable", at: 49, type: { kind: "Bool" } },
      { name: "evidenceRequired", at: 50, type: { kind: "Bool" } },
    ],
  },
  "Expectation": {
    data: 1,
    pointers: 1,
    fields: [
      { name: "value", at: 0, type: { kind: "Enum", name: "Behaviour" } },
      { name: "text", at: 0, type: { kind: "Text" } },
    ],
  },
  "Content": {
    data: 0,
    pointers: 6,
    fields: [
      { name: "results", at: 0, type: { kind: "List", of: { kind: "Struct", name: "PlanResult" } } },
      { name: "indicators", at: 1, type: { kind: "List", of: { kind: "Struct", name: "PlanIndicator" } } },
      { name: "expectations", at: 2, type: { kind: "List", of: { kind: "Struct", name: "Expectation" } } },
      { name: "resources", at: 3, type: { kind: "Text" } },
      { name: "accountability", at: 4, type: { kind: "Text" } },
      { name: "consequences", at: 5, type: { kind: "Text" } },
    ],
  },
  "PlanEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "drafted", at: 0, type: { kind: "Struct", name: "PlanEvent.Drafted" }, arm: 0 },
      { name: "expectationClarified", at: 0, type: { kind: "Struct", name: "PlanEvent.ExpectationClarified" }, arm: 1 },
      { name: "submitted", at: 0, type: { kind: "Struct", name: "PlanEvent.Submitted" }, arm: 2 },
      { name: "returned", at: 0, type: { kind: "Struct", name: "PlanEvent.Returned" }, arm: 3 },
      { name: "reviewed", at: 0, type: { kind: "Struct", name: "PlanEvent.Reviewed" }, arm: 4 },
      { name: "agreed", at: 0, type: { kind: "Struct", name: "PlanEvent.Agreed" }, arm: 5 },
      { name: "established", at: 0, type: { kind: "Struct", name: "PlanEvent.Established" }, arm: 6 },
      { name: "amended", at: 0, type: { kind: "Struct", name: "PlanEvent.Amended" }, arm: 7 },
      { name: "closed", at: 0, type: { kind: "Struct", name: "PlanEvent.Closed" }, arm: 8 },
    ],
  },
  "PlanEvent.Drafted": {
    data: 2,
    pointers: 5,
    fields: [
      { name: "subject", at: 0, type: { kind: "Text" } },
      { name: "agency", at: 1, type: { kind: "Text" } },
      { name: "unit", at: 2, type: { kind: "Text" } },
      { name: "year", at: 0, type: { kind: "UInt32" } },
      { name: "firstMonth", at: 32, type: { kind: "UInt32" } },
      { name: "lastMonth", at: 64, type: { kind: "UInt32" } },
      { name: "positionType", at: 96, type: { kind: "Enum", name: "PositionType" } },
      { name: "position", at: 3, type: { kind: "Text" } },
      { name: "approach", at: 112, type: { kind: "Enum", name: "Approach" } },
      { name: "content", at: 4, type: { kind: "Struct", name: "Content" } },
    ],
  },
  "PlanEvent.ExpectationClarified": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "expectation", at: 0, type: { kind: "Struct", name: "Expectation" } },
    ],
  },
  "PlanEvent.Submitted": {
    data: 0,
    pointers: 0,
    fields: [
    ],
  },
  "PlanEvent.Returned": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "PlanEvent.Reviewed": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "findings", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "PlanEvent.Agreed": {
    data: 1,
    pointers: 0,
    fields: [
      { name: "party", at: 0, type: { kind: "Enum", name: "Party" } },
    ],
  },
  "PlanEvent.Established": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "document", at: 0, type: { kind: "Data" } },
    ],
  },
  "PlanEvent.Amended": {
    data: 1,
    pointers: 2,
    fields: [
      { name: "fromMonth", at: 0, type: { kind: "UInt32" } },
      { name: "content", at: 0, type: { kind: "Struct", name: "Content" } },
      { name: "reason", at: 1, type: { kind: "Struct", name: "ClosedText" } },
      { name: "party", at: 32, type: { kind: "Enum", name: "Party" } },
    ],
  },
  "PlanEvent.Closed": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "Evidence": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "sha256", at: 0, type: { kind: "Data" } },
      { name: "kind", at: 1, type: { kind: "Text" } },
      { name: "uri", at: 2, type: { kind: "Text" } },
      { name: "capturedAt", at: 0, type: { kind: "Int64" } },
    ],
  },
  "Line": {
    data: 0,
    pointers: 5,
    fields: [
      { name: "indicator", at: 0, type: { kind: "Text" } },
      { name: "value", at: 1, type: { kind: "Struct", name: "Value" } },
      { name: "narrative", at: 2, type: { kind: "Struct", name: "ClosedText" } },
      { name: "obstacle", at: 3, type: { kind: "Struct", name: "ClosedText" } },
      { name: "evidence", at: 4, type: { kind: "List", of: { kind: "Struct", name: "Evidence" } } },
    ],
  },
  "ReportEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "submitted", at: 0, type: { kind: "Struct", name: "ReportEvent.Submitted" }, arm: 0 },
      { name: "returned", at: 0, type: { kind: "Struct", name: "ReportEvent.Returned" }, arm: 1 },
      { name: "acknowledged", at: 0, type: { kind: "Struct", name: "ReportEvent.Acknowledged" }, arm: 2 },
      { name: "valueCorrected", at: 0, type: { kind: "Struct", name: "ReportEvent.ValueCorrected" }, arm: 3 },
    ],
  },
  "ReportEvent.Submitted": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "lines", at: 0, type: { kind: "List", of: { kind: "Struct", name: "Line" } } },
    ],
  },
  "ReportEvent.Returned": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "ReportEvent.Acknowledged": {
    data: 1,
    pointers: 1,
    fields: [
      { name: "comment", at: 0, type: { kind: "Struct", name: "ClosedText" } },
      { name: "openedAt", at: 0, type: { kind: "Int64" } },
    ],
  },
  "ReportEvent.ValueCorrected": {
    data: 0,
    pointers: 6,
    fields: [
      { name: "indicator", at: 0, type: { kind: "Text" } },
      { name: "was", at: 1, type: { kind: "Struct", name: "Value" } },
      { name: "now", at: 2, type: { kind: "Struct", name: "Value" } },
      { name: "cause", at: 3, type: { kind: "Text" } },
      { name: "reason", at: 4, type: { kind: "Struct", name: "ClosedText" } },
      { name: "evidence", at: 5, type: { kind: "List", of: { kind: "Struct", name: "Evidence" } } },
    ],
  },
  "Proposal": {
    data: 2,
    pointers: 4,
    fields: [
      { name: "position", at: 0, type: { kind: "UInt64" } },
      { name: "score", at: 0, type: { kind: "Text" } },
      { name: "rounded", at: 1, type: { kind: "Text" } },
      { name: "work", at: 64, type: { kind: "Enum", name: "OptionalLevel" } },
      { name: "policy", at: 2, type: { kind: "Text" } },
      { name: "formulas", at: 3, type: { kind: "List", of: { kind: "Text" } } },
    ],
  },
  "EvaluationResult": {
    data: 1,
    pointers: 1,
    fields: [
      { name: "work", at: 0, type: { kind: "Enum", name: "Level" } },
      { name: "behaviour", at: 16, type: { kind: "Enum", name: "Level" } },
      { name: "behaviourScore", at: 0, type: { kind: "Text" } },
      { name: "predikat", at: 32, type: { kind: "Enum", name: "Predikat" } },
      { name: "innovation", at: 48, type: { kind: "Bool" } },
    ],
  },
  "Correction": {
    data: 0,
    pointers: 4,
    fields: [
      { name: "month", at: 0, type: { kind: "Text" } },
      { name: "indicator", at: 1, type: { kind: "Text" } },
      { name: "was", at: 2, type: { kind: "Struct", name: "Value" } },
      { name: "now", at: 3, type: { kind: "Struct", name: "Value" } },
    ],
  },
  "EvaluationEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "decided", at: 0, type: { kind: "Struct", name: "EvaluationEvent.Decided" }, arm: 0 },
      { name: "delivered", at: 0, type: { kind: "Struct", name: "EvaluationEvent.Delivered" }, arm: 1 },
      { name: "accepted", at: 0, type: { kind: "Struct", name: "EvaluationEvent.Accepted" }, arm: 2 },
      { name: "objectionFiled", at: 0, type: { kind: "Struct", name: "EvaluationEvent.ObjectionFiled" }, arm: 3 },
      { name: "objectionHeard", at: 0, type: { kind: "Struct", name: "EvaluationEvent.ObjectionHeard" }, arm: 4 },
      { name: "objectionDecided", at: 0, type: { kind: "Struct", name: "EvaluationEvent.ObjectionDecided" }, arm: 5 },
      { name: "objectionWithdrawn", at: 0, type: { kind: "Struct", name: "EvaluationEvent.ObjectionWithdrawn" }, arm: 6 },
      { name: "reopened", at: 0, type: { kind: "Struct", name: "EvaluationEvent.Reopened" }, arm: 7 },
    ],
  },
  "EvaluationEvent.Decided": {
    data: 0,
    pointers: 4,
    fields: [
      { name: "proposal", at: 0, type: { kind: "Struct", name: "Proposal" } },
      { name: "result", at: 1, type: { kind: "Struct", name: "EvaluationResult" } },
      { name: "reason", at: 2, type: { kind: "Struct", name: "ClosedText" } },
      { name: "recommendation", at: 3, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "EvaluationEvent.Delivered": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "channel", at: 0, type: { kind: "Text" } },
    ],
  },
  "EvaluationEvent.Accepted": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "note", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "EvaluationEvent.ObjectionFiled": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "grounds", at: 0, type: { kind: "Struct", name: "ClosedText" } },
      { name: "evidence", at: 1, type: { kind: "List", of: { kind: "Data" } } },
    ],
  },
  "EvaluationEvent.ObjectionHeard": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "heard", at: 0, type: { kind: "List", of: { kind: "Text" } } },
      { name: "minutes", at: 1, type: { kind: "Data" } },
    ],
  },
  "EvaluationEvent.ObjectionDecided": {
    data: 1,
    pointers: 4,
    fields: [
      { name: "outcome", at: 0, type: { kind: "Enum", name: "Outcome" } },
      { name: "corrections", at: 0, type: { kind: "List", of: { kind: "Struct", name: "Correction" } } },
      { name: "proposal", at: 1, type: { kind: "Struct", name: "Proposal" } },
      { name: "result", at: 2, type: { kind: "Struct", name: "EvaluationResult" } },
      { name: "reason", at: 3, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "EvaluationEvent.ObjectionWithdrawn": {
    data: 0,
    pointers: 0,
    fields: [
    ],
  },
  "EvaluationEvent.Reopened": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "order", at: 0, type: { kind: "Text" } },
    ],
  },
  "AgencyEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "registered", at: 0, type: { kind: "Struct", name: "AgencyEvent.Registered" }, arm: 0 },
      { name: "unused", at: 0, type: { kind: "Void" }, arm: 1 },
    ],
  },
  "AgencyEvent.Registered": {
    data: 1,
    pointers: 1,
    fields: [
      { name: "name", at: 0, type: { kind: "Text" } },
      { name: "kind", at: 0, type: { kind: "Enum", name: "AgencyType" } },
      { name: "zone", at: 16, type: { kind: "Enum", name: "Zone" } },
    ],
  },
  "UnitEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "created", at: 0, type: { kind: "Struct", name: "UnitEvent.Created" }, arm: 0 },
      { name: "moved", at: 0, type: { kind: "Struct", name: "UnitEvent.Moved" }, arm: 1 },
      { name: "closed", at: 0, type: { kind: "Struct", name: "UnitEvent.Closed" }, arm: 2 },
    ],
  },
  "UnitEvent.Created": {
    data: 1,
    pointers: 4,
    fields: [
      { name: "agency", at: 0, type: { kind: "Text" } },
      { name: "parent", at: 1, type: { kind: "Text" } },
      { name: "name", at: 2, type: { kind: "Text" } },
      { name: "zone", at: 0, type: { kind: "Enum", name: "OptionalZone" } },
      { name: "from", at: 3, type: { kind: "Text" } },
    ],
  },
  "UnitEvent.Moved": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "parent", at: 0, type: { kind: "Text" } },
      { name: "from", at: 1, type: { kind: "Text" } },
    ],
  },
  "UnitEvent.Closed": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "from", at: 0, type: { kind: "Text" } },
      { name: "reason", at: 1, type: { kind: "Text" } },
    ],
  },
  "PersonEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "registered", at: 0, type: { kind: "Struct", name: "PersonEvent.Registered" }, arm: 0 },
      { name: "assignmentStarted", at: 0, type: { kind: "Struct", name: "PersonEvent.AssignmentStarted" }, arm: 1 },
      { name: "assignmentEnded", at: 0, type: { kind: "Struct", name: "PersonEvent.AssignmentEnded" }, arm: 2 },
      { name: "raterAssigned", at: 0, type: { kind: "Struct", name: "PersonEvent.RaterAssigned" }, arm: 3 },
    ],
  },
  "PersonEvent.Registered": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "agency", at: 0, type: { kind: "Text" } },
      { name: "kind", at: 0, type: { kind: "Enum", name: "PersonKind" } },
      { name: "fullName", at: 1, type: { kind: "Struct", name: "ClosedText" } },
      { name: "nip", at: 2, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "PersonEvent.AssignmentStarted": {
    data: 1,
    pointers: 4,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "unit", at: 1, type: { kind: "Text" } },
      { name: "positionType", at: 0, type: { kind: "Enum", name: "PositionType" } },
      { name: "position", at: 2, type: { kind: "Text" } },
      { name: "mode", at: 16, type: { kind: "Enum", name: "AssignmentMode" } },
      { name: "from", at: 3, type: { kind: "Text" } },
    ],
  },
  "PersonEvent.AssignmentEnded": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "until", at: 1, type: { kind: "Text" } },
    ],
  },
  "PersonEvent.RaterAssigned": {
    data: 0,
    pointers: 4,
    fields: [
      { name: "rater", at: 0, type: { kind: "Text" } },
      { name: "superior", at: 1, type: { kind: "Text" } },
      { name: "from", at: 2, type: { kind: "Text" } },
      { name: "reason", at: 3, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "DayOff": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "date", at: 0, type: { kind: "Text" } },
      { name: "text", at: 1, type: { kind: "Text" } },
    ],
  },
  "CalendarEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "published", at: 0, type: { kind: "Struct", name: "CalendarEvent.Published" }, arm: 0 },
      { name: "unused", at: 0, type: { kind: "Void" }, arm: 1 },
    ],
  },
  "CalendarEvent.Published": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "year", at: 0, type: { kind: "UInt32" } },
      { name: "holidays", at: 0, type: { kind: "List", of: { kind: "Struct", name: "DayOff" } } },
      { name: "jointLeave", at: 1, type: { kind: "List", of: { kind: "Struct", name: "DayOff" } } },
      { name: "weeklyMinutes", at: 32, type: { kind: "UInt32" } },
      { name: "start", at: 2, type: { kind: "Text" } },
    ],
  },
  "PeriodEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "opened", at: 0, type: { kind: "Struct", name: "PeriodEvent.Opened" }, arm: 0 },
      { name: "closed", at: 0, type: { kind: "Struct", name: "PeriodEvent.Closed" }, arm: 1 },
      { name: "reopened", at: 0, type: { kind: "Struct", name: "PeriodEvent.Reopened" }, arm: 2 },
    ],
  },
  "PeriodEvent.Opened": {
    data: 0,
    pointers: 0,
    fields: [
    ],
  },
  "PeriodEvent.Closed": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Text" } },
    ],
  },
  "PeriodEvent.Reopened": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Text" } },
    ],
  },
  "FeedbackEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "given", at: 0, type: { kind: "Struct", name: "FeedbackEvent.Given" }, arm: 0 },
      { name: "answered", at: 0, type: { kind: "Struct", name: "FeedbackEvent.Answered" }, arm: 1 },
      { name: "retracted", at: 0, type: { kind: "Struct", name: "FeedbackEvent.Retracted" }, arm: 2 },
    ],
  },
  "FeedbackEvent.Given": {
    data: 1,
    pointers: 4,
    fields: [
      { name: "about", at: 0, type: { kind: "Text" } },
      { name: "plan", at: 1, type: { kind: "Text" } },
      { name: "result", at: 2, type: { kind: "Text" } },
      { name: "behaviour", at: 0, type: { kind: "Enum", name: "OptionalBehaviour" } },
      { name: "kind", at: 16, type: { kind: "Enum", name: "Purpose" } },
      { name: "text", at: 3, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "FeedbackEvent.Answered": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "text", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "FeedbackEvent.Retracted": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "RewardEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "proposed", at: 0, type: { kind: "Struct", name: "RewardEvent.Proposed" }, arm: 0 },
      { name: "verified", at: 0, type: { kind: "Struct", name: "RewardEvent.Verified" }, arm: 1 },
      { name: "granted", at: 0, type: { kind: "Struct", name: "RewardEvent.Granted" }, arm: 2 },
      { name: "revoked", at: 0, type: { kind: "Struct", name: "RewardEvent.Revoked" }, arm: 3 },
    ],
  },
  "RewardEvent.Proposed": {
    data: 1,
    pointers: 4,
    fields: [
      { name: "subject", at: 0, type: { kind: "Text" } },
      { name: "kind", at: 0, type: { kind: "Enum", name: "Award" } },
      { name: "basis", at: 1, type: { kind: "List", of: { kind: "Text" } } },
      { name: "value", at: 2, type: { kind: "Text" } },
      { name: "text", at: 3, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "RewardEvent.Verified": {
    data: 0,
    pointers: 0,
    fields: [
    ],
  },
  "RewardEvent.Granted": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "decisionNo", at: 0, type: { kind: "Text" } },
      { name: "expiry", at: 1, type: { kind: "Text" } },
    ],
  },
  "RewardEvent.Revoked": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "SanctionsEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "imposed", at: 0, type: { kind: "Struct", name: "SanctionsEvent.Imposed" }, arm: 0 },
      { name: "received", at: 0, type: { kind: "Struct", name: "SanctionsEvent.Received" }, arm: 1 },
    ],
  },
  "SanctionsEvent.Imposed": {
    data: 1,
    pointers: 2,
    fields: [
      { name: "case", at: 0, type: { kind: "Text" } },
      { name: "code", at: 0, type: { kind: "Enum", name: "Punishment" } },
      { name: "months", at: 32, type: { kind: "UInt32" } },
      { name: "breaches", at: 1, type: { kind: "List", of: { kind: "Text" } } },
    ],
  },
  "SanctionsEvent.Received": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "case", at: 0, type: { kind: "Text" } },
    ],
  },
  "CaseEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "sanctionDecided", at: 0, type: { kind: "Struct", name: "CaseEvent.SanctionDecided" }, arm: 0 },
      { name: "sanctionDelivered", at: 0, type: { kind: "Struct", name: "CaseEvent.SanctionDelivered" }, arm: 1 },
    ],
  },
  "CaseEvent.SanctionDecided": {
    data: 2,
    pointers: 6,
    fields: [
      { name: "subject", at: 0, type: { kind: "Text" } },
      { name: "breaches", at: 1, type: { kind: "List", of: { kind: "Text" } } },
      { name: "breachedOn", at: 2, type: { kind: "Text" } },
      { name: "article", at: 3, type: { kind: "Text" } },
      { name: "level", at: 0, type: { kind: "Enum", name: "Severity" } },
      { name: "code", at: 16, type: { kind: "Enum", name: "Punishment" } },
      { name: "regime", at: 32, type: { kind: "Enum", name: "Regime" } },
      { name: "months", at: 64, type: { kind: "UInt32" } },
      { name: "decisionNo", at: 4, type: { kind: "Text" } },
      { name: "basis", at: 5, type: { kind: "Struct", name: "ClosedText" } },
      { name: "team", at: 48, type: { kind: "Bool" } },
    ],
  },
  "CaseEvent.SanctionDelivered": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "method", at: 0, type: { kind: "Text" } },
    ],
  },
  "CloseEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "day", at: 0, type: { kind: "Struct", name: "CloseEvent.Day" }, arm: 0 },
      { name: "unused", at: 0, type: { kind: "Void" }, arm: 1 },
    ],
  },
  "CloseEvent.Day": {
    data: 2,
    pointers: 2,
    fields: [
      { name: "day", at: 0, type: { kind: "Text" } },
      { name: "size", at: 0, type: { kind: "UInt64" } },
      { name: "root", at: 1, type: { kind: "Data" } },
      { name: "files", at: 64, type: { kind: "UInt32" } },
    ],
  },
  "PrivacyEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "holdPlaced", at: 0, type: { kind: "Struct", name: "PrivacyEvent.HoldPlaced" }, arm: 0 },
      { name: "holdReleased", at: 0, type: { kind: "Struct", name: "PrivacyEvent.HoldReleased" }, arm: 1 },
      { name: "forgettingRequested", at: 0, type: { kind: "Struct", name: "PrivacyEvent.ForgettingRequested" }, arm: 2 },
      { name: "forgettingApproved", at: 0, type: { kind: "Struct", name: "PrivacyEvent.ForgettingApproved" }, arm: 3 },
      { name: "forgettingDeclined", at: 0, type: { kind: "Struct", name: "PrivacyEvent.ForgettingDeclined" }, arm: 4 },
      { name: "forgotten", at: 0, type: { kind: "Struct", name: "PrivacyEvent.Forgotten" }, arm: 5 },
    ],
  },
  "PrivacyEvent.HoldPlaced": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "ground", at: 0, type: { kind: "Text" } },
      { name: "caseNo", at: 1, type: { kind: "Text" } },
    ],
  },
  "PrivacyEvent.HoldReleased": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "caseNo", at: 0, type: { kind: "Text" } },
      { name: "reason", at: 1, type: { kind: "Text" } },
    ],
  },
  "PrivacyEvent.ForgettingRequested": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "ground", at: 0, type: { kind: "Text" } },
    ],
  },
  "PrivacyEvent.ForgettingApproved": {
    data: 0,
    pointers: 0,
    fields: [
    ],
  },
  "PrivacyEvent.ForgettingDeclined": {
    data: 0,
    pointers: 1,
    fields: [
      { name: "reason", at: 0, type: { kind: "Text" } },
    ],
  },
  "PrivacyEvent.Forgotten": {
    data: 0,
    pointers: 0,
    fields: [
    ],
  },
  "ActName": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "source", at: 0, type: { kind: "Text" } },
      { name: "id", at: 1, type: { kind: "Text" } },
    ],
  },
  "SignerEvent": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "keyAnnounced", at: 0, type: { kind: "Struct", name: "SignerEvent.KeyAnnounced" }, arm: 0 },
      { name: "keyRevoked", at: 0, type: { kind: "Struct", name: "SignerEvent.KeyRevoked" }, arm: 1 },
      { name: "contested", at: 0, type: { kind: "Struct", name: "SignerEvent.Contested" }, arm: 2 },
      { name: "contestAnswered", at: 0, type: { kind: "Struct", name: "SignerEvent.ContestAnswered" }, arm: 3 },
    ],
  },
  "SignerEvent.KeyAnnounced": {
    data: 1,
    pointers: 2,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "algorithm", at: 0, type: { kind: "Enum", name: "Algorithm" } },
      { name: "key", at: 1, type: { kind: "Text" } },
      { name: "signsAll", at: 16, type: { kind: "Bool" } },
    ],
  },
  "SignerEvent.KeyRevoked": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "id", at: 0, type: { kind: "Text" } },
      { name: "reason", at: 1, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "SignerEvent.Contested": {
    data: 0,
    pointers: 2,
    fields: [
      { name: "act", at: 0, type: { kind: "Struct", name: "ActName" } },
      { name: "reason", at: 1, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "SignerEvent.ContestAnswered": {
    data: 1,
    pointers: 2,
    fields: [
      { name: "act", at: 0, type: { kind: "Struct", name: "ActName" } },
      { name: "upheld", at: 0, type: { kind: "Bool" } },
      { name: "reason", at: 1, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "Event": {
    data: 1,
    pointers: 1,
    tag: 0,
    fields: [
      { name: "origin", at: 0, type: { kind: "Struct", name: "OriginEvent" }, arm: 0 },
      { name: "policy", at: 0, type: { kind: "Struct", name: "PolicyEvent" }, arm: 1 },
      { name: "indicator", at: 0, type: { kind: "Struct", name: "IndicatorEvent" }, arm: 2 },
      { name: "plan", at: 0, type: { kind: "Struct", name: "PlanEvent" }, arm: 3 },
      { name: "report", at: 0, type: { kind: "Struct", name: "ReportEvent" }, arm: 4 },
      { name: "evaluation", at: 0, type: { kind: "Struct", name: "EvaluationEvent" }, arm: 5 },
      { name: "agency", at: 0, type: { kind: "Struct", name: "AgencyEvent" }, arm: 6 },
      { name: "unit", at: 0, type: { kind: "Struct", name: "UnitEvent" }, arm: 7 },
      { name: "person", at: 0, type: { kind: "Struct", name: "PersonEvent" }, arm: 8 },
      { name: "calendar", at: 0, type: { kind: "Struct", name: "CalendarEvent" }, arm: 9 },
      { name: "period", at: 0, type: { kind: "Struct", name: "PeriodEvent" }, arm: 10 },
      { name: "feedback", at: 0, type: { kind: "Struct", name: "FeedbackEvent" }, arm: 11 },
      { name: "reward", at: 0, type: { kind: "Struct", name: "RewardEvent" }, arm: 12 },
      { name: "sanctions", at: 0, type: { kind: "Struct", name: "SanctionsEvent" }, arm: 13 },
      { name: "case", at: 0, type: { kind: "Struct", name: "CaseEvent" }, arm: 14 },
      { name: "close", at: 0, type: { kind: "Struct", name: "CloseEvent" }, arm: 15 },
      { name: "privacy", at: 0, type: { kind: "Struct", name: "PrivacyEvent" }, arm: 16 },
      { name: "signer", at: 0, type: { kind: "Struct", name: "SignerEvent" }, arm: 17 },
    ],
  },
  "Record": {
    data: 5,
    pointers: 16,
    fields: [
      { name: "salt", at: 0, type: { kind: "Data" } },
      { name: "stream", at: 1, type: { kind: "Text" } },
      { name: "version", at: 0, type: { kind: "UInt64" } },
      { name: "previous", at: 2, type: { kind: "Data" } },
      { name: "recorded", at: 64, type: { kind: "Int64" } },
      { name: "effective", at: 128, type: { kind: "Int64" } },
      { name: "effectiveGiven", at: 192, type: { kind: "Bool" } },
      { name: "source", at: 3, type: { kind: "Text" } },
      { name: "id", at: 4, type: { kind: "Text" } },
      { name: "factIndex", at: 208, type: { kind: "UInt16" } },
      { name: "factCount", at: 224, type: { kind: "UInt16" } },
      { name: "actor", at: 5, type: { kind: "Struct", name: "Actor" } },
      { name: "authentication", at: 6, type: { kind: "Struct", name: "Authentication" } },
      { name: "signedWith", at: 7, type: { kind: "Text" } },
      { name: "correlation", at: 8, type: { kind: "Text" } },
      { name: "causation", at: 9, type: { kind: "Text" } },
      { name: "traceparent", at: 10, type: { kind: "Text" } },
      { name: "channel", at: 240, type: { kind: "Enum", name: "Channel" } },
      { name: "migration", at: 11, type: { kind: "Text" } },
      { name: "subjects", at: 12, type: { kind: "List", of: { kind: "Text" } } },
      { name: "class", at: 256, type: { kind: "Enum", name: "Class" } },
      { name: "parts", at: 13, type: { kind: "List", of: { kind: "Struct", name: "Part" } } },
      { name: "event", at: 14, type: { kind: "Struct", name: "Event" } },
      { name: "submitted", at: 15, type: { kind: "Struct", name: "ClosedText" } },
    ],
  },
  "Actor": {
    data: 1,
    pointers: 3,
    fields: [
      { name: "person", at: 0, type: { kind: "Text" } },
      { name: "role", at: 0, type: { kind: "Enum", name: "Role" } },
      { name: "onBehalfOf", at: 1, type: { kind: "Text" } },
      { name: "mandate", at: 2, type: { kind: "Text" } },
    ],
  },
  "Authentication": {
    data: 0,
    pointers: 3,
    fields: [
      { name: "issuer", at: 0, type: { kind: "Text" } },
      { name: "subject", at: 1, type: { kind: "Text" } },
      { name: "method", at: 2, type: { kind: "Text" } },
    ],
  },
  "Part": {
    data: 1,
    pointers: 1,
    fields: [
      { name: "class", at: 0, type: { kind: "Enum", name: "Class" } },
      { name: "sha256", at: 0, type: { kind: "Data" } },
      { name: "slot", at: 32, type: { kind: "UInt32" } },
    ],
  },
};
