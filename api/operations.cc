#include "api/operations.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <array>

namespace api {
namespace {

using Reads = Operation::Reads;

constexpr QueryParameter at_least{
    "atLeast", "Wait, some seconds at most, until the event at this position is in the answer"
};
constexpr QueryParameter limit{"limit", "At most so many, up to 1000"};
constexpr QueryParameter position{"position", "As of the first so many events"};
constexpr QueryParameter recorded{"recorded", "As of what was recorded by then (RFC 3339)"};

constexpr auto page_query = std::to_array<QueryParameter>(
    {{"after", "Go on after this position, or this version of a stream"}, limit, at_least}
);
constexpr auto events_query = std::to_array<QueryParameter>({
    {"after", "Go on after this position"},
    limit,
    {"recordedFrom", "Only what was recorded then or later (RFC 3339)"},
    at_least,
});
constexpr auto agencies_query =
    std::to_array<QueryParameter>({{"after", "Go on after this agency"}, limit, at_least});
constexpr auto fresh_query = std::to_array<QueryParameter>({at_least});
constexpr auto score_query = std::to_array<QueryParameter>({position, recorded, at_least});
constexpr auto append_query = std::to_array<QueryParameter>(
    {{"atomic", "true or 1: all acts of a batch, or none; false or 0, which is the default"}}
);
constexpr auto live_query = std::to_array<QueryParameter>({
    {"after", "From the event after this position"},
    {"from", "From this position; the ledger's size at most, which is the default"},
    {"kind", "Only streams of this kind"},
    {"stream", "Only this stream"},
    {"subject", "Only events about this person"},
});
constexpr auto unit_query = std::to_array<QueryParameter>({
    {"unit", "One unit of the agency; without it, the agency's own indicators"},
    position,
    recorded,
    at_least,
});
constexpr auto verdicts_query = std::to_array<QueryParameter>({
    {"series", "Whose values: outside, self, ...; empty for the ones that count"},
    position,
    recorded,
    at_least,
});

constexpr auto consistency_query = std::to_array<QueryParameter>({
    {"from", "The smaller size; 0 when it is not there"},
    {"to", "The larger size; the newest checkpoint's when it is not there"},
});

constexpr std::string_view text = "text/plain; charset=utf-8";
constexpr std::string_view bytes = "application/octet-stream";

constexpr auto all = std::to_array<Operation>({
    {"post",
     "/v1/events",
     "events.append",
     "Record one act, or a batch of them",
     append_query,
     "Recorded",
     Reads::nothing,
     201},
    {"get", "/v1/events", "events.list", "Events by position", events_query, "EventPage", Reads::log
    },
    {"get",
     "/v1/events/{position}",
     "events.get",
     "One event",
     fresh_query,
     "CloudEvent",
     Reads::log},
    {"get",
     "/v1/events/{position}/record",
     "events.record",
     "The event's record as it is stored: SHA-256 of it is its entry in the log",
     fresh_query,
     "",
     Reads::log,
     200,
     bytes},
    {"get",
     "/v1/event-types",
     "eventTypes.list",
     "What can be recorded",
     {},
     "EventTypes",
     Reads::nothing},
    {"get",
     "/v1/streams/{kind}/{key}",
     "streams.list",
     "A stream's events",
     page_query,
     "EventPage",
     Reads::log},
    {"get",
     "/v1/streams/{kind}/{key}/{part}",
     "streams.listPart",
     "A stream's events, where its key has two parts",
     page_query,
     "EventPage",
     Reads::log},
    {"get",
     "/v1/people/{person}/trail",
     "people.trail",
     "What is about a person or was recorded in his name",
     page_query,
     "EventPage",
     Reads::log},
    {"get",
     "/v1/people/{person}/plans",
     "people.plans",
     "A person's plans",
     fresh_query,
     "Plans",
     Reads::rows},
    {"get",
     "/v1/people/{person}/scores/{period}",
     "people.score",
     "A person's score",
     score_query,
     "PersonScore",
     Reads::rows},
    {"get",
     "/v1/plans/{plan}/scores/{period}",
     "plans.score",
     "A plan's score",
     score_query,
     "PlanScore",
     Reads::rows},
    {"get",
     "/v1/plans/{plan}/scores/{period}/history",
     "plans.history",
     "Each change of a score with the event that caused it",
     score_query,
     "History",
     Reads::rows},
    {"get",
     "/v1/plans/{plan}/scores/{period}/explanation",
     "plans.explanation",
     "A score down to its events and rules",
     score_query,
     "Explanation",
     Reads::rows},
    {"get",
     "/v1/plans/{plan}/scores/{period}/receipt",
     "plans.receipt",
     "All that a score was made from, in one file that can be checked without us",
     score_query,
     "Receipt",
     Reads::log},
    {"get",
     "/v1/people/{person}/receipt",
     "people.receipt",
     "All that is about a person, in one file that can be checked without us",
     score_query,
     "Receipt",
     Reads::log},
    {"get",
     "/v1/agencies",
     "agencies.list",
     "The agencies, by their names",
     agencies_query,
     "Agencies",
     Reads::log},
    {"get",
     "/v1/agencies/{agency}/scores/{period}",
     "agencies.score",
     "The score of an agency or a unit by its own indicators",
     unit_query,
     "UnitScore",
     Reads::rows},
    {"get",
     "/v1/agencies/{agency}/verdicts/{period}",
     "agencies.verdicts",
     "Met or missed, for each indicator of an agency",
     verdicts_query,
     "Verdicts",
     Reads::rows},
    {"get",
     "/v1/register/forgotten",
     "register.forgotten",
     "That people were forgotten, when and on which legal ground, without who they are",
     page_query,
     "Forgotten",
     Reads::log},
    {"get",
     "/v1/ledger",
     "ledger.get",
     "What this ledger is, and how long",
     fresh_query,
     "Ledger",
     Reads::log},
    {"get",
     "/v1/live",
     "live.follow",
     "A WebSocket that follows the log",
     live_query,
     "",
     Reads::nothing,
     101},
    {"get",
     "/log/checkpoint",
     "log.checkpoint",
     "The newest signed checkpoint (C2SP tlog-checkpoint)",
     {},
     "",
     Reads::nothing,
     200,
     text},
    {"get",
     "/log/cosigned",
     "log.cosigned",
     "The newest checkpoint that its quorum of witnesses has cosigned",
     {},
     "",
     Reads::nothing,
     200,
     text},
    {"get",
     "/log/witnesses",
     "log.witnesses",
     "Where each witness stands",
     {},
     "Witnesses",
     Reads::nothing},
    {"get",
     "/log/tile/{tile...}",
     "log.tile",
     "Hashes of the tree, or entries (C2SP tlog-tiles): 0/000, 1/000.p/17, entries/000",
     {},
     "",
     Reads::nothing,
     200,
     bytes},
    {"get",
     "/log/proofs/{position}",
     "log.proof",
     "That an event is in the log (C2SP tlog-proof)",
     {},
     "",
     Reads::nothing,
     200,
     text},
    {"get",
     "/log/consistency",
     "log.consistency",
     "That the log of one size begins that of another",
     consistency_query,
     "Consistency",
     Reads::nothing},
    {"get",
     "/log/keys",
     "log.keys",
     "The keys that sign checkpoints, and the last one that each replaced key signed",
     {},
     "LogKeys",
     Reads::nothing},
    {"get",
     "/problems/{code}",
     "problems.get",
     "What a problem's type means",
     {},
     "ProblemType",
     Reads::nothing},
    {"get", "/healthz", "health.get", "Whether it is well", {}, "Health", Reads::nothing},
    {"get", "/openapi.json", "openapi.get", "This document", {}, "OpenApi", Reads::nothing},
});

}  // namespace

std::span<const Operation> operations() {
    return all;
}

const Operation& operation(std::string_view name) {
    const auto found = std::ranges::find(all, name, &Operation::name);
    ledger_assert(found != all.end());
    return *found;
}

}  // namespace api
