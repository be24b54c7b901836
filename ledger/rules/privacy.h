#pragma once
// A person's words and what may be done to them: legal holds, which keep them, and being forgotten,
// which destroys the key that they are closed under (proof.md, "Forgetting"; docs/forgetting.md).
//
// An officer asks, on a legal ground; the head and the inspectorate approve, two people who are
// neither he nor the person; then the ledger's operator forgets. None of it while a hold stands.
// Nothing here is a closed text: what these events say stays readable, so it must not tell what the
// person's words told.

#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::privacy {

// --- Events of the stream privacy/{person}

// Wajib disimpan. Nothing of the person's may be forgotten: an open case, or a retention rule.
struct HoldPlaced {
    std::string ground;   // the rule of law: "UU 43/2009 Pasal 51"
    std::string case_no;  // by which it is released again

    static constexpr std::string_view name = "holdPlaced";
    static constexpr std::tuple fields{
        field("ground", &HoldPlaced::ground), field("caseNo", &HoldPlaced::case_no)
    };
    friend bool operator==(const HoldPlaced&, const HoldPlaced&) = default;
};

// Dilepas. By the role that placed it; other cases' holds stand.
struct HoldReleased {
    std::string case_no;
    std::string reason;

    static constexpr std::string_view name = "holdReleased";
    static constexpr std::tuple fields{
        field("caseNo", &HoldReleased::case_no), field("reason", &HoldReleased::reason)
    };
    friend bool operator==(const HoldReleased&, const HoldReleased&) = default;
};

// Diminta dilupakan.
struct ForgettingRequested {
    std::string ground;  // the rule of law; it is shown in the public register

    static constexpr std::string_view name = "forgettingRequested";
    static constexpr std::tuple fields{field("ground", &ForgettingRequested::ground)};
    friend bool operator==(const ForgettingRequested&, const ForgettingRequested&) = default;
};

// Disetujui.
struct ForgettingApproved {
    static constexpr std::string_view name = "forgettingApproved";
    static constexpr std::tuple<> fields{};
    friend bool operator==(const ForgettingApproved&, const ForgettingApproved&) = default;
};

// Ditolak, or taken back by who may ask: the request and its approvals count no more.
struct ForgettingDeclined {
    std::string reason;

    static constexpr std::string_view name = "forgettingDeclined";
    static constexpr std::tuple fields{field("reason", &ForgettingDeclined::reason)};
    friend bool operator==(const ForgettingDeclined&, const ForgettingDeclined&) = default;
};

// Dilupakan. The key is destroyed once this is on disk, and whenever a ledger that has this event
// is opened and the key is there again.
struct Forgotten {
    static constexpr std::string_view name = "forgotten";
    static constexpr std::tuple<> fields{};
    friend bool operator==(const Forgotten&, const Forgotten&) = default;
};

using Event = std::variant<
    HoldPlaced,
    HoldReleased,
    ForgettingRequested,
    ForgettingApproved,
    ForgettingDeclined,
    Forgotten>;

// --- State

struct Hold {
    std::string case_no;
    Role role = Role::none;  // that placed it

    static constexpr std::tuple fields{field("caseNo", &Hold::case_no), field("role", &Hold::role)};
    friend bool operator==(const Hold&, const Hold&) = default;
};

struct Approval {
    PersonId person;
    PersonId office;
    Role role = Role::none;

    static constexpr std::tuple fields{
        field("person", &Approval::person),
        field("office", &Approval::office),
        field("role", &Approval::role),
    };
    friend bool operator==(const Approval&, const Approval&) = default;
};

struct State {
    std::vector<Hold> holds;  // that stand
    bool requested = false;   // and not declined since
    std::string ground;       // of the request
    PersonId requester;
    PersonId requester_office;
    std::vector<Approval> approvals;  // of it
    bool forgotten = false;
    Position position{};  // of the record that says so
    Instant forgotten_at{};

    static constexpr std::tuple fields{
        field("holds", &State::holds),
        field("requested", &State::requested),
        field("ground", &State::ground),
        field("requester", &State::requester),
        field("requesterOffice", &State::requester_office),
        field("approvals", &State::approvals),
        field("forgotten", &State::forgotten),
        field("position", &State::position),
        field("forgottenAt", &State::forgotten_at),
    };
    friend bool operator==(const State&, const State&) = default;
};

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "privacy";
    using Event = privacy::Event;
    using State = privacy::State;
};

[[nodiscard]] StreamId stream_of(const PersonId& person);

// Of a ground, a case's number or a reason, in bytes.
inline constexpr std::size_t text_bytes_max = 200;

}  // namespace ledger::privacy
