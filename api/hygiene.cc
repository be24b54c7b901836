#include "api/hygiene.h"

#include "api/header_list.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace api {
namespace {

using ledger::Words;

std::unexpected<Flaw> flaw(unsigned status, Words detail) {
    return std::unexpected(Flaw{status, std::move(detail)});
}

std::unexpected<Flaw> bare_line_end() {
    return flaw(400, {"Setiap baris kepala harus diakhiri CRLF.", "Lines must end with CRLF."});
}

bool is_visible(char c) {
    return c > 0x20 && c < 0x7F;
}

// What may stand in a field's value: anything but control characters; tabs are spaces.
bool is_value_character(char c) {
    return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t';
}

// A host and perhaps a port, as far as characters go (RFC 3986 3.2.2).
bool is_host(std::string_view value) {
    return !value.empty() && std::ranges::all_of(value, [](char c) {
        return is_visible(c) &&
               std::string_view("\"#/<>?@\\^`{|}").find(c) == std::string_view::npos;
    });
}

std::optional<std::uint64_t> parse_length(std::string_view digits) {
    constexpr std::size_t digits_max = 18;
    if (digits.empty() || digits.size() > digits_max) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

// Fields of which two would leave open which one counts.
enum class Single : std::uint8_t {
    host,
    content_length,
    transfer_encoding,
    content_type,
    authorization,
    idempotency_key,
    expect,
    origin,
    websocket_key,
    websocket_version,
};
constexpr auto single_names = std::to_array<std::string_view>({
    "host",
    "content-length",
    "transfer-encoding",
    "content-type",
    "authorization",
    "idempotency-key",
    "expect",
    "origin",
    "sec-websocket-key",
    "sec-websocket-version",
});

// One head being read, line by line.
class Inspection {
public:
    explicit Inspection(const HeadLimits& limits) : limits_(limits) {}

    std::expected<void, Flaw> first_line(std::string_view line);
    std::expected<void, Flaw> field(std::string_view line);
    std::expected<Framing, Flaw> conclusion();

private:
    std::expected<void, Flaw> known_field(std::string_view name, std::string_view value);
    std::expected<void, Flaw> conclude_host() const;
    std::expected<void, Flaw> conclude_length();
    std::expected<void, Flaw> conclude_coding();
    std::expected<void, Flaw> conclude_expectation();

    [[nodiscard]] const std::optional<std::string_view>& single(Single which) const {
        return singles_[std::to_underlying(which)];
    }

    const HeadLimits& limits_;
    std::array<std::optional<std::string_view>, single_names.size()> singles_;
    std::size_t fields_ = 0;
    bool is_1_0_ = false;
    bool close_ = false;
    bool keep_alive_ = false;
    Framing framing_;
};

std::expected<void, Flaw> Inspection::first_line(std::string_view line) {
    const std::size_t space = line.find(' ');
    const std::size_t last = line.rfind(' ');
    const bool three = space != std::string_view::npos && last > space;
    if (!three || !is_token(line.substr(0, space))) {
        return flaw(
            400,
            {"Baris pertama harus: METODE alamat HTTP/1.1.",
             "The first line must be: METHOD target HTTP/1.1."}
        );
    }
    const std::string_view target = line.substr(space + 1, last - space - 1);
    if (target.size() > limits_.target_bytes_max) {
        return flaw(
            414, {"Alamat permintaan terlalu panjang.", "The request's target is too long."}
        );
    }
    if (target.empty() || !std::ranges::all_of(target, is_visible)) {
        return flaw(
            400,
            {"Alamat permintaan memuat karakter yang tidak boleh; gunakan %XX.",
             "The target has characters that it may not have; use %XX."}
        );
    }
    const std::string_view version = line.substr(last + 1);
    is_1_0_ = version == "HTTP/1.0";
    if (is_1_0_ || version == "HTTP/1.1") return {};
    const bool other = version.size() == 8 && version.substr(0, 5) == "HTTP/" &&
                       version[5] >= '0' && version[5] <= '9' && version[6] == '.' &&
                       version[7] >= '0' && version[7] <= '9';
    if (other) return flaw(505, {});
    return flaw(400, {"Versi HTTP tidak terbaca.", "The HTTP version cannot be read."});
}

std::expected<void, Flaw> Inspection::field(std::string_view line) {
    if (++fields_ > limits_.fields_max) {
        return flaw(431, {"Terlalu banyak kepala.", "There are too many header fields."});
    }
    if (line.front() == ' ' || line.front() == '\t') {
        return flaw(
            400,
            {"Kepala yang dilipat ke baris berikut tidak diterima.",
             "Header fields folded over several lines are not accepted."}
        );
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return flaw(
            400,
            {"Nama kepala tidak sah; tidak boleh ada spasi sebelum titik dua.",
             "A header's name is not valid; no space may stand before its colon."}
        );
    }
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!std::ranges::all_of(value, is_value_character)) {
        return flaw(
            400,
            {"Nilai kepala memuat karakter kendali.", "A header's value has a control character."}
        );
    }
    return known_field(line.substr(0, colon), value);
}

std::expected<void, Flaw> Inspection::known_field(std::string_view name, std::string_view value) {
    if (equal_ignoring_case(name, "connection")) {
        close_ = close_ || has_element(value, "close");
        keep_alive_ = keep_alive_ || has_element(value, "keep-alive");
        return {};
    }
    for (std::size_t i = 0; i < single_names.size(); ++i) {
        if (name.size() != single_names[i].size() || !equal_ignoring_case(name, single_names[i])) {
            continue;
        }
        if (singles_[i]) {
            const std::string field(single_names[i]);
            return flaw(
                400,
                {"Kepala " + field + " muncul dua kali.", "The header " + field + " appears twice."}
            );
        }
        singles_[i] = value;
        return {};
    }
    return {};
}

std::expected<void, Flaw> Inspection::conclude_host() const {
    const auto& host = single(Single::host);
    if (!host && is_1_0_) return {};
    if (host && is_host(*host)) return {};
    return flaw(
        400,
        {"Kepala Host wajib ada, satu saja, dan sah.",
         "There must be one Host header, and a valid one."}
    );
}

std::expected<void, Flaw> Inspection::conclude_length() {
    const auto& length = single(Single::content_length);
    if (!length) return {};
    framing_.content_length = parse_length(*length);
    if (framing_.content_length) return {};
    return flaw(400, {"Content-Length harus satu bilangan.", "Content-Length must be one number."});
}

// RFC 9112 6.1 and 6.3.
std::expected<void, Flaw> Inspection::conclude_coding() {
    const auto& coding = single(Single::transfer_encoding);
    if (!coding) return {};
    if (is_1_0_) {
        return flaw(
            400,
            {"HTTP/1.0 tidak mengenal Transfer-Encoding.", "HTTP/1.0 has no Transfer-Encoding."}
        );
    }
    if (framing_.content_length) {
        return flaw(
            400,
            {"Content-Length dan Transfer-Encoding tidak boleh bersama.",
             "Content-Length and Transfer-Encoding must not come together."}
        );
    }
    std::string_view rest = *coding;
    std::size_t codings = 0;
    std::size_t chunked = 0;
    bool chunked_last = false;
    do {
        chunked_last = equal_ignoring_case(next_element(rest), "chunked");
        if (chunked_last) ++chunked;
        ++codings;
    } while (!rest.empty());
    if (!chunked_last || chunked != 1) {
        return flaw(
            400,
            {"Transfer-Encoding harus berakhir dengan satu chunked.",
             "Transfer-Encoding must end with one chunked."}
        );
    }
    if (codings != 1) {
        return flaw(
            501,
            {"Hanya Transfer-Encoding: chunked yang didukung.",
             "Only Transfer-Encoding: chunked is supported."}
        );
    }
    framing_.chunked = true;
    return {};
}

std::expected<void, Flaw> Inspection::conclude_expectation() {
    const auto& expectation = single(Single::expect);
    if (!expectation) return {};
    if (!equal_ignoring_case(*expectation, "100-continue")) return flaw(417, {});
    framing_.expects_continue = !is_1_0_;
    return {};
}

std::expected<Framing, Flaw> Inspection::conclusion() {
    if (auto host = conclude_host(); !host) return std::unexpected(host.error());
    if (auto length = conclude_length(); !length) return std::unexpected(length.error());
    if (auto coding = conclude_coding(); !coding) return std::unexpected(coding.error());
    if (auto expected = conclude_expectation(); !expected) return std::unexpected(expected.error());
    framing_.keep_alive = !close_ && (!is_1_0_ || keep_alive_);
    return framing_;
}

}  // namespace

