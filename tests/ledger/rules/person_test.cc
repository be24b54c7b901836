#include "ledger/rules/person.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/calendar.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/unit.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tests {
namespace {

using namespace ledger;
using person::AssignmentEnded;
using person::AssignmentStarted;
using person::Mode;
using person::RaterAssigned;
using person::Registered;

const AgencyId pauh{"pauh"};
const AgencyId other{"other"};
const Actor team = by("tpk", Role::performance_team);
const Actor head = by("ppk", Role::head);
const std::string_view why = "Mutasi sesuai SK nomor 12 tahun 2025";

StreamId of(std::string_view name) {
    return stream_of(PersonId{std::string(name)});
}

PersonId id(std::string_view name) {
    return {std::string(name)};
}

Registered registered() {
    return {
        .agency = pauh,
        .kind = person::PersonKind::pns,
        .full_name = words("Budi Santoso"),
        .nip = words("198501012010011001"),
    };
}

AssignmentStarted started(std::string_view name, std::string_view from) {
    return {
        .id = {std::string(name)},
        .unit = {"puskesmas"},
        .position_type = plan::PositionType::functional,
        .position = "Dokter Ahli Muda",
        .mode = Mode::definitif,
        .from = date(from),
    };
}

AssignmentEnded ended(std::string_view name, std::string_view until) {
    return {.id = {std::string(name)}, .until = date(until)};
}

RaterAssigned rated_by(
    std::string_view rater,
    std::string_view superior,
    std::string_view from,
    std::string_view reason = why
) {
    return {
        .rater = id(rater), .superior = id(superior), .from = date(from), .reason = words(reason)
    };
}

// Pauh with its puskesmas and, registered, A to E and the team's own T.
class People : public testing::Test {
protected:
    People() {
        const auto then = at("2020-01-01");
        book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, head, then);
        book.given(stream_of(other), agency::Registered{.title = "Lain"}, head, then);
        const unit::Created puskesmas{
            .agency = pauh,
            .parent = {},
            .title = "Puskesmas",
            .zone = {},
            .from = date("2020-01-01")
        };
        book.given(stream_of(UnitId{"puskesmas"}), puskesmas, team, then);
        for (const char* name : {"A", "B", "C", "D", "E", "tpk"}) {
            book.given(of(name), registered(), team, then, {id(name)});
        }
    }

    // On Monday 2025-05-05, far from the end of a quarter.
    Told when(std::string_view subject, const person::Event& act, const Actor& actor = team) {
        return book.when(of(subject), act, actor, at("2025-05-05T09:00:00+07:00"));
    }
    void given(std::string_view subject, const person::Event& act) {
        book.given(of(subject), act, team, at("2025-01-06"), {id(subject)});
    }
    person::State state(std::string_view subject) const {
        return book.state<person::Kind>(of(subject));
    }

    Book book;
};

// --- Registration

TEST_F(People, AreRegisteredWithTheirNameAndNipClosed) {
    when("N", registered()).then({{of("N"), person::Event(registered()), {id("N")}}});
    EXPECT_TRUE(state("N").registered);
    EXPECT_EQ(state("N").agency, pauh);
    EXPECT_EQ(state("N").kind, person::PersonKind::pns);
    EXPECT_EQ(class_of(Event(person::Event(registered()))), Class::person);
}

TEST_F(People, AreRegisteredByTheTeam) {
    for (const Role role : {Role::head, Role::authority, Role::integration, Role::pegawai}) {
        when("N", registered(), by("x", role)).then_rejected(Code::auth);
    }
    const Actor source = by("simpeg", Role::integration);
    book.when(of("N"), registered(), source, at("2025-05-05"), at("2020-01-01"), true)
        .then_recorded();
}

TEST_F(People, AreRegisteredOnce) {
    when("A", registered()).then_rejected(Code::state, "");
}

TEST_F(People, HaveAKeyThatIsNoNip) {
    when("198501012010011001", registered()).then_rejected(Code::shape, "stream");
    when("19850101201001100", registered()).then_recorded();  // 17 digits
    when("19850101201001100x", registered()).then_recorded();
}

