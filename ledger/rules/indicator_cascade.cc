#include "ledger/rules/indicator_cascade.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ledger::indicator {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

Rejection no(std::string field, std::string id, std::string en) {
    return {Code::cascade, std::move(field), {std::move(id), std::move(en)}};
}

// --- The tree

Check check_no_cycle(const IndicatorId& self, IndicatorId above, const States& states) {
    for (std::size_t depth = 0; depth <= depth_max; ++depth) {
        if (above.empty()) return std::nullopt;
        if (above == self) {
            return no(
                "parent",
                "Indikator ini akan berada di bawah dirinya sendiri. Pilih induk lain.",
                "The indicator would be below itself. Choose another parent."
            );
        }
        above = states.get<Kind>(stream_of(above)).definition.parent;
    }
    const std::string most = std::to_string(depth_max);
    return no(
        "parent",
        "Jenjang indikator terlalu dalam: paling banyak " + most + " di atas sebuah indikator.",
        "The cascade is too deep: an indicator has at most " + most + " above it."
    );
}

Check check_above(const State& above, const Defined& definition) {
    if (!above.defined || above.retired) {
        return no(
            "parent",
            "Indikator induk ini belum ditetapkan atau sudah dihapus.",
            "This parent was never defined, or is retired."
        );
    }
    if (above.definition.agency != definition.agency) {
        return no(
            "parent",
            "Indikator induk ini milik instansi lain. Pilih indikator dari instansi yang sama.",
            "This parent belongs to another agency. Choose an indicator of the same one."
        );
    }
    const bool is_computed = above.definition.roll_up != RollUp::measured;
    if (is_computed && definition.polarity == Polarity::qualitative) {
        return no(
            "parent",
            "Induk ini dihitung dari indikator di bawahnya; indikator kualitatif tidak memiliki "
            "angka untuk itu.",
            "This parent is computed from the indicators below it; a qualitative one has no number "
            "for that."
        );
    }
    return std::nullopt;
}

// --- Shares

// What an indicator takes of its parent's targets: of each year for which it has a target of one
// value. Nothing when it is retired, or only contributes.
std::vector<Share> shares_of(const IndicatorId& self, const State& state, const States& states) {
    const IndicatorId& parent = state.definition.parent;
    if (state.retired || parent.empty()) return {};
    const State& above = states.get<Kind>(stream_of(parent));
    if (!above.defined || above.retired || !splits(above.definition, state.definition)) return {};
    std::vector<Share> shares;
    for (const Aim& aim : state.targets) {
        if (aim.period.kind() != Period::Kind::year || !aim.target.value) continue;
        shares.push_back({.child = self, .period = aim.period, .target = *aim.target.value});
    }
    return shares;
}

const Share* share_for(const std::vector<Share>& shares, const IndicatorId& child, Period year) {
    const auto found = std::ranges::find_if(shares, [&](const Share& share) {
        return share.child == child && share.period == year;
    });
    return found == shares.end() ? nullptr : &*found;
}

bool is_split(const State& state, Period year) {
    return std::ranges::find(state.shares, year, &Share::period) != state.shares.end();
}

// The sum of the shares of `year` but for that of `child`.
Rational taken(const State& state, Period year, const IndicatorId& child) {
    Rational sum;
    for (const Share& share : state.shares) {
        if (share.period == year && share.child != child) sum += share.target;
    }
    return sum;
}

Check check_fits(const State& above, const Share& wanted, std::string field) {
    const Aim* aim = target_for(above, wanted.period);
    if (aim == nullptr || !aim->target.value) return std::nullopt;
    const Rational left = Rational(*aim->target.value) - taken(above, wanted.period, wanted.child);
    if (Rational(wanted.target) <= left) return std::nullopt;
    const std::string year = wanted.period.text();
    const std::string whole = aim->target.value->text();
    return no(
        std::move(field),
        "Target induk tahun " + year + " adalah " + whole + " dan tersisa " + left.text() +
            " untuk indikator ini. Kurangi target ini atau pembagian yang lain.",
        "The parent's target for " + year + " is " + whole + ", of which " + left.text() +
            " is left for this indicator. Lower this target or another share."
    );
}

