#pragma once
// Levels and predikat: what a score proposes and what a leader decides (domain.md 3.5).

#include "ledger/rules/policy.h"
#include "ledger/rules/rational.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace ledger {

// Di bawah, sesuai, di atas ekspektasi.
enum class Level : std::uint8_t { below, meets, above };
constexpr auto names(Level) {
    return std::to_array<std::string_view>({"below", "meets", "above"});
}

// Sangat Kurang, Kurang, Butuh Perbaikan (PP 30/2019: Cukup), Baik, Sangat Baik.
enum class Predikat : std::uint8_t { very_poor, poor, needs_improvement, good, very_good };
constexpr auto names(Predikat) {
    return std::to_array<std::string_view>(
        {"veryPoor", "poor", "needsImprovement", "good", "veryGood"}
    );
}

// In words: "sesuai ekspektasi" / "meets expectations".
[[nodiscard]] Words words(Level level);
[[nodiscard]] Words words(Predikat predikat);

// level.three/1 (domain.md 3.5 C): the score is rounded to the policy's threshold scale first, so
// 89.995 is 90.00 and meets.
[[nodiscard]] Level level_for(const Rational& score, const policy::Parameters& policy);

// predikat.matrix/1: PermenPANRB 6/2022, the 3 by 3 matrix (domain.md 3.5 A). The operative rule.
[[nodiscard]] Predikat predikat_for(Level work, Level behaviour);

// number.pp30/1: PP 30/2019 art. 41, N = w * work + (1 - w) * behaviour (domain.md 3.5 B). Shown
// beside the matrix, never acted on.
[[nodiscard]] Rational pp30_number(
    const Rational& work, const Rational& behaviour, const policy::Parameters& policy
);

// predikat.pp30/1: its bands; `innovation` is needed for Sangat Baik.
[[nodiscard]] Predikat pp30_predikat(
    const Rational& number, bool innovation, const policy::Parameters& policy
);

}  // namespace ledger
