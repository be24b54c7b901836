// The map of files: the same root however it was made, and proofs that cannot be bent.

#include "ledger/file_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <rapidcheck/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace ledger;

class MemoryNodes final : public MapNodes {
public:
    [[nodiscard]] OrFault<std::optional<MapNode>> get(const MapPath& path) const override {
        const auto found = nodes_.find(path);
        if (found == nodes_.end()) return std::nullopt;
        return found->second;
    }
    void put(const MapPath& path, const MapNode& node) override { nodes_[path] = node; }

private:
    std::map<MapPath, MapNode> nodes_;
};

// Keys that often begin alike, so that paths are long.
Digest key_of(unsigned number) {
    Digest key;
    for (unsigned i = 0; i < 8; ++i) {
        key.bytes[i / 4] =
            static_cast<std::uint8_t>(key.bytes[i / 4] | (((number >> i) & 1U) << (i % 4 * 2)));
    }
    key.bytes[31] = static_cast<std::uint8_t>(number);
    return key;
}

FileHead head_of(std::uint64_t count) {
    Sha256 sha256;
    FileHead head;
    for (std::uint64_t i = 0; i < count; ++i)
        head.add(sha256, Digest{{static_cast<std::uint8_t>(i)}});
    return head;
}

TEST(FileMap, KnownAnswers) {
    Sha256 sha256;
    EXPECT_EQ(map_root(sha256, {}), Digest{});
    // SHA-256(0x02 || key || count || chain), by `printf ... | sha256sum`.
    const MapLeaf a{map_key(sha256, "person/a/sanction"), {1, Digest{}}};
    EXPECT_EQ(a.key.hex(), "84eee9eb2af64e2747d17d836855720b762c24c7c4bb0464405fbd5590d376ab");
    EXPECT_EQ(
        map_root(sha256, {a}).hex(),
        "3e11ea58bfbc32484332d7459565c18273798bd59d856ab8dac46b698803ae7d"
    );
}

TEST(FileMap, AFileIsAChainOfItsEntries) {
    Sha256 sha256;
    const Digest one{{1}};
    const Digest two{{2}};
    FileHead head;
    head.add(sha256, one);
    EXPECT_EQ(head.chain, sha256(Bytes(Digest{}.bytes), Bytes(one.bytes)));
    const Digest first = head.chain;
    head.add(sha256, two);
    EXPECT_EQ(head.chain, sha256(Bytes(first.bytes), Bytes(two.bytes)));
    EXPECT_EQ(head.count, 2U);
}

// However the leaves come, in how many steps, the root is that of the definition.
RC_GTEST_PROP(FileMap, IsTheSameHoweverItWasMade, ()) {
    const auto steps = *rc::gen::container<std::vector<std::vector<std::uint8_t>>>(
        rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>())
    );
    Sha256 sha256;
    MemoryNodes nodes;
    std::map<Digest, FileHead> all;
    for (const auto& step : steps) {
        std::map<Digest, FileHead> now;
        for (const std::uint8_t number : step) {
            FileHead& head = all[key_of(number)];
            head.add(sha256, Digest{{number}});
            now[key_of(number)] = head;
        }
        std::vector<MapLeaf> leaves;
        for (const auto& [key, head] : now) leaves.push_back({key, head});
        const auto root = update_map(sha256, nodes, leaves);
        RC_ASSERT(root.has_value());
        std::vector<MapLeaf> definition;
        for (const auto& [key, head] : all) definition.push_back({key, head});
        RC_ASSERT(*root == map_root(sha256, definition));
    }
}

// Every file is proved as it is, and no other claim about it fits the proof.
RC_GTEST_PROP(FileMap, ProvesWhatIsThereAndWhatIsNot, ()) {
    const auto numbers =
        *rc::gen::container<std::set<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
    const auto asked = *rc::gen::arbitrary<std::uint8_t>();
    Sha256 sha256;
    MemoryNodes nodes;
    std::vector<MapLeaf> leaves;
    for (const std::uint8_t number : numbers)
        leaves.push_back({key_of(number), head_of(number % 5U + 1U)});
    const Digest root = *update_map(sha256, nodes, leaves);
    const auto proof = prove_file(nodes, key_of(asked));
    RC_ASSERT(proof.has_value());
    std::optional<FileHead> head;
    if (numbers.contains(asked)) head = head_of(asked % 5U + 1U);
    RC_ASSERT(proved_root(sha256, key_of(asked), head, *proof) == std::optional(root));

    const auto is_root = [&](const std::optional<FileHead>& claim, const MapProof& by) {
        return proved_root(sha256, key_of(asked), claim, by) == std::optional(root);
    };
    RC_ASSERT(!is_root(head ? std::nullopt : std::optional(head_of(1)), *proof));
    if (head) {
        RC_ASSERT(!is_root(FileHead{head->count + 1, head->chain}, *proof));
        MapProof hidden = *proof;
        hidden.leaf.reset();
        RC_ASSERT(!is_root(std::nullopt, hidden));
        MapProof lied = *proof;
        lied.leaf->head = head_of(9);
        RC_ASSERT(!is_root(head_of(9), lied));
    }
    for (std::size_t i = 0; i < proof->siblings.size(); ++i) {
        MapProof bent = *proof;
        bent.siblings[i].bytes[0] ^= 1U;
        RC_ASSERT(!is_root(head, bent));
        bent.siblings.erase(bent.siblings.begin() + static_cast<std::ptrdiff_t>(i));
        RC_ASSERT(!is_root(head, bent));
    }
}

TEST(FileMap, AnotherFilesLeafDoesNotHideOne) {
    Sha256 sha256;
    MemoryNodes nodes;
    const MapLeaf a{key_of(1), head_of(1)};
    const MapLeaf b{key_of(2), head_of(1)};
    const Digest root = *update_map(sha256, nodes, {a, b});
    // b's proof, said to show that a is not there: b's key does not begin as a's does.
    const auto proof = prove_file(nodes, b.key);
    EXPECT_NE(proved_root(sha256, a.key, std::nullopt, *proof), std::optional(root));
}

TEST(FileMap, AProofIsNeverLongerThanAKey) {
    Sha256 sha256;
    MapProof proof;
    proof.siblings.resize(257);
    EXPECT_FALSE(proved_root(sha256, key_of(1), std::nullopt, proof));
}

Record about(std::vector<PersonId> subjects, Class event_class, StreamId stream, Event event) {
    Record record;
    record.subjects = std::move(subjects);
    record.event_class = event_class;
    record.stream = std::move(stream);
    record.event = std::move(event);
    return record;
}

TEST(FilesOf, ARecordAboutPersonsIsInTheirFiles) {
    const Event event = person::Event(person::AssignmentEnded{});
    const auto files = files_of(about({{"b"}, {"a"}, {"b"}}, Class::person, {"person/a"}, event));
    EXPECT_EQ(files, (std::vector<std::string>{"person/a/person", "person/b/person"}));
}

TEST(FilesOf, OneAboutNobodyIsInItsStreamsAndItsAgencys) {
    const Event defined = indicator::Event(indicator::Defined{.agency = {"pauh"}});
    EXPECT_EQ(
        files_of(about({}, Class::indicator, {"indicator/i1"}, defined)),
        (std::vector<std::string>{"stream/indicator/i1", "agency/pauh/indicator"})
    );
    const Event retired = indicator::Event(indicator::Retired{});
    EXPECT_EQ(
        files_of(about({}, Class::indicator, {"indicator/i1"}, retired)),
        (std::vector<std::string>{"stream/indicator/i1"})
    );
}

}  // namespace
