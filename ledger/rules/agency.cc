#include "ledger/rules/agency.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"

#include <optional>
#include <utility>

namespace ledger::agency {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::size_t title_bytes_max = 200;

Check check(const Registered& act, const State& state, const Circumstances& given) {
    if (given.actor.role != Role::head) {
        return Rejection{
            Code::auth,
            "",
            {"Hanya pejabat pembina kepegawaian yang boleh mendaftarkan instansinya.",
             "Only the head may register his agency."},
        };
    }
    if (state.registered) {
        return Rejection{
            Code::state,
            "",
            {"Instansi ini sudah terdaftar.", "This agency is registered already."},
        };
    }
    if (act.title.empty()) {
        return Rejection{
            Code::shape,
            "name",
            {"Nama instansi wajib diisi.", "The name of the agency is required."},
        };
    }
    if (auto e = check_length(act.title, title_bytes_max, "name")) return e;
    return check_backdate(given, {std::string(given.stream.key())});
}

}  // namespace

bool is_registered(const States& states, const AgencyId& agency) {
    return !agency.empty() && states.get<Kind>(stream_of(agency)).registered;
}

State fold(State state, const Event& event, const Stamp&) {
    match(
        event,
        Cases{
            [&](const Registered& e) {
                state = {.registered = true, .title = e.title, .kind = e.kind, .zone = e.zone};
            },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto no = match(
        act,
        Cases{
            [&](const Registered& a) { return check(a, state, given); },
        }
    );
    if (no) return std::unexpected(std::move(*no));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::organisation;
}

}  // namespace ledger::agency
