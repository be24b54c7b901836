// Tables that somebody exported somewhere.

#include "ledger/rules/assert.h"
#include "tests/fuzz/fuzz.h"
#include "tools/csv.h"

std::vector<std::string> fuzz_seeds() {
    return {
        "a,b\n1,2\n",
        "\xef\xbb\xbf"
        "a;b\r\n\"x\"\"y\",\"z\nw\"\r\n",
        "Kode,Nama,Nilai\n1.1,\"Indeks, rata-rata\",\"12,5\"\n\n1.2,,\n",
    };
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto reader = tools::CsvReader::open({reinterpret_cast<const char*>(data), size});
    if (!reader) return 0;
    const std::size_t columns = reader->columns().size();
    std::size_t line = 0;
    while (auto row = reader->next()) {
        ledger_assert(reader->line() > line);  // every row is on a line of its own: it ends
        line = reader->line();
        if (*row) ledger_assert((*row)->size() == columns);
    }
    return 0;
}
