"""Deadlines of an office's own: made in a dialogue, listed, ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import messages
from handlers import messages_duties as words
from handlers.choosing import nowhere, unit_choices, unit_step
from handlers.desk import Desk
from handlers.duties import Duty
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to, yes_or_no
from handlers.owed import Look, look, one_line, read_day
from handlers.people import Unit
from handlers.rights import offices_of
from handlers.ruling import day_off_warning
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.duedates import LEAP_DAY
from knowledge.text.normalise import clean, fold
from knowledge.wording import day_words, in_sentence

TITLE, RECIPIENT, TEMPLATE = 200, 200, 2000
"""Letters at most."""
FARTHEST = timedelta(days=730)
MOST_UNITS = 30
"""So many units may be named one by one."""
_ALL, _SOME, _DONE = "all", "some", "done"
_ONCE, _YEARLY = "once", "yearly"


@command("themhan", "Đặt hạn riêng của cơ quan, thôi một hạn đã đặt", who="office")
def own_duties(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The office's own deadlines, to end one or add another; where there is none, the dialogue on a new one."""
    view = look(desk, message)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    owners = _owners(view)
    if not owners:
        return reply_to(message, session, nowhere(desk, message, view.person, words.OFFICE_ONLY))
    standing = _standing(view)
    if not standing:
        return begin(ADD, desk, message, session)
    rows = "\n".join(words.OWN_ROW.format(title=one.title, when=_when(one), source=one.source) for one in standing)
    ends = tuple(Choice(f"thoihan:{one.id}", words.OWN_END.format(title=one.title)) for one in standing)
    return reply_to(
        message, session, Reply(words.OWN_LIST.format(rows=rows), (Choice("hanmoi:", words.OWN_NEW), *ends))
    )


