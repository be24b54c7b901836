#include "tools/decimal_form.h"

#include "ledger/rules/decimal.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tools {
namespace {

using ledger::Decimal;
using ledger::Words;

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The digits of a whole number whose thousands may be set apart by `group`: all of them or none.
std::optional<std::string> without_groups(std::string_view whole, std::string_view group) {
    constexpr std::size_t digits_of_group = 3;
    if (group.empty() || whole.find(group) == std::string_view::npos) return std::string(whole);
    std::string digits;
    while (true) {
        const std::size_t end = std::min(whole.find(group), whole.size());
        const bool is_first = digits.empty();
        if (is_first ? end == 0 || end > digits_of_group : end != digits_of_group) {
            return std::nullopt;
        }
        digits += whole.substr(0, end);
        if (end == whole.size()) return digits;
        whole.remove_prefix(end + group.size());
    }
}

// "1.500,25" becomes "1500.25".
std::optional<std::string> plain(std::string_view number, const DecimalForm& form) {
    std::string sign;
    if (number.starts_with('-')) {
        sign = "-";
        number.remove_prefix(1);
    }
    const std::size_t point = number.find(form.point);
    const auto whole = without_groups(number.substr(0, point), form.group);
    if (!whole || !is_digits(*whole)) return std::nullopt;
    if (point == std::string_view::npos) return sign + *whole;
    const std::string_view fraction = number.substr(point + form.point.size());
    if (!is_digits(fraction)) return std::nullopt;
    return sign + *whole + "." + std::string(fraction);
}

Words not_a_decimal(const DecimalForm& form) {
    const std::string example = "1" + form.group + "234" + form.point + "5";
    return {
        "Ini bukan bilangan desimal yang ditulis seperti " + example + ".",
        "This is not a decimal number written like " + example + "."
    };
}

Words too_many_digits() {
    const std::string most = std::to_string(Decimal::digits_max);
    return {
        "Bilangan ini memiliki lebih dari " + most + " angka penting, atau nol di depan.",
        "This number has more than " + most + " significant digits, or zeros in front."
    };
}

}  // namespace

std::expected<WrittenDecimal, Words> read_decimal(std::string_view raw, const DecimalForm& form) {
    bool has_percent = false;
    if (form.percent && raw.ends_with('%')) {
        has_percent = true;
        raw.remove_suffix(1);
        while (raw.ends_with(' ')) raw.remove_suffix(1);
    }
    auto text = plain(raw, form);
    if (!text) return std::unexpected(not_a_decimal(form));
    if (!Decimal::parse(*text)) return std::unexpected(too_many_digits());
    return WrittenDecimal{.text = *std::move(text), .has_percent = has_percent};
}

}  // namespace tools
