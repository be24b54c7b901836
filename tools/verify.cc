// jejak verify: is everything that is stored what was recorded?

#include "ledger/verify.h"

#include "api/json_out.h"
#include "api/signed_act.h"
#include "ledger/checkpoints.h"
#include "ledger/file.h"
#include "ledger/note.h"
#include "ledger/snapshot.h"
#include "projections/comparison.h"
#include "tools/house.h"
#include "tools/verbs.h"
#include "tools/verify_receipt.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace tools {
namespace {

// What was found, and what two machines that hold the same log must agree on.
struct Report {
    ledger::Findings findings;
    std::vector<std::pair<std::string, ledger::Digest>> rows;  // of each kind of rows, their digest
    std::chrono::milliseconds took{};

    [[nodiscard]] std::uint64_t events_a_second() const {
        const auto milliseconds = std::max<std::int64_t>(took.count(), 1);
        return findings.events * 1000 / static_cast<std::uint64_t>(milliseconds);
    }
};

// A ledger's files as they are now, opened apart: nobody who serves it has to stop, and nothing of
// it is changed.
struct Look {
    ledger::Snapshot snapshot;
    ledger::SystemClock clock;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<ledger::Completeness> completeness;
    std::unique_ptr<projections::Runner> runner;
};

ledger::OrFault<std::unique_ptr<Look>> look_at(const std::filesystem::path& directory) {
    auto snapshot = ledger::Snapshot::take(directory);
    if (!snapshot) return std::unexpected(snapshot.error());
    auto look = std::unique_ptr<Look>(new Look{.snapshot = *std::move(snapshot)});
    auto ledger = ledger::Ledger::open(look->snapshot.ledger(), look->clock, {});
    if (!ledger) return std::unexpected(ledger.error());
    look->ledger = *std::move(ledger);
    look->snapshot.forget_keys();
    auto completeness =
        ledger::Completeness::open(*look->ledger, look->ledger->directory() / "rows");
    if (!completeness) return std::unexpected(completeness.error());
    look->completeness = *std::move(completeness);
    auto runner = House::start_runner(*look->ledger, {});
    if (!runner) return std::unexpected(runner.error());
    look->runner = *std::move(runner);
    return look;
}

// What is said of the files of a snapshot is said of those that they are of.
std::string of_the_ledger(std::string text, const std::filesystem::path& directory) {
    const std::string apart = (directory / "look" / "ledger").string();
    for (std::size_t at = 0; (at = text.find(apart, at)) != std::string::npos;) {
        text.replace(at, apart.size(), directory.string());
    }
    return text;
}

// What is damaged is not verified; what could not be tried, because somebody else looks or nothing
// is there, says nothing about it.
int cannot_verify(
    const ledger::Fault& fault, const std::filesystem::path& directory, const Manner& manner
) {
    const bool is_damaged = fault.kind == ledger::Fault::Kind::corrupt;
    return complain(
        manner, of_the_ledger(fault.detail, directory), is_damaged ? exit_not_verified : exit_failed
    );
}

ledger::OrFault<void> compare_projection(
    Look& look, const projections::Projection& projection, Report& report
) {
    const std::string name(projection.name());
    Progress progress("Replaying " + name);
    const std::uint64_t total = report.findings.events;
    const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
    const auto compared = projections::compare_with_replay(
        look.ledger->log(),
        projection,
        look.runner->rows(name),
        look.ledger->directory() / "rows" / ("verify-" + name),
        workers,
        [&](ledger::Position at) { progress.at(std::to_underlying(at), total); }
    );
    if (!compared) return std::unexpected(compared.error());
    report.rows.emplace_back(name, compared->replayed);
    if (!compared->is_same()) {
        report.findings.problems.push_back(
            "the rows of " + name + " are not what a replay gives: run jejak rebuild"
        );
    }
    return {};
}

// What opening has passed over is told too: damage, or what a crash has left. Where somebody writes
// meanwhile, the latter is only what he was about to write.
void check_opening(const Look& look, Report& report) {
    const ledger::OpeningNotes& notes = look.ledger->notes();
    const auto tell = [&](const std::string& note) {
        if (!note.empty()) report.findings.problems.push_back(note);
    };
    tell(notes.log.damage);
    if (look.snapshot.is_live()) return;
    tell(notes.log.leftovers);
    tell(notes.keys);
}

// The closes, held against the records once more, and the map that they give.
ledger::OrFault<void> compare_completeness(Look& look, Report& report) {
    if (const auto wrong = look.completeness->stopped()) {
        report.findings.problems.push_back(wrong->detail);
        return {};
    }
    const auto scratch = look.ledger->directory() / "rows" / "verify-completeness";
    std::error_code ignored;
    std::filesystem::remove_all(scratch, ignored);
    if (auto made = ledger::make_directory(scratch); !made) return made;
    ledger::OrFault<ledger::Digest> fresh;
    {
        const auto again = ledger::Completeness::open(*look.ledger, scratch);
        fresh = again ? (*again)->digest() : std::unexpected(again.error());
    }
    std::filesystem::remove_all(scratch, ignored);
    if (!fresh) return std::unexpected(fresh.error());
    report.rows.emplace_back("completeness", *fresh);
    const auto kept = look.completeness->digest();
    if (!kept || *kept != *fresh) {
        report.findings.problems.push_back(
            "the rows of completeness are not what the records give: remove the rows folder"
        );
    }
    return {};
}

// How much the clocks of a ledger and of a witness may differ.
constexpr std::chrono::seconds skew{60};
constexpr std::size_t cosignature_bytes = 8 + 64;   // the time, and a signature by Ed25519
constexpr std::uint64_t seconds_max = 1ULL << 33U;  // some 270 years

// What came after a witness has signed was not recorded before that (proof.md). It is enough to
// look at the first event after it: recorded times do not go back.
void check_times(
    const Look& look, const ledger::SignedCheckpoint& cosigned, std::vector<std::string>& problems
) {
    const ledger::Position after{cosigned.checkpoint.size};
    if (look.ledger->origin().simulated_clock || after >= look.ledger->size()) return;
    const auto recorded = look.ledger->recorded_at(next(after));
    if (!recorded) return problems.push_back(recorded.error().detail);
    const auto note = ledger::Note::parse(cosigned.note);
    for (const ledger::NoteSignature& signature : note->signatures) {
        const auto seconds = ledger::cosigned_at(signature);
        if (signature.bytes.size() != cosignature_bytes || *seconds > seconds_max) continue;
        const ledger::Instant moment{std::chrono::seconds(*seconds)};
        if (*recorded >= moment - skew) continue;
        problems.push_back(
            "the record at position " + std::to_string(cosigned.checkpoint.size) +
            " says that it was recorded " + ledger::text(*recorded) + ", and " + signature.name +
            " has signed at " + ledger::text(moment) + " that it was not there yet"
        );
    }
}

// What was signed, and by whom: does the ledger begin with it?
void check_signed(const Look& look, Report& report) {
    std::vector<std::string>& problems = report.findings.problems;
    const auto checkpoints = ledger::Checkpoints::open(*look.ledger);
    if (!checkpoints) return problems.push_back(checkpoints.error().detail);
    if (const auto newest = checkpoints->newest(); !newest) {
        problems.push_back(newest.error().detail);
    }
    if (const auto cosigned = checkpoints->cosigned(); !cosigned) {
        problems.push_back(cosigned.error().detail);
    } else if (*cosigned) {
        check_times(look, **cosigned, problems);
    }
    if (const auto rotated = checkpoints->rotated(); !rotated) {
        problems.push_back(rotated.error().detail);
    }
}

ledger::OrFault<void> compare_rows(Look& look, Report& report) {
    report.rows.emplace_back("index", report.findings.index);
    for (const projections::Projection* projection : look.runner->projections()) {
        if (auto compared = compare_projection(look, *projection, report); !compared) {
            return compared;
        }
    }
    return compare_completeness(look, report);
}

void print_json(const Report& report) {
    api::JsonOut out;
    out.begin_object();
    out.member("events", report.findings.events);
    out.member("root", report.findings.root);
    out.key("rows");
    out.begin_object();
    for (const auto& [name, digest] : report.rows) out.member(name, digest);
    out.end_object();
    out.member("problems", report.findings.problems);
    out.member("milliseconds", report.took.count());
    out.end_object();
    std::printf("%s\n", std::string(out.text()).c_str());
}

void print(const Report& report) {
    const auto& problems = report.findings.problems;
    for (const std::string& problem : problems) std::printf("%s\n", problem.c_str());
    std::printf(
        "%s: %llu events, root %s, in %lld ms (%llu a second)\n",
        problems.empty() ? "verified" : "NOT verified",
        static_cast<unsigned long long>(report.findings.events),
        report.findings.root.hex().c_str(),
        static_cast<long long>(report.took.count()),
        static_cast<unsigned long long>(report.events_a_second())
    );
    for (const auto& [name, digest] : report.rows) {
        std::printf("rows %-12s %s\n", name.c_str(), digest.hex().c_str());
    }
}

}  // namespace

