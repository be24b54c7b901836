// jejak truncate: says in the log that events were lost which the ledger had signed, after a
// restore from an older copy. Nothing is removed: it is said of what is not there.

#include "api/json_in.h"
#include "ledger/checkpoints.h"
#include "ledger/cosigning.h"
#include "tools/policy_file.h"
#include "tools/verbs.h"
#include "tools/witness_link.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace tools {
namespace {

using ledger::SignedCheckpoint;

ledger::OrFault<ledger::Position> announce(
    ledger::Ledger& book, const ledger::origin::Truncated& notice
) {
    ledger::Act act;
    act.stream = ledger::origin::stream();
    act.event = ledger::origin::Event(notice);
    act.actor.role = ledger::Role::operator_;
    act.provenance.source = "urn:jejak:origin";
    act.provenance.id = "truncated-" + std::to_string(std::to_underlying(book.size())) + "-" +
                        std::to_string(notice.size);
    const auto answer = record(book.writer(), {std::move(act)});
    if (!answer) return std::unexpected(answer.error());
    if (const auto* no = std::get_if<ledger::Rejection>(&answer->front())) {
        return ledger::fault(ledger::Fault::Kind::io, no->field + ": " + no->detail.en);
    }
    return std::get<ledger::Recorded>(answer->front()).first;
}

// Of two copies of a checkpoint, the one with more signatures.
std::vector<SignedCheckpoint> each_once(std::vector<SignedCheckpoint> lost) {
    std::ranges::sort(lost, std::greater{}, [](const SignedCheckpoint& each) {
        return std::pair(each.checkpoint.text(), each.note.size());
    });
    const auto again = std::ranges::unique(lost, {}, [](const SignedCheckpoint& each) {
        return each.checkpoint.text();
    });
    lost.erase(again.begin(), again.end());
    return lost;
}

using Notices = std::vector<ledger::origin::Truncated>;

// What is lost by what is at hand: in the ledger's own folder, or found elsewhere.
ledger::OrFault<Notices> losses_at_hand(
    const ledger::Ledger& book, const TruncateOptions& options
) {
    const auto checkpoints = ledger::Checkpoints::open(book);
    if (!checkpoints) return std::unexpected(checkpoints.error());
    auto lost = checkpoints->lost();
    if (!lost) return std::unexpected(lost.error());
    if (!options.checkpoint.empty()) {
        auto found = checkpoints->read_signed(options.checkpoint);
        if (!found) return std::unexpected(found.error());
        const auto begins = begins_with(book, found->checkpoint);
        if (!begins) return std::unexpected(begins.error());
        if (*begins) {
            return ledger::fault(
                ledger::Fault::Kind::io,
                "nothing of " + options.checkpoint.string() + " is lost: the ledger has all of it"
            );
        }
        lost->push_back(*std::move(found));
    }
    Notices notices;
    for (const SignedCheckpoint& each : each_once(*std::move(lost))) {
        notices.push_back({.size = each.checkpoint.size, .checkpoint = each.note});
    }
    return notices;
}

// Why no notice answers what a witness says; nothing where one does.
std::optional<std::string> why_passed_over(
    const ledger::OtherHistory& other, ledger::Position here
) {
    if (other.size > std::uint64_t{api::json_integer_max}) return "no ledger has as many";
    if (other.size > std::to_underlying(here)) return std::nullopt;
    return "say that with --checkpoint, the one that it has signed";
}

// What is lost by the word of witnesses, beyond what the log says already: a notice for each size
// that one of them has signed, the smallest first. Tells on standard error what each says.
ledger::OrFault<Notices> losses_witnessed(
    const ledger::Ledger& book, const std::filesystem::path& file
) {
    const auto policy = policy_in(file);
    if (!policy) return ledger::fault(ledger::Fault::Kind::io, policy.error());
    const auto others = ask_for_other_histories(book, *policy, witness_link());
    if (!others) return std::unexpected(others.error());
    std::set<std::uint64_t> sizes;
    for (const ledger::OtherHistory& other : *others) {
        const auto why = why_passed_over(other, book.size());
        const std::string told = other.trouble + (why ? "; passed over: " + *why : "");
        std::fprintf(stderr, "%s: %s\n", other.witness.c_str(), told.c_str());
        if (!why) sizes.insert(other.size);
    }
    Notices notices;
    for (const std::uint64_t size : sizes) notices.push_back({.size = size, .checkpoint = {}});
    return notices;
}

// Says all of them; how many they are.
ledger::OrFault<std::size_t> announce_all(
    ledger::Ledger& book,
    ledger::OrFault<Notices> notices,
    const TruncateOptions& options,
    const Manner& manner
) {
    if (!notices) return std::unexpected(notices.error());
    for (ledger::origin::Truncated& notice : *notices) {
        notice.ordered_by = {options.ordered_by};
        notice.reason = options.reason;
        const auto position = announce(book, notice);
        if (!position) return std::unexpected(position.error());
        std::printf(
            manner.json ? "{\"size\":%llu,\"position\":%llu}\n"
                        : "What was signed up to %llu is lost; the event at %llu says so.\n",
            static_cast<unsigned long long>(notice.size),
            static_cast<unsigned long long>(std::to_underlying(*position))
        );
    }
    return notices->size();
}

}  // namespace

int truncate(const TruncateOptions& options, const Manner& manner) {
    const ledger::SystemClock clock;
    const auto book = ledger::Ledger::open(options.directory, clock, {});
    if (!book) return complain(manner, book.error().detail);
    auto count = announce_all(**book, losses_at_hand(**book, options), options, manner);
    if (!count) return complain(manner, count.error().detail);
    if (!options.witnesses.empty()) {
        // Only now: what they are asked about is what the ledger does not know to be lost.
        const auto more =
            announce_all(**book, losses_witnessed(**book, options.witnesses), options, manner);
        if (!more) return complain(manner, more.error().detail);
        *count += *more;
    }
    if (*count == 0) {
        return complain(
            manner,
            "this ledger has everything that its folder says it signed, and no witness that was "
            "asked and answered has signed more; give the --checkpoint that it does not have, or "
            "--witnesses that have seen more"
        );
    }
    if (!manner.json) {
        std::printf(
            "Witnesses go on refusing this log until whoever runs them has read that, and lets "
            "them forget it.\n"
        );
    }
    return exit_ok;
}

}  // namespace tools
