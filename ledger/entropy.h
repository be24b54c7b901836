#pragma once
// Where salts and keys come from. The system's own randomness for a real ledger; a seed for one
// that must come out the same every time, and then says so in its origin (rules/origin.h).

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace ledger {

class Entropy {
public:
    Entropy() = default;
    Entropy(const Entropy&) = delete;
    Entropy& operator=(const Entropy&) = delete;
    virtual ~Entropy() = default;

    // Fills `bytes`. Safe to call from any thread.
    virtual void fill(std::span<std::uint8_t> bytes) = 0;

    // Whether somebody who knows the seed knows the bytes.
    [[nodiscard]] virtual bool seeded() const noexcept = 0;
};

// libsodium's generator, which the kernel seeds.
[[nodiscard]] std::unique_ptr<Entropy> system_entropy();

// The same bytes for the same seed, in the order in which they are asked for.
[[nodiscard]] std::unique_ptr<Entropy> seeded_entropy(std::string_view seed);

}  // namespace ledger
