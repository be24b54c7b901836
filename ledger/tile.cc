#include "ledger/tile.h"

#include "ledger/checkpoint.h"

#include <algorithm>
#include <vector>

namespace ledger {
namespace {

constexpr unsigned level_max = 63;
constexpr unsigned level_bits = 8;  // a level up, a hash stands for 256 times as many leaves
constexpr std::uint64_t group = 1000;

// "x001/x234/067"
std::string number_path(std::uint64_t number) {
    const auto digits = [](std::uint64_t three) {
        std::string text = std::to_string(three);
        return std::string(3 - text.size(), '0') + text;
    };
    std::string path = digits(number % group);
    while ((number /= group) > 0) path = 'x' + digits(number % group) + '/' + path;
    return path;
}

std::optional<std::uint64_t> parse_number(std::string_view path) {
    std::string all;
    while (path.starts_with('x')) {
        const std::size_t slash = path.find('/');
        if (slash != 4) return std::nullopt;
        all += path.substr(1, 3);
        path.remove_prefix(slash + 1);
    }
    if (path.size() != 3) return std::nullopt;
    all += path;
    if (!std::ranges::all_of(all, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    all.erase(0, std::min(all.find_first_not_of('0'), all.size() - 1));
    return parse_count(all);
}

}  // namespace

std::string Tile::path() const {
    std::string text = of_entries ? "entries" : std::to_string(level);
    text += '/' + number_path(number);
    if (width < tile_width) text += ".p/" + std::to_string(width);
    return text;
}

std::optional<Tile> Tile::parse(std::string_view path) {
    Tile tile;
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    tile.of_entries = path.substr(0, slash) == "entries";
    if (!tile.of_entries) {
        const auto level = parse_count(path.substr(0, slash));
        if (!level || *level > level_max) return std::nullopt;
        tile.level = static_cast<unsigned>(*level);
    }
    std::string_view rest = path.substr(slash + 1);
    if (const std::size_t dot = rest.find(".p/"); dot != std::string_view::npos) {
        const auto width = parse_count(rest.substr(dot + 3));
        if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
        tile.width = *width;
        rest = rest.substr(0, dot);
    }
    const auto number = parse_number(rest);
    if (!number) return std::nullopt;
    tile.number = *number;
    // One that is written with more groups than it needs is another text for the same tile.
    return tile.path() == path ? std::optional(tile) : std::nullopt;
}

bool Tile::is_in(std::uint64_t size) const noexcept {
    const unsigned shift = level * level_bits;
    const std::uint64_t hashes = shift < 64 ? size >> shift : 0;
    if (number > hashes / tile_width) return false;
    return number * tile_width + width <= hashes;
}

}  // namespace ledger
