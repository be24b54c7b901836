// What a mapping must be, before any data is read with it.

#include "tools/mapping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using tools::Cells;
using tools::Mapping;
using tools::TextTemplate;

constexpr std::string_view small = R"({
  "source": "import:small",
  "title": {"id": "Kecil", "en": "Small"},
  "tables": {"direction": {"entries": {"up": "max", "down": "min"}}},
  "files": [{
    "file": "a.csv",
    "columns": [
      {"name": "no", "as": "name"},
      {"name": "direction", "as": "text"},
      {"name": "colour", "ignored": {"id": "Hiasan.", "en": "Decoration."}}
    ],
    "values": [{"name": "polarity", "of": "{direction}", "table": "direction"}],
    "events": [{
      "type": "indicator.defined",
      "id": "indicator-{no}",
      "subject": "indicator/a-{no}",
      "effective": "2025-01-01T00:00:00Z",
      "data": {"polarity": "{polarity}"}
    }]
  }]
})";

// The mapping with one piece of it replaced.
std::string with(std::string_view piece, std::string_view instead) {
    std::string text(small);
    const std::size_t at = text.find(piece);
    EXPECT_NE(at, std::string::npos) << piece;
    return text.replace(at, piece.size(), instead);
}

// What is wrong with a mapping: the places, in order.
std::vector<std::string> problems(std::string_view json) {
    const auto mapping = Mapping::parse(json);
    if (mapping) return {};
    std::vector<std::string> places;
    for (const ledger::Rejection& problem : mapping.error()) {
        EXPECT_FALSE(problem.detail.id.empty()) << problem.field;
        EXPECT_FALSE(problem.detail.en.empty()) << problem.field;
        places.push_back(problem.field);
    }
    return places;
}

using Places = std::vector<std::string>;

TEST(Mapping, ReadsWhatItSays) {
    const auto mapping = Mapping::parse(small);
    ASSERT_TRUE(mapping) << mapping.error().front().field << mapping.error().front().detail.en;
    EXPECT_EQ(mapping->source, "import:small");
    ASSERT_NE(mapping->file("a.csv"), nullptr);
    EXPECT_EQ(mapping->file("b.csv"), nullptr);
    EXPECT_EQ(mapping->file("a.csv")->column("no")->as, tools::As::name);
    EXPECT_EQ(mapping->file("a.csv")->column("colour")->ignored.en, "Decoration.");
    EXPECT_EQ(mapping->tables.at("direction").entries.at("down").text, "min");
}

TEST(Mapping, MustBeJsonOfItsShape) {
    EXPECT_EQ(problems("{"), (Places{""}));
    EXPECT_EQ(problems(with("\"title\"", "\"titel\"")), (Places{"titel"}));
    EXPECT_EQ(
        problems(with("\"as\": \"name\"", "\"as\": \"number\"")), (Places{"files[0].columns[0].as"})
    );
    EXPECT_EQ(
        problems(with("\"up\": \"max\"", "\"up\": \"max\", \"up\": \"min\"")),
        (Places{"tables.direction.entries.up"})
    );
    EXPECT_EQ(
        problems(with("\"up\": \"max\"", "\"up\": 1")), (Places{"tables.direction.entries.up"})
    );
    EXPECT_EQ(
        problems(with("{\"polarity\": \"{polarity}\"}", "{\"polarity\": \"{polarity\"}")),
        (Places{"files[0].events[0].data.polarity"})
    );
    EXPECT_EQ(
        problems(with("{\"polarity\": \"{polarity}\"}", "{\"weight\": 0.5}")),
        (Places{"files[0].events[0].data.weight"})
    );
}

TEST(Mapping, NeedsASourceATitleAndFiles) {
    EXPECT_EQ(problems(with("import:small", "")), (Places{"source"}));
    EXPECT_EQ(problems(with("Kecil", "")), (Places{"title"}));
    EXPECT_EQ(
        problems(R"({"source": "import:a", "title": {"id": "a", "en": "a"}})"), (Places{"files"})
    );
}

