"""The styles of an official document by Nghị định 30/2020/NĐ-CP, as WordprocessingML."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.reports.docx_text import BOLD, ITALIC, sized

_FONT: Final = "Times New Roman"
FONTS: Final = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
BODY: Final = 14
_BLACK: Final = '<w:color w:val="000000"/>'
_LANGUAGE: Final = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
_TIGHT: Final = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_CELL_SPACE: Final = '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
_APART: Final = '<w:spacing w:before="120" w:after="0" w:line="264" w:lineRule="auto"/>'
_INDENT: Final = '<w:ind w:firstLine="720"/>'
_CENTRE: Final = '<w:jc w:val="center"/>'
_NEXT: Final = "<w:keepNext/>"
_CAPTION_SPACE: Final = '<w:spacing w:before="180" w:after="80" w:line="240" w:lineRule="auto"/>'
_NUMBER_SPACE: Final = '<w:spacing w:before="160" w:after="0" w:line="240" w:lineRule="auto"/>'
_TITLE_SPACE: Final = '<w:spacing w:before="240" w:after="0" w:line="240" w:lineRule="auto"/>'
_RULE_SPACE: Final = '<w:spacing w:before="50" w:after="0" w:line="60" w:lineRule="exact"/>'


class Style(NamedTuple):
    """A paragraph style: its id and name, and what a paragraph and its letters look like."""

    id: str
    name: str
    paragraph: str
    letters: str


def _heading(level: int, letters: str) -> Style:
    form = f'{_NEXT}{_APART}{_INDENT}<w:jc w:val="both"/><w:outlineLvl w:val="{level - 1}"/>'
    return Style(f"Heading{level}", f"heading {level}", form, letters + sized(BODY))


STYLES: Final = (
    _heading(1, BOLD),
    _heading(2, BOLD),
    _heading(3, BOLD + ITALIC),
    Style("BodyText", "Body Text", f'{_APART}{_INDENT}<w:jc w:val="both"/>', sized(BODY)),
    Style("Title", "Title", _NEXT + _TITLE_SPACE + _CENTRE, BOLD + sized(BODY)),
    Style("Subtitle", "Subtitle", _NEXT + _TIGHT + _CENTRE, BOLD + sized(BODY)),
    Style("Note", "Document Note", _APART + _CENTRE, ITALIC + sized(BODY)),
    Style("Addressee", "Addressee", _APART, sized(BODY)),
    Style("Caption", "caption", _NEXT + _CAPTION_SPACE + _CENTRE, BOLD + sized(13)),
    Style("Picture", "Picture", _TIGHT + _CENTRE, sized(BODY)),
    Style("HeadText", "Document Head", _TIGHT + _CENTRE, sized(12)),
    Style("HeadNumber", "Document Number", _NUMBER_SPACE + _CENTRE, sized(13)),
    Style("Signature", "Signature", _NEXT + _TIGHT + _CENTRE, BOLD + sized(BODY)),
    Style("CopyTitle", "Copy Title", _NEXT + _TIGHT, BOLD + ITALIC + sized(12)),
    Style("Copy", "Copy List", _TIGHT, sized(11)),
    Style("Rule", "Rule", _RULE_SPACE + _CENTRE, sized(2)),
    Style("Header", "header", _TIGHT + _CENTRE, sized(13)),
    Style("AppendixTitle", "Appendix Title", f'{_NEXT}{_TIGHT}{_CENTRE}<w:outlineLvl w:val="0"/>', BOLD + sized(BODY)),
    *(Style(f"Cell{size}", f"Table Text {size}", _CELL_SPACE, sized(size)) for size in (12, 11, 10)),
)


def defaults() -> str:
    """What holds wherever no style says otherwise."""
    letters = f"{FONTS}{_BLACK}{sized(BODY)}{_LANGUAGE}"
    return f"<w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{_TIGHT}</w:pPr></w:pPrDefault>"


def style_elements() -> list[str]:
    """Every style as XML without namespace declarations."""
    first = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{FONTS}{_BLACK}{sized(BODY)}{_LANGUAGE}</w:rPr></w:style>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>',
        _grid(),
    )
    return [*first, *(_element(style) for style in STYLES)]


def _element(style: Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{style.paragraph}</w:pPr>'
        f"<w:rPr>{FONTS}{style.letters.replace('<w:sz ', _BLACK + '<w:sz ', 1)}</w:rPr></w:style>"
    )


def _grid() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    return (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>"
    )
