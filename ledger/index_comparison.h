#pragma once
// Whether the rows of an index are those that the records give. They are made anew from records
// that somebody else reads, a run at a time, and are summed up once they change no more
// (row_tally.h), as are those of the index in use.

#include "ledger/catch_up.h"
#include "ledger/findings.h"
#include "ledger/further_facts.h"
#include "ledger/ledger.h"
#include "ledger/row_tally.h"

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ledger {

// Some of the log's records, one after the other, each read once for all who look at it.
struct RecordRun {
    Packs packs;
    std::vector<ReadRecord> records;  // of all packs

    [[nodiscard]] static RecordRun read(Packs packs, Sha256& sha256);
};

// A directory that is removed before and after.
class Scratch {
public:
    explicit Scratch(std::filesystem::path path) : path_(std::move(path)) { remove(); }
    ~Scratch() { remove(); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    void remove() const;
    std::filesystem::path path_;
};

// One thread makes the rows, another reads those in use. Used by one thread, which gives it runs.
class IndexComparison {
public:
    // Begins to read the rows in use. `ledger` must outlive it; `scratch` is made and removed.
    IndexComparison(const Ledger& ledger, const std::filesystem::path& scratch);
    ~IndexComparison();
    IndexComparison(const IndexComparison&) = delete;
    IndexComparison& operator=(const IndexComparison&) = delete;

    // Before the first run. With about `heads_bytes_max` of heads of streams in memory: as long as
    // half of it holds all, none is written. Fault::io where `scratch` could not be removed first.
    [[nodiscard]] OrFault<void> begin(std::size_t heads_bytes_max = 1024UL * 1024 * 1024);

    // Makes the rows of the next run while its caller goes on.
    void add(std::shared_ptr<const RecordRun> run);

    // Adds what making them has found so far to `findings`, and why it could not go on.
    [[nodiscard]] OrFault<void> tell(Findings& findings);

    // Whether they are the same, after the last run, and after tell() has found nothing. Damage
    // that it meets is added to `findings`.
    [[nodiscard]] OrFault<bool> finish(Findings& findings);

private:
    void wait();
    [[nodiscard]] OrFault<void> make(const RecordRun& run);

    Scratch scratch_;
    RowTally::Key key_;
    RowTally fresh_;
    RowTally kept_;
    Head head_;
    std::unique_ptr<Index> index_;
    std::unique_ptr<CatchUp> catching_;
    FurtherFacts further_facts_;
    OrFault<void> made_;                                   // so far
    std::vector<std::pair<Position, std::string>> found_;  // on the way
    std::future<OrFault<void>> making_;
    std::future<OrFault<Digest>> digest_;
};

// Adds to `findings` why the index in use has other rows than the records give: an act that is
// there twice, or else the index itself. Makes all rows in `directory`, which it removes.
[[nodiscard]] OrFault<void> explain_difference(
    const Log& log, const std::filesystem::path& directory, Findings& findings
);

}  // namespace ledger
