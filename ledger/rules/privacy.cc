#include "ledger/rules/privacy.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/texts.h"

#include <algorithm>
#include <utility>

namespace ledger::privacy {
namespace {

using Code = Rejection::Code;
using Checked = std::optional<Rejection>;

Rejection no(Code code, std::string field, Words detail) {
    return {code, std::move(field), std::move(detail)};
}

// --- Who may

bool may_hold(Role role) {
    switch (role) {
        case Role::authority:
        case Role::head:
        case Role::examiner:
        case Role::inspector:
        case Role::oversight:
        case Role::information_officer:
            return true;
        default:
            return false;
    }
}

bool may_approve(Role role) {
    return role == Role::head || role == Role::inspector;
}

PersonId person_of(const StreamId& stream) {
    return {std::string(stream.key())};
}

// Nobody has a say in what is kept or forgotten of himself, in his own name or in another's.
Checked check_other(const Circumstances& given) {
    const PersonId person = person_of(given.stream);
    if (given.actor.person != person && given.actor.office() != person) return std::nullopt;
    return no(
        Code::self,
        "actor",
        {.id = "Tidak seorang pun memutuskan apa yang disimpan atau dilupakan tentang dirinya.",
         .en = "Nobody decides what is kept or forgotten of himself."}
    );
}

Checked check_role(bool may, Words detail) {
    if (may) return std::nullopt;
    return no(Code::auth, "actorrole", std::move(detail));
}

// --- What they say

Checked check_text(const std::string& text, std::string field, const Words& missing) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return no(Code::shape, std::move(field), missing);
    }
    return check_length(text, text_bytes_max, std::move(field));
}

Checked check_ground(const std::string& ground) {
    return check_text(
        ground,
        "ground",
        {.id = "Sebutkan dasar hukumnya: undang-undang, pasal.",
         .en = "Name the legal ground: the act and its article."}
    );
}

Checked check_case(const std::string& case_no) {
    return check_text(
        case_no,
        "caseNo",
        {.id = "Sebutkan nomor perkara atau aturan retensinya.",
         .en = "Name the case's number, or the retention rule's."}
    );
}

Checked check_why(const std::string& reason) {
    return check_text(reason, "reason", {.id = "Sebutkan alasannya.", .en = "Give the reason."});
}

// --- What stands

Checked check_remembered(const State& state) {
    if (!state.forgotten) return std::nullopt;
    return no(
        Code::state,
        "",
        {.id = "Orang ini sudah dilupakan, pada posisi " +
               std::to_string(std::to_underlying(state.position)) + ".",
         .en = "This person was forgotten already, at position " +
               std::to_string(std::to_underlying(state.position)) + "."}
    );
}

Checked check_requested(const State& state) {
    if (state.requested) return std::nullopt;
    return no(
        Code::state,
        "",
        {.id = "Belum ada permintaan untuk melupakan orang ini.",
         .en = "Nobody has asked for this person to be forgotten."}
    );
}

Checked check_no_hold(const State& state) {
    if (state.holds.empty()) return std::nullopt;
    const Hold& hold = state.holds.front();
    return no(
        Code::legal_hold,
        "",
        {.id = "Data orang ini masih wajib disimpan (" + hold.case_no + "); lepaskan dahulu.",
         .en = "This person's words must be kept (" + hold.case_no +
               "); that must be released "
               "first."}
    );
}

// The first of `checks` that has something to say.
template <class... Check>
Checked first_of(Check&&... checks) {
    Checked found;
    ((found = checks(), found.has_value()) || ...);
    return found;
}

auto hold_of(const State& state, const std::string& case_no) {
    return std::ranges::find(state.holds, case_no, &Hold::case_no);
}

Checked check(const HoldPlaced& act, const State& state, const Circumstances& given) {
    return first_of(
        [&] {
            return check_role(
                may_hold(given.actor.role),
                {.id = "Kewajiban menyimpan ditetapkan oleh PyB, PPK, tim pemeriksa, inspektorat, "
                       "pengawas, atau PPID.",
                 .en = "A hold is placed by the authority, the head, an examiner, the "
                       "inspectorate, an oversight body or the information officer."}
            );
        },
        [&] { return check_other(given); },
        [&] { return check_ground(act.ground); },
        [&] { return check_case(act.case_no); },
        [&] { return check_remembered(state); },
        [&]() -> Checked {
            if (hold_of(state, act.case_no) == state.holds.end()) return std::nullopt;
            return no(
                Code::state,
                "caseNo",
                {.id = "Kewajiban menyimpan dengan nomor ini masih berlaku.",
                 .en = "A hold with this number stands already."}
            );
        }
    );
}

Checked check(const HoldReleased& act, const State& state, const Circumstances& given) {
    const auto hold = hold_of(state, act.case_no);
    return first_of(
        [&] {
            return check_role(
                may_hold(given.actor.role) &&
                    (hold == state.holds.end() || hold->role == given.actor.role),
                {.id = "Kewajiban menyimpan hanya dilepas oleh peran yang menetapkannya.",
                 .en = "A hold is released by the role that placed it only."}
            );
        },
        [&] { return check_other(given); },
        [&] { return check_case(act.case_no); },
        [&] { return check_why(act.reason); },
        [&]() -> Checked {
            if (hold != state.holds.end()) return std::nullopt;
            return no(
                Code::state,
                "caseNo",
                {.id = "Tidak ada kewajiban menyimpan dengan nomor ini.",
                 .en = "No hold with this number stands."}
            );
        }
    );
}

