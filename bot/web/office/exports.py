"""Tables to take away: progress, members, deadlines, as .xlsx or .csv."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import deadlines, members, messages, pages, progress, questions
from bot.web.office.visit import Visit
from handlers.cases import cases_of
from handlers.people import Unit
from handlers.sheets import Cell, Table, comma_separated, xlsx

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
