#pragma once
// Described structs to row bytes and back. Rows are disposable, so this form may change with every
// version; what must last is in schemas/. Compact: whole numbers as varints, everything else as its
// length and its bytes.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/decimal.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/fields.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/time.h"

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ledger {

class RowWriter {
public:
    void put(const std::string& v) { bytes(v); }
    void put(const Decimal& v) {
        put(static_cast<std::uint32_t>(v.scale()));
        put_signed(v.coefficient());
    }
    void put(const Rational& v) { bytes(v.text()); }
    void put(const Digest& v) {
        out_.append(reinterpret_cast<const char*>(v.bytes.data()), v.bytes.size());
    }
    void put(const Period& v) { bytes(v.text()); }
    void put(Date v) { put_signed(v.time_since_epoch().count()); }
    void put(Instant v) { put_signed(v.time_since_epoch().count()); }
    void put(const StreamId& v) { bytes(v.text); }
    void put(const ClosedText& v) { put(v.characters()); }
    template <class Kind>
    void put(const Name<Kind>& v) {
        bytes(v.text);
    }
    template <std::unsigned_integral T>
    void put(T v) {
        auto rest = static_cast<std::uint64_t>(v);
        for (; rest >= 0x80U; rest >>= 7U) out_ += static_cast<char>((rest & 0x7FU) | 0x80U);
        out_ += static_cast<char>(rest);
    }
    template <class E>
        requires std::is_enum_v<E>
    void put(E v) {
        put(static_cast<std::uint64_t>(std::to_underlying(v)));
    }
    template <class T>
    void put(const std::optional<T>& v) {
        put(static_cast<std::uint8_t>(v.has_value()));
        if (v) put(*v);
    }
    template <class T>
    void put(const std::vector<T>& v) {
        put(v.size());
        for (const T& item : v) put(item);
    }
    template <class T, std::size_t N>
    void put(const std::array<T, N>& v) {
        for (const T& item : v) put(item);
    }
    template <Described T>
    void put(const T& v) {
        for_each_field(v, [this](std::string_view, const auto& member) { put(member); });
    }

    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    void bytes(std::string_view v) {
        put(v.size());
        out_ += v;
    }
    void put_signed(std::int64_t v) {  // zigzag
        put((static_cast<std::uint64_t>(v) << 1U) ^ static_cast<std::uint64_t>(v >> 63));
    }
    std::string out_;
};

// Reads what RowWriter wrote. Anything else sets ok() to false and gives default values; it never
// reads outside of its input.
class RowReader {
public:
    explicit RowReader(std::string_view in) : in_(in) {}

    // Whether everything so far was well formed.
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    // Whether that is so and nothing is left.
    [[nodiscard]] bool done() const noexcept { return ok_ && in_.empty(); }
    [[nodiscard]] std::string_view rest() const noexcept { return in_; }

    void get(std::string& v) { v = bytes(); }
    void get(Decimal& v) {
        const auto scale = number();
        const auto coefficient = signed_number();
        constexpr std::int64_t limit = 1'000'000'000'000'000'000;
        if (scale > Decimal::scale_max || coefficient <= -limit || coefficient >= limit) {
            ok_ = false;
            return;
        }
        v = Decimal::of(coefficient, static_cast<int>(scale));
    }
    void get(Rational& v) { parsed(v, Rational::parse(bytes())); }
    void get(Digest& v) {
        if (in_.size() < v.bytes.size()) {
            ok_ = false;
            return;
        }
        std::memcpy(v.bytes.data(), in_.data(), v.bytes.size());
        in_.remove_prefix(v.bytes.size());
    }
    void get(Period& v) { parsed(v, Period::parse(bytes())); }
    void get(Date& v) { v = Date{std::chrono::days{signed_number()}}; }
    void get(Instant& v) { v = Instant{std::chrono::microseconds{signed_number()}}; }
    void get(StreamId& v) { v.text = bytes(); }
    void get(ClosedText& v) { v = ClosedWords::withheld(static_cast<std::uint32_t>(number())); }
    template <class Kind>
    void get(Name<Kind>& v) {
        v.text = bytes();
    }
    template <std::unsigned_integral T>
    void get(T& v) {
        v = static_cast<T>(number());
    }
    template <class E>
        requires std::is_enum_v<E>
    void get(E& v) {
        const auto value = number();
        if constexpr (Named<E>) {
            if (value >= names(E{}).size()) {
                ok_ = false;
                return;
            }
        }
        v = static_cast<E>(value);
    }
    template <class T>
    void get(std::optional<T>& v) {
        v.reset();
        if (number() != 0 && ok_) get(v.emplace());
    }
    template <class T>
    void get(std::vector<T>& v) {
        v.clear();
        const auto count = number();
        for (std::uint64_t i = 0; i < count && ok_; ++i) get(v.emplace_back());
    }
    template <class T, std::size_t N>
    void get(std::array<T, N>& v) {
        for (T& item : v) get(item);
    }
    template <Described T>
    void get(T& v) {
        for_each_field(v, [this](std::string_view, auto& member) { get(member); });
    }

private:
    template <class T>
    void parsed(T& v, std::optional<T> value) {
        if (value) {
            v = *std::move(value);
        } else {
            ok_ = false;
        }
    }
    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (in_.empty()) break;
            const auto byte = static_cast<std::uint8_t>(in_.front());
            in_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) return value;
        }
        ok_ = false;
        return 0;
    }
    std::int64_t signed_number() {
        const std::uint64_t raw = number();
        return static_cast<std::int64_t>(raw >> 1U) ^ -static_cast<std::int64_t>(raw & 1U);
    }
    std::string_view bytes() {
        const auto size = number();
        if (!ok_ || size > in_.size()) {
            ok_ = false;
            return {};
        }
        const std::string_view v = in_.substr(0, static_cast<std::size_t>(size));
        in_.remove_prefix(static_cast<std::size_t>(size));
        return v;
    }

    std::string_view in_;
    bool ok_ = true;
};

template <Described T>
[[nodiscard]] std::string to_row(const T& v) {
    RowWriter writer;
    writer.put(v);
    return std::move(writer).take();
}

// Nothing when `row` is not what to_row() of the same version gave.
template <Described T>
[[nodiscard]] std::optional<T> from_row(std::string_view row) {
    RowReader reader(row);
    std::optional<T> v(std::in_place);
    reader.get(*v);
    if (!reader.done()) v.reset();
    return v;
}

}  // namespace ledger
