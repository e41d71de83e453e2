"""The same conversation leaves the same records, whatever the channel; only how it looks differs."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.contract.clock import RunningClock
from tests.contract.peer import ask
from tests.contract.peers import HOOKED, PEERS
from tests.contract.service import serving
from tests.contract.transcript import EARLY, SECRETARY, Said, kept, play, settle
from tests.contract.waiting import until_so

FIRST = "web"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("transcripts")


@cache
def talked(folder: Path, name: str) -> tuple[Said, Mapping[str, Any]]:
    """What was said on a way in, and what is kept of it."""

    async def run() -> tuple[Said, Mapping[str, Any]]:
        clock = RunningClock(EARLY)
        peer = PEERS[name](clock)
        place = folder / name
        place.mkdir()
        settle(place / "service.db", peer)
        async with serving(place, peers=[peer], clock=clock, handlers=None) as service:
            said = await play(service, peer)
            return said, kept(service.app.storage, peer)

    return asyncio.run(run())


@pytest.mark.parametrize("name", [name for name in PEERS if name != FIRST])
def test_the_same_conversation_leaves_the_same_records(name: str, folder: Path) -> None:
    said, rows = talked(folder, name)
    first, expected = talked(folder, FIRST)
    for table, found in rows.items():
        assert found == expected[table], table
    assert len(said.steps) == len(first.steps)
    assert [_text(content) for content in said.contents.values()] == [
        _text(content) for content in first.contents.values()
    ]


def test_the_records_are_those_of_what_was_said(folder: Path) -> None:
    _, rows = talked(folder, FIRST)
    [entry] = rows["entries"]
    assert (entry["date"], entry["female"], entry["male"], entry["place"]) == ("2026-05-20", 45, 12, "hội trường")
    [submission] = rows["submissions"]
    assert (submission["duty"], submission["day"], submission["unit"]) == ("sau", "2026-06-01", "bv-a")
    assert rows["notices"] != []
    assert [draft["status"] for draft in rows["drafts"]] == ["saved"]


@pytest.mark.parametrize("name", HOOKED)
def test_a_member_who_wants_no_more_is_noticed_by_the_reminder(name: str, tmp_path: Path) -> None:
    async def run() -> None:
        clock = RunningClock(EARLY)
        peer = PEERS[name](clock)
        settle(tmp_path / "service.db", peer)
        async with serving(tmp_path, peers=[peer], clock=clock, handlers=None) as service:
            await ask(peer, SECRETARY, "/trogiup")
            peer.block(SECRETARY)
            clock.leap(timedelta(hours=2))
            sql = "SELECT count(*) FROM contacts WHERE blocked_at IS NOT NULL"
            await until_so(lambda: bool(service.app.storage.db.execute(sql).fetchone() == (1,)))
            # Whoever writes again wants it again.
            await peer.say(SECRETARY, "/trogiup")
            await until_so(lambda: bool(service.app.storage.db.execute(sql).fetchone() == (0,)))

    asyncio.run(run())


def _text(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]
