"""Reports to render: one with every part, one made of hostile words, one with next to nothing."""

from __future__ import annotations

from datetime import date
from typing import Final

from handlers.reports.model import Chart, Column, Figure, Header, Report, Row, Section, Series, Table

HOSTILE: Final = (
    "Nghị quyết <w:t>&amp;</w:t> & ]]> \"'",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "chữ\x00điều\x07khiển\x1b\x7f",
    "nửa chữ \ud800 và \udfff lẻ",
    "không phải chữ \ufffe\uffff cuối",
    "vui 👩🏽‍🌾🎉 buồn 😢",
    "שלום مرحبا بالعالم",
    "\u202eđảo ngược\u202c",
    "bảng\tcột\r\ndòng hai\n\n- gạch một\n- gạch hai\u2028dòng ba\x0bdòng bốn",
    "dấu rời: Ba\u0302\u0301t đa\u0306\u0309ng",
    "w" * 3_000,
    "{{ mẫu }} ${jndi} %s {0} \\n",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;&#0;",
    "   ",
    "",
)
"""Words that people, or programs, have put into fields."""
LONG: Final = "nữ " * 16_667
"""Fifty thousand letters."""

_ACTIVITIES: Final = Table(
    id="hoat-dong",
    title="Các hoạt động truyền thông, tập huấn",
    columns=(
        Column("TT", "index"),
        Column("Hoạt động", "text"),
        Column("Ngày", "date"),
        Column("Tổng số người", "number", summed=True),
        Column("Trong đó nữ", "number", summed=True),
        Column("Kinh phí (đồng)", "money", summed=True),
        Column("Tỷ lệ nữ", "share"),
    ),
    rows=(
        (1, "Tập huấn kỹ năng lồng ghép giới cho cán bộ thôn, tổ dân phố", "5/3/2026", 1_200, 734, 15_000_000, 0.6117),
        (2, "Tọa đàm nhân ngày Quốc tế Phụ nữ 8-3", "8/3/2026", 85, None, None, None),
        (3, "Phát thanh về phòng, chống bạo lực gia đình", "12/4/2026 đến 15/4/2026", None, None, 500_000, None),
        (None, "Cộng", None, 1_285, 734, 15_500_000, None),
    ),
    total=True,
)
_CADRES: Final = Table(
    id="can-bo",
    title="Nữ tham gia lãnh đạo, quản lý",
    columns=(
        Column("TT", "index"),
        Column("Cấp", "text"),
        Column("Hiện có", "number", summed=True),
        Column("Nữ", "number", summed=True),
        Column("Tỷ lệ", "share"),
        Column("So với năm trước", "change"),
        Column("Tăng, giảm tỷ lệ", "change"),
    ),
    rows=(
        (1, "Cấp ủy", 15, 5, 1 / 3, 1, 0.052),
        (2, "Hội đồng nhân dân", 28, 9, 9 / 28, -2, -0.03),
        (3, "Trưởng thôn", 12, 3, 0.25, 0, None),
        (None, None, 55, 17, 17 / 55, -1, None),
    ),
    total=True,
)
_MONTHS: Final = Table(
    id="thang",
    title="Số cuộc theo tháng",
    columns=(
        Column("Loại hoạt động", "text"),
        *(Column(f"Tháng {month}", "number", summed=True) for month in range(1, 7)),
        Column("Cả kỳ", "number", summed=True),
        Column("Năm trước", "number", summed=True),
        Column("Tăng, giảm", "change"),
    ),
    rows=(
        ("Truyền thông", 1, 2, 5, 1, None, 3, 12, 10, 2),
        ("Tập huấn", None, None, 1, 1, None, None, 2, None, None),
        ("Kiểm tra", None, None, None, None, 1, 1, 2, 3, -1),
        ("Cộng", 1, 2, 6, 2, 1, 4, 16, 13, 3),
    ),
    total=True,
)


def diary(rows: int) -> Table:
    """A table of twelve columns with a total."""
    kinds = ("index", "text", "date", "text", "text")
    names = ("TT", "Hoạt động", "Ngày", "Nơi tổ chức", "Đơn vị")
    counts = ("Nữ", "Nam", "Chưa rõ", "Tổng số", "Đơn vị được kiểm tra")
    columns = (
        *(Column(name, kind) for name, kind in zip(names, kinds, strict=True)),  # type: ignore[arg-type]
        *(Column(name, "number", summed=True) for name in counts),
        Column("Kinh phí (đồng)", "money", summed=True),
        Column("Tỷ lệ nữ", "share"),
    )
    said = tuple(_diary_row(at) for at in range(1, rows + 1))
    sums = tuple(sum(int(row[at] or 0) for row in said) for at in range(5, 11))
    return Table("nhat-ky", "Nhật ký hoạt động", columns, (*said, (None, "Cộng", None, None, None, *sums, None)), True)


