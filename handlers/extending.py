"""More time for a single unit, with a reason; its secretary and head are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers import messages, telling
from handlers import messages_duties as words
from handlers.choosing import matching, meant, not_found, nowhere, unit_step
from handlers.desk import Desk
from handlers.duties import Occurrence
from handlers.duty_words import due_words, line, title_of
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to, yes_or_no
from handlers.owed import LONG_BEHIND, Look, look, read_day
from handlers.people import Unit
from handlers.rights import offices_of
from handlers.ruling import day_off_warning, day_off_words, read_reason, wrong_day
from handlers.table import command
from handlers.telling import card_choices, letters, listeners, when
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import day_words, written_day


@command("giahan", "Gia hạn cho một đơn vị", who="office")
def extend(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Open the dialogue on an extension, for the unit that is named."""
    view = look(desk, message)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if not offices_of(view.person, view.duties.tree):
        return reply_to(message, session, nowhere(desk, message, view.person, words.OFFICE_ONLY))
    found = matching(desk, message, rest, "rule") if rest else []
    if rest and not found:
        return reply_to(message, session, Reply(not_found(found, rest)))
    unit = meant(found, rest)
    if unit is None:
        return begin(EXTEND, desk, message, session)
    if not _from_above(view, unit):
        return reply_to(message, session, Reply(words.EXTEND_NOT_SELF))
    return begin(EXTEND, desk, message, session, unit=unit.id)


def _from_above(view: Look, unit: Unit) -> bool:
    """Whether the person rules on a unit from above it: nobody gives more time to their own."""
    above = view.duties.tree.unit(unit.above)
    return view.person.operator or (above is not None and view.may("rule", above.id))


def _office(view: Look, unit: Unit) -> str | None:
    """The unit whose office decides: the nearest above in whose office the person is, for others the next above."""
    above = view.duties.tree.chain(unit.above)
    own = (one.id for one in above if "office" in view.person.roles_in(one.id))
    return next(own, unit.above)


_UNIT = unit_step("unit", words.EXTEND_UNIT, "rule")


def _ask_unit(talk: Talk) -> Reply:
    view, reply = look(talk.desk, talk.message), _UNIT.ask(talk)
    if isinstance(view, str):
        return reply
    tree = view.duties.tree
    return replace(
        reply,
        choices=tuple(one for one in reply.choices if (unit := tree.unit(one.id)) and _from_above(view, unit)),
    )


def _read_unit(talk: Talk, said: str) -> str | Wrong:
    found, view = _UNIT.read(talk, said), look(talk.desk, talk.message)
    if isinstance(found, Wrong):
        return found
    unit = talk.desk.register.tree().unit(str(found))
    if isinstance(view, str) or unit is None or not _from_above(view, unit):
        return Wrong(words.EXTEND_NOT_SELF)
    return unit.id


def _owed(talk: Talk) -> tuple[Look, list[Occurrence]] | str:
    """What the chosen unit has still to send; else why that cannot be shown."""
    view = look(talk.desk, talk.message)
    if isinstance(view, str):
        return view
    unit = view.duties.tree.unit(talk.values["unit"])
    if unit is None or not _from_above(view, unit):
        return messages.NOT_ALLOWED
    sent = view.sent([unit])
    owed = [one for one in view.owed_by([unit], LONG_BEHIND) if one.key not in sent]
    return (view, owed) if owed else words.EXTEND_NOTHING


def _ask_which(talk: Talk) -> Reply:
    owed = _owed(talk)
    if isinstance(owed, str):
        return Reply(owed)
    view, found = owed
    return Reply(words.EXTEND_WHICH, tuple(Choice(one.handle, line(one, view.today)) for one in found))


def _read_which(talk: Talk, said: str) -> str | Wrong:
    owed = _owed(talk)
    if isinstance(owed, str):
        return Wrong(owed)
    return said if any(one.handle == said for one in owed[1]) else Wrong(words.CHOOSE_ONE)


def _chosen(talk: Talk) -> tuple[Look, Occurrence] | str:
    owed = _owed(talk)
    if isinstance(owed, str):
        return owed
    view, found = owed
    one = next((one for one in found if one.handle == talk.values["which"]), None)
    return (view, one) if one else messages.OLD_CHOICE


def _ask_day(talk: Talk) -> Reply:
    chosen = _chosen(talk)
    return Reply(chosen if isinstance(chosen, str) else words.EXTEND_DAY.format(due=due_words(chosen[1].day)))


def _read_day(talk: Talk, said: str) -> str | Wrong:
    chosen = _chosen(talk)
    if isinstance(chosen, str):
        return Wrong(chosen)
    view, one = chosen
    day = read_day(said, view.today, one.year)
    if isinstance(day, Wrong):
        return day
    if day <= one.due:
        return Wrong(words.EXTEND_LATER.format(due=due_words(one.day), day=written_day(day)))
    wrong = wrong_day(day, one.year, view.today)
    return Wrong(wrong) if wrong else day.isoformat()


def _preview(talk: Talk) -> Reply:
    chosen = _chosen(talk)
    if isinstance(chosen, str):
        return Reply(chosen)
    view, one = chosen
    day = date.fromisoformat(talk.values["day"])
    lines = (
        words.EXTEND_PREVIEW.format(
            unit=one.unit.name, title=title_of(one), old=due_words(one.day), due=day_words(day)
        ),
        day_off_warning(view, day),
        words.PREVIEW_REASON.format(reason=talk.values["reason"]),
        telling.preview(view, listeners(view, [one.unit]), talk.message.at),
        words.SURE,
    )
    return Reply("\n".join(part for part in lines if part), yes_or_no(words.SAVE, words.DROP))


def _finish(talk: Talk) -> Outcome:
    chosen = _chosen(talk)
    if isinstance(chosen, str):
        return reply_to(talk.message, talk.session, Reply(chosen))
    if not talk.values["sure"]:
        return reply_to(talk.message, talk.session, Reply(messages.FLOW_CANCELLED))
    view, one = chosen
    due, reason, id_ = talk.values["day"], talk.values["reason"], talk.desk.register.new_id()
    row = {
        **{"id": id_, "duty": one.duty.id, "year": one.year, "unit": one.unit.id, "kind": "extend"},
        **{"due": due, "reason": reason, "by": view.person.id, "office": _office(view, one.unit)},
    }
    last = date.fromisoformat(due)
    day, off = day_words(last), day_off_words(view, last)
    told = words.EXTENDED_TOLD.format(
        title=title_of(one),
        unit=one.unit.name,
        old=due_words(one.day),
        due=day,
        office=words.OFFICE.format(name=view.duties.tree.name(_office(view, one.unit))),
        reason=reason,
    )
    letter = Reply(f"{told}\n{off}" if off else told, card_choices([(one.unit, one.handle)]))
    people, now = listeners(view, [one.unit]), talk.message.at
    said = words.EXTENDED_DONE.format(unit=one.unit.name, title=title_of(one), due=day)
    effects = (
        Record("rulings", row, view.person.id),
        *letters(people, id_, when(view, now), lambda units: letter),
    )
    return reply_to(talk.message, talk.session, Reply(f"{said}\n{telling.done(view, people, now)}"), effects=effects)


EXTEND = flow(
    Flow(
        "extend",
        (
            Step("unit", _ask_unit, _read_unit),
            Step("which", _ask_which, _read_which),
            Step("day", _ask_day, _read_day),
            Step("reason", lambda talk: Reply(words.EXTEND_REASON), read_reason),
            Step("sure", _preview, read_yes),
        ),
        _finish,
    )
)
