#pragma once
// All sanctions of one person (hukuman disiplin), so that rules can ask for them by person: whether
// one is active, and whether a breach was punished already. Nobody writes this stream himself: each
// event is the second fact of an act in a case, see rules/discipline.h.

#include "ledger/rules/calendar.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::sanctions {

// Tingkat, PP 94/2021 art. 8.
enum class Severity : std::uint8_t { ringan, sedang, berat };
constexpr auto names(Severity) {
    return std::to_array<std::string_view>({"ringan", "sedang", "berat"});
}

// Jenis, domain.md 5.2. What M1 to M3 consist of depends on the regime. Of PP 53/2010, which knew
// four kinds of berat, H1 stands for its demotion in rank or post, H2 for removal from the post, H3
// for dismissal.
enum class Punishment : std::uint8_t { l1, l2, l3, m1, m2, m3, h1, h2, h3 };
constexpr auto names(Punishment) {
    return std::to_array<std::string_view>({"L1", "L2", "L3", "M1", "M2", "M3", "H1", "H2", "H3"});
}

[[nodiscard]] Severity severity_of(Punishment punishment) noexcept;

// --- Events of the stream sanctions/{person}

// Dijatuhkan, in the case named.
struct Imposed {
    CaseId case_id;
    Punishment code = Punishment::l1;
    std::uint32_t months = 0;  // how long it is served; 0: nothing to serve, or for good
    std::vector<std::string> breaches;

    static constexpr std::string_view name = "imposed";
    static constexpr std::tuple fields{
        field("case", &Imposed::case_id),
        field("code", &Imposed::code),
        field("months", &Imposed::months),
        field("breaches", &Imposed::breaches),
    };
    friend bool operator==(const Imposed&, const Imposed&) = default;
};

// Diterima: its effective time is when the person received the decision.
struct Received {
    CaseId case_id;

    static constexpr std::string_view name = "received";
    static constexpr std::tuple fields{field("case", &Received::case_id)};
    friend bool operator==(const Received&, const Received&) = default;
};

using Event = std::variant<Imposed, Received>;

// --- State

struct Sanction {
    CaseId case_id;
    Punishment code = Punishment::l1;
    std::uint32_t months = 0;
    std::vector<std::string> breaches;
    Instant decided_at{};
    std::optional<Instant> received_at;
    Position position{};  // of its Imposed

    static constexpr std::tuple fields{
        field("case", &Sanction::case_id),
        field("code", &Sanction::code),
        field("months", &Sanction::months),
        field("breaches", &Sanction::breaches),
        field("decidedAt", &Sanction::decided_at),
        field("receivedAt", &Sanction::received_at),
        field("position", &Sanction::position),
    };
    friend bool operator==(const Sanction&, const Sanction&) = default;
};

struct State {
    std::vector<Sanction> sanctions;  // in the order in which they were recorded

    static constexpr std::tuple fields{field("sanctions", &State::sanctions)};
    friend bool operator==(const State&, const State&) = default;
};

// The sanction for `breach`; nullptr when it was not punished.
[[nodiscard]] const Sanction* punished(const State& state, std::string_view breach);

// The day on which a decision received on `received` takes effect: the 15th working day after it
// (PerBKN 6/2022 art. 50(1)).
[[nodiscard]] Date in_force_on(const calendar::State& calendar, Date received);

// The first day after it was served: as many months after it took effect, in a shorter month its
// last day; a ringan one without months, as it takes effect. Nothing when it has no end: not
// received yet, or for good.
[[nodiscard]] std::optional<Date> served_on(
    const Sanction& sanction, const calendar::State& calendar, Zone zone
);

// The sedang or berat sanction that is active on `day`: decided by then and not yet served, whether
// it is in force yet or not. It blocks rewards (domain.md 5.1). nullptr when there is none.
[[nodiscard]] const Sanction* active_on(
    const State& state, const calendar::State& calendar, Zone zone, Date day
);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);

// R-STATE always: see above.
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "sanctions";
    using Event = sanctions::Event;
    using State = sanctions::State;
};

[[nodiscard]] StreamId stream_for(const PersonId& person);

}  // namespace ledger::sanctions
