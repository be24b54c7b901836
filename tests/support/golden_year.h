#pragma once
// The golden worked year of domain.md 7: one plan, its twelve months of raw numbers, with December
// as it was first reported and as it was put right, and the policy that they are scored under.
//
//     const score::Sheet sheet = golden::sheet(golden::December::corrected);
//
// What the ledger must make of them stands in domain.md 7.2 to 7.4.

#include "ledger/rules/policy.h"
#include "ledger/rules/score.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tests::golden {

// Complaints closed in December: 8 of 20 as first reported, 17 of 20 after the objection.
enum class December { first, corrected };

inline const ledger::AgencyId agency{"pauh"};
inline const ledger::UnitId unit{"puskesmas-pauh"};
inline const ledger::PersonId subject{"A"};
inline const ledger::PersonId rater{"B"};
inline const ledger::PersonId superior{"C"};
inline const ledger::PlanId plan{"2025-a"};
inline const ledger::PolicyId policy_id{"pauh-2025.1"};

inline constexpr ledger::Position plan_position{10};
inline constexpr std::uint64_t first_report_position = 100;  // of January; one more each month

inline ledger::Decimal decimal(std::string_view text) {
    return ledger::Decimal::parse(text).value();
}

// One month's raw numbers. Waiting time in minutes; complaints closed in time, and all of them; the
// satisfaction index; children immunised; budget absorbed, in percent of the plan to date.
struct Month {
    std::string_view waiting;
    std::string_view closed;
    std::string_view complaints;
    std::string_view satisfaction;
    std::string_view satisfaction_of;  // empty, or what 100 * satisfaction is divided by
    std::string_view immunised;
    std::string_view absorbed;
};

inline std::array<Month, 12> months(December december) {
    std::array<Month, 12> all{{
        {"36", "14", "18", "77.80", "", "26", "70"},
        {"35", "15", "18", "77.80", "", "27", "78"},
        {"33", "16", "19", "78.61", "", "28", "85"},
        {"31", "17", "20", "78.61", "", "29", "88"},
        {"30", "18", "20", "78.61", "", "30", "90"},
        {"29", "18", "20", "79.72", "", "31", "92"},
        {"28", "19", "21", "79.72", "", "31", "93"},
        {"28", "18", "20", "79.72", "", "30", "94"},
        {"27", "20", "22", "81.11", "", "30", "95"},
        {"30", "17", "20", "81.11", "", "29", "96"},
        {"31", "16", "20", "81.11", "", "29", "98"},
        // The nine elements' means add up to 29.46, of 36 that there could be: exactly 81.8333...
        {"32", "8", "20", "29.46", "36", "30", "103"},
    }};
    if (december == December::corrected) all.back().closed = "17";
    return all;
}

inline ledger::Value value(std::string_view numerator, std::string_view denominator = {}) {
    ledger::Value value{.numerator = decimal(numerator)};
    if (!denominator.empty()) value.denominator = decimal(denominator);
    return value;
}

inline constexpr std::array<std::string_view, 5> indicator_ids{"I1", "I2", "I3", "I4", "I5"};

// The month's five values, in the order of the plan's indicators.
inline std::array<ledger::Value, 5> values(const Month& month) {
    return {
        value(month.waiting),
        value(month.closed, month.complaints),
        value(month.satisfaction, month.satisfaction_of),
        value(month.immunised),
        value(month.absorbed),
    };
}

// The month's report, as it is submitted.
inline std::vector<ledger::report::Line> lines(const Month& month) {
    const auto all = values(month);
    std::vector<ledger::report::Line> lines;
    for (std::size_t i = 0; i < all.size(); ++i) {
        lines.push_back({.indicator = {std::string(indicator_ids[i])}, .value = all[i]});
    }
    return lines;
}

