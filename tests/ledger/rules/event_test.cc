#include "ledger/rules/event.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace {

using namespace ledger;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;

// --- A walk over all kinds, so that a new one is tested by being there

// Calls visit.template operator()<Kind, index>() for each kind.
template <class Visit>
void for_each_kind(Visit&& visit) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (visit.template operator()<std::tuple_element_t<I, Kinds>, I>(), ...);
    }(std::make_index_sequence<kind_count>{});
}

// Calls visit.template operator()<Kind, index, Xxxx>() for each type of event of each kind.
template <class Visit>
void for_each_event(Visit&& visit) {
    for_each_kind([&]<class Kind, std::size_t K>() {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (visit.template operator(
             )<Kind, K, std::variant_alternative_t<I, typename Kind::Event>>(),
             ...);
        }(std::make_index_sequence<std::variant_size_v<typename Kind::Event>>{});
    });
}

template <std::size_t K, class Kind, class Xxxx>
Event example() {
    return Event(std::in_place_index<K>, typename Kind::Event(Xxxx{}));
}

bool is_camel_case(std::string_view name) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto inside = [&](char c) {
        return lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && lower(name.front()) && std::ranges::all_of(name, inside);
}

// --- Every struct that is written down: fields, and in them structs and enumerations

template <class T>
void check_values(std::string_view where) {
    std::set<std::string_view> seen;
    for (const std::string_view name : names(T{})) {
        EXPECT_FALSE(name.empty()) << where;
        EXPECT_TRUE(seen.insert(name).second) << where << ": '" << name << "' twice";
    }
}

template <class T>
struct ElementOf {
    using type = T;
};
template <class T>
struct ElementOf<std::vector<T>> : ElementOf<T> {};
template <class T>
struct ElementOf<std::optional<T>> : ElementOf<T> {};

template <class T>
void check_fields(std::string_view where) {
    std::set<std::string_view> seen;
    T object{};
    for_each_field(object, [&](std::string_view name, auto& member) {
        const std::string here = std::string(where) + "." + std::string(name);
        EXPECT_TRUE(is_camel_case(name)) << here;
        EXPECT_TRUE(seen.insert(name).second) << here << " twice";
        using Member = typename ElementOf<std::remove_cvref_t<decltype(member)>>::type;
        if constexpr (Described<Member>) check_fields<Member>(here);
        if constexpr (Named<Member>) check_values<Member>(here);
    });
    EXPECT_EQ(object, T{}) << where;
}

TEST(Event, KindsHaveNamesOfTheirOwn) {
    std::set<std::string_view> seen;
    for_each_kind([&]<class Kind, std::size_t K>() {
        EXPECT_TRUE(is_camel_case(Kind::name)) << Kind::name;
        EXPECT_TRUE(seen.insert(Kind::name).second) << Kind::name << " twice";
    });
    EXPECT_EQ(seen.size(), kind_count);
}

TEST(Event, EventsHaveNamesOfTheirOwnInTheirKind) {
    std::set<std::string> seen;
    for_each_event([&]<class Kind, std::size_t K, class Xxxx>() {
        EXPECT_TRUE(is_camel_case(Xxxx::name)) << Kind::name << '.' << Xxxx::name;
        const std::string type = std::string(Kind::name) + "." + std::string(Xxxx::name);
        EXPECT_TRUE(seen.insert(type).second) << type << " twice";
    });
}

TEST(Event, FieldsHaveNamesOfTheirOwnInTheirStruct) {
    for_each_event([]<class Kind, std::size_t K, class Xxxx>() {
        check_fields<Xxxx>(std::string(Kind::name) + "." + std::string(Xxxx::name));
    });
    for_each_kind([]<class Kind, std::size_t K>() {
        check_fields<typename Kind::State>(std::string(Kind::name) + " state");
    });
}

TEST(Event, ATypeSaysKindAndEvent) {
    for_each_event([]<class Kind, std::size_t K, class Xxxx>() {
        const std::string type = type_of(example<K, Kind, Xxxx>());
        const std::size_t dot = type.find('.');
        ASSERT_NE(dot, std::string::npos) << type;
        EXPECT_EQ(type.substr(0, dot), Kind::name);
        EXPECT_EQ(type.substr(dot + 1), Xxxx::name);
        EXPECT_EQ(kind_index({type.substr(0, dot) + "/x"}), K) << type;
    });
}

