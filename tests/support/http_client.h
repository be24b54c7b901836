#pragma once
// A client of one socket that sends exactly the bytes it is given, for tests of what arrives at a
// server. It waits at most ten seconds for anything, and knows no more of HTTP than answers need.

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace tests {

class RawSocket {
public:
    explicit RawSocket(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const auto* generic = reinterpret_cast<const sockaddr*>(&address);
        EXPECT_EQ(::connect(socket_, generic, sizeof(address)), 0) << "port " << port;
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    }
    RawSocket(RawSocket&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;
    ~RawSocket() {
        if (socket_ >= 0) ::close(socket_);
    }

    // False when the other side does not take them all.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // No more will be sent.
    void finish() { ::shutdown(socket_, SHUT_WR); }

    // At least `bytes` bytes, or all that came before the other side closed.
    std::string_view peek(std::size_t bytes) {
        while (received_.size() < bytes && receive()) {
        }
        return received_;
    }
    std::string take(std::size_t bytes) {
        std::string taken(peek(bytes).substr(0, bytes));
        received_.erase(0, taken.size());
        return taken;
    }
    // Up to and including `end`; everything when it does not come.
    std::string take_until(std::string_view end) {
        std::size_t at = received_.find(end);
        while (at == std::string::npos && receive()) at = received_.find(end);
        return take(at == std::string::npos ? received_.size() : at + end.size());
    }
    std::string take_all() {
        while (receive()) {
        }
        return std::exchange(received_, {});
    }
    // Whether the other side has closed in order, after nothing more.
    bool is_closed() {
        char byte = 0;
        return received_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
    }
    // Whether the last thing that came was a reset.
    [[nodiscard]] bool was_reset() const { return was_reset_; }
    // Keeps the system from taking bytes that nobody reads.
    void shrink_receive_buffer() {
        const int bytes = 4096;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
    }

private:
    bool receive() {
        char bytes[65536];
        const ssize_t count = ::recv(socket_, bytes, sizeof(bytes), 0);
        was_reset_ = count < 0 && errno == ECONNRESET;
        if (count <= 0) return false;
        received_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    std::string received_;
    bool was_reset_ = false;
};

struct HttpAnswer {
    unsigned status = 0;                              // 0: there was no answer
    std::multimap<std::string, std::string> headers;  // names in lower case
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string{} : found->second;
    }
};

class HttpClient {
public:
    explicit HttpClient(std::uint16_t port)
        : socket(port), host_("localhost:" + std::to_string(port)) {}

    // Sends `bytes` and reads one answer.
    HttpAnswer ask(std::string_view bytes) {
        socket.send(bytes);
        return answer();
    }
    HttpAnswer get(std::string_view target, std::string_view headers = {}) {
        return ask(
            "GET " + std::string(target) + " HTTP/1.1\r\nHost: " + host_ + "\r\n" +
            std::string(headers) + "\r\n"
        );
    }
    HttpAnswer post(std::string_view target, std::string_view body, std::string_view headers = {}) {
        return ask(
            "POST " + std::string(target) + " HTTP/1.1\r\nHost: " + host_ + "\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n" + std::string(headers) + "\r\n" + std::string(body)
        );
    }

    // The next answer. `has_body` is false after HEAD.
    HttpAnswer answer(bool has_body = true) {
        HttpAnswer answer = head();
        if (!has_body || answer.status < 200 || answer.status == 204 || answer.status == 304) {
            return answer;
        }
        if (answer.header("transfer-encoding") == "chunked") {
            for (std::string part = chunk(); !part.empty(); part = chunk()) answer.body += part;
        } else if (const std::string length = answer.header("content-length"); !length.empty()) {
            answer.body = socket.take(std::stoul(length));
            EXPECT_EQ(answer.body.size(), std::stoul(length)) << "the body was cut short";
        } else {
            answer.body = socket.take_all();
        }
        return answer;
    }
    // An answer's head alone; for those whose body comes bit by bit.
    HttpAnswer head() {
        HttpAnswer answer;
        std::string line = line_taken();
        if (line.size() < 12 || !line.starts_with("HTTP/1.1 ")) return answer;
        std::from_chars(line.data() + 9, line.data() + 12, answer.status);
        for (line = line_taken(); !line.empty(); line = line_taken()) {
            const std::size_t colon = line.find(": ");
            EXPECT_NE(colon, std::string::npos) << line;
            if (colon == std::string::npos) break;
            std::string name = line.substr(0, colon);
            for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            answer.headers.emplace(std::move(name), line.substr(colon + 2));
        }
        return answer;
    }
    // The next chunk's content; empty for the last one.
    std::string chunk() {
        const std::string line = line_taken();
        std::size_t size = 0;
        std::from_chars(line.data(), line.data() + line.size(), size, 16);
        std::string content = socket.take(size);
        EXPECT_EQ(line_taken(), "");
        return content;
    }

    RawSocket socket;

private:
    std::string host_;

    std::string line_taken() {
        std::string line = socket.take_until("\r\n");
        if (line.ends_with("\r\n")) line.resize(line.size() - 2);
        return line;
    }
};

}  // namespace tests
