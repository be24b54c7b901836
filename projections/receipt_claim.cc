#include "projections/receipt_claim.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/event.h"
#include "ledger/rules/scorable.h"
#include "projections/score_reader.h"
#include "projections/unit_scores.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

namespace projections {
namespace {

using ledger::Entry;

// Records as values, folded: what the rules read.
class RecordStates final : public ledger::States {
public:
    explicit RecordStates(std::span<const Entry> entries) {
        for (const Entry& entry : entries) add(entry);
    }

    // In the order of their names.
    [[nodiscard]] std::vector<ledger::IndicatorId> indicators() const {
        std::vector<ledger::IndicatorId> ids;
        for (const auto& [stream, state] : states_) {
            if (stream.kind() == ledger::indicator::Kind::name) {
                ids.push_back({std::string(stream.key())});
            }
        }
        return ids;
    }

private:
    void add(const Entry& entry) {
        const ledger::StreamId& stream = entry.record.stream;
        auto known = states_.find(stream);
        if (known == states_.end()) {
            known = states_.emplace(stream, ledger::nothing_yet(stream)).first;
        }
        known->second = fold(
            std::move(known->second), entry.record.event, stamp_of(entry.record, entry.position)
        );
    }

    [[nodiscard]] const void* find(const ledger::StreamId& stream) const override {
        const auto known = states_.find(stream);
        return known == states_.end() ? nullptr : ledger::address_of(known->second);
    }

    std::map<ledger::StreamId, ledger::AnyState> states_;
};

// --- What is compared

// A part of a claim, in words: what the records give, and what was claimed.
struct Part {
    const char* indonesian;
    const char* english;
    std::string given;
    std::string claimed;
};

Verdict compare(std::span<const Part> parts) {
    for (const Part& part : parts) {
        if (part.given == part.claimed) continue;
        return tell(
            Lie::other_score,
            std::string("Catatan ini memberi ") + part.indonesian + " " + part.given + ", bukan " +
                part.claimed + ".",
            std::string("The records give the ") + part.english + " " + part.given + ", not " +
                part.claimed + "."
        );
    }
    return std::nullopt;
}

template <class T>
std::string text_or_none(const std::optional<T>& value) {
    return value ? value->text() : "-";
}

std::string joined(const std::vector<std::string>& formulas) {
    std::string all;
    for (const std::string& formula : formulas) all += (all.empty() ? "" : " ") + formula;
    return all;
}

// What both kinds of claims say.
template <class Claim>
Verdict compare_numbers(const Claim& claim, const Claim& computed) {
    return compare(std::to_array<Part>({
        {"kebijakan", "policy", computed.policy.text, claim.policy.text},
        {"nilai", "score", text_or_none(computed.exact), text_or_none(claim.exact)},
        {"nilai bulat", "rounded score", text_or_none(computed.rounded), text_or_none(claim.rounded)
        },
        {"rumus", "formulas", joined(computed.formulas), joined(claim.formulas)},
    }));
}

// Whether both show the same digits: 91 and 91.00 are one number, and another text.
bool is_same_text(
    const std::optional<ledger::Decimal>& left, const std::optional<ledger::Decimal>& right
) {
    return text_or_none(left) == text_or_none(right);
}

Verdict compare_decisions(const receipt::Claim& claim, const receipt::Claim& computed) {
    const auto level = [](const receipt::Claim& of) {
        return of.level ? std::string(name_of(*of.level)) : "-";
    };
    const auto parts = std::to_array<Part>({{"tingkat", "level", level(computed), level(claim)}});
    if (auto caught = compare(parts)) return caught;
    const bool is_same =
        claim.decided == computed.decided &&
        (!claim.decided ||
         is_same_text(claim.decided->behaviour_score, computed.decided->behaviour_score));
    if (is_same) return std::nullopt;
    return tell(
        Lie::other_decision,
        "Catatan ini memberi keputusan lain.",
        "The records give another decision."
    );
}

// Sentences are for reading: others than ours are told, and are no lie about the score.
std::expected<OtherWords, Caught> compare_explanation(
    std::vector<receipt::Node> given, const std::vector<receipt::Node>& own
) {
    OtherWords other;
    if (given.size() == own.size()) {
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto said = std::exchange(given[i].sentence, own[i].sentence);
            if (said && said != own[i].sentence) other.emplace_back(own[i].id, *own[i].sentence);
        }
    }
    const auto has_same_text = [](const receipt::Node& left, const receipt::Node& right) {
        return is_same_text(left.decimal, right.decimal);
    };
    if (given == own && std::ranges::equal(given, own, has_same_text)) return other;
    return std::unexpected(tell(
        Lie::other_explanation,
        "Penjelasan ini bukan penjelasan nilai itu.",
        "The explanation is not that of the score."
    ));
}

// --- A person's plan

// The plan's records, its reports' and its evaluations' are about its subject alone.
bool is_about_subject(const Receipt& receipt, const Evidence& evidence) {
    return std::ranges::all_of(evidence.entries, [&](const Entry& entry) {
        const std::string_view name = entry.record.stream.text;
        const std::size_t start = name.find('/') + 1;
        const std::string_view kind = name.substr(0, start);
        if (kind != "plan/" && kind != "report/" && kind != "evaluation/") return true;
        const std::string_view key = name.substr(start, name.find('/', start) - start);
        return key != receipt.claim->plan.text ||
               entry.record.subjects == std::vector{receipt.subject};
    });
}

Verdict against_rules(std::optional<ledger::Rejection> no) {
    if (!no) return std::nullopt;
    return Caught{Lie::against_rules, std::move(no->detail)};
}

// --- A unit

Caught no_such_unit() {
    return tell(
        Lie::no_such_unit,
        "Di sini tidak ada indikator unit atau instansi itu.",
        "There are no indicators of that unit or agency here."
    );
}

// What a unit's score stands on is all here, and such that it can be computed.
Verdict check_basis(
    const AgencyIndicators& indicators, const receipt::UnitClaim& claim, const Evidence& evidence
) {
    const auto basis = indicators.basis(claim.unit);
    if (!basis || indicators.all().size() > receipt::indicators_max) {
        return tell(
            Lie::against_rules,
            "Indikatornya terlalu banyak atau bertingkat terlalu dalam.",
            "There are too many indicators, or they stand too deep one above the other."
        );
    }
    std::vector<std::string> streams;
    for (const auto& [id, state] : *basis) {
        const ledger::StreamId stream = stream_of(id);
        if (evidence.with_gaps.contains(stream)) {
            return tell(
                Lie::stream_broken,
                "Catatan " + stream.text + " tidak lengkap di sini.",
                "The records of " + stream.text + " are not all here."
            );
        }
        streams.push_back("stream/" + stream.text);
    }
    const auto policy = indicators.policy_for(claim.period).parameters;
    if (auto no = against_rules(check_scorable(*basis, policy))) return no;
    if (auto no = must_name(evidence.files, receipt::files_of_unit(claim.agency, claim.unit))) {
        return no;
    }
    return must_name(evidence.files, streams);
}

}  // namespace

