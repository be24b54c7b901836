#include "ledger/act_shape.h"

#include <cstddef>
#include <string>

namespace ledger {
namespace {

using Code = Rejection::Code;

constexpr std::size_t id_bytes_max = 64;
constexpr std::size_t source_bytes_max = 256;
constexpr std::size_t note_bytes_max = 512;

std::unexpected<Rejection> no_such_stream(const StreamId& stream) {
    return reject(
        Code::shape,
        "subject",
        {.id = "Tidak ada jenis aliran untuk '" + stream.text + "'; bentuknya jenis/kunci",
         .en = "There is no kind of stream for '" + stream.text + "'; its form is kind/key"}
    );
}

std::unexpected<Rejection> too_long(const char* field, std::size_t bytes_max) {
    const std::string most = std::to_string(bytes_max);
    return reject(
        Code::shape,
        field,
        {.id = std::string(field) + " paling panjang " + most + " bita",
         .en = std::string(field) + " must be at most " + most + " bytes long"}
    );
}

// What stands in every record beside its event; nothing there grows without bounds.
OrRejection<void> check_lengths(const Act& act) {
    const Provenance& from = act.provenance;
    struct Bound {
        const char* field;
        std::size_t bytes;
        std::size_t bytes_max;
    };
    const Bound bounds[] = {
        {"actor", act.actor.person.text.size(), name_bytes_max},
        {"onbehalfof", act.actor.on_behalf_of.text.size(), name_bytes_max},
        {"mandate", act.actor.mandate.size(), note_bytes_max},
        {"authissuer", from.authentication.issuer.size(), note_bytes_max},
        {"authsubject", from.authentication.subject.size(), note_bytes_max},
        {"authmethod", from.authentication.method.size(), note_bytes_max},
        {"correlationid", from.correlation.size(), note_bytes_max},
        {"causationid", from.causation.size(), note_bytes_max},
        {"traceparent", from.traceparent.size(), note_bytes_max},
        {"migrationorder", from.migration.size(), note_bytes_max},
    };
    for (const Bound& bound : bounds) {
        if (bound.bytes > bound.bytes_max) return too_long(bound.field, bound.bytes_max);
    }
    return {};
}

}  // namespace

OrRejection<void> check_shape(const Act& act) {
    if (!is_stream(act.stream)) return no_such_stream(act.stream);
    if (kind_index(act.stream) != act.event.index()) {
        return reject(
            Code::shape,
            "subject",
            {.id = "Peristiwa " + type_of(act.event) + " tidak dapat dicatat pada aliran " +
                   act.stream.text,
             .en =
                 "A " + type_of(act.event) + " cannot be recorded in the stream " + act.stream.text}
        );
    }
    if (act.provenance.id.empty() || act.provenance.id.size() > id_bytes_max) {
        return reject(
            Code::shape,
            "id",
            {.id = "id harus 1 sampai 64 bita", .en = "id must be 1 to 64 bytes long"}
        );
    }
    if (act.provenance.source.empty() || act.provenance.source.size() > source_bytes_max) {
        return reject(
            Code::shape,
            "source",
            {.id = "source harus 1 sampai 256 bita", .en = "source must be 1 to 256 bytes long"}
        );
    }
    return check_lengths(act);
}

}  // namespace ledger
