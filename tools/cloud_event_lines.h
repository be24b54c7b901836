#pragma once
// Events one a line: newline-delimited JSON, each line one CloudEvent 1.0 in its structured form.
// What `import` reads and what a mapping makes of other data.

#include "ledger/rules/error.h"

#include <cstddef>
#include <expected>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace tools {

// A business event as a source system sends it. `source` and `id` name it for ever: sent again, it
// adds nothing. Empty attributes are left out.
struct CloudEvent {
    std::string source;           // a URI reference: "import:nyc_mmr"
    std::string id;               // 1 to 64 bytes
    std::string type;             // "indicator.defined"; written with "jejak." in front
    std::string subject;          // the stream: "indicator/nyc-114"
    std::string actor;            // who sends it
    std::string actor_role;       // "integration"
    std::string migration_order;  // under which order the history of an older system is brought in
    std::string effective;        // RFC 3339: when it happened
    std::string data;             // the event's fields, as JSON
};

// One line, without its line break.
[[nodiscard]] std::string line_of(const CloudEvent& event);

// Reads lines of at most `bytes_max` bytes from a stream that it does not own. Empty lines are
// passed over, as is a byte order mark. What a line says is not looked at.
class EventLines {
public:
    static constexpr std::size_t bytes_max = 1024UL * 1024;

    explicit EventLines(std::istream& in) : in_(in) {}

    // The next line; or what is wrong with it, and then the one after it can be read. Nothing at
    // the end. The text holds until the next call.
    [[nodiscard]] std::optional<std::expected<std::string_view, ledger::Words>> next();

    // The number of that line, counted from 1.
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

private:
    // Whether there was a line. Of one that is too long, `text_` keeps one byte too many.
    [[nodiscard]] bool read_line();

    std::istream& in_;
    std::string text_;
    std::size_t line_ = 0;
};

}  // namespace tools
