"""Adding a unit: under which one, what kind, where, its name, its sector."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz, process

from handlers import messages_units as words
from handlers.answers import local_day
from handlers.changing import Case, Change, change_flow
from handlers.choosing import about, unit_step
from handlers.flows import Step, Talk, Wrong
from handlers.people import KINDS, Tree, Unit
from handlers.steps import name_step, option_step
from handlers.types import Choice, Record, Reply
from handlers.unit_records import made
from knowledge.communes import Commune, commune, communes_of, find_commune, find_province, provinces
from knowledge.text.normalise import clean, fold

TOP = "top"
"""Instead of a parent: the unit answers to nobody."""
AS_TYPED = "typed"
NATION = "all"
"""Instead of a province: the unit is nowhere in particular."""
ALIKE = 75
"""How like an official name a typed one must be, of 100, for the official one to be offered."""
OFFERED = 5


def _parent_step() -> Step:
    step = unit_step("parent", words.ADD_PARENT, "manage_unit")

    def ask(talk: Talk) -> Reply:
        reply = step.ask(talk)
        top = (Choice(TOP, words.ADD_TOP),) if _by_operator(talk) else ()
        return replace(reply, choices=(*reply.choices, *top))

    def read(talk: Talk, said: str) -> object:
        top = talk.message.choice is not None and said == TOP and _by_operator(talk)
        return TOP if top else step.read(talk, said)

    return replace(step, ask=ask, read=read)


def _by_operator(talk: Talk) -> bool:
    person = talk.desk.caller(talk.message)
    return person is not None and person.operator


def _parent(talk: Talk) -> Unit | None:
    return talk.desk.register.tree().unit(talk.values.get("parent"))


def _ask_province(talk: Talk) -> Reply:
    nation = () if talk.values["kind"] == "province" else (Choice(NATION, words.ADD_NATION),)
    return Reply(words.ADD_PROVINCE, nation)


def _read_province(talk: Talk, said: str) -> str | Wrong:
    if said == NATION and talk.message.choice is not None and talk.values["kind"] != "province":
        return NATION
    if found := find_province(said):
        return found.name
    gazetteer = talk.desk.assistant.answerer.gazetteer
    now = next((hit.now or hit.name for hit in gazetteer.find_places(said) if hit.name), None)
    listed = find_province(now) if now else None
    return listed.name if listed else Wrong(words.ADD_PROVINCE_UNKNOWN.format(example=provinces()[0].name))


def _province(talk: Talk) -> str | None:
    """The province of the new unit: that of its parent, else the one that was said."""
    parent = _parent(talk)
    said = talk.values.get("province")
    return parent.province if parent and parent.province else None if said == NATION else said


def _exact(talk: Talk) -> Commune | None:
    """The official commune of exactly the name that was typed."""
    province = _province(talk)
    if talk.values.get("kind") != "commune" or province is None:
        return None
    found = find_commune(talk.values["name"], province)
    return found[0] if len(found) == 1 else None


def _near(talk: Talk) -> dict[str, str]:
    """The official communes that may be meant, by code."""
    province = _province(talk)
    if talk.values.get("kind") != "commune" or province is None or _exact(talk):
        return {}
    found = find_commune(talk.values["name"], province)
    if not found:
        names = {one.code: fold(clean(one.name)) for one in communes_of(province)}
        wanted = fold(clean(talk.values["name"]))
        close = process.extract(wanted, names, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=OFFERED)
        found = [one for _, _, code in close if (one := commune(code))]
    return {one.code: one.name for one in found}


def _officials(talk: Talk) -> dict[str, str]:
    return {**_near(talk), AS_TYPED: words.ADD_AS_TYPED}


def _read_sector(talk: Talk, said: str) -> str | Wrong:
    found = talk.desk.assistant.answerer.gazetteer.find_sectors(said)
    return found[0] if len(found) == 1 else Wrong(words.ADD_SECTOR_UNKNOWN)


def _new(case: Case, id_: str) -> Unit:
    """The unit as it is to be."""
    talk, parent = case.talk, _parent(case.talk)
    kind = next(one for one in KINDS if one == case.said("kind"))
    province = _province(talk)
    official = commune(case.said("official") or "") or _exact(talk)
    listed = find_province(province) if province and kind == "province" else None
    return Unit(
        id=id_,
        name=official.name if official else talk.values["name"],
        kind=kind,
        since=local_day(talk.message),
        parent=parent.id if parent else None,
        province=province,
        sector=case.said("sector"),
        code=official.code if official else listed.code if listed else None,
    )


def _problem(case: Case) -> str | None:
    if case.said("parent") == TOP:
        if not case.person.operator:
            return words.UNIT_NOT_OPEN
    elif wrong := case.refused("parent"):
        return wrong
    if case.said("name") is None:
        return None
    unit = _new(case, "")
    if unit.code and any(one.code == unit.code and one.stands(case.today) for one in case.tree):
        return words.SAME_CODE.format(unit=unit.name)
    return taken(case.tree, unit.name, unit.parent, case)


def taken(tree: Tree, name: str, above: str | None, case: Case, but: str | None = None) -> str | None:
    """Why a name cannot be given: a standing unit that answers to the same one has it."""
    wanted = fold(clean(name))
    same = (one for one in tree if one.id != but and one.above == above and one.stands(case.today))
    return words.SAME_NAME.format(unit=name) if any(fold(clean(one.name)) == wanted for one in same) else None


def _preview(case: Case) -> str:
    unit = _new(case, "")
    return words.ADD_PREVIEW.format(unit=unit.name, about=about(unit, case.tree))


def _records(case: Case) -> list[Record]:
    signed = case.signed()
    return made(signed, _new(case, signed.new_id()))


ADDING = change_flow(
    Change(
        "them",
        (
            _parent_step(),
            option_step("kind", words.ADD_KIND, lambda talk: words.KINDS),
            Step("province", _ask_province, _read_province, relevant=lambda talk: not _inherits(talk)),
            name_step("name", words.ADD_NAME),
            option_step("official", words.ADD_OFFICIAL, _officials, relevant=lambda talk: bool(_near(talk))),
            Step("sector", lambda talk: Reply(words.ADD_SECTOR), _read_sector, optional=True),
        ),
        _problem,
        _preview,
        _records,
        lambda case: words.ADD_DONE.format(unit=_new(case, "").name),
    )
)


def _inherits(talk: Talk) -> bool:
    parent = _parent(talk)
    return parent is not None and parent.province is not None
