"""Commands that steer whatever is being filled in: a dialogue, else a form."""

from __future__ import annotations

from dataclasses import replace

from handlers import messages
from handlers.desk import Desk
from handlers.flows import flow_handler, reply_to
from handlers.form_talk import form_handler
from handlers.log_entry import log_handler
from handlers.log_words import asks_type
from handlers.table import command
from handlers.types import IncomingMessage, Outcome, Reply, Session


@command("huy", "Thôi việc đang làm dở", listed=False)
def cancel(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """End the open dialogue."""
    return _steered(desk, message, session, "hủy")


@command("lui", "Quay lại câu trước", listed=False)
def back(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask the question before again."""
    return _steered(desk, message, session, "lùi")


@command("boqua", "Bỏ qua câu không bắt buộc", listed=False)
def skip(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Leave out what is optional."""
    return _steered(desk, message, session, "bỏ qua")


def _steered(desk: Desk, message: IncomingMessage, session: Session, word: str) -> Outcome:
    """What a typed word does to the open dialogue."""
    said = replace(message, text=word, choice=None)
    outcome = flow_handler(desk)(said, session) or form_handler(desk)(said, session)
    if outcome is None and asks_type(session):
        outcome = log_handler(desk)(said, session)
    return outcome or reply_to(message, session, Reply(messages.FLOW_NONE))
