#pragma once
// The states of streams in the past, from the records.

#include "ledger/index.h"
#include "ledger/ledger.h"
#include "ledger/rules/stream.h"

#include <map>
#include <memory>
#include <optional>

namespace ledger {

// The states of streams as they were when the ledger had `size` events. Rules and scores that are
// asked about the past read them as if they were the present. One thread.
class StatesAt final : public States {
public:
    // `ledger` must outlive it; `size` at most its size.
    StatesAt(const Ledger& ledger, Position size) : ledger_(ledger), size_(size) {}

    [[nodiscard]] Position size() const noexcept { return size_; }
    // The Fault that kept it from answering, if one did: what was read then is not to be believed.
    [[nodiscard]] const std::optional<Fault>& failed() const noexcept { return failed_; }

private:
    [[nodiscard]] const void* find(const StreamId& stream) const override;
    [[nodiscard]] OrFault<std::shared_ptr<const StreamHead>> load(const StreamId& stream) const;
    [[nodiscard]] OrFault<StreamHead> folded(const StreamId& stream) const;

    const Ledger& ledger_;
    Position size_;
    mutable std::map<StreamId, std::shared_ptr<const StreamHead>> known_;
    mutable std::optional<Fault> failed_;
};

}  // namespace ledger
