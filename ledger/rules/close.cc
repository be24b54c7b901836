#include "ledger/rules/close.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"

#include <optional>
#include <utility>

namespace ledger::close {
namespace {

using Code = Rejection::Code;

Rejection no(Code code, std::string field, Words detail) {
    return {code, std::move(field), std::move(detail)};
}

std::optional<Rejection> check(const Day& act, const State& state, const Circumstances& given) {
    if (given.stream != stream()) {
        return no(
            Code::shape,
            "subject",
            {.id = "Hari hanya ditutup di aliran " + stream().text + ".",
             .en = "Days are closed in the stream " + stream().text + " only."}
        );
    }
    if (given.actor.role != Role::operator_) {
        return no(
            Code::auth,
            "actorrole",
            {.id = "Hari hanya ditutup oleh operator buku besar.",
             .en = "Only the ledger's operator closes a day."}
        );
    }
    if (act.size > given.position) {
        return no(
            Code::shape,
            "size",
            {.id = "Penutupan tidak dapat mencakup catatan yang belum ada.",
             .en = "A close cannot cover records that are not there yet."}
        );
    }
    // In the east of the country a day begins first.
    if (act.day > day_of(given.now, Zone::wit)) {
        return no(
            Code::future,
            "day",
            {.id = "Hari yang belum mulai tidak dapat ditutup.",
             .en = "A day that has not begun cannot be closed."}
        );
    }
    if (state.closes > 0 && (act.day < state.last.day || act.size <= state.position)) {
        return no(
            Code::state,
            act.day < state.last.day ? "day" : "size",
            {.id = "Penutupan ini tidak maju dari yang terakhir, " + text(state.last.day) +
                   "; tutup hari yang sama atau sesudahnya, setelah ada catatan baru.",
             .en = "This close does not go beyond the last one, " + text(state.last.day) +
                   "; close the same day or a later one, once something new was recorded."}
        );
    }
    return std::nullopt;
}

}  // namespace

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Day& e) {
                ++state.closes;
                state.last = e;
                state.position = stamp.position;
            },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto rejection = match(
        act,
        Cases{
            [&](const Day& a) { return check(a, state, given); },
        }
    );
    if (rejection) return std::unexpected(std::move(*rejection));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::ledger;
}

StreamId stream() {
    return {"close/ledger"};
}

}  // namespace ledger::close
