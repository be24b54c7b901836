// What becomes of tables: each row gives events, or it is told why not.

#include "tools/intake.h"

#include "api/cloud_event.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using tools::Finding;
using tools::Intake;
using tools::Mapping;
using tools::SourceFile;

constexpr std::string_view indicators = R"({
  "source": "import:small",
  "title": {"id": "Kecil", "en": "Small"},
  "tables": {"direction": {"entries": {"up": "max", "down": "min"}}},
  "files": [{
    "file": "a.csv",
    "columns": [
      {"name": "no", "as": "name"},
      {"name": "unit", "as": "text"},
      {"name": "direction", "as": "text"}
    ],
    "values": [{"name": "polarity", "of": "{direction}", "table": "direction"}],
    "events": [{
      "type": "unit.created",
      "id": "unit-{unit}",
      "subject": "unit/{unit}",
      "effective": "2025-01-01T00:00:00Z",
      "once": true,
      "data": {"name": "Unit {unit}"}
    }, {
      "type": "indicator.defined",
      "id": "indicator-{no}",
      "subject": "indicator/{no}",
      "effective": "2025-01-01T00:00:00Z",
      "data": {"unit": "{unit}", "polarity": "{polarity}"}
    }]
  }]
})";

// One file, one event a row, the value in `data`; `column` is the column "value".
std::string values(std::string_view column, std::string_view more_columns = "") {
    return R"({"source": "import:values", "title": {"id": "a", "en": "a"}, "files": [{
      "file": "v.csv",
      "columns": [{"name": "no", "as": "name"}, )" +
           std::string(column) + std::string(more_columns) + R"(],
      "events": [{"type": "indicator.valueRecorded", "id": "{no}", "subject": "indicator/{no}",
                  "effective": "2025-01-01T00:00:00Z",
                  "data": {"value": "{value}", "unit": "{value.unit}", "word": "{value.word}",
                           "remark": "{value.remark}"}}]}]})";
}

Intake take(std::string_view json, const std::vector<SourceFile>& files) {
    const auto mapping = Mapping::parse(json);
    if (!mapping) {
        ADD_FAILURE() << mapping.error().front().field << ": " << mapping.error().front().detail.en;
        return {};
    }
    return take_in(*mapping, files, {.actor = "importir", .migration_order = {}});
}

// "a.csv:3 direction=sideways refused"
std::string place(const Finding& finding) {
    std::string text = finding.file + ":" + std::to_string(finding.line);
    if (!finding.column.empty()) text += " " + finding.column;
    if (!finding.value.empty()) text += "=" + finding.value;
    return text + (finding.kind == Finding::Kind::refused ? " refused" : " noted");
}

std::vector<std::string> places(const Intake& intake) {
    std::vector<std::string> all;
    for (const Finding& finding : intake.findings) {
        EXPECT_FALSE(finding.reason.id.empty()) << place(finding);
        EXPECT_FALSE(finding.reason.en.empty()) << place(finding);
        all.push_back(place(finding));
    }
    return all;
}

// What stands between `from` and the next `to` of an event's JSON.
std::string between(std::string_view text, std::string_view from, std::string_view to) {
    const std::size_t start = text.find(from);
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start + from.size());
    return std::string(text.substr(0, text.find(to)));
}

std::vector<std::string> ids(const Intake& intake) {
    std::vector<std::string> all;
    for (const auto& event : intake.events) all.push_back(between(event.json, "\"id\":\"", "\""));
    return all;
}

// The data of the events, without its braces.
std::vector<std::string> data(const Intake& intake) {
    std::vector<std::string> all;
    for (const auto& event : intake.events) {
        all.push_back(between(event.json, "\"data\":{", "}}"));
    }
    return all;
}

using Texts = std::vector<std::string>;

