#include "tools/witness_link.h"

#include <curl/curl.h>
#include <memory>
#include <string>

namespace tools {
namespace {

constexpr long connect_ms_max = 2'000;
constexpr long answer_ms_max = 5'000;
constexpr std::size_t answer_bytes_max = 64UL * 1024;

std::size_t take(const char* data, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<std::string*>(to);
    if (body.size() + size * count > answer_bytes_max) return 0;  // curl gives up then
    body.append(data, size * count);
    return size * count;
}

std::expected<ledger::WitnessAnswer, std::string> ask(const std::string& url, std::string body) {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(
        ready ? curl_easy_init() : nullptr, curl_easy_cleanup
    );
    if (curl == nullptr) return std::unexpected("libcurl cannot be used");
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
        curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"), curl_slist_free_all
    );
    ledger::WitnessAnswer answer;
    const std::string target = url + (url.ends_with('/') ? "" : "/") + "add-checkpoint";
    curl_easy_setopt(curl.get(), CURLOPT_URL, target.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, connect_ms_max);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, answer_ms_max);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    const CURLcode done = curl_easy_perform(curl.get());
    if (done != CURLE_OK) return std::unexpected(std::string(curl_easy_strerror(done)));
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<unsigned>(status);
    return answer;
}

}  // namespace

ledger::AskWitness witness_link() {
    return ask;
}

}  // namespace tools
