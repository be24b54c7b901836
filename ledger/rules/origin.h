#pragma once
// The first record of every ledger: what it is called, whether it may be taken for a real one, and
// the key that signs its checkpoints; and later ones, by which it takes another key.

#include "ledger/rules/stream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ledger::origin {

// A simulated ledger's origin starts with this label, so that every checkpoint of it says so.
inline constexpr std::string_view simulated_prefix = "simulated.";

// At position 0, in the stream "origin/ledger", and nowhere else.
struct Founded {
    std::string origin;            // a URL without its scheme: "pauh.example/jejak"
    std::uint32_t format = 1;      // of records and packs
    bool simulated_clock = false;  // recorded times come from the input
    bool seeded = false;           // salts and keys come from a seed, and can be guessed
    std::string key;               // that signs its checkpoints, as a vkey (proof.md)

    static constexpr std::string_view name = "founded";
    static constexpr std::tuple fields{
        field("origin", &Founded::origin),
        field("format", &Founded::format),
        field("simulatedClock", &Founded::simulated_clock),
        field("seeded", &Founded::seeded),
        field("key", &Founded::key),
    };
    friend bool operator==(const Founded&, const Founded&) = default;
};

// From here on another key signs. The last checkpoint that the old one signs covers this record, so
// whoever trusts the old key comes to the new one by it.
struct KeyRotated {
    std::string key;  // a vkey

    static constexpr std::string_view name = "keyRotated";
    static constexpr std::tuple fields{field("key", &KeyRotated::key)};
    friend bool operator==(const KeyRotated&, const KeyRotated&) = default;
};

// Catatan hilang. After a restore from an older copy: what stood from here on, up to `size`, was
// signed, and is not here any more. Other events stand there now; so nobody who holds this ledger
// to what it had signed finds it in order, and this is where he reads why (proof.md, "Restoring").
struct Truncated {
    std::uint64_t size = 0;  // of what was signed
    std::string checkpoint;  // that says so, with all its signatures; empty: no copy was found
    PersonId ordered_by;
    std::string reason;

    static constexpr std::string_view name = "truncated";
    static constexpr std::tuple fields{
        field("size", &Truncated::size),
        field("checkpoint", &Truncated::checkpoint),
        field("orderedBy", &Truncated::ordered_by),
        field("reason", &Truncated::reason),
    };
    friend bool operator==(const Truncated&, const Truncated&) = default;
};

using Event = std::variant<Founded, KeyRotated, Truncated>;

// A key that the ledger has said is its own.
struct Announced {
    std::string key;
    Position position{};  // of the record that says so

    static constexpr std::tuple fields{
        field("key", &Announced::key), field("position", &Announced::position)
    };
    friend bool operator==(const Announced&, const Announced&) = default;
};

// What was signed, and is lost.
struct Lost {
    std::uint64_t size = 0;
    std::string checkpoint;

    static constexpr std::tuple fields{
        field("size", &Lost::size), field("checkpoint", &Lost::checkpoint)
    };
    friend bool operator==(const Lost&, const Lost&) = default;
};

struct State {
    bool founded = false;
    Founded fact;
    std::vector<Announced> keys;  // the last one signs
    std::vector<Lost> lost;

    static constexpr std::tuple fields{
        field("founded", &State::founded),
        field("fact", &State::fact),
        field("keys", &State::keys),
        field("lost", &State::lost),
    };
    friend bool operator==(const State&, const State&) = default;
};

// Whether `origin` can be a checkpoint's first line: 1 to 200 printable ASCII characters, no
// spaces, no plus signs, no scheme (proof.md; C2SP signed-note).
[[nodiscard]] bool is_origin(std::string_view origin);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "origin";
    using Event = origin::Event;
    using State = origin::State;
};

[[nodiscard]] StreamId stream();

}  // namespace ledger::origin
