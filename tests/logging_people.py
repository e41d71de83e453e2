"""What tests of the log share: a conversation in the small world, a log filled in, files that are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.storage import Storage
from handlers.types import Attachment, Record
from tests.world import store

LOGGED = datetime(2026, 10, 21, 2, tzinfo=UTC)


def entry_record(id_: str, unit: str = "bv-a", by: str | None = "thu-ky-a", **columns: Any) -> Record:
    """An entry of Bệnh viện A, a training on 20 October with 45 women and 12 men, but for what is said."""
    row: dict[str, Any] = {
        **{"id": id_, "unit": unit, "form": "truyen-thong", "type": "tap_huan", "title": "Tập huấn", "by": by},
        **{"date": "2026-10-20", "female": 45, "male": 12, "total": 57, "more": "{}", "deleted": 0},
    }
    row |= {name: json.dumps(value) if isinstance(value, Mapping) else value for name, value in columns.items()}
    return Record("entries", row, by)


def evidence(id_: str, entry: str, by: str | None = "thu-ky-a") -> Record:
    row = {"id": id_, "entry": entry, "name": f"{id_}.jpg", "media_type": "image/jpeg", "size": 9, "by": by}
    return Record("evidence", {**row, "path": f"evidence/{id_}/{id_}.jpg", "removed": 0}, by)


def log(storage: Storage, *records: Record) -> None:
    store(storage, records, LOGGED)


def photo(name: str = "anh.jpg") -> Attachment:
    return Attachment(name, "image/jpeg", 9, f"evidence/x/{name}")
