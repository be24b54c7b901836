@0xb1f0c8a2d4e67935;
# Every event for ever. Add fields and union arms at the end; never renumber, rename, or reuse.
#
# The names are those of the C++ structs' `fields` (ledger/rules/*.h) and of the JSON of the API; a test
# holds the three together. How a value is written:
#
#   name, text          Text; an empty one is a null pointer
#   decimal, rational   Text, exact: "77.80", "244577/3060"
#   date, period        Text: "2025-01-06"; "2025-12", "2025-Q4", "2025"
#   moment              Int64, microseconds since 1970 in UTC; where it is optional, 0 is none
#   SHA-256             Data, 32 bytes; where it is optional, a null pointer is none
#   position            UInt64
#   closed text         ClosedText: its words are not in the record (see record.capnp)
#   optional enumerant  an enumeration that starts with `none`

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("schemas");

struct ClosedText {
  part @0 :UInt16;        # which of the record's parts holds the words, counted from 1
  characters @1 :UInt32;  # how many the words have, in Unicode code points
}

# --- measures (ledger/rules/measure.h)

enum Polarity { max @0; min @1; band @2; milestone @3; qualitative @4; }
enum Consolidation { sum @0; average @1; ratio @2; last @3; maximum @4; minimum @5; }
enum Rounding { halfUp @0; halfEven @1; }
enum OptionalZone { none @0; wib @1; wita @2; wit @3; utc @4; }
enum Zone { wib @0; wita @1; wit @2; utc @3; }

struct Target { value @0 :Text; low @1 :Text; high @2 :Text; }
struct Stage { id @0 :Text; text @1 :Text; weight @2 :UInt32; }
struct Value { numerator @0 :Text; denominator @1 :Text; stages @2 :List(Text); }

# --- origin/ledger

struct OriginEvent {
  union {
    founded @0 :Founded;
    keyRotated @1 :KeyRotated;
    truncated @2 :Truncated;
  }
  struct Founded {
    origin @0 :Text;
    format @1 :UInt32;
    simulatedClock @2 :Bool;
    seeded @3 :Bool;
    key @4 :Text;
  }
  struct KeyRotated { key @0 :Text; }
  struct Truncated { size @0 :UInt64; checkpoint @1 :Text; orderedBy @2 :Text; reason @3 :Text; }
}

# --- policy/{agency}

enum ZeroDenominator { redistribute @0; hundred @1; }

struct Parameters {
  scoreCap @0 :Text;
  scoreFloor @1 :Text;
  thresholdScale @2 :UInt32;
  rounding @3 :Rounding;
  levelAbove @4 :Text;
  levelMeets @5 :Text;
  maxAttainableIsCap @6 :Bool;
  zeroDenominator @7 :ZeroDenominator;
  pp30WorkWeight @8 :Text;
  weightsTotal @9 :UInt32;
  amendAfterMonth @10 :UInt32;
  reportDueDay @11 :UInt32;
  objectionDays @12 :UInt32;
  reasonCharactersMin @13 :UInt32;
  backdateWorkingDays @14 :UInt32;
  raterChangeDays @15 :UInt32;
  supervisedMonthsMin @16 :UInt32;
  formulas @17 :List(Text);
}

struct PolicyEvent {
  union {
    published @0 :Published;
    unused @1 :Void;
  }
  struct Published {
    id @0 :Text;
    legalRef @1 :Text;
    validFrom @2 :Text;
    countersignedBy @3 :Text;
    parameters @4 :Parameters;
  }
}

# --- indicator/{indicator}

enum RollUp { measured @0; mean @1; weightedMean @2; weightedSum @3; }

struct IndicatorEvent {
  union {
    defined @0 :Defined;
    targetSet @1 :TargetSet;
    valueRecorded @2 :ValueRecorded;
    valueCorrected @3 :ValueCorrected;
    retired @4 :Retired;
    shareTaken @5 :ShareTaken;
  }
  struct Defined {
    agency @0 :Text;
    unit @1 :Text;
    code @2 :Text;
    text @3 :Text;
    definition @4 :Text;
    goal @5 :Text;
    measure @6 :Text;
    source @7 :Text;
    polarity @8 :Polarity;
    consolidation @9 :Consolidation;
    rollUp @10 :RollUp;
    weight @11 :Text;
    parent @12 :Text;
    critical @13 :Bool;
    signed @14 :Bool;
    maxAttainable @15 :Bool;
    stages @16 :List(Stage);
  }
  struct TargetSet { period @0 :Text; target @1 :Target; }
  struct ValueRecorded {
    period @0 :Text;
    series @1 :Text;
    value @2 :Value;
    provisional @3 :Bool;
    basis @4 :Text;
  }
  struct ValueCorrected {
    period @0 :Text;
    series @1 :Text;
    was @2 :Value;
    now @3 :Value;
    reason @4 :Text;
  }
  struct Retired { reason @0 :Text; }
  struct ShareTaken { child @0 :Text; period @1 :Text; target @2 :Text; }
}