def _diary_row(at: int) -> tuple[str | int | float | None, ...]:
    female, male = at % 40, at % 17
    total = female + male
    day = f"{at % 28 + 1}/{at % 6 + 1}/2026"
    money = None if at % 3 else at * 150_000
    share = female / total if total else None
    title = f"Tuyên truyền Luật Bình đẳng giới tại thôn {at}"
    return (at, title, day, f"Nhà văn hóa thôn {at}", "Xã A", female, male, None, total, None, money, share)


_HEADER: Final = Header(
    agency="UBND XÃ A",
    body="BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",
    symbol="BC-BVSTBPN",
    place="Xã A",
    day=date(2026, 7, 5),
    type_name="BÁO CÁO",
    summary="Kết quả công tác bình đẳng giới và vì sự tiến bộ của phụ nữ 6 tháng đầu năm 2026",
    note="Số liệu tính đến hết ngày 30/6/2026",
    to=("Ban Vì sự tiến bộ của phụ nữ tỉnh B", "Sở Nội vụ tỉnh B"),
    agency_post="PHÓ CHỦ TỊCH UBND XÃ",
    signer="Thư ký xã A",
    copies=("Như trên", "Đảng ủy, HĐND, UBND xã", "Thành viên Ban VSTBPN xã", "Lưu: VT, BVSTBPN"),
)
_FIRST: Final = "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2026, Ban Vì sự tiến bộ của phụ nữ xã A báo cáo như sau:"
_PROSE: Final = (
    "Trong 6 tháng đầu năm, các ngành và đoàn thể của xã đã phối hợp tuyên truyền Luật Bình đẳng giới, Luật Phòng, "
    "chống bạo lực gia đình đến cán bộ, công chức và Nhân dân bằng nhiều hình thức: hội nghị, phát thanh, tờ rơi."
)
_SECTIONS: Final = (
    Section("i", 1, "I", "Công tác chỉ đạo, triển khai", (_PROSE,)),
    Section("i.1", 2, "1", "Ban hành văn bản", ("Đã ban hành 4 văn bản (năm trước 3).\n- 2 kế hoạch;\n- 2 công văn.",)),
    Section("i.2", 2, "2", "Truyền thông, tập huấn", (_PROSE, "Cụ thể:"), (_ACTIVITIES,)),
    Section("i.3", 2, "3", "Thực hiện các mục tiêu"),
    Section("i.3.1", 3, "3.1", "Trong lĩnh vực chính trị", ("Tỷ lệ nữ tăng so với năm trước.",), (_CADRES,)),
    Section("i.3.2", 3, "-", "Trong lĩnh vực kinh tế", ("Có 120 phụ nữ được vay vốn.", "Dư nợ 1.200.000.000 đồng.")),
    Section("i.3.3", 3, "-", "Trong lĩnh vực y tế"),
    Section("ii", 1, "II", "Đánh giá chung", (_PROSE,), (_MONTHS,)),
    Section("ii.1", 2, "1", "Tồn tại, hạn chế", (_PROSE, _PROSE)),
    Section("iii", 1, "III", "Phương hướng 6 tháng cuối năm 2026"),
    Section("iii.1", 2, "1", "Nhiệm vụ", ("Tiếp tục tuyên truyền.", "- Tháng 8: kiểm tra 2 đơn vị.")),
    Section("iii.2", 2, "2", "Kiến nghị", ("Đề nghị cấp trên bố trí kinh phí cho công tác bình đẳng giới cấp xã.",)),
)
_CHARTS: Final = (
    Chart(
        "theo-thang",
        "Số cuộc theo tháng",
        tuple(f"Tháng {month}" for month in range(1, 7)),
        (Series("Truyền thông", (1, 2, 5, 1, 0, 3)), Series("Tập huấn", (0, 0, 1, 1, 0, 0))),
    ),
    Chart(
        "theo-loai",
        "Số người theo loại hoạt động",
        ("Truyền thông", "Tập huấn", "Kiểm tra"),
        (Series("Nữ", (734, 25, 4)), Series("Nam", (466, 5, 2)), Series("Chưa rõ", (85, 0, 0))),
        lying=True,
    ),
)
_FIGURES: Final = (
    Figure("truyen-thong.count", "i.2", "Số cuộc truyền thông, tập huấn", 3, "cuộc", ("e1", "e2", "e3"), before=2),
    Figure("truyen-thong.people", "i.2", "Số người dự", 1_285, "người", ("e1", "e2"), before=None, lacking=1),
    Figure("truyen-thong.money", "i.2", "Kinh phí", 15_500_000, "đồng", ("e1", "e3"), before=12_000_000, lacking=1),
    Figure("kiem-tra.units", "ii", "Số đơn vị được kiểm tra", None, "đơn vị", (), before=4),
)


