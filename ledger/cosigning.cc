#include "ledger/cosigning.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>
#include <utility>

namespace ledger {

using Shared = std::shared_ptr<const SignedCheckpoint>;
using Standing = WitnessStanding::State;

namespace {

// What one witness came to in a round.
struct Told {
    WitnessStanding standing;
    std::uint64_t claimed = 0;  // the size that it says it has signed, of another history
    std::optional<NoteSignature> cosignature;
};

std::string first_line(std::string_view body) {
    constexpr std::size_t shown = 120;
    return std::string(body.substr(0, std::min(body.find('\n'), shown)));
}

// Asks one witness about one checkpoint. Starts from the size that it is known to have signed; when
// it says another, once more from there.
class Question {
public:
    Question(
        const Ledger& ledger,
        const TlogPolicy::Witness& witness,
        const SignedCheckpoint& about,
        const AskWitness& ask
    )
        : ledger_(ledger), witness_(witness), about_(about), ask_(ask) {}

    Told run(WitnessStanding before) {
        told_.standing = std::move(before);
        const auto second = ask_from(told_.standing.size);
        if (!second) return std::move(told_);
        has_named_ = true;
        (void)ask_from(*second);
        return std::move(told_);
    }

private:
    // The size that the witness says it has, when it is worth asking again from there.
    std::optional<std::uint64_t> ask_from(std::uint64_t old_size) {
        const std::uint64_t size = about_.checkpoint.size;
        if (old_size > size) return is(Standing::ahead, "it has signed a larger size");
        WitnessRequest request{.old_size = old_size, .proof = {}, .note = about_.note};
        auto proof = ledger_.public_tree().consistency(old_size, size);
        if (!proof) return is(Standing::silent, proof.error().detail);
        request.proof = *std::move(proof);
        const auto answer = ask_(witness_.url, request.text());
        if (!answer) return is(Standing::silent, answer.error());
        if (answer->status == 200) return take(answer->body);
        // From the size that it named itself, or with nothing to prove, only another root is wrong.
        if (answer->status == 422 && (has_named_ || old_size == size)) {
            told_.claimed = old_size;
            return is(
                Standing::differs, "it has signed another root of " + std::to_string(old_size)
            );
        }
        if (answer->status != 409) {
            const auto state = answer->status >= 400 && answer->status < 500 ? Standing::refuses
                                                                             : Standing::silent;
            return is(state, std::to_string(answer->status) + ' ' + first_line(answer->body));
        }
        const auto has = parse_count(first_line(answer->body));
        if (!has) return is(Standing::silent, "409 without a size");
        if (*has > size) {
            told_.claimed = *has;
            return is(Standing::ahead, "it says that it has signed " + std::to_string(*has));
        }
        if (*has == old_size) {
            told_.claimed = *has;
            return is(Standing::differs, "it has signed another root of " + std::to_string(*has));
        }
        told_.standing.size = *has;
        (void)is(Standing::silent, "409 twice");
        return has;
    }

    std::optional<std::uint64_t> take(std::string_view body) {
        const auto note = Note::parse(about_.checkpoint.text() + '\n' + std::string(body));
        // An answer with an empty line in it would be of another text.
        const bool is_of_it = note && note->text == about_.checkpoint.text();
        if (is_of_it && is_signed(*note, witness_.key) == Signed::well) {
            const std::uint32_t id = witness_.key.id();
            for (const NoteSignature& signature : note->signatures) {
                if (signature.name != witness_.key.name || signature.key_id != id) continue;
                told_.cosignature = signature;
            }
            told_.standing.size = about_.checkpoint.size;
            return is(Standing::signs, "");
        }
        return is(Standing::lies, "what it answered is not its signature");
    }

    std::optional<std::uint64_t> is(Standing state, std::string trouble) {
        told_.standing.state = state;
        told_.standing.trouble = std::move(trouble);
        return std::nullopt;
    }

    const Ledger& ledger_;
    const TlogPolicy::Witness& witness_;
    const SignedCheckpoint& about_;
    const AskWitness& ask_;
    bool has_named_ = false;  // the size that it has signed, in this round
    Told told_;
};

// What the log says was lost. Up to what the ledger itself has signed, any witness may have signed
// any of it; a size that a witness told excuses who has signed just that, for it may be a lie.
struct Losses {
    std::uint64_t signed_size = 0;       // the largest
    std::set<std::uint64_t> told_sizes;  // by witnesses
    Position announced{};                // the last notice

