#include "tools/cloud_event_lines.h"

#include "api/cloud_event.h"
#include "api/json_out.h"

namespace tools {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

std::string line_of(const CloudEvent& event) {
    api::JsonOut out;
    out.begin_object();
    out.member("specversion", "1.0");
    out.member("type", std::string(api::event_type_prefix) + event.type);
    out.member("source", event.source);
    out.member("id", event.id);
    out.member("subject", event.subject);
    out.member("datacontenttype", "application/json");
    out.member_if_any("actor", event.actor);
    out.member_if_any("actorrole", event.actor_role);
    out.member("channel", "import");
    out.member_if_any("migrationorder", event.migration_order);
    out.member_if_any("effectivetime", event.effective);
    out.key("data");
    out.raw(event.data);
    out.end_object();
    return std::move(out).take();
}

std::optional<std::expected<std::string_view, ledger::Words>> EventLines::next() {
    while (read_line()) {
        if (text_.size() > bytes_max) {
            const std::string most = std::to_string(bytes_max);
            return std::unexpected(ledger::Words{
                "Baris ini melebihi " + most + " bita. Tulis satu peristiwa per baris.",
                "The line is longer than " + most + " bytes. Write one event a line."
            });
        }
        std::string_view text = text_;
        if (line_ == 1 && text.starts_with(byte_order_mark)) {
            text.remove_prefix(byte_order_mark.size());
        }
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (text.find_first_not_of(" \t") != std::string_view::npos) return text;
    }
    return std::nullopt;
}

bool EventLines::read_line() {
    text_.clear();
    std::streambuf& in = *in_.rdbuf();
    constexpr auto end = std::char_traits<char>::eof();
    auto c = in.sbumpc();
    if (c == end) return false;
    ++line_;
    for (; c != end && c != '\n'; c = in.sbumpc()) {
        if (text_.size() <= bytes_max) text_ += std::char_traits<char>::to_char_type(c);
    }
    return true;
}

}  // namespace tools
