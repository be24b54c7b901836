#include "api/json_in.h"

#include <gtest/gtest.h>

#include <limits>
#include <rapidcheck/gtest.h>
#include <string>

namespace {

using api::from_json;
using api::JsonDocument;
using api::JsonLimits;
using api::JsonValue;
using ledger::field;
using Code = ledger::Rejection::Code;

ledger::Decimal dec(std::string_view text) {
    return ledger::Decimal::parse(text).value();
}

enum class Colour : std::uint8_t { red, green };
constexpr auto names(Colour) {
    return std::to_array<std::string_view>({"red", "green"});
}

struct Inner {
    std::uint32_t count = 0;
    std::string note;

    static constexpr std::tuple fields{field("count", &Inner::count), field("note", &Inner::note)};
    friend bool operator==(const Inner&, const Inner&) = default;
};

// A field of every type; those in `optional` may be left out.
struct Everything {
    std::string text;
    ledger::ClosedText closed;
    ledger::PlanId name;
    ledger::StreamId stream;
    bool flag = false;
    std::int32_t small = 0;
    std::uint64_t large = 0;
    std::uint32_t month = 1;
    ledger::Position position{};
    ledger::Decimal decimal;
    ledger::Decimal weight{1};
    ledger::Rational rational;
    ledger::Date date{};
    ledger::Instant moment{};
    ledger::Period period;
    ledger::Digest digest;
    Colour colour = Colour::green;
    std::optional<ledger::Decimal> optional;
    std::vector<std::string> list;
    Inner inner;
    std::vector<Inner> inners;

    static constexpr std::tuple fields{
        field("text", &Everything::text),         field("closed", &Everything::closed),
        field("name", &Everything::name),         field("stream", &Everything::stream),
        field("flag", &Everything::flag),         field("small", &Everything::small),
        field("large", &Everything::large),       field("month", &Everything::month),
        field("position", &Everything::position), field("decimal", &Everything::decimal),
        field("weight", &Everything::weight),     field("rational", &Everything::rational),
        field("date", &Everything::date),         field("moment", &Everything::moment),
        field("period", &Everything::period),     field("digest", &Everything::digest),
        field("colour", &Everything::colour),     field("optional", &Everything::optional),
        field("list", &Everything::list),         field("inner", &Everything::inner),
        field("inners", &Everything::inners),
    };
    friend bool operator==(const Everything&, const Everything&) = default;
};

struct Span {
    std::uint32_t first_month = 1;
    std::uint32_t last_month = 12;

    static constexpr std::tuple fields{
        field("firstMonth", &Span::first_month), field("lastMonth", &Span::last_month)
    };
    friend bool operator==(const Span&, const Span&) = default;
};

struct Verdict {
    Colour colour = Colour::green;
    ledger::Decimal weight{1};
    ledger::ClosedText reason;

    static constexpr std::tuple fields{
        field("colour", &Verdict::colour),
        field("weight", &Verdict::weight),
        field("reason", &Verdict::reason),
    };
};

struct Lists {
    std::vector<Inner> inners;

    static constexpr std::tuple fields{field("inners", &Lists::inners)};
};

struct Nested {
    std::uint32_t month = 0;
    std::vector<Lists> lists;
    Verdict verdict;

    static constexpr std::tuple fields{
        field("month", &Nested::month),
        field("lists", &Nested::lists),
        field("verdict", &Nested::verdict),
    };
};

struct Opened {
    static constexpr std::string_view name = "opened";
    static constexpr std::tuple<> fields{};
};

struct Closed {
    std::string reason;

    static constexpr std::string_view name = "closed";
    static constexpr std::tuple fields{field("reason", &Closed::reason)};
};

struct Nothing {
    static constexpr std::tuple<> fields{};
};

// One field of one type, for tables of values.
template <class T>
struct Only {
    T value{};