    [[nodiscard]] bool excuses(std::uint64_t claimed) const {
        return claimed <= signed_size || told_sizes.contains(claimed);
    }
};

OrFault<Losses> losses_in(const Ledger& ledger) {
    Losses losses;
    const auto head = ledger.index().head(origin::stream());
    if (!head) return std::unexpected(head.error());
    const auto entries = ledger.stream(origin::stream(), 1, head->version, Closed::withhold);
    if (!entries) return std::unexpected(entries.error());
    for (const Entry& entry : *entries) {
        const auto* event = std::get_if<origin::Event>(&entry.record.event);
        const auto* lost = event == nullptr ? nullptr : std::get_if<origin::Truncated>(event);
        if (lost == nullptr) continue;
        losses.announced = entry.position;
        const auto note = Note::parse(lost->checkpoint);
        const auto by_us = note ? is_signed_by(ledger, *note) : Signed::not_at_all;
        if (!by_us) return std::unexpected(by_us.error());
        if (*by_us == Signed::well) {
            losses.signed_size = std::max(losses.signed_size, lost->size);
        } else {
            losses.told_sizes.insert(lost->size);
        }
    }
    return losses;
}

// What the ledger has signed last. Where its folder has lost that, it signs what it has now, to ask
// about, and keeps it like all that anybody sees.
OrFault<SignedCheckpoint> newest_of(const Ledger& ledger, const Checkpoints& checkpoints) {
    auto newest = checkpoints.newest();
    if (!newest) return std::unexpected(newest.error());
    if (*newest) return **std::move(newest);
    const auto tree = ledger.index().tree();
    if (!tree) return std::unexpected(tree.error());
    Sha256 sha256;
    SignedCheckpoint made = signed_by(
        ledger.log_key().signing, {ledger.origin().origin, tree->size(), tree->root(sha256)}
    );
    if (auto kept = checkpoints.keep_newest(made); !kept) return std::unexpected(kept.error());
    return made;
}

// Whether the witness has signed this history since the loss was announced: then that excuses
// nothing any more.
bool has_come_back(
    const TlogPolicy::Witness& witness,
    const Losses& losses,
    const std::optional<SignedCheckpoint>& cosigned
) {
    if (!cosigned || cosigned->checkpoint.size <= std::to_underlying(losses.announced))
        return false;
    const auto note = Note::parse(cosigned->note);
    return note && is_signed(*note, witness.key) == Signed::well;
}

}  // namespace

OrFault<std::vector<OtherHistory>> ask_for_other_histories(
    const Ledger& ledger, const TlogPolicy& policy, const AskWitness& ask
) {
    const auto losses = losses_in(ledger);
    if (!losses) return std::unexpected(losses.error());
    const auto checkpoints = Checkpoints::open(ledger);
    if (!checkpoints) return std::unexpected(checkpoints.error());
    const auto newest = newest_of(ledger, *checkpoints);
    if (!newest) return std::unexpected(newest.error());
    const auto cosigned = checkpoints->cosigned();
    if (!cosigned) return std::unexpected(cosigned.error());
    std::vector<OtherHistory> others;
    for (const TlogPolicy::Witness& witness : policy.witnesses) {
        if (witness.url.empty()) continue;
        WitnessStanding before{
            .name = witness.name, .size = newest->checkpoint.size, .trouble = {}
        };
        const Told told = Question(ledger, witness, *newest, ask).run(std::move(before));
        const Standing state = told.standing.state;
        const bool is_against = state == Standing::ahead || state == Standing::differs;
        const bool is_excused =
            losses->excuses(told.claimed) && !has_come_back(witness, *losses, *cosigned);
        if (!is_against || is_excused) continue;
        others.push_back({witness.name, told.claimed, told.standing.trouble});
    }
    return others;
}

OrFault<void> ask_whether_restored(
    const Ledger& ledger, const TlogPolicy& policy, const AskWitness& ask
) {
    const auto others = ask_for_other_histories(ledger, policy, ask);
    if (!others) return std::unexpected(others.error());
    if (others->empty()) return {};
    const OtherHistory& first = others->front();
    const std::uint64_t size = std::to_underlying(ledger.size());
    return fault(
        Fault::Kind::corrupt,
        "the witness " + first.witness + " does not know this history: " + first.trouble +
            ", and the ledger has " + std::to_string(size) +
            " events. It was restored from an older copy: restore the newest one; where there is "
            "none, jejak truncate " +
            (first.size > size ? "--witnesses FILE" : "--checkpoint FILE, of that other history,") +
            " says so in the log. Nothing was recorded"
    );
}

struct Cosigning::State {
    State(
        const Ledger& of,
        const Publisher& published,
        TlogPolicy whom,
        AskWitness how,
        Checkpoints kept,
        std::chrono::milliseconds rest
    )
        : ledger(of),
          publisher(published),
          policy(std::move(whom)),
          ask(std::move(how)),
          checkpoints(std::move(kept)),
          pause(rest) {
        for (const TlogPolicy::Witness& witness : policy.witnesses) {
            standings.push_back({.name = witness.name, .trouble = {}});
        }
    }

