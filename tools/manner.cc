#include "tools/verbs.h"

#include <cstdio>
#include <unistd.h>

namespace tools {

int complain(std::string_view problem, int status) {
    std::fprintf(stderr, "jejak: %.*s\n", static_cast<int>(problem.size()), problem.data());
    return status;
}

Progress::Progress(std::string what)
    : what_(std::move(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) std::fputc('\n', stderr);
}

void Progress::at(std::uint64_t done, std::uint64_t total) {
    if (!is_terminal_ || total == 0) return;
    const std::uint64_t percent = done * 100 / total;
    if (percent == last_percent_) return;
    last_percent_ = percent;
    shown_ = true;
    std::fprintf(
        stderr,
        "\r%s: %llu of %llu (%llu%%)",
        what_.c_str(),
        static_cast<unsigned long long>(done),
        static_cast<unsigned long long>(total),
        static_cast<unsigned long long>(percent)
    );
}

}  // namespace tools
