#include "tools/bench_load.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <chrono>

namespace tools {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::string event(
    std::string_view type,
    const std::string& subject,
    const std::string& actor,
    std::string_view role,
    const std::string& id,
    const std::string& data
) {
    std::string json = R"({"specversion":"1.0","type":"jejak.)";
    json += type;
    json += R"(","source":"urn:bench","id":")" + id + R"(","subject":")" + subject;
    json += R"(","actor":")" + actor + R"(","actorrole":")";
    json += role;
    if (type.starts_with("person.")) json += R"(","migrationorder":"SK 1/2026)";  // from 2025 on
    json += R"(","data":)" + data + "}";
    return json;
}

std::string name_of_person(std::size_t number) {
    return "p" + std::to_string(number);
}

std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string registered(std::string_view name) {
    return R"({"agency":"bench","kind":"pns","fullName":")" + std::string(name) + R"("})";
}

std::string indicator(int number, std::string_view more) {
    return R"({"id":"I)" + std::to_string(number) +
           R"(","result":"R1","aspect":"quantity","text":"Indikator","unit":"x","weight":20,)" +
           std::string(more) + "}";
}

std::string plan_content() {
    std::string indicators =
        indicator(1, R"("polarity":"min","consolidation":"average","target":{"value":"30"})");
    indicators +=
        "," + indicator(2, R"("polarity":"max","consolidation":"ratio","target":{"value":"90"})");
    indicators +=
        "," + indicator(3, R"("polarity":"max","consolidation":"last","target":{"value":"85.00"})");
    indicators +=
        "," + indicator(4, R"("polarity":"max","consolidation":"sum","target":{"value":"480"})");
    indicators +=
        "," +
        indicator(
            5, R"("polarity":"band","consolidation":"last","target":{"low":"95","high":"100"})"
        );
    return R"({"results":[{"id":"R1","text":"Hasil kerja","kind":"main",)"
           R"("parents":[{"indicator":"iku","edge":"contributes"}]}],"indicators":[)" +
           indicators + "]}";
}

std::string status_of(const std::string& head) {
    return head.substr(0, head.find('\r'));
}

std::size_t content_length(const std::string& head) {
    constexpr std::string_view name = "Content-Length: ";
    const std::size_t at = head.find(name);
    std::size_t length = 0;
    if (at != std::string::npos) {
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    }
    return length;
}

struct Work {
    std::size_t next = 0;
    std::size_t count;
    const std::function<std::string(std::size_t)>& request;
    Sent sent;
};

asio::awaitable<void> converse(tcp::endpoint server, Work& work) {
    const auto token = asio::as_tuple(asio::use_awaitable);
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    std::string buffer;
    while (work.next < work.count) {
        const std::string request = work.request(work.next++);
        const auto written = co_await asio::async_write(socket, asio::buffer(request), token);
        if (std::get<0>(written)) break;
        const auto read = co_await asio::async_read_until(
            socket, asio::dynamic_buffer(buffer), "\r\n\r\n", token
        );
        if (std::get<0>(read)) break;
        const std::string head = buffer.substr(0, std::get<1>(read));
        const std::size_t whole = head.size() + content_length(head);
        if (buffer.size() < whole) {
            const auto rest = co_await asio::async_read(
                socket,
                asio::dynamic_buffer(buffer),
                asio::transfer_at_least(whole - buffer.size()),
                token
            );
            if (std::get<0>(rest)) break;
        }
        const bool ok = status_of(head).find(" 20") != std::string::npos &&
                        buffer.find("\"rejected\"") == std::string::npos;
        ++work.sent.requests;
        if (!ok && work.sent.failed++ == 0) work.sent.first_failure = buffer.substr(0, 2000);
        buffer.erase(0, whole);
    }
}

}  // namespace

