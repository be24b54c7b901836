#include "ledger/rules/time.h"

#include "ledger/rules/assert.h"

#include <charconv>
#include <cstdio>

namespace ledger {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

// Exactly `digits` digits of `text` from `at` on, as a number.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (text.size() < at + digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool year_in_range(int year) {
    return year >= 1900 && year <= 9999;
}

// "Z", "+07:00": minutes east of UTC, from `at` to the end of `text`.
std::optional<minutes> parse_offset(std::string_view text, std::size_t at) {
    if (text.size() == at + 1 && (text[at] == 'Z' || text[at] == 'z')) return minutes{0};
    if (text.size() != at + 6 || text[at + 3] != ':') return std::nullopt;
    if (text[at] != '+' && text[at] != '-') return std::nullopt;
    const auto hour = digits_at(text, at + 1, 2);
    const auto minute = digits_at(text, at + 4, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    const minutes east = hours{*hour} + minutes{*minute};
    return text[at] == '-' ? -east : east;
}

// ".123456": microseconds, and where the text goes on. More than six digits are not read.
std::optional<microseconds> parse_fraction(std::string_view text, std::size_t& at) {
    if (at >= text.size() || text[at] != '.') return microseconds{0};
    ++at;
    int value = 0;
    int digits = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        if (++digits > 6) return std::nullopt;
        value = value * 10 + (text[at] - '0');
        ++at;
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) value *= 10;
    return microseconds{value};
}

}  // namespace

std::chrono::hours offset(Zone zone) noexcept {
    switch (zone) {
        case Zone::wib:
            return hours{7};
        case Zone::wita:
            return hours{8};
        case Zone::wit:
            return hours{9};
        case Zone::utc:
            return hours{0};
    }
    std::unreachable();
}

Date day_of(Instant moment, Zone zone) noexcept {
    return std::chrono::floor<days>(moment + offset(zone));
}

Instant start_of(Date day, Zone zone) noexcept {
    return Instant{day} - offset(zone);
}

Date months_after(Date day, std::uint32_t months) noexcept {
    const std::chrono::year_month_day from(day);
    const auto to = from + std::chrono::months(static_cast<int>(months));
    return to.ok() ? Date{to} : Date{to.year() / to.month() / std::chrono::last};
}

Instant end_of(Date day, Zone zone) noexcept {
    return start_of(day + days{1}, zone) - microseconds{1};
}

std::string text(Instant moment) {
    const Date day = std::chrono::floor<days>(moment);
    const std::chrono::hh_mm_ss<microseconds> clock(moment - day);
    std::array<char, 32> rest{};
    const int length = std::snprintf(
        rest.data(),
        rest.size(),
        "T%02d:%02d:%02d.%06dZ",
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count())
    );
    return text(day) + std::string(rest.data(), static_cast<std::size_t>(length));
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
    const auto day = parse_date(text.substr(0, 10));
    const auto hour = digits_at(text, 11, 2);
    const auto minute = digits_at(text, 14, 2);
    const auto second = digits_at(text, 17, 2);
    if (!day || !hour || !minute || !second) return std::nullopt;
    if (text[13] != ':' || text[16] != ':') return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    std::size_t at = 19;
    const auto fraction = parse_fraction(text, at);
    if (!fraction || at >= text.size()) return std::nullopt;
    const auto east = parse_offset(text, at);
    if (!east) return std::nullopt;
    return Instant{*day} + hours{*hour} + minutes{*minute} + seconds{*second} + *fraction - *east;
}

std::string text(Date day) {
    const year_month_day ymd(day);
    std::array<char, 32> out{};
    const int length = std::snprintf(
        out.data(),
        out.size(),
        "%04d-%02u-%02u",
        static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()),
        static_cast<unsigned>(ymd.day())
    );
    return {out.data(), static_cast<std::size_t>(length)};
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits_at(text, 0, 4);
    const auto month = digits_at(text, 5, 2);
    const auto day = digits_at(text, 8, 2);
    if (!year || !month || !day || !year_in_range(*year)) return std::nullopt;
    const year_month_day ymd{
        std::chrono::year{*year},
        std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)},
    };
    if (!ymd.ok()) return std::nullopt;
    return Date{ymd};
}

Period Period::month(int year, int month) {
    ledger_assert(year_in_range(year) && month >= 1 && month <= 12);
    Period period;
    period.year_ = static_cast<std::int16_t>(year);
    period.kind_ = Kind::month;
    period.number_ = static_cast<std::int8_t>(month);
    return period;
}

Period Period::quarter(int year, int quarter) {
    ledger_assert(year_in_range(year) && quarter >= 1 && quarter <= 4);
    Period period;
    period.year_ = static_cast<std::int16_t>(year);
    period.kind_ = Kind::quarter;
    period.number_ = static_cast<std::int8_t>(quarter);
    return period;
}

Period Period::year(int year) {
    ledger_assert(year_in_range(year));
    Period period;
    period.year_ = static_cast<std::int16_t>(year);
    return period;
}

std::optional<Period> Period::parse(std::string_view text) {
    const auto year = digits_at(text, 0, 4);
    if (!year || !year_in_range(*year)) return std::nullopt;
    if (text.size() == 4) return Period::year(*year);
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    if (text[5] == 'Q') {
        if (text[6] < '1' || text[6] > '4') return std::nullopt;
        return Period::quarter(*year, text[6] - '0');
    }
    const auto month = digits_at(text, 5, 2);
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return Period::month(*year, *month);
}

std::string Period::text() const {
    std::array<char, 16> out{};
    int length = 0;
    switch (kind_) {
        case Kind::month:
            length = std::snprintf(out.data(), out.size(), "%04d-%02d", year_, number_);
            break;
        case Kind::quarter:
            length = std::snprintf(out.data(), out.size(), "%04d-Q%d", year_, number_);
            break;
        case Kind::year:
            length = std::snprintf(out.data(), out.size(), "%04d", year_);
            break;
    }
    return {out.data(), static_cast<std::size_t>(length)};
}

int Period::first_month() const noexcept {
    switch (kind_) {
        case Kind::month:
            return number_;
        case Kind::quarter:
            return number_ * 3 - 2;
        case Kind::year:
            return 1;
    }
    std::unreachable();
}

int Period::last_month() const noexcept {
    switch (kind_) {
        case Kind::month:
            return number_;
        case Kind::quarter:
            return number_ * 3;
        case Kind::year:
            return 12;
    }
    std::unreachable();
}

Date Period::first_day() const noexcept {
    return Date{
        std::chrono::year{year_} / std::chrono::month{static_cast<unsigned>(first_month())} / 1
    };
}

Date Period::last_day() const noexcept {
    return Date{
        std::chrono::year{year_} / std::chrono::month{static_cast<unsigned>(last_month())} /
        std::chrono::last
    };
}

}  // namespace ledger
