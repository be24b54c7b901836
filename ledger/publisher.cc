#include "ledger/publisher.h"

#include "ledger/log_key.h"
#include "ledger/rules/match.h"
#include "ledger/sha256.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace ledger {

using Shared = std::shared_ptr<const SignedCheckpoint>;

struct Publisher::State {
    State(Ledger& of, Checkpoints kept, std::chrono::milliseconds rest)
        : ledger(of), checkpoints(std::move(kept)), pause(rest), key(of.log_key().signing) {}

    // Signs what the ledger has now, unless that was signed already. `signing` is held.
    OrFault<Shared> sign() {
        const auto tree = ledger.index().tree();
        if (!tree) return std::unexpected(tree.error());
        if (is_between_keys) {
            return fault(
                Fault::Kind::io,
                "the key is being replaced, and that was left half done: start the ledger again"
            );
        }
        Shared before = shared();
        const auto note = before == nullptr ? std::nullopt : Note::parse(before->note);
        const bool is_ours = note && is_signed(*note, key.verifier()) == Signed::well;
        if (is_ours && before->checkpoint.size == tree->size()) return before;
        Sha256 sha256;
        auto made = signed_by(key, {ledger.origin().origin, tree->size(), tree->root(sha256)});
        return publish(std::move(made));
    }

    OrFault<Shared> publish(SignedCheckpoint made) {
        if (auto kept = checkpoints.keep_newest(made); !kept) return std::unexpected(kept.error());
        auto now = std::make_shared<const SignedCheckpoint>(std::move(made));
        const std::lock_guard lock(mutex);
        newest = now;
        return now;
    }

    // The old key signs what says that it is replaced, and nothing after that.
    OrFault<void> take(const SigningKey& next) {
        const auto last = sign();
        is_between_keys = true;  // the old one signs nothing more
        if (!last) return std::unexpected(last.error());
        if (auto kept = checkpoints.keep_rotated(**last); !kept) return kept;
        if (auto taken = take_next_log_key(ledger.keys()); !taken) return taken;
        key = next;
        is_between_keys = false;
        const auto first = publish(signed_by(key, (*last)->checkpoint));
        if (!first) return std::unexpected(first.error());
        return {};
    }

    OrFault<void> announce(const SigningKey& next) {
        Act act;
        act.stream = origin::stream();
        act.event = origin::Event(origin::KeyRotated{next.verifier().text()});
        act.actor.role = Role::operator_;
        act.provenance.source = "urn:jejak:origin";
        act.provenance.id = "key-" + std::to_string(next.verifier().id());
        const Answer answer = record(ledger.writer(), {std::move(act)});
        if (!answer) return std::unexpected(answer.error());
        if (const auto* rejected = std::get_if<Rejection>(&answer->front())) {
            return fault(Fault::Kind::io, "the key was not replaced: " + rejected->detail.en);
        }
        return {};
    }

    Shared shared() const {
        const std::lock_guard lock(mutex);
        return newest;
    }

    void run(const std::stop_token& stop) {
        while (true) {
            {
                std::unique_lock lock(mutex);
                if (!grown.wait(lock, stop, [&] { return is_asked; })) return;
                is_asked = false;
            }
            const auto made = sign_now();
            std::unique_lock lock(mutex);
            stopped.reset();
            if (!made) {
                stopped = made.error();
                is_asked = true;  // again, after the rest
            }
            // Nobody wakes it: it rests, unless it is told to stop.
            grown.wait_for(lock, stop, pause, [] { return false; });
        }
    }

    OrFault<Shared> sign_now() {
        const std::lock_guard lock(signing);
        return sign();
    }

    Ledger& ledger;
    Checkpoints checkpoints;
    const std::chrono::milliseconds pause;
    std::mutex signing;  // one signs at a time; guards the key
    SigningKey key;
    bool is_between_keys = false;
    mutable std::mutex mutex;  // guards what follows
    std::condition_variable_any grown;
    bool is_asked = false;
    Shared newest;
    std::optional<Fault> stopped;
    std::jthread thread;  // the last: it uses all above
};

Publisher::Publisher(std::unique_ptr<State> state) : state_(std::move(state)) {}

Publisher::~Publisher() = default;

OrFault<std::unique_ptr<Publisher>> Publisher::start(
    Ledger& ledger, std::chrono::milliseconds pause
) {
    auto checkpoints = Checkpoints::open(ledger);
    if (!checkpoints) return std::unexpected(checkpoints.error());
    auto before = checkpoints->newest();
    if (!before) return std::unexpected(before.error());
    if (const auto cosigned = checkpoints->cosigned(); !cosigned) {
        return std::unexpected(cosigned.error());
    }
    auto state = std::make_unique<State>(ledger, *std::move(checkpoints), pause);
    State& s = *state;
    if (*before) s.newest = std::make_shared<const SignedCheckpoint>(**std::move(before));
    const std::lock_guard lock(s.signing);
    if (const auto& next = ledger.log_key().next) {
        if (auto taken = s.take(*next); !taken) return std::unexpected(taken.error());
    }
    if (auto made = s.sign(); !made) return std::unexpected(made.error());
    s.thread = std::jthread([&s](const std::stop_token& stop) { s.run(stop); });
    return std::unique_ptr<Publisher>(new Publisher(std::move(state)));
}

void Publisher::notify() {
    const std::lock_guard lock(state_->mutex);
    state_->is_asked = true;
    state_->grown.notify_one();
}

Shared Publisher::newest() const {
    return state_->shared();
}

OrFault<Shared> Publisher::now() {
    return state_->sign_now();
}

std::optional<Fault> Publisher::stopped() const {
    const std::lock_guard lock(state_->mutex);
    return state_->stopped;
}

OrFault<void> Publisher::rotate_key() {
    const std::lock_guard lock(state_->signing);
    Ledger& ledger = state_->ledger;
    const auto next = next_log_key(ledger.keys(), ledger.origin().origin, ledger.entropy());
    if (!next) return std::unexpected(next.error());
    if (auto announced = state_->announce(*next); !announced) return announced;
    return state_->take(*next);
}

OrFault<std::vector<SignedCheckpoint>> Publisher::rotated() const {
    return state_->checkpoints.rotated();
}

}  // namespace ledger
