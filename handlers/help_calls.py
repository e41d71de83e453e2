"""Whoever tells of violence against themselves or somebody near is told where to turn, before all else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers import flows, form_talk, messages
from handlers import messages_log as words
from handlers.answers import asker_of, reply_for
from handlers.desk import Desk
from handlers.draft_opening import HELD
from handlers.flows import KEY
from handlers.log_words import told_to_log
from handlers.types import IncomingMessage, Outcome, Reply, Session
from knowledge.distress import asks_for_help, tells_of_own

WHERE_TO_TURN = "Bị bạo lực hoặc thấy người bị bạo lực thì báo cho ai?"
REPAIRED = 300
"""Letters of the longest message that is also read as its spelling was probably meant."""


def help_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes calls for help, whoever speaks and whatever else is going on; that goes on afterwards."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        if message.choice is not None or message.text.lstrip().startswith("/") or not _calls(desk, message, session):
            return None
        answered = desk.assistant.ask(WHERE_TO_TURN, asker_of(message, session))
        if answered.outcome != "answer":
            return None
        reply = reply_for(answered)
        if message.attachment is not None:
            reply = replace(reply, text=f"{reply.text}\n{messages.HELP_NO_FILE}")
        return (
            flows.again(desk, message, session, f"{reply.text}\n\n{messages.FLOW_GOES_ON}")
            or form_talk.again(desk, message, session, f"{reply.text}\n\n{words.GOES_ON}")
            or _plainly(message, session, reply)
        )

    return handle


def _calls(desk: Desk, message: IncomingMessage, session: Session) -> bool:
    """Whether a message calls for help. What happens to others now may also be told where any words would do."""
    text = message.text
    if tells_of_own(text):
        return True
    if _may_be_misspelt(text) and tells_of_own(desk.assistant.answerer.index.repairer.repair(text).text):
        return True
    return KEY not in session.data and told_to_log(text) is None and asks_for_help(text)


def _plainly(message: IncomingMessage, session: Session, reply: Reply) -> Outcome:
    """The answer; what was offered while something waits for a choice stays open."""
    open_ = tuple(one for one in session.choices if not one.quiet) if HELD in session.data else ()
    return flows.reply_to(message, session, replace(reply, choices=(*open_, *reply.choices)))


def _may_be_misspelt(text: str) -> bool:
    """Whether words are worth another reading: most answers to a form are short, or hold figures."""
    return len(text) <= REPAIRED and len(text.split()) >= 3 and not any(letter.isdecimal() for letter in text)
