"""`parse`: what the assistant reads out of a date, an amount, a count or a whole report as somebody typed it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.cli import settings_of
from bot.errors import UserError
from knowledge.text.problems import TextProblem

if TYPE_CHECKING:
    from knowledge.activity_types import ActivityType

VIETNAM: Final = timezone(timedelta(hours=7))
BAD_TODAY: Final = "Ngày “{text}” không đúng dạng năm-tháng-ngày, ví dụ 2026-06-05."
BAD_KIND: Final = "Không có loại “{kind}”; các loại: {kinds}."
BAD_LINE: Final = 'Dòng không phải JSON dạng {"id": ..., "kind": ..., "text": ...}.'
NO_TEXT: Final = 'Thiếu nội dung; viết: parse {kinds} "NỘI DUNG", hoặc parse --batch TỆP.'
NO_FILE: Final = "Không đọc được tệp {path}: {reason}."
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to read: how it is read, and how it is shown to a person."""

    read: Callable[[str, date, bool], Row]
    show: Callable[[Row], str]


def _read_date(text: str, today: date, past: bool) -> Row:
    from knowledge.text.dates import parse_date

    found = parse_date(text, today, past)
    row: Row = {"date": found.start.isoformat()}
    if found.end is not None:
        row["date_end"] = found.end.isoformat()
    row["certain"] = found.certain
    if found.bound is not None:
        row["bound"] = found.bound
    return row


def _show_date(row: Row) -> str:
    days = [f"{date.fromisoformat(row[key]):%d/%m/%Y}" for key in ("date", "date_end") if key in row]
    return " đến ".join(days) + ("" if row["certain"] else " (chưa chắc)")


def _read_money(text: str, _today: date, _past: bool) -> Row:
    from knowledge.text.money import parse_money

    found = parse_money(text)
    return {"vnd": found.vnd, "certain": found.certain}


def _read_count(text: str, _today: date, _past: bool) -> Row:
    from knowledge.text.numbers import parse_count

    found = parse_count(text)
    return {"value": found.value, "certain": found.certain}


def _grouped(key: str, unit: str) -> Callable[[Row], str]:
    return lambda row: f"{row[key]:,}".replace(",", ".") + unit + ("" if row["certain"] else " (chưa chắc)")


def _activity_kind(types: Callable[[], tuple[ActivityType, ...]]) -> Kind:
    """Reports, of the kinds of activity that `types` loads when the first one is read."""
    types = cache(types)

    def read(text: str, today: date, _past: bool) -> Row:
        from knowledge.activity import read_activity
        from knowledge.activity.sentence import LONGEST
        from knowledge.activity.shown import as_row, as_text
        from knowledge.text.problems import check_length

        found = read_activity(check_length(text, LONGEST), today, types())
        return Shown(as_row(found), as_text(found, types()))

    return Kind(read, lambda row: row.text if isinstance(row, Shown) else "")


class Shown(Row):
    """A row that knows how it is shown to a person."""

    def __init__(self, row: Row, text: str) -> None:
        super().__init__(row)
        self.text = text


def _types_in(root: Path | None) -> tuple[ActivityType, ...]:
    """The kinds of activity of a base, or of the one that ships; UserError where its file is broken."""
    from knowledge.errors import KnowledgeError
    from knowledge.load import default_data_dir, load_activities

    try:
        return load_activities(root or default_data_dir())
    except KnowledgeError as error:
        raise UserError(str(error.problems[0])) from error


KINDS: Final[dict[str, Kind]] = {
    "date": Kind(_read_date, _show_date),
    "money": Kind(_read_money, _grouped("vnd", " đồng")),
    "count": Kind(_read_count, _grouped("value", "")),
    "activity": _activity_kind(lambda: _types_in(None)),
}


def kinds_of(root: Path) -> Mapping[str, Kind]:
    """The kinds, with the activities of the knowledge base in a folder."""
    return {**KINDS, "activity": _activity_kind(lambda: _types_in(root))}


def add_parser(subparsers: Any, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("parse", parents=parents, help="đọc ngày, số tiền, số lượng, hoạt động từ lời viết")
    parser.add_argument("kind", nargs="?", metavar="LOẠI", help=", ".join(KINDS))
    parser.add_argument("text", nargs="?", metavar="NỘI_DUNG")
    parser.add_argument("--today", metavar="NGÀY", help="ngày hôm nay, dạng 2026-06-05")
    parser.add_argument("--past", action="store_true", help="lời kể việc đã làm: ngày thiếu năm nằm ở quá khứ")
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("--batch", metavar="TỆP", help="tệp JSON Lines, hoặc - cho đầu vào chuẩn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was read; raises UserError for input that cannot be used."""
    today = read_today(args.today)
    kinds = kinds_of(Path(settings_of(args).knowledge_dir))
    if args.batch is not None:
        return _run_batch(args.batch, today, args.past, kinds)
    if args.kind is None or args.text is None:
        raise UserError(NO_TEXT.format(kinds="|".join(KINDS)))
    kind = _kind(args.kind, kinds)
    try:
        row = kind.read(args.text, today, args.past)
    except TextProblem as problem:
        raise UserError(problem.message) from problem
    print(json.dumps(row, ensure_ascii=False) if args.json else kind.show(row))
    return 0


def read_rows(
    lines: Iterable[str], today: date, past: bool = False, kinds: Mapping[str, Kind] = KINDS
) -> Iterator[Row]:
    """One row for each line that is not blank, in order, with its id; a line that cannot be read has an `error`."""
    for line in lines:
        if not line.strip():
            continue
        given: Any = None
        try:
            given = json.loads(line)
            row = _read_row(given, today, past, kinds)
        except TextProblem as problem:
            row = {"error": problem.message}
        except UserError as error:
            row = {"error": str(error)}
        except (ValueError, RecursionError):
            row = {"error": BAD_LINE}
        yield {"id": given.get("id") if isinstance(given, dict) else None, **row}


def _read_row(given: object, today: date, past: bool, kinds: Mapping[str, Kind]) -> Row:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise UserError(BAD_LINE)
    said_today = given.get("today")
    day = today if said_today is None else read_today(str(said_today))
    return _kind(str(given.get("kind")), kinds).read(given["text"], day, bool(given.get("past", past)))


def _run_batch(path: str, today: date, past: bool, kinds: Mapping[str, Kind]) -> int:
    if path == "-":
        _print_rows(sys.stdin, today, past, kinds)
        return 0
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as lines:  # noqa: PTH123 - the path comes as text
            _print_rows(lines, today, past, kinds)
    except OSError as error:
        raise UserError(NO_FILE.format(path=path, reason=error.strerror)) from error
    return 0


def _print_rows(lines: Iterable[str], today: date, past: bool, kinds: Mapping[str, Kind]) -> None:
    for row in read_rows(lines, today, past, kinds):
        print(json.dumps(row, ensure_ascii=False), flush=True)


def _kind(name: str, kinds: Mapping[str, Kind]) -> Kind:
    if name not in kinds:
        raise UserError(BAD_KIND.format(kind=name, kinds=", ".join(kinds)))
    return kinds[name]


def read_today(text: str | None) -> date:
    """The day of a --today option, or today in Vietnam where there is none; UserError for what is no date."""
    if text is None:
        return datetime.now(UTC).astimezone(VIETNAM).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(BAD_TODAY.format(text=text)) from error
