#include "ledger/rules/score.h"

#include "ledger/rules/achievement.h"
#include "ledger/rules/assert.h"
#include "ledger/rules/formulas.h"
#include "ledger/rules/plan_content.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

namespace ledger::score {
namespace {

using formulas::Family;

Quantity count(std::size_t number) {
    return Quantity::plain(Rational(static_cast<std::int64_t>(number)));
}

const plan::Indicator* find_indicator(const plan::Revision& revision, const PlanIndicatorId& id) {
    const auto& all = revision.content.indicators;
    const auto found = std::ranges::find(all, id, &plan::Indicator::id);
    return found == all.end() ? nullptr : &*found;
}

// A report that was returned is not there until it is submitted again.
bool is_there(const report::State& report) {
    return report.progress == report::Progress::submitted ||
           report.progress == report::Progress::acknowledged;
}

Measured measured(const plan::Indicator& indicator) {
    return {indicator.polarity, indicator.is_signed, indicator.max_attainable};
}

// To such a sum a missing month adds nothing, which is no gain.
bool gaps_add_nothing(const plan::Indicator& indicator) {
    return indicator.consolidation == Consolidation::sum && indicator.polarity == Polarity::max &&
           !indicator.is_signed;
}

bool is_same_shape(const Target& a, const Target& b) {
    return a.value.has_value() == b.value.has_value() && a.low.has_value() == b.low.has_value();
}

// The target that holds in the `nth` month of the span: its own, or that of all months together.
// nullptr where the trajectory is too short.
const Target* target_in(const plan::Indicator& indicator, std::size_t nth) {
    if (indicator.trajectory.empty()) return &indicator.target;
    return nth < indicator.trajectory.size() ? &indicator.trajectory[nth] : nullptr;
}

// What the months of the plan's span have to say about one indicator.
struct Month {
    std::size_t nth = 0;                         // of the span, from 0
    const plan::Revision* revision = nullptr;    // in force in it
    const plan::Indicator* planned = nullptr;    // as that revision has it; nullptr: it has not
    const report::Reported* reported = nullptr;  // nullptr: no report is there that has its value
    bool late = false;                           // the deadline has passed

    [[nodiscard]] bool counts(const plan::Indicator& indicator) const {
        if (planned == nullptr) return false;
        if (plan::is_due(*planned, nth)) return reported != nullptr || late;
        // What was done before it was due still adds to a sum.
        return reported != nullptr && indicator.consolidation == Consolidation::sum;
    }
    [[nodiscard]] bool may_still_count() const {
        return planned != nullptr && plan::is_due(*planned, nth) && reported == nullptr && !late;
    }
};

// Computes the lines of one score.
class Calculation {
public:
    Calculation(const Sheet& sheet, plan::Months months, Date today, Trace& trace)
        : sheet_(sheet),
          from_(static_cast<std::uint32_t>(months.first)),
          to_(static_cast<std::uint32_t>(months.last)),
          trace_(trace),
          revision_(plan::revision_in(sheet.plan, to_)) {
        const auto is_late = [&](std::uint32_t month) {
            return report_due(
                       static_cast<int>(sheet.plan.year), static_cast<int>(month), trace.policy()
                   ) < today;
        };
        while (late_to_ < to_ && is_late(late_to_ + 1)) ++late_to_;
    }

    [[nodiscard]] const plan::Revision& revision() const { return revision_; }

    // The line of `indicator`, and the achievement with which it counts, if it does.
    std::pair<Line, std::optional<Quantity>> measure(const plan::Indicator& indicator);

private:
    [[nodiscard]] std::vector<Month> months_of(const plan::Indicator& indicator) const;
    [[nodiscard]] Month month_of(const plan::Indicator& indicator, std::uint32_t month) const;

    std::optional<Quantity> measure_value(
        Line& line, const plan::Indicator& indicator, const std::vector<Month>& counted
    );
    std::optional<Quantity> measure_milestone(Line& line, const plan::Indicator& indicator);
    Quantity missing(Line& line);
    Quantity incomplete(const Line& line, const Quantity& achievement);

    Aim aim_of(const plan::Indicator& indicator, const std::vector<Month>& months);
    Aim summed(const plan::Indicator& indicator, std::span<const Month> months);
    Aim shared(const plan::Indicator& indicator, Position event, std::size_t months);
    [[nodiscard]] Month aimed(const plan::Indicator& indicator, const Month& month) const;
    [[nodiscard]] std::size_t months_in_plan(const plan::Indicator& indicator) const;

