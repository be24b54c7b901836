#include "ledger/head_keeper.h"

#include <utility>

namespace ledger {

HeadKeeper::HeadKeeper(DurableHead file, std::chrono::milliseconds every)
    : file_(std::move(file)), every_(every) {
    if (every_ == every_.zero()) return;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

HeadKeeper::~HeadKeeper() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

OrFault<void> HeadKeeper::note(std::shared_ptr<const Head> head) {
    {
        const std::lock_guard lock(mutex_);
        if (failed_) return std::unexpected(*failed_);
        noted_ = std::move(head);
    }
    if (every_ == every_.zero()) return write_noted();
    noted_something_.notify_one();
    return {};
}

OrFault<void> HeadKeeper::write_noted() {
    std::shared_ptr<const Head> head;
    {
        const std::lock_guard lock(mutex_);
        head = std::exchange(noted_, nullptr);
    }
    if (head == nullptr) return {};
    auto written = file_.write(*head);
    if (written) return written;
    const std::lock_guard lock(mutex_);
    failed_ = written.error();
    return written;
}

void HeadKeeper::run(const std::stop_token& stop) {
    while (true) {
        std::unique_lock lock(mutex_);
        if (!noted_something_.wait(lock, stop, [&] { return noted_ != nullptr; })) return;
        lock.unlock();
        if (!write_noted()) return;
        lock.lock();
        noted_something_.wait_for(lock, stop, every_, [] { return false; });
    }
}

}  // namespace ledger
