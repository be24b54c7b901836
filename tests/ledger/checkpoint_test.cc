// Checkpoints, tiles and proof files, to the byte.

#include "ledger/checkpoint.h"

#include "ledger/tile.h"
#include "ledger/tlog_proof.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace ledger;

const Digest root =
    *Digest::parse("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
constexpr std::string_view root_text = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";

TEST(Checkpoint, IsThreeLines) {
    const Checkpoint checkpoint{"pauh.example/jejak", 8, root};
    const std::string text = checkpoint.text();
    EXPECT_EQ(text, "pauh.example/jejak\n8\n" + std::string(root_text) + "\n");
    EXPECT_EQ(Checkpoint::parse(text), checkpoint);
}

TEST(Checkpoint, IsReadStrictly) {
    const std::string tail = "\n" + std::string(root_text) + "\n";
    EXPECT_TRUE(Checkpoint::parse("a\n0" + tail));
    for (const std::string& bad :
         std::initializer_list<std::string>{"", "a", "a\n8", "a\n8\n", "a\n8\n\n", "\n8\nx\n"}) {
        EXPECT_FALSE(Checkpoint::parse(bad)) << bad;
    }
    EXPECT_FALSE(Checkpoint::parse("a\n08" + tail));
    EXPECT_FALSE(Checkpoint::parse("a\n+8" + tail));
    EXPECT_FALSE(Checkpoint::parse("a\n-8" + tail));
    EXPECT_FALSE(Checkpoint::parse("a\n8 " + tail));
    EXPECT_FALSE(Checkpoint::parse("a\n18446744073709551616" + tail));
    EXPECT_TRUE(Checkpoint::parse("a\n18446744073709551615" + tail));
    EXPECT_FALSE(Checkpoint::parse("a b\n8" + tail));
    EXPECT_FALSE(Checkpoint::parse("a\n8" + tail + "more\n"));
    EXPECT_FALSE(Checkpoint::parse(("a\n8" + tail).substr(0, tail.size() + 2)));
    EXPECT_FALSE(Checkpoint::parse("a\n8\nZg==\n"));
}

TEST(Tile, HasTheNamesOfProofMd) {
    EXPECT_EQ((Tile{.number = 1'234'067}.path()), "0/x001/x234/067");
    EXPECT_EQ((Tile{.number = 273, .width = 112}.path()), "0/273.p/112");
    EXPECT_EQ((Tile{.level = 1, .number = 1, .width = 17}.path()), "1/001.p/17");
    EXPECT_EQ((Tile{.of_entries = true, .number = 1000}.path()), "entries/x001/000");
    for (const std::string& path : std::initializer_list<std::string>{
             "0/000",
             "0/x001/x234/067",
             "0/273.p/112",
             "63/000",
             "1/001.p/17",
             "entries/x001/000",
             "entries/000.p/255"
         }) {
        const auto tile = Tile::parse(path);
        ASSERT_TRUE(tile) << path;
        EXPECT_EQ(tile->path(), path);
    }
}

TEST(Tile, HasOneNameOnly) {
    for (const std::string& path : std::initializer_list<std::string>{
             "",
             "0",
             "0/",
             "0/0",
             "0/00",
             "0/0000",
             "0/x000/001",
             "00/000",
             "64/000",
             "-1/000",
             "0/000.p/0",
             "0/000.p/256",
             "0/000.p/",
             "0/000.p/01",
             "0/001/000",
             "0/x1/000",
             "entries",
             "entries/",
             "entry/000",
             "0/000/",
             "0/000.p/1/2",
             "0/x001x234/067",
             "0/x999/x999/x999/x999/x999/x999/x999/999"
         }) {
        EXPECT_FALSE(Tile::parse(path)) << path;
    }
}

TEST(Tile, IsThereOnceItsHashesAreComplete) {
    // Size 70,000: 273 full tiles at level 0 and 112 more, 273 = 256 + 17 hashes at level 1.
    const auto is_there = [](std::string_view path) { return Tile::parse(path)->is_in(70'000); };
    EXPECT_TRUE(is_there("0/272"));
    EXPECT_FALSE(is_there("0/273"));
    EXPECT_TRUE(is_there("0/273.p/112"));
    EXPECT_TRUE(is_there("0/273.p/1"));
    EXPECT_FALSE(is_there("0/273.p/113"));
    EXPECT_TRUE(is_there("1/000"));
    EXPECT_TRUE(is_there("1/001.p/17"));
    EXPECT_FALSE(is_there("1/001.p/18"));
    EXPECT_TRUE(is_there("2/000.p/1"));
    EXPECT_FALSE(is_there("2/000.p/2"));
    EXPECT_FALSE(is_there("3/000.p/1"));
    EXPECT_FALSE(is_there("63/000.p/1"));
    EXPECT_FALSE(Tile::parse("0/000.p/1")->is_in(0));
}

TEST(TlogProof, IsATextOfItsOwn) {
    const std::string note =
        "a.example\n8\n" + std::string(root_text) + "\n\n" + "\xE2\x80\x94 a.example AAAAAAAA\n";
    const TlogProof proof{.extra = {}, .index = 3, .path = {root, root}, .note = note};
    const std::string text = "c2sp.org/tlog-proof@v1\nindex 3\n" + std::string(root_text) + "\n" +
                             std::string(root_text) + "\n\n" + note;
    EXPECT_EQ(proof.text(), text);
    EXPECT_EQ(TlogProof::parse(text), proof);
    const TlogProof with_extra{.extra = "x", .index = 0, .path = {}, .note = note};
    EXPECT_EQ(with_extra.text(), "c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\n\n" + note);
    EXPECT_EQ(TlogProof::parse(with_extra.text()), with_extra);
}

TEST(TlogProof, IsReadStrictly) {
    const std::string note = "a\n8\nx\n\n\xE2\x80\x94 a AAAAAAAA\n";
    const std::string head = "c2sp.org/tlog-proof@v1\n";
    EXPECT_TRUE(TlogProof::parse(head + "index 3\n\n" + note));
    EXPECT_FALSE(TlogProof::parse(""));
    EXPECT_FALSE(TlogProof::parse("index 3\n\n" + note));
    EXPECT_FALSE(TlogProof::parse(head + "\n" + note));
    EXPECT_FALSE(TlogProof::parse(head + "index 03\n\n" + note));
    EXPECT_FALSE(TlogProof::parse(head + "index 3\n" + note));
    EXPECT_FALSE(TlogProof::parse(head + "index 3\nZg==\n\n" + note));
    EXPECT_FALSE(TlogProof::parse(head + "extra \nindex 3\n\n" + note));
    EXPECT_FALSE(TlogProof::parse(head + "index 3\n\n"));
    EXPECT_FALSE(TlogProof::parse(head + "index 3\n\nno note"));
    std::string deep = head + "index 3\n";
    for (int i = 0; i < 65; ++i) deep += std::string(root_text) + "\n";
    EXPECT_FALSE(TlogProof::parse(deep + "\n" + note));
}

}  // namespace