    static constexpr std::tuple fields{field("value", &Only::value)};
    friend bool operator==(const Only&, const Only&) = default;
};

template <class T>
api::OrRejections<Only<T>> only(const std::string& value) {
    return from_json<Only<T>>(R"({"value":)" + value + "}");
}

template <class T>
void expect_refused(const std::string& value, std::string_view because) {
    const auto read = only<T>(value);
    ASSERT_FALSE(read) << value;
    ASSERT_EQ(read.error().size(), 1U);
    const ledger::Rejection& problem = read.error().front();
    EXPECT_EQ(problem.code, Code::shape);
    EXPECT_EQ(problem.field, "value");
    EXPECT_NE(problem.detail.en.find(because), std::string::npos) << problem.detail.en;
    EXPECT_FALSE(problem.detail.id.empty());
}

std::vector<std::string> fields_of(const api::Rejections& problems) {
    std::vector<std::string> fields;
    for (const ledger::Rejection& problem : problems) fields.push_back(problem.field);
    return fields;
}

TEST(JsonIn, ReadsAFieldOfEveryType) {
    const auto read = from_json<Everything>(R"({
        "text": "teks", "closed": "rahasia", "name": "2025-a", "stream": "plan/2025-a",
        "flag": true, "small": -5, "large": 9007199254740991, "month": 2, "position": 7,
        "decimal": "77.80", "weight": 3, "rational": "-5/3", "date": "2026-01-12",
        "moment": "2026-01-12T08:00:00+07:00", "period": "2025-Q4",
        "digest": "00000000000000000000000000000000000000000000000000000000000000ff",
        "colour": "red", "optional": "0.5", "list": ["a", "b"],
        "inner": {"count": 1, "note": "n"}, "inners": [{"count": 2}, {"count": 3}]})");
    ASSERT_TRUE(read) << read.error().front().field << read.error().front().detail.en;
    Everything expected{
        .text = "teks",
        .closed = ledger::ClosedWords::make("rahasia"),
        .name = {"2025-a"},
        .stream = {"plan/2025-a"},
        .flag = true,
        .small = -5,
        .large = 9007199254740991,
        .month = 2,
        .position = ledger::Position{7},
        .decimal = dec("77.80"),
        .weight = dec("3"),
        .rational = ledger::Rational::of(-5, 3),
        .date = ledger::parse_date("2026-01-12").value(),
        .moment = ledger::parse_instant("2026-01-12T01:00:00Z").value(),
        .period = ledger::Period::quarter(2025, 4),
        .colour = Colour::red,
        .optional = dec("0.5"),
        .list = {"a", "b"},
        .inner = {.count = 1, .note = "n"},
        .inners = {{.count = 2}, {.count = 3}},
    };
    expected.digest.bytes[31] = 0xFF;
    EXPECT_EQ(*read, expected);
}

TEST(JsonIn, AsksForWhatHasNoMeaningWhenItIsLeftOut) {
    const auto read = from_json<Everything>("{}");
    ASSERT_FALSE(read);
    EXPECT_EQ(
        fields_of(read.error()),
        (std::vector<std::string>{
            "small",
            "large",
            "position",
            "decimal",
            "rational",
            "date",
            "moment",
            "period",
            "digest",
            "colour",
            "inner.count",
        })
    );
    for (const ledger::Rejection& problem : read.error()) {
        EXPECT_EQ(problem.detail.en, "This field is required.");
        EXPECT_EQ(problem.detail.id, "Kolom ini wajib diisi.");
    }
}

TEST(JsonIn, GivesAFieldThatIsLeftOutTheValueThatItsStructSays) {
    const auto span = from_json<Span>("{}");
    ASSERT_TRUE(span) << span.error().front().field;
    EXPECT_EQ(*span, Span{});
    EXPECT_EQ(span->last_month, 12U);
    EXPECT_EQ(from_json<Span>(R"({"lastMonth":0})")->last_month, 0U);
}

TEST(JsonIn, NobodyDecidesByLeavingSomethingOut) {
    const auto decided = from_json<Verdict>(R"({"reason":"baik"})");
    ASSERT_FALSE(decided);
    EXPECT_EQ(fields_of(decided.error()), (std::vector<std::string>{"colour"}));
}

TEST(JsonIn, TellsAllProblemsWithTheirPlaces) {
    const auto read = from_json<Nested>(R"({
        "month": "7",
        "lists": [{"inners": [{"count": 1}]}, {"inners": [{"count": 1}, {"count": 1.5}], "extra": 1}],
        "verdict": {"colour": "blue", "weight": 99.5, "reason": null}})");
    ASSERT_FALSE(read);
    EXPECT_EQ(
        fields_of(read.error()),
        (std::vector<std::string>{
            "month",
            "lists[1].inners[1].count",
            "lists[1].extra",
            "verdict.colour",
            "verdict.weight",
            "verdict.reason",
        })
    );
}