TEST(Intake, ARowGivesItsEventsWithIdsFromItsKey) {
    const Intake intake = take(indicators, {{"a.csv", "no,unit,direction\n1,u,up\n2,u,down\n"}});
    EXPECT_EQ(places(intake), (Texts{}));
    EXPECT_EQ(ids(intake), (Texts{"unit-u", "indicator-1", "indicator-2"}));
    EXPECT_EQ(
        intake.events[2].json,
        R"({"specversion":"1.0","type":"jejak.indicator.defined","source":"import:small",)"
        R"("id":"indicator-2","subject":"indicator/2","datacontenttype":"application/json",)"
        R"("actor":"importir","actorrole":"integration","channel":"import",)"
        R"("effectivetime":"2025-01-01T00:00:00Z","data":{"unit":"u","polarity":"min"}})"
    );
    EXPECT_EQ(intake.events[2].file, "a.csv");
    EXPECT_EQ(intake.events[2].line, 3U);
    EXPECT_EQ(
        intake.counts,
        (std::vector<tools::FileCount>{{.file = "a.csv", .rows = 2, .refused = 0, .events = 3}})
    );
}

TEST(Intake, TheSameTablesGiveTheSameEventsAgain) {
    const std::vector<SourceFile> files{{"a.csv", "no,unit,direction\n1,u,up\n2,u,down\n"}};
    EXPECT_EQ(take(indicators, files).events, take(indicators, files).events);
}

TEST(Intake, AColumnThatTheMappingDoesNotMentionIsToldAndTheRowsAreRead) {
    const Intake intake = take(indicators, {{"a.csv", "no,unit,colour,direction\n1,u,red,up\n"}});
    EXPECT_EQ(places(intake), (Texts{"a.csv:0 colour refused"}));
    EXPECT_EQ(ids(intake), (Texts{"unit-u", "indicator-1"}));
}

TEST(Intake, AFileWithoutAColumnOfTheMappingIsNotRead) {
    const Intake intake = take(indicators, {{"a.csv", "no,unit\n1,u\n"}});
    EXPECT_EQ(places(intake), (Texts{"a.csv:0 direction refused"}));
    EXPECT_TRUE(intake.events.empty());
}

TEST(Intake, FilesThatAreTooManyOrTooFewAreTold) {
    const Intake intake = take(indicators, {{"b.csv", "x\n1\n"}});
    EXPECT_EQ(places(intake), (Texts{"b.csv:0 refused", "a.csv:0 refused"}));
}

TEST(Intake, AFileThatIsNoTableIsTold) {
    EXPECT_EQ(places(take(indicators, {{"a.csv", ""}})), (Texts{"a.csv:0 refused"}));
}

TEST(Intake, AValueThatTheTableDoesNotMentionCostsItsRow) {
    const Intake intake =
        take(indicators, {{"a.csv", "no,unit,direction\n1,u,sideways\n2,u,up\n"}});
    EXPECT_EQ(places(intake), (Texts{"a.csv:2 polarity=sideways refused"}));
    EXPECT_EQ(ids(intake), (Texts{"unit-u", "indicator-2"}));
    EXPECT_EQ(intake.counts.front().refused, 1U);
}

TEST(Intake, AShortRowCostsItsRow) {
    const Intake intake = take(indicators, {{"a.csv", "no,unit,direction\n1,u\n2,u,up\n"}});
    EXPECT_EQ(places(intake), (Texts{"a.csv:2 refused"}));
    EXPECT_EQ(ids(intake), (Texts{"unit-u", "indicator-2"}));
}

TEST(Intake, AnEmptyValueCostsItsRow) {
    EXPECT_EQ(
        places(take(indicators, {{"a.csv", "no,unit,direction\n1,u,\n"}})),
        (Texts{"a.csv:2 direction refused"})
    );
}

TEST(Intake, AKeyThatWasUsedBeforeCostsTheLaterRow) {
    const Intake intake =
        take(indicators, {{"a.csv", "no,unit,direction\n1,u,up\n1,v,up\n2,u,up\n"}});
    EXPECT_EQ(places(intake), (Texts{"a.csv:3=indicator-1 refused"}));
    EXPECT_EQ(intake.findings.front().reason.en, "This key was used before, by a.csv:2.");
    EXPECT_EQ(ids(intake), (Texts{"unit-u", "indicator-1", "indicator-2"}));
}

