// What can be wrong with something that is checked: each thing has a name that stays, and a
// sentence in Indonesian and in English. Whatever a stranger sends, the answer is one of these.

export interface Words {
  id: string; // Indonesian
  en: string; // English
}

const sentences = {
  // --- What cannot be read
  "too-large": [
    "Berkas ini lebih besar daripada yang diperiksa.",
    "This file is larger than what is checked.",
  ],
  "not-utf8": ["Teks ini bukan UTF-8.", "This text is not UTF-8."],
  "json-malformed": ["Berkas ini bukan JSON yang benar.", "This file is not proper JSON."],
  "json-duplicate": [
    "Satu nama disebut dua kali di dalam JSON: yang dibaca orang dan yang diperiksa bisa berbeda.",
    "A name is there twice in the JSON: what is read and what is checked could differ.",
  ],
  "member-unknown": [
    "Ada bagian yang tidak dikenal format ini.",
    "There is a member that the format does not know.",
  ],
  "member-missing": ["Ada bagian yang wajib tetapi tidak ada.", "A required member is not there."],
  "member-malformed": ["Suatu bagian tidak berbentuk benar.", "A member is not of its form."],
  "base64-malformed": [
    "Ini bukan base64 baku (RFC 4648 bagian 4, dengan padding).",
    "This is not standard base64 (RFC 4648 section 4, with padding).",
  ],
  "format-unknown": [
    "Format ini tidak dikenal pemeriksa ini.",
    "This checker does not know the format.",
  ],

  // --- Keys, signatures, checkpoints
  "key-malformed": [
    "Kunci publik (vkey) ini tidak berbentuk benar.",
    "This public key (vkey) is not of its form.",
  ],
  "key-type-unknown": [
    "Pemeriksa ini hanya mengenal kunci Ed25519.",
    "This checker knows Ed25519 keys only.",
  ],
  "ed25519-missing": [
    "Peramban atau Node ini tidak dapat memeriksa tanda tangan Ed25519. Pakailah Firefox 129, " +
      "Safari 17, Chrome 137, atau Node 18 ke atas; peramban hanya menyediakannya di halaman " +
      "https:, localhost, atau berkas.",
    "This browser or Node cannot verify Ed25519 signatures. Use Firefox 129, Safari 17, Chrome " +
      "137, or Node 18 or later; browsers offer it on https:, localhost and file pages only.",
  ],
  "note-malformed": [
    "Ini bukan catatan bertanda tangan (signed note).",
    "This is not a signed note.",
  ],
  "signature-missing": [
    "Tidak ada tanda tangan dari kunci itu.",
    "There is no signature of that key.",
  ],
  "signature-wrong": [
    "Tanda tangan dari kunci itu tidak cocok dengan teksnya.",
    "The signature of that key does not fit the text.",
  ],
  "signature-repeated": [
    "Satu kunci memiliki dua baris tanda tangan.",
    "A key has two signature lines.",
  ],
  "checkpoint-malformed": [
    "Teks yang ditandatangani bukan checkpoint.",
    "The signed text is not a checkpoint.",
  ],
  "origin-other": [
    "Ini dari buku besar lain daripada yang diminta.",
    "This is of another ledger than the one asked about.",
  ],
  "policy-malformed": [
    "Berkas kebijakan saksi (tlog-policy) tidak berbentuk benar.",
    "The policy of witnesses (tlog-policy) is not of its form.",
  ],
  "log-not-in-policy": [
    "Kunci buku besar ini tidak ada dalam kebijakan saksi.",
    "The policy of witnesses does not name this ledger's key.",
  ],
  "quorum-missed": [
    "Saksi yang ikut menandatangani kurang dari yang diminta kebijakan.",
    "Fewer witnesses cosigned than the policy asks for.",
  ],

  // --- The log
  "proof-malformed": [
    "Bukti ini tidak berbentuk benar: berkas .tlog-proof, atau untuk consistency hash dalam " +
      "base64, satu per baris.",
    "This proof is not of its form: a .tlog-proof file, or for consistency hashes in base64, one " +
      "a line.",
  ],
  "proof-other": [
    "Bukti ini bukan antara kedua checkpoint itu.",
    "This proof is not between those two checkpoints.",
  ],
  "inclusion-wrong": [
    "Catatan ini tidak ada di posisi itu dalam buku besar yang ditandatangani: isinya diubah, " +
      "dipindahkan, atau buktinya salah.",
    "This record is not at that position of the signed ledger: it was changed or moved, or its " +
      "proof is wrong.",
  ],
  "consistency-wrong": [
    "Buku besar yang baru tidak memuat yang lama: sejarahnya ditulis ulang, atau buktinya salah.",
    "The newer ledger does not hold the older one: its history was rewritten, or the proof is " +
      "wrong.",
  ],
  "two-histories": [
    "Dua checkpoint yang sama-sama ditandatangani, berukuran sama, tetapi berbeda isi. Simpan " +
      "keduanya: itu bukti bahwa pengelola menunjukkan dua sejarah.",
    "Two checkpoints, both signed, of one size and with different contents. Keep both: they " +
      "prove that the operator shows two histories.",
  ],
  "history-shorter": [
    "Checkpoint yang disebut baru lebih pendek daripada yang lama.",
    "The checkpoint that is said to be newer is shorter than the older one.",
  ],
  "tile-missing": ["Sebuah ubin (tile) tidak ada.", "A tile is not there."],
  "tile-malformed": ["Sebuah ubin (tile) tidak berukuran benar.", "A tile is not of its size."],

  // --- Records
  "record-malformed": ["Ini bukan catatan yang benar.", "This is not a proper record."],
  "record-newer": [
    "Catatan ini memuat hal yang belum dikenal pemeriksa ini. Pakailah pemeriksa yang lebih baru.",
    "This record holds something that this checker does not know yet. Use a newer checker.",
  ],
  "record-misfiled": [
    "Kelas, aliran, atau subjek catatan ini tidak sesuai dengan peristiwanya: ia disimpan di " +
      "tempat yang tidak akan dicari orang.",
    "The class, stream or subjects of this record are not those of its event: it is filed where " +
      "nobody would look.",
  ],
  "record-against-rules": [
    "Catatan ini berisi hal yang tidak pernah diterima aturan buku besar.",
    "This record says what the ledger's rules never accept.",
  ],

  // --- Receipts
  "checkpoint-too-small": [
    "Buku besar yang ditandatangani lebih pendek daripada yang diklaim.",
    "The signed ledger is shorter than what is claimed.",
  ],
  "positions-disordered": [
    "Catatan tidak urut menurut posisinya, atau ada yang dua kali.",
    "The records are not in the order of their positions, or one is there twice.",
  ],
  "recorded-backwards": [
    "Suatu catatan berwaktu lebih awal daripada catatan sebelumnya: tanggalnya dimundurkan.",
    "A record carries an earlier time than one before it: it was back-dated.",
  ],
  "founding-missing": [
    "Catatan pertama buku besar (posisi 0) tidak ada.",
    "The ledger's first record (position 0) is not there.",
  ],
  "founding-other": [
    "Catatan pertama buku besar menyebut nama lain.",
    "The ledger's first record says another name.",
  ],
  "stream-hole": [
    "Dalam suatu aliran ada catatan yang dihilangkan.",
    "A record of a stream was left out.",
  ],
  "stream-broken": [
    "Suatu catatan menyebut pendahulu yang lain daripada yang ada di sini.",
    "A record names another predecessor than the one that is here.",
  ],
  "close-missing": [
    "Catatan penutupan hari tidak ada di antara catatan.",
    "The record of the day's close is not among the records.",
  ],
  "close-impossible": [
    "Penutupan hari ini menyatakan hal yang tidak mungkin.",
    "This day's close says what cannot be.",
  ],
  "file-not-proved": [
    "Penutupan hari tidak memuat berkas ini dengan jumlah dan rantai itu.",
    "The day's close does not hold this file with that count and chain.",
  ],
  "absence-not-proved": [
    "Penutupan hari tidak menunjukkan bahwa berkas ini kosong: mungkin ada yang disembunyikan.",
    "The day's close does not show that this file is empty: something may be hidden.",
  ],
  "file-left-out": [
    "Suatu catatan dalam berkas ini tidak disebut di antara isinya.",
    "A record of this file is not named among its contents.",
  ],
  "file-invented": [
    "Berkas ini menyebut catatan yang tidak ada, atau bukan miliknya.",
    "This file names a record that is not there, or is not of it.",
  ],
  "file-incomplete": [
    "Catatan yang ditunjukkan bukan seluruh isi berkas ini.",
    "The records shown are not all of this file.",
  ],
  "file-unnamed": [
    "Berkas yang harus disebut tidak disebut, jadi tidak diketahui apakah lengkap.",
    "A file that must be named is not, so nobody knows whether it is whole.",
  ],
  "not-performed": [
    "Suatu perbuatan atas nama orang yang menandatangani semuanya tidak bertanda tangan, atau " +
      "kuncinya bukan kunci orang itu, atau fakta suatu perbuatan bukan yang diberikan aturan: " +
      "bukan dia yang melakukannya.",
    "An act in the name of one who signs everything is not signed, or it names a key that was " +
      "not his, or the facts of an act are not those that the rules give it: he did not perform " +
      "it.",
  ],
  "not-complete": [
    "Kelengkapan diminta, tetapi hanya diketahui sampai sebelum batas klaim, atau tidak sama " +
      "sekali.",
    "Completeness was asked for, and is known up to less than what is claimed, or not at all.",
  ],
  "day-too-early": [
    "Nilai dihitung untuk hari sebelum catatannya ada, supaya tidak ada laporan yang terlambat.",
    "The score is for a day before its records were there, on which no report was late yet.",
  ],
  "day-in-future": [
    "Nilai dihitung untuk hari yang belum tiba, supaya laporan terhitung terlambat.",
    "The score is for a day that has not come yet, on which reports would be late.",
  ],
  "plan-missing": [
    "Rencana (SKP) yang diklaim tidak ada di antara catatan.",
    "The plan (SKP) of the claim is not among the records.",
  ],
  "subject-other": [
    "Rencana (SKP) yang diklaim milik orang lain.",
    "The plan (SKP) of the claim is another person's.",
  ],
  "unit-missing": [
    "Di antara catatan tidak ada indikator unit atau instansi yang diklaim.",
    "There are no indicators of the unit or agency of the claim among the records.",
  ],
  "cascade-too-large": [
    "Indikator yang menjadi dasar nilai ini terlalu banyak, berjenjang terlalu dalam, atau " +
      "melingkar.",
    "The indicators that this score rests on are too many, stand too deep, or in a circle.",
  ],
  "formula-unknown": [
    "Kebijakan memakai versi rumus yang tidak dikenal pemeriksa ini.",
    "The policy uses a version of a formula that this checker does not know.",
  ],
  "score-other": [
    "Nilai yang diklaim bukan nilai yang dihasilkan catatan.",
    "The score claimed is not the one that the records give.",
  ],
  "rounded-other": [
    "Pembulatan yang diklaim bukan pembulatan nilainya.",
    "The rounded score claimed is not the score rounded.",
  ],
  "level-other": [
    "Tingkat yang diklaim bukan tingkat yang dihasilkan nilainya.",
    "The level claimed is not the one that the score gives.",
  ],
  "policy-other": [
    "Kebijakan yang diklaim bukan yang berlaku.",
    "The policy claimed is not the one in force.",
  ],
  "formulas-other": [
    "Rumus yang diklaim bukan rumus yang dipakai.",
    "The formulas claimed are not those used.",
  ],
  "decided-other": [
    "Keputusan yang diklaim bukan keputusan dalam catatan.",
    "The decision claimed is not the one in the records.",
  ],
  "explanation-unsound": [
    "Suatu langkah penjelasan tidak menghasilkan angkanya.",
    "A step of the explanation does not give its number.",
  ],
  "explanation-other": [
    "Penjelasan ini bukan penjelasan yang dihasilkan catatan.",
    "The explanation is not the one that the records give.",
  ],

  // --- Ourselves
  internal: [
    "Pemeriksa ini sendiri gagal. Laporkan, beserta berkasnya.",
    "The checker itself failed. Report it, with the file.",
  ],
} as const satisfies { [code: string]: readonly [string, string] };

