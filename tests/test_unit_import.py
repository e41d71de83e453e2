"""Unit lists: read from files of any program, planned as a whole, nothing half done."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.storage import Storage
from bot.units.columns import Column
from bot.units.grid import SheetError
from bot.units.plan import ImportPlan, plan_import, records
from bot.units.preview import preview
from bot.units.sheet import MOST_BYTES, Row, read_sheet
from handlers.people import Tree, Unit
from knowledge.communes import communes_of
from knowledge.gazetteer import Gazetteer
from knowledge.load import Knowledge

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
HEADINGS = ("STT", "Tên đơn vị", "Loại", "Đơn vị cấp trên", "Tỉnh", "Ngành", "Từ ngày")
LINES = (
    HEADINGS,
    ("1", "Trạm Y tế xã A", "Trạm y tế", "Sở Y tế", "", "", ""),
    ("2", "Sở Y tế", "Sở, ban, ngành", "Ban VSTBPN tỉnh Bắc Ninh", "", "ngành y tế", "15/7/2025"),
    ("3", "Ban VSTBPN tỉnh Bắc Ninh", "Tỉnh", "", "bac ninh", "", "2025-07-01"),
)


@pytest.fixture(scope="module")
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    return Gazetteer(knowledge.places, tuple(knowledge.lexicon.sectors))


def counter() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"u{next(numbers)}"


def workbook(*lines: Iterable[object], titles: Sequence[str] = ("Trang 1",)) -> bytes:
    """An .xlsx file with the lines on its last sheet."""
    book = openpyxl.Workbook()
    for title in titles:
        sheet = book.create_sheet(title)
    del book["Sheet"]
    for line in lines:
        sheet.append(list(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(lines: Sequence[Sequence[str]] = LINES, delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(lines)
    return file.getvalue()


def windows_1258(written: str) -> bytes:
    """As a program of its time writes it: the tone after its letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = []
    for letter in written:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in tones)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones)) + tone)
    return "".join(letters).encode("cp1258")


def rows(*cells: Mapping[Any, str | None]) -> list[Row]:
    return [Row.of(number, one) for number, one in enumerate(cells, 2)]


def planned(given_rows: Sequence[Row], gazetteer: Gazetteer, units: Sequence[Unit] = ()) -> ImportPlan:
    return plan_import(given_rows, Tree(units), gazetteer, TODAY, counter())


def refused(plan: ImportPlan) -> list[tuple[int, Column]]:
    return [(problem.row, problem.column) for problem in plan.problems]


def unit(id_: str, name: str, parent: str | None = None, **more: object) -> Unit:
    return Unit(id_, name, "other", date(2025, 7, 1), parent=parent, **more)  # type: ignore[arg-type]


# Reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda written: written.encode(),
        lambda written: written.encode("utf-8-sig"),
        lambda written: codecs.BOM_UTF16_LE + written.encode("utf-16-le"),
        lambda written: codecs.BOM_UTF16_BE + written.encode("utf-16-be"),
        lambda written: unicodedata.normalize("NFD", written).encode(),
        windows_1258,
    ],
)
def test_every_encoding_and_delimiter_reads_the_same(encode: Callable[[str], bytes], delimiter: str) -> None:
    sheet = read_sheet(encode(text(delimiter=delimiter)))
    assert sheet == read_sheet(workbook(*LINES))
    assert [row.number for row in sheet.rows] == [2, 3, 4]
    assert sheet.rows[1].cells == {
        "name": "Sở Y tế",
        "kind": "Sở, ban, ngành",
        "parent": "Ban VSTBPN tỉnh Bắc Ninh",
        "sector": "ngành y tế",
        "since": "15/7/2025",
    }
    assert sheet.ignored == ()


