#include "tools/sending.h"

#include "api/json_out.h"
#include "tools/asking.h"

#include <cstdio>
#include <utility>

namespace tools {
namespace {

constexpr std::size_t batch_lines_max = 1000;
constexpr std::size_t batch_bytes_max = 8UL * 1024 * 1024;
constexpr api::JsonLimits outcome_limits{.bytes_max = 64UL * 1024 * 1024, .items_max = 20'000};

void tell(const Refusal& refusal) {
    std::string place = refusal.file;
    if (refusal.line != 0) place += ":" + std::to_string(refusal.line);
    std::string what = refusal.code;
    if (!refusal.field.empty()) what += (what.empty() ? "at " : " at ") + refusal.field;
    if (!what.empty()) what += ": ";
    std::fprintf(stderr, "%s: %s%s\n", place.c_str(), what.c_str(), refusal.detail.c_str());
}

void write(api::JsonOut& out, const Refusal& refusal) {
    out.begin_object();
    out.member("file", refusal.file);
    out.member("line", refusal.line);
    out.member("code", refusal.code);
    out.member("field", refusal.field);
    out.member("detail", refusal.detail);
    out.end_object();
}

void print_json(const Tally& tally, const std::vector<Refusal>& refusals) {
    api::JsonOut out;
    out.begin_object();
    out.member("recorded", tally.recorded);
    out.member("duplicates", tally.duplicates);
    out.member("refused", tally.refused);
    out.member("skipped", tally.skipped);
    out.member("notSent", tally.not_sent);
    out.key("rows");
    out.begin_array();
    for (const Refusal& refusal : refusals) write(out, refusal);
    out.end_array();
    out.end_object();
    std::printf("%s\n", std::move(out).take().c_str());
}

void print(const Tally& tally) {
    std::printf(
        "recorded %zu, already there %zu, refused %zu",
        tally.recorded,
        tally.duplicates,
        tally.refused
    );
    if (tally.skipped != 0) std::printf(", skipped %zu that follow from others", tally.skipped);
    if (tally.not_sent != 0) std::printf(", NOT SENT or not known %zu", tally.not_sent);
    std::printf("\n");
}

}  // namespace

std::optional<int> Sending::add(Line line) {
    if (batch_bytes_ + line.json.size() > batch_bytes_max) {
        if (const auto failed = flush()) {
            ++tally_.not_sent;
            return failed;
        }
    }
    batch_bytes_ += line.json.size() + 2;
    batch_.push_back(std::move(line));
    return batch_.size() == batch_lines_max ? flush() : std::nullopt;
}

std::optional<int> Sending::flush() {
    if (batch_.empty()) return std::nullopt;
    std::string body = "[";
    for (const Line& line : batch_) {
        if (body.size() > 1) body += ",\n";
        body += line.json;
    }
    body += ']';
    const OrProblem answer =
        client_.post("/v1/events", "application/cloudevents-batch+json", std::move(body));
    std::optional<int> failed;
    if (!answer) {
        failed = complain(manner_, answer.error());
    } else if (answer->status != 200) {
        failed = complain_about(manner_, *answer);
    } else {
        failed = take_in(answer->body);
    }
    if (failed) tally_.not_sent += batch_.size();
    batch_.clear();
    batch_bytes_ = 0;
    return failed;
}

// An answer that does not say what became of each line is none.
std::optional<int> Sending::take_in(const std::string& answer) {
    const auto document = api::JsonDocument::parse(answer, outcome_limits);
    const auto outcomes = document ? value_at(document->root(), {"outcomes"}) : std::nullopt;
    std::vector<api::JsonValue> each;
    if (outcomes && outcomes->kind() == api::JsonValue::Kind::list) {
        for (const api::JsonValue outcome : outcomes->items()) each.push_back(outcome);
    }
    if (each.size() != batch_.size()) {
        return complain(
            manner_, "the answer does not say what became of the events that were sent"
        );
    }
    for (std::size_t i = 0; i < each.size(); ++i) take_in(batch_[i], each[i]);
    return std::nullopt;
}

void Sending::take_in(const Line& line, api::JsonValue outcome) {
    const std::string what = text_at(outcome, {"outcome"});
    if (what == "recorded") {
        ++tally_.recorded;
        return;
    }
    if (what == "duplicate") {
        ++tally_.duplicates;
        return;
    }
    Refusal refusal{
        .file = line.file, .line = line.number, .code = {}, .field = {}, .detail = what
    };
    const auto errors = value_at(outcome, {"errors"});
    if (!errors) return refuse(std::move(refusal));
    bool is_first = true;
    for (const api::JsonValue error : errors->items()) {
        refusal.code = text_at(error, {"code"});
        refusal.field = text_at(error, {"field"});
        refusal.detail = text_at(error, {"detail"});
        if (!is_first) --tally_.refused;  // one line, however much is wrong with it
        is_first = false;
        refuse(refusal);
    }
}

void Sending::refuse(Refusal refusal) {
    if (!manner_.json) tell(refusal);
    count_refused(std::move(refusal));
}

void Sending::count_refused(Refusal refusal) {
    ++tally_.refused;
    if (manner_.json) refusals_.push_back(std::move(refusal));
}

int Sending::conclude(std::optional<int> failed) {
    const auto last = flush();  // what is complete is sent, whatever failed behind it
    if (!failed) failed = last;
    if (manner_.json) {
        print_json(tally_, refusals_);
    } else {
        print(tally_);
    }
    if (failed) return *failed;
    return tally_.refused == 0 ? exit_ok : exit_failed;
}

}  // namespace tools
