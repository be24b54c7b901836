#include "projections/boards.h"

#include <utility>

namespace projections {
namespace {

using ledger::OrFault;
using ledger::row_key;

// The first byte of a key says what the row is.
constexpr char indicator_rows = 'i';  // indicator                    -> indicator::State
constexpr char member_rows = 'u';     // agency, 0, unit, 0, indicator -> Member

struct Member {
    bool is_member = false;  // false once the indicator went to another unit
    static constexpr std::tuple fields{ledger::field("isMember", &Member::is_member)};
};

std::string member_key(
    const ledger::AgencyId& agency, const ledger::UnitId& unit, std::string_view indicator
) {
    std::string key = row_key(member_rows, agency.text);
    key += '\0';
    key += unit.text;
    key += '\0';
    key += indicator;
    return key;
}

OrFault<std::vector<ledger::IndicatorId>> members(
    const ledger::RowStore& store, const std::string& prefix
) {
    std::vector<ledger::IndicatorId> ids;
    std::string from;
    while (true) {
        const auto found = store.scan({.prefix = prefix, .from = from});
        if (!found) return std::unexpected(found.error());
        if (found->empty()) return ids;
        for (const auto& [key, value] : *found) {
            const auto member = value_of<Member>(value, key);
            if (!member) return std::unexpected(member.error());
            if (member->is_member) ids.push_back({key.substr(key.rfind('\0') + 1)});
        }
        from = found->back().first + '\0';
    }
}

}  // namespace

std::string Boards::form() const {
    std::string form;
    ledger::append_form<ledger::indicator::State>(form);
    ledger::append_form<Member>(form);
    return form;
}

std::optional<std::string_view> Boards::partition(std::string_view stream) const {
    const std::size_t slash = stream.find('/');
    if (stream.substr(0, slash) != ledger::indicator::Kind::name) return std::nullopt;
    return stream.substr(slash + 1);
}

void Boards::apply(const ledger::Happened& happened, Rows& rows) const {
    const auto* event = std::get_if<ledger::indicator::Event>(&happened.event);
    if (event == nullptr) return;
    const std::string id(happened.stream.key());
    auto& state = rows.edit<ledger::indicator::State>(row_key(indicator_rows, id));
    const auto before = std::pair(state.definition.agency, state.definition.unit);
    const bool was_defined = state.defined;
    state = fold(std::move(state), *event, happened.stamp);
    const auto after = std::pair(state.definition.agency, state.definition.unit);
    if (was_defined && before == after) return;
    if (was_defined) {
        rows.edit<Member>(member_key(before.first, before.second, id)).is_member = false;
    }
    rows.edit<Member>(member_key(after.first, after.second, id)).is_member = true;
}

OrFault<std::vector<ledger::IndicatorId>> Boards::of_agency(
    const ledger::RowStore& store, const ledger::AgencyId& agency
) {
    return members(store, row_key(member_rows, agency.text) + '\0');
}

}  // namespace projections
