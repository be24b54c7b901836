#include "tools/cloud_event_lines.h"

#include "api/cloud_event.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using tools::CloudEvent;
using tools::EventLines;

CloudEvent retired() {
    return {
        .source = "import:a",
        .id = "retired-1",
        .type = "indicator.retired",
        .subject = "indicator/a-1",
        .actor = "importir",
        .actor_role = "integration",
        .migration_order = "SK-7/2025",
        .effective = "2025-01-06T00:00:00+07:00",
        .data = R"({"reason":"Digabung dengan \"a-2\""})",
    };
}

TEST(CloudEventLines, AnEventIsOneLineThatTheLedgerTakes) {
    const std::string line = line_of(retired());
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto document = api::JsonDocument::parse(line);
    ASSERT_TRUE(document);
    const auto act = api::act_from_json(document->root(), {}, [] { return std::string("made"); });
    ASSERT_TRUE(act) << act.error().front().field << ": " << act.error().front().detail.en;
    EXPECT_EQ(act->stream.text, "indicator/a-1");
    EXPECT_EQ(act->provenance.source, "import:a");
    EXPECT_EQ(act->provenance.id, "retired-1");
    EXPECT_EQ(act->provenance.channel, ledger::Channel::import_);
    EXPECT_EQ(act->provenance.migration, "SK-7/2025");
    EXPECT_EQ(act->actor.person.text, "importir");
    EXPECT_EQ(act->actor.role, ledger::Role::integration);
    EXPECT_EQ(act->effective, ledger::parse_instant("2025-01-05T17:00:00Z"));
    const ledger::Event expected =
        ledger::indicator::Event(ledger::indicator::Retired{.reason = "Digabung dengan \"a-2\""});
    EXPECT_TRUE(act->event == expected);
}

TEST(CloudEventLines, EmptyAttributesAreLeftOut) {
    CloudEvent event = retired();
    event.migration_order.clear();
    event.effective.clear();
    const std::string line = line_of(event);
    EXPECT_EQ(line.find("migrationorder"), std::string::npos);
    EXPECT_EQ(line.find("effectivetime"), std::string::npos);
}

struct Read {
    std::size_t line;
    std::string text;
    friend bool operator==(const Read&, const Read&) = default;
};

std::vector<Read> read_all(const std::string& text) {
    std::istringstream in(text);
    EventLines lines(in);
    std::vector<Read> all;
    while (const auto line = lines.next()) {
        all.push_back({lines.line(), *line ? std::string(**line) : "! " + line->error().en});
    }
    return all;
}

TEST(CloudEventLines, LinesAreReadWithTheirNumbersAndEmptyOnesPassedOver) {
    EXPECT_EQ(
        read_all("\xEF\xBB\xBF{}\r\n\n  \n{\"a\":1}\n{\"b\":2}"),
        (std::vector<Read>{{1, "{}"}, {4, "{\"a\":1}"}, {5, "{\"b\":2}"}})
    );
    EXPECT_TRUE(read_all("").empty());
}

TEST(CloudEventLines, ALineThatIsTooLongIsToldAndTheNextOneIsRead) {
    const std::string longest(EventLines::bytes_max, 'x');
    EXPECT_EQ(
        read_all(longest + "x\n" + longest + "\n{}\n"),
        (std::vector<Read>{
            {1, "! The line is longer than 1048576 bytes. Write one event a line."},
            {2, longest},
            {3, "{}"},
        })
    );
}

}  // namespace