# --- plan/{plan}

enum PositionType { jpt @0; administrator @1; pengawas @2; pelaksana @3; functional @4; }
enum Approach { quantitative @0; qualitative @1; }
enum ResultKind { main @0; additional @1; }
enum Party { subject @0; rater @1; superior @2; }
enum Edge { direct @0; contributes @1; shared @2; }
enum Aspect { quantity @0; quality @1; time @2; cost @3; }
enum Behaviour {
  service @0; accountable @1; competent @2; harmonious @3; loyal @4; adaptive @5; collaborative @6;
}

struct Parent { indicator @0 :Text; plan @1 :Text; result @2 :Text; edge @3 :Edge; }
struct PlanResult { id @0 :Text; text @1 :Text; kind @2 :ResultKind; parents @3 :List(Parent); }
struct PlanIndicator {
  id @0 :Text;
  result @1 :Text;
  aspect @2 :Aspect;
  text @3 :Text;
  unit @4 :Text;
  polarity @5 :Polarity;
  consolidation @6 :Consolidation;
  weight @7 :UInt32;
  target @8 :Target;
  trajectory @9 :List(Target);
  stages @10 :List(Stage);
  signed @11 :Bool;
  maxAttainable @12 :Bool;
  evidenceRequired @13 :Bool;
}
struct Expectation { value @0 :Behaviour; text @1 :Text; }
struct Content {
  results @0 :List(PlanResult);
  indicators @1 :List(PlanIndicator);
  expectations @2 :List(Expectation);
  resources @3 :Text;
  accountability @4 :Text;
  consequences @5 :Text;
}

struct PlanEvent {
  union {
    drafted @0 :Drafted;
    expectationClarified @1 :ExpectationClarified;
    submitted @2 :Submitted;
    returned @3 :Returned;
    reviewed @4 :Reviewed;
    agreed @5 :Agreed;
    established @6 :Established;
    amended @7 :Amended;
    closed @8 :Closed;
  }
  struct Drafted {
    subject @0 :Text;
    agency @1 :Text;
    unit @2 :Text;
    year @3 :UInt32;
    firstMonth @4 :UInt32;
    lastMonth @5 :UInt32;
    positionType @6 :PositionType;
    position @7 :Text;
    approach @8 :Approach;
    content @9 :Content;
  }
  struct ExpectationClarified { expectation @0 :Expectation; }
  struct Submitted {}
  struct Returned { reason @0 :ClosedText; }
  struct Reviewed { findings @0 :ClosedText; }
  struct Agreed { party @0 :Party; }
  struct Established { document @0 :Data; }
  struct Amended {
    fromMonth @0 :UInt32;
    content @1 :Content;
    reason @2 :ClosedText;
    party @3 :Party;
  }
  struct Closed { reason @0 :ClosedText; }
}

# --- report/{plan}/{month}

struct Evidence { sha256 @0 :Data; kind @1 :Text; uri @2 :Text; capturedAt @3 :Int64; }
struct Line {
  indicator @0 :Text;
  value @1 :Value;
  narrative @2 :ClosedText;
  obstacle @3 :ClosedText;
  evidence @4 :List(Evidence);
}

struct ReportEvent {
  union {
    submitted @0 :Submitted;
    returned @1 :Returned;
    acknowledged @2 :Acknowledged;
    valueCorrected @3 :ValueCorrected;
  }
  struct Submitted { lines @0 :List(Line); }
  struct Returned { reason @0 :ClosedText; }
  struct Acknowledged { comment @0 :ClosedText; openedAt @1 :Int64; }
  struct ValueCorrected {
    indicator @0 :Text;
    was @1 :Value;
    now @2 :Value;
    cause @3 :Text;
    reason @4 :ClosedText;
    evidence @5 :List(Evidence);
  }
}

# --- evaluation/{plan}/{period}

enum Level { below @0; meets @1; above @2; }
enum OptionalLevel { none @0; below @1; meets @2; above @3; }
enum Predikat { veryPoor @0; poor @1; needsImprovement @2; good @3; veryGood @4; }
enum Outcome { upheld @0; changed @1; rejected @2; }

struct Proposal {
  position @0 :UInt64;
  score @1 :Text;
  rounded @2 :Text;
  work @3 :OptionalLevel;
  policy @4 :Text;
  formulas @5 :List(Text);
}
struct EvaluationResult {
  work @0 :Level;
  behaviour @1 :Level;
  behaviourScore @2 :Text;
  predikat @3 :Predikat;
  innovation @4 :Bool;
}
struct Correction { month @0 :Text; indicator @1 :Text; was @2 :Value; now @3 :Value; }