def test_headings_come_in_any_order_and_spelling_below_a_title() -> None:
    lines: list[list[object]] = [
        ["DANH SÁCH ĐƠN VỊ NĂM 2026"],
        [],
        ["Ghi chú", "LOAI", "đơn vị cấp trênn", "TÊN ĐƠN VỊ (*)", "Từ ngày (ngày/tháng/năm)", "Mã"],
        [],
        ["x", "Xã", "Ban", "Xã  Lam\u200b Sơn ", date(2025, 7, 1), 123],
    ]
    for title in (["Trang 1"], ["Hướng dẫn", "Danh sách"]):
        sheet = read_sheet(workbook(*lines, titles=title))
        assert sheet.rows == (
            Row(5, {"kind": "Xã", "parent": "Ban", "name": "Xã Lam Sơn", "since": "2025-07-01", "code": "123"}, ()),
        )
        assert sheet.ignored == ("Ghi chú",)


def test_cells_that_cannot_be_used_are_named() -> None:
    lines: list[list[object]] = [
        ["Tên đơn vị", "Tỉnh"],
        ["=A1", "Huế"],
        ["Xã A", "#REF!"],
        ["x" * 301, "Huế"],
        ["Xã B", True],
    ]
    sheet = read_sheet(workbook(*lines))
    assert [(row.number, [problem.column for problem in row.problems]) for row in sheet.rows] == [
        (2, ["name"]),
        (3, ["province"]),
        (4, ["name"]),
        (5, ["province"]),
    ]
    assert "công thức" in str(sheet.rows[0].problems[0])
    assert "Dòng 2, cột “Tên đơn vị”: “=A1”" in str(sheet.rows[0].problems[0])


def test_what_looks_like_a_formula_in_a_csv_is_text() -> None:
    names = ["=1+1 A", "+84 B", "-C", "@D"]
    sheet = read_sheet(text([["Tên đơn vị", "Tỉnh"], *([name, "Huế"] for name in names)]).encode())
    assert [row.get("name") for row in sheet.rows] == names


def test_limits() -> None:
    many = [["Tên đơn vị"], *([f"Xã {number}"] for number in range(10_000))]
    assert len(read_sheet(text(many).encode()).rows) == 10_000
    for data in (text([*many, ["Xã A"]]).encode(), workbook(*many, ["Xã A"]), b"x" * (MOST_BYTES + 1)):
        with pytest.raises(SheetError, match="quá"):
            read_sheet(data)


def test_a_file_that_swells_is_not_opened() -> None:
    file = io.BytesIO(workbook(*LINES))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * (51 * 2**20))
    with pytest.raises(SheetError, match="giải nén"):
        read_sheet(file.getvalue())


def with_sheet(xml: str) -> bytes:
    """A workbook whose only worksheet is this XML."""
    whole, file = io.BytesIO(workbook(*LINES)), io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, xml if part.startswith("xl/worksheets/sheet") else old.read(part))
    return file.getvalue()


def test_a_worksheet_made_to_harm_is_refused() -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    entities = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    laughs = (
        f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet {main}><sheetData><row r="1"><c r="A1" t="inlineStr">'
    )
    laughs += "<is><t>&e9;</t></is></c></row></sheetData></worksheet>"
    far = f'<worksheet {main}><sheetData><row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'
    far += "</sheetData></worksheet>"
    for xml in (laughs, far, "<worksheet>", ""):
        with pytest.raises(SheetError):
            read_sheet(with_sheet(xml))


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04 broken",
        other_zip(),
        workbook(*LINES)[:2000],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xfe\x00",
        "Xã A,Tỉnh B".encode(),
        "Tên đơn vị,Tỉnh\n,\n".encode(),
        "Tên đơn vị,Tên đơn vị\nA,B\n".encode(),
        ('Tên đơn vị\n"' + "x" * 200_000).encode(),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(data: bytes) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(data)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", "Tên đơn vị,Mã\n".encode()]))
