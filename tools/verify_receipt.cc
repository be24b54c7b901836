#include "tools/verify_receipt.h"

#include "api/json_out.h"
#include "api/receipts.h"
#include "ledger/file.h"
#include "projections/receipt_check.h"
#include "tools/policy_file.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

namespace tools {
namespace {

using projections::Receipt;
using projections::Shown;

int print_caught(const projections::Caught& caught, const Manner& manner) {
    const bool indonesian = manner.language == "id";
    const std::string& words = indonesian ? caught.words.id : caught.words.en;
    if (manner.json) {
        api::JsonOut out;
        out.begin_object();
        out.member("verified", false);
        out.member("lie", caught.lie);
        out.member("detail", words);
        out.end_object();
        std::printf("%s\n", std::string(out.text()).c_str());
    } else {
        const std::string lie(ledger::name_of(caught.lie));
        std::printf("NOT verified, %s: %s\n", lie.c_str(), words.c_str());
    }
    return exit_not_verified;
}

// No lie, but less than was asked for.
projections::Caught not_complete() {
    return tell(
        projections::Lie::not_complete,
        "Tidak ditunjukkan bahwa tidak ada catatan yang ditinggalkan sampai batas klaim.",
        "It is not shown that no record was left out, up to what is claimed."
    );
}

// Nobody of that name was ever registered, as far as the receipt shows: a mistyped one, perhaps.
bool is_unknown_person(const Receipt& receipt, const Shown& shown) {
    const std::string file = "person/" + receipt.subject.text + "/person";
    return std::ranges::any_of(shown.files, [&](const auto& each) {
        return each.first == file && each.second == 0;
    });
}

void print_json(const Receipt& receipt, const Shown& shown) {
    api::JsonOut out;
    out.begin_object();
    out.member("verified", true);
    out.member("origin", shown.checkpoint.origin);
    out.member("size", shown.checkpoint.size);
    out.member("simulatedClock", shown.simulated_clock);
    out.member("seeded", shown.seeded);
    out.member("asOf", receipt.as_of);
    out.member("day", receipt.day);
    out.member_if_any("subject", receipt.subject);
    if (receipt.claim) out.member("claim", *receipt.claim);
    if (receipt.unit_claim) out.member("unitClaim", *receipt.unit_claim);
    out.member("unknownPerson", is_unknown_person(receipt, shown));
    out.member("records", shown.records);
    out.member("signedActs", shown.signed_acts);
    out.member("unsignedActs", shown.unsigned_acts);
    out.member("contested", shown.contested);
    out.member("witnesses", shown.witnesses);
    if (shown.close) {
        out.key("complete");
        out.begin_object();
        out.member("day", shown.close->day);
        out.member("size", shown.close->size);
        out.member("reachesAsOf", shown.is_complete);
        out.key("files");
        out.begin_object();
        for (const auto& [file, count] : shown.files) out.member(file, count);
        out.end_object();
        out.end_object();
    } else {
        out.key("complete");
        out.null();
    }
    out.key("otherWords");
    out.begin_array();
    for (const auto& [node, own] : shown.other_words) {
        out.begin_object();
        out.member("node", node);
        out.member("sentence", own);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    std::printf("%s\n", std::string(out.text()).c_str());
}

void print_other_words(const Shown& shown, bool indonesian) {
    if (shown.other_words.empty()) return;
    std::printf(
        "words     %zu sentences of the file are NOT those that follow from its records; these "
        "do:\n",
        shown.other_words.size()
    );
    for (const auto& [node, own] : shown.other_words) {
        std::printf("  %-4u %s\n", node, indonesian ? own.id.c_str() : own.en.c_str());
    }
}

template <class Claim>
std::string number_of(const Claim& claim) {
    if (!claim.exact) return "none";
    return claim.exact->text() + (claim.rounded ? " (" + claim.rounded->text() + ")" : "");
}

std::string what_it_shows(const Receipt& receipt) {
    if (receipt.claim) {
        const auto& claim = *receipt.claim;
        return "score     " + claim.plan.text + "  " + claim.period.text() + "  of " +
               receipt.subject.text + ": " + number_of(claim);
    }
    if (receipt.unit_claim) {
        const auto& claim = *receipt.unit_claim;
        const std::string unit = claim.unit.empty() ? "" : claim.unit.text + ", ";
        return "score     " + unit + claim.agency.text + "  " + claim.period.text() + ": " +
               number_of(claim) + ", by the policy " + claim.policy.text;
    }
    return "about     " + receipt.subject.text;
}

void print(const Receipt& receipt, const Shown& shown) {
    std::printf(
        "verified: %zu records of %s, which had %llu events when it signed%s\n",
        shown.records,
        shown.checkpoint.origin.c_str(),
        static_cast<unsigned long long>(shown.checkpoint.size),
        shown.simulated_clock || shown.seeded ? " (a simulated ledger: not a real one)" : ""
    );
    std::printf("%s\n", what_it_shows(receipt).c_str());
    if (is_unknown_person(receipt, shown)) {
        std::printf("          NOTE: nobody of that name was ever registered; is it spelt right?\n"
        );
    }
    std::printf(
        "as of     the first %llu events, on %s\n",
        static_cast<unsigned long long>(std::to_underlying(receipt.as_of)),
        ledger::text(receipt.day).c_str()
    );
    std::string names;
    for (const std::string& name : shown.witnesses) names += (names.empty() ? "" : ", ") + name;
    std::printf("witnesses %s\n", names.empty() ? "none asked for" : names.c_str());
    std::printf(
        "acts      %zu signed by those in whose name they are, %zu attested by the operator only\n",
        shown.signed_acts,
        shown.unsigned_acts
    );
    for (const projections::ContestedAct& act : shown.contested) {
        std::printf(
            "contested the act at position %llu, by %s: %s\n",
            static_cast<unsigned long long>(std::to_underlying(act.position)),
            act.by.text.c_str(),
            std::string(ledger::name_of(act.standing)).c_str()
        );
    }
    if (!shown.close) {
        std::printf("complete  NOT SHOWN: nothing says that no record was left out\n");
        return;
    }
    std::printf(
        "complete  up to the close of %s, the first %llu events:\n",
        ledger::text(shown.close->day).c_str(),
        static_cast<unsigned long long>(std::to_underlying(shown.close->size))
    );
    if (!shown.is_complete) {
        std::printf(
            "  which does not reach the first %s: of what came between nothing is shown\n",
            std::to_string(std::to_underlying(receipt.as_of)).c_str()
        );
    } else if (shown.close->size > receipt.as_of) {
        std::printf("  which goes beyond what is claimed: later records are not in this score\n");
    }
    for (const auto& [file, count] : shown.files) {
        std::printf("  %-44s %llu\n", file.c_str(), static_cast<unsigned long long>(count));
    }
}

}  // namespace

int verify_receipt(const VerifyOptions& options, const Manner& manner) {
    const auto key = ledger::VerifierKey::parse(options.key);
    if (!key || key->type != ledger::SignatureType::ed25519) {
        return complain(manner, "--key must be the log's vkey", exit_usage);
    }
    const ledger::Instant now = ledger::SystemClock{}.now();
    projections::Trusted trusted{
        .key = *key, .witnesses = {}, .today = day_of(now, ledger::Zone::wit)
    };
    if (!options.witness_policy.empty()) {
        auto policy = policy_in(options.witness_policy);
        if (!policy) return complain(manner, policy.error(), exit_usage);
        const bool is_of_it = std::ranges::any_of(policy->logs, [&](const auto& log) {
            return log.key == trusted.key;
        });
        if (!policy->logs.empty() && !is_of_it) {
            return complain(
                manner, "the policy is of another log than the key: see its log lines", exit_usage
            );
        }
        trusted.witnesses = *std::move(policy);
    }
    const auto bytes = ledger::read_file(options.what);
    if (!bytes) return complain(manner, bytes.error().detail);
    const auto receipt = api::parse_receipt(ledger::text_of(*bytes));
    if (!receipt) {
        return print_caught(
            {projections::Lie::malformed, {receipt.error(), receipt.error()}}, manner
        );
    }
    const auto shown = check(*receipt, trusted);
    if (!shown) return print_caught(shown.error(), manner);
    if (options.complete && !shown->is_complete) return print_caught(not_complete(), manner);
    if (manner.json) {
        print_json(*receipt, *shown);
    } else {
        print(*receipt, *shown);
        print_other_words(*shown, manner.language == "id");
    }
    return exit_ok;
}

}  // namespace tools
