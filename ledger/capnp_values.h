#pragma once
// Single values between Cap'n Proto's types and ours, for the two codecs. What is read and is not
// as it must be throws std::invalid_argument, which record_codec.cc turns into a Fault.

#include "ledger/bytes.h"
#include "ledger/record_codec.h"
#include "ledger/rules/fields.h"

#include <capnp/any.h>
#include <capnp/blob.h>
#include <capnp/common.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace ledger {

// --- To Cap'n Proto; as long as what they are of

[[nodiscard]] inline capnp::Text::Reader capnp_text(const std::string& text) {
    return {text.c_str(), text.size()};
}

[[nodiscard]] inline capnp::Data::Reader capnp_data(Bytes bytes) {
    return {bytes.data(), bytes.size()};
}

// For text that is mostly empty: an empty one stays a null pointer.
template <class Builder>
void set_text(Builder& to, void (Builder::*set)(capnp::Text::Reader), const std::string& text) {
    if (!text.empty()) (to.*set)(capnp_text(text));
}

// --- And back

[[nodiscard]] inline std::string string_of(capnp::Text::Reader text) {
    return {text.begin(), text.size()};
}

template <std::size_t N>
void copy_exactly(capnp::Data::Reader from, std::array<std::uint8_t, N>& to) {
    if (from.size() != N) throw std::invalid_argument("bytes of the wrong length");
    std::memcpy(to.data(), from.begin(), N);
}

// The value numbered `raw` in a schema that numbers the first of ours `first`.
template <Named E>
[[nodiscard]] E enumerant(std::uint16_t raw, std::uint16_t first = 0) {
    const std::size_t index = static_cast<std::size_t>(raw) - first;
    if (index >= names(E{}).size()) throw std::invalid_argument("enumerant out of range");
    return static_cast<E>(index);
}

// Structs that take less than a word each, as we never write them, would be many times as large
// here as where they stand; without any, a list of them may claim any length.
template <class List>
[[nodiscard]] List credible(List list) {
    if constexpr (requires { capnp::AnyStruct::Reader(list[0]); }) {
        if (list.size() == 0) return list;
        const capnp::AnyStruct::Reader item(list[0]);
        const bool has_word = item.getDataSection().size() >= sizeof(capnp::word) ||
                              item.getPointerSection().size() > 0;
        if (!has_word) {
            throw std::invalid_argument("a list whose items take no room");
        }
    }
    return list;
}

}  // namespace ledger
