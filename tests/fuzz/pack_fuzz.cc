// Packs as they are read from disk, with a checksum that is right: so that more than that is tried.

#include "ledger/crc32c.h"
#include "ledger/pack.h"
#include "ledger/rules/assert.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/sealed_groups.h"

std::vector<std::string> fuzz_seeds() {
    std::vector<std::string> seeds;
    tests::SealedGroups groups;
    for (const std::size_t count : {1UL, 3UL, 70UL}) {
        const auto group = groups.next(count, 40);
        for (const auto& pack :
             ledger::pack_group(ledger::Position{9}, group, groups.head().root)) {
            seeds.emplace_back(pack->stored().begin(), pack->stored().end());
        }
    }
    return seeds;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint8_t> bytes(data, data + size);
    if (bytes.size() >= 8) {
        ledger::store(std::span(bytes).subspan(4), ledger::crc32c(ledger::Bytes(bytes).subspan(8)));
    }
    const auto pack = ledger::Pack::parse(bytes);
    if (!pack) return 0;
    std::size_t total = 0;
    for (std::size_t i = 0; i < (*pack)->count(); ++i) {
        total += (*pack)->record(i).size() + (*pack)->parts(i).size();
    }
    ledger_assert(total <= size && (*pack)->end() > (*pack)->first());
    return 0;
}
