// What a client sends: a CloudEvent in JSON, or a JWS of one in its flattened form.

#include "api/signed_act.h"
#include "ledger/record_codec.h"
#include "ledger/rules/assert.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/random_values.h"

namespace {

std::string made_id() {
    return "made";
}

}  // namespace

std::vector<std::string> fuzz_seeds() {
    std::vector<std::string> seeds;
    tests::RandomValues values(1);
    tests::with_one_event_of_each(values, [&](ledger::Event event) {
        const std::string type = ledger::type_of(event);
        std::string json = R"({"specversion":"1.0","type":"jejak.)" + type +
                           R"(","source":"urn:me","id":"1","subject":")" +
                           type.substr(0, type.find('.')) +
                           R"(/a","actor":"p","actorrole":"head","effectivetime":)"
                           R"("2025-12-31T10:00:00+07:00","expectedversion":"3","data":)";
        api::JsonOut out;
        std::visit(
            [&](const auto& of_kind) {
                std::visit([&](const auto& one) { out.value(one); }, of_kind);
            },
            event
        );
        seeds.push_back(json + std::string(out.text()) + "}");
    });
    return seeds;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const api::JsonLimits limits;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto document = api::JsonDocument::parse(text, limits);
    if (!document) {
        ledger_assert(!document.error().empty());
        return 0;
    }
    const auto act = api::act_from_any_json(document->root(), limits, made_id);
    if (!act) {
        ledger_assert(!act.error().empty() && act.error().size() <= limits.problems_max);
        return 0;
    }
    // What is taken in is given out as JSON that is taken in again.
    ledger::Entry entry;
    entry.record.stream = act->stream;
    entry.record.provenance = act->provenance;
    entry.record.actor = act->actor;
    entry.record.event = act->event;
    api::JsonOut out;
    api::write_cloud_event(out, entry);
    ledger_assert(
        api::JsonDocument::parse(out.text(), {.bytes_max = 64UL * 1024 * 1024}).has_value()
    );
    return 0;
}
