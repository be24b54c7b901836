// The `jejak` command: its verbs and their options. What a verb does is in the file of its name.

#include "tools/verbs.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace {

using namespace tools;

// Does what a verb's line asks for. Owns the options that the line was read into.
using Deed = std::function<int(const Manner&)>;

void add_place(CLI::App& verb, std::string& place) {
    verb.add_option("ledger", place, "A running server's URL, or a ledger's directory")->required();
}

void add_directory(CLI::App& verb, std::filesystem::path& directory) {
    verb.add_option("directory", directory, "The ledger's directory; no server may have it open")
        ->required();
}

void add_past(CLI::App& verb, Past& past) {
    auto* position = verb.add_option("--position", past.position, "As of the first so many events");
    verb.add_option("--recorded", past.recorded, "As of what was recorded by then (RFC 3339)")
        ->excludes(position);
}

void add_scored(CLI::App& verb, ScoreOptions& options) {
    add_place(verb, options.place);
    verb.add_option("of", options.of, "A plan, or a person")->required();
    verb.add_option("period", options.period, "2025-12, 2025-Q4, or 2025")->required();
    add_past(verb, options.past);
}

// --- The verbs' options

Deed add_init(CLI::App& verb) {
    auto options = std::make_shared<InitOptions>();
    add_directory(verb, options->directory);
    verb.add_option("--origin", options->origin, "What it is called: pauh.example/jejak")
        ->required();
    verb.add_flag(
        "--simulated",
        options->simulated,
        "Recorded times come from the input: for an export to be imported, and for trying out"
    );
    return [options](const Manner& manner) { return init(*options, manner); };
}

Deed add_serve(CLI::App& verb) {
    auto options = std::make_shared<ServeOptions>();
    add_directory(verb, options->directory);
    verb.add_option("--port", options->port, "0: any that is free");
    verb.add_option("--threads", options->threads, "Of the server");
    verb.add_option("--witnesses", options->witness_policy, "A tlog-policy file: whom to ask");
    verb.add_flag("--tiny-files", options->tiny_files)->group("");
    return [options](const Manner& manner) { return serve(*options, manner); };
}

Deed add_demo(CLI::App& verb) {
    auto options = std::make_shared<DemoOptions>();
    add_directory(verb, options->directory);
    verb.add_option("--seed", options->seed, "What the demonstration is made from");
    verb.add_option("--port", options->port, "0: any that is free");
    verb.add_flag("--fill-only", options->fill_only, "Do not serve it");
    verb.add_flag("--check", options->check, "Ask the running server, show, and stop");
    return [options](const Manner& manner) { return demo(*options, manner); };
}

Deed add_import(CLI::App& verb) {
    auto options = std::make_shared<ImportOptions>();
    add_place(verb, options->place);
    constexpr const char* files = "CloudEvents, one a line; with --mapping, folders of CSV files";
    verb.add_option("files", options->files, files)->required();
    verb.add_option("--mapping", options->mapping, "What the tables mean");
    verb.add_option(
        "--migration-order",
        options->migration_order,
        "The order under which past data is brought in"
    );
    return [options](const Manner& manner) { return import(*options, manner); };
}

Deed add_export(CLI::App& verb) {
    auto options = std::make_shared<ExportOptions>();
    add_directory(verb, options->directory);
    verb.add_option("--from", options->from, "The first position")
        ->check([](const std::string& text) {
            return text.starts_with('-') ? "a position is not negative" : "";
        });
    verb.add_flag("--open", options->open_words, "With the closed words");
    return [options](const Manner& manner) { return export_events(*options, manner); };
}

Deed add_trail(CLI::App& verb) {
    auto options = std::make_shared<TrailOptions>();
    add_place(verb, options->place);
    verb.add_option("person", options->person)->required();
    verb.add_option("--limit", options->limit, "At most so many events");
    return [options](const Manner& manner) { return trail(*options, manner); };
}

Deed add_acts(CLI::App& verb) {
    auto options = std::make_shared<TrailOptions>();
    add_place(verb, options->place);
    verb.add_option("person", options->person)->required();
    verb.add_option("--limit", options->limit, "At most so many acts");
    return [options](const Manner& manner) { return acts(*options, manner); };
}

