#pragma once
// The verbs of the `jejak` command, a file each. A verb prints data to standard output, everything
// else to standard error, and returns the exit status.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tools {

// Exit statuses, which scripts rely on.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;        // what was asked for could not be done
inline constexpr int exit_usage = 2;         // the command line is wrong
inline constexpr int exit_not_verified = 3;  // something stored is not what was recorded
inline constexpr int exit_not_found = 4;     // there is no such thing

// What every verb is told.
struct Manner {
    bool json = false;            // data as JSON, for programs
    std::string language = "en";  // or "id"
};

// Tells what went wrong, on standard error, as the manner wants it, and gives back `status`.
int complain(const Manner& manner, std::string_view problem, int status = exit_failed);
int complain(std::string_view problem, int status = exit_failed);  // as a sentence

// Shows how far a long work is, on standard error, when that is a terminal; else nothing.
class Progress {
public:
    explicit Progress(std::string what);
    ~Progress();  // ends the line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    // `total` 0: nobody knows how much there is.
    void at(std::uint64_t done, std::uint64_t total);

private:
    std::string what_;
    bool shown_ = false;
    bool is_terminal_ = false;
    std::uint64_t last_step_ = ~std::uint64_t{0};
};

struct InitOptions {
    std::filesystem::path directory;
    std::string origin;
    bool simulated =
        false;  // recorded times come from the input: for restoring an export, or tests
};
int init(const InitOptions& options, const Manner& manner);

struct ServeOptions {
    std::filesystem::path directory;
    std::uint16_t port = 8080;
    unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    std::filesystem::path witness_policy;  // a C2SP tlog-policy file; empty: no witnesses are asked
    // Puts what is in memory on disk in tiny pieces: for the crash test.
    bool tiny_files = false;
};
int serve(const ServeOptions& options, const Manner& manner);

struct DemoOptions {
    std::filesystem::path directory;
    std::string seed = "jejak";
    bool fill_only = false;  // do not serve afterwards
    bool check = false;  // ask the running server for a score, its history and its reasons; stop
    std::uint16_t port = 8080;
};
int demo(const DemoOptions& options, const Manner& manner);

struct ImportOptions {
    std::string place;
    std::vector<std::filesystem::path> files;  // NDJSON, or with `mapping` a folder of CSV files
    std::optional<std::filesystem::path> mapping;
    std::string migration_order;  // the order under which past data is brought in
};
int import(const ImportOptions& options, const Manner& manner);

struct ExportOptions {
    std::filesystem::path directory;
    std::uint64_t from = 0;
    bool open_words = false;  // closed words too: needs the keys, and a reason to look at them
};
int export_events(const ExportOptions& options, const Manner& manner);

// "As of": a size, or a recorded time; at most one of them.
struct Past {
    std::optional<std::uint64_t> position;
    std::string recorded;
};

struct TrailOptions {
    std::string place;
    std::string person;
    std::size_t limit = 100;
};
int trail(const TrailOptions& options, const Manner& manner);
int acts(const TrailOptions& options, const Manner& manner);

struct SignOptions {
    std::filesystem::path key;  // a private key in PEM
    std::string kid;
    std::string event = "-";  // a file with the act, or standard input
    std::string person;       // instead of an act: announce the key as this person's
    bool signs_all = false;   // and say that everything will be signed
    std::string for_ledger;   // in this ledger only
    // Instead of the key itself: announce this one, by a key that was announced before.
    std::filesystem::path new_key;
    std::string new_kid;
};
int sign(const SignOptions& options, const Manner& manner);

struct ScoreOptions {
    std::string place;
    std::string of;  // a plan or a person
    std::string period;
    Past past;
    bool history = false;
};
int score(const ScoreOptions& options, const Manner& manner);
int explain(const ScoreOptions& options, const Manner& manner);

struct UnitOptions {
    std::string place;
    std::string agency;
    std::string unit;  // empty: the agency
    std::string period;
    std::string series;
    bool verdicts = false;  // the counts of met and missed
};
int unit(const UnitOptions& options, const Manner& manner);

struct VerdictsOptions {
    std::string place;
    std::string period;
    std::string series;
};
int verdicts(const VerdictsOptions& options, const Manner& manner);

// Of a ledger's directory, or, with `key`, of a receipt.
struct VerifyOptions {
    std::filesystem::path what;
    std::string key;                       // a log's vkey
    std::filesystem::path witness_policy;  // whose cosignatures must be there; empty: nobody's
    bool complete = false;                 // refuse a receipt that does not show that it is whole
};
int verify(const VerifyOptions& options, const Manner& manner);

struct ReceiptOptions {
    std::string place;
    std::string of;          // a plan, or with an empty period a person
    std::string period;      // empty: all that is about the person
    bool of_agency = false;  // `of` is an agency
    std::string unit;        // one unit of it
    Past past;
};
int receipt(const ReceiptOptions& options, const Manner& manner);

// Closes the day by hand: for a ledger with a simulated clock, or before a receipt.
int close_day(const std::filesystem::path& directory, const Manner& manner);

// Gives the ledger another key to sign with.
int rotate_key(const std::filesystem::path& directory, const Manner& manner);

// Says in the log that events were lost which the ledger had signed.
struct TruncateOptions {
    std::filesystem::path directory;
    std::filesystem::path checkpoint;  // one that was found elsewhere; empty: none was
    std::filesystem::path witnesses;   // a policy of those to ask what they have signed; or empty
    std::string ordered_by;
    std::string reason;
};
int truncate(const TruncateOptions& options, const Manner& manner);

// Forgets a person, where that was asked for and approved.
struct ForgetOptions {
    std::filesystem::path directory;
    std::string person;
};
int forget_person(const ForgetOptions& options, const Manner& manner);

struct WitnessOptions {
    std::filesystem::path directory;  // its key, and what it has seen
    std::string name;                 // of its key: "inspektorat.example/saksi"
    std::vector<std::string> logs;    // their vkeys
    std::string address = "127.0.0.1";
    std::uint16_t port = 8081;
};
int witness(const WitnessOptions& options, const Manner& manner);
int rebuild(const std::filesystem::path& directory, const Manner& manner);

struct BenchOptions {
    std::filesystem::path directory;  // where to put test ledgers, which are removed afterwards
    unsigned threads = ServeOptions().threads;
};
int bench(const BenchOptions& options, const Manner& manner);

}  // namespace tools
