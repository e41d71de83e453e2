"""What stands under the text: who gets copies, who signs."""

from __future__ import annotations

from typing import Final

from bot.reports import messages
from bot.reports.docx_frame import PORTRAIT
from bot.reports.docx_head import two_columns
from bot.reports.docx_text import one_line, paragraph
from handlers.reports.model import Header

_SEAL: Final = '<w:spacing w:before="1400"/>'
"""Room for the signature and the seal."""


def foot_blocks(header: Header) -> list[str]:
    """Copies on the left, the signature on the right, on one page; the paragraph that has to follow a table."""
    gap = paragraph("Rule", form='<w:keepNext/><w:spacing w:before="200"/>')
    return [gap, two_columns([(_copies(header), _signature(header))], PORTRAIT * 0.47), paragraph("Rule")]


def _copies(header: Header) -> str:
    names = [name.rstrip(" .;") for one in header.copies if (name := one_line(one))]
    if not names:
        return paragraph("Copy")
    points = (
        messages.POINT.format(text=name, end="." if at == len(names) else ";") for at, name in enumerate(names, 1)
    )
    return paragraph("CopyTitle", messages.COPIES) + "".join(paragraph("Copy", point) for point in points)


def _signature(header: Header) -> str:
    """The post in the board; under the seal the post in the agency, and the name."""
    board = one_line(header.board_post).upper() or messages.DOTS
    agency = one_line(header.agency_post).upper() or messages.DOTS
    signer = one_line(header.signer) or messages.DOTS
    return paragraph("Signature", board) + paragraph("Signature", agency, form=_SEAL) + paragraph("Signature", signer)
