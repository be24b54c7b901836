#pragma once
// A WebSocket client that sends exactly the frames it is told to, right or wrong.

#include "tests/support/http_client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tests {

struct Frame {
    unsigned opcode = 0;
    bool final = true;
    bool masked = false;
    std::string payload;

    // Of a close frame: its code; 0 when it has none.
    [[nodiscard]] unsigned close_code() const {
        if (opcode != 8 || payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) * 256U +
               static_cast<unsigned char>(payload[1]);
    }
};

class WebSocketClient {
public:
    explicit WebSocketClient(std::uint16_t port) : http(port) {}

    static constexpr std::string_view handshake =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    HttpAnswer open(std::string_view target, std::string_view headers = {}) {
        http.socket.send(
            "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
            std::string(handshake) + std::string(headers) + "\r\n"
        );
        return http.answer();
    }

    // One frame. `first` is its first byte: 0x80 for the last of a message, and the opcode.
    bool send(unsigned first, std::string_view payload, bool masked = true) {
        std::string frame(1, static_cast<char>(first));
        const unsigned mask_bit = masked ? 0x80 : 0;
        if (payload.size() < 126) {
            frame += static_cast<char>(mask_bit | payload.size());
        } else {
            const bool is_short = payload.size() < 65536;
            frame += static_cast<char>(mask_bit | (is_short ? 126U : 127U));
            for (int byte = is_short ? 1 : 7; byte >= 0; --byte) {
                frame += static_cast<char>(payload.size() >> (8 * byte) & 0xFFU);
            }
        }
        if (!masked) return http.socket.send(frame + std::string(payload));
        constexpr std::string_view mask = "\x12\x34\x56\x78";
        frame += mask;
        for (std::size_t i = 0; i < payload.size(); ++i) {
            frame += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
        }
        return http.socket.send(frame);
    }
    bool send_close(unsigned code, std::string_view reason = {}) {
        const std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
        return send(0x88, payload + std::string(reason));
    }

    // The next frame; nothing when the connection ends.
    std::optional<Frame> receive() {
        const std::string head = http.socket.take(2);
        if (head.size() < 2) return std::nullopt;
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
        Frame frame{
            .opcode = byte(0) & 0x0FU,
            .final = (byte(0) & 0x80U) != 0,
            .masked = (byte(1) & 0x80U) != 0,
        };
        std::size_t size = byte(1) & 0x7FU;
        if (size >= 126) {
            const std::string more = http.socket.take(size == 126 ? 2 : 8);
            size = 0;
            for (const char c : more) size = size * 256 + static_cast<unsigned char>(c);
        }
        frame.payload = http.socket.take(size);
        return frame;
    }
    // The next message of text; nothing when something else comes.
    std::optional<std::string> receive_text() {
        const auto frame = receive();
        if (!frame || frame->opcode != 1 || !frame->final) return std::nullopt;
        return frame->payload;
    }
    // The code of the close frame that comes next; 0 when something else does.
    unsigned receive_close() {
        const auto frame = receive();
        return frame ? frame->close_code() : 0;
    }

    HttpClient http;
};

}  // namespace tests
