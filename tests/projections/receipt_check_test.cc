// Receipts by an operator who owns the key and signs what he likes: what he has made up is caught
// by its name, and nothing that he can write stops the checker.

#include "projections/receipt_check.h"

#include "ledger/base64.h"
#include "ledger/merkle.h"
#include "ledger/record_codec.h"
#include "ledger/signing_key.h"
#include "projections/receipt_authors.h"
#include "tests/support/book.h"
#include "tests/support/golden_year.h"
#include "tests/support/random_values.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace ledger;
using projections::Receipt;
using tests::dec;
namespace golden = tests::golden;

class ForgedReceiptTest : public ::testing::Test {
protected:
    void SetUp() override { record(origin::stream(), founded("forged.example")); }

    static origin::Event founded(std::string origin) {
        return origin::Founded{.origin = std::move(origin)};
    }

    // A record as the writer would make it, whatever is in it, but for what `change` does to it.
    void record(
        const StreamId& stream, Event event, const std::function<void(Record&)>& change = {}
    ) {
        Record made;
        made.salt[0] = static_cast<std::uint8_t>(records_.size());
        made.stream = stream;
        auto& [version, entry] = newest_[stream];
        made.version = ++version;
        made.previous = entry;
        made.recorded = start_ + std::chrono::hours(records_.size());
        if (is_late_) made.recorded += std::chrono::days(365);
        made.effective = made.recorded;
        made.provenance = {.source = "urn:test", .id = std::to_string(records_.size())};
        const std::string_view kind = stream.kind();
        if (kind == "plan" || kind == "report" || kind == "evaluation") {
            made.subjects = {golden::subject};
        }
        made.event_class = class_of(event);
        made.event = std::move(event);
        made.fact_count = facts_of(made.event);
        if (change) change(made);
        const auto encoded = RecordEncoder(*vault_).encode(made, slot_);
        records_.push_back((*encoded)->record);
        entry = Sha256{}(records_.back());
    }

    static std::uint16_t facts_of(const Event& event) {
        if (std::holds_alternative<discipline::Event>(event)) return 2;
        const auto* rated = std::get_if<evaluation::Event>(&event);
        if (rated == nullptr) return 1;
        const auto* decided = std::get_if<evaluation::ObjectionDecided>(rated);
        const std::size_t corrections = decided == nullptr ? 0 : decided->corrections.size();
        return static_cast<std::uint16_t>(1 + corrections);
    }

    // The event as one that nothing must follow.
    static Event alone(Event event) {
        auto* rated = std::get_if<evaluation::Event>(&event);
        auto* decided =
            rated == nullptr ? nullptr : std::get_if<evaluation::ObjectionDecided>(rated);
        if (decided != nullptr) decided->corrections.clear();
        return event;
    }

    // The golden year, as far as its score needs it.
    void record_year(const plan::Drafted& drafted, const std::vector<report::Line>& december) {
        record(stream_of(golden::plan), plan::Event(drafted));
        record(stream_of(golden::plan), plan::Event(plan::Established{}));
        const auto months = golden::months(golden::December::corrected);
        for (int month = 1; month <= 12; ++month) {
            const auto of = static_cast<std::size_t>(month - 1);
            record(
                report::stream_for(golden::plan, Period::month(2025, month)),
                report::Event(report::Submitted{month == 12 ? december : golden::lines(months[of])})
            );
        }
    }
    static std::vector<report::Line> december() {
        return golden::lines(golden::months(golden::December::corrected).back());
    }

