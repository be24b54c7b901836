#include "ledger/file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ledger {
namespace {

constexpr mode_t mode_of(Readers readers) {
    return readers == Readers::owner ? 0600 : 0640;
}

int flags_of(File::Mode mode) {
    switch (mode) {
        case File::Mode::read:
            return O_RDONLY;
        case File::Mode::update:
            return O_RDWR;
        case File::Mode::create:
            return O_RDWR | O_CREAT | O_EXCL;
        case File::Mode::open_or_create:
            return O_RDWR | O_CREAT;
    }
    std::unreachable();
}

// Calls `call` again as long as a signal interrupts it.
template <class Call>
auto uninterrupted(Call&& call) {
    while (true) {
        const auto result = call();
        if (result != -1 || errno != EINTR) return result;
    }
}

}  // namespace

std::unexpected<Fault> io_fault(
    const std::string& what, const std::filesystem::path& path, int error_number
) {
    return fault(
        Fault::Kind::io,
        "cannot " + what + " " + path.string() + ": " +
            std::generic_category().message(error_number)
    );
}

OrFault<File> File::open(const std::filesystem::path& path, Mode mode) {
    const int descriptor = uninterrupted([&] {
        return ::open(path.c_str(), flags_of(mode) | O_CLOEXEC, mode_of(Readers::owner_and_group));
    });
    if (descriptor == -1) return io_fault("open", path, errno);
    return File(descriptor, path);
}

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    return *this;
}

File::~File() {
    if (descriptor_ != -1) ::close(descriptor_);
}

OrFault<std::uint64_t> File::size() const {
    struct stat status{};
    if (::fstat(descriptor_, &status) == -1) return io_fault("examine", path_, errno);
    return static_cast<std::uint64_t>(status.st_size);
}

OrFault<void> File::read_at(std::uint64_t offset, std::span<std::uint8_t> to) const {
    while (!to.empty()) {
        const ssize_t count = uninterrupted([&] {
            return ::pread(descriptor_, to.data(), to.size(), static_cast<off_t>(offset));
        });
        if (count == -1) return io_fault("read", path_, errno);
        if (count == 0) return fault(Fault::Kind::io, path_.string() + " ends too early");
        to = to.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

OrFault<void> File::write_at(std::uint64_t offset, Bytes from) {
    while (!from.empty()) {
        const ssize_t count = uninterrupted([&] {
            return ::pwrite(descriptor_, from.data(), from.size(), static_cast<off_t>(offset));
        });
        if (count == -1) return io_fault("write to", path_, errno);
        from = from.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

OrFault<void> File::sync() {
    if (::fdatasync(descriptor_) == -1) return io_fault("sync", path_, errno);
    return {};
}

OrFault<bool> File::lock() {
    const int result = uninterrupted([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); });
    if (result == 0) return true;
    if (errno == EWOULDBLOCK) return false;
    return io_fault("lock", path_, errno);
}

OrFault<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path) {
    std::error_code error;
    const bool is_ordinary = std::filesystem::is_regular_file(path, error);
    // One that is not there says so itself.
    if (!error && !is_ordinary) {
        return fault(Fault::Kind::io, path.string() + " is no ordinary file");
    }
    const auto file = File::open(path, File::Mode::read);
    if (!file) return std::unexpected(file.error());
    const auto size = file->size();
    if (!size) return std::unexpected(size.error());
    std::vector<std::uint8_t> bytes(*size);
    if (auto read = file->read_at(0, bytes); !read) return std::unexpected(read.error());
    return bytes;
}

OrFault<void> make_file(const std::filesystem::path& path, Bytes bytes, Readers readers) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) return io_fault("make", path, EEXIST);
    return replace_file(path, bytes, readers);
}

OrFault<void> replace_file(const std::filesystem::path& path, Bytes bytes, Readers readers) {
    std::error_code error;
    const std::filesystem::path unfinished = path.string() + ".new";
    std::filesystem::remove(unfinished, error);  // of a process that was stopped here
    auto file = File::open(unfinished, File::Mode::create);
    if (!file) return std::unexpected(file.error());
    if (::chmod(unfinished.c_str(), mode_of(readers)) == -1) {
        return io_fault("make", unfinished, errno);
    }
    if (auto written = file->write_at(0, bytes); !written) return written;
    if (auto synced = file->sync(); !synced) return synced;
    return rename_file(unfinished, path);
}

OrFault<void> rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code error;
    std::filesystem::rename(from, to, error);
    if (error) return io_fault("rename", from, error.value());
    return sync_directory(std::filesystem::absolute(to).parent_path());
}

OrFault<void> sync_directory(const std::filesystem::path& directory) {
    const int descriptor = uninterrupted([&] {
        return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    });
    if (descriptor == -1) return io_fault("open", directory, errno);
    const int result = ::fsync(descriptor);
    const int error_number = errno;
    ::close(descriptor);
    if (result == -1) return io_fault("sync", directory, error_number);
    return {};
}

OrFault<void> make_directory(const std::filesystem::path& directory) {
    if (::mkdir(directory.c_str(), 0750) == 0) {
        const auto absolute = std::filesystem::absolute(directory).lexically_normal();
        const auto name = absolute.has_filename() ? absolute : absolute.parent_path();
        return sync_directory(name.parent_path());
    }
    if (errno != EEXIST) return io_fault("make", directory, errno);
    return {};
}

}  // namespace ledger
