"""Choices as buttons: what a button sends back as if it had been typed, and from there back to the choice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.choices import commanded, numbered
from bot.fit import split, units
from handlers.types import Choice, Reply, Session

TEXT = 2000
"""UTF-16 units of a message, with buttons or without."""
MOST = 5
"""Buttons of a message."""
TITLE = 100
"""UTF-16 units on a button."""
_MARK = "#:"
"""Begins what a button sends; nobody begins a message so."""
_PLAIN = re.compile(r"[!-}]{1,64}")
"""Ids that come back as they were sent, whatever is trimmed on the way; "~" begins a short name."""


def payload(choice_id: str) -> str:
    """What the button of a choice sends: its id, or where that may not come back whole a short name of it."""
    if _PLAIN.fullmatch(choice_id):
        return _MARK + choice_id
    return f"{_MARK}~{hashlib.sha256(choice_id.encode()).hexdigest()[:40]}"


def choice_of(text: str, shown: Sequence[Choice]) -> str | None:
    """The id of the choice that a button has sent as a text; None for a text that somebody has typed."""
    sent = text.strip()
    if not sent.startswith(_MARK) or len(sent) == len(_MARK):
        return None
    return next((choice.id for choice in shown if payload(choice.id) == sent), sent.removeprefix(_MARK))


def laid_out(reply: Reply, session: Session) -> tuple[list[str], list[Choice]]:
    """The reply as texts that fit, and the buttons under the last one.

    What buttons cannot show is written out: as numbers where a number picks it, else as commands.
    """
    loud = [choice for choice in reply.choices if not choice.quiet]
    shown = list(reply.choices) if len(reply.choices) <= MOST else loud
    if shown and len(shown) <= MOST and reply.text.strip() and all(map(_fits, shown)):
        return split(reply.text, TEXT), shown
    if loud:
        picks = session.choices == reply.choices
        written = numbered(reply) if picks else commanded(reply)
        reply = replace(reply, text=written.text.strip())
    return split(reply.text, TEXT) if reply.text.strip() else [], []


def _fits(choice: Choice) -> bool:
    return bool(choice.label.strip()) and units(choice.label.strip()) <= TITLE
