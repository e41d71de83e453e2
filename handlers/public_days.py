"""What the offices that lead a place have decided on its directives' dates: that holds for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.duties import Duties, Duty, Ruling
from handlers.people import Unit
from handlers.planning import ZONE
from knowledge.duedates import Decision, Decisions
from knowledge.gazetteer import Gazetteer


def decisions(duties: Duties, rulings: Iterable[Ruling], gazetteer: Gazetteer) -> Decisions:
    """For every directive's deadline and year that was ruled on: what its leading office decided, if it did."""
    found: dict[tuple[str, str, int], Decision] = {}
    for duty_id, year in dict.fromkeys((one.duty, one.year) for one in rulings if one.kind != "extend"):
        duty = duties.duty(duty_id)
        if duty is None or duty.directive is None or duty.deadline is None:
            continue
        decided = [one for lead in _leads(duty, duties, gazetteer) if (one := _decided(duty, year, lead, duties))]
        if len({(one.due, one.changed) for one in decided}) == 1:
            found[duty.directive.id, duty.deadline.id, year] = decided[0]
    return found


def _leads(duty: Duty, duties: Duties, gazetteer: Gazetteer) -> list[Unit]:
    """The units that lead what a directive binds: its sector in its province, else the province."""
    directive = duty.directive
    if directive is None or directive.province is None:
        return []
    bound = directive.province.name
    places = {gazetteer.canonical(bound), gazetteer.now(bound)}
    units = [unit for unit in duties.tree if unit.until is None and unit.province is not None]
    here = [unit for unit in units if gazetteer.canonical(unit.province or "") in places]
    provinces = [unit for unit in here if unit.kind == "province" and unit.sector is None]
    if directive.sector is None:
        return provinces
    sector = directive.sector.name
    leading = [unit for unit in here if unit.kind == "department" and unit.sector == sector]
    heads = [unit for unit in leading if not _is_of(duties.tree.unit(unit.above), sector)]
    return heads or provinces


def _is_of(unit: Unit | None, sector: str) -> bool:
    return unit is not None and unit.sector == sector


def _decided(duty: Duty, year: int, lead: Unit, duties: Duties) -> Decision | None:
    """What the nearest office, from a leading unit up, has decided for all under it."""
    ruling = duties.ruling(duty, year, lead, below=True)
    base = duties.base(duty, year)
    if ruling is None or base is None:
        return None
    office, on = duties.tree.name(ruling.unit), ruling.at.astimezone(ZONE).date()
    if ruling.kind == "cancel":
        return Decision(None, office, on)
    if ruling.kind == "change" and ruling.due is not None:
        return Decision(ruling.due, office, on, changed=ruling.due != base.due)
    return Decision(base.due, office, on)
