#pragma once
// What is done in a person's name: the keys that he signs his acts with, and the acts that he says
// are not his (design.md, "Every act has an author"; docs/acts.md).
//
// The first key is the person's own word, signed with that key; a further one is signed with one
// that he has. Once he has said so, what is recorded in his name without a signature is refused,
// and what got in around this server is found by whoever verifies the ledger.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ledger::signer {

// EdDSA with Ed25519 (RFC 8037), ES256 with P-256 (RFC 7518 section 3.4).
enum class Algorithm : std::uint8_t { ed25519, es256 };
constexpr auto names(Algorithm) {
    return std::to_array<std::string_view>({"ed25519", "es256"});
}

// --- Events of the stream signer/{person}

// Kunci diumumkan.
struct KeyAnnounced {
    KeyId id;  // "kid" in what it signs
    Algorithm algorithm = Algorithm::ed25519;
    std::string key;         // base64url: the 32 bytes of Ed25519's x, the 64 of P-256's x and y
    bool signs_all = false;  // from now on nothing in his name is without a signature

    static constexpr std::string_view name = "keyAnnounced";
    static constexpr std::tuple fields{
        field("id", &KeyAnnounced::id),
        field("algorithm", &KeyAnnounced::algorithm),
        field("key", &KeyAnnounced::key),
        field("signsAll", &KeyAnnounced::signs_all),
    };
    friend bool operator==(const KeyAnnounced&, const KeyAnnounced&) = default;
};

// Kunci dicabut. By himself, or for him where it was lost. What it signed before stays signed; that
// everything must be signed stays too, so that nobody can take a key away and act unsigned.
struct KeyRevoked {
    KeyId id;
    ClosedText reason;

    static constexpr std::string_view name = "keyRevoked";
    static constexpr std::tuple fields{
        field("id", &KeyRevoked::id), field("reason", &KeyRevoked::reason)
    };
    friend bool operator==(const KeyRevoked&, const KeyRevoked&) = default;
};

// Disangkal. He says that an act recorded in his name is not his; it stands until that is decided
// by the rules of its own stream. What he signs takes the place of what was not signed, or may be
// by a key that was revoked since: else somebody could contest for him, and be dismissed.
struct Contested {
    ActName act;
    ClosedText reason;

    static constexpr std::string_view name = "contested";
    static constexpr std::tuple fields{
        field("act", &Contested::act), field("reason", &Contested::reason)
    };
    friend bool operator==(const Contested&, const Contested&) = default;
};

// Dijawab, by the inspectorate: whether he is right.
struct ContestAnswered {
    ActName act;
    bool upheld = false;
    ClosedText reason;

    static constexpr std::string_view name = "contestAnswered";
    static constexpr std::tuple fields{
        field("act", &ContestAnswered::act),
        field("upheld", &ContestAnswered::upheld),
        field("reason", &ContestAnswered::reason),
    };
    friend bool operator==(const ContestAnswered&, const ContestAnswered&) = default;
};

using Event = std::variant<KeyAnnounced, KeyRevoked, Contested, ContestAnswered>;

// --- State

struct Key {
    KeyId id;
    Algorithm algorithm = Algorithm::ed25519;
    std::string key;
    Position announced{};
    std::optional<Position> revoked;

    static constexpr std::tuple fields{
        field("id", &Key::id),
        field("algorithm", &Key::algorithm),
        field("key", &Key::key),
        field("announced", &Key::announced),
        field("revoked", &Key::revoked),
    };
    friend bool operator==(const Key&, const Key&) = default;
};

enum class Standing : std::uint8_t { open, upheld, dismissed };
constexpr auto names(Standing) {
    return std::to_array<std::string_view>({"open", "upheld", "dismissed"});
}

struct Contest {
    ActName act;
    Position position{};     // of the record that contests it
    bool is_signed = false;  // by him who contests it
    Standing standing = Standing::open;

    static constexpr std::tuple fields{
        field("act", &Contest::act),
        field("position", &Contest::position),
        field("signed", &Contest::is_signed),
        field("standing", &Contest::standing),
    };
    friend bool operator==(const Contest&, const Contest&) = default;
};

struct State {
    std::vector<Key> keys;             // all that ever were, in the order of their announcement
    std::optional<Instant> signs_all;  // since when
    std::vector<Contest> contests;

    static constexpr std::tuple fields{
        field("keys", &State::keys),
        field("signsAll", &State::signs_all),
        field("contests", &State::contests),
    };
    friend bool operator==(const State&, const State&) = default;
};

inline constexpr std::size_t keys_max = 100;       // of one person, in force
inline constexpr std::size_t contests_max = 1000;  // of one person; as many again that he signed

// The key of that name, where it can sign now; nullptr where it cannot.
[[nodiscard]] const Key* key_in_force(const State& state, const KeyId& id);

// What may sign `act` in the name of him whose state it is: `id` as he has it, or, where he has
// none in force, the key that the act announces.
[[nodiscard]] std::optional<Key> key_for(const State& state, const Event* act, const KeyId& id);

// Whether an act of his that is said to have happened at `effective` must be signed. Not what is
// brought in from an older system, and happened before he said so.
[[nodiscard]] bool must_sign(const State& state, Instant effective, bool migrated);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "signer";
    using Event = signer::Event;
    using State = signer::State;
};

[[nodiscard]] StreamId stream_of(const PersonId& person);

}  // namespace ledger::signer
