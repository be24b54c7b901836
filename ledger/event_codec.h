#pragma once
// Events to Cap'n Proto and back, for every struct that lists its fields (rules/fields.h).
//
// Only record_codec.cc uses this: with event_layout and capnp_values they are the files that know
// both our types and Cap'n Proto's.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/event.h"

#include <capnp/any.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ledger::event_codec {

// Closed texts met while an event is written: their words go beside the record, and their numbers,
// from 1, into it.
using Parts = std::vector<const ClosedText*>;

// Writes `event` into `to`, which is the schema's Event, just made. Closed texts that have
// characters are appended to `parts`.
void write(capnp::AnyStruct::Builder to, const Event& event, Parts& parts);

// The words of the part with that number, counted from 1; empty when they are not at hand.
using Words = std::function<std::string(std::uint16_t part)>;

// Reads what write() wrote. Throws kj::Exception or std::invalid_argument on anything else, which
// record_codec.cc turns into a Fault.
[[nodiscard]] Event read(capnp::AnyStruct::Reader from, const Words& words);

}  // namespace ledger::event_codec
