#pragma once
// Checks everything that a ledger stores against its records, and the records against each other.
// What it finds it names; a ledger in which it finds nothing has the records that its head
// promises, each one where and what it was when it was acknowledged, and everything else follows
// from them.

#include "ledger/findings.h"
#include "ledger/ledger.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// Told how far it is: what is being checked, and how many events are done.
using VerifyProgress = std::function<void(const char* what, std::uint64_t done)>;

// The act that a person has signed, from the payload of his JWS; nothing when it is none. It is
// handed in, for events in JSON are read further up.
using ReadSigned = std::function<std::optional<Act>(std::string_view payload)>;

// Reads every record again: its hash in the tree, the root after each group and of the head; its
// place in its stream, and `previous`; its class; recorded times, which never go back; its place
// among the facts of its act, whose name no other act has; each closed part and the hash that the
// record names; whether every slot of the vault opens, and whose key is gone was forgotten; that
// each act is signed by him in whose name it is, where it must be, and says what he signed; that it
// has the further facts that the rules give it, and no others (rules/event.h).
//
// Two more threads make the rows of the index anew, in memory (a gigabyte at most, which 800,000
// streams take) and in `scratch`, a directory that is made and removed, and read those in use; the
// two are compared (row_tally.h). Where they differ, all are made in `scratch`-whole, to say why. A
// Fault when it could not be done, which says nothing about the ledger.
[[nodiscard]] OrFault<Findings> verify(
    const Ledger& ledger,
    const std::filesystem::path& scratch,
    const ReadSigned& read_signed,
    const VerifyProgress& progress
);

}  // namespace ledger
