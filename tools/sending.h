#pragma once
// Events on their way into a ledger: sent in batches, and every one that does not get there told
// with its file, its line and the reason.

#include "api/json_in.h"
#include "tools/client.h"
#include "tools/verbs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tools {

struct Line {
    std::string json;
    std::string file;
    std::size_t number = 0;
};

struct Tally {
    std::size_t recorded = 0;
    std::size_t duplicates = 0;
    std::size_t refused = 0;   // by us or by the ledger
    std::size_t skipped = 0;   // what follows from other lines, and comes back with them
    std::size_t not_sent = 0;  // or nobody knows: there was no answer
};

// Why a line is not in the ledger.
struct Refusal {
    std::string file;
    std::size_t line = 0;  // 0: it is about the whole file
    std::string code;      // "R-SHAPE"; empty when it never came to the rules
    std::string field;
    std::string detail;
};

class Sending {
public:
    // `client` must outlive it.
    Sending(Client& client, const Manner& manner) : client_(client), manner_(manner) {}

    // The exit status of a failure, which was complained about; nothing while all is well.
    [[nodiscard]] std::optional<int> add(Line line);
    [[nodiscard]] std::optional<int> flush();

    // Tells of it, or keeps it for conclude().
    void refuse(Refusal refusal);
    // The same for what was told already, except as JSON.
    void count_refused(Refusal refusal);
    void skip() { ++tally_.skipped; }

    // What became of everything, on standard output. The exit status.
    [[nodiscard]] int conclude(std::optional<int> failed);

private:
    [[nodiscard]] std::optional<int> take_in(const std::string& answer);
    void take_in(const Line& line, api::JsonValue outcome);

    Client& client_;
    const Manner& manner_;
    std::vector<Line> batch_;
    std::size_t batch_bytes_ = 0;
    std::vector<Refusal> refusals_;  // only for JSON
    Tally tally_;
};

}  // namespace tools
