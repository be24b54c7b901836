#include "ledger/rocks_logger.h"

#include <cstdarg>
#include <cstdio>

namespace ledger {
namespace {

class Errors final : public rocksdb::Logger {
public:
    Errors() : rocksdb::Logger(rocksdb::InfoLogLevel::ERROR_LEVEL) {}

    using rocksdb::Logger::Logv;
    void Logv(const char* format, va_list arguments) override {
        char line[1024];
        (void)std::vsnprintf(line, sizeof(line), format, arguments);
        (void)std::fprintf(stderr, "RocksDB: %s\n", line);  // where it cannot be said, it is not
    }
};

}  // namespace

std::shared_ptr<rocksdb::Logger> rocks_logger() {
    static const std::shared_ptr<rocksdb::Logger> logger = std::make_shared<Errors>();
    return logger;
}

}  // namespace ledger
