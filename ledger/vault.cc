#include "ledger/vault.h"

#include "ledger/bytes.h"
#include "ledger/file.h"
#include "ledger/rules/assert.h"

#include <sodium.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace ledger {
namespace {

// The file starts with a page that says what it is; from byte 64 on, whose: the entry of its
// ledger's first record, zeros before there is one; and from byte 96 on, BLAKE2b of the magic under
// the master key, so that another one is noticed. Slots of 128 bytes follow. A slot: 1 when it
// holds a key and 0 when not, 7 bytes of zero, a nonce of 24, the wrapped key of 32 + 16, zeros.
constexpr std::string_view magic = "jejak vault 1\n";
constexpr std::size_t owner_at = 64;
constexpr std::size_t master_check_at = 96;
constexpr std::size_t header_bytes = 4096;
constexpr std::size_t slot_bytes = 128;
constexpr std::size_t slots_read_at_once = 512;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t nonce_at = 8;
constexpr std::size_t wrapped_at = nonce_at + nonce_bytes;
constexpr std::size_t cache_keys_max = 4096;

static_assert(nonce_bytes == 24 && tag_bytes == 16);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(VaultKey));

using SlotBytes = std::array<std::uint8_t, slot_bytes>;
using Nonce = std::array<std::uint8_t, nonce_bytes>;

std::unexpected<Fault> io_fault(const std::string& what) {
    return fault(Fault::Kind::io, what + ": " + std::strerror(errno));
}

off_t offset_of(Slot slot) {
    return static_cast<off_t>(header_bytes + slot_bytes * std::to_underlying(slot));
}

// The slot's number is authenticated with the key, so that slots cannot be exchanged.
std::array<std::uint8_t, 4> slot_context(Slot slot) {
    const std::uint32_t n = std::to_underlying(slot);
    return {
        static_cast<std::uint8_t>(n >> 24U),
        static_cast<std::uint8_t>(n >> 16U),
        static_cast<std::uint8_t>(n >> 8U),
        static_cast<std::uint8_t>(n)
    };
}

// Whether a slot that is not empty says that it holds a key, and has zeros where they belong.
bool is_well_formed(const SlotBytes& bytes) {
    const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
    const std::span all(bytes);
    return bytes[0] == 1 && std::ranges::all_of(all.subspan(1, nonce_at - 1), is_zero) &&
           std::ranges::all_of(all.subspan(wrapped_at + sizeof(VaultKey) + tag_bytes), is_zero);
}

Digest master_check(const VaultKey& master) {
    Digest check;
    crypto_generichash(
        check.bytes.data(),
        check.bytes.size(),
        bytes_of(magic).data(),
        magic.size(),
        master.data(),
        master.size()
    );
    return check;
}

Nonce part_nonce(std::span<const std::uint8_t> salt, std::uint16_t part) {
    Nonce nonce{};
    std::copy_n(salt.begin(), 16, nonce.begin());
    nonce[22] = static_cast<std::uint8_t>(part >> 8U);
    nonce[23] = static_cast<std::uint8_t>(part);
    return nonce;
}

OrFault<VaultKey> read_master(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return io_fault("cannot read the master key " + file.string());
    }
    struct stat about{};
    VaultKey key{};
    std::uint8_t more = 0;
    const bool whole = ::fstat(fd, &about) == 0 &&
                       ::read(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                       ::read(fd, &more, 1) == 0;
    ::close(fd);
    if (!whole) {
        return fault(Fault::Kind::corrupt, file.string() + " is not a master key of 32 bytes");
    }
    if ((about.st_mode & 077U) != 0) {
        return fault(
            Fault::Kind::corrupt,
            file.string() +
                " can be read by others than its owner: run chmod 600 on it, and think "
                "about who may have read it"
        );
    }
    return key;
}

std::unexpected<Fault> lost(const std::filesystem::path& file) {
    return fault(
        Fault::Kind::corrupt,
        file.string() +
            " is missing: restore the keys from their backup. A new one cannot stand in "
            "for it: what is closed would stay closed for ever"
    );
}

}  // namespace

