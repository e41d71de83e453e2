"""The board of a province and its communes, as the rows of a list."""

from __future__ import annotations

from datetime import date

from bot.errors import UserError
from bot.units import messages
from bot.units.columns import Column
from bot.units.finding import lasting
from bot.units.sheet import Row
from handlers.people import Tree, Unit
from knowledge.communes import Province, communes_of


def rows_of(province: Province, tree: Tree, above: Unit | None, today: date) -> list[Row]:
    """A row for each commune that no unit has the code of, under `above` or the province's board.

    A board that is not there yet is the first row. Raises UserError where there are several.
    """
    units = lasting(tree, today)
    rows: list[Row] = []
    parent = above.id if above else None
    if parent is None:
        boards = [unit for unit in units if unit.kind == "province" and unit.province == province.name]
        if len(boards) > 1:
            names = "; ".join(f"{unit.name} [{unit.id}]" for unit in boards)
            raise UserError(messages.TWO_BOARDS.format(province=province.name, names=names))
        if boards:
            parent = boards[0].id
        else:
            place = province.full_name[0].lower() + province.full_name[1:]
            parent = messages.BOARD.format(place=place)
            rows.append(Row.of(1, {"name": parent, "kind": "province", "province": province.name}))
    taken = {unit.code for unit in units if unit.kind == "commune"}
    for commune in communes_of(province.name):
        if commune.code not in taken:
            cells: dict[Column, str | None] = {"name": commune.name, "kind": "commune", "code": commune.code}
            rows.append(Row.of(len(rows) + 1, {**cells, "province": province.name, "parent": parent}))
    return rows
