#include "ledger/rules/formula_words.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <array>

namespace ledger::formulas {
namespace {

// In the order of formulas::all().
constexpr auto wordings = std::to_array<Wording>({
    {
        "achievement.band/1",
        {"Tepat sasaran: 100 di dalam rentang; di bawahnya 100 × R/bawah, di atasnya "
         "100 × (2 − R/atas); batas 0 yang terlampaui bernilai 0",
         "On target: 100 inside the band; below it 100 × R/low, above it 100 × (2 − R/high); an "
         "end "
         "of 0 that was passed gives 0"},
        {"Capaian {realised} terhadap rentang {low} sampai {high} {=} %.",
         "The achievement of {realised} against the band {low} to {high} {=} %."},
        "domain.md 2.2",
    },
    {
        "achievement.max/1",
        {"Makin tinggi makin baik: 100 × realisasi / target",
         "More is better: 100 × realised / target"},
        {"Capaian: 100 × {realised} / {target} {=} %.",
         "Achievement: 100 × {realised} / {target} {=} %."},
        "PermenPANRB 8/2021, p. 99; domain.md 2.2",
    },
    {
        "achievement.max_attainable/1",
        {"Target yang merupakan capaian tertinggi yang mungkin, dan tercapai, bernilai batas atas",
         "A target that is the most attainable, and was reached, is worth the cap"},
        {"Realisasi {realised} terhadap target {target}, yang tertinggi yang mungkin: capaian {=} "
         "%.",
         "{realised} against the target {target}, the most attainable: achievement {=} %."},
        "PermenPANRB 8/2021, p. 101; domain.md 2.3",
    },
    {
        "achievement.max_range/1",
        {"Makin tinggi makin baik, target berupa rentang: 100 di dalamnya; di luarnya 100 × R / "
         "batas "
         "yang terdekat; batas 0 yang terlampaui bernilai 0",
         "More is better, against a range: 100 inside it; outside 100 × R / its nearer end; an end "
         "of "
         "0 that was passed gives 0"},
        {"Capaian {realised} terhadap rentang {low} sampai {high}, makin tinggi makin baik, {=} %.",
         "The achievement of {realised} against the range {low} to {high}, where more is better, "
         "{=} %."},
        "PermenPANRB 8/2021, p. 99; domain.md 2.2",
    },
    {
        "achievement.milestone/1",
        {"Jumlah bobot tahap yang telah diverifikasi", "The weight of the stages verified"},
        {"Bobot tahap, dikali 1 bila sudah diverifikasi: {weight*verified+} {=} %.",
         "Weights of the stages, times 1 where verified: {weight*verified+} {=} %."},
        "domain.md 2.2",
    },
    {
        "achievement.min/1",
        {"Makin rendah makin baik: 100 × (2 − realisasi / target)",
         "Less is better: 100 × (2 − realised / target)"},
        {"Capaian: 100 × (2 − {realised} / {target}) {=} %.",
         "Achievement: 100 × (2 − {realised} / {target}) {=} %."},
        "PermenPANRB 8/2021, p. 110; domain.md 2.2",
    },
    {
        "achievement.min_range/1",
        {"Makin rendah makin baik, target berupa rentang: 100 di dalamnya; di luarnya "
         "100 × (2 − R / batas yang terdekat); batas 0 yang terlampaui bernilai 0",
         "Less is better, against a range: 100 inside it; outside 100 × (2 − R / its nearer end); "
         "an "
         "end of 0 that was passed gives 0"},
        {"Capaian {realised} terhadap rentang {low} sampai {high}, makin rendah makin baik, {=} %.",
         "The achievement of {realised} against the range {low} to {high}, where less is better, "
         "{=} %."},
        "PermenPANRB 8/2021, p. 110; domain.md 2.2",
    },
    {
        "achievement.no_observation/1",
        {"100 bila tidak ada yang dapat diukur: semua penyebut 0",
         "100 where there was nothing to observe: all denominators are 0"},
        {"Tidak ada yang dapat diukur (penyebut {denominator,}): capaian {=} % menurut kebijakan.",
         "There was nothing to observe (denominators {denominator,}): achievement {=} % by policy."
        },
        "domain.md 2.3",
    },
    {
        "achievement.signed_band/1",
        {"Besar penyimpangan tanpa tanda terhadap rentang: seperti achievement.band; rentang yang "
         "melintasi 0 berlaku sampai batas di sisi realisasi",
         "The size of a deviation against a band: as achievement.band; a band across 0 reaches to "
         "its "
         "end on the side of the realised value"},
        {"Capaian penyimpangan {realised} terhadap rentang {low} sampai {high} {=} %.",
         "The achievement of the deviation {realised} against the band {low} to {high} {=} %."},
        "domain.md 2.3",
    },
    {
        "achievement.zero_target/1",
        {"Target 0, makin rendah makin baik: 100 bila realisasi 0, selain itu 0",
         "A target of 0, less is better: 100 where 0 was realised, else 0"},
        {"Realisasi {realised} terhadap target 0: capaian {=} %.",
         "{realised} against a target of 0: achievement {=} %."},
        "domain.md 2.3",
    },
    {
        "clamp/1",
        {"Tidak kurang dari batas bawah dan tidak lebih dari batas atas",
         "No less than the floor and no more than the cap"},
        {"{value}, paling sedikit {floor} dan paling banyak {cap}, {=}.",
         "{value}, at least {floor} and at most {cap}, {=}."},
        "PP 30/2019 (cap 120); domain.md 2.2",
    },
    {
        "combine.months/1",
        {"Rata-rata nilai beberapa jabatan, berbobot bulannya",
         "The mean of the scores of several posts, weighted by their months"},
        {"({months*score+}) / ({months+}) {=}.", "({months*score+}) / ({months+}) {=}."},
        "domain.md 2.5",
    },
    {
        "consolidate.average/1",
        {"Rata-rata", "The average"},
        {"Rata-rata: ({value+}) / {#value} {=}.", "Average: ({value+}) / {#value} {=}."},
        "domain.md 2.5 (AVG)",
    },
    {
        "consolidate.last/1",
        {"Nilai terakhir yang diketahui", "The last value known"},
        {"Nilai terakhir dari {value,} {=}.", "The last of {value,} {=}."},
        "domain.md 2.5 (LAST)",
    },
    {
        "consolidate.maximum/1",
        {"Nilai terbesar", "The largest value"},
        {"Nilai terbesar dari {value,} {=}.", "The largest of {value,} {=}."},
        "domain.md 2.5 (MAX)",
    },
    {
        "consolidate.minimum/1",
        {"Nilai terkecil", "The smallest value"},
        {"Nilai terkecil dari {value,} {=}.", "The smallest of {value,} {=}."},
        "domain.md 2.5 (MIN_OF)",
    },
    {
        "consolidate.ratio/1",
        {"100 × jumlah pembilang / jumlah penyebut",
         "100 × the sum of the numerators / the sum of the denominators"},
        {"100 × ({numerator+}) / ({denominator+}) {=}.",
         "100 × ({numerator+}) / ({denominator+}) {=}."},
        "domain.md 2.5 (RATIO)",
    },
    {
        "consolidate.sum/1",
        {"Jumlah", "The sum"},
        {"Jumlah: {value+} {=}.", "Sum: {value+} {=}."},
        "domain.md 2.5 (SUM)",
    },
    {
        "incomplete/1",
        {"Bulan yang tidak dilaporkan sampai batas waktu bernilai 0: capaian × bulan yang "
         "dilaporkan / "
         "bulan yang wajib",
         "Months that were not reported by their deadline count 0: achievement × months reported / "
         "months due"},
        {"Dilaporkan {reported} dari {due} bulan: {achievement} × {reported} / {due} {=} %.",
         "{reported} of {due} months were reported: {achievement} × {reported} / {due} {=} %."},
        "domain.md 2.3",
    },
    {
        "level.three/1",
        {"Tingkat dari nilai yang dibulatkan: di atas ekspektasi, sesuai, atau di bawah",
         "The level of a rounded score: above expectations, meets them, or below"},
        {"{score}, dibulatkan {scale} desimal: {output:level} (sesuai mulai {meets}, di atas mulai "
         "{above}).",
         "{score}, rounded to {scale} digits: {output:level} (meets from {meets}, above from "
         "{above})."},
        "domain.md 3.5 C",
    },
    {
        "number.pp30/1",
        {"Bobot × hasil kerja + sisanya × perilaku kerja", "Weight × results + the rest × behaviour"
        },
        {"({workWeight} × {work} + (100 − {workWeight}) × {behaviour}) / 100 {=}.",
         "({workWeight} × {work} + (100 − {workWeight}) × {behaviour}) / 100 {=}."},
        "PP 30/2019 art. 41; domain.md 3.5 B",
    },
    {
        "predikat.matrix/1",
        {"Predikat dari tingkat hasil kerja dan perilaku kerja, menurut matriks 3 × 3",
         "The predikat of the levels of results and behaviour, by the 3 by 3 matrix"},
        {"Hasil kerja {work:level} dan perilaku {behaviour:level}: {output:predikat}.",
         "Results {work:level} and behaviour {behaviour:level}: {output:predikat}."},
        "PermenPANRB 6/2022; domain.md 3.5 A",
    },
    {
        "predikat.pp30/1",
        {"Predikat dari angka: 110, 90, 70, 50; 110 hanya dengan ide baru yang bermanfaat",
         "The predikat of a number: 110, 90, 70, 50; 110 only with a new idea of benefit"},
        {"{number}, dibulatkan {scale} desimal: {output:predikat}.",
         "{number}, rounded to {scale} digits: {output:predikat}."},
        "PP 30/2019 art. 41; domain.md 3.5 B",
    },
    {
        "rollup.mean/1",
        {"Rata-rata indikator di bawahnya", "The mean of the indicators below"},
        {"({value+}) / {#value} {=}.", "({value+}) / {#value} {=}."},
        "domain.md 2.1",
    },
    {
        "rollup.weighted_mean/1",
        {"Rata-rata berbobot", "The weighted mean"},
        {"({weight*value+}) / ({weight+}) {=}.", "({weight*value+}) / ({weight+}) {=}."},
        "domain.md 2.1",
    },
    {
        "rollup.weighted_sum/1",
        {"Jumlah berbobot indikator di bawahnya, dibagi 100",
         "The weighted sum of the indicators below, divided by 100"},
        {"({weight*value+}) / 100 {=}.", "({weight*value+}) / 100 {=}."},
        "domain.md 2.1",
    },
    {
        "score.weighted/1",
        {"Jumlah bobot × capaian / jumlah bobot indikator yang diperhitungkan",
         "The sum of weight × achievement / the sum of the weights that count"},
        {"Nilai: ({weight*achievement+}) / ({weight+}) {=}.",
         "Score: ({weight*achievement+}) / ({weight+}) {=}."},
        "domain.md 2.5",
    },
    {
        "target.share/1",
        {"Bagian target untuk beberapa bulan: target × bulan / seluruh bulan",
         "The share of some months in a target: target × months / all months"},
        {"Target: {target} × {months} / {of} bulan {=}.",
         "Target: {target} × {months} / {of} months {=}."},
        "domain.md 7.1 (I4)",
    },
    {
        "target.sum/1",
        {"Jumlah target bulanan", "The sum of the monthly targets"},
        {"Target: {target+} {=}.", "Target: {target+} {=}."},
        "domain.md 2.5",
    },
    {
        "value.percent/1",
        {"100 × pembilang / penyebut", "100 × numerator / denominator"},
        {"100 × {numerator} / {denominator} {=}.", "100 × {numerator} / {denominator} {=}."},
        "domain.md 2.5",
    },
});

static_assert(std::ranges::is_sorted(wordings, {}, &Wording::formula));

}  // namespace

const Wording& wording(const Formula& formula) {
    const auto found = std::ranges::lower_bound(wordings, formula.name, {}, &Wording::formula);
    ledger_assert(found != wordings.end() && found->formula == formula.name);
    return *found;
}

}  // namespace ledger::formulas