std::expected<std::size_t, Flaw> HeadScan::end(std::string_view bytes, const HeadLimits& limits) {
    if (!bytes.empty() && !is_token_character(bytes.front())) {
        return flaw(400, {"Ini bukan permintaan HTTP.", "This is no HTTP request."});
    }
    for (std::size_t line_end = bytes.find('\n', line_); line_end != std::string_view::npos;
         line_end = bytes.find('\n', line_)) {
        if (line_end == line_ || bytes[line_end - 1] != '\r') return bare_line_end();
        const bool empty = line_end == line_ + 1;
        line_ = line_end + 1;
        if (line_ > limits.bytes_max) break;
        if (empty) return line_;
    }
    if (bytes.size() < limits.bytes_max) return 0;
    if (line_ == 0) {
        return flaw(
            414, {"Alamat permintaan terlalu panjang.", "The request's target is too long."}
        );
    }
    const std::string most = std::to_string(limits.bytes_max);
    return flaw(
        431,
        {"Kepala permintaan melebihi " + most + " bita.",
         "The request's head is longer than " + most + " bytes."}
    );
}

std::expected<Framing, Flaw> inspect_head(std::string_view head, const HeadLimits& limits) {
    Inspection inspection(limits);
    bool first = true;
    while (true) {
        const std::size_t line_end = head.find('\n');
        if (line_end == std::string_view::npos || line_end == 0 || head[line_end - 1] != '\r') {
            return bare_line_end();
        }
        const std::string_view line = head.substr(0, line_end - 1);
        head = head.substr(line_end + 1);
        if (line.find('\r') != std::string_view::npos) return bare_line_end();
        if (line.empty()) return inspection.conclusion();
        const auto read = first ? inspection.first_line(line) : inspection.field(line);
        if (!read) return std::unexpected(read.error());
        first = false;
    }
}

}  // namespace api
