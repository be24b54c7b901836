// jejak verify: is everything that is stored what was recorded?

#include "ledger/verify.h"

#include "api/json_out.h"
#include "ledger/checkpoints.h"
#include "ledger/file.h"
#include "projections/comparison.h"
#include "tools/house.h"
#include "tools/verbs.h"
#include "tools/verify_receipt.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
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

ledger::OrFault<void> compare_projection(
    House& house, const projections::Projection& projection, Report& report
) {
    const std::string name(projection.name());
    Progress progress("Replaying " + name);
    const std::uint64_t total = report.findings.events;
    const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
    const auto compared = projections::compare_with_replay(
        house.ledger().log(),
        projection,
        house.runner().rows(name),
        house.ledger().directory() / "rows" / ("verify-" + name),
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

// The closes, held against the records once more, and the map that they give.
ledger::OrFault<void> compare_completeness(House& house, Report& report) {
    if (const auto wrong = house.completeness().stopped()) {
        report.findings.problems.push_back(wrong->detail);
        return {};
    }
    const auto scratch = house.ledger().directory() / "rows" / "verify-completeness";
    std::error_code ignored;
    std::filesystem::remove_all(scratch, ignored);
    if (auto made = ledger::make_directory(scratch); !made) return made;
    ledger::OrFault<ledger::Digest> fresh;
    {
        const auto again = ledger::Completeness::open(house.ledger(), scratch);
        fresh = again ? (*again)->digest() : std::unexpected(again.error());
    }
    std::filesystem::remove_all(scratch, ignored);
    if (!fresh) return std::unexpected(fresh.error());
    report.rows.emplace_back("completeness", *fresh);
    const auto kept = house.completeness().digest();
    if (!kept || *kept != *fresh) {
        report.findings.problems.push_back(
            "the rows of completeness are not what the records give: remove the rows folder"
        );
    }
    return {};
}

// What was signed, and by whom: does the ledger begin with it? (The newest was looked at when the
// ledger was opened.)
void check_signed(House& house, Report& report) {
    const auto checkpoints = ledger::Checkpoints::open(house.ledger());
    if (!checkpoints) return report.findings.problems.push_back(checkpoints.error().detail);
    if (const auto cosigned = checkpoints->cosigned(); !cosigned) {
        report.findings.problems.push_back(cosigned.error().detail);
    }
    if (const auto rotated = checkpoints->rotated(); !rotated) {
        report.findings.problems.push_back(rotated.error().detail);
    }
}

ledger::OrFault<void> compare_rows(House& house, Report& report) {
    const auto index = house.ledger().index().digest();
    if (!index) return std::unexpected(index.error());
    report.rows.emplace_back("index", *index);
    for (const projections::Projection* projection : house.runner().projections()) {
        if (auto compared = compare_projection(house, *projection, report); !compared) {
            return compared;
        }
    }
    return compare_completeness(house, report);
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
    const auto start = std::chrono::steady_clock::now();
    const auto house = House::open(directory, {}, {});
    if (!house) return complain(manner, house.error().detail, exit_not_verified);
    const ledger::Ledger& book = (*house)->ledger();
    const std::uint64_t total = std::to_underlying(book.size());
    Progress progress("Checking");
    auto findings =
        ledger::verify(book, directory / "rows" / "verify", [&](const char*, std::uint64_t done) {
            progress.at(done, total);
        });
    if (!findings) return complain(manner, findings.error().detail);
    Report report{.findings = *std::move(findings)};
    // What opening has passed over is told here too: damage, or what a crash has left.
    if (const auto& note = book.note()) report.findings.problems.push_back(*note);
    check_signed(**house, report);
    if (report.findings.problems.empty()) {
        if (auto compared = compare_rows(**house, report); !compared) {
            return complain(manner, compared.error().detail);
        }
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
