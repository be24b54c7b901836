#pragma once
// A receipt: one file from which anybody can check a score, or that a person's file is whole, with
// no server and no ledger (docs/receipt.md). Here is what stands in it, as it stands in it, and how
// it is made; receipt_check.h checks one.

#include "ledger/completeness.h"
#include "ledger/ledger.h"
#include "ledger/publisher.h"
#include "ledger/rules/explanation.h"
#include "ledger/rules/rating.h"
#include "projections/score_reader.h"
#include "projections/unit_scores.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace projections {

namespace receipt {

using ledger::field;

inline constexpr std::string_view format = "jejak.receipt/1";
inline constexpr std::size_t records_max = 100'000;
inline constexpr std::size_t files_max = 10'000;
inline constexpr std::size_t bytes_max = 64UL * 1024 * 1024;
inline constexpr std::size_t indicators_max = 10'000;  // of an agency

// What a rater, or his superior, has decided.
struct Decided {
    ledger::Level work{};
    ledger::Level behaviour{};
    std::optional<ledger::Decimal> behaviour_score;
    ledger::Predikat predikat{};
    bool innovation = false;
    ledger::Position position{};  // of the event that says so

    static constexpr std::tuple fields{
        field("work", &Decided::work),
        field("behaviour", &Decided::behaviour),
        field("behaviourScore", &Decided::behaviour_score),
        field("predikat", &Decided::predikat),
        field("innovation", &Decided::innovation),
        field("position", &Decided::position),
    };
    friend bool operator==(const Decided&, const Decided&) = default;
};

struct Claim {
    ledger::PlanId plan;
    ledger::Period period;
    std::optional<ledger::Rational> exact;
    std::optional<ledger::Decimal> rounded;
    std::optional<ledger::Level> level;
    ledger::PolicyId policy;
    std::vector<std::string> formulas;
    std::optional<Decided> decided;

    static constexpr std::tuple fields{
        field("plan", &Claim::plan),
        field("period", &Claim::period),
        field("exact", &Claim::exact),
        field("rounded", &Claim::rounded),
        field("level", &Claim::level),
        field("policy", &Claim::policy),
        field("formulas", &Claim::formulas),
        field("decided", &Claim::decided),
    };
    friend bool operator==(const Claim&, const Claim&) = default;
};

// The score of a unit by its own indicators; of the agency where `unit` is empty.
struct UnitClaim {
    ledger::AgencyId agency;
    ledger::UnitId unit;
    ledger::Period period;
    std::optional<ledger::Rational> exact;
    std::optional<ledger::Decimal> rounded;
    ledger::PolicyId policy;
    std::vector<std::string> formulas;

    static constexpr std::tuple fields{
        field("agency", &UnitClaim::agency),
        field("unit", &UnitClaim::unit),
        field("period", &UnitClaim::period),
        field("exact", &UnitClaim::exact),
        field("rounded", &UnitClaim::rounded),
        field("policy", &UnitClaim::policy),
        field("formulas", &UnitClaim::formulas),
    };
    friend bool operator==(const UnitClaim&, const UnitClaim&) = default;
};

// A node of the explanation, as the API writes it.
struct Input {
    std::string name;
    ledger::Rational exact;
    std::optional<std::uint32_t> node;
    std::vector<ledger::Position> events;

    static constexpr std::tuple fields{
        field("name", &Input::name),
        field("exact", &Input::exact),
        field("node", &Input::node),
        field("events", &Input::events),
    };
    friend bool operator==(const Input&, const Input&) = default;
};

struct Sentence {
    std::string id;
    std::string en;

    static constexpr std::tuple fields{field("id", &Sentence::id), field("en", &Sentence::en)};
    friend bool operator==(const Sentence&, const Sentence&) = default;
};

struct Node {
    std::uint32_t id = 0;
    std::string formula;
    std::string about;
    std::vector<Input> inputs;
    ledger::Rational exact;
    std::optional<ledger::Decimal> decimal;
    ledger::PolicyId policy;
    std::optional<Sentence> sentence;  // for reading

