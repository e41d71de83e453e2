"""What a message says beside the activity that it reports: others, a question, a call for help."""

from __future__ import annotations

from dataclasses import replace

from handlers import messages_log as words
from handlers.answers import asker_of, question_handler
from handlers.desk import Desk
from handlers.flows import answer_aside
from handlers.log_words import WHERE_TO_TURN
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


def where_to_turn(desk: Desk, message: IncomingMessage, session: Session) -> Outcome | None:
    """Where somebody may turn, for words that tell of violence and hold no question that is answered otherwise."""
    if desk.assistant.ask(message.text, asker_of(message, session)).outcome == "answer":
        return None
    turn = question_handler(desk.assistant, lambda asked, answered: None, desk.top_of)
    return turn(replace(message, text=WHERE_TO_TURN), session)