TEST(Intake, RowsThatSpeakOfTheSameThingMustAgreeOnIt) {
    std::string json(indicators);
    const std::string_view name = "\"name\": \"Unit {unit}\"";
    json.replace(json.find(name), name.size(), "\"name\": \"{direction}\"");
    const Intake intake = take(json, {{"a.csv", "no,unit,direction\n1,u,up\n2,u,down\n3,u,up\n"}});
    EXPECT_EQ(places(intake), (Texts{"a.csv:3=unit-u refused"}));
    EXPECT_EQ(
        intake.findings.front().reason.en,
        "The row is about the same thing as a.csv:2, but says otherwise."
    );
    EXPECT_EQ(ids(intake), (Texts{"unit-u", "indicator-1", "indicator-3"}));
}

TEST(Intake, NamesDatesAndYearsMustBeWhatTheyAre) {
    EXPECT_EQ(
        places(take(indicators, {{"a.csv", "no,unit,direction\na b,u,up\n"}})),
        (Texts{"a.csv:2 no=a b refused"})
    );
    const auto column = [](std::string_view as) {
        std::string json = values(R"({"name": "value", "as": ")" + std::string(as) + R"("})");
        // These have neither a unit nor a word.
        const std::string_view decimals = R"("unit": "{value.unit}", "word": "{value.word}",)";
        return json.erase(json.find(decimals), decimals.size());
    };
    EXPECT_EQ(
        places(take(column("date"), {{"v.csv", "no,value\n1,2025-02-29\n2,2024-02-29\n"}})),
        (Texts{"v.csv:2 value=2025-02-29 refused"})
    );
    EXPECT_EQ(
        places(take(column("year"), {{"v.csv", "no,value\n1,2025-Q1\n2,25\n3,2025\n"}})),
        (Texts{"v.csv:2 value=2025-Q1 refused", "v.csv:3 value=25 refused"})
    );
}

TEST(Intake, ABadDecimalCostsItsRow) {
    const Intake intake = take(
        values(R"({"name": "value", "as": "decimal"})"),
        {{"v.csv", "no,value\n1,\"75,00\"\n2,75.00\n3,1234567890123456789\n"}}
    );
    EXPECT_EQ(
        places(intake),
        (Texts{"v.csv:2 value=75,00 refused", "v.csv:4 value=1234567890123456789 refused"})
    );
    EXPECT_EQ(data(intake), (Texts{R"("value":"75.00")"}));
}

TEST(Intake, NumbersWrittenAnotherWayAreReadExactlyAndCounted) {
    const Intake intake = take(
        values(R"({"name": "value", "as": "decimal",
                   "decimal": {"point": ",", "group": ".", "percent": true}})"),
        {{"v.csv", "no,value\n1,\"1.234,50\"\n2,\"0,26 %\"\n3,100%\n4,7\n"}}
    );
    EXPECT_EQ(
        data(intake),
        (Texts{
            R"("value":"1234.50")",
            R"("value":"0.26","unit":"%")",
            R"("value":"100","unit":"%")",
            R"("value":"7")",
        })
    );
    ASSERT_EQ(places(intake), (Texts{"v.csv:0 value noted"}));
    EXPECT_EQ(
        intake.findings.front().reason.en,
        "Numbers written another way: 2 decimal signs \",\" became a point, 2 percent signs became "
        "the unit."
    );
}

TEST(Intake, AReplacementIsMadeAndTold) {
    const Intake intake = take(
        values(R"({"name": "value", "as": "decimal", "replacements": [
            {"from": "WTP", "word": "WTP", "note": {"id": "Kata.", "en": "A word."}},
            {"from": "8 half", "to": "8", "remark": "half", "note": {"id": "Dua.", "en": "Two."}}
        ]
})"),
        {{"v.csv", "no,value\n1,WTP\n2,8 half\n3,WDP\n"}}
    );
    EXPECT_EQ(
        places(intake),
        (Texts{
            "v.csv:2 value=WTP noted",
            "v.csv:3 value=8 half noted",
            "v.csv:4 value=WDP refused",
        })
    );
    EXPECT_EQ(data(intake), (Texts{R"("word":"WTP")", R"("value":"8","remark":"half")"}));
}

TEST(Intake, AnEmptyValueThatTheMappingExpectsIsTold) {
    const Intake intake = take(
        values(R"({"name": "value", "as": "decimal", "empty": {"id": "Belum.", "en": "Not yet."}})"
        ),
        {{"v.csv", "no,value\n1,\n2,5\n"}}
    );
    EXPECT_EQ(places(intake), (Texts{"v.csv:2 value noted"}));
    EXPECT_EQ(data(intake), (Texts{"", R"("value":"5")"}));
}

