"""One conversation of a secretary with the project's own assistant, whatever the channel; and what is kept of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.storage import Storage
from handlers.people import PURPOSES
from handlers.types import Record
from tests.contract.clock import START
from tests.contract.peer import Heard, Peer
from tests.contract.service import Service
from tests.world import OPERATORS, UNITS, store, unit_record

SECRETARY = 1
PERSON, UNIT = "thu-ky-a", "bv-a"
LOG = "hôm 20/5 tập huấn bình đẳng giới cho 45 nữ 12 nam tại hội trường"
TITLE = "Báo cáo sáu tháng"
EARLY = START - timedelta(hours=2)
"""Before the hour at which people are reminded."""
TABLES = ("entries", "drafts", "submissions", "report_versions", "consents", "mutes", "evidence", "notices")
_PASSING = re.compile(r"^(id|at|.*_at|key|letter|version|path|entry|channel)$")
"""Columns that name or time something, or say where it came from."""
_NAMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)|\b[0-9a-z]{10,}\b|\b[A-Za-z0-9_-]{16,}\b")
"""Moments and random names."""


@dataclass
class Said:
    """What came back, step by step."""

    steps: list[Sequence[Heard]] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    """Of the files that were handed over, by their names."""

    @property
    def words(self) -> list[str]:
        return [" ".join(one.text for one in step) for step in self.steps]


def settle(database: Path, peer: Peer) -> None:
    """The world's units, and a secretary who talks on this channel, has agreed to everything and owes a report."""
    to = peer.address(SECRETARY)
    contact = {"channel": to.channel, "user": to.user, "chat": to.chat, "person": PERSON}
    duty = {"id": "sau", "owner": "so-y-te", "title": TITLE, "period": "first_half", "year": 2026, "recurs": 0}
    given = {"person": PERSON, "given": 1, "text": "test", "channel": to.channel}
    storage = Storage(database, operators=OPERATORS)
    store(storage, map(unit_record, UNITS))
    store(
        storage,
        [
            Record("people", {"id": PERSON, "name": None}),
            Record("contacts", contact),
            *(Record("consents", {**given, "purpose": purpose}) for purpose in PURPOSES),
            Record(
                "memberships", {"id": "m1", "person": PERSON, "unit": UNIT, "role": "secretary", "since": "2026-01-05"}
            ),
            Record("duties", {**duty, "month": 6, "day": 4, "recipient": "", "units": ""}),
        ],
    )
    storage.close()


async def play(service: Service, peer: Peer) -> Said:
    """Ask, log an activity, be reminded, have a report made and say that it was sent."""
    said = Said()

    async def until(*words: str) -> None:
        """Wait for what holds these words since the last step."""
        before = sum(map(len, said.steps))
        await peer.until(lambda: _told(peer.heard(SECRETARY)[before:], words))
        said.steps.append(peer.heard(SECRETARY)[before:])

    await peer.say(SECRETARY, "Công văn 1097 yêu cầu nộp báo cáo 6 tháng khi nào?")
    await until("1097")
    # The reminder of the morning is due: it comes by itself.
    service.clock.leap(timedelta(hours=2))
    await until(TITLE, "Bệnh viện A")
    await peer.say(SECRETARY, LOG)
    await until("45", "Đúng thì bấm Lưu")
    await peer.pick(SECRETARY, "Lưu")
    await until("Đã lưu vào nhật ký")
    await peer.say(SECRETARY, "/baocao")
    await until("Báo cáo kỳ nào")
    await peer.pick(SECRETARY, "6 tháng đầu năm 2026")
    await until("1 hoạt động, 57 lượt người")
    await peer.pick(SECRETARY, "Tải Word")
    await until_file(peer, said)
    await peer.say(SECRETARY, "đã nộp")
    await until("Anh/chị đã nộp báo cáo nào?")
    await peer.pick(SECRETARY, "báo cáo sáu tháng")
    await until("Gửi ngày nào")
    await peer.pick(SECRETARY, "Hôm nay")
    await until("Đã ghi")
    return said


def _told(heard: Sequence[Heard], words: Sequence[str]) -> bool:
    text = " ".join(one.text for one in heard)
    return all(word in text for word in words)


async def until_file(peer: Peer, said: Said) -> None:
    """Wait for a file since the last step, and open it."""
    before = sum(map(len, said.steps))
    await peer.until(lambda: any(one.files for one in peer.heard(SECRETARY)[before:]))
    said.steps.append(peer.heard(SECRETARY)[before:])
    for file in [file for one in said.steps[-1] for file in one.files]:
        content = await peer.fetch(file, SECRETARY)
        assert content is not None
        said.contents[file.name] = content


def kept(storage: Storage, peer: Peer) -> Mapping[str, Any]:
    """What the database holds of it, without ids, times and the channel's own names."""
    rows = {table: [_lasting(row) for row in storage.db.query(f"SELECT * FROM {table}")] for table in TABLES}
    with storage.reading():
        session = storage.sessions.load(peer.address(SECRETARY).session_key)
    return {**rows, "session": _plain(json.dumps(dict(session.data), sort_keys=True, ensure_ascii=False))}


def _lasting(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if not _PASSING.match(name)}


def _plain(value: Any) -> Any:
    """A value whose moments and random names are all alike."""
    return _NAMES.sub("ID", value) if isinstance(value, str) else value
