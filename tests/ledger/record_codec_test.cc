// Records become bytes and come back; the schema and the structs say the same; nothing that is not
// a record is taken for one.

#include "ledger/record_codec.h"

#include "ledger/sha256.h"
#include "tests/support/book.h"
#include "tests/support/random_values.h"
#include "tests/support/schema_differences.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using tests::dec;
using tests::words;

class RecordCodec : public ::testing::Test {
protected:
    RecordCodec() {
        auto opened = Vault::found(
            {.slots = directory_ / "slots", .master = directory_ / "master.key"}, *entropy_
        );
        EXPECT_TRUE(opened) << opened.error().detail;
        vault_ = *std::move(opened);
        slot_ = vault_->create().value();
        encoder_ = std::make_unique<RecordEncoder>(*vault_);
    }

    static Record envelope(Event event) {
        Record record;
        record.salt.fill(7);
        record.stream = {"report/p1/2025-12"};
        record.version = 3;
        record.previous.bytes.fill(9);
        record.recorded = tests::at("2026-01-05T09:00:00+07:00");
        record.effective = tests::at("2026-01-04T09:00:00+07:00");
        record.effective_given = true;
        record.provenance = {
            .source = "urn:app",
            .id = "r-1",
            .authentication = {"iss", "sub", "jwt"},
            .signed_with = {"k1"},
            .correlation = "c",
            .causation = "d",
            .traceparent = "00-1-2-03",
            .channel = Channel::mobile,
            .migration = "SK 1/2026"
        };
        record.fact_index = 1;
        record.fact_count = 2;
        record.actor = {{"a"}, Role::pegawai, {"b"}, "SPT 9"};
        record.subjects = {{"a"}, {"c"}};
        record.event_class = class_of(event);
        record.event = std::move(event);
        return record;
    }

    Encoded encode(const Record& record) {
        auto encoded = encoder_->encode(record, slot_);
        EXPECT_TRUE(encoded && *encoded);
        return **std::move(encoded);
    }

    tests::TemporaryDirectory directory_;
    std::unique_ptr<Entropy> entropy_ = seeded_entropy("record codec");
    std::unique_ptr<Vault> vault_;
    Slot slot_{};
    std::unique_ptr<RecordEncoder> encoder_;
};

report::Submitted december() {
    return {
        .lines = {{
            .indicator = {"I2"},
            .value = {.numerator = dec("8"), .denominator = dec("20"), .stages = {"s1"}},
            .narrative = words("sembilan aduan ditutup tepat waktu"),
            .obstacle = {},
            .evidence = {{.sha256 = {}, .kind = "register", .uri = "https://x", .captured_at = {}}},
        }}
    };
}

TEST(EventCodec, TheSchemaAndTheStructsSayTheSame) {
    for (const std::string& problem : tests::schema_differences()) ADD_FAILURE() << problem;
}

TEST_F(RecordCodec, ARecordComesBackAsItWas) {
    const Record record = envelope(report::Event(december()));
    const Encoded encoded = encode(record);
    const auto back = decode_record(encoded.record, encoded.parts, Closed::open, vault_.get());
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(*back, record);
}

TEST_F(RecordCodec, EventsOfEveryKindComeBackAsTheyWere) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        tests::RandomValues values(seed);
        tests::with_one_event_of_each(values, [&](Event event) {
            Record record = envelope(std::move(event));
            record.stream = tests::stream_for(record.event);
            const Encoded encoded = encode(record);
            const auto back =
                decode_record(encoded.record, encoded.parts, Closed::open, vault_.get());
            ASSERT_TRUE(back) << back.error().detail;
            EXPECT_EQ(*back, record) << type_of(record.event) << ", seed " << seed;
        });
    }
}

TEST_F(RecordCodec, WhatFoldsReadIsAPartOfTheRecord) {
    const Record record = envelope(report::Event(december()));
    const Encoded encoded = encode(record);
    const auto all = [](std::string_view) { return true; };
    const auto happened = decode_happened(encoded.record, Position{5}, all);
    ASSERT_TRUE(happened && *happened);
    const auto whole = decode_record(encoded.record, {}, Closed::withhold, nullptr);
    EXPECT_EQ((*happened)->stream, record.stream);
    EXPECT_EQ((*happened)->stamp, stamp_of(record, Position{5}));
    EXPECT_EQ((*happened)->event, whole->event);
    const auto others = [](std::string_view stream) { return !stream.starts_with("report/"); };
    const auto unwanted = decode_happened(encoded.record, Position{5}, others);
    EXPECT_TRUE(unwanted && !*unwanted);
}

