"""`units`: the register of units: lists, single ones, the communes of a province."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.parse import read_today
from bot.errors import UserError
from bot.units import messages
from handlers.people import KINDS

if TYPE_CHECKING:
    from bot.storage import Storage
    from bot.units.columns import Column
    from bot.units.plan import ImportPlan
    from bot.units.sheet import Problem, Row
    from handlers.people import Tree, Unit
    from knowledge.gazetteer import Gazetteer


def add_parser(subparsers: Any, parents: Sequence[ArgumentParser]) -> None:
    parser = subparsers.add_parser("units", help=messages.HELP_UNITS)
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    importing = actions.add_parser("import", parents=parents, help=messages.HELP_IMPORT)
    importing.add_argument("file", type=Path, metavar="TỆP")
    importing.add_argument("--write", action="store_true", help=messages.HELP_WRITE)
    importing.set_defaults(run=run_import)
    adding = actions.add_parser("add", parents=parents, help=messages.HELP_ADD)
    adding.add_argument("name", metavar="TÊN")
    adding.add_argument("--kind", required=True, choices=KINDS)
    adding.add_argument("--parent", metavar="ĐƠN_VỊ", help=messages.HELP_PARENT)
    adding.add_argument("--province", metavar="TỈNH")
    adding.add_argument("--sector", metavar="NGÀNH")
    adding.add_argument("--since", metavar="NGÀY", help=messages.HELP_SINCE)
    adding.set_defaults(run=run_add)
    placing = actions.add_parser("places", parents=parents, help=messages.HELP_PLACES)
    placing.add_argument("--province", required=True, metavar="TỈNH")
    placing.add_argument("--parent", metavar="ĐƠN_VỊ", help=messages.HELP_PLACES_PARENT)
    placing.add_argument("--write", action="store_true", help=messages.HELP_WRITE)
    placing.set_defaults(run=run_places)
    listing = actions.add_parser("list", parents=parents, help=messages.HELP_LIST)
    listing.set_defaults(run=run_list)
    for action in (importing, adding, placing, listing):
        action.add_argument("--json", action="store_true", help=messages.HELP_JSON)
        action.add_argument("--today", metavar="NGÀY", help=messages.HELP_TODAY)


def run_import(args: Namespace) -> int:
    """Exit status: 0, or 2 where anything in the list is wrong; then nothing is written."""
    from bot.units.sheet import read_sheet

    today = read_today(args.today)
    sheet = read_sheet(_bytes_of(args.file))
    return _carry_out(args, today, lambda tree: sheet.rows, _gazetteer(args), sheet.ignored)


def run_add(args: Namespace) -> int:
    """Exit status: 0, or 2 where the unit cannot be made."""
    from bot.units.finding import find_unit
    from bot.units.plan import plan_import
    from bot.units.sheet import Row

    today, gazetteer = read_today(args.today), _gazetteer(args)
    with closing(_storage(args)) as storage, storage.transaction():
        above = find_unit(storage.register.tree(), args.parent, today) if args.parent else None
        given: dict[Column, str | None] = {
            "name": args.name,
            "kind": args.kind,
            "parent": above.id if above else None,
            "province": args.province,
            "sector": args.sector,
            "since": args.since,
        }
        plan = plan_import([Row.of(1, given)], storage.register.tree(), gazetteer, today, storage.register.new_id)
        if plan.problems:
            raise UserError("\n".join(map(_of_option, plan.problems)))
        _store(storage, plan)
    unit = (plan.new or plan.same)[0]
    if args.json:
        print(json.dumps({"written": bool(plan.new), **_unit_row(unit)}, ensure_ascii=False))
    else:
        print((messages.ADDED if plan.new else messages.ALREADY).format(name=unit.name, id=unit.id))
        print(*(f"{_of_option(warning)}\n" for warning in plan.warnings), sep="", end="")
    return 0


def run_places(args: Namespace) -> int:
    """Exit status: 0, or 2 for a province that is not one."""
    from bot.units.cells import CellError, read_province
    from bot.units.finding import find_unit
    from bot.units.places import rows_of
    from knowledge.communes import data_version

    today, gazetteer = read_today(args.today), _gazetteer(args)
    try:
        province, _ = read_province(args.province, gazetteer)
    except CellError as error:
        raise UserError(messages.ADD_PROBLEM.format(column=args.province, problem=error)) from error

    def rows(tree: Tree) -> Sequence[Row]:
        above = find_unit(tree, args.parent, today) if args.parent else None
        return rows_of(province, tree, above, today)

    status = _carry_out(args, today, rows, gazetteer)
    if not args.json:
        print(messages.DATA.format(version=data_version()))
    return status


def run_list(args: Namespace) -> int:
    """Print the units that stand today or will, each under the one it answers to."""
    from bot.units.finding import lasting

    today = read_today(args.today)
    with closing(_storage(args)) as storage, storage.reading():
        tree = storage.register.tree()
    units = lasting(tree, today)
    if args.json:
        print(json.dumps([_unit_row(unit) for unit in units], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_listed(tree, {unit.id for unit in units})) or messages.NO_UNITS)
    return 0


def _carry_out(
    args: Namespace,
    today: date,
    rows: Callable[[Tree], Sequence[Row]],
    gazetteer: Gazetteer,
    ignored: Sequence[str] = (),
) -> int:
    """Show the plan for some rows, and store it if that is asked for and nothing is wrong."""
    from bot.units.plan import plan_import
    from bot.units.preview import preview, problems

    # Nobody else may write between the look at what is there and what is made of it.
    with closing(_storage(args)) as storage, storage.transaction() if args.write else storage.reading():
        tree = storage.register.tree()
        plan = plan_import(rows(tree), tree, gazetteer, today, storage.register.new_id)
        written = args.write and not plan.problems
        if written:
            _store(storage, plan)
    if args.json:
        print(json.dumps({"written": written, **_plan_row(plan), "ignored": list(ignored)}, ensure_ascii=False))
    elif not plan.problems:
        print(preview(plan, tree, ignored))
        print(messages.WRITTEN.format(count=len(plan.new)) if written else messages.NOT_WRITTEN)
    if plan.problems:
        print(problems(plan), file=sys.stderr)
    return 2 if plan.problems else 0


def _store(storage: Storage, plan: ImportPlan) -> None:
    """Within a transaction."""
    from bot.units.plan import records

    now = datetime.now(UTC)
    for record in records(plan, by=None):
        storage.records.store(record, now)


def _storage(args: Namespace) -> Storage:
    from bot.cli import settings_of
    from bot.storage import Storage

    return Storage(settings_of(args).database)


def _gazetteer(args: Namespace) -> Gazetteer:
    from bot.cli import settings_of
    from knowledge.gazetteer import Gazetteer
    from knowledge.load import load_knowledge

    base = load_knowledge(settings_of(args).knowledge_dir)
    return Gazetteer(base.places, tuple(base.lexicon.sectors))


def _bytes_of(path: Path) -> bytes:
    from bot.units.sheet import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(messages.NO_FILE.format(path=path, reason=error.strerror)) from error


def _of_option(problem: Problem) -> str:
    what = f"“{problem.value}” {problem.text}" if problem.value else problem.text
    return messages.ADD_PROBLEM.format(column=messages.HEADINGS[problem.column], problem=what)


def _listed(tree: Tree, shown: set[str]) -> Iterator[str]:
    """A line for each unit, those under it after it and further in."""
    tops = [unit for unit in tree if unit.above is None or tree.unit(unit.above) is None]
    open_ = [(unit, 0) for unit in reversed(tops)]
    children: dict[str | None, list[Unit]] = {}
    for unit in tree:
        children.setdefault(unit.above, []).append(unit)
    while open_:
        unit, depth = open_.pop()
        if unit.id in shown:
            ended = messages.ENDED.format(day=f"{unit.until:%d/%m/%Y}") if unit.until else ""
            yield messages.LISTED.format(indent="  " * depth, name=unit.name, id=unit.id, ended=ended)
        open_ += [(child, depth + 1) for child in reversed(children.get(unit.id, []))]


def _plan_row(plan: ImportPlan) -> dict[str, Any]:
    return {
        "new": [_unit_row(unit) for unit in plan.new],
        "same": [unit.id for unit in plan.same],
        "problems": [_problem_row(one) for one in plan.problems],
        "warnings": [_problem_row(one) for one in plan.warnings],
    }


def _problem_row(problem: Problem) -> dict[str, Any]:
    column = messages.HEADINGS[problem.column]
    return {"row": problem.row, "column": column, "value": problem.value, "text": problem.text}


def _unit_row(unit: Unit) -> dict[str, Any]:
    from dataclasses import asdict

    row = asdict(unit)
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
