#include "ledger/file_map.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace ledger {
namespace {

constexpr unsigned key_bits = 256;
constexpr unsigned count_bytes = 8;

bool bit(const Digest& key, unsigned at) {
    return (static_cast<unsigned>(key.bytes[at / 8]) >> (7U - at % 8) & 1U) != 0;
}

// The first `count` bits of both are the same.
bool begins_alike(const Digest& a, const Digest& b, unsigned count) {
    for (unsigned at = 0; at < count; ++at) {
        if (bit(a, at) != bit(b, at)) return false;
    }
    return true;
}

Digest leaf_hash_of(Sha256& sha256, const MapLeaf& leaf) {
    const std::array<std::uint8_t, 1> label{0x02};
    const auto value = map_value(leaf.head);
    return sha256(Bytes(label), Bytes(leaf.key.bytes), Bytes(value));
}

Digest inner_hash(Sha256& sha256, const Digest& left, const Digest& right) {
    const std::array<std::uint8_t, 1> label{0x03};
    return sha256(Bytes(label), Bytes(left.bytes), Bytes(right.bytes));
}

// Where the leaves, which are in the order of their keys, go to the right.
std::span<const MapLeaf> left_of(std::span<const MapLeaf> leaves, unsigned depth) {
    const auto split = std::ranges::partition_point(leaves, [&](const MapLeaf& leaf) {
        return !bit(leaf.key, depth);
    });
    return leaves.first(static_cast<std::size_t>(split - leaves.begin()));
}

// The leaves of one part of the map, with those that change.
class Update {
public:
    Update(Sha256& sha256, MapNodes& nodes) : sha256_(sha256), nodes_(nodes) {}

    // The part's hash with `leaves` in it, of which there is at least one.
    OrFault<Digest> part(const MapPath& path, std::span<const MapLeaf> leaves) {
        const auto before = nodes_.get(path);
        if (!before) return std::unexpected(before.error());
        if (!*before) return fresh(path, leaves);
        if (!(*before)->leaf) return both(path, leaves, Old::inner);
        const MapLeaf& old = *(*before)->leaf;
        if (std::ranges::find(leaves, old.key, &MapLeaf::key) != leaves.end()) {
            return fresh(path, leaves);
        }
        std::vector<MapLeaf> all(leaves.begin(), leaves.end());
        all.insert(std::ranges::upper_bound(all, old.key, {}, &MapLeaf::key), old);
        return fresh(path, all);
    }

private:
    enum class Old : std::uint8_t { nothing, inner };

    // A part that has nothing else in it.
    OrFault<Digest> fresh(const MapPath& path, std::span<const MapLeaf> leaves) {
        if (leaves.size() > 1) return both(path, leaves, Old::nothing);
        const MapNode node{leaf_hash_of(sha256_, leaves.front()), leaves.front()};
        nodes_.put(path, node);
        return node.hash;
    }

    OrFault<Digest> both(const MapPath& path, std::span<const MapLeaf> leaves, Old old) {
        ledger_assert(path.depth < key_bits);  // no key comes twice
        const auto left = left_of(leaves, path.depth);
        const auto left_hash = child(path.child(false), left, old);
        if (!left_hash) return left_hash;
        const auto right_hash = child(path.child(true), leaves.subspan(left.size()), old);
        if (!right_hash) return right_hash;
        const MapNode node{inner_hash(sha256_, *left_hash, *right_hash), {}};
        nodes_.put(path, node);
        return node.hash;
    }

    OrFault<Digest> child(const MapPath& path, std::span<const MapLeaf> leaves, Old old) {
        if (old == Old::nothing) {
            if (leaves.empty()) return Digest{};
            return fresh(path, leaves);
        }
        if (!leaves.empty()) return part(path, leaves);
        const auto same = nodes_.get(path);
        if (!same) return std::unexpected(same.error());
        return *same ? (*same)->hash : Digest{};
    }

    Sha256& sha256_;
    MapNodes& nodes_;
};

Digest root_of_part(Sha256& sha256, std::span<const MapLeaf> leaves, unsigned depth) {
    if (leaves.empty()) return {};
    if (leaves.size() == 1) return leaf_hash_of(sha256, leaves.front());
    const auto left = left_of(leaves, depth);
    const Digest left_hash = root_of_part(sha256, left, depth + 1);
    return inner_hash(
        sha256, left_hash, root_of_part(sha256, leaves.subspan(left.size()), depth + 1)
    );
}

// The agency that an event names in a field of that name; empty when it names none.
template <class Fact>
AgencyId agency_named(const Fact& fact) {
    AgencyId agency;
    for_each_field(fact, [&](std::string_view name, const auto& value) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, AgencyId>) {
            if (name == "agency") agency = value;
        }
    });
    return agency;
}

