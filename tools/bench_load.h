#pragma once
// Load for the benchmark: what a year of an agency looks like to the server, and clients that send
// it.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

// Events of a year of an agency, each as one CloudEvent in JSON.
namespace bench_year {

// The agency, its unit, its two leaders.
[[nodiscard]] std::vector<std::string> foundation();
// Eight events that bring a person to an established plan with five indicators.
[[nodiscard]] std::vector<std::string> person(std::size_t number);
// His report of a month with five values, and its acknowledgement.
[[nodiscard]] std::string report(std::size_t number, int month);
[[nodiscard]] std::string acknowledgement(std::size_t number, int month);
[[nodiscard]] std::string score_path(std::size_t number, int month);

}  // namespace bench_year

// Joins events into one batch.
[[nodiscard]] std::string batch_of(const std::vector<std::string>& events);

// A whole HTTP request with that body.
[[nodiscard]] std::string post_request(std::string_view content_type, std::string_view body);
[[nodiscard]] std::string get_request(std::string_view target);

struct Sent {
    std::size_t requests = 0;
    std::size_t failed = 0;  // answered with another status than 2xx, or not at all
    double seconds = 0;
    std::string first_failure;  // its answer's head and body
};

// Sends `count` requests over `connections` kept-alive connections to 127.0.0.1:`port` from one
// thread, each connection with one request at a time. request(i) is the i-th; it is called just
// before it is sent. `rejection` in an answer counts as a failure too.
[[nodiscard]] Sent send_all(
    std::uint16_t port,
    std::size_t connections,
    std::size_t count,
    const std::function<std::string(std::size_t)>& request
);

}  // namespace tools