Deed add_sign(CLI::App& verb) {
    auto options = std::make_shared<SignOptions>();
    auto* event = verb.add_option("event", options->event, "A CloudEvent; -: from standard input");
    verb.add_option("--key", options->key, "A private key in PEM: Ed25519 or P-256")->required();
    verb.add_option("--kid", options->kid, "What the key is called")->required();
    auto* announce = verb.add_option("--announce", options->person, "The key, as this person's")
                         ->excludes(event);
    verb.add_flag("--signs-all", options->signs_all, "Nothing in his name without a signature")
        ->needs(announce);
    verb.add_option("--for-ledger", options->for_ledger, "The origin of the only ledger for it")
        ->needs(announce);
    auto* next = verb.add_option("--new", options->new_key, "Announce this key, by the other one")
                     ->needs(announce);
    verb.add_option("--new-kid", options->new_kid, "What the new one is called")->needs(next);
    return [options](const Manner& manner) { return sign(*options, manner); };
}

Deed add_score(CLI::App& verb) {
    auto options = std::make_shared<ScoreOptions>();
    add_scored(verb, *options);
    verb.add_flag("--history", options->history, "Each change and its event");
    return [options](const Manner& manner) { return score(*options, manner); };
}

Deed add_explain(CLI::App& verb) {
    auto options = std::make_shared<ScoreOptions>();
    add_scored(verb, *options);
    return [options](const Manner& manner) { return explain(*options, manner); };
}

Deed add_unit(CLI::App& verb) {
    auto options = std::make_shared<UnitOptions>();
    add_place(verb, options->place);
    verb.add_option("agency", options->agency)->required();
    verb.add_option("period", options->period)->required();
    verb.add_option("--unit", options->unit, "One unit of it");
    verb.add_option("--series", options->series, "Whose values: outside, self, ...");
    verb.add_flag("--verdicts", options->verdicts, "Only met or missed, for each");
    return [options](const Manner& manner) { return unit(*options, manner); };
}

Deed add_verdicts(CLI::App& verb) {
    auto options = std::make_shared<VerdictsOptions>();
    add_place(verb, options->place);
    verb.add_option("period", options->period)->required();
    verb.add_option("--series", options->series, "Whose values: outside, self, ...");
    return [options](const Manner& manner) { return verdicts(*options, manner); };
}

Deed add_verify(CLI::App& verb) {
    auto options = std::make_shared<VerifyOptions>();
    verb.add_option("what", options->what, "A ledger's directory; with --key a receipt")
        ->required();
    auto* key = verb.add_option("--key", options->key, "The log's vkey, that a receipt is held to");
    verb.add_option("--witnesses", options->witness_policy, "A tlog-policy file: who must cosign")
        ->needs(key);
    verb.add_flag("--complete", options->complete, "Refuse what is not shown to be all there is")
        ->needs(key);
    return [options](const Manner& manner) { return verify(*options, manner); };
}

Deed add_receipt(CLI::App& verb) {
    auto options = std::make_shared<ReceiptOptions>();
    add_place(verb, options->place);
    verb.add_option("of", options->of, "A plan or a person; with --agency or --unit an agency")
        ->required();
    verb.add_option("period", options->period, "2025; without it, all that is about the person");
    verb.add_flag("--agency", options->of_agency, "It is an agency: its own score");
    verb.add_option("--unit", options->unit, "A unit of that agency: the unit's score");
    add_past(verb, options->past);
    return [options](const Manner& manner) { return receipt(*options, manner); };
}

Deed add_close(CLI::App& verb) {
    auto directory = std::make_shared<std::filesystem::path>();
    add_directory(verb, *directory);
    return [directory](const Manner& manner) { return close_day(*directory, manner); };
}

Deed add_rotate_key(CLI::App& verb) {
    auto directory = std::make_shared<std::filesystem::path>();
    add_directory(verb, *directory);
    return [directory](const Manner& manner) { return rotate_key(*directory, manner); };
}

Deed add_truncate(CLI::App& verb) {
    auto options = std::make_shared<TruncateOptions>();
    add_directory(verb, options->directory);
    verb.add_option("--by", options->ordered_by, "The person who orders it")->required();
    verb.add_option("--reason", options->reason, "What happened")->required();
    auto* checkpoint =
        verb.add_option("--checkpoint", options->checkpoint, "A signed one that was found");
    verb.add_option("--witnesses", options->witnesses, "Ask these what they have signed")
        ->check(CLI::ExistingFile)
        ->excludes(checkpoint);
    return [options](const Manner& manner) { return truncate(*options, manner); };
}

