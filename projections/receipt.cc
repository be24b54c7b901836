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

std::string signature_file(const ledger::PersonId& person) {
    return person_file(person, Class::signature);
}

std::optional<ledger::PersonId> author_of(
    const ledger::Record& record, const ledger::PersonId& subject
) {
    const bool is_about_him = std::ranges::find(record.subjects, subject) != record.subjects.end();
    if (!is_about_him || ledger::is_own(record.event)) return std::nullopt;
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

std::vector<Node> explanation_of(const PlanScore& view) {
    std::vector<Node> nodes;
    for (const ledger::explanation::Node& node : graph_of(view).nodes) {
        Node written{
            .id = node.id,
            .formula = node.formula,
            .about = node.about,
            .inputs = {},
            .exact = node.exact,
            .decimal = node.rounded,
            .policy = node.policy,
            .sentence = {node.sentence.id, node.sentence.en},
        };
        for (const ledger::explanation::Input& input : node.inputs) {
            written.inputs.push_back({input.name, input.exact, input.node, input.events});
        }
        nodes.push_back(std::move(written));
    }
    return nodes;
}

}  // namespace receipt

OrFault<std::optional<Receipt>> ReceiptMaker::of_score(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const AsOf& as_of,
    const ledger::SignedCheckpoint& checkpoint
) const {
    const ledger::StatesAt states(ledger_, as_of.size);
    const auto view = score_in(states, plan, period, as_of, ledger::score::Detail::steps);
    if (states.failed()) return std::unexpected(*states.failed());
    if (!view) return std::nullopt;
    Receipt receipt{
        .format = std::string(receipt::format),
        .origin = ledger_.origin().origin,
        .as_of = as_of.size,
        .day = as_of.today,
        .subject = view->subject,
        .claim = receipt::claim_of(*view),
        .explanation = receipt::explanation_of(*view),
        .records = {},
        .completeness = {},
        .checkpoint = checkpoint.note,
    };
    auto files = receipt::files_of_score({view->subject, view->agency, view->unit});
    // What others say of his keys is about him, and shows whether they sign.
    files.push_back(receipt::signature_file(view->subject));
    auto made = with_files(std::move(receipt), std::move(files), checkpoint);
    if (!made) return std::unexpected(made.error());
    return *std::move(made);
}

OrFault<Receipt> ReceiptMaker::of_person(
    const ledger::PersonId& person, const AsOf& as_of, const ledger::SignedCheckpoint& checkpoint
) const {
    Receipt receipt{
        .format = std::string(receipt::format),
        .origin = ledger_.origin().origin,
        .as_of = as_of.size,
        .day = as_of.today,
        .subject = person,
        .claim = {},
        .explanation = {},
        .records = {},
        .completeness = {},
        .checkpoint = checkpoint.note,
    };
    return with_files(std::move(receipt), receipt::files_of_person(person), checkpoint);
}

// Adds the records of those files, all that the checkpoint covers up to what is claimed, and up to
// the last close; and the close's proofs of them.
OrFault<Receipt> ReceiptMaker::with_files(
    Receipt receipt, std::vector<std::string> files, const ledger::SignedCheckpoint& checkpoint
) const {
    if (auto added = add_signature_files(files, receipt); !added) {
        return std::unexpected(added.error());
    }
    const std::uint64_t size = checkpoint.checkpoint.size;
    Position end = receipt.as_of;
    std::set<Position> positions{Position{}};
    const auto proofs = completeness_.prove(files);
    if (!proofs) return std::unexpected(proofs.error());
    if (*proofs && std::to_underlying((*proofs)->close.position) < size) {
        receipt::Completeness complete{.close = (*proofs)->close.position, .files = {}};
        for (const auto& proof : (*proofs)->files) complete.files.push_back(file_of(proof));
        positions.insert((*proofs)->close.position);
        end = std::max(end, (*proofs)->close.day.size);
        receipt.completeness = std::move(complete);
    }
    const auto found = completeness_.records_of(files, end);
    if (!found) return std::unexpected(found.error());
    positions.insert(found->begin(), found->end());
    const auto tree = ledger_.public_tree();
    for (const Position position : positions) {
        const auto record = ledger_.stored_record(position);
        if (!record) return std::unexpected(record.error());
        const auto path = tree.inclusion(position, size);
        if (!path) return std::unexpected(path.error());
        receipt::ProvedRecord proved{position, ledger::to_base64(*record), {}};
        for (const ledger::Digest& hash : *path) proved.proof.push_back(text_of(hash));
        receipt.records.push_back(std::move(proved));
    }
    return receipt;
}

// The keys of everybody who did what is recorded in `files` about the receipt's subject.
OrFault<void> ReceiptMaker::add_signature_files(
    std::vector<std::string>& files, const Receipt& receipt
) const {
    const auto found = completeness_.records_of(files, receipt.as_of);
    if (!found) return std::unexpected(found.error());
    std::set<std::string> added(files.begin(), files.end());
    for (const Position position : *found) {
        const auto entry = ledger_.entry(position, ledger::Closed::withhold);
        if (!entry) return std::unexpected(entry.error());
        const auto author = receipt::author_of((*entry)->record, receipt.subject);
        if (!author || !ledger::is_name(author->text)) continue;
        std::string file = receipt::signature_file(*author);
        if (added.insert(file).second) files.push_back(std::move(file));
    }
    return {};
}

}  // namespace projections
