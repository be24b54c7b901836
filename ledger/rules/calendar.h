#pragma once
// The working calendar of one agency: which days of a year nobody works, and how long a week is
// (domain.md 12.3). Deadlines in working days are computed from it, never recorded.

#include "ledger/rules/stream.h"

#include <string>
#include <variant>
#include <vector>

namespace ledger::calendar {

// A day on which the agency does not work, and why.
struct DayOff {
    Date date{};
    std::string text;

    static constexpr std::tuple fields{field("date", &DayOff::date), field("text", &DayOff::text)};
    friend bool operator==(const DayOff&, const DayOff&) = default;
};

// --- Events of the stream calendar/{agency}

// Kalender kerja of one year; again to replace that year's. Weeks are Monday to Friday.
struct Published {
    std::uint32_t year = 0;
    std::vector<DayOff> holidays;         // hari libur nasional
    std::vector<DayOff> joint_leave;      // cuti bersama: nobody works on these either
    std::uint32_t weekly_minutes = 2250;  // 37 hours 30 minutes, Perpres 21/2023
    std::string start = "07:30";          // of the working day, local time

    static constexpr std::string_view name = "published";
    static constexpr std::tuple fields{
        field("year", &Published::year),
        field("holidays", &Published::holidays),
        field("jointLeave", &Published::joint_leave),
        field("weeklyMinutes", &Published::weekly_minutes),
        field("start", &Published::start),
    };
    friend bool operator==(const Published&, const Published&) = default;
};

using Event = std::variant<Published>;

// --- State

struct Year {
    std::uint32_t year = 0;
    std::vector<Date> days_off;  // sorted; holidays and joint leave
    std::uint32_t weekly_minutes = 0;
    std::string start;
    Position position{};  // of its publication

    static constexpr std::tuple fields{
        field("year", &Year::year),
        field("daysOff", &Year::days_off),
        field("weeklyMinutes", &Year::weekly_minutes),
        field("start", &Year::start),
        field("position", &Year::position),
    };
    friend bool operator==(const Year&, const Year&) = default;
};

struct State {
    std::vector<Year> years;  // sorted; each as last published

    static constexpr std::tuple fields{field("years", &State::years)};
    friend bool operator==(const State&, const State&) = default;
};

// --- Working days. A year that was never published has no days off but Saturdays and Sundays.

// Monday to Friday, and not a published day off.
[[nodiscard]] bool is_working_day(const State& state, Date day);

// The `days`-th working day after `from`; the day of `from` does not count. `from` itself when
// `days` is 0. Asserts that `days` is not negative.
[[nodiscard]] Date add_working_days(const State& state, Date from, int days);

// How many working days there are after `from`, up to `to` and with it; 0 when `to` is not later.
[[nodiscard]] int working_days_between(const State& state, Date from, Date to);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "calendar";
    using Event = calendar::Event;
    using State = calendar::State;
};

[[nodiscard]] StreamId stream_for(const AgencyId& agency);

}  // namespace ledger::calendar