TEST_F(People, BelongToARegisteredAgency) {
    Registered act = registered();
    act.agency = {"nowhere"};
    when("N", act).then_rejected(Code::state, "agency");
}

TEST_F(People, HaveAFullNameAndANipOf18OrNone) {
    Registered act = registered();
    act.full_name = words("  ");
    when("N", act).then_rejected(Code::shape, "fullName");
    act.full_name = words(std::string(201, 'x'));
    when("N", act).then_rejected(Code::shape, "fullName");
    act = registered();
    for (const std::string_view nip : {"1985010120100110011", "19850101201001100"}) {
        act.nip = words(nip);
        when("N", act).then_rejected(Code::shape, "nip");
    }
    act.nip = words("");
    when("N", act).then_recorded();
}

TEST_F(People, AreNotRegisteredBackInTime) {
    const auto now = at("2025-05-05");
    book.when(of("N"), registered(), team, now, at("2025-04-29"))
        .then_rejected(Code::backdate, "effectivetime");
    book.when(of("N"), registered(), team, now, at("2025-04-30")).then_recorded();
    book.when(of("M"), registered(), team, now, at("2021-01-01"), true).then_recorded();
}

// --- Assignments

TEST_F(People, AreAssignedToAPostAndLeaveIt) {
    const AssignmentStarted start = started("p1", "2025-05-05");
    when("A", start).then({{of("A"), person::Event(start), {id("A")}}});
    ASSERT_EQ(state("A").assignments.size(), 1U);
    const person::Assignment post{
        .id = {"p1"},
        .unit = {"puskesmas"},
        .position_type = plan::PositionType::functional,
        .position = "Dokter Ahli Muda",
        .mode = Mode::definitif,
        .from = date("2025-05-05"),
        .until = {},
    };
    EXPECT_EQ(state("A").assignments.front(), post);
    when("A", ended("p1", "2025-12-31")).then_recorded();
    EXPECT_EQ(state("A").assignments.front().until, date("2025-12-31"));
}

TEST_F(People, AreAssignedByTheTeamOrTheAuthority) {
    given("A", started("p1", "2025-01-06"));
    when("A", started("p2", "2025-05-05"), by("x", Role::authority)).then_recorded();
    when("A", ended("p2", "2025-05-05"), by("x", Role::authority)).then_recorded();
    for (const Role role : {Role::head, Role::rater, Role::integration}) {
        when("A", started("p3", "2025-05-05"), by("x", role)).then_rejected(Code::auth);
        when("A", ended("p1", "2025-05-05"), by("x", role)).then_rejected(Code::auth);
    }
}

TEST_F(People, ThatWereNeverRegisteredAreNotAssigned) {
    when("N", started("p1", "2025-05-05")).then_rejected(Code::state, "");
    when("N", ended("p1", "2025-05-05")).then_rejected(Code::state, "");
}

TEST_F(People, HaveAssignmentsWithIdsOfTheirOwn) {
    given("A", started("p1", "2025-01-06"));
    when("A", started("p1", "2025-05-05")).then_rejected(Code::state, "id");
    when("A", started("", "2025-05-05")).then_rejected(Code::shape, "id");
    when("A", ended("p2", "2025-05-05")).then_rejected(Code::state, "id");
}

TEST_F(People, HaveAPositionWithAName) {
    AssignmentStarted act = started("p1", "2025-05-05");
    act.position = "";
    when("A", act).then_rejected(Code::shape, "position");
    act.position = std::string(201, 'x');
    when("A", act).then_rejected(Code::shape, "position");
}

