"""What a message says beside the activity that it reports: others, a question."""

from __future__ import annotations

from dataclasses import replace

from handlers import messages_log as words
from handlers.desk import Desk
from handlers.flows import answer_aside
from handlers.types import IncomingMessage, Outcome, Reply, Send, Session
from knowledge.identities import find_told, masked


def others_told(others: str) -> str:
    """What is said of other activities in a message: their words, without who is named in them; "" for none."""
    return words.OTHERS_TOLD.format(what=masked(others, find_told(others, strict=True))) if others else ""


def with_answer(desk: Desk, message: IncomingMessage, session: Session, outcome: Outcome, asked: str) -> Outcome:
    """An outcome, and behind what it says the answer to what the message asks."""
    answer = answer_aside(desk, replace(message, text=asked), session, doubtful=True)
    said = Reply(answer or words.ASKED_BESIDE.format(asked=asked))
    place = sum(isinstance(one, Send) for one in outcome.effects)
    send = Send(message.sender, said, f"{message.sender.channel}:{message.id}:{place}")
    return replace(outcome, effects=(*outcome.effects, send))
