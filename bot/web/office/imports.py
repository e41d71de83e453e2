"""A unit list: chosen, looked through with every bad row named, then stored as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from bot.units.grid import SheetError
from bot.units.messages import KINDS
from bot.units.plan import ImportPlan, plan_import, records
from bot.units.sheet import Problem, Row, read_sheet
from bot.web.office import messages, pages
from bot.web.office.uploads import Uploads
from bot.web.office.visit import Visit
from handlers.people import Tree

SHOWN = 200
"""Of the new units so many are shown; of the bad rows all are."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file would make of the units that somebody may manage."""

    plan: ImportPlan
    tree: Tree
    ignored: tuple[str, ...]


class Imports:
    """The page of unit lists; files wait in `uploads`."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    def page(self, visit: Visit) -> Response:
        """Choose a file."""
        return _choose(visit)

    def preview(self, visit: Visit) -> Response:
        """What the file would do; it is kept until it is confirmed."""
        if not visit.form.file:
            return _choose(visit, messages.NO_FILE)
        try:
            found = _found(visit, visit.form.file)
        except SheetError as problem:
            return _choose(visit, str(problem))
        key = self._uploads.keep(visit.form.file, visit.session, visit.now) if not found.plan.problems else ""
        return _preview(visit, found, key)

    def write(self, visit: Visit) -> Response:
        """Store what the preview showed, worked out anew: it may have become wrong since."""
        key = visit.form.get("tep")
        content = self._uploads.read(key, visit.session)
        if content is None:
            return _choose(visit, messages.UPLOAD_GONE)
        found = _found(visit, content)
        if found.plan.problems:
            return _preview(visit, found, "")
        visit.commit(records(found.plan, visit.person.id))
        self._uploads.drop(key, visit.session)
        return pages.back("nhap", "nhap")


def _choose(visit: Visit, problem: str = "") -> Response:
    return pages.page(visit, "nhap.html", status=422 if problem else 200, problem=problem)


def _preview(visit: Visit, found: Found, key: str) -> Response:
    names = {unit.id: unit.name for unit in (*found.tree, *found.plan.new)}
    return pages.page(
        visit,
        "nhap-xem.html",
        status=422 if found.plan.problems else 200,
        plan=found.plan,
        ignored=found.ignored,
        names=names,
        kinds=KINDS,
        shown=SHOWN,
        key=key,
    )


def _found(visit: Visit, content: bytes) -> Found:
    """Raises SheetError."""
    sheet = read_sheet(content)
    tree = _own(visit)
    gazetteer = visit.desk.assistant.answerer.gazetteer
    plan = plan_import(sheet.rows, tree, gazetteer, visit.today, visit.desk.register.new_id)
    if not visit.person.operator:
        problems = sorted([*plan.problems, *_rootless(plan, sheet.rows)], key=lambda problem: problem.row)
        plan = replace(plan, problems=problems)
    return Found(plan, tree, sheet.ignored)


def _own(visit: Visit) -> Tree:
    """The units that the person may manage: others are not known to the plan, so it tells nothing of them."""
    if visit.person.operator:
        return visit.tree
    return Tree(unit for unit in visit.tree if visit.may("manage_unit", unit.id))


def _rootless(plan: ImportPlan, rows: Sequence[Row]) -> list[Problem]:
    """New units that would lie under nobody: only the operator makes those. Rows that are told already are left out."""
    told = {problem.row for problem in plan.problems if problem.column == "parent"}
    numbers = {row.get("name"): row.number for row in rows}
    found = [numbers.get(unit.name, rows[0].number) for unit in plan.new if unit.above is None]
    return [Problem(row, "parent", "", messages.PARENT_NEEDED) for row in found if row not in told]
