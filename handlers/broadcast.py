"""/thongbao: a message of an office to its units, previewed and confirmed, then sent once to each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from handlers import messages
from handlers import messages_office as words
from handlers.answers import local_day
from handlers.audience import ROLES, Audience, Receiver, audience
from handlers.choosing import SHOWN, unit_choices, unit_step
from handlers.desk import Desk, no_caller
from handlers.duty_words import time_words
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to
from handlers.people import KINDS, Unit
from handlers.planning import opening
from handlers.receipts import listing
from handlers.rights import may, offices_of
from handlers.standing_words import named, role_counts
from handlers.table import command
from handlers.types import Choice, Effect, IncomingMessage, Note, Outcome, Record, Reply, Send, Session
from knowledge.citation import mentions
from knowledge.text.normalise import clean, fold
from knowledge.wording import citation

LONGEST = 3000
"""Letters of a message."""
MOST = 50
"""At most so many units are named one by one."""
AT_ONCE = "now"
"""The answer that does not wait for working hours."""
CITED = 3
"""At most so many documents are cited under a message."""


@command("thongbao", "Gửi thông báo cho các đơn vị, xem ai đã đọc", "guithongbao", who="office")
def broadcast(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Write a message to units; "xem" lists those that were sent."""
    person = desk.caller(message)
    if person is None:
        text = no_caller(message)
        return reply_to(message, session, Reply(text))
    tree = desk.register.tree()
    tops = [top for top in offices_of(person, tree) if may(person, "send", top, tree)]
    if not tops:
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    if fold(clean(rest)).strip() == "xem":
        return reply_to(message, session, listing(desk, tops))
    id_ = desk.register.new_id()
    return begin(_BROADCAST, desk, message, session, id=id_, top=tops[0] if len(tops) == 1 else None)


def _office(talk: Talk) -> str:
    """The unit whose office writes."""
    return str(talk.values["top"] or talk.values["office"])


def _under(talk: Talk) -> list[Unit]:
    """The units it may write to."""
    return talk.desk.register.tree().under(_office(talk), local_day(talk.message))


def _ask_text(talk: Talk) -> Reply:
    return Reply(words.BROADCAST_TEXT.format(most=LONGEST))


def _read_text(talk: Talk, said: str) -> str | Wrong:
    if talk.message.attachment is not None:
        return Wrong(words.BROADCAST_FILE)
    text = said.strip()
    if len(text) > LONGEST:
        return Wrong(words.BROADCAST_TOO_LONG.format(count=len(text), most=LONGEST))
    if not text:
        return Wrong(words.BROADCAST_EMPTY)
    unreadable = talk.desk.assistant.unreadable(text)
    return Wrong(unreadable) if unreadable else text


def _ask_whom(talk: Talk) -> Reply:
    choices = (Choice("all", words.WHOM_ALL), Choice("kind", words.WHOM_KIND), Choice("some", words.WHOM_SOME))
    return Reply(words.BROADCAST_WHOM.format(unit=talk.desk.register.tree().name(_office(talk))), choices)


def _ask_kind(talk: Talk) -> Reply:
    counts = Counter(unit.kind for unit in _under(talk))
    labels = {kind: words.KIND_COUNT.format(kind=words.KINDS[kind], count=counts[kind]) for kind in KINDS}
    return Reply(words.BROADCAST_KIND, tuple(Choice(kind, labels[kind]) for kind in KINDS if counts[kind]))


def _ask_roles(talk: Talk) -> Reply:
    labels = {"all": words.ROLES_ALL, "secretaries": words.ROLES_SECRETARIES, "heads": words.ROLES_HEADS}
    return Reply(words.BROADCAST_ROLES, tuple(Choice(value, label) for value, label in labels.items()))


def _choice_step(name: str, ask: Callable[[Talk], Reply], relevant: Callable[[Talk], bool] = lambda talk: True) -> Step:
    """A step whose value is that of one of its choices: tapped, or words that only one label has."""

    def read(talk: Talk, said: str) -> str | Wrong:
        choices = ask(talk).choices
        if talk.message.choice is not None:
            found = [one for one in choices if one.id == said]
        else:
            typed = " ".join(fold(clean(said)).split())
            found = [one for one in choices if typed and typed in fold(clean(one.label))]
        return found[0].id if len(found) == 1 else Wrong(words.CHOOSE_ONE)

    return Step(name, ask, read, relevant=relevant)


