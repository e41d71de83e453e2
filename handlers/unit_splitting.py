"""Splitting a unit: new ones come out of it, and it ends or goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers import messages
from handlers import messages_units as words
from handlers.changing import Case, Change, case_of, change_flow
from handlers.choosing import unit_step
from handlers.flows import Step, Talk, Wrong
from handlers.steps import day_step, folded, named, option_step
from handlers.types import Effect, Record, Reply
from handlers.unit_adding import taken
from handlers.unit_news import news
from handlers.unit_records import children, roles_in, split
from knowledge.wording import written_day

PARTS = 5
"""A unit is split into at most so many at once."""
LISTED = 30
"""At most so many people are listed."""


def _split_problem(case: Case) -> str | None:
    """New units answer to whom the old one did, so that must be the speaker's too."""
    if (wrong := case.refused("unit")) or case.said("unit") is None:
        return wrong
    unit = case.unit()
    if not (case.manages(unit.above) and case.manages(unit.parent)):
        return messages.NOT_ALLOWED
    free = None if _stays(case.talk) else unit.id
    for name in case.talk.values.get("names", ()):
        if wrong := taken(case.tree, name, unit.above, case, but=free):
            return wrong
    return case.too_early(unit) if case.said("day") else None


def _stays(talk: Talk) -> bool:
    return bool(talk.values.get("stays") == "yes")


def _ask_stays(talk: Talk) -> dict[str, str]:
    return {"no": words.SPLIT_STAYS_NO, "yes": words.SPLIT_STAYS_YES}


def _read_names(talk: Talk, said: str) -> list[str] | Wrong:
    names: list[str] = []
    for line in said.replace(";", "\n").splitlines():
        if not line.strip():
            continue
        name = named(line)
        if isinstance(name, Wrong):
            return name
        names.append(name)
    if len(names) > PARTS:
        return Wrong(words.SPLIT_MANY.format(most=PARTS))
    if len({folded(name) for name in names}) < len(names):
        return Wrong(words.SPLIT_TWICE)
    if len(names) < (1 if _stays(talk) else 2):
        return Wrong(words.NAME_BAD if _stays(talk) else words.SPLIT_FEW)
    return names


def _heirs(talk: Talk) -> dict[str, str]:
    return {str(number): name for number, name in enumerate(talk.values["names"])}


def _has_children(talk: Talk) -> bool:
    case = case_of(talk)
    return case is not None and not _stays(talk) and bool(children(case.unit(), case.tree, case.today))


def _split_preview(case: Case) -> str:
    unit, names = case.unit(), case.talk.values["names"]
    lines = [words.SPLIT_PREVIEW.format(unit=unit.name, day=written_day(case.day), names=_listed(names))]
    if _stays(case.talk):
        return f"{lines[0]} {words.SPLIT_GOES_ON.format(unit=unit.name)}"
    lines.append(words.SPLIT_ENDS.format(unit=unit.name, people=len(case.affairs(unit).people)))
    if below := children(unit, case.tree, case.today):
        heir = names[int(case.said("heir") or 0)]
        lines.append(words.SPLIT_CHILDREN.format(units=len(below), heir=heir))
    return " ".join(lines)


def _split_records(case: Case) -> list[Record]:
    unit, signed = case.unit(), case.signed()
    parts = [
        replace(unit, id=signed.new_id(), name=name, since=case.day, until=None, code=None)
        for name in case.talk.values["names"]
    ]
    heir = None if _stays(case.talk) else parts[int(case.said("heir") or 0)]
    return split(signed, unit, parts, heir, case.tree, case.affairs(unit))


def _split_done(case: Case) -> str:
    unit = case.unit()
    lines = [words.SPLIT_DONE.format(unit=unit.name, names=_listed(case.talk.values["names"]))]
    placeless = [] if _stays(case.talk) else roles_in(unit, case.affairs(unit).people)
    if placeless:
        lines.append(words.SPLIT_INVITE)
    for person, one in placeless[:LISTED]:
        lines.append(f"- {person.name or words.NAMELESS}: {words.ROLES[one.role]}")
    if len(placeless) > LISTED:
        lines.append(words.SPLIT_MORE.format(count=len(placeless) - LISTED))
    return "\n".join(lines)


def _split_told(case: Case) -> Iterable[Effect]:
    """Those in a unit that ends have to be invited anew."""
    unit, day = case.unit(), written_day(case.day)
    if _stays(case.talk):
        return ()
    return news(case, unit, lambda roles: words.ENDED_TOLD.format(unit=unit.name, day=day, roles=", ".join(roles)))


def _listed(names: list[str]) -> str:
    return "; ".join(names)


SPLITTING = change_flow(
    Change(
        "tach",
        (
            unit_step("unit", words.SPLIT_UNIT, "manage_unit"),
            option_step("stays", words.SPLIT_STAYS, _ask_stays),
            Step("names", lambda talk: Reply(words.SPLIT_NAMES.format(most=PARTS)), _read_names),
            option_step("heir", words.SPLIT_HEIR, _heirs, relevant=_has_children),
            day_step("day", words.DAY_ASK),
        ),
        _split_problem,
        _split_preview,
        _split_records,
        _split_done,
        _split_told,
    )
)
