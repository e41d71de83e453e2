"""Choices as buttons: what a button carries, and back from there to the choice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.messages import CHOICE_LINE, CUT
from handlers.types import Choice

DATA_BYTES = 64
"""What a button can carry, in UTF-8."""
_SHORT = "~"
"""Begins the data of a choice whose own id does not fit."""
_WIDE = 36
"""A longer label is cut off on a telephone's screen."""
_LABEL = 64
_MOST = 98
"""Telegram takes a hundred buttons in a message."""


def data(choice_id: str) -> str:
    """What the button of a choice carries: its id, or where that does not fit a short name of it, always the same."""
    if 0 < len(choice_id.encode()) <= DATA_BYTES and not choice_id.startswith(_SHORT):
        return choice_id
    return _SHORT + hashlib.sha256(choice_id.encode()).hexdigest()[:40]


def choice_of(carried: str, shown: Sequence[Choice]) -> str:
    """The id of the choice that a button stands for; what it carries, when nothing that was shown fits."""
    return next((choice.id for choice in shown if data(choice.id) == carried), carried)


def numbered(choices: Sequence[Choice]) -> bool:
    """Whether the labels are too long for buttons, so that they belong into the text as well."""
    return any(not choice.quiet and len(choice.label) > _WIDE for choice in choices)


def listing(choices: Sequence[Choice]) -> str:
    """The choices, not the quiet ones, as lines of text; a typed number means the same one."""
    loud = [choice for choice in choices if not choice.quiet]
    return "\n".join(CHOICE_LINE.format(number=n, label=choice.label) for n, choice in enumerate(loud, 1))


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """A button a row for each choice, and the quiet ones side by side in a last row."""
    with_number = numbered(choices)
    loud = [choice for choice in choices if not choice.quiet][:_MOST]
    quiet = [choice for choice in choices if choice.quiet][: min(8, _MOST - len(loud))]
    rows = [
        [_button(CHOICE_LINE.format(number=n, label=choice.label) if with_number else choice.label, choice)]
        for n, choice in enumerate(loud, 1)
    ]
    if quiet:
        rows.append([_button(choice.label, choice) for choice in quiet])
    return InlineKeyboardMarkup(rows) if rows else None


def _button(label: str, choice: Choice) -> InlineKeyboardButton:
    text = label.strip() or CUT
    return InlineKeyboardButton(
        text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + CUT, callback_data=data(choice.id)
    )
