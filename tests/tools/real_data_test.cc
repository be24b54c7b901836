// Real public data through the mappings that we ship, into the rules, and out as verdicts: what
// comes out is compared with what this file works out from the tables itself, in another way.
//
// The data is not part of the repository. These tests look for it in $JEJAK_DATA, else in
// ../shared/data beside the sources, and are skipped, saying so, where it is not.

#include "api/cloud_event.h"
#include "tests/support/book.h"
#include "tools/csv.h"
#include "tools/intake.h"
#include "tools/verdict_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using ledger::Rational;
using ledger::unit_score::Reading;
using ledger::unit_score::Verdict;
using tests::Book;
using tests::period;
using tools::Finding;
using tools::Intake;
using tools::Mapping;
using tools::SourceFile;

namespace fs = std::filesystem;

fs::path data_folder() {
    const char* named = std::getenv("JEJAK_DATA");
    return named != nullptr ? fs::path(named)
                            : fs::path(JEJAK_SOURCE_DIR).parent_path() / "shared" / "data";
}

std::string contents(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

std::vector<SourceFile> tables_of(const std::string& set) {
    std::vector<SourceFile> files;
    for (const auto& entry : fs::directory_iterator(data_folder() / set)) {
        if (entry.path().extension() != ".csv") continue;
        files.push_back({entry.path().filename().string(), contents(entry.path())});
    }
    std::ranges::sort(files, {}, &SourceFile::name);
    return files;
}

// The rows of a table by the names of its columns.
using Record = std::map<std::string, std::string>;

std::vector<Record> records(const std::string& set, const std::string& file) {
    const std::string text = contents(data_folder() / set / file);
    auto reader = tools::CsvReader::open(text);
    if (!reader) return {};
    std::vector<Record> all;
    while (const auto row = reader->next()) {
        Record& record = all.emplace_back();
        for (std::size_t i = 0; *row && i < (*row)->size(); ++i) {
            record[reader->columns()[i]] = (**row)[i];
        }
    }
    return all;
}

struct Known {
    ledger::IndicatorId id;
    ledger::indicator::State state;
};

// A data set that was taken in, and recorded as the rules allowed.
struct Imported {
    Intake intake;
    Book book;
    std::map<std::string, std::size_t> recorded;  // events by type
    std::vector<std::string> rejected;            // what the rules did not allow
    std::vector<Known> indicators;

    const Known& indicator(const std::string& id) const {
        const auto found = std::ranges::find_if(indicators, [&](const Known& known) {
            return known.id.text == id;
        });
        EXPECT_NE(found, indicators.end()) << id;
        return found == indicators.end() ? indicators.front() : *found;
    }
    // As the rules want them; they refer to this.
    std::vector<std::pair<ledger::IndicatorId, const ledger::indicator::State*>> all() const {
        std::vector<std::pair<ledger::IndicatorId, const ledger::indicator::State*>> pairs;
        for (const Known& known : indicators) pairs.emplace_back(known.id, &known.state);
        return pairs;
    }
    Reading read(const std::string& id, std::string_view year, std::string_view series = {}) const {
        return ledger::unit_score::read(all(), {id}, period(year), series, {});
    }
    std::vector<tools::AgencyVerdicts> verdicts(std::string_view year) const {
        std::set<ledger::AgencyId> agencies;
        for (const Known& known : indicators) agencies.insert(known.state.definition.agency);
        std::vector<tools::AgencyVerdicts> lines;
        for (const ledger::AgencyId& agency : agencies) {
            const auto judged = ledger::unit_score::verdicts(all(), agency, period(year), {}, {});
            if (judged.indicators.empty()) continue;
            lines.push_back({agency, judged.all, judged.critical});
        }
        return lines;
    }
    std::vector<Finding> found(Finding::Kind kind) const {
        std::vector<Finding> some;
        std::ranges::copy_if(intake.findings, std::back_inserter(some), [&](const Finding& f) {
            return f.kind == kind;
        });
        return some;
    }
};

Intake take(const std::string& set) {
    const auto mapping =
        Mapping::parse(contents(fs::path(JEJAK_SOURCE_DIR) / "schemas/mappings" / (set + ".json")));
    EXPECT_TRUE(mapping) << mapping.error().front().field << mapping.error().front().detail.en;
    if (!mapping) return {};
    return take_in(
        *mapping, tables_of(set), {.actor = "importir", .migration_order = "SK-12/2026"}
    );
}

void record(Imported& into, const tools::EventLine& line) {
    const std::string at = line.file + ":" + std::to_string(line.line) + ": ";
    const auto document = api::JsonDocument::parse(line.json);
    ASSERT_TRUE(document) << at << line.json;
    const auto act = api::act_from_json(document->root(), {}, [] { return std::string(); });
    ASSERT_TRUE(act) << at << act.error().front().field << ": " << act.error().front().detail.en;
    const auto told = into.book.when(
        act->stream, act->event, act->actor, tests::at("2026-11-02"), act->effective, true
    );
    if (!told.decided) {
        into.rejected.push_back(at + tests::Told::describe(told.decided.error()));
        return;
    }
    ++into.recorded[ledger::type_of(act->event)];
    const auto* defined = std::get_if<ledger::indicator::Event>(&act->event);
    if (defined != nullptr && std::holds_alternative<ledger::indicator::Defined>(*defined)) {
        into.indicators.push_back({{std::string(act->stream.key())}, {}});
    }
}

Imported imported(const std::string& set) {
    Imported into;
    into.intake = take(set);
    for (const tools::EventLine& line : into.intake.events) record(into, line);
    for (Known& known : into.indicators) {
        known.state = into.book.state<ledger::indicator::Kind>(stream_of(known.id));
    }
    return into;
}

class RealData : public testing::Test {
protected:
    void SetUp() override {
        for (const char* set : {"nyc_mmr", "indonesia_iku", "indonesia_spbe_denpasar"}) {
            if (fs::is_directory(data_folder() / set)) continue;
            GTEST_SKIP() << "The public data is not at " << data_folder() / set
                         << ", so nothing real was tested. Name its folder in JEJAK_DATA.";
        }
    }
};

// --- Every data set

TEST_F(RealData, TakenInTwiceGivesTheSameEventsEachUnderANameOfItsOwn) {
    for (const char* set : {"nyc_mmr", "indonesia_iku", "indonesia_spbe_denpasar"}) {
        const Intake first = take(set);
        EXPECT_EQ(first.events, take(set).events) << set;
        std::set<std::string> ids;
        for (const tools::EventLine& line : first.events) {
            const std::size_t start = line.json.find(R"("id":)");
            ids.insert(line.json.substr(start, line.json.find(',', start) - start));
        }
        EXPECT_EQ(ids.size(), first.events.size()) << set;
    }
}

TEST_F(RealData, EveryRowOfEveryTableIsReadAndEveryEventIsRecorded) {
    for (const char* set : {"nyc_mmr", "indonesia_iku", "indonesia_spbe_denpasar"}) {
        const Imported data = imported(set);
        EXPECT_TRUE(data.rejected.empty()) << set << ": " << data.rejected.front();
        EXPECT_EQ(data.found(Finding::Kind::refused), (std::vector<Finding>{})) << set;
        for (const tools::FileCount& count : data.intake.counts) {
            EXPECT_EQ(count.rows, records(set, count.file).size()) << set << " " << count.file;
            EXPECT_EQ(count.refused, 0U) << set << " " << count.file;
        }
    }
}

// --- New York

// A number without its sign as digits that compare like the number, up to 20 on each side of the
// point: another way to compare than the ledger's.
std::string comparable(const std::string& number) {
    const std::size_t point = std::min(number.find('.'), number.size());
    const std::string whole = number.substr(0, point);
    std::string fraction = point < number.size() ? number.substr(point + 1) : std::string();
    EXPECT_LE(whole.size(), 20U) << number;
    EXPECT_LE(fraction.size(), 20U) << number;
    EXPECT_EQ(number.find_first_not_of("0123456789."), std::string::npos) << number;
    fraction.resize(20, '0');
    return std::string(20 - whole.size(), '0') + whole + fraction;
}

// By agency's name, empty for none: met, missed, no target, no value; of all, and of the critical.
using Expected = std::map<std::string, std::pair<tools::Verdicts, tools::Verdicts>>;

Expected verdicts_of_2023() {
    Record target;
    Record actual;
    for (const Record& r : records("nyc_mmr", "targets.csv")) {
        target[r.at("indicator_id")] = r.at("target");
    }
    for (const Record& r : records("nyc_mmr", "actuals.csv")) {
        if (r.at("fiscal_year") == "2023") actual[r.at("indicator_id")] = r.at("value");
    }
    Expected expected;
    for (const Record& r : records("nyc_mmr", "indicators.csv")) {
        const std::string& id = r.at("indicator_id");
        std::size_t verdict = 2;
        if (target.contains(id) && !actual.contains(id)) verdict = 3;
        if (target.contains(id) && actual.contains(id)) {
            const std::string goal = comparable(target.at(id));
            const std::string got = comparable(actual.at(id));
            verdict = (r.at("direction") == "up" ? got >= goal : got <= goal) ? 0 : 1;
        }
        auto& [all, critical] = expected[r.at("agency_name")];
        ++all[verdict];
        if (r.at("critical") == "yes") ++critical[verdict];
    }
    return expected;
}

TEST_F(RealData, NewYorksIndicatorsTargetsAndActualsAreAllThere) {
    const Imported data = imported("nyc_mmr");
    EXPECT_EQ(
        data.recorded,
        (std::map<std::string, std::size_t>{
            {"agency.registered", 37},  // 36 by name, and the one for indicators without
            {"indicator.defined", 1139},
            {"indicator.targetSet", 351},
            {"indicator.valueRecorded", 8297},
        })
    );
    for (const Record& r : records("nyc_mmr", "actuals.csv")) {
        const Known& known = data.indicator("nyc-" + r.at("indicator_id"));
        const auto* value = value_for(known.state, period(r.at("fiscal_year")), "");
        ASSERT_NE(value, nullptr) << r.at("indicator_id");
        EXPECT_EQ(value->value.numerator->text(), r.at("value")) << r.at("indicator_id");
        EXPECT_EQ(value->provisional, r.at("basis") != "full_year") << r.at("indicator_id");
    }
}

TEST_F(RealData, NewYorksActualsOf2023AreProvisionalForTheyAreFourMonthsScaledUp) {
    const Imported data = imported("nyc_mmr");
    std::map<std::string, std::size_t> provisional;
    for (const Known& known : data.indicators) {
        for (const auto& value : known.state.values) {
            provisional[value.period.text()] += value.provisional ? 1U : 0U;
        }
    }
    EXPECT_EQ(
        provisional,
        (std::map<std::string, std::size_t>{
            {"2016", 0},
            {"2017", 0},
            {"2018", 0},
            {"2019", 0},
            {"2020", 0},
            {"2021", 0},
            {"2022", 0},
            {"2023", 1139},
        })
    );
}

TEST_F(RealData, NewYorksIndicatorsWithoutAnAgencyAreToldAndKeptTogether) {
    const Imported data = imported("nyc_mmr");
    const auto notes = data.found(Finding::Kind::noted);
    EXPECT_EQ(std::ranges::count(notes, "agency_name", &Finding::column), 164);
    EXPECT_EQ(
        std::ranges::count_if(
            data.indicators,
            [](const Known& known) { return known.state.definition.agency.text == "nyc-none"; }
        ),
        164
    );
    // Five indicators carry the number of the police and the name of the Department of Education.
    const auto& school = data.indicator("nyc-3886").state.definition;
    EXPECT_EQ(school.agency.text, "nyc-040");
    EXPECT_EQ(school.source, "agency number 56");
}

TEST_F(RealData, NewYorksVerdictsOf2023AreThoseOfExactComparison) {
    const Imported data = imported("nyc_mmr");
    const auto lines = data.verdicts("2023");
    std::fputs(table(lines, api::Language::english).c_str(), stdout);
    const Expected expected = verdicts_of_2023();
    EXPECT_EQ(lines.size(), expected.size());
    tools::AgencyVerdicts total;
    for (const tools::AgencyVerdicts& line : lines) {
        const std::string name =
            line.agency.text == "nyc-none"
                ? std::string()
                : data.book.state<ledger::agency::Kind>(stream_of(line.agency)).title;
        ASSERT_TRUE(expected.contains(name)) << name;
        EXPECT_EQ(line.all, expected.at(name).first) << name;
        EXPECT_EQ(line.critical, expected.at(name).second) << name;
        for (std::size_t i = 0; i < total.all.size(); ++i) {
            total.all[i] += line.all[i];
            total.critical[i] += line.critical[i];
        }
    }
    EXPECT_EQ(total.all, (tools::Verdicts{183, 168, 788, 0}));
    EXPECT_EQ(total.critical, (tools::Verdicts{108, 104, 124, 0}));
}

TEST_F(RealData, NewYorksVerdictsOnTheEdgeAreMet) {
    const Imported data = imported("nyc_mmr");
    // Realised exactly what was aimed at, whichever side is good; 0 of 0 among them.
    for (const char* id : {"875", "907", "1669", "2364", "2374", "3438", "3444", "4158", "10846"}) {
        EXPECT_EQ(data.read(std::string("nyc-") + id, "2023").verdict, Verdict::met) << id;
    }
    // 0.17 of at most 0.15, and 0.08 of at most 0.09.
    EXPECT_EQ(data.read("nyc-5518", "2023").verdict, Verdict::missed);
    EXPECT_EQ(data.read("nyc-10879", "2023").verdict, Verdict::met);
}

// --- Indonesia: three lists

TEST_F(RealData, TheThreeIndonesianListsAreAllThere) {
    const Imported data = imported("indonesia_iku");
    EXPECT_EQ(
        data.recorded,
        (std::map<std::string, std::size_t>{
            {"agency.registered", 3},
            {"unit.created", 5},
            {"indicator.defined", 83 + 49 + 14},
            {"indicator.targetSet", 49 + 14},
            {"indicator.valueRecorded", 2 * 83 + 14},
        })
    );
}

std::string value_of(const Imported& data, const std::string& id, std::string_view year) {
    const auto* value = value_for(data.indicator(id).state, period(year), "");
    if (value == nullptr) return "none";
    return value->value.numerator ? value->value.numerator->text() : "no number";
}

std::vector<std::string> told(
    const Imported& data, std::string_view file, std::string_view column, std::size_t line
) {
    std::vector<std::string> values;
    for (const Finding& f : data.intake.findings) {
        if (f.file == file && f.column == column && f.line == line) values.push_back(f.value);
    }
    return values;
}

using Texts = std::vector<std::string>;

TEST_F(RealData, EveryOddValueOfSemarangIsAnswered) {
    const Imported data = imported("indonesia_iku");
    const std::string_view file = "semarang_lppd_2019.csv";
    // A decimal comma, with the digits that were written.
    EXPECT_EQ(value_of(data, "kab-semarang-1", "2018"), "75.57");
    EXPECT_EQ(value_of(data, "kab-semarang-1", "2019"), "75.00");
    EXPECT_EQ(value_of(data, "kab-semarang-34", "2019"), "99.8");
    // A word: no number, on an indicator that has none; the word is the basis of its value.
    EXPECT_EQ(value_of(data, "kab-semarang-33", "2018"), "no number");
    EXPECT_EQ(
        data.indicator("kab-semarang-33").state.definition.polarity, ledger::Polarity::qualitative
    );
    EXPECT_EQ(told(data, file, "actual_2018_raw", 34), (Texts{"WTP"}));
    EXPECT_EQ(told(data, file, "actual_2019_raw", 34), (Texts{"WTP"}));
    // Negative, where a change from year to year is measured.
    EXPECT_EQ(value_of(data, "kab-semarang-41", "2018"), "-14.32");
    EXPECT_EQ(value_of(data, "kab-semarang-46", "2019"), "-70.59");
    EXPECT_EQ(told(data, file, "actual_2018_raw", 42), (Texts{"-14,32"}));
    // Over 100, kept whole.
    EXPECT_EQ(value_of(data, "kab-semarang-27", "2018"), "255.35");
    EXPECT_EQ(value_of(data, "kab-semarang-54", "2019"), "543.50");
    EXPECT_EQ(told(data, file, "actual_2018_raw", 28), (Texts{"255,35"}));
    // One name for eighteen districts: eighteen indicators.
    const std::string name = data.indicator("kab-semarang-60").state.definition.text;
    EXPECT_EQ(
        std::ranges::count_if(
            data.indicators, [&](const Known& known) { return known.state.definition.text == name; }
        ),
        18
    );
    EXPECT_EQ(told(data, file, "indicator", 62), (Texts{name}));
    EXPECT_EQ(value_of(data, "kab-semarang-60", "2018"), "85.33");
    EXPECT_EQ(value_of(data, "kab-semarang-77", "2018"), "135.83");
    // A number that is written "63..".
    EXPECT_EQ(value_of(data, "kab-semarang-63", "2019"), "0.55");
    EXPECT_EQ(told(data, file, "no", 64), (Texts{"63.."}));
}

TEST_F(RealData, EverySignedOrLargeValueOfSemarangIsToldAndNoOther) {
    const Imported data = imported("indonesia_iku");
    std::size_t line = 1;
    for (const Record& r : records("indonesia_iku", "semarang_lppd_2019.csv")) {
        ++line;
        for (const std::string year : {"2018", "2019"}) {
            const std::string& parsed = r.at("actual_" + year + "_value");
            const bool is_odd =
                parsed.empty() || parsed.front() == '-' || comparable(parsed) > comparable("100");
            const std::string column = "actual_" + year + "_raw";
            EXPECT_EQ(told(data, "semarang_lppd_2019.csv", column, line).size(), is_odd ? 1U : 0U)
                << line << " " << year;
        }
    }
}

TEST_F(RealData, TheOversightBodysTargetsHaveTheirComponentsAndUnits) {
    const Imported data = imported("indonesia_iku");
    const auto& known = data.indicator("ma-bawas-7").state;
    EXPECT_EQ(
        known.definition.definition,
        "Komponen: Jumlah Status Pelaporan LHKPN 'Lengkap'; Jumlah Wajib Lapor Yang Lapor LHKPN; "
        "Total Seluruh Wajib Lapor LHKPN"
    );
    EXPECT_EQ(known.definition.unit.text, "ma-bawas-kepala");
    EXPECT_EQ(known.definition.measure, "%");
    EXPECT_EQ(*target_for(known, period("2020"))->target.value, tests::dec("98"));
    for (const Record& r : records("indonesia_iku", "bawas_ma_components.csv")) {
        const auto& of = data.indicator("ma-bawas-" + r.at("indicator_id")).state.definition;
        EXPECT_NE(of.definition.find(r.at("component")), std::string::npos);
    }
    for (const Record& r : records("indonesia_iku", "bawas_ma_targets.csv")) {
        const auto& of = data.indicator("ma-bawas-" + r.at("indicator_id")).state;
        EXPECT_EQ(target_for(of, period("2020"))->target.value->text(), r.at("target"));
    }
}

TEST_F(RealData, EveryOddValueOfTheQuarantineOfficeIsAnswered) {
    const Imported data = imported("indonesia_iku");
    const std::string office = "karantina-yogyakarta-";
    // Percent signs become the unit; a decimal comma and a blank stand before one of them.
    EXPECT_EQ(value_of(data, office + "14", "2020"), "0.26");
    EXPECT_EQ(data.indicator(office + "14").state.definition.measure, "%");
    EXPECT_EQ(data.indicator(office + "1").state.definition.measure, "");
    // A value with a remark: half a year.
    EXPECT_EQ(value_of(data, office + "13", "2020"), "38");
    EXPECT_TRUE(value_for(data.indicator(office + "13").state, period("2020"), "")->provisional);
    EXPECT_EQ(
        told(data, "karantina_yogyakarta_2020.csv", "actual_raw", 14),
        (Texts{"38% (Evaluasi Semester I)"})
    );
    // The direction is nobody's but the compilers', and the definition says so.
    EXPECT_NE(
        data.indicator(office + "2").state.definition.definition.find("sumber tidak menyebutnya"),
        std::string::npos
    );
    EXPECT_EQ(data.indicator(office + "2").state.definition.polarity, ledger::Polarity::min);
}

TEST_F(RealData, TheQuarantineOfficesVerdictsAreThoseOfExactComparison) {
    const Imported data = imported("indonesia_iku");
    for (const Record& r : records("indonesia_iku", "karantina_yogyakarta_2020.csv")) {
        const std::string goal = comparable(r.at("target"));
        const std::string got = comparable(r.at("actual"));
        const bool met = r.at("direction_assigned") == "up" ? got >= goal : got <= goal;
        EXPECT_EQ(
            data.read("karantina-yogyakarta-" + r.at("no"), "2020").verdict,
            met ? Verdict::met : Verdict::missed
        ) << r.at("no");
    }
    const auto lines = data.verdicts("2020");
    std::fputs(table(lines, api::Language::english).c_str(), stdout);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].agency.text, "kab-semarang");
    EXPECT_EQ(lines[0].all, (tools::Verdicts{0, 0, 0, 83}));  // its years are 2018 and 2019
    EXPECT_EQ(lines[1].agency.text, "karantina-yogyakarta");
    EXPECT_EQ(lines[1].all, (tools::Verdicts{10, 4, 0, 0}));
    EXPECT_EQ(lines[2].agency.text, "ma-bawas");
    EXPECT_EQ(lines[2].all, (tools::Verdicts{0, 0, 0, 49}));
}

