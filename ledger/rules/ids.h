#pragma once
// Names and positions. Each is its own type, so that one cannot be passed where another is meant.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace ledger {

// A place in the ledger: the index of an entry in the log. Counts from 0, without gaps.
enum class Position : std::uint64_t {};

constexpr Position next(Position at) noexcept {
    return Position{std::to_underlying(at) + 1};
}

// A name that cannot be mixed up with a name of another kind. Its text is 1 to 64 of the characters
// A-Z a-z 0-9 . _ ~ - (RFC 3986 "unreserved"), so that it stands in a URL as it is; see is_name().
template <class Kind>
struct Name {
    std::string text;
    friend auto operator<=>(const Name&, const Name&) = default;
    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
};

inline constexpr std::size_t name_bytes_max = 64;

[[nodiscard]] constexpr bool is_name(std::string_view text) noexcept {
    if (text.empty() || text.size() > name_bytes_max) return false;
    for (const char c : text) {
        const bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '~' || c == '-';
        if (!ok) return false;
    }
    return true;
}

// The kinds of name that have a stream of their own carry its first part in `stream`.
struct AgencyKind {
    static constexpr std::string_view stream = "agency";
};
struct UnitKind {
    static constexpr std::string_view stream = "unit";
};
struct PersonKind {
    static constexpr std::string_view stream = "person";
};
struct IndicatorKind {
    static constexpr std::string_view stream = "indicator";
};
struct PlanKind {
    static constexpr std::string_view stream = "plan";
};
struct FeedbackKind {
    static constexpr std::string_view stream = "feedback";
};
struct RewardKind {
    static constexpr std::string_view stream = "reward";
};
struct CaseKind {
    static constexpr std::string_view stream = "case";
};

using AgencyId = Name<AgencyKind>;        // instansi
using UnitId = Name<UnitKind>;            // unit kerja
using PersonId = Name<PersonKind>;        // opaque; never a NIP, which tells birth date and sex
using IndicatorId = Name<IndicatorKind>;  // IKU, an indicator of an agency or a unit
using PlanId = Name<PlanKind>;            // SKP
using FeedbackId = Name<FeedbackKind>;    // umpan balik
using RewardId = Name<RewardKind>;        // penghargaan
using CaseId = Name<CaseKind>;            // a discipline case

using ResultId = Name<struct ResultKind>;                // RHK, a result in one plan
using PlanIndicatorId = Name<struct PlanIndicatorKind>;  // IKI, an indicator in one plan
using PolicyId = Name<struct PolicyKind>;                // a policy's version: "pauh-2025.1"
using KeyId = Name<struct KeyKind>;                      // a key that a person signs with

// The whole name of a stream: "plan/2025-a", "report/2025-a/2025-12".
struct StreamId {
    std::string text;
    friend auto operator<=>(const StreamId&, const StreamId&) = default;
    [[nodiscard]] bool empty() const noexcept { return text.empty(); }

    // What stands before the first '/': "plan".
    [[nodiscard]] std::string_view kind() const noexcept {
        return std::string_view(text).substr(0, text.find('/'));
    }
    // What stands after it: "2025-a/2025-12". Empty when there is no '/'.
    [[nodiscard]] std::string_view key() const noexcept {
        const std::size_t slash = text.find('/');
        return slash == std::string::npos ? std::string_view{}
                                          : std::string_view(text).substr(slash + 1);
    }
};

// The stream that belongs to a name.
template <class Kind>
    requires requires { Kind::stream; }
[[nodiscard]] StreamId stream_of(const Name<Kind>& name) {
    return {std::string(Kind::stream) + "/" + name.text};
}

// 18 digits, the form of a NIP, which tells birth date and sex (domain.md 0.9).
[[nodiscard]] constexpr bool looks_like_nip(std::string_view text) noexcept {
    if (text.size() != 18) return false;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
    }
    return true;
}

}  // namespace ledger

template <class Kind>
struct std::hash<ledger::Name<Kind>> {
    std::size_t operator()(const ledger::Name<Kind>& n) const noexcept {
        return std::hash<std::string>{}(n.text);
    }
};

template <>
struct std::hash<ledger::StreamId> {
    std::size_t operator()(const ledger::StreamId& s) const noexcept {
        return std::hash<std::string>{}(s.text);
    }
};
