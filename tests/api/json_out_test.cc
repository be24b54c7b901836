#include "api/json_out.h"

#include "ledger/rules/measure.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using api::JsonOut;
using ledger::field;

struct Line {
    ledger::PlanId plan;
    std::string text;
    ledger::Polarity polarity = ledger::Polarity::max;
    std::uint32_t weight = 0;
    ledger::Target target;
    std::vector<std::string> list;
    std::optional<ledger::Date> day;
    ledger::ClosedText reason;
    bool is_signed = false;

    static constexpr std::tuple fields{
        field("plan", &Line::plan),
        field("text", &Line::text),
        field("polarity", &Line::polarity),
        field("weight", &Line::weight),
        field("target", &Line::target),
        field("list", &Line::list),
        field("day", &Line::day),
        field("reason", &Line::reason),
        field("signed", &Line::is_signed),
    };
};

struct Day {
    std::string start = "07:30";
    std::string end;

    static constexpr std::tuple fields{field("start", &Day::start), field("end", &Day::end)};
};

template <class T>
std::string json(const T& value) {
    JsonOut out;
    out.value(value);
    return std::move(out).take();
}

TEST(JsonOut, WritesEachKindOfValue) {
    EXPECT_EQ(json(true), "true");
    EXPECT_EQ(json(-7), "-7");
    EXPECT_EQ(json(std::uint32_t{4294967295}), "4294967295");
    EXPECT_EQ(json(std::int64_t{-9007199254740991}), "-9007199254740991");
    EXPECT_EQ(json("text"), R"("text")");
    EXPECT_EQ(json(ledger::PlanId{"2025-a"}), R"("2025-a")");
    EXPECT_EQ(json(ledger::StreamId{"plan/2025-a"}), R"("plan/2025-a")");
    EXPECT_EQ(json(ledger::Position{42}), "42");
    EXPECT_EQ(json(ledger::Decimal::of(7780, 2)), R"("77.80")");
    EXPECT_EQ(json(ledger::Rational::of(-10, 6)), R"("-5/3")");
    EXPECT_EQ(json(ledger::parse_date("2026-01-12").value()), R"("2026-01-12")");
    EXPECT_EQ(
        json(ledger::parse_instant("2026-01-12T08:00:00.5+07:00").value()),
        R"("2026-01-12T01:00:00.500000Z")"
    );
    EXPECT_EQ(json(ledger::Period::quarter(2025, 4)), R"("2025-Q4")");
    EXPECT_EQ(json(ledger::Digest{}), '"' + std::string(64, '0') + '"');
    EXPECT_EQ(json(ledger::Polarity::milestone), R"("milestone")");
    EXPECT_EQ(json(std::vector<std::uint32_t>{1, 2, 3}), "[1,2,3]");
    EXPECT_EQ(json(std::vector<std::string>{}), "[]");
    EXPECT_EQ(json(std::optional<std::uint32_t>{}), "null");
    EXPECT_EQ(json(std::optional<std::uint32_t>{5}), "5");
}

TEST(JsonOut, PutsCommasBetweenMembersAndItemsOnly) {
    JsonOut out;
    out.begin_object();
    out.member("a", 1);
    out.key("b");
    out.begin_array();
    out.begin_object();
    out.end_object();
    out.raw("[]");
    out.null();
    out.value("x[");
    out.value("y");
    out.end_array();
    out.member("c", "{");
    out.member("d", true);
    out.end_object();
    EXPECT_EQ(out.text(), R"({"a":1,"b":[{},[],null,"x[","y"],"c":"{","d":true})");
}

TEST(JsonOut, GoesOnAfterWhatIsWritten) {
    JsonOut out("data: ");
    out.value(1);
    EXPECT_EQ(std::move(out).take(), "data: 1");
}

TEST(JsonOut, EscapesWhatMayNotStandInAString) {
    EXPECT_EQ(
        json(std::string_view("\"\\/\n\r\t\b\x01\x1f\x7f\0", 11)),
        "\"\\\"\\\\/\\n\\r\\t\\u0008\\u0001\\u001f\x7f\\u0000\""
    );
}

TEST(JsonOut, WritesUtf8AsItIs) {
    const std::string text = "\u00e9 \u20ac \U0001F600 \uFFFF \U0010FFFF";
    EXPECT_EQ(json(text), '"' + text + '"');
}

TEST(JsonOut, ReplacesBytesThatAreNotUtf8) {
    struct Case {
        std::string_view bytes;
        std::string_view written;
    };
    const std::string_view one = "\uFFFD";
    const std::string_view two = "\uFFFD\uFFFD";
    const std::string_view three = "\uFFFD\uFFFD\uFFFD";
    const Case cases[] = {
        {"\x80", one},                                     // a continuation alone
        {"\xC3", one},                                     // cut short
        {"\xC0\xAF", two},                                 // overlong
        {"\xE0\x80\xAF", three},                           // overlong
        {"\xED\xA0\x80", three},                           // a surrogate
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
        {"\xFF", one},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(
            json(std::string("a") + std::string(c.bytes) + "b"),
            "\"a" + std::string(c.written) + "b\""
        );
    }
}

TEST(JsonOut, LeavesOutWhatIsEmptyInAStructButNotFalseOrZero) {
    EXPECT_EQ(json(Line{}), R"({"polarity":"max","weight":0,"target":{},"signed":false})");
}

TEST(JsonOut, WritesAnEmptyTextThatAFreshStructWouldNotHave) {
    EXPECT_EQ(json(Day{}), R"({"start":"07:30"})");
    EXPECT_EQ(json(Day{.start = "", .end = ""}), R"({"start":""})");
}

TEST(JsonOut, WritesTheFieldsOfAStructInTheirOrder) {
    const Line line{
        .plan = {"2025-a"},
        .text = "Layanan",
        .weight = 40,
        .target = {.value = ledger::Decimal{95}},
        .list = {"a"},
        .day = ledger::parse_date("2026-01-12"),
        .reason = ledger::ClosedWords::make("x"),
        .is_signed = true,
    };
    EXPECT_EQ(
        json(line),
        R"({"plan":"2025-a","text":"Layanan","polarity":"max","weight":40,"target":{"value":"95"},)"
        R"("list":["a"],"day":"2026-01-12","reason":"x","signed":true})"
    );
}

TEST(JsonOut, WritesTheWordsOfClosedTextOrThatTheyAreWithheld) {
    EXPECT_EQ(json(ledger::ClosedWords::make("Kurang bukti")), R"("Kurang bukti")");
    EXPECT_EQ(json(ledger::ClosedWords::withheld(12)), R"({"withheld":true,"characters":12})");
    EXPECT_EQ(json(ledger::ClosedText{}), R"("")");
}

TEST(JsonOut, WritesAVariantAsWhatItHolds) {
    const std::variant<ledger::Stage, ledger::Target> held =
        ledger::Target{.low = ledger::Decimal{1}};
    EXPECT_EQ(json(held), R"({"low":"1"})");
    const std::variant<std::variant<ledger::Stage, ledger::Target>> nested = held;
    EXPECT_EQ(json(nested), R"({"low":"1"})");
}

}  // namespace