TEST(JsonIn, StopsAtTheMostProblemsThatItTells) {
    std::string list;
    for (int i = 0; i < 100; ++i) list += R"({"count":-1},)";
    const auto read = from_json<Only<std::vector<Inner>>>(R"({"value":[)" + list + "{}]}");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().size(), 20U);
    EXPECT_EQ(read.error().back().field, "value[19].count");
}

TEST(JsonIn, RefusesUnknownFieldsAndNamesTheKnown) {
    const auto read = from_json<Inner>(R"({"count":1,"Note":"x"})");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().front().field, "Note");
    EXPECT_EQ(read.error().front().detail.en, "This field is not known; there are: count, note.");
    const auto empty = from_json<Nothing>(R"({"by":"p1"})");
    ASSERT_FALSE(empty);
    EXPECT_NE(empty.error().front().detail.en.find("must be empty"), std::string::npos);
}

TEST(JsonIn, ShortensNamesThatAClientMadeUp) {
    const std::string name = "\u20ac" + std::string(500, 'x');
    const auto read = from_json<Inner>(R"({"count":1,")" + name + R"(":1})");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().front().field, name.substr(0, 64) + "...");
    EXPECT_EQ(api::quoted_name(std::string(63, 'x') + "\u20ac"), std::string(63, 'x') + "...");
}

TEST(JsonIn, RefusesAFieldThatAppearsTwice) {
    const auto read = from_json<Inner>(R"({"count":1,"note":"a","count":1})");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().front().field, "count");
    EXPECT_EQ(read.error().front().detail.en, "This field appears twice.");
    EXPECT_FALSE(from_json<Inner>(R"({"count":1,"c\u006funt":1})"));
}

TEST(JsonIn, TakesDecimalsAsTextOrWholeNumbersAndNeverAsFloatingPoint) {
    EXPECT_EQ(only<ledger::Decimal>(R"("77.80")")->value, dec("77.80"));
    EXPECT_EQ(only<ledger::Decimal>("-100")->value, dec("-100"));
    EXPECT_EQ(only<ledger::Decimal>("9007199254740991")->value, dec("9007199254740991"));
    for (const char* number :
         {"77.8", "1e2", "1.0", "9007199254740992", "-9007199254740992", "18446744073709551615"}) {
        expect_refused<ledger::Decimal>(number, "not kept exactly");
        expect_refused<ledger::Rational>(number, "not kept exactly");
    }
    expect_refused<ledger::Decimal>(R"("7,5")", "'7,5' is not a decimal");
    expect_refused<ledger::Decimal>(R"("1234567890123456789")", "18 digits");
    expect_refused<ledger::Decimal>("true", "a true/false value");
    EXPECT_EQ(only<ledger::Rational>("4")->value, ledger::Rational(4));
    EXPECT_EQ(only<ledger::Rational>(R"("7.50")")->value, ledger::Rational(dec("7.5")));
    expect_refused<ledger::Rational>(R"("1/0")", "not a fraction");
}

// One receipt must not be right for one checker and wrong for another.
TEST(JsonIn, TakesNumbersInOneSpellingWhereThatMatters) {
    const api::JsonLimits strict{.one_spelling = true};
    const auto takes = [&]<class T>(T, const std::string& value) {
        return from_json<Only<T>>(R"({"value":)" + value + "}", strict).has_value();
    };
    for (const char* text : {R"("4")", R"("-5/3")", R"("0")"}) {
        EXPECT_TRUE(takes(ledger::Rational{}, text)) << text;
    }
    for (const char* text : {R"("10/6")", R"("4/1")", R"("7.50")", R"("-0")", "4"}) {
        EXPECT_FALSE(takes(ledger::Rational{}, text)) << text;
    }
    for (const char* text : {R"("7.50")", R"("-4")", R"("0.00")"}) {
        EXPECT_TRUE(takes(ledger::Decimal{}, text)) << text;
    }
    for (const char* text : {R"("-0.00")", "7", "7.5"}) {
        EXPECT_FALSE(takes(ledger::Decimal{}, text)) << text;
    }
}

