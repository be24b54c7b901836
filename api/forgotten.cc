#include "api/forgotten.h"

#include "api/json_out.h"
#include "api/query.h"

#include <utility>

namespace api {

Response list_forgotten(Service& service, const Request& request) {
    const auto page = query_page(request);
    if (!page) return page.error();
    const ledger::Index& index = service.ledger.index();
    const ledger::Position from{page->after ? *page->after + 1 : 0};
    const auto forgotten = index.forgotten(from, page->limit);
    if (!forgotten) return problem(request, forgotten.error());
    JsonOut out;
    out.begin_object();
    out.key("forgotten");
    out.begin_array();
    for (const ledger::Index::Forgotten& one : *forgotten) {
        const auto head = index.head(ledger::privacy::stream_of(one.person));
        if (!head) return problem(request, head.error());
        const auto& state = std::get<ledger::privacy::State>(head->state);
        out.begin_object();
        out.member("position", one.position);
        out.member("recorded", state.forgotten_at);
        out.member("ground", state.ground);
        out.end_object();
    }
    out.end_array();
    if (page->limit > 0 && forgotten->size() == page->limit) {
        out.member("next", forgotten->back().position);
    }
    out.end_object();
    return ok(request, std::move(out).take());
}

}  // namespace api