Checked check(const ForgettingRequested& act, const State& state, const Circumstances& given) {
    return first_of(
        [&] {
            return check_role(
                given.actor.role == Role::information_officer,
                {.id = "Permintaan diajukan oleh PPID sebagai pejabat pelindungan data.",
                 .en = "The information officer, who protects personal data, asks for it."}
            );
        },
        [&] { return check_other(given); },
        [&] { return check_ground(act.ground); },
        [&] { return check_remembered(state); },
        [&] { return check_no_hold(state); },
        [&]() -> Checked {
            if (!state.requested) return std::nullopt;
            return no(
                Code::state,
                "",
                {.id = "Sudah ada permintaan untuk orang ini; setujui atau tolak dahulu.",
                 .en = "There is a request for this person; approve or decline it first."}
            );
        }
    );
}

// Two people other than the one who asked, each of another role: four eyes, of two offices.
Checked check_new_eyes(const State& state, const Circumstances& given) {
    const Actor& actor = given.actor;
    const auto is_one_of = [](const Actor& one, const PersonId& person, const PersonId& office) {
        return one.person == person || one.person == office || one.office() == person ||
               one.office() == office;
    };
    if (is_one_of(actor, state.requester, state.requester_office)) {
        return no(
            Code::self,
            "actor",
            {.id = "Yang mengajukan permintaan tidak menyetujuinya.",
             .en = "Whoever asked for it does not approve it."}
        );
    }
    for (const Approval& approval : state.approvals) {
        if (is_one_of(actor, approval.person, approval.office)) {
            return no(
                Code::self,
                "actor",
                {.id = "Anda sudah menyetujuinya; persetujuan kedua harus dari orang lain.",
                 .en = "You have approved it; the second approval must be somebody else's."}
            );
        }
        if (approval.role == actor.role) {
            return no(
                Code::state,
                "actorrole",
                {.id = "Peran ini sudah menyetujui; persetujuan kedua harus dari peran lain.",
                 .en = "This role has approved it; the second approval must be another role's."}
            );
        }
    }
    return std::nullopt;
}

Checked check(const ForgettingApproved&, const State& state, const Circumstances& given) {
    return first_of(
        [&] {
            return check_role(
                may_approve(given.actor.role),
                {.id = "Yang menyetujui adalah PPK dan inspektorat.",
                 .en = "The head and the inspectorate approve."}
            );
        },
        [&] { return check_other(given); },
        [&] { return check_remembered(state); },
        [&] { return check_requested(state); },
        [&] { return check_no_hold(state); },
        [&] { return check_new_eyes(state, given); }
    );
}

Checked check(const ForgettingDeclined& act, const State& state, const Circumstances& given) {
    const Role role = given.actor.role;
    return first_of(
        [&] {
            return check_role(
                may_approve(role) || role == Role::information_officer,
                {.id = "Yang menolak atau menarik permintaan adalah PPK, inspektorat, atau PPID.",
                 .en = "The head, the inspectorate or the information officer declines a request "
                       "or takes it back."}
            );
        },
        [&] { return check_other(given); },
        [&] { return check_why(act.reason); },
        [&] { return check_remembered(state); },
        [&] { return check_requested(state); }
    );
}

Checked check(const Forgotten&, const State& state, const Circumstances& given) {
    return first_of(
        [&] {
            return check_role(
                given.actor.role == Role::operator_,
                {.id = "Hanya pengelola buku besar yang melupakan, dengan perintah jejak forget.",
                 .en = "Only the ledger's operator forgets, by the command jejak forget."}
            );
        },
        [&] { return check_remembered(state); },
        [&] { return check_no_hold(state); },
        [&] { return check_requested(state); },
        [&]() -> Checked {
            if (state.approvals.size() == 2) return std::nullopt;
            return no(
                Code::state,
                "",
                {.id = "Baru disetujui " + std::to_string(state.approvals.size()) +
                       " dari 2: PPK dan inspektorat.",
                 .en = "Only " + std::to_string(state.approvals.size()) +
                       " of 2 have approved it: the head and the inspectorate."}
            );
        }
    );
}

}  // namespace

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const HoldPlaced& e) { state.holds.push_back({e.case_no, stamp.role}); },
            [&](const HoldReleased& e) {
                std::erase_if(state.holds, [&](const Hold& h) { return h.case_no == e.case_no; });
            },
            [&](const ForgettingRequested& e) {
                state.requested = true;
                state.ground = e.ground;
                state.requester = stamp.actor;
                state.requester_office = stamp.office;
                state.approvals.clear();
            },
            [&](const ForgettingApproved&) {
                state.approvals.push_back({stamp.actor, stamp.office, stamp.role});
            },
            [&](const ForgettingDeclined&) {
                state.requested = false;
                state.approvals.clear();
            },
            [&](const Forgotten&) {
                state.forgotten = true;
                state.position = stamp.position;
                state.forgotten_at = stamp.recorded;
            },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto rejection =
        match(act, Cases{[&](const auto& asked) { return check(asked, state, given); }});
    if (rejection) return std::unexpected(std::move(*rejection));
    return std::vector<Fact>{{given.stream, act, {person_of(given.stream)}}};
}

Class class_of(const Event&) {
    return Class::person;
}

StreamId stream_of(const PersonId& person) {
    return {std::string(Kind::name) + "/" + person.text};
}

}  // namespace ledger::privacy
