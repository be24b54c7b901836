#pragma once
// The one way into the ledger. Callers submit from any thread; one thread takes all that are
// waiting, decides them in order, writes what was decided in one durable group, and answers. While
// that group is on its way to disk the next one gathers: the slower the disk, the bigger the group.
//
// Nobody is told anything before the group is on disk. After a write that failed the writer takes
// and decides nothing more, for nobody knows what the disk holds, until the ledger is opened again:
// what is waiting is answered with Fault::closed.

#include "ledger/act.h"
#include "ledger/clock.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace ledger {

class Index;
class Log;
class Vault;
class Entropy;

struct Submission {
    std::vector<Act> acts;  // decided in this order
    bool all_or_nothing = false;
    // Called once, on the writer's thread; it must not block. Never called when submit() refused.
    std::move_only_function<void(Answer)> answer;
};

struct WriterOptions {
    // Beyond them, submit() refuses with Fault::busy.
    std::size_t waiting_acts_max = 65'536;
    std::size_t waiting_bytes_max = 256UL * 1024 * 1024;
    // Of one group; a larger submission is a group of its own.
    std::size_t group_acts_max = 4'096;
    std::size_t group_bytes_max = 8UL * 1024 * 1024;
    std::size_t heads_bytes_max = 256UL * 1024 * 1024;  // that are kept in memory (heads.h)
    bool simulated_clock = false;                       // recorded times come from the acts
    // After each group, with the ledger's new size; on the writer's thread; must not block.
    std::function<void(Position size)> on_recorded;
};

class Writer {
public:
    // All must outlive the writer. `index` must hold everything that `log` holds.
    Writer(
        Log& log,
        Index& index,
        Vault& vault,
        const Clock& clock,
        Entropy& entropy,
        WriterOptions options
    );
    ~Writer();  // decides nothing more; answers what is waiting with Fault::closed
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Takes the submission, or says at once why not: busy, or closed. Any thread.
    [[nodiscard]] OrFault<void> submit(Submission submission);

    // Why nothing more is taken; nothing while all is well. Any thread.
    [[nodiscard]] std::optional<Fault> stopped() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// submit(), and waits for the answer: for tools and tests, never on an I/O thread.
[[nodiscard]] Answer record(Writer& writer, std::vector<Act> acts, bool all_or_nothing = false);

}  // namespace ledger
