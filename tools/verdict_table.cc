#include "tools/verdict_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace tools {
namespace {

using ledger::unit_score::Reading;

constexpr std::size_t name_width = 26;
constexpr std::size_t number_width = 12;

// One more blank than needed where the text is wider than its column.
std::string left(std::string_view text, std::size_t width = name_width) {
    std::string cell(text);
    cell.resize(std::max(width, text.size() + 1), ' ');
    return cell;
}

std::string right(std::string_view text) {
    const std::size_t padding = text.size() < number_width ? number_width - text.size() : 1;
    return std::string(padding, ' ') + std::string(text);
}

std::string numbers(const Verdicts& verdicts) {
    std::string text;
    for (const std::size_t count : verdicts) text += right(std::to_string(count));
    return text;
}

std::string line(std::string_view name, const Verdicts& all, const Verdicts& critical) {
    return left(name) + numbers(all) + "  |" + numbers(critical) + "\n";
}

void add(Verdicts& to, const Verdicts& more) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += more[i];
}

std::string value_of(const Reading& reading, bool is_english) {
    if (!reading.value) return is_english ? "no value" : "tanpa nilai";
    constexpr int digits = 4;
    const auto rounded = reading.value->try_rounded(digits, ledger::Rounding::half_up);
    return reading.value->text() + (rounded ? " = " + rounded->text() : std::string());
}

}  // namespace

std::string table(std::span<const AgencyVerdicts> lines, api::Language language) {
    const bool is_english = language == api::Language::english;
    const std::array heads = is_english
                                 ? std::array{"met", "missed", "no target", "no value"}
                                 : std::array{"tercapai", "tidak", "tanpa target", "tanpa nilai"};
    std::string names;
    for (const char* head : heads) names += right(head);
    std::string text = left("") + left(is_english ? "        all" : "      semua", names.size());
    text += is_english ? "  |    critical\n" : "  |      kritis\n";
    text += left(is_english ? "agency" : "instansi") + names + "  |" + names + "\n";
    AgencyVerdicts total;
    for (const AgencyVerdicts& each : lines) {
        text += line(each.agency.text, each.all, each.critical);
        add(total.all, each.all);
        add(total.critical, each.critical);
    }
    return text + line(is_english ? "total" : "jumlah", total.all, total.critical);
}

std::string table(std::span<const Reading> readings, api::Language language) {
    const bool is_english = language == api::Language::english;
    std::string text;
    for (const Reading& reading : readings) {
        text += left(reading.indicator.text) + left(reading.period.text(), 9) +
                left(reading.series.empty() ? "-" : reading.series, 9) +
                value_of(reading, is_english) + "\n";
    }
    return text;
}

}  // namespace tools
