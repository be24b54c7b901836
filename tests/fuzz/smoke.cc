// Runs a fuzz target on its seeds, and on mutations of them, always the same ones; or writes the
// seeds into a folder, for libFuzzer.
//     fuzz_record                     20,000 mutations
//     fuzz_record --mutations 1000000
//     fuzz_record --write-seeds DIR

#include "tests/fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>

namespace {

class Mutator {
public:
    explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

    std::string next() {
        std::string input = seeds_[below(seeds_.size())];
        for (std::size_t left = 1 + below(6); left > 0; --left) change(input);
        return input;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    void change(std::string& input) {
        const std::size_t at = below(input.size());
        const std::size_t length = below(input.size() - at) % 32;
        switch (below(7)) {
            case 0:
                input.insert(at, 1, static_cast<char>(below(256)));
                break;
            case 1:
                input.erase(at, length);
                break;
            case 2:
                input.insert(at, input.substr(at, length));
                break;
            case 3:
                input.resize(at);
                break;
            case 4:
                splice(input, at);
                break;
            case 5:
                input.replace(at, std::min<std::size_t>(8, input.size() - at), number());
                break;
            default:
                if (!input.empty()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        }
    }

    void splice(std::string& input, std::size_t at) {
        const std::string& other = seeds_[below(seeds_.size())];
        input.resize(at);
        input += other.substr(below(other.size()));
    }

    // Eight bytes that are a length or an offset now and then.
    std::string number() {
        static constexpr std::uint64_t favourites[] = {
            0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF
        };
        const std::uint64_t value = favourites[below(std::size(favourites))];
        return {reinterpret_cast<const char*>(&value), sizeof(value)};
    }

    const std::vector<std::string>& seeds_;
    std::mt19937_64 random_{20251121};
};

void run(std::string_view input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> seeds = fuzz_seeds();
    const std::string_view option = argc > 2 ? argv[1] : "";
    if (option == "--write-seeds") {
        std::filesystem::create_directories(argv[2]);
        for (std::size_t i = 0; i < seeds.size(); ++i) {
            const auto file = std::filesystem::path(argv[2]) / ("seed-" + std::to_string(i));
            std::ofstream(file, std::ios::binary) << seeds[i];
        }
        return 0;
    }
    const long mutations = option == "--mutations" ? std::atol(argv[2]) : 20'000;
    for (const std::string& seed : seeds) run(seed);
    Mutator mutator(seeds);
    for (long i = 0; i < mutations; ++i) run(mutator.next());
    std::printf("%zu seeds, %ld mutations\n", seeds.size(), mutations);
    return 0;
}
