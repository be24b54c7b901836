#include "ledger/rules/policy.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/formulas.h"
#include "ledger/rules/period.h"
#include "ledger/rules/person.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tests {
namespace {

using namespace ledger;
using policy::Parameters;
using policy::Published;

const AgencyId pauh{"pauh"};
const StreamId stream = policy::stream_for(pauh);
const Actor head = by("ppk", Role::head);
const Actor team = by("tpk", Role::performance_team);

Published published(std::string_view id, std::string_view from) {
    return {
        .id = {std::string(id)},
        .legal_ref = "Perwal Pauh 3/2025",
        .valid_from = date(from),
        .countersigned_by = {"sekda"},
        .parameters = {},
    };
}

class Policies : public testing::Test {
protected:
    Policies() {
        const auto then = at("2020-01-01");
        book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, head, then);
        for (const char* name : {"sekda", "ppk", "plt"}) {
            const person::Registered act{
                .agency = pauh, .full_name = words("Seseorang"), .nip = {}
            };
            book.given(stream_of(PersonId{name}), act, team, then, {PersonId{name}});
        }
    }

    Told when(const Published& act, const Actor& actor = head) {
        return book.when(stream, policy::Event(act), actor, at("2025-06-10"));
    }
    Told when(const Parameters& parameters) {
        Published act = published("pauh-x", "2025-07-01");
        act.parameters = parameters;
        return Book(book).when(stream, policy::Event(act), head, at("2025-06-10"));
    }
    void close(std::string_view what) {
        const StreamId closed = period::stream_for(pauh, period(what));
        book.given(closed, period::Closed{}, team, at("2025-06-01"));
    }

    Book book;
};

TEST_F(Policies, ArePublishedByTheHeadWithASecondSignature) {
    const Published act = published("pauh-2025.1", "2025-07-01");
    when(act).then({{stream, policy::Event(act), {}}});
    const auto state = book.state<policy::Kind>(stream);
    ASSERT_EQ(state.versions.size(), 1U);
    EXPECT_EQ(state.versions[0].id, PolicyId{"pauh-2025.1"});
    EXPECT_EQ(state.versions[0].valid_from, date("2025-07-01"));
    EXPECT_EQ(state.versions[0].position, Position{4});
    EXPECT_EQ(state.versions[0].parameters, Parameters{});
    EXPECT_EQ(class_of(Event(policy::Event(act))), Class::policy);
}

TEST_F(Policies, ArePublishedByNobodyElse) {
    for (const Role role : {Role::performance_team, Role::authority, Role::integration}) {
        when(published("x", "2025-07-01"), by("x", role)).then_rejected(Code::auth, "");
    }
}

TEST_F(Policies, OfAnOlderSystemAreTheHeadsOwnToo) {
    const Published act = published("pauh-2024.1", "2024-01-01");
    const auto ask = [&](const Actor& actor, bool migrated) {
        return book.when(
            stream, policy::Event(act), actor, at("2025-06-10"), at("2024-01-02"), migrated
        );
    };
    ask(by("siasn", Role::integration), true).then_rejected(Code::auth);
    ask(head, false).then_rejected(Code::backdate, "effectivetime");
    ask(head, true).then_recorded();
}

TEST_F(Policies, NeedTheSignatureOfAnotherKnownPerson) {
    Published act = published("x", "2025-07-01");
    act.countersigned_by = {};
    when(act).then_rejected(Code::auth, "countersignedBy");
    act.countersigned_by = {"ppk"};
    when(act).then_rejected(Code::self, "countersignedBy");
    Actor deputy = by("plt", Role::head);
    deputy.on_behalf_of = {"ppk"};
    deputy.mandate = "SP-9";
    when(act, deputy).then_rejected(Code::self, "countersignedBy");
    act.countersigned_by = {"plt"};
    when(act, deputy).then_rejected(Code::self, "countersignedBy");
    act.countersigned_by = {"stranger"};
    when(act).then_rejected(Code::state, "countersignedBy");
}

TEST_F(Policies, BelongToARegisteredAgency) {
    book.when(policy::stream_for({"nowhere"}), published("x", "2025-07-01"), head, at("2025-06-10"))
        .then_rejected(Code::state, "stream");
}

