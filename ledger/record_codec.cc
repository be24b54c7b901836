#include "ledger/record_codec.h"

#include "ledger/capnp_values.h"
#include "ledger/closed_texts.h"
#include "ledger/event_codec.h"
#include "ledger/rules/assert.h"
#include "ledger/sha256.h"
#include "schemas/record.capnp.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <chrono>
#include <cstring>
#include <exception>
#include <stdexcept>

namespace ledger {
namespace {

std::int64_t micros(Instant moment) {
    return moment.time_since_epoch().count();
}
// Some 285 years around 1970: days and texts can be made of it, and a double of JavaScript holds
// it.
Instant moment(std::int64_t micros) {
    constexpr std::int64_t micros_max = std::int64_t{1} << 53U;
    if (micros < -micros_max || micros > micros_max) {
        throw std::invalid_argument("a time is out of range");
    }
    return Instant{std::chrono::microseconds{micros}};
}

void write_provenance(schemas::Record::Builder to, const Provenance& p) {
    using To = schemas::Record::Builder;
    set_text(to, &To::setSource, p.source);
    set_text(to, &To::setId, p.id);
    if (p.authentication != Authentication{}) {
        auto authentication = to.initAuthentication();
        using Of = schemas::Authentication::Builder;
        set_text(authentication, &Of::setIssuer, p.authentication.issuer);
        set_text(authentication, &Of::setSubject, p.authentication.subject);
        set_text(authentication, &Of::setMethod, p.authentication.method);
    }
    set_text(to, &To::setSignedWith, p.signed_with.text);
    set_text(to, &To::setCorrelation, p.correlation);
    set_text(to, &To::setCausation, p.causation);
    set_text(to, &To::setTraceparent, p.traceparent);
    to.setChannel(static_cast<schemas::Channel>(std::to_underlying(p.channel)));
    set_text(to, &To::setMigration, p.migration);
}

void write_actor(schemas::Actor::Builder to, const Actor& actor) {
    using To = schemas::Actor::Builder;
    set_text(to, &To::setPerson, actor.person.text);
    to.setRole(static_cast<schemas::Role>(std::to_underlying(actor.role)));
    set_text(to, &To::setOnBehalfOf, actor.on_behalf_of.text);
    set_text(to, &To::setMandate, actor.mandate);
}

void write_envelope(schemas::Record::Builder to, const Record& record) {
    to.setSalt(capnp_data(record.salt));
    to.setStream(capnp_text(record.stream.text));
    to.setVersion(record.version);
    to.setPrevious(capnp_data(record.previous.bytes));
    to.setRecorded(micros(record.recorded));
    to.setEffective(micros(record.effective));
    to.setEffectiveGiven(record.effective_given);
    write_provenance(to, record.provenance);
    to.setFactIndex(record.fact_index);
    to.setFactCount(record.fact_count);
    write_actor(to.initActor(), record.actor);
    if (!record.subjects.empty()) {
        auto subjects = to.initSubjects(static_cast<capnp::uint>(record.subjects.size()));
        for (capnp::uint i = 0; i < subjects.size(); ++i) {
            subjects.set(i, capnp_text(record.subjects[i].text));
        }
    }
    to.setClass(static_cast<schemas::Class>(std::to_underlying(record.event_class)));
}

void check_fits(const StreamId& stream, const Event& event) {
    if (!is_stream(stream) || kind_index(stream) != event.index()) {
        throw std::invalid_argument("its event does not belong into its stream");
    }
}

// What the rules and the index take for granted.
void check_fits(const Record& record, std::size_t parts, std::size_t submitted_part) {
    check_fits(record.stream, record.event);
    if (record.version == 0) throw std::invalid_argument("its version is 0");
    if (record.fact_index >= record.fact_count) throw std::invalid_argument("no such fact");
    const bool must_have = record.fact_index == 0 && !record.provenance.signed_with.empty();
    if (record.submitted.empty() == must_have) {
        throw std::invalid_argument("the act as it was signed is not where it must be");
    }
    // It is the last of the parts.
    if (must_have && (parts == 0 || submitted_part != parts)) {
        throw std::invalid_argument("the act as it was signed is no part of it");
    }
    if (parts > 0 && keeper_of(record.subjects, record.actor).empty()) {
        throw std::invalid_argument("closed parts that are about nobody");
    }
}

Provenance read_provenance(schemas::Record::Reader from) {
    Provenance p;
    p.source = string_of(from.getSource());
    p.id = string_of(from.getId());
    const auto authentication = from.getAuthentication();
    p.authentication = {
        string_of(authentication.getIssuer()),
        string_of(authentication.getSubject()),
        string_of(authentication.getMethod()),
    };
    p.signed_with = {string_of(from.getSignedWith())};
    p.correlation = string_of(from.getCorrelation());
    p.causation = string_of(from.getCausation());
    p.traceparent = string_of(from.getTraceparent());
    p.channel = enumerant<Channel>(static_cast<std::uint16_t>(from.getChannel()));
    p.migration = string_of(from.getMigration());
    return p;
}

Actor read_actor(schemas::Actor::Reader from) {
    return {
        .person = {string_of(from.getPerson())},
        .role = enumerant<Role>(static_cast<std::uint16_t>(from.getRole())),
        .on_behalf_of = {string_of(from.getOnBehalfOf())},
        .mandate = string_of(from.getMandate()),
    };
}

Record read_envelope(schemas::Record::Reader from) {
    Record record;
    copy_exactly(from.getSalt(), record.salt);
    record.stream.text = string_of(from.getStream());
    record.version = from.getVersion();
    copy_exactly(from.getPrevious(), record.previous.bytes);
    record.recorded = moment(from.getRecorded());
    record.effective = moment(from.getEffective());
    record.effective_given = from.getEffectiveGiven();
    record.provenance = read_provenance(from);
    record.fact_index = from.getFactIndex();
    record.fact_count = from.getFactCount();
    record.actor = read_actor(from.getActor());
    for (const auto subject : credible(from.getSubjects())) {
        record.subjects.push_back({string_of(subject)});
    }
    record.event_class = enumerant<Class>(static_cast<std::uint16_t>(from.getClass()));
    return record;
}

void append_part(std::vector<std::uint8_t>& parts, const std::string& sealed) {
    const auto size = static_cast<std::uint32_t>(sealed.size());
    for (unsigned shift = 0; shift < 32; shift += 8) {
        parts.push_back(static_cast<std::uint8_t>(size >> shift));
    }
    parts.insert(parts.end(), sealed.begin(), sealed.end());
}

// Runs `read` on the record in `bytes`; what it throws becomes a Fault.
template <class Read>
auto reading(Bytes bytes, Read&& read)
    -> OrFault<decltype(read(std::declval<schemas::Record::Reader>()))> {
    const auto corrupt = [](const std::string& what) {
        return fault(Fault::Kind::corrupt, "not a record: " + what);
    };
    if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0) {
        return corrupt("its length is not a number of words");
    }
    ledger_assert(reinterpret_cast<std::uintptr_t>(bytes.data()) % sizeof(capnp::word) == 0);
    try {
        const kj::ArrayPtr<const capnp::word> words(
            reinterpret_cast<const capnp::word*>(bytes.data()), bytes.size() / sizeof(capnp::word)
        );
        capnp::FlatArrayMessageReader message(words);
        if (message.getEnd() != words.end() || message.getSegment(1).size() != 0) {
            return corrupt("it is not one segment");
        }
        return read(message.getRoot<schemas::Record>());
    } catch (const kj::Exception& e) {
        return corrupt(e.getDescription().cStr());
    } catch (const std::exception& e) {
        return corrupt(e.what());
    }
}

std::string open_words(
    const std::vector<Part>& named,
    const std::vector<Bytes>& stored,
    const Vault& vault,
    std::uint16_t part
) {
    if (part == 0 || part > named.size() || part > stored.size()) return {};
    const auto index = static_cast<std::uint16_t>(part - 1);
    const Bytes bytes = stored[index];
    thread_local Sha256 sha256;
    if (sha256(bytes) != named[index].sha256) {
        throw std::invalid_argument("a closed part is not the one that its record names");
    }
    auto words = vault.open_part(
        named[index].slot, index, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}
    );
    if (!words) throw std::invalid_argument(words.error().detail);
    return std::move(*words).value_or(std::string{});
}