def _row(id: str, title: str, day: date, **said: int | date | bool | None) -> Row:
    blank: dict[str, int | None] = dict.fromkeys(("female", "male", "unknown", "total", "budget", "units_inspected"))
    given: dict[str, int | date | bool | None] = {"last_day": None, **blank, **said}
    return Row(id, "xa-a", "Xã A", "i.2", "truyen_thong", "Truyền thông", title, day, place="Hội trường xã", **given)  # type: ignore[arg-type]


_ROWS: Final = (
    _row("e1", "Tập huấn kỹ năng", date(2026, 3, 5), female=734, male=466, total=1_200, budget=15_000_000),
    _row("e2", "Tọa đàm 8-3", date(2026, 3, 8), unknown=85, total=85),
    _row("e3", "Phát thanh", date(2026, 4, 12), last_day=date(2026, 4, 15), budget=500_000),
    _row("e4", "Kiểm tra trường học", date(2026, 6, 20), units_inspected=2, budget=0, late=True),
)


def sample_report() -> Report:
    """A report with every part."""
    return Report(
        header=_HEADER,
        opening=(_FIRST,),
        sections=_SECTIONS,
        appendix=(
            Section("pl.1", 1, "I", "Danh sách hoạt động", ("Xếp theo ngày.",), (diary(40),)),
            Section("pl.2", 1, "II", "Cán bộ nữ", (), (_CADRES,)),
        ),
        charts=_CHARTS,
        figures=_FIGURES,
        rows=_ROWS,
        title="Báo cáo 6 tháng đầu năm 2026 - Xã A",
        missing=("ii.2",),
    )


def minimal_report() -> Report:
    """A report in which nearly nothing is said."""
    header = Header("", "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ", "BC-BVSTBPN", "Xã A", date(2026, 1, 5), "BÁO CÁO", "Kết quả")
    return Report(header, (), (Section("i", 1, "I", "Kết quả", ("Không có hoạt động.",)),))


def hostile_report() -> Report:
    """A report whose every word is hostile."""
    said = " ".join(HOSTILE)
    header = Header(
        agency=HOSTILE[0],
        body=said,
        symbol=HOSTILE[5],
        place=HOSTILE[7],
        day=date(2026, 10, 9),
        type_name=HOSTILE[8],
        summary=said,
        note=HOSTILE[14],
        to=HOSTILE,
        board_post=HOSTILE[4],
        agency_post=HOSTILE[6],
        signer=HOSTILE[9],
        copies=HOSTILE,
    )
    rows = tuple((at, word, word, at, None, float(at) / 100) for at, word in enumerate((*HOSTILE, LONG)))
    columns = (
        Column("TT", "index"),
        Column(said, "text"),
        Column(HOSTILE[2], "date"),
        Column("Số", "number", summed=True),
        Column("", "money", summed=True),
        Column(HOSTILE[12], "share"),
    )
    count = sum(range(len(rows)))
    table = Table("t<1>", said, columns, (*rows, (None, None, None, count, 0, None)), total=True)
    return Report(
        header=header,
        opening=(*HOSTILE, LONG),
        sections=(
            Section("a", 1, HOSTILE[0], said, HOSTILE, (table,)),
            Section("b", 2, "", said, (LONG,)),
            Section("c", 3, "-", said, HOSTILE),
        ),
        appendix=(Section("d", 1, "I", said, HOSTILE, (table,)),),
        charts=(Chart("c&<>", said, HOSTILE[:3], (Series(said, (1, 2, 3)),)),),
        figures=tuple(Figure(f"f{at}", "a", word, at, word, (word,)) for at, word in enumerate(HOSTILE)),
        rows=tuple(_row(f"e{at}", word, date(2026, 5, 1), total=at) for at, word in enumerate((*HOSTILE, LONG))),
        title=said,
        extra={word: word for word in HOSTILE},
    )
