#include "ledger/rules/assert.h"
#include "tools/demo_plans.h"

#include <array>
#include <utility>

namespace tools::demonstration {
namespace {

using enum ledger::plan::Aspect;
using enum ledger::Polarity;

constexpr auto sum = ledger::Consolidation::sum;
constexpr auto average = ledger::Consolidation::average;
constexpr auto ratio = ledger::Consolidation::ratio;
constexpr auto last = ledger::Consolidation::last;

// clang-format off: tables
constexpr auto head_of_agency = std::to_array<Promise>({
    {"Masyarakat puas dengan layanan kesehatan kota", "ikm",
     "Indeks kepuasan masyarakat", "indeks",
     quality, max, last, 30, 85},
    {"Program kesehatan tuntas di semua unit", "program",
     "Kegiatan program terlaksana", "%",
     quantity, max, ratio, 30, 90},
    {"Pengaduan dijawab tepat waktu", "pengaduan",
     "Pengaduan selesai dalam batas waktu", "%",
     time, max, ratio, 20, 90},
    {"Anggaran terserap sesuai rencana", "anggaran",
     "Serapan anggaran terhadap rencana", "%",
     cost, band, last, 20, 95, 100},
});
constexpr auto head_of_unit = std::to_array<Promise>({
    {"Pengguna layanan unit puas", "ikm",
     "Indeks kepuasan pengguna layanan unit", "indeks",
     quality, max, last, 30, 85},
    {"Program unit tuntas", "program",
     "Kegiatan program unit terlaksana", "%",
     quantity, max, ratio, 30, 90},
    {"Anggaran unit terserap sesuai rencana", "anggaran",
     "Serapan anggaran terhadap rencana", "%",
     cost, band, last, 20, 95, 100},
    {"Zona integritas unit terbangun", "program",
     "Tahap zona integritas selesai", "%",
     quality, milestone, last, 10},
    {"Temuan pemeriksaan dicegah", "anggaran",
     "Temuan administrasi baru", "temuan",
     quality, min, sum, 10, 0},
});
// domain.md 7.1.
constexpr auto golden = std::to_array<Promise>({
    {"Pasien dilayani tanpa menunggu lama", "tunggu",
     "Rata-rata waktu tunggu", "menit",
     time, min, average, 25, 30},
    {"Pengaduan dijawab tepat waktu", "pengaduan",
     "Pengaduan selesai dalam batas waktu kelasnya", "%",
     time, max, ratio, 20, 90},
    {"Masyarakat puas", "ikm",
     "IKM puskesmas", "indeks",
     quality, max, last, 20, 85},
    {"Anak terlindung dari penyakit", "imunisasi",
     "Anak dengan imunisasi lengkap", "anak",
     quantity, max, sum, 25, 40, 0, ledger::plan::Edge::direct},
    {"Anggaran terserap sesuai rencana", "anggaran",
     "Serapan anggaran terhadap rencana", "%",
     cost, band, last, 10, 95, 100},
});
constexpr auto doctor = std::to_array<Promise>({
    {"Pasien dilayani sesuai standar", "program",
     "Pasien rawat jalan dilayani", "pasien",
     quantity, max, sum, 35, 240},
    {"Pasien dilayani tanpa menunggu lama", "tunggu",
     "Rata-rata waktu tunggu ruang periksa", "menit",
     time, min, average, 25, 30},
    {"Rekam medis lengkap", "program",
     "Rekam medis terisi lengkap dalam 24 jam", "%",
     quality, max, ratio, 25, 90},
    {"Pasien puas", "ikm",
     "Indeks kepuasan ruang periksa", "indeks",
     quality, max, last, 15, 85},
});
constexpr auto nurse = std::to_array<Promise>({
    {"Pasien dirawat sesuai asuhan keperawatan", "program",
     "Asuhan keperawatan lengkap", "%",
     quality, max, ratio, 45, 90},
    {"Keluarga rawan dikunjungi", "program",
     "Kunjungan rumah", "kunjungan",
     quantity, max, sum, 30, 18},
    {"Keadaan gawat ditangani segera", "tunggu",
     "Rata-rata waktu tanggap gawat darurat", "menit",
     time, min, average, 25, 10},
    {"Mutu ruangan meningkat", "",
     "Usulan perbaikan ruangan", "uraian",
     quality, qualitative, last, 0},
});
constexpr auto midwife = std::to_array<Promise>({
    {"Anak terlindung dari penyakit", "imunisasi",
     "Anak dilayani imunisasi di posyandu", "layanan",
     quantity, max, sum, 35, 30},
    {"Ibu hamil terpantau", "program",
     "Ibu hamil diperiksa enam kali", "%",
     quality, max, ratio, 35, 90},
    {"Kelas ibu hamil berjalan", "program",
     "Kelas ibu hamil", "kelas",
     quantity, max, sum, 30, 4},
});
constexpr auto pharmacist = std::to_array<Promise>({
    {"Resep dilayani cepat", "tunggu",
     "Rata-rata waktu tunggu resep", "menit",
     time, min, average, 30, 20},
    {"Obat esensial tersedia", "program",
     "Obat esensial tersedia", "%",
     quantity, max, last, 30, 95},
    {"Persediaan wajar", "anggaran",
     "Persediaan obat, dalam minggu pemakaian", "minggu",
     cost, band, last, 25, 12, 16},
    {"Obat rusak dan kedaluwarsa dicegah", "anggaran",
     "Jenis obat kedaluwarsa", "jenis",
     cost, min, sum, 15, 2},
});
constexpr auto outreach = std::to_array<Promise>({
    {"Masyarakat mengenal hidup sehat", "program",
     "Penyuluhan", "kegiatan",
     quantity, max, sum, 35, 8},
    {"Tempat umum sehat", "program",
     "Tempat umum diperiksa dan memenuhi syarat", "%",
     quality, max, ratio, 30, 85},
    {"Kelurahan siaga aktif", "program",
     "Tahap kelurahan siaga selesai", "%",
     quality, milestone, last, 10},
    {"Balita terpantau", "imunisasi",
     "Balita ditimbang", "balita",
     quantity, max, sum, 25, 120},
});
constexpr auto laboratory = std::to_array<Promise>({
    {"Pemeriksaan laboratorium terlayani", "program",
     "Sampel diperiksa", "sampel",
     quantity, max, sum, 40, 160},
    {"Hasil laboratorium cepat", "tunggu",
     "Rata-rata waktu sampai hasil", "menit",
     time, min, average, 35, 90},
    {"Mutu pemeriksaan terjaga", "program",
     "Nilai pemantapan mutu eksternal", "nilai",
     quality, max, last, 25, 90},
});
constexpr auto administration = std::to_array<Promise>({
    {"Surat diselesaikan tepat waktu", "program",
     "Surat selesai dalam dua hari kerja", "%",
     time, max, ratio, 40, 92},
    {"Pertanggungjawaban keuangan tepat waktu", "anggaran",
     "Rata-rata hari penyelesaian SPJ", "hari",
     time, min, average, 30, 6},
    {"Arsip tertata", "program",
     "Tahap digitalisasi arsip selesai", "%",
     quality, milestone, last, 10},
    {"Pengguna internal puas", "ikm",
     "Indeks kepuasan layanan internal", "indeks",
     quality, max, last, 20, 84},
});
constexpr auto programme = std::to_array<Promise>({
    {"Puskesmas terbina", "program",
     "Pembinaan puskesmas", "kunjungan",
     quantity, max, sum, 45, 4},
    {"Laporan program lengkap dan tepat waktu", "program",
     "Laporan puskesmas lengkap dan tepat waktu", "%",
     time, max, ratio, 30, 90},
    {"Anggaran program terserap sesuai rencana", "anggaran",
     "Serapan anggaran program", "%",
     cost, band, last, 15, 95, 100},
    {"Pedoman teknis tersusun", "program",
     "Tahap pedoman teknis selesai", "%",
     quality, milestone, last, 10},
    {"Gagasan perbaikan program", "",
     "Gagasan perbaikan program", "uraian",
     quality, qualitative, last, 0},
});
constexpr auto auditor = std::to_array<Promise>({
    {"Pemeriksaan selesai sesuai rencana", "program",
     "Laporan hasil pemeriksaan", "laporan",
     quantity, max, sum, 40, 2},
    {"Temuan ditindaklanjuti", "program",
     "Rekomendasi selesai ditindaklanjuti", "%",
     quality, max, ratio, 35, 85},
    {"Laporan terbit cepat", "ikm",
     "Rata-rata hari penyelesaian laporan", "hari",
     time, min, average, 25, 20},
});
// clang-format on

constexpr auto stage_plans = std::to_array<StagePlan>({
    {"s1", "Persiapan dan penetapan tim", 1},
    {"s2", "Penyusunan rancangan", 3},
    {"s3", "Pelaksanaan", 6},
    {"s4", "Evaluasi dan laporan akhir", 10},
});

}  // namespace

std::span<const Promise> promises(Profession profession) {
    switch (profession) {
        case Profession::head_of_agency:
            return head_of_agency;
        case Profession::head_of_unit:
            return head_of_unit;
        case Profession::golden:
            return golden;
        case Profession::doctor:
            return doctor;
        case Profession::nurse:
            return nurse;
        case Profession::midwife:
            return midwife;
        case Profession::pharmacist:
            return pharmacist;
        case Profession::outreach:
            return outreach;
        case Profession::laboratory:
            return laboratory;
        case Profession::administration:
            return administration;
        case Profession::programme:
            return programme;
        case Profession::auditor:
            return auditor;
        case Profession::none:
            break;
    }
    ledger_assert(false);
    std::unreachable();
}

std::span<const StagePlan> stages() {
    return stage_plans;
}

}  // namespace tools::demonstration
