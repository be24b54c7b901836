#include "tools/serving.h"

#include "tools/verbs.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <ctime>

namespace tools {
namespace {

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

// Only what went wrong is worth a line; a route's template names no person.
void log_served(const api::Served& served) {
    if (served.is_cut_off) {
        spdlog::warn("{} {}: the client did not take the answer", served.method, served.route);
    }
    if (served.status < 500) return;
    spdlog::error(
        "{} {} answered {}: {}", served.method, served.route, served.status, served.cause
    );
}

}  // namespace

void Serving::block_stop_signals() {
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void Serving::wait_for_stop_signal() {
    const sigset_t signals = stop_signals();
    int taken = 0;
    while (sigwait(&signals, &taken) != 0) {
    }
}

std::expected<std::unique_ptr<Serving>, std::string> Serving::start(
    const std::filesystem::path& directory,
    ledger::LedgerOptions options,
    House::Habits habits,
    std::uint16_t port,
    unsigned threads
) {
    Progress progress("Catching up");
    auto house = House::open(
        directory,
        std::move(options),
        [&](std::string_view, ledger::Position at, ledger::Position all) {
            progress.at(std::to_underlying(at), std::to_underlying(all));
        },
        std::move(habits)
    );
    if (!house) return std::unexpected(house.error().detail);
    return start(*std::move(house), port, threads);
}

std::expected<std::unique_ptr<Serving>, std::string> Serving::start(
    std::unique_ptr<House> house, std::uint16_t port, unsigned threads
) {
    if (!spdlog::get("jejak")) spdlog::set_default_logger(spdlog::stderr_logger_mt("jejak"));
    auto serving = std::unique_ptr<Serving>(new Serving());
    serving->house_ = std::move(house);
    const ledger::OpeningNotes& notes = serving->house_->ledger().notes();
    for (const std::string* note : {&notes.log.damage, &notes.log.leftovers, &notes.keys}) {
        if (!note->empty()) spdlog::warn("{}", *note);
    }
    api::HttpOptions http;
    http.port = port;
    http.threads = threads;
    http.served = log_served;
    auto server = api::HttpServer::start(serving->house_->router(), std::move(http));
    if (!server) {
        return std::unexpected(
            server.error().detail + "; choose another port with --port, or 0 for any that is free"
        );
    }
    serving->server_ = *std::move(server);
    return serving;
}

Serving::~Serving() {
    if (!server_) return;
    house_->long_work().close();
    server_->stop(std::chrono::seconds(5));
}

std::string Serving::url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port());
}

bool Serving::wait() {
    const sigset_t signals = stop_signals();
    const timespec second{.tv_sec = 1, .tv_nsec = 0};
    while (true) {
        if (sigtimedwait(&signals, nullptr, &second) > 0) return true;
        if (const auto stopped = house_->ledger().writer().stopped()) {
            spdlog::critical("the ledger takes no more writes: {}", stopped->detail);
            return false;
        }
    }
}

}  // namespace tools
