#pragma once
// The plan of one person (SKP): results and indicators with targets and weights, drafted,
// submitted, reviewed, agreed, established, perhaps amended, closed (domain.md 3.1, 12.4, 13).
//
//     draft -> submitted -> reviewed -> agreed -> established -> (amending -> established)* ->
//     closed
//                 '-> returned -> draft
//
// The review by the performance team is optional: no regulation that we found makes an agreement
// void without it, and small agencies have no team in January. So a submitted plan may be agreed; a
// review that did happen stands in the ledger with its findings. Establishing late is allowed too:
// that it was late is computed from the date.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/measure.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::plan {

enum class PositionType : std::uint8_t { jpt, administrator, pengawas, pelaksana, functional };
constexpr auto names(PositionType) {
    return std::to_array<std::string_view>(
        {"jpt", "administrator", "pengawas", "pelaksana", "functional"}
    );
}

enum class Approach : std::uint8_t { quantitative, qualitative };
constexpr auto names(Approach) {
    return std::to_array<std::string_view>({"quantitative", "qualitative"});
}

// Kinerja utama and tambahan: additional work may add to main work and never replaces it. So it has
// no weight in the score; what it adds is the rater's to judge (domain.md 2.5).
enum class ResultKind : std::uint8_t { main, additional };
constexpr auto names(ResultKind) {
    return std::to_array<std::string_view>({"main", "additional"});
}

// How a result depends on one above it (domain.md 2.1).
enum class Edge : std::uint8_t { direct, contributes, shared };
constexpr auto names(Edge) {
    return std::to_array<std::string_view>({"direct", "contributes", "shared"});
}

enum class Aspect : std::uint8_t { quantity, quality, time, cost };
constexpr auto names(Aspect) {
    return std::to_array<std::string_view>({"quantity", "quality", "time", "cost"});
}

// The seven BerAKHLAK values (domain.md 3.4).
enum class Behaviour : std::uint8_t {
    service,
    accountable,
    competent,
    harmonious,
    loyal,
    adaptive,
    collaborative
};
constexpr auto names(Behaviour) {
    return std::to_array<std::string_view>({
        "service",
        "accountable",
        "competent",
        "harmonious",
        "loyal",
        "adaptive",
        "collaborative",
    });
}

// As what somebody agrees: a deputy and a source system agree for another person, so the name of
// the actor does not tell.
enum class Party : std::uint8_t { subject, rater, superior };
constexpr auto names(Party) {
    return std::to_array<std::string_view>({"subject", "rater", "superior"});
}

// What a result serves: an indicator of the unit or the agency, or a result in a superior's plan.
struct Parent {
    IndicatorId indicator;  // one of the two is given
    PlanId plan;
    ResultId result;  // with `plan`
    Edge edge = Edge::contributes;

    static constexpr std::tuple fields{
        field("indicator", &Parent::indicator),
        field("plan", &Parent::plan),
        field("result", &Parent::result),
        field("edge", &Parent::edge),
    };
    friend bool operator==(const Parent&, const Parent&) = default;
};

// Rencana hasil kerja (RHK).
struct Result {
    ResultId id;
    std::string text;
    ResultKind kind = ResultKind::main;
    std::vector<Parent> parents;

    static constexpr std::tuple fields{
        field("id", &Result::id),
        field("text", &Result::text),
        field("kind", &Result::kind),
        field("parents", &Result::parents),
    };
    friend bool operator==(const Result&, const Result&) = default;
};

// Indikator kinerja individu (IKI).
struct Indicator {
    PlanIndicatorId id;
    ResultId result;
    Aspect aspect = Aspect::quantity;
    std::string text;
    std::string unit;  // of measure: "%", "minutes"
    Polarity polarity = Polarity::max;
    Consolidation consolidation = Consolidation::last;
    std::uint32_t weight = 0;
    Target target;                   // of the whole plan's span
    std::vector<Target> trajectory;  // empty, or one target for each month of the plan's span
    std::vector<Stage> stages;       // of a milestone
    bool is_signed = false;          // values and targets may be negative
    bool max_attainable = false;     // the target is the most that can be reached
    bool evidence_required = false;

