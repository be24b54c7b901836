#include "projections/receipt.h"

#include "ledger/base64.h"
#include "ledger/rules/close.h"
#include "ledger/states_at.h"

#include <algorithm>
#include <set>
#include <utility>

namespace projections {
namespace {

using ledger::Class;
using ledger::OrFault;
using ledger::Position;

std::string text_of(const ledger::Digest& digest) {
    return ledger::to_base64(digest.bytes);
}

std::string person_file(const ledger::PersonId& person, Class of) {
    return "person/" + person.text + '/' + std::string(name_of(of));
}

std::string stream_file(const ledger::StreamId& stream) {
    return "stream/" + stream.text;
}

// About what a record takes in the file.
std::size_t bytes_of_json(const receipt::ProvedRecord& record) {
    constexpr std::size_t around = 64;
    constexpr std::size_t of_a_hash = 48;
    return record.record.size() + record.proof.size() * of_a_hash + around;
}

// Whether a checker reads its numbers. (Those that go in stand in records, or are another node's.)
bool has_readable_numbers(const Receipt& receipt) {
    return std::ranges::all_of(receipt.explanation, [](const receipt::Node& node) {
        return ledger::Rational::parse(node.exact.text()).has_value();
    });
}

OrFault<MadeReceipt> no_receipt(NoReceipt why) {
    return MadeReceipt(std::unexpected(why));
}

receipt::File file_of(const ledger::Completeness::Proof& proof) {
    receipt::File file{.name = proof.file};
    if (proof.head) {
        file.count = Position{proof.head->count};
        file.chain = text_of(proof.head->chain);
    } else if (proof.map.leaf) {
        file.other = {
            text_of(proof.map.leaf->key), ledger::to_base64(map_value(proof.map.leaf->head))
        };
    }
    file.positions = proof.positions;
    for (const ledger::Digest& sibling : proof.map.siblings) {
        file.siblings.push_back(text_of(sibling));
    }
    return file;
}

}  // namespace

namespace receipt {

std::vector<std::string> files_of_score(const Sources& sources) {
    std::vector<std::string> files;
    for (const Class of :
         {Class::plan, Class::report, Class::correction, Class::rating, Class::objection}) {
        files.push_back(person_file(sources.subject, of));
    }
    files.push_back(stream_file(ledger::policy::stream_for(sources.agency)));
    if (!sources.unit.empty()) files.push_back(stream_file(stream_of(sources.unit)));
    files.push_back(stream_file(stream_of(sources.agency)));
    return files;
}

std::vector<std::string> files_of_unit(const ledger::AgencyId& agency, const ledger::UnitId& unit) {
    std::vector<std::string> files{
        "agency/" + agency.text + '/' + std::string(name_of(Class::indicator)),
        stream_file(ledger::policy::stream_for(agency)),
        stream_file(stream_of(agency)),
    };
    if (!unit.empty()) files.push_back(stream_file(stream_of(unit)));
    return files;
}

std::string signature_file(const ledger::PersonId& person) {
    return person_file(person, Class::signature);
}

std::optional<ledger::PersonId> author_of(
    const ledger::Record& record, const ledger::PersonId& subject
) {
    const auto& subjects = record.subjects;
    const bool is_meant =
        subject.empty() ? subjects.empty() : std::ranges::find(subjects, subject) != subjects.end();
    if (!is_meant || ledger::is_own(record.event)) return std::nullopt;
    return record.actor.person;
}

std::vector<std::string> files_of_person(const ledger::PersonId& person) {
    std::vector<std::string> files;
    for (const std::string_view of : names(Class{})) {
        files.push_back("person/" + person.text + '/' + std::string(of));
    }
    return files;
}

Claim claim_of(const PlanScore& view) {
    Claim claim{
        .plan = view.plan,
        .period = view.score.period,
        .exact = view.score.exact,
        .rounded = view.score.rounded,
        .level = view.score.level,
        .policy = view.policy.id,
        .formulas = view.score.formulas,
        .decided = {},
    };
    if (view.evaluation) {
        const ledger::evaluation::Result& result = view.evaluation->result;
        claim.decided = Decided{
            .work = result.work,
            .behaviour = result.behaviour,
            .behaviour_score = result.behaviour_score,
            .predikat = result.predikat,
            .innovation = result.innovation,
            .position = view.evaluation->decided,
        };
    }
    return claim;
}

UnitClaim unit_claim_of(const UnitScore& view) {
    return {
        .agency = view.of.agency,
        .unit = view.of.unit,
        .period = view.of.period,
        .exact = view.score.exact,
        .rounded = view.score.rounded,
        .policy = view.policy.id,
        .formulas = view.score.formulas,
    };
}

namespace {

std::vector<Node> nodes_of(const ledger::explanation::Graph& graph) {
    std::vector<Node> nodes;
    for (const ledger::explanation::Node& node : graph.nodes) {
        Node written{
            .id = node.id,
            .formula = node.formula,
            .about = node.about,
            .inputs = {},
            .exact = node.exact,
            .decimal = node.rounded,
            .policy = node.policy,
            .sentence = Sentence{node.sentence.id, node.sentence.en},
        };
        for (const ledger::explanation::Input& input : node.inputs) {
            written.inputs.push_back({input.name, input.exact, input.node, input.events});
        }
        nodes.push_back(std::move(written));
    }
    return nodes;
}

}  // namespace

std::vector<Node> explanation_of(const PlanScore& view) {
    return nodes_of(graph_of(view));
}

std::vector<Node> explanation_of(const UnitScore& view) {
    return nodes_of(ledger::explanation::explain(view.score.steps, view.policy.id));
}

}  // namespace receipt

Receipt ReceiptMaker::begun(const AsOf& as_of, const ledger::SignedCheckpoint& checkpoint) const {
    Receipt receipt;
    receipt.format = std::string(receipt::format);
    receipt.origin = ledger_.origin().origin;
    receipt.as_of = as_of.size;
    receipt.day = as_of.today;
    receipt.checkpoint = checkpoint.note;
    return receipt;
}

OrFault<MadeReceipt> ReceiptMaker::of_score(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const AsOf& as_of,
    const ledger::SignedCheckpoint& checkpoint
) const {
    const ledger::StatesAt states(ledger_, as_of.size);
    const auto view = score_in(states, plan, period, as_of, ledger::score::Detail::steps);
    if (states.failed()) return std::unexpected(*states.failed());
    if (!view) return no_receipt(NoReceipt::nothing_there);
    Receipt receipt = begun(as_of, checkpoint);
    receipt.subject = view->subject;
    receipt.claim = receipt::claim_of(*view);
    receipt.explanation = receipt::explanation_of(*view);
    Wanted wanted{
        .files = receipt::files_of_score({view->subject, view->agency, view->unit}), .positions = {}
    };
    // What others say of his keys is about him, and shows whether they sign.
    wanted.files.push_back(receipt::signature_file(view->subject));
    return with_records(std::move(receipt), std::move(wanted), checkpoint);
}

OrFault<MadeReceipt> ReceiptMaker::of_person(
    const ledger::PersonId& person, const AsOf& as_of, const ledger::SignedCheckpoint& checkpoint
) const {
    Receipt receipt = begun(as_of, checkpoint);
    receipt.subject = person;
    Wanted wanted{.files = receipt::files_of_person(person), .positions = {}};
    return with_records(std::move(receipt), std::move(wanted), checkpoint);
}

OrFault<MadeReceipt> ReceiptMaker::of_unit(
    const UnitPeriod& unit,
    std::span<const ledger::IndicatorId> candidates,
    const AsOf& as_of,
    const ledger::SignedCheckpoint& checkpoint
) const {
    const ledger::StatesAt states(ledger_, as_of.size);
    const AgencyIndicators indicators(states, unit.agency, candidates);
    if (!indicators.has(unit.unit)) {
        if (states.failed()) return std::unexpected(*states.failed());
        return no_receipt(NoReceipt::nothing_there);
    }
    const auto basis = indicators.basis(unit.unit);
    if (!basis) return no_receipt(NoReceipt::too_deep);
    if (indicators.all().size() > receipt::indicators_max) return no_receipt(NoReceipt::too_large);
    const UnitScore view = indicators.score(unit.unit, unit.period);
    if (states.failed()) return std::unexpected(*states.failed());
    Receipt receipt = begun(as_of, checkpoint);
    receipt.unit_claim = receipt::unit_claim_of(view);
    receipt.explanation = receipt::explanation_of(view);
    Wanted wanted{.files = receipt::files_of_unit(unit.agency, unit.unit), .positions = {}};
    for (const auto& [id, state] : indicators.all()) wanted.positions.push_back(state->position);
    for (const auto& [id, state] : *basis) wanted.files.push_back(stream_file(stream_of(id)));
    return with_records(std::move(receipt), std::move(wanted), checkpoint);
}

// Adds the records that are wanted, all that the checkpoint covers up to what is claimed, and up to
// the last close; and the close's proofs of their files.
OrFault<MadeReceipt> ReceiptMaker::with_records(
    Receipt receipt, Wanted wanted, const ledger::SignedCheckpoint& checkpoint
) const {
    if (!has_readable_numbers(receipt)) return no_receipt(NoReceipt::too_large);
    const std::uint64_t size = checkpoint.checkpoint.size;
    std::optional<ledger::Completeness::Proofs> proofs;
    std::set<Position> positions;
    // Whose keys must be here follows from the records, and those of a file from its proof.
    for (bool is_whole = false; !is_whole;) {
        if (wanted.files.size() > limits_.files) return no_receipt(NoReceipt::too_large);
        auto proved = completeness_.prove(wanted.files);
        if (!proved) return std::unexpected(proved.error());
        proofs = *std::move(proved);
        if (proofs && std::to_underlying(proofs->close.position) >= size) proofs.reset();
        const Position end =
            proofs ? std::max(receipt.as_of, proofs->close.day.size) : receipt.as_of;
        auto found = positions_of(wanted, proofs, end);
        if (!found) return std::unexpected(found.error());
        positions = *std::move(found);
        if (positions.size() > limits_.records) return no_receipt(NoReceipt::too_large);
        const auto added = add_signature_files(wanted, receipt, positions);
        if (!added) return std::unexpected(added.error());
        is_whole = !*added;
    }
    if (proofs) {
        receipt::Completeness complete{.close = proofs->close.position, .files = {}};
        for (const auto& proof : proofs->files) complete.files.push_back(file_of(proof));
        receipt.completeness = std::move(complete);
    }
    std::size_t bytes = 0;
    for (const Position position : positions) {
        auto record = proved(position, size);
        if (!record) return std::unexpected(record.error());
        bytes += bytes_of_json(*record);
        if (bytes > limits_.bytes) return no_receipt(NoReceipt::too_large);
        receipt.records.push_back(*std::move(record));
    }
    return receipt;
}

OrFault<receipt::ProvedRecord> ReceiptMaker::proved(Position position, std::uint64_t size) const {
    const auto record = ledger_.stored_record(position);
    if (!record) return std::unexpected(record.error());
    const auto path = ledger_.public_tree().inclusion(position, size);
    if (!path) return std::unexpected(path.error());
    receipt::ProvedRecord proved{position, ledger::to_base64(*record), {}};
    for (const ledger::Digest& hash : *path) proved.proof.push_back(text_of(hash));
    return proved;
}

// The ledger's first record, the close's, those of the files before `end`, and the others. (An
// agency's file is known from its proof alone.)
OrFault<std::set<Position>> ReceiptMaker::positions_of(
    const Wanted& wanted, const std::optional<ledger::Completeness::Proofs>& proofs, Position end
) const {
    std::vector<std::string> files = wanted.files;
    std::erase_if(files, [](const std::string& file) { return file.starts_with("agency/"); });
    const auto whole = completeness_.records_of(files, end);
    if (!whole) return std::unexpected(whole.error());
    std::set<Position> positions(whole->begin(), whole->end());
    positions.insert(Position{});
    positions.insert(wanted.positions.begin(), wanted.positions.end());
    if (!proofs) return positions;
    positions.insert(proofs->close.position);
    for (const auto& proof : proofs->files) {
        positions.insert(proof.positions.begin(), proof.positions.end());
    }
    return positions;
}

// The keys of everybody who did what is claimed about the receipt's subject. Whether there were
// more than are wanted already.
OrFault<bool> ReceiptMaker::add_signature_files(
    Wanted& wanted, const Receipt& receipt, const std::set<Position>& positions
) const {
    std::set<std::string> added(wanted.files.begin(), wanted.files.end());
    const std::size_t before = added.size();
    for (const Position position : positions) {
        if (position >= receipt.as_of) break;
        const auto entry = ledger_.entry(position, ledger::Closed::withhold);
        if (!entry) return std::unexpected(entry.error());
        const auto author = receipt::author_of((*entry)->record, receipt.subject);
        if (!author || !ledger::is_name(author->text)) continue;
        std::string file = receipt::signature_file(*author);
        if (added.insert(file).second) wanted.files.push_back(std::move(file));
    }
    return added.size() > before;
}

}  // namespace projections
