#include "projections/receipt_check.h"

#include "ledger/base64.h"
#include "ledger/merkle.h"
#include "ledger/record_codec.h"
#include "ledger/rules/event.h"
#include "projections/receipt_authors.h"
#include "projections/receipt_claim.h"
#include "projections/receipt_facts.h"
#include "projections/receipt_files.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace projections {
namespace {

using ledger::Bytes;
using ledger::Digest;
using ledger::Entry;
using ledger::Position;

class Check {
public:
    Check(const Receipt& receipt, const Trusted& trusted) : receipt_(receipt), trusted_(trusted) {}

    std::expected<Shown, Caught> run() {
        using Step = Verdict (Check::*)();
        for (const Step step :
             {&Check::check_checkpoint,
              &Check::read_records,
              &Check::check_origin,
              &Check::check_streams,
              &Check::check_acts,
              &Check::check_files,
              &Check::check_authors,
              &Check::check_score}) {
            if (auto caught = (this->*step)()) return std::unexpected(*std::move(caught));
        }
        shown_.records = entries_.size();
        return std::move(shown_);
    }

private:
    Verdict check_checkpoint() {
        if (receipt_.format != receipt::format) {
            return tell(Lie::malformed, "Bukan jejak.receipt/1.", "It is no jejak.receipt/1.");
        }
        const bool is_of_unit = receipt_.unit_claim.has_value();
        if (is_of_unit ? receipt_.claim || !receipt_.subject.empty() : receipt_.subject.empty()) {
            return tell(
                Lie::malformed,
                "Kuitansi ini harus tentang satu orang, atau satu unit.",
                "A receipt must be about one person, or about one unit."
            );
        }
        const auto note = ledger::Note::parse(receipt_.checkpoint);
        const auto checkpoint = note ? ledger::Checkpoint::parse(note->text) : std::nullopt;
        if (!checkpoint)
            return tell(Lie::checkpoint, "Tidak ada titik periksa.", "It has no checkpoint.");
        if (is_signed(*note, trusted_.key) != ledger::Signed::well) {
            return tell(
                Lie::not_signed,
                "Titik periksa tidak ditandatangani oleh " + trusted_.key.text() + ".",
                "The checkpoint is not signed by " + trusted_.key.text() + "."
            );
        }
        const bool is_ours =
            checkpoint->origin == trusted_.key.name && checkpoint->origin == receipt_.origin;
        if (!is_ours || checkpoint->size < std::to_underlying(receipt_.as_of)) {
            return tell(
                Lie::checkpoint,
                "Titik periksa ini milik buku besar lain, atau lebih pendek daripada asOf.",
                "The checkpoint is of another ledger, or is shorter than asOf."
            );
        }
        shown_.checkpoint = *checkpoint;
        return trusted_.witnesses ? check_witnesses(*note) : std::nullopt;
    }

    Verdict check_witnesses(const ledger::Note& note) {
        const auto satisfied = trusted_.witnesses->satisfied_by(note);
        if (!satisfied) {
            return tell(
                Lie::not_witnessed,
                "Saksi yang diminta kebijakan tidak cukup menandatangani titik periksa ini.",
                "Not enough of the witnesses that the policy asks for have cosigned the checkpoint."
            );
        }
        shown_.witnesses = *satisfied;
        return std::nullopt;
    }

    Verdict read_records() {
        if (receipt_.records.size() > receipt::records_max) {
            return tell(Lie::malformed, "Terlalu banyak catatan.", "It has too many records.");
        }
        for (const receipt::ProvedRecord& proved : receipt_.records) {
            if (auto caught = read_record(proved)) return caught;
        }
        return std::nullopt;
    }