    static constexpr std::tuple fields{
        field("id", &Indicator::id),
        field("result", &Indicator::result),
        field("aspect", &Indicator::aspect),
        field("text", &Indicator::text),
        field("unit", &Indicator::unit),
        field("polarity", &Indicator::polarity),
        field("consolidation", &Indicator::consolidation),
        field("weight", &Indicator::weight),
        field("target", &Indicator::target),
        field("trajectory", &Indicator::trajectory),
        field("stages", &Indicator::stages),
        field("signed", &Indicator::is_signed),
        field("maxAttainable", &Indicator::max_attainable),
        field("evidenceRequired", &Indicator::evidence_required),
    };
    friend bool operator==(const Indicator&, const Indicator&) = default;
};

struct Expectation {
    Behaviour value = Behaviour::service;
    std::string text;

    static constexpr std::tuple fields{
        field("value", &Expectation::value), field("text", &Expectation::text)
    };
    friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Content {
    std::vector<Result> results;
    std::vector<Indicator> indicators;
    std::vector<Expectation> expectations;
    std::string resources;       // dukungan sumber daya
    std::string accountability;  // skema pertanggungjawaban
    std::string consequences;    // konsekuensi

    static constexpr std::tuple fields{
        field("results", &Content::results),
        field("indicators", &Content::indicators),
        field("expectations", &Content::expectations),
        field("resources", &Content::resources),
        field("accountability", &Content::accountability),
        field("consequences", &Content::consequences),
    };
    friend bool operator==(const Content&, const Content&) = default;
};

// --- Events of the stream plan/{plan}

// SKP disusun; again while it is a draft or was returned, to change it. The subject, the agency and
// the year stay as they were first said.
struct Drafted {
    PersonId subject;
    AgencyId agency;
    UnitId unit;
    std::uint32_t year = 0;
    std::uint32_t first_month = 1;  // the span: all of the year, or the months in one post
    std::uint32_t last_month = 12;
    PositionType position_type = PositionType::pelaksana;
    std::string position;
    Approach approach = Approach::quantitative;
    Content content;

    static constexpr std::string_view name = "drafted";
    static constexpr std::tuple fields{
        field("subject", &Drafted::subject),
        field("agency", &Drafted::agency),
        field("unit", &Drafted::unit),
        field("year", &Drafted::year),
        field("firstMonth", &Drafted::first_month),
        field("lastMonth", &Drafted::last_month),
        field("positionType", &Drafted::position_type),
        field("position", &Drafted::position),
        field("approach", &Drafted::approach),
        field("content", &Drafted::content),
    };
    friend bool operator==(const Drafted&, const Drafted&) = default;
};

// Ekspektasi khusus pimpinan: replaces what the plan says of that value.
struct ExpectationClarified {
    Expectation expectation;

    static constexpr std::string_view name = "expectationClarified";
    static constexpr std::tuple fields{field("expectation", &ExpectationClarified::expectation)};
    friend bool operator==(const ExpectationClarified&, const ExpectationClarified&) = default;
};

// Diajukan.
struct Submitted {
    static constexpr std::string_view name = "submitted";
    static constexpr std::tuple<> fields{};
    friend bool operator==(const Submitted&, const Submitted&) = default;
};

// Dikembalikan. While the plan is being amended: the amendment is refused, the plan stands.
struct Returned {
    ClosedText reason;

    static constexpr std::string_view name = "returned";
    static constexpr std::tuple fields{field("reason", &Returned::reason)};
    friend bool operator==(const Returned&, const Returned&) = default;
};

// Direviu tim pengelola kinerja.
struct Reviewed {
    ClosedText findings;

    static constexpr std::string_view name = "reviewed";
    static constexpr std::tuple fields{field("findings", &Reviewed::findings)};
    friend bool operator==(const Reviewed&, const Reviewed&) = default;
};

// Disepakati: once by the subject and once by the rater.
struct Agreed {
    Party party = Party::subject;

    static constexpr std::string_view name = "agreed";
    static constexpr std::tuple fields{field("party", &Agreed::party)};
    friend bool operator==(const Agreed&, const Agreed&) = default;
};

// Ditetapkan: reports start.
struct Established {
    std::optional<Digest> document;  // of the signed paper, where there is one

