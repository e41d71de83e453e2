"""A report as it was compiled once, and how a unit wants its reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from handlers.entries import Entry
from handlers.reports.model import Report
from handlers.types import Record

_REPORT = TypeAdapter(Report)
_ENTRIES = TypeAdapter(list[Entry])


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What a unit has set for its reports; None is what it has not."""

    outline: str | None = None
    regime: str | None = None
    agency: str | None = None
    body: str | None = None
    place: str | None = None
    board_post: str | None = None
    agency_post: str | None = None
    signer: str | None = None
    copies: str | None = None


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """What is known of a version without its content."""

    id: str
    unit: str
    period: str
    as_of: date
    at: datetime
    by: str | None
    nothing: bool
    summary: bool
    digest: str
    """Of the content."""
    totals: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its report, and the entries that it counts."""

    info: VersionInfo
    report: Report
    entries: Sequence[Entry]


def report_text(report: Report) -> str:
    """A report as JSON."""
    return _REPORT.dump_json(report).decode()


def report_of(text: str) -> Report:
    return _REPORT.validate_json(text)


def entries_text(entries: Sequence[Entry]) -> str:
    """Entries as JSON."""
    return _ENTRIES.dump_json(list(entries)).decode()


def entries_of(text: str) -> list[Entry]:
    return _ENTRIES.validate_json(text)


def totals_of(report: Report) -> dict[str, int | None]:
    """The figures of the whole report, by name: count, total, female, male, unknown, money ..."""
    return {one.id.removeprefix("all."): one.value for one in report.figures if one.id.startswith("all.")}


def digest_of(report: Report) -> str:
    return hashlib.sha256(report_text(report).encode()).hexdigest()[:32]


def version_record(
    id_: str,
    unit: str,
    period: str,
    report: Report,
    entries: Sequence[Entry],
    as_of: date,
    by: str | None,
    *,
    nothing: bool = False,
    summary: bool = False,
) -> Record:
    """A version to be stored."""
    row: dict[str, Any] = {
        **{"id": id_, "unit": unit, "period": period, "summary": int(summary), "idle": int(nothing)},
        **{"as_of": as_of.isoformat(), "totals": json.dumps(totals_of(report)), "content": report_text(report)},
        **{"entries": entries_text(entries), "digest": digest_of(report), "by": by},
    }
    return Record("report_versions", row, by)
