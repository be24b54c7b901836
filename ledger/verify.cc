#include "ledger/verify.h"

#include "ledger/attestation.h"
#include "ledger/further_facts.h"
#include "ledger/index_comparison.h"
#include "ledger/jws.h"
#include "ledger/sha256.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace ledger {
namespace {

// Walks over the records in order and remembers what is wrong.
class Walk {
public:
    Walk(const Ledger& ledger, const ReadSigned& read_signed, Findings& findings)
        : ledger_(ledger), read_signed_(read_signed), findings_(findings) {}

    // Before all else.
    OrFault<void> check_keys() {
        auto held = ledger_.vault().check_slots();
        if (!held) return findings_.add(held.error());
        held_ = *std::move(held);
        return {};
    }

    void run(const RecordRun& run) {
        std::span rest(run.records);
        for (const auto& pack : run.packs) {
            this->pack(*pack, rest.first(pack->count()));
            rest = rest.subspan(pack->count());
        }
    }

    void finish(const Head& head) {
        findings_.events = tree_.size();
        findings_.root = tree_.root(sha256_);
        if (tree_.size() != head.size())
            problem(tree_.size(), "is the end, but the head says more");
        if (findings_.root != head.root)
            problem(tree_.size(), "has another root than the head says");
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return tree_.size(); }
    [[nodiscard]] bool is_full() const noexcept {
        return findings_.problems.size() >= Findings::problems_max;
    }

private:
    // A record and the bytes that it was read from.
    struct Stored {
        std::uint64_t position;
        const Record& record;
        const std::vector<Part>& named;  // its closed parts
        Bytes bytes;
        Bytes parts;
    };

    void pack(const Pack& pack, std::span<const ReadRecord> records) {
        for (std::size_t i = 0; i < records.size(); ++i) {
            const std::uint64_t position = std::to_underlying(records[i].position);
            if (position != tree_.size()) {
                return problem(position, "is not the next one: records are missing before it");
            }
            tree_.append(sha256_, records[i].entry);
            const auto& content = records[i].content;
            if (!content) {
                problem(position, content.error().detail);
                continue;
            }
            const auto& [record, named] = *content;
            check(Stored{position, record, named, pack.record(i), pack.parts(i)});
        }
        if (pack.recorded() != last_recorded_) {
            problem(tree_.size() - 1, "has another recorded time than its pack says");
        }
        if (!pack.root()) return;
        if (*pack.root() != tree_.root(sha256_)) {
            problem(tree_.size() - 1, "ends a group whose root is not that of its records");
        }
        if (facts_left_ > 0) problem(tree_.size() - 1, "ends a group in the middle of an act");
    }

    void check(const Stored& stored) {
        const auto& [position, record, named, bytes, parts] = stored;
        if (record.recorded < recorded_) problem(position, "was recorded before the one before it");
        recorded_ = std::max(recorded_, record.recorded);
        last_recorded_ = record.recorded;
        if (record.fact_index == 0) ++findings_.acts;
        check_place_in_act(position, record);
        if (record.event_class != class_of(record.event)) {
            problem(position, "is of another class than its event");
        }
        check_parts(stored);
        check_author(stored);
    }

    // The facts of an act follow one another, each with the act's name and times, and there are as
    // many as each of them says.
    void check_place_in_act(std::uint64_t position, const Record& record) {
        const bool is_next = facts_left_ == 0 ? record.fact_index == 0
                                              : record.fact_index == before_.fact_index + 1 &&
                                                    is_of_one_act(before_, record);
        if (!is_next) problem(position, "is not the next fact of an act");
        facts_left_ = record.fact_count - record.fact_index - 1U;
        if (facts_left_ > 0) before_ = record;
    }

    void check_parts(const Stored& stored) {
        const auto split = split_parts(stored.parts);
        if (!split || stored.named.size() != split->size()) {
            return problem(stored.position, "does not have the closed parts that it names");
        }
        for (std::size_t i = 0; i < split->size(); ++i) {
            const Part& named = stored.named[i];
            if (sha256_((*split)[i]) != named.sha256) {
                problem(stored.position, "has a closed part that is not the one it names");
            }
            check_keeper(stored.position, named.slot, keeper_of(stored.record));
        }
    }

    // A slot is one person's, for all of his closed parts.
    void check_keeper(std::uint64_t position, Slot slot, const PersonId& keeper) {
        const auto [known, is_new] = keepers_.emplace(std::to_underlying(slot), keeper);
        if (known->second != keeper) {
            return problem(position, "has closed parts under another person's key");
        }
        if (is_new) check_key(position, slot, keeper);
    }

    // Only who was forgotten has no key any more.
    void check_key(std::uint64_t position, Slot slot, const PersonId& keeper) {
        if (!held_ || holds(slot)) return;
        if (std::to_underlying(slot) >= held_->size()) {
            return problem(position, "names a key that was never made");
        }
        const auto is_forgotten = ledger_.index().is_forgotten(keeper);
        if (!is_forgotten) return problem(position, is_forgotten.error().detail);
        if (!*is_forgotten)
            problem(position, "has a key that is gone, of one who was not forgotten");
    }

    [[nodiscard]] bool holds(Slot slot) const {
        return std::to_underlying(slot) < held_->size() && (*held_)[std::to_underlying(slot)];
    }

