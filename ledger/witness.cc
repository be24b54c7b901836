#include "ledger/witness.h"

#include "ledger/base64.h"
#include "ledger/file.h"
#include "ledger/rules/assert.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace ledger {
namespace {

constexpr std::string_view old_word = "old ";

std::filesystem::path file_of(const std::filesystem::path& directory, std::string_view origin) {
    Sha256 sha256;
    return directory / sha256(bytes_of(origin)).hex();
}

WitnessAnswer refuse(unsigned status, std::string why) {
    return {status, std::move(why) + '\n'};
}

}  // namespace

std::string WitnessRequest::text() const {
    std::string text = std::string(old_word) + std::to_string(old_size) + '\n';
    for (const Digest& hash : proof) text += to_base64(hash.bytes) + '\n';
    return text + '\n' + note;
}

std::optional<WitnessRequest> WitnessRequest::parse(std::string_view text) {
    if (text.size() > note_bytes_max || !text.starts_with(old_word)) return std::nullopt;
    const std::size_t gap = text.find("\n\n");
    if (gap == std::string_view::npos) return std::nullopt;
    std::string_view head = text.substr(old_word.size(), gap + 1 - old_word.size());
    WitnessRequest request;
    request.note = text.substr(gap + 2);
    const auto line = [&] {
        const std::size_t end = head.find('\n');
        const std::string_view found = head.substr(0, end);
        head.remove_prefix(end + 1);
        return found;
    };
    const auto old_size = parse_count(line());
    if (!old_size) return std::nullopt;
    request.old_size = *old_size;
    while (!head.empty()) {
        const auto hash = digest_from_base64(line());
        if (!hash || request.proof.size() == witness_proof_max) return std::nullopt;
        request.proof.push_back(*hash);
    }
    return request;
}

Witness::Witness(
    std::filesystem::path directory,
    SigningKey key,
    std::vector<VerifierKey> logs,
    const Clock& clock
)
    : directory_(std::move(directory)),
      key_(std::move(key)),
      logs_(std::move(logs)),
      clock_(clock) {}

OrFault<std::unique_ptr<Witness>> Witness::open(
    const std::filesystem::path& directory,
    SigningKey key,
    std::vector<VerifierKey> logs,
    const Clock& clock
) {
    ledger_assert(key.verifier().type == SignatureType::cosignature);
    auto witness =
        std::unique_ptr<Witness>(new Witness(directory, std::move(key), std::move(logs), clock));
    auto lock = File::open(directory / "lock", File::Mode::open_or_create);
    if (!lock) return std::unexpected(lock.error());
    const auto is_alone = lock->lock();
    if (!is_alone) return std::unexpected(is_alone.error());
    if (!*is_alone) {
        return fault(
            Fault::Kind::io,
            "another witness is at work in " + directory.string() + ": stop it first"
        );
    }
    witness->lock_ = *std::move(lock);
    for (const VerifierKey& log : witness->logs_) {
        if (const auto seen = witness->seen(log.name); !seen) return std::unexpected(seen.error());
    }
    return witness;
}

OrFault<std::optional<Checkpoint>> Witness::seen(const std::string& origin) const {
    const auto path = file_of(directory_, origin);
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return std::nullopt;
    const auto bytes = read_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    auto checkpoint = Checkpoint::parse(text_of(*bytes));
    if (checkpoint && checkpoint->origin == origin) return checkpoint;
    return fault(
        Fault::Kind::corrupt,
        path.string() + " does not say what was signed for " + origin +
            ": restore it; without it the witness may contradict itself"
    );
}

OrFault<WitnessAnswer> Witness::add_checkpoint(std::string_view text) {
    const auto request = WitnessRequest::parse(text);
    if (!request) return refuse(400, "no add-checkpoint request");
    const auto note = Note::parse(request->note);
    const auto checkpoint = note ? Checkpoint::parse(note->text) : std::nullopt;
    if (!checkpoint) return refuse(400, "no checkpoint");
    const auto is_of_log = [&](const VerifierKey& log) { return log.name == checkpoint->origin; };
    if (std::ranges::none_of(logs_, is_of_log)) return refuse(404, "unknown origin");
    const bool is_trusted = std::ranges::any_of(logs_, [&](const VerifierKey& log) {
        return is_of_log(log) && is_signed(*note, log) == Signed::well;
    });
    if (!is_trusted) return refuse(403, "no signature by a key of this log");
    if (request->old_size > checkpoint->size) return refuse(400, "old is above the size");

    const std::lock_guard lock(mutex_);
    const auto before = seen(checkpoint->origin);
    if (!before) return std::unexpected(before.error());
    Sha256 sha256;
    Root old_root{0, sha256(Bytes{})};
    if (*before) old_root = {(*before)->size, (*before)->root};
    if (request->old_size != old_root.size) return refuse(409, std::to_string(old_root.size));
    const Root root{checkpoint->size, checkpoint->root};
    if (*before && old_root.size == root.size && old_root.hash != root.hash) {
        return refuse(422, "another root of this size was signed before");
    }
    if (!verify_consistency(sha256, old_root, root, request->proof)) {
        return refuse(422, "the proof does not hold");
    }
    if (*before != checkpoint) {
        const auto kept = replace_file(
            file_of(directory_, checkpoint->origin),
            bytes_of(checkpoint->text()),
            Readers::owner_and_group
        );
        if (!kept) return std::unexpected(kept.error());
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch());
    return WitnessAnswer{
        200, key_.cosign(note->text, static_cast<std::uint64_t>(seconds.count())).line()
    };
}

}  // namespace ledger
