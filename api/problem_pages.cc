#include "api/problem_pages.h"

#include "api/problem.h"
#include "api/query.h"

#include <algorithm>

namespace api {

Response get_problem_type(Service&, const Request& request) {
    const std::vector<ProblemType> types = problem_types();
    const auto found = std::ranges::find(types, request.parameter("code"), &ProblemType::code);
    if (found == types.end()) {
        return problem(
            request,
            404,
            {.id = "Tidak ada masalah dengan kode ini", .en = "There is no problem with such a code"
            }
        );
    }
    JsonOut out;
    out.begin_object();
    out.member("code", found->code);
    out.member("status", found->status);
    out.key("title");
    out.begin_object();
    out.member("id", found->title.id);
    out.member("en", found->title.en);
    out.end_object();
    out.end_object();
    return ok(request, std::move(out).take());
}

}  // namespace api
