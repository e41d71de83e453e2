"""The question handler: answers, offers choices, unfolds what was folded, takes ratings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from handlers import messages
from handlers.asking import Answered, Assistant, label, whose
from handlers.compose import Composed
from handlers.followup import Follow, follow, questions
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session
from knowledge.entry import Entry
from knowledge.understand import Asker

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RATINGS = (Choice("rate:up", messages.RATE_UP, quiet=True), Choice("rate:down", messages.RATE_DOWN, quiet=True))


def local_day(message: IncomingMessage) -> date:
    """The day of a message where its sender lives."""
    return message.at.astimezone(ZONE).date()


def question_handler(assistant: Assistant) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes every message that is left: a choice, or one question or more."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        if message.choice is not None:
            return _chosen(assistant, message, session, message.choice)
        return _asked(assistant, message, session)

    return handle


def _asker(message: IncomingMessage, session: Session) -> Asker:
    return Asker(session.data.get("province"), session.data.get("sector"), None, local_day(message))


def _asked(assistant: Assistant, message: IncomingMessage, session: Session) -> Outcome:
    asker = _asker(message, session)
    data = dict(session.data)
    effects: list[Effect] = []
    choices: tuple[Choice, ...] = ()
    readable = assistant.unreadable(message.text) is None
    for number, part in enumerate(questions(message.text) if readable else [message.text]):
        whole = follow(part, data.get("last"), assistant) if readable else None
        question = whole.question if whole else part
        answered = assistant.ask(question, _leaning(asker, whole))
        reply = reply_for(answered)
        if answered.result is not None:
            data = _remember(data, question, answered)
            if answered.outcome == "none":
                effects.append(Record("unanswered", {"question": part, "outcome": answered.outcome}))
                reply = replace(reply, text=f"{reply.text}\n{messages.KEPT}")
        choices = reply.choices
        effects.append(_send(message, reply, number))
    return Outcome(Session(session.key, data, choices), tuple(effects))


def _leaning(asker: Asker, whole: Follow | None) -> Asker:
    """The asker, in the place that the question before was answered for."""
    if whole is None or whole.province is None:
        return asker
    return replace(asker, province=whole.province, sector=whole.sector or asker.sector)


def _send(message: IncomingMessage, reply: Reply, number: int = 0) -> Send:
    return Send(message.sender, reply, key=f"{message.sender.channel}:{message.id}:{number}")


def reply_for(answered: Answered) -> Reply:
    """An answered question as a message with its choices."""
    if answered.result is None:
        return Reply(answered.text)
    if answered.outcome == "answer":
        found, composed = answered.composed[0]
        return _entry_reply(found.entry, composed)
    chosen = tuple(Choice(f"pick:{entry.id}", _choice_label(entry, answered)) for entry in answered.offered)
    return Reply(answered.head, chosen)


def _choice_label(entry: Entry, answered: Answered) -> str:
    places = answered.result is not None and answered.result.reason == "places"
    return whose(entry) if places else label(entry)


def _entry_reply(entry: Entry, composed: Composed) -> Reply:
    choices: tuple[Choice, ...] = ()
    if composed.rest:
        count = len(composed.rest.splitlines())
        choices = (Choice(f"more:{entry.id}", messages.MORE.format(count=count)),)
    return Reply(composed.text, (*choices, *RATINGS), (composed.source,) if composed.source else ())


def _remember(data: Mapping[str, Any], question: str, answered: Answered) -> dict[str, Any]:
    """What the next message may lean on."""
    entry = answered.composed[0][0].entry if answered.composed and answered.outcome == "answer" else None
    return {**data, "last": {"question": question[:500], **_answered_with(entry)}}


def _answered_with(entry: Entry | None) -> dict[str, str | None]:
    if entry is None:
        return {"entry": None}
    return {"entry": entry.id, "province": entry.province, "sector": entry.sector}


def _chosen(assistant: Assistant, message: IncomingMessage, session: Session, choice: str) -> Outcome:
    action, _, rest = choice.partition(":")
    if choice not in {known.id for known in session.choices}:
        return Outcome(session, (_send(message, Reply(messages.OLD_CHOICE)),))
    if action == "rate":
        return _rated(message, session, rest)
    entry = assistant.answerer.entries.get(rest)
    if entry is None:
        return Outcome(session, (_send(message, Reply(messages.OLD_CHOICE)),))
    composed = assistant.compose(entry, _asker(message, session))
    more = action == "more"
    reply = Reply(composed.rest or messages.NO_MORE, RATINGS) if more else _entry_reply(entry, composed)
    last = {**session.data.get("last", {}), **_answered_with(entry)}
    return Outcome(Session(session.key, {**session.data, "last": last}, reply.choices), (_send(message, reply),))


def _rated(message: IncomingMessage, session: Session, verdict: str) -> Outcome:
    """Keep a rating once; the choices other than ratings stay open."""
    last = session.data.get("last", {})
    left = tuple(known for known in session.choices if not known.id.startswith("rate:"))
    words = messages.RATED_UP if verdict == "up" else messages.RATED_DOWN
    row = {"answer": last.get("entry") or "-", "verdict": verdict, "question": last.get("question", "")}
    return Outcome(Session(session.key, session.data, left), (Record("ratings", row), _send(message, Reply(words))))
