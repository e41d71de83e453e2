"""What stands above the text: agencies, national title, number, date, type name, summary, addressees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from bot.reports import messages
from bot.reports.docx_frame import PORTRAIT
from bot.reports.docx_styles import BODY
from bot.reports.docx_text import BOLD, ITALIC, one_line, paragraph, rule, sized
from bot.reports.docx_widths import balanced, widest_line, width
from handlers.reports.model import Header

_RIGHT: Final = 255.0
_LEFT: Final = PORTRAIT - _RIGHT
_SHARE: Final = 0.4
"""Rules under names and summaries are a third to a half of the text's length."""
_GAP: Final = 14.0
_TO_ASIDE: Final = '<w:ind w:left="1700"/>'
_TO_POINTS: Final = '<w:ind w:left="2550" w:hanging="170"/>'


def written_out(day: date) -> str:
    """A day as official documents write it: noughts before days, and before January and February only."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return messages.DAY.format(day=day.day, month=month, year=day.year)


def head_blocks(header: Header) -> list[str]:
    """All that stands above the text of a report, or of a letter where there is no type name."""
    blocks = [_top(header)]
    if type_name := one_line(header.type_name):
        blocks.append(paragraph("Title", type_name.upper()))
        blocks += _summary(header)
    if note := one_line(header.note):
        blocks.append(paragraph("Note", messages.NOTE.format(note=note)))
    return blocks + _addressees(header.to)


def two_columns(rows: Iterable[tuple[str, str]], left: float = _LEFT) -> str:
    """A table without borders over the page's width, of rows that are not split."""
    widths = (left, PORTRAIT - left)
    grid = "".join(f'<w:gridCol w:w="{points * 20:.0f}"/>' for points in widths)
    written = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(one, widths[0])}{_cell(other, widths[1])}</w:tr>"
        for one, other in rows
    )
    margins = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{PORTRAIT * 20:.0f}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"
    )


def _cell(said: str, points: float) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{points * 20:.0f}" w:type="dxa"/></w:tcPr>{said}</w:tc>'


def _top(header: Header) -> str:
    agency, body = one_line(header.agency).upper(), one_line(header.body).upper()
    left = paragraph("HeadText", agency) if agency else ""
    within = balanced(body, 12, _LEFT - _GAP)
    left += paragraph("HeadText", body, BOLD, _narrowed(within, _LEFT))
    left += rule(_SHARE * widest_line(body, 12, within), _LEFT)
    right = paragraph("HeadText", messages.NATION, BOLD)
    right += paragraph("HeadText", messages.MOTTO, BOLD + sized(13)) + rule(width(messages.MOTTO, 13), _RIGHT)
    number = paragraph("HeadNumber", messages.NUMBER.format(symbol=one_line(header.symbol)))
    if not one_line(header.type_name) and (summary := one_line(header.summary)):
        form = '<w:spacing w:before="120"/>'
        number += paragraph("HeadText", messages.ABOUT.format(summary=summary), form=form)
    return two_columns(((left, right), (number, paragraph("HeadNumber", _place_and_day(header), ITALIC))))


def _place_and_day(header: Header) -> str:
    day = written_out(header.day)
    place = one_line(header.place)
    return messages.PLACE_AND_DAY.format(place=place, day=day) if place else day[:1].upper() + day[1:]


def _summary(header: Header) -> list[str]:
    if not (summary := one_line(header.summary)):
        return []
    within = balanced(summary, BODY, PORTRAIT - _GAP)
    long = _SHARE * widest_line(summary, BODY, within)
    return [paragraph("Subtitle", summary, form=_narrowed(within, PORTRAIT)), rule(long, PORTRAIT)]


def _narrowed(width: float, within: float) -> str:
    """Indents that leave so many points in the middle."""
    aside = f"{(within - width) * 10:.0f}"
    return f'<w:ind w:left="{aside}" w:right="{aside}"/>'


def _addressees(to: tuple[str, ...]) -> list[str]:
    names = [name.rstrip(" .;") for one in to if (name := one_line(one))]
    space = '<w:spacing w:before="240"/>'
    if len(names) < 2:
        centred = '<w:jc w:val="center"/>'
        return [paragraph("Addressee", messages.TO_ONE.format(name=name), form=space + centred) for name in names]
    points = [
        messages.POINT.format(text=name, end="." if at == len(names) else ";") for at, name in enumerate(names, 1)
    ]
    first = paragraph("Addressee", messages.TO, form=space + _TO_ASIDE)
    return [first, *(paragraph("Addressee", point, form=_TO_POINTS) for point in points)]
