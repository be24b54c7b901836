#include "ledger/tlog_proof.h"

#include "ledger/base64.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"

namespace ledger {
namespace {

constexpr std::string_view header = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view extra_word = "extra ";
constexpr std::string_view index_word = "index ";
constexpr std::size_t path_max = 64;

// Takes the first line, without its LF, from `text`; nothing when there is no whole line.
std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

}  // namespace

std::string TlogProof::text() const {
    std::string text(header);
    if (!extra.empty()) {
        text += extra_word;
        text += to_base64(bytes_of(extra)) + '\n';
    }
    text += index_word;
    text += std::to_string(index) + '\n';
    for (const Digest& hash : path) text += to_base64(hash.bytes) + '\n';
    return text + '\n' + note;
}

std::optional<TlogProof> TlogProof::parse(std::string_view text) {
    if (!text.starts_with(header)) return std::nullopt;
    text.remove_prefix(header.size());
    TlogProof proof;
    auto line = take_line(text);
    if (line && line->starts_with(extra_word)) {
        const auto extra = from_base64(line->substr(extra_word.size()));
        if (!extra || extra->empty()) return std::nullopt;
        proof.extra = text_of(*extra);
        line = take_line(text);
    }
    if (!line || !line->starts_with(index_word)) return std::nullopt;
    const auto index = parse_count(line->substr(index_word.size()));
    if (!index) return std::nullopt;
    proof.index = *index;
    while ((line = take_line(text)) && !line->empty()) {
        const auto hash = digest_from_base64(*line);
        if (!hash || proof.path.size() == path_max) return std::nullopt;
        proof.path.push_back(*hash);
    }
    if (!line || !Note::parse(text)) return std::nullopt;
    proof.note = text;
    return proof;
}

}  // namespace ledger
