"""A report as a workbook: sums that lead to the activities they are from, tables, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.reports.xlsx_cells import Book
from bot.reports.xlsx_log import blocks, write_late, write_log
from bot.reports.xlsx_summary import write_summary
from bot.reports.xlsx_tables import write_pictures, write_tables, write_whole
from handlers.reports.model import Report

_NONE: Final[Mapping[str, bytes]] = MappingProxyType({})


def report_xlsx(report: Report, pictures: Mapping[str, bytes] = _NONE) -> bytes:
    """The workbook of a report, the same bytes for the same report; `pictures`: PNGs by the ids of their charts."""
    book = Book(report.title or report.header.summary, report.header.day)
    found = blocks(report)
    write_summary(book, report, found)
    write_log(book, found)
    write_late(book, report)
    write_tables(book, report)
    write_pictures(book, report, pictures)
    write_whole(book)
    return book.done()
