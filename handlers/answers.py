"""The question handler: answers, offers choices, unfolds what was folded, takes ratings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from handlers import messages
from handlers.asking import Answered, Assistant
from handlers.code_shapes import typed_code, without_codes
from handlers.compose import Composed
from handlers.followup import Follow, follow
from handlers.labels import label, whose
from handlers.picking import NO_SUCH, NOTHING_MORE, picked
from handlers.splitting import MOST, questions
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session
from knowledge.entry import Entry
from knowledge.identities import find_told, masked
from knowledge.understand import Asker

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RATINGS = (Choice("rate:up", messages.RATE_UP, quiet=True), Choice("rate:down", messages.RATE_DOWN, quiet=True))
REMEMBERED = 500
"""Letters of a question that the next one may lean on."""


def local_day(message: IncomingMessage) -> date:
    """The day of a message where its sender lives."""
    return message.at.astimezone(ZONE).date()


Own = Callable[[IncomingMessage, Answered], Reply | None]
"""What is said to a person instead of an answer to everybody, where there is something of their own."""
Whose = Callable[[IncomingMessage], str | None]
"""The id of the unit at the top of the sender's; None for somebody without one."""


def question_handler(
    assistant: Assistant,
    own: Own = lambda message, answered: None,
    whose: Whose = lambda message: None,
) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes every message that is left: a choice, or one question or more."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        choice = message.choice or picked(message.text, session.choices)
        if choice is not None:
            return _chosen(assistant, message, session, choice)
        return _asked(assistant, message, session, own, whose)

    return handle


def asker_of(message: IncomingMessage, session: Session) -> Asker:
    """Where and when a message is asked."""
    return Asker(session.data.get("province"), session.data.get("sector"), None, local_day(message))


@dataclass(slots=True)
class _Talk:
    """What one message has led to so far."""

    data: dict[str, Any]
    message: IncomingMessage
    own: Own
    whose: Whose
    replies: list[Reply] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def _asked(assistant: Assistant, message: IncomingMessage, session: Session, own: Own, whose: Whose) -> Outcome:
    talk = _Talk(dict(session.data), message, own, whose)
    asker = asker_of(message, session)
    parts = [message.text] if assistant.unreadable(message.text) else questions(message.text)
    for part in parts[:MOST]:
        _answer(assistant, part, asker, talk, alone=len(parts) == 1)
    replies = _together(talk.replies)
    if len(parts) > MOST:
        replies[-1] = replace(replies[-1], text=f"{replies[-1].text}\n{messages.TOO_MANY.format(most=MOST)}")
    sends: list[Effect] = [_send(message, reply, number) for number, reply in enumerate(replies)]
    return Outcome(Session(session.key, talk.data, replies[-1].choices), (*talk.records, *sends))


def _answer(assistant: Assistant, part: str, asker: Asker, talk: _Talk, alone: bool) -> None:
    whole = None if assistant.unreadable(part) else follow(part, talk.data.get("last"), assistant)
    question = whole.question if whole else part
    answered = assistant.ask(question, _leaning(asker, whole))
    if (reply := talk.own(talk.message, answered)) is not None:
        talk.replies.append(reply)
        talk.data["last"] = {"question": _nameless(question)[:REMEMBERED], **_about(None, assistant)}
        return
    kept = answered.result is not None and answered.outcome == "none" and typed_code(part) is None
    talk.replies.append(reply_for(answered, kept, alone))
    if answered.result is not None:
        talk.data["last"] = {"question": _nameless(question)[:REMEMBERED], **_about(_first(answered), assistant)}
    if kept:
        row = {"question": _nameless(part), "outcome": answered.outcome, "unit": talk.whose(talk.message)}
        talk.records.append(Record("unanswered", row))


def _nameless(question: str) -> str:
    """A question as it may be kept: without numbers to reach somebody by, who suffered violence, and codes."""
    return without_codes(masked(question, find_told(question)))


def _leaning(asker: Asker, whole: Follow | None) -> Asker:
    """The asker, in the place that the question before was answered for."""
    if whole is None or whole.province is None:
        return asker
    return replace(asker, province=whole.province, sector=whole.sector or asker.sector)


