"""Two years of thirty units under one office: all forms, all types, all that people leave out or put in.

The units are "dv-01" to "dv-30" under "van-phong". Some have logged nothing in one of the years, or in both; every
fourth one has something on every day on which a period begins or ends, and on the days beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from bot.storage import Storage
from handlers.people import Kind, Unit
from handlers.types import Record
from tests.world import BEGAN, store, unit_record

YEAR: Final = 2026
OFFICE: Final = "van-phong"
UNITS: Final = tuple(f"dv-{number:02}" for number in range(1, 31))
NOTHING_AT_ALL: Final = frozenset(UNITS[6:8])
NOTHING_BEFORE: Final = frozenset(UNITS[8:10])
NOTHING_NOW: Final = frozenset(UNITS[10:11])
SPENT_MOST: Final = 9_999_999_999

_KINDS: Final[tuple[tuple[Kind, str], ...]] = (("commune", "Xã"), ("hospital", "Bệnh viện"), ("department", "Phòng"))
_EDGES: Final = ((1, 1), (6, 14), (6, 15), (6, 30), (7, 1), (11, 14), (11, 15), (12, 14), (12, 15), (12, 16), (12, 31))
"""First and last days of periods, by whichever rule, and days beside them."""
_OVER: Final = (((6, 14), 1), ((12, 14), 1), ((6, 30), 1), ((12, 31), 1), ((6, 10), 12), ((12, 1), 30))
"""First days of what goes on past a last day, and how many days more it lasts."""
ODD: Final = (
    "Tập huấn\x00 có\x07 ký tự\x1b điều khiển\x7f",
    "Buổi nói chuyện \ud800 nửa chữ",
    "\u202eviết ngược\u202c שלום مرحبا",
    "Giao lưu 👩🏽‍🌾🎉 vui",
    "Họp <w:t>&amp;</w:t> & ]]> \"'",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-3 người\t+5 người",
    "dòng một\r\ndòng hai\n\ndòng ba\u2028dòng bốn",
    "1.234.567 đồng, 45 nữ, 12 nam",
    "   ",
    "",
)
"""Titles that people, or programs, have put in."""
OTHER_WORK: Final = (
    "Ban hành kế hoạch hoạt động năm",
    "ban hanh ke hoach nam",
    "TRÌNH ĐỀ ÁN TĂNG CƯỜNG CÁN BỘ NỮ",
    "Quán để ăn phục vụ chị em",
    "Lồng ghép giới vào kế hoạch phát triển",
    "long ghep gioi vao ke hoach phat trien",
    "Đề tài nghiên cứu về lao động nữ",
    "Thu thập số liệu tách theo giới",
    "Báo cáo kết quả thực hiện kế hoạch",
    "Sơ kết chương trình phối hợp với Hội Liên hiệp Phụ nữ",
    "Ký quy chế phối hợp liên ngành",
    "Công văn hướng dẫn thực hiện kế hoạch",
    "Tư vấn kế hoạch hóa gia đình",
    "Chương trình văn nghệ gây quỹ",
    "Mời báo cáo viên nói chuyện",
    "Thăm hỏi, tặng quà nữ công nhân",
    "Vận động ủng hộ phụ nữ nghèo",
)
TITLES: Final[dict[str, tuple[str, ...]]] = {
    "tap_huan": ("Tập huấn bình đẳng giới cho cán bộ", "Bồi dưỡng nghiệp vụ cho thành viên Ban"),
    "tuyen_truyen": ("Phát thanh về phòng, chống bạo lực gia đình", "Truyền thông tại thôn, theo kế hoạch năm"),
    "hoi_nghi": ("Hội nghị tổng kết", "Tọa đàm về chuyển đổi số"),
    "ky_niem": ("Gặp mặt chị em", "Hội thi nấu ăn"),
    "thang_hanh_dong": ("Lễ phát động", "Diễu hành hưởng ứng"),
    "hop": ("Sơ kết 6 tháng", "Bàn kế hoạch quý"),
    "kien_toan": ("Thay 2 thành viên nghỉ hưu", "Thành lập Ban"),
    "khac": OTHER_WORK,
}
_FORMS: Final = {
    "tap_huan": "truyen-thong",
    "tuyen_truyen": "truyen-thong",
    "hoi_nghi": "truyen-thong",
    "ky_niem": "ky-niem",
    "thang_hanh_dong": "ky-niem",
    "hop": "hop-kien-toan",
    "kien_toan": "hop-kien-toan",
    "kiem_tra": "kiem-tra",
    "can_bo_nu": "can-bo-nu",
    "vu_viec": "vu-viec",
    "khac": "khac",
}
TYPES: Final = tuple(_FORMS)
OCCASIONS: Final = ("quoc_te_phu_nu", "quoc_te_hanh_phuc", "gia_dinh", "phu_nu_viet_nam", "xoa_bo_bao_luc", "khac")
METHODS: Final = ("truc_tiep", "qua_bao_cao", "ket_hop", "tu_kiem_tra")
ISSUES: Final = ("bao_luc_gia_dinh", "xam_hai", "mua_ban", "bao_luc_khac", "khac")
LEVELS: Final = ("cap_uy", "lanh_dao", "phong", "quy_hoach", "nhan_vien")
WORDS_ONLY: Final = ("strengths", "limits", "difficulties", "to_province", "to_committee", "to_others", "plan")


def office_units() -> list[Unit]:
    """The office first."""
    since = BEGAN.date()
    above = Unit(OFFICE, "Ban VSTBPN tỉnh Thanh Hóa", "province", since, province="Thanh Hóa")
    named = ((id_, *_KINDS[number % 3]) for number, id_ in enumerate(UNITS))
    return [above, *(Unit(id_, f"{name} {id_}", kind, since, parent=OFFICE) for id_, kind, name in named)]


def rows(seed: int = 1) -> Iterator[tuple[dict[str, Any], datetime]]:
    """All entries with the time at which each was logged."""
    of = Random(seed)
    for number, unit in enumerate(UNITS):
        for year in (YEAR - 1, YEAR):
            silent = NOTHING_AT_ALL | (NOTHING_NOW if year == YEAR else NOTHING_BEFORE)
            if unit in silent:
                continue
            for at, row in enumerate(_year_of(of, number, year)):
                row |= {"id": f"{unit}.{year}.{at}", "unit": unit}
                yield row, _logged(of, row["date"])


def entry_row(of: Random, type_: str, day: date) -> dict[str, Any]:
    """An entry as its form stores it, without whose it is."""
    row: dict[str, Any] = {
        **{"form": _FORMS[type_], "type": type_, "title": _title(of, type_), "date": day.isoformat()},
        **{"place": of.choice((None, "Hội trường", "Nhà văn hóa thôn 3")), "deleted": int(of.random() < 0.05)},
    }
    if of.random() < 0.15:
        row["date_end"] = (day + timedelta(days=of.randrange(1, 30))).isoformat()
    more = _MORE[type_](of, row) if type_ in _MORE else {}
    if type_ not in ("kiem_tra", "can_bo_nu", "vu_viec"):
        row |= people(of)
        row["budget"] = of.choice((None, None, 0, of.randrange(1, 200) * 100_000, of.randrange(1, SPENT_MOST)))
        if of.random() < 0.02:
            row["budget"] = SPENT_MOST
    row["more"] = json.dumps(more, ensure_ascii=False)
    return row


def words_row(of: Random, day: date) -> dict[str, Any]:
    """What is told in words only, as the form for it stores it."""
    said = {name: _text(of, name) for name in WORDS_ONLY if of.random() < 0.8}
    return {
        **{"form": "kho-khan-kien-nghi", "type": "khac", "title": "Đánh giá, khó khăn, kiến nghị"},
        **{"date": day.isoformat(), "more": json.dumps(said, ensure_ascii=False), "deleted": 0},
    }


def people(of: Random) -> dict[str, int | None]:
    """What was said of people: all, some, nothing, nought, or what does not add up."""
    women, men = of.randrange(0, 400), of.randrange(0, 150)
    nobody: dict[str, int | None] = dict.fromkeys(("female", "male", "unknown", "total"))
    ways: tuple[dict[str, int | None], ...] = (
        {"female": women, "male": men, "total": women + men},
        {"female": women, "male": men, "total": women + men},
        {"female": women, "male": men, "total": None},
        {"total": women + men},
        {"female": women},
        {"male": men},
        {"female": women, "total": women + men},
        {"male": men, "total": women + men},
        {"female": women, "male": men, "total": women + men + of.randrange(1, 50)},
        {"female": women, "male": men, "total": max(0, women - 5)},
        {"female": women, "male": men, "unknown": of.randrange(0, 9)},
        {"unknown": of.randrange(0, 60), "total": of.randrange(0, 60)},
        {"female": 0, "male": 0, "total": 0},
        {"total": 0},
        {},
        {},
    )
    return nobody | of.choice(ways)


def year_storage(seed: int = 1, path: Path | None = None) -> Storage:
    """A storage with all units and entries."""
    storage = Storage(path)
    store(storage, map(unit_record, office_units()))
    put(storage, rows(seed))
    return storage


def put(storage: Storage, found: Iterable[tuple[dict[str, Any], datetime]]) -> None:
    """Store entries, each at its time."""
    with storage.transaction():
        for row, at in found:
            storage.records.store(Record("entries", row), at)


def _year_of(of: Random, number: int, year: int) -> Iterator[dict[str, Any]]:
    silent = of.sample(range(1, 13), 3)
    for _ in range(of.choice((8, 25, 60))):
        day = date(year, 1, 1) + timedelta(days=of.randrange(-20, 370))
        if day.month not in silent:
            yield entry_row(of, of.choice(TYPES), day)
    for day in (date(year, 3, 7), date(year, 11, 20)):
        yield words_row(of, day)
    if number % 4 == 0:
        yield from _on_edges(of, year)
    if number % 5 == 0:
        yield {**entry_row(of, "tap_huan", date(year, 5, 5)), "title": "nữ " * 1_667}
        yield from ({**entry_row(of, "khac", date(year, 8, 8)), "title": title} for title in ODD)
    if number == 0:
        yield from (entry_row(of, "tuyen_truyen", date(year, 4, 1 + at % 28)) for at in range(45))


def _on_edges(of: Random, year: int) -> Iterator[dict[str, Any]]:
    for month, day in _EDGES:
        yield entry_row(of, of.choice(TYPES), date(year, month, day))
    for month, day in ((12, 14), (12, 15), (12, 31)):
        yield entry_row(of, of.choice(TYPES), date(year - 1, month, day))
    for first, days in _OVER:
        began = date(year, *first)
        yield {**entry_row(of, "ky_niem", began), "date_end": (began + timedelta(days=days)).isoformat()}


def _logged(of: Random, day: str) -> datetime:
    on = date.fromisoformat(day) + timedelta(days=of.choice((0, 0, 1, 3, 20)))
    return datetime.combine(on, time(of.randrange(1, 12), of.randrange(60)), UTC)


def _title(of: Random, type_: str) -> str | None:
    if type_ not in TITLES:
        return None
    return of.choice(ODD) if of.random() < 0.05 else of.choice(TITLES[type_])


def _text(of: Random, name: str) -> str:
    return of.choice((f"Về {name}: đã làm 3 việc, còn 12 việc.", f"{name}\n- một\n- hai", *ODD[:6]))


def _inspection(of: Random, row: dict[str, Any]) -> dict[str, Any]:
    row["units_inspected"] = of.choice((None, 1, of.randrange(1, 40), 10_000))
    return {"method": of.choice(METHODS), "results": _text(of, "results"), "shortcomings": _text(of, "shortcomings")}


def _incidents(of: Random, row: dict[str, Any]) -> dict[str, Any]:
    cases = of.choice((None, 0, 0, 1, of.randrange(1, 20)))
    if cases:
        row |= {"female": of.randrange(0, 20), "male": of.choice((None, 0, 2))}
        row["total"] = row["female"] + (row["male"] or 0)
    said = {"kind": of.choice(ISSUES), "measures": _text(of, "measures"), "proposals": _text(of, "proposals")}
    return said if cases is None else said | {"cases": cases}


def _cadres(of: Random, row: dict[str, Any]) -> dict[str, Any]:
    levels = []
    for level in of.sample(LEVELS, of.randrange(1, 6)):
        now, before = of.randrange(0, 60), of.choice((None, of.randrange(0, 60)))
        said: dict[str, Any] = {"level": level, "all_now": now, "women_now": of.randint(0, now)}
        levels.append(said if before is None else said | {"all_before": before, "women_before": of.randint(0, before)})
    return {"levels": levels, "difficulties": _text(of, "difficulties")}


_MORE: Final[dict[str, Callable[[Random, dict[str, Any]], dict[str, Any]]]] = {
    "kiem_tra": _inspection,
    "vu_viec": _incidents,
    "can_bo_nu": _cadres,
    "ky_niem": lambda of, row: {"occasion": of.choice(OCCASIONS), "evaluation": _text(of, "evaluation")},
    "thang_hanh_dong": lambda of, row: {"occasion": "thang_hanh_dong"},
    "hop": lambda of, row: {"kind": of.choice(("hop_dinh_ky", "hop_dot_xuat")), "decision": _text(of, "decision")},
    "kien_toan": lambda of, row: {"kind": of.choice(("kien_toan", "thanh_lap")), "units": "2 đơn vị: Phòng 1, Phòng 2"},
}
