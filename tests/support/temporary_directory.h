#pragma once
// A directory of its own for a test, gone when the test is.

#include "ledger/rules/assert.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace tests {

class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "jejak-XXXXXX").string();
        const char* const made = ::mkdtemp(name.data());
        ledger_assert(made != nullptr);
        path_ = name;
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    friend std::filesystem::path operator/(const TemporaryDirectory& in, const std::string& name) {
        return in.path_ / name;
    }

private:
    std::filesystem::path path_;
};

}  // namespace tests
