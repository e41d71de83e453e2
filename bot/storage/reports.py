"""What handlers look up of reports (see handlers.register.Register)."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import read_moment
from handlers.register import Submission
from handlers.reports.versions import ReportSettings, Version, VersionInfo, entries_of, report_of

_INFO = "id, unit, period, as_of, at, by, idle, summary, totals, digest"
_AMONG = "unit IN (SELECT value FROM json_each(?))"


class StoredReports:
    """Reads; every method raises sqlite3 errors only."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def report_versions(self, unit: str, period: str, *, summary: bool = False) -> list[VersionInfo]:
        sql = (
            f"SELECT {_INFO} FROM report_versions WHERE unit = ? AND period = ? AND summary = ?"  # noqa: S608
            " ORDER BY at DESC, rowid DESC"
        )
        return [_info(row) for row in self._db.query(sql, [unit, period, int(summary)])]

    def report_version(self, id_: str) -> Version | None:
        for row in self._db.query("SELECT * FROM report_versions WHERE id = ?", [id_]):
            return Version(_info(row), report_of(row["content"]), entries_of(row["entries"]))
        return None

    def latest_versions(self, units: Collection[str]) -> list[VersionInfo]:
        sql = (
            f"SELECT {_INFO} FROM report_versions WHERE rowid IN (SELECT max(rowid) FROM report_versions"  # noqa: S608
            f" WHERE summary = 0 AND {_AMONG} GROUP BY unit, period) ORDER BY at DESC, rowid DESC"
        )
        return [_info(row) for row in self._db.query(sql, [json.dumps(list(units))])]

    def version_infos(self, ids: Collection[str]) -> list[VersionInfo]:
        sql = f"SELECT {_INFO} FROM report_versions WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        return [_info(row) for row in self._db.query(sql, [json.dumps(list(ids))])]

    def report_texts(self, unit: str, period: str) -> dict[str, str]:
        sql = "SELECT item, text FROM report_texts WHERE unit = ? AND period = ? AND text IS NOT NULL"
        return {row["item"]: row["text"] for row in self._db.query(sql, [unit, period])}

    def report_settings(self) -> dict[str, ReportSettings]:
        rows = self._db.query("SELECT * FROM report_settings")
        return {row.pop("unit"): ReportSettings(**row) for row in rows}

    def submission(self, id_: str) -> Submission | None:
        return next(map(submission, self._db.query("SELECT * FROM submissions WHERE id = ?", [id_])), None)

    def reports_sent(self, units: Collection[str], period: str) -> list[Submission]:
        sql = f"SELECT * FROM submissions WHERE {_AMONG} AND period = ? ORDER BY at, rowid"  # noqa: S608
        return [submission(row) for row in self._db.query(sql, [json.dumps(list(units)), period])]


def submission(row: dict[str, Any]) -> Submission:
    return Submission(
        id=row["id"],
        duty=row["duty"],
        year=row["year"],
        unit=row["unit"],
        day=date.fromisoformat(row["day"]),
        at=read_moment(row["at"]),
        by=row["by"],
        version=row["version"],
        period=row["period"],
        verdict=row["verdict"],
        reason=row["reason"],
        decided_by=row["decided_by"],
        undone=bool(row["undone"]),
    )


def _info(row: dict[str, Any]) -> VersionInfo:
    return VersionInfo(
        id=row["id"],
        unit=row["unit"],
        period=row["period"],
        as_of=date.fromisoformat(row["as_of"]),
        at=read_moment(row["at"]),
        by=row["by"],
        nothing=bool(row["idle"]),
        summary=bool(row["summary"]),
        digest=row["digest"],
        totals=json.loads(row["totals"]),
    )
