#pragma once
// A witness: it signs what it has seen a log grow to, and never anything that contradicts what it
// signed before, so that no two parties can be shown different histories (C2SP tlog-witness;
// proof.md, "Witnesses").
//
// What it signed last for each log is on disk before it answers: DIR/<SHA-256 of the origin, hex>,
// the checkpoint's text. Safe to use from any thread.

#include "ledger/checkpoint.h"
#include "ledger/clock.h"
#include "ledger/file.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/rules/error.h"
#include "ledger/signing_key.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// What a log asks of a witness: "old <size>", the proof of consistency, an empty line, and the
// checkpoint.
struct WitnessRequest {
    std::uint64_t old_size = 0;
    Proof proof;
    std::string note;

    [[nodiscard]] std::string text() const;
    // Nothing when it is no such text, or another than text() gives.
    [[nodiscard]] static std::optional<WitnessRequest> parse(std::string_view text);
    friend bool operator==(const WitnessRequest&, const WitnessRequest&) = default;
};

inline constexpr std::size_t witness_proof_max = 63;

// What it answers, as HTTP does.
struct WitnessAnswer {
    // 200: `body` is its signature line. 409: `old` is not what it has; `body` is the size that it
    // has. 400: no such request, or `old` above the checkpoint's size. 403: no signature of a key
    // that it trusts. 404: an origin that it does not know. 422: the proof does not hold, or it has
    // seen another root of that size.
    unsigned status = 200;
    std::string body;
};

class Witness {
public:
    // Goes on from what is in `directory`, which must be there, and where no other witness may be
    // at work. `key` is of type cosignature; `clock` must outlive it.
    [[nodiscard]] static OrFault<std::unique_ptr<Witness>> open(
        const std::filesystem::path& directory,
        SigningKey key,
        std::vector<VerifierKey> logs,
        const Clock& clock
    );

    [[nodiscard]] const VerifierKey& verifier() const noexcept { return key_.verifier(); }

    // Fault::io when it could not be kept: then it has signed nothing.
    [[nodiscard]] OrFault<WitnessAnswer> add_checkpoint(std::string_view request);

private:
    Witness(
        std::filesystem::path directory,
        SigningKey key,
        std::vector<VerifierKey> logs,
        const Clock& clock
    );
    [[nodiscard]] OrFault<std::optional<Checkpoint>> seen(const std::string& origin) const;

    std::filesystem::path directory_;
    std::optional<File> lock_;  // one process at a time: two would contradict each other
    SigningKey key_;
    std::vector<VerifierKey> logs_;
    const Clock& clock_;
    std::mutex mutex_;  // one is answered at a time: what is seen and what is kept are one step
};

}  // namespace ledger