TEST_F(Policies, HaveANameOfTheirOwnAndALegalBasis) {
    when(published("", "2025-07-01")).then_rejected(Code::shape, "id");
    when(published("default.1", "2025-07-01")).then_rejected(Code::state, "id");
    when(published("pauh-1", "2025-07-01")).then_recorded();
    when(published("pauh-1", "2025-08-01")).then_rejected(Code::state, "id");
    Published act = published("pauh-2", "2025-07-01");
    act.legal_ref = "";
    when(act).then_rejected(Code::shape, "legalRef");
    act.legal_ref = std::string(501, 'x');
    when(act).then_rejected(Code::shape, "legalRef");
}

// --- Never into a closed period

TEST_F(Policies, DoNotReachIntoAClosedMonth) {
    close("2025-04");
    when(published("a", "2025-03-31")).then_rejected(Code::policy_retroactive, "validFrom");
    when(published("b", "2025-04-30")).then_rejected(Code::policy_retroactive, "validFrom");
    when(published("c", "2025-05-01")).then_recorded();
}

TEST_F(Policies, DoNotReachIntoAClosedQuarterOrYear) {
    close("2024");
    when(published("a", "2024-12-31")).then_rejected(Code::policy_retroactive, "validFrom");
    when(published("b", "2025-01-01")).then_recorded();
    close("2025-Q1");
    when(published("c", "2025-03-31")).then_rejected(Code::policy_retroactive, "validFrom");
    when(published("d", "2025-04-01")).then_recorded();
}

TEST_F(Policies, DoNotReachOverAPeriodThatWasClosedLongAgo) {
    close("1999-02");
    when(published("a", "1980-05-05")).then_rejected(Code::policy_retroactive, "validFrom");
    when(published("b", "1999-03-01")).then_recorded();
}

TEST_F(Policies, MayReachBackOverOpenAndReopenedPeriods) {
    close("2025-04");
    const StreamId april = period::stream_for(pauh, period("2025-04"));
    book.given(april, period::Reopened{.reason = "Putusan"}, head, at("2025-06-02"));
    when(published("a", "2024-01-01")).then_recorded();
}

TEST_F(Policies, StartAtMost50YearsBack) {
    when(published("a", "1974-12-31")).then_rejected(Code::shape, "validFrom");
    when(published("b", "1975-01-01")).then_recorded();
}

// --- Parameters

TEST_F(Policies, HaveACapFrom100To120) {
    for (const auto& [cap, ok] :
         {std::pair{"99.99", false}, {"100", false}, {"110", true}, {"120", true}, {"120.01", false}
         }) {
        Parameters p;
        p.score_cap = dec(cap);
        const Told told = when(p);
        EXPECT_EQ(told.decided.has_value(), ok) << cap;
    }
    Parameters p;
    p.score_cap = dec("100");
    when(p).then_rejected(Code::shape, "parameters.levelAbove");
    p.level_above = dec("100");
    when(p).then_recorded();
    p.score_cap = dec("99.99");
    when(p).then_rejected(Code::shape, "parameters.scoreCap");
}

TEST_F(Policies, HaveAFloorBelowTheirLevels) {
    Parameters p;
    p.score_floor = dec("-1");
    when(p).then_rejected(Code::shape, "parameters.scoreFloor");
    p.score_floor = dec("90");
    when(p).then_rejected(Code::shape, "parameters.scoreFloor");
    p.score_floor = dec("89.99");
    when(p).then_recorded();
}

TEST_F(Policies, HaveTheirLevelsInOrder) {
    Parameters p;
    p.level_meets = dec("110");
    when(p).then_rejected(Code::shape, "parameters.levelMeets");
    p.level_meets = dec("109.99");
    when(p).then_recorded();
}

TEST_F(Policies, SplitWorkAndBehaviourWithin100) {
    Parameters p;
    p.pp30_work_weight = dec("-0.01");
    when(p).then_rejected(Code::shape, "parameters.pp30WorkWeight");
    p.pp30_work_weight = dec("100.01");
    when(p).then_rejected(Code::shape, "parameters.pp30WorkWeight");
    p.pp30_work_weight = dec("60");
    when(p).then_recorded();
}

