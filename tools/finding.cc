#include "tools/finding.h"

#include "api/json_in.h"

#include <algorithm>
#include <vector>

namespace tools {
namespace {

using Group = std::vector<const Finding*>;

constexpr std::size_t examples_max = 5;

bool say_the_same(const Finding& a, const Finding& b) {
    return a.kind == b.kind && a.file == b.file && a.column == b.column && a.reason == b.reason;
}

std::vector<Group> grouped(std::span<const Finding> findings, Finding::Kind kind) {
    std::vector<Group> groups;
    for (const Finding& finding : findings) {
        if (finding.kind != kind) continue;
        const auto same = std::ranges::find_if(groups, [&](const Group& group) {
            return say_the_same(*group.front(), finding);
        });
        if (same == groups.end()) {
            groups.push_back({&finding});
        } else {
            same->push_back(&finding);
        }
    }
    return groups;
}

std::string example(const Finding& finding) {
    std::string text = std::to_string(finding.line);
    if (!finding.value.empty()) text += " \"" + api::quoted_name(finding.value) + "\"";
    return text;
}

std::string told(const Group& group, api::Language language) {
    const bool is_english = language == api::Language::english;
    const Finding& first = *group.front();
    std::string text = first.file;
    if (!first.column.empty()) text += ", " + first.column;
    if (first.line != 0) {
        text += is_english ? ", line " : ", baris ";
        for (std::size_t i = 0; i < std::min(group.size(), examples_max); ++i) {
            if (i > 0) text += ", ";
            text += example(*group[i]);
        }
        if (group.size() > examples_max) {
            const std::string others = std::to_string(group.size() - examples_max);
            text += is_english ? " and " + others + " more" : " dan " + others + " lagi";
        }
    }
    return text + ": " + in(language, first.reason) + "\n";
}

}  // namespace

std::string told(std::span<const Finding> findings, api::Language language) {
    std::string text;
    for (const Finding::Kind kind : {Finding::Kind::refused, Finding::Kind::noted}) {
        for (const Group& group : grouped(findings, kind)) text += told(group, language);
    }
    return text;
}

}  // namespace tools
