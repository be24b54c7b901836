#pragma once
// The few things that are asked of the file system directly, with errors as values.

#include "ledger/bytes.h"
#include "ledger/rules/error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace ledger {

// Fault::io that says what could not be done, to what, and errno's reason.
[[nodiscard]] std::unexpected<Fault> io_fault(
    const std::string& what, const std::filesystem::path& path, int error_number
);

// An open file. Moves; closes itself.
class File {
public:
    enum class Mode : std::uint8_t {
        read,           // must be there
        update,         // read and write; must be there
        create,         // read and write; must not be there; readable by its owner and group only
        open_or_create  // read and write
    };

    [[nodiscard]] static OrFault<File> open(const std::filesystem::path& path, Mode mode);
    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;
    ~File();

    [[nodiscard]] OrFault<std::uint64_t> size() const;

    // Exactly the bytes from `offset` on that fit into `to`; Fault::io when the file is too short.
    [[nodiscard]] OrFault<void> read_at(std::uint64_t offset, std::span<std::uint8_t> to) const;
    [[nodiscard]] OrFault<void> write_at(std::uint64_t offset, Bytes from);

    // On disk when it returns, and so is the length. After a fault nobody knows what is; do not
    // try again.
    [[nodiscard]] OrFault<void> sync();

    // Whether this is now the only open file, in all processes, that holds the lock. Until it
    // closes.
    [[nodiscard]] OrFault<bool> lock();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    File(int descriptor, std::filesystem::path path)
        : descriptor_(descriptor), path_(std::move(path)) {}

    int descriptor_ = -1;
    std::filesystem::path path_;
};

[[nodiscard]] OrFault<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path);

// Who may read a file that is made.
enum class Readers : std::uint8_t { owner, owner_and_group };

// Makes the file, which must not be there, with these bytes: after a crash it is there whole or not
// at all. It and its name are on disk when this returns.
[[nodiscard]] OrFault<void> make_file(
    const std::filesystem::path& path, Bytes bytes, Readers readers
);

// The same, and what was there before is gone once the new is there whole.
[[nodiscard]] OrFault<void> replace_file(
    const std::filesystem::path& path, Bytes bytes, Readers readers
);

// What was `from` is `to`, which is replaced if it is there; on disk when this returns. Both in one
// directory.
[[nodiscard]] OrFault<void> rename_file(
    const std::filesystem::path& from, const std::filesystem::path& to
);

// Makes what was created, renamed or removed in `directory` last.
[[nodiscard]] OrFault<void> sync_directory(const std::filesystem::path& directory);

// The directory is there, and lasts; made when it was not. Its parent must be there.
[[nodiscard]] OrFault<void> make_directory(const std::filesystem::path& directory);

}  // namespace ledger