TEST(Event, EveryEventHasAClass) {
    const std::size_t classes = names(Class{}).size();
    for_each_event([&]<class Kind, std::size_t K, class Xxxx>() {
        const Event event = example<K, Kind, Xxxx>();
        const Class of = class_of(event);
        EXPECT_LT(static_cast<std::size_t>(std::to_underlying(of)), classes) << type_of(event);
        EXPECT_EQ(of, class_of(typename Kind::Event(Xxxx{}))) << type_of(event);
    });
}

// --- Streams

TEST(Event, AStreamThatHasNothingYetHasTheEmptyStateOfItsKind) {
    for_each_kind([]<class Kind, std::size_t K>() {
        const StreamId stream{std::string(Kind::name) + "/x"};
        const AnyState state = nothing_yet(stream);
        ASSERT_EQ(state.index(), K) << Kind::name;
        EXPECT_EQ(std::get<K>(state), typename Kind::State{}) << Kind::name;
        EXPECT_EQ(address_of(state), &std::get<K>(state)) << Kind::name;
    });
}

TEST(Event, AStreamIsNamedByItsKindAndAKeyThatTheKindAllows) {
    for_each_kind([]<class Kind, std::size_t K>() {
        const auto allows = [](const std::string& key) {
            return is_stream({std::string(Kind::name) + "/" + key});
        };
        const auto keys = {"x", "x/2025", "x/2025-12", "ledger"};
        EXPECT_TRUE(std::ranges::any_of(keys, allows)) << Kind::name;
        for (const char* key : {"", "/", "x/", "/x", "x y", "x/2025/", "x/2025-13", "é", "x?"}) {
            EXPECT_FALSE(allows(key)) << Kind::name << '/' << key;
        }
        EXPECT_FALSE(allows(std::string(name_bytes_max + 1, 'x'))) << Kind::name;
        EXPECT_FALSE(is_stream({std::string(Kind::name)})) << Kind::name;
    });
}

TEST(Event, AKindThatNobodyKnowsHasNoStreams) {
    for (const char* stream : {"", "/", "nothing/x", "Plan/x", "plans/x", " plan/x"}) {
        EXPECT_EQ(kind_index({stream}), kind_count) << stream;
        EXPECT_FALSE(is_stream({stream})) << stream;
    }
}

// --- What holds for acts of every kind. A calendar stands for all.

struct Asked {
    Actor actor = by("t", Role::performance_team);
    std::string_view effective = "2026-03-10T09:00:00+07:00";
    bool migrated = false;
};

tests::Told ask(const Asked& asked) {
    Book book;
    const AgencyId pauh{"pauh"};
    const agency::Registered agency{.title = "Kota Pauh"};
    book.given(stream_of(pauh), agency::Event(agency), by("h", Role::head), at("2026-01-01"));
    return book.when(
        calendar::stream_for(pauh),
        calendar::Event(calendar::Published{.year = 2026}),
        asked.actor,
        at("2026-03-10T09:00:00+07:00"),
        at(asked.effective),
        asked.migrated
    );
}

TEST(Event, NothingHappensMoreThanFiveMinutesAfterItIsRecorded) {
    ask({.effective = "2026-03-10T09:05:00+07:00"}).then_recorded();
    ask({.effective = "2026-03-10T09:05:00.000001+07:00"}).then_rejected(Code::future);
}

TEST(Event, EveryActHasAnActorWithARole) {
    ask({.actor = by("", Role::head)}).then_rejected(Code::auth, "actor");
    ask({.actor = by("t", Role::none)}).then_rejected(Code::auth, "actor");
}

TEST(Event, TheOperatorWritesNothing) {
    ask({.actor = by("o", Role::operator_)}).then_rejected(Code::auth, "actorrole");
}

TEST(Event, TheInspectorateWritesNothingOfTheKind) {
    ask({.actor = by("i", Role::inspector)}).then_rejected(Code::auth, "actorrole");
}

TEST(Event, ToActForAnotherNeedsAMandate) {
    Actor deputy = by("t", Role::performance_team);
    deputy.on_behalf_of = {"h"};
    ask({.actor = deputy}).then_rejected(Code::auth, "mandate");
    deputy.mandate = "Plh 1/2026";
    ask({.actor = deputy}).then_recorded();
}

TEST(Event, OnlyTheTeamTheHeadOrASourceSystemMigrates) {
    for (const Role role : {Role::performance_team, Role::head, Role::integration}) {
        ask({.actor = by("x", role), .migrated = true}).then_recorded();
    }
    for (const Role role : {Role::pegawai, Role::rater, Role::authority}) {
        ask({.actor = by("x", role), .migrated = true}).then_rejected(Code::auth, "migrationorder");
    }
}

}  // namespace
