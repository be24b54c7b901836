#include "ledger/writer.h"

#include "ledger/group.h"
#include "ledger/rules/assert.h"
#include "ledger/weight.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace ledger {
namespace {

// A submission in the queue, and what it takes in memory, about.
struct Waiting {
    Submission submission;
    std::size_t bytes = 0;
};

std::size_t weight_of_acts(const std::vector<Act>& acts) {
    Heap heap;
    for (const Act& act : acts) {
        const Provenance& from = act.provenance;
        heap(act.stream);
        heap(act.event);
        heap(act.submitted);
        heap(act.actor);
        heap(from.authentication);
        for (const auto* text : {&from.source, &from.id, &from.correlation}) {
            heap(*text);
        }
        for (const auto* text : {&from.causation, &from.traceparent, &from.migration}) heap(*text);
    }
    return acts.capacity() * sizeof(Act) + heap.bytes;
}

}  // namespace

struct Writer::State {
    State(
        Log& log_,
        Index& index_,
        Vault& vault_,
        const Clock& clock_,
        Entropy& entropy_,
        WriterOptions options_
    )
        : log(log_),
          index(index_),
          vault(vault_),
          clock(clock_),
          options(std::move(options_)),
          desk{
              log,
              index,
              vault,
              entropy_,
              Heads(index, options.heads_bytes_max),
              RecordEncoder(vault),
              Sha256()
          } {}

    void run(const std::stop_token& stop);
    [[nodiscard]] std::vector<Submission> take(const std::stop_token& stop);
    void handle(std::vector<Submission> submissions);
    [[nodiscard]] OrFault<std::vector<Answer>> record_group(
        const std::vector<Submission>& submissions
    );
    [[nodiscard]] OrFault<void> check_going() const;
    [[nodiscard]] OrFault<void> write(Group& group);
    [[nodiscard]] OrFault<Instant> recorded_now(const Head& head) const;
    void stop_for(const Fault& why);

    Log& log;
    Index& index;
    Vault& vault;
    const Clock& clock;
    const WriterOptions options;
    Desk desk;  // the writer's thread only

    mutable std::mutex mutex;  // guards what follows
    std::condition_variable_any arrived;
    std::deque<Waiting> waiting;
    std::size_t waiting_acts = 0;
    std::size_t waiting_bytes = 0;
    std::optional<Fault> stopped;
    std::jthread thread;  // last: it uses everything above
};

Writer::Writer(
    Log& log,
    Index& index,
    Vault& vault,
    const Clock& clock,
    Entropy& entropy,
    WriterOptions options
)
    : state_(std::make_unique<State>(log, index, vault, clock, entropy, std::move(options))) {
    ledger_assert(std::to_underlying(index.size()) == log.head().size());
    state_->thread = std::jthread([this](const std::stop_token& stop) { state_->run(stop); });
}

Writer::~Writer() {
    state_->thread.request_stop();
    state_->thread.join();
    for (auto& [submission, bytes] : state_->waiting) {
        submission.answer(fault(Fault::Kind::closed, "the ledger is being closed"));
    }
}

OrFault<void> Writer::submit(Submission submission) {
    const std::size_t acts = submission.acts.size();
    const std::size_t bytes = weight_of_acts(submission.acts);
    const std::lock_guard lock(state_->mutex);
    if (state_->stopped) return std::unexpected(*state_->stopped);
    if (!state_->waiting.empty() &&
        (state_->waiting_acts + acts > state_->options.waiting_acts_max ||
         state_->waiting_bytes + bytes > state_->options.waiting_bytes_max)) {
        return fault(Fault::Kind::busy, "too many acts are waiting");
    }
    state_->waiting_acts += acts;
    state_->waiting_bytes += bytes;
    state_->waiting.push_back({std::move(submission), bytes});
    state_->arrived.notify_one();
    return {};
}

std::optional<Fault> Writer::stopped() const {
    const std::lock_guard lock(state_->mutex);
    return state_->stopped;
}

void Writer::State::run(const std::stop_token& stop) {
    while (true) {
        std::vector<Submission> submissions = take(stop);
        if (submissions.empty()) return;
        handle(std::move(submissions));
    }
}

