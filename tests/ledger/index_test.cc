// What is looked up by key, whether its rows are in memory or on disk.

#include "ledger/index.h"

#include "ledger/row_form.h"
#include "tests/support/desk.h"

namespace {

using namespace ledger;
using tests::agency_act;
using tests::person_act;

class IndexTest : public tests::DeskTest {
protected:
    IndexTest() {
        open_index({.run_rows_max = 7});  // so that some are on disk
        start();
        outcome(agency_act("pauh"));
        for (int i = 0; i < 12; ++i) outcome(person_act("p" + std::to_string(i)));
    }
};

TEST_F(IndexTest, KnowsTheHeadOfEachStream) {
    const StreamHead head = index->head({"person/p3"}).value();
    EXPECT_EQ(head.version, 1U);
    EXPECT_EQ(head.position, Position{4});
    EXPECT_EQ(std::get<person::State>(head.state).agency.text, "pauh");
    const std::vector<StreamId> both{{"agency/pauh"}, {"agency/none"}};
    const auto heads = index->heads(both).value();
    EXPECT_EQ(heads[0].version, 1U);
    EXPECT_EQ(heads[1].version, 0U);
}

TEST_F(IndexTest, KnowsWhichActWasRecordedWhere) {
    EXPECT_EQ(index->act("urn:test", "person-p3").value(), Position{4});
    EXPECT_EQ(index->act("urn:other", "person-p3").value(), std::nullopt);
    EXPECT_EQ(index->act("urn:testperson", "-p3").value(), std::nullopt);
    EXPECT_EQ(index->count_acts().value(), 13U);
}

TEST_F(IndexTest, LeadsToTheRecordsOfAStream) {
    EXPECT_EQ(index->stream({"person/p3"}, 1, 10).value(), std::vector{Position{4}});
    EXPECT_TRUE(index->stream({"person/p3"}, 2, 10)->empty());
    EXPECT_TRUE(index->stream({"person/p3"}, ~0ULL, 10)->empty());
    EXPECT_TRUE(index->stream({"person/p3"}, 1ULL << 32U, 10)->empty()) << "no more than it holds";
    EXPECT_TRUE(index->stream({"person/p"}, 1, 10)->empty()) << "not those it is a prefix of";
}

TEST_F(IndexTest, PagesThroughATrail) {
    std::vector<Position> all;
    Position from{};
    while (true) {
        const auto page = index->trail({"team-1"}, from, 5).value();
        if (page.empty()) break;
        for (const Mention& mention : page) {
            EXPECT_TRUE(mention.as_actor);
            all.push_back(mention.position);
        }
        from = next(page.back().position);
    }
    EXPECT_EQ(all.size(), 12U);
    EXPECT_TRUE(std::ranges::is_sorted(all));
}

TEST_F(IndexTest, PagesThroughStreams) {
    const auto first = index->streams("person/", {}, 2).value();
    EXPECT_EQ(first, (std::vector<StreamId>{{"person/p0"}, {"person/p1"}}));
    const auto second = index->streams("person/", first.back(), 1).value();
    EXPECT_EQ(second, (std::vector<StreamId>{{"person/p10"}}));
}

TEST_F(IndexTest, KnowsHowManySlotsAreNamed) {
    EXPECT_EQ(index->slots_named().value(), 12U);
    EXPECT_EQ(index->key_slot({"p3"}).value(), Slot{3});
    EXPECT_EQ(index->key_slot({"nobody"}).value(), std::nullopt);
    const auto empty = Index::open(directory / "empty").value();
    EXPECT_EQ(empty->slots_named().value(), 0U);
}

TEST_F(IndexTest, HasTheTreeOfTheLog) {
    EXPECT_EQ(index->tree().value(), log.head().tree);
    std::vector<Act> acts;
    for (int i = 0; i < 300; ++i) acts.push_back(agency_act("a" + std::to_string(i)));
    outcomes(std::move(acts));
    EXPECT_EQ(index->tree().value(), log.head().tree);
    EXPECT_TRUE(index->tile_hash(1, 0).value());
    EXPECT_FALSE(index->tile_hash(1, 1).value()) << "not complete";
}

TEST_F(IndexTest, IsTheSameWhenItIsMadeAgain) {
    EXPECT_EQ(index->digest(), rebuilt());
}

TEST_F(IndexTest, OfOtherRecordsIsRefused) {
    writer.reset();
    IndexRows rows;
    Tree tree = index->tree().value();
    Sha256 sha256;
    tree.append(sha256, Digest{});
    tree = Tree::restore(13, {tree.peaks().begin(), tree.peaks().end()}).value_or(tree);
    rows.set_tree(tree);
    ASSERT_TRUE(index->add(std::move(rows), index->size()));
    const auto caught = catch_up(log, *index, {});
    ASSERT_FALSE(caught);
    EXPECT_EQ(caught.error().kind, Fault::Kind::corrupt);
    EXPECT_NE(caught.error().detail.find("remove the rows folder"), std::string::npos);
}

// --- The form of its rows

struct OneField {
    std::string name_;
    static constexpr std::tuple fields{field("name", &OneField::name_)};
};
struct Renamed {
    std::string name_;
    static constexpr std::tuple fields{field("title", &Renamed::name_)};
};
struct Retyped {
    std::uint32_t name_ = 0;
    static constexpr std::tuple fields{field("name", &Retyped::name_)};
};
struct Nested {
    std::vector<std::optional<OneField>> all;
    static constexpr std::tuple fields{field("all", &Nested::all)};
};

template <class T>
std::string form_of() {
    std::string form;
    append_form<T>(form);
    return form;
}

TEST(RowForm, ChangesWithEveryFieldsNameAndType) {
    EXPECT_EQ(form_of<OneField>(), "{name:text,}");
    EXPECT_EQ(form_of<Renamed>(), "{title:text,}");
    EXPECT_EQ(form_of<Retyped>(), "{name:number,}");
    EXPECT_EQ(form_of<Nested>(), "{all:*?{name:text,},}");
    EXPECT_EQ(row_form().size(), 16U);
}

TEST(RowForm, RowsOfAnotherFormAreRemovedAndNotRead) {
    const tests::TemporaryDirectory directory;
    const auto own = Index::directory_in(directory.path());
    EXPECT_NE(own.string().find(row_form()), std::string::npos);
    for (const auto& name : {"index", "index@1-0123456789abcdef", "scores@1"}) {
        std::filesystem::create_directory(directory / name);
    }
    std::filesystem::create_directory(own);
    remove_other_forms(own);
    EXPECT_TRUE(std::filesystem::exists(own));
    EXPECT_TRUE(std::filesystem::exists(directory / "scores@1"));
    EXPECT_FALSE(std::filesystem::exists(directory / "index"));
    EXPECT_FALSE(std::filesystem::exists(directory / "index@1-0123456789abcdef"));
}

}  // namespace
