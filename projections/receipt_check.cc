#include "projections/receipt_check.h"

#include "ledger/base64.h"
#include "ledger/file_map.h"
#include "ledger/merkle.h"
#include "ledger/record_codec.h"
#include "ledger/rules/assert.h"
#include "ledger/rules/event.h"
#include "ledger/rules/scorable.h"
#include "projections/receipt_authors.h"

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

constexpr std::size_t records_max = 100'000;
constexpr std::size_t files_max = 1000;

// The first lie ends the work; nothing: all is well so far.
using Verdict = std::optional<Caught>;

Caught tell(Lie lie, std::string id, std::string en) {
    return {lie, {std::move(id), std::move(en)}};
}

std::string at(Position position) {
    return std::to_string(std::to_underlying(position));
}

Caught no_digest() {
    return tell(
        Lie::malformed,
        "Ada nilai yang bukan SHA-256 dalam base64.",
        "A value is not a SHA-256 in base64."
    );
}

// The digests that the texts are; nothing when one of them is none.
std::optional<std::vector<Digest>> digests_of(const std::vector<std::string>& texts) {
    std::vector<Digest> digests;
    digests.reserve(texts.size());
    for (const std::string& text : texts) {
        const auto digest = ledger::digest_from_base64(text);
        if (!digest) return std::nullopt;
        digests.push_back(*digest);
    }
    return digests;
}

// Records as values, folded up to a size: what the rules read.
class RecordStates final : public ledger::States {
public:
    void add(const Entry& entry) {
        const ledger::StreamId& stream = entry.record.stream;
        auto known = states_.find(stream);
        if (known == states_.end()) {
            known = states_.emplace(stream, ledger::nothing_yet(stream)).first;
        }
        known->second = fold(
            std::move(known->second), entry.record.event, stamp_of(entry.record, entry.position)
        );
    }

private:
    [[nodiscard]] const void* find(const ledger::StreamId& stream) const override {
        const auto known = states_.find(stream);
        return known == states_.end() ? nullptr : ledger::address_of(known->second);
    }

