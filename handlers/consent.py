"""Consent: what is told first, what is asked for each purpose by itself, and what is kept of the answers."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from handlers import messages
from handlers import messages_joining as words
from handlers.desk import Desk, Service
from handlers.flows import Flow, Step, Talk, Wrong, begin, read_agreed, yes_or_no
from handlers.people import PURPOSES, Person, Purpose
from handlers.terms import LETTERS
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Send, Session
from knowledge.text.normalise import clean

NAME_LETTERS = 60
CONFIRM = "confirm"
"""The step of a dialogue that somebody with an account answers first; a "no" there ends the questions."""
_NO_NAME = "-"


def responsible(service: Service) -> Mapping[str, str]:
    """Who answers for the data and where to turn, for a text."""
    return {
        "controller": service.controller or words.CONTROLLER_UNKNOWN,
        "contact": service.contact or messages.OFFICE,
    }


def notice(service: Service, lead: str) -> str:
    """What has to be known before anything is asked."""
    return words.NOTICE.format(lead=lead, days=LETTERS.days, **responsible(service)).strip()


def shown(service: Service, purpose: Purpose) -> str:
    """The text that is shown before somebody answers about a purpose."""
    return f"{notice(service, '')}\n{words.CONSENTS[purpose]}"


def version(service: Service, purpose: Purpose) -> str:
    """That text as the log names it: the same words give the same version."""
    return f"{purpose}:{hashlib.sha256(shown(service, purpose).encode()).hexdigest()[:16]}"


def consent_records(
    desk: Desk, message: IncomingMessage, person: str, purpose: Purpose, given: bool
) -> tuple[Record, Record]:
    """A row of the consent log, and the text that it names."""
    text, channel = version(desk.service, purpose), message.sender.channel
    row = {"person": person, "purpose": purpose, "given": int(given), "text": text, "channel": channel}
    told = {"version": text, "text": shown(desk.service, purpose)}
    return Record("consents", row, by=person), Record("consent_texts", told)


def missing(person: Person | None) -> list[Purpose]:
    """The purposes that a person has not agreed to, or no longer."""
    return [purpose for purpose in PURPOSES if person is None or purpose not in person.consents]


def begin_informed(
    entry: Flow, desk: Desk, message: IncomingMessage, session: Session, lead: str, **values: Any
) -> Outcome:
    """Open a dialogue that asks for consent: what has to be known goes ahead in a message of its own."""
    outcome = begin(entry, desk, message, session, **values)
    if not missing(desk.caller(message)):
        return outcome
    told = Send(message.sender, Reply(notice(desk.service, lead)), f"{message.sender.channel}:{message.id}:notice")
    return Outcome(outcome.session, (told, *outcome.effects))


def consent_steps() -> tuple[Step, ...]:
    """A question for each purpose that is not agreed to, then the name of somebody new."""
    return (*(_purpose_step(purpose) for purpose in PURPOSES), name_step(_is_new))


def refused(values: Mapping[str, Any]) -> bool:
    """Whether the dialogue goes no further: no account, or a role that is not wanted."""
    return values.get("account") is False or values.get(CONFIRM) is False


def account_records(talk: Talk, person: str) -> tuple[Record, ...]:
    """What a finished dialogue leaves: the account of somebody new, and every answer about a purpose."""
    answered = [purpose for purpose in PURPOSES if purpose in talk.values]
    consents = [
        record
        for purpose in answered
        for record in consent_records(talk.desk, talk.message, person, purpose, bool(talk.values[purpose]))
    ]
    if talk.desk.caller(talk.message) is not None:
        return tuple(consents)
    to = talk.message.sender
    contact = {"channel": to.channel, "user": to.user, "chat": to.chat, "person": person, "blocked_at": None}
    name = {"id": person, "name": talk.values.get("name")}
    return Record("people", name, by=person), Record("contacts", contact, by=person), *consents


def name_step(relevant: Callable[[Talk], bool] = lambda talk: True) -> Step:
    """A step whose value is a name of at most NAME_LETTERS letters, or None."""
    return Step(
        "name",
        lambda talk: Reply(words.NAME, (Choice(_NO_NAME, words.NO_NAME),)),
        _read_name,
        optional=True,
        relevant=relevant,
    )


def ask_consent(purpose: Purpose) -> Reply:
    """The question for one purpose; nothing is ticked."""
    return Reply(words.CONSENTS[purpose], yes_or_no(words.AGREE, words.DISAGREE))


def _purpose_step(purpose: Purpose) -> Step:
    def relevant(talk: Talk) -> bool:
        return not refused(talk.values) and purpose in missing(talk.desk.caller(talk.message))

    return Step(purpose, lambda talk: ask_consent(purpose), read_agreed, relevant=relevant)


def _is_new(talk: Talk) -> bool:
    return not refused(talk.values) and talk.desk.caller(talk.message) is None


def _read_name(talk: Talk, said: str) -> str | Wrong | None:
    if talk.message.choice is not None:
        return None
    name = "".join(letter for letter in clean(said) if unicodedata.category(letter)[0] != "C")
    if "?" in name or not any(letter.isalpha() for letter in name):
        return Wrong(words.NAME_EMPTY)
    return name if len(name) <= NAME_LETTERS else Wrong(words.NAME_TOO_LONG.format(most=NAME_LETTERS))
