#include "api/json_out.h"
#include "tools/verbs.h"

#include <cstdio>
#include <unistd.h>
#include <utility>

namespace tools {

int complain(const Manner& manner, std::string_view problem, int status) {
    if (manner.json) {
        api::JsonOut out;
        out.begin_object();
        out.member("detail", problem);
        out.end_object();
        std::fprintf(stderr, "%s\n", std::move(out).take().c_str());
        return status;
    }
    std::fprintf(stderr, "jejak: %.*s\n", static_cast<int>(problem.size()), problem.data());
    return status;
}

int complain(std::string_view problem, int status) {
    return complain(Manner{}, problem, status);
}

Progress::Progress(std::string what)
    : what_(std::move(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) std::fputc('\n', stderr);
}

void Progress::at(std::uint64_t done, std::uint64_t total) {
    if (!is_terminal_) return;
    constexpr std::uint64_t stride = 1000;
    const std::uint64_t step = total == 0 ? done / stride : done * 100 / total;
    if (step == last_step_) return;
    last_step_ = step;
    shown_ = true;
    std::fprintf(stderr, "\r%s: %llu", what_.c_str(), static_cast<unsigned long long>(done));
    if (total == 0) return;
    std::fprintf(
        stderr,
        " of %llu (%llu%%)",
        static_cast<unsigned long long>(total),
        static_cast<unsigned long long>(step)
    );
}

}  // namespace tools
