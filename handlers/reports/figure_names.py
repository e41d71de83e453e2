"""What a figure of a report is called in the chat."""

from __future__ import annotations

from handlers import messages_reports as words
from handlers.reports.model import Figure

WHOLE = "all"
"""The item of the figures of the whole report."""


def kind_of(figure: Figure) -> str:
    """What it counts: "count", "female", "money" ..."""
    return figure.id.rpartition(".")[2]


def figure_name(figure: Figure) -> str:
    """ "I.2 Công tác tuyên truyền, tập huấn, nữ"; one of the whole report has a name of its own."""
    if figure.item == WHOLE:
        return figure.label
    what = words.FIGURE_KINDS.get(kind_of(figure), kind_of(figure))
    return words.FIGURE_OF.format(item=figure.item, heading=small(figure.label), what=what)


def small(heading: str) -> str:
    """A heading within a line: not all in capitals."""
    return heading.capitalize() if heading == heading.upper() else heading
