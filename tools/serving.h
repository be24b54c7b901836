#pragma once
// A house with its server, from start to a graceful stop.

#include "api/http_server.h"
#include "tools/house.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

namespace tools {

class Serving {
public:
    // Keeps SIGINT and SIGTERM for wait() to take. To be called before there is any other thread:
    // one that was started earlier would take them, and end the process in the middle of a write.
    static void block_stop_signals();
    // Waits for one of them.
    static void wait_for_stop_signal();

    // Opens the ledger and listens on 127.0.0.1; port 0: any that is free. The problem, for a
    // person.
    [[nodiscard]] static std::expected<std::unique_ptr<Serving>, std::string> start(
        const std::filesystem::path& directory,
        ledger::LedgerOptions options,
        House::Habits habits,
        std::uint16_t port,
        unsigned threads
    );

    // The same over a house that is open already.
    [[nodiscard]] static std::expected<std::unique_ptr<Serving>, std::string> start(
        std::unique_ptr<House> house, std::uint16_t port, unsigned threads
    );
    // Answers what is being handled (long work that has not begun with 503), closes, and leaves the
    // ledger closed.
    ~Serving();

    [[nodiscard]] House& house() noexcept { return *house_; }
    [[nodiscard]] std::string url() const;

    // Waits for SIGINT or SIGTERM, or until the ledger takes no more writes: false then, so that a
    // supervisor starts it again.
    [[nodiscard]] bool wait();

private:
    Serving() = default;
    std::unique_ptr<House> house_;
    std::unique_ptr<api::HttpServer> server_;
};

}  // namespace tools
