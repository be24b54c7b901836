#pragma once
// What the handlers work on. It is put together by whoever starts the server, who also keeps it
// alive until the server has stopped.

#include "api/live_feed.h"
#include "api/timer.h"
#include "ledger/clock.h"
#include "ledger/ledger.h"
#include "projections/runner.h"

namespace api {

struct Service {
    ledger::Ledger& ledger;
    projections::Runner& runner;
    LiveFeed& live;
    const ledger::Clock& clock;  // for "today", and for ids; never for recorded times
    const Timer& timer;          // for who waits for an event
};

}  // namespace api
