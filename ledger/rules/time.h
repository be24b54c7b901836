#pragma once
// Moments, days and periods. Nothing here reads a clock; moments are handed in.

#include "ledger/rules/ids.h"

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// A moment in UTC, to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// A day of the civil calendar, in whatever zone the sentence is about.
using Date = std::chrono::sys_days;

// The zones of Indonesia have no summer time (domain.md 7). UTC is for agencies elsewhere.
enum class Zone : std::uint8_t { wib, wita, wit, utc };

constexpr auto names(Zone) {
    return std::array<std::string_view, 4>{"wib", "wita", "wit", "utc"};
}

[[nodiscard]] std::chrono::hours offset(Zone zone) noexcept;

// The day that it is in `zone` at `moment`.
[[nodiscard]] Date day_of(Instant moment, Zone zone) noexcept;

// The last microsecond of `day` in `zone`: a deadline "on the 26th" includes all of it.
[[nodiscard]] Instant end_of(Date day, Zone zone) noexcept;

// The first microsecond of `day` in `zone`.
[[nodiscard]] Instant start_of(Date day, Zone zone) noexcept;

// The same day of the month `months` later; in a shorter month its last day.
[[nodiscard]] Date months_after(Date day, std::uint32_t months) noexcept;

// RFC 3339: "2026-01-12T01:02:03.000004Z" is written; any offset is read. Years 1900 to 9999.
[[nodiscard]] std::string text(Instant moment);
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

// "2026-01-12".
[[nodiscard]] std::string text(Date day);
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

// A month, a quarter, or a year: "2025-12", "2025-Q4", "2025".
class Period {
public:
    enum class Kind : std::uint8_t { month, quarter, year };

    Period() = default;  // 1970
    // Asserts 1900 <= year <= 9999 and that month or quarter exist.
    static Period month(int year, int month);
    static Period quarter(int year, int quarter);
    static Period year(int year);

    [[nodiscard]] static std::optional<Period> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] int in_year() const noexcept { return year_; }
    // 1 to 12 for a month, 1 to 4 for a quarter, 1 for a year.
    [[nodiscard]] int number() const noexcept { return number_; }

    // The months that it covers: from first_month() to last_month(), 1 to 12.
    [[nodiscard]] int first_month() const noexcept;
    [[nodiscard]] int last_month() const noexcept;

    [[nodiscard]] Date first_day() const noexcept;
    [[nodiscard]] Date last_day() const noexcept;

    friend auto operator<=>(const Period&, const Period&) = default;

private:
    std::int16_t year_ = 1970;
    Kind kind_ = Kind::year;
    std::int8_t number_ = 1;
};

}  // namespace ledger