int verify(const VerifyOptions& options, const Manner& manner) {
    if (!options.key.empty()) return verify_receipt(options, manner);
    const std::filesystem::path& directory = options.what;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(directory, ignored)) {
        return complain(manner, "to check a receipt, give the log's --key too", exit_usage);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto opened = look_at(directory);
    if (!opened) {
        return cannot_verify(opened.error(), directory, manner);
    }
    Look& look = **opened;
    const ledger::Ledger& book = *look.ledger;
    const std::uint64_t total = std::to_underlying(book.size());
    Progress progress("Checking");
    auto findings = ledger::verify(
        book,
        book.directory() / "rows" / "verify",
        api::act_that_was_signed,
        [&](const char*, std::uint64_t done) { progress.at(done, total); }
    );
    if (!findings) return complain(manner, findings.error().detail);
    Report report{.findings = *std::move(findings)};
    check_opening(look, report);
    check_signed(look, report);
    if (report.findings.problems.empty()) {
        if (auto compared = compare_rows(look, report); !compared) {
            return cannot_verify(compared.error(), directory, manner);
        }
    }
    for (std::string& problem : report.findings.problems) {
        problem = of_the_ledger(std::move(problem), directory);
    }
    report.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - start
    );
    if (manner.json) {
        print_json(report);
    } else {
        print(report);
    }
    return report.findings.problems.empty() ? exit_ok : exit_not_verified;
}

}  // namespace tools
