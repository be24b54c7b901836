#pragma once
// About how many bytes a value takes in memory, what it points to among them: for what bounds
// caches and queues by bytes and not by number.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/fields.h"
#include "ledger/rules/ids.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace ledger {

// Counts what values have on the heap; add sizeof for the value itself.
struct Heap {
    std::size_t bytes = 0;

    void operator()(const std::string& v) {
        if (v.capacity() > std::string().capacity()) bytes += v.capacity() + overhead;
    }
    void operator()(const ClosedText& v) { (*this)(ClosedWords::of(v)); }
    void operator()(const StreamId& v) { (*this)(v.text); }
    template <class Kind>
    void operator()(const Name<Kind>& v) {
        (*this)(v.text);
    }
    template <class T>
    void operator()(const std::optional<T>& v) {
        if (v) (*this)(*v);
    }
    template <class T>
    void operator()(const std::vector<T>& v) {
        if (v.capacity() > 0) bytes += v.capacity() * sizeof(T) + overhead;
        for (const T& item : v) (*this)(item);
    }
    template <class T, std::size_t N>
    void operator()(const std::array<T, N>& v) {
        for (const T& item : v) (*this)(item);
    }
    template <class... T>
    void operator()(const std::variant<T...>& v) {
        std::visit([this](const auto& held) { (*this)(held); }, v);
    }
    template <class T>
    void operator()(const T& v) {
        if constexpr (Described<T>) {
            for_each_field(v, [this](std::string_view, const auto& member) { (*this)(member); });
        }
    }

private:
    static constexpr std::size_t overhead = 16;  // of each allocation
};

template <class T>
[[nodiscard]] std::size_t weight_of(const T& value) {
    Heap heap;
    heap(value);
    return sizeof(value) + heap.bytes;
}

}  // namespace ledger