TEST_F(People, AreAssignedToAUnitOfTheirAgencyThatIsThere) {
    AssignmentStarted act = started("p1", "2025-05-05");
    act.unit = {"nowhere"};
    when("A", act).then_rejected(Code::state, "unit");
    const unit::Created elsewhere{
        .agency = other, .parent = {}, .title = "Kantor", .zone = {}, .from = date("2020-01-01")
    };
    book.given(stream_of(UnitId{"kantor"}), elsewhere, team, at("2020-01-01"));
    act.unit = {"kantor"};
    when("A", act).then_rejected(Code::state, "unit");
    const unit::Closed closed{.from = date("2025-05-05"), .reason = "Digabung"};
    book.given(stream_of(UnitId{"puskesmas"}), closed, team, at("2025-05-01"));
    when("A", started("p1", "2025-05-05")).then_rejected(Code::state, "unit");
}

TEST_F(People, LeaveAPostOnceAndNotBeforeTheyCame) {
    given("A", started("p1", "2025-05-05"));
    when("A", ended("p1", "2025-05-04")).then_rejected(Code::state, "until");
    when("A", ended("p1", "2025-05-05")).then_recorded();
    when("A", ended("p1", "2025-05-05")).then_rejected(Code::state, "id");
}

TEST_F(People, AreNotAssignedBackInTime) {
    // Monday 2025-05-05: three working days back is Wednesday 2025-04-30.
    given("A", started("p1", "2025-01-06"));
    given("A", started("p2", "2025-01-06"));
    when("A", started("p3", "2025-04-29")).then_rejected(Code::backdate, "from");
    when("A", started("p3", "2025-04-30")).then_recorded();
    when("A", ended("p1", "2025-04-29")).then_rejected(Code::backdate, "until");
    when("A", ended("p1", "2025-04-30")).then_recorded();
    const auto now = at("2025-05-05");
    book.when(of("A"), ended("p2", "2025-05-05"), team, now, at("2025-04-29"))
        .then_rejected(Code::backdate, "effectivetime");
    book.when(of("A"), started("p4", "2021-01-01"), team, now, at("2021-01-01"), true)
        .then_recorded();
}

// --- Raters

TEST_F(People, GetARaterAndHisSuperior) {
    const RaterAssigned act = rated_by("B", "C", "2025-05-05", "");
    when("A", act).then({{of("A"), person::Event(act), {id("A")}}});
    const person::State a = state("A");
    EXPECT_EQ(person::rater_on(a, date("2025-05-04")), nullptr);
    const person::RaterTerm* term = person::rater_on(a, date("2025-05-05"));
    ASSERT_NE(term, nullptr);
    EXPECT_EQ(term->rater, id("B"));
    EXPECT_EQ(term->superior, id("C"));
    EXPECT_EQ(term->from, date("2025-05-05"));
}

TEST_F(People, GetTheirRaterFromTheTeamOrTheHead) {
    when("A", rated_by("B", "C", "2025-05-05"), head).then_recorded();
    for (const Role role : {Role::rater, Role::superior, Role::authority, Role::integration}) {
        when("D", rated_by("B", "C", "2025-05-05"), by("x", role)).then_rejected(Code::auth);
    }
    when("N", rated_by("B", "C", "2025-05-05")).then_rejected(Code::state, "");
}

TEST_F(People, DoNotChooseTheirOwnRater) {
    when("tpk", rated_by("B", "C", "2025-05-05")).then_rejected(Code::self, "");
    Actor deputy = by("E", Role::performance_team);
    deputy.on_behalf_of = id("tpk");
    deputy.mandate = "SP-1";
    when("tpk", rated_by("B", "C", "2025-05-05"), deputy).then_rejected(Code::self, "");
}

TEST_F(People, AreNeverTheirOwnRaterOrSuperior) {
    when("A", rated_by("A", "C", "2025-05-05")).then_rejected(Code::self, "rater");
    when("A", rated_by("B", "A", "2025-05-05")).then_rejected(Code::self, "superior");
}

TEST_F(People, HaveARaterAndASuperiorWhoAreKnown) {
    when("A", rated_by("N", "C", "2025-05-05")).then_rejected(Code::state, "rater");
    when("A", rated_by("B", "N", "2025-05-05")).then_rejected(Code::state, "superior");
    when("A", rated_by("", "C", "2025-05-05")).then_rejected(Code::state, "rater");
}

