#pragma once
// Events to Cap'n Proto and back, for every struct that lists its fields (rules/fields.h). The
// schema and the structs carry the same names; check_schema() proves it at start and in a test, so
// that a field that was forgotten on one side cannot go unnoticed.
//
// Only record_codec.cc uses this: it is the file pair that knows both our types and Cap'n Proto's.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/event.h"

#include <capnp/dynamic.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ledger::event_codec {

// A closed text met while an event is written: its words go beside the record, and its number, from
// 1, into it.
using Parts = std::vector<const ClosedText*>;

// Writes `event` into `to`, which is the schema's Event. Closed texts that have characters are
// appended to `parts`.
void write(capnp::DynamicStruct::Builder to, const Event& event, Parts& parts);

// The words of the part with that number, counted from 1; empty when they are not at hand.
using Words = std::function<std::string(std::uint16_t part)>;

// Reads what write() wrote. Throws kj::Exception or std::invalid_argument on anything else, which
// record_codec.cc turns into a Fault.
[[nodiscard]] Event read(capnp::DynamicStruct::Reader from, const Words& words);

// What differs between the structs and the schema, a line each; empty when nothing does.
[[nodiscard]] std::vector<std::string> check_schema();

}  // namespace ledger::event_codec
