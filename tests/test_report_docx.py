"""Reports and letters as Word documents, read back from what was written."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table as Printed

from bot.errors import UserError
from bot.reports import messages
from bot.reports.docx import letter_docx, report_docx
from bot.reports.docx_cells import written, written_rows
from bot.reports.docx_columns import laid_out
from bot.reports.docx_frame import LANDSCAPE, PORTRAIT
from bot.reports.docx_head import written_out
from bot.reports.docx_text import clean, lines
from bot.reports.docx_widths import balanced, width
from bot.reports.pdf import to_pdf
from handlers.reports.model import Cell, Column, ColumnKind, Header, Letter, Report, Section, Table
from tests.reports_samples import HOSTILE, LONG, diary, hostile_report, minimal_report, sample_report

_WIDE: Final = 8


def png(across: int, down: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\xff" * across) * down)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURES: Final = {"theo-thang": png(120, 60), "theo-loai": png(60, 120), "khong-co": png(1, 1)}


def opened(file: bytes) -> Paper:
    return Document(io.BytesIO(file))


@pytest.fixture(scope="module")
def sample() -> bytes:
    return report_docx(sample_report(), PICTURES)


@pytest.fixture(scope="module")
def paper(sample: bytes) -> Paper:
    return opened(sample)


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return report_docx(hostile_report(), {"c&<>": png(10, 90)})


def millimetres(*lengths: Length | None) -> list[int]:
    return [round(length.mm) for length in lengths if length is not None]


def letters(text: str) -> str:
    return re.sub(r"\s+", "", clean(unicodedata.normalize("NFC", text))).casefold()


def all_text(paper: Paper) -> str:
    return "".join(element.text or "" for element in paper.element.body.iter(qn("w:t")))


def said(paper: Paper, style: str) -> list[str]:
    return [one.text for one in paper.paragraphs if one.style is not None and one.style.name == style]


def printed(paper: Paper) -> list[Printed]:
    """Tables with borders: those of the report."""
    return [table for table in paper.tables if table.style is not None and table.style.name == "Table Grid"]


def frames(paper: Paper) -> list[Printed]:
    return [table for table in paper.tables if table.style is None or table.style.name != "Table Grid"]


def cells(table: Printed) -> list[list[str]]:
    return [["\n".join(one.text for one in cell.paragraphs) for cell in row.cells] for row in table.rows]


def tables_of(report: Report) -> list[Table]:
    return [table for section in (*report.sections, *report.appendix) for table in section.tables]


def with_header(**changes: Any) -> Paper:
    report = sample_report()
    return opened(report_docx(replace(report, header=replace(report.header, **changes))))


def with_sections(*sections: Section) -> Paper:
    return opened(report_docx(replace(minimal_report(), sections=sections)))


# The page


def test_pages_are_a4_with_the_margins_of_the_decree(paper: Paper) -> None:
    upright, lying = paper.sections
    for section, across, down in ((upright, 210, 297), (lying, 297, 210)):
        assert millimetres(section.page_width, section.page_height) == [across, down]
        assert millimetres(section.top_margin, section.bottom_margin) == [20, 20]
        assert millimetres(section.left_margin, section.right_margin) == [30, 20]


def test_an_appendix_without_wide_tables_stands_upright() -> None:
    report = replace(sample_report(), appendix=sample_report().appendix[1:])
    assert [millimetres(section.page_width) for section in opened(report_docx(report)).sections] == [[210], [210]]


def test_every_style_is_times_new_roman_and_black(paper: Paper) -> None:
    styled = [one for one in paper.styles.element.findall(qn("w:style")) if one.get(qn("w:type")) == "paragraph"]
    assert len(styled) > 15
    for style in styled:
        fonts = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert style.find(f"{qn('w:rPr')}/{qn('w:color')}").get(qn("w:val")) == "000000"
    assert "Theme" not in str(paper.styles.element.xml).replace("themeFontLang", "")


def test_the_text_is_justified_14_indented_and_apart(paper: Paper) -> None:
    body = paper.styles["Body Text"]
    form = body.paragraph_format
    assert body.font.size == Pt(14)
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert form.first_line_indent == Pt(36)
    assert form.space_before >= Pt(6)
    assert 1 <= form.line_spacing <= 1.5


def test_pages_are_numbered_from_the_second_on_and_the_appendix_on_its_own(paper: Paper) -> None:
    for section in paper.sections:
        assert section.different_first_page_header_footer
        assert not "".join(one.text for one in section.first_page_header.paragraphs)
        (number,) = section.header.paragraphs
        assert [one.text for one in number._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert number.style is not None and number.style.name == "Header"
    assert paper.styles["Header"].font.size == Pt(13)
    assert paper.sections[0]._sectPr.find(qn("w:pgNumType")) is None
    assert paper.sections[1]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


# Above the text


def test_the_head_names_agency_and_nation_with_a_rule_under_each(paper: Paper) -> None:
    left, right = frames(paper)[0].rows[0].cells
    assert [one.text for one in left.paragraphs] == ["UBND XÃ A", "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ", ""]
    assert [one.text for one in right.paragraphs] == [messages.NATION, messages.MOTTO, ""]
    assert [bool(one.runs[0].bold) for one in (*left.paragraphs[:2], *right.paragraphs[:2])] == [0, 1, 1, 1]
    for cell in (left, right):
        assert cell.paragraphs[-1]._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}") is not None
    across = right.width
    form = right.paragraphs[-1].paragraph_format
    assert across is not None and form.left_indent is not None and form.right_indent is not None
    assert (across - form.left_indent - form.right_indent) / 12_700 == pytest.approx(width(messages.MOTTO, 13), abs=1)


def test_the_number_is_left_open(paper: Paper) -> None:
    left, right = frames(paper)[0].rows[1].cells
    assert left.text == "Số:       /BC-BVSTBPN"
    assert right.text == "Xã A, ngày 05 tháng 7 năm 2026"
    assert right.paragraphs[0].runs[0].italic


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_noughts_stand_before_days_and_the_first_two_months(day: date, expected: str) -> None:
    assert written_out(day) == expected
    assert with_header(day=day, place="").tables[0].rows[1].cells[1].text == expected.replace("ngày", "Ngày")


def test_type_summary_and_note_follow_one_another(paper: Paper) -> None:
    header = sample_report().header
    assert said(paper, "Title") == ["BÁO CÁO"]
    assert said(paper, "Subtitle") == [header.summary]
    assert said(paper, "Document Note")[0] == f"({header.note})"


def test_several_addressees_stand_one_a_line(paper: Paper) -> None:
    assert said(paper, "Addressee") == [
        "Kính gửi:",
        "- Ban Vì sự tiến bộ của phụ nữ tỉnh B;",
        "- Sở Nội vụ tỉnh B.",
    ]


def test_one_addressee_stands_on_the_line_and_none_nowhere() -> None:
    assert said(with_header(to=("Sở Nội vụ tỉnh B.",)), "Addressee") == ["Kính gửi: Sở Nội vụ tỉnh B"]
    assert said(with_header(to=()), "Addressee") == []


@pytest.mark.parametrize(
    ("text", "size", "within", "breaks_before"),
    [
        ("BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ", 12, 184.0, "CỦA"),
        ("Kết quả công tác bình đẳng giới và vì sự tiến bộ của phụ nữ 6 tháng đầu năm 2026", 14, 439.0, "của"),
    ],
)
def test_titles_of_two_lines_are_broken_between_compounds(
    text: str, size: float, within: float, breaks_before: str
) -> None:
    narrowed = balanced(text, size, within)
    first, more = text[: text.index(f" {breaks_before} ")], text[text.index(f" {breaks_before} ") :]
    assert width(first, size) <= narrowed < width(f"{first} {more.split()[0]}", size)
    assert width(more.strip(), size) <= narrowed <= within


# The text


def test_headings_are_real_and_labelled(paper: Paper) -> None:
    assert said(paper, "Heading 1")[:3] == [
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "II. ĐÁNH GIÁ CHUNG",
        "III. PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM 2026",
    ]
    assert said(paper, "Heading 2")[:2] == ["1. Ban hành văn bản", "2. Truyền thông, tập huấn"]
    assert said(paper, "Heading 3") == ["3.1. Trong lĩnh vực chính trị"]
    for level in (1, 2, 3):
        style = paper.styles[f"Heading {level}"]
        assert style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)
        assert style.font.bold


def test_headings_stay_with_what_follows(paper: Paper) -> None:
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        assert paper.styles[name].paragraph_format.keep_with_next


def test_lines_of_a_text_are_paragraphs(paper: Paper) -> None:
    body = said(paper, "Body Text")
    at = body.index("Đã ban hành 4 văn bản (năm trước 3).")
    assert body[at + 1 : at + 3] == ["- 2 kế hoạch;", "- 2 công văn."]


def test_a_point_begins_with_its_heading(paper: Paper) -> None:
    body = said(paper, "Body Text")
    at = body.index("- Trong lĩnh vực kinh tế: Có 120 phụ nữ được vay vốn.")
    assert body[at + 1 : at + 3] == ["Dư nợ 1.200.000.000 đồng.", "- Trong lĩnh vực y tế."]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("Về y tế: khám cho 40 chị.",), "- Về y tế: khám cho 40 chị."),
        (("- về y tế đã khám",), "- về y tế đã khám."),
        (("Khám cho 40 chị",), "- Về y tế: Khám cho 40 chị."),
        ((), "- Về y tế."),
    ],
)
def test_a_point_says_its_heading_once(paragraphs: tuple[str, ...], expected: str) -> None:
    point, end = Section("a", 3, "-", "Về y tế:", paragraphs), Section("b", 2, "1", "Hết", ("Hết.",))
    assert said(with_sections(point, end), "Body Text") == [expected, "Hết./."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hết.", "Hết./."), ("Hết;", "Hết./."), ("Hết", "Hết./."), ("Hết./.", "Hết./."), ("Hết!\n\n", "Hết!./.")],
)
def test_the_text_ends_with_its_mark(text: str, expected: str) -> None:
    assert said(with_sections(Section("a", 1, "I", "Phần", ("Đầu.", text))), "Body Text") == ["Đầu.", expected]


def test_the_mark_stands_alone_after_a_table() -> None:
    section = Section("a", 1, "I", "Phần", ("Đầu.",), (tables_of(sample_report())[0],))
    assert said(with_sections(section), "Body Text") == ["Đầu.", "./."]


def test_the_mark_of_the_end_comes_once_and_not_in_the_appendix(paper: Paper) -> None:
    assert all_text(paper).count("./.") == 1


# Under the text


def test_copies_and_signature_stand_side_by_side_on_one_page(paper: Paper) -> None:
    (row,) = frames(paper)[1].rows
    left, right = row.cells
    assert [one.text for one in left.paragraphs] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Đảng ủy, HĐND, UBND xã;",
        "- Thành viên Ban VSTBPN xã;",
        "- Lưu: VT, BVSTBPN.",
    ]
    assert [one.text for one in right.paragraphs] == ["TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND XÃ", "Thư ký xã A"]
    room = right.paragraphs[1].paragraph_format.space_before
    assert room is not None and room >= Pt(60)
    assert row._tr.find(f".//{qn('w:cantSplit')}") is not None
    sizes = [paper.styles[name].font.size for name in ("Copy Title", "Copy List")]
    assert sizes == [Pt(12), Pt(11)]
    last = next(one for one in paper.paragraphs if one.text.endswith("./."))
    assert last.paragraph_format.keep_with_next


def test_who_is_to_sign_is_dotted_where_nobody_said_it() -> None:
    paper = with_header(agency_post="", signer=" ", copies=())
    left, right = frames(paper)[1].rows[0].cells
    assert left.text == ""
    assert [one.text for one in right.paragraphs] == ["TRƯỞNG BAN", messages.DOTS, messages.DOTS]


# Tables


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1_200, "number", "1.200"),
        (15_000_000, "money", "15.000.000"),
        (0, "money", "0"),
        (None, "money", "–"),
        (0.6117, "share", "61,2%"),
        (0.6125, "share", "61,3%"),
        (0.5, "share", "50,0%"),
        (1, "share", "100,0%"),
        (float("nan"), "share", "–"),
        (5, "change", "+5"),
        (-1_200, "change", "-1.200"),
        (0, "change", "0"),
        (0.052, "change", "+5,2%"),
        (-0.03, "change", "-3,0%"),
        (0.0001, "change", "0,0%"),
        (2.5, "number", "2,5"),
        (2026, "text", "2026"),
        (1_001, "index", "1001"),
        ("5/3/2026", "date", "5/3/2026"),
        ("không rõ", "number", "không rõ"),
        ("  hai\n\ndòng ", "text", "hai\ndòng"),
    ],
)
def test_values_are_written_as_documents_write_them(value: Cell, kind: ColumnKind, expected: str) -> None:
    assert written(value, kind) == expected


def test_every_table_is_printed_whole(paper: Paper) -> None:
    tables = tables_of(sample_report())
    assert len(printed(paper)) == len(tables) == 5
    for table, shown in zip(tables, printed(paper), strict=True):
        heading, *rows = cells(shown)
        assert heading == [column.heading for column in table.columns]
        assert rows == written_rows(table)


def test_summed_columns_add_up_as_they_are_printed(paper: Paper) -> None:
    checked = 0
    for table, shown in zip(tables_of(sample_report()), printed(paper), strict=True):
        rows = cells(shown)[1:]
        for at, column in enumerate(table.columns):
            if column.summed and table.total:
                *counts, total = (0 if row[at] == "–" else int(row[at].replace(".", "")) for row in rows)
                assert sum(counts) == total, (table.id, column.heading)
                checked += 1
    assert checked > 15


def test_the_total_is_named_bold_and_kept_with_the_row_before(paper: Paper) -> None:
    for table in printed(paper):
        *_, before, total = table.rows
        assert "Cộng" in [cell.text for cell in total.cells]
        assert all(run.bold for cell in total.cells for one in cell.paragraphs for run in one.runs)
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in before.cells)


def test_headings_repeat_and_rows_are_not_split(paper: Paper) -> None:
    for table in printed(paper):
        first, *more = table.rows
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert not any(row._tr.findall(f".//{qn('w:tblHeader')}") for row in more)
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_columns_fill_the_text_width_in_every_row(paper: Paper) -> None:
    for at, table in enumerate(printed(paper)):
        within = PORTRAIT if at < 3 else LANDSCAPE
        grid = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(grid) / 20 == pytest.approx(within, abs=1)
        for row in table._tbl.tr_lst:
            assert [int(one.get(qn("w:w"))) for one in row.iter(qn("w:tcW"))] == grid


def test_words_are_left_and_numbers_right(paper: Paper) -> None:
    row = printed(paper)[0].rows[1]
    aligned = [cell.paragraphs[0].alignment for cell in row.cells]
    centre, left, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    assert aligned == [centre, left, centre, right, right, right, right]


def test_letters_shrink_only_where_columns_are_many() -> None:
    few, many = tables_of(sample_report())[0], diary(20)
    assert laid_out(few.columns, written_rows(few), PORTRAIT).size == 12
    assert laid_out(many.columns, written_rows(many), PORTRAIT).size == 10
    assert laid_out(many.columns, written_rows(many), LANDSCAPE).size == 12
    assert len(few.columns) <= _WIDE < len(many.columns)


def test_numbers_and_words_of_headings_fit_their_columns() -> None:
    for table in (*tables_of(sample_report()), diary(500)):
        rows = written_rows(table)
        layout = laid_out(table.columns, rows, PORTRAIT)
        for at, (column, points) in enumerate(zip(table.columns, layout.widths, strict=True)):
            numbers = [row[at] for row in rows] if column.kind in ("number", "money", "share") else []
            for word in (*column.heading.split(), *numbers):
                assert width(word, layout.size) < points


def test_text_columns_are_wider_than_numbers() -> None:
    table = tables_of(sample_report())[0]
    widths = laid_out(table.columns, written_rows(table), PORTRAIT).widths
    assert widths[1] == max(widths)
    assert widths[0] == min(widths)


def test_thousands_of_rows_come_whole() -> None:
    table = diary(3_000)
    (shown,) = printed(with_sections(Section("a", 1, "I", "Phần", (), (table,))))
    rows = [[text.text or "" for text in row.iter(qn("w:t"))] for row in shown._tbl.tr_lst]
    assert len(rows) == 3_002
    assert rows[3_000] == written_rows(table)[2_999]


@pytest.mark.parametrize(
    "table",
    [
        Table("t", "Trống", (Column("TT", "index"), Column("Việc", "text")), ()),
        Table("t", "Trống", (Column("TT", "index"), Column("Việc", "text")), (), total=True),
        Table("t", "Trống", (Column("Số", "number"),), ((None,),)),
    ],
)
def test_tables_without_rows_still_open(table: Table) -> None:
    paper = with_sections(Section("a", 1, "I", "Phần", (), (table,)))
    assert said(paper, "Caption") == ["Trống"]
    assert len(printed(paper)[0].rows) == 1 + len(table.rows)


def test_a_table_without_columns_is_only_named() -> None:
    paper = with_sections(Section("a", 1, "I", "Phần", (), (Table("t", "Trống", (), ()),)))
    assert said(paper, "Caption") == ["Trống"]
    assert printed(paper) == []


# The appendix


def test_the_appendix_says_to_what_it_belongs(paper: Paper) -> None:
    assert said(paper, "Appendix Title") == ["PHỤ LỤC"]
    assert said(paper, "Document Note")[1] == "(Kèm theo Báo cáo số       /BC-BVSTBPN ngày 05 tháng 7 năm 2026)"
    assert said(paper, "Heading 1")[3:] == ["I. DANH SÁCH HOẠT ĐỘNG", "II. CÁN BỘ NỮ", "III. BIỂU ĐỒ"]


def test_pictures_stand_under_their_titles_and_are_told_to_those_who_do_not_see(paper: Paper) -> None:
    shapes = list(paper.inline_shapes)
    assert [shape.width / shape.height for shape in shapes] == [
        pytest.approx(2, rel=0.01),
        pytest.approx(0.5, rel=0.01),
    ]
    assert all(shape.width <= Pt(LANDSCAPE) and shape.height <= Pt(300) for shape in shapes)
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert told[0].startswith("Số cuộc theo tháng. Tháng 1: Truyền thông 1, Tập huấn 0; Tháng 2:")
    assert "Truyền thông: Nữ 734, Nam 466, Chưa rõ 85" in told[1]
    assert said(paper, "Caption")[-2:] == ["Số cuộc theo tháng", "Số người theo loại hoạt động"]


def test_charts_without_pictures_are_left_out() -> None:
    report = sample_report()
    assert len(opened(report_docx(report, {"theo-loai": png(5, 5)})).inline_shapes) == 1
    none = opened(report_docx(replace(report, appendix=())))
    assert len(none.sections) == 1
    assert said(none, "Appendix Title") == []
    only = opened(report_docx(replace(report, appendix=()), PICTURES))
    assert said(only, "Heading 1")[-1] == "BIỂU ĐỒ"


# The file


def test_the_same_report_gives_the_same_bytes(sample: bytes) -> None:
    assert report_docx(sample_report(), PICTURES) == sample


def test_properties_name_the_body_and_no_person(paper: Paper) -> None:
    of = paper.core_properties
    assert of.title == "Báo cáo 6 tháng đầu năm 2026 - Xã A"
    assert of.author == of.last_modified_by == "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"
    assert of.created is not None and of.created.replace(tzinfo=None) == datetime(2026, 7, 5)
    assert of.language == "vi-VN"
    assert paper.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def test_every_part_is_sound_xml(sample: bytes, hostile: bytes) -> None:
    for file in (sample, hostile):
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            assert parts.testzip() is None
            read = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
            assert len(read) > 6
            for name in read:
                ElementTree.fromstring(parts.read(name))


def words_of(report: Report) -> Iterator[str]:
    """Everything of a report that is printed in its document."""
    header = report.header
    yield from (header.agency, header.body, header.symbol, header.place, header.type_name, header.summary, header.note)
    yield from (*header.to, *header.copies, header.board_post, header.agency_post, header.signer, *report.opening)
    for section in (*report.sections, *report.appendix):
        yield from (section.heading, *section.paragraphs)
        for table in section.tables:
            yield from (table.title, *(column.heading for column in table.columns))
            yield from (cell for row in table.rows for cell in row if isinstance(cell, str))


def test_hostile_words_come_whole(hostile: bytes) -> None:
    text = letters(all_text(opened(hostile)))
    for word in words_of(hostile_report()):
        # Full stops and semicolons at the end of names and texts give way to the document's own.
        assert letters(word).rstrip(".;,") in text
    assert text.count(letters(LONG)) == 6
    assert "<w:t>&amp;</w:t>" in all_text(opened(hostile))


def test_hostile_words_bring_nothing_of_their_own(hostile: bytes) -> None:
    body = opened(hostile).element.body
    assert [one.text for one in body.iter(qn("w:instrText"))] == []
    assert not list(body.iter(qn("w:hyperlink")))
    fed = sum(isinstance(cell, str) for table in tables_of(hostile_report()) for row in table.rows for cell in row)
    assert fed == 4 * (len(HOSTILE) + 1)
    assert len(printed(opened(hostile))) == 2


def test_what_xml_cannot_hold_goes_and_the_rest_stays() -> None:
    assert clean("a\x00b\ud800c\uffffd\x1be") == "abcde"
    assert clean("👩🏽‍🌾 שלום \u202e\t\n") == "👩🏽‍🌾 שלום \u202e\t\n"
    assert lines("một\r\nhai\u2028\x0bba\tbốn\n ") == ["một", "hai", "ba bốn"]


def test_tall_rows_may_split_so_that_nothing_is_cut_off(hostile: bytes) -> None:
    (first, *_) = printed(opened(hostile))
    long = first.rows[-2]._tr
    assert long.find(f".//{qn('w:cantSplit')}") is None
    assert first.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is None


def test_a_report_of_nothing_opens() -> None:
    header = Header("", "", "", "", date(2026, 1, 5), "", "")
    paper = opened(report_docx(Report(header, (), ())))
    assert said(paper, "Body Text") == ["./."]


# Letters


def letter(**changes: Any) -> Letter:
    header = replace(
        sample_report().header,
        symbol="BVSTBPN-VX",
        type_name="",
        summary="đôn đốc nộp báo cáo 6 tháng đầu năm 2026",
        note="",
        to=("Các đơn vị thành viên",),
    )
    table = tables_of(sample_report())[1]
    said = Letter(header, ("Ban đề nghị các đơn vị sau khẩn trương nộp báo cáo:",), table, ("Trân trọng.",))
    return replace(said, **changes)


def test_a_letter_has_no_type_and_says_under_its_number_what_it_is_about() -> None:
    paper = opened(letter_docx(letter()))
    assert said(paper, "Title") == said(paper, "Subtitle") == []
    under = [one.text for one in frames(paper)[0].rows[1].cells[0].paragraphs]
    assert under == ["Số:       /BVSTBPN-VX", "V/v đôn đốc nộp báo cáo 6 tháng đầu năm 2026"]
    assert said(paper, "Addressee") == ["Kính gửi: Các đơn vị thành viên"]
    assert said(paper, "Body Text") == ["Ban đề nghị các đơn vị sau khẩn trương nộp báo cáo:", "Trân trọng./."]
    assert len(printed(paper)) == 1
    assert frames(paper)[1].rows[0].cells[1].paragraphs[0].text == "TRƯỞNG BAN"


def test_a_letter_ends_where_its_words_end() -> None:
    paper = opened(letter_docx(letter(table=None, closing=())))
    assert said(paper, "Body Text") == ["Ban đề nghị các đơn vị sau khẩn trương nộp báo cáo:./."]
    assert letter_docx(letter()) == letter_docx(letter())


# PDF


def run(*command: str | Path) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def read_pdf(file: bytes, folder: Path, name: str) -> tuple[Path, str]:
    path = folder / f"{name}.pdf"
    path.write_bytes(file)
    return path, " ".join(run("pdftotext", "-layout", path, "-").decode().split())


def test_the_pdf_shows_the_whole_report_on_a4(sample: bytes, tmp_path: Path) -> None:
    path, text = read_pdf(to_pdf(sample), tmp_path, "sample")
    for heading in (
        "BÁO CÁO",
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "3.1. Trong lĩnh vực chính trị",
        "PHỤ LỤC",
        "BIỂU ĐỒ",
    ):
        assert heading in text
    assert "Số: /BC-BVSTBPN" in text
    run("pdftoppm", "-r", "72", "-png", path, tmp_path / "page")
    sizes = [struct.unpack(">II", page.read_bytes()[16:24]) for page in sorted(tmp_path.glob("page-*.png"))]
    assert len(sizes) > 4
    assert [abs(across - 595) < 3 and abs(down - 842) < 3 for across, down in sizes[:3]] == [True] * 3
    assert abs(sizes[-1][0] - 842) < 3 and abs(sizes[-1][1] - 595) < 3


def test_the_pdf_of_hostile_words_cuts_nothing_off(hostile: bytes, tmp_path: Path) -> None:
    _, text = read_pdf(to_pdf(hostile), tmp_path, "hostile")
    # Six times the long text; the two tables' columns stand side by side, and every letter is there.
    assert len(re.findall(r"\bnữ\b", text)) >= 6 * LONG.count("nữ")
    assert "{{ mẫu }} ${jndi} %s {0} \\n" in text


def test_a_short_report_and_a_letter_take_one_page_each(tmp_path: Path) -> None:
    for name, file in (("short", report_docx(minimal_report())), ("letter", letter_docx(letter()))):
        path, text = read_pdf(to_pdf(file), tmp_path, name)
        assert re.search(rb"Pages:\s+1\n", run("pdfinfo", path))
        assert messages.MOTTO in text


def test_several_are_made_at_once() -> None:
    file = report_docx(minimal_report())
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: to_pdf(file), range(3)))
    assert all(one.startswith(b"%PDF-") for one in made)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("/khong/co/soffice", messages.NO_OFFICE),
        ("false", messages.OFFICE_FAILED),
        ("true", messages.OFFICE_FAILED),
    ],
)
def test_a_program_that_is_missing_or_fails_is_told_in_a_line(program: str, told: str) -> None:
    with pytest.raises(UserError) as raised:
        to_pdf(b"", program)
    assert str(raised.value) == told


def test_a_program_that_takes_too_long_is_stopped(sample: bytes) -> None:
    with pytest.raises(UserError) as raised:
        to_pdf(sample, seconds=0.01)
    assert str(raised.value) == messages.OFFICE_SLOW.format(seconds="0.01")