TEST(Intake, ValuesOutsideTheUsualRangeAreKeptAndTold) {
    const Intake intake = take(
        values(R"({"name": "value", "as": "decimal",
                   "usual": {"low": "0", "high": "100", "note": {"id": "Aneh.", "en": "Odd."}}})"),
        {{"v.csv", "no,value\n1,-0.01\n2,0\n3,100.00\n4,100.01\n"}}
    );
    EXPECT_EQ(places(intake), (Texts{"v.csv:2 value=-0.01 noted", "v.csv:5 value=100.01 noted"}));
    EXPECT_EQ(intake.events.size(), 4U);
}

TEST(Intake, AValueThatCameBeforeIsToldWhereTheMappingAsksForIt) {
    const Intake intake = take(
        values(R"({"name": "value", "as": "decimal", "repeated": {"id": "Lagi.", "en": "Again."}})"
        ),
        {{"v.csv", "no,value\n1,5\n2,5\n3,6\n"}}
    );
    EXPECT_EQ(places(intake), (Texts{"v.csv:3 value=5 noted"}));
    EXPECT_EQ(intake.events.size(), 3U);
}

TEST(Intake, RawAndParsedNumbersMustAgree) {
    const Intake intake = take(
        values(
            R"({"name": "value", "as": "decimal", "decimal": {"point": ","}, "agreesWith": "parsed",
                "replacements": [{"from": "WTP", "word": "WTP", "note": {"id": "a", "en": "a"}}]})",
            R"(, {"name": "parsed", "as": "decimal", "empty": {"id": "a", "en": "a"}})"
        ),
        {{"v.csv", "no,value,parsed\n1,\"7,5\",7.50\n2,\"7,5\",7.51\n3,WTP,\n4,5,\n5,WTP,5\n"}}
    );
    Texts refused;
    for (const Finding& finding : intake.findings) {
        if (finding.kind == Finding::Kind::refused) refused.push_back(place(finding));
    }
    EXPECT_EQ(
        refused,
        (Texts{"v.csv:3 value=7.5 refused", "v.csv:5 value=5 refused", "v.csv:6 value refused"})
    );
    EXPECT_EQ(ids(intake), (Texts{"1", "3"}));
}

// --- Tables that refer to each other

constexpr std::string_view joined = R"({
  "source": "import:joined",
  "title": {"id": "a", "en": "a"},
  "migrationOrder": "SK-1/2025",
  "files": [{
    "file": "parents.csv",
    "columns": [{"name": "id", "as": "name"}, {"name": "title", "as": "text"}]
  }, {
    "file": "children.csv",
    "columns": [
      {"name": "id", "as": "name"},
      {"name": "parent", "as": "name", "foundIn": {"file": "PARENTS", "column": "id" KEPT}},
      {"name": "note", "as": "text", "empty": {"id": "a", "en": "a"}}
    ],
    "values": [{"name": "title", "of": "{parent}", "lookup": {
      "file": "parents.csv", "key": "id", "column": "title" LOOKUP}}],
    "events": [{
      "type": "unit.created", "id": "{id}", "subject": "unit/{id}",
      "effective": "2025-01-01T00:00:00Z", "when": ["note"],
      "data": {"title": "{title}"}
    }]
  }]
})";

std::string joined_with(std::string_view lookup, std::string_view kept = "") {
    std::string json(joined);
    json.replace(json.find("PARENTS"), 7, "parents.csv");
    json.replace(json.find(" KEPT"), 5, kept);
    return json.replace(json.find(" LOOKUP"), 7, lookup);
}

TEST(Intake, ValuesAreLookedUpInOtherFiles) {
    const Intake intake = take(
        joined_with(""),
        {{"parents.csv", "id,title\np,Atas\n"}, {"children.csv", "id,parent,note\nc,p,x\n"}}
    );
    EXPECT_EQ(places(intake), (Texts{}));
    EXPECT_EQ(data(intake), (Texts{R"("title":"Atas")"}));
}