@example(b"\xf1\x80\x80\x80", "Tên đơn vị,Mã\n".encode())
def test_any_bytes_are_a_list_or_refused(data: bytes, head: bytes) -> None:
    try:
        sheet = read_sheet(head + data)
    except SheetError:
        return
    for row in sheet.rows:
        assert all(unicodedata.is_normalized("NFC", cell) and cell.isprintable() for cell in row.cells.values())


# Planning


def test_units_come_after_their_parents_and_inherit(gazetteer: Gazetteer) -> None:
    plan = planned(read_sheet(workbook(*LINES)).rows, gazetteer)
    board, office, station = plan.new
    assert (plan.problems, plan.warnings) == ([], [])
    assert (board.name, board.kind, board.province, board.code) == (
        "Ban VSTBPN tỉnh Bắc Ninh",
        "province",
        "Bắc Ninh",
        "24",
    )
    assert (office.kind, office.parent, office.sector, office.since) == (
        "department",
        board.id,
        "Y tế",
        date(2025, 7, 15),
    )
    assert (station.kind, station.parent, station.province, station.sector, station.since) == (
        "hospital",
        office.id,
        "Bắc Ninh",
        "Y tế",
        TODAY,
    )


def test_a_list_read_twice_makes_nothing_the_second_time(gazetteer: Gazetteer) -> None:
    first = planned(read_sheet(workbook(*LINES)).rows, gazetteer)
    again = planned(read_sheet(workbook(*LINES)).rows, gazetteer, first.new)
    assert (again.new, again.problems) == ([], [])
    assert {one.id for one in again.same} == {one.id for one in first.new}


def test_a_unit_that_is_no_more_does_not_stand_in_the_way(gazetteer: Gazetteer) -> None:
    ended = unit("old", "Sở X", province="Huế", until=TODAY)
    plan = planned(rows({"name": "Sở X", "province": "Huế"}), gazetteer, [ended])
    assert [one.name for one in plan.new] == ["Sở X"]
    assert refused(planned(rows({"name": "Phòng Y", "parent": "Sở X"}), gazetteer, [ended])) == [(2, "parent")]
    assert refused(planned(rows({"name": "Phòng Y", "parent": "old"}), gazetteer, [ended])) == [(2, "parent")]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("giáo dục", "Giáo dục và Đào tạo"),
        ("GIAO DUC", "Giáo dục và Đào tạo"),
        ("y te", "Y tế"),
        ("lao động", "Lao động - Thương binh và Xã hội"),
        ("kế hoạch", "Kế hoạch và Đầu tư"),
    ],
)
def test_a_part_of_a_sector_s_name_is_enough_where_only_one_fits(gazetteer: Gazetteer, text: str, sector: str) -> None:
    [unit] = planned(rows({"name": "Đơn vị A", "kind": "khác", "sector": text}), gazetteer).new
    assert unit.sector == sector


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "Sở"}, "name"),
        ({"name": "***"}, "name"),
        ({"name": "A", "kind": "tỉnh đoàn"}, "kind"),
        ({"name": "A", "province": "Atlantis"}, "province"),
        ({"name": "A", "sector": "bay vào vũ trụ"}, "sector"),
        ({"name": "A", "sector": "***"}, "sector"),
        ({"name": "A", "sector": "và"}, "sector"),
        ({"name": "A", "sector": "Y tế và Công Thương"}, "sector"),
        ({"name": "A", "since": "31/2/2026"}, "since"),
        ({"name": "A", "since": "15/7/0025"}, "since"),
        ({"name": "A", "since": "45852"}, "since"),
        ({"name": "A", "parent": "Sở không có"}, "parent"),
        ({"name": "A", "parent": "a"}, "parent"),
        ({"name": "A", "office": "Sở không có"}, "office"),
        ({"name": "A", "office": "A"}, "office"),
        ({"name": "Xã A", "kind": "xã", "province": "Huế", "code": "99999"}, "code"),
        ({"name": "Xã A", "kind": "xã", "province": "Huế", "code": "x1"}, "code"),
        ({"name": "Xã Lam Sơn", "kind": "xã", "province": "Huế", "code": "15544"}, "code"),
        ({"name": "Ban A", "kind": "tỉnh", "province": "Huế", "code": "01"}, "code"),
    ],
)
def test_each_bad_cell_is_named(gazetteer: Gazetteer, cells: Mapping[Column, str], column: Column) -> None:
    plan = planned(rows({"name": "Sở B", "province": "Huế"}, cells), gazetteer)
    assert refused(plan) == [(3, column)]
    with pytest.raises(ValueError, match="problems"):
        records(plan, None)


