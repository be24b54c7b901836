#pragma once
// A ledger in memory for telling rules the way they would be told:
//
//     Book book;
//     book.given(stream, event, by(rater), at("2025-01-20"));        happened, no questions asked
//     book.when(stream, event, by(subject), at(...)).then(event);    asked, and recorded as it is
//     book.when(stream, event, by(subject), at(...)).then_rejected(Code::self);
//
// No disk, no clock: a year takes a millisecond.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/event.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

using Code = ledger::Rejection::Code;

inline ledger::ClosedText words(std::string_view text) {
    return ledger::ClosedWords::make(std::string(text));
}

inline ledger::Decimal dec(std::string_view text) {
    const auto decimal = ledger::Decimal::parse(text);
    EXPECT_TRUE(decimal) << "not a decimal: " << text;
    return decimal.value_or(ledger::Decimal{});
}

inline ledger::Period period(std::string_view text) {
    const auto parsed = ledger::Period::parse(text);
    EXPECT_TRUE(parsed) << "not a period: " << text;
    return parsed.value_or(ledger::Period{});
}

inline ledger::Date date(std::string_view text) {
    const auto parsed = ledger::parse_date(text);
    EXPECT_TRUE(parsed) << "not a date: " << text;
    return parsed.value_or(ledger::Date{});
}

// "2026-01-12" is its first moment in WIB; "2026-01-12T09:00:00+07:00" is what it says.
inline ledger::Instant at(std::string_view text) {
    if (const auto day = ledger::parse_date(text)) {
        return ledger::start_of(*day, ledger::Zone::wib);
    }
    const auto moment = ledger::parse_instant(text);
    EXPECT_TRUE(moment) << "not a moment: " << text;
    return moment.value_or(ledger::Instant{});
}

inline ledger::Actor by(std::string_view person, ledger::Role role) {
    return {.person = {std::string(person)}, .role = role, .on_behalf_of = {}, .mandate = {}};
}

// What was answered to an act.
struct Told {
    ledger::Decision decided;

    void then(const std::vector<ledger::Fact>& facts) const {
        ASSERT_TRUE(decided) << "rejected: " << describe(decided.error());
        ASSERT_EQ(decided->size(), facts.size());
        for (std::size_t i = 0; i < facts.size(); ++i) {
            EXPECT_EQ((*decided)[i].stream, facts[i].stream) << "fact " << i;
            EXPECT_EQ((*decided)[i].event, facts[i].event) << "fact " << i;
            EXPECT_EQ((*decided)[i].subjects, facts[i].subjects) << "fact " << i;
        }
    }
    void then_recorded() const {
        EXPECT_TRUE(decided) << "rejected: " << describe(decided.error());
    }
    void then_rejected(Code code) const {
        ASSERT_FALSE(decided) << "it was allowed";
        EXPECT_EQ(name_of(decided.error().code), name_of(code)) << describe(decided.error());
        EXPECT_FALSE(decided.error().detail.id.empty()) << "no sentence in Indonesian";
        EXPECT_FALSE(decided.error().detail.en.empty()) << "no sentence in English";
    }
    void then_rejected(Code code, std::string_view field) const {
        then_rejected(code);
        if (!decided) {
            EXPECT_EQ(decided.error().field, field);
        }
    }

    static std::string describe(const ledger::Rejection& r) {
        return std::string(name_of(r.code)) + " at '" + r.field + "': " + r.detail.en;
    }
};

class Book {
public:
    // Records `event` without asking the rules: it did happen.
    void given(
        const ledger::StreamId& stream,
        ledger::Event event,
        const ledger::Actor& actor,
        ledger::Instant moment,
        std::vector<ledger::PersonId> subjects = {}
    ) {
        record({stream, std::move(event), std::move(subjects)}, actor, moment, moment);
    }

    // Asks the rules; records what they answer. `moment` is when it is recorded, and when it
    // happened unless `effective` says otherwise.
    Told when(
        const ledger::StreamId& stream,
        const ledger::Event& act,
        const ledger::Actor& actor,
        ledger::Instant moment,
        std::optional<ledger::Instant> effective = {},
        bool migrated = false
    ) {
        const Lookup lookup(states_, actors_);
        const ledger::Circumstances given{
            .stream = stream,
            .actor = actor,
            .now = moment,
            .effective = effective.value_or(moment),
            .position = size_,
            .migrated = migrated,
            .signed_with = signed_with_,
            .states = lookup,
        };
        const auto known = states_.find(stream);
        const ledger::AnyState state =
            known == states_.end() ? ledger::nothing_yet(stream) : known->second;
        Told told{decide(state, act, given)};
        if (told.decided) {
            for (const ledger::Fact& fact : *told.decided) {
                record(fact, actor, moment, given.effective);
            }
        }
        return told;
    }

    // With which key the next acts are signed; empty: with none.
    void sign_with(std::string_view key) { signed_with_ = {std::string(key)}; }

    // The state of a stream; Kind must be its kind.
    template <class Kind>
    [[nodiscard]] typename Kind::State state(const ledger::StreamId& stream) const {
        const auto known = states_.find(stream);
        if (known == states_.end()) return {};
        return std::get<typename Kind::State>(known->second);
    }

    // What `ask` answers when it is given the states as they are now.
    template <class Ask>
    [[nodiscard]] auto read(Ask&& ask) const {
        const Lookup lookup(states_, actors_);
        return std::forward<Ask>(ask)(static_cast<const ledger::States&>(lookup));
    }

    [[nodiscard]] ledger::Position size() const { return size_; }

    // What the event at `at` is called.
    [[nodiscard]] static ledger::ActName name_of(ledger::Position at) {
        return {"book", std::to_string(std::to_underlying(at))};
    }

private:
    using Map = std::map<ledger::StreamId, ledger::AnyState>;

    class Lookup final : public ledger::States {
    public:
        Lookup(const Map& states, const std::vector<ledger::Actor>& actors)
            : states_(states), actors_(actors) {}

    private:
        [[nodiscard]] const void* find(const ledger::StreamId& stream) const override {
            const auto known = states_.find(stream);
            return known == states_.end() ? nullptr : ledger::address_of(known->second);
        }
        [[nodiscard]] std::optional<ledger::Actor> actor_of(const ledger::ActName& act
        ) const override {
            for (std::size_t i = 0; i < actors_.size(); ++i) {
                if (name_of(ledger::Position{i}) == act) return actors_[i];
            }
            return std::nullopt;
        }
        const Map& states_;
        const std::vector<ledger::Actor>& actors_;
    };

    void record(
        const ledger::Fact& fact,
        const ledger::Actor& actor,
        ledger::Instant recorded,
        ledger::Instant effective
    ) {
        const ledger::Stamp stamp{
            .position = size_,
            .recorded = recorded,
            .effective = effective,
            .actor = actor.person,
            .office = actor.office(),
            .role = actor.role,
            .subject = fact.subjects.empty() ? ledger::PersonId{} : fact.subjects.front(),
            .is_signed = !signed_with_.empty(),
        };
        auto [known, fresh] = states_.try_emplace(fact.stream, nothing_yet(fact.stream));
        known->second = fold(std::move(known->second), fact.event, stamp);
        size_ = next(size_);
        actors_.push_back(actor);
    }

    Map states_;
    std::vector<ledger::Actor> actors_;  // of each event
    ledger::KeyId signed_with_;
    ledger::Position size_{};
};

}  // namespace tests