def _ask_units(talk: Talk) -> Reply:
    units = _under(talk)
    choices = unit_choices(units, talk.desk.register.tree()) if len(units) <= SHOWN else ()
    return Reply(words.BROADCAST_UNITS, choices)


def _read_units(talk: Talk, said: str) -> str | Wrong:
    """The ids of the units named, separated by spaces."""
    ids = {unit.id for unit in _under(talk)}
    if talk.message.choice is not None:
        return said if said in ids else Wrong(words.CHOOSE_ONE)
    tree = talk.desk.register.tree()
    names = _names(said)
    if len(names) > MOST:
        return Wrong(words.UNITS_TOO_MANY.format(most=MOST))
    found = {name: tree.find(name, ids) for name in names}
    if missing := [name for name, units in found.items() if not units]:
        return Wrong(words.UNITS_NOT_FOUND.format(names=named(missing)))
    if several := [name for name, units in found.items() if len(units) > 1]:
        return Wrong(words.UNITS_SEVERAL.format(names=named(several)))
    chosen = dict.fromkeys(units[0].id for units in found.values())
    return " ".join(chosen) if chosen else Wrong(words.BROADCAST_UNITS)


def _names(said: str) -> list[str]:
    """What stands between semicolons and line ends, cut to a name's length."""
    return [name[:100] for part in said.splitlines() for one in part.split(";") if (name := " ".join(one.split()))]


def _audience(talk: Talk) -> Audience:
    """Whom the answers so far mean, as it is now."""
    values = talk.values
    units = _under(talk)
    if values["whom"] == "kind":
        units = [unit for unit in units if unit.kind == values["kind"]]
    elif values["whom"] == "some":
        units = [unit for unit in units if unit.id in values["units"].split()]
    register = talk.desk.register
    person = talk.desk.caller(talk.message)
    people = register.people_in([unit.id for unit in units])
    return audience(units, people, ROLES[values["roles"]], person.id if person else "")


def _message(talk: Talk) -> str:
    """What everybody gets: who writes, the text, the documents that it names."""
    text = talk.values["text"]
    name = talk.desk.register.tree().name(_office(talk))
    return "\n".join([words.BROADCAST_HEAD.format(unit=name), text, *_cited(talk.desk, text)])


def _cited(desk: Desk, text: str) -> list[str]:
    """A line for each document of the knowledge base whose number stands in a text."""
    knowledge, register = desk.assistant.knowledge, desk.assistant.answerer.register
    exact = [register.lookup(mention, text).exact for mention in mentions(text)]
    ids = dict.fromkeys(found[0] for found in exact if len(found) == 1)
    documents = [knowledge.directive_by_id.get(id_) or knowledge.reference_by_id.get(id_) for id_ in ids]
    cited = [words.BROADCAST_CITED.format(citation=citation(one)) for one in documents if one is not None]
    return cited[:CITED]


def _ask_confirm(talk: Talk) -> Reply:
    if not _allowed(talk):
        return Reply(messages.NOT_ALLOWED)
    to, id_ = _audience(talk), talk.values["id"]
    lines = [
        words.BROADCAST_PREVIEW.format(units=len(to.units), people=len(to.receivers)),
        words.BROADCAST_NAMES.format(names=named([unit.name for unit in to.units])),
        *_gaps(to),
    ]
    # The id keeps the button of an earlier preview from answering for this one.
    leave = Choice(f"no:{id_}", words.DO_NOT)
    if not to.receivers:
        return Reply("\n".join([*lines, words.BROADCAST_NOBODY_WAY]), (leave,))
    at = opening(talk.message.at, talk.desk.working)
    lines += [words.BROADCAST_EXACT, "", _message(talk), ""]
    if at == talk.message.at:
        choices = (Choice(f"yes:{id_}", words.SEND), leave)
        return Reply("\n".join([*lines, words.BROADCAST_ASK]), choices)
    when = time_words(at)
    lines += [words.BROADCAST_HOURS.format(at=when), words.BROADCAST_ASK]
    wait = Choice(f"yes:{id_}", words.SEND_AT.format(at=when))
    return Reply("\n".join(lines), (wait, Choice(f"now:{id_}", words.SEND_NOW), leave))


