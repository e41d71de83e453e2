"""Reports and letters as Word documents by Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from docx.document import Document as Paper
from docx.image.image import Image
from docx.shared import Pt

from bot.reports import messages
from bot.reports.docx_body import body_blocks, ended, told, told_sections
from bot.reports.docx_columns import FEW
from bot.reports.docx_foot import foot_blocks
from bot.reports.docx_frame import LANDSCAPE, PORTRAIT, add, open_paper, saved, turn_page
from bot.reports.docx_head import head_blocks, written_out
from bot.reports.docx_text import one_line, paragraph
from handlers.entry_words import grouped
from handlers.reports.model import Chart, Header, Letter, Report, Section

_NONE: Final[Mapping[str, bytes]] = MappingProxyType({})
_PICTURE_HEIGHT: Final = 300.0
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LONGEST_DESCRIPTION: Final = 2_000


def report_docx(report: Report, pictures: Mapping[str, bytes] = _NONE) -> bytes:
    """A report as a document; `pictures` are the charts' PNG by the id of the chart, others are left out."""
    header = report.header
    paper = open_paper(report.title or header.summary, header.body, header.day)
    text = ended([*told(report.opening), *told_sections(report.sections)])
    add(paper, [*head_blocks(header), *body_blocks(text, PORTRAIT), *foot_blocks(header)])
    charts = [chart for chart in report.charts if chart.id in pictures]
    if report.appendix or charts:
        _append(paper, report, charts, pictures)
    return saved(paper)


def letter_docx(letter: Letter) -> bytes:
    """An official letter (công văn): without a type name, what it is about under its number."""
    header = letter.header
    paper = open_paper(header.summary, header.body, header.day)
    table = [letter.table] if letter.table else []
    text = ended([*told(letter.paragraphs), *table, *told(letter.closing)])
    add(paper, [*head_blocks(header), *body_blocks(text, PORTRAIT), *foot_blocks(header)])
    return saved(paper)


def _append(paper: Paper, report: Report, charts: Iterable[Chart], pictures: Mapping[str, bytes]) -> None:
    """The appendix, on pages that lie where a table has many columns."""
    wide = any(len(table.columns) > FEW for section in report.appendix for table in section.tables)
    within = LANDSCAPE if wide else PORTRAIT
    turn_page(paper, wide)
    add(paper, [*_appendix_title(report.header), *body_blocks(told_sections(report.appendix), within)])
    if charts:
        # On a page of its own: what follows a table is not always kept with the picture below it.
        form = "<w:pageBreakBefore/>" if report.appendix else ""
        add(paper, [paragraph("Heading1", _charts_heading(report.appendix), form=form)])
    for chart in charts:
        add(paper, [paragraph("Caption", one_line(chart.title))])
        _draw(paper, chart, pictures[chart.id], within)


def _appendix_title(header: Header) -> list[str]:
    kind = one_line(header.type_name).capitalize() or messages.WITH_UNNAMED
    beside = messages.WITH.format(type=kind, symbol=one_line(header.symbol), day=written_out(header.day))
    return [paragraph("AppendixTitle", messages.APPENDIX), paragraph("Note", beside)]


def _charts_heading(appendix: Iterable[Section]) -> str:
    """Numbered as the parts before it are."""
    labels = [section.label.strip(" .") for section in appendix if section.level == 1]
    if labels and len(labels) < len(_ROMAN) and labels == list(_ROMAN[: len(labels)]):
        return messages.LABELLED.format(label=f"{_ROMAN[len(labels)]}.", heading=messages.CHARTS)
    return messages.CHARTS


def _draw(paper: Paper, chart: Chart, picture: bytes, within: float) -> None:
    image = Image.from_blob(picture)
    shrunk = min(within / image.px_width, _PICTURE_HEIGHT / image.px_height)
    drawn = (
        paper.add_paragraph(style="Picture")
        .add_run()
        .add_picture(io.BytesIO(picture), Pt(image.px_width * shrunk), Pt(image.px_height * shrunk))
    )
    drawn._inline.docPr.set("descr", _description(chart))


def _description(chart: Chart) -> str:
    """What a picture shows, for those who do not see it."""
    values = [
        messages.PICTURE_VALUE.format(
            label=one_line(label),
            parts=", ".join(
                messages.PICTURE_PART.format(name=one_line(series.name), value=grouped(series.values[at]))
                for series in chart.series
            ),
        )
        for at, label in enumerate(chart.labels)
    ]
    said = messages.PICTURE.format(title=one_line(chart.title), values="; ".join(values))
    return said[:_LONGEST_DESCRIPTION]
