#include "tools/asking.h"

#include "api/percent.h"

#include <cstdio>

namespace tools {
namespace {

constexpr api::JsonLimits answer_limits{.bytes_max = 256UL * 1024 * 1024, .items_max = 10'000'000};

}  // namespace

int ask_and_show(
    Client& client, const std::string& target, const Manner& manner, const Show& show
) {
    const OrProblem answer = client.get(target);
    if (!answer) return complain(manner, answer.error());
    return show_answer(*answer, manner, show);
}

int show_answer(const Answered& answer, const Manner& manner, const Show& show) {
    if (answer.status != 200) return complain_about(manner, answer);
    if (manner.json) {
        std::printf("%s\n", answer.body.c_str());
        return exit_ok;
    }
    const auto document = api::JsonDocument::parse(answer.body, answer_limits);
    if (!document) return complain(manner, "the answer is not JSON");
    show(document->root());
    return exit_ok;
}

int ask_and_show(
    const std::string& place, const std::string& target, const Manner& manner, const Show& show
) {
    const auto client = connect(place, manner.language);
    if (!client) return complain(manner, client.error());
    return ask_and_show(**client, target, manner, show);
}

int complain_about(const Manner& manner, const Answered& answer) {
    const int status = answer.status == 404 ? exit_not_found : exit_failed;
    if (manner.json && !answer.body.empty()) {
        std::fprintf(stderr, "%s\n", answer.body.c_str());
        return status;
    }
    const auto document = api::JsonDocument::parse(answer.body, answer_limits);
    if (document) {
        const std::string detail = text_at(document->root(), {"detail"});
        const std::string title = text_at(document->root(), {"title"});
        if (!detail.empty()) return complain(manner, detail, status);
        if (!title.empty()) return complain(manner, title, status);
    }
    return complain(manner, "the answer was " + std::to_string(answer.status), status);
}

void say_nothing_is_there(const std::string& person) {
    std::fprintf(
        stderr,
        "Nothing is recorded about %s, or by him; is the name spelt right?\n",
        person.c_str()
    );
}

std::string path_of(std::initializer_list<std::string_view> segments) {
    std::string path;
    for (const std::string_view segment : segments) path += "/" + api::percent_encoded(segment);
    return path;
}

std::string query_of(const Past& past) {
    if (past.position) return "?position=" + std::to_string(*past.position);
    if (!past.recorded.empty()) return "?recorded=" + api::percent_encoded(past.recorded);
    return {};
}

}  // namespace tools
