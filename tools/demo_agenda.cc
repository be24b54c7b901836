#include "tools/demo_agenda.h"

#include "ledger/rules/match.h"
#include "ledger/rules/time.h"

#include <algorithm>
#include <utility>

namespace tools::demonstration {
namespace {

constexpr std::size_t batch_max = 256;
constexpr ledger::Zone zone = ledger::Zone::wib;
constexpr std::string_view source = "urn:jejak:demo";
constexpr std::string_view issuer = "https://sso.pauh.example";

// FNV-1a, to start the dice with.
std::uint64_t hash(std::uint64_t start, std::string_view text) {
    for (const char c : text) {
        start = (start ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return start;
}

std::string complaint(const ledger::Act& act, const ledger::Rejection& no) {
    return "the demonstration's " + ledger::type_of(act.event) + " in " + act.stream.text +
           (act.recorded ? " at " + ledger::text(*act.recorded) : "") +
           " was rejected: " + std::string(name_of(no.code)) + " at '" + no.field +
           "': " + no.detail.en;
}

// Nothing when every act was recorded.
std::optional<std::string> complaint(
    const std::vector<ledger::Act>& acts, const ledger::Answer& answer
) {
    if (!answer) return "the ledger failed: " + answer.error().detail;
    if (answer->size() != acts.size()) return "the ledger did not answer every act";
    for (std::size_t i = 0; i < acts.size(); ++i) {
        const ledger::Outcome& outcome = (*answer)[i];
        if (std::holds_alternative<ledger::Recorded>(outcome)) continue;
        if (const auto* no = std::get_if<ledger::Rejection>(&outcome))
            return complaint(acts[i], *no);
        return acts[i].provenance.id + " was recorded before: the ledger was not empty";
    }
    return std::nullopt;
}

std::optional<std::string> record(DemoBook& book, std::vector<ledger::Act>& acts) {
    if (acts.empty()) return std::nullopt;
    auto problem = complaint(acts, book.record(acts));
    acts.clear();
    return problem;
}

}  // namespace

Dice::Dice(std::string_view seed, std::string_view topic)
    : state_(hash(hash(hash(0xcbf29ce484222325U, seed), "/"), topic)) {}

std::uint64_t Dice::next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

int Dice::between(int low, int high) {
    const auto count = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<int>(((next() >> 32U) * count) >> 32U);
}

ledger::Instant at(ledger::Date date, int hour, int minute) {
    return ledger::start_of(date, zone) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

ledger::Instant in_office(ledger::Date date, Dice& dice) {
    const int minute = dice.between(0, 8 * 60 - 1);
    return at(date, 7, 45) + std::chrono::minutes(minute) +
           std::chrono::seconds(dice.between(0, 59));
}

ledger::Date date_of(ledger::Instant moment) {
    return ledger::day_of(moment, zone);
}

ledger::Instant working_days_after(
    const ledger::calendar::State& calendar, ledger::Instant moment, int days, Dice& dice
) {
    return in_office(ledger::calendar::add_working_days(calendar, date_of(moment), days), dice);
}

void Agenda::add(Deed deed) {
    const ledger::Instant when = deed.when;
    entries_.push_back({when, entries_.size(), std::move(deed)});
}

void Agenda::add(ledger::Instant when, Look look) {
    entries_.push_back({when, entries_.size(), std::move(look)});
}

ledger::Act Agenda::act_of(Deed deed) {
    std::string name = ledger::type_of(deed.event) + "." + std::string(deed.stream.key());
    std::ranges::replace(name, '/', '.');
    const int again = ++names_[name];
    if (again > 1) name += "." + std::to_string(again);
    return {
        .stream = std::move(deed.stream),
        .event = std::move(deed.event),
        .actor = deed.actor,
        .provenance =
            {
                .source = std::string(source),
                .id = std::move(name),
                .authentication =
                    {.issuer = std::string(issuer),
                     .subject = deed.actor.person.text,
                     .method = deed.channel == ledger::Channel::import_ ? "mtls" : "oidc"},
                .channel = deed.channel,
                .migration = std::move(deed.migration),
            },
        .effective = deed.effective,
        .expected_version = {},
        .recorded = deed.when,
    };
}

std::expected<std::size_t, std::string> Agenda::play(DemoBook& book) {
    std::ranges::sort(entries_, {}, [](const Entry& e) { return std::pair(e.when, e.number); });
    std::vector<ledger::Act> batch;
    for (Entry& entry : entries_) {
        if (batch.size() >= batch_max || std::holds_alternative<Look>(entry.what)) {
            if (auto problem = record(book, batch)) return std::unexpected(*std::move(problem));
        }
        batch.push_back(act_of(ledger::match(
            std::move(entry.what),
            ledger::Cases{
                [](Deed deed) { return deed; },
                [&](const Look& look) { return look(book.states(), book.size()); },
            }
        )));
    }
    if (auto problem = record(book, batch)) return std::unexpected(*std::move(problem));
    return entries_.size();
}

}  // namespace tools::demonstration
