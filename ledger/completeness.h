#pragma once
// What each file came to when the last day was closed, and proofs of it: the map of files
// (file_map.h), made from the records at every close and held against what the close says. A close
// that says something else is found here, and nothing is proved any more.
//
// Rows of its own, disposable like the index's. One thread catches up; any thread asks.

#include "ledger/file_map.h"
#include "ledger/ledger.h"
#include "ledger/row_store.h"
#include "ledger/rules/close.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

namespace ledger {

class Completeness {
public:
    // A close that was recorded.
    struct Close {
        close::Day day;
        Position position{};  // of its record

        static constexpr std::tuple fields{
            field("day", &Close::day), field("position", &Close::position)
        };
        friend bool operator==(const Close&, const Close&) = default;
    };

    // Opens the rows in `rows`, the folder of all rows, and catches up with the closes that
    // `ledger`, which must outlive it, has. Rows of other programs are removed. A close that is
    // wrong is no fault here: stopped() says it.
    [[nodiscard]] static OrFault<std::unique_ptr<Completeness>> open(
        const Ledger& ledger, const std::filesystem::path& rows
    );
    ~Completeness();  // flushes the rows

    // Reads the closes that were recorded since. Fault::corrupt that names one which is not what
    // the records give; from then on always.
    [[nodiscard]] OrFault<void> catch_up();

    // The close that is wrong; nothing while all is well. Any thread.
    [[nodiscard]] std::optional<Fault> stopped() const;

    // What a close of `day` would say of the first `size` records: at least those of the last
    // close. Asserts that the ledger has so many.
    [[nodiscard]] OrFault<close::Day> would_be(Date day, Position size) const;

    // The last close; nothing where no day was closed yet.
    [[nodiscard]] OrFault<std::optional<Close>> last() const;

    // A file at the last close.
    struct Proof {
        std::string file;
        std::optional<FileHead> head;     // nothing: there is no such file
        std::vector<Position> positions;  // of its records
        MapProof map;
    };
    // Proofs of these files, all at the last close; nothing where no day was closed yet. A Fault
    // once it has stopped.
    struct Proofs {
        Close close;
        std::vector<Proof> files;
    };
    [[nodiscard]] OrFault<std::optional<Proofs>> prove(const std::vector<std::string>& files) const;

    // SHA-256 over all rows: equal on two machines that hold the same log.
    [[nodiscard]] OrFault<Digest> digest() const { return rows_->digest(); }

    // The positions before `end` of the records that persons' and streams' files have now, whether
    // a day was closed since or not; in order, each once.
    [[nodiscard]] OrFault<std::vector<Position>> records_of(
        const std::vector<std::string>& files, Position end
    ) const;

private:
    class Step;
    Completeness(const Ledger& ledger, std::unique_ptr<RowStore> rows)
        : ledger_(ledger), rows_(std::move(rows)) {}
    [[nodiscard]] OrFault<std::optional<Close>> last_row() const;
    [[nodiscard]] OrFault<void> take(const Entry& entry);
    [[nodiscard]] OrFault<bool> take_next();
    [[nodiscard]] OrFault<std::vector<Position>> positions_of(
        const std::string& file, std::uint64_t count_max
    ) const;
    [[nodiscard]] OrFault<std::vector<Position>> of_agency(
        const std::string& file, std::uint64_t count_max
    ) const;
    [[nodiscard]] OrFault<std::vector<Position>> of_person(
        const std::string& file, std::uint64_t count_max
    ) const;

    const Ledger& ledger_;
    std::unique_ptr<RowStore> rows_;
    mutable std::shared_mutex mutex_;  // held alone while a close is taken; guards what follows
    std::optional<Fault> stopped_;
};

}  // namespace ledger
