// jejak witness: signs what logs have grown to, for an inspectorate or a newspaper to run on a
// machine of its own.

#include "ledger/witness.h"

#include "api/http_server.h"
#include "api/router.h"
#include "api/witness_routes.h"
#include "ledger/file.h"
#include "tools/serving.h"
#include "tools/verbs.h"

#include <cstdio>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace tools {
namespace {

using ledger::SigningKey;
using ledger::VerifierKey;

// The key in the directory, or a new one of that name.
ledger::OrFault<SigningKey> key_in(
    const std::filesystem::path& directory, const std::string& name
) {
    const auto path = directory / "witness.key";
    if (std::filesystem::exists(path)) return SigningKey::load(path);
    const auto entropy = ledger::system_entropy();
    SigningKey key = SigningKey::make(name, ledger::SignatureType::cosignature, *entropy);
    if (auto saved = key.save(path); !saved) return std::unexpected(saved.error());
    return key;
}

std::expected<std::vector<VerifierKey>, std::string> keys_of(const std::vector<std::string>& texts
) {
    std::vector<VerifierKey> keys;
    for (const std::string& text : texts) {
        const auto key = VerifierKey::parse(text);
        if (!key || key->type != ledger::SignatureType::ed25519) {
            return std::unexpected("'" + text + "' is not a log's vkey");
        }
        keys.push_back(*key);
    }
    return keys;
}

}  // namespace

int witness(const WitnessOptions& options, const Manner& manner) {
    const auto logs = keys_of(options.logs);
    if (!logs) return complain(manner, logs.error(), exit_usage);
    if (!ledger::is_key_name(options.name)) {
        return complain(manner, "'" + options.name + "' cannot be a key's name", exit_usage);
    }
    Serving::block_stop_signals();
    const auto seen = options.directory / "seen";
    for (const auto& folder : {options.directory, seen}) {
        if (auto made = ledger::make_directory(folder); !made) {
            return complain(manner, made.error().detail);
        }
    }
    auto key = key_in(options.directory, options.name);
    if (!key) return complain(manner, key.error().detail);
    if (key->verifier().name != options.name ||
        key->verifier().type != ledger::SignatureType::cosignature) {
        return complain(
            manner,
            (options.directory / "witness.key").string() + " is the key of " +
                key->verifier().name + ": give that --name, or another directory"
        );
    }
    const ledger::SystemClock clock;
    const auto opened = ledger::Witness::open(seen, *std::move(key), *logs, clock);
    if (!opened) return complain(manner, opened.error().detail);
    const api::Router router(api::witness_routes(**opened));
    api::HttpOptions http;
    http.address = options.address;
    http.port = options.port;
    http.hosts = {};  // what it signs, anybody may ask for
    const auto server = api::HttpServer::start(router, std::move(http));
    if (!server) return complain(manner, server.error().detail);
    const std::string url = "http://" + options.address + ":" + std::to_string((*server)->port());
    const std::string vkey = (*opened)->verifier().text();
    if (manner.json) {
        std::printf("{\"url\":\"%s\",\"vkey\":\"%s\"}\n", url.c_str(), vkey.c_str());
    } else {
        std::printf(
            "Witness   %s\nListening %s\nLogs      %zu\nTell the log: witness NAME %s %s\n",
            options.name.c_str(),
            url.c_str(),
            logs->size(),
            vkey.c_str(),
            url.c_str()
        );
    }
    std::fflush(stdout);
    Serving::wait_for_stop_signal();
    (*server)->stop(std::chrono::seconds(5));
    return exit_ok;
}

}  // namespace tools