struct EvaluationEvent {
  union {
    decided @0 :Decided;
    delivered @1 :Delivered;
    accepted @2 :Accepted;
    objectionFiled @3 :ObjectionFiled;
    objectionHeard @4 :ObjectionHeard;
    objectionDecided @5 :ObjectionDecided;
    objectionWithdrawn @6 :ObjectionWithdrawn;
    reopened @7 :Reopened;
  }
  struct Decided {
    proposal @0 :Proposal;
    result @1 :EvaluationResult;
    reason @2 :ClosedText;
    recommendation @3 :ClosedText;
  }
  struct Delivered { channel @0 :Text; }
  struct Accepted { note @0 :ClosedText; }
  struct ObjectionFiled { grounds @0 :ClosedText; evidence @1 :List(Data); }
  struct ObjectionHeard { heard @0 :List(Text); minutes @1 :Data; }
  struct ObjectionDecided {
    outcome @0 :Outcome;
    corrections @1 :List(Correction);
    proposal @2 :Proposal;
    result @3 :EvaluationResult;
    reason @4 :ClosedText;
  }
  struct ObjectionWithdrawn {}
  struct Reopened { order @0 :Text; }
}

# --- agency/{agency}

enum AgencyType { ministry @0; institution @1; province @2; regency @3; city @4; other @5; }

struct AgencyEvent {
  union {
    registered @0 :Registered;
    unused @1 :Void;
  }
  struct Registered { name @0 :Text; kind @1 :AgencyType; zone @2 :Zone; }
}

# --- unit/{unit}

struct UnitEvent {
  union {
    created @0 :Created;
    moved @1 :Moved;
    closed @2 :Closed;
  }
  struct Created {
    agency @0 :Text;
    parent @1 :Text;
    name @2 :Text;
    zone @3 :OptionalZone;
    from @4 :Text;
  }
  struct Moved { parent @0 :Text; from @1 :Text; }
  struct Closed { from @0 :Text; reason @1 :Text; }
}

# --- person/{person}

enum PersonKind { pns @0; pppk @1; }
enum AssignmentMode { definitif @0; plt @1; plh @2; }

struct PersonEvent {
  union {
    registered @0 :Registered;
    assignmentStarted @1 :AssignmentStarted;
    assignmentEnded @2 :AssignmentEnded;
    raterAssigned @3 :RaterAssigned;
  }
  struct Registered {
    agency @0 :Text;
    kind @1 :PersonKind;
    fullName @2 :ClosedText;
    nip @3 :ClosedText;
  }
  struct AssignmentStarted {
    id @0 :Text;
    unit @1 :Text;
    positionType @2 :PositionType;
    position @3 :Text;
    mode @4 :AssignmentMode;
    from @5 :Text;
  }
  struct AssignmentEnded { id @0 :Text; until @1 :Text; }
  struct RaterAssigned {
    rater @0 :Text;
    superior @1 :Text;
    from @2 :Text;
    reason @3 :ClosedText;
  }
}

# --- calendar/{agency}

struct DayOff { date @0 :Text; text @1 :Text; }

struct CalendarEvent {
  union {
    published @0 :Published;
    unused @1 :Void;
  }
  struct Published {
    year @0 :UInt32;
    holidays @1 :List(DayOff);
    jointLeave @2 :List(DayOff);
    weeklyMinutes @3 :UInt32;
    start @4 :Text;
  }
}

# --- period/{agency}/{period}

struct PeriodEvent {
  union {
    opened @0 :Opened;
    closed @1 :Closed;
    reopened @2 :Reopened;
  }
  struct Opened {}
  struct Closed { reason @0 :Text; }
  struct Reopened { reason @0 :Text; }
}

# --- feedback/{feedback}

enum Purpose { appreciation @0; suggestion @1; request @2; warning @3; }
enum OptionalBehaviour {
  none @0; service @1; accountable @2; competent @3; harmonious @4; loyal @5; adaptive @6;
  collaborative @7;
}

struct FeedbackEvent {
  union {
    given @0 :Given;
    answered @1 :Answered;
    retracted @2 :Retracted;
  }
  struct Given {
    about @0 :Text;
    plan @1 :Text;
    result @2 :Text;
    behaviour @3 :OptionalBehaviour;
    kind @4 :Purpose;
    text @5 :ClosedText;
  }
  struct Answered { text @0 :ClosedText; }
  struct Retracted { reason @0 :ClosedText; }
}

# --- reward/{reward}

