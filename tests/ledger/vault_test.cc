// The keys of closed parts: where they are, whose they are, and what happens when they are not.

#include "ledger/vault.h"

#include "ledger/file.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/unsyncable_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sys/stat.h>

namespace {

using namespace ledger;

constexpr std::uint64_t first_slot = 4096;

class VaultTest : public testing::Test {
protected:
    std::unique_ptr<Vault> found() {
        auto vault = Vault::found(files, *entropy);
        EXPECT_TRUE(vault) << vault.error().detail;
        return *std::move(vault);
    }
    void expect_refused(const OrFault<std::unique_ptr<Vault>>& vault, std::string_view words) {
        ASSERT_FALSE(vault);
        EXPECT_EQ(vault.error().kind, Fault::Kind::corrupt);
        EXPECT_NE(vault.error().detail.find(words), std::string::npos) << vault.error().detail;
    }

    tests::TemporaryDirectory directory;
    VaultFiles files{directory / "slots", directory / "master.key"};
    std::unique_ptr<Entropy> entropy = seeded_entropy("vault");
    Digest owner{{1, 2, 3}};
};

TEST_F(VaultTest, OpensWhatItSealedAndNothingElse) {
    const auto vault = found();
    const Slot one = vault->create().value();
    const Slot two = vault->create().value();
    std::string sealed = vault->seal(one, 3, "rahasia").value();
    EXPECT_EQ(sealed.size(), 7 + seal_overhead);
    EXPECT_EQ(sealed.find("rahasia"), std::string::npos);
    EXPECT_EQ(vault->open_part(one, 3, sealed).value(), "rahasia");
    EXPECT_NE(vault->seal(one, 3, "rahasia").value(), sealed) << "each has its own salt";
    EXPECT_FALSE(vault->open_part(two, 3, sealed)) << "another person's key";
    EXPECT_FALSE(vault->open_part(one, 4, sealed)) << "another part";
    EXPECT_FALSE(vault->open_part(one, 3, sealed.substr(0, seal_overhead - 1)));
    sealed.back() ^= 1;
    EXPECT_FALSE(vault->open_part(one, 3, sealed));
}

TEST_F(VaultTest, KeepsItsKeysAndItsOwner) {
    Slot slot{};
    std::string sealed;
    {
        const auto vault = found();
        EXPECT_EQ(vault->owner(), Digest{});
        ASSERT_TRUE(vault->give_to(owner));
        slot = vault->create().value();
        sealed = vault->seal(slot, 0, "nama").value();
        ASSERT_TRUE(vault->sync());
    }
    const auto vault = Vault::open(files, owner, *entropy);
    ASSERT_TRUE(vault) << vault.error().detail;
    EXPECT_EQ((*vault)->owner(), owner);
    EXPECT_EQ((*vault)->slots(), 1U);
    EXPECT_EQ((*vault)->open_part(slot, 0, sealed).value(), "nama");
}

TEST_F(VaultTest, ASlotThatWasOverwrittenHasNoKey) {
    std::string sealed;
    {
        const auto vault = found();
        sealed = vault->seal(vault->create().value(), 0, "nama").value();
    }
    const std::vector<std::uint8_t> nothing(128);
    ASSERT_TRUE(File::open(files.slots, File::Mode::update)->write_at(first_slot, nothing));
    const auto vault = found();
    EXPECT_EQ(vault->open_part(Slot{0}, 0, sealed).value(), std::nullopt);
    EXPECT_EQ(vault->slots(), 1U) << "it is not given to anybody else";
}

TEST_F(VaultTest, ForgetsAKeyAndNoOther) {
    const auto vault = found();
    ASSERT_TRUE(vault->give_to(owner));
    const Slot one = vault->create().value();
    const Slot two = vault->create().value();
    ASSERT_TRUE(vault->sync());
    const std::string sealed = vault->seal(one, 0, "nama").value();
    const std::string other = vault->seal(two, 0, "lain").value();
    EXPECT_EQ(vault->forget(one).value(), true);
    EXPECT_EQ(vault->forget(one).value(), false) << "it was gone already";
    EXPECT_EQ(vault->holds(one).value(), false);
    EXPECT_EQ(vault->holds(two).value(), true);
    EXPECT_EQ(vault->check_slots().value(), (std::vector{false, true}));
    EXPECT_EQ(vault->open_part(one, 0, sealed).value(), std::nullopt);
    EXPECT_FALSE(vault->seal(one, 0, "nama"));
    EXPECT_EQ(vault->open_part(two, 0, other).value(), "lain");
    EXPECT_FALSE(vault->forget(Slot{2})) << "there is no such slot";

    const auto again = Vault::open(files, owner, *entropy);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ((*again)->slots(), 2U);
    EXPECT_TRUE((*again)->check_slots());
    EXPECT_EQ((*again)->open_part(one, 0, sealed).value(), std::nullopt);
    EXPECT_EQ((*again)->open_part(two, 0, other).value(), "lain");
    EXPECT_EQ((*again)->create().value(), Slot{2});
    std::vector<std::uint8_t> bytes(128);
    ASSERT_TRUE(File::open(files.slots, File::Mode::update)->read_at(first_slot, bytes));
    EXPECT_EQ(bytes, std::vector<std::uint8_t>(128));
}

TEST_F(VaultTest, AKeyThatCouldNotBeDestroyedForSureIsAFault) {
    const auto vault = found();
    const Slot slot = vault->create().value();
    ASSERT_TRUE(vault->sync());
    const std::string sealed = vault->seal(slot, 0, "nama").value();
    {
        const tests::UnsyncableFile unsyncable(files.slots);
        EXPECT_FALSE(vault->forget(slot));
    }
    EXPECT_FALSE(vault->forget(slot)) << "nobody knows what is on disk";
    EXPECT_EQ(found()->forget(slot).value(), true);
}

TEST_F(VaultTest, SlotsCannotBeExchanged) {
    {
        const auto vault = found();
        ASSERT_TRUE(vault->create());
        ASSERT_TRUE(vault->create());
    }
    auto file = File::open(files.slots, File::Mode::update).value();
    std::vector<std::uint8_t> slot(128);
    ASSERT_TRUE(file.read_at(first_slot, slot));
    ASSERT_TRUE(file.write_at(first_slot + 128, slot));
    EXPECT_FALSE(found()->seal(Slot{1}, 0, "nama"));
}

TEST_F(VaultTest, IsNotMadeAnewForALedgerThatHasOne) {
    expect_refused(Vault::open(files, owner, *entropy), "is missing");
    EXPECT_FALSE(std::filesystem::exists(files.slots)) << "and nothing was made";
    ASSERT_TRUE(found()->give_to(owner));
    for (const auto& file : {files.slots, files.master}) {
        std::filesystem::rename(file, directory / "aside");
        expect_refused(Vault::open(files, owner, *entropy), file.string() + " is missing");
        std::filesystem::rename(directory / "aside", file);
    }
    EXPECT_TRUE(Vault::open(files, owner, *entropy));
}

TEST_F(VaultTest, OfAnotherLedgerIsRefused) {
    ASSERT_TRUE(found()->give_to(owner));
    expect_refused(Vault::open(files, Digest{{9}}, *entropy), "another ledger");
    expect_refused(Vault::found(files, *entropy), "restore its log");
}

TEST_F(VaultTest, UnderAnotherMasterKeyIsRefused) {
    {
        const auto vault = found();
        ASSERT_TRUE(vault->give_to(owner));
    }
    std::fstream master(files.master, std::ios::binary | std::ios::in | std::ios::out);
    const int first = master.get();
    master.seekp(0);
    master.put(static_cast<char>(first ^ 1));
    master.close();
    expect_refused(Vault::open(files, owner, *entropy), "master key is not the one");
}

TEST_F(VaultTest, ASlotThatDoesNotOpenIsFoundByCheckingThem) {
    const auto vault = found();
    ASSERT_TRUE(vault->give_to(owner));
    for (int i = 0; i < 1030; ++i) ASSERT_TRUE(vault->create());  // more than are read at once
    ASSERT_TRUE(vault->sync());
    const auto held = Vault::open(files, owner, *entropy).value()->check_slots();
    EXPECT_EQ(held.value(), std::vector<bool>(1030, true));
    std::fstream slots(files.slots, std::ios::binary | std::ios::in | std::ios::out);
    slots.seekp(static_cast<std::streamoff>(first_slot + 1025 * 128 + 40));
    slots.put('x');
    slots.put('y');
    slots.close();
    const auto checked = Vault::open(files, owner, *entropy).value()->check_slots();
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().detail.find("slot 1025"), std::string::npos)
        << checked.error().detail;
}

