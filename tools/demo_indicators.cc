#include "ledger/rules/indicator.h"
#include "tools/demo_agency.h"
#include "tools/demo_golden.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace tools::demonstration {
namespace {

using ledger::Consolidation;
using ledger::Decimal;
using ledger::Period;
using ledger::Polarity;
using ledger::Value;
using ledger::indicator::RollUp;

constexpr ledger::Date opening = day(2025, 1, 2);

// One indicator that every health centre has, or every unit; and what the office makes of them.
struct Line {
    std::string_view code;
    std::string_view text;
    std::string_view goal;
    std::string_view measure;
    std::string_view source;
    Polarity polarity;
    Consolidation consolidation;
    RollUp in_office;
    int weight;
    int target;  // of the year; where `high` is given, its low end
    int high;
    bool only_health_centres;
};

// clang-format off: a table
constexpr auto lines = std::to_array<Line>({
    {"tunggu", "Rata-rata waktu tunggu pelayanan", "Pelayanan cepat", "menit", "Antrean digital",
     Polarity::min, Consolidation::average, RollUp::mean, 25, 30, 0, true},
    {"pengaduan", "Pengaduan selesai dalam batas waktu", "Pelayanan yang menjawab", "%", "LAPOR!",
     Polarity::max, Consolidation::ratio, RollUp::mean, 20, 90, 0, true},
    {"ikm", "Indeks kepuasan masyarakat", "Pelayanan bermutu", "indeks", "SKM",
     Polarity::max, Consolidation::last, RollUp::weighted_mean, 20, 85, 0, false},
    {"imunisasi", "Anak dengan imunisasi lengkap", "Anak sehat", "anak", "ASIK",
     Polarity::max, Consolidation::sum, RollUp::measured, 25, 480, 0, true},
    {"anggaran", "Serapan anggaran terhadap rencana", "Anggaran tepat guna", "%", "SIPD",
     Polarity::band, Consolidation::last, RollUp::measured, 10, 95, 100, false},
    {"program", "Kegiatan program terlaksana", "Program tuntas", "%", "e-Monev",
     Polarity::max, Consolidation::ratio, RollUp::mean, 20, 90, 0, false},
});
// clang-format on

// How many children each health centre is to immunise in the year; 2400 in all.
constexpr auto immunisation = std::to_array<std::pair<std::string_view, int>>({
    {"puskesmas-pauh", 480},
    {"puskesmas-lembah", 420},
    {"puskesmas-bukit", 540},
    {"puskesmas-muara", 360},
    {"puskesmas-rimba", 600},
    {"dinkes", 2400},
});

bool is_health_centre(const ledger::UnitId& unit) {
    return unit.text.starts_with("puskesmas-");
}

bool is_office(const ledger::UnitId& unit) {
    return unit.text == "dinkes";
}

bool has(const Unit& unit, const Line& line) {
    if (unit.head.empty() || unit.id.text == "setda") return false;
    return is_office(unit.id) || is_health_centre(unit.id) || !line.only_health_centres;
}

// Those whose values make up the office's.
bool counts_for_office(const Unit& unit, const Line& line) {
    if (line.code == "anggaran") return false;
    if (is_health_centre(unit.id)) return true;
    return line.code == "program" && unit.parent.text == "dinkes";
}

int target_of(const Unit& unit, const Line& line) {
    if (line.code != "imunisasi") return line.target;
    const auto found =
        std::ranges::find(immunisation, unit.id.text, &std::pair<std::string_view, int>::first);
    return found->second;
}

// --- What is said once

ledger::indicator::Defined definition(const Cast& cast, const Unit& unit, const Line& line) {
    return {
        .agency = cast.agency,
        .unit = unit.id,
        .code = "IKU-" + std::string(line.code),
        .text = std::string(line.text) + " " + unit.title,
        .definition = std::string(line.text) + ", menurut manual IKU Dinas Kesehatan Kota Pauh.",
        .goal = std::string(line.goal),
        .measure = std::string(line.measure),
        .source = std::string(line.source),
        .polarity = line.polarity,
        .consolidation = line.consolidation,
        .roll_up = is_office(unit.id) ? line.in_office : RollUp::measured,
        .weight = Decimal(line.weight),
        .parent = counts_for_office(unit, line) ? indicator_of({"dinkes"}, line.code)
                                                : ledger::IndicatorId{},
        .critical = line.code == "imunisasi",
        .stages = {},
    };
}

ledger::Target target(int value, int high) {
    if (high == 0) return {.value = Decimal(value), .low = {}, .high = {}};
    return {.value = {}, .low = Decimal(value), .high = Decimal(high)};
}

void define(const Cast& cast, const Unit& unit, const Line& line, Agenda& agenda) {
    const ledger::StreamId stream = stream_of(indicator_of(unit.id, line.code));
    const int minute = is_office(unit.id) ? 0 : 10;  // what is above comes first
    const auto add = [&](int hour, ledger::indicator::Event event) {
        agenda.add({
            .when = at(opening, hour, minute),
            .stream = stream,
            .event = std::move(event),
            .actor = cast.team(),
        });
    };
    using ledger::indicator::TargetSet;
    add(8, definition(cast, unit, line));
    const int whole = target_of(unit, line);
    add(9, TargetSet{.period = Period::year(2025), .target = target(whole, line.high)});
    if (line.consolidation != Consolidation::sum) return;
    for (int month = 1; month <= 12; ++month) {
        add(9, TargetSet{.period = Period::month(2025, month), .target = target(whole / 12, 0)});
    }
}

// --- The values of a month

Value number(Decimal value) {
    return {.numerator = value, .denominator = {}, .stages = {}};
}

Value ratio(int numerator, int denominator) {
    return {.numerator = Decimal(numerator), .denominator = Decimal(denominator), .stages = {}};
}

Value golden_value(std::string_view code, unsigned month) {
    const GoldenMonth& of = golden_months.at(month - 1);
    if (code == "tunggu") return number(Decimal(of.waiting));
    if (code == "pengaduan") return ratio(of.closed, of.complaints);
    if (code == "ikm") return golden_ikm(month);
    if (code == "imunisasi") return number(Decimal(of.children));
    return number(Decimal(of.absorption));
}

Value invented_value(const Unit& unit, const Line& line, unsigned month, Dice& dice) {
    const int late = static_cast<int>(month);  // things get better as the year goes on
    if (line.code == "tunggu") return number(Decimal(dice.between(33, 36) - late / 2));
    if (line.code == "ikm") return number(Decimal::of(dice.between(7900, 8300) + late * 25, 2));
    if (line.code == "anggaran") {
        return number(Decimal::of(dice.between(8150, 8550) + late * 110, 2));
    }
    if (line.code == "imunisasi") {
        return number(Decimal(target_of(unit, line) * dice.between(80, 108) / 1200));
    }
    const int all = dice.between(12, 24);
    return ratio(all * dice.between(82, 100) / 100, all);
}

// Who records what when, and what was recorded.
class Recorder {
public:
    Recorder(const Cast& cast, std::string_view seed, Agenda& agenda)
        : cast_(cast), seed_(seed), agenda_(agenda) {}

