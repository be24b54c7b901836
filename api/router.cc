#include "api/router.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/match.h"

#include <algorithm>
#include <utility>

namespace api {
namespace {

bool is_parameter(std::string_view part) {
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

constexpr std::string_view rest_end = "...}";  // of a parameter that takes all that is left

bool is_rest(std::string_view part) {
    return is_parameter(part) && part.size() > rest_end.size() + 1 && part.ends_with(rest_end);
}

// "/v1/people/{person}" has the parts "v1", "people", "{person}"; "/" has none.
std::vector<std::string_view> parts_of(std::string_view path) {
    ledger_assert(!path.empty() && path.front() == '/');
    std::vector<std::string_view> parts;
    path.remove_prefix(1);
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        ledger_assert(!parts.back().empty());
        ledger_assert(is_parameter(parts.back()) || parts.back().find('{') == std::string::npos);
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return parts;
}

std::string joined(std::span<const std::string> segments) {
    std::string path = segments.front();
    for (const std::string& segment : segments.subspan(1)) path += '/' + segment;
    return path;
}

bool has_function(const Handler& handler) {
    return std::visit([](const auto& function) { return function != nullptr; }, handler);
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (std::size_t i = 0; i < routes_.size(); ++i) add(i);
}

void Router::add(std::size_t index) {
    const Route& route = routes_[index];
    ledger_assert(has_function(route.handler));
    ledger_assert(!std::holds_alternative<Upgrade>(route.handler) || route.method == "GET");
    Node* node = &root_;
    const Node* rest = nullptr;
    for (const std::string_view part : parts_of(route.path)) {
        ledger_assert(node != rest);  // nothing comes after it
        auto& next = is_rest(part)        ? node->rest
                     : is_parameter(part) ? node->parameter
                                          : node->literals[std::string(part)];
        if (next == nullptr) next = std::make_unique<Node>();
        node = next.get();
        if (is_rest(part)) rest = node;
    }
    for (const std::size_t other : node->routes)
        ledger_assert(routes_[other].method != route.method);
    node->routes.push_back(index);
}

Router::Found Router::find(Request& request) const {
    request.parameters.clear();
    if (!decode_target(request)) return {.status = 400};
    const Node* node = descend(root_, request.segments);
    if (node == nullptr) return {.status = 404};
    const Route* route = route_for(*node, request.method);
    if (route == nullptr) {
        return {.status = request.method == "OPTIONS" ? 204U : 405U, .allow = allowed(*node)};
    }
    const auto parts = parts_of(route->path);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!is_parameter(parts[i])) continue;
        if (is_rest(parts[i])) {
            const std::string_view name = parts[i].substr(1, parts[i].size() - 1 - rest_end.size());
            request.parameters.add(name, joined(std::span(request.segments).subspan(i)));
            break;
        }
        request.parameters.add(parts[i].substr(1, parts[i].size() - 2), request.segments[i]);
    }
    return {.route = route};
}

// A literal first; where it leads nowhere, the parameter; then what takes all that is left. As deep
// as the longest template.
const Router::Node* Router::descend(const Node& node, std::span<const std::string> segments) const {
    if (segments.empty()) return node.routes.empty() ? nullptr : &node;
    const std::string& segment = segments.front();
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
        const Node* found = descend(*literal->second, segments.subspan(1));
        if (found != nullptr) return found;
    }
    if (segment.empty()) return nullptr;
    if (node.parameter != nullptr) {
        const Node* found = descend(*node.parameter, segments.subspan(1));
        if (found != nullptr) return found;
    }
    return node.rest.get();
}

const Route* Router::route_for(const Node& node, std::string_view method) const {
    const Route* get = nullptr;
    for (const std::size_t index : node.routes) {
        const Route& route = routes_[index];
        if (route.method == method) return &route;
        if (route.method == "GET") get = &route;
    }
    return method == "HEAD" ? get : nullptr;
}

std::string Router::allowed(const Node& node) const {
    std::vector<std::string_view> methods{"OPTIONS"};
    for (const std::size_t index : node.routes) {
        methods.push_back(routes_[index].method);
        if (routes_[index].method == "GET") methods.push_back("HEAD");
    }
    std::ranges::sort(methods);
    const auto repeated = std::ranges::unique(methods);
    methods.erase(repeated.begin(), repeated.end());
    std::string all;
    for (const std::string_view method : methods) {
        if (!all.empty()) all += ", ";
        all += method;
    }
    return all;
}

}  // namespace api
