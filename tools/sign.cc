// jejak sign: an act as the person signs it who does it, with his own key, on his own machine. It
// asks no server; what it prints is sent as application/jose, or, with --json, as
// application/jose+json or a line to import.

#include "api/signed_act.h"
#include "ledger/jws_key.h"
#include "tools/verbs.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

namespace tools {
namespace {

ledger::OrFault<std::string> text_in(const std::string& path) {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream in(path, std::ios::binary);  // a pipe, perhaps
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in) return ledger::fault(ledger::Fault::Kind::io, "cannot read " + path);
    return text;
}

// The event that announces a key.
std::string announcement(
    const SignOptions& options, const ledger::JwsKey& key, const std::string& kid
) {
    api::JsonOut out;
    out.begin_object();
    out.member("specversion", "1.0");
    out.member("type", "jejak.signer.keyAnnounced");
    out.member("source", "urn:jejak:sign:" + options.person);
    out.member("id", kid);
    out.member("subject", ledger::signer::stream_of({options.person}));
    out.member("actor", options.person);
    out.member("actorrole", "pegawai");
    if (!options.for_ledger.empty()) out.member("forledger", options.for_ledger);
    out.key("data");
    out.value(ledger::signer::KeyAnnounced{
        .id = {kid},
        .algorithm = key.algorithm(),
        .key = key.public_key(),
        .signs_all = options.signs_all,
    });
    out.end_object();
    return std::move(out).take();
}

// What is to be signed with `key`.
ledger::OrFault<std::string> payload_of(
    const SignOptions& options, const ledger::JwsKey& key, const ledger::JwsKey* next
) {
    if (options.person.empty()) return text_in(options.event);
    if (next != nullptr) return announcement(options, *next, options.new_kid);
    return announcement(options, key, options.kid);
}

}  // namespace

int sign(const SignOptions& options, const Manner& manner) {
    const auto key = ledger::JwsKey::load(options.key);
    if (!key) return complain(manner, key.error().detail, exit_usage);
    if (!ledger::is_name(options.kid)) {
        return complain(manner, "--kid is 1 to 64 letters, digits, or . _ ~ -", exit_usage);
    }
    std::optional<ledger::JwsKey> next;
    if (!options.new_key.empty()) {
        auto loaded = ledger::JwsKey::load(options.new_key);
        if (!loaded) return complain(manner, loaded.error().detail, exit_usage);
        next = *std::move(loaded);
    }
    const auto payload = payload_of(options, *key, next ? &*next : nullptr);
    if (!payload) return complain(manner, payload.error().detail);
    // Nobody signs what no ledger would take.
    if (!api::act_that_was_signed(*payload)) {
        return complain(
            manner, "this is no CloudEvent with an id that a ledger would take; see /v1/event-types"
        );
    }
    const std::string jws = key->sign(*payload, {options.kid});
    if (!manner.json) {
        std::printf("%s\n", jws.c_str());
        return exit_ok;
    }
    api::JsonOut out;
    api::write_flattened(out, jws, std::nullopt);
    std::printf("%s\n", std::move(out).take().c_str());
    return exit_ok;
}

}  // namespace tools
