#include "ledger/attestation.h"

#include "ledger/jws.h"
#include "ledger/same_facts.h"

#include <utility>

namespace ledger {
namespace {

std::unexpected<Rejection> refused(Words why) {
    return reject(Rejection::Code::auth, "signature", std::move(why));
}

}  // namespace

OrRejection<KeyId> attest(const signer::State& signer, const Act& act, Instant recorded) {
    if (act.submitted.empty()) {
        const Instant effective = act.effective.value_or(recorded);
        if (!must_sign(signer, effective, !act.provenance.migration.empty())) return KeyId{};
        return refused(
            {.id = "Orang ini menandatangani semua perbuatannya; yang ini tidak bertanda tangan",
             .en = "This person signs everything that he does; this is not signed"}
        );
    }
    const auto jws = Jws::parse(act.submitted);
    if (!jws) {
        return refused(
            {.id = "Tanda tangan harus JWS (RFC 7515) yang menyebut kid, tanpa crit",
             .en = "The signature must be a JWS (RFC 7515) that names its kid, without crit"}
        );
    }
    const auto* own = std::get_if<signer::Event>(&act.event);
    const bool is_in_own_stream = act.stream == signer::stream_of(act.actor.person);
    const auto key = key_for(signer, is_in_own_stream ? own : nullptr, jws->key);
    if (!key) {
        return refused(
            {.id = "Pelaku tidak punya kunci berlaku bernama '" + jws->key.text + "'",
             .en = "The actor has no key '" + jws->key.text + "' in force"}
        );
    }
    if (!is_signed_by(*jws, *key)) {
        return refused(
            {.id = "Tanda tangan ini bukan buatan kunci '" + jws->key.text + "'",
             .en = "The signature was not made with the key '" + jws->key.text + "'"}
        );
    }
    return jws->key;
}

bool gives_nobody_a_key(const Record& record) {
    const auto* event = std::get_if<signer::Event>(&record.event);
    if (event == nullptr || !std::holds_alternative<signer::KeyAnnounced>(*event)) return true;
    return record.stream == signer::stream_of(record.actor.person) &&
           record.actor.on_behalf_of.empty() && !record.provenance.signed_with.empty();
}

bool says_what_was_signed(const Record& record, const Act& signed_act) {
    const bool is_same_time = record.effective_given == signed_act.effective.has_value() &&
                              record.effective == signed_act.effective.value_or(record.effective);
    return record.stream == signed_act.stream && record.actor == signed_act.actor &&
           record.provenance.source == signed_act.provenance.source &&
           record.provenance.id == signed_act.provenance.id &&
           record.provenance.migration == signed_act.provenance.migration && is_same_time &&
           same_facts(signed_act.event, record.event);
}

}  // namespace ledger
