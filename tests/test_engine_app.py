"""Channels run side by side, fail by themselves, and stop together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.clock import ManualClock
from bot.errors import StartupError
from bot.logs import DiscreetFormatter, trace
from bot.ports import Channel, Inbox, Unusable
from bot.settings import Settings
from bot.storage import Storage
from tests.engine import START, ToyChannel, echo, message


@pytest.fixture
def base(tmp_path: Path) -> Settings:
    (tmp_path / "knowledge.yaml").write_text("name: Thử\nabout: Cơ sở để thử\n", encoding="utf-8")
    return Settings(database=tmp_path / "var" / "a.db", knowledge_dir=tmp_path)


@dataclass
class Acting(ToyChannel):
    """Does something instead of receiving; counts how often it was run."""

    act: Callable[[Inbox], object] = lambda inbox: None
    runs: int = 0
    receiving: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, inbox: Inbox) -> None:
        self.runs += 1
        self.act(inbox)
        self.receiving.set()
        await asyncio.Event().wait()


def raising(error: Exception, times: int = 10**9) -> Callable[[Inbox], None]:
    left = iter([error] * min(times, 1000))

    def act(inbox: Inbox) -> None:
        if (problem := next(left, None)) is not None:
            raise problem

    return act


async def run_until(app: App, done: Callable[[], bool]) -> None:
    """Run the application until something is so, letting its clock go on."""
    stop = asyncio.Event()
    running = asyncio.ensure_future(app.run(stop))
    assert isinstance(app.clock, ManualClock)
    for _ in range(1000):
        if done() or running.done():
            break
        app.clock.advance(1)
        await asyncio.sleep(0)
    assert done()
    stop.set()
    await running


def app_with(base: Settings, *channels: Channel) -> App:
    return build(base, ManualClock(START), channels=channels, handlers=(echo,))


def test_messages_are_answered_in_their_channel(base: Settings) -> None:
    one = Acting(name="one", act=lambda inbox: inbox.accept(message(1, "a", channel="one")))
    two = Acting(name="two", act=lambda inbox: inbox.accept(message(1, "b", channel="two")))
    with closing(app_with(base, one, two)) as app:
        asyncio.run(run_until(app, lambda: bool(one.sent and two.sent)))
    assert (one.sent, two.sent) == ([("an", "1: a")], [("an", "1: b")])


def test_a_channel_that_fails_is_run_again_and_others_do_not_notice(
    base: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    failing = Acting(name="one", act=raising(RuntimeError("một câu riêng tư"), times=3))
    sound = Acting(name="two")
    with closing(app_with(base, failing, sound)) as app:
        asyncio.run(run_until(app, failing.receiving.is_set))
    assert (failing.runs, sound.runs) == (4, 1)
    assert caplog.text.count("RuntimeError") == 3
    assert "riêng tư" not in caplog.text


def test_a_channel_with_a_wrong_setting_stays_down(base: Settings, caplog: pytest.LogCaptureFixture) -> None:
    wrong = Acting(name="one", act=raising(Unusable("mã bot sai")))
    sound = Acting(name="two")
    with closing(app_with(base, wrong, sound)) as app:
        asyncio.run(run_until(app, lambda: "mã bot sai" in caplog.text and sound.receiving.is_set()))
    assert wrong.runs == 1


def test_a_taken_port_ends_everything(base: Settings) -> None:
    taken = Acting(name="one", act=raising(StartupError("cổng đã có chương trình khác dùng")))
    with closing(app_with(base, taken, Acting(name="two"))) as app, pytest.raises(StartupError, match="cổng"):
        asyncio.run(app.run(asyncio.Event()))


def test_a_channel_that_will_not_end_does_not_hold_up_the_stop(base: Settings) -> None:
    class Stubborn(Acting):
        async def run(self, inbox: Inbox) -> None:
            self.receiving.set()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            await asyncio.Event().wait()

    async def seconds_to_stop() -> float:
        started = asyncio.get_running_loop().time()
        await run_until(app, stubborn.receiving.is_set)
        return asyncio.get_running_loop().time() - started

    stubborn = Stubborn()
    with closing(app_with(base, stubborn)) as app:
        assert asyncio.run(seconds_to_stop()) < 4


def test_the_start_takes_up_what_was_left(base: Settings) -> None:
    with closing(Storage(base.database)) as storage, storage.transaction():
        storage.journal.add(message(1, "còn dở"), START)
    channel = Acting()
    with closing(app_with(base, channel)) as app:
        asyncio.run(run_until(app, lambda: bool(channel.sent)))
    assert channel.sent == [("an", "1: còn dở")]


def test_what_the_database_did_not_take_is_caught_up(base: Settings) -> None:
    channel = Acting()
    with closing(app_with(base, channel)) as app:
        with app.storage.transaction():
            app.storage.journal.add(message(1, "x"), START)
        app.inbox.recover("toy")
        pages = app.storage.db.execute("PRAGMA page_count").fetchone()[0]
        app.storage.db.execute(f"PRAGMA max_page_count={pages + 1}")
        for number in range(2, 200):
            if app.inbox.behind:
                break
            app.inbox.accept(message(number, "y" * 2000))
        assert app.inbox.behind
        app.storage.db.execute("PRAGMA max_page_count=100000")
        asyncio.run(run_until(app, lambda: not app.inbox.behind))


def test_a_webhook_that_nobody_can_reach_is_said_at_the_start(base: Settings, caplog: pytest.LogCaptureFixture) -> None:
    given: dict[str, Any] = {"telegram_webhook_secret": "chi-de-thu", "zalo_bot_webhook_secret": "chi-de-thu"}
    given |= {"telegram_bot_token": "1:khong-that", "zalo_bot_token": "1:khong-that"}
    for public, said in ((None, ["telegram", "zalo_bot"]), ("https://tro-ly.example.vn", [])):
        caplog.clear()
        with closing(build(replace(base, public_url=public, **given), ManualClock(START))):
            told = [record.getMessage() for record in caplog.records if "PUBLIC_URL" in record.getMessage()]
        assert [line.split()[1].rstrip(":") for line in told] == said


def test_a_broken_knowledge_base_is_named(base: Settings) -> None:
    (base.knowledge_dir / "knowledge.yaml").write_text("name: [", encoding="utf-8")
    with pytest.raises(StartupError, match=r"knowledge\.yaml"):
        app_with(base)


def test_the_log_holds_no_secret_and_no_words_of_an_error() -> None:
    formatter = DiscreetFormatter(["123:bi-mat"])
    try:
        raise ValueError("tin nhắn riêng tư")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "gọi bot123:bi-mat/getMe", None, None)
        record.exc_info = (type(error), error, error.__traceback__)
        line = formatter.format(record)
        assert "ValueError" in trace(error)
    assert "bi-mat" not in line
    assert "riêng tư" not in line
    assert "ValueError" in line
    assert "\n" not in line.split("***")[0]