Deed add_forget(CLI::App& verb) {
    auto options = std::make_shared<ForgetOptions>();
    add_directory(verb, options->directory);
    verb.add_option("person", options->person, "By his id")->required();
    return [options](const Manner& manner) { return forget_person(*options, manner); };
}

Deed add_witness(CLI::App& verb) {
    auto options = std::make_shared<WitnessOptions>();
    verb.add_option("directory", options->directory, "For its key, and what it has seen")
        ->required();
    verb.add_option("--name", options->name, "Its key's name: inspektorat.example/saksi")
        ->required();
    verb.add_option("--log", options->logs, "A log's vkey; several times for several logs")
        ->required();
    verb.add_option("--address", options->address, "Where to listen");
    verb.add_option("--port", options->port, "0: any that is free");
    return [options](const Manner& manner) { return witness(*options, manner); };
}

Deed add_rebuild(CLI::App& verb) {
    auto directory = std::make_shared<std::filesystem::path>();
    add_directory(verb, *directory);
    return [directory](const Manner& manner) { return rebuild(*directory, manner); };
}

Deed add_bench(CLI::App& verb) {
    auto options = std::make_shared<BenchOptions>();
    verb.add_option("directory", options->directory, "Where to put test ledgers for a while")
        ->required();
    verb.add_option("--threads", options->threads, "Of the server");
    return [options](const Manner& manner) { return bench(*options, manner); };
}

// --- The verbs

struct Verb {
    const char* name;
    const char* what;
    Deed (*add)(CLI::App& verb);  // its options
};

constexpr Verb verbs[] = {
    {"init", "Found an empty ledger", add_init},
    {"serve", "Serve a ledger on this machine", add_serve},
    {"demo", "Fill an empty ledger with a demonstration, and serve it", add_demo},
    {"import", "Record events from files", add_import},
    {"export", "Events as CloudEvents, one a line", add_export},
    {"trail", "What is about a person, across all streams", add_trail},
    {"acts", "What was recorded in a person's name, and who attests it", add_acts},
    {"sign", "An act as its actor signs it, with his own key", add_sign},
    {"score", "A score, now or as of the past", add_score},
    {"explain", "A score down to its events and rules", add_explain},
    {"unit", "The score of an agency or a unit by its own indicators", add_unit},
    {"verdicts", "Met or missed, counted for each agency; and the indices", add_verdicts},
    {"receipt", "One file from which anybody can check a score, or a person's file", add_receipt},
    {"verify", "Check everything that is stored; or a receipt", add_verify},
    {"close", "Close the day by hand", add_close},
    {"rotate-key", "Sign with another key from now on", add_rotate_key},
    {"truncate", "Say in the log that signed events were lost, after a restore", add_truncate},
    {"forget", "Destroy the key of a person's closed words, once that is approved", add_forget},
    {"witness", "Sign what logs have grown to, for others to trust", add_witness},
    {"rebuild", "Make all rows anew from the records", add_rebuild},
    {"bench", "Measure this machine with this program", add_bench},
};

int run(int count, char** arguments) {
    CLI::App app{"Jejak: a performance ledger for public servants"};
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", JEJAK_VERSION);
    Manner manner;
    app.add_flag("--json", manner.json, "Data as JSON");
    app.add_option("--language", manner.language, "Of what is told: en or id")
        ->check(CLI::IsMember({"en", "id"}));
    std::map<const CLI::App*, Deed> deeds;
    for (const Verb& verb : verbs) {
        CLI::App* const added = app.add_subcommand(verb.name, verb.what);
        deeds[added] = verb.add(*added);
    }
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& e) {
        const int status = app.exit(e);
        return status == 0 ? exit_ok : exit_usage;
    }
    return deeds.at(app.get_subcommands().front())(manner);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const int status = run(count, arguments);
        if (std::fflush(stdout) == 0) return status;
        return complain("the answer could not be written in full");
    } catch (const std::exception& e) {
        return complain(e.what());
    }
}