def _together(replies: Sequence[Reply]) -> list[Reply]:
    """Several replies to one message: what may be chosen stands under the last, as only that stays open."""
    if len(replies) == 1:
        return list(replies)
    loud = [
        replace(choice, label=messages.MORE_OF.format(number=number, label=choice.label))
        for number, reply in enumerate(replies, 1)
        for choice in reply.choices
        if not choice.quiet
    ]
    bare = [replace(reply, choices=()) for reply in replies]
    return [*bare[:-1], replace(bare[-1], choices=tuple({choice.id: choice for choice in loud}.values()))]


def _send(message: IncomingMessage, reply: Reply, number: int = 0) -> Send:
    return Send(message.sender, reply, key=f"{message.sender.channel}:{message.id}:{number}")


def reply_for(answered: Answered, kept: bool = False, alone: bool = True) -> Reply:
    """An answered question as a message with its choices; `kept` says that it was noted for the office."""
    if answered.result is None:
        return Reply(answered.text)
    if answered.outcome == "answer":
        found, composed = answered.composed[0]
        return _entry_reply(found.entry, composed)
    offered = tuple(Choice(f"pick:{entry.id}", _choice_label(entry, answered)) for entry in answered.offered)
    rows = () if alone or answered.result.reason == "places" else tuple(f"- {choice.label}" for choice in offered)
    lines = (answered.head, messages.KEPT if kept else "", answered.lead, *rows)
    return Reply("\n".join(line for line in lines if line), offered)


def _choice_label(entry: Entry, answered: Answered) -> str:
    places = answered.result is not None and answered.result.reason == "places"
    return whose(entry) if places else label(entry)


def _entry_reply(entry: Entry, composed: Composed) -> Reply:
    choices: tuple[Choice, ...] = ()
    if composed.rest:
        count = len(composed.rest.splitlines())
        choices = (Choice(f"more:{entry.id}", messages.MORE.format(count=count)),)
    return Reply(composed.text, (*choices, *RATINGS), (composed.source,) if composed.source else ())


def _first(answered: Answered) -> Entry | None:
    return answered.composed[0][0].entry if answered.composed and answered.outcome == "answer" else None


def _about(entry: Entry | None, assistant: Assistant) -> dict[str, str | None]:
    """What the next message may lean on in an answer."""
    if entry is None:
        return {"entry": None}
    names = {"entry": entry.id, "province": entry.province, "sector": entry.sector}
    return {**names, "document": entry.document if assistant.is_document(entry.document_id) else None}


def _chosen(assistant: Assistant, message: IncomingMessage, session: Session, choice: str) -> Outcome:
    action, _, rest = choice.partition(":")
    if action == "rate":
        return _rated(message, session, choice)
    if choice in (NOTHING_MORE, NO_SUCH):
        count = len(_loud(session))
        no_such = messages.NO_SUCH_CHOICE.format(count=count) if count else messages.OLD_CHOICE
        words = messages.NO_MORE if choice == NOTHING_MORE else no_such
        return Outcome(session, (_send(message, Reply(words, _loud(session))),))
    entry = assistant.answerer.entries.get(rest)
    if entry is None or choice not in {known.id for known in session.choices}:
        return Outcome(session, (_send(message, Reply(messages.OLD_CHOICE, _loud(session))),))
    composed = assistant.compose(entry, asker_of(message, session))
    more = action == "more"
    reply = Reply(composed.rest or messages.NO_MORE, RATINGS) if more else _entry_reply(entry, composed)
    last = {**session.data.get("last", {}), **_about(entry, assistant), "rated": False}
    return Outcome(Session(session.key, {**session.data, "last": last}, reply.choices), (_send(message, reply),))


def _loud(session: Session) -> tuple[Choice, ...]:
    """What stays open when a message changes nothing."""
    return tuple(choice for choice in session.choices if not choice.quiet)


def _rated(message: IncomingMessage, session: Session, choice: str) -> Outcome:
    """Keep a rating once; the choices other than ratings stay open."""
    last: Mapping[str, Any] = session.data.get("last", {})
    left = _loud(session)
    if choice not in {known.id for known in session.choices}:
        words = messages.RATE_TWICE if last.get("rated") else messages.RATE_OLD
        return Outcome(session, (_send(message, Reply(words, _loud(session))),))
    up = choice == RATINGS[0].id
    row = {
        "answer": last.get("entry") or "-",
        "verdict": "up" if up else "down",
        "question": last.get("question", ""),
    }
    after = Session(session.key, {**session.data, "last": {**last, "rated": True}}, left)
    words = messages.RATED_UP if up else messages.RATED_DOWN
    return Outcome(after, (Record("ratings", row), _send(message, Reply(words, left))))
