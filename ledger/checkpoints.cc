#include "ledger/checkpoints.h"

#include "ledger/file.h"
#include "ledger/note.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <system_error>
#include <utility>

namespace ledger {
namespace {

constexpr std::string_view rotated_prefix = "rotated-";
constexpr std::uint64_t size_max = std::uint64_t{1} << 53U;  // that JSON can say

constexpr const char* not_our_key =
    "was not signed by a key that this ledger has announced: it was changed. Or the ledger was "
    "restored from before another key was announced: then jejak truncate says so in the log";
constexpr const char* no_key_was_lost =
    "was not signed by a key that this ledger has announced, and nothing here shows that one was "
    "lost: it was changed; or the last checkpoint of the key before it must stand beside it, as "
    "checkpoints/rotated-SIZE";

std::unexpected<Fault> refused(const std::filesystem::path& path, const std::string& why) {
    return fault(Fault::Kind::corrupt, path.string() + ' ' + why);
}

std::string shorter(const Checkpoint& signed_before, std::uint64_t size) {
    return "was signed for " + std::to_string(signed_before.size) +
           " events, and the ledger has only " + std::to_string(size) +
           ": it was restored from an older copy; restore the newest one, for what was signed "
           "cannot be taken back. Where there is no newer one, jejak truncate says so in the log";
}

// What a crash has left of replace_file().
bool is_unfinished(const std::filesystem::path& path) {
    return path.extension() == ".new";
}

}  // namespace

SignedCheckpoint signed_by(const SigningKey& key, Checkpoint checkpoint) {
    Note note{checkpoint.text(), {}};
    note.signatures.push_back(key.sign(note.text));
    return {std::move(checkpoint), note.written()};
}

OrFault<Signed> is_signed_by(const Ledger& ledger, const Note& note) {
    const auto head = ledger.index().head(origin::stream());
    if (!head) return std::unexpected(head.error());
    auto by_any = Signed::not_at_all;
    for (const auto& announced : std::get<origin::State>(head->state).keys) {
        const auto key = VerifierKey::parse(announced.key);
        if (!key) continue;
        const Signed by_this = is_signed(note, *key);
        if (by_this == Signed::badly) return by_this;
        if (by_this == Signed::well) by_any = by_this;
    }
    return by_any;
}

OrFault<bool> begins_with(const Ledger& ledger, const Checkpoint& checkpoint) {
    if (checkpoint.size > std::to_underlying(ledger.size())) return false;
    const auto root = ledger.public_tree().root(checkpoint.size);
    if (!root) return std::unexpected(root.error());
    return *root == checkpoint.root;
}

OrFault<Checkpoints> Checkpoints::open(const Ledger& ledger) {
    auto directory = ledger.directory() / "checkpoints";
    if (auto made = make_directory(directory); !made) return std::unexpected(made.error());
    return Checkpoints(ledger, std::move(directory));
}

OrFault<std::optional<SignedCheckpoint>> Checkpoints::newest() const {
    return read_if_there("newest");
}

OrFault<std::optional<SignedCheckpoint>> Checkpoints::cosigned() const {
    return read_if_there("cosigned");
}

OrFault<std::optional<SignedCheckpoint>> Checkpoints::read_if_there(const char* name) const {
    const auto path = directory_ / name;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return std::nullopt;
    const auto known = is_known_to_be_lost(path);
    if (!known) return std::unexpected(known.error());
    if (*known) return std::nullopt;
    auto found = read(path);
    if (!found) return std::unexpected(found.error());
    return *std::move(found);
}

// A truncation notice in the log says so; then it binds nobody any more.
OrFault<bool> Checkpoints::is_known_to_be_lost(const std::filesystem::path& path) const {
    const auto head = ledger_->index().head(origin::stream());
    if (!head) return std::unexpected(head.error());
    const auto& lost = std::get<origin::State>(head->state).lost;
    if (lost.empty()) return false;
    const auto bytes = read_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    const auto note = Note::parse(text_of(*bytes));
    if (!note) return false;
    // A copy of it may have other cosignatures; and a notice may have none, which excuses none.
    return std::ranges::any_of(lost, [&](const origin::Lost& each) {
        const auto announced = Note::parse(each.checkpoint);
        return announced && announced->text == note->text;
    });
}

// A key that was announced in what is lost is unknown here. That it was one shows by the last
// checkpoint of the key before it, which is lost too.
OrFault<std::vector<SignedCheckpoint>> Checkpoints::lost() const {
    std::vector<SignedCheckpoint> all;
    std::vector<SignedCheckpoint> of_unknown_keys;
    std::filesystem::path unknown;
    bool is_key_lost = false;
    std::error_code error;
    std::filesystem::directory_iterator files(directory_, error);
    if (error) return io_fault("read", directory_, error.value());
    for (const auto& file : files) {
        if (is_unfinished(file.path())) continue;
        const auto known = is_known_to_be_lost(file.path());
        if (!known) return std::unexpected(known.error());
        if (*known) continue;
        auto found = read_any(file.path());
        if (!found) return std::unexpected(found.error());
        const auto begins = begins_with(*ledger_, found->checkpoint.checkpoint);
        if (!begins) return std::unexpected(begins.error());
        if (found->by_us == Signed::badly) return refused(file.path(), not_our_key);
        const bool is_ours = found->by_us == Signed::well;
        if (!is_ours && *begins) return refused(file.path(), not_our_key);
        if (*begins) continue;
        if (!is_ours) unknown = file.path();
        is_key_lost |= is_ours && file.path().filename().string().starts_with(rotated_prefix);
        (is_ours ? all : of_unknown_keys).push_back(std::move(found->checkpoint));
    }
    if (!of_unknown_keys.empty() && !is_key_lost) return refused(unknown, no_key_was_lost);
    std::ranges::move(of_unknown_keys, std::back_inserter(all));
    return all;
}

OrFault<std::vector<SignedCheckpoint>> Checkpoints::rotated() const {
    std::vector<SignedCheckpoint> all;
    std::error_code error;
    std::filesystem::directory_iterator files(directory_, error);
    if (error) return io_fault("read", directory_, error.value());
    for (const auto& file : files) {
        if (!file.path().filename().string().starts_with(rotated_prefix)) continue;
        if (is_unfinished(file.path())) continue;
        const auto known = is_known_to_be_lost(file.path());
        if (!known) return std::unexpected(known.error());
        if (*known) continue;
        auto found = read(file.path());
        if (!found) return std::unexpected(found.error());
        all.push_back(*std::move(found));
    }
    std::ranges::sort(all, {}, [](const auto& each) { return each.checkpoint.size; });
    return all;
}

OrFault<void> Checkpoints::keep_newest(const SignedCheckpoint& signed_checkpoint) const {
    return keep("newest", signed_checkpoint);
}

OrFault<void> Checkpoints::keep_cosigned(const SignedCheckpoint& signed_checkpoint) const {
    return keep("cosigned", signed_checkpoint);
}

OrFault<void> Checkpoints::keep_rotated(const SignedCheckpoint& signed_checkpoint) const {
    const std::string size = std::to_string(signed_checkpoint.checkpoint.size);
    return keep(std::string(rotated_prefix) + size, signed_checkpoint);
}

OrFault<void> Checkpoints::keep(const std::string& name, const SignedCheckpoint& what) const {
    return replace_file(directory_ / name, bytes_of(what.note), Readers::owner_and_group);
}

OrFault<SignedCheckpoint> Checkpoints::read(const std::filesystem::path& path) const {
    auto found = read_signed(path);
    if (!found) return found;
    const Checkpoint& checkpoint = found->checkpoint;
    const std::uint64_t size = std::to_underlying(ledger_->size());
    if (checkpoint.size > size) return refused(path, shorter(checkpoint, size));
    const auto begins = begins_with(*ledger_, checkpoint);
    if (!begins) return std::unexpected(begins.error());
    if (*begins) return found;
    return refused(
        path,
        "has another root for the first " + std::to_string(checkpoint.size) +
            " events than the ledger: this history is not the one that was signed"
    );
}

OrFault<SignedCheckpoint> Checkpoints::read_signed(const std::filesystem::path& path) const {
    auto found = read_any(path);
    if (!found) return std::unexpected(found.error());
    if (found->by_us != Signed::well) return refused(path, not_our_key);
    return std::move(found->checkpoint);
}

OrFault<Checkpoints::Found> Checkpoints::read_any(const std::filesystem::path& path) const {
    const auto bytes = read_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    const auto note = Note::parse(text_of(*bytes));
    const auto checkpoint = note ? Checkpoint::parse(note->text) : std::nullopt;
    if (!checkpoint) return refused(path, "is no checkpoint: it was changed");
    if (checkpoint->origin != ledger_->origin().origin) {
        return refused(path, "is of another ledger, " + checkpoint->origin);
    }
    if (checkpoint->size >= size_max) return refused(path, "is of more events than a ledger has");
    const auto by_us = is_signed_by(*ledger_, *note);
    if (!by_us) return std::unexpected(by_us.error());
    return Found{{*checkpoint, std::string(text_of(*bytes))}, *by_us};
}

}  // namespace ledger
