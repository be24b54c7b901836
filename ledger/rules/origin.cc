#include "ledger/rules/origin.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/texts.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ledger::origin {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::size_t origin_bytes_max = 200;
constexpr std::uint32_t format_known = 1;
constexpr std::size_t key_bytes_max = 4096;  // those of the lattices are long
constexpr std::size_t reason_bytes_max = 2000;
constexpr std::size_t checkpoint_bytes_max = 64UL * 1024;

Rejection no(Code code, std::string field, std::string id, std::string en) {
    return {code, std::move(field), {std::move(id), std::move(en)}};
}

// A simulated ledger says so in every checkpoint, and no other one does.
Check check_label(const Founded& act) {
    const bool is_simulated = act.simulated_clock || act.seeded;
    if (act.origin.starts_with(simulated_prefix) == is_simulated) return std::nullopt;
    if (is_simulated) {
        return no(
            Code::shape,
            "origin",
            "Buku besar dengan jam atau benih simulasi harus bernama \"simulated.…\".",
            "A ledger with a simulated clock or a seed must have an origin that starts with "
            "\"simulated.\"."
        );
    }
    return no(
        Code::shape,
        "origin",
        "Nama \"simulated.…\" hanya untuk buku besar simulasi. Pilih nama lain.",
        "An origin that starts with \"simulated.\" is for simulated ledgers only. Choose another."
    );
}

// A key carries the ledger's name, which is what verifiers look for. What else makes a vkey is
// looked at by who makes and who uses it.
Check check_key(const std::string& key, std::string_view origin) {
    const std::string prefix = std::string(origin) + "+";
    const bool fits = key.starts_with(prefix) && key.size() > prefix.size() &&
                      key.size() <= key_bytes_max && is_origin(origin) &&
                      std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; });
    if (fits) return std::nullopt;
    return no(
        Code::shape,
        "key",
        "Kunci harus berupa vkey dengan nama buku besar ini: " + prefix + "…",
        "The key must be a vkey that has this ledger's name: " + prefix + "…"
    );
}

Check check(const Founded& act, const State& state, const Circumstances& given) {
    if (given.stream != stream() || given.position != Position{} || state.founded) {
        return no(
            Code::state,
            "",
            "Buku besar didirikan satu kali, pada catatan pertamanya di aliran " + stream().text +
                ".",
            "A ledger is founded once, by its first record, in the stream " + stream().text + "."
        );
    }
    if (!is_origin(act.origin)) {
        return no(
            Code::shape,
            "origin",
            "Nama ini harus 1 sampai 200 karakter ASCII tanpa spasi, tanda tambah, dan skema URL.",
            "An origin is 1 to 200 printable ASCII characters without spaces, plus signs or a URL "
            "scheme."
        );
    }
    if (act.format != format_known) {
        return no(
            Code::shape,
            "format",
            "Format catatan yang dikenal hanya 1.",
            "The only known format of records is 1."
        );
    }
    if (auto label = check_label(act)) return label;
    return check_key(act.key, act.origin);
}

Check check(const KeyRotated& act, const State& state, const Circumstances& given) {
    if (!state.founded) {
        return no(
            Code::state,
            "",
            "Buku besar ini belum didirikan.",
            "This ledger has not been founded yet."
        );
    }
    if (given.actor.role != Role::operator_) {
        return no(
            Code::auth,
            "actorrole",
            "Kunci buku besar hanya diganti oleh operatornya.",
            "Only its operator changes a ledger's key."
        );
    }
    if (std::ranges::find(state.keys, act.key, &Announced::key) != state.keys.end()) {
        return no(
            Code::state,
            "key",
            "Kunci ini sudah pernah diumumkan; buat kunci baru.",
            "This key was announced before; make a new one."
        );
    }
    return check_key(act.key, state.fact.origin);
}

Check check(const Truncated& act, const State& state, const Circumstances& given) {
    if (!state.founded || given.actor.role != Role::operator_) {
        return no(
            Code::auth,
            "actorrole",
            "Kehilangan hanya diumumkan oleh operator buku besar ini.",
            "Only the ledger's operator announces a loss."
        );
    }
    if (!is_name(act.ordered_by.text)) {
        return no(
            Code::shape,
            "orderedBy",
            "Sebutkan siapa yang memerintahkannya.",
            "Name who has ordered it."
        );
    }
    if (act.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
        return no(Code::no_reason, "reason", "Sebutkan alasannya.", "Give the reason.");
    }
    if (auto long_one = check_length(act.reason, reason_bytes_max, "reason")) return long_one;
    const bool is_of_this =
        act.checkpoint.empty() || act.checkpoint.starts_with(state.fact.origin + "\n");
    if (!is_of_this || act.checkpoint.size() > checkpoint_bytes_max) {
        return no(
            Code::shape,
            "checkpoint",
            "Titik periksa harus milik buku besar ini.",
            "The checkpoint must be this ledger's."
        );
    }
    // Nothing is lost that is here.
    if (act.size > std::to_underlying(given.position) || !act.checkpoint.empty()) {
        return std::nullopt;
    }
    return no(
        Code::shape,
        "size",
        "Buku besar ini masih memuat semua catatan itu.",
        "This ledger still has all of those events."
    );
}

}  // namespace

bool is_origin(std::string_view origin) {
    if (origin.empty() || origin.size() > origin_bytes_max) return false;
    if (origin.find("://") != std::string_view::npos) return false;
    return std::ranges::all_of(origin, [](char c) { return c > ' ' && c <= '~' && c != '+'; });
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Founded& e) {
                state = {.founded = true, .fact = e, .keys = {{e.key, stamp.position}}};
            },
            [&](const KeyRotated& e) { state.keys.push_back({e.key, stamp.position}); },
            [&](const Truncated& e) { state.lost.push_back({e.size, e.checkpoint}); },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto rejection = match(
        act,
        Cases{
            [&](const auto& a) { return check(a, state, given); },
        }
    );
    if (rejection) return std::unexpected(std::move(*rejection));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::ledger;
}

StreamId stream() {
    return {"origin/ledger"};
}

}  // namespace ledger::origin
