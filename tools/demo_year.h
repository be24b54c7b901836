#pragma once
// What else happens in the demonstration's year: people say something to each other, and some are
// rewarded for it.

#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"

#include <string_view>

namespace tools::demonstration {

void plan_feedback(const Cast& cast, std::string_view seed, Agenda& agenda);

void plan_rewards(const Cast& cast, std::string_view seed, Agenda& agenda);

}  // namespace tools::demonstration
