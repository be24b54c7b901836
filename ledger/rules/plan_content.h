#pragma once
// What a plan may say: its form, its targets and its weights (domain.md 2.2 to 2.5). What it must
// serve is in cascade.h; who may say it when, in plan.h.
//
// Each check answers with the first thing that is wrong, or with nothing. Fields are paths from the
// event: "content.indicators[2].target.value".

#include "ledger/rules/error.h"
#include "ledger/rules/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace ledger::plan {

inline constexpr std::size_t results_max = 50;
inline constexpr std::size_t indicators_max = 100;
inline constexpr std::size_t parents_max = 20;          // of one result
inline constexpr std::size_t stages_max = 20;           // of one indicator
inline constexpr std::size_t text_bytes_max = 2'000;    // of a result, an indicator, a stage
inline constexpr std::size_t measure_bytes_max = 100;   // of a unit of measure
inline constexpr std::size_t annex_bytes_max = 10'000;  // of each annex
inline constexpr std::uint32_t stage_weights_total = 100;

// R-SHAPE: a year outside 1990 to 2199, or months that are no span of it.
[[nodiscard]] std::optional<Rejection> check_span(
    std::uint32_t year, std::uint32_t first_month, std::uint32_t last_month
);

// At drafting already. R-SHAPE: too many, too long, ids used twice, an indicator of no result, a
// trajectory that has not one target for each of the span's `months`, stages whose weights do not
// total 100, a target where none belongs or none where one does. R-TARGET-SIGN: a negative target
// that is not declared `signed`. R-TARGET-ZERO: MAX with a target of 0, unless it is signed and so
// measured on a band; a single month of its trajectory may be 0, which means that it is not due
// there (domain.md 2.3).
[[nodiscard]] std::optional<Rejection> check_content(const Content& content, std::size_t months);

// Whether a report of the span's `nth` month, from 0, must have a line on it: not where more is
// better and the month's target is 0 (domain.md 2.3).
[[nodiscard]] bool is_due(const Indicator& indicator, std::size_t nth);

// R-WEIGHT-100: the weights of the main results' indicators do not come to `total`, or an indicator
// of an additional result has a weight: it would take the place of main work.
[[nodiscard]] std::optional<Rejection> check_weights(const Content& content, std::uint32_t total);

}  // namespace ledger::plan
