#include "ledger/rules/cascade.h"

#include "ledger/rules/indicator.h"
#include "ledger/rules/rational.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger::plan {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

std::string item(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

const Result* find_result(const Content& content, const ResultId& id) {
    const auto found = std::ranges::find(content.results, id, &Result::id);
    return found == content.results.end() ? nullptr : &*found;
}

const State& plan_of(const Parent& parent, const States& states) {
    return states.get<Kind>(stream_of(parent.plan));
}

Rejection other_agency(std::string field) {
    return {
        Code::cascade,
        std::move(field),
        {"Induk ini milik instansi lain. Pilih induk dari instansi yang sama.",
         "This parent belongs to another agency. Choose one of the same agency."}
    };
}

Check check_parent_indicator(
    const Parent& parent, const Place& place, const States& states, const std::string& at
) {
    const auto& above = states.get<indicator::Kind>(stream_of(parent.indicator));
    if (!above.defined) {
        return Rejection{
            Code::state,
            at + ".indicator",
            {"Indikator induk ini belum ditetapkan.", "This parent indicator was never defined."}
        };
    }
    if (above.retired) {
        return Rejection{
            Code::cascade,
            at + ".indicator",
            {"Indikator induk ini sudah tidak berlaku. Pilih yang masih berlaku.",
             "This parent indicator is retired. Choose one that is in force."}
        };
    }
    if (above.definition.agency != place.agency) return other_agency(at + ".indicator");
    return std::nullopt;
}

Check check_parent_plan(
    const Parent& parent, const Place& place, const States& states, const std::string& at
) {
    const State& above = plan_of(parent, states);
    if (above.progress == Progress::none) {
        return Rejection{
            Code::state,
            at + ".plan",
            {"SKP induk ini belum disusun.", "This parent plan was never drafted."}
        };
    }
    if (above.agency != place.agency) return other_agency(at + ".plan");
    if (above.year != place.year) {
        return Rejection{
            Code::cascade,
            at + ".plan",
            {"SKP induk ini untuk tahun " + std::to_string(above.year) + ". Tahunnya harus sama.",
             "This parent plan is for " + std::to_string(above.year) + ". The years must be equal."}
        };
    }
    if (find_result(revision_in(above, place.from_month).content, parent.result) == nullptr) {
        return Rejection{
            Code::cascade,
            at + ".result",
            {"SKP induk tidak memiliki hasil kerja dengan id ini.",
             "The parent plan has no result with this id."}
        };
    }
    return std::nullopt;
}

// Whether the result that `parent` names serves in `month`, directly or by way of others, a result
// of `plan`. Looks at each result once, so it ends even where the ledger already holds a cycle.
bool leads_back_in(
    std::uint32_t month, const Parent& parent, const PlanId& plan, const States& states
) {
    std::set<std::pair<PlanId, ResultId>> seen;
    std::vector<Parent> open{parent};
    while (!open.empty()) {
        const Parent next = std::move(open.back());
        open.pop_back();
        if (next.plan.empty()) continue;  // an indicator of the organisation: the cascade's top
        if (next.plan == plan) return true;
        if (!seen.emplace(next.plan, next.result).second) continue;
        const State& above = plan_of(next, states);
        if (above.progress == Progress::none) continue;
        const Content& content = revision_in(above, month).content;
        const Result* result = find_result(content, next.result);
        if (result == nullptr) continue;
        open.insert(open.end(), result->parents.begin(), result->parents.end());
    }
    return false;
}

// In any month in which the content holds: plans above may be amended from a later one.
bool leads_back(const Parent& parent, const Place& place, const States& states) {
    for (std::uint32_t month = place.from_month; month <= place.last_month; ++month) {
        if (leads_back_in(month, parent, place.plan, states)) return true;
    }
    return false;
}

// An amount in a unit of measure: of a target, or of the shares of it.
struct Amount {
    std::string_view unit;
    Rational total;
};

// A target that may be split among people: values of its months and of its parts add up.
bool is_additive(const Indicator& indicator) {
    return indicator.consolidation == Consolidation::sum && indicator.target.value.has_value();
}

// What the additive targets of one result come to, for each unit of measure.
std::vector<Amount> amounts_of(const Content& content, const ResultId& result) {
    std::vector<Amount> amounts;
    for (const Indicator& indicator : content.indicators) {
        if (indicator.result != result || !is_additive(indicator)) continue;
        const auto known = std::ranges::find(amounts, indicator.unit, &Amount::unit);
        if (known == amounts.end()) {
            amounts.push_back({indicator.unit, *indicator.target.value});
        } else {
            known->total += *indicator.target.value;
        }
    }
    return amounts;
}

// What there is to split above: of an indicator its target for the year, of a result its own.
std::vector<Amount> amounts_above(const Parent& parent, const Place& place, const States& states) {
    if (parent.indicator.empty()) {
        const State& above = plan_of(parent, states);
        return amounts_of(revision_in(above, place.from_month).content, parent.result);
    }
    const auto& above = states.get<indicator::Kind>(stream_of(parent.indicator));
    const indicator::Aim* aim =
        indicator::target_for(above, Period::year(static_cast<int>(place.year)));
    const bool additive = above.definition.consolidation == Consolidation::sum;
    if (!additive || aim == nullptr || !aim->target.value) return {};
    return {{above.definition.measure, *aim->target.value}};
}

// What all results with the same DIRECT parent take of it.
Rational share_of(const Content& content, const Parent& parent, std::string_view unit) {
    Rational share;
    for (const Result& result : content.results) {
        if (std::ranges::find(result.parents, parent) == result.parents.end()) continue;
        for (const Amount& amount : amounts_of(content, result.id)) {
            if (amount.unit == unit) share += amount.total;
        }
    }
    return share;
}

Check check_split(
    const Content& content,
    const Parent& parent,
    const Place& place,
    const States& states,
    const std::string& at
) {
    if (parent.edge != Edge::direct) return std::nullopt;
    for (const Amount& above : amounts_above(parent, place, states)) {
        const Rational share = share_of(content, parent, above.unit);
        if (share <= above.total) continue;
        const std::string unit(above.unit);
        const std::string of = share.text() + " > " + above.total.text() + " " + unit;
        return Rejection{
            Code::cascade,
            at,
            {"Bagian yang diturunkan melebihi target induknya: " + of + ".",
             "The shares come to more than the parent's target: " + of + "."}
        };
    }
    return std::nullopt;
}

Check check_parent(
    const Content& content,
    const Parent& parent,
    const Place& place,
    const States& states,
    const std::string& at
) {
    if (!parent.indicator.empty()) {
        if (auto e = check_parent_indicator(parent, place, states, at)) return e;
    } else {
        if (leads_back(parent, place, states)) {
            return Rejection{
                Code::cascade,
                at,
                {"Hasil ini pada akhirnya menopang dirinya sendiri.",
                 "By way of others, this result serves itself."}
            };
        }
        if (auto e = check_parent_plan(parent, place, states, at)) return e;
    }
    return check_split(content, parent, place, states, at);
}

}  // namespace