// IKI I1 to I5 with two results that they measure. The results serve `parent`, where it is given.
inline ledger::plan::Content content(const ledger::IndicatorId& parent = {}) {
    using namespace ledger;
    std::vector<plan::Parent> parents;
    if (!parent.empty()) parents.push_back({.indicator = parent});
    const auto indicator = [](std::string_view id,
                              std::string_view result,
                              std::string_view text,
                              std::string_view measure,
                              Polarity polarity,
                              Consolidation consolidation,
                              std::uint32_t weight,
                              Target target) {
        return plan::Indicator{
            .id = {std::string(id)},
            .result = {std::string(result)},
            .text = std::string(text),
            .unit = std::string(measure),
            .polarity = polarity,
            .consolidation = consolidation,
            .weight = weight,
            .target = target,
        };
    };
    const auto exactly = [](std::string_view text) { return Target{.value = decimal(text)}; };
    using enum Polarity;
    using enum Consolidation;
    return {
        .results =
            {
                {.id = {"R1"}, .text = "Layanan puskesmas yang cepat", .parents = parents},
                {.id = {"R2"}, .text = "Anak terimunisasi lengkap", .parents = parents},
            },
        .indicators =
            {
                indicator(
                    "I1", "R1", "Rata-rata waktu tunggu", "minutes", min, average, 25, exactly("30")
                ),
                indicator(
                    "I2",
                    "R1",
                    "Pengaduan selesai dalam tenggat",
                    "%",
                    max,
                    ratio,
                    20,
                    exactly("90")
                ),
                indicator(
                    "I3",
                    "R1",
                    "Indeks kepuasan masyarakat",
                    "index",
                    max,
                    last,
                    20,
                    exactly("85.00")
                ),
                indicator(
                    "I4",
                    "R2",
                    "Anak terimunisasi lengkap",
                    "children",
                    max,
                    sum,
                    25,
                    exactly("480")
                ),
                indicator(
                    "I5",
                    "R2",
                    "Serapan anggaran terhadap rencana",
                    "%",
                    band,
                    last,
                    10,
                    {.low = decimal("95"), .high = decimal("100")}
                ),
            },
    };
}

// SKP disusun: all of 2025, in one post.
inline ledger::plan::Drafted drafted(const ledger::IndicatorId& parent = {}) {
    return {
        .subject = subject,
        .agency = agency,
        .unit = unit,
        .year = 2025,
        .position_type = ledger::plan::PositionType::functional,
        .position = "JF Ahli Muda",
        .content = content(parent),
    };
}

// Policy set pauh-2025.1: cap 120, levels 110/90, weights redistributed; the defaults.
inline ledger::policy::Published policy() {
    using namespace std::chrono_literals;
    return {
        .id = policy_id,
        .legal_ref = "Peraturan Wali Kota Pauh 1/2025",
        .valid_from = ledger::Date{2025y / 1 / 1},
        .countersigned_by = superior,
        .parameters = {},
    };
}

inline ledger::Position report_position(std::size_t month) {
    return ledger::Position{first_report_position + month - 1};
}

// The whole year as its scores see it: the plan established, every month reported and acknowledged.
inline ledger::score::Sheet sheet(December december) {
    using namespace ledger;
    score::Sheet sheet;
    sheet.plan = {
        .progress = ledger::plan::Progress::established,
        .subject = subject,
        .agency = agency,
        .unit = unit,
        .year = 2025,
        .revisions = {{.from_month = 1, .position = plan_position, .content = content()}},
    };
    const auto all = months(december);
    for (std::size_t month = 1; month <= all.size(); ++month) {
        report::State& report = sheet.reports[month - 1];
        report.progress = report::Progress::acknowledged;
        report.subject = subject;
        report.submitted = report_position(month);
        const auto month_values = values(all[month - 1]);
        for (std::size_t i = 0; i < month_values.size(); ++i) {
            report.reported.push_back({
                .indicator = {std::string(indicator_ids[i])},
                .value = month_values[i],
                .position = report_position(month),
            });
        }
    }
    return sheet;
}

}  // namespace tests::golden
