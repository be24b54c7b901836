#include "ledger/index_comparison.h"

#include "ledger/entropy.h"
#include "ledger/sha256.h"

#include <system_error>
#include <tuple>

namespace ledger {
namespace {

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

OrFault<bool> not_compared(const Fault& fault, Findings& findings) {
    if (auto told = tell(fault, findings); !told) return std::unexpected(told.error());
    return false;
}

}  // namespace

OrFault<void> tell(const Fault& fault, Findings& findings) {
    if (fault.kind != Fault::Kind::corrupt) return std::unexpected(fault);
    findings.problems.push_back(fault.detail);
    return {};
}

Run Run::read(Packs packs, Sha256& sha256) {
    Run run{.packs = std::move(packs), .records = {}};
    for (const auto& pack : run.packs) {
        for (std::size_t i = 0; i < pack->count(); ++i) {
            run.records.push_back(read_record(*pack, i, sha256));
        }
    }
    return run;
}

void Scratch::remove() const {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

OrFault<std::optional<std::string>> FurtherFacts::check(const Record& record, CatchUp& catching) {
    if (record.fact_index > 0) {
        if (follows(record)) return std::nullopt;
        return "is a fact of an act from which it does not follow by the rules";
    }
    if (only_follows(record.event)) return "is an act that nobody can ask for";
    auto facts = catching.facts_after(record);
    if (!facts) return std::unexpected(facts.error());
    expected_ = *std::move(facts);
    if (record.fact_count == 1 + expected_.size()) return std::nullopt;
    return "begins an act of " + std::to_string(record.fact_count) +
           " facts, of which the rules give " + std::to_string(1 + expected_.size());
}

bool FurtherFacts::follows(const Record& record) const {
    if (record.fact_index > expected_.size()) return false;
    const Fact& fact = expected_[record.fact_index - 1U];
    return record.stream == fact.stream && record.event == fact.event &&
           record.subjects == fact.subjects;
}

IndexComparison::IndexComparison(const Ledger& ledger, const std::filesystem::path& scratch)
    : scratch_(scratch),
      key_(RowTally::draw_key(*system_entropy())),
      fresh_(key_),
      kept_(key_),
      head_(ledger.log().head()),
      digest_(std::async(std::launch::async, [this, &ledger] {
          return ledger.index().digest(&kept_);
      })) {}

IndexComparison::~IndexComparison() {
    if (making_.valid()) making_.wait();
    if (digest_.valid()) digest_.wait();
}

OrFault<void> IndexComparison::begin(std::size_t heads_bytes_max) {
    auto index = Index::open_to_compare(scratch_.path(), fresh_);
    if (!index) return std::unexpected(index.error());
    index_ = *std::move(index);
    if (index_->size() != Position{}) {
        return fault(Fault::Kind::io, "cannot remove " + scratch_.path().string());
    }
    auto begun = CatchUp::begin(*index_, heads_bytes_max);
    if (!begun) return std::unexpected(begun.error());
    catching_ = std::make_unique<CatchUp>(*std::move(begun));
    return {};
}

void IndexComparison::add(std::shared_ptr<const Run> run) {
    wait();
    making_ = std::async(std::launch::async, [this, run = std::move(run)] { return make(*run); });
}

OrFault<void> IndexComparison::tell(Findings& findings) {
    wait();
    for (const auto& [position, what] : found_) findings.add(position, what);
    if (!made_) return ledger::tell(made_.error(), findings);
    return {};
}

OrFault<bool> IndexComparison::finish(Findings& findings) {
    const auto digest = digest_.get();
    if (!digest) return not_compared(digest.error(), findings);
    findings.index = *digest;
    if (const auto same = check_same_tree(catching_->tree(), head_); !same) {
        return not_compared(same.error(), findings);
    }
    if (const auto done = catching_->finish(); !done) return not_compared(done.error(), findings);
    if (const auto rest = index_->digest(&fresh_); !rest) {
        return not_compared(rest.error(), findings);
    }
    return kept_.is_same_as(fresh_);
}

void IndexComparison::wait() {
    if (!making_.valid()) return;
    auto made = making_.get();
    if (made_) made_ = std::move(made);
}

OrFault<void> IndexComparison::make(const Run& run) {
    if (!made_) return {};
    for (const ReadRecord& read : run.records) {
        if (read.content) {
            auto wrong = further_facts_.check(read.content->record, *catching_);
            if (!wrong) return std::unexpected(wrong.error());
            const bool has_room = found_.size() < Findings::problems_max;
            if (*wrong && has_room) found_.emplace_back(read.position, **std::move(wrong));
        }
        if (auto added = catching_->add(read); !added) return added;
    }
    return catching_->flush();
}

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

}  // namespace ledger
