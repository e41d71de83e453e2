"""What a unit list would change: all of it, or nothing where anything in it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.units import messages
from bot.units.cells import CellError, kind_of, read_day, read_kind, read_province, read_sector
from bot.units.codes import bears_name, check_commune, check_province, code_of, named_commune
from bot.units.columns import Column
from bot.units.finding import Named, key_of, lasting
from bot.units.sheet import Problem, Row
from handlers.people import Kind, Tree, Unit
from handlers.types import Record
from knowledge.communes import find_province
from knowledge.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The units to make, each after its parent, those that are there already, and what stands against it."""

    new: list[Unit]
    same: list[Unit]
    problems: list[Problem]
    warnings: list[Problem]


@dataclass(slots=True, eq=False)
class _Draft:
    """A row on its way to a unit."""

    row: Row
    kind: Kind = "other"
    province: str | None = None
    sector: str | None = None
    since: date = date.min
    parent: _Draft | Unit | None = None
    rivals: list[Unit] = field(default_factory=list)
    """Registered units that the name of the parent means as well."""
    unit: Unit | None = None
    made: bool = False

    @property
    def name(self) -> str:
        return self.row.get("name")


def plan_import(
    rows: Sequence[Row], tree: Tree, gazetteer: Gazetteer, today: date, new_id: Callable[[], str]
) -> ImportPlan:
    """What the rows would make of the tree. Raises nothing: every row that is wrong is in `problems`."""
    return _Planner(rows, tree, gazetteer, today, new_id).plan()


def records(plan: ImportPlan, by: str | None) -> tuple[Record, ...]:
    """The plan as it is stored; ValueError for one with problems. `by` is the id of the person."""
    if plan.problems:
        raise ValueError("a plan with problems is not stored")
    return tuple(record for unit in plan.new for record in _records(unit, by))


def _records(unit: Unit, by: str | None) -> tuple[Record, Record]:
    since = unit.since.isoformat()
    row = {
        "id": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "parent": unit.parent,
        "office": unit.office,
        "province": unit.province,
        "sector": unit.sector,
        "code": unit.code,
        "since": since,
    }
    return Record("units", row, by), Record("unit_events", {"unit": unit.id, "what": "made", "day": since, "by": by})


_READ: Final[tuple[Column, ...]] = ("kind", "province", "sector", "since")
"""The columns whose cells mean something by themselves."""


