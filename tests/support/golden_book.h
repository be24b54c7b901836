#pragma once
// The golden worked year of domain.md 7, told through the rules: A drafts, agrees, reports; B
// rates; C decides the objection. Every act is asked for and must be recorded.
//
//     golden::Year year;
//     year.establish();                        2025-01-06 to 01-20
//     year.report(1, 12);                      each month on the 5th of the next
//     year.evaluate_quarters();
//     year.book.when(...)                      go on from here

#include "ledger/rules/evaluation.h"
#include "ledger/rules/parties.h"
#include "tests/support/book.h"
#include "tests/support/golden_year.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::golden {

inline const ledger::StreamId plan_stream = stream_of(plan);
inline const ledger::IndicatorId above{"iku-layanan"};  // what A's results serve
inline const ledger::Period annual = ledger::Period::year(2025);

inline ledger::Actor as_subject() {
    return by("A", ledger::Role::pegawai);
}
inline ledger::Actor as_rater() {
    return by("B", ledger::Role::rater);
}
inline ledger::Actor as_superior() {
    return by("C", ledger::Role::superior);
}
inline ledger::Actor as_team() {
    return by("T", ledger::Role::performance_team);
}
inline ledger::Actor as_head() {
    return by("H", ledger::Role::head);
}

// `actor` for another, under a mandate.
inline ledger::Actor instead_of(std::string_view other, ledger::Actor actor) {
    actor.on_behalf_of = {std::string(other)};
    actor.mandate = "SPT 800/17/2025";
    return actor;
}

inline ledger::ClosedText reason() {
    return words("Sesuai data dukung yang diperiksa bersama.");
}

inline ledger::Period month(int number) {
    return ledger::Period::month(2025, number);
}
inline ledger::Period quarter(int number) {
    return ledger::Period::quarter(2025, number);
}

inline ledger::StreamId report_stream(int number) {
    return ledger::report::stream_for(plan, month(number));
}
inline ledger::StreamId evaluation_stream(const ledger::Period& period) {
    return ledger::evaluation::stream_for(plan, period);
}

// The 5th of the next month, 10:00 WIB.
inline ledger::Instant report_day(int number) {
    using namespace std::chrono_literals;
    return start_of(month(number).last_day() + std::chrono::days{5}, ledger::Zone::wib) + 10h;
}

inline ledger::report::Submitted report_of(int number, December december = December::first) {
    return {lines(months(december)[static_cast<std::size_t>(number - 1)])};
}

// December's complaints, put right by the objection: 17 of 20 instead of 8.
inline ledger::evaluation::Correction december_correction() {
    return {
        .month = month(12),
        .indicator = {"I2"},
        .was = value("8", "20"),
        .now = value("17", "20"),
    };
}

class Year {
public:
    Book book;

    // The unit, its people and who rates them, the policy, the indicator of the unit.
    Year() {
        const ledger::Instant start = at("2025-01-02");
        book.given(
            stream_of(agency),
            ledger::agency::Registered{.title = "Pemerintah Kota Pauh"},
            as_head(),
            start
        );
        create_unit(unit, std::nullopt);
        for (const std::string_view person : {"A", "B", "C", "D", "T", "H"})
            enrol({std::string(person)});
        assign_rater(subject, rater, superior, "2025-01-01");
        book.given(ledger::policy::stream_for(agency), policy(), as_head(), start);
        define(above, "children", "480");
    }

    void create_unit(const ledger::UnitId& id, std::optional<ledger::Zone> zone) {
        const ledger::unit::Created created{
            .agency = agency, .title = "Puskesmas Pauh", .zone = zone, .from = date("2020-01-01")
        };
        book.given(stream_of(id), created, as_team(), at("2025-01-02"));
    }

