// jejak verdicts: how many indicators of each agency met their targets, and what the indices at
// the top of the roll-ups come to.

#include "api/json_out.h"
#include "api/percent.h"
#include "tools/asking.h"
#include "tools/verdict_table.h"

#include <cstdio>
#include <utility>
#include <vector>

namespace tools {
namespace {

using ledger::unit_score::Reading;
using ledger::unit_score::Verdict;

constexpr api::JsonLimits answer_limits{.bytes_max = 256UL * 1024 * 1024, .items_max = 1'000'000};

struct Judged {
    std::vector<AgencyVerdicts> agencies;
    std::vector<Reading> indices;
};

Verdicts counts_at(api::JsonValue answer, std::string_view which) {
    Verdicts counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto count = value_at(answer, {which, names(Verdict{})[i]});
        if (count) counts[i] = static_cast<std::size_t>(count->integer());
    }
    return counts;
}

// Whether the indicator is made of others, and part of none.
bool is_index(api::JsonValue indicator) {
    return text_at(indicator, {"rollUp"}) != "measured" && text_at(indicator, {"parent"}).empty();
}

Reading reading_of(api::JsonValue indicator, const VerdictsOptions& options) {
    Reading reading;
    reading.indicator.text = text_at(indicator, {"indicator"});
    reading.period = ledger::Period::parse(options.period).value_or(ledger::Period{});
    reading.series = options.series;
    reading.value = ledger::Rational::parse(text_at(indicator, {"value", "exact"}));
    return reading;
}

void add(Judged& judged, api::JsonValue answer, const VerdictsOptions& options) {
    judged.agencies.push_back(
        {{text_at(answer, {"agency"})}, counts_at(answer, "counts"), counts_at(answer, "critical")}
    );
    const auto indicators = value_at(answer, {"indicators"});
    if (!indicators) return;
    for (const api::JsonValue indicator : indicators->items()) {
        if (is_index(indicator)) judged.indices.push_back(reading_of(indicator, options));
    }
}

void write(api::JsonOut& out, const Verdicts& counts) {
    out.begin_object();
    for (std::size_t i = 0; i < counts.size(); ++i) out.member(names(Verdict{})[i], counts[i]);
    out.end_object();
}

void print_json(const Judged& judged, const VerdictsOptions& options) {
    api::JsonOut out;
    out.begin_object();
    out.member("period", options.period);
    out.member_if_any("series", options.series);
    out.key("agencies");
    out.begin_array();
    for (const AgencyVerdicts& each : judged.agencies) {
        out.begin_object();
        out.member("agency", each.agency);
        out.key("counts");
        write(out, each.all);
        out.key("critical");
        write(out, each.critical);
        out.end_object();
    }
    out.end_array();
    out.key("indices");
    out.begin_array();
    for (const Reading& index : judged.indices) {
        out.begin_object();
        out.member("indicator", index.indicator);
        out.member("exact", index.value);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    std::printf("%s\n", std::move(out).take().c_str());
}

void print(const Judged& judged, const Manner& manner) {
    const api::Language language =
        manner.language == "id" ? api::Language::indonesian : api::Language::english;
    std::fputs(table(judged.agencies, language).c_str(), stdout);
    if (judged.indices.empty()) return;
    std::fputs(("\n" + table(judged.indices, language)).c_str(), stdout);
}

// Adds what one agency has. The exit status of a failure.
std::optional<int> ask(
    Client& client,
    const std::string& agency,
    const VerdictsOptions& options,
    const Manner& manner,
    Judged& judged
) {
    const OrProblem answer = client.get(
        path_of({"v1", "agencies", agency, "verdicts", options.period}) +
        "?series=" + api::percent_encoded(options.series)
    );
    if (!answer) return complain(manner, answer.error());
    if (answer->status == 404) return std::nullopt;  // an agency without indicators
    if (answer->status != 200) return complain_about(manner, *answer);
    const auto document = api::JsonDocument::parse(answer->body, answer_limits);
    if (!document) return complain(manner, "the answer is not JSON");
    add(judged, document->root(), options);
    return std::nullopt;
}

// All agencies, page by page. The exit status of a failure.
std::optional<int> ask_all(
    Client& client, const VerdictsOptions& options, const Manner& manner, Judged& judged
) {
    std::string next;
    do {
        std::string target = "/v1/agencies?limit=1000";
        if (!next.empty()) target += "&after=" + api::percent_encoded(next);
        const OrProblem answer = client.get(target);
        if (!answer) return complain(manner, answer.error());
        if (answer->status != 200) return complain_about(manner, *answer);
        const auto document = api::JsonDocument::parse(answer->body, answer_limits);
        const auto names = document ? value_at(document->root(), {"agencies"}) : std::nullopt;
        if (!names) return complain(manner, "the answer is not JSON");
        for (const api::JsonValue name : names->items()) {
            const std::string agency(name.text());
            if (const auto failed = ask(client, agency, options, manner, judged)) return failed;
        }
        next = text_at(document->root(), {"next"});
    } while (!next.empty());
    return std::nullopt;
}

}  // namespace

int verdicts(const VerdictsOptions& options, const Manner& manner) {
    if (!ledger::Period::parse(options.period)) {
        return complain(manner, "a period is written 2025-12, 2025-Q4, or 2025", exit_usage);
    }
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(manner, client.error());
    Judged judged;
    if (const auto failed = ask_all(**client, options, manner, judged)) return *failed;
    if (judged.agencies.empty()) {
        return complain(manner, "no agency in this ledger has indicators", exit_not_found);
    }
    if (manner.json) {
        print_json(judged, options);
    } else {
        print(judged, manner);
    }
    return exit_ok;
}

}  // namespace tools