std::expected<OtherWords, Caught> check_claim(const Receipt& receipt, const Evidence& evidence) {
    const receipt::Claim& claim = *receipt.claim;
    const RecordStates states(evidence.entries);
    const auto& plan = states.get<ledger::plan::Kind>(stream_of(claim.plan));
    if (plan.progress == ledger::plan::Progress::none) {
        return std::unexpected(
            tell(Lie::no_such_plan, "Rencana itu tidak ada di sini.", "There is no such plan here.")
        );
    }
    if (auto no = against_rules(check_scorable(states, claim.plan, claim.period))) {
        return std::unexpected(*std::move(no));
    }
    const AsOf as_of{receipt.as_of, receipt.day};
    const auto view =
        score_in(states, claim.plan, claim.period, as_of, ledger::score::Detail::steps);
    ledger_assert(view);
    if (view->subject != receipt.subject || !is_about_subject(receipt, evidence)) {
        return std::unexpected(tell(
            Lie::other_person, "Rencana itu milik orang lain.", "The plan is another person's."
        ));
    }
    const receipt::Sources sources{view->subject, view->agency, view->unit};
    const receipt::Claim computed = receipt::claim_of(*view);
    for (auto caught :
         {must_name(evidence.files, receipt::files_of_score(sources)),
          compare_numbers(claim, computed),
          compare_decisions(claim, computed)}) {
        if (caught) return std::unexpected(*std::move(caught));
    }
    return compare_explanation(receipt.explanation, receipt::explanation_of(*view));
}

std::expected<OtherWords, Caught> check_unit_claim(
    const Receipt& receipt, const Evidence& evidence
) {
    const receipt::UnitClaim& claim = *receipt.unit_claim;
    const RecordStates states(evidence.entries);
    const AgencyIndicators indicators(states, claim.agency, states.indicators());
    if (!indicators.has(claim.unit)) return std::unexpected(no_such_unit());
    if (auto caught = check_basis(indicators, claim, evidence)) {
        return std::unexpected(*std::move(caught));
    }
    const UnitScore view = indicators.score(claim.unit, claim.period);
    if (auto caught = compare_numbers(claim, receipt::unit_claim_of(view))) {
        return std::unexpected(*std::move(caught));
    }
    return compare_explanation(receipt.explanation, receipt::explanation_of(view));
}

}  // namespace projections
