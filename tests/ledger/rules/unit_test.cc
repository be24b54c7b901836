#include "ledger/rules/unit.h"

#include "ledger/rules/agency.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <optional>
#include <rapidcheck/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace tests {
namespace {

using namespace ledger;
using unit::Closed;
using unit::Created;
using unit::Moved;

const AgencyId pauh{"pauh"};
const AgencyId other{"other"};
const Actor team = by("tpk", Role::performance_team);
const std::string why = "Perubahan susunan organisasi 2025";

StreamId of(std::string_view name) {
    return stream_of(UnitId{std::string(name)});
}

Created created(std::string_view parent, std::string_view from = "2020-01-01") {
    return {
        .agency = pauh,
        .parent = {std::string(parent)},
        .title = "Unit",
        .zone = {},
        .from = date(from),
    };
}

Moved moved(std::string_view parent, std::string_view from) {
    return {.parent = {std::string(parent)}, .from = date(from)};
}

Closed closed(std::string_view from) {
    return {.from = date(from), .reason = why};
}

// An agency in WITA with dinas above puskesmas above pustu, and bidang beside puskesmas.
class Units : public testing::Test {
protected:
    Units() {
        const Actor head = by("ppk", Role::head);
        const agency::Registered city{.title = "Pauh", .zone = Zone::wita};
        book.given(stream_of(pauh), city, head, at("2020-01-01"));
        book.given(stream_of(other), agency::Registered{.title = "Lain"}, head, at("2020-01-01"));
        book.given(of("dinas"), created(""), team, at("2020-01-01"));
        book.given(of("puskesmas"), created("dinas"), team, at("2020-01-01"));
        book.given(of("pustu"), created("puskesmas"), team, at("2020-01-01"));
        book.given(of("bidang"), created("dinas"), team, at("2020-01-01"));
    }

    Told when(std::string_view unit, const unit::Event& act, const Actor& actor = team) {
        return book.when(of(unit), act, actor, at("2025-06-01"));
    }

    unit::State state(std::string_view unit) const { return book.state<unit::Kind>(of(unit)); }

