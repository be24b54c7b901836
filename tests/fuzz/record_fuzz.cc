// Records and packs as they are read from disk or from somebody else's copy.

#include "ledger/record_codec.h"
#include "ledger/rules/assert.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/random_values.h"
#include "tests/support/temporary_directory.h"

#include <cstring>

namespace {

using namespace ledger;

struct Book {
    Book()
        : entropy(seeded_entropy("fuzz")),
          vault(Vault::found(
                    {.slots = directory / "slots", .master = directory / "master.key"}, *entropy
          )
                    .value()),
          slot(*vault->create()),
          encoder(*vault) {}

    tests::TemporaryDirectory directory;
    std::unique_ptr<Entropy> entropy;
    std::unique_ptr<Vault> vault;
    Slot slot;
    RecordEncoder encoder;
};

Book& book() {
    static Book book;
    return book;
}

}  // namespace

std::vector<std::string> fuzz_seeds() {
    std::vector<std::string> seeds;
    tests::RandomValues values(1);
    tests::with_one_event_of_each(values, [&](Event event) {
        Record record;
        record.provenance = {.source = "urn:app", .id = "r-1"};
        record.subjects = {{"a"}};
        record.version = 1;
        record.event = std::move(event);
        record.stream = tests::stream_for(record.event);
        const auto encoded = book().encoder.encode(record, book().slot);
        seeds.emplace_back((*encoded)->record.begin(), (*encoded)->record.end());
    });
    return seeds;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint64_t> words(size / 8 + 1);
    std::memcpy(words.data(), data, size);
    const Bytes bytes(reinterpret_cast<const std::uint8_t*>(words.data()), size);
    const auto record = decode_record(bytes, {}, Closed::withhold, nullptr);
    const auto happened = decode_happened(bytes, {}, [](std::string_view) { return true; });
    if (record) {  // what is read can be written, and is read as the same
        ledger_assert(happened && *happened && (*happened)->event == record->event);
        const auto again = book().encoder.encode(*record, book().slot);
        ledger_assert(again && *again);
        const auto back = decode_record((*again)->record, {}, Closed::withhold, nullptr);
        ledger_assert(back && back->event == record->event && back->stream == record->stream);
    }
    (void)parts_of(bytes);
    (void)split_parts(bytes);
    return 0;
}