struct Vault::State {
    State(int slots_fd, VaultKey master_key, Entropy& source)
        : fd(slots_fd), master(master_key), entropy(source) {}
    ~State() {
        ::close(fd);
        sodium_memzero(master.data(), master.size());
        drop_keys();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    // Reads the header, and counts the slots. What is wrong with them, if anything is.
    [[nodiscard]] OrFault<void> read_header(const std::filesystem::path& file);

    // The slot's key. Nothing when the slot is empty or was overwritten.
    OrFault<std::optional<VaultKey>> load(Slot slot) {
        if (const auto known = keys.find(std::to_underlying(slot)); known != keys.end()) {
            return known->second;
        }
        SlotBytes bytes{};
        const ssize_t got = ::pread(fd, bytes.data(), bytes.size(), offset_of(slot));
        if (got < 0) return io_fault("cannot read the vault");
        if (got != static_cast<ssize_t>(bytes.size())) return std::nullopt;
        const auto key = unwrap(slot, bytes);
        if (key && *key) remember(slot, **key);
        return key;
    }

    // The key in the bytes of a slot; nothing where they are zeros.
    [[nodiscard]] OrFault<std::optional<VaultKey>> unwrap(Slot slot, const SlotBytes& bytes) const {
        if (bytes == SlotBytes{}) return std::nullopt;
        if (!is_well_formed(bytes)) {
            return fault(
                Fault::Kind::corrupt,
                "slot " + std::to_string(std::to_underlying(slot)) +
                    " of the vault was changed: restore the newest backup of the keys"
            );
        }
        VaultKey key{};
        const auto context = slot_context(slot);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(
                key.data(),
                nullptr,
                nullptr,
                bytes.data() + wrapped_at,
                key.size() + tag_bytes,
                context.data(),
                context.size(),
                bytes.data() + nonce_at,
                master.data()
            ) != 0) {
            return fault(
                Fault::Kind::corrupt,
                "slot " + std::to_string(std::to_underlying(slot)) +
                    " of the vault does not open with this master key"
            );
        }
        return key;
    }

    void remember(Slot slot, const VaultKey& key) {
        if (keys.size() >= cache_keys_max) drop_keys();
        keys.emplace(std::to_underlying(slot), key);
    }

    void drop_keys() {
        for (auto& [slot, key] : keys) sodium_memzero(key.data(), key.size());
        keys.clear();
    }

    int fd;
    VaultKey master;
    Entropy& entropy;
    Digest owner;
    mutable std::mutex mutex;  // guards what follows
    std::uint32_t slots = 0;
    bool unsynced = false;
    std::optional<Fault> failed;  // a sync did
    std::unordered_map<std::uint32_t, VaultKey> keys;
};

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::~Vault() = default;

OrFault<void> Vault::State::read_header(const std::filesystem::path& file) {
    std::array<std::uint8_t, header_bytes> head{};
    struct stat about{};
    const bool whole =
        ::pread(fd, head.data(), head.size(), 0) == static_cast<ssize_t>(head.size()) &&
        text_of(Bytes(head)).starts_with(magic) && ::fstat(fd, &about) == 0 &&
        about.st_size >= static_cast<off_t>(header_bytes);
    const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
    const std::span rest(head);
    const bool is_clean =
        std::ranges::all_of(rest.subspan(magic.size(), owner_at - magic.size()), is_zero) &&
        std::ranges::all_of(rest.subspan(master_check_at + sizeof(Digest)), is_zero);
    if (!whole || !is_clean) {
        return fault(Fault::Kind::corrupt, file.string() + " is not a vault, or was changed");
    }
    if (load_digest(Bytes(head).subspan(master_check_at)) != master_check(master)) {
        return fault(
            Fault::Kind::corrupt,
            "the master key is not the one that the keys in " + file.string() +
                " are wrapped by: restore both from the same backup"
        );
    }
    owner = load_digest(Bytes(head).subspan(owner_at));
    // A slot that was torn while it was being made is not counted: no record names it.
    slots = static_cast<std::uint32_t>(
        (static_cast<std::size_t>(about.st_size) - header_bytes) / slot_bytes
    );
    return {};
}

OrFault<std::unique_ptr<Vault>> Vault::open_files(const VaultFiles& files, Entropy& entropy) {
    auto master = read_master(files.master);
    if (!master) return std::unexpected(master.error());
    const int fd = ::open(files.slots.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) return io_fault("cannot open the vault " + files.slots.string());
    auto state = std::make_unique<State>(fd, *master, entropy);
    if (auto read = state->read_header(files.slots); !read) return std::unexpected(read.error());
    return std::unique_ptr<Vault>(new Vault(std::move(state)));
}

