#pragma once
// The monthly report on one plan: values with their evidence, returned or acknowledged by the
// rater, corrected later by name and never by overwriting (domain.md 3.2, 12.5, 13).

#include "ledger/rules/closed_text.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/measure.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::report {

struct Evidence {
    Digest sha256;
    std::string kind;  // "photo", "register", ...
    std::string uri;   // where it is kept; may rot, which the hash then shows
    std::optional<Instant> captured_at;

    static constexpr std::tuple fields{
        field("sha256", &Evidence::sha256),
        field("kind", &Evidence::kind),
        field("uri", &Evidence::uri),
        field("capturedAt", &Evidence::captured_at),
    };
    friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Line {
    PlanIndicatorId indicator;
    Value value;
    ClosedText narrative;
    ClosedText obstacle;
    std::vector<Evidence> evidence;

    static constexpr std::tuple fields{
        field("indicator", &Line::indicator),
        field("value", &Line::value),
        field("narrative", &Line::narrative),
        field("obstacle", &Line::obstacle),
        field("evidence", &Line::evidence),
    };
    friend bool operator==(const Line&, const Line&) = default;
};

// --- Events of the stream report/{plan}/{month}

// Laporan bulanan; again after it was returned. It may be late, whatever was decided meanwhile:
// that it was late is computed, and a decision that is final stays as it is. Every indicator of the
// plan has one line; one of polarity MAX whose target for the month is 0 is not due and may be left
// out (domain.md 2.3).
struct Submitted {
    std::vector<Line> lines;

    static constexpr std::string_view name = "submitted";
    static constexpr std::tuple fields{field("lines", &Submitted::lines)};
    friend bool operator==(const Submitted&, const Submitted&) = default;
};

// Dikembalikan: until it is submitted again it counts as missing.
struct Returned {
    ClosedText reason;

    static constexpr std::string_view name = "returned";
    static constexpr std::tuple fields{field("reason", &Returned::reason)};
    friend bool operator==(const Returned&, const Returned&) = default;
};

// Disetujui.
struct Acknowledged {
    ClosedText comment;
    std::optional<Instant> opened_at;  // when the rater opened it; how long he read is audited

    static constexpr std::string_view name = "acknowledged";
    static constexpr std::tuple fields{
        field("comment", &Acknowledged::comment), field("openedAt", &Acknowledged::opened_at)
    };
    friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

// Koreksi capaian. Names the old value, so that nobody corrects what he has not seen. Until an
// evaluation that covers the month is decided it takes both: what the subject corrects the rater
// acknowledges again, and what the rater corrects in his own name the subject may correct back or
// object to. Then it is for the rater's superior, or by order of the inspectorate, whose number is
// the actor's mandate: of one who acts for himself, and neither rates the subject nor decided the
// evaluation. Never once it is final, but by the decision on an objection, which records it itself
// (domain.md 12.5). Where the indicator demands evidence, so does its correction; for what an
// objection's decision corrects, that of the objection stands.
struct ValueCorrected {
    PlanIndicatorId indicator;
    Value was;
    Value now;
    StreamId cause;  // the objection that ordered it, where one did
    ClosedText reason;
    std::vector<Evidence> evidence;

    static constexpr std::string_view name = "valueCorrected";
    static constexpr std::tuple fields{
        field("indicator", &ValueCorrected::indicator),
        field("was", &ValueCorrected::was),
        field("now", &ValueCorrected::now),
        field("cause", &ValueCorrected::cause),
        field("reason", &ValueCorrected::reason),
        field("evidence", &ValueCorrected::evidence),
    };
    friend bool operator==(const ValueCorrected&, const ValueCorrected&) = default;
};

using Event = std::variant<Submitted, Returned, Acknowledged, ValueCorrected>;

// --- State

enum class Progress : std::uint8_t { none, submitted, returned, acknowledged };
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({"none", "submitted", "returned", "acknowledged"});
}

struct Reported {
    PlanIndicatorId indicator;
    Value value;
    Position position{};  // of the event that gave the value

    static constexpr std::tuple fields{
        field("indicator", &Reported::indicator),
        field("value", &Reported::value),
        field("position", &Reported::position),
    };
    friend bool operator==(const Reported&, const Reported&) = default;
};

struct State {
    Progress progress = Progress::none;
    PersonId subject;                // the plan's
    std::vector<Reported> reported;  // as corrected
    Position submitted{};            // the last submission
    Instant submitted_at{};          // when it was recorded: late or not is computed from it

    static constexpr std::tuple fields{
        field("progress", &State::progress),
        field("subject", &State::subject),
        field("reported", &State::reported),
        field("submitted", &State::submitted),
        field("submittedAt", &State::submitted_at),
    };
    friend bool operator==(const State&, const State&) = default;
};

// The value of `indicator` as reported and corrected; nothing when it is not reported, or the
// report was returned.
[[nodiscard]] const Reported* reported(const State& state, const PlanIndicatorId& indicator);
const Reported* reported(State&&, const PlanIndicatorId&) = delete;  // it would dangle

// Whether `act` corrects `state`, the report of `month` on `plan`: R-STATE when the indicator is
// not reported or `was` is not its value now, R-SHAPE when `now` is the same, check_value(now).
// Fields begin with `at`: "" or "corrections[0].". Who may correct, and with what evidence, are
// other questions.
[[nodiscard]] std::optional<Rejection> check_correction(
    const State& state,
    const ValueCorrected& act,
    const plan::State& plan,
    const Period& month,
    const std::string& at
);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "report";
    using Event = report::Event;
    using State = report::State;
    [[nodiscard]] static bool is_key(std::string_view key);
};

[[nodiscard]] StreamId stream_for(const PlanId& plan, const Period& month);

// The plan and the month that a stream's name says; nothing when it is no report's name.
struct Address {
    PlanId plan;
    Period month;
};
[[nodiscard]] std::optional<Address> address(const StreamId& stream);

}  // namespace ledger::report