export type Code = keyof typeof sentences;

export const codes = Object.keys(sentences) as Code[];

export function wordsOf(code: Code): Words {
  const [id, en] = sentences[code];
  return { id, en };
}

// One thing that is wrong. `detail` says where, and what stood there, for whoever looks closer: it
// may hold what a stranger wrote, shortened.
export interface Failure {
  code: Code;
  detail: string;
  words: Words;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

// How a failure travels inside the checker. None leaves it: see outcome().
export class Refused extends Error {
  readonly failure: Failure;

  constructor(code: Code, detail: string) {
    super(`${code}: ${detail}`);
    this.failure = { code, detail: shown(detail), words: wordsOf(code) };
  }
}

const detailMax = 300;

// `text` without the characters that do something to a terminal or a page.
export function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, "\uFFFD");
}

// The same, and not too long.
export function shown(text: string): string {
  const short = text.slice(0, detailMax);
  return safe(short) + (short === text ? "" : "…");
}

export function refuse(code: Code, detail: string): never {
  throw new Refused(code, detail);
}

// What `work` gives; whatever it refuses is refused by the name `code`.
export function refusingAs<T>(code: Code, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) refuse(code, error.failure.detail);
    throw error;
  }
}

// What `work` gives, or the failure that it met. Anything else that is thrown is our own mistake,
// and has a name too.
export async function outcome<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

export function outcomeNow<T>(work: () => T): Outcome<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refused) return error.failure;
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: "internal", detail: shown(detail), words: wordsOf("internal") };
}
