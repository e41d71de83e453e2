"""A table of a report as WordprocessingML, written as text so that hundreds of rows take no time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reports.docx_cells import written_rows
from bot.reports.docx_columns import PADDING, Layout, height, laid_out
from bot.reports.docx_text import BOLD, one_line, paragraph
from handlers.reports.model import ColumnKind, Table

_ALIGNED: Final[dict[ColumnKind, str]] = {
    "index": "center",
    "text": "left",
    "date": "center",
    "number": "right",
    "money": "right",
    "share": "right",
    "change": "right",
}
_TALL: Final = 300.0
"""A row of more points may be split, and is not repeated: it might not fit on a page."""


def table_blocks(table: Table, within: float) -> list[str]:
    """The caption and the table, which fills a width of so many points."""
    caption = [paragraph("Caption", title)] if (title := one_line(table.title)) else []
    return [*caption, _table(table, within)] if table.columns else caption


def _table(table: Table, within: float) -> str:
    rows = written_rows(table)
    layout = laid_out(table.columns, rows, within)
    last = len(rows) - 1
    written = [_heading_row(table, layout)]
    kinds = [column.kind for column in table.columns]
    for at, row in enumerate(rows):
        total = table.total and at == last
        # Neither the heading nor the total is ever alone on a page.
        kept = at == 0 < last or (table.total and at == last - 1)
        written.append(_row(row, kinds, layout, bold=total, kept=kept))
    return f"<w:tbl>{_properties(layout)}{''.join(written)}</w:tbl>"


def _properties(layout: Layout) -> str:
    sides = "".join(f'<w:{side} w:w="{PADDING * 20:.0f}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{points * 20:.0f}"/>' for points in layout.widths)
    total = sum(round(points * 20) for points in layout.widths)
    return (
        f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{sides}</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _heading_row(table: Table, layout: Layout) -> str:
    said = [one_line(column.heading) for column in table.columns]
    low = _height(said, layout) <= _TALL
    cells = "".join(
        _cell(text, points, layout.size, "center", marks=BOLD, kept=True, middle=True)
        for text, points in zip(said, layout.widths, strict=True)
    )
    marks = "<w:cantSplit/><w:tblHeader/>" if low else ""
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"


def _row(said: Sequence[str], kinds: Sequence[ColumnKind], layout: Layout, *, bold: bool, kept: bool) -> str:
    low = _height(said, layout) <= _TALL
    marks = BOLD if bold else ""
    cells = "".join(
        _cell(text, points, layout.size, _ALIGNED[kind], marks=marks, kept=kept and low)
        for text, points, kind in zip(said, layout.widths, kinds, strict=True)
    )
    return f"<w:tr><w:trPr>{'<w:cantSplit/>' if low else ''}</w:trPr>{cells}</w:tr>"


def _height(said: Sequence[str], layout: Layout) -> float:
    cells = zip(said, layout.widths, strict=True)
    return max((height(text, points, layout.size) for text, points in cells), default=0.0)


def _cell(
    text: str, points: float, size: int, aligned: str, *, marks: str = "", kept: bool = False, middle: bool = False
) -> str:
    form = f'{"<w:keepNext/>" if kept else ""}<w:jc w:val="{aligned}"/>'
    said = "".join(paragraph(f"Cell{size}", line, marks, form) for line in text.split("\n"))
    centred = '<w:vAlign w:val="center"/>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{points * 20:.0f}" w:type="dxa"/>{centred}</w:tcPr>{said}</w:tc>'
