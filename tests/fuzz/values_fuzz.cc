// Texts that stand for values: what is read is written as the same value.

#include "ledger/row_codec.h"
#include "ledger/rules/assert.h"
#include "ledger/rules/event.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ledger;

template <class T, class Parse, class Text>
void read_and_write(std::string_view input, Parse&& parse, Text&& text) {
    const std::optional<T> value = parse(input);
    if (!value) return;
    const std::optional<T> again = parse(text(*value));
    ledger_assert(again && *again == *value);
}

template <class T>
void read_row(std::string_view input) {
    const auto value = from_row<T>(input);
    if (!value) return;
    ledger_assert(from_row<T>(to_row(*value)) == value);
}

template <class... Kind>
void read_states(std::string_view input, std::type_identity<std::tuple<Kind...>>) {
    (read_row<typename Kind::State>(input), ...);
}

}  // namespace

std::vector<std::string> fuzz_seeds() {
    return {
        "77.80",
        "-0.000001",
        "999999999999999999",
        "244577/3060",
        "-1/3",
        "2025",
        "2025-12",
        "2025-Q4",
        "2025-02-28",
        "2026-01-05T09:00:00.000001+07:00",
        "1970-01-01T00:00:00Z",
        std::string("\x03\x00\x01\x80\x80\x01\x00\x00\x00", 9),
    };
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto own_text = [](const auto& value) { return value.text(); };
    const auto free_text = [](const auto& value) { return text(value); };
    read_and_write<Decimal>(input, &Decimal::parse, own_text);
    read_and_write<Rational>(input, &Rational::parse, own_text);
    read_and_write<Period>(input, &Period::parse, own_text);
    read_and_write<Date>(input, &parse_date, free_text);
    read_and_write<Instant>(input, &parse_instant, free_text);
    read_states(input, std::type_identity<Kinds>{});
    return 0;
}