TEST_F(People, HaveASuperiorOtherThanTheRater) {
    when("A", rated_by("B", "B", "2025-05-05")).then_rejected(Code::conflict, "superior");
}

TEST_F(People, DoNotRateEachOther) {
    given("B", rated_by("A", "C", "2025-01-06"));
    when("A", rated_by("B", "C", "2025-05-05")).then_rejected(Code::conflict, "rater");
    when("A", rated_by("C", "B", "2025-05-05")).then_rejected(Code::conflict, "superior");
    // B gets another rater from June on; so B may rate A from then.
    given("B", rated_by("C", "D", "2025-06-01"));
    when("A", rated_by("B", "C", "2025-05-31")).then_rejected(Code::conflict, "rater");
    when("A", rated_by("B", "D", "2025-06-01"), head).then_recorded();
}

TEST_F(People, DoNotRateEachOtherOnALaterDayEither) {
    given("B", rated_by("C", "D", "2025-01-06"));
    given("B", rated_by("A", "D", "2025-06-01"));
    when("A", rated_by("B", "E", "2025-05-05")).then_rejected(Code::conflict, "rater");
    // Somebody else rates A when that begins.
    given("A", rated_by("D", "E", "2025-06-01"));
    when("A", rated_by("B", "E", "2025-05-05")).then_recorded();
}

TEST_F(People, DoNotRateTheirRatersSuperiorInWhateverOrderItIsTold) {
    {
        Book first = book;
        first.when(of("A"), rated_by("B", "C", "2025-05-05"), team, at("2025-05-05"))
            .then_recorded();
        first.when(of("C"), rated_by("A", "D", "2025-05-05"), team, at("2025-05-05"))
            .then_rejected(Code::conflict, "rater");
    }
    {
        Book first = book;
        first.when(of("C"), rated_by("A", "D", "2025-05-05"), team, at("2025-05-05"))
            .then_recorded();
        first.when(of("A"), rated_by("B", "C", "2025-05-05"), team, at("2025-05-05"))
            .then_rejected(Code::conflict, "superior");
    }
}

TEST_F(People, ChangeTheirRaterForAReason) {
    given("A", rated_by("B", "C", "2025-01-06"));
    when("A", rated_by("D", "C", "2025-05-05", "mutasi")).then_rejected(Code::no_reason, "reason");
    when("A", rated_by("D", "C", "2025-05-05", std::string(19, 'x')))
        .then_rejected(Code::no_reason, "reason");
    when("A", rated_by("D", "C", "2025-05-05", std::string(20, 'x'))).then_recorded();
    when("A", rated_by("D", "E", "2025-05-05", "")).then_rejected(Code::no_reason, "reason");
}

TEST_F(People, DoNotChangeToTheRaterTheyHave) {
    given("A", rated_by("B", "C", "2025-01-06"));
    when("A", rated_by("B", "C", "2025-05-05")).then_rejected(Code::state, "");
}

TEST_F(People, ChangeTheirRaterShortBeforeAnEvaluationByTheHeadOnly) {
    given("A", rated_by("B", "C", "2025-01-06"));
    when("A", rated_by("D", "C", "2025-06-02")).then_rejected(Code::auth, "from");
    when("A", rated_by("D", "C", "2025-07-15")).then_rejected(Code::auth, "from");
    when("A", rated_by("D", "C", "2025-07-16")).then_recorded();
    when("A", rated_by("D", "C", "2025-06-02"), head).then_recorded();
}

TEST_F(People, GetTheirFirstRaterAtAnyTime) {
    when("A", rated_by("B", "C", "2025-06-30", "")).then_recorded();
}

TEST_F(People, AreRatedUnderThePolicyOfTheirAgency) {
    policy::Parameters parameters;
    parameters.rater_change_days = 0;
    parameters.reason_characters_min = 5;
    const policy::Published published{
        .id = {"pauh-1"},
        .legal_ref = "Perwal 1/2025",
        .valid_from = date("2025-05-05"),
        .countersigned_by = id("B"),
        .parameters = parameters,
    };
    book.given(policy::stream_for(pauh), published, head, at("2025-05-05"));
    given("A", rated_by("B", "C", "2025-01-06"));
    when("A", rated_by("D", "C", "2025-06-30", "pindah")).then_recorded();
}

