#pragma once
// What the handlers work on. It is put together by whoever starts the server, who also keeps it
// alive until the server has stopped.

#include "api/live_feed.h"
#include "api/long_work.h"
#include "api/timer.h"
#include "ledger/clock.h"
#include "ledger/closer.h"
#include "ledger/completeness.h"
#include "ledger/cosigning.h"
#include "ledger/ledger.h"
#include "ledger/publisher.h"
#include "projections/runner.h"

namespace api {

struct Service {
    ledger::Ledger& ledger;
    projections::Runner& runner;
    LiveFeed& live;
    ledger::Publisher& publisher;
    ledger::Completeness& completeness;
    const ledger::Cosigning* cosigning;  // nullptr where no witnesses are configured
    const ledger::Closer* closer;        // nullptr where days are closed by hand
    const ledger::Clock& clock;          // for "today", and for ids; never for recorded times
    const Timer& timer;                  // for who waits for an event
    LongWork& long_work;
};

}  // namespace api
