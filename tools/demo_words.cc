#include "tools/demo_words.h"

#include <array>

namespace tools::demonstration::words {
namespace {

template <std::size_t N>
using List = std::array<std::string_view, N>;

constexpr List<24> beginnings{
    "Ar", "Bi", "Cak", "Da",  "Du", "Fa", "Ga",  "Har", "In",  "Jan", "Ka", "Kir",
    "La", "Ma", "Nar", "Par", "Ra", "Sa", "San", "Ta",  "Tri", "Wa",  "Wi", "Yu",
};
constexpr List<20> endings{
    "dira",  "lastri", "mala", "nandra", "rani",  "santo", "tika",   "wangi", "yasa", "ndika",
    "rimba", "suma",   "tama", "viana",  "wardi", "raksa", "lindra", "karti", "sari", "dayu",
};
constexpr List<20> families{
    "Adisura",   "Bramatya",  "Candrika",  "Darmapati", "Gunarsa",   "Hastarimba", "Janitra",
    "Kertawana", "Lembayung", "Mandalika", "Narawita",  "Pandusari", "Rangkasari", "Samadri",
    "Tanjunga",  "Utarika",   "Wanareja",  "Wirabumi",  "Yudasmara", "Zamrudin",
};

constexpr List<10> narratives{
    "Kegiatan terlaksana sesuai jadwal; rekapitulasi terlampir.",
    "Target bulan ini dikerjakan bersama tim, data diambil dari register harian.",
    "Capaian dihitung dari catatan pelayanan sampai hari kerja terakhir bulan ini.",
    "Pelayanan berjalan lancar, termasuk dua kali kunjungan ke wilayah pinggiran.",
    "Data sudah dicocokkan dengan buku register dan sistem informasi puskesmas.",
    "Sebagian kegiatan dilaksanakan di luar gedung bersama kader.",
    "Kegiatan utama selesai; tindak lanjut dijadwalkan bulan depan.",
    "Rekapitulasi diperiksa bersama rekan satu ruangan sebelum dikirim.",
    "Jumlah meningkat karena jadwal tambahan pada akhir pekan.",
    "Capaian turun karena libur panjang; jadwal pengganti sudah disusun.",
};
constexpr List<6> obstacles{
    "Jaringan internet terputus tiga hari sehingga data dimasukkan menyusul.",
    "Dua petugas mengikuti pelatihan sehingga jadwal bergeser.",
    "Persediaan bahan habis pakai terlambat datang.",
    "Hujan lebat membuat kunjungan lapangan ditunda.",
    "Sebagian sasaran sedang berada di luar kota.",
    "Kendaraan operasional dalam perbaikan.",
};
constexpr List<4> report_returns{
    "Angka tidak sama dengan register; mohon dicocokkan lalu dikirim kembali.",
    "Bukti dukung tidak dapat dibuka. Lampirkan berkas yang benar.",
    "Uraian belum menjelaskan penurunan dari bulan sebelumnya. Mohon dilengkapi.",
    "Lembar rekapitulasi yang dilampirkan masih untuk bulan lalu.",
};
constexpr List<3> plan_returns{
    "Target belum selaras dengan perjanjian kinerja unit. Mohon disesuaikan dan diajukan kembali.",
    "Ekspektasi perilaku belum diisi. Lengkapi sebelum diajukan kembali.",
    "Rumusan hasil kerja masih berupa kegiatan, bukan hasil. Mohon diperbaiki.",
};
constexpr List<4> comments{
    "Sudah sesuai, lanjutkan.",
    "Baik. Pertahankan kelengkapan buktinya.",
    "Diterima; bulan depan mohon uraian hambatannya lebih rinci.",
    "Terima kasih, data sudah saya cocokkan.",
};
constexpr List<6> praises{
    "Pelayanan di loket lebih tertib sejak alur baru yang Saudara usulkan.",
    "Terima kasih sudah membimbing rekan baru sampai bisa bekerja mandiri.",
    "Laporan selalu lengkap dan mudah ditelusuri. Pertahankan.",
    "Sikap ramah kepada pasien lansia mendapat pujian dari keluarga mereka.",
    "Inisiatif menjemput sasaran imunisasi ke rumah sangat membantu capaian unit.",
    "Kerja sama lintas ruangan saat kejadian luar biasa patut dicontoh.",
};
constexpr List<5> advices{
    "Cobalah membagi jadwal kunjungan agar tidak menumpuk di akhir bulan.",
    "Catat hambatan saat terjadi, supaya kita dapat membantu lebih awal.",
    "Usahakan bukti dukung langsung diunggah pada hari yang sama.",
    "Mungkin baik bila alur antrean dicoba dengan dua loket pada jam sibuk.",
    "Mohon luangkan waktu untuk pelatihan sistem informasi yang baru.",
};
constexpr List<2> warnings{
    "Sudah dua kali laporan terlambat. Mohon dikirim sebelum tanggal lima.",
    "Ada keluhan tentang waktu tunggu di ruangan Saudara; mohon segera diperbaiki.",
};
constexpr List<4> answers{
    "Terima kasih, akan saya terapkan mulai minggu depan.",
    "Baik, terima kasih atas masukannya.",
    "Terima kasih. Kendalanya akan saya sampaikan dalam dialog kinerja.",
    "Siap, sudah saya diskusikan dengan rekan satu tim.",
};
constexpr List<4> recommendations{
    "Pertahankan capaian; ikutkan dalam pelatihan lanjutan.",
    "Perlu pendampingan pada indikator yang belum tercapai.",
    "Dapat diberi tanggung jawab sebagai ketua tim.",
    "Perkuat pengumpulan bukti dukung sejak awal bulan.",
};

template <std::size_t N>
std::string_view any(const List<N>& list, Dice& dice) {
    return dice.pick(std::span<const std::string_view>(list));
}

}  // namespace

ledger::ClosedText closed(std::string_view words) {
    return ledger::ClosedWords::make(std::string(words));
}

std::string full_name(Dice& dice) {
    std::string name(any(beginnings, dice));
    name += any(endings, dice);
    name += ' ';
    name += any(families, dice);
    return name;
}

ledger::ClosedText narrative(Dice& dice) {
    return closed(any(narratives, dice));
}
ledger::ClosedText obstacle(Dice& dice) {
    return closed(any(obstacles, dice));
}
ledger::ClosedText return_of_report(Dice& dice) {
    return closed(any(report_returns, dice));
}
ledger::ClosedText return_of_plan(Dice& dice) {
    return closed(any(plan_returns, dice));
}
ledger::ClosedText praise(Dice& dice) {
    return closed(any(praises, dice));
}
ledger::ClosedText advice(Dice& dice) {
    return closed(any(advices, dice));
}
ledger::ClosedText warning(Dice& dice) {
    return closed(any(warnings, dice));
}
ledger::ClosedText answer(Dice& dice) {
    return closed(any(answers, dice));
}

ledger::ClosedText comment(Dice& dice) {
    return dice.percent(40) ? closed(any(comments, dice)) : ledger::ClosedText{};
}

std::string recommendation(Dice& dice) {
    return std::string(any(recommendations, dice));
}

}  // namespace tools::demonstration::words
