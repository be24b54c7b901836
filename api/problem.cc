#include "api/problem.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <utility>

namespace api {
namespace {

using ledger::Fault;
using ledger::Rejection;
using ledger::Words;

struct Face {
    unsigned status;
    Words title;
};

// Every code, once; -Wswitch makes a forgotten one an error.
Face face(Rejection::Code code) {
    using enum Rejection::Code;
    switch (code) {
        case auth:
            return {403, {"Peran tidak berwenang", "Role not authorised"}};
        case auth_level:
            return {403, {"Jenjang tidak berwenang", "Rank too low"}};
        case self:
            return {403, {"Tidak boleh memutus perkara sendiri", "Own case"}};
        case not_rater:
            return {403, {"Bukan pejabat penilai", "Not the rater"}};
        case not_superior:
            return {403, {"Bukan atasan pejabat penilai", "Not the rater's superior"}};
        case conflict:
            return {403, {"Konflik kepentingan", "Conflict of interest"}};
        case not_invited:
            return {403, {"Tidak termasuk daftar penilai", "Not invited"}};
        case sequence:
            return {412, {"Versi sudah berubah", "Version has moved on"}};
        case state:
            return {409, {"Tidak dapat pada keadaan ini", "Not possible in this state"}};
        case period_closed:
            return {409, {"Periode sudah ditutup", "Period closed"}};
        case period_open:
            return {409, {"Periode belum berakhir", "Period not over"}};
        case objection_late:
            return {409, {"Keberatan terlambat", "Objection too late"}};
        case objection_duplicate:
            return {409, {"Keberatan sudah pernah diajukan", "Objection already filed"}};
        case final:
            return {409, {"Hasil sudah final", "Result is final"}};
        case min_assessors:
            return {409, {"Penilai belum cukup", "Too few assessors"}};
        case summons_early:
            return {409, {"Pemeriksaan terlalu dini", "Examination too early"}};
        case summons_late:
            return {409, {"Panggilan terlambat", "Summons too late"}};
        case no_team:
            return {409, {"Tim pemeriksa belum dibentuk", "No examination team"}};
        case double_punish:
            return {409, {"Pelanggaran sudah dihukum", "Breach already punished"}};
        case not_effective:
            return {409, {"Hukuman belum berlaku", "Not in effect yet"}};
        case paid:
            return {409, {"Sudah dibayarkan", "Already paid"}};
        case ineligible:
            return {409, {"Tidak memenuhi syarat", "Not eligible"}};
        case certificate_duplicate:
            return {409, {"Sertifikat sudah dihitung", "Certificate already counted"}};
        case key_destroyed:
            return {409, {"Data pribadi sudah dihapus", "Personal data erased"}};
        case legal_hold:
            return {409, {"Masih wajib disimpan", "Under legal hold"}};
        case policy_retroactive:
            return {409, {"Kebijakan berlaku surut", "Policy starts too early"}};
        case proposal_stale:
            return {409, {"Usulan sudah berubah", "Proposal is stale"}};
        case shape:
            return {400, {"Bentuk data salah", "Malformed data"}};
        case idempotency:
            return {422, {"Id sudah dipakai untuk isi lain", "Id reused for other content"}};
        case weight_100:
            return {422, {"Jumlah bobot tidak tepat", "Weights do not add up"}};
        case target_zero:
            return {422, {"Target nol", "Target is zero"}};
        case target_sign:
            return {422, {"Tanda target salah", "Wrong sign"}};
        case cascade:
            return {422, {"Penjenjangan tidak sah", "Cascade not valid"}};
        case future:
            return {422, {"Waktu di masa depan", "Time in the future"}};
        case backdate:
            return {422, {"Tanggal mundur melewati batas", "Backdated too far"}};
        case no_evidence:
            return {422, {"Bukti dukung kurang", "Evidence missing"}};
        case no_reason:
            return {422, {"Alasan wajib diisi", "Reason required"}};
        case k_anonymity:
            return {422, {"Kelompok terlalu kecil untuk dibuka", "Group too small to publish"}};
    }
    std::unreachable();
}

struct StatusFace {
    unsigned status;
    std::string_view code;
    Words title;
    Words detail;  // when there is nothing better to say
};

const std::array<StatusFace, http_statuses.size()>& status_faces() {
    static const std::array<StatusFace, http_statuses.size()> faces{{
        {400,
         "bad-request",
         {"Permintaan tidak sah", "Bad request"},
         {"Permintaan ini tidak dapat dibaca.", "This request cannot be read."}},
        {401,
         "unauthorized",
         {"Belum dikenali", "Not authenticated"},
         {"Kirimkan token yang sah.", "Send a valid token."}},
        {403,
         "forbidden",
         {"Tidak diizinkan", "Forbidden"},
         {"Anda tidak berhak atas sumber ini.", "You have no right to this resource."}},
        {404,
         "not-found",
         {"Tidak ditemukan", "Not found"},
         {"Tidak ada apa pun di alamat ini.", "There is nothing at this address."}},
        {405,
         "method-not-allowed",
         {"Metode tidak didukung", "Method not allowed"},
         {"Metode yang didukung ada di kepala Allow.", "The Allow header lists the methods."}},
        {406,
         "not-acceptable",
         {"Format tidak tersedia", "Not acceptable"},
         {"Tidak ada format yang diminta Accept.", "No format that Accept asks for is available."}},
        {408,
         "request-timeout",
         {"Permintaan terlalu lambat", "Request timeout"},
         {"Permintaan tidak tiba pada waktunya.", "The request did not arrive in time."}},
        {409,
         "conflict",
         {"Bertentangan", "Conflict"},
         {"Permintaan bertentangan dengan keadaan sekarang.",
          "The request conflicts with the current state."}},
        {410,
         "gone",
         {"Sudah tidak ada", "Gone"},
         {"Sumber ini sudah dihapus untuk selamanya.", "This resource was removed for good."}},
        {412,
         "precondition-failed",
         {"Prasyarat tidak terpenuhi", "Precondition failed"},
         {"Sumber ini sudah berubah; muat ulang.", "The resource has changed; load it again."}},
        {413,
         "content-too-large",
         {"Isi terlalu besar", "Content too large"},
         {"Isi permintaan melebihi batas alamat ini.",
          "The body is larger than this address allows."}},
        {414,
         "uri-too-long",
         {"Alamat terlalu panjang", "URI too long"},
         {"Pendekkan alamat permintaan.", "Shorten the request's address."}},
        {415,
         "unsupported-media-type",
         {"Jenis isi tidak didukung", "Unsupported media type"},
         {"Content-Type ini tidak didukung di alamat ini.",
          "This Content-Type is not supported at this address."}},
        {417,
         "expectation-failed",
         {"Expect tidak didukung", "Expectation failed"},
         {"Hanya 100-continue yang didukung.", "Only 100-continue is supported."}},
        {421,
         "misdirected-request",
         {"Salah alamat", "Misdirected request"},
         {"Peladen ini hanya menjawab namanya sendiri.", "This server answers to its own name only."
         }},
        {422,
         "unprocessable-content",
         {"Isi tidak dapat diproses", "Unprocessable content"},
         {"Isi permintaan tidak dapat diproses.", "The content cannot be processed."}},
        {426,
         "upgrade-required",
         {"Perlu WebSocket", "Upgrade required"},
         {"Alamat ini hanya melayani WebSocket versi 13.",
          "This address only speaks WebSocket version 13."}},
        {428,
         "precondition-required",
         {"Prasyarat wajib", "Precondition required"},
         {"Sertakan If-Match atau If-None-Match.", "Send If-Match or If-None-Match."}},
        {429,
         "too-many-requests",
         {"Terlalu banyak permintaan", "Too many requests"},
         {"Tunggu selama Retry-After, lalu coba lagi.", "Wait for Retry-After, then try again."}},
        {431,
         "request-header-fields-too-large",
         {"Kepala terlalu besar", "Headers too large"},
         {"Kepala permintaan melebihi batas.", "The request's headers exceed the limit."}},
        {500,
         "internal-server-error",
         {"Kesalahan peladen", "Internal error"},
         {"Terjadi kesalahan pada peladen; sudah dicatat.",
          "The server made an error; it has been logged."}},
        {501,
         "not-implemented",
         {"Tidak didukung", "Not implemented"},
         {"Peladen tidak mengenal cara kirim ini.", "The server does not know this coding."}},
        {503,
         "service-unavailable",
         {"Sedang sibuk", "Service unavailable"},
         {"Peladen sedang sibuk; coba lagi sebentar.", "The server is busy; try again shortly."}},
        {505,
         "http-version-not-supported",
         {"Versi HTTP tidak didukung", "HTTP version"},
         {"Gunakan HTTP/1.1.", "Use HTTP/1.1."}},
    }};
    return faces;
}

const StatusFace& status_face(unsigned status) {
    const auto& faces = status_faces();
    const auto found = std::ranges::find(faces, status, &StatusFace::status);
    ledger_assert(found != faces.end());
    return *found;
}

unsigned status_of(Fault::Kind kind) {
    switch (kind) {
        case Fault::Kind::busy:
        case Fault::Kind::closed:
        case Fault::Kind::clock:
            return 503;
        case Fault::Kind::corrupt:
        case Fault::Kind::io:
            return 500;
    }
    std::unreachable();
}

// What a caller may know of it; empty where the status says enough.
Words words_of(Fault::Kind kind) {
    switch (kind) {
        case Fault::Kind::closed:
            return {
                "Buku besar ini tidak menerima catatan baru; operatornya perlu melihat lognya.",
                "The ledger takes no new records; its operator has to look into the log."
            };
        case Fault::Kind::clock:
            return {
                "Jam peladen berjalan mundur; catatan baru ditolak sampai jamnya benar.",
                "The server's clock has run backwards; nothing new is recorded until it is right."
            };
        case Fault::Kind::busy:
        case Fault::Kind::corrupt:
        case Fault::Kind::io:
            return {};
    }
    std::unreachable();
}

const Rejection& first(std::span<const Rejection> rejections) {
    ledger_assert(!rejections.empty());
    return rejections.front();
}

}  // namespace

ProblemType problem_type(Rejection::Code code) {
    Face found = face(code);
    return {ledger::name_of(code), found.status, std::move(found.title)};
}

ProblemType problem_type(unsigned status) {
    const StatusFace& found = status_face(status);
    return {found.code, found.status, found.title};
}

std::vector<ProblemType> problem_types() {
    std::vector<ProblemType> types;
    for (std::size_t i = 0; i < names(Rejection::Code{}).size(); ++i) {
        types.push_back(problem_type(static_cast<Rejection::Code>(i)));
    }
    for (const unsigned status : http_statuses) types.push_back(problem_type(status));
    return types;
}

Problem::Problem(const Rejection& rejection)
    : type(problem_type(rejection.code)), detail(rejection.detail), field(rejection.field) {}

Problem::Problem(std::span<const Rejection> rejections) : Problem(first(rejections)) {
    if (rejections.size() > 1) errors.assign(rejections.begin(), rejections.end());
}

Problem::Problem(const Fault& fault) : Problem(status_of(fault.kind), words_of(fault.kind)) {
    cause = fault.detail;
}

Problem::Problem(unsigned status, Words words)
    : type(problem_type(status)), detail(std::move(words)) {
    if (detail.id.empty() && detail.en.empty()) detail = status_face(status).detail;
    if (status == 503) headers.add("Retry-After", "1");
}

Response Problem::response(const Request& request) const {
    return response(request.language(), request.path());
}

Response Problem::response(Language language, std::string_view instance) const {
    JsonOut out;
    out.begin_object();
    out.member("type", "/problems/" + std::string(type.code));
    out.member("title", in(language, type.title));
    out.member("status", type.status);
    out.member("detail", in(language, detail));
    out.member_if_any("instance", instance);
    out.member("code", type.code);
    out.member_if_any("field", field);
    if (!errors.empty()) {
        out.key("errors");
        out.begin_array();
        for (const Rejection& error : errors) write_error(out, error, language);
        out.end_array();
    }
    if (!members.text().empty()) out.raw(members.text());
    out.end_object();
    Response response{
        .status = type.status,
        .content_type = "application/problem+json",
        .headers = headers,
        .body = std::move(out).take(),
        .cause = cause,
    };
    response.headers.add("Content-Language", ledger::name_of(language));
    response.headers.add("Vary", "Accept-Language");
    return response;
}

void write_error(JsonOut& out, const Rejection& rejection, Language language) {
    out.begin_object();
    out.member("code", rejection.code);
    out.member_if_any("field", rejection.field);
    out.member("detail", in(language, rejection.detail));
    out.end_object();
}

Response problem(const Request& request, const Rejection& rejection) {
    return Problem(rejection).response(request);
}

Response problem(const Request& request, std::span<const Rejection> rejections) {
    return Problem(rejections).response(request);
}

Response problem(const Request& request, const Fault& fault) {
    return Problem(fault).response(request);
}

Response problem(const Request& request, unsigned status, Words detail) {
    return Problem(status, std::move(detail)).response(request);
}

}  // namespace api
