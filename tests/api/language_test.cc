#include "api/language.h"

#include "api/header_list.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using api::Language;
using api::negotiate_language;

TEST(Language, IsWhatAcceptLanguageWantsMost) {
    struct Case {
        const char* header;
        Language language;
    };
    constexpr Case cases[] = {
        {"", Language::indonesian},
        {"en", Language::english},
        {"id", Language::indonesian},
        {"in", Language::indonesian},
        {"EN-gb", Language::english},
        {"en-US,en;q=0.5", Language::english},
        {"id,en", Language::indonesian},
        {"en,id", Language::english},
        {"en;q=0.8, id;q=0.9", Language::indonesian},
        {"en;q=0.9, id;q=0.8", Language::english},
        {"en;q=0.801,id;q=0.80", Language::english},
        {"fr, de", Language::indonesian},
        {"fr, en;q=0.1", Language::english},
        {"*", Language::indonesian},
        {"en;q=0.5, *", Language::indonesian},
        {"id;q=0.5, *", Language::english},
        {"id;q=0, *;q=0.1", Language::english},
        {"en;q=0", Language::indonesian},
        {"en;q=0, id;q=0", Language::indonesian},
        {"en;q=2, id;q=0.1", Language::indonesian},
        {"en;q=x", Language::indonesian},
        {"en;q=0.1234", Language::indonesian},
        {"en ; q=1", Language::english},
        {"en;level=1;q=0.4, id;q=0.3", Language::english},
        {",,, en ,,", Language::english},
        {"enx", Language::indonesian},
        {";q=1", Language::indonesian},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(negotiate_language(c.header), c.language) << "'" << c.header << "'";
    }
}

TEST(Language, PicksTheSentence) {
    const ledger::Words words{"ya", "yes"};
    EXPECT_EQ(in(Language::indonesian, words), "ya");
    EXPECT_EQ(in(Language::english, words), "yes");
}

TEST(HeaderList, IsTakenApartAtCommas) {
    std::string_view list = " gzip ,\tchunked,, x";
    std::vector<std::string> elements;
    while (!list.empty()) elements.emplace_back(api::next_element(list));
    EXPECT_EQ(elements, (std::vector<std::string>{"gzip", "chunked", "", "x"}));
}

TEST(HeaderList, HasAnElementInWhateverCase) {
    EXPECT_TRUE(api::has_element("keep-alive, Upgrade", "upgrade"));
    EXPECT_FALSE(api::has_element("keep-alive, Upgrades", "upgrade"));
    EXPECT_FALSE(api::has_element("", "upgrade"));
}

TEST(HeaderList, KnowsTokens) {
    EXPECT_TRUE(api::is_token("X-Header_1~"));
    EXPECT_FALSE(api::is_token(""));
    EXPECT_FALSE(api::is_token("a b"));
    EXPECT_FALSE(api::is_token("a:"));
    EXPECT_FALSE(api::is_token(std::string_view("a\0", 2)));
    EXPECT_FALSE(api::is_token("\xC3\xA9"));
}

}  // namespace