TEST_F(RecordCodec, OptionalValuesThatAreNotThereStayAway) {
    evaluation::Decided decided;
    decided.proposal.position = Position{7};
    Record record = envelope(evaluation::Event(decided));
    record.stream = {"evaluation/p1/2025"};
    const Encoded encoded = encode(record);
    const auto back = decode_record(encoded.record, encoded.parts, Closed::open, vault_.get());
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(*back, record);
}

TEST_F(RecordCodec, ClosedWordsStandInNeitherTheRecordNorThePartsAsTheyAre) {
    const Encoded encoded = encode(envelope(report::Event(december())));
    const auto holds = [](const std::vector<std::uint8_t>& bytes, std::string_view text) {
        return std::string(bytes.begin(), bytes.end()).find(text) != std::string::npos;
    };
    EXPECT_FALSE(holds(encoded.record, "sembilan"));
    EXPECT_FALSE(holds(encoded.parts, "sembilan"));
    EXPECT_TRUE(holds(encoded.record, "register"));
}

TEST_F(RecordCodec, WithheldWordsKeepTheirLength) {
    const Encoded encoded = encode(envelope(report::Event(december())));
    const auto back = decode_record(encoded.record, {}, Closed::withhold, nullptr);
    ASSERT_TRUE(back);
    const auto& submitted = std::get<report::Submitted>(std::get<report::Event>(back->event));
    EXPECT_EQ(submitted.lines[0].narrative.characters(), 34U);
    EXPECT_EQ(ClosedWords::of(submitted.lines[0].narrative), "");
}

TEST_F(RecordCodec, TheRecordNamesTheHashOfEachPart) {
    const Encoded encoded = encode(envelope(report::Event(december())));
    const auto named = parts_of(encoded.record);
    const auto stored = split_parts(encoded.parts);
    ASSERT_TRUE(named && stored);
    ASSERT_EQ(named->size(), 1U);
    ASSERT_EQ(stored->size(), 1U);
    Sha256 sha256;
    EXPECT_EQ(named->front().sha256, sha256(stored->front()));
    EXPECT_EQ(named->front().slot, slot_);
}

TEST_F(RecordCodec, TheSegmentTableSaysOneSegment) {
    const Encoded encoded = encode(envelope(report::Event(december())));
    EXPECT_EQ(load<std::uint32_t>(encoded.record), 0U);
    EXPECT_EQ(
        load<std::uint32_t>(Bytes(encoded.record).subspan(4)), (encoded.record.size() - 8) / 8
    );
}

TEST_F(RecordCodec, TheSaltChangesTheHash) {
    Record record = envelope(plan::Event(plan::Agreed{}));
    Sha256 sha256;
    const Digest one = sha256(encode(record).record);
    record.salt[15] ^= 1U;
    EXPECT_NE(one, sha256(encode(record).record));
}

// Whatever is done to the bytes, decoding answers, and never with a crash.
TEST_F(RecordCodec, DamagedBytesAreRefusedOrReadButNeverCrash) {
    const Encoded encoded = encode(envelope(report::Event(december())));
    for (std::size_t i = 0; i < encoded.record.size(); ++i) {
        for (const unsigned flip : {0x01U, 0x80U}) {
            std::vector<std::uint8_t> damaged = encoded.record;
            damaged[i] = static_cast<std::uint8_t>(damaged[i] ^ flip);
            (void)decode_record(damaged, encoded.parts, Closed::withhold, nullptr);
        }
    }
    for (std::size_t size = 0; size < encoded.record.size(); size += 8) {
        const std::vector<std::uint8_t> cut(
            encoded.record.begin(), encoded.record.begin() + static_cast<std::ptrdiff_t>(size)
        );
        EXPECT_FALSE(decode_record(cut, encoded.parts, Closed::withhold, nullptr)) << size;
    }
}

// A few words that claim to be thousands of lines would take gigabytes.
TEST_F(RecordCodec, AListWhoseItemsTakeNoRoomIsRefused) {
    report::Submitted submitted;
    for (int i = 0; i < 77; ++i) submitted.lines.push_back({.indicator = {"i"}});
    std::vector<std::uint8_t> bytes = encode(envelope(report::Event(submitted))).record;
    // The tag of a list of structs: their number, times four; the words of each.
    constexpr std::uint32_t tag = 77U << 2U;
    const auto* const known = reinterpret_cast<const std::uint8_t*>(&tag);
    const auto at = std::search(bytes.begin(), bytes.end(), known, known + sizeof(tag));
    ASSERT_NE(at, bytes.end());
    ASSERT_EQ(std::distance(bytes.begin(), at) % 8, 0);
    const std::uint32_t none[] = {60'000U << 2U, 0};
    std::memcpy(&*at, none, sizeof(none));
    const auto read = decode_record(bytes, {}, Closed::withhold, nullptr);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().detail.find("take no room"), std::string::npos) << read.error().detail;
}