namespace bench_year {

std::vector<std::string> foundation() {
    return {
        event(
            "agency.registered",
            "agency/bench",
            "head",
            "head",
            "agency",
            R"({"name":"Bench","kind":"city","zone":"wib"})"
        ),
        event(
            "unit.created",
            "unit/u1",
            "team",
            "performanceTeam",
            "unit",
            R"({"agency":"bench","name":"Unit","from":"2025-01-01"})"
        ),
        event(
            "indicator.defined",
            "indicator/iku",
            "team",
            "performanceTeam",
            "iku",
            R"({"agency":"bench","unit":"u1","text":"Layanan unit","polarity":"max",)"
            R"("consolidation":"last","rollUp":"measured"})"
        ),
        event(
            "person.registered",
            "person/rater",
            "team",
            "performanceTeam",
            "rater",
            registered("Penilai")
        ),
        event(
            "person.registered",
            "person/superior",
            "team",
            "performanceTeam",
            "superior",
            registered("Atasan")
        ),
    };
}

std::vector<std::string> person(std::size_t number) {
    const std::string p = name_of_person(number);
    const std::string person = "person/" + p;
    const std::string plan = "plan/" + p + "-2025";
    return {
        event(
            "person.registered",
            person,
            "team",
            "performanceTeam",
            p + "-r",
            registered("Nama Pegawai " + p)
        ),
        event(
            "person.assignmentStarted",
            person,
            "team",
            "performanceTeam",
            p + "-a",
            R"({"id":"a1","unit":"u1","positionType":"pelaksana","position":"Staf",)"
            R"("mode":"definitif","from":"2025-01-01"})"
        ),
        event(
            "person.raterAssigned",
            person,
            "team",
            "performanceTeam",
            p + "-p",
            R"({"rater":"rater","superior":"superior","from":"2025-01-01"})"
        ),
        event(
            "plan.drafted",
            plan,
            p,
            "pegawai",
            p + "-d",
            R"({"subject":")" + p +
                R"(","agency":"bench","unit":"u1","year":2025,"positionType":"pelaksana",)"
                R"("position":"Staf","approach":"quantitative","content":)" +
                plan_content() + "}"
        ),
        event("plan.submitted", plan, p, "pegawai", p + "-s", "{}"),
        event("plan.agreed", plan, p, "pegawai", p + "-g", R"({"party":"subject"})"),
        event("plan.agreed", plan, "rater", "rater", p + "-h", R"({"party":"rater"})"),
        event("plan.established", plan, "rater", "rater", p + "-e", "{}"),
    };
}

std::string report(std::size_t number, int month) {
    const std::string p = name_of_person(number);
    const auto value = [&](int i, const std::string& numbers) {
        return R"({"indicator":"I)" + std::to_string(i) + R"(","value":{)" + numbers + "}}";
    };
    const auto text = [&](int i) {
        return "\"" + std::to_string(20 + (number + static_cast<std::size_t>(month * i)) % 17) +
               "\"";
    };
    const std::string lines = value(1, "\"numerator\":" + text(1)) + "," +
                              value(2, "\"numerator\":" + text(2) + ",\"denominator\":\"40\"") +
                              "," + value(3, "\"numerator\":\"81.11\"") + "," +
                              value(4, "\"numerator\":" + text(3)) + "," +
                              value(5, "\"numerator\":\"97\"");
    return event(
        "report.submitted",
        "report/" + p + "-2025/2025-" + two_digits(month),
        p,
        "pegawai",
        p + "-m" + std::to_string(month),
        "{\"lines\":[" + lines + "]}"
    );
}

std::string acknowledgement(std::size_t number, int month) {
    const std::string p = name_of_person(number);
    return event(
        "report.acknowledged",
        "report/" + p + "-2025/2025-" + two_digits(month),
        "rater",
        "rater",
        p + "-k" + std::to_string(month),
        "{}"
    );
}

std::string score_path(std::size_t number, int month) {
    return "/v1/plans/" + name_of_person(number) + "-2025/scores/2025-" + two_digits(month);
}

}  // namespace bench_year

std::string batch_of(const std::vector<std::string>& events) {
    std::string body = "[";
    for (const std::string& event : events) {
        if (body.size() > 1) body += ',';
        body += event;
    }
    return body + "]";
}

std::string post_request(std::string_view content_type, std::string_view body) {
    std::string request = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: ";
    request += content_type;
    request += "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    request += body;
    return request;
}

std::string get_request(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

Sent send_all(
    std::uint16_t port,
    std::size_t connections,
    std::size_t count,
    const std::function<std::string(std::size_t)>& request
) {
    asio::io_context context(1);
    Work work{.next = 0, .count = count, .request = request, .sent = {}};
    const tcp::endpoint server(asio::ip::make_address_v4("127.0.0.1"), port);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < connections; ++i) {
        asio::co_spawn(context, converse(server, work), asio::detached);
    }
    context.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    work.sent.seconds = took.count();
    work.sent.failed += count - work.sent.requests;
    return work.sent;
}

}  // namespace tools
