#include "projections/receipt_facts.h"

#include "ledger/further_facts.h"
#include "ledger/rules/event.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace projections {
namespace {

namespace indicator = ledger::indicator;
namespace report = ledger::report;
using ledger::Entry;
using ledger::Fact;
using ledger::Position;
using ledger::Record;

// A correction follows from the decision of an objection alone, but for whom it is about.
class NoStates final : public ledger::States {
    [[nodiscard]] const void* find(const ledger::StreamId&) const override { return nullptr; }
};

std::vector<Fact> further_facts_of(const Record& first) {
    if (const auto* event = std::get_if<ledger::discipline::Event>(&first.event)) {
        ledger::discipline::State before;
        if (!first.subjects.empty()) before.subject = first.subjects.front();
        return ledger::discipline::further_facts(before, *event, first.stream);
    }
    const auto* event = std::get_if<ledger::evaluation::Event>(&first.event);
    if (event == nullptr) return {};
    return ledger::evaluation::further_facts({}, *event, first.stream, NoStates());
}

bool takes_share(const Record& record) {
    const auto* event = std::get_if<indicator::Event>(&record.event);
    return event != nullptr && std::holds_alternative<indicator::ShareTaken>(*event);
}

// Whether shares may follow, as many as other streams say.
bool may_change_shares(const Record& record) {
    const auto* event = std::get_if<indicator::Event>(&record.event);
    return event != nullptr && (std::holds_alternative<indicator::Defined>(*event) ||
                                std::holds_alternative<indicator::TargetSet>(*event) ||
                                std::holds_alternative<indicator::Retired>(*event));
}

// Decimals that are equal may be spelled otherwise.
bool is_spelled_alike(const ledger::Value& left, const ledger::Value& right) {
    const auto text = [](const std::optional<ledger::Decimal>& number) {
        return number ? number->text() : std::string();
    };
    return text(left.numerator) == text(right.numerator) &&
           text(left.denominator) == text(right.denominator);
}

bool is_same_event(const ledger::Event& left, const ledger::Event& right) {
    if (left != right) return false;
    const auto* of_report = std::get_if<report::Event>(&left);
    if (of_report == nullptr) return true;
    const auto& is = std::get<report::ValueCorrected>(*of_report);
    const auto& other = std::get<report::ValueCorrected>(std::get<report::Event>(right));
    return is_spelled_alike(is.was, other.was) && is_spelled_alike(is.now, other.now);
}

// The acts in a receipt, each with what must follow its first fact. (It is made once: a forged act
// may have thousands.)
class Acts {
public:
    Acts(std::span<const Entry> entries, Position as_of) : entries_(entries), as_of_(as_of) {
        for (const Entry& entry : entries) {
            if (entry.record.fact_index > 0) continue;
            firsts_.emplace(entry.position, First{&entry.record, further_facts_of(entry.record)});
        }
    }

    // Whether all that must follow the first fact of an act, or come before a further one, is here.
    [[nodiscard]] bool is_sound(const Entry& entry) const {
        if (entry.record.fact_index == 0) return begins(entry);
        const std::uint64_t place = std::to_underlying(entry.position);
        if (place < entry.record.fact_index) return false;
        const auto found = firsts_.find(Position{place - entry.record.fact_index});
        if (found == firsts_.end()) {
            // What another indicator has done to itself need not be here.
            return takes_share(entry.record) && !is_here(place - entry.record.fact_index);
        }
        const First& first = found->second;
        if (!is_of_one_act(*first.record, entry.record)) return false;
        if (takes_share(entry.record)) return may_change_shares(*first.record);
        return entry.record.fact_index <= first.facts.size() &&
               is(entry.record, first.facts[entry.record.fact_index - 1U]);
    }

private:
    struct First {
        const Record* record;
        std::vector<Fact> facts;  // that must follow
    };

    static bool is(const Record& record, const Fact& fact) {
        return record.stream == fact.stream && is_same_event(record.event, fact.event);
    }

    // Whether an act begins here, of as many facts as the rules give it, as far as it tells.
    [[nodiscard]] bool begins(const Entry& entry) const {
        const auto& [position, hash, record] = entry;
        if (ledger::only_follows(record.event)) return false;
        if (may_change_shares(record)) return true;
        if (record.fact_count != 1 + firsts_.at(position).facts.size()) return false;
        for (std::uint64_t i = 1; i < record.fact_count; ++i) {
            const Position further{std::to_underlying(position) + i};
            if (further >= as_of_) break;
            const auto at = std::ranges::lower_bound(entries_, further, {}, &Entry::position);
            if (at == entries_.end() || at->position != further) return false;
            if (at->record.fact_index != i) return false;
        }
        return true;
    }

    [[nodiscard]] bool is_here(std::uint64_t position) const {
        return std::ranges::binary_search(entries_, Position{position}, {}, &Entry::position);
    }

    std::span<const Entry> entries_;
    Position as_of_;
    std::map<Position, First> firsts_;
};

}  // namespace

Verdict check_facts(std::span<const Entry> entries, Position as_of) {
    const Acts acts(entries, as_of);
    for (const Entry& entry : entries) {
        if (acts.is_sound(entry)) continue;
        const std::string at = std::to_string(std::to_underlying(entry.position));
        return tell(
            Lie::not_performed,
            "Catatan pada posisi " + at + " bukan fakta yang diberikan aturan untuk perbuatannya.",
            "The record at position " + at + " is no fact that the rules give its act."
        );
    }
    return std::nullopt;
}

}  // namespace projections
