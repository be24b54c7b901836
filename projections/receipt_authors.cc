#include "projections/receipt_authors.h"

#include "ledger/attestation.h"
#include "ledger/rules/signer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace projections {
namespace {

using ledger::Entry;
using ledger::PersonId;
namespace signer = ledger::signer;

Caught not_performed(const Entry& entry, const PersonId& author) {
    const std::string at = std::to_string(std::to_underlying(entry.position));
    return {
        Lie::not_performed,
        {.id = "Catatan pada posisi " + at + " atas nama " + author.text +
               " tidak ditandatangani dengan kuncinya.",
         .en = "The record at position " + at + " in the name of " + author.text +
               " is not signed with a key of his."}
    };
}

Caught too_many_contests(const PersonId& person) {
    return tell(
        Lie::against_rules,
        "Sangkalan " + person.text + " lebih banyak daripada yang mungkin.",
        person.text + " contests more acts than anybody may."
    );
}

// Whether he in whose name it is, whose keys are in `signer`, did it, as far as they tell.
bool is_his(const Entry& entry, const PersonId& author, const signer::State& signer) {
    const ledger::Record& record = entry.record;
    const ledger::Provenance& from = record.provenance;
    if (from.signed_with.empty()) {
        return !ledger::must_be_signed(
            signer, record.event, record.effective, !from.migration.empty()
        );
    }
    const bool is_in_own_stream = record.stream == signer::stream_of(author);
    const auto* own = is_in_own_stream ? std::get_if<signer::Event>(&record.event) : nullptr;
    return ledger::is_name(author.text) && key_for(signer, own, from.signed_with).has_value();
}

using Signers = std::map<PersonId, signer::State>;

// No ledger lets one person contest more; and a forged one could keep its reader busy for hours.
bool is_too_much(const signer::Event& event, const signer::State& signer) {
    return std::holds_alternative<signer::Contested>(event) &&
           signer.contests.size() >= 2 * signer::contests_max;
}

// Which of the acts that begin at `firsts` are contested, by whom, and what came of it.
std::vector<ContestedAct> contested_of(
    const std::vector<const Entry*>& firsts, const Signers& signers
) {
    using Name = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::map<Name, signer::Standing> contests;  // by who contests, and the act's source and id
    for (const auto& [person, signer] : signers) {
        for (const signer::Contest& contest : signer.contests) {
            const auto& [source, id] = contest.act;
            contests.emplace(Name{person.text, source, id}, contest.standing);
        }
    }
    std::vector<ContestedAct> contested;
    for (const Entry* first : firsts) {
        const auto& [actor, provenance] = std::tie(first->record.actor, first->record.provenance);
        for (const PersonId& by : std::set{actor.person, actor.on_behalf_of}) {
            const auto found = contests.find(Name{by.text, provenance.source, provenance.id});
            if (found == contests.end()) continue;
            contested.push_back({first->position, by, found->second});
        }
    }
    return contested;
}

// Whether an event of a signer's stream gives nobody a key but its owner himself.
bool is_sound(const Entry& entry, const signer::Event& event, const signer::State& signer) {
    if (!std::holds_alternative<signer::KeyAnnounced>(event)) return true;
    return gives_nobody_a_key(entry.record) &&
           key_for(signer, &event, entry.record.provenance.signed_with).has_value();
}

}  // namespace

std::expected<Authors, Caught> authors_of(std::span<const Entry> entries, const PersonId& subject) {
    Authors authors;
    Signers signers;
    std::vector<const Entry*> firsts;  // of each act
    for (const Entry& entry : entries) {
        if (const auto author = receipt::author_of(entry.record, subject)) {
            if (!is_his(entry, *author, signers[*author])) {
                return std::unexpected(not_performed(entry, *author));
            }
            authors.people.insert(*author);
            const bool is_signed = !entry.record.provenance.signed_with.empty();
            // An act is counted with the first of its facts.
            if (entry.record.fact_index == 0) {
                ++(is_signed ? authors.signed_acts : authors.unsigned_acts);
                firsts.push_back(&entry);
            }
        }
        const auto* event = std::get_if<signer::Event>(&entry.record.event);
        if (event == nullptr) continue;
        const PersonId owner{std::string(entry.record.stream.key())};
        signer::State& signer = signers[owner];
        if (!is_sound(entry, *event, signer)) return std::unexpected(not_performed(entry, owner));
        if (is_too_much(*event, signer)) return std::unexpected(too_many_contests(owner));
        signer = fold(std::move(signer), *event, stamp_of(entry.record, entry.position));
    }
    authors.contested = contested_of(firsts, signers);
    return authors;
}

}  // namespace projections
