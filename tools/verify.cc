// jejak verify: is everything that is stored what was recorded?

#include "ledger/verify.h"

#include "api/json_out.h"
#include "projections/comparison.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

namespace tools {
namespace {

ledger::OrFault<void> compare_projection(
    House& house, const projections::Projection& projection, ledger::Findings& findings
) {
    const std::string name(projection.name());
    Progress progress("Replaying " + name);
    const std::uint64_t total = findings.events;
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
    if (!compared->is_same()) {
        findings.problems.push_back(
            "the rows of " + name + " are not what a replay gives: run jejak rebuild"
        );
    }
    return {};
}

void print(const ledger::Findings& findings, std::int64_t milliseconds, const Manner& manner) {
    if (manner.json) {
        api::JsonOut out;
        out.begin_object();
        out.member("events", findings.events);
        out.member("root", findings.root);
        out.member("problems", findings.problems);
        out.member("milliseconds", milliseconds);
        out.end_object();
        std::printf("%s\n", std::string(out.text()).c_str());
        return;
    }
    for (const std::string& problem : findings.problems) std::printf("%s\n", problem.c_str());
    std::printf(
        "%s: %llu events, root %s, in %lld ms\n",
        findings.problems.empty() ? "verified" : "NOT verified",
        static_cast<unsigned long long>(findings.events),
        findings.root.hex().c_str(),
        static_cast<long long>(milliseconds)
    );
}

}  // namespace

int verify(const std::filesystem::path& directory, const Manner& manner) {
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
    if (findings->problems.empty()) {
        for (const projections::Projection* projection : (*house)->runner().projections()) {
            if (auto compared = compare_projection(**house, *projection, *findings); !compared) {
                return complain(manner, compared.error().detail);
            }
        }
    }
    const auto took = std::chrono::steady_clock::now() - start;
    print(*findings, std::chrono::duration_cast<std::chrono::milliseconds>(took).count(), manner);
    return findings->problems.empty() ? exit_ok : exit_not_verified;
}

}  // namespace tools
