#pragma once
// The rows that a projection works on, as values of their own types. They come from the row store
// when they are first asked for, and go back together with the position up to which they hold.

#include "ledger/row_codec.h"
#include "ledger/row_store.h"
#include "ledger/rules/assert.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeinfo>
#include <unordered_map>
#include <utility>
#include <vector>

namespace projections {

// A row's value; T{} when there is no row.
template <ledger::Described T>
[[nodiscard]] ledger::OrFault<T> value_of(
    const std::optional<std::string>& row, std::string_view key
) {
    if (!row) return T{};
    auto decoded = ledger::from_row<T>(*row);
    if (decoded) return *std::move(decoded);
    return ledger::fault(ledger::Fault::Kind::corrupt, "a row cannot be read: " + std::string(key));
}

class Rows {
public:
    // `store` must outlive it. What is not in memory is looked up there.
    explicit Rows(const ledger::RowStore& store) : store_(store) {}

    // The row of that key, which is to be changed; T{} when there was none. One key has one type.
    template <ledger::Described T>
    [[nodiscard]] T& edit(const std::string& key) {
        auto& [its_key, held] = hold<T>(key);
        if (!held->dirty) {
            held->dirty = true;
            dirty_.push_back({its_key, *held});
        }
        return static_cast<Of<T>&>(*held).value;
    }

    // What keeps the rows from being believed: a row that could not be read.
    [[nodiscard]] const std::optional<ledger::Fault>& failed() const noexcept { return failed_; }

    // How many rows were changed since the last take().
    [[nodiscard]] std::size_t dirty() const noexcept { return dirty_.size(); }

    // Adds the changed rows to `rows`, and forgets those in memory when there are more than
    // `keep_max`.
    void take(std::vector<ledger::Row>& rows, std::size_t keep_max) {
        rows.reserve(rows.size() + dirty_.size());
        for (auto& [key, held] : dirty_) {
            rows.push_back({key, held.encode()});
            held.dirty = false;
        }
        dirty_.clear();
        if (held_.size() > keep_max) held_.clear();
    }

private:
    struct Held {
        Held() = default;
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        virtual ~Held() = default;
        [[nodiscard]] virtual std::string encode() const = 0;
        [[nodiscard]] virtual const std::type_info& type() const noexcept = 0;
        bool dirty = false;
    };

    template <class T>
    struct Of final : Held {
        T value{};
        [[nodiscard]] std::string encode() const override { return ledger::to_row(value); }
        [[nodiscard]] const std::type_info& type() const noexcept override { return typeid(T); }
    };

    using Map = std::unordered_map<std::string, std::unique_ptr<Held>>;

    struct Dirty {
        const std::string& key;
        Held& held;
    };

    template <class T>
    Map::value_type& hold(const std::string& key) {
        if (const auto here = held_.find(key); here != held_.end()) {
            ledger_assert(here->second->type() == typeid(T));
            return *here;
        }
        auto fresh = std::make_unique<Of<T>>();
        load(key, fresh->value);
        return *held_.emplace(key, std::move(fresh)).first;
    }

    template <class T>
    void load(const std::string& key, T& value) {
        if (store_.position() == ledger::Position{}) return;
        const auto row = store_.get(key);
        auto read = row ? value_of<T>(*row, key) : std::unexpected(row.error());
        if (read) {
            value = *std::move(read);
        } else {
            failed_ = read.error();
        }
    }

    const ledger::RowStore& store_;
    Map held_;
    std::vector<Dirty> dirty_;  // of held_, each once
    std::optional<ledger::Fault> failed_;
};

}  // namespace projections
