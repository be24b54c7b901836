// The monthly report's story: when it is due, what it must say, who returns, acknowledges and
// corrects it.

#include "ledger/rules/report.h"

#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace tests {
namespace {

using golden::as_head;
using golden::as_rater;
using golden::as_subject;
using golden::as_superior;
using golden::as_team;
using golden::instead_of;
using golden::report_day;
using golden::report_of;
using golden::report_stream;
using golden::Year;
using ledger::Role;
using ledger::Value;
using namespace ledger::report;
namespace plan = ledger::plan;
namespace evaluation = ledger::evaluation;

const ledger::Instant february_5 = report_day(1);

Told submit(Year& year, const Submitted& act, const ledger::Actor& actor = as_subject()) {
    return year.book.when(report_stream(1), act, actor, february_5);
}

// --- Submitting

TEST(Report, IsSubmittedMonthByMonthThroughTheGoldenYear) {
    Year year;
    year.establish();
    year.report(1, 12);
    const State december = year.report_state(12);
    EXPECT_EQ(december.progress, Progress::submitted);
    EXPECT_EQ(december.subject, golden::subject);
    EXPECT_EQ(december.submitted_at, report_day(12));
    ASSERT_EQ(december.reported.size(), 5U);
    EXPECT_EQ(december.reported[1].value, golden::value("8", "20"));
    EXPECT_EQ(december.reported[1].position, december.submitted);
}

TEST(Report, IsRecordedAsItWasSubmittedAndIsAboutTheSubject) {
    Year year;
    year.establish();
    submit(year, report_of(1)).then({{report_stream(1), report_of(1), {golden::subject}}});
}

TEST(Report, IsTheSubjectsOwn) {
    Year year;
    year.establish();
    submit(year, report_of(1), as_rater()).then_rejected(Code::auth);
    submit(year, report_of(1), as_team()).then_rejected(Code::auth);
    submit(year, report_of(1), instead_of("A", as_rater())).then_rejected(Code::conflict);
    submit(year, report_of(1), by("siasn", Role::integration)).then_rejected(Code::auth);
    submit(year, report_of(1), instead_of("A", by("siasn", Role::integration))).then_recorded();
}

TEST(Report, IsOnAnEstablishedPlan) {
    {
        Year year;
        submit(year, report_of(1)).then_rejected(Code::state, "stream");
    }
    {
        Year year;
        year.agree();
        submit(year, report_of(1)).then_rejected(Code::state);
    }
}

TEST(Report, IsOnAMonthOfThePlansSpan) {
    Year year;
    plan::Drafted half = golden::drafted(golden::above);
    half.first_month = 2;
    half.last_month = 3;
    year.establish(half);
    const auto report = [&](const ledger::Period& month) {
        const ledger::StreamId stream = stream_for(golden::plan, month);
        return year.book.when(stream, report_of(2), as_subject(), at("2025-05-05"));
    };
    report(golden::month(1)).then_rejected(Code::state);
    report(golden::month(4)).then_rejected(Code::state);
    report(period("2024-02")).then_rejected(Code::state);
    report(golden::month(2)).then_recorded();
    report(golden::month(3)).then_recorded();
}

TEST(Report, IsOnNoMonthThatBeganAfterThePlanWasClosed) {
    Year year;
    year.establish();
    year.book.when(golden::plan_stream, plan::Closed{words("mutasi")}, as_team(), at("2025-02-14"))
        .then_recorded();
    year.report(1, 2);
    year.book.when(report_stream(3), report_of(3), as_subject(), report_day(3))
        .then_rejected(Code::state);
}

TEST(Report, IsSubmittedOnceTheMonthHasEndedWhereTheUnitIs) {
    Year year;
    year.establish();
    const auto report_at = [&](std::string_view when) {
        return year.book.when(report_stream(1), report_of(1), as_subject(), at(when));
    };
    report_at("2025-01-31T23:59:59.999999+07:00").then_rejected(Code::period_open);
    report_at("2025-02-01T00:00:00+07:00").then_recorded();
}

TEST(Report, EndsItsMonthTwoHoursEarlierInPapua) {
    Year year;
    const ledger::UnitId papua{"puskesmas-sentani"};
    year.create_unit(papua, ledger::Zone::wit);
    year.enrol(golden::subject, papua);
    year.assign_rater(golden::subject, golden::rater, golden::superior, "2025-01-01");
    plan::Drafted act = golden::drafted(golden::above);
    act.unit = papua;
    year.establish(act);
    const auto report_at = [&](std::string_view when) {
        return year.book.when(report_stream(1), report_of(1), as_subject(), at(when));
    };
    report_at("2025-01-31T21:59:59.999999+07:00").then_rejected(Code::period_open);
    report_at("2025-01-31T22:00:00+07:00").then_recorded();
}

TEST(Report, CannotReachAClosedPeriod) {
    for (const char* closed : {"2025-01", "2025-Q1", "2025"}) {
        Year year;
        year.establish();
        year.close(period(closed));
        submit(year, report_of(1)).then_rejected(Code::period_closed);
    }
    Year year;
    year.establish();
    year.close(golden::month(2));
    submit(year, report_of(1)).then_recorded();
}

TEST(Report, IsRecordedInTimeForWhenItIsSaidToHaveHappened) {
    Year year;
    year.establish();
    // Wednesday the 5th: three working days later it is Monday, then Tuesday.
    const ledger::Instant monday = at("2025-02-10T08:00:00+07:00");
    const ledger::Instant tuesday = at("2025-02-11T08:00:00+07:00");
    year.book.when(report_stream(1), report_of(1), as_subject(), tuesday, february_5)
        .then_rejected(Code::backdate);
    year.book.when(report_stream(1), report_of(1), as_subject(), monday, february_5)
        .then_recorded();
}

TEST(Report, MayBeLate) {
    Year year;
    year.establish();
    year.book.when(report_stream(1), report_of(1), as_subject(), at("2025-09-01")).then_recorded();
}

TEST(Report, IsNotSubmittedTwice) {
    Year year;
    year.establish();
    submit(year, report_of(1)).then_recorded();
    submit(year, report_of(1)).then_rejected(Code::state);
    year.book.when(report_stream(1), Acknowledged{}, as_rater(), february_5).then_recorded();
    submit(year, report_of(1)).then_rejected(Code::state);
}

// --- Lines

// What is wrong with January's report after `change`, on a plan after `change_plan`.
void expect(
    Code code,
    std::string_view field,
    const std::function<void(Submitted&)>& change,
    const std::function<void(plan::Content&)>& change_plan = [](plan::Content&) {}
) {
    Year year;
    plan::Drafted drafted = golden::drafted(golden::above);
    change_plan(drafted.content);
    year.establish(drafted);
    Submitted act = report_of(1);
    change(act);
    submit(year, act).then_rejected(code, field);
}

void expect_recorded(
    const std::function<void(Submitted&)>& change,
    const std::function<void(plan::Content&)>& change_plan = [](plan::Content&) {}
) {
    Year year;
    plan::Drafted drafted = golden::drafted(golden::above);
    change_plan(drafted.content);
    year.establish(drafted);
    Submitted act = report_of(1);
    change(act);
    submit(year, act).then_recorded();
}

TEST(Report, HasOneLineForEachIndicator) {
    expect(Code::shape, "lines", [](Submitted& act) { act.lines.pop_back(); });
    expect(Code::shape, "lines", [](Submitted& act) { act.lines.clear(); });
    expect(Code::shape, "lines[5].indicator", [](Submitted& act) {
        act.lines.push_back(act.lines[0]);
    });
    expect(Code::shape, "lines[4].indicator", [](Submitted& act) {
        act.lines[4].indicator = {"I9"};
    });
    expect_recorded([](Submitted& act) { std::swap(act.lines[0], act.lines[4]); });
}

TEST(Report, NamesTheIndicatorThatIsMissing) {
    Year year;
    year.establish();
    Submitted act = report_of(1);
    act.lines.erase(act.lines.begin() + 2);
    const Told told = submit(year, act);
    ASSERT_FALSE(told.decided);
    EXPECT_NE(told.decided.error().detail.en.find("\"I3\""), std::string::npos);
    EXPECT_NE(told.decided.error().detail.id.find("\"I3\""), std::string::npos);
}

TEST(Report, MayLeaveOutWhatIsNotDueInTheMonth) {
    const auto not_due_in = [](std::size_t nth) {
        return [nth](plan::Content& content) {
            content.indicators[3].trajectory.assign(12, {.value = dec("40")});
            content.indicators[3].trajectory[nth] = {.value = dec("0")};
        };
    };
    const auto without_i4 = [](Submitted& act) { act.lines.erase(act.lines.begin() + 3); };
    expect_recorded(without_i4, not_due_in(0));
    expect_recorded([](Submitted&) {}, not_due_in(0));
    expect(Code::shape, "lines", without_i4, not_due_in(1));
}

TEST(Report, CountsTheTrajectoryFromThePlansFirstMonth) {
    Year year;
    plan::Drafted half = golden::drafted(golden::above);
    half.first_month = 2;
    half.content.indicators[3].trajectory.assign(11, {.value = dec("40")});
    half.content.indicators[3].trajectory[1] = {.value = dec("0")};  // March
    year.establish(half);
    Submitted act = report_of(2);
    act.lines.erase(act.lines.begin() + 3);
    year.book.when(report_stream(2), act, as_subject(), report_day(2)).then_rejected(Code::shape);
    year.book.when(report_stream(3), act, as_subject(), report_day(3)).then_recorded();
}

TEST(Report, GivesARatioAsItsTwoNumbers) {
    const auto i2 = [](Value value) {
        return [value](Submitted& act) { act.lines[1].value = value; };
    };
    const std::string at = "lines[1].value";
    expect(Code::shape, at + ".denominator", i2({.numerator = dec("77.8")}));
    expect(Code::shape, at + ".numerator", i2({.denominator = dec("18")}));
    expect(Code::shape, at + ".numerator", i2({}));
    expect(Code::shape, at + ".denominator", i2(golden::value("14", "-18")));
    expect(Code::shape, at + ".numerator", i2(golden::value("1", "0")));
    expect_recorded(i2(golden::value("0", "0")));
    expect_recorded(i2(golden::value("14", "18")));
}

TEST(Report, HasNegativeValuesOnlyWhereThePlanSaysSo) {
    const auto minus = [](Submitted& act) { act.lines[0].value = golden::value("-1"); };
    expect(Code::target_sign, "lines[0].value.numerator", minus);
    expect_recorded([](Submitted& act) { act.lines[0].value = golden::value("0"); });
    expect_recorded(minus, [](plan::Content& content) { content.indicators[0].is_signed = true; });
}

TEST(Report, NamesStagesOfAMilestoneOnly) {
    const auto milestone = [](plan::Content& content) {
        plan::Indicator& indicator = content.indicators[0];
        indicator.polarity = ledger::Polarity::milestone;
        indicator.target = {};
        indicator.stages = {{"design", "Rancangan", 40}, {"built", "Terbangun", 60}};
    };
    const auto stages = [](std::vector<std::string> names) {
        return [names](Submitted& act) { act.lines[0].value = {.stages = names}; };
    };
    expect_recorded(stages({}), milestone);
    expect_recorded(stages({"built", "design"}), milestone);
    expect(Code::shape, "lines[0].value.stages[1]", stages({"design", "opened"}), milestone);
    expect(Code::shape, "lines[0].value.stages[1]", stages({"design", "design"}), milestone);
    expect(Code::shape, "lines[0].value", [](Submitted&) {}, milestone);
    expect(Code::shape, "lines[0].value.stages", stages({"design"}));
}

TEST(Report, DescribesAQualitativeIndicatorInWords) {
    const auto qualitative = [](plan::Content& content) {
        content.indicators[0].polarity = ledger::Polarity::qualitative;
        content.indicators[0].target = {};
    };
    const auto say = [](std::string_view narrative) {
        return [narrative](Submitted& act) {
            act.lines[0].value = {};
            act.lines[0].narrative = words(narrative);
        };
    };
    expect(Code::shape, "lines[0].narrative", say(""), qualitative);
    expect(Code::shape, "lines[0].value", [](Submitted&) {}, qualitative);
    expect_recorded(say("Pelayanan dinilai ramah oleh pengunjung."), qualitative);
}

TEST(Report, CarriesTheEvidenceThatThePlanDemands) {
    const auto demand = [](plan::Content& content) {
        content.indicators[2].evidence_required = true;
    };
    const auto attach = [](std::size_t pieces, const Evidence& piece) {
        return [pieces, piece](Submitted& act) { act.lines[2].evidence.assign(pieces, piece); };
    };
    const Evidence piece{.kind = "register"};
    expect(Code::no_evidence, "lines[2].evidence", attach(0, piece), demand);
    expect_recorded(attach(1, piece), demand);
    expect_recorded(attach(50, piece), demand);
    expect(Code::shape, "lines[2].evidence", attach(51, piece), demand);
    const Evidence long_kind{.kind = std::string(101, 'x')};
    const Evidence long_uri{.uri = std::string(2001, 'x')};
    expect(Code::shape, "lines[2].evidence[0].kind", attach(1, long_kind));
    expect(Code::shape, "lines[2].evidence[0].uri", attach(1, long_uri));
}

TEST(Report, HasWordsOfAtMost10000Characters) {
    const auto narrative = [](std::size_t count) {
        return [count](Submitted& act) { act.lines[0].narrative = words(std::string(count, 'x')); };
    };
    const auto obstacle = [](Submitted& act) {
        act.lines[0].obstacle = words(std::string(10'001, 'x'));
    };
    expect_recorded(narrative(10'000));
    expect(Code::shape, "lines[0].narrative", narrative(10'001));
    expect(Code::shape, "lines[0].obstacle", obstacle);
}

// --- Returned, acknowledged

TEST(Report, IsReturnedByTheRaterWithAReason) {
    Year year;
    year.establish();
    const auto return_as = [&](const ledger::Actor& actor, std::string_view reason) {
        return year.book.when(report_stream(1), Returned{words(reason)}, actor, february_5);
    };
    const std::string_view twenty = "12345678901234567890";
    return_as(as_rater(), twenty).then_rejected(Code::state);
    submit(year, report_of(1)).then_recorded();
    return_as(as_subject(), twenty).then_rejected(Code::self);
    return_as(as_superior(), twenty).then_rejected(Code::not_rater);
    return_as(as_rater(), twenty.substr(1)).then_rejected(Code::no_reason, "reason");
    return_as(as_rater(), std::string(10'001, 'x')).then_rejected(Code::shape, "reason");
    return_as(as_rater(), twenty).then_recorded();
    EXPECT_FALSE(year.reported(1, "I1")) << "until then it counts as missing";
    return_as(as_rater(), twenty).then_rejected(Code::state);
    submit(year, report_of(2)).then_recorded();
    EXPECT_EQ(year.reported(1, "I1")->value, golden::value("35"));
}

TEST(Report, IsNotReturnedOnceThePeriodIsClosed) {
    Year year;
    year.establish();
    submit(year, report_of(1)).then_recorded();
    year.close(golden::month(1));
    year.book.when(report_stream(1), Returned{golden::reason()}, as_rater(), february_5)
        .then_rejected(Code::period_closed);
}

TEST(Report, IsNotReturnedOnceItWasEvaluated) {
    Year year;
    year.establish();
    year.report(1, 3);
    year.decide(golden::quarter(1), at("2025-04-15")).then_recorded();
    const Returned act{golden::reason()};
    year.book.when(report_stream(1), act, as_rater(), at("2025-04-15")).then_rejected(Code::state);
}

TEST(Report, IsAcknowledgedByTheRaterAndNotByHimself) {
    Year year;
    year.establish();
    submit(year, report_of(1)).then_recorded();
    const auto acknowledge_as = [&](const ledger::Actor& actor) {
        return year.book.when(report_stream(1), Acknowledged{}, actor, february_5);
    };
    acknowledge_as(as_subject()).then_rejected(Code::self);  // V15
    acknowledge_as(instead_of("B", by("A", Role::rater))).then_rejected(Code::self);
    acknowledge_as(as_superior()).then_rejected(Code::not_rater);
    acknowledge_as(as_rater()).then_recorded();
    EXPECT_EQ(year.report_state(1).progress, Progress::acknowledged);
    acknowledge_as(as_rater()).then_rejected(Code::state);
}

TEST(Report, IsOpenedBeforeItIsAcknowledged) {
    Year year;
    year.establish();
    submit(year, report_of(1)).then_recorded();
    const auto acknowledge = [&](ledger::Instant opened, std::string comment) {
        const Acknowledged act{words(comment), opened};
        return year.book.when(report_stream(1), act, as_rater(), february_5);
    };
    const std::chrono::microseconds moment{1};
    acknowledge(february_5 + moment, "").then_rejected(Code::shape, "openedAt");
    acknowledge(february_5, std::string(10'001, 'x')).then_rejected(Code::shape, "comment");
    acknowledge(february_5, "").then_recorded();
}

// --- Corrected

// Complaints of January: 15 of 18 in time instead of 14.
ValueCorrected correction() {
    return {
        .indicator = {"I2"},
        .was = golden::value("14", "18"),
        .now = golden::value("15", "18"),
        .reason = golden::reason(),
    };
}

Told correct(
    Year& year,
    const ledger::Actor& actor,
    ledger::Instant when,
    const ValueCorrected& act = correction()
) {
    return year.book.when(report_stream(1), act, actor, when);
}

TEST(Report, IsCorrectedBySubjectOrRaterWhileItIsNotEvaluated) {
    for (const ledger::Actor& actor : {as_subject(), as_rater()}) {
        Year year;
        year.establish();
        year.report(1, 1);
        correct(year, actor, february_5)
            .then({{report_stream(1), correction(), {golden::subject}}});
        const auto value = year.reported(1, "I2");
        ASSERT_TRUE(value);
        EXPECT_EQ(value->value, golden::value("15", "18"));
        EXPECT_GT(value->position, year.report_state(1).submitted);
    }
}

TEST(Report, CorrectedByTheSubjectIsAcknowledgedAgain) {
    const ledger::Actor deputy = instead_of("A", by("D", Role::pegawai));
    for (const ledger::Actor& actor : {as_subject(), deputy}) {
        Year year;
        year.establish();
        year.report(1, 1);
        const auto acknowledge = [&] {
            return year.book.when(report_stream(1), Acknowledged{}, as_rater(), february_5);
        };
        acknowledge().then_recorded();
        correct(year, actor, february_5).then_recorded();
        EXPECT_EQ(year.report_state(1).progress, Progress::submitted);
        EXPECT_EQ(year.reported(1, "I2")->value, golden::value("15", "18"));
        acknowledge().then_recorded();
    }
}

TEST(Report, CorrectedByTheRaterStaysAcknowledged) {
    Year year;
    year.establish();
    year.report(1, 1);
    year.book.when(report_stream(1), Acknowledged{}, as_rater(), february_5).then_recorded();
    correct(year, as_rater(), february_5).then_recorded();
    EXPECT_EQ(year.report_state(1).progress, Progress::acknowledged);
}

TEST(Report, IsCorrectedWithEvidenceWhereTheIndicatorDemandsIt) {
    Year year;
    plan::Drafted act = golden::drafted(golden::above);
    act.content.indicators[1].evidence_required = true;
    year.establish(act);
    const Evidence piece{.kind = "register", .uri = "https://e-kinerja.pauh.example/1"};
    Submitted january = report_of(1);
    january.lines[1].evidence = {piece};
    submit(year, january).then_recorded();
    ValueCorrected correction_of_i2 = correction();
    correct(year, as_subject(), february_5, correction_of_i2)
        .then_rejected(Code::no_evidence, "evidence");
    correction_of_i2.evidence.assign(51, piece);
    correct(year, as_subject(), february_5, correction_of_i2)
        .then_rejected(Code::shape, "evidence");
    correction_of_i2.evidence = {piece};
    correct(year, as_subject(), february_5, correction_of_i2).then_recorded();
}

TEST(Report, IsNotCorrectedByOthers) {
    Year year;
    year.establish();
    year.report(1, 1);
    correct(year, as_superior(), february_5).then_rejected(Code::not_rater);
    correct(year, as_team(), february_5).then_rejected(Code::not_rater);
    correct(year, by("siasn", Role::integration), february_5).then_rejected(Code::auth);
}

TEST(Report, IsCorrectedOnlyByOneWhoSawTheValue) {
    Year year;
    year.establish();
    ValueCorrected act = correction();
    correct(year, as_subject(), february_5, act).then_rejected(Code::state, "indicator");
    year.report(1, 1);
    act.indicator = {"I9"};
    correct(year, as_subject(), february_5, act).then_rejected(Code::state, "indicator");
    act = correction();
    act.was = golden::value("13", "18");
    correct(year, as_subject(), february_5, act).then_rejected(Code::state, "was");
    act.was = golden::value("14.0", "18");
    correct(year, as_subject(), february_5, act).then_recorded();
    correct(year, as_subject(), february_5).then_rejected(Code::state, "was");
}

TEST(Report, IsCorrectedToAnotherValueThatCanBe) {
    Year year;
    year.establish();
    year.report(1, 1);
    ValueCorrected act = correction();
    act.now = act.was;
    correct(year, as_subject(), february_5, act).then_rejected(Code::shape, "now");
    act.now = golden::value("-15", "18");
    correct(year, as_subject(), february_5, act).then_rejected(Code::target_sign, "now.numerator");
    act.now = golden::value("15");
    correct(year, as_subject(), february_5, act).then_rejected(Code::shape, "now.denominator");
    act = correction();
    act.reason = words("1234567890123456789");
    correct(year, as_subject(), february_5, act).then_rejected(Code::no_reason, "reason");
    act.reason = words(std::string(10'001, 'x'));
    correct(year, as_subject(), february_5, act).then_rejected(Code::shape, "reason");
    act = correction();
    act.cause = golden::evaluation_stream(golden::annual);
    correct(year, as_subject(), february_5, act).then_rejected(Code::shape, "cause");
}

TEST(Report, ThatWasReturnedIsNotCorrected) {
    Year year;
    year.establish();
    year.report(1, 1);
    year.book.when(report_stream(1), Returned{golden::reason()}, as_rater(), february_5)
        .then_recorded();
    correct(year, as_subject(), february_5).then_rejected(Code::state, "indicator");
}

TEST(Report, MayBeCorrectedThoughThePeriodIsClosedAndPaid) {
    Year year;
    year.establish();
    year.report(1, 1);
    year.close(golden::month(1));
    correct(year, as_subject(), february_5).then_recorded();
}

TEST(Report, CorrectedBackIsWhatItWas) {
    Year year;
    year.establish();
    year.report(1, 1);
    const Value before = year.reported(1, "I2")->value;
    correct(year, as_subject(), february_5).then_recorded();
    ValueCorrected back = correction();
    std::swap(back.was, back.now);
    correct(year, as_rater(), february_5, back).then_recorded();
    EXPECT_EQ(year.reported(1, "I2")->value, before);
}

TEST(Report, OnceEvaluatedIsCorrectedByTheSuperiorOnly) {
    Year year;
    year.establish();
    year.report(1, 3);
    const ledger::Instant when = at("2025-04-15T09:00:00+07:00");
    year.decide(golden::quarter(1), when).then_recorded();
    correct(year, as_subject(), when).then_rejected(Code::self);
    correct(year, as_rater(), when).then_rejected(Code::not_superior);
    correct(year, as_team(), when).then_rejected(Code::not_superior);
    correct(year, as_superior(), when).then_recorded();
}

TEST(Report, OnceEvaluatedIsCorrectedByOrderOfTheInspectorate) {
    for (const Role role : {Role::inspector, Role::performance_team}) {
        Year year;
        year.establish();
        year.report(1, 3);
        const ledger::Instant when = at("2025-04-15T09:00:00+07:00");
        year.decide(golden::quarter(1), when).then_recorded();
        ledger::Actor actor = by("X", role);
        correct(year, actor, when).then_rejected(Code::not_superior);
        actor.mandate = "LHP 700/12/2025";
        ledger::Actor himself = actor;
        himself.person = golden::subject;
        correct(year, himself, when).then_rejected(Code::self);
        correct(year, actor, when).then_recorded();
    }
}

TEST(Report, IsNotCorrectedUnderAnOrderByWhoRatesOrHasRated) {
    Year year;
    year.establish();
    year.report(1, 3);
    const ledger::Instant when = at("2025-04-15T09:00:00+07:00");
    const ledger::StreamId quarter = golden::evaluation_stream(golden::quarter(1));
    const ledger::Actor deputy = instead_of("B", by("D", Role::rater));
    year.book.when(quarter, year.decision(golden::quarter(1), when), deputy, when).then_recorded();
    const auto ordered = [](std::string_view person) {
        ledger::Actor actor = by(person, Role::performance_team);
        actor.mandate = "LHP 700/12/2025";
        return actor;
    };
    correct(year, ordered("B"), when).then_rejected(Code::conflict);
    correct(year, ordered("D"), when).then_rejected(Code::conflict);
    ledger::Actor another = ordered("T");
    another.on_behalf_of = {"H"};  // then the mandate is a deputy's letter
    correct(year, another, when).then_rejected(Code::not_superior);
    correct(year, ordered("T"), when).then_recorded();
}

// January with a first quarter that was delivered on 2025-04-16, so final after 2025-04-30.
void deliver_first_quarter(Year& year) {
    year.establish();
    year.report(1, 3);
    year.decide(golden::quarter(1), at("2025-04-15")).then_recorded();
    const evaluation::Delivered delivered{.channel = "e-kinerja"};
    const ledger::StreamId stream = golden::evaluation_stream(golden::quarter(1));
    year.book.when(stream, delivered, as_team(), at("2025-04-16T09:00:00+07:00")).then_recorded();
}

TEST(Report, IsNotCorrectedOnceItsQuarterIsFinal) {
    const ledger::Instant last = at("2025-04-30T23:59:59.999999+07:00");
    const ledger::Instant after = at("2025-05-01T00:00:00+07:00");
    {
        Year year;
        deliver_first_quarter(year);
        correct(year, as_superior(), last).then_recorded();
    }
    {
        Year year;
        deliver_first_quarter(year);
        correct(year, as_superior(), after).then_rejected(Code::final);
        correct(year, as_subject(), after).then_rejected(Code::final);
    }
}

TEST(Report, OfAnOlderSystemIsCorrectedWhereItWasNotFinalThen) {
    const auto migrate = [](std::string_view effective) {
        Year year;
        deliver_first_quarter(year);
        const ledger::Actor importer = instead_of("C", as_team());
        return year.book.when(
            report_stream(1), correction(), importer, at("2026-06-01"), at(effective), true
        );
    };
    migrate("2025-05-01").then_rejected(Code::final);
    migrate("2025-04-30").then_recorded();
}

TEST(Report, IsNotReturnedOnceItsQuarterIsFinal) {
    Year year;
    deliver_first_quarter(year);
    year.book.when(report_stream(1), Returned{golden::reason()}, as_rater(), at("2025-05-01"))
        .then_rejected(Code::final);
}

TEST(Report, IsNotCorrectedOnceItsYearIsFinal) {
    Year year;
    year.deliver();
    const ledger::Instant when = at("2026-01-13T09:00:00+07:00");
    correct(year, as_superior(), when).then_recorded();
    year.book
        .when(golden::evaluation_stream(golden::annual), evaluation::Accepted{}, as_subject(), when)
        .then_recorded();
    ValueCorrected back = correction();
    std::swap(back.was, back.now);
    correct(year, as_superior(), when, back).then_rejected(Code::final);
}

TEST(Report, MayBeCorrectedAgainOnceTheResultWasReopened) {
    Year year;
    deliver_first_quarter(year);
    const ledger::Instant when = at("2025-05-05T09:00:00+07:00");
    correct(year, as_subject(), when).then_rejected(Code::final);
    const ledger::StreamId stream = golden::evaluation_stream(golden::quarter(1));
    year.book.when(stream, evaluation::Reopened{"PTUN 12/2025"}, as_head(), when).then_recorded();
    correct(year, as_subject(), when).then_recorded();
}

// --- Streams

TEST(Report, HasAStreamForEachPlanAndMonth) {
    const ledger::StreamId stream = stream_for({"2025-a"}, period("2025-12"));
    EXPECT_EQ(stream.text, "report/2025-a/2025-12");
    const auto where = address(stream);
    ASSERT_TRUE(where);
    EXPECT_EQ(where->plan.text, "2025-a");
    EXPECT_EQ(where->month, period("2025-12"));
    for (const char* other : {
             "report/2025-a/2025",
             "report/2025-a/2025-Q4",
             "report/2025-a/2025-13",
             "report/2025-a/",
             "report/2025-a",
             "report//2025-12",
             "report/a/b/2025-12",
             "report/a b/2025-12",
             "plan/2025-a/2025-12",
             "report/2025-a/2025-12/",
         }) {
        EXPECT_FALSE(address({other})) << other;
    }
    EXPECT_TRUE(Kind::is_key("2025-a/2025-12"));
    EXPECT_FALSE(Kind::is_key("2025-a/2025-Q4"));
    EXPECT_FALSE(Kind::is_key("2025-a"));
}

TEST(Report, InAStreamOfAnotherNameIsRejected) {
    Year year;
    year.establish();
    year.book.when({"report/2025-a/2025"}, report_of(1), as_subject(), at("2026-02-01"))
        .then_rejected(Code::shape, "stream");
}

TEST(Report, CorrectionsAreAClassOfTheirOwn) {
    EXPECT_EQ(class_of(Event(Submitted{})), ledger::Class::report);
    EXPECT_EQ(class_of(Event(Returned{})), ledger::Class::report);
    EXPECT_EQ(class_of(Event(Acknowledged{})), ledger::Class::report);
    EXPECT_EQ(class_of(Event(ValueCorrected{})), ledger::Class::correction);
}

}  // namespace
}  // namespace tests
