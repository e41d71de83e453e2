"""Tables to take away: progress, members, deadlines, as .xlsx or .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import deadlines, members, messages, pages, progress, questions
from bot.web.office.visit import Visit
from handlers.cases import cases_of
from handlers.people import Unit
from knowledge.wording import written_day

Cell = str | int | date | None
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST: Final = 60
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_BOLD: Final = Font(bold=True)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, headings and rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Export:
    """A table on its way into a file; the file's name tells its kind."""

    table: Table
    name: str

    def response(self) -> Response:
        """The file. Takes a second for thousands of rows, and touches nothing else."""
        if self.name.endswith(".xlsx"):
            content, media = xlsx(self.table), _XLSX
        else:
            content, media = comma_separated(self.table), "text/csv; charset=utf-8"
        headers = {**pages.HEADERS, "Content-Disposition": f'attachment; filename="{self.name}"'}
        return Response(content, media_type=media, headers=headers)


def page(visit: Visit) -> Response:
    """What can be taken away."""
    choice = progress.chosen(visit)
    return pages.page(visit, "xuat.html", top=choice.top if choice else visit.top("export"), choice=choice)


def wanted(visit: Visit) -> Export:
    """The file that the last part of the address names: "tien-do.xlsx"."""
    name, _, kind = str(visit.request.path_params["name"]).partition(".")
    make = TABLES.get(name)
    if make is None or kind not in ("xlsx", "csv"):
        raise HTTPException(404)
    return Export(make(visit, visit.needed_top("export")), f"{name}-{visit.today.isoformat()}.{kind}")


def xlsx(table: Table) -> bytes:
    """A workbook with one sheet: heading frozen, a filter on it, columns as wide as what is in them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = table.title
    for number, row in enumerate((table.headings, *table.rows), 1):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at, _clean(value) if isinstance(value, str) else value)
            cell.alignment = _TOP
            if isinstance(value, str):
                # Words stay words, whatever they begin with.
                cell.data_type = "s"
                if value.startswith(_FORMULA):
                    cell.quotePrefix = True
            elif isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            if number == 1:
                cell.font = _BOLD
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def comma_separated(table: Table) -> bytes:
    """The same as text that Excel opens as UTF-8; a quote before what would be taken for a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    if isinstance(value, date):
        return written_day(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _clean(text: str) -> str:
    """Without what no workbook can hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _widths(table: Table) -> list[float]:
    columns = zip(*(table.headings, *table.rows), strict=True)
    return [min(_WIDEST, max(len(_plain(value)) for value in column) + 3.0) for column in columns]


def _progress(visit: Visit, top: Unit) -> Table:
    choice = progress.chosen(visit)
    if choice is None:
        raise HTTPException(404)
    rows = [
        (
            row.unit.name,
            visit.tree.name(row.unit.above) if row.unit.above else "",
            row.occurrence.due if row.occurrence else None,
            messages.DAY_BASES[row.occurrence.day.basis] if row.occurrence else "",
            messages.STATES[row.state],
            row.submitted,
            messages.REMINDERS[row.reminders] if row.reminders else "",
        )
        for row in progress.stand(visit, choice).rows
    ]
    headings = ("Đơn vị", "Đơn vị cấp trên", "Hạn", "Căn cứ", "Tình trạng", "Ngày nộp", "Nhắc")
    return Table("Tiến độ", headings, rows)


def _members(visit: Visit, top: Unit) -> Table:
    rows = [
        (staff.unit.name, member.name, ", ".join(member.roles), member.reach)
        for staff in members.staff_of(visit, visit.tree.under(top.id, visit.today))
        for member in staff.members
    ]
    return Table("Thành viên", ("Đơn vị", "Họ tên", "Vai trò", "Liên lạc"), rows)


def _deadlines(visit: Visit, top: Unit) -> Table:
    duties = visit.desk.duties()
    rows: list[Sequence[Cell]] = []
    for case in cases_of(duties, top, visit.today):
        decision = deadlines.decision_of(visit, case.ruling)
        rows.append(
            (
                case.duty.title,
                case.year,
                case.due,
                deadlines.basis_of(case),
                len(case.units),
                case.duty.source,
                *_decided(decision),
            )
        )
    for one in deadlines.extensions(visit, duties, top):
        due = one.decision.ruling.due
        title = f"{one.duty.title} ({one.unit.name})"
        year = one.decision.ruling.year
        rows.append((title, year, due, messages.EXTENDED, 1, one.duty.source, *_decided(one.decision)))
    headings = ("Việc", "Năm", "Hạn", "Căn cứ", "Số đơn vị", "Nguồn", "Người quyết định", "Lúc", "Lý do")
    return Table("Hạn", headings, rows)


def _questions(visit: Visit, top: Unit) -> Table:
    rows = [(question, asked_on) for asked_on, question in questions.seen(visit, questions.EXPORTED)]
    return Table("Câu hỏi", ("Câu hỏi", "Ngày hỏi"), rows)


def _decided(decision: deadlines.Decision | None) -> tuple[str, str, str]:
    """By whom, when, why."""
    if decision is None:
        return "", "", ""
    who = f"{decision.who} ({decision.office})" if decision.who else decision.office
    return who, pages.moment_written(decision.ruling.at), decision.ruling.reason or ""


TABLES: Mapping[str, Callable[[Visit, Unit], Table]] = {
    "tien-do": _progress,
    "thanh-vien": _members,
    "han": _deadlines,
    "cau-hoi": _questions,
}
