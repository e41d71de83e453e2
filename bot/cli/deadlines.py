"""`deadlines`: which reports are due next, for whom, and on whose word."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.cli.parse import read_today
from bot.errors import UserError

if TYPE_CHECKING:
    from knowledge.duedates import DueDate
    from knowledge.gazetteer import Gazetteer

NO_PLACE: Final = "Không biết nơi nào tên “{text}”."
NO_SECTOR: Final = "Không biết ngành nào tên “{text}”."
BAD_YEAR: Final = "Ngày hôm nay phải trong khoảng năm 1900 đến 2999."
BAD_DAYS: Final = "Số ngày của --within phải từ 0 trở lên."
NO_WRITE: Final = "Không ghi được tệp {path}: {reason}."
WRITTEN: Final = "Đã ghi {count} hạn vào {path}."
NONE: Final = "Trong kho chưa có hạn báo cáo nào cho nơi này."
CALENDAR_NAME: Final = "Hạn báo cáo bình đẳng giới"
PROJECTED: Final = "DỰ KIẾN theo quy định năm {year}, cần hỏi lại nơi nhận"
CONFIRMED: Final = "Cơ quan Thường trực đã xác nhận ({office})"
CHANGED: Final = "Cơ quan Thường trực đã đổi ngày ({office})"
CANCELLED: Final = "  Năm {year} không phải nộp, theo quyết định của Cơ quan Thường trực ({office})."
LINE: Final = "{due} (còn {days} ngày){mark}\n  {obligation}{where}\n  Gửi: {recipient}"
REMIND: Final = "  Ngày cuối là ngày nghỉ: gửi chậm nhất hết {day}."
REMIND_TODAY: Final = "  Ngày làm việc cuối để gửi là hôm nay, {day}: ngày cuối là ngày nghỉ."
REMIND_GONE: Final = "  Ngày cuối là ngày nghỉ; ngày làm việc cuối trước đó ({day}) đã qua, gửi ngay."
SOURCE: Final = "  Nguồn: {document}, {section}: “{written}”"


def add_parser(subparsers: Any, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("deadlines", parents=parents, help="các hạn báo cáo sắp tới")
    parser.add_argument("--province", metavar="TỈNH")
    parser.add_argument("--sector", metavar="NGÀNH")
    parser.add_argument("--today", metavar="NGÀY", help="ngày hôm nay, dạng 2026-06-05")
    parser.add_argument("--within", type=int, metavar="SỐ_NGÀY", help="chỉ những hạn trong số ngày này")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="in JSON")
    shape.add_argument("--ics", metavar="TỆP", help="ghi tệp lịch (iCalendar); - để in ra")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the due dates or write them to a calendar file; raises UserError for input that cannot be used."""
    today = read_today(args.today)
    if not 1900 <= today.year <= 2999:
        raise UserError(BAD_YEAR)
    if args.within is not None and args.within < 0:
        raise UserError(BAD_DAYS)
    found = _find(args, today)
    if args.ics is not None:
        _write_calendar(args.ics, found, today)
    elif args.json:
        print(json.dumps([as_row(due) for due in found], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(map(as_text, found)) or NONE)
    return 0


def as_row(due: DueDate) -> dict[str, Any]:
    """A due date with the keys of the contract, and where it binds."""
    return {
        "document": due.document,
        "section": due.section,
        "obligation": due.obligation,
        "period": due.period,
        "who": due.who,
        "recipient": due.recipient,
        "written": due.written,
        "due": due.due.isoformat(),
        "remind_by": due.remind_by.isoformat(),
        "days_left": due.days_left,
        "basis": due.basis,
        "confirmed": due.confirmed,
        "quote": due.quote,
        "province": due.province,
        "sector": due.sector,
        "stated_year": due.stated_year,
        "caution": due.caution,
        "ruling": _ruling(due),
    }


def _ruling(due: DueDate) -> dict[str, Any] | None:
    """What an office has decided on the date, or None."""
    if due.decision is None:
        return None
    decision = due.decision
    kind = "change" if decision.changed else "confirm"
    return {"kind": kind, "office": decision.office, "on": decision.on.isoformat()}


def as_text(due: DueDate) -> str:
    """A due date as a member reads it; a projected one says so beside the day."""
    from knowledge.wording import day_words

    mark = f" - {PROJECTED.format(year=due.stated_year)}" if due.basis == "projected" else ""
    if due.decision is not None:
        mark = f" - {(CHANGED if due.decision.changed else CONFIRMED).format(office=due.decision.office)}"
    where = " - ".join(part for part in (due.province, due.sector) if part)
    lines = [
        LINE.format(
            due=f"{due.due:%d/%m/%Y}",
            days=due.days_left,
            mark=mark,
            obligation=due.obligation,
            where=f" ({where})" if where else "",
            recipient=due.recipient,
        )
    ]
    if due.remind_by != due.due:
        today = due.due - timedelta(days=due.days_left)
        form = REMIND if today < due.remind_by else REMIND_TODAY if today == due.remind_by else REMIND_GONE
        lines.append(form.format(day=day_words(due.remind_by)))
    if due.cancelled is not None:
        lines.append(CANCELLED.format(year=due.cancelled[0], office=due.cancelled[1].office))
    lines.append(SOURCE.format(document=due.document, section=due.section, written=due.written))
    return "\n".join(lines)


def _find(args: argparse.Namespace, today: date) -> list[DueDate]:
    from bot.cli import settings_of
    from bot.decided import stored_decisions
    from knowledge.duedates import upcoming
    from knowledge.fact_entries import heading_of
    from knowledge.gazetteer import Gazetteer
    from knowledge.load import load_knowledge
    from knowledge.workdays import Calendar

    settings = settings_of(args)
    base = load_knowledge(settings.knowledge_dir)
    gazetteer = Gazetteer(base.places, tuple(base.lexicon.sectors))
    province = _place(args.province, gazetteer)
    sector = _sector(args.sector, gazetteer)
    calendar = Calendar(base.holidays)
    found = upcoming(
        *(base.directives, calendar, today, province, sector, args.within, gazetteer),
        decisions=stored_decisions(settings, base, calendar, gazetteer),
    )
    return [replace(due, section=heading_of(base.trees.get(due.directive), due.section)) for due in found]


def _place(text: str | None, gazetteer: Gazetteer) -> str | None:
    """The list's own name of a place, which may be named by one of its districts; UserError for one not listed."""
    if not text or not text.strip():
        return None
    if not gazetteer.places:
        return text
    names = [hit.name for hit in gazetteer.find_places(text) if hit.name]
    names += [place.name for place in gazetteer.places if gazetteer.same_place(text, place.name)]
    if not names:
        raise UserError(NO_PLACE.format(text=text))
    return names[0]


def _sector(text: str | None, gazetteer: Gazetteer) -> str | None:
    if not text or not text.strip():
        return None
    if not gazetteer.sectors:
        return text
    names = gazetteer.find_sectors(text)
    if not names:
        raise UserError(NO_SECTOR.format(text=text))
    return names[0]


def _write_calendar(path: str, found: list[DueDate], today: date) -> None:
    from knowledge.ics import render_calendar

    text = render_calendar(CALENDAR_NAME, found, today)
    if path == "-":
        sys.stdout.buffer.write(text.encode())
        return
    try:
        Path(path).write_bytes(text.encode())
    except OSError as error:
        raise UserError(NO_WRITE.format(path=path, reason=error.strerror)) from error
    print(WRITTEN.format(count=len(found), path=path))
