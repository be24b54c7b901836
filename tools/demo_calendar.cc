#include "tools/demo_cast.h"

namespace tools::demonstration {

// SKB 3 Menteri 2025.
ledger::calendar::Published calendar_2025() {
    return {
        .year = 2025,
        .holidays =
            {
                {day(2025, 1, 1), "Tahun Baru Masehi"},
                {day(2025, 1, 27), "Isra Mikraj"},
                {day(2025, 1, 29), "Tahun Baru Imlek"},
                {day(2025, 3, 29), "Hari Suci Nyepi"},
                {day(2025, 3, 31), "Idulfitri"},
                {day(2025, 4, 1), "Idulfitri"},
                {day(2025, 4, 18), "Wafat Yesus Kristus"},
                {day(2025, 4, 20), "Kebangkitan Yesus Kristus"},
                {day(2025, 5, 1), "Hari Buruh"},
                {day(2025, 5, 12), "Hari Raya Waisak"},
                {day(2025, 5, 29), "Kenaikan Yesus Kristus"},
                {day(2025, 6, 1), "Hari Lahir Pancasila"},
                {day(2025, 6, 6), "Iduladha"},
                {day(2025, 6, 27), "Tahun Baru Islam"},
                {day(2025, 8, 17), "Hari Kemerdekaan"},
                {day(2025, 9, 5), "Maulid Nabi Muhammad"},
                {day(2025, 12, 25), "Kelahiran Yesus Kristus"},
            },
        .joint_leave =
            {
                {day(2025, 1, 28), "Cuti bersama Tahun Baru Imlek"},
                {day(2025, 3, 28), "Cuti bersama Hari Suci Nyepi"},
                {day(2025, 4, 2), "Cuti bersama Idulfitri"},
                {day(2025, 4, 3), "Cuti bersama Idulfitri"},
                {day(2025, 4, 4), "Cuti bersama Idulfitri"},
                {day(2025, 4, 7), "Cuti bersama Idulfitri"},
                {day(2025, 5, 13), "Cuti bersama Hari Raya Waisak"},
                {day(2025, 5, 30), "Cuti bersama Kenaikan Yesus Kristus"},
                {day(2025, 6, 9), "Cuti bersama Iduladha"},
                {day(2025, 8, 18), "Cuti bersama Hari Kemerdekaan"},
                {day(2025, 12, 26), "Cuti bersama Kelahiran Yesus Kristus"},
            },
    };
}

// The days of domain.md 7.6, which the golden year's clocks are counted with.
ledger::calendar::Published calendar_2026() {
    return {
        .year = 2026,
        .holidays =
            {
                {day(2026, 1, 1), "Tahun Baru Masehi"},
                {day(2026, 1, 16), "Isra Mikraj"},
                {day(2026, 2, 17), "Tahun Baru Imlek"},
                {day(2026, 3, 19), "Hari Suci Nyepi"},
                {day(2026, 4, 3), "Wafat Yesus Kristus"},
                {day(2026, 5, 1), "Hari Buruh"},
            },
        .joint_leave =
            {
                {day(2026, 2, 16), "Cuti bersama Tahun Baru Imlek"},
                {day(2026, 3, 18), "Cuti bersama Hari Suci Nyepi"},
                {day(2026, 3, 20), "Cuti bersama Idulfitri"},
                {day(2026, 3, 23), "Cuti bersama Idulfitri"},
                {day(2026, 3, 24), "Cuti bersama Idulfitri"},
            },
    };
}

}  // namespace tools::demonstration
