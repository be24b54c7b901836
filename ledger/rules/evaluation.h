#pragma once
// The evaluation of one plan for one period, a quarter or the year: decided by the rater from a
// proposal that he was shown, delivered, perhaps objected to, then final
// (domain.md 3.5, 4.1, 12.6).

#include "ledger/rules/closed_text.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/measure.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/rating.h"
#include "ledger/rules/score.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace ledger::evaluation {

// What the maker of a decision was shown. The writer computes it again and rejects a stale one.
struct Proposal {
    Position position{};             // the ledger's size when it was computed
    std::optional<Rational> score;   // exact; nothing when there was no score
    std::optional<Decimal> rounded;  // at the policy's threshold scale
    std::optional<Level> work;       // the level that the score proposes
    PolicyId policy;
    std::vector<std::string> formulas;  // names and versions, sorted

    static constexpr std::tuple fields{
        field("position", &Proposal::position),
        field("score", &Proposal::score),
        field("rounded", &Proposal::rounded),
        field("work", &Proposal::work),
        field("policy", &Proposal::policy),
        field("formulas", &Proposal::formulas),
    };
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

// What was decided: two levels, and the predikat that they give.
struct Result {
    Level work = Level::meets;
    Level behaviour = Level::meets;
    std::optional<Decimal> behaviour_score;  // shown by PP 30/2019's number; 0 to the cap
    Predikat predikat = Predikat::good;
    bool innovation = false;  // PP 30/2019 art. 41: a new idea with benefit to the organisation

    static constexpr std::tuple fields{
        field("work", &Result::work),
        field("behaviour", &Result::behaviour),
        field("behaviourScore", &Result::behaviour_score),
        field("predikat", &Result::predikat),
        field("innovation", &Result::innovation),
    };
    friend bool operator==(const Result&, const Result&) = default;
};

// A value that an objection's decision puts right, in one month's report.
struct Correction {
    Period month;
    PlanIndicatorId indicator;
    Value was;
    Value now;

    static constexpr std::tuple fields{
        field("month", &Correction::month),
        field("indicator", &Correction::indicator),
        field("was", &Correction::was),
        field("now", &Correction::now),
    };
    friend bool operator==(const Correction&, const Correction&) = default;
};

// --- Events of the stream evaluation/{plan}/{period}

// Evaluasi periodik or tahunan, after the period's kind. Again after it was reopened.
struct Decided {
    Proposal proposal;
    Result result;
    ClosedText reason;  // required where result differs from what the proposal and the matrix give
    ClosedText recommendation;

    static constexpr std::string_view name = "decided";
    static constexpr std::tuple fields{
        field("proposal", &Decided::proposal),
        field("result", &Decided::result),
        field("reason", &Decided::reason),
        field("recommendation", &Decided::recommendation),
    };
    friend bool operator==(const Decided&, const Decided&) = default;
};

// Disampaikan. Its effective time is when the subject received it: the objection clock starts
// there.
struct Delivered {
    std::string channel;

    static constexpr std::string_view name = "delivered";
    static constexpr std::tuple fields{field("channel", &Delivered::channel)};
    friend bool operator==(const Delivered&, const Delivered&) = default;
};

// Diterima by the subject, who then no longer objects.
struct Accepted {
    ClosedText note;

    static constexpr std::string_view name = "accepted";
    static constexpr std::tuple fields{field("note", &Accepted::note)};
    friend bool operator==(const Accepted&, const Accepted&) = default;
};

// Keberatan, PP 30/2019 art. 59. Who objects files himself, so it is in time by when it is
// recorded: his own word on an earlier day does not move the deadline. A note of the performance
// team on force majeure does (domain.md 4.1): its number is the actor's mandate, and then the
// effective time counts, within the policy's tolerance.
struct ObjectionFiled {
    ClosedText grounds;
    std::vector<Digest> evidence;

    static constexpr std::string_view name = "objectionFiled";
    static constexpr std::tuple fields{
        field("grounds", &ObjectionFiled::grounds), field("evidence", &ObjectionFiled::evidence)
    };
    friend bool operator==(const ObjectionFiled&, const ObjectionFiled&) = default;
};

// Permintaan penjelasan: the superior heard somebody. Both must have been heard before a decision.
struct ObjectionHeard {
    std::vector<PersonId> heard;
    std::optional<Digest> minutes;

    static constexpr std::string_view name = "objectionHeard";
    static constexpr std::tuple fields{
        field("heard", &ObjectionHeard::heard), field("minutes", &ObjectionHeard::minutes)
    };
    friend bool operator==(const ObjectionHeard&, const ObjectionHeard&) = default;
};

// Dikabulkan (upheld), diubah (changed): a value or the result becomes another. Ditolak (rejected):
// nothing does.
enum class Outcome : std::uint8_t { upheld, changed, rejected };
constexpr auto names(Outcome) {
    return std::to_array<std::string_view>({"upheld", "changed", "rejected"});
}

// Putusan keberatan: final. Where it changes values, each becomes a fact of its report's stream.
// The proposal is the one computed with the corrections applied.
struct ObjectionDecided {
    Outcome outcome = Outcome::rejected;
    std::vector<Correction> corrections;
    Proposal proposal;
    Result result;
    ClosedText reason;

