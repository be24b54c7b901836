#include "api/door.h"

#include "api/header_list.h"

#include <algorithm>

namespace api {
namespace {

bool is_ours(std::string_view host, std::span<const std::string> hosts, std::uint16_t port) {
    const std::string our_port = ":" + std::to_string(port);
    if (host.ends_with(our_port)) host.remove_suffix(our_port.size());
    return std::ranges::any_of(hosts, [&](const std::string& name) {
        return equal_ignoring_case(host, name);
    });
}

bool only_reads(const Request& request) {
    const std::string_view method = request.method;
    const bool is_safe = method == "GET" || method == "HEAD" || method == "OPTIONS";
    return is_safe && !request.headers.find_header("Upgrade");
}

}  // namespace

std::optional<Problem> turned_away(
    const Request& request, std::span<const std::string> hosts, std::uint16_t port
) {
    const std::string_view host = request.header("Host");
    if (!hosts.empty() && !is_ours(host, hosts, port)) {
        const std::string own = hosts.front() + ":" + std::to_string(port);
        return Problem(
            421,
            {"Peladen ini hanya menjawab namanya sendiri, seperti Host: " + own + ".",
             "This server answers to its own name only, such as Host: " + own + "."}
        );
    }
    const auto origin = request.headers.find_header("Origin");
    if (!origin || only_reads(request)) return std::nullopt;
    if (equal_ignoring_case(*origin, "http://" + std::string(host))) return std::nullopt;
    return Problem(
        403,
        {"Halaman dari tempat lain tidak boleh menulis atau mengikuti di sini.",
         "A page from elsewhere may not write or follow here."}
    );
}

}  // namespace api
