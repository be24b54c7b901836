#pragma once
// A projection is what readers see: rows made from events, and from nothing else. Throwing the rows
// away and making them again from position 0 gives the same rows, byte for byte.

#include "ledger/record.h"
#include "ledger/row_form.h"
#include "projections/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace projections {

class Projection {
public:
    Projection() = default;
    Projection(const Projection&) = delete;
    Projection& operator=(const Projection&) = delete;
    virtual ~Projection() = default;

    // Stable: it names the rows on disk.
    [[nodiscard]] virtual std::string_view name() const = 0;

    // Raise it when apply() would now write other rows of the same form; they are then made again.
    [[nodiscard]] virtual std::uint32_t version() const = 0;

    // Of all its rows, by append_form(): rows of another form are made again too.
    [[nodiscard]] virtual std::string form() const = 0;

    // What the events of `stream` belong to: events of different partitions never touch the same
    // row, so they can be applied at the same time. Nothing when this projection does not care for
    // the stream. A view into `stream`, or of static storage.
    [[nodiscard]] virtual std::optional<std::string_view> partition(std::string_view stream
    ) const = 0;

    // Changes `rows` as the event demands. Reads only its arguments. Called once for each event of
    // a partition, in order; from several threads for several partitions.
    virtual void apply(const ledger::Happened& happened, Rows& rows) const = 0;
};

}  // namespace projections
