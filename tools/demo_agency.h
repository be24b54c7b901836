#pragma once
// The agency of the demonstration itself: its units, calendars and policy, who joins it and who
// changes posts, which of its periods are closed; and the indicators of its units.

#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"

#include <string>
#include <string_view>

namespace tools::demonstration {

// Everything about the organisation but its indicators.
void plan_agency(const Cast& cast, Agenda& agenda);

// The indicators (IKU), their targets and their values, month by month.
void plan_indicators(const Cast& cast, std::string_view seed, Agenda& agenda);

// The indicator of a unit that is called `code` there: "ikm", "program", "anggaran", and in a
// health centre and the whole office "tunggu", "pengaduan" and "imunisasi" too.
[[nodiscard]] ledger::IndicatorId indicator_of(const ledger::UnitId& unit, std::string_view code);

}  // namespace tools::demonstration
