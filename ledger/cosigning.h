#pragma once
// Asks the configured witnesses to cosign what the log has signed, round after round, and keeps the
// newest checkpoint that as many have cosigned as the policy asks for. A witness that is down or
// slow holds up nobody but its own round; the log's own checkpoint is published all the same.
//
// Believed of a witness is only a signature that holds. Whatever else it answers is noted for the
// operator.

#include "ledger/checkpoints.h"
#include "ledger/ledger.h"
#include "ledger/publisher.h"
#include "ledger/tlog_policy.h"
#include "ledger/witness.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ledger {

// How a witness is asked: POST <url>/add-checkpoint with that body. What it answered, or why there
// is no answer. It must come back in bounded time; several are asked at once, from several threads.
using AskWitness = std::function<
    std::expected<WitnessAnswer, std::string>(const std::string& url, std::string body)>;

// Where a witness stands.
struct WitnessStanding {
    enum class State : std::uint8_t {
        unasked,  // as yet
        signs,    // it has signed what it was asked for last
        silent,   // it did not answer, or not as a witness does
        refuses,  // it does not know this log, or its key, or says that its history is another
        ahead,    // it has seen more of this log than there is: this one was restored, or it lies
        lies,     // what it answered is not its signature
        differs,  // it has signed another history of this log, or it lies
    };
    std::string name;
    State state = State::unasked;
    std::uint64_t size = 0;  // that it has signed last, as far as is known
    std::string trouble;     // for the operator; empty while it signs
};
constexpr auto names(WitnessStanding::State) {
    return std::to_array<std::string_view>(
        {"unasked", "signs", "silent", "refuses", "ahead", "lies", "differs"}
    );
}

// What a witness has signed of a log, and the ledger does not have.
struct OtherHistory {
    std::string witness;
    std::uint64_t size = 0;  // that it has signed
    std::string trouble;     // for the operator
};

// Which witnesses of the policy have signed more of this log than `ledger` has, or another history
// of it: for after a restore, before anything is recorded. They are asked about what the ledger has
// signed last; where its folder has lost that, all that it has is signed and kept for the question.
// A loss that the log itself has announced is none. Who does not answer, says nothing.
[[nodiscard]] OrFault<std::vector<OtherHistory>> ask_for_other_histories(
    const Ledger& ledger, const TlogPolicy& policy, const AskWitness& ask
);

// Fault::corrupt, which says who has signed what, where there is any.
[[nodiscard]] OrFault<void> ask_whether_restored(
    const Ledger& ledger, const TlogPolicy& policy, const AskWitness& ask
);

class Cosigning {
public:
    // All must outlive it. Asks the witnesses of the policy that have a URL, at most once in
    // `pause`, while there is something new; on threads of its own.
    [[nodiscard]] static OrFault<std::unique_ptr<Cosigning>> start(
        const Ledger& ledger,
        const Publisher& publisher,
        TlogPolicy policy,
        AskWitness ask,
        std::chrono::milliseconds pause
    );
    ~Cosigning();
    Cosigning(const Cosigning&) = delete;
    Cosigning& operator=(const Cosigning&) = delete;

    // The newest checkpoint that has its quorum, with all cosignatures that came; nullptr as long
    // as there is none. Any thread.
    [[nodiscard]] std::shared_ptr<const SignedCheckpoint> newest() const;

    // In the policy's order. Any thread.
    [[nodiscard]] std::vector<WitnessStanding> witnesses() const;

    // Why the last round failed; nothing while all is well. Any thread.
    [[nodiscard]] std::optional<Fault> stopped() const;

    // One round with the newest checkpoint, now: for tests, which do not wait for the thread.
    [[nodiscard]] OrFault<void> round();

private:
    struct State;
    explicit Cosigning(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace ledger
