// What a verified receipt says, in sentences: for the command and for the page.

import { safe, type Words } from "./failure.js";
import type { Answer } from "./receipt.js";
import { shownNumber, wordsOfLevel, wordsOfPredikat } from "./rules/explanation.js";
import type { ContestedAct } from "./authors.js";
import type { Scored } from "./claim.js";
import type { Rational } from "./rules/rational.js";
import type { Standing } from "./rules/signer.js";
import { momentText } from "./rules/time.js";
import type { UnitLine, Verdict } from "./rules/unit_score.js";
import type { UnitScored } from "./unit_claim.js";

type Language = keyof Words;

export function sentencesOf(answer: Answer, language: Language, withSteps = false): string {
  const { complete, score, unitScore, checkpoint } = answer;
  const both = (id: string, en: string): string => (language === "id" ? id : en);
  const lines = [
    both("TERBUKTI: ", "VERIFIED: ") +
      both(
        `${answer.records} catatan ada dalam buku besar ${answer.origin}, yang ditandatangani ` +
          `dengan ${checkpoint.size} catatan.`,
        `${answer.records} records are in the ledger ${answer.origin}, signed with ` +
          `${checkpoint.size} records.`,
      ),
  ];
  for (const { witness, time } of checkpoint.cosigned) {
    const at = momentText(BigInt(time) * 1_000_000n);
    lines.push(
      both(`Saksi ${witness} melihatnya pada ${at}.`, `${witness} witnessed it at ${at}.`),
    );
  }
  if (score) lines.push(...scoreLines(answer, score, language));
  if (unitScore) lines.push(...unitScoreLines(answer, unitScore, language));
  if (complete) {
    lines.push(
      both(
        `Lengkap sampai penutupan ${complete.day} (${complete.size} catatan pertama):`,
        `Complete up to the close of ${complete.day} (the first ${complete.size} records):`,
      ),
    );
    for (const { name, count } of complete.files) {
      const many = count === 0 ? both("tidak ada satu pun", "none at all") : String(count);
      lines.push(`  ${name}: ${many}`);
    }
  }
  lines.push(actsLine(answer, language));
  lines.push(...answer.contested.map((act) => contestLine(act, language)));
  for (const { words } of answer.notices) {
    lines.push(both("PERHATIAN: ", "NOTE: ") + words[language]);
  }
  const scored = score ?? unitScore;
  if (scored && withSteps) {
    lines.push(both("Langkah:", "Steps:"));
    for (const { id, about, sentence } of scored.explanation) {
      lines.push(`  ${id}. ${about === "" ? "" : `${about}: `}${sentence[language]}`);
    }
  }
  // What a stranger wrote stands in these lines too.
  return lines.map(safe).join("\n") + "\n";
}

function actsLine({ acts, subject }: Answer, language: Language): string {
  const { signed, unsigned } = acts;
  const about: Words =
    subject === null
      ? {
          id: "Perbuatan yang bukan terhadap orang (indikator, kebijakan, organisasi)",
          en: "Acts about no person (indicators, policies, organisation)",
        }
      : { id: `Perbuatan terhadap ${subject}`, en: `Acts about ${subject}` };
  return language === "id"
    ? `${about.id}: ${signed} bertanda tangan pelakunya menurut catatan, ` +
        `${unsigned} hanya dinyatakan oleh pengelola.`
    : `${about.en}: ${signed} signed, as recorded, by those in whose name they are, ` +
        `${unsigned} attested by the operator only.`;
}

const standingWords: { [standing in Standing]: Words } = {
  open: { id: "belum dijawab", en: "open" },
  upheld: { id: "dibenarkan", en: "upheld" },
  dismissed: { id: "ditolak", en: "dismissed" },
};

function contestLine({ position, by, standing }: ContestedAct, language: Language): string {
  const said = standingWords[standing][language];
  return language === "id"
    ? `Perbuatan pada posisi ${position} disangkal oleh ${by}: ${said}.`
    : `The act at position ${position} is contested by ${by}: ${said}.`;
}

