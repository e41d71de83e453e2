"""How units that have and have not sent a report are told of: names, days, shares, the gaps in reaching them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from handlers import messages_office as words
from handlers.duties import Duty
from handlers.messages_joining import ROLES
from handlers.people import Role, Tree
from handlers.standing import Period, Reminders, Row, Standing
from knowledge.wording import written_day

NAMES = 15
"""At most so many units are named in one sentence."""
_GAPS: dict[Reminders, str] = {
    "nobody": words.NOBODY,
    "unreachable": words.UNREACHABLE,
    "muted": words.MUTED,
    "unknown": words.UNKNOWN,
}


def named(units: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = words.NAMES_BETWEEN.join(units[:NAMES])
    more = len(units) - NAMES
    return words.NAMES_MORE.format(names=shown, count=more) if more > 0 else shown


def role_counts(roles: Iterable[Role]) -> str:
    """Roles of several people in words: "thư ký; 2 thành viên"."""
    counts = Counter(roles)
    return words.NAMES_BETWEEN.join(
        ROLES[role] if count == 1 else words.ROLE_COUNT.format(count=count, role=ROLES[role])
        for role, count in counts.items()
    )


def share(part: float) -> str:
    """A share from 0 to 1 in whole hundredths; only what is complete is 100%."""
    return f"{int(part * 100 + 1e-9)}%"


def title(duty: Duty, year: int) -> str:
    """The report, the sector whose directive asks for it, the year."""
    return words.TITLE.format(what=_of_sector(duty.title, duty), year=year)


def short_title(duty: Duty, year: int | None = None) -> str:
    """The period of a directive's report, the title of an office's own; with the year where it is given."""
    what = words.PERIODS.get(duty.period, duty.title) if duty.directive else duty.title
    return _of_sector(words.OF_YEAR.format(what=what, year=year) if year else what, duty)


def period_label(period: Period) -> str:
    """A period as a choice."""
    mark = words.PROJECTED if period.projected else ""
    return words.PERIOD.format(what=short_title(period.duty, period.year), mark=mark, due=written_day(period.due))


def _of_sector(what: str, duty: Duty) -> str:
    sector = duty.directive.sector if duty.directive else None
    return words.SECTOR.format(what=what, sector=sector.name) if sector else what


def left(due: date, today: date) -> str:
    """How far a day is ahead or behind."""
    days = (due - today).days
    if days == 0:
        return words.TODAY
    return words.LEFT.format(days=days) if days > 0 else words.PASSED.format(days=-days)


def summary(found: Standing, tree: Tree, today: date) -> str:
    """All that an office wants to know of a report of its units."""
    silent = found.silent
    exempt = found.counts.get("exempt", 0)
    counts = words.COUNTS.format(
        sent=found.sent,
        owing=found.owing,
        rate=share(found.rate),
        on_time=found.on_time,
        late=found.late,
        silent=len(silent),
    )
    lines = [
        title(found.duty, found.year),
        words.OF_UNITS.format(unit=tree.name(found.top)) if len(found.rows) > 1 else "",
        _due(found, today),
        counts,
        words.EXEMPT.format(count=exempt) if exempt else "",
        *_by_state(found, today),
        *gaps(found),
    ]
    return "\n".join(line for line in lines if line)


def several(found: Sequence[Standing], tree: Tree, today: date) -> str:
    """Reports of one period side by side, the one that most units owe first: how many have sent each."""
    of = words.SEVERAL_UNITS.format(unit=tree.name(found[0].top))
    lines = [words.SEVERAL.format(units=of, count=len(found))]
    for one in found:
        row = words.SEVERAL_ROW.format(
            what=short_title(one.duty, one.year),
            sent=one.sent,
            owing=one.owing,
            rate=share(one.rate),
            silent=len(one.silent),
            mark=words.PROJECTED if one.projected else "",
            due=written_day(one.due or today),
            left=left(one.due or today, today),
        )
        lines.append(row)
    return "\n".join([*lines, words.SEVERAL_ASK])


def _by_state(found: Standing, today: date) -> list[str]:
    """Which units have sent late and on time, and which have not: those whose day is past apart from the others."""
    of = {state: [_unit(row, found) for row in found.rows if row.state == state] for state in found.counts}
    missing, open_ = of.get("missing", []), of.get("open", [])
    form = words.OPEN if missing or (found.due and found.due < today) else words.SILENT
    silent = [
        *([(words.MISSING if open_ else words.SILENT).format(names=named(missing))] if missing else []),
        *([form.format(names=named(open_))] if open_ else []),
    ]
    late, on_time = of.get("late"), of.get("on_time")
    return [
        *(silent or [words.ALL_SENT]),
        *([words.SENT_LATE.format(names=named(late))] if late else []),
        *([words.SENT_ON_TIME.format(names=named(on_time))] if on_time else []),
    ]


def _unit(row: Row, found: Standing) -> str:
    """A unit's name, when it sent where that was late, and its last day where that is not the common one."""
    notes = [words.SENT_DAY.format(day=written_day(row.submitted))] if row.state == "late" and row.submitted else []
    if row.occurrence is not None and row.occurrence.due != found.due:
        basis = row.occurrence.day.basis
        form = words.EXTENDED_TO if basis == "extended" else words.OTHER_DAY
        mark = words.PROJECTED if basis == "projected" else ""
        notes.append(form.format(mark=mark, day=written_day(row.occurrence.due)))
    return words.UNIT_NOTES.format(unit=row.unit.name, notes=", ".join(notes)) if notes else row.unit.name


def gaps(found: Standing, kinds: Iterable[Reminders] = tuple(_GAPS)) -> list[str]:
    """The units that reminders do not surely reach, a line for each reason."""
    lines = []
    for kind in kinds:
        units = [row.unit.name for row in found.silent if row.reminders == kind]
        if units:
            lines.append(_GAPS[kind].format(names=named(units)))
    return lines


def _due(found: Standing, today: date) -> str:
    if found.due is None:
        return ""
    form = words.DUE_PROJECTED if found.projected else words.DUE
    return form.format(due=written_day(found.due), left=left(found.due, today), year=found.year)