std::string no_words(std::uint16_t) {
    return {};
}

std::vector<Part> read_parts(schemas::Record::Reader from) {
    std::vector<Part> parts;
    for (const auto part : credible(from.getParts())) {
        Part& named = parts.emplace_back();
        copy_exactly(part.getSha256(), named.sha256.bytes);
        named.slot = Slot{part.getSlot()};
    }
    return parts;
}

// The record, all of its words withheld.
Record read_withheld(schemas::Record::Reader from) {
    Record record = read_envelope(from);
    const auto submitted = from.getSubmitted();
    record.event = event_codec::read(from.getEvent(), no_words);
    record.submitted = ClosedWords::withheld(submitted.getCharacters());
    check_fits(record, from.getParts().size(), submitted.getPart());
    return record;
}

}  // namespace

std::string event_id(const Record& record) {
    if (record.fact_count == 1) return record.provenance.id;
    return record.provenance.id + '/' + std::to_string(record.fact_index);
}

Stamp stamp_of(const Record& record, Position position) {
    return {
        .position = position,
        .recorded = record.recorded,
        .effective = record.effective,
        .actor = record.actor.person,
        .office = record.actor.office(),
        .role = record.actor.role,
        .subject = record.subjects.empty() ? PersonId{} : record.subjects.front(),
        .is_signed = !record.provenance.signed_with.empty(),
    };
}