def test_all_bad_rows_are_named_in_the_order_of_the_file(gazetteer: Gazetteer) -> None:
    plan = planned(
        rows(
            {"name": "A", "parent": "B"},
            {"name": "B", "parent": "C"},
            {"name": "C", "parent": "B"},
            {"name": "D", "kind": "?"},
            {"name": "E"},
            {"name": "e"},
            {"name": "F", "parent": "E"},
        ),
        gazetteer,
    )
    assert refused(plan) == [(3, "parent"), (4, "parent"), (5, "kind"), (7, "name"), (8, "parent")]
    assert "B → C → B" in plan.problems[0].text


def test_two_units_of_one_name_are_not_guessed_between(gazetteer: Gazetteer) -> None:
    there = [unit("p1", "Ban 1"), unit("p2", "Ban 2"), unit("x1", "Phòng X", "p1"), unit("x2", "Phòng X", "p2")]
    assert refused(planned(rows({"name": "Tổ", "parent": "phong x"}), gazetteer, there)) == [(2, "parent")]
    by_id = planned(rows({"name": "Tổ", "parent": "x2"}), gazetteer, there)
    assert by_id.problems == []
    assert by_id.new[0].parent == "x2"
    # One in the list and another that is registered.
    both = rows({"name": "Phòng Y", "parent": "Ban 2"}, {"name": "Tổ", "parent": "Phòng Y"})
    assert refused(planned(both, gazetteer, [*there, unit("y1", "Phòng Y", "p1")])) == [(3, "parent")]
    assert refused(planned(both, gazetteer, [*there, unit("y2", "Phòng Y", "p2")])) == []


def test_diacritics_tell_units_apart_but_a_likeness_is_pointed_out(gazetteer: Gazetteer) -> None:
    there = [unit("p", "Ban"), unit("c", "Phòng Thanh An", "p")]
    plan = planned(rows({"name": "Phòng Thạnh An", "parent": "Ban", "province": "Huế"}), gazetteer, there)
    assert len(plan.new) == 1
    assert [(one.row, one.column) for one in plan.warnings] == [(2, "name")]


def test_a_standing_office_is_found_anywhere_and_may_not_close_a_circle(gazetteer: Gazetteer) -> None:
    plan = planned(rows({"name": "Ban A", "office": "Sở B"}, {"name": "Sở B"}), gazetteer)
    assert plan.problems == []
    board, office = plan.new
    assert board.above == office.id
    circle = rows(
        {"name": "Ban A", "office": "Sở B"}, {"name": "Sở B", "parent": "Ban A"}, {"name": "Tổ", "parent": "Sở B"}
    )
    assert refused(planned(circle, gazetteer)) == [(2, "office"), (3, "office")]


