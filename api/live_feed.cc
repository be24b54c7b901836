#include "api/live_feed.h"

#include "api/cloud_event.h"
#include "api/resume.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace api {

using ledger::OrFault;
using ledger::Position;

namespace {

constexpr std::size_t batch_max = 256;
constexpr std::size_t batch_bytes_max = 1024UL * 1024;
constexpr std::size_t recent_max = 4096;
constexpr std::size_t recent_bytes_max = 16UL * 1024 * 1024;

}  // namespace

class LiveSource final : public Source {
public:
    LiveSource(LiveFeed& feed, Position from, LiveFilter filter)
        : feed_(feed), at_(from), filter_(std::move(filter)) {}

    boost::asio::awaitable<Messages> next() override {
        while (!stopped_) {
            auto batch = feed_.messages(at_);
            if (!batch) throw std::runtime_error(batch.error().detail);
            if (batch->empty()) {
                const bool grown = co_await wait();
                if (!grown) break;
                continue;
            }
            at_ = Position{std::to_underlying(at_) + batch->size()};
            Messages fitting = those_that_fit(*batch);
            if (!fitting.empty()) co_return fitting;
            // Nothing for this one in a whole batch: let the thread's other connections go on.
            const auto executor = co_await boost::asio::this_coro::executor;
            co_await boost::asio::post(executor, boost::asio::use_awaitable);
        }
        co_return Messages{};
    }

    void stop() override {
        stopped_ = true;
        feed_.cancel(ticket_);
    }

private:
    boost::asio::awaitable<bool> wait() {
        auto start = [this](LiveFeed::Then then) {
            ticket_ = feed_.when_beyond(at_, std::move(then));
        };
        const bool grown = co_await resumed_with<bool>(std::move(start));
        co_return grown;
    }

    [[nodiscard]] bool fits(const LiveFeed::Message& message) const {
        if (!filter_.kind.empty() && message.stream.kind() != filter_.kind) return false;
        if (!filter_.stream.empty() && message.stream != filter_.stream) return false;
        const bool is_his =
            filter_.actor == message.actor.person || filter_.actor == message.actor.on_behalf_of;
        if (!filter_.actor.empty() && !is_his) return false;
        return filter_.subject.empty() ||
               std::ranges::find(message.subjects, filter_.subject) != message.subjects.end();
    }

    [[nodiscard]] Messages those_that_fit(const std::vector<LiveFeed::Message>& batch) const {
        Messages fitting;
        for (const auto& message : batch) {
            if (fits(message)) fitting.push_back(message.text);
        }
        return fitting;
    }

    LiveFeed& feed_;
    Position at_;
    const LiveFilter filter_;
    std::uint64_t ticket_ = 0;
    bool stopped_ = false;
};

std::shared_ptr<Source> LiveFeed::follow(Position from, LiveFilter filter) {
    return std::make_shared<LiveSource>(*this, from, std::move(filter));
}

void LiveFeed::notify(Position size) {
    std::vector<Waiter> ready;
    {
        const std::lock_guard lock(mutex_);
        size_ = std::max(size_, size);
        const auto first = std::ranges::partition(waiters_, [this](const Waiter& waiter) {
            return waiter.size >= size_;
        });
        ready.assign(std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
        waiters_.erase(first.begin(), first.end());
    }
    for (Waiter& waiter : ready) waiter.then(true);
}

std::uint64_t LiveFeed::when_beyond(Position size, Then then) {
    {
        const std::lock_guard lock(mutex_);
        if (std::max(size_, ledger_.size()) <= size) {
            waiters_.push_back({++tickets_, size, std::move(then)});
            return tickets_;
        }
    }
    then(true);
    return 0;
}

void LiveFeed::cancel(std::uint64_t ticket) {
    Then then;
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::ranges::find(waiters_, ticket, &Waiter::ticket);
        if (found == waiters_.end()) return;
        then = std::move(found->then);
        waiters_.erase(found);
    }
    then(false);
}

OrFault<std::vector<LiveFeed::Message>> LiveFeed::messages(Position from) {
    if (auto known = remembered(from)) return *std::move(known);
    auto messages = read(from);
    if (messages) remember(from, *messages);
    return messages;
}

// A few at a time, for events may be large.
OrFault<std::vector<LiveFeed::Message>> LiveFeed::read(Position from) const {
    constexpr std::size_t step = 32;
    std::vector<Message> messages;
    std::size_t bytes = 0;
    while (messages.size() < batch_max && bytes < batch_bytes_max) {
        const Position at{std::to_underlying(from) + messages.size()};
        const auto entries = ledger_.entries(at, step, ledger::Closed::withhold);
        if (!entries) return std::unexpected(entries.error());
        for (const ledger::Entry& entry : *entries) {
            JsonOut out;
            write_cloud_event(out, entry);
            bytes += out.text().size();
            messages.push_back({
                .text = std::make_shared<const std::string>(std::move(out).take()),
                .stream = entry.record.stream,
                .subjects = entry.record.subjects,
                .actor = entry.record.actor,
            });
        }
        if (entries->size() < step) break;
    }
    return messages;
}

std::optional<std::vector<LiveFeed::Message>> LiveFeed::remembered(Position from) const {
    const std::lock_guard lock(mutex_);
    if (from < recent_from_) return std::nullopt;
    const std::uint64_t skip = std::to_underlying(from) - std::to_underlying(recent_from_);
    if (skip >= recent_.size()) return std::nullopt;
    std::vector<Message> known;
    std::size_t bytes = 0;
    for (std::size_t i = skip; i < recent_.size(); ++i) {
        if (known.size() == batch_max || bytes >= batch_bytes_max) break;
        bytes += recent_[i].text->size();
        known.push_back(recent_[i]);
    }
    return known;
}

// Keeps what continues the newest messages, or what starts anew further on.
void LiveFeed::remember(Position from, const std::vector<Message>& messages) {
    if (messages.empty()) return;
    const std::lock_guard lock(mutex_);
    const Position end{std::to_underlying(recent_from_) + recent_.size()};
    if (from < end) return;
    if (from != end) {
        recent_.clear();
        recent_bytes_ = 0;
        recent_from_ = from;
    }
    for (const Message& message : messages) {
        recent_bytes_ += message.text->size();
        recent_.push_back(message);
    }
    while (recent_.size() > recent_max || recent_bytes_ > recent_bytes_max) {
        recent_bytes_ -= recent_.front().text->size();
        recent_.pop_front();
        recent_from_ = next(recent_from_);
    }
}

}  // namespace api
