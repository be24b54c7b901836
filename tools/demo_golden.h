#pragma once
// The golden year of domain.md section 7: A, a doctor of Puskesmas Pauh, his rater B, B's superior
// C. Every date and every number here stands there, so that the scores can be checked by hand.

#include "ledger/rules/measure.h"
#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"

#include <array>
#include <string_view>

namespace tools::demonstration {

// One month as A reports it (7.2).
struct GoldenMonth {
    int waiting = 0;       // I1, minutes
    int closed = 0;        // I2, complaints closed in time
    int complaints = 0;    //     of so many
    std::string_view ikm;  // I3; empty in December, which has its survey instead
    int children = 0;      // I4, fully immunised
    int absorption = 0;    // I5, percent
};

extern const std::array<GoldenMonth, 12> golden_months;

// I3 of month 1 to 12. December's is exact: 25/9 of the survey's sum of 29.46.
[[nodiscard]] ledger::Value golden_ikm(unsigned month);

// December's complaints, as corrected when nine more were seen to have been closed in time.
inline constexpr int closed_in_december = 17;

// A's plan, reports, evaluations, his objection, and in 2026 the sanction for his absences.
void plan_golden_year(const Cast& cast, std::string_view seed, Agenda& agenda);

}  // namespace tools::demonstration