TEST_F(VaultTest, ThatBelongsToNobodyIsGivenToTheFirstWhileItIsEmpty) {
    found().reset();  // stopped before it was given to the ledger that was founded with it
    EXPECT_EQ(Vault::open(files, owner, *entropy).value()->owner(), owner);
    expect_refused(Vault::open(files, Digest{{9}}, *entropy), "another ledger");
    std::filesystem::remove(files.slots);
    ASSERT_TRUE(found()->create());
    expect_refused(Vault::open(files, owner, *entropy), "another ledger");
}

TEST_F(VaultTest, FoundingGoesOnWhereItWasInterrupted) {
    found().reset();
    std::filesystem::remove(files.slots);
    {
        std::ofstream(files.slots.string() + ".new") << "the beginning";
    }
    EXPECT_EQ(found()->slots(), 0U);
    std::filesystem::remove(files.slots);
    std::filesystem::remove(files.master);
    {
        std::ofstream(files.master.string() + ".new") << "half";
    }
    EXPECT_EQ(found()->slots(), 0U);
    std::filesystem::remove(files.master);
    expect_refused(Vault::found(files, *entropy), "is missing");
}

TEST_F(VaultTest, ItsFilesAreReadableByTheirOwnerOnly) {
    found().reset();
    for (const auto& file : {files.slots, files.master}) {
        struct stat about{};
        ASSERT_EQ(::stat(file.c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777U, 0600U) << file;
    }
    ::chmod(files.master.c_str(), 0640);
    expect_refused(Vault::found(files, *entropy), "chmod 600");
}

TEST_F(VaultTest, WhatIsNotAVaultIsRefused) {
    found().reset();
    std::filesystem::resize_file(files.slots, 100);
    expect_refused(Vault::found(files, *entropy), "is not a vault");
    std::filesystem::resize_file(files.master, 31);
    expect_refused(Vault::found(files, *entropy), "not a master key of 32 bytes");
}

TEST_F(VaultTest, ASyncThatFailedIsNotTriedAgain) {
    const auto vault = found();
    ASSERT_TRUE(vault->create());
    {
        const tests::UnsyncableFile unsyncable(files.slots);
        EXPECT_FALSE(vault->sync());
    }
    EXPECT_FALSE(vault->sync()) << "it would succeed now, and prove nothing";
}

TEST_F(VaultTest, ATornSlotIsNotCounted) {
    {
        const auto vault = found();
        ASSERT_TRUE(vault->create());
        ASSERT_TRUE(vault->create());
    }
    std::filesystem::resize_file(files.slots, first_slot + 200);
    const auto vault = found();
    EXPECT_EQ(vault->slots(), 1U);
    EXPECT_EQ(vault->create().value(), Slot{1});
}

}  // namespace
