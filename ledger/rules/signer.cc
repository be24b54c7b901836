#include "ledger/rules/signer.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/texts.h"

#include <algorithm>
#include <utility>

namespace ledger::signer {
namespace {

using Code = Rejection::Code;
using Checked = std::optional<Rejection>;

PersonId person_of(const StreamId& stream) {
    return {std::string(stream.key())};
}

bool is_base64url(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

// The characters of a key of so many bytes, without padding.
std::size_t characters_of(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::ed25519:
            return 43;  // of 32 bytes
        case Algorithm::es256:
            return 86;  // of 64
    }
    std::unreachable();
}

bool has_key_in_force(const State& state) {
    return std::ranges::any_of(state.keys, [](const Key& key) { return !key.revoked; });
}

auto contest_of(auto& state, const ActName& act) {
    return std::ranges::find(state.contests, act, &Contest::act);
}

Checked check_himself(const Circumstances& given) {
    if (given.actor.person == person_of(given.stream) && given.actor.on_behalf_of.empty()) {
        return std::nullopt;
    }
    return Rejection{
        Code::auth,
        "actor",
        {.id = "Hanya orang itu sendiri yang boleh mengatakan ini atas namanya.",
         .en = "Only the person himself says this in his name."}
    };
}

Checked check_words(const ClosedText& reason) {
    if (reason.empty()) {
        return Rejection{
            Code::shape, "reason", {.id = "Sebutkan alasannya.", .en = "Give the reason."}
        };
    }
    return check_length(reason, words_characters_max, "reason");
}

Checked check(const KeyAnnounced& act, const State& state, const Circumstances& given) {
    if (auto no = check_himself(given)) return no;
    if (!is_name(act.id.text)) {
        return Rejection{
            Code::shape,
            "id",
            {.id = "Nama kunci harus 1 sampai 64 huruf, angka, atau . _ ~ -",
             .en = "A key's name is 1 to 64 letters, digits, or . _ ~ -"}
        };
    }
    if (std::ranges::find(state.keys, act.id, &Key::id) != state.keys.end()) {
        return Rejection{
            Code::state,
            "id",
            {.id = "Orang ini sudah pernah punya kunci dengan nama itu; pilih nama lain.",
             .en = "This person has had a key of that name; choose another."}
        };
    }
    const auto in_force =
        std::ranges::count_if(state.keys, [](const Key& key) { return !key.revoked; });
    if (std::cmp_greater_equal(in_force, keys_max)) {
        const std::string most = std::to_string(keys_max);
        return Rejection{
            Code::state,
            "",
            {.id = "Paling banyak " + most + " kunci berlaku untuk satu orang.",
             .en = "One person has at most " + most + " keys in force."}
        };
    }
    if (act.key.size() != characters_of(act.algorithm) || !is_base64url(act.key)) {
        return Rejection{
            Code::shape,
            "key",
            {.id = "Kunci harus base64url tanpa '=': 32 bita untuk ed25519, 64 bita untuk es256.",
             .en = "A key is base64url without '=': 32 bytes for ed25519, 64 for es256."}
        };
    }
    if (!given.signed_with.empty()) return std::nullopt;
    return Rejection{
        Code::auth,
        "signature",
        {.id = "Kunci pertama ditandatangani dengan kunci itu sendiri, yang berikutnya dengan "
               "kunci yang sudah ada.",
         .en = "The first key is signed with itself, a further one with one that is there."}
    };
}

bool may_revoke_for(Role role) {
    return role == Role::performance_team || role == Role::authority || role == Role::head;
}

Checked check(const KeyRevoked& act, const State& state, const Circumstances& given) {
    if (check_himself(given) && !may_revoke_for(given.actor.role)) {
        return Rejection{
            Code::auth,
            "actorrole",
            {.id = "Kunci dicabut oleh pemiliknya, tim pengelola kinerja, PyB, atau PPK.",
             .en = "A key is revoked by its owner, the performance team, the authority or the "
                   "head."}
        };
    }
    if (key_in_force(state, act.id) == nullptr) {
        return Rejection{
            Code::state,
            "id",
            {.id = "Orang ini tidak punya kunci berlaku dengan nama itu.",
             .en = "This person has no key of that name in force."}
        };
    }
    // About who was forgotten nothing closed can be said any more; a stolen key must be revoked.
    const PersonId owner = person_of(given.stream);
    const bool is_forgotten = given.states.get<privacy::Kind>(privacy::stream_of(owner)).forgotten;
    if (is_forgotten && act.reason.empty()) return std::nullopt;
    return check_words(act.reason);
}

// Whether somebody else may have made it in his name: it is not signed, or was when a key was in
// force that has been revoked since.
bool may_be_anothers(const Contest& contest, const State& state) {
    return !contest.is_signed || std::ranges::any_of(state.keys, [&](const Key& key) {
        return key.revoked && key.announced < contest.position && *key.revoked > contest.position;
    });
}

Checked check(const Contested& act, const State& state, const Circumstances& given) {
    if (auto no = check_himself(given)) return no;
    const PersonId himself = person_of(given.stream);
    const auto author = given.states.actor_of(act.act);
    if (!author || (author->person != himself && author->on_behalf_of != himself)) {
        return Rejection{
            Code::state,
            "act",
            {.id = "Tidak ada perbuatan dengan source dan id itu atas nama Anda.",
             .en = "There is no act of that source and id in your name."}
        };
    }
    const bool is_signed = !given.signed_with.empty();
    const auto before = contest_of(state, act.act);
    if (before != state.contests.end() && !(is_signed && may_be_anothers(*before, state))) {
        return Rejection{
            Code::state,
            "act",
            {.id = "Perbuatan ini sudah disangkal.", .en = "This act is contested already."}
        };
    }
    const auto count = std::ranges::count(state.contests, is_signed, &Contest::is_signed);
    if (std::cmp_greater_equal(count, contests_max)) {
        const std::string most = std::to_string(contests_max);
        return Rejection{
            Code::state,
            "",
            {.id = "Paling banyak " + most + " sangkalan bertanda tangan, dan " + most +
                   " yang tidak, untuk satu orang.",
             .en =
                 "One person contests at most " + most + " acts signed, and " + most + " unsigned."}
        };
    }
    return check_words(act.reason);
}

Checked check(const ContestAnswered& act, const State& state, const Circumstances& given) {
    if (given.actor.role != Role::inspector) {
        return Rejection{
            Code::auth,
            "actorrole",
            {.id = "Sangkalan dijawab oleh inspektorat.",
             .en = "The inspectorate answers who contests an act."}
        };
    }
    const PersonId contester = person_of(given.stream);
    if (given.actor.person == contester || given.actor.office() == contester) {
        return Rejection{
            Code::self,
            "actor",
            {.id = "Tidak seorang pun menjawab sangkalannya sendiri.",
             .en = "Nobody answers what he contests himself."}
        };
    }
    const auto contest = contest_of(state, act.act);
    if (contest == state.contests.end() || contest->standing != Standing::open) {
        return Rejection{
            Code::state,
            "act",
            {.id = "Tidak ada sangkalan terbuka atas perbuatan itu.",
             .en = "No contest of that act is open."}
        };
    }
    return check_words(act.reason);
}

}  // namespace

const Key* key_in_force(const State& state, const KeyId& id) {
    const auto found = std::ranges::find(state.keys, id, &Key::id);
    return found == state.keys.end() || found->revoked ? nullptr : &*found;
}

std::optional<Key> key_for(const State& state, const Event* act, const KeyId& id) {
    if (const Key* known = key_in_force(state, id)) return *known;
    const auto* announced = act == nullptr ? nullptr : std::get_if<KeyAnnounced>(act);
    if (announced == nullptr || announced->id != id || has_key_in_force(state)) return std::nullopt;
    return Key{.id = id, .algorithm = announced->algorithm, .key = announced->key};
}

bool must_sign(const State& state, Instant effective, bool migrated) {
    return state.signs_all && !(migrated && effective < *state.signs_all);
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const KeyAnnounced& e) {
                // One that signs for itself frees nobody's hand: the others may have been taken.
                const bool signs_for_itself = !has_key_in_force(state);
                state.keys.push_back({
                    .id = e.id,
                    .algorithm = e.algorithm,
                    .key = e.key,
                    .announced = stamp.position,
                });
                if (!e.signs_all) {
                    if (!signs_for_itself) state.signs_all.reset();
                } else if (!state.signs_all) {
                    state.signs_all = stamp.recorded;
                }
            },
            [&](const KeyRevoked& e) {
                const auto key = std::ranges::find(state.keys, e.id, &Key::id);
                if (key != state.keys.end()) key->revoked = stamp.position;
            },
            [&](const Contested& e) {
                const Contest contest{
                    .act = e.act, .position = stamp.position, .is_signed = stamp.is_signed
                };
                const auto before = contest_of(state, e.act);
                if (before == state.contests.end()) {
                    state.contests.push_back(contest);
                } else {
                    *before = contest;
                }
            },
            [&](const ContestAnswered& e) {
                const auto contest = contest_of(state, e.act);
                if (contest == state.contests.end()) return;
                contest->standing = e.upheld ? Standing::upheld : Standing::dismissed;
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
    return Class::signature;
}

StreamId stream_of(const PersonId& person) {
    return {std::string(Kind::name) + "/" + person.text};
}

}  // namespace ledger::signer