    Verdict read_record(const receipt::ProvedRecord& proved) {
        if (!entries_.empty() && proved.position <= entries_.back().position) {
            return tell(
                Lie::out_of_order,
                "Catatan pada posisi " + at(proved.position) + " tidak menurut urutan.",
                "The record at position " + at(proved.position) + " is out of order."
            );
        }
        const auto bytes = ledger::from_base64(proved.record);
        if (!bytes) return tell(Lie::malformed, "Catatan bukan base64.", "A record is no base64.");
        const Digest entry = sha256_(Bytes(*bytes));
        const auto path = ledger::digests_from_base64(proved.proof);
        if (!path) return no_digest();
        const ledger::Root root{shown_.checkpoint.size, shown_.checkpoint.root};
        const Digest leaf = leaf_hash(sha256_, Bytes(entry.bytes));
        const auto index = std::to_underlying(proved.position);
        if (index >= root.size || !verify_inclusion(sha256_, leaf, index, root, *path)) {
            return tell(
                Lie::not_in_log,
                "Catatan pada posisi " + at(proved.position) + " bukan yang ada di log.",
                "The record at position " + at(proved.position) + " is not the one in the log."
            );
        }
        // A decoder may read in words of 8 bytes.
        std::vector<std::uint64_t> words(bytes->size() / 8 + 1);
        std::memcpy(words.data(), bytes->data(), bytes->size());
        const Bytes aligned(reinterpret_cast<const std::uint8_t*>(words.data()), bytes->size());
        auto record = decode_record(aligned, {}, ledger::Closed::withhold, nullptr);
        if (!record) {
            return tell(
                Lie::malformed,
                "Catatan pada posisi " + at(proved.position) + " tidak terbaca.",
                "The record at position " + at(proved.position) + " cannot be read."
            );
        }
        if (!entries_.empty() && record->recorded < entries_.back().record.recorded) {
            return tell(
                Lie::back_dated,
                "Catatan pada posisi " + at(proved.position) +
                    " mengaku dicatat sebelum yang mendahuluinya.",
                "The record at position " + at(proved.position) +
                    " says that it was recorded before the one before it."
            );
        }
        if (auto caught = check_filing(proved.position, *record)) return caught;
        entries_.push_back({proved.position, entry, *std::move(record)});
        return std::nullopt;
    }

    // Else a sanction could be filed where nobody looks.
    static Verdict check_filing(Position position, const ledger::Record& record) {
        auto subjects = record.subjects;
        std::ranges::sort(subjects);
        const bool is_twice = std::ranges::adjacent_find(subjects) != subjects.end() ||
                              !std::ranges::all_of(subjects, [](const auto& each) {
                                  return ledger::is_name(each.text);
                              });
        if (!is_twice && record.event_class == ledger::class_of(record.event)) return std::nullopt;
        return tell(
            Lie::misfiled,
            "Catatan pada posisi " + at(position) + " digolongkan lain dari peristiwanya.",
            "The record at position " + at(position) + " is filed otherwise than its event."
        );
    }

    Verdict check_origin() {
        const auto* founded = entries_.empty() ? nullptr : founded_in(entries_.front());
        if (founded == nullptr || founded->origin != receipt_.origin) {
            return tell(
                Lie::other_ledger,
                "Catatan pertama buku besar tidak ada, atau menyebut nama lain.",
                "The ledger's first record is not there, or names another ledger."
            );
        }
        shown_.simulated_clock = founded->simulated_clock;
        shown_.seeded = founded->seeded;
        return std::nullopt;
    }

    static const ledger::origin::Founded* founded_in(const Entry& entry) {
        if (entry.position != Position{}) return nullptr;
        const auto* event = std::get_if<ledger::origin::Event>(&entry.record.event);
        return event == nullptr ? nullptr : std::get_if<ledger::origin::Founded>(event);
    }

    Verdict check_streams() {
        std::map<ledger::StreamId, const Entry*> newest;
        for (const Entry& entry : entries_) {
            const ledger::Record& record = entry.record;
            if (record.stream == ledger::close::stream()) continue;
            const Entry*& before = newest[record.stream];
            const std::uint64_t version = before == nullptr ? 0 : before->record.version;
            const Digest previous = before == nullptr ? Digest{} : before->entry;
            // Of an indicator there may be just the definitions, where no score rests on it.
            const bool is_gap = record.stream.kind() == ledger::indicator::Kind::name &&
                                record.version > version + 1;
            if (is_gap) with_gaps_.insert(record.stream);
            if (!is_gap && (record.version != version + 1 || record.previous != previous)) {
                return tell(
                    Lie::stream_broken,
                    "Versi " + std::to_string(version + 1) + " dari " + record.stream.text +
                        " tidak ada di sini.",
                    "Version " + std::to_string(version + 1) + " of " + record.stream.text +
                        " is not here."
                );
            }
            if (before == nullptr ? !begins(record) : record.subjects != before->record.subjects) {
                return tell(
                    Lie::misfiled,
                    "Catatan pada posisi " + at(entry.position) + " bukan milik alirannya.",
                    "The record at position " + at(entry.position) + " does not fit its stream."
                );
            }
            before = &entry;
        }
        return std::nullopt;
    }

    Verdict check_acts() { return check_facts(entries_, receipt_.as_of); }

