"""Choices where there are no buttons: shown as a numbered list, picked by number or by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot import messages
from handlers.table import command_to
from handlers.types import Choice, IncomingMessage, Reply, Session


def numbered(reply: Reply) -> Reply:
    """The reply with its choices written out as a list; quiet ones are left out."""
    open_choices = [choice for choice in reply.choices if not choice.quiet]
    if not open_choices:
        return replace(reply, choices=())
    lines = [messages.CHOICE_LINE.format(number=n, label=c.label) for n, c in enumerate(open_choices, 1)]
    return replace(reply, text="\n".join([reply.text, *lines, messages.CHOICE_HINT]), choices=())


def commanded(reply: Reply) -> Reply:
    """The reply with the commands that lead to what its choices do; those that no command leads to are left out."""
    found: dict[str, list[str]] = {}
    for choice in reply.choices:
        if name := command_to(choice.id):
            found.setdefault(name, []).append(choice.label)
    lines = [messages.COMMAND_LINE.format(command=name, labels="; ".join(labels)) for name, labels in found.items()]
    return replace(reply, text="\n".join([reply.text, *lines]), choices=())


def with_choice(message: IncomingMessage, session: Session) -> IncomingMessage:
    """The message with its choice filled in, where its text is the number or the words of an open one."""
    if message.choice is not None:
        return message
    picked = pick(message.text, [choice for choice in session.choices if not choice.quiet])
    return replace(message, choice=picked.id) if picked else message


def pick(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that a text means: its number in the list, or its label, diacritics and case aside."""
    written = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if not written:
        return None
    if (bare := written.rstrip(".)")).isdecimal() and len(bare) <= 3 and 1 <= int(bare) <= len(choices):
        return choices[int(bare) - 1]
    if exact := [c for c in choices if " ".join(unicodedata.normalize("NFC", c.label).casefold().split()) == written]:
        return exact[0]
    alike = [choice for choice in choices if _folded(choice.label) == _folded(text)]
    return alike[0] if len(alike) == 1 else None


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