def test_codes_of_communes_are_filled_in_and_compared(gazetteer: Gazetteer) -> None:
    first, second, third = communes_of("Thanh Hóa")[:3]
    plan = planned(
        rows(
            {"name": f"Ban VSTBPN {first.name.lower()}", "kind": "xã", "province": "thanh hoa"},
            {"name": second.name, "kind": "phường", "code": str(int(second.code))},
            {"name": "Xã Tên Khác", "kind": "xã", "code": third.code},
            {"name": "Xã Không Có", "kind": "xã", "province": "Thanh Hóa"},
            {"name": "Sở Z", "province": "Bắc Giang", "code": "1"},
            {"name": "Sở Không Tỉnh"},
        ),
        gazetteer,
    )
    assert plan.problems == []
    assert [one.code for one in plan.new] == [first.code, second.code, third.code, None, None, None]
    assert [one.province for one in plan.new] == [*["Thanh Hóa"] * 4, "Bắc Ninh", None]
    assert [(one.row, one.column) for one in plan.warnings] == [
        (4, "name"),
        (5, "name"),
        (6, "province"),
        (6, "code"),
        (7, "province"),
    ]


def test_a_deep_list_upside_down_is_planned(gazetteer: Gazetteer) -> None:
    deep = rows(*({"name": f"Tổ {at}", "parent": f"Tổ {at + 1}"} for at in range(3000)), {"name": "Tổ 3000"})
    plan = planned(deep, gazetteer)
    assert plan.problems == []
    assert plan.new[-1].name == "Tổ 0"
    ring = rows(*({"name": f"Tổ {at}", "parent": f"Tổ {(at + 1) % 3000}"} for at in range(3000)))
    assert len(planned(ring, gazetteer).problems) == 3000


@settings(deadline=None)
@given(st.data())
def test_any_forest_in_any_order_is_made_as_written(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 25))
    above = [data.draw(st.integers(-1, at - 1)) for at in range(size)]
    order = data.draw(st.permutations(range(size)))
    listed = rows(
        *({"name": f"Tổ số {at}", "parent": f"tổ SỐ {above[at]}" if above[at] >= 0 else None} for at in order)
    )
    empty = Gazetteer((), ())
    plan = planned(listed, empty)
    names = {one.id: one.name for one in plan.new}
    assert plan.problems == []
    assert {one.name: names.get(one.parent or "") for one in plan.new} == {
        f"Tổ số {at}": f"Tổ số {above[at]}" if above[at] >= 0 else None for at in range(size)
    }
    seen: set[str | None] = {None}
    for one in plan.new:
        assert one.parent in seen
        seen.add(one.id)
    kept = data.draw(st.integers(0, size))
    rest = planned(listed, empty, plan.new[:kept])
    assert (len(rest.same), len(rest.new)) == (kept, size - kept)


# Storing, and the words about it


def test_what_is_stored_is_what_was_planned(gazetteer: Gazetteer) -> None:
    storage = Storage(None)
    plan = plan_import(
        read_sheet(workbook(*LINES)).rows, storage.register.tree(), gazetteer, TODAY, storage.register.new_id
    )
    with storage.transaction():
        for record in records(plan, "somebody"):
            storage.records.store(record, NOW)
    assert list(storage.register.tree()) == plan.new
    events = storage.records.rows("unit_events")
    assert [(row["unit"], row["what"], row["day"], row["by"]) for row in events] == [
        (one.id, "made", one.since.isoformat(), "somebody") for one in plan.new
    ]


def test_the_preview_counts_and_names(gazetteer: Gazetteer) -> None:
    there = [unit("p", "Ban")]
    listed = rows({"name": "Ban"}, *({"name": f"Sở {at}", "parent": "Ban", "province": "Huế"} for at in range(12)))
    words = preview(planned(listed, gazetteer, there), Tree(there), ["Ghi chú"])
    assert "Đơn vị mới: 12 (sở, ban, ngành, phòng: 12)." in words
    assert "- Sở 0 (sở, ban, ngành, phòng), dưới Ban" in words
    assert "Sở 9 " in words
    assert "Sở 10" not in words
    assert "và 2 đơn vị nữa" in words
    assert "giữ nguyên: 1." in words
    assert "“Ghi chú”" in words
    bad = preview(planned(rows({"name": "A", "kind": "hành tinh"}), gazetteer), Tree([]))
    assert "Dòng 2, cột “Loại”: “hành tinh”" in bad