std::optional<Rejection> check_cascade(
    const Content& content, const Place& place, const States& states
) {
    for (std::size_t i = 0; i < content.results.size(); ++i) {
        const Result& result = content.results[i];
        const std::string at = item("content.results", i) + ".parents";
        if (result.kind == ResultKind::main && result.parents.empty()) {
            return Rejection{
                Code::cascade,
                at,
                {"Hasil kerja utama harus menopang hasil di atasnya. Sebutkan induknya, atau "
                 "tandai sebagai tambahan.",
                 "A main result must serve one above it. Name its parent, or mark it as additional."
                }
            };
        }
        for (std::size_t j = 0; j < result.parents.size(); ++j) {
            if (auto e = check_parent(content, result.parents[j], place, states, item(at, j))) {
                return e;
            }
        }
    }
    return std::nullopt;
}

std::optional<Rejection> check_parents_established(const Content& content, const States& states) {
    for (std::size_t i = 0; i < content.results.size(); ++i) {
        const std::vector<Parent>& parents = content.results[i].parents;
        for (std::size_t j = 0; j < parents.size(); ++j) {
            if (parents[j].plan.empty() || takes_reports(plan_of(parents[j], states))) continue;
            return Rejection{
                Code::cascade,
                item(item("content.results", i) + ".parents", j) + ".plan",
                {"SKP induk belum ditetapkan. Tetapkan SKP induk dahulu.",
                 "The parent plan is not established yet. Establish the parent first."}
            };
        }
    }
    return std::nullopt;
}

}  // namespace ledger::plan