    void record(const Unit& unit, const Line& line, unsigned month);

    // That the value of a month is another one.
    void correct(
        const ledger::IndicatorId& indicator,
        unsigned month,
        Value now,
        ledger::Instant when,
        std::string reason
    );

    [[nodiscard]] const Value& value(const ledger::IndicatorId& indicator, unsigned month) const {
        return values_.at({indicator, month});
    }

private:
    Value value_of(const Unit& unit, const Line& line, unsigned month);

    const Cast& cast_;
    std::string_view seed_;
    Agenda& agenda_;
    std::map<std::pair<ledger::IndicatorId, unsigned>, Value> values_;
};

Value Recorder::value_of(const Unit& unit, const Line& line, unsigned month) {
    if (unit.id.text == "puskesmas-pauh" && line.code != "program") {
        return golden_value(line.code, month);
    }
    if (is_office(unit.id) && line.code == "imunisasi") {
        std::int64_t sum = 0;
        for (const auto& [centre, yearly] : immunisation) {
            const ledger::UnitId id{std::string(centre)};
            if (!is_office(id)) {
                sum += value(indicator_of(id, line.code), month).numerator->coefficient();
            }
        }
        return number(Decimal(sum));
    }
    Dice dice(
        seed_, "value/" + unit.id.text + "/" + std::string(line.code) + "/" + std::to_string(month)
    );
    return invented_value(unit, line, month, dice);
}

void Recorder::record(const Unit& unit, const Line& line, unsigned month) {
    const ledger::IndicatorId indicator = indicator_of(unit.id, line.code);
    const Period period = Period::month(2025, static_cast<int>(month));
    const bool provisional = is_office(unit.id) && line.code == "anggaran" && month == 12;
    const Value& value = values_[{indicator, month}] = value_of(unit, line, month);
    agenda_.add({
        .when = at(period.last_day() + std::chrono::days(3), 6, 30),
        .stream = stream_of(indicator),
        .event =
            ledger::indicator::ValueRecorded{
                .period = period,
                .series = {},
                .value = value,
                .provisional = provisional,
                .basis = provisional ? "Sebelum rekonsiliasi kas akhir tahun" : "",
            },
        .actor = cast_.source_system(),
        .effective = at(period.last_day(), 23, 55),
        .channel = ledger::Channel::import_,
    });
}

void Recorder::correct(
    const ledger::IndicatorId& indicator,
    unsigned month,
    Value now,
    ledger::Instant when,
    std::string reason
) {
    Value& value = values_.at({indicator, month});
    agenda_.add({
        .when = when,
        .stream = stream_of(indicator),
        .event =
            ledger::indicator::ValueCorrected{
                .period = Period::month(2025, static_cast<int>(month)),
                .series = {},
                .was = value,
                .now = now,
                .reason = std::move(reason),
            },
        .actor = cast_.team(),
    });
    value = std::move(now);
}

Value one_more(const Value& value) {
    return number(Decimal(value.numerator->coefficient() + 1));
}

void plan_corrections(Recorder& recorder) {
    // Closed in time on LAPOR!, and seen here only when it was synchronised again (domain.md 7.4).
    recorder.correct(
        indicator_of({"puskesmas-pauh"}, "pengaduan"),
        12,
        ratio(closed_in_december, golden_months.back().complaints),
        at(day(2026, 1, 9), 9, 20),
        "Sinkronisasi LAPOR! terlambat: 9 pengaduan Desember sudah selesai tepat waktu."
    );
    // While the quarter was reopened for it.
    for (const std::string_view unit : {"puskesmas-bukit", "dinkes"}) {
        const auto indicator = indicator_of({std::string(unit)}, "imunisasi");
        recorder.correct(
            indicator,
            6,
            one_more(recorder.value(indicator, 6)),
            at(day(2025, 8, 25), 10),
            "Satu anak tercatat di pos imunisasi kelurahan dan belum masuk rekapitulasi."
        );
    }
    recorder.correct(
        indicator_of({"dinkes"}, "anggaran"),
        12,
        number(Decimal::of(9687, 2)),
        at(day(2026, 1, 20), 14),
        "Angka final setelah rekonsiliasi kas akhir tahun."
    );
}

// One that was given up in March.
void plan_retired(const Cast& cast, Agenda& agenda) {
    const ledger::StreamId stream = stream_of(indicator_of({"kesmas"}, "posyandu"));
    agenda.add({
        .when = at(opening, 8, 30),
        .stream = stream,
        .event =
            ledger::indicator::Defined{
                .agency = cast.agency,
                .unit = {"kesmas"},
                .code = "IKU-posyandu",
                .text = "Posyandu aktif",
                .definition = "Posyandu yang buka sekurang-kurangnya delapan kali setahun.",
                .goal = "Masyarakat sehat",
                .measure = "posyandu",
                .source = "e-Monev",
                .consolidation = Consolidation::last,
                .parent = {},
                .stages = {},
            },
        .actor = cast.team(),
    });
    agenda.add({
        .when = at(day(2025, 3, 3), 9),
        .stream = stream,
        .event =
            ledger::indicator::Retired{
                .reason = "Digabungkan ke indikator kegiatan program terlaksana."
            },
        .actor = cast.team(),
    });
}

}  // namespace

ledger::IndicatorId indicator_of(const ledger::UnitId& unit, std::string_view code) {
    return {unit.text + "-" + std::string(code)};
}

void plan_indicators(const Cast& cast, std::string_view seed, Agenda& agenda) {
    Recorder recorder(cast, seed, agenda);
    const auto plan_line = [&](const Unit& unit, const Line& line) {
        if (!has(unit, line)) return;
        define(cast, unit, line, agenda);
        if (is_office(unit.id) && line.in_office != RollUp::measured) return;
        for (unsigned month = 1; month <= 12; ++month) recorder.record(unit, line, month);
    };
    // The office is last, because its numbers are the sum of the others'.
    for (const bool office : {false, true}) {
        for (const Unit& unit : cast.units) {
            if (is_office(unit.id) != office) continue;
            for (const Line& line : lines) plan_line(unit, line);
        }
    }
    plan_corrections(recorder);
    plan_retired(cast, agenda);
}

}  // namespace tools::demonstration
