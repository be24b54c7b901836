#pragma once
// One reward (penghargaan) for one person: proposed by a leader, verified by the performance team,
// granted by the head, perhaps revoked (domain.md 5.1, 12.7, 13).

#include "ledger/rules/closed_text.h"
#include "ledger/rules/decimal.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::reward {

enum class Award : std::uint8_t {
    succession_priority,      // PP 30/2019 art. 53: Sangat Baik two years running
    development_priority,     // PP 30/2019 art. 54: Baik two years running
    extraordinary_promotion,  // kenaikan pangkat luar biasa
    satyalancana_10,          // Satyalancana Karya Satya, 10, 20 and 30 years of service
    satyalancana_20,
    satyalancana_30,
    achievement,  // anugerah ASN
    incentive,    // of a local government
    innovation,
    recognition,  // without money
};
constexpr auto names(Award) {
    return std::to_array<std::string_view>({
        "successionPriority",
        "developmentPriority",
        "extraordinaryPromotion",
        "satyalancana10",
        "satyalancana20",
        "satyalancana30",
        "achievement",
        "incentive",
        "innovation",
        "recognition",
    });
}

// --- Events of the stream reward/{reward}

// Diusulkan. The basis are the subject's evaluations that it rewards; only a Satyalancana, which
// rewards years of service, needs none.
struct Proposed {
    PersonId subject;
    Award kind = Award::recognition;
    std::vector<StreamId> basis;   // "evaluation/{plan}/{period}"
    std::optional<Decimal> value;  // rupiah
    ClosedText text;               // what it is for

    static constexpr std::string_view name = "proposed";
    static constexpr std::tuple fields{
        field("subject", &Proposed::subject),
        field("kind", &Proposed::kind),
        field("basis", &Proposed::basis),
        field("value", &Proposed::value),
        field("text", &Proposed::text),
    };
    friend bool operator==(const Proposed&, const Proposed&) = default;
};

// Diverifikasi.
struct Verified {
    static constexpr std::string_view name = "verified";
    static constexpr std::tuple<> fields{};
    friend bool operator==(const Verified&, const Verified&) = default;
};

// Diberikan.
struct Granted {
    std::string decision_no;
    std::optional<Date> expiry;  // the last day on which it counts

    static constexpr std::string_view name = "granted";
    static constexpr std::tuple fields{
        field("decisionNo", &Granted::decision_no), field("expiry", &Granted::expiry)
    };
    friend bool operator==(const Granted&, const Granted&) = default;
};

// Dicabut.
struct Revoked {
    ClosedText reason;

    static constexpr std::string_view name = "revoked";
    static constexpr std::tuple fields{field("reason", &Revoked::reason)};
    friend bool operator==(const Revoked&, const Revoked&) = default;
};

using Event = std::variant<Proposed, Verified, Granted, Revoked>;

// --- State

enum class Progress : std::uint8_t { none, proposed, verified, granted, revoked };
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({"none", "proposed", "verified", "granted", "revoked"});
}

struct State {
    Progress progress = Progress::none;
    PersonId subject;
    PersonId proposer;
    PersonId proposer_office;  // for whom he proposed it: himself, or whom he stood in for
    std::vector<StreamId> basis;

    static constexpr std::tuple fields{
        field("progress", &State::progress),
        field("subject", &State::subject),
        field("proposer", &State::proposer),
        field("proposerOffice", &State::proposer_office),
        field("basis", &State::basis),
    };
    friend bool operator==(const State&, const State&) = default;
};

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);

// Up to the grant, each step is R-INELIGIBLE while a sedang or berat sanction of the subject is
// active, on the day of the step or on the one on which it is recorded, or an evaluation of the
// basis is under objection.
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "reward";
    using Event = reward::Event;
    using State = reward::State;
};

}  // namespace ledger::reward
