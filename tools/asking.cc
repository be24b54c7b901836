#include "tools/asking.h"

#include <cstdio>

namespace tools {
namespace {

constexpr api::JsonLimits answer_limits{.bytes_max = 256UL * 1024 * 1024, .items_max = 10'000'000};

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (ledger::is_name(std::string_view(&c, 1))) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

}  // namespace

int ask_and_show(
    Client& client, const std::string& target, const Manner& manner, const Show& show
) {
    const OrProblem answer = client.get(target);
    if (!answer) return complain(answer.error());
    if (answer->status != 200) return complain_about(*answer);
    if (manner.json) {
        std::printf("%s\n", answer->body.c_str());
        return exit_ok;
    }
    const auto document = api::JsonDocument::parse(answer->body, answer_limits);
    if (!document) return complain("the answer is not JSON");
    show(document->root());
    return exit_ok;
}

int ask_and_show(
    const std::string& place, const std::string& target, const Manner& manner, const Show& show
) {
    const auto client = connect(place, manner.language);
    if (!client) return complain(client.error());
    return ask_and_show(**client, target, manner, show);
}

int complain_about(const Answered& answer) {
    const int status = answer.status == 404 ? exit_not_found : exit_failed;
    const auto document = api::JsonDocument::parse(answer.body, answer_limits);
    if (document) {
        const std::string detail = text_at(document->root(), {"detail"});
        const std::string title = text_at(document->root(), {"title"});
        if (!detail.empty()) return complain(detail, status);
        if (!title.empty()) return complain(title, status);
    }
    return complain("the answer was " + std::to_string(answer.status), status);
}

std::string query_of(const Past& past) {
    if (past.position) return "?position=" + std::to_string(*past.position);
    if (!past.recorded.empty()) return "?recorded=" + percent_encoded(past.recorded);
    return {};
}

}  // namespace tools