def _gaps(to: Audience) -> list[str]:
    empty = [unit.name for unit in to.empty]
    unreached = [
        words.UNIT_ROLES.format(unit=unit.name, roles=role_counts(as_what)) for unit, as_what in to.unreached_in
    ]
    return [
        *([words.BROADCAST_NO_PERSON.format(names=named(empty))] if empty else []),
        *([words.BROADCAST_NO_WAY.format(people=to.unreached, names=named(unreached))] if unreached else []),
    ]


def _read_confirm(talk: Talk, said: str) -> str | bool | Wrong:
    """Whether to send: in working hours (True), at once (AT_ONCE), or not (False)."""
    if talk.message.choice is not None:
        answer, _, id_ = said.partition(":")
        if id_ != talk.values["id"]:
            return Wrong(messages.FLOW_OLD_CHOICE)
    else:
        typed = " ".join(fold(clean(said)).strip(" .!").split())
        answer = AT_ONCE if typed == fold(words.SEND_NOW) else "yes" if typed.startswith("gui luc") else said
    agreed = True if answer == AT_ONCE else read_yes(talk, answer)
    if agreed is True and not _audience(talk).receivers:
        return Wrong(words.BROADCAST_NOBODY)
    return AT_ONCE if answer == AT_ONCE else agreed


def _allowed(talk: Talk) -> bool:
    return may(talk.desk.caller(talk.message), "send", _office(talk), talk.desk.register.tree())


def _finish(talk: Talk) -> Outcome:
    person = talk.desk.caller(talk.message)
    if not talk.values["confirm"]:
        return reply_to(talk.message, talk.session, Reply(words.BROADCAST_CANCELLED))
    if person is None or not _allowed(talk):
        return reply_to(talk.message, talk.session, Reply(messages.NOT_ALLOWED))
    to = _audience(talk)
    if not to.receivers:
        return reply_to(talk.message, talk.session, Reply(words.BROADCAST_NOBODY))
    id_ = talk.values["id"]
    now = talk.message.at
    at = now if talk.values["confirm"] == AT_ONCE else opening(now, talk.desk.working)
    row = {
        **{"id": id_, "by": person.id, "unit": _office(talk), "text": talk.values["text"]},
        "units": " ".join(unit.id for unit in to.units),
    }
    done = Reply(
        (words.BROADCAST_LATER if at > now else words.BROADCAST_DONE).format(
            people=len(to.receivers), units=len(to.units), at=time_words(at)
        ),
        (Choice(f"tbxem:{id_}", words.SENT_SEE),),
    )
    effects = (Record("broadcasts", row, person.id), *_letters(talk, to.receivers, at))
    return reply_to(talk.message, talk.session, done, effects=effects)


def _letters(talk: Talk, receivers: Iterable[Receiver], at: datetime) -> Iterable[Effect]:
    """The message to each person, and the note that it goes to them."""
    id_ = talk.values["id"]
    reply = Reply(_message(talk), (Choice(f"dadoc:{id_}", words.READ),))
    for one in receivers:
        key = f"tb:{id_}:{one.person.id}"
        yield Send(one.to, reply, key, at=at)
        yield Note(key, one.person.id, "broadcast", id_, key, one.to.channel, one.unit)


_BROADCAST = flow(
    Flow(
        "thongbao",
        (
            unit_step("office", words.BROADCAST_UNIT, "send", relevant=lambda talk: talk.values["top"] is None),
            Step("text", _ask_text, _read_text),
            _choice_step("whom", _ask_whom),
            _choice_step("kind", _ask_kind, lambda talk: talk.values.get("whom") == "kind"),
            Step("units", _ask_units, _read_units, relevant=lambda talk: talk.values.get("whom") == "some"),
            _choice_step("roles", _ask_roles),
            Step("confirm", _ask_confirm, _read_confirm),
        ),
        _finish,
        words.BROADCAST_CANCELLED,
        takes_questions=False,
    )
)