// The rounded score as people write it, and the exact one.
function written(exact: string, rounded: string | null, language: Language): string {
  const number = rounded && language === "id" ? rounded.replace(".", ",") : rounded;
  return `${number ?? exact} (${exact})`;
}

function scoreLines(answer: Answer, score: Scored, language: Language): string[] {
  const both = (id: string, en: string): string => (language === "id" ? id : en);
  const { plan, period, subject, exact, rounded, level, policy, decided } = score;
  const about = both(
    `Nilai SKP ${plan} (${subject}) untuk ${period}, dari ${answer.asOf} catatan pertama, pada ` +
      `${answer.day}, menurut kebijakan ${policy}: `,
    `The score of plan ${plan} (${subject}) for ${period}, of the first ${answer.asOf} records, ` +
      `as of ${answer.day}, under policy ${policy}: `,
  );
  const none = both("tidak ada nilai.", "there is none.");
  const levelWords = level && wordsOfLevel(level)[language];
  const lines = [
    about + (exact === null ? none : `${written(exact, rounded, language)}, ${levelWords}.`),
  ];
  for (const line of score.lines) {
    const { indicator, weight, achievement, monthsReported, monthsCounted } = line;
    const value = achievement ? shownNumber(achievement, language) : "—";
    const months = `${monthsReported}/${monthsCounted}`;
    lines.push(
      `  ${indicator}: ${value} × ${weight} (${both("bulan", "months")} ${months}, ${line.due})`,
    );
  }
  if (decided) {
    const predikat = wordsOfPredikat(decided.predikat)[language];
    const work = wordsOfLevel(decided.work)[language];
    const behaviour = wordsOfLevel(decided.behaviour)[language];
    lines.push(
      both(
        `Diputuskan pada posisi ${decided.position}: ${predikat} (hasil kerja ${work}, perilaku ` +
          `${behaviour}).`,
        `Decided at position ${decided.position}: ${predikat} (work ${work}, behaviour ` +
          `${behaviour}).`,
      ),
    );
  }
  return lines;
}

const verdictWords: { [verdict in Verdict]: Words } = {
  met: { id: "tercapai", en: "met" },
  missed: { id: "tidak tercapai", en: "missed" },
  noTarget: { id: "tanpa target", en: "no target" },
  noValue: { id: "tanpa nilai", en: "no value" },
};

function unitScoreLines(answer: Answer, score: UnitScored, language: Language): string[] {
  const both = (id: string, en: string): string => (language === "id" ? id : en);
  const { agency, unit, period, exact, rounded, policy } = score;
  const whose =
    unit === ""
      ? both(`Nilai instansi ${agency}`, `The score of agency ${agency}`)
      : both(`Nilai unit ${unit} (${agency})`, `The score of unit ${unit} (${agency})`);
  const about = both(
    `${whose} untuk ${period}, dari ${answer.asOf} catatan pertama, menurut kebijakan ${policy}: `,
    `${whose} for ${period}, of the first ${answer.asOf} records, under policy ${policy}: `,
  );
  const none = both("tidak ada nilai.", "there is none.");
  return [
    about + (exact === null ? none : `${written(exact, rounded, language)}.`),
    ...score.lines.map((line) => unitLine(line, language)),
  ];
}

function unitLine(line: UnitLine, language: Language): string {
  const both = (id: string, en: string): string => (language === "id" ? id : en);
  const shown = (number: Rational): string => shownNumber(number, language);
  const { indicator, weight, achievement, value, target, targetLow, targetHigh } = line;
  const said = [verdictWords[line.verdict][language]];
  if (value) said.push(`${both("realisasi", "realised")} ${shown(value)}`);
  if (target) said.push(`target ${shown(target)}`);
  if (targetLow && targetHigh) said.push(`target ${shown(targetLow)}–${shown(targetHigh)}`);
  if (line.provisional) said.push(both("sementara", "provisional"));
  if (value && !line.complete) said.push(both("belum lengkap", "incomplete"));
  const achieved = achievement ? shown(achievement) : "—";
  return `  ${indicator}: ${achieved} × ${shown(weight)} (${said.join("; ")})`;
}