TEST(JsonIn, TakesWholeNumbersWithinTheirRange) {
    EXPECT_EQ(only<std::uint32_t>("4294967295")->value, 4294967295U);
    EXPECT_EQ(only<std::int32_t>("-2147483648")->value, std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(only<std::uint8_t>("255")->value, 255U);
    expect_refused<std::uint32_t>("4294967296", "from 0 to 4294967295");
    expect_refused<std::uint32_t>("-1", "from 0 to 4294967295");
    expect_refused<std::uint8_t>("256", "from 0 to 255");
    expect_refused<std::uint64_t>("9007199254740992", "from 0 to 9007199254740991");
    expect_refused<std::int64_t>("-9007199254740992", "from -9007199254740991");
    expect_refused<std::uint32_t>("5.0", "whole number");
    expect_refused<std::uint32_t>(R"("5")", "this is text");
    expect_refused<ledger::Position>("-1", "from 0 to 9007199254740991");
}

TEST(JsonIn, RefusesEveryWrongType) {
    expect_refused<bool>("1", "true or false");
    expect_refused<std::string>("1", "this is a whole number");
    expect_refused<std::string>("null", "leave an empty field out");
    expect_refused<ledger::ClosedText>(R"({"withheld":true,"characters":3})", "this is an object");
    expect_refused<ledger::PlanId>(R"("")", "1 to 64 of the characters");
    expect_refused<ledger::PlanId>(R"("a/b")", "1 to 64 of the characters");
    expect_refused<ledger::StreamId>(R"("plan")", "a stream's name");
    expect_refused<ledger::StreamId>(R"("plan/")", "a stream's name");
    expect_refused<ledger::StreamId>(R"("plan/a b")", "a stream's name");
    expect_refused<ledger::StreamId>('"' + std::string(300, 'a') + "/b\"", "a stream's name");
    expect_refused<ledger::Date>(R"("2026-02-30")", "a date such as");
    expect_refused<ledger::Instant>(R"("2026-01-12T08:00:00")", "a time with its zone");
    expect_refused<ledger::Period>(R"("2025-13")", "a month, a quarter or a year");
    expect_refused<ledger::Digest>(R"("00FF")", "64 lower-case");
    expect_refused<Colour>(R"("blue")", "'blue' is not known; choose one of: red, green");
    expect_refused<Colour>("0", "one of: red, green");
    expect_refused<std::vector<std::string>>(R"("a")", "an array");
    expect_refused<Inner>("[]", "an object");
    expect_refused<std::optional<std::uint32_t>>("null", "leave an empty field out");
}

TEST(JsonIn, RefusesTextWithANul) {
    expect_refused<std::string>(R"("a\u0000b")", "U+0000");
    expect_refused<ledger::ClosedText>(R"("\u0000")", "U+0000");
}

TEST(JsonIn, RefusesWhatIsNoJson) {
    const std::string_view hostile[] = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "\"text\"",
        "1",
        "null",
        "{\"count\":1",
        "{\"count\":1}}",
        "{\"count\":1,}",
        "{\"count\":01}",
        "{\"count\":+1}",
        "{\"count\":0x1}",
        "{'count':1}",
        "{count:1}",
        "{\"count\":1} {\"count\":1}",
        "{\"count\":NaN}",
        "{\"count\":1e999}",
        "{\"count\":123456789012345678901234567890}",
        "{\"note\":\"\n\",\"count\":1}",
        "{\"note\":\"\\x\",\"count\":1}",
        "{\"note\":\"\\ud800\",\"count\":1}",
        "{\"count\":1,\"note\":\"\xC3\x28\"}",
        "{\"count\":1,\"note\":\"\xED\xA0\x80\"}",
        "\xEF\xBB\xBF{\"count\":1}",
        "/*c*/{\"count\":1}",
        "{\"count\" 1}",
        "{\"count\":1 \"note\":\"\"}",
    };
    for (const std::string_view bytes : hostile) {
        const auto read = from_json<Inner>(bytes);
        ASSERT_FALSE(read) << bytes;
        EXPECT_EQ(read.error().front().code, Code::shape) << bytes;
        EXPECT_FALSE(read.error().front().detail.en.empty());
        EXPECT_FALSE(read.error().front().detail.id.empty());
    }
    EXPECT_FALSE(from_json<Inner>(std::string_view("{\"count\":1}\0", 12)));
}

