#include "ledger/rules/close.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace ledger;
using close::Day;

const Actor closer = by("jejak", Role::operator_);

Day day(std::string_view of, std::uint64_t size) {
    return {.day = *parse_date(of), .size = Position{size}, .root = {}, .files = 3};
}

// A book with `count` records.
Book with(std::size_t count) {
    Book book;
    for (std::size_t i = 0; i < count; ++i) {
        const AgencyId agency{"a" + std::to_string(i)};
        book.given(
            stream_of(agency),
            agency::Registered{.title = "Pauh"},
            by("h", Role::head),
            at("2025-01-02")
        );
    }
    return book;
}

TEST(Close, SaysWhatTheFilesCameTo) {
    Book book = with(5);
    book.when(close::stream(), day("2026-02-06", 5), closer, at("2026-02-07")).then_recorded();
    const auto state = book.state<close::Kind>(close::stream());
    EXPECT_EQ(state.closes, 1U);
    EXPECT_EQ(state.last, day("2026-02-06", 5));
    EXPECT_EQ(state.position, Position{5});
}

TEST(Close, MayLeaveOutWhatCameInMeanwhile) {
    Book book = with(5);
    book.when(close::stream(), day("2026-02-06", 3), closer, at("2026-02-07")).then_recorded();
}

TEST(Close, CoversNothingThatIsNotThere) {
    Book book = with(5);
    book.when(close::stream(), day("2026-02-06", 6), closer, at("2026-02-07"))
        .then_rejected(Code::shape, "size");
}

TEST(Close, ClosesNoDayThatHasNotBegun) {
    Book book = with(5);
    book.when(close::stream(), day("2026-02-08", 5), closer, at("2026-02-07"))
        .then_rejected(Code::future, "day");
}

TEST(Close, GoesForward) {
    Book book = with(5);
    book.given(close::stream(), day("2026-02-06", 5), closer, at("2026-02-07"));
    book.when(close::stream(), day("2026-02-05", 6), closer, at("2026-02-08"))
        .then_rejected(Code::state, "day");
    book.when(close::stream(), day("2026-02-07", 5), closer, at("2026-02-08"))
        .then_rejected(Code::state, "size");
    book.when(close::stream(), day("2026-02-06", 6), closer, at("2026-02-08")).then_recorded();
}

TEST(Close, IsTheOperatorsAndInOnePlace) {
    Book book = with(5);
    book.when(close::stream(), day("2026-02-06", 5), by("h", Role::head), at("2026-02-07"))
        .then_rejected(Code::auth, "actorrole");
    book.when({"close/other"}, day("2026-02-06", 5), closer, at("2026-02-07"))
        .then_rejected(Code::shape, "subject");
    EXPECT_EQ(class_of(Event(close::Event(day("2026-02-06", 5)))), Class::ledger);
}

}  // namespace
}  // namespace tests