// --- Kota Denpasar

TEST_F(RealData, DenpasarsTreeAndLevelsAreAllThere) {
    const Imported data = imported("indonesia_spbe_denpasar");
    EXPECT_EQ(
        data.recorded,
        (std::map<std::string, std::size_t>{
            {"agency.registered", 1},
            {"unit.created", 14},
            // three indices, six IKCI dimensions and 18 aspects, 7 and 8 SPBE aspects, indicators
            {"indicator.defined", 3 + 6 + 18 + 7 + 8 + 84},
            {"indicator.valueRecorded", 2 * 74},
        })
    );
    for (const Record& r : records("indonesia_spbe_denpasar", "assessments.csv")) {
        const Known& known = data.indicator("denpasar-spbe-indikator-" + r.at("indicator_id"));
        for (const std::string series : {"outside", "self"}) {
            const auto* level = value_for(known.state, period(r.at("year")), series);
            const std::string& written = r.at(series + "_level");
            EXPECT_EQ(level == nullptr ? "" : level->value.numerator->text(), written)
                << r.at("assessment_id");
        }
    }
}

TEST_F(RealData, WhatDenpasarsTablesLackIsTold) {
    const Imported data = imported("indonesia_spbe_denpasar");
    const auto notes = data.found(Finding::Kind::noted);
    const auto count = [&](std::string_view file, std::string_view column) {
        return std::ranges::count_if(notes, [&](const Finding& f) {
            return f.file == file && f.column == column && f.line != 0;
        });
    };
    EXPECT_EQ(count("assessments.csv", "outside_level"), 37 + 55);  // none yet for 2020 and 2021
    EXPECT_EQ(count("assessments.csv", "self_level"), 37 + 55);
    EXPECT_EQ(count("aspects.csv", "index"), 2);  // domain 3 is not in domains.csv
    EXPECT_EQ(count("responsible_units.csv", "assessment_id"), 5);
    EXPECT_EQ(count("evidence_filed.csv", "assessment_id"), 12);
}

