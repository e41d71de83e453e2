"""When a unit is reminded, and who of it: shown, and changed in a dialogue."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import messages
from handlers import messages_duties as words
from handlers.answers import local_day
from handlers.choosing import allowed, own_unit
from handlers.desk import Desk
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to, yes_or_no
from handlers.messages_joining import ROLES
from handlers.owed import Look, look
from handlers.people import Role, Unit
from handlers.reaching import way_to
from handlers.stages import FARTHEST, STAGES, TO_OFFICE, stages_of
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.text.normalise import clean, fold

MOST = 10
"""A unit has at most so many stages."""
REMINDED: tuple[Role, ...] = ("secretary", "head")


@command("nhacviec", "Xem và đổi mốc nhắc của đơn vị", "mocnhac", who="set_stages")
def stages(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """When the member's unit, or the one named, is reminded, and who of it."""
    view = look(desk, message)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    units = _named(view, rest) if rest else own_unit(desk, view.person, "set_stages", view.today)
    if not units:
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    if len(units) > 1:
        choices = tuple(Choice(f"xemnhac:{unit.id}", unit.name) for unit in units[:MOST])
        return reply_to(message, session, Reply(words.STAGES_WHICH, choices))
    return reply_to(message, session, _shown(view, units[0]))


@action("xemnhac")
def show(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """When a unit is reminded."""
    view = look(desk, message)
    unit = _unit(view, rest)
    if isinstance(view, str) or isinstance(unit, str):
        return reply_to(message, session, Reply(str(unit)))
    return reply_to(message, session, _shown(view, unit))


@action("moc")
def change(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Open the dialogue on a unit's stages."""
    unit = _unit(look(desk, message), rest)
    if isinstance(unit, str):
        return reply_to(message, session, Reply(unit))
    return begin(SET, desk, message, session, unit=unit.id)


def stage_words(found: Sequence[int]) -> str:
    """Stages in words: "trước 14, 7 ngày làm việc; đúng ngày; sau 1, 3 ngày làm việc"."""
    before = ", ".join(str(-one) for one in sorted(found) if one < 0)
    after = ", ".join(str(one) for one in sorted(found) if one > 0)
    parts = (
        words.STAGES_BEFORE.format(days=before) if before else "",
        words.STAGES_ON if 0 in found else "",
        words.STAGES_AFTER.format(days=after) if after else "",
    )
    return "; ".join(part for part in parts if part)


def read_stages(text: str) -> tuple[int, ...] | str:
    """Days before ("14 7 0") and after ("+1"), or the usual ones, as stages; else why they cannot be used."""
    plain = fold(clean(text)).strip(" .!")
    if plain == "mac dinh":
        return STAGES
    said = plain.replace(",", " ").replace(";", " ").split()
    if not said or not all(one.removeprefix("+").removeprefix("-").isdecimal() and len(one) <= 4 for one in said):
        return words.STAGES_UNREADABLE
    found = sorted({int(one) if one.startswith("+") else -abs(int(one)) for one in said})
    if any(abs(one) > FARTHEST for one in found):
        return words.STAGES_FAR.format(most=FARTHEST)
    return tuple(found) if len(found) <= MOST else words.STAGES_MANY.format(most=MOST)


def _named(view: Look, rest: str) -> list[Unit]:
    tree = view.duties.tree
    ids = {unit.id for unit in allowed(view.person, "set_stages", tree, view.today)}
    return tree.find(rest, ids, view.today)


def _unit(view: Look | str, id_: str) -> Unit | str:
    """A unit whose stages this person may set; else what to say."""
    if isinstance(view, str):
        return view
    unit = view.duties.tree.unit(id_)
    return unit if unit is not None and view.may("set_stages", id_) else messages.NOT_ALLOWED


def _shown(view: Look, unit: Unit) -> Reply:
    own = view.desk.register.stages()
    whose = words.STAGES_OWN if unit.id in own else words.STAGES_USUAL
    people = [
        _person_row(role, person.name, way_to(person) is not None)
        for role in REMINDED
        for person in view.desk.register.people_in({unit.id})
        if role in person.roles_in(unit.id)
    ]
    tree = view.duties.tree
    of_above = stage_words(stages_of(own, tree.chain(unit.above)))
    lines = (
        words.STAGES_SHOWN.format(unit=unit.name, stages=stage_words(stages_of(own, tree.chain(unit.id))), whose=whose),
        words.STAGES_ABOVE.format(stages=of_above) if unit.id in own else "",
        words.STAGES_PEOPLE if people else words.STAGES_NOBODY,
        *people,
    )
    text = "\n".join(line for line in lines if line)
    return Reply(text, (Choice(f"moc:{unit.id}", words.STAGES_CHANGE),))


def _person_row(role: Role, name: str | None, reached: bool) -> str:
    row = words.STAGES_PERSON.format(role=ROLES[role], name=name or words.NO_NAME)
    return row if reached else f"{row} {words.NOT_REACHED}"


def _ask(talk: Talk) -> Reply:
    unit = _unit(look(talk.desk, talk.message), talk.values["unit"])
    if isinstance(unit, str):
        return Reply(unit)
    # No choices here: a number that is typed is a number of days.
    return Reply(words.STAGES_ASK.format(unit=unit.name))


def _read(talk: Talk, said: str) -> str | Wrong:
    found = read_stages(said)
    return Wrong(found) if isinstance(found, str) else " ".join(map(str, found))


def _chosen(talk: Talk) -> list[int]:
    return [int(one) for one in talk.values["days"].split()]


def _ends_digest(talk: Talk) -> bool:
    """Whether units under this one would no longer be told of to their office once they are late."""
    below = talk.desk.register.tree().under(talk.values["unit"], local_day(talk.message))[1:]
    return bool(below) and max(_chosen(talk)) < TO_OFFICE


def _ask_digest(talk: Talk) -> Reply:
    unit = talk.desk.register.tree().name(talk.values["unit"])
    return Reply(words.STAGES_NO_DIGEST.format(unit=unit), yes_or_no(words.YES, words.NO))


def _preview(talk: Talk) -> Reply:
    tree = talk.desk.register.tree()
    unit = tree.unit(talk.values["unit"])
    above = stages_of(talk.desk.register.stages(), tree.chain(unit.above if unit else None))
    below = len(tree.under(talk.values["unit"], local_day(talk.message))) > 1
    lines = (
        words.STAGES_PREVIEW.format(unit=tree.name(talk.values["unit"]), stages=stage_words(_chosen(talk))),
        words.STAGES_BELOW if below else "",
        words.STAGES_ABOVE.format(stages=stage_words(above)),
        words.SURE,
    )
    return Reply("\n".join(line for line in lines if line), yes_or_no(words.SAVE, words.DROP))


def _stays(talk: Talk) -> bool:
    return talk.values.get("digest") is not False


def _set(talk: Talk) -> Outcome:
    view = look(talk.desk, talk.message)
    unit = _unit(view, talk.values["unit"])
    if isinstance(view, str) or isinstance(unit, str):
        return reply_to(talk.message, talk.session, Reply(str(unit)))
    if not _stays(talk) or not talk.values["sure"]:
        return reply_to(talk.message, talk.session, Reply(messages.FLOW_CANCELLED))
    record = Record("stages", {"unit": unit.id, "days": talk.values["days"]}, view.person.id)
    return reply_to(talk.message, talk.session, Reply(words.STAGES_SET.format(unit=unit.name)), effects=(record,))


SET = flow(
    Flow(
        "stages",
        (
            Step("days", _ask, _read),
            Step("digest", _ask_digest, read_yes, relevant=_ends_digest),
            Step("sure", _preview, read_yes, relevant=_stays),
        ),
        _set,
    )
)
