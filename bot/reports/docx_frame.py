"""The paper a document is on: page, page numbers, styles, properties, and the file itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

from bot.reports.docx_styles import defaults, style_elements
from bot.reports.docx_text import one_line

_SHORT, _LONG = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(20)
PORTRAIT: Final = (_SHORT - LEFT - RIGHT) / 12_700
"""Points between the margins."""
LANDSCAPE: Final = (_LONG - LEFT - RIGHT) / 12_700
_UNUSED: Final = ("thumbnail", "stylesWithEffects", "customXml", "numbering")
_LONGEST_PROPERTY: Final = 255
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
_TAG: Final = re.compile(r"<w:\w+")
_PAGE: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def open_paper(title: str, issuer: str, day: date) -> Paper:
    """An empty document by Nghị định 30: A4, margins, Times New Roman, numbers from the second page on."""
    paper = Document()
    for part in (paper.part, paper.part.package):
        for key in [key for key, of in part.rels.items() if of.reltype.rpartition("/")[2] in _UNUSED]:
            del part.rels[key]
    _dress(paper)
    _lay(paper.sections[0])
    _name(paper, title, issuer, day)
    return paper


def add(paper: Paper, blocks: Iterable[str]) -> None:
    """Put paragraphs and tables at the end."""
    end = paper.element.body.sectPr
    for block in blocks:
        end.addprevious(_element(block))


def turn_page(paper: Paper, landscape: bool) -> None:
    """Begin an appendix: a new page, numbered on its own."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    breaking = paper.element.body.sectPr.getprevious()
    breaking.style = "Rule"
    numbers = OxmlElement("w:pgNumType", {qn("w:start"): "1"})
    paper.element.body.sectPr.find(qn("w:pgMar")).addnext(numbers)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = _LONG, _SHORT


def saved(paper: Paper) -> bytes:
    """The document as a file; the same document gives the same bytes."""
    written, target = io.BytesIO(), io.BytesIO()
    paper.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            file.writestr(zipfile.ZipInfo(name, _ZIPPED), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _element(xml: str) -> Any:
    return parse_xml(_TAG.sub(rf"\g<0> {nsdecls('w')}", xml, count=1))


def _dress(paper: Paper) -> None:
    styles = paper.styles.element
    for old in styles.findall(qn("w:style")):
        styles.remove(old)
    styles.replace(styles.find(qn("w:docDefaults")), _element(f"<w:docDefaults>{defaults()}</w:docDefaults>"))
    for one in style_elements():
        styles.append(_element(one))
    settings = paper.settings.element
    settings.find(f".//{qn('w:compatSetting')}").set(qn("w:val"), "15")
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "vi-VN")
    language.set(qn("w:eastAsia"), "vi-VN")


def _lay(section: Section) -> None:
    section.page_width, section.page_height = _SHORT, _LONG
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.style = "header"
    for part in _element(f"<w:p>{_PAGE}</w:p>"):
        number._p.append(part)


def _name(paper: Paper, title: str, issuer: str, day: date) -> None:
    """The author is the issuing body, never a person; no clock is asked."""
    of = paper.core_properties
    of.title = one_line(title)[:_LONGEST_PROPERTY]
    of.author = of.last_modified_by = one_line(issuer)[:_LONGEST_PROPERTY]
    of.created = of.modified = datetime(day.year, day.month, day.day)
    of.language = "vi-VN"
    of.comments = of.keywords = of.subject = of.category = ""
    of.revision = 1
