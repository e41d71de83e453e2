"""What takes long is done once, survives a stop, says how far it is, and never takes the process with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.clock import ManualClock
from bot.committing import apply
from bot.storage import Storage
from bot.works import MAX_ATTEMPTS, Maker, Product, Progress, Workshop
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.types import Address, FileRef, Record, Reply, Work

NOW = datetime(2026, 5, 27, 2, tzinfo=UTC)
HERE = Address("console", "a", "a")


def greet(desk: Desk, to: Address, args: Mapping[str, Any], progress: Progress) -> Product:
    progress(1, 2)
    file = FileRef("chào.txt", content=b"chao")
    return Product((Reply(f"chào {args['name']}", files=(file,)),), (Record("stages", {"unit": "u", "days": "0"}),))


def fail(desk: Desk, to: Address, args: Mapping[str, Any], progress: Progress) -> Product:
    raise RuntimeError("KÍN")


MAKERS: Mapping[str, Maker] = {"greet": greet, "fail": fail}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.db"


def shop(
    storage: Storage,
    assistant: Assistant,
    wake: Callable[[str], None] = lambda channel: None,
    quiet: float = 60,
) -> Workshop:
    return Workshop(storage, lambda other: Desk(assistant, other.register), MAKERS, ManualClock(NOW), wake, quiet)


def ask(storage: Storage, key: str = "k", what: str = "greet") -> None:
    with storage.transaction():
        apply(storage, [Work(HERE, what, {"name": "Xã A"}, key)], NOW)


def said(storage: Storage) -> list[str]:
    return [letter.reply.text for letter in storage.outbox.of_chat("console", "a")]


def test_it_is_answered_with_its_file_and_what_else_is_stored(path: Path, assistant: Assistant) -> None:
    storage = Storage(path)
    ask(storage)
    woken: list[str] = []
    workshop = shop(storage, assistant, woken.append)
    assert workshop.run_one()
    assert not workshop.run_one()
    [letter] = storage.outbox.of_chat("console", "a")
    assert letter.reply.text == "chào Xã A"
    assert (path.parent / letter.reply.files[0].path).read_bytes() == b"chao"
    assert storage.register.stages() == {"u": (0,)}
    assert woken == ["console"]
    storage.close()


def test_asked_for_twice_it_is_done_once(path: Path, assistant: Assistant) -> None:
    storage = Storage(path)
    ask(storage)
    ask(storage)
    workshop = shop(storage, assistant)
    assert [workshop.run_one(), workshop.run_one()] == [True, False]
    ask(storage)
    assert not workshop.run_one()
    assert said(storage) == ["chào Xã A"]
    storage.close()


def test_what_a_stop_cut_off_is_done_after_the_next_start(path: Path, assistant: Assistant) -> None:
    first = Storage(path)
    ask(first)
    with first.transaction():
        first.works.count_attempt("k")
    first.close()
    second = Storage(path)
    assert shop(second, assistant).run_one()
    assert said(second) == ["chào Xã A"]
    second.close()


def test_what_may_be_killing_the_process_is_given_up(path: Path, assistant: Assistant) -> None:
    storage = Storage(path)
    ask(storage)
    with storage.transaction():
        for _ in range(MAX_ATTEMPTS):
            storage.works.count_attempt("k")
    assert not shop(storage, assistant).run_one()
    assert said(storage) == [messages.WORK_APOLOGY]
    storage.close()


def test_one_that_fails_says_sorry_and_the_next_is_done(
    path: Path, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    storage = Storage(path)
    ask(storage, "1", "fail")
    ask(storage, "2")
    workshop = shop(storage, assistant)
    while workshop.run_one():
        pass
    assert said(storage) == [messages.WORK_APOLOGY, "chào Xã A"]
    assert "KÍN" not in caplog.text
    storage.close()


@pytest.mark.parametrize(("quiet", "told"), [(0.0, ["Đang làm: ▓▓▓▓▓░░░░░ 50%", "chào Xã A"]), (60.0, ["chào Xã A"])])
def test_what_takes_long_says_how_far_it_is(path: Path, assistant: Assistant, quiet: float, told: list[str]) -> None:
    async def run() -> None:
        storage, answered = Storage(path), asyncio.Event()

        def wake(channel: str) -> None:
            if said(storage)[-1] == "chào Xã A":
                answered.set()

        ask(storage)
        running = asyncio.ensure_future(shop(storage, assistant, wake, quiet).run())
        await asyncio.wait_for(answered.wait(), 20)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert said(storage) == told
        storage.close()

    asyncio.run(run())


def test_it_runs_beside_the_loop_and_wakes_for_what_comes_later(path: Path, assistant: Assistant) -> None:
    async def run() -> None:
        storage = Storage(path)
        done = asyncio.Event()
        workshop = shop(storage, assistant, lambda channel: done.set())
        running = asyncio.ensure_future(workshop.run())
        await asyncio.sleep(0)
        ask(storage)
        workshop.wake()
        await asyncio.wait_for(done.wait(), 20)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert said(storage) == ["chào Xã A"]
        storage.close()

    asyncio.run(run())
