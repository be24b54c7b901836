#pragma once
// How the verbs reach a ledger: a running server by its URL, or a ledger's directory when no server
// has it open. Both answer the same requests with the same bytes, for both go through the same
// handlers.

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace tools {

struct Answered {
    unsigned status = 0;
    std::string body;
};

// What went wrong before there was a whole answer, for a person.
using OrProblem = std::expected<Answered, std::string>;

class Client {
public:
    Client() = default;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    virtual ~Client() = default;

    [[nodiscard]] virtual OrProblem get(std::string_view target) = 0;
    [[nodiscard]] virtual OrProblem post(
        std::string_view target, std::string_view content_type, std::string body
    ) = 0;
};

// `place` is "http://127.0.0.1:8080" or a directory. English or Indonesian answers, by `language`
// ("en", "id"). A server that says nothing for a minute is given up.
[[nodiscard]] std::expected<std::unique_ptr<Client>, std::string> connect(
    const std::string& place, const std::string& language
);

}  // namespace tools