OrFault<std::unique_ptr<Vault>> Vault::open(
    const VaultFiles& files, const Digest& owner, Entropy& entropy
) {
    for (const auto& file : {files.slots, files.master}) {
        if (!std::filesystem::exists(file)) return lost(file);
    }
    auto vault = open_files(files, entropy);
    if (!vault) return vault;
    if ((*vault)->owner() == Digest{} && (*vault)->slots() == 0) {
        if (auto given = (*vault)->give_to(owner); !given) return std::unexpected(given.error());
    }
    if ((*vault)->owner() != owner) {
        return fault(
            Fault::Kind::corrupt,
            files.slots.string() +
                " holds the keys of another ledger: restore this one's, unless "
                "it is the ledger's first record that is not its own"
        );
    }
    return vault;
}

OrFault<std::unique_ptr<Vault>> Vault::found(const VaultFiles& files, Entropy& entropy) {
    const bool has_slots = std::filesystem::exists(files.slots);
    if (!std::filesystem::exists(files.master)) {
        if (has_slots) return lost(files.master);
        VaultKey master{};
        entropy.fill(master);
        const auto made = make_file(files.master, master, Readers::owner);
        sodium_memzero(master.data(), master.size());
        if (!made) return std::unexpected(made.error());
    }
    if (!has_slots) {
        std::vector<std::uint8_t> header(header_bytes);
        const auto master = read_master(files.master);
        if (!master) return std::unexpected(master.error());
        std::copy(magic.begin(), magic.end(), header.begin());
        store_digest(std::span(header).subspan(master_check_at), master_check(*master));
        if (auto made = make_file(files.slots, header, Readers::owner); !made) {
            return std::unexpected(made.error());
        }
    }
    auto vault = open_files(files, entropy);
    if (vault && (*vault)->owner() != Digest{}) {
        return fault(
            Fault::Kind::corrupt,
            files.slots.string() + " holds the keys of a ledger, and here is none: restore its log"
        );
    }
    return vault;
}

OrFault<void> Vault::give_to(const Digest& owner) {
    ledger_assert(state_->owner == Digest{});
    if (::pwrite(state_->fd, owner.bytes.data(), owner.bytes.size(), owner_at) !=
            static_cast<ssize_t>(owner.bytes.size()) ||
        ::fdatasync(state_->fd) != 0) {
        return io_fault("cannot write the vault");
    }
    state_->owner = owner;
    return {};
}

OrFault<std::vector<bool>> Vault::check_slots() const {
    const std::lock_guard lock(state_->mutex);
    std::vector<bool> holds;
    holds.reserve(state_->slots);
    std::vector<SlotBytes> run(slots_read_at_once);
    while (holds.size() < state_->slots) {
        const Slot first{static_cast<std::uint32_t>(holds.size())};
        run.resize(std::min(run.size(), state_->slots - holds.size()));
        const std::size_t bytes = run.size() * slot_bytes;
        if (::pread(state_->fd, run.data(), bytes, offset_of(first)) !=
            static_cast<ssize_t>(bytes)) {
            return io_fault("cannot read the vault");
        }
        for (const SlotBytes& slot : run) {
            const auto key = state_->unwrap(Slot{static_cast<std::uint32_t>(holds.size())}, slot);
            if (!key) return std::unexpected(key.error());
            holds.push_back(key->has_value());
        }
    }
    return holds;
}

const Digest& Vault::owner() const noexcept {
    return state_->owner;
}

std::uint32_t Vault::slots() const {
    const std::lock_guard lock(state_->mutex);
    return state_->slots;
}

OrFault<Slot> Vault::create() {
    const std::lock_guard lock(state_->mutex);
    const Slot slot{state_->slots};
    VaultKey key{};
    SlotBytes bytes{};
    state_->entropy.fill(key);
    bytes[0] = 1;
    state_->entropy.fill(std::span(bytes).subspan(nonce_at, nonce_bytes));
    const auto context = slot_context(slot);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes.data() + wrapped_at,
        nullptr,
        key.data(),
        key.size(),
        context.data(),
        context.size(),
        nullptr,
        bytes.data() + nonce_at,
        state_->master.data()
    );
    if (::pwrite(state_->fd, bytes.data(), bytes.size(), offset_of(slot)) !=
        static_cast<ssize_t>(bytes.size())) {
        return io_fault("cannot write the vault");
    }
    ++state_->slots;
    state_->unsynced = true;
    state_->remember(slot, key);
    return slot;
}