const PersonId& keeper_of(const std::vector<PersonId>& subjects, const Actor& actor) {
    return subjects.empty() ? actor.person : subjects.front();
}

const PersonId& keeper_of(const Record& record) {
    return has_closed_words(record.event) ? keeper_of(record.subjects, record.actor)
                                          : record.actor.person;
}

struct RecordEncoder::Buffer {
    // Cap'n Proto wants its first segment zeroed; it zeroes what it used when it is done.
    std::vector<capnp::word> words{record_bytes_max / sizeof(capnp::word)};
    Sha256 sha256;
};

RecordEncoder::RecordEncoder(Vault& vault) : vault_(vault), buffer_(std::make_unique<Buffer>()) {}
RecordEncoder::~RecordEncoder() = default;

OrFault<std::optional<Encoded>> RecordEncoder::encode(
    const Record& record, std::optional<Slot> slot
) {
    auto& scratch = buffer_->words;
    capnp::MallocMessageBuilder message(kj::arrayPtr(scratch.data(), scratch.size()));
    auto root = message.initRoot<schemas::Record>();
    write_envelope(root, record);
    event_codec::Parts texts;
    event_codec::write(root.initEvent(), record.event, texts);
    if (!record.submitted.empty()) {
        texts.push_back(&record.submitted);
        auto submitted = root.initSubmitted();
        submitted.setPart(static_cast<std::uint16_t>(texts.size()));
        submitted.setCharacters(record.submitted.characters());
    }

    Encoded encoded;
    if (!texts.empty()) {
        ledger_assert(slot.has_value());
        auto named = root.initParts(static_cast<capnp::uint>(texts.size()));
        for (capnp::uint i = 0; i < named.size(); ++i) {
            auto sealed =
                vault_.seal(*slot, static_cast<std::uint16_t>(i), ClosedWords::of(*texts[i]));
            if (!sealed) return std::unexpected(sealed.error());
            const Bytes bytes(
                reinterpret_cast<const std::uint8_t*>(sealed->data()), sealed->size()
            );
            named[i].setClass(static_cast<schemas::Class>(std::to_underlying(record.event_class)));
            named[i].setSha256(capnp_data(buffer_->sha256(bytes).bytes));
            named[i].setSlot(std::to_underlying(*slot));
            append_part(encoded.parts, *sealed);
        }
    }
    const auto segments = message.getSegmentsForOutput();
    if (segments.size() != 1 || encoded.parts.size() > record_bytes_max) return std::nullopt;
    const auto flat = segments[0].asBytes();
    const auto words = static_cast<std::uint32_t>(segments[0].size());
    encoded.record.resize(8 + flat.size());
    // The segment table: the number of segments less one, and the length of the first, in words.
    std::memcpy(encoded.record.data() + 4, &words, sizeof(words));
    std::memcpy(encoded.record.data() + 8, flat.begin(), flat.size());
    return encoded;
}

