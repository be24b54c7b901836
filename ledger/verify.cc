#include "ledger/verify.h"

#include "ledger/catch_up.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

namespace ledger {
namespace {

// Walks over the records in order and remembers what is wrong.
class Walk {
public:
    explicit Walk(Findings& findings) : findings_(findings) {}

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
        const auto record = decode_record(bytes, parts, Closed::withhold, nullptr);
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
        check_parts(position, bytes, parts);
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
        before_ = record;
    }

    void check_parts(std::uint64_t position, Bytes bytes, Bytes parts) {
        const auto named = parts_of(bytes);
        const auto stored = split_parts(parts);
        if (!named || !stored || named->size() != stored->size()) {
            return problem(position, "does not have the closed parts that it names");
        }
        for (std::size_t i = 0; i < named->size(); ++i) {
            if (sha256_((*stored)[i]) != (*named)[i].sha256) {
                problem(position, "has a closed part that is not the one it names");
            }
        }
    }

    void problem(std::uint64_t position, const std::string& what) {
        findings_.add(Position{position}, what);
    }

    Findings& findings_;
    Sha256 sha256_;
    Tree tree_;
    Instant recorded_{};       // the latest so far
    Instant last_recorded_{};  // of the last record
    Record before_;            // the last record
    unsigned facts_left_ = 0;  // of its act
};

OrFault<void> walk_records(const Log& log, Findings& findings, const VerifyProgress& progress) {
    Walk walk(findings);
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

OrFault<void> compare_index(
    const Ledger& ledger,
    const std::filesystem::path& scratch,
    Findings& findings,
    const VerifyProgress& progress
) {
    auto fresh = Index::open(scratch);
    if (!fresh) return std::unexpected(fresh.error());
    const auto caught = catch_up(ledger.log(), **fresh, [&](Position at) {
        if (progress) progress("index", std::to_underlying(at));
    });
    if (!caught) {
        findings.problems.push_back(caught.error().detail);
        return {};
    }
    if (auto found = find_double_acts(ledger.log(), **fresh, findings); !found) return found;
    const auto expected = (*fresh)->digest();
    const auto actual = ledger.index().digest();
    if (!expected) return std::unexpected(expected.error());
    if (!actual) {
        findings.problems.push_back(actual.error().detail);
    } else if (*expected != *actual) {
        findings.problems.push_back(
            "the index is not what the records give: stop, remove the rows folder, start again"
        );
    }
    return {};
}

}  // namespace

void Findings::add(Position position, const std::string& what) {
    if (problems.size() >= problems_max) return;
    problems.push_back(
        "the record at position " + std::to_string(std::to_underlying(position)) + " " + what
    );
}

OrFault<Findings> verify(
    const Ledger& ledger, const std::filesystem::path& scratch, const VerifyProgress& progress
) {
    Findings findings;
    if (auto walked = walk_records(ledger.log(), findings, progress); !walked) {
        return std::unexpected(walked.error());
    }
    if (const auto keys = ledger.vault().check_slots(); !keys) {
        findings.problems.push_back(keys.error().detail);
    }
    if (!findings.problems.empty()) return findings;
    std::error_code ignored;
    std::filesystem::remove_all(scratch, ignored);
    auto compared = compare_index(ledger, scratch, findings, progress);
    std::filesystem::remove_all(scratch, ignored);
    if (!compared) return std::unexpected(compared.error());
    return findings;
}

}  // namespace ledger