    // That he in whose name it is has signed it, if he signs at all.
    void check_author(const Stored& stored) {
        const auto& [position, record, named, bytes, parts] = stored;
        const auto* own = std::get_if<signer::Event>(&record.event);
        if (record.fact_index == 0 && !is_own(record.event)) {
            const auto known = signers_.find(record.actor.person);
            const signer::State nothing;
            const auto& signer = known == signers_.end() ? nothing : known->second;
            check_signature(stored, signer);
        }
        if (own == nullptr) return;
        if (!gives_nobody_a_key(record)) {
            problem(
                position,
                "announces a key that " + std::string(record.stream.key()) +
                    " has not announced himself"
            );
        }
        signer::State& signer = signers_[{std::string(record.stream.key())}];
        signer = fold(std::move(signer), *own, stamp_of(record, Position{position}));
    }

    // That it need not be signed for `person`, in whose name, or on whose behalf it is.
    void check_unsigned(std::uint64_t position, const Record& record, const PersonId& person) {
        const auto signer = signers_.find(person);
        if (signer == signers_.end()) return;
        const bool is_migrated = !record.provenance.migration.empty();
        if (!must_be_signed(signer->second, record.event, record.effective, is_migrated)) return;
        problem(
            position,
            "is in the name of " + person.text + ", who signs everything, and is not signed"
        );
    }

    void check_signature(const Stored& stored, const signer::State& signer) {
        const auto& [position, record, named, bytes, parts] = stored;
        if (record.provenance.signed_with.empty()) {
            check_unsigned(position, record, record.actor.person);
            return check_unsigned(position, record, record.actor.on_behalf_of);
        }
        const std::string not_his =
            "is not signed by " + record.actor.person.text + ", in whose name it is";
        const bool is_in_own_stream = record.stream == signer::stream_of(record.actor.person);
        const auto* own = is_in_own_stream ? std::get_if<signer::Event>(&record.event) : nullptr;
        if (!key_for(signer, own, record.provenance.signed_with)) return problem(position, not_his);
        const auto opened = decode_record(bytes, parts, Closed::open, &ledger_.vault());
        if (!opened) return problem(position, opened.error().detail);
        const std::string& submitted = ClosedWords::of(opened->submitted);
        if (submitted.empty()) {
            // Where its key is gone, which check_key() has looked into, so is what was signed.
            // (Beside a server it may go meanwhile: so the vault is asked again.)
            const auto is_held = ledger_.vault().holds(named.back().slot);
            if (!is_held || *is_held) problem(position, not_his);
            return;
        }
        Act act{
            .stream = opened->stream,
            .event = opened->event,
            .actor = opened->actor,
            .provenance = opened->provenance,
            .submitted = submitted,
        };
        const auto key = attest(signer, act, record.recorded);
        if (!key || *key != record.provenance.signed_with) return problem(position, not_his);
        const auto signed_act = read_signed_(Jws::parse(submitted)->payload);
        const bool is_for_another = signed_act && !signed_act->for_ledger.empty() &&
                                    signed_act->for_ledger != ledger_.origin().origin;
        if (!signed_act || is_for_another || !says_what_was_signed(*opened, *signed_act)) {
            problem(position, "does not say what " + record.actor.person.text + " has signed");
        }
    }

    void problem(std::uint64_t position, const std::string& what) {
        findings_.add(Position{position}, what);
    }

    const Ledger& ledger_;
    const ReadSigned& read_signed_;
    Findings& findings_;
    Sha256 sha256_;
    Tree tree_;
    std::optional<std::vector<bool>> held_;  // by slot, whether there is a key; once they open
    boost::unordered_flat_map<std::uint32_t, PersonId> keepers_;  // of slots
    std::map<PersonId, signer::State> signers_;
    Instant recorded_{};       // the latest so far
    Instant last_recorded_{};  // of the last record
    Record before_;            // the last record, where facts of its act are still to come
    unsigned facts_left_ = 0;  // of its act
};

OrFault<void> walk_records(
    const Log& log,
    Walk& walk,
    IndexComparison& comparison,
    Findings& findings,
    const VerifyProgress& progress
) {
    const Head head = log.head();
    Sha256 sha256;
    while (walk.size() < head.size() && !walk.is_full()) {
        const std::uint64_t before = walk.size();
        auto packs = log.read(Position{before}, {});
        if (!packs) return findings.add(packs.error());
        const auto run =
            std::make_shared<const RecordRun>(RecordRun::read(*std::move(packs), sha256));
        comparison.add(run);
        walk.run(*run);
        if (walk.size() == before) break;
        if (progress) progress("records", walk.size());
    }
    walk.finish(head);
    return {};
}

}  // namespace

OrFault<Findings> verify(
    const Ledger& ledger,
    const std::filesystem::path& scratch,
    const ReadSigned& read_signed,
    const VerifyProgress& progress
) {
    Findings findings;
    IndexComparison comparison(ledger, scratch);
    Walk walk(ledger, read_signed, findings);
    if (auto checked = walk.check_keys(); !checked) return std::unexpected(checked.error());
    if (auto begun = comparison.begin(); !begun) return std::unexpected(begun.error());
    if (auto walked = walk_records(ledger.log(), walk, comparison, findings, progress); !walked) {
        return std::unexpected(walked.error());
    }
    if (auto told = comparison.tell(findings); !told) return std::unexpected(told.error());
    if (!findings.problems.empty()) return findings;
    const auto is_same = comparison.finish(findings);
    if (!is_same) return std::unexpected(is_same.error());
    if (*is_same || !findings.problems.empty()) return findings;
    auto explained = explain_difference(ledger.log(), scratch.string() + "-whole", findings);
    if (!explained) return std::unexpected(explained.error());
    return findings;
}

}  // namespace ledger
