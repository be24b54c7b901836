// The `jejak` command: its verbs and their options. What a verb does is in the file of its name.

#include "tools/verbs.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

namespace {

using namespace tools;

CLI::App* verb(CLI::App& app, const char* name, const char* what) {
    return app.add_subcommand(name, what);
}

void add_place(CLI::App* verb, std::string& place) {
    verb->add_option("ledger", place, "A running server's URL, or a ledger's directory")
        ->required();
}

void add_directory(CLI::App* verb, std::filesystem::path& directory) {
    verb->add_option("directory", directory, "The ledger's directory; no server may have it open")
        ->required();
}

void add_past(CLI::App* verb, Past& past) {
    auto* position =
        verb->add_option("--position", past.position, "As of the first so many events");
    verb->add_option("--recorded", past.recorded, "As of what was recorded by then (RFC 3339)")
        ->excludes(position);
}

void add_score(CLI::App* verb, ScoreOptions& options) {
    add_place(verb, options.place);
    verb->add_option("of", options.of, "A plan, or a person")->required();
    verb->add_option("period", options.period, "2025-12, 2025-Q4, or 2025")->required();
    add_past(verb, options.past);
}

int run(int count, char** arguments) {
    CLI::App app{"Jejak: a performance ledger for public servants"};
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", JEJAK_VERSION);
    Manner manner;
    app.add_flag("--json", manner.json, "Data as JSON");
    app.add_option("--language", manner.language, "Of what is told: en or id")
        ->check(CLI::IsMember({"en", "id"}));

    InitOptions init_options;
    auto* init_verb = verb(app, "init", "Found an empty ledger");
    add_directory(init_verb, init_options.directory);
    init_verb->add_option("--origin", init_options.origin, "What it is called: pauh.example/jejak")
        ->required();
    init_verb->add_flag(
        "--simulated",
        init_options.simulated,
        "Recorded times come from the input: for an export to be imported, and for trying out"
    );

    ServeOptions serve_options;
    auto* serve_verb = verb(app, "serve", "Serve a ledger on this machine");
    add_directory(serve_verb, serve_options.directory);
    serve_verb->add_option("--port", serve_options.port, "0: any that is free");
    serve_verb->add_option("--threads", serve_options.threads, "Of the server");
    serve_verb->add_flag("--tiny-files", serve_options.tiny_files)->group("");

    DemoOptions demo_options;
    auto* demo_verb = verb(app, "demo", "Fill an empty ledger with a demonstration, and serve it");
    add_directory(demo_verb, demo_options.directory);
    demo_verb->add_option("--seed", demo_options.seed, "What the demonstration is made from");
    demo_verb->add_option("--port", demo_options.port, "0: any that is free");
    demo_verb->add_flag("--fill-only", demo_options.fill_only, "Do not serve it");
    demo_verb->add_flag("--check", demo_options.check, "Ask the running server, show, and stop");

    ImportOptions import_options;
    auto* import_verb = verb(app, "import", "Record events from files");
    add_place(import_verb, import_options.place);
    import_verb
        ->add_option(
            "files",
            import_options.files,
            "CloudEvents, one a line; with --mapping, "
            "folders of CSV files"
        )
        ->required();
    import_verb->add_option("--mapping", import_options.mapping, "What the tables mean");
    import_verb->add_option(
        "--migration-order",
        import_options.migration_order,
        "The order under which past data is brought in"
    );

    ExportOptions export_options;
    auto* export_verb = verb(app, "export", "Events as CloudEvents, one a line");
    add_directory(export_verb, export_options.directory);
    export_verb->add_option("--from", export_options.from, "The first position")
        ->check([](const std::string& text) {
            return text.starts_with('-') ? "a position is not negative" : "";
        });
    export_verb->add_flag("--open", export_options.open_words, "With the closed words");

    TrailOptions trail_options;
    auto* trail_verb = verb(app, "trail", "What is about a person, across all streams");
    add_place(trail_verb, trail_options.place);
    trail_verb->add_option("person", trail_options.person)->required();
    trail_verb->add_option("--limit", trail_options.limit, "At most so many events");

    ScoreOptions score_options;
    auto* score_verb = verb(app, "score", "A score, now or as of the past");
    add_score(score_verb, score_options);
    score_verb->add_flag("--history", score_options.history, "Each change and its event");

    ScoreOptions explain_options;
    auto* explain_verb = verb(app, "explain", "A score down to its events and rules");
    add_score(explain_verb, explain_options);

    UnitOptions unit_options;
    auto* unit_verb = verb(app, "unit", "The score of an agency or a unit by its own indicators");
    add_place(unit_verb, unit_options.place);
    unit_verb->add_option("agency", unit_options.agency)->required();
    unit_verb->add_option("period", unit_options.period)->required();
    unit_verb->add_option("--unit", unit_options.unit, "One unit of it");
    unit_verb->add_option("--series", unit_options.series, "Whose values: outside, self, ...");
    unit_verb->add_flag("--verdicts", unit_options.verdicts, "Only met or missed, for each");

    VerdictsOptions verdicts_options;
    auto* verdicts_verb =
        verb(app, "verdicts", "Met or missed, counted for each agency; and the indices");
    add_place(verdicts_verb, verdicts_options.place);
    verdicts_verb->add_option("period", verdicts_options.period)->required();
    verdicts_verb->add_option(
        "--series", verdicts_options.series, "Whose values: outside, self, ..."
    );

    std::filesystem::path verified;
    auto* verify_verb = verb(app, "verify", "Check everything that is stored");
    add_directory(verify_verb, verified);

    std::filesystem::path rebuilt;
    add_directory(verb(app, "rebuild", "Make all rows anew from the records"), rebuilt);

    BenchOptions bench_options;
    auto* bench_verb = verb(app, "bench", "Measure this machine with this program");
    bench_verb
        ->add_option("directory", bench_options.directory, "Where to put test ledgers for a while")
        ->required();
    bench_verb->add_option("--threads", bench_options.threads, "Of the server");

    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& e) {
        const int status = app.exit(e);
        return status == 0 ? exit_ok : exit_usage;
    }
    if (init_verb->parsed()) return init(init_options, manner);
    if (serve_verb->parsed()) return serve(serve_options, manner);
    if (demo_verb->parsed()) return demo(demo_options, manner);
    if (import_verb->parsed()) return import(import_options, manner);
    if (export_verb->parsed()) return export_events(export_options, manner);
    if (trail_verb->parsed()) return trail(trail_options, manner);
    if (score_verb->parsed()) return score(score_options, manner);
    if (explain_verb->parsed()) return explain(explain_options, manner);
    if (unit_verb->parsed()) return unit(unit_options, manner);
    if (verdicts_verb->parsed()) return verdicts(verdicts_options, manner);
    if (verify_verb->parsed()) return verify(verified, manner);
    if (bench_verb->parsed()) return bench(bench_options, manner);
    return rebuild(rebuilt, manner);
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