TEST(JsonIn, NestsNoDeeperThanItsLimit) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + '1' + std::string(depth, ']');
    };
    EXPECT_TRUE(JsonDocument::parse(nested(32)));
    const auto deep = JsonDocument::parse(nested(33));
    ASSERT_FALSE(deep);
    EXPECT_EQ(
        deep.error().front().detail.en, "Objects and arrays are nested more than 32 levels deep."
    );
    EXPECT_FALSE(JsonDocument::parse(std::string(100'000, '[')));
    EXPECT_TRUE(JsonDocument::parse(nested(3), {.depth_max = 3}));
    EXPECT_FALSE(JsonDocument::parse(nested(4), {.depth_max = 3}));
}

TEST(JsonIn, TakesNoMoreBytesOrItemsThanItsLimits) {
    const std::string json = R"({"value":[1,2,3]})";
    using List = Only<std::vector<std::uint32_t>>;
    EXPECT_TRUE(from_json<List>(json, {.bytes_max = json.size()}));
    const auto long_one = from_json<List>(json, {.bytes_max = json.size() - 1});
    ASSERT_FALSE(long_one);
    EXPECT_EQ(long_one.error().front().detail.en, "The document is longer than 16 bytes.");
    EXPECT_TRUE(from_json<List>(json, {.items_max = 3}));
    const auto many = from_json<List>(json, {.items_max = 2});
    ASSERT_FALSE(many);
    EXPECT_EQ(many.error().front().detail.en, "This array has more than 2 items.");
}

TEST(JsonIn, ReadsALargeDocumentAndASmallOneAfterIt) {
    const std::string text(3'000'000, 'x');
    const auto large =
        from_json<Only<std::string>>(R"({"value":")" + text + "\"}", {.bytes_max = 4'000'000});
    ASSERT_TRUE(large);
    EXPECT_EQ(large->value.size(), text.size());
    EXPECT_EQ(only<std::string>(R"("small")")->value, "small");
}

TEST(JsonIn, KeepsADocumentWhileOthersAreRead) {
    const auto first = JsonDocument::parse(R"({"a":["x",1]})");
    const auto second = JsonDocument::parse(R"({"b":2})");
    const auto third = JsonDocument::parse("[3]");
    ASSERT_TRUE(first && second && third);
    const auto members = first->root().members();
    const auto member = *members.begin();
    EXPECT_EQ(member.name, "a");
    std::vector<JsonValue::Kind> kinds;
    for (const JsonValue item : member.value.items()) kinds.push_back(item.kind());
    EXPECT_EQ(kinds, (std::vector{JsonValue::Kind::text, JsonValue::Kind::integer}));
    EXPECT_EQ((*second->root().members().begin()).value.integer(), 2);
}

TEST(JsonIn, ReadsAPartUnderItsName) {
    const auto document = JsonDocument::parse(R"({"count":"x"})");
    ASSERT_TRUE(document);
    api::JsonReading reading({}, "data");
    Inner inner;
    read(reading, document->root(), inner);
    ASSERT_FALSE(reading.is_clean());
    EXPECT_EQ(std::move(reading).take().front().field, "data.count");
}

TEST(JsonIn, ReadsTheStructOfAVariantThatIsNamed) {
    const auto document = JsonDocument::parse(R"({"reason":"mutasi"})");
    ASSERT_TRUE(document);
    api::JsonReading reading;
    std::variant<Opened, Closed> event;
    EXPECT_TRUE(read_named(reading, document->root(), "closed", event));
    EXPECT_EQ(std::get<Closed>(event).reason, "mutasi");
    EXPECT_FALSE(read_named(reading, document->root(), "moved", event));
    EXPECT_TRUE(reading.is_clean());
}

// Whatever bytes come: an answer, never a crash.
RC_GTEST_PROP(JsonIn, AnswersToAnyBytes, (const std::string& bytes)) {
    RC_ASSERT(!from_json<Nested>(bytes));
}

RC_GTEST_PROP(JsonIn, AnswersToADocumentThatWasDamaged, (std::size_t where, char byte)) {
    std::string json =
        R"({"month":3,"lists":[{"inners":[{"count":1,"note":"9.5"}]}],"verdict":{}})";
    json[where % json.size()] = byte;
    const auto read = from_json<Nested>(json);
    RC_ASSERT(!read);
    RC_ASSERT(!read.error().empty());
}

}  // namespace