Fact share_fact(const IndicatorId& parent, const Share& share, std::optional<Decimal> target) {
    const ShareTaken event{.child = share.child, .period = share.period, .target = target};
    return {stream_of(parent), Event(event), {}};
}

}  // namespace

Check check_parent(const IndicatorId& self, const Defined& definition, const States& states) {
    const IndicatorId& parent = definition.parent;
    if (parent.empty()) return std::nullopt;
    if (parent != self) {
        if (auto e = check_above(states.get<Kind>(stream_of(parent)), definition)) return e;
    }
    return check_no_cycle(self, parent, states);
}

std::vector<Fact> share_changes(
    const IndicatorId& self, const State& before, const State& after, const States& states
) {
    const std::vector<Share> wanted = shares_of(self, after, states);
    const IndicatorId& left = before.definition.parent;
    const IndicatorId& joined = after.definition.parent;
    std::vector<Fact> facts;
    if (!left.empty()) {
        for (const Share& share : states.get<Kind>(stream_of(left)).shares) {
            if (share.child != self) continue;
            if (left == joined && share_for(wanted, self, share.period) != nullptr) continue;
            facts.push_back(share_fact(left, share, std::nullopt));
        }
    }
    if (wanted.empty()) return facts;
    const State& above = states.get<Kind>(stream_of(joined));
    for (const Share& share : wanted) {
        const Share* present = share_for(above.shares, self, share.period);
        if (present != nullptr && present->target == share.target) continue;
        facts.push_back(share_fact(joined, share, share.target));
    }
    return facts;
}

Check check_shares(const std::vector<Fact>& changes, const States& states, std::string_view field) {
    for (const Fact& change : changes) {
        const auto& [child, period, target] = std::get<ShareTaken>(std::get<Event>(change.event));
        if (!target) continue;
        const Share share{.child = child, .period = period, .target = *target};
        const State& above = states.get<Kind>(change.stream);
        if (auto e = check_fits(above, share, std::string(field))) return e;
    }
    return std::nullopt;
}

Check check_covers_shares(const State& state, const TargetSet& act, std::string field) {
    if (!is_split(state, act.period)) return std::nullopt;
    if (!act.target.value) {
        return no(
            "target",
            "Target ini sudah dibagi kepada indikator di bawahnya, jadi harus satu nilai, bukan "
            "rentang.",
            "This target is split among the indicators below, so it must be one value, not a range."
        );
    }
    const Rational sum = taken(state, act.period, IndicatorId{});
    if (sum <= Rational(*act.target.value)) return std::nullopt;
    return no(
        std::move(field),
        "Indikator di bawahnya sudah mengambil " + sum.text() +
            " dari target ini. Kurangi target mereka dahulu.",
        "The indicators below have taken " + sum.text() +
            " of this target already. Lower their targets first."
    );
}

bool is_additive(const Defined& definition) {
    return definition.roll_up == RollUp::measured && definition.consolidation == Consolidation::sum;
}

bool splits(const Defined& parent, const Defined& child) {
    return is_additive(parent) && is_additive(child) && parent.measure == child.measure &&
           parent.polarity == child.polarity;
}

std::vector<Gap> cascade_gaps(const State& state) {
    std::vector<Gap> gaps;
    for (const Aim& aim : state.targets) {
        if (!aim.target.value || !is_split(state, aim.period)) continue;
        const Rational shared = taken(state, aim.period, IndicatorId{});
        if (shared == Rational(*aim.target.value)) continue;
        gaps.push_back({.year = aim.period, .target = *aim.target.value, .shared = shared});
    }
    return gaps;
}

}  // namespace ledger::indicator