// Outside of the lock, for who opens words must not wait for the disk.
OrFault<void> Vault::sync() {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->failed) return std::unexpected(*state_->failed);
        if (!std::exchange(state_->unsynced, false)) return {};
    }
    if (::fdatasync(state_->fd) == 0) return {};
    const auto failed = io_fault("cannot sync the vault");
    const std::lock_guard lock(state_->mutex);
    state_->failed = failed.error();
    return failed;
}

// A slot lies in one sector of 512 bytes, so it is overwritten as a whole or not at all.
static_assert(header_bytes % 512 == 0 && 512 % slot_bytes == 0);

OrFault<bool> Vault::forget(Slot slot) {
    const std::lock_guard lock(state_->mutex);
    if (state_->failed) return std::unexpected(*state_->failed);
    if (std::to_underlying(slot) >= state_->slots) {
        return fault(
            Fault::Kind::corrupt,
            "the vault has no slot " + std::to_string(std::to_underlying(slot)) + " to forget"
        );
    }
    SlotBytes bytes{};
    if (const auto known = state_->keys.find(std::to_underlying(slot));
        known != state_->keys.end()) {
        sodium_memzero(known->second.data(), known->second.size());
        state_->keys.erase(known);
    } else {
        if (::pread(state_->fd, bytes.data(), bytes.size(), offset_of(slot)) !=
            static_cast<ssize_t>(bytes.size())) {
            return io_fault("cannot read the vault");
        }
        if (bytes == SlotBytes{}) return false;
        bytes = {};
    }
    const bool written = ::pwrite(state_->fd, bytes.data(), bytes.size(), offset_of(slot)) ==
                         static_cast<ssize_t>(bytes.size());
    if (!written || ::fdatasync(state_->fd) != 0) {
        state_->failed = io_fault("cannot destroy a key in the vault").error();
        return std::unexpected(*state_->failed);
    }
    return true;
}

OrFault<bool> Vault::holds(Slot slot) const {
    const std::lock_guard lock(state_->mutex);
    const auto key = state_->load(slot);
    if (!key) return std::unexpected(key.error());
    return key->has_value();
}

OrFault<std::string> Vault::seal(Slot slot, std::uint16_t part, std::string_view words) {
    const std::lock_guard lock(state_->mutex);
    const auto key = state_->load(slot);
    if (!key) return std::unexpected(key.error());
    if (!*key) {
        return fault(Fault::Kind::corrupt, "the vault has no key in the slot that it gave");
    }
    std::string sealed(words.size() + seal_overhead, '\0');
    const std::span bytes(reinterpret_cast<std::uint8_t*>(sealed.data()), sealed.size());
    state_->entropy.fill(bytes.first(16));
    const Nonce nonce = part_nonce(bytes, part);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes.data() + 16,
        nullptr,
        reinterpret_cast<const std::uint8_t*>(words.data()),
        words.size(),
        nullptr,
        0,
        nullptr,
        nonce.data(),
        (*key)->data()
    );
    return sealed;
}

OrFault<std::optional<std::string>> Vault::open_part(
    Slot slot, std::uint16_t part, std::string_view sealed
) const {
    if (sealed.size() < seal_overhead) {
        return fault(Fault::Kind::corrupt, "a closed part is shorter than its salt");
    }
    const std::lock_guard lock(state_->mutex);
    const auto key = state_->load(slot);
    if (!key) return std::unexpected(key.error());
    if (!*key) return std::nullopt;
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(sealed.data()), sealed.size());
    const Nonce nonce = part_nonce(bytes, part);
    std::string words(sealed.size() - seal_overhead, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            reinterpret_cast<std::uint8_t*>(words.data()),
            nullptr,
            nullptr,
            bytes.data() + 16,
            bytes.size() - 16,
            nullptr,
            0,
            nonce.data(),
            (*key)->data()
        ) != 0) {
        return fault(Fault::Kind::corrupt, "a closed part does not open with its person's key");
    }
    return words;
}

}  // namespace ledger