TEST_F(Policies, HaveNumbersWithinBounds) {
    struct Case {
        std::uint32_t Parameters::* member;
        std::string_view field;
        std::uint32_t low;
        std::uint32_t high;
    };
    const Case cases[] = {
        {&Parameters::threshold_scale, "parameters.thresholdScale", 0, 6},
        {&Parameters::weights_total, "parameters.weightsTotal", 1, 1'000},
        {&Parameters::amend_after_month, "parameters.amendAfterMonth", 1, 12},
        {&Parameters::report_due_day, "parameters.reportDueDay", 1, 28},
        {&Parameters::objection_days, "parameters.objectionDays", 1, 90},
        {&Parameters::reason_characters_min, "parameters.reasonCharactersMin", 1, 1'000},
        {&Parameters::backdate_working_days, "parameters.backdateWorkingDays", 0, 60},
        {&Parameters::rater_change_days, "parameters.raterChangeDays", 0, 90},
        {&Parameters::supervised_months_min, "parameters.supervisedMonthsMin", 0, 12},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.field);
        Parameters p;
        for (const std::uint32_t good : {c.low, c.high}) {
            p.*c.member = good;
            when(p).then_recorded();
        }
        p.*c.member = c.high + 1;
        when(p).then_rejected(Code::shape, c.field);
        if (c.low == 0) continue;
        p.*c.member = c.low - 1;
        when(p).then_rejected(Code::shape, c.field);
    }
}

TEST_F(Policies, NameFormulasThatThereAre) {
    Parameters p;
    for (const formulas::Formula& formula : formulas::all()) {
        p.formulas = {std::string(formula.name)};
        when(p).then_recorded();
    }
    p.formulas = {"achievement.max/1", "achievement.max/999"};
    when(p).then_rejected(Code::shape, "parameters.formulas[1]");
    p.formulas = {"achievement.max"};
    when(p).then_rejected(Code::shape, "parameters.formulas[0]");
    p.formulas = {"achievement.max/1", "achievement.min/1", "achievement.max/1"};
    when(p).then_rejected(Code::shape, "parameters.formulas[2]");
}

// --- Which one is in force

TEST_F(Policies, AreInForceFromTheirFirstDay) {
    when(published("second", "2025-07-01")).then_recorded();
    when(published("first", "2025-01-01")).then_recorded();
    when(published("second.corrected", "2025-07-01")).then_recorded();
    const auto state = book.state<policy::Kind>(stream);
    const auto in_force = [&](std::string_view day) {
        const policy::Version* version = policy::in_force(state, date(day));
        return version == nullptr ? std::string() : version->id.text;
    };
    EXPECT_EQ(in_force("2024-12-31"), "");
    EXPECT_EQ(in_force("2025-01-01"), "first");
    EXPECT_EQ(in_force("2025-06-30"), "first");
    EXPECT_EQ(in_force("2025-07-01"), "second.corrected");
    EXPECT_EQ(in_force("2030-01-01"), "second.corrected");
}

TEST_F(Policies, AreTheBuiltInOneUntilTheFirstIsInForce) {
    class Known final : public States {
    public:
        explicit Known(policy::State known) : known_(std::move(known)) {}

    private:
        [[nodiscard]] const void* find(const StreamId& at) const override {
            return at == stream ? &known_ : nullptr;
        }
        policy::State known_;
    };
    when(published("pauh-1", "2025-07-01")).then_recorded();
    const Known states(book.state<policy::Kind>(stream));
    EXPECT_EQ(policy_on(states, pauh, date("2025-06-30")).id, PolicyId{"default.1"});
    EXPECT_EQ(policy_on(states, pauh, date("2025-06-30")).parameters, Parameters{});
    EXPECT_EQ(policy_on(states, pauh, date("2025-07-01")).id, PolicyId{"pauh-1"});
    EXPECT_EQ(policy_on(states, {"nowhere"}, date("2025-07-01")).id, PolicyId{"default.1"});
}

}  // namespace
}  // namespace tests