    Book book;
};

TEST_F(Units, AreCreatedBelowOthersOrRightBelowTheAgency) {
    const Created seksi = created("bidang", "2025-06-01");
    when("seksi", seksi).then({{of("seksi"), unit::Event(seksi), {}}});
    when("sekretariat", created("")).then_recorded();
    EXPECT_EQ(unit::parent_on(state("seksi"), date("2025-06-01")), UnitId{"bidang"});
    EXPECT_EQ(unit::parent_on(state("sekretariat"), date("2025-06-01")), UnitId{});
    EXPECT_EQ(state("seksi").agency, pauh);
    EXPECT_EQ(state("seksi").title, "Unit");
}

TEST_F(Units, AreTheTeamsAffair) {
    for (const Role role : {Role::head, Role::integration, Role::rater}) {
        const Actor actor = by("x", role);
        when("seksi", created("bidang"), actor).then_rejected(Code::auth);
        when("pustu", moved("bidang", "2025-06-01"), actor).then_rejected(Code::auth);
        when("pustu", closed("2025-06-01"), actor).then_rejected(Code::auth);
    }
    EXPECT_EQ(class_of(Event(unit::Event(created("bidang")))), Class::organisation);
}

TEST_F(Units, OfAnOlderSystemMayBeBroughtInByItsIntegration) {
    const Actor source = by("simpeg", Role::integration);
    book.when(of("seksi"), created("bidang"), source, at("2025-06-01"), at("2020-01-01"), true)
        .then_recorded();
}

TEST_F(Units, AreCreatedOnce) {
    when("pustu", created("puskesmas")).then_rejected(Code::state, "");
}

TEST_F(Units, NeedARegisteredAgencyAndAName) {
    Created act = created("");
    act.agency = {"nowhere"};
    when("seksi", act).then_rejected(Code::state, "agency");
    act.agency = {};
    when("seksi", act).then_rejected(Code::state, "agency");
    act = created("");
    act.title = "";
    when("seksi", act).then_rejected(Code::shape, "name");
    act.title = std::string(201, 'x');
    when("seksi", act).then_rejected(Code::shape, "name");
}

TEST_F(Units, NeedAParentThatIsThere) {
    when("seksi", created("nowhere")).then_rejected(Code::cascade, "parent");
    when("seksi", created("seksi")).then_rejected(Code::cascade, "parent");
    when("seksi", created("bidang", "2019-12-31")).then_rejected(Code::cascade, "parent");
    when("seksi", created("bidang", "2020-01-01")).then_recorded();
    when("pustu", moved("nowhere", "2025-06-01")).then_rejected(Code::cascade, "parent");
}

TEST_F(Units, NeedAParentOfTheSameAgency) {
    Created act = created("");
    act.agency = other;
    when("kantor", act).then_recorded();
    when("seksi", created("kantor")).then_rejected(Code::cascade, "parent");
    when("pustu", moved("kantor", "2025-06-01")).then_rejected(Code::cascade, "parent");
}

TEST_F(Units, CannotHangBelowAClosedOne) {
    when("bidang", closed("2025-06-01")).then_recorded();
    when("seksi", created("bidang", "2025-05-31")).then_recorded();
    when("loket", created("bidang", "2025-06-01")).then_rejected(Code::cascade, "parent");
    when("pustu", moved("bidang", "2025-06-01")).then_rejected(Code::cascade, "parent");
}

TEST_F(Units, MoveFromADayOn) {
    const Moved act = moved("bidang", "2025-06-01");
    when("pustu", act).then({{of("pustu"), unit::Event(act), {}}});
    EXPECT_EQ(unit::parent_on(state("pustu"), date("2019-12-31")), UnitId{});
    EXPECT_EQ(unit::parent_on(state("pustu"), date("2025-05-31")), UnitId{"puskesmas"});
    EXPECT_EQ(unit::parent_on(state("pustu"), date("2025-06-01")), UnitId{"bidang"});
    when("pustu", moved("", "2025-06-02")).then_recorded();
    EXPECT_EQ(unit::parent_on(state("pustu"), date("2025-06-02")), UnitId{});
}

TEST_F(Units, MoveTwiceOnOneDayToTheLastPlace) {
    when("pustu", moved("bidang", "2025-06-01")).then_recorded();
    when("pustu", moved("dinas", "2025-06-01")).then_recorded();
    EXPECT_EQ(unit::parent_on(state("pustu"), date("2025-06-01")), UnitId{"dinas"});
}

TEST_F(Units, DoNotMoveToWhereTheyAre) {
    when("pustu", moved("puskesmas", "2025-06-01")).then_rejected(Code::state, "parent");
}

TEST_F(Units, AreToldInTheOrderOfTheirDays) {
    when("pustu", moved("bidang", "2025-06-01")).then_recorded();
    when("pustu", moved("dinas", "2025-05-31")).then_rejected(Code::state, "from");
    when("pustu", closed("2025-05-31")).then_rejected(Code::state, "from");
    when("pustu", closed("2025-06-01")).then_recorded();
}

TEST_F(Units, ThatWereNeverCreatedDoNotMoveOrClose) {
    when("seksi", moved("bidang", "2025-06-01")).then_rejected(Code::state, "");
    when("seksi", closed("2025-06-01")).then_rejected(Code::state, "");
}

TEST_F(Units, ExistFromTheirFirstDayUntilTheyAreClosed) {
    when("pustu", closed("2025-06-01")).then_recorded();
    EXPECT_FALSE(unit::exists_on(state("pustu"), date("2019-12-31")));
    EXPECT_TRUE(unit::exists_on(state("pustu"), date("2020-01-01")));
    EXPECT_TRUE(unit::exists_on(state("pustu"), date("2025-05-31")));
    EXPECT_FALSE(unit::exists_on(state("pustu"), date("2025-06-01")));
    EXPECT_FALSE(unit::exists_on(unit::State{}, date("2025-06-01")));
    when("pustu", closed("2025-07-01")).then_rejected(Code::state, "");
    when("pustu", moved("bidang", "2025-07-01")).then_rejected(Code::state, "");
}

TEST_F(Units, AreClosedForAReason) {
    Closed act = closed("2025-06-01");
    act.reason = "dihapus";
    when("pustu", act).then_rejected(Code::no_reason, "reason");
    act.reason = std::string(2'001, 'x');
    when("pustu", act).then_rejected(Code::shape, "reason");
    act.reason = "  " + std::string(19, 'x') + "  ";
    when("pustu", act).then_rejected(Code::no_reason, "reason");
    act.reason = std::string(20, 'x');
    when("pustu", act).then_recorded();
}

TEST_F(Units, AreNeverBelowThemselves) {
    when("dinas", moved("dinas", "2025-06-01")).then_rejected(Code::cascade, "parent");
    when("dinas", moved("puskesmas", "2025-06-01")).then_rejected(Code::cascade, "parent");
    when("dinas", moved("pustu", "2025-06-01")).then_rejected(Code::cascade, "parent");
    when("pustu", moved("", "2025-06-01")).then_recorded();
    when("dinas", moved("pustu", "2025-06-01")).then_recorded();
}

TEST_F(Units, AreNotBelowThemselvesOnALaterDayEither) {
    // From July bidang is below pustu; so pustu may go below bidang until then only.
    when("bidang", moved("pustu", "2025-07-01")).then_recorded();
    when("pustu", moved("bidang", "2025-06-15")).then_rejected(Code::cascade, "parent");
    when("bidang", moved("dinas", "2025-07-01")).then_recorded();
    when("pustu", moved("bidang", "2025-06-15")).then_recorded();
}

TEST_F(Units, HaveAtMost32Above) {
    std::string above = "dinas";  // which has none
    for (std::size_t depth = 1; depth <= unit::depth_max; ++depth) {
        const std::string name = "level" + std::to_string(depth);
        when(name, created(above)).then_recorded();
        above = name;
    }
    when("one-too-many", created(above)).then_rejected(Code::cascade, "parent");
}

TEST_F(Units, TakeAlongWhatIsBelowThemHoweverDeepItComesToStand) {
    std::string above = "dinas";
    for (std::size_t depth = 1; depth <= unit::depth_max; ++depth) {
        const std::string name = "level" + std::to_string(depth);
        when(name, created(above)).then_recorded();
        above = name;
    }
    when("setda", created("")).then_recorded();
    when("dinas", moved("setda", "2025-06-01")).then_recorded();
    when("seksi", created(above)).then_rejected(Code::cascade, "parent");
}

TEST_F(Units, AreNotChangedBackInTime) {
    const auto late = [&](std::string_view unit, const unit::Event& act) {
        Book tried = book;
        tried.when(of(unit), act, team, at("2025-06-10"), at("2025-06-04"))
            .then_rejected(Code::backdate, "effectivetime");
        tried.when(of(unit), act, team, at("2025-06-10"), at("2025-06-04"), true).then_recorded();
        book.when(of(unit), act, team, at("2025-06-10"), at("2025-06-05")).then_recorded();
    };
    late("seksi", created("dinas"));  // its first day may lie long before
    late("bidang", moved("puskesmas", "2025-06-01"));
    late("bidang", closed("2025-06-01"));
}

TEST_F(Units, HaveTheirOwnZoneOrTheAgencysOrWib) {
    Created act = created("dinas");
    act.zone = Zone::wit;
    when("merauke", act).then_recorded();
    class Known final : public States {
    public:
        explicit Known(const Book& known)
            : merauke_(known.state<unit::Kind>(of("merauke"))),
              dinas_(known.state<unit::Kind>(of("dinas"))),
              pauh_(known.state<agency::Kind>(stream_of(pauh))) {}

    private:
        [[nodiscard]] const void* find(const StreamId& stream) const override {
            if (stream == of("merauke")) return &merauke_;
            if (stream == of("dinas")) return &dinas_;
            return stream == stream_of(pauh) ? &pauh_ : nullptr;
        }
        unit::State merauke_;
        unit::State dinas_;
        agency::State pauh_;
    };
    const Known states(book);
    EXPECT_EQ(zone_of(states, {"merauke"}, pauh), Zone::wit);
    EXPECT_EQ(zone_of(states, {"dinas"}, pauh), Zone::wita);
    EXPECT_EQ(zone_of(states, {}, pauh), Zone::wita);
    EXPECT_EQ(zone_of(states, {"nowhere"}, {"nowhere"}), Zone::wib);
    EXPECT_EQ(zone_of(states, {}, {}), Zone::wib);
}

// --- No sequence of accepted acts makes a cycle, on any day.

constexpr int unit_count = 6;
constexpr int day_count = 8;

UnitId numbered(int i) {
    return {"u" + std::to_string(i)};
}

Date numbered_day(int i) {
    return date("2025-01-01") + std::chrono::days(i);
}

// Whether `start` is reached again from itself, going up as the tree stands on `day`.
bool is_below_itself(const Book& book, const UnitId& start, Date day) {
    std::set<UnitId> seen;
    for (UnitId at = start; !at.empty();) {
        if (!seen.insert(at).second) return true;
        at = unit::parent_on(book.state<unit::Kind>(stream_of(at)), day);
    }
    return false;
}

RC_GTEST_PROP(UnitTree, NeverHoldsACycleWhateverWasAccepted, ()) {
    Book book;
    book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, team, at("2020-01-01"));
    for (int i = 0; i < unit_count; ++i) {
        book.given(stream_of(numbered(i)), created("", "2020-01-01"), team, at("2020-01-01"));
    }
    struct Move {
        int unit;
        int parent;
        int day;
    };
    const auto moves = *rc::gen::container<std::vector<Move>>(rc::gen::construct<Move>(
        rc::gen::inRange(0, unit_count),
        rc::gen::inRange(-1, unit_count),
        rc::gen::inRange(0, day_count)
    ));
    std::size_t accepted = 0;
    for (const Move& move : moves) {
        const UnitId parent = move.parent < 0 ? UnitId{} : numbered(move.parent);
        const unit::Event act = Moved{.parent = parent, .from = numbered_day(move.day)};
        const Told told = book.when(stream_of(numbered(move.unit)), act, team, at("2025-06-01"));
        if (told.decided) ++accepted;
    }
    RC_CLASSIFY(accepted > 3, "more than three moves accepted");
    for (int i = 0; i < unit_count; ++i) {
        for (int day = 0; day < day_count; ++day) {
            RC_ASSERT(!is_below_itself(book, numbered(i), numbered_day(day)));
        }
    }
}

}  // namespace
}  // namespace tests
