// jejak import: CloudEvents, one a line, or the tables of a data set through its mapping. Good
// lines are kept, bad ones are told with their line and the reason, and importing twice adds
// nothing.

#include "ledger/file.h"
#include "tools/asking.h"
#include "tools/cloud_event_lines.h"
#include "tools/intake.h"
#include "tools/mapping.h"
#include "tools/resubmission.h"
#include "tools/sending.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <system_error>

namespace tools {
namespace {

api::Language language_of(const Manner& manner) {
    return manner.language == "id" ? api::Language::indonesian : api::Language::english;
}

std::string in_language(const Manner& manner, const ledger::Words& words) {
    return in(language_of(manner), words);
}

std::optional<int> send_lines(
    const std::filesystem::path& path, const Manner& manner, Sending& sending
) {
    std::ifstream in(path, std::ios::binary);
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    if (!in || error) return complain(manner, "cannot read " + path.string());
    Progress progress("Importing " + path.filename().string());
    std::uint64_t done = 0;
    EventLines lines(in);
    while (const auto line = lines.next()) {
        Refusal refusal{
            .file = path.string(), .line = lines.line(), .code = {}, .field = {}, .detail = {}
        };
        if (!*line) {
            refusal.detail = in_language(manner, line->error());
            sending.refuse(std::move(refusal));
            continue;
        }
        std::string json(**line);
        done += json.size() + 1;
        progress.at(std::min<std::uint64_t>(done, bytes), bytes);
        // A line must be one JSON value by itself, else it would spoil the batch it is sent in.
        if (!api::JsonDocument::parse(json)) {
            refusal.detail = "this line is not JSON";
            sending.refuse(std::move(refusal));
            continue;
        }
        auto event = resubmitted(json);
        if (!event) {
            sending.skip();
            continue;
        }
        const auto failed = sending.add({*std::move(event), path.string(), lines.line()});
        if (failed) return failed;
    }
    return std::nullopt;
}

ledger::OrFault<std::vector<SourceFile>> source_files(const std::filesystem::path& folder) {
    std::vector<SourceFile> files;
    for (const auto& found : std::filesystem::directory_iterator(folder)) {
        if (found.path().extension() != ".csv") continue;
        const auto bytes = ledger::read_file(found.path());
        if (!bytes) return std::unexpected(bytes.error());
        const std::string text(ledger::text_of(*bytes));
        files.push_back({found.path().filename().string(), text});
    }
    std::ranges::sort(files, {}, &SourceFile::name);
    return files;
}

// What the mapping found wrong counts as what the ledger does. A refused row may be told of twice.
void tell_findings(const Intake& intake, const Manner& manner, Sending& sending) {
    if (!manner.json) std::fputs(told(intake.findings, language_of(manner)).c_str(), stderr);
    for (const Finding& finding : intake.findings) {
        if (finding.kind != Finding::Kind::refused) continue;
        std::string detail = in(language_of(manner), finding.reason);
        if (!finding.value.empty()) detail += " (" + finding.value + ")";
        Refusal refusal{
            .file = finding.file,
            .line = finding.line,
            .code = {},
            .field = finding.column,
            .detail = std::move(detail),
        };
        sending.count_refused(std::move(refusal));
    }
    if (manner.json) return;
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

std::optional<int> send_folder(
    const std::filesystem::path& folder,
    const Mapping& mapping,
    const ImportOptions& options,
    const Manner& manner,
    Sending& sending
) {
    if (!std::filesystem::is_directory(folder)) {
        return complain(manner, folder.string() + " is not a folder of CSV files", exit_usage);
    }
    const auto files = source_files(folder);
    if (!files) return complain(manner, files.error().detail);
    if (files->empty()) {
        return complain(manner, "there is no CSV file in " + folder.string(), exit_usage);
    }
    const Intake intake =
        take_in(mapping, *files, {.actor = "import", .migration_order = options.migration_order});
    tell_findings(intake, manner, sending);
    Progress progress("Importing " + folder.filename().string());
    std::size_t done = 0;
    for (const EventLine& event : intake.events) {
        const std::string file = event.file.empty() ? options.mapping->string() : event.file;
        if (const auto failed = sending.add({event.json, file, event.line})) return failed;
        progress.at(++done, intake.events.size());
    }
    return std::nullopt;
}

std::optional<int> send_tables(
    const ImportOptions& options, const Manner& manner, Sending& sending
) {
    const auto bytes = ledger::read_file(*options.mapping);
    if (!bytes) return complain(manner, bytes.error().detail);
    const auto mapping = Mapping::parse(ledger::text_of(*bytes));
    if (!mapping) {
        for (const ledger::Rejection& problem : mapping.error()) {
            (void)complain(manner, problem.field + ": " + in_language(manner, problem.detail));
        }
        return exit_usage;
    }
    for (const auto& folder : options.files) {
        if (const auto failed = send_folder(folder, *mapping, options, manner, sending)) {
            return failed;
        }
    }
    return std::nullopt;
}

}  // namespace

int import(const ImportOptions& options, const Manner& manner) {
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(manner, client.error());
    Sending sending(**client, manner);
    std::optional<int> failed;
    if (options.mapping) {
        failed = send_tables(options, manner, sending);
    } else {
        for (const auto& file : options.files) {
            if (!failed) failed = send_lines(file, manner, sending);
        }
    }
    return sending.conclude(failed);
}

}  // namespace tools