TEST(Mapping, ReadsAColumnOrIgnoresItWithAReasonInBothLanguages) {
    EXPECT_EQ(
        problems(with(", \"ignored\": {\"id\": \"Hiasan.\", \"en\": \"Decoration.\"}", "")),
        (Places{"files[0].columns[2].ignored"})
    );
    EXPECT_EQ(
        problems(with(", \"en\": \"Decoration.\"", "")), (Places{"files[0].columns[2].ignored"})
    );
    EXPECT_EQ(
        problems(with(
            "{\"name\": \"direction\", ",
            "{\"name\": \"direction\", \"ignored\": {\"id\": \"a\", \"en\": \"a\"}, "
        )),
        (Places{"files[0].columns[1].ignored"})
    );
}

TEST(Mapping, UsesNoNameThatIsNotThere) {
    EXPECT_EQ(problems(with("a-{no}", "a-{number}")), (Places{"files[0].events[0].subject"}));
    EXPECT_EQ(
        problems(with("\"type\"", "\"when\": [\"year\"], \"type\"")),
        (Places{"files[0].events[0].when"})
    );
    EXPECT_EQ(
        problems(with("\"table\": \"direction\"", "\"table\": \"polarity\"")),
        (Places{"files[0].values[0].table", "tables.direction"})
    );
    EXPECT_EQ(
        problems(with(
            "{\"name\": \"no\", ",
            "{\"name\": \"no\", \"foundIn\": {\"file\": \"b.csv\", \"column\": "
            "\"no\"}, "
        )),
        (Places{"files[0].columns[0].foundIn.column"})
    );
    EXPECT_EQ(
        problems(with("{\"name\": \"no\", ", "{\"name\": \"no\", \"agreesWith\": \"direction\", ")),
        (Places{"files[0].columns[0].agreesWith"})
    );
    EXPECT_EQ(
        problems(with(
            "\"table\": \"direction\"",
            "\"lookup\": {\"file\": \"a.csv\", \"key\": \"no\", \"column\": \"colour\"}"
        )),
        (Places{"files[0].values[0].lookup.column", "tables.direction"})
    );
}

TEST(Mapping, ReadsNothingThatItDoesNotUse) {
    EXPECT_EQ(
        problems(with("\"of\": \"{direction}\"", "\"of\": \"{no}\"")),
        (Places{"files[0].columns[1].name"})
    );
    EXPECT_EQ(problems(with("\"{polarity}\"", "\"max\"")), (Places{"files[0].values[0].name"}));
    EXPECT_EQ(
        problems(with("\"tables\": {", "\"tables\": {\"more\": {\"entries\": {}}, ")),
        (Places{"tables.more"})
    );
}

TEST(Mapping, NamesEachThingOnce) {
    EXPECT_EQ(problems(with("\"colour\"", "\"no\"")), (Places{"files[0].columns[2].name"}));
    EXPECT_EQ(
        problems(with("\"polarity\", \"of\"", "\"no\", \"of\"")).front(), "files[0].values[0].name"
    );
}

TEST(Mapping, TakesAValueFromATableOrFromElsewhereNotBoth) {
    EXPECT_EQ(
        problems(with(", \"table\": \"direction\"", "")),
        (Places{"files[0].values[0].table", "tables.direction"})
    );
}

TEST(Mapping, NeedsWholeEvents) {
    EXPECT_EQ(problems(with("indicator.defined", "defined")), (Places{"files[0].events[0].type"}));
    EXPECT_EQ(problems(with("\"id\": \"indicator-{no}\",", "")), (Places{"files[0].events[0].id"}));
    EXPECT_EQ(
        problems(with("\"effective\": \"2025-01-01T00:00:00Z\",", "")),
        (Places{"files[0].events[0].effective"})
    );
}

