#include "api/request.h"

#include "api/header_list.h"
#include "api/percent.h"
#include "ledger/rules/assert.h"

#include <limits>

namespace api {
namespace {

// More than any route has, and few enough to cost nothing.
constexpr std::size_t segments_max = 32;
constexpr std::size_t query_max = 64;

bool decode_path(std::string_view path, std::vector<std::string>& segments) {
    if (path.empty() || path[0] != '/') return false;
    path.remove_prefix(1);
    if (path.empty()) return true;
    while (segments.size() < segments_max) {
        const std::size_t slash = path.find('/');
        auto segment = percent_decoded(path.substr(0, slash), Plus::is_plus);
        if (!segment || *segment == "." || *segment == "..") return false;
        segments.push_back(*std::move(segment));
        if (slash == std::string_view::npos) return true;
        path = path.substr(slash + 1);
    }
    return false;
}

bool decode_query(std::string_view query, NamedTexts& into) {
    while (!query.empty()) {
        if (into.size() == query_max) return false;
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto name = percent_decoded(pair.substr(0, equals), Plus::is_space);
        const auto value = equals == std::string_view::npos
                               ? std::optional<std::string>(std::string{})
                               : percent_decoded(pair.substr(equals + 1), Plus::is_space);
        if (!name || !value) return false;
        into.add(*name, *value);
    }
    return true;
}

}  // namespace

NamedTexts::NamedTexts(std::initializer_list<Item> items) {
    for (const Item& item : items) add(item.name, item.value);
}

void NamedTexts::add(std::string_view name, std::string_view value) {
    const std::size_t at = text_.size();
    ledger_assert(at + name.size() + value.size() <= std::numeric_limits<std::uint32_t>::max());
    text_ += name;
    text_ += value;
    places_.push_back({
        .at = static_cast<std::uint32_t>(at),
        .name = static_cast<std::uint32_t>(name.size()),
        .value = static_cast<std::uint32_t>(value.size()),
    });
}

void NamedTexts::clear() noexcept {
    text_.clear();
    places_.clear();
}

NamedTexts::Item NamedTexts::operator[](std::size_t index) const noexcept {
    const Place& place = places_[index];
    const std::string_view text = text_;
    return {text.substr(place.at, place.name), text.substr(place.at + place.name, place.value)};
}

std::optional<std::string_view> NamedTexts::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < size(); ++i) {
        if ((*this)[i].name == name) return (*this)[i].value;
    }
    return std::nullopt;
}

std::optional<std::string_view> NamedTexts::find_header(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < size(); ++i) {
        const Item item = (*this)[i];
        if (item.name.size() == name.size() && equal_ignoring_case(item.name, name)) {
            return item.value;
        }
    }
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    const auto value = parameters.find(name);
    ledger_assert(value.has_value());
    return *value;
}

bool decode_target(Request& request) {
    request.segments.clear();
    request.query.clear();
    std::string_view rest = request.target;
    // absolute-form, which every server must take (RFC 9112 3.2.2).
    constexpr std::string_view scheme = "http://";
    if (rest.size() > scheme.size() && equal_ignoring_case(rest.substr(0, scheme.size()), scheme)) {
        const std::size_t authority_end = rest.find_first_of("/?", scheme.size());
        rest = authority_end == std::string_view::npos ? "/" : rest.substr(authority_end);
    }
    if (rest.find('#') != std::string_view::npos) return false;
    const std::size_t question = rest.find('?');
    if (!decode_path(rest.substr(0, question), request.segments)) return false;
    if (question == std::string_view::npos) return true;
    return decode_query(rest.substr(question + 1), request.query);
}

std::string_view Response::text() const noexcept {
    if (const auto* own = std::get_if<std::string>(&body)) return *own;
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) {
        return *shared == nullptr ? std::string_view{} : std::string_view(**shared);
    }
    return {};
}

}  // namespace api
