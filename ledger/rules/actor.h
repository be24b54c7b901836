#pragma once
// Who acts, as what, and how we know.

#include "ledger/rules/fields.h"
#include "ledger/rules/ids.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace ledger {

// The roles of domain.md 9.1.
enum class Role : std::uint8_t {
    none,
    pegawai,              // PEG: the public servant himself
    rater,                // PPN: pejabat penilai kinerja
    superior,             // APP: atasan pejabat penilai
    peer,                 // REK
    subordinate,          // BWH
    team_lead,            // KTM: ketua tim kerja
    performance_team,     // TPK: tim pengelola kinerja
    authority,            // PyB: pejabat yang berwenang
    head,                 // PPK: pejabat pembina kepegawaian
    examiner,             // TPM: tim pemeriksa
    treasurer,            // BEN
    inspector,            // APIP
    oversight,            // BKN, PANRB, BPK
    information_officer,  // PPID
    service_user,         // SVC
    integration,          // a source system that sends facts
    operator_,            // SYS: no business write
};

constexpr auto names(Role) {
    return std::to_array<std::string_view>({
        "none",
        "pegawai",
        "rater",
        "superior",
        "peer",
        "subordinate",
        "teamLead",
        "performanceTeam",
        "authority",
        "head",
        "examiner",
        "treasurer",
        "inspector",
        "oversight",
        "informationOfficer",
        "serviceUser",
        "integration",
        "operator",
    });
}

struct Actor {
    PersonId person;
    Role role = Role::none;
    PersonId on_behalf_of;  // Plt, Plh, a mandate: for whom; empty when for himself
    std::string mandate;    // the letter that says so; empty when none is needed

    static constexpr std::tuple fields{
        field("person", &Actor::person),
        field("role", &Actor::role),
        field("onBehalfOf", &Actor::on_behalf_of),
        field("mandate", &Actor::mandate),
    };
    friend bool operator==(const Actor&, const Actor&) = default;

    // The person whose office is exercised: rules about raters and superiors ask for this one.
    [[nodiscard]] const PersonId& office() const noexcept {
        return on_behalf_of.empty() ? person : on_behalf_of;
    }
};

// What an act is called: whoever submitted it, and his name for it. The same in every ledger that
// has it.
struct ActName {
    std::string source;
    std::string id;

    static constexpr std::tuple fields{
        field("source", &ActName::source), field("id", &ActName::id)
    };
    friend bool operator==(const ActName&, const ActName&) = default;
};

// Who vouches for the actor: the issuer that authenticated him, the name that it gave, and how.
struct Authentication {
    std::string issuer;
    std::string subject;
    std::string method;

    static constexpr std::tuple fields{
        field("issuer", &Authentication::issuer),
        field("subject", &Authentication::subject),
        field("method", &Authentication::method),
    };
    friend bool operator==(const Authentication&, const Authentication&) = default;
};

}  // namespace ledger
