#include "ledger/rules/event.h"

#include "ledger/rules/assert.h"

#include <array>
#include <chrono>
#include <type_traits>

namespace ledger {
namespace {

template <std::size_t... I>
constexpr auto kind_names(std::index_sequence<I...>) {
    return std::array<std::string_view, kind_count>{std::tuple_element_t<I, Kinds>::name...};
}

constexpr auto kinds = kind_names(std::make_index_sequence<kind_count>{});

template <std::size_t I = 0>
AnyState nothing_of(std::size_t kind) {
    if constexpr (I == kind_count) {
        std::unreachable();
    } else {
        if (kind == I) return AnyState(std::in_place_index<I>);
        return nothing_of<I + 1>(kind);
    }
}

template <std::size_t I = 0>
bool is_key_of(std::size_t kind, std::string_view key) {
    if constexpr (I == kind_count) {
        return false;
    } else {
        using Kind = std::tuple_element_t<I, Kinds>;
        if (kind != I) return is_key_of<I + 1>(kind, key);
        if constexpr (requires { Kind::is_key(key); }) {
            return Kind::is_key(key);
        } else {
            return is_name(key);
        }
    }
}

// Calls visit(state, event) with the kind's own types. Asserts that the two are of one kind.
template <std::size_t I = 0, class State, class Visit>
decltype(auto) with_kind(State&& state, const Event& event, Visit&& visit) {
    if constexpr (I + 1 < kind_count) {
        if (event.index() != I) {
            return with_kind<I + 1>(std::forward<State>(state), event, std::forward<Visit>(visit));
        }
    }
    ledger_assert(event.index() == I && state.index() == I);
    return visit(std::get<I>(std::forward<State>(state)), std::get<I>(event));
}

constexpr std::chrono::minutes future_tolerance{5};  // clocks differ (domain.md 12.2, R-FUTURE)

bool may_migrate(Role role) {
    return role == Role::performance_team || role == Role::head || role == Role::integration;
}

// An inspector writes findings, never business facts, but may order that a value be put right
// (domain.md 9.1, 12.5), and has a say in what is kept, what is forgotten,
// and who did what is recorded in a person's name.
bool inspector_may(const Event& act) {
    // As their rules say.
    if (std::holds_alternative<privacy::Event>(act)) return true;
    if (std::holds_alternative<signer::Event>(act)) return true;
    const auto* report = std::get_if<report::Event>(&act);
    const auto* indicator = std::get_if<indicator::Event>(&act);
    return (report != nullptr && std::holds_alternative<report::ValueCorrected>(*report)) ||
           (indicator != nullptr && std::holds_alternative<indicator::ValueCorrected>(*indicator));
}

// What holds for acts of every kind.
OrRejection<void> check_any(const Event& act, const Circumstances& given) {
    using Code = Rejection::Code;
    if (given.effective > given.now + future_tolerance) {
        return reject(
            Code::future,
            "effectivetime",
            {.id = "Waktu kejadian " + text(given.effective) +
                   " belum tiba; catat setelah benar-benar terjadi",
             .en = "The effective time " + text(given.effective) +
                   " has not come yet; record it once it has happened"}
        );
    }
    // What a ledger says of itself, its operator says.
    if (is_own(act)) return {};
    const Actor& actor = given.actor;
    if (actor.person.empty() || actor.role == Role::none) {
        return reject(
            Code::auth,
            "actor",
            {.id = "Sebutkan pelaku (actor) dan perannya (actorrole)",
             .en = "Name the actor and his role (actorrole)"}
        );
    }
    if (actor.role == Role::operator_) {
        return reject(
            Code::auth,
            "actorrole",
            {.id = "Pengelola sistem tidak boleh mencatat peristiwa kinerja",
             .en = "The system's operator records no business events"}
        );
    }
    if (actor.role == Role::inspector && !inspector_may(act)) {
        return reject(
            Code::auth,
            "actorrole",
            {.id = "Inspektorat hanya mencatat temuan dan perintah koreksi, bukan " + type_of(act),
             .en = "The inspectorate records findings and orders corrections, not a " + type_of(act)
            }
        );
    }
    if (!actor.on_behalf_of.empty() && actor.mandate.empty()) {
        return reject(
            Code::auth,
            "mandate",
            {.id = "Bertindak atas nama orang lain memerlukan nomor surat mandat (mandate)",
             .en = "Acting on somebody's behalf needs the number of the mandate's letter (mandate)"}
        );
    }
    if (given.migrated && !may_migrate(actor.role)) {
        return reject(
            Code::auth,
            "migrationorder",
            {.id = "Migrasi data lama hanya oleh tim pengelola kinerja, PPK, atau integrasi resmi",
             .en =
                 "Only the performance team, the head or an official integration migrates past data"
            }
        );
    }
    return {};
}

PersonId subject_of_plan(const PlanId& plan, const States& states) {
    return states.get<plan::Kind>(stream_of(plan)).subject;
}

}  // namespace

std::vector<PersonId> persons_about(
    const StreamId& stream, const AnyState& state, const States& states
) {
    PersonId person;
    const std::string_view kind = stream.kind();
    if (kind == person::Kind::name || kind == sanctions::Kind::name ||
        kind == privacy::Kind::name || kind == signer::Kind::name) {
        person = {std::string(stream.key())};
    }
    if (const auto* plan = std::get_if<plan::State>(&state)) person = plan->subject;
    if (const auto* given = std::get_if<feedback::State>(&state)) person = given->about;
    if (const auto* reward = std::get_if<reward::State>(&state)) person = reward->subject;
    if (const auto* decided = std::get_if<discipline::State>(&state)) person = decided->subject;
    if (const auto report = report::address(stream); report && kind == report::Kind::name) {
        person = subject_of_plan(report->plan, states);
    }
    if (const auto rated = evaluation::address(stream); rated && kind == evaluation::Kind::name) {
        person = subject_of_plan(rated->plan, states);
    }
    if (person.empty()) return {};
    return {std::move(person)};
}

std::size_t kind_index(const StreamId& stream) {
    const std::string_view kind = stream.kind();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] == kind) return i;
    }
    return kind_count;
}

