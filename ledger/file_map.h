#pragma once
// The map of files: what each person's, stream's and agency's list of records comes to, and all of
// them together in one hash (docs/completeness.md says it to the byte). With a proof from it nobody
// can leave a record out of a file, or claim one that is not there. Pure: nodes are handed in.

#include "ledger/record.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/sha256.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// The files that a record belongs to: "person/<subject>/<class>" for each subject; without
// subjects, "stream/<stream>", and "agency/<agency>/<class>" where its event names an agency.
[[nodiscard]] std::vector<std::string> files_of(const Record& record);

// What a file comes to.
struct FileHead {
    std::uint64_t count = 0;
    Digest chain;  // SHA-256(the chain before || entry); zeros before the first

    void add(Sha256& sha256, const Digest& entry);

    static constexpr std::tuple fields{
        field("count", &FileHead::count), field("chain", &FileHead::chain)
    };
    friend bool operator==(const FileHead&, const FileHead&) = default;
};

// The 40 bytes that a file's leaf holds: count, big-endian, and chain.
[[nodiscard]] std::vector<std::uint8_t> map_value(const FileHead& head);
// The file that they are of; nothing when they are not 40.
[[nodiscard]] std::optional<FileHead> parse_map_value(Bytes value);

// SHA-256 of a file's name: where it stands in the map.
[[nodiscard]] Digest map_key(Sha256& sha256, std::string_view file);

struct MapLeaf {
    Digest key;
    FileHead head;

    static constexpr std::tuple fields{field("key", &MapLeaf::key), field("head", &MapLeaf::head)};
    friend bool operator==(const MapLeaf&, const MapLeaf&) = default;
};

// What stands for a part of the map: its leaf, where it has one only.
struct MapNode {
    Digest hash;
    std::optional<MapLeaf> leaf;

    static constexpr std::tuple fields{
        field("hash", &MapNode::hash), field("leaf", &MapNode::leaf)
    };
    friend bool operator==(const MapNode&, const MapNode&) = default;
};

// A part of the map: the keys that begin with the first `depth` bits of `bits`, whose others are 0.
struct MapPath {
    unsigned depth = 0;
    Digest bits;
    friend auto operator<=>(const MapPath&, const MapPath&) = default;

    [[nodiscard]] MapPath child(bool right) const;
};

// Where the nodes are. A part with no file in it has none.
class MapNodes {
public:
    MapNodes() = default;
    MapNodes(const MapNodes&) = delete;
    MapNodes& operator=(const MapNodes&) = delete;
    virtual ~MapNodes() = default;
    [[nodiscard]] virtual OrFault<std::optional<MapNode>> get(const MapPath& path) const = 0;
    virtual void put(const MapPath& path, const MapNode& node) = 0;
};

// Puts the leaves into the map, in place of those of the same keys, and gives its root. No key
// comes twice.
[[nodiscard]] OrFault<Digest> update_map(
    Sha256& sha256, MapNodes& nodes, std::vector<MapLeaf> leaves
);

// The root of a map with these leaves, by its definition: for checking.
[[nodiscard]] Digest map_root(Sha256& sha256, std::vector<MapLeaf> leaves);

// What a file comes to, or that it is not there.
struct MapProof {
    std::vector<Digest> siblings;  // along its path, from the root's children downwards
    std::optional<MapLeaf> leaf;   // at its end: its own, another one's, or none
    friend bool operator==(const MapProof&, const MapProof&) = default;
};

[[nodiscard]] OrFault<MapProof> prove_file(const MapNodes& nodes, const Digest& key);

// The root that `proof` leads to when the file comes to `head`, or, without one, is not there.
// Nothing when it cannot be a proof of that. Safe for anything that a stranger sends.
[[nodiscard]] std::optional<Digest> proved_root(
    Sha256& sha256, const Digest& key, const std::optional<FileHead>& head, const MapProof& proof
);

}  // namespace ledger
