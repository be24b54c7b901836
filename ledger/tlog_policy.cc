#include "ledger/tlog_policy.h"

#include "ledger/checkpoint.h"

#include <algorithm>
#include <set>
#include <utility>

namespace ledger {
namespace {

constexpr std::size_t lines_max = 10'000;

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    while (true) {
        const std::size_t start = line.find_first_not_of(" \t");
        if (start == std::string_view::npos) return words;
        const std::size_t end = std::min(line.find_first_of(" \t", start), line.size());
        words.emplace_back(line.substr(start, end - start));
        line.remove_prefix(end);
    }
}

// Reads one statement after the other.
class Reading {
public:
    // What is wrong with the statement; nothing when it was taken.
    std::optional<Words> take(const std::vector<std::string>& words) {
        if (words.front() == "log") return log(words);
        if (words.front() == "witness") return witness(words);
        if (words.front() == "group") return group(words);
        if (words.front() == "quorum") return quorum(words);
        return Words{
            "pernyataan yang dikenal: log, witness, group, quorum",
            "the statements are log, witness, group and quorum"
        };
    }

    std::optional<Words> finish() const {
        if (has_quorum_) return std::nullopt;
        return Words{"quorum harus ada satu", "there must be one quorum"};
    }

    [[nodiscard]] TlogPolicy policy() && { return std::move(policy_); }

private:
    std::optional<Words> log(const std::vector<std::string>& words) {
        const auto key =
            words.size() == 2 || words.size() == 3 ? VerifierKey::parse(words[1]) : std::nullopt;
        if (!key || key->type != SignatureType::ed25519) {
            return Words{"tulis: log <vkey> [<url>]", "write: log <vkey> [<url>]"};
        }
        policy_.logs.push_back({*key, words.size() == 3 ? words[2] : ""});
        return std::nullopt;
    }

    std::optional<Words> witness(const std::vector<std::string>& words) {
        const auto key =
            words.size() == 3 || words.size() == 4 ? VerifierKey::parse(words[2]) : std::nullopt;
        if (!key || key->type != SignatureType::cosignature) {
            return Words{
                "tulis: witness <nama> <vkey saksi> [<url>]",
                "write: witness <name> <a witness's vkey> [<url>]"
            };
        }
        // A cosignature does not say by which name it was made: one key is one witness.
        const bool is_known = std::ranges::any_of(policy_.witnesses, [&](const auto& other) {
            return other.key.key == key->key;
        });
        if (is_known) return Words{"kunci ini sudah ada", "this key is there already"};
        if (auto taken = name(words[1])) return taken;
        policy_.witnesses.push_back({words[1], *key, words.size() == 4 ? words[3] : ""});
        return std::nullopt;
    }

    std::optional<Words> group(const std::vector<std::string>& words) {
        if (words.size() < 4) {
            return Words{
                "tulis: group <nama> <k|any|all> <anggota>...",
                "write: group <name> <k|any|all> <member>..."
            };
        }
        TlogPolicy::Group group{words[1], 0, {words.begin() + 3, words.end()}};
        for (const std::string& member : group.members) {
            if (!names_.contains(member)) {
                return Words{"anggota " + member + " tidak dikenal", "there is no " + member};
            }
            if (!members_.insert(member).second) {
                return Words{"anggota " + member + " dua kali", member + " is a member twice"};
            }
        }
        std::optional<std::uint64_t> needed = parse_count(words[2]);
        if (words[2] == "any") needed = 1;
        if (words[2] == "all") needed = group.members.size();
        if (!needed || *needed == 0 || *needed > group.members.size()) {
            return Words{
                "k harus 1 sampai jumlah anggota, any, atau all",
                "k must be 1 to the number of members, any, or all"
            };
        }
        group.needed = *needed;
        if (auto taken = name(words[1])) return taken;
        policy_.groups.push_back(std::move(group));
        return std::nullopt;
    }

    std::optional<Words> quorum(const std::vector<std::string>& words) {
        if (words.size() != 2 || has_quorum_) {
            return Words{"tulis sekali: quorum <nama|none>", "write once: quorum <name|none>"};
        }
        if (words[1] != "none") {
            if (!names_.contains(words[1])) {
                return Words{words[1] + " tidak dikenal", "there is no " + words[1]};
            }
            policy_.quorum = words[1];
        }
        has_quorum_ = true;
        return std::nullopt;
    }

    std::optional<Words> name(const std::string& fresh) {
        if (fresh != "none" && names_.insert(fresh).second) return std::nullopt;
        return Words{"nama " + fresh + " tidak dapat dipakai", fresh + " cannot be a name here"};
    }

    TlogPolicy policy_;
    std::set<std::string> names_;
    std::set<std::string> members_;  // of any group: nobody counts twice
    bool has_quorum_ = false;
};

}  // namespace

std::expected<TlogPolicy, Words> TlogPolicy::parse(std::string_view text) {
    Reading reading;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const auto words = words_of(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (words.empty() || words.front().starts_with('#')) continue;
        const auto wrong = line > lines_max
                               ? std::optional(Words{"terlalu panjang", "it is too long"})
                               : reading.take(words);
        if (!wrong) continue;
        const std::string number = std::to_string(line);
        return std::unexpected(
            Words{"Baris " + number + ": " + wrong->id, "Line " + number + ": " + wrong->en}
        );
    }
    if (auto wrong = reading.finish()) return std::unexpected(*std::move(wrong));
    return std::move(reading).policy();
}

std::optional<std::vector<std::string>> TlogPolicy::satisfied_by(const Note& note) const {
    std::vector<std::string> held;
    for (const Witness& witness : witnesses) {
        const Signed by_witness = is_signed(note, witness.key);
        if (by_witness == Signed::badly) return std::nullopt;
        if (by_witness == Signed::well) held.push_back(witness.name);
    }
    if (!quorum.empty() && !is_met(quorum, held)) return std::nullopt;
    return held;
}

// Groups name earlier ones only, so this ends.
bool TlogPolicy::is_met(const std::string& name, const std::vector<std::string>& held) const {
    const auto group = std::ranges::find(groups, name, &Group::name);
    if (group == groups.end()) return std::ranges::find(held, name) != held.end();
    const auto met = std::ranges::count_if(group->members, [&](const std::string& member) {
        return is_met(member, held);
    });
    return std::cmp_greater_equal(met, group->needed);
}

}  // namespace ledger
