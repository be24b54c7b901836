#pragma once
// Which handler answers a request: a table of routes, asked by method and path.
//
//     Router router({
//         {.method = "GET", .path = "/v1/people/{person}/scores", .name = "scores.list",
//          .handler = [&](const Request& request) { return list_scores(rows, request); }},
//     });
//
// The table is made once, before the server starts, and never changes; any number of threads may
// ask it. A route's template is what logs and metrics name, so that a person's id does not end up
// there.

#include "api/request.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace api {

// Answers at once, on the connection's thread: for what is in memory. It must not block.
using Answer = std::function<Response(const Request&)>;

// Answers when it can. The request outlives the coroutine; take it by value to move it out, or by
// const reference.
using Conversation = std::function<boost::asio::awaitable<Response>(Request&&)>;

// Answers with a WebSocket, or with a refusal. Only for GET.
using Upgrade = std::function<boost::asio::awaitable<WebSocketAnswer>(Request&&)>;

using Handler = std::variant<Answer, Conversation, Upgrade>;

struct Route {
    std::string method;  // "GET" answers HEAD too, unless a route for HEAD says otherwise
    // "/v1/people/{person}/scores"; a parameter is a whole segment, or, at the end and written
    // "{path...}", all that are left, at least one, with the slashes between them.
    std::string path;
    std::string name;  // "scores.list": the operationId of the OpenAPI document
    Handler handler;
    std::size_t body_bytes_max = 64 * 1024;  // more is answered with 413
};

class Router {
public:
    // Asserts that templates start with a slash, that no two routes answer the same, that every
    // route has a handler, and that upgrades are GET.
    explicit Router(std::vector<Route> routes);

    struct Found {
        const Route* route = nullptr;  // nothing but a refusal when it is null
        // 204 for OPTIONS, 404, 405; 400 for a target that decode_target() does not take.
        unsigned status = 200;
        std::string allow;  // with 204 and 405: what the path allows, "GET, HEAD, OPTIONS"
    };

    // Decodes the target, finds the route and fills `segments`, `query` and `parameters`. Where
    // several templates fit, the one that has a literal where the other has a parameter, from the
    // left, is meant: "/v1/people/me" before "/v1/people/{person}".
    [[nodiscard]] Found find(Request& request) const;

    // In the order in which they were given.
    [[nodiscard]] std::span<const Route> routes() const noexcept { return routes_; }

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> parameter;
        std::unique_ptr<Node> rest;       // "{path...}"
        std::vector<std::size_t> routes;  // that end here, one for each method
    };
    void add(std::size_t index);
    [[nodiscard]] const Node* descend(const Node& node, std::span<const std::string> segments)
        const;
    [[nodiscard]] const Route* route_for(const Node& node, std::string_view method) const;
    [[nodiscard]] std::string allowed(const Node& node) const;

    std::vector<Route> routes_;
    Node root_;
};

}  // namespace api