    // Registers a person and gives him a post from `from` on, perhaps until a last day.
    void enrol(
        const ledger::PersonId& person,
        const ledger::UnitId& where = unit,
        std::string_view from = "2020-01-01",
        std::string_view until = {}
    ) {
        const ledger::StreamId stream = stream_of(person);
        const std::vector<ledger::PersonId> about{person};
        const ledger::Instant start = at("2025-01-02");
        book.given(stream, ledger::person::Registered{.agency = agency}, as_team(), start, about);
        const ledger::person::AssignmentStarted started{
            .id = {"post"}, .unit = where, .from = date(from)
        };
        book.given(stream, started, as_team(), start, about);
        if (until.empty()) return;
        const ledger::person::AssignmentEnded ended{.id = {"post"}, .until = date(until)};
        book.given(stream, ended, as_team(), start, about);
    }

    void assign_rater(
        const ledger::PersonId& whom,
        const ledger::PersonId& by_whom,
        const ledger::PersonId& below,
        std::string_view from
    ) {
        const ledger::person::RaterAssigned assigned{
            .rater = by_whom, .superior = below, .from = date(from)
        };
        book.given(stream_of(whom), assigned, as_team(), at("2025-01-02"), {whom});
    }

    // An indicator of the unit whose values add up, with a target for 2025.
    void define(const ledger::IndicatorId& id, std::string_view measure, std::string_view target) {
        const ledger::indicator::Defined defined{
            .agency = agency,
            .unit = unit,
            .text = "Layanan puskesmas",
            .measure = std::string(measure),
            .consolidation = ledger::Consolidation::sum,
        };
        const ledger::indicator::TargetSet set{.period = annual, .target = {.value = dec(target)}};
        book.given(stream_of(id), defined, as_team(), at("2025-01-02"));
        book.given(stream_of(id), set, as_team(), at("2025-01-02"));
    }

    void close(const ledger::Period& period) {
        const ledger::StreamId stream = ledger::period::stream_for(agency, period);
        book.given(stream, ledger::period::Closed{}, as_team(), at("2026-01-03"));
    }

    // --- The plan: domain.md 7.1

    void draft(const ledger::plan::Drafted& act = drafted(above)) {
        book.when(plan_stream, act, as_subject(), at("2025-01-06T09:00:00+07:00")).then_recorded();
    }

    void submit(const ledger::plan::Drafted& act = drafted(above)) {
        using ledger::plan::Submitted;
        draft(act);
        book.when(plan_stream, Submitted{}, as_subject(), at("2025-01-08T09:00:00+07:00"))
            .then_recorded();
    }

    void agree(const ledger::plan::Drafted& act = drafted(above)) {
        using ledger::plan::Agreed;
        using ledger::plan::Party;
        submit(act);
        const ledger::Instant when = at("2025-01-15T09:00:00+07:00");
        book.when(plan_stream, Agreed{Party::subject}, as_subject(), when).then_recorded();
        book.when(plan_stream, Agreed{Party::rater}, as_rater(), when).then_recorded();
    }

    void establish(const ledger::plan::Drafted& act = drafted(above)) {
        agree(act);
        const ledger::plan::Established established;
        book.when(plan_stream, established, as_rater(), at("2025-01-20T09:00:00+07:00"))
            .then_recorded();
    }

    [[nodiscard]] ledger::plan::State plan_state() const {
        return book.state<ledger::plan::Kind>(plan_stream);
    }

    // --- Reports: domain.md 7.2

    void report(int first, int last) {
        for (int number = first; number <= last; ++number) {
            book.when(report_stream(number), report_of(number), as_subject(), report_day(number))
                .then_recorded();
        }
    }

    [[nodiscard]] ledger::report::State report_state(int number) const {
        return book.state<ledger::report::Kind>(report_stream(number));
    }

