#pragma once
// Recorded events for those who follow the log. A subscriber is a position and a filter: at the
// head he is fed from memory, from messages that were encoded once for all; behind, from the log. A
// slow one falls behind and catches up; nothing is dropped, and nothing is kept for him.

#include "api/request.h"
#include "ledger/ledger.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace api {

// Which events a subscriber wants; what is empty does not matter.
struct LiveFilter {
    std::string kind;  // of stream: "report"
    ledger::StreamId stream;
    ledger::PersonId subject;  // that the event is about
    ledger::PersonId actor;    // in whose name it is, or on whose behalf
};

class LiveFeed {
public:
    // `ledger` must outlive the feed, and all sources made by it.
    explicit LiveFeed(const ledger::Ledger& ledger) : ledger_(ledger) {}

    // The ledger has grown to `size`: wakes those who wait. Any thread; does not block.
    void notify(ledger::Position size);

    // Events from `from` on that fit the filter, as CloudEvents in JSON. The source throws when the
    // log cannot be read: it does not skip events.
    [[nodiscard]] std::shared_ptr<Source> follow(ledger::Position from, LiveFilter filter);

private:
    friend class LiveSource;

    struct Message {
        std::shared_ptr<const std::string> text;
        ledger::StreamId stream;
        std::vector<ledger::PersonId> subjects;
        ledger::Actor actor;
    };
    using Then = std::move_only_function<void(bool)>;

    // Some messages from `from` on, no more than what a slow reader may hold; none when there are
    // none yet.
    [[nodiscard]] ledger::OrFault<std::vector<Message>> messages(ledger::Position from);
    [[nodiscard]] ledger::OrFault<std::vector<Message>> read(ledger::Position from) const;
    [[nodiscard]] std::optional<std::vector<Message>> remembered(ledger::Position from) const;
    void remember(ledger::Position from, const std::vector<Message>& messages);

    // Calls `then` once the ledger is longer than `size`: now, or at notify(). The ticket cancels.
    [[nodiscard]] std::uint64_t when_beyond(ledger::Position size, Then then);
    void cancel(std::uint64_t ticket);

    struct Waiter {
        std::uint64_t ticket = 0;
        ledger::Position size{};
        Then then;
    };

    const ledger::Ledger& ledger_;
    mutable std::mutex mutex_;  // guards what follows
    ledger::Position size_{};
    std::uint64_t tickets_ = 0;
    std::vector<Waiter> waiters_;
    ledger::Position recent_from_{};
    std::deque<Message> recent_;  // the newest messages, without gaps
    std::size_t recent_bytes_ = 0;
};

}  // namespace api
