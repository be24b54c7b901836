// What each formula does, in words: for the sentence that explains one step of a score.

import type { Words } from "../failure.js";

export interface Wording {
  about: Words; // what it does, in one line
  // What it did: {x} is an input, {x:level} and {x:predikat} one by the name that its number stands
  // for, {x+} the elements of a list between "+", {x,} between commas, {x*y+} those of two lists
  // multiplied, {#x} the length of a list. {output} is the output, likewise, and {=} the same
  // behind "=", or behind "≈" where it was shortened.
  sentence: Words;
  source: string; // law, or section of domain.md
}

export const wordings: { readonly [formula: string]: Wording } = {
  "achievement.band/1": {
    about: {
      id:
        "Tepat sasaran: 100 di dalam rentang; di bawahnya 100 × R/bawah, di atasnya 100 × " +
        "(2 − R/atas); batas 0 yang terlampaui bernilai 0",
      en:
        "On target: 100 inside the band; below it 100 × R/low, above it 100 × (2 − " +
        "R/high); an end of 0 that was passed gives 0",
    },
    sentence: {
      id: "Capaian {realised} terhadap rentang {low} sampai {high} {=} %.",
      en: "The achievement of {realised} against the band {low} to {high} {=} %.",
    },
    source: "domain.md 2.2",
  },
  "achievement.max/1": {
    about: {
      id: "Makin tinggi makin baik: 100 × realisasi / target",
      en: "More is better: 100 × realised / target",
    },
    sentence: {
      id: "Capaian: 100 × {realised} / {target} {=} %.",
      en: "Achievement: 100 × {realised} / {target} {=} %.",
    },
    source: "PermenPANRB 8/2021, p. 99; domain.md 2.2",
  },
  "achievement.max_attainable/1": {
    about: {
      id: "Target yang merupakan capaian tertinggi yang mungkin, dan tercapai, bernilai batas atas",
      en: "A target that is the most attainable, and was reached, is worth the cap",
    },
    sentence: {
      id:
        "Realisasi {realised} terhadap target {target}, yang tertinggi yang mungkin: " +
        "capaian {=} %.",
      en: "{realised} against the target {target}, the most attainable: achievement {=} %.",
    },
    source: "PermenPANRB 8/2021, p. 101; domain.md 2.3",
  },
  "achievement.max_range/1": {
    about: {
      id:
        "Makin tinggi makin baik, target berupa rentang: 100 di dalamnya; di luarnya 100 " +
        "× R / batas yang terdekat; batas 0 yang terlampaui bernilai 0",
      en:
        "More is better, against a range: 100 inside it; outside 100 × R / its nearer " +
        "end; an end of 0 that was passed gives 0",
    },
    sentence: {
      id: "Capaian {realised} terhadap rentang {low} sampai {high}, makin tinggi makin baik, {=} %.",
      en:
        "The achievement of {realised} against the range {low} to {high}, where more is " +
        "better, {=} %.",
    },
    source: "PermenPANRB 8/2021, p. 99; domain.md 2.2",
  },
  "achievement.milestone/1": {
    about: {
      id: "Jumlah bobot tahap yang telah diverifikasi",
      en: "The weight of the stages verified",
    },
    sentence: {
      id: "Bobot tahap, dikali 1 bila sudah diverifikasi: {weight*verified+} {=} %.",
      en: "Weights of the stages, times 1 where verified: {weight*verified+} {=} %.",
    },
    source: "domain.md 2.2",
  },
  "achievement.min/1": {
    about: {
      id: "Makin rendah makin baik: 100 × (2 − realisasi / target)",
      en: "Less is better: 100 × (2 − realised / target)",
    },
    sentence: {
      id: "Capaian: 100 × (2 − {realised} / {target}) {=} %.",
      en: "Achievement: 100 × (2 − {realised} / {target}) {=} %.",
    },
    source: "PermenPANRB 8/2021, p. 110; domain.md 2.2",
  },
  "achievement.min_range/1": {
    about: {
      id:
        "Makin rendah makin baik, target berupa rentang: 100 di dalamnya; di luarnya 100 " +
        "× (2 − R / batas yang terdekat); batas 0 yang terlampaui bernilai 0",
      en:
        "Less is better, against a range: 100 inside it; outside 100 × (2 − R / its " +
        "nearer end); an end of 0 that was passed gives 0",
    },
    sentence: {
      id: "Capaian {realised} terhadap rentang {low} sampai {high}, makin rendah makin baik, {=} %.",
      en:
        "The achievement of {realised} against the range {low} to {high}, where less is " +
        "better, {=} %.",
    },
    source: "PermenPANRB 8/2021, p. 110; domain.md 2.2",
  },
  "achievement.no_observation/1": {
    about: {
      id: "100 bila tidak ada yang dapat diukur: semua penyebut 0",
      en: "100 where there was nothing to observe: all denominators are 0",
    },
    sentence: {
      id: "Tidak ada yang dapat diukur (penyebut {denominator,}): capaian {=} % menurut kebijakan.",
      en: "There was nothing to observe (denominators {denominator,}): achievement {=} % by policy.",
    },
    source: "domain.md 2.3",
  },
  "achievement.signed_band/1": {
    about: {
      id:
        "Besar penyimpangan tanpa tanda terhadap rentang: seperti achievement.band; " +
        "rentang yang melintasi 0 berlaku sampai batas di sisi realisasi",
      en:
        "The size of a deviation against a band: as achievement.band; a band across 0 " +
        "reaches to its end on the side of the realised value",
    },
    sentence: {
      id: "Capaian penyimpangan {realised} terhadap rentang {low} sampai {high} {=} %.",
      en: "The achievement of the deviation {realised} against the band {low} to {high} {=} %.",
    },
    source: "domain.md 2.3",
  },
  "achievement.zero_target/1": {
    about: {
      id: "Target 0, makin rendah makin baik: 100 bila realisasi 0, selain itu 0",
      en: "A target of 0, less is better: 100 where 0 was realised, else 0",
    },
    sentence: {
      id: "Realisasi {realised} terhadap target 0: capaian {=} %.",
      en: "{realised} against a target of 0: achievement {=} %.",
    },
    source: "domain.md 2.3",
  },
  "clamp/1": {
    about: {
      id: "Tidak kurang dari batas bawah dan tidak lebih dari batas atas",
      en: "No less than the floor and no more than the cap",
    },
    sentence: {
      id: "{value}, paling sedikit {floor} dan paling banyak {cap}, {=}.",
      en: "{value}, at least {floor} and at most {cap}, {=}.",
    },
    source: "PP 30/2019 (cap 120); domain.md 2.2",
  },
  "combine.months/1": {
    about: {
      id: "Rata-rata nilai beberapa jabatan, berbobot bulannya",
      en: "The mean of the scores of several posts, weighted by their months",
    },
    sentence: {
      id: "({months*score+}) / ({months+}) {=}.",
      en: "({months*score+}) / ({months+}) {=}.",
    },
    source: "domain.md 2.5",
  },
  "consolidate.average/1": {
    about: {
      id: "Rata-rata",
      en: "The average",
    },
    sentence: {
      id: "Rata-rata: ({value+}) / {#value} {=}.",
      en: "Average: ({value+}) / {#value} {=}.",
    },
    source: "domain.md 2.5 (AVG)",
  },
  "consolidate.last/1": {
    about: {
      id: "Nilai terakhir yang diketahui",
      en: "The last value known",
    },
    sentence: {
      id: "Nilai terakhir dari {value,} {=}.",
      en: "The last of {value,} {=}.",
    },
    source: "domain.md 2.5 (LAST)",
  },
  "consolidate.maximum/1": {
    about: {
      id: "Nilai terbesar",
      en: "The largest value",
    },
    sentence: {
      id: "Nilai terbesar dari {value,} {=}.",
      en: "The largest of {value,} {=}.",
    },
    source: "domain.md 2.5 (MAX)",
  },
  "consolidate.minimum/1": {
    about: {
      id: "Nilai terkecil",
      en: "The smallest value",
    },
    sentence: {
      id: "Nilai terkecil dari {value,} {=}.",
      en: "The smallest of {value,} {=}.",
    },
    source: "domain.md 2.5 (MIN_OF)",
  },
  "consolidate.ratio/1": {
    about: {
      id: "100 × jumlah pembilang / jumlah penyebut",
      en: "100 × the sum of the numerators / the sum of the denominators",
    },
    sentence: {
      id: "100 × ({numerator+}) / ({denominator+}) {=}.",
      en: "100 × ({numerator+}) / ({denominator+}) {=}.",
    },
    source: "domain.md 2.5 (RATIO)",
  },
  "consolidate.sum/1": {
    about: {
      id: "Jumlah",
      en: "The sum",
    },
    sentence: {
      id: "Jumlah: {value+} {=}.",
      en: "Sum: {value+} {=}.",
    },
    source: "domain.md 2.5 (SUM)",
  },
  "incomplete/1": {
    about: {
      id:
        "Bulan yang tidak dilaporkan sampai batas waktu bernilai 0: capaian × bulan yang " +
        "dilaporkan / bulan yang wajib",
      en:
        "Months that were not reported by their deadline count 0: achievement × months " +
        "reported / months due",
    },
    sentence: {
      id: "Dilaporkan {reported} dari {due} bulan: {achievement} × {reported} / {due} {=} %.",
      en: "{reported} of {due} months were reported: {achievement} × {reported} / {due} {=} %.",
    },
    source: "domain.md 2.3",
  },
  "level.three/1": {
    about: {
      id: "Tingkat dari nilai yang dibulatkan: di atas ekspektasi, sesuai, atau di bawah",
      en: "The level of a rounded score: above expectations, meets them, or below",
    },
    sentence: {
      id:
        "{score}, dibulatkan {scale} desimal: {output:level} (sesuai mulai {meets}, di " +
        "atas mulai {above}).",
      en:
        "{score}, rounded to {scale} digits: {output:level} (meets from {meets}, above " +
        "from {above}).",
    },
    source: "domain.md 3.5 C",
  },
  "number.pp30/1": {
    about: {
      id: "Bobot × hasil kerja + sisanya × perilaku kerja",
      en: "Weight × results + the rest × behaviour",
    },
    sentence: {
      id: "({workWeight} × {work} + (100 − {workWeight}) × {behaviour}) / 100 {=}.",
      en: "({workWeight} × {work} + (100 − {workWeight}) × {behaviour}) / 100 {=}.",
    },
    source: "PP 30/2019 art. 41; domain.md 3.5 B",
  },
  "predikat.matrix/1": {
    about: {
      id: "Predikat dari tingkat hasil kerja dan perilaku kerja, menurut matriks 3 × 3",
      en: "The predikat of the levels of results and behaviour, by the 3 by 3 matrix",
    },
    sentence: {
      id: "Hasil kerja {work:level} dan perilaku {behaviour:level}: {output:predikat}.",
      en: "Results {work:level} and behaviour {behaviour:level}: {output:predikat}.",
    },
    source: "PermenPANRB 6/2022; domain.md 3.5 A",
  },
  "predikat.pp30/1": {
    about: {
      id: "Predikat dari angka: 110, 90, 70, 50; 110 hanya dengan ide baru yang bermanfaat",
      en: "The predikat of a number: 110, 90, 70, 50; 110 only with a new idea of benefit",
    },
    sentence: {
      id: "{number}, dibulatkan {scale} desimal: {output:predikat}.",
      en: "{number}, rounded to {scale} digits: {output:predikat}.",
    },
    source: "PP 30/2019 art. 41; domain.md 3.5 B",
  },
  "rollup.mean/1": {
    about: {
      id: "Rata-rata indikator di bawahnya",
      en: "The mean of the indicators below",
    },
    sentence: {
      id: "({value+}) / {#value} {=}.",
      en: "({value+}) / {#value} {=}.",
    },
    source: "domain.md 2.1",
  },
  "rollup.weighted_mean/1": {
    about: {
      id: "Rata-rata berbobot",
      en: "The weighted mean",
    },
    sentence: {
      id: "({weight*value+}) / ({weight+}) {=}.",
      en: "({weight*value+}) / ({weight+}) {=}.",
    },
    source: "domain.md 2.1",
  },
  "rollup.weighted_sum/1": {
    about: {
      id: "Jumlah berbobot indikator di bawahnya, dibagi 100",
      en: "The weighted sum of the indicators below, divided by 100",
    },
    sentence: {
      id: "({weight*value+}) / 100 {=}.",
      en: "({weight*value+}) / 100 {=}.",
    },
    source: "domain.md 2.1",
  },
  "score.weighted/1": {
    about: {
      id: "Jumlah bobot × capaian / jumlah bobot indikator yang diperhitungkan",
      en: "The sum of weight × achievement / the sum of the weights that count",
    },
    sentence: {
      id: "Nilai: ({weight*achievement+}) / ({weight+}) {=}.",
      en: "Score: ({weight*achievement+}) / ({weight+}) {=}.",
    },
    source: "domain.md 2.5",
  },
  "target.share/1": {
    about: {
      id: "Bagian target untuk beberapa bulan: target × bulan / seluruh bulan",
      en: "The share of some months in a target: target × months / all months",
    },
    sentence: {
      id: "Target: {target} × {months} / {of} bulan {=}.",
      en: "Target: {target} × {months} / {of} months {=}.",
    },
    source: "domain.md 7.1 (I4)",
  },
  "target.sum/1": {
    about: {
      id: "Jumlah target bulanan",
      en: "The sum of the monthly targets",
    },
    sentence: {
      id: "Target: {target+} {=}.",
      en: "Target: {target+} {=}.",
    },
    source: "domain.md 2.5",
  },
  "value.percent/1": {
    about: {
      id: "100 × pembilang / penyebut",
      en: "100 × numerator / denominator",
    },
    sentence: {
      id: "100 × {numerator} / {denominator} {=}.",
      en: "100 × {numerator} / {denominator} {=}.",
    },
    source: "domain.md 2.5",
  },
};