TEST(Intake, ARowThatRefersToNothingIsRefused) {
    const Intake intake = take(
        joined_with(""),
        {{"parents.csv", "id,title\np,Atas\n"}, {"children.csv", "id,parent,note\nc,q,x\nd,p,x\n"}}
    );
    EXPECT_EQ(places(intake), (Texts{"children.csv:2 parent=q refused"}));
    EXPECT_EQ(ids(intake), (Texts{"d"}));
}

TEST(Intake, ARowThatRefersToARefusedRowIsRefused) {
    const Intake intake = take(
        joined_with(""),
        {{"parents.csv", "id,title\np,\nq,Atas\n"}, {"children.csv", "id,parent,note\nc,p,x\n"}}
    );
    EXPECT_EQ(
        places(intake),
        (Texts{
            "parents.csv:2 title refused",
            "parents.csv:3 noted",  // nothing refers to it
            "children.csv:2 parent=p refused",
        })
    );
}

TEST(Intake, ARowThatRefersToNothingIsKeptWhereTheMappingKnowsOfIt) {
    const Intake intake = take(
        joined_with(
            R"(, "missing": [{"key": "q", "value": "Tak ada", "note": {"id": "a", "en": "a"}}])",
            R"(, "kept": {"id": "a", "en": "a"})"
        ),
        {{"parents.csv", "id,title\np,Atas\n"},
         {"children.csv", "id,parent,note\nc,q,x\nd,r,x\ne,p,x\n"}}
    );
    EXPECT_EQ(
        places(intake),
        (Texts{
            "children.csv:2 parent=q noted",
            "children.csv:2 title=q noted",
            "children.csv:3 parent=r noted",
            "children.csv:3 title=r refused",
        })
    );
    EXPECT_EQ(data(intake), (Texts{R"("title":"Tak ada")", R"("title":"Atas")"}));
}

TEST(Intake, SeveralRowsAreJoinedOrRefused) {
    const std::vector<SourceFile> files{
        {"parents.csv", "id,title\np,Satu\np,Dua\n"}, {"children.csv", "id,parent,note\nc,p,x\n"}
    };
    EXPECT_EQ(
        data(take(joined_with(R"(, "join": "; ")"), files)), (Texts{R"("title":"Satu; Dua")"})
    );
    const Intake refused = take(joined_with(""), files);
    EXPECT_EQ(
        places(refused),
        (Texts{"parents.csv:2 noted", "parents.csv:3 noted", "children.csv:2 title=p refused"})
    );
}

TEST(Intake, AnEventIsGivenOnlyWhenItsValuesAreThere) {
    const Intake intake = take(
        joined_with(""),
        {{"parents.csv", "id,title\np,Atas\n"}, {"children.csv", "id,parent,note\nc,p,\nd,p,x\n"}}
    );
    EXPECT_EQ(places(intake), (Texts{"children.csv:2 note noted"}));
    EXPECT_EQ(ids(intake), (Texts{"d"}));
}

TEST(Intake, TheOrderOfTheMigrationIsTheCallersOrElseTheMappings) {
    const auto mapping = Mapping::parse(joined_with(""));
    ASSERT_TRUE(mapping);
    const std::vector<SourceFile> files{
        {"parents.csv", "id,title\np,Atas\n"}, {"children.csv", "id,parent,note\nc,p,x\n"}
    };
    const auto order = [&](std::string given) {
        const Intake intake =
            take_in(*mapping, files, {.actor = "a", .migration_order = std::move(given)});
        return between(intake.events.front().json, "\"migrationorder\":\"", "\"");
    };
    EXPECT_EQ(order(""), "SK-1/2025");
    EXPECT_EQ(order("SK-2/2026"), "SK-2/2026");
}

// --- Events that cannot be

TEST(Intake, AnEventThatNoLedgerWouldTakeCostsItsRow) {
    const auto broken = [](std::string_view piece, std::string_view instead) {
        std::string json(indicators);
        json.replace(json.find(piece), piece.size(), instead);
        return places(take(json, {{"a.csv", "no,unit,direction\n1,u,up\n"}}));
    };
    const Texts refused{"a.csv:2 refused"};
    EXPECT_EQ(broken("indicator-{no}", std::string(64, 'x') + "{no}"), refused);
    EXPECT_EQ(broken("indicator-{no}", std::string(63, 'x') + "{no}"), (Texts{}));
    EXPECT_EQ(broken("indicator/{no}", "indicator"), refused);
    EXPECT_EQ(broken("indicator/{no}", "indicator/a/{no} b"), refused);
    EXPECT_EQ(broken("2025-01-01T00:00:00Z", "2025-01-01"), refused);
}

