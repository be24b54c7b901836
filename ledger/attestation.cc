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
        const bool is_migrated = !act.provenance.migration.empty();
        if (!must_be_signed(signer, act.event, effective, is_migrated)) return KeyId{};
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
    const auto* announced = own == nullptr ? nullptr : std::get_if<signer::KeyAnnounced>(own);
    if (announced != nullptr && !is_usable(*announced)) {
        return reject(
            Rejection::Code::shape,
            "key",
            {.id = "Ini bukan kunci publik dari algoritma itu, dalam base64url tanpa '='",
             .en = "This is no public key of that algorithm in base64url without '='"}
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

bool must_be_signed(
    const signer::State& signer, const Event& event, Instant effective, bool migrated
) {
    return must_sign(signer, effective, migrated && !std::holds_alternative<signer::Event>(event));
}

bool gives_nobody_a_key(const Record& record) {
    const auto* event = std::get_if<signer::Event>(&record.event);
    if (event == nullptr || !std::holds_alternative<signer::KeyAnnounced>(*event)) return true;
    return record.stream == signer::stream_of(record.actor.person) &&
           record.actor.on_behalf_of.empty() && !record.provenance.signed_with.empty();
}

bool says_what_was_signed(const Record& record, const Act& signed_act) {
    const Provenance& is = record.provenance;
    const Provenance& must_be = signed_act.provenance;
    const bool is_same_origin = is.source == must_be.source && is.id == must_be.id &&
                                is.migration == must_be.migration &&
                                is.correlation == must_be.correlation &&
                                is.causation == must_be.causation && is.channel == must_be.channel;
    const bool is_same_time = record.effective_given == signed_act.effective.has_value() &&
                              record.effective == signed_act.effective.value_or(record.effective);
    const std::uint64_t version_before = record.version - 1;
    return record.stream == signed_act.stream && record.actor == signed_act.actor &&
           is_same_origin && is_same_time &&
           signed_act.expected_version.value_or(version_before) == version_before &&
           same_facts(signed_act.event, record.event);
}

}  // namespace ledger
