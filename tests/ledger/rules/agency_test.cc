#include "ledger/rules/agency.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>

namespace tests {
namespace {

using namespace ledger;
using agency::AgencyType;
using agency::Registered;

const AgencyId pauh{"pauh"};
const StreamId stream = stream_of(pauh);
const Actor head = by("ppk", Role::head);
const Registered city{
    .title = "Pemerintah Kota Pauh", .kind = AgencyType::city, .zone = Zone::wita
};

TEST(Agency, TheHeadRegistersIt) {
    Book book;
    book.when(stream, city, head, at("2025-01-02")).then({{stream, agency::Event(city), {}}});
    const auto state = book.state<agency::Kind>(stream);
    EXPECT_TRUE(state.registered);
    EXPECT_EQ(state.title, "Pemerintah Kota Pauh");
    EXPECT_EQ(state.kind, AgencyType::city);
    EXPECT_EQ(state.zone, Zone::wita);
}

TEST(Agency, NobodyElseRegistersIt) {
    for (const Role role : {Role::performance_team, Role::authority, Role::integration}) {
        Book book;
        book.when(stream, city, by("x", role), at("2025-01-02")).then_rejected(Code::auth);
    }
}

TEST(Agency, IsRegisteredByItsHeadUnderAMigrationOrderToo) {
    Book book;
    const Instant then = at("2020-01-02");
    const Instant now = at("2025-01-02");
    book.when(stream, city, by("siasn", Role::integration), now, then, true)
        .then_rejected(Code::auth);
    book.when(stream, city, head, now, then).then_rejected(Code::backdate, "effectivetime");
    book.when(stream, city, head, now, then, true).then_recorded();
}

TEST(Agency, IsRegisteredOnce) {
    Book book;
    book.given(stream, city, head, at("2025-01-02"));
    book.when(stream, city, head, at("2025-01-03")).then_rejected(Code::state);
}

TEST(Agency, HasANameOfAtMost200Bytes) {
    Book book;
    Registered act = city;
    act.title = "";
    book.when(stream, act, head, at("2025-01-02")).then_rejected(Code::shape, "name");
    act.title = std::string(201, 'x');
    book.when(stream, act, head, at("2025-01-02")).then_rejected(Code::shape, "name");
    act.title = std::string(200, 'x');
    book.when(stream, act, head, at("2025-01-02")).then_recorded();
}

TEST(Agency, IsAnOrganisationsAffair) {
    EXPECT_EQ(class_of(Event(agency::Event(city))), Class::organisation);
    EXPECT_EQ(type_of(agency::Event(city)), "agency.registered");
}

}  // namespace
}  // namespace tests
