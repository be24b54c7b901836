#pragma once
// A disk that takes what is written and cannot sync it.

#include "ledger/rules/assert.h"

#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace tests {

// While it lives, /dev/null stands where this process has `path` open: it takes every byte, and its
// sync fails.
class UnsyncableFile {
public:
    explicit UnsyncableFile(const std::filesystem::path& path) {
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            if (std::filesystem::read_symlink(entry.path(), gone) != path) continue;
            const std::string name = entry.path().filename().string();
            std::from_chars(name.data(), name.data() + name.size(), place_);
        }
        ledger_assert(place_ >= 0);
        kept_ = ::dup(place_);
        const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        ledger_assert(kept_ >= 0 && null >= 0 && ::dup2(null, place_) == place_);
        ::close(null);
    }
    ~UnsyncableFile() {
        ledger_assert(::dup2(kept_, place_) == place_);
        ::close(kept_);
    }
    UnsyncableFile(const UnsyncableFile&) = delete;
    UnsyncableFile& operator=(const UnsyncableFile&) = delete;

private:
    int place_ = -1;
    int kept_ = -1;
};

}  // namespace tests