enum Award {
  successionPriority @0;
  developmentPriority @1;
  extraordinaryPromotion @2;
  satyalancana10 @3;
  satyalancana20 @4;
  satyalancana30 @5;
  achievement @6;
  incentive @7;
  innovation @8;
  recognition @9;
}

struct RewardEvent {
  union {
    proposed @0 :Proposed;
    verified @1 :Verified;
    granted @2 :Granted;
    revoked @3 :Revoked;
  }
  struct Proposed {
    subject @0 :Text;
    kind @1 :Award;
    basis @2 :List(Text);
    value @3 :Text;
    text @4 :ClosedText;
  }
  struct Verified {}
  struct Granted { decisionNo @0 :Text; expiry @1 :Text; }
  struct Revoked { reason @0 :ClosedText; }
}

# --- sanctions/{person} and case/{case}

enum Severity { ringan @0; sedang @1; berat @2; }
enum Punishment { l1 @0; l2 @1; l3 @2; m1 @3; m2 @4; m3 @5; h1 @6; h2 @7; h3 @8; }
enum Regime { pasal8 @0; pasal42 @1; pp53 @2; localTable @3; }

struct SanctionsEvent {
  union {
    imposed @0 :Imposed;
    received @1 :Received;
  }
  struct Imposed {
    case @0 :Text;
    code @1 :Punishment;
    months @2 :UInt32;
    breaches @3 :List(Text);
  }
  struct Received { case @0 :Text; }
}

struct CaseEvent {
  union {
    sanctionDecided @0 :SanctionDecided;
    sanctionDelivered @1 :SanctionDelivered;
  }
  struct SanctionDecided {
    subject @0 :Text;
    breaches @1 :List(Text);
    breachedOn @2 :Text;
    article @3 :Text;
    level @4 :Severity;
    code @5 :Punishment;
    regime @6 :Regime;
    months @7 :UInt32;
    decisionNo @8 :Text;
    basis @9 :ClosedText;
    team @10 :Bool;
  }
  struct SanctionDelivered { method @0 :Text; }
}

# --- close/ledger (docs/completeness.md)

struct CloseEvent {
  union {
    day @0 :Day;
    unused @1 :Void;
  }
  struct Day {
    day @0 :Text;
    size @1 :UInt64;   # the first so many records
    root @2 :Data;     # of the map of their files
    files @3 :UInt32;  # that are not empty
  }
}

# --- privacy/{person}

struct PrivacyEvent {
  union {
    holdPlaced @0 :HoldPlaced;
    holdReleased @1 :HoldReleased;
    forgettingRequested @2 :ForgettingRequested;
    forgettingApproved @3 :ForgettingApproved;
    forgettingDeclined @4 :ForgettingDeclined;
    forgotten @5 :Forgotten;
  }
  struct HoldPlaced { ground @0 :Text; caseNo @1 :Text; }
  struct HoldReleased { caseNo @0 :Text; reason @1 :Text; }
  struct ForgettingRequested { ground @0 :Text; }
  struct ForgettingApproved {}
  struct ForgettingDeclined { reason @0 :Text; }
  struct Forgotten {}
}

# --- signer/{person}

enum Algorithm { ed25519 @0; es256 @1; }

# What an act is called, in every ledger that has it.
struct ActName { source @0 :Text; id @1 :Text; }

struct SignerEvent {
  union {
    keyAnnounced @0 :KeyAnnounced;
    keyRevoked @1 :KeyRevoked;
    contested @2 :Contested;
    contestAnswered @3 :ContestAnswered;
  }
  struct KeyAnnounced { id @0 :Text; algorithm @1 :Algorithm; key @2 :Text; signsAll @3 :Bool; }
  struct KeyRevoked { id @0 :Text; reason @1 :ClosedText; }
  struct Contested { act @0 :ActName; reason @1 :ClosedText; }
  struct ContestAnswered { act @0 :ActName; upheld @1 :Bool; reason @2 :ClosedText; }
}

# The arms are the kinds of stream, by the name that their streams start with.
struct Event {
  union {
    origin @0 :OriginEvent;
    policy @1 :PolicyEvent;
    indicator @2 :IndicatorEvent;
    plan @3 :PlanEvent;
    report @4 :ReportEvent;
    evaluation @5 :EvaluationEvent;
    agency @6 :AgencyEvent;
    unit @7 :UnitEvent;
    person @8 :PersonEvent;
    calendar @9 :CalendarEvent;
    period @10 :PeriodEvent;
    feedback @11 :FeedbackEvent;
    reward @12 :RewardEvent;
    sanctions @13 :SanctionsEvent;
    case @14 :CaseEvent;
    close @15 :CloseEvent;
    privacy @16 :PrivacyEvent;
    signer @17 :SignerEvent;
  }
}