    [[nodiscard]] Receipt sign() const {
        Sha256 sha256;
        std::vector<Digest> leaves;
        for (const auto& bytes : records_) leaves.push_back(leaf_hash(sha256, sha256(bytes).bytes));
        const Checkpoint checkpoint{key_.verifier().name, leaves.size(), root_of(sha256, leaves)};
        const HashAt hash_at = [&](Subtree subtree) -> OrFault<Digest> {
            const std::uint64_t count = 1ULL << subtree.height;
            return root_of(sha256, std::span(leaves).subspan(subtree.index * count, count));
        };
        Receipt receipt;
        receipt.format = projections::receipt::format;
        receipt.origin = checkpoint.origin;
        receipt.as_of = Position{leaves.size()};
        receipt.day = tests::date("2026-03-01");
        receipt.subject = golden::subject;
        for (std::uint64_t i = 0; i < leaves.size(); ++i) {
            projections::receipt::ProvedRecord proved{Position{i}, to_base64(records_[i]), {}};
            const auto path = inclusion_proof(sha256, i, leaves.size(), hash_at);
            for (const Digest& hash : *path) proved.proof.push_back(to_base64(hash.bytes));
            receipt.records.push_back(std::move(proved));
        }
        receipt.checkpoint = Note{checkpoint.text(), {key_.sign(checkpoint.text())}}.written();
        return receipt;
    }

    void SetUpAgain() {
        records_.clear();
        newest_.clear();
        SetUp();
    }
    // `owner` is given the key called `with`, which signs for itself, in the name of `actor`; with
    // none, nothing signs for it.
    void announce(std::string_view owner, std::string_view actor, const std::string& with) {
        const std::string id = with.empty() ? "laptop" : with;
        const signer::KeyAnnounced key{
            {id}, signer::Algorithm::ed25519, std::string(43, 'A'), true
        };
        const PersonId person{std::string(owner)};
        record(signer::stream_of(person), signer::Event(key), [&](Record& made) {
            made.subjects = {person};
            sign_as(made, actor, with);
        });
    }
    // The year is rated in the name of `actor`.
    void rate(std::string_view actor, const std::string& with) {
        record(
            evaluation::stream_for(golden::plan, Period::year(2025)),
            evaluation::Event(evaluation::Decided{}),
            [&](Record& made) { sign_as(made, actor, with); }
        );
    }
    static void sign_as(Record& made, std::string_view actor, const std::string& with) {
        made.actor = tests::by(actor, Role::rater);
        if (with.empty()) return;
        made.provenance.signed_with = {with};
        made.submitted = tests::words("a.b.c");
    }