    std::map<ledger::StreamId, ledger::AnyState> states_;
};

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
        if (receipt_.records.size() > records_max) {
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
        const auto path = digests_of(proved.proof);
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
            if (record.version != version + 1 || record.previous != previous) {
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

    // Whether a stream can begin with the record: what is folded afterwards relies on it.
    static bool begins(const ledger::Record& record) {
        const std::string_view kind = record.stream.kind();
        const bool is_named = kind == "person" || kind == "sanctions" || kind == "signer";
        if (is_named &&
            record.subjects != std::vector{ledger::PersonId{std::string(record.stream.key())}}) {
            return false;
        }
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

    [[nodiscard]] const Entry* entry_at(Position position) const {
        const auto found = std::ranges::lower_bound(entries_, position, {}, &Entry::position);
        return found == entries_.end() || found->position != position ? nullptr : &*found;
    }

    Verdict check_files() {
        if (!receipt_.completeness) return std::nullopt;
        const receipt::Completeness& complete = *receipt_.completeness;
        if (complete.files.size() > files_max) {
            return tell(Lie::malformed, "Terlalu banyak berkas.", "It has too many files.");
        }
        const Entry* entry = entry_at(complete.close);
        const auto* event =
            entry == nullptr ? nullptr : std::get_if<ledger::close::Event>(&entry->record.event);
        if (event == nullptr) {
            return tell(
                Lie::no_close,
                "Catatan penutupan hari tidak ada.",
                "The close's record is not there."
            );
        }
        const auto& day = std::get<ledger::close::Day>(*event);
        const ledger::Date begun = day_of(entry->record.recorded, ledger::Zone::wit);
        if (entry->record.stream != ledger::close::stream() || day.size > entry->position ||
            day.day > begun) {
            return tell(
                Lie::wrong_close,
                "Penutupan itu mencakup catatan atau hari yang datang sesudahnya.",
                "The close covers records, or a day, that came after it."
            );
        }
        for (const receipt::File& file : complete.files) {
            if (!named_.insert(file.name).second) return altered(file);
            if (auto caught = check_file(file, day)) return caught;
            shown_.files.emplace_back(file.name, std::to_underlying(file.count));
        }
        shown_.close = day;
        if (receipt_.claim) return std::nullopt;
        return must_name(receipt::files_of_person(receipt_.subject));
    }

    // The file is what the close says, and its records are these, and no others that are here.
    Verdict check_file(const receipt::File& file, const ledger::close::Day& day) {
        const Digest key = ledger::map_key(sha256_, file.name);
        const auto siblings = digests_of(file.siblings);
        if (!siblings) return no_digest();
        ledger::MapProof proof{.siblings = *siblings, .leaf = {}};
        std::optional<ledger::FileHead> head;
        if (file.count > Position{}) {
            const auto chain = ledger::digest_from_base64(file.chain);
            if (!chain) return no_digest();
            head = ledger::FileHead{std::to_underlying(file.count), *chain};
            proof.leaf = ledger::MapLeaf{key, *head};
        } else if (file.other) {
            proof.leaf = leaf_of(*file.other);
            if (!proof.leaf) return no_digest();
        }
        if (proved_root(sha256_, key, head, proof) != std::optional(day.root)) {
            const std::string of = ledger::text(day.day);
            return tell(
                Lie::file_not_proved,
                "Berkas " + file.name + " tidak terbukti pada penutupan " + of + ".",
                "The file " + file.name + " is not proved at the close of " + of + "."
            );
        }
        return check_records_of(file, day, head.value_or(ledger::FileHead{}));
    }

    static std::optional<ledger::MapLeaf> leaf_of(const receipt::Leaf& leaf) {
        const auto key = ledger::digest_from_base64(leaf.key);
        const auto value = ledger::from_base64(leaf.value);
        const auto head = value ? ledger::parse_map_value(*value) : std::nullopt;
        if (!key || !head) return std::nullopt;
        return ledger::MapLeaf{*key, *head};
    }

    Verdict check_records_of(
        const receipt::File& file, const ledger::close::Day& day, const ledger::FileHead& head
    ) {
        ledger::FileHead folded;
        auto next = file.positions.begin();
        for (const Entry& entry : entries_) {
            if (entry.position >= day.size) break;
            const auto its_files = files_of(entry.record);
            const bool belongs = std::ranges::find(its_files, file.name) != its_files.end();
            const bool is_named = next != file.positions.end() && *next == entry.position;
            if (is_named) ++next;
            if (belongs && !is_named) {
                return tell(
                    Lie::record_hidden,
                    "Catatan pada posisi " + at(entry.position) + " milik berkas " + file.name +
                        ", tetapi tidak disebut di dalamnya.",
                    "The record at position " + at(entry.position) + " belongs to the file " +
                        file.name + ", which does not name it."
                );
            }
            if (!belongs && is_named) return altered(file);
            if (belongs) folded.add(sha256_, entry.entry);
        }
        if (next != file.positions.end() || folded != head) return altered(file);
        return std::nullopt;
    }

    static Caught altered(const receipt::File& file) {
        return tell(
            Lie::file_altered,
            "Catatan berkas " + file.name + " tidak lengkap, atau bukan catatannya.",
            "The records of the file " + file.name + " are not all there, or are not its own."
        );
    }

    [[nodiscard]] Verdict must_name(const std::vector<std::string>& files) const {
        for (const std::string& file : files) {
            if (named_.contains(file)) continue;
            return tell(
                Lie::file_missing,
                "Berkas " + file + " harus ada di sini.",
                "The file " + file + " must be here."
            );
        }
        return std::nullopt;
    }

    // That everything about the subject was done by him in whose name it is, if he signs at all.
    Verdict check_authors() {
        const auto end = std::ranges::lower_bound(entries_, receipt_.as_of, {}, &Entry::position);
        auto authors = authors_of(std::span(entries_.begin(), end), receipt_.subject);
        if (!authors) return std::move(authors.error());
        shown_.signed_acts = authors->signed_acts;
        shown_.unsigned_acts = authors->unsigned_acts;
        if (!receipt_.completeness) return std::nullopt;
        std::vector<std::string> files;
        for (const ledger::PersonId& person : authors->people) {
            if (ledger::is_name(person.text)) files.push_back(receipt::signature_file(person));
        }
        return must_name(files);
    }

    Verdict check_score() {
        if (!receipt_.claim) {
            if (receipt_.explanation.empty()) return std::nullopt;
            return tell(
                Lie::other_explanation,
                "Ada penjelasan tanpa nilai.",
                "There is an explanation of no score."
            );
        }
        const receipt::Claim& claim = *receipt_.claim;
        RecordStates states;
        for (const Entry& entry : entries_) {
            if (entry.position < receipt_.as_of) states.add(entry);
        }
        const auto& plan = states.get<ledger::plan::Kind>(stream_of(claim.plan));
        if (plan.progress == ledger::plan::Progress::none) {
            return tell(
                Lie::no_such_plan, "Rencana itu tidak ada di sini.", "There is no such plan here."
            );
        }
        if (auto no = check_scorable(states, claim.plan, claim.period)) {
            return Caught{Lie::against_rules, std::move(no->detail)};
        }
        const AsOf as_of{receipt_.as_of, receipt_.day};
        const auto view =
            score_in(states, claim.plan, claim.period, as_of, ledger::score::Detail::steps);
        ledger_assert(view);
        if (auto caught = check_day()) return caught;
        if (view->subject != receipt_.subject || !is_about_subject(claim.plan)) {
            return tell(
                Lie::other_person, "Rencana itu milik orang lain.", "The plan is another person's."
            );
        }
        if (receipt_.completeness) {
            const receipt::Sources sources{view->subject, view->agency, view->unit};
            if (auto caught = must_name(receipt::files_of_score(sources))) return caught;
        }
        if (auto caught = compare(claim, receipt::claim_of(*view))) return caught;
        if (without_words(receipt_.explanation) != without_words(receipt::explanation_of(*view))) {
            return tell(
                Lie::other_explanation,
                "Penjelasan ini bukan penjelasan nilai itu.",
                "The explanation is not that of the score."
            );
        }
        return std::nullopt;
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

    // The plan's records, its reports' and its evaluations' are about its subject alone.
    [[nodiscard]] bool is_about_subject(const ledger::PlanId& plan) const {
        return std::ranges::all_of(entries_, [&](const Entry& entry) {
            const std::string_view name = entry.record.stream.text;
            const std::size_t start = name.find('/') + 1;
            const std::string_view kind = name.substr(0, start);
            if (kind != "plan/" && kind != "report/" && kind != "evaluation/") return true;
            const std::string_view key = name.substr(start, name.find('/', start) - start);
            return key != plan.text || entry.record.subjects == std::vector{receipt_.subject};
        });
    }

    // Sentences are for reading.
    static std::vector<receipt::Node> without_words(std::vector<receipt::Node> nodes) {
        for (receipt::Node& node : nodes) node.sentence = {};
        return nodes;
    }

    static Verdict compare(const receipt::Claim& claim, const receipt::Claim& computed) {
        receipt::Claim without = claim;
        without.decided = computed.decided;
        if (without != computed) {
            const std::string is = computed.exact ? computed.exact->text() : "-";
            const std::string says = claim.exact ? claim.exact->text() : "-";
            return tell(
                Lie::other_score,
                "Catatan ini memberi nilai " + is + ", bukan " + says +
                    ", atau menurut kebijakan lain.",
                "The records give the score " + is + ", not " + says + ", or by another policy."
            );
        }
        if (claim.decided == computed.decided) return std::nullopt;
        return tell(
            Lie::other_decision,
            "Catatan ini memberi keputusan lain.",
            "The records give another decision."
        );
    }

    const Receipt& receipt_;
    const Trusted& trusted_;
    ledger::Sha256 sha256_;
    std::vector<Entry> entries_;
    std::set<std::string_view> named_;
    Shown shown_;
};

}  // namespace

std::expected<Shown, Caught> check(const Receipt& receipt, const Trusted& trusted) {
    return Check(receipt, trusted).run();
}

}  // namespace projections
