// What json_out.h writes, json_in.h reads as it was: for every event that can be recorded, and for
// what the rules remember.

#include "api/json_in.h"
#include "api/json_out.h"
#include "tests/support/random_values.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>

namespace {

using tests::RandomValues;

template <ledger::Described Struct>
void expect_same_again(RandomValues& values) {
    Struct written{};
    values.fill(written);
    api::JsonOut out;
    out.value(written);
    const auto read = api::from_json<Struct>(out.text());
    if (!read) {
        RC_FAIL(
            read.error().front().field + ": " + read.error().front().detail.en + "\n" +
            std::string(out.text())
        );
    }
    if (*read != written) RC_FAIL("read as something else: " + std::string(out.text()));
}

template <class... Event>
void expect_events_same_again(RandomValues& values, std::in_place_type_t<std::variant<Event...>>) {
    (expect_same_again<Event>(values), ...);
}

template <class... Kind>
void expect_kinds_same_again(RandomValues& values, std::in_place_type_t<std::tuple<Kind...>>) {
    (expect_events_same_again(values, std::in_place_type<typename Kind::Event>), ...);
    (expect_same_again<typename Kind::State>(values), ...);
}

RC_GTEST_PROP(JsonRoundTrip, KeepsEveryEventAndEveryState, (std::uint64_t seed)) {
    RandomValues values(seed);
    expect_kinds_same_again(values, std::in_place_type<ledger::Kinds>);
}

}  // namespace