    static constexpr std::tuple fields{
        field("id", &Node::id),
        field("formula", &Node::formula),
        field("about", &Node::about),
        field("inputs", &Node::inputs),
        field("exact", &Node::exact),
        field("decimal", &Node::decimal),
        field("policy", &Node::policy),
        field("sentence", &Node::sentence),
    };
    friend bool operator==(const Node&, const Node&) = default;
};

// Hashes and bytes are in base64 from here on.
struct ProvedRecord {
    ledger::Position position{};
    std::string record;
    std::vector<std::string> proof;

    static constexpr std::tuple fields{
        field("position", &ProvedRecord::position),
        field("record", &ProvedRecord::record),
        field("proof", &ProvedRecord::proof),
    };
    friend bool operator==(const ProvedRecord&, const ProvedRecord&) = default;
};

// What stands at the end of a file's path in the map, where it is not the file itself.
struct Leaf {
    std::string key;
    std::string value;

    static constexpr std::tuple fields{field("key", &Leaf::key), field("value", &Leaf::value)};
    friend bool operator==(const Leaf&, const Leaf&) = default;
};

struct File {
    std::string name;
    ledger::Position count{};  // of its records; 0: there is no such file
    std::string chain;         // left out where there is none
    std::vector<ledger::Position> positions;
    std::vector<std::string> siblings;
    std::optional<Leaf> other;  // at the end of the path of a file that is not there

    static constexpr std::tuple fields{
        field("name", &File::name),
        field("count", &File::count),
        field("chain", &File::chain),
        field("positions", &File::positions),
        field("siblings", &File::siblings),
        field("other", &File::other),
    };
    friend bool operator==(const File&, const File&) = default;
};

struct Completeness {
    ledger::Position close{};  // of the close's record
    std::vector<File> files;

    static constexpr std::tuple fields{
        field("close", &Completeness::close), field("files", &Completeness::files)
    };
    friend bool operator==(const Completeness&, const Completeness&) = default;
};

}  // namespace receipt

struct Receipt {
    std::string format;
    std::string origin;
    ledger::Position as_of{};  // a size
    ledger::Date day{};
    ledger::PersonId subject;  // empty where it is about a unit
    std::optional<receipt::Claim> claim;
    std::optional<receipt::UnitClaim> unit_claim;
    std::vector<receipt::Node> explanation;
    std::vector<receipt::ProvedRecord> records;
    std::optional<receipt::Completeness> completeness;
    std::string checkpoint;

    static constexpr std::tuple fields{
        ledger::field("format", &Receipt::format),
        ledger::field("origin", &Receipt::origin),
        ledger::field("asOf", &Receipt::as_of),
        ledger::field("day", &Receipt::day),
        ledger::field("subject", &Receipt::subject),
        ledger::field("claim", &Receipt::claim),
        ledger::field("unitClaim", &Receipt::unit_claim),
        ledger::field("explanation", &Receipt::explanation),
        ledger::field("records", &Receipt::records),
        ledger::field("completeness", &Receipt::completeness),
        ledger::field("checkpoint", &Receipt::checkpoint),
    };
    friend bool operator==(const Receipt&, const Receipt&) = default;
};

