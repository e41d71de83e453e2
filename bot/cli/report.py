"""`report`: a unit's report of a period, or one of a unit and all under it, as a file."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.cli.parse import VIETNAM, read_today
from bot.errors import UserError

if TYPE_CHECKING:
    from handlers.desk import Desk
    from handlers.people import Unit
    from handlers.reports.model import Report
    from handlers.reports.periods import ReportPeriod

KINDS: Final = ("docx", "xlsx", "pdf")
BAD_KIND: Final = "Tên tệp của --out phải có đuôi .docx, .xlsx hoặc .pdf."
BAD_YEAR: Final = "Năm của --year phải từ 2000 đến 2100."
NO_YEAR: Final = "Thiếu --year, ví dụ --year 2026."
NO_SPAN: Final = "Kỳ between cần --from và --to, dạng 2026-01-01."
BAD_SPAN: Final = "--to phải không trước --from."
NOT_BEGUN: Final = "Kỳ {period} bắt đầu ngày {start}, sau ngày chốt số liệu {as_of}: chưa có gì để báo cáo."
NO_OUTLINE: Final = "Kho tri thức chưa có đề cương cho loại báo cáo này. Thêm một tệp trong outlines/."
UNKNOWN_OUTLINE: Final = "Không có đề cương “{id}” cho loại báo cáo này. Có: {ids}."
ENDED: Final = "{unit} không còn hoạt động từ ngày {day}, trước kỳ {period}."
WRITTEN: Final = "Đã ghi {path}: {title}."
ESTIMATED: Final = "Số liệu là số ước: tính đến {as_of}, kỳ kết thúc {end}."
MISSING: Final = "Còn {count} mục chưa có lời văn: {items}."


def add_parser(subparsers: Any, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("report", parents=parents, help="lập báo cáo của một đơn vị từ nhật ký")
    parser.add_argument("unit", metavar="ĐƠN_VỊ", help="tên hoặc mã đơn vị")
    kinds = ("first_half", "second_half", "year", "action_month", "between")
    parser.add_argument("--period", required=True, choices=kinds, help="kỳ báo cáo")
    parser.add_argument("--year", type=int, metavar="NĂM")
    parser.add_argument("--from", dest="first", metavar="NGÀY", help="ngày đầu của kỳ between")
    parser.add_argument("--to", dest="last", metavar="NGÀY", help="ngày cuối của kỳ between")
    parser.add_argument("--as-of", metavar="NGÀY", help="số liệu tính đến ngày, mặc định hôm nay")
    parser.add_argument("--regime", choices=("cut_off", "calendar"), help="theo NĐ 09/2019 hay tháng dương lịch")
    parser.add_argument("--outline", metavar="ĐỀ_CƯƠNG", help="id của đề cương trong outlines/")
    parser.add_argument("--summary", action="store_true", help="tổng hợp cả các đơn vị trực thuộc")
    parser.add_argument("--out", required=True, type=Path, metavar="TỆP", help=".docx, .xlsx hoặc .pdf")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file; raises UserError for input that cannot be used."""
    from bot.app import desk_for, load_base
    from bot.cli import settings_of
    from bot.reports.files import report_file
    from bot.storage import Storage

    kind = args.out.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise UserError(BAD_KIND)
    settings = settings_of(args)
    knowledge = load_base(settings)
    as_of = read_today(args.as_of) if args.as_of else datetime.now(UTC).astimezone(VIETNAM).date()
    with closing(Storage(settings.database, operators=settings.operators)) as storage, storage.reading():
        desk = desk_for(settings, knowledge, storage)
        unit = _unit(desk, args.unit, as_of)
        period = _period(args, desk, unit)
        if unit.until is not None and unit.until <= period.start:
            raise UserError(ENDED.format(unit=unit.name, day=f"{unit.until:%d/%m/%Y}", period=period.label))
        if period.start > as_of:
            raise UserError(
                NOT_BEGUN.format(period=period.label, start=f"{period.start:%d/%m/%Y}", as_of=f"{as_of:%d/%m/%Y}")
            )
        report = _report(args, desk, unit, period, as_of)
    _write(args.out, report_file(report, kind))
    print(WRITTEN.format(path=args.out, title=report.title))
    if report.estimated:
        print(ESTIMATED.format(as_of=f"{as_of:%d/%m/%Y}", end=f"{period.end:%d/%m/%Y}"))
    if report.missing:
        print(MISSING.format(count=len(report.missing), items=", ".join(report.missing)))
    return 0


def _unit(desk: Desk, words: str, as_of: date) -> Unit:
    """The unit that is named: one that stands, else one that has stood, whose log is kept."""
    from bot.units.finding import find_unit

    tree = desk.register.tree()
    try:
        return find_unit(tree, words, as_of)
    except UserError:
        return find_unit(tree, words, date.min)


def _period(args: argparse.Namespace, desk: Desk, unit: Unit) -> ReportPeriod:
    from handlers.reports.gathering import regime_of, settings_of
    from handlers.reports.periods import between, period_of

    if args.period == "between":
        if not args.first or not args.last:
            raise UserError(NO_SPAN)
        first, last = read_today(args.first), read_today(args.last)
        if last < first:
            raise UserError(BAD_SPAN)
        return between(first, last)
    if args.year is None:
        raise UserError(NO_YEAR)
    try:
        return period_of(args.period, args.year, args.regime or regime_of(settings_of(desk, unit)))
    except ValueError as error:
        raise UserError(BAD_YEAR) from error


def _report(args: argparse.Namespace, desk: Desk, unit: Unit, period: ReportPeriod, as_of: Any) -> Report:
    from rich.console import Console

    from bot.progress import Bar
    from handlers.reports.gathering import gather, outlines_for, settings_of
    from handlers.reports.summing import summed_up

    known = [one.id for one in outlines_for(desk, period.kind)]
    if not known:
        raise UserError(NO_OUTLINE)
    if args.outline is not None and args.outline not in known:
        raise UserError(UNKNOWN_OUTLINE.format(id=args.outline, ids=", ".join(known)))
    settings = replace(settings_of(desk, unit), **({"outline": args.outline} if args.outline else {}))
    if args.summary:
        bar = Bar(Console(stderr=True))
        summed = summed_up(desk, unit, period, as_of, bar, settings)
        if summed is None:
            raise UserError(NO_OUTLINE)
        return summed.report
    gathered = gather(desk, unit, period, as_of, settings=settings)
    if gathered is None:
        raise UserError(NO_OUTLINE)
    return gathered.report


def _write(path: Path, content: bytes) -> None:
    from bot.cli.deadlines import NO_WRITE

    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError(NO_WRITE.format(path=path, reason=error.strerror)) from error