@action("hanmoi")
def add(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Open the dialogue on a new deadline."""
    view = look(desk, message)
    if isinstance(view, str) or not _owners(view):
        return reply_to(message, session, Reply(view if isinstance(view, str) else words.OFFICE_ONLY))
    return begin(ADD, desk, message, session)


@action("thoihan")
def end(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask before a deadline is ended."""
    duty = _own(look(desk, message), rest)
    return (
        reply_to(message, session, Reply(duty))
        if isinstance(duty, str)
        else begin(END, desk, message, session, duty=duty.id)
    )


def _owners(view: Look) -> list[Unit]:
    """The units whose office may make deadlines through this person: those at the top of what they oversee."""
    tree = view.duties.tree
    found = [unit for id_ in offices_of(view.person, tree) if (unit := tree.unit(id_))]
    return [unit for unit in found if unit.stands(view.today) and view.may("add_duty", unit.id)]


def _standing(view: Look) -> list[Duty]:
    """The deadlines that this person's offices made and that go on, of the latest year first."""
    found = [duty for duty in view.duties if duty.owner and view.may("add_duty", duty.owner) and _goes_on(duty, view)]
    return sorted(found, key=lambda duty: -duty.year)[:MOST_UNITS]


def _goes_on(duty: Duty, view: Look) -> bool:
    over = not duty.recurs and (duty.day(duty.year) or view.today) < view.today
    return duty.ended is None and not over


def _own(view: Look | str, id_: str) -> Duty | str:
    """An office's own deadline that this person may end; else what to say."""
    if isinstance(view, str):
        return view
    duty = view.duties.duty(id_)
    if duty is None or duty.owner is None or not view.may("add_duty", duty.owner):
        return messages.NOT_ALLOWED
    return duty if duty.ended is None else words.OWN_ENDED_ALREADY.format(title=duty.title)


def _when(duty: Duty) -> str:
    month, day = duty.month_day or (1, 1)
    if duty.recurs:
        return words.EVERY_YEAR.format(day=f"{day}/{month}", leap=words.EVERY_LEAP if (month, day) == LEAP_DAY else "")
    return words.ONCE_ON.format(day=f"{day}/{month}/{duty.year}")


def _look(talk: Talk) -> Look | None:
    view = look(talk.desk, talk.message)
    return view if isinstance(view, Look) else None


def _owner(talk: Talk) -> Unit | None:
    """The unit whose office makes it: the only one, or the one that was chosen."""
    view = _look(talk)
    owners = _owners(view) if view else []
    wanted = talk.values.get("owner")
    return next((unit for unit in owners if wanted in (None, unit.id)), None)


def _several(talk: Talk) -> bool:
    view = _look(talk)
    return view is not None and len(_owners(view)) > 1


def _ask_owner(talk: Talk) -> Reply:
    view = _look(talk)
    return Reply(words.OWN_OWNER, unit_choices(_owners(view), view.duties.tree) if view else ())


def _read_owner(talk: Talk, said: str) -> str | Wrong:
    view = _look(talk)
    owners = _owners(view) if view else []
    if any(unit.id == said for unit in owners):
        return said
    found = view.duties.tree.find(said, {unit.id for unit in owners}) if view else []
    return found[0].id if len(found) == 1 else Wrong(words.CHOOSE_ONE)


def _ask_units(talk: Talk) -> Reply:
    owner = _owner(talk)
    name = owner.name if owner else ""
    return Reply(words.OWN_UNITS, (Choice(_ALL, words.OWN_ALL.format(unit=name)), Choice(_SOME, words.OWN_SOME)))


def _one_of(*choices: tuple[str, Sequence[str]]) -> Callable[[Talk, str], str | Wrong]:
    """Reads one of some values, each with other words for it, without diacritics."""

    def read(talk: Talk, said: str) -> str | Wrong:
        plain = fold(clean(said)).strip(" .!")
        found = next((value for value, others in choices if said == value or plain in others), None)
        return found or Wrong(words.CHOOSE_ONE)

    return read


def _named(talk: Talk) -> list[str]:
    """The units named so far, each once."""
    said = [talk.values.get(f"unit{number}") for number in range(MOST_UNITS)]
    return list(dict.fromkeys(one for one in said if one and one != _DONE))


def _unit_step(number: int) -> Step:
    """The question for one more unit, until "xong"."""
    inner = unit_step(f"unit{number}", words.OWN_FIRST_UNIT if number == 0 else words.OWN_NEXT_UNIT, "add_duty")

    def ask(talk: Talk) -> Reply:
        reply = inner.ask(talk)
        taken, owner = {*_named(talk)}, _owner(talk)
        left = tuple(one for one in reply.choices if one.id not in taken and (owner is None or one.id != owner.id))
        return replace(reply, choices=((*left, Choice(_DONE, words.OWN_DONE_NAMING)) if number else left))

    def read(talk: Talk, said: str) -> str | Wrong:
        if number and (said == _DONE or fold(clean(said)).strip(" .!") in ("xong", "het")):
            return _DONE
        found, owner = inner.read(talk, said), _owner(talk)
        if isinstance(found, Wrong):
            return found
        tree = talk.desk.register.tree()
        if owner is None or found == owner.id or not tree.is_under(str(found), owner.id):
            return Wrong(words.OWN_NOT_UNDER.format(unit=tree.name(owner.id if owner else None)))
        return str(found)

    def relevant(talk: Talk) -> bool:
        if talk.values.get("units") != _SOME:
            return False
        return number == 0 or talk.values.get(f"unit{number - 1}") not in (None, _DONE)

    return Step(inner.name, ask, read, relevant=relevant)


def _read_day(talk: Talk, said: str) -> str | Wrong:
    view = _look(talk)
    if view is None:
        return Wrong(messages.NO_ACCOUNT)
    day = read_day(said, view.today)
    if isinstance(day, Wrong):
        return day
    if not view.today <= day <= view.today + FARTHEST:
        return Wrong(words.OWN_DAY_FAR)
    return day.isoformat()


def _read_line(most: int) -> Callable[[Talk, str], str | Wrong]:
    return lambda talk, said: one_line(said, most)


def _read_template(talk: Talk, said: str) -> str | Wrong:
    text = said.strip()
    if len(text) > TEMPLATE:
        return Wrong(words.TOO_LONG.format(most=TEMPLATE, length=len(text)))
    return text or Wrong(words.NOTHING_SAID)


def _for_whom(talk: Talk, owner: Unit, view: Look) -> str:
    """Which units it is for, in words, with their number."""
    tree = view.duties.tree
    if talk.values["units"] == _ALL:
        return words.OWN_FOR_ALL.format(unit=owner.name, count=len(tree.under(owner.id, view.today)) - 1)
    return ", ".join(tree.name(id_) for id_ in _named(talk))


def _preview(talk: Talk) -> Reply:
    view, owner = _look(talk), _owner(talk)
    if view is None or owner is None:
        return Reply(messages.NOT_ALLOWED)
    day, values = date.fromisoformat(talk.values["day"]), talk.values
    lines = (
        words.OWN_PREVIEW.format(title=values["title"], unit=owner.name, units=_for_whom(talk, owner, view)),
        _preview_day(day, yearly=values["recurs"] == _YEARLY),
        day_off_warning(view, day),
        words.CARD_RECIPIENT.format(recipient=values["recipient"]) if values["recipient"] else "",
        words.PREVIEW_TEMPLATE.format(template=values["template"]) if values["template"] else "",
        words.SURE,
    )
    return Reply("\n".join(line for line in lines if line), yes_or_no(words.SAVE, words.DROP))


def _preview_day(day: date, *, yearly: bool) -> str:
    form = words.PREVIEW_ONCE
    if yearly:
        form = words.PREVIEW_LEAP if (day.month, day.day) == LEAP_DAY else words.PREVIEW_YEARLY
    return form.format(due=day_words(day))


def _made(talk: Talk) -> Outcome:
    view, owner, values = _look(talk), _owner(talk), talk.values
    if view is None or owner is None:
        return reply_to(talk.message, talk.session, Reply(messages.NOT_ALLOWED))
    if not values["sure"]:
        return reply_to(talk.message, talk.session, Reply(messages.FLOW_CANCELLED))
    day, yearly = date.fromisoformat(values["day"]), values["recurs"] == _YEARLY
    row = {
        **{"id": talk.desk.register.new_id(), "owner": owner.id, "title": values["title"]},
        **{"period": "year" if yearly else "once", "recurs": int(yearly)},
        **{"year": day.year, "month": day.month, "day": day.day},
        **{"recipient": values["recipient"] or "", "template": values["template"]},
        "units": " ".join(_named(talk)) if values["units"] == _SOME else "",
    }
    said = words.OWN_MADE.format(
        title=in_sentence(values["title"]), due=day_words(day), units=_for_whom(talk, owner, view)
    )
    return reply_to(talk.message, talk.session, Reply(said), effects=(Record("duties", row, view.person.id),))


ADD = flow(
    Flow(
        "own",
        (
            Step("owner", _ask_owner, _read_owner, relevant=_several),
            Step("title", lambda talk: Reply(words.OWN_TITLE), _read_line(TITLE)),
            Step("units", _ask_units, _one_of((_ALL, ("tat ca",)), (_SOME, ("chon", "chon tung", "tung don vi")))),
            *(_unit_step(number) for number in range(MOST_UNITS)),
            Step("day", lambda talk: Reply(words.OWN_DAY), _read_day),
            Step(
                "recurs",
                lambda talk: Reply(words.OWN_RECURS, (Choice(_YEARLY, words.YEARLY), Choice(_ONCE, words.ONCE))),
                _one_of((_YEARLY, ("moi nam", "hang nam", "nam nao cung")), (_ONCE, ("mot lan", "chi mot lan"))),
            ),
            Step("recipient", lambda talk: Reply(words.OWN_RECIPIENT), _read_line(RECIPIENT), optional=True),
            Step("template", lambda talk: Reply(words.OWN_TEMPLATE), _read_template, optional=True),
            Step("sure", _preview, read_yes),
        ),
        _made,
    )
)


def _ask_end(talk: Talk) -> Reply:
    duty = _own(look(talk.desk, talk.message), talk.values["duty"])
    if isinstance(duty, str):
        return Reply(duty)
    return Reply(words.OWN_END_SURE.format(title=duty.title, when=_when(duty)), yes_or_no(words.YES, words.NO))


def _ended(talk: Talk) -> Outcome:
    view = look(talk.desk, talk.message)
    duty = _own(view, talk.values["duty"])
    if isinstance(view, str) or isinstance(duty, str):
        return reply_to(talk.message, talk.session, Reply(str(duty)))
    if not talk.values["sure"]:
        return reply_to(talk.message, talk.session, Reply(messages.FLOW_CANCELLED))
    record = Record("duties", {"id": duty.id, "ended": view.today.isoformat()}, view.person.id)
    return reply_to(talk.message, talk.session, Reply(words.OWN_ENDED.format(title=duty.title)), effects=(record,))


END = flow(Flow("endown", (Step("sure", _ask_end, read_yes),), _ended))
