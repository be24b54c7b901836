// jejak forget: says in the log that a person was forgotten, and destroys the key of his words.

#include "api/json_out.h"
#include "ledger/forgetting.h"
#include "ledger/snapshot.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace tools {
namespace {

// What is wrong with asking for that: nothing would be destroyed, and the log would say for ever
// that somebody was forgotten.
std::optional<std::string> why_not(const ledger::Ledger& book, const ledger::PersonId& person) {
    const auto slot = book.index().key_slot(person);
    if (!slot) return slot.error().detail;
    if (*slot) return std::nullopt;
    return "no closed words are about a person named " + person.text +
           "; is that spelt right? Nobody was forgotten";
}

}  // namespace

int forget_person(const ForgetOptions& options, const Manner& manner) {
    if (!ledger::is_name(options.person)) {
        return complain(manner, "'" + options.person + "' is no person's id", exit_usage);
    }
    const auto cleared = ledger::Snapshot::clear(options.directory);
    if (!cleared) return complain(manner, cleared.error().detail);
    if (!*cleared) {
        return complain(manner, "somebody is verifying this ledger, with its keys; wait for that");
    }
    const auto house = House::open(options.directory, {}, {});
    if (!house) return complain(manner, house.error().detail);
    ledger::Ledger& book = (*house)->ledger();
    if (const auto why = why_not(book, {options.person})) return complain(manner, *why);
    const auto forgotten = ledger::forget(book, {options.person});
    if (!forgotten) {
        return complain(manner, forgotten.error().detail + "; run it again once that is right");
    }
    if (!*forgotten) {
        const ledger::Rejection& why = forgotten->error();
        const std::string& detail = manner.language == "id" ? why.detail.id : why.detail.en;
        return complain(manner, std::string(name_of(why.code)) + ": " + detail);
    }
    const ledger::Forgetting& done = **forgotten;
    if (!(*house)->publisher().now()) return complain(manner, "it was done, but not signed");
    if (manner.json) {
        api::JsonOut out;
        out.begin_object();
        out.member("person", options.person);
        out.member("position", done.position);
        out.member("alreadyRecorded", done.already);
        out.member("keyDestroyed", done.destroyed);
        out.end_object();
        std::printf("%s\n", std::move(out).take().c_str());
        return exit_ok;
    }
    std::printf(
        "The event at %llu %s that %s was forgotten; %s.\n"
        "Destroy the backups of the keys that are older than this: docs/forgetting.md\n",
        static_cast<unsigned long long>(std::to_underlying(done.position)),
        done.already ? "said before" : "says",
        options.person.c_str(),
        done.destroyed ? "the key of all closed words about him is destroyed"
                       : "there is no key of his"
    );
    return exit_ok;
}

}  // namespace tools
