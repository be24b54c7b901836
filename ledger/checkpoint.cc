#include "ledger/checkpoint.h"

#include "ledger/base64.h"
#include "ledger/note.h"

#include <charconv>

namespace ledger {

std::string Checkpoint::text() const {
    return origin + '\n' + std::to_string(size) + '\n' + to_base64(root.bytes) + '\n';
}

std::optional<Checkpoint> Checkpoint::parse(std::string_view text) {
    const std::size_t first = text.find('\n');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find('\n', first + 1);
    if (second == std::string_view::npos || !text.ends_with('\n')) return std::nullopt;
    const std::string_view origin = text.substr(0, first);
    const auto size = parse_count(text.substr(first + 1, second - first - 1));
    std::string_view root_text = text.substr(second + 1);
    if (!is_key_name(origin) || !size || root_text.empty()) return std::nullopt;
    root_text.remove_suffix(1);
    const auto root = digest_from_base64(root_text);
    if (!root) return std::nullopt;
    return Checkpoint{std::string(origin), *size, *root};
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
    std::uint64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || stop != end || text.empty()) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return count;
}

}  // namespace ledger
