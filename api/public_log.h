#pragma once
// The log as anybody may check it, in the formats of C2SP (proof.md, "What is served"): the signed
// checkpoint, the tiles of the tree, the entries, and proofs. And the record behind an entry, for
// who may see it.

#include "api/request.h"
#include "api/service.h"

#include <chrono>
#include <optional>
#include <string>

namespace api {

// GET /log/checkpoint
[[nodiscard]] Response get_checkpoint(Service& service, const Request& request);
// GET /log/cosigned
[[nodiscard]] Response get_cosigned(Service& service, const Request& request);
// GET /log/witnesses
[[nodiscard]] Response get_witnesses(Service& service, const Request& request);
// GET /log/tile/{tile...}
[[nodiscard]] Response get_tile(Service& service, const Request& request);
// GET /log/proofs/{position}: a .tlog-proof
[[nodiscard]] Response get_inclusion_proof(Service& service, const Request& request);
// GET /log/consistency?from=&to=
[[nodiscard]] Response get_consistency_proof(Service& service, const Request& request);
// GET /log/keys
[[nodiscard]] Response get_log_keys(Service& service, const Request& request);
// GET /v1/events/{position}/record
[[nodiscard]] Response get_record(Service& service, const Request& request);

// How long the caller wants to wait for more than a plain answer (RFC 7240): "wait=5" in seconds.
// Nothing when he does not; at most covered_wait_max.
[[nodiscard]] std::optional<std::chrono::seconds> preferred_wait(const Request& request);
inline constexpr std::chrono::seconds covered_wait_max{30};

// Waits until a signed checkpoint covers the first `size` events, and gives it; nullptr when none
// has in time.
[[nodiscard]] boost::asio::awaitable<std::shared_ptr<const ledger::SignedCheckpoint>> covered(
    Service& service, ledger::Position size, std::chrono::seconds wait
);

// The text of a .tlog-proof for the event at `position`, which the checkpoint covers.
[[nodiscard]] ledger::OrFault<std::string> proof_text(
    const Service& service, ledger::Position position, const ledger::SignedCheckpoint& checkpoint
);

}  // namespace api