TEST(Mapping, HoldsAFileThatGivesNothingToSayWhy) {
    const std::string_view last = "}]\n  }]";
    const std::string without =
        R"(}]}, {"file": "b.csv", "columns": [{"name": "x", "ignored": {"id": "a", "en": "a"}}]}])";
    EXPECT_EQ(problems(with(last, without)), (Places{"files[1].withoutEvents"}));
    std::string said = without;
    said.insert(said.size() - 2, R"(, "withoutEvents": {"id": "a", "en": "a"})");
    EXPECT_EQ(problems(with(last, said)), (Places{}));
    EXPECT_EQ(
        problems(with(
            "\"file\": \"a.csv\",",
            "\"file\": \"a.csv\", \"withoutEvents\": {\"id\": \"a\", \"en\": \"a\"},"
        )),
        (Places{"files[0].withoutEvents"})
    );
}

TEST(Mapping, WritesDecimalsWithSignsOfOneCharacter) {
    EXPECT_EQ(
        problems(
            with("{\"name\": \"no\", ", "{\"name\": \"no\", \"decimal\": {\"point\": \"::\"}, ")
        ),
        (Places{"files[0].columns[0].decimal"})
    );
}

// --- Templates

tools::Template template_of(std::string_view json) {
    const auto document = api::JsonDocument::parse(json);
    EXPECT_TRUE(document) << json;
    api::JsonReading reading;
    tools::Template made;
    read(reading, document->root(), made);
    EXPECT_TRUE(reading.is_clean()) << json;
    return made;
}

std::string filled(std::string_view json, const Cells& cells) {
    api::JsonOut out;
    template_of(json).write(out, cells);
    return std::move(out).take();
}

TEST(Template, FillsItsHolesWithTextsAndFlags) {
    const Cells cells{{"no", {"7", false}}, {"yes", {"true", true}}};
    EXPECT_EQ(
        filled(
            R"({"a": "{no}", "b": "x-{no}-{no}", "c": "{yes}", "d": 3, "e": true, "f": ["{no}"]})",
            cells
        ),
        R"({"a":"7","b":"x-7-7","c":true,"d":3,"e":true,"f":["7"]})"
    );
    EXPECT_EQ(filled(R"({"a": "is {yes}"})", cells), R"({"a":"is true"})");
}

TEST(Template, LeavesOutWhatHasOnlyEmptyHoles) {
    const Cells cells{{"no", {"7", false}}};
    EXPECT_EQ(
        filled(
            R"({"a": "{none}", "b": "by {none}", "c": {"d": "{none}"}, "e": ["{none}"],
                   "f": "{none}{no}", "g": ""})",
            cells
        ),
        R"({"f":"7","g":""})"
    );
    EXPECT_EQ(filled(R"({"a": "{none}"})", cells), "{}");
}

TEST(Template, QuotesWhatNeedsQuoting) {
    EXPECT_EQ(
        filled(R"({"a": "{x}"})", {{"x", {"say \"hi\"\n", false}}}), R"({"a":"say \"hi\"\n"})"
    );
}

TEST(Template, BracesMustMatch) {
    for (const std::string_view text : {"{", "}", "{}", "a{b", "{a{b}}", "a}b", "{a}}"}) {
        EXPECT_FALSE(TextTemplate::parse(text)) << text;
    }
    EXPECT_TRUE(TextTemplate::parse(""));
    EXPECT_TRUE(TextTemplate::parse("plain"));
}

// --- The mappings that we ship

std::string contents(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

TEST(ShippedMappings, AreAllInOrder) {
    std::size_t count = 0;
    const std::filesystem::path folder =
        std::filesystem::path(JEJAK_SOURCE_DIR) / "schemas" / "mappings";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") continue;
        ++count;
        const auto mapping = Mapping::parse(contents(entry.path()));
        EXPECT_TRUE(mapping) << entry.path() << ": " << mapping.error().front().field << ": "
                             << mapping.error().front().detail.en;
        if (mapping) {
            EXPECT_EQ(mapping->source, "import:" + entry.path().stem().string());
        }
    }
    EXPECT_GE(count, 3U);
}

}  // namespace
