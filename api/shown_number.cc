#include "api/shown_number.h"

namespace api {

void write_number(
    JsonOut& out,
    const std::optional<ledger::Rational>& exact,
    const std::optional<ledger::Decimal>& rounded
) {
    constexpr int digits = 4;
    if (!exact) return out.null();
    out.begin_object();
    out.member("exact", *exact);
    out.member_if_any("decimal", exact->try_rounded(digits, ledger::Rounding::half_up));
    out.member_if_any("rounded", rounded);
    out.end_object();
}

void member_number(
    JsonOut& out, std::string_view name, const std::optional<ledger::Rational>& number
) {
    if (!number) return;
    out.key(name);
    write_number(out, number);
}

}  // namespace api