TEST_F(People, DoNotGetARaterBackInTime) {
    when("A", rated_by("B", "C", "2025-04-29")).then_rejected(Code::backdate, "from");
    when("A", rated_by("B", "C", "2025-04-30")).then_recorded();
}

TEST_F(People, CountTheDaysOfTheirAgencysCalendar) {
    const calendar::Published year{
        .year = 2025, .holidays = {{.date = date("2025-05-01"), .text = "Hari Buruh"}}
    };
    book.given(calendar::stream_for(pauh), year, team, at("2025-01-02"));
    when("A", rated_by("B", "C", "2025-04-29")).then_recorded();
}

TEST(RaterInForce, IsTheLatestTermAndOfOneDayTheLastRecorded) {
    const person::State state{
        .registered = true,
        .raters =
            {
                {.from = date("2025-03-01"), .rater = id("B"), .superior = id("C")},
                {.from = date("2025-06-01"), .rater = id("D"), .superior = id("C")},
                {.from = date("2025-04-01"), .rater = id("E"), .superior = id("C")},
                {.from = date("2025-06-01"), .rater = id("F"), .superior = id("C")},
            },
    };
    const auto rater = [&](std::string_view day) {
        const person::RaterTerm* term = person::rater_on(state, date(day));
        return term == nullptr ? std::string() : term->rater.text;
    };
    EXPECT_EQ(rater("2025-02-28"), "");
    EXPECT_EQ(rater("2025-03-01"), "B");
    EXPECT_EQ(rater("2025-03-31"), "B");
    EXPECT_EQ(rater("2025-04-01"), "E");
    EXPECT_EQ(rater("2025-05-31"), "E");
    EXPECT_EQ(rater("2025-06-01"), "F");
    EXPECT_EQ(person::rater_on(person::State{}, date("2025-06-01")), nullptr);
}

TEST(RaterInForce, HasSupervisedSinceHisFirstTermWithoutABreak) {
    person::State state;
    const auto add = [&](std::string_view from, std::string_view rater, std::string_view superior) {
        state.raters.push_back({.from = date(from), .rater = id(rater), .superior = id(superior)});
    };
    add("2025-01-06", "B", "C");
    EXPECT_EQ(person::supervised_since(state, date("2025-05-05")), date("2025-01-06"));
    add("2025-03-01", "B", "D");
    EXPECT_EQ(person::supervised_since(state, date("2025-05-05")), date("2025-01-06"));
    add("2025-04-01", "E", "D");
    add("2025-05-01", "B", "D");
    EXPECT_EQ(person::supervised_since(state, date("2025-05-05")), date("2025-05-01"));
    EXPECT_EQ(person::supervised_since(state, date("2025-04-30")), date("2025-04-01"));
}

TEST(RaterChange, IsLateInTheLastDaysOfAQuarterAndUntilItIsEvaluated) {
    struct Case {
        std::string_view day;
        std::uint32_t days;
        bool late;
    };
    const Case cases[] = {
        {"2025-12-01", 30, false},  // 30 days before the end
        {"2025-12-02", 30, true},   // 29
        {"2025-12-31", 30, true},
        {"2026-01-01", 30, true},  // the fourth quarter is evaluated by January 15
        {"2026-01-15", 30, true},
        {"2026-01-16", 30, false},
        {"2025-03-01", 30, false},
        {"2025-03-02", 30, true},
        {"2025-04-15", 30, true},
        {"2025-04-16", 30, false},
        {"2025-06-30", 1, true},
        {"2025-06-29", 1, false},
        {"2025-06-30", 0, false},  // a policy without the rule
        {"2025-07-01", 0, false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(person::is_late_for_evaluation(date(c.day), c.days), c.late)
            << c.day << " with " << c.days;
    }
}

}  // namespace
}  // namespace tests