    // What is reported of an indicator in a month, as corrected; nothing when it is not.
    [[nodiscard]] std::optional<ledger::report::Reported> reported(
        int number, std::string_view indicator
    ) const {
        const ledger::report::State state = report_state(number);
        const auto* found = ledger::report::reported(state, {std::string(indicator)});
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

    // --- Evaluations: domain.md 7.3 and 7.4

    [[nodiscard]] ledger::score::Sheet sheet() const {
        ledger::score::Sheet sheet{.plan = plan_state()};
        for (int number = 1; number <= 12; ++number) {
            sheet.reports[static_cast<std::size_t>(number - 1)] = report_state(number);
        }
        return sheet;
    }

    // What the ledger proposes at `now`, with `corrections` made.
    [[nodiscard]] ledger::evaluation::Proposal proposal(
        const ledger::Period& period,
        ledger::Instant now,
        const std::vector<ledger::evaluation::Correction>& corrections = {}
    ) const {
        const auto policies = book.state<ledger::policy::Kind>(ledger::policy::stream_for(agency));
        const ledger::Date today = day_of(now, ledger::Zone::wib);
        const ledger::policy::Version none{.id = {"default.1"}};
        const auto* in_force = ledger::policy::in_force(policies, period.last_day());
        const ledger::policy::Version& version = in_force == nullptr ? none : *in_force;
        return ledger::evaluation::propose(
            ledger::evaluation::corrected(sheet(), corrections), period, version, today, book.size()
        );
    }

    // What B decides when he follows the proposal: behaviour meets expectations all year.
    [[nodiscard]] ledger::evaluation::Decided decision(
        const ledger::Period& period, ledger::Instant now
    ) const {
        ledger::evaluation::Decided decided{.proposal = proposal(period, now)};
        decided.result.work = decided.proposal.work.value_or(ledger::Level::meets);
        decided.result.predikat = predikat_for(decided.result.work, decided.result.behaviour);
        return decided;
    }

    Told decide(const ledger::Period& period, ledger::Instant now) {
        return book.when(evaluation_stream(period), decision(period, now), as_rater(), now);
    }

    void evaluate_quarters() {
        const std::string_view days[] = {"2025-04-15", "2025-07-15", "2025-10-15", "2026-01-08"};
        for (int number = 1; number <= 4; ++number) {
            decide(quarter(number), at(days[number - 1])).then_recorded();
        }
    }

    // All of 2025 up to B's decision on the year, 2026-01-08.
    void evaluate() {
        establish();
        report(1, 12);
        evaluate_quarters();
        decide(annual, at("2026-01-08T11:00:00+07:00")).then_recorded();
    }

    // Up to its delivery, 2026-01-12.
    void deliver() {
        evaluate();
        const ledger::evaluation::Delivered delivered{.channel = "e-kinerja"};
        const ledger::Instant when = at("2026-01-12T10:00:00+07:00");
        book.when(evaluation_stream(annual), delivered, as_team(), when).then_recorded();
    }

    // Up to A's objection, 2026-01-23.
    void object() {
        deliver();
        const ledger::evaluation::ObjectionFiled filed{.grounds = reason()};
        const ledger::Instant when = at("2026-01-23T09:00:00+07:00");
        book.when(evaluation_stream(annual), filed, as_subject(), when).then_recorded();
    }

    // Up to the hearing of both, 2026-02-03.
    void hear() {
        object();
        const ledger::evaluation::ObjectionHeard heard{.heard = {subject, rater}};
        const ledger::Instant when = at("2026-02-03T09:00:00+07:00");
        book.when(evaluation_stream(annual), heard, as_superior(), when).then_recorded();
    }

    // What C decides on 2026-02-09: 17 of 20, and so "meets".
    [[nodiscard]] ledger::evaluation::ObjectionDecided judgement(ledger::Instant now) const {
        ledger::evaluation::ObjectionDecided judged{
            .outcome = ledger::evaluation::Outcome::changed,
            .corrections = {december_correction()},
            .reason = reason(),
        };
        judged.proposal = proposal(annual, now, judged.corrections);
        judged.result.work = judged.proposal.work.value_or(ledger::Level::below);
        judged.result.predikat = predikat_for(judged.result.work, judged.result.behaviour);
        return judged;
    }

    [[nodiscard]] ledger::evaluation::State evaluation_state(const ledger::Period& period) const {
        return book.state<ledger::evaluation::Kind>(evaluation_stream(period));
    }
};

}  // namespace tests::golden
