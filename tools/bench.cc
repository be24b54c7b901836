// jejak bench: how fast this program is on this machine. The clients run on the same cores as the
// server, so the figures are those of both together.

#include "api/http_server.h"
#include "api/json_out.h"
#include "projections/replay.h"
#include "projections/scores.h"
#include "tools/bench_load.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <expected>
#include <system_error>
#include <thread>

namespace tools {
namespace {

constexpr std::size_t people = 8000;
constexpr std::size_t batch_events = 1000;
constexpr std::size_t batch_connections = 4;
constexpr std::size_t single_connections = 64;
constexpr std::size_t reads = 200'000;
constexpr const char* one_event = "application/cloudevents+json";
constexpr const char* many_events = "application/cloudevents-batch+json";

struct Figure {
    std::string name;
    std::uint64_t count = 0;
    double seconds = 0;
};

void print(const Figure& figure, const Manner& manner) {
    const auto rate = static_cast<unsigned long long>(
        static_cast<double>(figure.count) / std::max(figure.seconds, 1e-9)
    );
    std::printf(
        manner.json ? "{\"name\":\"%s\",\"count\":%llu,\"milliseconds\":%llu,\"perSecond\":%llu}\n"
                    : "%-44s %9llu in %6llu ms  %9llu a second\n",
        figure.name.c_str(),
        static_cast<unsigned long long>(figure.count),
        static_cast<unsigned long long>(figure.seconds * 1000),
        rate
    );
    std::fflush(stdout);
}

// A fresh ledger with a server on it.
struct Bench {
    std::unique_ptr<House> house;
    std::unique_ptr<api::HttpServer> server;

    // What is left of a request's failures, for a person; empty when all went well.
    static std::string problem_of(const Sent& sent) {
        if (sent.failed == 0) return {};
        return std::to_string(sent.failed) +
               " requests failed, the first with: " + sent.first_failure;
    }

