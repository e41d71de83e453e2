"""What stands around a report: who sends it to whom, by Nghị định 30/2020/NĐ-CP and as the unit has set it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.people import Tree, Unit
from handlers.reports import messages as words
from handlers.reports.model import Header
from handlers.reports.periods import ReportPeriod
from handlers.reports.versions import ReportSettings
from knowledge.outlines import Outline
from knowledge.wording import written_day

_BOARD: Final = re.compile(r"^ban (?:vstbpn|vì sự tiến bộ (?:của )?phụ nữ)\s*", re.IGNORECASE)
_COMMUNE: Final = re.compile(r"^(?:xã|phường|đặc khu|thị trấn)\s+", re.IGNORECASE)
_COMMITTEE: Final = re.compile(r"^(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố|huyện|quận|thị xã)\s", re.IGNORECASE)
_OPEN_PLACE: Final = "........."


def header_of(
    unit: Unit,
    tree: Tree,
    settings: ReportSettings,
    outline: Outline,
    period: ReportPeriod,
    as_of: date,
    today: date,
    to: str = "",
) -> Header:
    """The header of a unit's report; `to`: who asks for it, where no unit above is known."""
    above = tree.unit(unit.above)
    addressee = board_of(above) if above is not None else to
    form = words.ESTIMATED if as_of < period.end else words.COUNTED_TO
    return Header(
        agency=settings.agency or agency_of(unit).upper(),
        body=settings.body or words.BODY,
        symbol=outline.symbol,
        place=settings.place or place_of(unit),
        day=today,
        type_name=words.TYPE_NAME,
        summary=words.SUMMARY.format(subject=outline.subject, period=period.label),
        note=form.format(day=written_day(as_of), end=written_day(period.end)),
        to=(addressee,) if addressee else (),
        board_post=settings.board_post or words.BOARD_POST,
        agency_post=settings.agency_post or "",
        signer=settings.signer or "",
        copies=_copies(settings, addressed=bool(addressee)),
    )


def board_of(unit: Unit) -> str:
    """A unit's board, within a sentence: "Ban Vì sự tiến bộ của phụ nữ tỉnh Thanh Hóa"."""
    rest = _BOARD.sub("", unit.name)
    return words.BODY_IN_TEXT.format(unit=_small(rest)).strip()


def agency_of(unit: Unit) -> str:
    """The agency that a unit's board belongs to: "UBND xã A"."""
    name = _BOARD.sub("", unit.name)
    return words.COMMITTEE.format(name=_small(name)) if _COMMITTEE.match(f"{name} ") else name


def place_of(unit: Unit) -> str:
    """Where a unit's documents are dated; dots where that is not known."""
    if unit.kind == "commune":
        return _COMMUNE.sub("", unit.name)
    return unit.province or _OPEN_PLACE


def _small(name: str) -> str:
    """A kind of place within a sentence: "xã A"."""
    return name[:1].lower() + name[1:] if _COMMITTEE.match(f"{name} ") else name


def _copies(settings: ReportSettings, *, addressed: bool) -> tuple[str, ...]:
    if settings.copies:
        return tuple(line for line in settings.copies.splitlines() if line.strip())
    return (*((words.AS_ABOVE,) if addressed else ()), words.ARCHIVE)