std::string type_of(const Event& event) {
    std::string type(kinds[event.index()]);
    type += '.';
    std::visit(
        [&](const auto& of_kind) {
            std::visit(
                [&](const auto& e) { type += std::remove_cvref_t<decltype(e)>::name; }, of_kind
            );
        },
        event
    );
    return type;
}

bool is_stream(const StreamId& stream) {
    return is_key_of(kind_index(stream), stream.key());
}

AnyState nothing_yet(const StreamId& stream) {
    const std::size_t kind = kind_index(stream);
    ledger_assert(kind < kind_count);
    return nothing_of(kind);
}

AnyState fold(AnyState state, const Event& event, const Stamp& stamp) {
    return with_kind(std::move(state), event, [&](auto&& s, const auto& e) -> AnyState {
        return fold(std::forward<decltype(s)>(s), e, stamp);
    });
}

Decision decide(const AnyState& state, const Event& act, const Circumstances& given) {
    if (auto allowed = check_any(act, given); !allowed) return std::unexpected(allowed.error());
    return with_kind(state, act, [&](const auto& s, const auto& e) { return decide(s, e, given); });
}

std::vector<Fact> further_facts(
    const AnyState& state, const Event& act, const StreamId& stream, const States& states
) {
    if (const auto* e = std::get_if<discipline::Event>(&act)) {
        return further_facts(std::get<discipline::State>(state), *e, stream);
    }
    if (const auto* e = std::get_if<evaluation::Event>(&act)) {
        return further_facts(std::get<evaluation::State>(state), *e, stream, states);
    }
    if (const auto* e = std::get_if<indicator::Event>(&act)) {
        return further_facts(std::get<indicator::State>(state), *e, stream, states);
    }
    return {};
}

bool only_follows(const Event& event) {
    if (std::holds_alternative<sanctions::Event>(event)) return true;
    const auto* indicator = std::get_if<indicator::Event>(&event);
    return indicator != nullptr && std::holds_alternative<indicator::ShareTaken>(*indicator);
}

Class class_of(const Event& event) {
    return std::visit([](const auto& e) { return class_of(e); }, event);
}

bool is_own(const Event& event) {
    if (const auto* privacy = std::get_if<privacy::Event>(&event)) {
        return std::holds_alternative<privacy::Forgotten>(*privacy);
    }
    return std::holds_alternative<origin::Event>(event) ||
           std::holds_alternative<close::Event>(event);
}

const void* address_of(const AnyState& state) {
    return std::visit([](const auto& s) -> const void* { return &s; }, state);
}

}  // namespace ledger