    // What is caught in 60 ledgers that begin as this one does and go on at random, as `caught_in`
    // writes them down and checks them.
    template <class CaughtIn>
    std::set<std::string> verdicts_on_random(const CaughtIn& caught_in) {
        const auto start = records_;
        const auto newest = newest_;
        std::set<std::string> verdicts;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            records_ = start;
            newest_ = newest;
            tests::RandomValues values(seed);
            verdicts.insert(caught_in(seed, values));
        }
        return verdicts;
    }

    // What the receipt of the year's score is caught at; it claims nothing that could be right.
    [[nodiscard]] std::string caught_at(const Receipt& receipt) const {
        const auto shown = check(receipt, {key_.verifier(), {}, {}});
        return shown ? "nothing" : std::string(name_of(shown.error().lie));
    }
    [[nodiscard]] std::string caught_at() const { return caught_at(sign()); }
    [[nodiscard]] std::string score_caught_at() const {
        Receipt receipt = sign();
        receipt.claim.emplace();
        receipt.claim->plan = golden::plan;
        receipt.claim->period = Period::year(2025);
        return caught_at(receipt);
    }

    static constexpr Instant start_{std::chrono::hours(480'000)};  // in 2024
    bool is_late_ = false;                                         // a year after that
    std::unique_ptr<Entropy> entropy_ = seeded_entropy("forged");
    SigningKey key_ = SigningKey::make("forged.example", SignatureType::ed25519, *entropy_);
    tests::TemporaryDirectory directory_;
    std::unique_ptr<Vault> vault_ = *Vault::found(
        {.slots = directory_.path() / "slots", .master = directory_.path() / "master.key"},
        *entropy_
    );
    Slot slot_ = *vault_->create();
    std::vector<std::vector<std::uint8_t>> records_;
    std::map<StreamId, std::pair<std::uint64_t, Digest>> newest_;
};

TEST_F(ForgedReceiptTest, ARecordThatWasBackDated) {
    record({"agency/pauh"}, agency::Event(agency::Registered{.title = "Pauh"}), [](Record& made) {
        made.recorded = start_ - std::chrono::hours(1);
    });
    EXPECT_EQ(caught_at(), "backDated");
}

TEST_F(ForgedReceiptTest, ALogThatWasFoundedAsAnother) {
    records_.clear();
    newest_.clear();
    record(origin::stream(), founded("another.example"));
    EXPECT_EQ(caught_at(), "otherLedger");
}

TEST_F(ForgedReceiptTest, AStreamThatBeginsInTheMiddle) {
    record({"agency/pauh"}, agency::Event(agency::Registered{.title = "Pauh"}), [](Record& made) {
        made.version = 2;
    });
    EXPECT_EQ(caught_at(), "streamBroken");
}

TEST_F(ForgedReceiptTest, AnHonestYearHasAScore) {
    record_year(golden::drafted(), december());
    EXPECT_EQ(score_caught_at(), "otherScore") << "the claim says none";
}

// --- What no ledger that keeps the rules lets in

TEST_F(ForgedReceiptTest, APlanOfNoMonths) {
    plan::Drafted drafted = golden::drafted();
    drafted.first_month = 0;
    drafted.last_month = 4'000'000'000;
    record_year(drafted, december());
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, APlanOfNoYear) {
    plan::Drafted drafted = golden::drafted();
    drafted.year = 100'000;
    record_year(drafted, december());
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, ATargetOfNothing) {
    plan::Drafted drafted = golden::drafted();
    drafted.content.indicators[1].target = {.value = dec("0")};
    record_year(drafted, december());
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, ATargetThatIsHalfARange) {
    plan::Drafted drafted = golden::drafted();
    drafted.content.indicators[4].target = {.low = dec("95")};
    record_year(drafted, december());
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, AnAmendmentThatSettlesWithoutAPlan) {
    plan::Drafted drafted = golden::drafted();
    record_year(drafted, december());
    drafted.content.indicators[0].target = {};
    for (const auto party : {plan::Party::subject, plan::Party::rater}) {
        record(
            stream_of(golden::plan),
            plan::Event(plan::Amended{party, 0, drafted.content, tests::words("reason")})
        );
    }
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, AValueWithoutANumber) {
    auto lines = december();
    lines[0].value = {};
    record_year(golden::drafted(), lines);
    EXPECT_EQ(score_caught_at(), "otherScore") << "as if it were not there";
    lines[0].value = {.denominator = dec("1")};
    record(
        report::stream_for(golden::plan, Period::month(2025, 12)),
        report::Event(report::Submitted{lines})
    );
    EXPECT_EQ(score_caught_at(), "againstRules");
}

// An amendment may make another indicator of the one that was reported on.
TEST_F(ForgedReceiptTest, AValueOfAnIndicatorAsItWasBeforeIsNotAgainstTheRules) {
    record_year(golden::drafted(), december());
    plan::Content content = golden::content();
    content.indicators[0].consolidation = Consolidation::ratio;
    for (const auto party : {plan::Party::subject, plan::Party::rater}) {
        record(
            stream_of(golden::plan),
            plan::Event(plan::Amended{party, 2, content, tests::words("reason")})
        );
    }
    EXPECT_EQ(score_caught_at(), "otherScore");
}

TEST_F(ForgedReceiptTest, APartOfNothing) {
    auto lines = december();
    lines[1].value = {.numerator = dec("17"), .denominator = dec("0")};
    record_year(golden::drafted(), lines);
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, APolicyOfAFormulaThatIsNotThere) {
    policy::Published policy = golden::policy();
    policy.parameters.formulas = {"achievement.max/999"};
    record(policy::stream_for(golden::agency), policy::Event(policy));
    record_year(golden::drafted(), december());
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, APolicyThatRoundsBeyondAllDigits) {
    policy::Published policy = golden::policy();
    policy.parameters.threshold_scale = 4'000'000'000;
    record(policy::stream_for(golden::agency), policy::Event(policy));
    record_year(golden::drafted(), december());
    EXPECT_EQ(score_caught_at(), "againstRules");
}

TEST_F(ForgedReceiptTest, ATimeThatIsNone) {
    record_year(golden::drafted(), december());
    record(stream_of(golden::plan), plan::Event(plan::Closed{}), [](Record& made) {
        made.recorded = Instant::max();
    });
    EXPECT_EQ(score_caught_at(), "malformed");
}

// --- "Record an act that nobody performed"

TEST_F(ForgedReceiptTest, AnActOfOneWhoSignsEverything) {
    announce("B", "B", "laptop");
    record_year(golden::drafted(), december());
    rate("B", "laptop");
    EXPECT_EQ(caught_at(), "nothing");
    rate("B", "");
    EXPECT_EQ(caught_at(), "notPerformed");
}

TEST_F(ForgedReceiptTest, AnActThatIsSignedWithAKeyThatHeDoesNotHave) {
    announce("B", "B", "laptop");
    record_year(golden::drafted(), december());
    rate("B", "phone");
    EXPECT_EQ(caught_at(), "notPerformed");
}

TEST_F(ForgedReceiptTest, AnActThatIsSignedWithAKeyThatWasRevoked) {
    announce("B", "B", "laptop");
    record_year(golden::drafted(), december());
    rate("B", "laptop");
    record(
        signer::stream_of({"B"}),
        signer::Event(signer::KeyRevoked{{"laptop"}, tests::words("hilang")}),
        [](Record& made) {
            made.subjects = {{"B"}};
            made.actor = tests::by("B", Role::rater);
        }
    );
    EXPECT_EQ(caught_at(), "nothing");
    rate("B", "laptop");
    EXPECT_EQ(caught_at(), "notPerformed");
}

// --- The facts of an act

class ForgedFactsTest : public ForgedReceiptTest {
protected:
    // The year, rated, and an objection that is decided: a value of November and one of December
    // are put right.
    void SetUp() override {
        ForgedReceiptTest::SetUp();
        record_year(golden::drafted(), december());
        rate("rater", "");
        decision_.outcome = evaluation::Outcome::changed;
        decision_.reason = tests::words("The register had it wrong.");
        for (const int month : {11, 12}) {
            decision_.corrections.push_back(
                {.month = Period::month(2025, month),
                 .indicator = {"I2"},
                 .was = {.numerator = tests::dec("80")},
                 .now = {.numerator = tests::dec("90")}}
            );
        }
        decide();
    }
    void decide(const std::function<void(Record&)>& change = {}) {
        is_late_ = true;
        record(stream_, evaluation::Event(decision_), of_act(0, change));
    }
    // Number `index` of its facts: the correction of that month, but for what `change` does to it.
    void correct(int month, std::uint16_t index, const std::function<void(Record&)>& change = {}) {
        const evaluation::Correction& ordered = decision_.corrections.at(month == 11 ? 0 : 1);
        const report::ValueCorrected event{
            .indicator = ordered.indicator,
            .was = ordered.was,
            .now = ordered.now,
            .cause = stream_,
            .reason = decision_.reason,
        };
        record(
            report::stream_for(golden::plan, ordered.month),
            report::Event(event),
            of_act(index, change)
        );
    }
    [[nodiscard]] static std::function<void(Record&)> of_act(
        std::uint16_t index, const std::function<void(Record&)>& change
    ) {
        return [index, change](Record& made) {
            made.recorded = start_ + std::chrono::days(365);
            made.effective = made.recorded;
            made.provenance.id = "decision";
            made.actor = tests::by("superior", Role::superior);
            made.fact_index = index;
            made.fact_count = 3;
            if (change) change(made);
        };
    }

    const StreamId stream_ = evaluation::stream_for(golden::plan, Period::year(2025));
    evaluation::ObjectionDecided decision_;
};

TEST_F(ForgedFactsTest, AreThoseThatTheRulesGive) {
    correct(11, 1);
    correct(12, 2);
    EXPECT_EQ(caught_at(), "nothing");
}

TEST_F(ForgedFactsTest, AreAllThere) {
    correct(11, 1);
    rate("rater", "");
    EXPECT_EQ(caught_at(), "notPerformed") << "of two corrections one was dropped";
    Receipt before = sign();
    before.as_of = Position{std::to_underlying(before.as_of) - 1};
    EXPECT_EQ(caught_at(before), "nothing") << "as of then, it was still to come";
}

TEST_F(ForgedFactsTest, AreNoOthers) {
    using Change = std::function<void(Record&)>;
    const auto corrected = [](Record& made) -> report::ValueCorrected& {
        return std::get<report::ValueCorrected>(std::get<report::Event>(made.event));
    };
    const std::vector<Change> lies{
        [&](Record& made) { corrected(made).now.numerator = tests::dec("91"); },
        [&](Record& made) { corrected(made).was.numerator = tests::dec("81"); },
        [&](Record& made) { corrected(made).indicator = {"I1"}; },
        [&](Record& made) { corrected(made).cause = {"evaluation/other/2025"}; },
        [&](Record& made) { corrected(made).reason = tests::words("Otherwise."); },
        [&](Record& made) { corrected(made).evidence.emplace_back(); },
        [](Record& made) { made.actor = tests::by("rater", Role::rater); },
        [](Record& made) { made.provenance.id = "another"; },
        [](Record& made) { made.provenance.signed_with = {"laptop"}; },
        [](Record& made) { made.provenance.migration = "order 1"; },
        [](Record& made) { made.provenance.channel = Channel::web; },
        [](Record& made) { made.provenance.authentication.method = "mtls"; },
        [](Record& made) { made.effective -= std::chrono::days(900); },
        [](Record& made) { made.effective_given = true; },
        [](Record& made) { made.recorded += std::chrono::hours(1); },
        [&](Record& made) { corrected(made).now.numerator = tests::dec("90.0"); },
        [&](Record& made) { corrected(made).now.denominator = tests::dec("1"); },
        [&](Record& made) { corrected(made).now.stages = {"draft"}; },
        [](Record& made) { made.fact_index = 1; },
        [](Record& made) { made.fact_index = 3, made.fact_count = 4; },
        [](Record& made) { made.fact_index = 40, made.fact_count = 41; },
        [](Record& made) {  // a share takes its place
            made.stream = {"indicator/ikm"};
            made.version = 1;
            made.previous = {};
            made.subjects = {};
            made.event = indicator::Event(indicator::ShareTaken{{"below"}, Period::year(2025), {}});
            made.event_class = class_of(made.event);
        },
    };
    const auto start = records_;
    const auto newest = newest_;
    for (std::size_t i = 0; i < lies.size(); ++i) {
        records_ = start;
        newest_ = newest;
        correct(11, 1);
        correct(12, 2, lies[i]);
        EXPECT_EQ(caught_at(), "notPerformed") << i;
    }
}

// A sanction stands in the stream of the case and in that of the person.
TEST_F(ForgedFactsTest, OfASanctionAreTwo) {
    correct(11, 1);
    correct(12, 2);
    const auto start = records_;
    const auto newest = newest_;
    const StreamId of_case{"case/hd-1"};
    const StreamId of_person = sanctions::stream_for(golden::subject);
    discipline::SanctionDecided decided;
    decided.subject = golden::subject;
    decided.months = 6;
    const sanctions::Imposed imposed{{"hd-1"}, decided.code, 6, {}};
    const auto two = [&](std::uint16_t index, const std::string& id) {
        const Instant when =
            start_ + std::chrono::days(365) + std::chrono::hours(records_.size() - index);
        return [index, id, when](Record& made) {
            made.subjects = {golden::subject};
            made.provenance.id = id;
            made.recorded = made.effective = when;
            made.fact_index = index;
            made.fact_count = 2;
        };
    };
    const auto sanctioned = [&](const sanctions::Event& further) {
        records_ = start;
        newest_ = newest;
        record(of_case, discipline::Event(decided), two(0, "decided"));
        record(of_person, further, two(1, "decided"));
    };
    sanctioned(imposed);
    EXPECT_EQ(caught_at(), "nothing");
    const auto imposed_so_far = std::pair(records_, newest_);
    record(of_case, discipline::Event(discipline::SanctionDelivered{}), two(0, "delivered"));
    rate("rater", "");
    EXPECT_EQ(caught_at(), "notPerformed") << "which he has received";
    std::tie(records_, newest_) = imposed_so_far;
    record(of_case, discipline::Event(discipline::SanctionDelivered{}), two(0, "delivered"));
    record(of_person, sanctions::Event(sanctions::Received{{"hd-1"}}), two(1, "delivered"));
    EXPECT_EQ(caught_at(), "nothing");

    sanctions::Imposed other = imposed;
    other.months = 12;
    sanctioned(other);
    EXPECT_EQ(caught_at(), "notPerformed");
    sanctioned(sanctions::Received{{"hd-1"}});
    EXPECT_EQ(caught_at(), "notPerformed");

    records_ = start;
    newest_ = newest;
    record(of_person, sanctions::Event(imposed), [](Record& made) {
        made.subjects = {golden::subject};
    });
    EXPECT_EQ(caught_at(), "notPerformed") << "of no case";
}

// Of what another indicator has done a receipt need not tell, but there must be room for it.
TEST_F(ForgedFactsTest, AShareThatBeginsBeforeTheFirstRecord) {
    correct(11, 1);
    correct(12, 2);
    const auto share = [&](std::uint16_t index) {
        record(
            {"indicator/ikm"},
            indicator::Event(indicator::ShareTaken{{"below"}, Period::year(2025), {}}),
            [index](Record& made) {
                made.fact_index = index, made.fact_count = static_cast<std::uint16_t>(index + 1);
            }
        );
    };
    share(1000);
    EXPECT_EQ(caught_at(), "notPerformed");
}

TEST_F(ForgedFactsTest, ThatNobodyDecided) {
    correct(11, 1);
    correct(12, 2);
    rate("rater", "");
    record(stream_, evaluation::Event(evaluation::Reopened{}), [](Record& made) {
        made.fact_index = 1, made.fact_count = 2;
    });
    EXPECT_EQ(caught_at(), "notPerformed") << "hung on a rating";
}

TEST_F(ForgedFactsTest, AnActOfOneFactThatSaysTwo) {
    correct(11, 1);
    correct(12, 2);
    record(stream_, evaluation::Event(evaluation::Reopened{}), [](Record& made) {
        made.fact_count = 2;
    });
    EXPECT_EQ(caught_at(), "notPerformed");
}

TEST_F(ForgedReceiptTest, AKeyThatSomebodyElseGaveHim) {
    announce("B", "operator", "laptop");
    record_year(golden::drafted(), december());
    EXPECT_EQ(caught_at(), "notPerformed");
}

TEST_F(ForgedReceiptTest, AKeyThatNobodyHasSignedFor) {
    announce("B", "B", "");
    EXPECT_EQ(caught_at(), "notPerformed");
    SetUpAgain();
    announce("B", "B", "laptop");
    announce("B", "B", "phone");
    EXPECT_EQ(caught_at(), "notPerformed") << "the second is signed with the first, or not at all";
}

// Whoever reads a receipt must hear that something in it may not be what it says.
TEST_F(ForgedReceiptTest, AnActThatIsContestedIsTold) {
    record_year(golden::drafted(), december());
    rate("B", "");
    const Position rated{records_.size() - 1};
    const ActName name{"urn:test", std::to_string(std::to_underlying(rated))};
    const auto contests = [&] { return check(sign(), {key_.verifier(), {}, {}})->contested; };
    EXPECT_TRUE(contests().empty());
    const auto say = [&](signer::Event event) {
        record(signer::stream_of({"B"}), Event(std::move(event)), [](Record& made) {
            made.subjects = {{"B"}};
            made.actor = tests::by("B", Role::rater);
        });
    };
    say(signer::Contested{{"urn:test", "nothing"}, tests::words("bukan saya")});
    say(signer::Contested{name, tests::words("bukan saya")});
    using projections::ContestedAct;
    EXPECT_EQ(contests(), (std::vector<ContestedAct>{{rated, {"B"}, signer::Standing::open}}));
    say(signer::ContestAnswered{name, true, tests::words("benar")});
    EXPECT_EQ(contests(), (std::vector<ContestedAct>{{rated, {"B"}, signer::Standing::upheld}}));
}

TEST(ReceiptAuthors, WhoContestsMoreThanAnybodyMayIsNoneOfOurs) {
    std::vector<Entry> entries;
    const auto contest = [&] {
        Entry& entry = entries.emplace_back();
        entry.position = Position{entries.size()};
        entry.record.stream = signer::stream_of({"B"});
        entry.record.subjects = {{"B"}};
        entry.record.actor = tests::by("B", Role::rater);
        const ActName name{"urn:test", std::to_string(entries.size())};
        entry.record.event = signer::Event(signer::Contested{name, {}});
    };
    for (std::size_t i = 0; i < 2 * signer::contests_max; ++i) contest();
    EXPECT_TRUE(projections::authors_of(entries, golden::subject));
    contest();
    const auto authors = projections::authors_of(entries, golden::subject);
    ASSERT_FALSE(authors);
    EXPECT_EQ(authors.error().lie, projections::Lie::against_rules);
}

// Events with whatever is in them, in any order, around a year that has a score.
TEST_F(ForgedReceiptTest, NothingThatHeCanWriteStopsTheChecker) {
    const auto verdicts = verdicts_on_random([&](std::uint64_t seed, tests::RandomValues& values) {
        if (seed % 2 == 0) record_year(golden::drafted(), december());
        const auto place_of = [&](const Event& event) -> StreamId {
            const std::string type = type_of(event);
            const std::string kind = type.substr(0, type.find('.'));
            if (kind == "plan") return stream_of(golden::plan);
            if (kind == "report") {
                const auto month = static_cast<int>(1 + values.below(12));
                return report::stream_for(golden::plan, Period::month(2025, month));
            }
            if (kind == "evaluation") {
                return evaluation::stream_for(golden::plan, Period::year(2025));
            }
            if (kind == "policy") return policy::stream_for(golden::agency);
            if (kind == "unit") return stream_of(golden::unit);
            if (kind == "agency") return stream_of(golden::agency);
            return {};
        };
        for (int round = 0; round < 2; ++round) {
            with_one_event_of_each(values, [&](const Event& event) {
                const StreamId stream = place_of(event);
                if (!stream.text.empty() && values.below(3) == 0) record(stream, alone(event));
            });
        }
        return score_caught_at();
    });
    EXPECT_FALSE(verdicts.contains("nothing"));
    EXPECT_TRUE(verdicts.contains("againstRules") || verdicts.contains("otherScore"))
        << "some must come as far as the rules";
}

TEST_F(ForgedReceiptTest, APolicyThatIsAboutAPerson) {
    record(policy::stream_for(golden::agency), policy::Event(golden::policy()), [](Record& made) {
        made.subjects = {golden::subject};
    });
    record_year(golden::drafted(), december());
    EXPECT_EQ(score_caught_at(), "misfiled");
}

// --- Of a unit

class ForgedUnitReceiptTest : public ForgedReceiptTest {
protected:
    static indicator::Defined defined(const std::string& parent = {}) {
        indicator::Defined definition;
        definition.agency = golden::agency;
        definition.unit = golden::unit;
        definition.text = "Kunjungan";
        definition.parent = {parent};
        return definition;
    }
    void define(const std::string& id, const indicator::Defined& definition) {
        record(stream_of(IndicatorId{id}), indicator::Event(definition));
    }
    void realise(const std::string& id, const Value& value) {
        record(
            stream_of(IndicatorId{id}),
            indicator::Event(indicator::ValueRecorded{
                .period = Period::month(2025, 1), .series = {}, .value = value, .basis = {}
            })
        );
    }
    [[nodiscard]] std::string unit_caught_at() const {
        Receipt receipt = sign();
        receipt.subject = {};
        receipt.unit_claim.emplace();
        receipt.unit_claim->agency = golden::agency;
        receipt.unit_claim->unit = golden::unit;
        receipt.unit_claim->period = Period::year(2025);
        return caught_at(receipt);
    }
};

TEST_F(ForgedUnitReceiptTest, AnHonestOneHasAnotherScoreThanNone) {
    define("i", defined());
    realise("i", {.numerator = dec("5")});
    EXPECT_EQ(unit_caught_at(), "otherScore") << "and its policy is the built-in one";
}

TEST_F(ForgedUnitReceiptTest, AValueThatNoRuleLetsIn) {
    auto ratio = defined();
    ratio.consolidation = Consolidation::ratio;
    define("i", ratio);
    realise("i", {.numerator = dec("5")});
    EXPECT_EQ(unit_caught_at(), "againstRules");
}

TEST_F(ForgedUnitReceiptTest, ADefinitionThatNoRuleLetsIn) {
    auto negative = defined();
    negative.weight = dec("-1");
    define("i", negative);
    EXPECT_EQ(unit_caught_at(), "againstRules");
}

TEST_F(ForgedUnitReceiptTest, AnActOfOneWhoSignsEverything) {
    announce("siti", "siti", "laptop");
    record(stream_of(IndicatorId{"i"}), indicator::Event(defined()), [](Record& made) {
        made.actor = tests::by("siti", Role::performance_team);
    });
    EXPECT_EQ(unit_caught_at(), "notPerformed");
}

TEST_F(ForgedUnitReceiptTest, IndicatorsThatStandTooDeepOrInACircle) {
    auto composite = defined("i1");
    composite.roll_up = indicator::RollUp::mean;
    define("i0", composite);
    for (int i = 1; i <= 300; ++i) {
        composite.parent = {"i" + std::to_string(i - 1)};
        if (i == 2) {
            EXPECT_EQ(unit_caught_at(), "againstRules") << "two, each below the other";
        }
        define("i" + std::to_string(i), composite);
    }
    EXPECT_EQ(unit_caught_at(), "againstRules");
}

TEST_F(ForgedUnitReceiptTest, NothingThatHeCanWriteStopsTheChecker) {
    const auto verdicts = verdicts_on_random([&](std::uint64_t seed, tests::RandomValues& values) {
        define("i0", defined());
        for (int round = 0; round < 4; ++round) {
            with_one_event_of_each(values, [&](const Event& event) {
                const auto* of_indicator = std::get_if<indicator::Event>(&event);
                if (of_indicator == nullptr) return;
                if (only_follows(event)) return;
                const bool is_mild = std::holds_alternative<indicator::Retired>(*of_indicator);
                if (seed % 3 == 0 && !is_mild) return;
                indicator::Event changed = *of_indicator;
                if (auto* definition = std::get_if<indicator::Defined>(&changed)) {
                    definition->agency = golden::agency;
                    definition->unit = golden::unit;
                    definition->parent = {"i" + std::to_string(values.below(4))};
                    if (values.below(2) == 0) *definition = defined();
                }
                record(
                    stream_of(IndicatorId{"i" + std::to_string(values.below(4))}), Event(changed)
                );
            });
        }
        return unit_caught_at();
    });
    EXPECT_FALSE(verdicts.contains("nothing"));
    EXPECT_TRUE(verdicts.contains("againstRules"));
    EXPECT_TRUE(verdicts.contains("otherScore")) << "some must come as far as the arithmetic";
}

}  // namespace
