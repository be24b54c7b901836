#include "tools/verdicts.h"

#include "ledger/rules/achievement.h"

#include <algorithm>
#include <map>
#include <utility>

namespace tools {
namespace {

using ledger::Period;
using ledger::Polarity;
using ledger::Rational;
using ledger::score::Detail;
using ledger::score::Trace;

// Column widths of the table.
constexpr std::size_t name_width = 26;
constexpr std::size_t number_width = 11;

bool has_numbers(Polarity polarity) {
    return polarity == Polarity::max || polarity == Polarity::min || polarity == Polarity::band;
}

std::string left(std::string_view text) {
    std::string cell(text);
    cell.resize(std::max(name_width, text.size() + 1), ' ');
    return cell;
}

std::string right(std::string_view text) {
    const std::size_t padding = text.size() < number_width ? number_width - text.size() : 1;
    return std::string(padding, ' ') + std::string(text);
}

std::string line(std::string_view name, const Verdicts& all, const Verdicts& critical) {
    std::string text = left(name);
    for (const std::size_t count : all) text += right(std::to_string(count));
    text += "  |";
    for (const std::size_t count : critical) text += right(std::to_string(count));
    return text + "\n";
}

}  // namespace

Verdict verdict_of(
    const Known& indicator, const Period& period, const ledger::policy::Parameters& policy
) {
    const auto& [id, state] = indicator;
    const auto& definition = state.definition;
    const auto* target = target_for(state, period);
    if (target == nullptr || !has_numbers(definition.polarity)) return Verdict::no_target;
    const ledger::score::Measured measured{
        .polarity = definition.polarity,
        .is_signed = definition.is_signed,
        .max_attainable = false,
    };
    const auto aim = ledger::score::aim(target->target, target->position);
    if (has_no_target(measured, aim)) return Verdict::no_target;
    const auto* value = value_for(state, period, {});
    if (value == nullptr ||
        !ledger::score::is_observation(value->value, definition.consolidation)) {
        return Verdict::no_value;
    }
    Trace trace(policy, Detail::result);
    const ledger::score::Observation seen =
        ledger::score::observation(value->value, value->position);
    const auto realised =
        consolidate(trace, id.text, definition.consolidation, std::span(&seen, 1));
    if (!realised) return Verdict::no_value;
    const auto achieved = achievement(trace, id.text, measured, *realised, aim);
    return achieved.value < Rational(100) ? Verdict::missed : Verdict::met;
}

std::vector<AgencyVerdicts> verdicts_by_agency(
    std::span<const Known> indicators,
    const Period& period,
    const ledger::policy::Parameters& policy
) {
    std::map<ledger::AgencyId, AgencyVerdicts> agencies;
    for (const Known& indicator : indicators) {
        const auto& definition = indicator.state.definition;
        if (definition.roll_up != ledger::indicator::RollUp::measured) continue;
        const auto verdict =
            static_cast<std::size_t>(std::to_underlying(verdict_of(indicator, period, policy)));
        AgencyVerdicts& line = agencies[definition.agency];
        line.agency = definition.agency;
        ++line.all[verdict];
        if (definition.critical) ++line.critical[verdict];
    }
    std::vector<AgencyVerdicts> lines;
    for (auto& [agency, counted] : agencies) lines.push_back(std::move(counted));
    return lines;
}

std::string table(std::span<const AgencyVerdicts> lines, api::Language language) {
    const bool is_english = language == api::Language::english;
    const auto heads = is_english ? std::array{"met", "missed", "no target", "no value"}
                                  : std::array{"tercapai", "tidak", "tanpa tgt", "tanpa nilai"};
    std::string text = left(is_english ? "agency" : "instansi");
    for (const char* head : heads) text += right(head);
    text += is_english ? "  |  of which critical:\n" : "  |  di antaranya kritis:\n";
    AgencyVerdicts total;
    for (const AgencyVerdicts& each : lines) {
        text += line(each.agency.text, each.all, each.critical);
        for (std::size_t i = 0; i < total.all.size(); ++i) {
            total.all[i] += each.all[i];
            total.critical[i] += each.critical[i];
        }
    }
    return text + line(is_english ? "total" : "jumlah", total.all, total.critical);
}

}  // namespace tools
