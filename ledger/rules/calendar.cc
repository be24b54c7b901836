#include "ledger/rules/calendar.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/event.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <utility>

namespace ledger::calendar {
namespace {

using Code = Rejection::Code;
using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::uint32_t weekly_minutes_max = 5 * 24 * 60;
constexpr std::size_t text_bytes_max = 200;

bool is_weekday(Date day) {
    return std::chrono::weekday(day).iso_encoding() <= 5;
}

// How many days from Monday to Friday lie between the Monday 1899-12-25 and `day`, without `day`.
int weekdays_before(Date day) {
    constexpr Date monday{std::chrono::year{1899} / 12 / 25};
    const std::chrono::weeks weeks = std::chrono::floor<std::chrono::weeks>(day - monday);
    const auto rest = static_cast<int>((day - monday - weeks).count());
    return static_cast<int>(weeks.count()) * 5 + std::min(rest, 5);
}

std::uint32_t year_of(Date day) {
    return static_cast<std::uint32_t>(static_cast<int>(year_month_day(day).year()));
}

auto year_at(auto& years, std::uint32_t year) {
    return std::ranges::lower_bound(years, year, {}, &Year::year);
}

bool is_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return false;
    for (const std::size_t i : {0U, 1U, 3U, 4U}) {
        if (text[i] < '0' || text[i] > '9') return false;
    }
    return text.substr(0, 2) <= "23" && text.substr(3) <= "59";
}

std::vector<Date> days_off(const Published& e) {
    std::vector<Date> all;
    all.reserve(e.holidays.size() + e.joint_leave.size());
    for (const DayOff& day : e.holidays) all.push_back(day.date);
    for (const DayOff& day : e.joint_leave) all.push_back(day.date);
    std::ranges::sort(all);
    return all;
}

Rejection shape(std::string field, Words detail) {
    return {Code::shape, std::move(field), std::move(detail)};
}

// R-SHAPE unless every day of `list` lies in `year`, says what it is, and was not in `seen`.
std::optional<Rejection> check_days(
    const std::vector<DayOff>& list,
    std::uint32_t year,
    std::string_view list_name,
    std::vector<Date>& seen
) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const DayOff& day = list[i];
        const std::string at = std::string(list_name) + "[" + std::to_string(i) + "].";
        if (year_of(day.date) != year) {
            return shape(
                at + "date",
                {text(day.date) + " bukan hari dalam tahun " + std::to_string(year) + ".",
                 text(day.date) + " is no day of the year " + std::to_string(year) + "."}
            );
        }
        if (std::ranges::find(seen, day.date) != seen.end()) {
            return shape(
                at + "date",
                {text(day.date) + " disebut dua kali. Hapus salah satunya.",
                 text(day.date) + " is named twice. Remove one of them."}
            );
        }
        if (day.text.empty()) {
            return shape(
                at + "text", {"Tuliskan nama hari libur ini.", "Say what this day off is called."}
            );
        }
        if (auto no = check_length(day.text, text_bytes_max, at + "text")) return no;
        seen.push_back(day.date);
    }
    return std::nullopt;
}

std::optional<Rejection> check_shape(const Published& e) {
    if (e.year < 1900 || e.year > 9999) {
        return shape(
            "year", {"Tahun harus antara 1900 dan 9999.", "The year must be from 1900 to 9999."}
        );
    }
    std::vector<Date> seen;
    if (auto no = check_days(e.holidays, e.year, "holidays", seen)) return no;
    if (auto no = check_days(e.joint_leave, e.year, "jointLeave", seen)) return no;
    if (e.weekly_minutes == 0 || e.weekly_minutes > weekly_minutes_max) {
        return shape(
            "weeklyMinutes",
            {"Jam kerja seminggu harus antara 1 dan 7200 menit; 37 jam 30 menit adalah 2250.",
             "A working week must have 1 to 7200 minutes; 37 hours 30 minutes are 2250."}
        );
    }
    if (!is_time_of_day(e.start)) {
        return shape(
            "start",
            {"Tuliskan jam masuk sebagai JJ:MM, misalnya 07:30.",
             "Write when the day starts as HH:MM, such as 07:30."}
        );
    }
    return std::nullopt;
}

std::optional<Rejection> check_actor(const Circumstances& given) {
    if (!agency::is_registered(given.states, AgencyId{std::string(given.stream.key())})) {
        return Rejection{
            Code::state,
            "stream",
            {"Instansi ini belum didaftarkan. Daftarkan instansinya dahulu.",
             "This agency was never registered. Register the agency first."},
        };
    }
    const Role role = given.actor.role;
    if (role != Role::performance_team && role != Role::head && !given.migrated) {
        return Rejection{
            Code::auth,
            "",
            {"Hanya tim pengelola kinerja atau pejabat pembina kepegawaian yang boleh menetapkan "
             "kalender kerja.",
             "Only the performance team or the head may publish the working calendar."},
        };
    }
    return std::nullopt;
}

}  // namespace

bool is_working_day(const State& state, Date day) {
    if (!is_weekday(day)) return false;
    const auto year = year_at(state.years, year_of(day));
    if (year == state.years.end() || year->year != year_of(day)) return true;
    return !std::ranges::binary_search(year->days_off, day);
}

Date add_working_days(const State& state, Date from, int days) {
    ledger_assert(days >= 0);
    Date day = from;
    while (days > 0) {
        day += std::chrono::days{1};
        if (is_working_day(state, day)) --days;
    }
    return day;
}

int working_days_between(const State& state, Date from, Date to) {
    if (to <= from) return 0;
    int count = weekdays_before(to + days{1}) - weekdays_before(from + days{1});
    for (const Year& year : state.years) {
        const auto first = std::ranges::upper_bound(year.days_off, from);
        const auto last = std::ranges::upper_bound(year.days_off, to);
        count -= static_cast<int>(std::count_if(first, last, is_weekday));
    }
    return count;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    const auto& e = std::get<Published>(event);
    auto year = year_at(state.years, e.year);
    if (year == state.years.end() || year->year != e.year) {
        year = state.years.insert(year, Year{});
    }
    *year = {
        .year = e.year,
        .days_off = days_off(e),
        .weekly_minutes = e.weekly_minutes,
        .start = e.start,
        .position = stamp.position,
    };
    return state;
}

Decision decide(const State&, const Event& act, const Circumstances& given) {
    if (auto no = check_actor(given)) return std::unexpected(std::move(*no));
    if (auto no = check_shape(std::get<Published>(act))) return std::unexpected(std::move(*no));
    const AgencyId agency{std::string(given.stream.key())};
    if (auto no = check_backdate(given, agency)) return std::unexpected(std::move(*no));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::calendar;
}

StreamId stream_for(const AgencyId& agency) {
    return {"calendar/" + agency.text};
}

}  // namespace ledger::calendar
