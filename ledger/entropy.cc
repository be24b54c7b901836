#include "ledger/entropy.h"

#include "ledger/rules/assert.h"

#include <sodium.h>

#include <algorithm>
#include <cstddef>
#include <mutex>

namespace ledger {
namespace {

// Hands out bytes from a block, so that a salt for each record does not cost a system call.
class BlockEntropy : public Entropy {
public:
    void fill(std::span<std::uint8_t> bytes) final {
        const std::lock_guard lock(mutex_);
        while (!bytes.empty()) {
            if (used_ == block_.size()) {
                refill(block_);
                used_ = 0;
            }
            const std::size_t count = std::min(bytes.size(), block_.size() - used_);
            const auto from = block_.begin() + static_cast<std::ptrdiff_t>(used_);
            std::copy_n(from, count, bytes.begin());
            sodium_memzero(block_.data() + used_, count);
            used_ += count;
            bytes = bytes.subspan(count);
        }
    }

private:
    virtual void refill(std::span<std::uint8_t> block) = 0;

    std::mutex mutex_;
    std::array<std::uint8_t, 4096> block_{};
    std::size_t used_ = block_.size();
};

class SystemEntropy final : public BlockEntropy {
public:
    SystemEntropy() { ledger_assert(sodium_init() >= 0); }
    [[nodiscard]] bool seeded() const noexcept override { return false; }

private:
    void refill(std::span<std::uint8_t> block) override {
        randombytes_buf(block.data(), block.size());
    }
};

class SeededEntropy final : public BlockEntropy {
public:
    explicit SeededEntropy(std::string_view seed) {
        ledger_assert(sodium_init() >= 0);
        crypto_hash_sha256(
            key_.data(), reinterpret_cast<const unsigned char*>(seed.data()), seed.size()
        );
    }
    [[nodiscard]] bool seeded() const noexcept override { return true; }

private:
    // ChaCha20 with the number of the block as its nonce.
    void refill(std::span<std::uint8_t> block) override {
        std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
        for (std::size_t i = 0; i < sizeof(blocks_); ++i) {
            nonce[i] = static_cast<std::uint8_t>(blocks_ >> (8 * i));
        }
        ++blocks_;
        crypto_stream_chacha20(block.data(), block.size(), nonce.data(), key_.data());
    }

    std::array<std::uint8_t, crypto_stream_chacha20_KEYBYTES> key_{};
    std::uint64_t blocks_ = 0;
};

}  // namespace

std::unique_ptr<Entropy> system_entropy() {
    return std::make_unique<SystemEntropy>();
}

std::unique_ptr<Entropy> seeded_entropy(std::string_view seed) {
    return std::make_unique<SeededEntropy>(seed);
}

}  // namespace ledger
