#include "ledger/forgetting.h"

#include <utility>
#include <vector>

namespace ledger {

OrFault<OrRejection<Forgetting>> forget(Ledger& ledger, const PersonId& person) {
    const StreamId stream = privacy::stream_of(person);
    Forgetting done;
    const auto before = ledger.index().is_forgotten(person);
    if (!before) return std::unexpected(before.error());
    done.already = *before;
    if (!done.already) {
        Act act;
        act.stream = stream;
        act.event = privacy::Event(privacy::Forgotten{});
        act.actor.role = Role::operator_;
        act.provenance.source = "urn:jejak:forget";
        act.provenance.id = person.text;
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        Answer answer = record(ledger.writer(), std::move(acts));
        if (!answer) return std::unexpected(answer.error());
        if (auto* rejected = std::get_if<Rejection>(&answer->front())) {
            return OrRejection<Forgetting>(std::unexpected(std::move(*rejected)));
        }
    }
    const auto destroyed = ledger.destroy_key_of(person);
    if (!destroyed) return std::unexpected(destroyed.error());
    done.destroyed = *destroyed;
    const auto head = ledger.index().head(stream);
    if (!head) return std::unexpected(head.error());
    done.position = std::get<privacy::State>(head->state).position;
    return OrRejection<Forgetting>(done);
}

}  // namespace ledger