    std::expected<Figure, std::string> send(
        std::string name,
        const std::vector<std::string>& requests,
        std::size_t connections,
        std::uint64_t events
    ) {
        const Sent sent = send_all(
            server->port(), connections, requests.size(), [&](std::size_t i) { return requests[i]; }
        );
        if (auto problem = problem_of(sent); !problem.empty()) return std::unexpected(problem);
        return Figure{std::move(name), events, sent.seconds};
    }
};

std::expected<Bench, std::string> start(const std::filesystem::path& directory, unsigned threads) {
    ledger::LedgerOptions options;
    options.found = ledger::origin::Founded{
        .origin = "bench.example", .format = 1, .simulated_clock = false, .seeded = false
    };
    auto house = House::open(directory, std::move(options), {});
    if (!house) return std::unexpected(house.error().detail);
    auto server = api::HttpServer::start((*house)->router(), {.threads = threads});
    if (!server) return std::unexpected(server.error().detail);
    Bench bench;
    bench.house = *std::move(house);
    bench.server = *std::move(server);
    return bench;
}

// Batches of 1,000 events.
std::vector<std::string> batches_of(const std::vector<std::string>& events) {
    std::vector<std::string> requests;
    for (std::size_t at = 0; at < events.size(); at += batch_events) {
        const std::size_t end = std::min(events.size(), at + batch_events);
        const std::vector<std::string> some(
            events.begin() + static_cast<std::ptrdiff_t>(at),
            events.begin() + static_cast<std::ptrdiff_t>(end)
        );
        requests.push_back(post_request(many_events, batch_of(some)));
    }
    return requests;
}

std::expected<void, std::string> writes(Bench& bench, const Manner& manner) {
    const std::vector<std::string> foundation = bench_year::foundation();
    auto figure = bench.send("foundation", batches_of(foundation), 1, foundation.size());
    if (!figure) return std::unexpected(figure.error());
    std::vector<std::string> setting;  // a person's events are in one batch: 8 divides 1,000
    for (std::size_t p = 0; p < people; ++p) {
        for (std::string& event : bench_year::person(p)) setting.push_back(std::move(event));
    }
    figure = bench.send(
        "people and plans, batches of 1,000, durable",
        batches_of(setting),
        batch_connections,
        setting.size()
    );
    if (!figure) return std::unexpected(figure.error());
    print(*figure, manner);

    std::vector<std::string> months;
    for (int month = 1; month <= 6; ++month) {
        for (std::size_t p = 0; p < people; ++p) months.push_back(bench_year::report(p, month));
        for (std::size_t p = 0; p < people; ++p) {
            months.push_back(bench_year::acknowledgement(p, month));
        }
    }
    // An acknowledgement is eight batches behind its report, so that it comes after it.
    figure = bench.send(
        "reports, batches of 1,000, durable", batches_of(months), batch_connections, months.size()
    );
    if (!figure) return std::unexpected(figure.error());
    print(*figure, manner);

    std::vector<std::string> singles;
    for (int month = 7; month <= 12; ++month) {
        for (std::size_t p = 0; p < people; ++p) {
            singles.push_back(post_request(one_event, bench_year::report(p, month)));
        }
    }
    figure = bench.send(
        "reports, one a request, 64 connections, durable",
        singles,
        single_connections,
        singles.size()
    );
    if (!figure) return std::unexpected(figure.error());
    print(*figure, manner);
    return {};
}

std::expected<void, std::string> score_reads(Bench& bench, const Manner& manner) {
    const Sent sent = send_all(bench.server->port(), single_connections, reads, [&](std::size_t i) {
        return get_request(bench_year::score_path(i * 7919 % people, 1 + static_cast<int>(i % 6)));
    });
    if (auto problem = Bench::problem_of(sent); !problem.empty()) return std::unexpected(problem);
    print({"score reads over HTTP, 64 connections", reads, sent.seconds}, manner);
    return {};
}

std::expected<void, std::string> replay(
    Bench& bench, const std::filesystem::path& scratch, const Manner& manner
) {
    auto store = ledger::RowStore::open(scratch);
    if (!store) return std::unexpected(store.error().detail);
    const projections::Scores scores;
    const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
    projections::Replay replaying(bench.house->ledger().log(), scores, **store, workers);
    const ledger::Position end = bench.house->ledger().size();
    const auto start = std::chrono::steady_clock::now();
    if (auto done = replaying.run_to(end); !done) return std::unexpected(done.error().detail);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    print({"replay of the score projection", std::to_underlying(end), took.count()}, manner);
    return {};
}

std::uint64_t bytes_in(const std::filesystem::path& folder) {
    std::uint64_t bytes = 0;
    std::error_code ignored;
    for (const auto& found : std::filesystem::recursive_directory_iterator(folder, ignored)) {
        if (found.is_regular_file(ignored)) bytes += found.file_size(ignored);
    }
    return bytes;
}

void print_budget(
    const std::filesystem::path& directory, std::uint64_t events, const Manner& manner
) {
    std::vector<std::pair<std::string, std::filesystem::path>> parts{{"log", directory / "log"}};
    for (const auto& rows : std::filesystem::directory_iterator(directory / "rows")) {
        const std::string name = rows.path().filename().string();
        parts.emplace_back("rows of " + name.substr(0, name.find('@')), rows.path());
    }
    parts.emplace_back("keys", directory / "keys");
    parts.emplace_back("everything", directory);
    for (const auto& [part, place] : parts) {
        const std::uint64_t bytes = bytes_in(place);
        std::printf(
            manner.json ? "{\"name\":\"disk %s\",\"bytes\":%llu,\"perEvent\":%llu}\n"
                        : "disk %-39s %12llu bytes  %6llu an event\n",
            part.c_str(),
            static_cast<unsigned long long>(bytes),
            static_cast<unsigned long long>(bytes / std::max<std::uint64_t>(1, events))
        );
    }
}

}  // namespace

int bench(const BenchOptions& options, const Manner& manner) {
    const std::filesystem::path directory = options.directory / "bench.jejak";
    const std::filesystem::path scratch = options.directory / "bench.replay";
    std::error_code ignored;
    std::filesystem::create_directories(options.directory, ignored);
    std::filesystem::remove_all(directory, ignored);
    std::filesystem::remove_all(scratch, ignored);
    std::uint64_t events = 0;
    {
        auto started = start(directory, options.threads);
        if (!started) return complain(manner, started.error());
        if (auto done = writes(*started, manner); !done) return complain(manner, done.error());
        if (auto done = score_reads(*started, manner); !done) return complain(manner, done.error());
        if (auto done = replay(*started, scratch, manner); !done)
            return complain(manner, done.error());
        events = std::to_underlying(started->house->ledger().size());
        started->server->stop(std::chrono::seconds(1));
        started->server.reset();
    }
    print_budget(directory, events, manner);
    std::filesystem::remove_all(directory, ignored);
    std::filesystem::remove_all(scratch, ignored);
    return exit_ok;
}

}  // namespace tools
