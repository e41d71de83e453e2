"""Small dialogues: one question after another until all that is needed is known, then a preview, then it is done.

What was answered lives in the session, so a dialogue survives a restart. The next question is the first step that is
relevant and has no answer. At any point: "lùi" goes back, "bỏ qua" skips what is optional, "huỷ" ends it.
A choice of a dialogue names its flow and step (`f:NAME:STEP:VALUE`), so an old button never answers another question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers import messages
from handlers.answers import asker_of, local_day
from handlers.desk import Desk
from handlers.member_deadlines import own_deadlines
from handlers.types import DIALOGUE, Choice, Effect, IncomingMessage, Outcome, Reply, Send, Session
from handlers.yes_words import agrees, says_yes
from knowledge.text.normalise import clean, fold

KEY = DIALOGUE
CANCELS = frozenset({"huy", "huy bo", "thoi", "dung lai"})
_BACK = frozenset({"lui", "lui lai", "quay lai"})
_SKIP = frozenset({"bo qua"})
_IDLE = frozenset({"luu", "luu lai", "luu di", "xem lai", "sua", "sua lai", "ghi tiep", "tiep tuc"})
"""More words that steer something, and mean nothing where nothing is open."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A dialogue in progress: what it needs to decide. `values` are the answers so far, JSON only."""

    desk: Desk
    message: IncomingMessage
    session: Session
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that cannot be used: one sentence, and what to do."""

    text: str


Read = Callable[[Talk, str], Any]
"""An answer as a JSON value, or Wrong. A choice arrives as its VALUE, typed text as it was typed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question: `ask` gives its text and choices (whose ids are bare VALUEs), `read` takes the answer."""

    name: str
    ask: Callable[[Talk], Reply]
    read: Read
    optional: bool = False
    relevant: Callable[[Talk], bool] = lambda talk: True


@dataclass(frozen=True, slots=True)
class Flow:
    """A dialogue. `finish` is called when every relevant step is answered; the session it returns has no flow left."""

    name: str
    steps: tuple[Step, ...]
    finish: Callable[[Talk], Outcome]
    cancelled: str = messages.FLOW_CANCELLED
    takes_questions: bool = True
    """Whether a question in the middle is answered and the dialogue goes on."""
    earlier: Callable[[Talk], Outcome | None] = lambda talk: None
    """Where "lùi" at the first step leads; None where there is nothing before it."""


_FLOWS: dict[str, Flow] = {}


def flow(entry: Flow) -> Flow:
    """Enter a dialogue in the table."""
    if entry.name in _FLOWS:
        raise ValueError(f"two dialogues are called {entry.name}")
    _FLOWS[entry.name] = entry
    return entry


def reply_to(message: IncomingMessage, session: Session, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Outcome:
    """An outcome that says these things to the sender, after other effects."""
    sends = [
        Send(message.sender, reply, f"{message.sender.channel}:{message.id}:{number}")
        for number, reply in enumerate(replies)
    ]
    choices = replies[-1].choices if replies else session.choices
    return Outcome(Session(session.key, session.data, choices), (*effects, *sends))


def begin(entry: Flow, desk: Desk, message: IncomingMessage, session: Session, **values: Any) -> Outcome:
    """Open a dialogue with what is known already, and ask its first question (or finish at once)."""
    data = {**session.data, KEY: {"name": entry.name, "values": values, "wrong": 0}}
    return _go_on(entry, Talk(desk, message, replace(session, data=data), values))


def without_flow(session: Session) -> Session:
    """The session with no dialogue open."""
    return replace(session, data={key: value for key, value in session.data.items() if key != KEY})


def flow_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes what answers the open dialogue, and choices of dialogues that are no longer open."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        open_ = session.data.get(KEY)
        entry = _FLOWS.get(open_["name"]) if open_ else None
        if message.choice is not None and message.choice.startswith("f:"):
            return _chosen(desk, message, session, entry)
        if entry is None or open_ is None or message.choice is not None:
            return None
        return _typed(entry, Talk(desk, message, session, open_["values"]))

    return handle


def again(desk: Desk, message: IncomingMessage, session: Session, lead: str) -> Outcome | None:
    """What the open dialogue asks, asked once more after `lead`; None where none is open."""
    open_ = session.data.get(KEY)
    entry = _FLOWS.get(open_["name"]) if open_ else None
    if entry is None or open_ is None:
        return None
    return _go_on(entry, Talk(desk, message, session, open_["values"]), lead, open_["wrong"])


def nothing_open(message: IncomingMessage, session: Session) -> Outcome | None:
    """A handler that takes words that steer a dialogue where none is open: said so, and what is offered stays open."""
    if message.choice is not None or _steering(message.text) not in CANCELS | _BACK | _SKIP | _IDLE:
        return None
    offered = tuple(choice for choice in session.choices if not choice.quiet)
    return reply_to(message, session, Reply(messages.FLOW_NONE, offered))


def _steering(text: str) -> str:
    return " ".join(fold(clean(text)).strip(" .!").split())


def _current(entry: Flow, talk: Talk) -> Step | None:
    return next((step for step in entry.steps if step.name not in talk.values and step.relevant(talk)), None)


def _go_on(entry: Flow, talk: Talk, lead: str = "", wrong: int = 0) -> Outcome:
    step = _current(entry, talk)
    if step is None:
        return entry.finish(replace(talk, session=without_flow(talk.session)))
    asked = _named(entry, step, step.ask(talk))
    text = f"{lead}\n{asked.text}" if lead else asked.text
    data = {**talk.session.data, KEY: {"name": entry.name, "values": dict(talk.values), "wrong": wrong}}
    return reply_to(talk.message, replace(talk.session, data=data), replace(asked, text=text))


def _named(entry: Flow, step: Step, reply: Reply) -> Reply:
    choices = tuple(replace(one, id=f"f:{entry.name}:{step.name}:{one.id}") for one in reply.choices)
    return replace(reply, choices=choices)


def _chosen(desk: Desk, message: IncomingMessage, session: Session, entry: Flow | None) -> Outcome:
    _, name, step_name, value = [*(message.choice or "").split(":", 3), "", "", ""][:4]
    open_ = session.data.get(KEY)
    if entry is None or open_ is None or entry.name != name:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    talk = Talk(desk, message, session, open_["values"])
    step = _current(entry, talk)
    if step is None or step.name != step_name:
        return _go_on(entry, talk, messages.FLOW_OLD_CHOICE)
    return _answered(entry, talk, step, value)


def _typed(entry: Flow, talk: Talk) -> Outcome | None:
    words = _steering(talk.message.text)
    step = _current(entry, talk)
    if words in CANCELS:
        return reply_to(talk.message, without_flow(talk.session), Reply(entry.cancelled))
    if words in _BACK:
        return _back(entry, talk)
    if step is None:
        return _go_on(entry, talk)
    if words in _SKIP and step.optional:
        return _go_on(entry, replace(talk, values={**talk.values, step.name: None}))
    return _answered(entry, talk, step, talk.message.text)


def _back(entry: Flow, talk: Talk) -> Outcome:
    """Forget the latest answer and ask for it again."""
    answered = [step.name for step in entry.steps if step.name in talk.values and step.relevant(talk)]
    if not answered:
        return entry.earlier(talk) or _go_on(entry, talk, messages.FLOW_AT_START)
    values = {name: value for name, value in talk.values.items() if name != answered[-1]}
    return _go_on(entry, replace(talk, values=values))


def _answered(entry: Flow, talk: Talk, step: Step, said: str) -> Outcome:
    value = step.read(talk, said)
    if not isinstance(value, Wrong):
        return _go_on(entry, replace(talk, values={**talk.values, step.name: value}))
    if (
        entry.takes_questions
        and talk.message.choice is None
        and (answer := answer_aside(talk.desk, talk.message, talk.session))
    ):
        return _go_on(entry, talk, f"{answer}\n\n{messages.FLOW_GOES_ON}")
    wrong = talk.session.data[KEY]["wrong"] + 1
    lead = f"{value.text} {messages.FLOW_WAY_OUT}" if wrong >= 2 else value.text
    return _go_on(entry, talk, lead, wrong)


def answer_aside(desk: Desk, message: IncomingMessage, session: Session, *, doubtful: bool = False) -> str | None:
    """The answer to a question that was asked in the middle of something; None for what is no question.

    `doubtful`: a few possible answers are better than none.
    """
    answered = desk.assistant.ask(message.text, asker_of(message, session))
    if own := own_deadlines(desk, message, answered, local_day(message)):
        return own.text
    good = answered.outcome == "answer" or (doubtful and answered.outcome == "clarify")
    return answered.text if answered.result is not None and good else None


def yes_or_no(yes: str, no: str) -> tuple[Choice, Choice]:
    """Two choices, "yes" and "no"."""
    return Choice("yes", yes), Choice("no", no)


def read_yes(talk: Talk, said: str) -> bool | Wrong:
    """True for yes, False for no; typed or chosen."""
    yes = says_yes(said)
    return Wrong(messages.FLOW_YES_OR_NO) if yes is None else yes


def read_agreed(talk: Talk, said: str) -> bool | Wrong:
    """The same where consent is asked for, or where everything would be deleted: "lưu" is no yes there."""
    yes = agrees(said)
    return Wrong(messages.FLOW_YES_OR_NO) if yes is None else yes
