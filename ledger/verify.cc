#include "ledger/verify.h"

#include "ledger/attestation.h"
#include "ledger/catch_up.h"
#include "ledger/entropy.h"
#include "ledger/jws.h"
#include "ledger/row_tally.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <system_error>
#include <tuple>
#include <utility>

namespace ledger {
namespace {

// Walks over the records in order and remembers what is wrong.
class Walk {
public:
    Walk(const Ledger& ledger, const ReadSigned& read_signed, Findings& findings)
        : ledger_(ledger), read_signed_(read_signed), findings_(findings) {}

    void pack(const Pack& pack) {
        for (std::size_t i = 0; i < pack.count(); ++i) {
            const std::uint64_t position = std::to_underlying(pack.first()) + i;
            if (position != tree_.size()) {
                return problem(position, "is not the next one: records are missing before it");
            }
            record(position, pack.record(i), pack.parts(i));
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
    void record(std::uint64_t position, Bytes bytes, Bytes parts) {
        tree_.append(sha256_, sha256_(bytes));
        auto record = decode_record(bytes, parts, Closed::withhold, nullptr);
        if (!record) return problem(position, record.error().detail);
        if (record->recorded < recorded_)
            problem(position, "was recorded before the one before it");
        recorded_ = std::max(recorded_, record->recorded);
        last_recorded_ = record->recorded;
        if (record->fact_index == 0) ++findings_.acts;
        check_place_in_act(position, *record);
        if (record->event_class != class_of(record->event)) {
            problem(position, "is of another class than its event");
        }
        check_parts(position, *record, bytes, parts);
        check_author(position, *record, bytes, parts);
        before_ = *std::move(record);
    }

    // The facts of an act follow one another, each with the act's name, and there are as many as
    // each of them says.
    void check_place_in_act(std::uint64_t position, const Record& record) {
        const bool is_next = facts_left_ == 0 ? record.fact_index == 0
                                              : record.fact_index == before_.fact_index + 1 &&
                                                    record.fact_count == before_.fact_count &&
                                                    record.provenance == before_.provenance &&
                                                    record.actor == before_.actor;
        if (!is_next) problem(position, "is not the next fact of an act");
        facts_left_ = record.fact_count - record.fact_index - 1U;
    }

    void check_parts(std::uint64_t position, const Record& record, Bytes bytes, Bytes parts) {
        const auto named = parts_of(bytes);
        const auto stored = split_parts(parts);
        if (!named || !stored || named->size() != stored->size()) {
            return problem(position, "does not have the closed parts that it names");
        }
        for (std::size_t i = 0; i < named->size(); ++i) {
            if (sha256_((*stored)[i]) != (*named)[i].sha256) {
                problem(position, "has a closed part that is not the one it names");
            }
            check_keeper(position, (*named)[i].slot, keeper_of(record));
        }
    }

    // A slot is one person's, for all of his closed parts.
    void check_keeper(std::uint64_t position, Slot slot, const PersonId& keeper) {
        const auto [known, is_new] = keepers_.emplace(slot, keeper);
        if (known->second != keeper) {
            return problem(position, "has closed parts under another person's key");
        }
        if (is_new) check_key(position, slot, keeper);
    }

    // Only who was forgotten has no key any more.
    void check_key(std::uint64_t position, Slot slot, const PersonId& keeper) {
        const auto holds = ledger_.vault().holds(slot);
        if (!holds) return problem(position, holds.error().detail);
        if (*holds) return;
        const auto is_forgotten = ledger_.index().is_forgotten(keeper);
        if (!is_forgotten) return problem(position, is_forgotten.error().detail);
        if (!*is_forgotten)
            problem(position, "has a key that is gone, of one who was not forgotten");
    }

    // That he in whose name it is has signed it, if he signs at all.
    void check_author(std::uint64_t position, const Record& record, Bytes bytes, Bytes parts) {
        const auto* own = std::get_if<signer::Event>(&record.event);
        if (record.fact_index == 0 && !is_own(record.event)) {
            const auto known = signers_.find(record.actor.person);
            const signer::State nothing;
            const auto& signer = known == signers_.end() ? nothing : known->second;
            check_signature(position, record, signer, bytes, parts);
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

    void check_signature(
        std::uint64_t position,
        const Record& record,
        const signer::State& signer,
        Bytes bytes,
        Bytes parts
    ) {
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
            const auto holds = ledger_.vault().holds(parts_of(bytes)->back().slot);
            if (!holds || *holds) problem(position, not_his);
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
    std::map<Slot, PersonId> keepers_;
    std::map<PersonId, signer::State> signers_;
    Instant recorded_{};       // the latest so far
    Instant last_recorded_{};  // of the last record
    Record before_;            // the last record
    unsigned facts_left_ = 0;  // of its act
};

OrFault<void> walk_records(
    const Ledger& ledger,
    const ReadSigned& read_signed,
    Findings& findings,
    const VerifyProgress& progress
) {
    Walk walk(ledger, read_signed, findings);
    const Log& log = ledger.log();
    const Head head = log.head();
    while (walk.size() < head.size() && !walk.is_full()) {
        const std::uint64_t before = walk.size();
        const auto packs = log.read(Position{before}, {});
        if (!packs) {
            findings.problems.push_back(packs.error().detail);
            return {};
        }
        for (const auto& pack : *packs) walk.pack(*pack);
        if (walk.size() == before) break;
        if (progress) progress("records", walk.size());
    }
    walk.finish(head);
    return {};
}

// The index keeps one row for each name of an act: fewer than acts are there means that two have
// one name. Then the acts are asked for one by one.
OrFault<void> find_double_acts(const Log& log, const Index& fresh, Findings& findings) {
    const auto count = fresh.count_acts();
    if (!count) return std::unexpected(count.error());
    if (*count == findings.acts) return {};
    for (Position at{}; std::to_underlying(at) < findings.events;) {
        const auto packs = log.read(at, {});
        if (!packs) return std::unexpected(packs.error());
        for (const auto& pack : *packs) {
            for (std::size_t i = 0; i < pack->count(); ++i, at = next(at)) {
                const auto record = decode_record(pack->record(i), {}, Closed::withhold, nullptr);
                if (!record) return std::unexpected(record.error());
                const auto& [source, id] =
                    std::tie(record->provenance.source, record->provenance.id);
                const auto known = fresh.act(source, id);
                if (!known) return std::unexpected(known.error());
                if (record->fact_index > 0 || *known == at) continue;
                findings.add(
                    at,
                    "has the source and id of another act, at position " +
                        std::to_string(std::to_underlying(**known))
                );
            }
        }
    }
    return {};
}

// A directory that is removed before and after.
class Scratch {
public:
    explicit Scratch(std::filesystem::path path) : path_(std::move(path)) { remove(); }
    ~Scratch() { remove(); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    void remove() const {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path path_;
};

// Why the index in use has other rows than the records give: an act that is there twice, or else
// the index itself.
OrFault<void> explain_difference(
    const Log& log, const std::filesystem::path& directory, Findings& findings
) {
    const Scratch scratch(directory);
    const auto fresh = Index::open(scratch.path());
    if (!fresh) return std::unexpected(fresh.error());
    if (auto caught = catch_up(log, **fresh, {}); !caught) return caught;
    if (auto found = find_double_acts(log, **fresh, findings); !found) return found;
    if (!findings.problems.empty()) return {};
    findings.problems.emplace_back(
        "the index is not what the records give: stop, remove the rows folder, start again"
    );
    return {};
}

// The rows of the index that the records give, made on a thread of its own while they are walked
// over, and compared with those of the index in use.
class IndexComparison {
public:
    IndexComparison(const Log& log, const std::filesystem::path& directory)
        : scratch_(directory),
          key_(RowTally::draw_key(*system_entropy())),
          fresh_(key_),
          made_(std::async(std::launch::async, [this, &log] { return make(log); })) {}
    ~IndexComparison() {
        if (made_.valid()) made_.wait();
    }
    IndexComparison(const IndexComparison&) = delete;
    IndexComparison& operator=(const IndexComparison&) = delete;

    // Whether they are the same. Faults are findings.
    bool run(const Index& index, Findings& findings) {
        RowTally kept(key_);
        const auto digest = index.digest(&kept);
        const auto made = made_.get();
        for (const Fault* fault :
             {made ? nullptr : &made.error(), digest ? nullptr : &digest.error()}) {
            if (fault != nullptr) findings.problems.push_back(fault->detail);
        }
        if (!made || !digest) return true;
        findings.index = *digest;
        return kept.is_same_as(fresh_);
    }

private:
    OrFault<void> make(const Log& log) {
        const auto index = Index::open_to_compare(scratch_.path(), fresh_);
        if (!index) return std::unexpected(index.error());
        if (auto caught = catch_up(log, **index, {}); !caught) return caught;
        const auto rest = (*index)->digest(&fresh_);
        if (!rest) return std::unexpected(rest.error());
        return {};
    }

    Scratch scratch_;
    RowTally::Key key_;
    RowTally fresh_;
    std::future<OrFault<void>> made_;
};

}  // namespace

void Findings::add(Position position, const std::string& what) {
    if (problems.size() >= problems_max) return;
    problems.push_back(
        "the record at position " + std::to_string(std::to_underlying(position)) + " " + what
    );
}

OrFault<Findings> verify(
    const Ledger& ledger,
    const std::filesystem::path& scratch,
    const ReadSigned& read_signed,
    const VerifyProgress& progress
) {
    Findings findings;
    IndexComparison comparison(ledger.log(), scratch);
    if (auto walked = walk_records(ledger, read_signed, findings, progress); !walked) {
        return std::unexpected(walked.error());
    }
    if (const auto keys = ledger.vault().check_slots(); !keys) {
        findings.problems.push_back(keys.error().detail);
    }
    if (!findings.problems.empty() || comparison.run(ledger.index(), findings)) return findings;
    auto explained = explain_difference(ledger.log(), scratch.string() + "-whole", findings);
    if (!explained) return std::unexpected(explained.error());
    return findings;
}

}  // namespace ledger