class _Planner:
    """The steps of one plan: the cells, who is under whom, the units, their standing offices, cycles."""

    def __init__(
        self, rows: Sequence[Row], tree: Tree, gazetteer: Gazetteer, today: date, new_id: Callable[[], str]
    ) -> None:
        self._gazetteer = gazetteer
        self._today = today
        self._new_id = new_id
        self._problems = [problem for row in rows for problem in row.problems]
        self._warnings: list[Problem] = []
        self._drafts = [_Draft(row) for row in rows]
        self._listed = Named((draft.name, draft) for draft in self._drafts if draft.name)
        units = lasting(tree, today)
        self._registered = Named((unit.name, unit) for unit in units)
        self._by_id = {unit.id: unit for unit in units}
        self._by_place = {(key_of(unit.name), unit.parent): unit for unit in reversed(units)}
        self._by_code = {unit.code: unit for unit in units if unit.code and unit.kind == "commune"}

    def plan(self) -> ImportPlan:
        for draft in self._drafts:
            self._read(draft)
            self._find_parent(draft)
        ordered = self._ordered()
        for draft in ordered:
            self._make(draft)
        for draft in ordered:
            self._find_office(draft)
        self._check_loops(ordered)
        self._check_twice(ordered)
        for found in (self._problems, self._warnings):
            found.sort(key=lambda problem: problem.row)
        new = [draft.unit for draft in ordered if draft.unit and draft.made]
        same = [draft.unit for draft in ordered if draft.unit and not draft.made]
        return ImportPlan(new, same, self._problems, self._warnings)

    def _refuse(self, draft: _Draft, column: Column, text: str) -> None:
        self._problems.append(Problem(draft.row.number, column, draft.row.get(column), text))

    def _warn(self, draft: _Draft, column: Column, text: str) -> None:
        self._warnings.append(Problem(draft.row.number, column, draft.row.get(column), text))

    def _read(self, draft: _Draft) -> None:
        """The cells that mean something by themselves."""
        row = draft.row
        draft.since = self._today
        draft.kind = kind_of(draft.name) or "other"
        if not row.get("name"):
            if all(problem.column != "name" for problem in row.problems):
                self._refuse(draft, "name", messages.NO_NAME)
        elif not any(letter.isalpha() for letter in draft.name):
            self._refuse(draft, "name", messages.NAME_NO_LETTER)
        for column in _READ:
            try:
                if row.get(column):
                    self._read_cell(draft, column)
            except CellError as problem:
                self._refuse(draft, column, str(problem))

    def _read_cell(self, draft: _Draft, column: Column) -> None:
        text = draft.row.get(column)
        if column == "kind":
            draft.kind = read_kind(text)
        elif column == "province":
            province, part = read_province(text, self._gazetteer)
            draft.province = province.name
            if part:
                self._warn(draft, "province", messages.PROVINCE_NOW.format(name=province.name))
        elif column == "sector":
            draft.sector = read_sector(text, self._gazetteer)
        elif column == "since":
            draft.since = read_day(text)

    def _find_parent(self, draft: _Draft) -> None:
        """The row or unit that the cell names; of two with one name none."""
        words = draft.row.get("parent")
        if not words:
            return
        drafts, units = self._meant(draft, words)
        if not drafts and not units:
            own = key_of(words) == key_of(draft.name)
            self._refuse(draft, "parent", messages.UNIT_ITSELF if own else messages.UNIT_UNKNOWN)
        elif len(drafts) > 1 or (not drafts and len(units) > 1):
            self._refuse(draft, "parent", messages.UNIT_AMBIGUOUS.format(count=len(drafts) + len(units)))
        elif drafts:
            draft.parent, draft.rivals = drafts[0], units
        else:
            draft.parent = units[0]

    def _meant(self, draft: _Draft, words: str) -> tuple[list[_Draft], list[Unit]]:
        """The other rows and the units that words in a row may mean."""
        if unit := self._by_id.get(words):
            return [], [unit]
        drafts = [other for other in self._listed.written(words) if other is not draft]
        units = self._registered.written(words)
        if drafts or units:
            return drafts, units
        return [other for other in self._listed.alike(words) if other is not draft], self._registered.alike(words)

    def _ordered(self) -> list[_Draft]:
        """The rows, each after the one it is under; those under each other in a circle are told and cut apart."""
        ordered: list[_Draft] = []
        seen: set[int] = set()
        for start in self._drafts:
            path: list[_Draft] = []
            here: _Draft | Unit | None = start
            while isinstance(here, _Draft) and id(here) not in seen:
                seen.add(id(here))
                path.append(here)
                here = here.parent
            if isinstance(here, _Draft) and here in path:
                self._refuse_circle(path[path.index(here) :], "parent")
                here.parent = None
            ordered += reversed(path)
        return ordered

    def _refuse_circle(self, circle: Sequence[_Draft], column: Column) -> None:
        names = " → ".join(draft.name for draft in (*circle[:5], circle[0]))
        for draft in circle:
            self._refuse(draft, column, messages.CYCLE.format(names=names))

    def _make(self, draft: _Draft) -> None:
        """The unit of a row whose parent has its own: one that is there, or a new one."""
        parent = draft.parent.unit if isinstance(draft.parent, _Draft) else draft.parent
        if any(rival is not parent for rival in draft.rivals):
            self._refuse(draft, "parent", messages.UNIT_AMBIGUOUS.format(count=1 + len(draft.rivals)))
        there = self._by_place.get((key_of(draft.name), parent.id if parent else None))
        if there is not None:
            draft.unit = there
            return
        if parent is not None:
            if draft.province and parent.province and draft.province != parent.province:
                self._warn(draft, "province", messages.OTHER_PROVINCE.format(name=parent.province))
            draft.province = draft.province or parent.province
            draft.sector = draft.sector or parent.sector
        code = self._code(draft)
        if not draft.province and not draft.row.get("province"):
            self._warn(draft, "province", messages.NO_PROVINCE)
        self._compare(draft, code, parent)
        draft.made = True
        draft.unit = Unit(
            self._new_id(),
            draft.name,
            draft.kind,
            draft.since,
            parent=parent.id if parent else None,
            province=draft.province,
            sector=draft.sector,
            code=code,
        )

    def _code(self, draft: _Draft) -> str | None:
        """The official code that the row gives, or that its name has."""
        try:
            if draft.kind == "commune":
                return self._commune_code(draft)
            if draft.kind == "province":
                return self._province_code(draft)
        except CellError as problem:
            self._refuse(draft, "code", str(problem))
            return None
        if draft.row.get("code"):
            self._warn(draft, "code", messages.CODE_UNUSED)
        return None

    def _commune_code(self, draft: _Draft) -> str | None:
        if code := draft.row.get("code"):
            found = check_commune(code, draft.province)
            draft.province = found.province
            if not bears_name(draft.name, found):
                self._warn(draft, "name", messages.CODE_NAME.format(code=found.code, name=found.name))
            return found.code
        if draft.province is None or draft.row.problems:
            return None
        named = named_commune(draft.name, draft.province)
        if named is None:
            self._warn(draft, "name", messages.NAME_UNLISTED.format(province=draft.province))
        return named.code if named else None

    def _province_code(self, draft: _Draft) -> str | None:
        province = find_province(draft.province) if draft.province else None
        if province is None:
            return None
        code = draft.row.get("code")
        return check_province(code, province) if code else code_of(province.name)

    def _compare(self, draft: _Draft, code: str | None, parent: Unit | None) -> None:
        """Warn of units that may be this one under another name."""
        taken = self._by_code.get(code) if code and draft.kind == "commune" else None
        if taken is not None:
            self._warn(draft, "name", messages.CODE_TAKEN.format(code=code, name=taken.name))
            return
        for unit in self._registered.alike(draft.name):
            if unit.parent == (parent.id if parent else None):
                self._warn(draft, "name", messages.NAME_ALIKE.format(name=unit.name))

    def _find_office(self, draft: _Draft) -> None:
        """Give a new unit its standing office, if the row names one."""
        words = draft.row.get("office")
        if not words or draft.unit is None or not draft.made:
            return
        drafts, units = self._meant(draft, words)
        meant = {unit.id: unit for unit in (*(other.unit for other in drafts), *units) if unit is not None}
        if len(meant) == 1:
            draft.unit = replace(draft.unit, office=next(iter(meant)))
        elif meant:
            self._refuse(draft, "office", messages.UNIT_AMBIGUOUS.format(count=len(meant)))
        else:
            own = key_of(words) == key_of(draft.name)
            self._refuse(draft, "office", messages.UNIT_ITSELF if own else messages.UNIT_UNKNOWN)

    def _check_loops(self, drafts: Sequence[_Draft]) -> None:
        """Refuse units that answer to each other in a circle, by their standing offices."""
        made = {draft.unit.id: draft for draft in drafts if draft.unit and draft.made}
        seen: set[str] = set()
        for start in made:
            path: dict[str, _Draft] = {}
            here: str | None = start
            while here in made and here not in seen and here not in path:
                path[here] = made[here]
                unit = made[here].unit
                here = unit.above if unit else None
            if here in path:
                ids = list(path)
                self._refuse_circle([path[id_] for id_ in ids[ids.index(here) :]], "office")
            seen |= path.keys()

    def _check_twice(self, drafts: Sequence[_Draft]) -> None:
        first: dict[tuple[str, str | None], int] = {}
        for draft in sorted(drafts, key=lambda one: one.row.number):
            lost = draft.parent is None and draft.row.get("parent")
            if draft.unit is None or not draft.name or lost:
                continue
            number = first.setdefault((key_of(draft.name), draft.unit.parent), draft.row.number)
            if number != draft.row.number:
                self._refuse(draft, "name", messages.TWICE.format(row=number))