bool has_closed_words(const Event& event) {
    bool has = false;
    for_each_closed_text(event, [&](const ClosedText& text) { has = has || !text.empty(); });
    return has;
}

OrFault<Record> decode_record(Bytes bytes, Bytes parts, Closed closed, const Vault* vault) {
    ledger_assert(closed == Closed::withhold || vault != nullptr);
    return reading(bytes, [&](schemas::Record::Reader from) {
        if (closed == Closed::withhold) return read_withheld(from);
        Record record = read_envelope(from);
        const auto event = from.getEvent();
        const auto submitted = from.getSubmitted();
        const auto named = read_parts(from);
        const auto stored = split_parts(parts);
        if (!stored) throw std::invalid_argument(stored.error().detail);
        record.event = event_codec::read(event, [&](std::uint16_t part) {
            return open_words(named, *stored, *vault, part);
        });
        std::string signed_act = open_words(named, *stored, *vault, submitted.getPart());
        record.submitted = signed_act.empty() ? ClosedWords::withheld(submitted.getCharacters())
                                              : ClosedWords::make(std::move(signed_act));
        check_fits(record, named.size(), submitted.getPart());
        return record;
    });
}

OrFault<RecordAndParts> decode_with_parts(Bytes bytes) {
    return reading(bytes, [](schemas::Record::Reader from) {
        return RecordAndParts{.record = read_withheld(from), .parts = read_parts(from)};
    });
}

OrFault<std::optional<Happened>> decode_happened(
    Bytes bytes, Position position, const std::function<bool(std::string_view)>& wanted
) {
    return reading(bytes, [&](schemas::Record::Reader from) -> std::optional<Happened> {
        const auto stream = from.getStream();
        if (!wanted({stream.begin(), stream.size()})) return std::nullopt;
        const auto subjects = credible(from.getSubjects());
        const Actor actor = read_actor(from.getActor());
        Happened happened{
            .stream = {string_of(stream)},
            .stamp =
                {
                    .position = position,
                    .recorded = moment(from.getRecorded()),
                    .effective = moment(from.getEffective()),
                    .actor = actor.person,
                    .office = actor.office(),
                    .role = actor.role,
                    .subject = {subjects.size() == 0 ? std::string() : string_of(subjects[0])},
                    .is_signed = from.getSignedWith().size() > 0,
                },
            .event = event_codec::read(from.getEvent(), no_words),
        };
        check_fits(happened.stream, happened.event);
        return happened;
    });
}

OrFault<std::vector<Part>> parts_of(Bytes bytes) {
    return reading(bytes, read_parts);
}

OrFault<std::vector<Bytes>> split_parts(Bytes parts) {
    std::vector<Bytes> split;
    while (!parts.empty()) {
        if (parts.size() < 4) return fault(Fault::Kind::corrupt, "closed parts are cut off");
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) size |= static_cast<std::size_t>(parts[i]) << (8 * i);
        parts = parts.subspan(4);
        if (size > parts.size()) return fault(Fault::Kind::corrupt, "closed parts are cut off");
        split.push_back(parts.first(size));
        parts = parts.subspan(size);
    }
    return split;
}

}  // namespace ledger
