"""A report as files: what each kind of file is called and how it is made."""

from __future__ import annotations

from bot.reports.charts import chart_png
from bot.reports.docx import report_docx
from bot.reports.pdf import to_pdf
from bot.reports.xlsx import report_xlsx
from handlers.reports.model import Report
from handlers.types import FileRef

KINDS = ("docx", "xlsx", "pdf")
"""Files that hold a whole report."""


def report_file(report: Report, kind: str, *, pictures: bool = True) -> bytes:
    """A report as docx, xlsx or pdf, with its charts. UserError where LibreOffice is missing for a pdf."""
    # In a document the title of a picture is a caption.
    titled = kind == "xlsx"
    drawn = {chart.id: chart_png(chart, titled=titled) for chart in report.charts} if pictures else {}
    if kind == "xlsx":
        return report_xlsx(report, drawn)
    written = report_docx(report, drawn)
    return to_pdf(written) if kind == "pdf" else written


def named_file(report: Report, kind: str) -> FileRef:
    """The same as a file to hand over."""
    return FileRef(f"{report.title}.{kind}", content=report_file(report, kind))


def pictures_of(report: Report) -> tuple[FileRef, ...]:
    """The charts by themselves."""
    return tuple(FileRef(f"{chart.title}.png", content=chart_png(chart)) for chart in report.charts)