namespace receipt {

// The files that a score of a plan is made from.
struct Sources {
    ledger::PersonId subject;
    ledger::AgencyId agency;
    ledger::UnitId unit;
};
[[nodiscard]] std::vector<std::string> files_of_score(const Sources& sources);

// Those of a unit's score, but for the streams of the indicators that it rests on.
[[nodiscard]] std::vector<std::string> files_of_unit(
    const ledger::AgencyId& agency, const ledger::UnitId& unit
);

// The file of the keys that a person signs with.
[[nodiscard]] std::string signature_file(const ledger::PersonId& person);

// In whose name `record` is, where a receipt about `subject`, or about a unit where that is empty,
// must show whether he signs: nothing where it is not about him, or about somebody, or is the
// ledger's own. (It may be no name, in a forged one.)
[[nodiscard]] std::optional<ledger::PersonId> author_of(
    const ledger::Record& record, const ledger::PersonId& subject
);

// All files that a person can have.
[[nodiscard]] std::vector<std::string> files_of_person(const ledger::PersonId& person);

[[nodiscard]] Claim claim_of(const PlanScore& view);
[[nodiscard]] UnitClaim unit_claim_of(const UnitScore& view);
[[nodiscard]] std::vector<Node> explanation_of(const PlanScore& view);
[[nodiscard]] std::vector<Node> explanation_of(const UnitScore& view);

}  // namespace receipt

// Why there is no receipt.
enum class NoReceipt : std::uint8_t {
    nothing_there,  // no such plan, or no indicators of such a unit
    too_large,      // more records, files, bytes, indicators or digits than a receipt has
    too_deep,       // the indicators stand too deep one above the other (unit_score.h)
};
using MadeReceipt = std::expected<Receipt, NoReceipt>;

// What a receipt has at most; smaller only for tests of just that.
struct ReceiptLimits {
    std::size_t records = receipt::records_max;
    std::size_t files = receipt::files_max;
    std::size_t bytes = receipt::bytes_max;
};

class ReceiptMaker {
public:
    // All must outlive it. Any thread.
    ReceiptMaker(
        const ledger::Ledger& ledger,
        const ledger::Completeness& completeness,
        const ReceiptLimits& limits = {}
    )
        : ledger_(ledger), completeness_(completeness), limits_(limits) {}

    // The receipt of a plan's score for `period`, as of `as_of`, which `checkpoint` covers.
    [[nodiscard]] ledger::OrFault<MadeReceipt> of_score(
        const ledger::PlanId& plan,
        const ledger::Period& period,
        const AsOf& as_of,
        const ledger::SignedCheckpoint& checkpoint
    ) const;

    // The receipt of all that is about a person; it is well made for somebody about whom nothing
    // is.
    [[nodiscard]] ledger::OrFault<MadeReceipt> of_person(
        const ledger::PersonId& person,
        const AsOf& as_of,
        const ledger::SignedCheckpoint& checkpoint
    ) const;

    // The receipt of a unit's score. `candidates`: every indicator that the agency has, in the
    // order of their names.
    [[nodiscard]] ledger::OrFault<MadeReceipt> of_unit(
        const UnitPeriod& unit,
        std::span<const ledger::IndicatorId> candidates,
        const AsOf& as_of,
        const ledger::SignedCheckpoint& checkpoint
    ) const;

private:
    [[nodiscard]] Receipt begun(const AsOf& as_of, const ledger::SignedCheckpoint& checkpoint)
        const;
    // What a receipt has to hold.
    struct Wanted {
        std::vector<std::string> files;           // all records of these
        std::vector<ledger::Position> positions;  // and these
    };
    [[nodiscard]] ledger::OrFault<MadeReceipt> with_records(
        Receipt receipt, Wanted wanted, const ledger::SignedCheckpoint& checkpoint
    ) const;
    [[nodiscard]] ledger::OrFault<std::set<ledger::Position>> positions_of(
        const Wanted& wanted,
        const std::optional<ledger::Completeness::Proofs>& proofs,
        ledger::Position end
    ) const;
    [[nodiscard]] ledger::OrFault<bool> add_signature_files(
        Wanted& wanted, const Receipt& receipt, const std::set<ledger::Position>& positions
    ) const;
    [[nodiscard]] ledger::OrFault<receipt::ProvedRecord> proved(
        ledger::Position position, std::uint64_t size
    ) const;

    const ledger::Ledger& ledger_;
    const ledger::Completeness& completeness_;
    ReceiptLimits limits_;
};

}  // namespace projections
