#pragma once
// A request and a response as plain values. Handlers know these and not Beast, which is slow to
// compile and is named in http_session.cc and websocket.cc only.

#include "api/language.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace api {

// A list of named texts in the order in which they were added, kept in one string: the headers of a
// message, the parameters of a query. A name may come more than once. Views that it hands out are
// valid until it is changed or destroyed.
class NamedTexts {
public:
    struct Item {
        std::string_view name;
        std::string_view value;
        friend bool operator==(const Item&, const Item&) = default;
    };

    NamedTexts() = default;
    NamedTexts(std::initializer_list<Item> items);

    void add(std::string_view name, std::string_view value);
    void clear() noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }
    [[nodiscard]] Item operator[](std::size_t index) const noexcept;

    // The first value of that very name; nothing when there is none.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    // The same for header names: in whatever case (RFC 9110 5.1).
    [[nodiscard]] std::optional<std::string_view> find_header(std::string_view name) const noexcept;

private:
    struct Place {
        std::uint32_t at;
        std::uint32_t name;   // bytes
        std::uint32_t value;  // bytes
    };
    std::string text_;
    std::vector<Place> places_;
};

struct Request {
    std::string method;                 // "GET"
    std::string target;                 // as it was sent: "/v1/people/p1?at=5"
    std::vector<std::string> segments;  // of its path, percent-decoded: "v1", "people", "p1"
    NamedTexts parameters;  // of the path, by the names in the route's template: "person"
    NamedTexts query;       // percent-decoded
    NamedTexts headers;
    std::string body;
    unsigned version = 11;  // of HTTP: 10 or 11
    std::string remote;     // the address that it came from, without the port

    // The value of a path parameter. Asserts that the route has one of that name.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    // The header's first value; empty when it is not there.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept {
        return headers.find_header(name).value_or(std::string_view{});
    }
    // What Accept-Language asks for.
    [[nodiscard]] Language language() const {
        return negotiate_language(header("Accept-Language"));
    }
    // The target without its query.
    [[nodiscard]] std::string_view path() const noexcept {
        return std::string_view(target).substr(0, target.find('?'));
    }
};

// Fills `segments` and `query` from `target`. False when it is no origin-form or absolute-form
// target, has more than 32 segments or 64 query parameters, or when what it stands for has bytes
// that are not UTF-8, a control character, or a segment "." or "..": such paths mean other things
// to other programs.
[[nodiscard]] bool decode_target(Request& request);

// Messages that many receive and that are encoded once.
using Messages = std::vector<std::shared_ptr<const std::string>>;

// What a stream is pulled from. The next batch is asked for only once the last one has been
// written, so a slow reader slows nobody and holds no more than one batch.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    // Resumes when there is something; nothing at all means that the stream ends here. One call at
    // a time, on the connection's executor, on which stop() is called too. It throws when it cannot
    // go on: the reader is told that the server failed, and the log why.
    [[nodiscard]] virtual boost::asio::awaitable<Messages> next() = 0;

    // Whoever waits in next() is to resume soon, with an empty batch; so is everyone who comes
    // later. Called when the server stops or the reader is gone; perhaps more than once.
    virtual void stop() = 0;
};

struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";
    NamedTexts headers;  // without Content-Type, Content-Length, Connection, Date
    // A Source's messages are written one after the other as they come, in chunks.
    std::variant<std::string, std::shared_ptr<const std::string>, std::shared_ptr<Source>> body;
    std::string cause = {};  // of a 5xx: for the operator's log, never sent

    // The body where it is a string of either kind, else empty.
    [[nodiscard]] std::string_view text() const noexcept;
};

// What a handler answers that agrees to talk over a WebSocket (websocket.h).
struct WebSocketOffer {
    std::shared_ptr<Source> source;
    // "cloudevents.json". Named in the answer when the client asked for it; a client that asked for
    // others only is answered without one, and decides itself whether to stay (standards.md).
    std::string subprotocol;
    // What the client sends, in whole messages of UTF-8, on the connection's executor. Without one,
    // a client that sends a message is told that this is not for him: close code 1008.
    std::function<void(std::string_view)> received = {};
};

using WebSocketAnswer = std::variant<Response, WebSocketOffer>;

}  // namespace api