TEST(Intake, EventsOfTheMappingItselfComeFirst) {
    std::string json(indicators);
    const std::string_view files = "\"files\"";
    json.insert(
        json.find(files),
        R"("events": [{"type": "agency.registered", "id": "agency", "subject": "agency/a",
           "effective": "2025-01-01T00:00:00Z", "role": "head", "data": {"name": "A"}}], )"
    );
    const Intake intake = take(json, {{"a.csv", "no,unit,direction\n1,u,up\n"}});
    EXPECT_EQ(ids(intake), (Texts{"agency", "unit-u", "indicator-1"}));
    EXPECT_EQ(intake.events.front().file, "");
    EXPECT_EQ(between(intake.events.front().json, "\"actorrole\":\"", "\""), "head");
}

TEST(Intake, AFileWithoutEventsIsCheckedAndSaysWhy) {
    const Intake intake = take(
        R"({"source": "import:a", "title": {"id": "a", "en": "a"}, "files": [{
            "file": "a.csv",
            "notes": [{"id": "Catatan.", "en": "Remark."}],
            "columns": [{"name": "x", "ignored": {"id": "Tak perlu.", "en": "Not needed."}}],
            "withoutEvents": {"id": "Hanya diperiksa.", "en": "Only checked."}}]})",
        {{"a.csv", "x\n1\n2,3\n"}}
    );
    EXPECT_EQ(
        places(intake),
        (Texts{"a.csv:0 noted", "a.csv:0 x noted", "a.csv:3 refused", "a.csv:0 noted"})
    );
}

// --- Telling

TEST(Findings, AreToldOnceForAllRowsWithTheFirstFew) {
    std::vector<Finding> findings;
    for (std::size_t line = 2; line < 9; ++line) {
        findings.push_back(
            {Finding::Kind::noted, "a.csv", line, "x", "v" + std::to_string(line), {"Aneh.", "Odd."}
            }
        );
    }
    findings.push_back({Finding::Kind::refused, "a.csv", 9, "", "", {"Salah.", "Wrong."}});
    findings.push_back({Finding::Kind::noted, "a.csv", 0, "", "", {"Catatan.", "Remark."}});
    EXPECT_EQ(
        told(findings, api::Language::english),
        "a.csv, line 9: Wrong.\n"
        "a.csv, x, line 2 \"v2\", 3 \"v3\", 4 \"v4\", 5 \"v5\", 6 \"v6\" and 2 more: Odd.\n"
        "a.csv: Remark.\n"
    );
    EXPECT_EQ(told(findings, api::Language::indonesian).substr(0, 24), "a.csv, baris 9: Salah.\na");
}

TEST(Intake, AddressesStreamsWhoseKeyHasTwoParts) {
    const auto mapping = Mapping::parse(R"({
      "source": "import:reports", "title": {"id": "a", "en": "a"}, "files": [{
        "file": "r.csv",
        "columns": [{"name": "plan", "as": "name"}, {"name": "month", "as": "text"}],
        "events": [{"type": "report.returned", "id": "{plan}.{month}",
                    "subject": "report/{plan}/{month}",
                    "effective": "2025-01-01T00:00:00Z", "data": {"reason": "-"}}]}]})");
    ASSERT_TRUE(mapping) << mapping.error().front().field << mapping.error().front().detail.en;
    const std::vector<SourceFile> files{{"r.csv", "plan,month\np1,2025-01\np1,soon\n"}};
    const Intake intake = take_in(*mapping, files, {.actor = "a", .migration_order = {}});
    ASSERT_EQ(intake.events.size(), 1U);
    EXPECT_NE(intake.events[0].json.find("report/p1/2025-01"), std::string::npos);
    EXPECT_EQ(intake.findings.size(), 1U);
}

}  // namespace
