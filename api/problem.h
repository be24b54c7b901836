#pragma once
// Refusals as application/problem+json (RFC 9457). The one place where codes meet HTTP statuses.
//
//     {"type":"/problems/R-OBJ-LATE","title":"Keberatan terlambat","status":409,
//      "detail":"Keberatan harus diajukan paling lambat 26 Januari 2026.",
//      "instance":"/v1/streams/evaluation/...","code":"R-OBJ-LATE","field":"grounds"}
//
// `type` is the same for ever; problem_types() lists them for the pages that it leads to. `title`
// and `detail` are in the language that Accept-Language asks for. Where several things are wrong at
// once, `errors` has them all, each with code, field and detail, and the rest is about the first.

#include "api/json_out.h"
#include "api/request.h"
#include "ledger/rules/error.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace api {

// What a kind of problem is, whoever meets it.
struct ProblemType {
    std::string_view code;  // "R-OBJ-LATE"; a status's own is "not-found"
    unsigned status = 500;
    ledger::Words title;
};

// By the first of these that fits: 403 for who may not, 412 for a version that has moved on, 409
// for what the state, the calendar or an earlier decision forbids, 400 for a form that is wrong,
// 422 for content that is.
[[nodiscard]] ProblemType problem_type(ledger::Rejection::Code code);

// Of a refusal by HTTP itself. Asserts that it is one of the statuses in http_statuses.
[[nodiscard]] ProblemType problem_type(unsigned status);

inline constexpr auto http_statuses =
    std::to_array<unsigned>({400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414,
                             415, 417, 421, 422, 426, 428, 429, 431, 500, 501, 503, 505});

// Every type there is: of the rejections, then of the statuses.
[[nodiscard]] std::vector<ProblemType> problem_types();

// A problem before it is written, for handlers that add members of their own:
//
//     Problem problem(rejection);
//     problem.members.member("expected", version);
//     return problem.response(request);
struct Problem {
    explicit Problem(const ledger::Rejection& rejection);
    // Asserts that there is one.
    explicit Problem(std::span<const ledger::Rejection> rejections);
    // What went wrong becomes the response's `cause`, for the operator's log; the caller learns
    // whether to try again.
    explicit Problem(const ledger::Fault& fault);
    explicit Problem(unsigned status, ledger::Words detail = {});

    // For `request`, in its language.
    [[nodiscard]] Response response(const Request& request) const;
    [[nodiscard]] Response response(Language language, std::string_view instance) const;

    ProblemType type;
    ledger::Words detail;
    std::string field;
    std::vector<ledger::Rejection> errors;  // empty unless there are several
    JsonOut members;                        // more members, into an object that is open
    NamedTexts headers;
    std::string cause;  // of the response
};

// One thing that is wrong, as `errors` has it: {"code","field","detail"}.
void write_error(JsonOut& out, const ledger::Rejection& rejection, Language language);

// For those who have nothing to add.
[[nodiscard]] Response problem(const Request& request, const ledger::Rejection& rejection);
[[nodiscard]] Response problem(
    const Request& request, std::span<const ledger::Rejection> rejections
);
[[nodiscard]] Response problem(const Request& request, const ledger::Fault& fault);
[[nodiscard]] Response problem(const Request& request, unsigned status, ledger::Words detail = {});

}  // namespace api
