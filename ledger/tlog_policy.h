#pragma once
// Whose cosignatures count: a C2SP tlog-policy file (proof.md, "Witnesses"). One statement a line;
// empty lines, and those that begin with a #, do not count.
//
//     log pauh.example/jejak+530d903a+AekyeRrm…      [URL]
//     witness inspektorat inspektorat.example/w+…    [URL]
//     witness koran koran.example/w+…                [URL]
//     group k-of-n any inspektorat koran             any: one; all; or how many
//     quorum k-of-n                                  or none
//
// Names are defined before they are used. One key is one witness, and a member of one group only,
// so that nobody counts twice.

#include "ledger/note.h"
#include "ledger/rules/error.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

struct TlogPolicy {
    struct Log {
        VerifierKey key;
        std::string url;  // may be empty
        friend bool operator==(const Log&, const Log&) = default;
    };
    struct Witness {
        std::string name;
        VerifierKey key;  // of type cosignature
        std::string url;  // may be empty
        friend bool operator==(const Witness&, const Witness&) = default;
    };
    struct Group {
        std::string name;
        std::size_t needed = 0;            // of the members
        std::vector<std::string> members;  // witnesses and earlier groups
        friend bool operator==(const Group&, const Group&) = default;
    };

    std::vector<Log> logs;
    std::vector<Witness> witnesses;
    std::vector<Group> groups;
    std::string quorum;  // a witness's or a group's name; empty: none is needed

    // What is wrong with the text, with its line, where it is no policy.
    [[nodiscard]] static std::expected<TlogPolicy, Words> parse(std::string_view text);

    // The witnesses whose cosignatures under the note hold, by their names, when they are those
    // that the quorum asks for; nothing when they are not, or one of them is false.
    [[nodiscard]] std::optional<std::vector<std::string>> satisfied_by(const Note& note) const;

private:
    [[nodiscard]] bool is_met(const std::string& name, const std::vector<std::string>& held) const;
};

}  // namespace ledger
