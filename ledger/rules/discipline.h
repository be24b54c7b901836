#pragma once
// One discipline case against one person: the sanction that was decided, and when he received it
// (domain.md 5.2 to 5.6, 12.7). When it takes effect is computed from that and never recorded.
//
// Each act has a second fact in sanctions/{person} (rules/sanctions.h), where the rules find all
// sanctions of one person. One case has one decision, for one or several breaches: several breaches
// get one punishment, the heaviest, and no breach gets two (PP 94/2021 art. 35).

#include "ledger/rules/closed_text.h"
#include "ledger/rules/sanctions.h"
#include "ledger/rules/stream.h"

#include <string>
#include <variant>
#include <vector>

namespace ledger::discipline {

using sanctions::Punishment;
using sanctions::Severity;

// What the punishments are, and how long they last (domain.md 5.2).
enum class Regime : std::uint8_t {
    pasal8,   // PP 94/2021 art. 8: sedang cuts the performance allowance by 25 %
    pasal42,  // its transition: sedang delays raise or promotion, or lowers the rank, for a year
    pp53,     // PP 53/2010: breaches before 2021-08-31
    local_table,  // an agency's own table of months
};
constexpr auto names(Regime) {
    return std::to_array<std::string_view>({"pasal8", "pasal42", "pp53", "localTable"});
}

// The first day of PP 94/2021; earlier breaches are judged by PP 53/2010.
inline constexpr Date pp94_from{std::chrono::year{2021} / 8 / 31};

inline constexpr std::uint32_t months_max = 120;  // of a sanction, where the regime does not say

// --- Events of the stream case/{case}

// Keputusan hukuman disiplin.
struct SanctionDecided {
    PersonId subject;
    std::vector<std::string> breaches;  // names of absences or acts, each unique for this person
    Date breached_on{};                 // the last day of the breaches: which law applies
    std::string article;                // what was breached: "PP 94/2021 Pasal 4 huruf f"
    Severity level = Severity::ringan;
    Punishment code = Punishment::l1;
    Regime regime = Regime::pasal8;
    std::uint32_t months = 0;  // 0 for ringan, and for H3, which has no end
    std::string decision_no;
    ClosedText basis;   // what was found, and why this punishment
    bool team = false;  // an examination team examined it

    static constexpr std::string_view name = "sanctionDecided";
    static constexpr std::tuple fields{
        field("subject", &SanctionDecided::subject),
        field("breaches", &SanctionDecided::breaches),
        field("breachedOn", &SanctionDecided::breached_on),
        field("article", &SanctionDecided::article),
        field("level", &SanctionDecided::level),
        field("code", &SanctionDecided::code),
        field("regime", &SanctionDecided::regime),
        field("months", &SanctionDecided::months),
        field("decisionNo", &SanctionDecided::decision_no),
        field("basis", &SanctionDecided::basis),
        field("team", &SanctionDecided::team),
    };
    friend bool operator==(const SanctionDecided&, const SanctionDecided&) = default;
};

// Penyampaian. Its effective time is when the person received it: the clocks start there.
struct SanctionDelivered {
    std::string method;  // "in person", "post"

    static constexpr std::string_view name = "sanctionDelivered";
    static constexpr std::tuple fields{field("method", &SanctionDelivered::method)};
    friend bool operator==(const SanctionDelivered&, const SanctionDelivered&) = default;
};

using Event = std::variant<SanctionDecided, SanctionDelivered>;

// --- State

enum class Progress : std::uint8_t { none, decided, delivered };
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({"none", "decided", "delivered"});
}

struct State {
    Progress progress = Progress::none;
    PersonId subject;
    Instant decided_at{};

    static constexpr std::tuple fields{
        field("progress", &State::progress),
        field("subject", &State::subject),
        field("decidedAt", &State::decided_at),
    };
    friend bool operator==(const State&, const State&) = default;
};

// Whether `months` is how long `code` lasts under `regime`. PP 53/2010 and local tables are not
// held here: ringan may have months then, all others but H3 must, and nothing lasts longer than
// months_max.
[[nodiscard]] bool lasts(Regime regime, Punishment code, std::uint32_t months);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
// That it reaches the stream of the person's sanctions.
[[nodiscard]] std::vector<Fact> further_facts(
    const State& state, const Event& act, const StreamId& stream
);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "case";
    using Event = discipline::Event;
    using State = discipline::State;
};

}  // namespace ledger::discipline