// Sealed with the right key, at its place; but not what was recorded.
TEST_F(RecordCodec, AnotherPartThanTheRecordNamesIsRefused) {
    const Encoded encoded = encode(envelope(report::Event(december())));
    const std::string other = vault_->seal(slot_, 0, "sepuluh aduan ditutup tepat waktu!").value();
    std::vector<std::uint8_t> parts(4 + other.size());
    store(std::span(parts), static_cast<std::uint32_t>(other.size()));
    std::memcpy(parts.data() + 4, other.data(), other.size());
    const auto back = decode_record(encoded.record, parts, Closed::open, vault_.get());
    ASSERT_FALSE(back);
    EXPECT_NE(back.error().detail.find("not the one that its record names"), std::string::npos);
}

TEST_F(RecordCodec, ARecordWhoseEventDoesNotFitItsStreamIsRefused) {
    for (const char* const stream : {"plan/p1", "nothing/x", "report/p1", "report", ""}) {
        Record record = envelope(report::Event(december()));
        record.stream = {stream};
        const Encoded encoded = encode(record);
        const auto back = decode_record(encoded.record, {}, Closed::withhold, nullptr);
        ASSERT_FALSE(back) << stream;
        EXPECT_EQ(back.error().kind, Fault::Kind::corrupt);
    }
}

TEST_F(RecordCodec, ARecordThatIsOutOfPlaceInItsActIsRefused) {
    Record record = envelope(plan::Event(plan::Agreed{}));
    record.stream = {"plan/p1"};
    EXPECT_TRUE(decode_record(encode(record).record, {}, Closed::withhold, nullptr));
    record.fact_index = 2;
    EXPECT_FALSE(decode_record(encode(record).record, {}, Closed::withhold, nullptr));
    record.fact_index = 0;
    record.version = 0;
    EXPECT_FALSE(decode_record(encode(record).record, {}, Closed::withhold, nullptr));
}

TEST_F(RecordCodec, ClosedPartsThatAreAboutNobodyAreRefused) {
    Record record = envelope(report::Event(december()));
    record.subjects.clear();
    EXPECT_TRUE(decode_record(encode(record).record, {}, Closed::withhold, nullptr))
        << "they are his who acts";
    record.actor.person = {};
    EXPECT_FALSE(decode_record(encode(record).record, {}, Closed::withhold, nullptr));
}

TEST_F(RecordCodec, TheActAsItWasSignedIsInItsFirstFactAlone) {
    Record record = envelope(plan::Event(plan::Agreed{}));
    record.stream = {"plan/p1"};
    const auto is_read = [&] {
        return decode_record(encode(record).record, {}, Closed::withhold, nullptr).has_value();
    };
    EXPECT_TRUE(is_read()) << "a further fact names the key only";
    record.submitted = tests::words("a.b.c");
    EXPECT_FALSE(is_read());
    record.fact_index = 0;
    EXPECT_TRUE(is_read());
    record.submitted = {};
    EXPECT_FALSE(is_read());
    record.provenance.signed_with = {};
    EXPECT_TRUE(is_read());
    record.submitted = tests::words("a.b.c");
    EXPECT_FALSE(is_read()) << "signed, and by no key";
}

TEST_F(RecordCodec, WhatIsTooLargeIsNotEncoded) {
    Record record = envelope(report::Event(december()));
    record.provenance.correlation = std::string(record_bytes_max, 'x');
    const auto large = encoder_->encode(record, slot_);
    ASSERT_TRUE(large) << large.error().detail;
    EXPECT_FALSE(*large);
    record.provenance.correlation = "c";
    std::get<report::Submitted>(std::get<report::Event>(record.event)).lines[0].narrative =
        words(std::string(record_bytes_max, 'x'));
    const auto words_too = encoder_->encode(record, slot_);
    ASSERT_TRUE(words_too);
    EXPECT_FALSE(*words_too);
    EXPECT_TRUE(*encoder_->encode(envelope(report::Event(december())), slot_)) << "and it goes on";
}

TEST_F(RecordCodec, ADamagedPartIsRefused) {
    Encoded encoded = encode(envelope(report::Event(december())));
    encoded.parts.back() ^= 1U;
    const auto back = decode_record(encoded.record, encoded.parts, Closed::open, vault_.get());
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().kind, Fault::Kind::corrupt);
}

}  // namespace