    OrFault<void> round() {
        const std::lock_guard one(rounds);
        const Shared about = publisher.newest();
        std::vector<std::future<Told>> asked;
        for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
            asked.push_back(ask_one(i, *about));
        }
        auto note = note_so_far(*about);
        ledger_assert(note.has_value());
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (!asked[i].valid()) continue;
            Told told = asked[i].get();
            if (told.cosignature) add(*note, *std::move(told.cosignature));
            const std::lock_guard lock(mutex);
            standings[i] = std::move(told.standing);
        }
        if (!policy.satisfied_by(*note)) return {};
        auto made = std::make_shared<const SignedCheckpoint>(
            SignedCheckpoint{about->checkpoint, note->written()}
        );
        if (auto kept = checkpoints.keep_cosigned(*made); !kept) return kept;
        const std::lock_guard lock(mutex);
        newest = std::move(made);
        return {};
    }

    // The checkpoint with what was signed of it before.
    std::optional<Note> note_so_far(const SignedCheckpoint& about) const {
        const std::lock_guard lock(mutex);
        const bool is_same = newest != nullptr && newest->checkpoint == about.checkpoint;
        auto before = is_same ? Note::parse(newest->note) : std::nullopt;
        auto own = Note::parse(about.note);
        if (before && own) {
            // The log's own line may be of another key by now.
            before->signatures.front() = own->signatures.front();
            return before;
        }
        return own;
    }

    static void add(Note& note, NoteSignature cosignature) {
        std::erase_if(note.signatures, [&](const NoteSignature& each) {
            return each.name == cosignature.name && each.key_id == cosignature.key_id;
        });
        note.signatures.push_back(std::move(cosignature));
    }

    // Not at all those without a URL, nor those that have signed this already.
    std::future<Told> ask_one(std::size_t i, const SignedCheckpoint& about) {
        const TlogPolicy::Witness& witness = policy.witnesses[i];
        if (witness.url.empty()) return {};
        WitnessStanding before;
        {
            const std::lock_guard lock(mutex);
            before = standings[i];
        }
        if (before.state == Standing::signs && before.size == about.checkpoint.size) return {};
        return std::async(std::launch::async, [this, &witness, &about, before] {
            return Question(ledger, witness, about, ask).run(before);
        });
    }

    [[nodiscard]] bool is_due() const {
        const Shared now = publisher.newest();
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < standings.size(); ++i) {
            const bool is_asked = !policy.witnesses[i].url.empty();
            const WitnessStanding& each = standings[i];
            const bool has_signed =
                each.state == Standing::signs && each.size == now->checkpoint.size;
            if (is_asked && !has_signed) return true;
        }
        return false;
    }

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const auto done = is_due() ? round() : OrFault<void>{};
            std::unique_lock lock(mutex);
            stopped.reset();
            if (!done) stopped = done.error();  // and again, after the rest
            wake.wait_for(lock, stop, pause, [] { return false; });
        }
    }

    const Ledger& ledger;
    const Publisher& publisher;
    const TlogPolicy policy;
    const AskWitness ask;
    const Checkpoints checkpoints;
    const std::chrono::milliseconds pause;
    std::mutex rounds;         // one at a time
    mutable std::mutex mutex;  // guards what follows
    std::condition_variable_any wake;
    std::vector<WitnessStanding> standings;
    Shared newest;
    std::optional<Fault> stopped;
    std::jthread thread;  // last: it uses everything above
};

Cosigning::Cosigning(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cosigning::~Cosigning() = default;

OrFault<std::unique_ptr<Cosigning>> Cosigning::start(
    const Ledger& ledger,
    const Publisher& publisher,
    TlogPolicy policy,
    AskWitness ask,
    std::chrono::milliseconds pause
) {
    auto checkpoints = Checkpoints::open(ledger);
    if (!checkpoints) return std::unexpected(checkpoints.error());
    auto before = checkpoints->cosigned();
    if (!before) return std::unexpected(before.error());
    auto state = std::make_unique<State>(
        ledger, publisher, std::move(policy), std::move(ask), *std::move(checkpoints), pause
    );
    State& s = *state;
    if (*before) s.newest = std::make_shared<const SignedCheckpoint>(**std::move(before));
    s.thread = std::jthread([&s](const std::stop_token& stop) { s.run(stop); });
    return std::unique_ptr<Cosigning>(new Cosigning(std::move(state)));
}

Shared Cosigning::newest() const {
    const std::lock_guard lock(state_->mutex);
    return state_->newest;
}

std::vector<WitnessStanding> Cosigning::witnesses() const {
    const std::lock_guard lock(state_->mutex);
    return state_->standings;
}

std::optional<Fault> Cosigning::stopped() const {
    const std::lock_guard lock(state_->mutex);
    return state_->stopped;
}

OrFault<void> Cosigning::round() {
    return state_->round();
}

}  // namespace ledger
