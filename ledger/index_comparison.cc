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
    if (auto told = findings.add(fault); !told) return std::unexpected(told.error());
    return false;
}

}  // namespace

RecordRun RecordRun::read(Packs packs, Sha256& sha256) {
    RecordRun run{.packs = std::move(packs), .records = {}};
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

void IndexComparison::add(std::shared_ptr<const RecordRun> run) {
    wait();
    making_ = std::async(std::launch::async, [this, run = std::move(run)] { return make(*run); });
}

OrFault<void> IndexComparison::tell(Findings& findings) {
    wait();
    for (const auto& [position, what] : found_) findings.add(position, what);
    if (!made_) return findings.add(made_.error());
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

OrFault<void> IndexComparison::make(const RecordRun& run) {
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