    static constexpr std::string_view name = "objectionDecided";
    static constexpr std::tuple fields{
        field("outcome", &ObjectionDecided::outcome),
        field("corrections", &ObjectionDecided::corrections),
        field("proposal", &ObjectionDecided::proposal),
        field("result", &ObjectionDecided::result),
        field("reason", &ObjectionDecided::reason),
    };
    friend bool operator==(const ObjectionDecided&, const ObjectionDecided&) = default;
};

struct ObjectionWithdrawn {
    static constexpr std::string_view name = "objectionWithdrawn";
    static constexpr std::tuple<> fields{};
    friend bool operator==(const ObjectionWithdrawn&, const ObjectionWithdrawn&) = default;
};

// By order of a court or of the inspectorate: the rater decides once more, as a new version.
struct Reopened {
    std::string order;  // its number

    static constexpr std::string_view name = "reopened";
    static constexpr std::tuple fields{field("order", &Reopened::order)};
    friend bool operator==(const Reopened&, const Reopened&) = default;
};

using Event = std::variant<
    Decided,
    Delivered,
    Accepted,
    ObjectionFiled,
    ObjectionHeard,
    ObjectionDecided,
    ObjectionWithdrawn,
    Reopened>;

// --- State

// LAPSED and FINAL of domain.md 13 depend on the day, so they are not here: see is_final().
enum class Progress : std::uint8_t {
    none,
    decided,
    delivered,
    accepted,
    under_objection,
    objection_decided,
    reopened
};
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({
        "none",
        "decided",
        "delivered",
        "accepted",
        "underObjection",
        "objectionDecided",
        "reopened",
    });
}

struct State {
    Progress progress = Progress::none;
    PersonId subject;
    PersonId rater;             // who decided: the rater, or his deputy
    PersonId office;            // whose office he exercised: the rater's
    Instant decided_at{};       // effective; says who was rater then, and who his superior
    std::uint32_t version = 0;  // counts the rater's decisions, from 1
    Result result;
    Position decided{};     // the event that set the result
    Instant received_at{};  // once delivered
    bool objected = false;  // to this version
    std::vector<PersonId> heard;

    static constexpr std::tuple fields{
        field("progress", &State::progress),
        field("subject", &State::subject),
        field("rater", &State::rater),
        field("office", &State::office),
        field("decidedAt", &State::decided_at),
        field("version", &State::version),
        field("result", &State::result),
        field("decided", &State::decided),
        field("receivedAt", &State::received_at),
        field("objected", &State::objected),
        field("heard", &State::heard),
    };
    friend bool operator==(const State&, const State&) = default;
};

// Whether nothing but an order to reopen can change it: accepted, the objection decided or
// withdrawn, or `objection_days` have passed since it was received.
[[nodiscard]] bool is_final(
    const State& state, Instant now, std::uint32_t objection_days, Zone zone
);

// The same, with the days of the policy in force when it was received, in the zone of the plan's
// unit.
[[nodiscard]] bool is_final(
    const State& state, const plan::State& plan, const States& states, Instant now
);

// Whether the rater has decided, and no order has reopened it since.
[[nodiscard]] bool is_decided(const State& state);

// Whether `person` decided it, himself or through a deputy.
[[nodiscard]] bool was_decided_by(const State& state, const PersonId& person);

// How far the evaluations of a plan that cover `month` are: the furthest of its quarter's and its
// year's.
enum class Standing : std::uint8_t { open, decided, final };
[[nodiscard]] Standing standing_of(
    const PlanId& id, const plan::State& plan, const Period& month, const Circumstances& given
);
[[nodiscard]] Rejection month_is_decided(std::string field);  // R-STATE, for what is decided
[[nodiscard]] Rejection month_is_final(std::string field);    // R-FINAL, for what is final

// The last moment at which an objection is in time: the end of the `objection_days`-th day after
// the day on which the result was received (PP 30/2019 art. 59, domain.md 4.1).
[[nodiscard]] Instant objection_deadline(
    Instant received_at, std::uint32_t objection_days, Zone zone
);

// --- Proposals: what is shown before a decision, and what decide() computes again to check it.

// The policy under which `period` is scored and rated: the one in force on its last day, however
// late the decision is. A policy never applies to what was over before it began (domain.md 15).
[[nodiscard]] const policy::Version& policy_for(
    const States& states, const AgencyId& agency, const Period& period
);

// What the ledger proposes for `period` from `sheet`, under `version`, as it stands on `today`;
// `at` is the ledger's size that the sheet was read at.
[[nodiscard]] Proposal propose(
    const score::Sheet& sheet,
    const Period& period,
    const policy::Version& version,
    Date today,
    Position at
);

// The plan and its reports as `states` has them. Asserts that the plan was drafted.
[[nodiscard]] score::Sheet sheet_of(const States& states, const PlanId& plan);

// The sheet as it would be with the corrections made. One that names a month or an indicator that
// was not reported changes nothing.
[[nodiscard]] score::Sheet corrected(score::Sheet sheet, std::span<const Correction> corrections);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
// The corrections that the decision of an objection orders.
[[nodiscard]] std::vector<Fact> further_facts(
    const State& state, const Event& act, const StreamId& stream, const States& states
);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "evaluation";
    using Event = evaluation::Event;
    using State = evaluation::State;
    [[nodiscard]] static bool is_key(std::string_view key);
};

[[nodiscard]] StreamId stream_for(const PlanId& plan, const Period& period);

struct Address {
    PlanId plan;
    Period period;
};
[[nodiscard]] std::optional<Address> address(const StreamId& stream);

}  // namespace ledger::evaluation