    // Whether a stream can begin with the record: what is folded afterwards relies on it.
    static bool begins(const ledger::Record& record) {
        const std::string_view kind = record.stream.kind();
        const bool is_named = kind == "person" || kind == "sanctions" || kind == "signer";
        if (is_named &&
            record.subjects != std::vector{ledger::PersonId{std::string(record.stream.key())}}) {
            return false;
        }
        const bool is_about_nobody =
            kind == "agency" || kind == "unit" || kind == "policy" || kind == "indicator";
        if (is_about_nobody && !record.subjects.empty()) return false;
        constexpr auto first = std::to_array<std::string_view>(
            {"plan.drafted",
             "report.submitted",
             "evaluation.decided",
             "policy.published",
             "unit.created",
             "agency.registered",
             "person.registered",
             "feedback.given",
             "reward.proposed",
             "case.sanctionDecided",
             "origin.founded"}
        );
        const std::string type = ledger::type_of(record.event);
        const bool is_known = std::ranges::any_of(first, [&](std::string_view each) {
            return each.substr(0, each.find('.')) == kind;
        });
        return !is_known || std::ranges::find(first, type) != first.end();
    }

    Verdict check_files() {
        if (!receipt_.completeness) return std::nullopt;
        auto proved = prove_files(*receipt_.completeness, entries_);
        if (!proved) return std::move(proved.error());
        proved_ = *std::move(proved);
        shown_.close = proved_->close;
        shown_.is_complete = reaches_claim(proved_->close.size);
        for (const receipt::File& file : receipt_.completeness->files) {
            shown_.files.emplace_back(file.name, std::to_underlying(file.count));
        }
        if (receipt_.claim || receipt_.unit_claim) return std::nullopt;
        return must_name(proved_, receipt::files_of_person(receipt_.subject));
    }

    // Every record from `size` on that is claimed is here itself: the close, if nothing else.
    [[nodiscard]] bool reaches_claim(Position size) const {
        if (receipt_.as_of <= size) return true;
        const auto here = std::ranges::count_if(claimed(), [&](const Entry& entry) {
            return entry.position >= size;
        });
        return static_cast<std::uint64_t>(here) ==
               std::to_underlying(receipt_.as_of) - std::to_underlying(size);
    }

    // That everything about the subject was done by him in whose name it is, if he signs at all.
    Verdict check_authors() {
        auto authors = authors_of(claimed(), receipt_.subject);
        if (!authors) return std::move(authors.error());
        shown_.signed_acts = authors->signed_acts;
        shown_.unsigned_acts = authors->unsigned_acts;
        shown_.contested = std::move(authors->contested);
        std::vector<std::string> files;
        for (const ledger::PersonId& person : authors->people) {
            if (ledger::is_name(person.text)) files.push_back(receipt::signature_file(person));
        }
        return must_name(proved_, files);
    }

    Verdict check_score() {
        if (auto caught = check_day()) return caught;
        if (!receipt_.claim && !receipt_.unit_claim) {
            if (receipt_.explanation.empty()) return std::nullopt;
            return tell(
                Lie::other_explanation,
                "Ada penjelasan tanpa nilai.",
                "There is an explanation of no score."
            );
        }
        const Evidence evidence{claimed(), with_gaps_, proved_};
        auto other =
            receipt_.claim ? check_claim(receipt_, evidence) : check_unit_claim(receipt_, evidence);
        if (!other) return std::move(other.error());
        shown_.other_words = *std::move(other);
        return std::nullopt;
    }

    // The first `asOf` of the ledger that are here.
    [[nodiscard]] std::span<const Entry> claimed() const {
        const auto end = std::ranges::lower_bound(entries_, receipt_.as_of, {}, &Entry::position);
        return {entries_.begin(), end};
    }

    // Nobody asks for a day on which nothing was late yet, or for one that has not come.
    [[nodiscard]] Verdict check_day() const {
        const bool is_early = std::ranges::any_of(entries_, [&](const Entry& entry) {
            return entry.position < receipt_.as_of &&
                   day_of(entry.record.recorded, ledger::Zone::utc) > receipt_.day;
        });
        const bool is_late =
            trusted_.today && !shown_.simulated_clock && receipt_.day > *trusted_.today;
        if (!is_early && !is_late) return std::nullopt;
        const std::string day = ledger::text(receipt_.day);
        return tell(
            Lie::wrong_day,
            "Nilai per " + day + " tidak sesuai dengan waktu catatannya.",
            "A score as of " + day + " does not fit the times of its records."
        );
    }

    const Receipt& receipt_;
    const Trusted& trusted_;
    ledger::Sha256 sha256_;
    std::vector<Entry> entries_;
    std::set<ledger::StreamId> with_gaps_;  // of indicators
    std::optional<ProvedFiles> proved_;
    Shown shown_;
};

}  // namespace

std::expected<Shown, Caught> check(const Receipt& receipt, const Trusted& trusted) {
    return Check(receipt, trusted).run();
}

}  // namespace projections
