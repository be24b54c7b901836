#pragma once
// Ledgers that somebody has forged who knows all the formats: every checksum is right, and where he
// could, every root too.

#include "ledger/index.h"
#include "ledger/log_key.h"
#include "ledger/record_codec.h"
#include "ledger/rocks_keys.h"
#include "ledger/rocks_log.h"
#include "tests/support/desk.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests {

// Changes the pack that holds `position` in the log of a closed ledger: `change` gets its events,
// and the place in them.
inline void forge_pack(
    const std::filesystem::path& ledger,
    ledger::Position position,
    const std::function<void(std::vector<ledger::Sealed>&, std::size_t)>& change,
    std::optional<ledger::Digest> root = {}
) {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, (ledger / "log").string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    const std::unique_ptr<rocksdb::Iterator> at(db->NewIterator({}));
    at->SeekForPrev(ledger::key_of_position(position));
    ASSERT_TRUE(at->Valid());
    const std::string key = at->key().ToString();
    const auto bytes = ledger::bytes_of({at->value().data(), at->value().size()});
    const auto pack = ledger::Pack::parse({bytes.begin(), bytes.end()}).value();
    ASSERT_TRUE(pack->contains(position));
    std::vector<ledger::Sealed> events;
    for (std::size_t i = 0; i < pack->count(); ++i) {
        const auto record = pack->record(i);
        const auto parts = pack->parts(i);
        events.push_back(
            {.record = {record.begin(), record.end()},
             .parts = {parts.begin(), parts.end()},
             .entry = {},
             .recorded = pack->recorded()}
        );
    }
    change(events, std::to_underlying(position) - std::to_underlying(pack->first()));
    ASSERT_TRUE(pack->root().has_value());
    const auto forged = pack_group(pack->first(), events, root.value_or(*pack->root()));
    ASSERT_EQ(forged.size(), 1U);
    const auto stored = ledger::text_of(forged.front()->stored());
    ASSERT_TRUE(db->Put({}, key, {stored.data(), stored.size()}).ok());
}

// A ledger made of records as the test wants them, whose tree, roots, head and keys are right.
class ForgedLedger {
public:
    ForgedLedger() {
        std::filesystem::create_directories(path() / "keys");
        const ledger::VaultFiles files{path() / "keys" / "slots", path() / "keys" / "master.key"};
        vault_ = ledger::Vault::found(files, *entropy_).value();
        ledger::Record origin;
        origin.stream = ledger::origin::stream();
        const auto key = ledger::LogKey::found(path() / "keys", "forged.example", *entropy_);
        origin.event = ledger::origin::Event(ledger::origin::Founded{
            .origin = "forged.example", .key = key->signing.verifier().text()
        });
        origin.provenance = {.source = "urn:jejak:origin", .id = "founded"};
        add(std::move(origin));
        EXPECT_TRUE(vault_->give_to(entry_of("origin/ledger")));
    }

    // The record of an act as the writer would make it, but for what `change` does to it.
    void add(const ledger::Act& act, const std::function<void(ledger::Record&)>& change = {}) {
        ledger::Record record;
        record.stream = act.stream;
        record.event = act.event;
        record.provenance = act.provenance;
        record.actor = act.actor;
        if (act.stream.kind() == "person") record.subjects = {{std::string(act.stream.key())}};
        add(std::move(record), change);
    }

    // Replaces the closed parts of the last record.
    void forge_parts(const std::string& words) {
        const std::string sealed = vault_->seal(slot_, 0, words).value();
        auto& parts = sealed_.back().parts;
        parts.assign(4, 0);
        ledger::store(std::span(parts), static_cast<std::uint32_t>(sealed.size()));
        parts.insert(parts.end(), sealed.begin(), sealed.end());
    }

    // Writes them down, in groups of `group`, and opens the ledger.
    [[nodiscard]] ledger::OrFault<std::unique_ptr<ledger::Ledger>> open(std::size_t group = 64) {
        EXPECT_TRUE(vault_->sync());
        vault_.reset();
        {
            // With a head for each group, so that opening hashes the last one only.
            const auto every = std::chrono::milliseconds(0);
            const auto log =
                ledger::RocksLog::open(path(), {.head_every = every, .create = true}).value();
            ledger::Head head = ledger::empty_head();
            ledger::Sha256 sha256;
            for (std::size_t at = 0; at < sealed_.size(); at += group) {
                const auto events =
                    std::span(sealed_).subspan(at, std::min(group, sealed_.size() - at));
                for (const auto& event : events) head.tree.append(sha256, event.entry);
                head.root = head.tree.root(sha256);
                head.recorded = events.back().recorded;
                EXPECT_TRUE(log->append(at, events, head));
            }
        }
        return ledger::Ledger::open(path(), clock_, {});
    }

    [[nodiscard]] std::filesystem::path path() const { return directory_ / "ledger"; }
    [[nodiscard]] std::filesystem::path scratch() const { return directory_ / "scratch"; }
    [[nodiscard]] ledger::Digest entry_of(const std::string& stream) const {
        return newest_.at(stream).second;
    }

private:
    void add(ledger::Record record, const std::function<void(ledger::Record&)>& change = {}) {
        auto& [version, entry] = newest_[record.stream.text];
        record.version = version + 1;
        record.previous = entry;
        record.recorded = clock_.now();
        record.effective = clock_.now();
        record.event_class = ledger::class_of(record.event);
        if (change) change(record);
        auto encoded = ledger::RecordEncoder(*vault_)
                           .encode(record, slot_of(keeper_of(record)))
                           .value()
                           .value();
        ledger::Sha256 sha256;
        ++version;
        entry = sha256(encoded.record);
        sealed_.push_back(
            {std::move(encoded.record), std::move(encoded.parts), entry, record.recorded}
        );
    }

    [[nodiscard]] ledger::Slot slot_of(const ledger::PersonId& person) {
        const auto known = slots_.find(person);
        if (known != slots_.end()) return known->second;
        return slot_ = slots_.emplace(person, vault_->create().value()).first->second;
    }

    TemporaryDirectory directory_;
    HandClock clock_;
    std::unique_ptr<ledger::Entropy> entropy_ = ledger::seeded_entropy("forged");
    std::unique_ptr<ledger::Vault> vault_;
    std::map<ledger::PersonId, ledger::Slot> slots_;
    ledger::Slot slot_{};  // of the last one
    std::map<std::string, std::pair<std::uint64_t, ledger::Digest>> newest_;
    std::vector<ledger::Sealed> sealed_;
};

}  // namespace tests