// Waits for submissions, and takes as many as make a group; none when it is time to stop.
std::vector<Submission> Writer::State::take(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    std::vector<Submission> taken;
    if (!arrived.wait(lock, stop, [this] { return !waiting.empty(); })) return taken;
    if (stop.stop_requested()) return taken;
    std::size_t acts = 0;
    std::size_t bytes = 0;
    while (!waiting.empty()) {
        acts += waiting.front().submission.acts.size();
        bytes += waiting.front().bytes;
        const bool is_full = acts > options.group_acts_max || bytes > options.group_bytes_max;
        if (!taken.empty() && is_full) break;
        waiting_acts -= waiting.front().submission.acts.size();
        waiting_bytes -= waiting.front().bytes;
        taken.push_back(std::move(waiting.front().submission));
        waiting.pop_front();
    }
    return taken;
}

void Writer::State::handle(std::vector<Submission> submissions) {
    auto answers = record_group(submissions);
    if (!answers) desk.heads.clear();
    desk.heads.trim();
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        if (answers) {
            submissions[i].answer(std::move((*answers)[i]));
        } else {
            submissions[i].answer(std::unexpected(answers.error()));
        }
    }
}

// An answer for each submission, once what was decided is on disk; or why none of it is
// acknowledged.
OrFault<std::vector<Answer>> Writer::State::record_group(const std::vector<Submission>& submissions
) {
    if (auto going = check_going(); !going) return std::unexpected(going.error());
    const Head head = log.head();
    if (std::to_underlying(index.size()) != head.size()) {
        const Fault ahead{Fault::Kind::corrupt, "the index does not hold what the log holds"};
        stop_for(ahead);
        return std::unexpected(ahead);
    }
    const auto now = recorded_now(head);
    if (!now) return std::unexpected(now.error());
    Group group(desk, Position{head.size()}, *now, head.recorded, options.simulated_clock);
    std::vector<const Act*> acts;
    for (const Submission& submission : submissions) {
        for (const Act& act : submission.acts) acts.push_back(&act);
    }
    group.prefetch(acts);
    std::vector<Answer> answers;
    answers.reserve(submissions.size());
    for (const Submission& submission : submissions) {
        answers.push_back(group.add(submission.acts, submission.all_or_nothing));
    }
    if (auto written = write(group); !written) {
        stop_for(written.error());
        return std::unexpected(written.error());
    }
    return answers;
}

OrFault<void> Writer::State::check_going() const {
    const std::lock_guard lock(mutex);
    if (stopped) return std::unexpected(*stopped);
    return {};
}

// Keys first, for no record may name a key that is not on disk; then the records; then the rows
// that follow from them.
OrFault<void> Writer::State::write(Group& group) {
    if (group.sealed().empty()) return {};
    if (auto synced = vault.sync(); !synced) return synced;
    Head head = log.head();
    const std::uint64_t expected = head.size();
    std::vector<TileHash> completed;
    for (const Sealed& sealed : group.sealed()) {
        head.tree.append(desk.sha256, sealed.entry, &completed);
    }
    head.root = head.tree.root(desk.sha256);
    head.recorded = group.sealed().back().recorded;
    if (auto appended = log.append(expected, group.sealed(), head); !appended) return appended;

    auto rows = group.take_rows();
    if (!rows) return std::unexpected(rows.error());
    for (const TileHash& hash : completed) rows->add_tile_hash(hash);
    rows->set_tree(head.tree);
    const Position new_size{head.size()};
    if (auto added = index.add(*std::move(rows), new_size); !added) return added;
    if (options.on_recorded) options.on_recorded(new_size);
    return {};
}

// A server whose clock has run backwards refuses writes until it is right again (proof.md).
OrFault<Instant> Writer::State::recorded_now(const Head& head) const {
    if (options.simulated_clock) return head.recorded;
    const Instant now = clock.now();
    if (now < head.recorded) {
        return fault(
            Fault::Kind::clock,
            "the clock says " + text(now) + ", but the newest record was made at " +
                text(head.recorded) + ": set the clock right"
        );
    }
    return now;
}

void Writer::State::stop_for(const Fault& why) {
    const std::lock_guard lock(mutex);
    stopped = Fault{Fault::Kind::closed, "an earlier write failed: " + why.detail};
}

Answer record(Writer& writer, std::vector<Act> acts, bool all_or_nothing) {
    auto promise = std::make_shared<std::promise<Answer>>();
    auto future = promise->get_future();
    Submission submission{
        .acts = std::move(acts),
        .all_or_nothing = all_or_nothing,
        .answer = [promise](Answer answer) { promise->set_value(std::move(answer)); },
    };
    if (auto taken = writer.submit(std::move(submission)); !taken) {
        return std::unexpected(taken.error());
    }
    return future.get();
}

}  // namespace ledger