    const Sheet& sheet_;
    std::uint32_t from_;
    std::uint32_t to_;
    std::uint32_t late_to_ = 0;  // the last month whose deadline has passed
    Trace& trace_;
    const plan::Revision& revision_;  // in force at the end
};

Month Calculation::month_of(const plan::Indicator& indicator, std::uint32_t month) const {
    const plan::State& plan = sheet_.plan;
    Month found{
        .nth = month - plan.first_month,
        .revision = &plan::revision_in(plan, month),
        .late = month <= late_to_,
    };
    found.planned =
        found.revision == &revision_ ? &indicator : find_indicator(*found.revision, indicator.id);
    const report::State& report = sheet_.reports[month - 1];
    if (!is_there(report)) return found;
    const auto line =
        std::ranges::find(report.reported, indicator.id, &report::Reported::indicator);
    if (line == report.reported.end()) return found;
    if (indicator.polarity == Polarity::milestone ||
        is_observation(line->value, indicator.consolidation)) {
        found.reported = &*line;
    }
    return found;
}

std::vector<Month> Calculation::months_of(const plan::Indicator& indicator) const {
    std::vector<Month> months;
    months.reserve(to_ - from_ + 1);
    for (std::uint32_t month = from_; month <= to_; ++month) {
        months.push_back(month_of(indicator, month));
    }
    return months;
}

std::pair<Line, std::optional<Quantity>> Calculation::measure(const plan::Indicator& indicator) {
    Line line{.indicator = indicator.id, .weight = indicator.weight, .due = Due::no_target};
    if (indicator.polarity == Polarity::qualitative) return {std::move(line), std::nullopt};
    std::vector<Month> months = months_of(indicator);
    const bool may_still_count = std::ranges::any_of(months, &Month::may_still_count);
    std::erase_if(months, [&](const Month& month) { return !month.counts(indicator); });
    if (months.empty()) {
        if (may_still_count) line.due = Due::not_yet;
        return {std::move(line), std::nullopt};
    }
    line.months_counted = static_cast<std::uint32_t>(months.size());
    line.months_reported = static_cast<std::uint32_t>(
        std::ranges::count_if(months, [](const Month& month) { return month.reported != nullptr; })
    );
    auto achievement = indicator.polarity == Polarity::milestone
                           ? measure_milestone(line, indicator)
                           : measure_value(line, indicator, months);
    if (achievement) line.achievement = achievement->value;
    return {std::move(line), std::move(achievement)};
}

std::optional<Quantity> Calculation::measure_value(
    Line& line, const plan::Indicator& indicator, const std::vector<Month>& counted
) {
    std::vector<Month> reported = counted;
    std::erase_if(reported, [](const Month& month) { return month.reported == nullptr; });
    std::vector<Observation> observations;
    observations.reserve(reported.size());
    line.events.reserve(reported.size());
    for (const Month& month : reported) {
        observations.push_back(observation(month.reported->value, month.reported->position));
        line.events.push_back(month.reported->position);
    }
    const bool against_all = reported.empty() || gaps_add_nothing(indicator);
    const Aim aim = aim_of(indicator, against_all ? counted : reported);
    if (has_no_target(measured(indicator), aim)) return std::nullopt;
    if (aim.value) line.target = aim.value->value;
    if (aim.low) line.target_low = aim.low->value;
    if (aim.high) line.target_high = aim.high->value;
    if (observations.empty()) return missing(line);
    const std::string& about = indicator.id.text;
    const auto realised = consolidate(trace_, about, indicator.consolidation, observations);
    if (!realised) {
        if (line.months_reported < line.months_counted) return missing(line);
        line.due = Due::no_observation;
        return for_no_observation(trace_, about, observations);
    }
    line.due = Due::due;
    line.realised = realised->value;
    const Quantity achieved =
        clamped(trace_, about, achievement(trace_, about, measured(indicator), *realised, aim));
    return gaps_add_nothing(indicator) ? achieved : incomplete(line, achieved);
}

std::optional<Quantity> Calculation::measure_milestone(
    Line& line, const plan::Indicator& indicator
) {
    if (indicator.stages.empty()) return std::nullopt;
    if (line.months_reported == 0) return missing(line);
    std::vector<Verified> reports;
    for (std::uint32_t month = sheet_.plan.first_month; month <= to_; ++month) {
        const report::Reported* reported = month_of(indicator, month).reported;
        if (reported == nullptr) continue;
        line.events.push_back(reported->position);
        const bool is_verified =
            sheet_.reports[month - 1].progress == report::Progress::acknowledged;
        if (is_verified) reports.push_back({reported->value.stages, reported->position});
    }
    const std::string& about = indicator.id.text;
    const Quantity reached =
        stages_reached(trace_, about, indicator.stages, revision_.position, reports);
    line.due = Due::due;
    line.realised = reached.value;
    return incomplete(line, clamped(trace_, about, reached));
}

// Nothing was reported in time: the achievement is 0.
Quantity Calculation::missing(Line& line) {
    line.due = Due::missing;
    return trace_.apply(
        Family::incomplete,
        line.indicator.text,
        {{"achievement", count(0)}, {"reported", count(0)}, {"due", count(line.months_counted)}}
    );
}

// `achievement`, with 0 for the months that are missing.
Quantity Calculation::incomplete(const Line& line, const Quantity& achievement) {
    if (line.months_reported == line.months_counted) return achievement;
    return trace_.apply(
        Family::incomplete,
        line.indicator.text,
        {
            {"achievement", achievement},
            {"reported", count(line.months_reported)},
            {"due", count(line.months_counted)},
        }
    );
}

Aim Calculation::aim_of(const plan::Indicator& indicator, const std::vector<Month>& months) {
    if (indicator.consolidation == Consolidation::sum) return summed(indicator, months);
    const Target* target = target_in(indicator, months.back().nth);
    return target == nullptr ? Aim{} : aim(*target, revision_.position);
}

// `month` with the indicator that says its target: as planned in it, or as the latest revision has
// it where the two are no targets that add up.
Month Calculation::aimed(const plan::Indicator& indicator, const Month& month) const {
    const Target* own = target_in(*month.planned, month.nth);
    const Target* latest = target_in(indicator, month.nth);
    const bool adds_up = month.planned->consolidation == Consolidation::sum && own != nullptr &&
                         latest != nullptr && is_same_shape(*own, *latest);
    Month as_aimed = month;
    if (!adds_up) {
        as_aimed.planned = &indicator;
        as_aimed.revision = &revision_;
    }
    return as_aimed;
}

// The targets of `months` together: each as the revision in force in it says, of its trajectory or
// its share of the whole.
Aim Calculation::summed(const plan::Indicator& indicator, std::span<const Month> months) {
    std::vector<Aim> parts;
    while (!months.empty()) {
        const Month first = aimed(indicator, months.front());
        const Position event = first.revision->position;
        std::size_t alike = 1;
        if (first.planned->trajectory.empty()) {
            while (alike < months.size() && aimed(indicator, months[alike]).planned == first.planned
            ) {
                ++alike;
            }
            parts.push_back(shared(*first.planned, event, alike));
        } else {
            const Target* target = target_in(*first.planned, first.nth);
            if (target == nullptr) return {};
            parts.push_back(aim(*target, event));
        }
        months = months.subspan(alike);
    }
    return together(trace_, indicator.id.text, parts);
}

// The share of `months` in the target of the whole span, which was set in `event`.
Aim Calculation::shared(const plan::Indicator& indicator, Position event, std::size_t months) {
    const std::size_t all = months_in_plan(indicator);
    Aim whole = aim(indicator.target, event);
    if (months == all) return whole;
    const auto share = [&](std::optional<Quantity>& end) {
        if (!end) return;
        end = trace_.apply(
            Family::target_share,
            indicator.id.text,
            {{"target", *end}, {"months", count(months)}, {"of", count(all)}}
        );
    };
    share(whole.value);
    share(whole.low);
    share(whole.high);
    return whole;
}

// The months of the span in which the plan has `indicator`: known up to the end of the period, and
// taken to have it after that.
std::size_t Calculation::months_in_plan(const plan::Indicator& indicator) const {
    const plan::State& plan = sheet_.plan;
    std::size_t months = plan.last_month - to_;
    for (std::uint32_t month = plan.first_month; month <= to_; ++month) {
        if (find_indicator(plan::revision_in(plan, month), indicator.id) != nullptr) ++months;
    }
    return months;
}

}  // namespace

Score compute(
    const Sheet& sheet,
    const Period& period,
    const policy::Parameters& policy,
    Date today,
    Detail detail
) {
    Score score{.period = period};
    const auto months = plan::months_in(sheet.plan, period, sheet.zone);
    if (sheet.plan.revisions.empty() || !months) return score;
    Trace trace(policy, detail);
    Calculation calculation(sheet, *months, today, trace);
    const auto& indicators = calculation.revision().content.indicators;
    std::vector<Weighted> parts;
    parts.reserve(indicators.size());
    score.lines.reserve(indicators.size());
    Rational weights;
    for (const plan::Indicator& indicator : indicators) {
        auto [line, achievement] = calculation.measure(indicator);
        if (achievement) {
            const Quantity weight =
                Quantity::raw(indicator.weight, calculation.revision().position);
            weights += weight.value;
            parts.push_back({weight, *std::move(achievement)});
        }
        score.lines.push_back(std::move(line));
    }
    if (const auto exact = weighted(trace, parts)) {
        for (Line& line : score.lines) {
            if (!line.achievement) continue;
            line.contribution = Rational(line.weight) * *line.achievement / weights;
        }
        score.exact = exact->value;
        score.rounded =
            exact->value.try_rounded(static_cast<int>(policy.threshold_scale), policy.rounding);
        score.level = level_for(exact->value, policy);
        trace.note(Family::level_three);
    }
    score.formulas = trace.formulas_used();
    score.steps = trace.take_steps();
    return score;
}

Date report_due(int year, int month, const policy::Parameters& policy) {
    using namespace std::chrono;
    const year_month next = std::chrono::year(year) / month + months(1);
    const auto last = static_cast<unsigned>((next / std::chrono::last).day());
    return next / day(std::clamp(policy.report_due_day, 1U, last));
}

Rational month_weighted(std::span<const Part> parts) {
    std::vector<formulas::Input> inputs;
    for (const Part& part : parts) {
        inputs.push_back({"months[]", Rational(part.months)});
        inputs.push_back({"score[]", part.score});
    }
    const auto combined = formulas::evaluate("combine.months/1", inputs);
    ledger_assert(combined.has_value());
    return *combined;
}

}  // namespace ledger::score