// Sum of (aspect's weight * mean level) / 100, with all means over one denominator.
Rational denpasar_index(const std::string& year, const std::string& level) {
    std::map<std::string, std::string> aspect_of;
    for (const Record& r : records("indonesia_spbe_denpasar", "indicators.csv")) {
        aspect_of[r.at("indicator_id")] = r.at("aspect_id");
    }
    std::map<std::string, std::vector<std::int64_t>> levels;
    for (const Record& r : records("indonesia_spbe_denpasar", "assessments.csv")) {
        if (r.at("year") != year || r.at(level).empty()) continue;
        levels[aspect_of.at(r.at("indicator_id"))].push_back(std::stoll(r.at(level)));
    }
    constexpr std::int64_t common = 210;  // 1, 2, 3, 5, 6, 7 and 10 divide it
    std::int64_t sum = 0;
    for (const Record& r : records("indonesia_spbe_denpasar", "aspects.csv")) {
        std::string hundredths = r.at("weight");
        hundredths.erase(hundredths.find('.'), 1);  // all are written with two digits
        const auto& of_aspect = levels[r.at("aspect_id")];
        if (of_aspect.empty()) continue;
        const auto count = static_cast<std::int64_t>(of_aspect.size());
        EXPECT_EQ(common % count, 0);
        std::int64_t total = 0;
        for (const std::int64_t one : of_aspect) total += one;
        sum += std::stoll(hundredths) * total * (common / count);
    }
    return Rational::of(sum, 100 * 100 * common);
}

