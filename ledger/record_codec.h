#pragma once
// Records to the bytes that are stored, hashed and proved, and back (schemas/record.capnp).

#include "ledger/bytes.h"
#include "ledger/record.h"
#include "ledger/rules/error.h"
#include "ledger/vault.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

inline constexpr std::size_t record_bytes_max = 512UL * 1024;  // and of its closed parts together

// A record as it is written down: its bytes, and the bytes of its closed parts: for each, its
// length in 4 bytes, little-endian, and the stored bytes.
struct Encoded {
    std::vector<std::uint8_t> record;
    std::vector<std::uint8_t> parts;
};

// Makes the bytes of records. Keeps a buffer between calls: one thread at a time.
class RecordEncoder {
public:
    // `vault` must outlive the encoder.
    explicit RecordEncoder(Vault& vault);
    ~RecordEncoder();

    // `slot` is the key of the record's first subject; a record with closed words needs one.
    // Nothing when it, or its closed parts, would be over record_bytes_max.
    [[nodiscard]] OrFault<std::optional<Encoded>> encode(
        const Record& record, std::optional<Slot> slot
    );

private:
    struct Buffer;
    Vault& vault_;
    std::unique_ptr<Buffer> buffer_;
};

// Whether `event` has words that must be kept apart, under a key of its first subject.
[[nodiscard]] bool has_closed_words(const Event& event);

// How much of the words a reader gets.
enum class Closed : std::uint8_t { withhold, open };

// A record from its bytes. With Closed::open the words whose keys are there are opened by `vault`,
// which may then not be null; all others have only their length. Any byte sequence is safe to pass:
// what is not a record, whose event does not fit its stream, or whose opened part is not the one
// that it names, is Fault::corrupt. `bytes` must be aligned to 8.
[[nodiscard]] OrFault<Record> decode_record(
    Bytes bytes, Bytes parts, Closed closed, const Vault* vault
);

// A closed part as its record names it.
struct Part {
    Digest sha256;  // of the stored bytes
    Slot slot{};
};

// A record with all words withheld, and the parts that it names: one reading of its bytes.
struct RecordAndParts {
    Record record;
    std::vector<Part> parts;
};
[[nodiscard]] OrFault<RecordAndParts> decode_with_parts(Bytes bytes);

// What folds read of the record at `position`, with all words withheld; nothing when its stream is
// not `wanted`. Takes a fraction of the time of decode_record().
[[nodiscard]] OrFault<std::optional<Happened>> decode_happened(
    Bytes bytes, Position position, const std::function<bool(std::string_view)>& wanted
);

// The parts that a record names, in order.
[[nodiscard]] OrFault<std::vector<Part>> parts_of(Bytes bytes);

// The stored bytes of each part. Fault::corrupt when `parts` is not such a list.
[[nodiscard]] OrFault<std::vector<Bytes>> split_parts(Bytes parts);

}  // namespace ledger
