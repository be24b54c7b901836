#include "projections/receipt_files.h"

#include "ledger/base64.h"
#include "ledger/file_map.h"
#include "ledger/rules/event.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace projections {
namespace {

using ledger::Digest;
using ledger::Entry;
using ledger::Position;

Caught altered(const receipt::File& file) {
    return tell(
        Lie::file_altered,
        "Catatan berkas " + file.name + " tidak lengkap, atau bukan catatannya.",
        "The records of the file " + file.name + " are not all there, or are not its own."
    );
}

std::optional<ledger::MapLeaf> leaf_of(const receipt::Leaf& leaf) {
    const auto key = ledger::digest_from_base64(leaf.key);
    const auto value = ledger::from_base64(leaf.value);
    const auto head = value ? ledger::parse_map_value(*value) : std::nullopt;
    if (!key || !head) return std::nullopt;
    return ledger::MapLeaf{*key, *head};
}

// The close that `complete` names.
std::expected<ledger::close::Day, Caught> close_in(
    std::span<const Entry> entries, Position position
) {
    const auto found = std::ranges::lower_bound(entries, position, {}, &Entry::position);
    const bool is_there = found != entries.end() && found->position == position;
    const auto* event =
        is_there ? std::get_if<ledger::close::Event>(&found->record.event) : nullptr;
    if (event == nullptr) {
        return std::unexpected(tell(
            Lie::no_close, "Catatan penutupan hari tidak ada.", "The close's record is not there."
        ));
    }
    const auto& day = std::get<ledger::close::Day>(*event);
    const ledger::Date begun = day_of(found->record.recorded, ledger::Zone::wit);
    if (found->record.stream != ledger::close::stream() || day.size > found->position ||
        day.day > begun) {
        return std::unexpected(tell(
            Lie::wrong_close,
            "Penutupan itu mencakup catatan atau hari yang datang sesudahnya.",
            "The close covers records, or a day, that came after it."
        ));
    }
    return day;
}

class Prover {
public:
    Prover(const ledger::close::Day& day, std::span<const Entry> entries) : day_(day) {
        for (const Entry& entry : entries) {
            if (entry.position >= day.size) break;
            for (std::string& file : files_of(entry.record)) {
                records_[std::move(file)].push_back(&entry);
            }
        }
    }

    // The file is what the close says, and its records are these, and no others that are here.
    Verdict check(const receipt::File& file) {
        const Digest key = ledger::map_key(sha256_, file.name);
        auto siblings = ledger::digests_from_base64(file.siblings);
        if (!siblings) return no_digest();
        ledger::MapProof proof;
        proof.siblings = *std::move(siblings);
        // What has nothing to say is left out: else two receipts say the same.
        const bool is_there = file.count > Position{};
        if (is_there ? file.other.has_value() : !file.chain.empty()) {
            return tell(
                Lie::malformed,
                "Berkas " + file.name + " menyebut lebih daripada yang ada.",
                "The file " + file.name + " says more than there is to say."
            );
        }
        std::optional<ledger::FileHead> head;
        if (is_there) {
            const auto chain = ledger::digest_from_base64(file.chain);
            if (!chain) return no_digest();
            head = ledger::FileHead{std::to_underlying(file.count), *chain};
            proof.leaf = ledger::MapLeaf{key, *head};
        } else if (file.other) {
            proof.leaf = leaf_of(*file.other);
            if (!proof.leaf) return no_digest();
        }
        if (proved_root(sha256_, key, head, proof) != std::optional(day_.root)) {
            const std::string of = ledger::text(day_.day);
            return tell(
                Lie::file_not_proved,
                "Berkas " + file.name + " tidak terbukti pada penutupan " + of + ".",
                "The file " + file.name + " is not proved at the close of " + of + "."
            );
        }
        return check_records(file, head.value_or(ledger::FileHead{}));
    }

private:
    Verdict check_records(const receipt::File& file, const ledger::FileHead& head) {
        ledger::FileHead folded;
        const auto& positions = file.positions;
        auto next = positions.begin();
        for (const Entry* entry : records_[file.name]) {
            if (next == positions.end() || *next != entry->position) {
                // One that is named and does not belong is no hidden one.
                const bool is_foreign = next != positions.end() && *next < entry->position;
                return is_foreign ? altered(file) : hidden(file, *entry);
            }
            ++next;
            folded.add(sha256_, entry->entry);
        }
        if (next != positions.end() || folded != head) return altered(file);
        return std::nullopt;
    }

    static Caught hidden(const receipt::File& file, const Entry& entry) {
        return tell(
            Lie::record_hidden,
            "Catatan pada posisi " + at(entry.position) + " milik berkas " + file.name +
                ", tetapi tidak disebut di dalamnya.",
            "The record at position " + at(entry.position) + " belongs to the file " + file.name +
                ", which does not name it."
        );
    }

    const ledger::close::Day& day_;
    ledger::Sha256 sha256_;
    std::map<std::string, std::vector<const Entry*>> records_;  // of each file, below the close
};

}  // namespace

std::expected<ProvedFiles, Caught> prove_files(
    const receipt::Completeness& complete, std::span<const Entry> entries
) {
    if (complete.files.size() > receipt::files_max) {
        return std::unexpected(
            tell(Lie::malformed, "Terlalu banyak berkas.", "It has too many files.")
        );
    }
    const auto day = close_in(entries, complete.close);
    if (!day) return std::unexpected(day.error());
    ProvedFiles proved{.close = *day, .counts = {}};
    Prover prover(proved.close, entries);
    for (const receipt::File& file : complete.files) {
        const auto count = std::to_underlying(file.count);
        if (!proved.counts.emplace(file.name, count).second) return std::unexpected(altered(file));
        if (auto caught = prover.check(file)) return std::unexpected(*std::move(caught));
    }
    return proved;
}

Verdict must_name(const std::optional<ProvedFiles>& proved, const std::vector<std::string>& files) {
    if (!proved) return std::nullopt;
    for (const std::string& file : files) {
        if (proved->counts.contains(file)) continue;
        return tell(
            Lie::file_missing,
            "Berkas " + file + " harus ada di sini.",
            "The file " + file + " must be here."
        );
    }
    return std::nullopt;
}

}  // namespace projections