TEST_F(RealData, DenpasarsIndexIsTheWeightedSumOfMeanLevels) {
    const Imported data = imported("indonesia_spbe_denpasar");
    const std::string index = "denpasar-spbe-2018";
    for (const std::string year : {"2018", "2019"}) {
        for (const std::string series : {"outside", "self"}) {
            const Reading reading = data.read(index, year, series);
            ASSERT_TRUE(reading.value) << year << series;
            EXPECT_EQ(*reading.value, denpasar_index(year, series + "_level")) << year << series;
            EXPECT_TRUE(reading.complete) << year << series;
            const std::array line{reading};
            std::fputs(tools::table(line, api::Language::english).c_str(), stdout);
        }
    }
    EXPECT_EQ(data.read(index, "2018", "outside").value, Rational::of(264, 100));
    EXPECT_EQ(data.read(index, "2018", "self").value, Rational::of(367, 100));
    EXPECT_EQ(data.read(index, "2019", "outside").value, Rational::of(10, 3));
    EXPECT_EQ(data.read(index, "2019", "self").value, Rational::of(97, 30));
}

TEST_F(RealData, DenpasarHasNoIndexWhereItHasNoLevels) {
    const Imported data = imported("indonesia_spbe_denpasar");
    for (const std::string year : {"2018", "2019", "2020", "2021"}) {
        for (const std::string series : {"outside", "self"}) {
            std::size_t indices = 0;
            for (const auto& [id, state] : data.indicators) {
                const auto& definition = state.definition;
                const bool is_measured = definition.roll_up == ledger::indicator::RollUp::measured;
                if (is_measured || !definition.parent.empty()) continue;
                ++indices;
                const bool has_levels = id.text == "denpasar-spbe-2018" && year < "2020";
                EXPECT_EQ(data.read(id.text, year, series).value.has_value(), has_levels)
                    << id.text << year;
            }
            EXPECT_EQ(indices, 3U);
        }
    }
}

}  // namespace