AgencyId agency_of(const Event& event) {
    return std::visit(
        [](const auto& of_kind) {
            return std::visit([](const auto& fact) { return agency_named(fact); }, of_kind);
        },
        event
    );
}

}  // namespace

std::vector<std::string> files_of(const Record& record) {
    const std::string by_class = '/' + std::string(name_of(record.event_class));
    std::vector<std::string> files;
    for (const PersonId& subject : record.subjects) {
        files.push_back("person/" + subject.text + by_class);
    }
    std::ranges::sort(files);
    files.erase(std::ranges::unique(files).begin(), files.end());
    if (!files.empty()) return files;
    files.push_back("stream/" + record.stream.text);
    const AgencyId agency = agency_of(record.event);
    if (!agency.empty()) files.push_back("agency/" + agency.text + by_class);
    return files;
}

void FileHead::add(Sha256& sha256, const Digest& entry) {
    ++count;
    chain = sha256(Bytes(chain.bytes), Bytes(entry.bytes));
}

std::vector<std::uint8_t> map_value(const FileHead& head) {
    std::vector<std::uint8_t> value;
    append_big_endian(value, head.count, count_bytes);
    value.insert(value.end(), head.chain.bytes.begin(), head.chain.bytes.end());
    return value;
}

std::optional<FileHead> parse_map_value(Bytes value) {
    if (value.size() != count_bytes + Digest{}.bytes.size()) return std::nullopt;
    return FileHead{
        read_big_endian(value.first(count_bytes)), load_digest(value.subspan(count_bytes))
    };
}

Digest map_key(Sha256& sha256, std::string_view file) {
    return sha256(bytes_of(file));
}

MapPath MapPath::child(bool right) const {
    MapPath path{depth + 1, bits};
    if (right) {
        auto& byte = path.bits.bytes[depth / 8];
        byte = static_cast<std::uint8_t>(byte | (0x80U >> (depth % 8)));
    }
    return path;
}

OrFault<Digest> update_map(Sha256& sha256, MapNodes& nodes, std::vector<MapLeaf> leaves) {
    if (leaves.empty()) {
        const auto root = nodes.get({});
        if (!root) return std::unexpected(root.error());
        return *root ? (*root)->hash : Digest{};
    }
    std::ranges::sort(leaves, {}, &MapLeaf::key);
    return Update(sha256, nodes).part({}, leaves);
}

Digest map_root(Sha256& sha256, std::vector<MapLeaf> leaves) {
    std::ranges::sort(leaves, {}, &MapLeaf::key);
    return root_of_part(sha256, leaves, 0);
}

OrFault<MapProof> prove_file(const MapNodes& nodes, const Digest& key) {
    MapProof proof;
    MapPath path;
    while (true) {
        const auto node = nodes.get(path);
        if (!node) return std::unexpected(node.error());
        if (!*node) return proof;
        if ((*node)->leaf) {
            proof.leaf = (*node)->leaf;
            return proof;
        }
        const bool right = bit(key, path.depth);
        const auto sibling = nodes.get(path.child(!right));
        if (!sibling) return std::unexpected(sibling.error());
        proof.siblings.push_back(*sibling ? (*sibling)->hash : Digest{});
        path = path.child(right);
    }
}

std::optional<Digest> proved_root(
    Sha256& sha256, const Digest& key, const std::optional<FileHead>& head, const MapProof& proof
) {
    if (proof.siblings.size() > key_bits) return std::nullopt;
    const auto depth = static_cast<unsigned>(proof.siblings.size());
    const bool is_own = proof.leaf && proof.leaf->key == key;
    if (is_own != head.has_value() || (head && proof.leaf->head != *head)) return std::nullopt;
    if (proof.leaf && !begins_alike(proof.leaf->key, key, depth)) return std::nullopt;
    // What has nothing beside it stands higher.
    if (depth > 0 && proof.siblings.back() == Digest{}) return std::nullopt;
    Digest hash = proof.leaf ? leaf_hash_of(sha256, *proof.leaf) : Digest{};
    for (unsigned at = depth; at-- > 0;) {
        const Digest& sibling = proof.siblings[at];
        hash = bit(key, at) ? inner_hash(sha256, sibling, hash) : inner_hash(sha256, hash, sibling);
    }
    return hash;
}

}  // namespace ledger