    static constexpr std::string_view name = "established";
    static constexpr std::tuple fields{field("document", &Established::document)};
    friend bool operator==(const Established&, const Established&) = default;
};

// SKP diubah: other content from a month on. Asked by the subject or the rater; it holds once the
// other one has agreed with a second Amended of the same content and month. After the month
// Parameters::amend_after_month the superior must agree before the last of the two does. Another
// content, while one is being agreed, takes its place: a counter-proposal. It touches no month that
// is closed, and none of a quarter or a year whose evaluation is decided.
struct Amended {
    Party party = Party::subject;
    std::uint32_t from_month = 1;  // 1 to 12, in the plan's span
    Content content;
    ClosedText reason;

    static constexpr std::string_view name = "amended";
    static constexpr std::tuple fields{
        field("party", &Amended::party),
        field("fromMonth", &Amended::from_month),
        field("content", &Amended::content),
        field("reason", &Amended::reason),
    };
    friend bool operator==(const Amended&, const Amended&) = default;
};

// Ditutup: year end, transfer, retirement.
struct Closed {
    ClosedText reason;

    static constexpr std::string_view name = "closed";
    static constexpr std::tuple fields{field("reason", &Closed::reason)};
    friend bool operator==(const Closed&, const Closed&) = default;
};

using Event = std::variant<
    Drafted,
    ExpectationClarified,
    Submitted,
    Returned,
    Reviewed,
    Agreed,
    Established,
    Amended,
    Closed>;

// --- State

enum class Progress : std::uint8_t {
    none,
    draft,
    submitted,
    returned,
    reviewed,
    agreed,
    established,
    amending,
    closed
};
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({
        "none",
        "draft",
        "submitted",
        "returned",
        "reviewed",
        "agreed",
        "established",
        "amending",
        "closed",
    });
}

// The content that holds from a month on, until the next one.
struct Revision {
    std::uint32_t from_month = 1;
    Position position{};  // of the event that set it
    Content content;

    static constexpr std::tuple fields{
        field("fromMonth", &Revision::from_month),
        field("position", &Revision::position),
        field("content", &Revision::content),
    };
    friend bool operator==(const Revision&, const Revision&) = default;
};

struct State {
    Progress progress = Progress::none;
    PersonId subject;
    AgencyId agency;
    UnitId unit;
    std::uint32_t year = 0;
    std::uint32_t first_month = 1;
    std::uint32_t last_month = 12;
    bool agreed_by_subject = false;
    bool agreed_by_rater = false;
    std::vector<Revision> revisions;    // in force or to be; at least one once drafted
    std::optional<Revision> amendment;  // asked for, not agreed by all yet
    bool amendment_by_subject = false;  // who has agreed to it
    bool amendment_by_rater = false;
    bool amendment_by_superior = false;
    Instant closed_at{};  // effective; once closed

    static constexpr std::tuple fields{
        field("progress", &State::progress),
        field("subject", &State::subject),
        field("agency", &State::agency),
        field("unit", &State::unit),
        field("year", &State::year),
        field("firstMonth", &State::first_month),
        field("lastMonth", &State::last_month),
        field("agreedBySubject", &State::agreed_by_subject),
        field("agreedByRater", &State::agreed_by_rater),
        field("revisions", &State::revisions),
        field("amendment", &State::amendment),
        field("amendmentBySubject", &State::amendment_by_subject),
        field("amendmentByRater", &State::amendment_by_rater),
        field("amendmentBySuperior", &State::amendment_by_superior),
        field("closedAt", &State::closed_at),
    };
    friend bool operator==(const State&, const State&) = default;
};

// Whether reports may be made: established, being amended, or closed (only an established plan can
// be). Of a closed plan's months, those that began before it was closed: see covers().
[[nodiscard]] bool takes_reports(const State& state);

// Whether `month` is one of the plan's: of its year, in its span, and begun before it was closed.
[[nodiscard]] bool covers(const State& state, const Period& month, Zone zone);

// The months of `period` that the plan covers; nothing when it covers none of them.
struct Months {
    int first = 1;
    int last = 12;
};
[[nodiscard]] std::optional<Months> months_in(const State& state, const Period& period, Zone zone);

// The content in force in `month`, 1 to 12; before the span, the first content. Asserts that the
// plan was drafted.
[[nodiscard]] const Revision& revision_in(const State& state, std::uint32_t month);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "plan";
    using Event = plan::Event;
    using State = plan::State;
};

}  // namespace ledger::plan
