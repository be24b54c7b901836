// jejak import: CloudEvents, one a line, or the tables of a data set through its mapping. Good
// lines are kept, bad ones are told with their line and the reason, and importing twice adds
// nothing.

#include "tools/asking.h"
#include "tools/cloud_event_lines.h"
#include "tools/intake.h"
#include "tools/mapping.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace tools {
namespace {

constexpr std::size_t batch_lines_max = 1000;
constexpr api::JsonLimits outcome_limits{.bytes_max = 64UL * 1024 * 1024, .items_max = 20'000};

struct Line {
    std::string json;
    std::string file;
    std::size_t number = 0;
};

struct Tally {
    std::size_t recorded = 0;
    std::size_t duplicates = 0;
    std::size_t rejected = 0;
};

api::Language language_of(const Manner& manner) {
    return manner.language == "id" ? api::Language::indonesian : api::Language::english;
}

// Sends lines in batches, and tells what became of the bad ones.
class Sending {
public:
    explicit Sending(Client& client) : client_(client) {}

    // The exit status of a failure; nothing while all is well.
    std::optional<int> add(Line line) {
        batch_.push_back(std::move(line));
        return batch_.size() == batch_lines_max ? flush() : std::nullopt;
    }

    std::optional<int> flush() {
        if (batch_.empty()) return std::nullopt;
        std::string body = "[";
        for (const Line& line : batch_) {
            if (body.size() > 1) body += ",\n";
            body += line.json;
        }
        body += ']';
        const OrProblem answer =
            client_.post("/v1/events", "application/cloudevents-batch+json", std::move(body));
        if (!answer) return complain(answer.error());
        if (answer->status != 200) return complain_about(*answer);
        tell(answer->body);
        batch_.clear();
        return std::nullopt;
    }

    [[nodiscard]] const Tally& tally() const noexcept { return tally_; }
    void refuse(const Line& line, std::string_view reason) {
        ++tally_.rejected;
        std::fprintf(
            stderr,
            "%s:%zu: %.*s\n",
            line.file.c_str(),
            line.number,
            static_cast<int>(reason.size()),
            reason.data()
        );
    }

private:
    void tell(const std::string& body) {
        const auto document = api::JsonDocument::parse(body, outcome_limits);
        if (!document) return;
        const auto outcomes = value_at(document->root(), {"outcomes"});
        if (!outcomes) return;
        std::size_t i = 0;
        for (const api::JsonValue outcome : outcomes->items()) {
            const std::string what = text_at(outcome, {"outcome"});
            if (what == "recorded") ++tally_.recorded;
            if (what == "duplicate") ++tally_.duplicates;
            if (what == "rejected" && i < batch_.size()) refuse(batch_[i], reason_of(outcome));
            ++i;
        }
    }

    static std::string reason_of(api::JsonValue outcome) {
        std::string reason;
        const auto errors = value_at(outcome, {"errors"});
        if (!errors) return reason;
        for (const api::JsonValue error : errors->items()) {
            if (!reason.empty()) reason += "; ";
            reason += text_at(error, {"code"});
            const std::string field = text_at(error, {"field"});
            if (!field.empty()) reason += " at " + field;
            reason += ": " + text_at(error, {"detail"});
        }
        return reason;
    }

    Client& client_;
    std::vector<Line> batch_;
    Tally tally_;
};

std::optional<std::string> contents_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

// A line must be one JSON value by itself, else it would spoil the batch that it is sent in.
bool is_json(const std::string& line) {
    return api::JsonDocument::parse(line).has_value();
}

std::optional<int> send_lines(const std::filesystem::path& path, Sending& sending) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return complain("cannot read " + path.string());
    EventLines lines(in);
    while (auto line = lines.next()) {
        Line read{.json = {}, .file = path.string(), .number = lines.line()};
        if (!*line) {
            sending.refuse(read, line->error().en);
            continue;
        }
        read.json = **line;
        if (!is_json(read.json)) {
            sending.refuse(read, "this line is not JSON");
            continue;
        }
        if (const auto failed = sending.add(std::move(read))) return failed;
    }
    return std::nullopt;
}

std::vector<SourceFile> source_files(const std::filesystem::path& folder) {
    std::vector<SourceFile> files;
    for (const auto& found : std::filesystem::directory_iterator(folder)) {
        if (found.path().extension() != ".csv") continue;
        files.push_back({found.path().filename().string(), contents_of(found.path()).value_or("")});
    }
    std::ranges::sort(files, {}, &SourceFile::name);
    return files;
}

std::optional<int> send_tables(
    const ImportOptions& options, const Manner& manner, Sending& sending
) {
    const auto text = contents_of(*options.mapping);
    if (!text) return complain("cannot read " + options.mapping->string());
    const auto mapping = Mapping::parse(*text);
    if (!mapping) {
        for (const ledger::Rejection& problem : mapping.error()) {
            (void)complain(problem.field + ": " + in(language_of(manner), problem.detail));
        }
        return exit_usage;
    }
    for (const auto& folder : options.files) {
        if (!std::filesystem::is_directory(folder)) {
            return complain(folder.string() + " is not a folder of CSV files", exit_usage);
        }
        const std::vector<SourceFile> files = source_files(folder);
        const Intake intake = take_in(
            *mapping, files, {.actor = "import", .migration_order = options.migration_order}
        );
        std::fputs(told(intake.findings, language_of(manner)).c_str(), stderr);
        for (const EventLine& event : intake.events) {
            const std::string file = event.file.empty() ? options.mapping->string() : event.file;
            if (const auto failed = sending.add({event.json, file, event.line})) return failed;
        }
        for (const FileCount& count : intake.counts) {
            std::fprintf(
                stderr,
                "%s: %zu rows, %zu refused, %zu events\n",
                count.file.c_str(),
                count.rows,
                count.refused,
                count.events
            );
        }
    }
    return std::nullopt;
}

}  // namespace

int import(const ImportOptions& options, const Manner& manner) {
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(client.error());
    Sending sending(**client);
    std::optional<int> failed;
    if (options.mapping) {
        failed = send_tables(options, manner, sending);
    } else {
        for (const auto& file : options.files) {
            if (!failed) failed = send_lines(file, sending);
        }
    }
    if (!failed) failed = sending.flush();
    if (failed) return *failed;
    const Tally& tally = sending.tally();
    std::printf(
        manner.json ? "{\"recorded\":%zu,\"duplicates\":%zu,\"rejected\":%zu}\n"
                    : "recorded %zu, already there %zu, rejected %zu\n",
        tally.recorded,
        tally.duplicates,
        tally.rejected
    );
    return tally.rejected == 0 ? exit_ok : exit_failed;
}

}  // namespace tools
