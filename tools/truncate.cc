// jejak truncate: says in the log that events were lost which the ledger had signed, after a
// restore from an older copy. Nothing is removed: it is said of what is not there.

#include "ledger/checkpoints.h"
#include "ledger/cosigning.h"
#include "tools/policy_file.h"
#include "tools/verbs.h"
#include "tools/witness_link.h"

#include <algorithm>
#include <cstdio>
#include <functional>
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

// The most that a witness says to have signed, of which the ledger has no trace; 0: nothing.
ledger::OrFault<std::uint64_t> size_witnessed(
    const ledger::Ledger& book, const std::filesystem::path& file
) {
    const auto policy = policy_in(file);
    if (!policy) return ledger::fault(ledger::Fault::Kind::io, policy.error());
    const auto others = ask_for_other_histories(book, *policy, witness_link());
    if (!others) return std::unexpected(others.error());
    std::uint64_t size = 0;
    for (const ledger::OtherHistory& other : *others) size = std::max(size, other.size);
    constexpr std::uint64_t size_max = std::uint64_t{1} << 53U;  // that JSON can say
    if (size < size_max) return size;
    return ledger::fault(ledger::Fault::Kind::io, "a witness says more than any ledger has");
}

// What is lost: what the ledger's own folder has, the checkpoint that was found elsewhere, or what
// the witnesses have signed.
ledger::OrFault<std::vector<ledger::origin::Truncated>> losses(
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
    std::vector<ledger::origin::Truncated> notices;
    for (const SignedCheckpoint& each : each_once(*std::move(lost))) {
        notices.push_back({.size = each.checkpoint.size, .checkpoint = each.note});
    }
    if (!options.witnesses.empty()) {
        const auto size = size_witnessed(book, options.witnesses);
        if (!size) return std::unexpected(size.error());
        if (*size > 0) notices.push_back({.size = *size, .checkpoint = {}});
    }
    for (auto& notice : notices) {
        notice.ordered_by = {options.ordered_by};
        notice.reason = options.reason;
    }
    return notices;
}

}  // namespace

int truncate(const TruncateOptions& options, const Manner& manner) {
    const ledger::SystemClock clock;
    const auto book = ledger::Ledger::open(options.directory, clock, {});
    if (!book) return complain(manner, book.error().detail);
    const auto notices = losses(**book, options);
    if (!notices) return complain(manner, notices.error().detail);
    if (notices->empty()) {
        return complain(
            manner,
            "this ledger has everything that its folder says it signed, and no witness that was "
            "asked and answered has signed more; give the --checkpoint that it does not have, or "
            "--witnesses that have seen more"
        );
    }
    for (const auto& notice : *notices) {
        const auto position = announce(**book, notice);
        if (!position) return complain(manner, position.error().detail);
        std::printf(
            manner.json ? "{\"size\":%llu,\"position\":%llu}\n"
                        : "What was signed up to %llu is lost; the event at %llu says so.\n",
            static_cast<unsigned long long>(notice.size),
            static_cast<unsigned long long>(std::to_underlying(*position))
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
