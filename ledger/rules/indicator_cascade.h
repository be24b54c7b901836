#pragma once
// How indicators hang together: that none is ever below itself, and that a target which is split
// among the indicators below is never given out more than once (domain.md 2.1). Who may define what
// is in indicator.h.
//
// Each check answers with the first thing that is wrong, or with nothing.

#include "ledger/rules/event.h"
#include "ledger/rules/indicator.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace ledger::indicator {

// Where an indicator is defined, at most so many may be above it. What is below one that gets
// another parent comes along unasked, so it may come to stand deeper. No climb goes further.
inline constexpr std::size_t depth_max = 32;

// R-CASCADE at "parent": a parent that was never defined, is retired, of another agency, or below
// `self`; and a qualitative indicator below one that is computed from those below it.
[[nodiscard]] std::optional<Rejection> check_parent(
    const IndicatorId& self, const Defined& definition, const States& states
);

// What has to be recorded in the streams of parents once `self` is what `after` says, where it is
// `before` now: shares taken, changed and given back.
[[nodiscard]] std::vector<Fact> share_changes(
    const IndicatorId& self, const State& before, const State& after, const States& states
);

// R-CASCADE at `field`: one of these changes takes more than the parent's target has left.
[[nodiscard]] std::optional<Rejection> check_shares(
    const std::vector<Fact>& changes, const States& states, std::string_view field
);

// R-CASCADE at `field`: the target is less than what the indicators below have taken of it already,
// or a range, of which nobody has a share.
[[nodiscard]] std::optional<Rejection> check_covers_shares(
    const State& state, const TargetSet& act, std::string field
);

}  // namespace ledger::indicator
