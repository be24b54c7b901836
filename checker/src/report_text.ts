// What a verified receipt says, in sentences: for the command and for the page.

import { safe, type Words } from "./failure.js";
import type { Answer } from "./receipt.js";
import { shownNumber, wordsOfLevel, wordsOfPredikat } from "./rules/explanation.js";
import type { Scored } from "./claim.js";
import { momentText } from "./rules/time.js";

type Language = keyof Words;

export function sentencesOf(answer: Answer, language: Language, withSteps = false): string {
  const { complete, score, checkpoint } = answer;
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
  for (const { words } of answer.notices) {
    lines.push(both("PERHATIAN: ", "NOTE: ") + words[language]);
  }
  if (score && withSteps) {
    lines.push(both("Langkah:", "Steps:"));
    for (const { id, about, sentence } of score.explanation) {
      lines.push(`  ${id}. ${about === "" ? "" : `${about}: `}${sentence[language]}`);
    }
  }
  // What a stranger wrote stands in these lines too.
  return lines.map(safe).join("\n") + "\n";
}

function actsLine({ acts, subject }: Answer, language: Language): string {
  const { signed, unsigned } = acts;
  return language === "id"
    ? `Perbuatan terhadap ${subject}: ${signed} bertanda tangan pelakunya menurut catatan, ` +
        `${unsigned} hanya dinyatakan oleh pengelola.`
    : `Acts about ${subject}: ${signed} signed, as recorded, by those in whose name they are, ` +
        `${unsigned} attested by the operator only.`;
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
  const number = rounded && language === "id" ? rounded.replace(".", ",") : rounded;
  const given = `${number ?? exact} (${exact}), ${level && wordsOfLevel(level)[language]}.`;
  const lines = [about + (exact === null ? none : given)];
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
