"""The 48 hours: outside them nothing is sent, and what waits is shown at the member's next message, once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import ManualClock
from bot.committing import apply
from bot.ports import PutOff, RetryLater
from bot.storage import Storage
from bot.zalo_oa import NAME
from bot.zalo_oa.window import Window
from handlers.types import Address, Choice, Record, Reply, Send, Unlink
from tests.fakes.zalo_oa import START, Fail, FakeZaloOA
from tests.fakes.zalo_oa_app import MANY, running, settled, soon, tell, waiting
from tests.fakes.zalo_oa_line import OPERATOR, TO, Line
from tests.fakes.zalo_oa_line import play as play_line
from tests.world import UNITS, person_records, store, unit_record

TWO_DAYS = 48 * 3600
DONE = (Choice("nop:x:1", "Đã nộp"),)


def play(scenario: Callable[[FakeZaloOA, ManualClock], Awaitable[None]]) -> None:
    async def run() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake:
            await scenario(fake, clock)
        assert fake.refusals == []

    asyncio.run(run())


async def texts(fake: FakeZaloOA, count: int) -> list[str]:
    await fake.until(lambda: len(fake.sent) >= count)
    return [sent.text for sent in fake.sent]


def test_within_48_hours_a_reminder_is_sent_and_later_it_waits_for_the_next_message(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock) as app:
            await fake.says("chào")
            await texts(fake, 1)
            clock.advance(47 * 3600)
            tell(app, "u7", "nhắc một", "nhac:1")
            assert (await texts(fake, 2))[1] == "nhắc một"
            clock.advance(3600)
            tell(app, "u7", "nhắc hai", "nhac:2", DONE)
            tell(app, "u7", "nhắc ba", "nhac:3")
            assert [await settled(app, "u7", key) for key in ("nhac:2", "nhac:3")] == ["waits", "waits"]
            assert len(fake.sent) == 2
            assert waiting(app.storage, clock.now()) == (2, 1)
            clock.advance(86400)
            await fake.says("tôi đây")
            said = await texts(fake, 5)
            assert said[2:] == [
                "Tin ngày 03/06/2026, lúc đó chưa gửi được cho anh/chị:\nnhắc hai",
                "Tin ngày 03/06/2026, lúc đó chưa gửi được cho anh/chị:\nnhắc ba",
                "nghe: tôi đây",
            ]
            assert fake.sent[2].titles == ["Đã nộp"]
            await fake.taps(fake.sent[2], 0)
            assert (await texts(fake, 6))[5] == "cũ nop:x:1"
            assert waiting(app.storage, clock.now()) == (0, 0)

    play(scenario)


def test_what_waits_is_shown_once_also_after_restarts(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock):
            await fake.says("chào")
            await texts(fake, 1)
        clock.advance(TWO_DAYS)
        async with running(fake, tmp_path, clock) as app:
            tell(app, "u7", "nhắc", "nhac:1")
            await settled(app, "u7", "nhac:1")
        clock.advance(3600)
        async with running(fake, tmp_path, clock) as app:
            assert waiting(app.storage, clock.now()) == (1, 1)
            event = await fake.says("một")
            await texts(fake, 3)
            # Zalo delivers it again.
            await fake.deliver(event)
        async with running(fake, tmp_path, clock):
            await fake.says("hai")
            said = await texts(fake, 4)
        assert [text.splitlines()[-1] for text in said] == ["nghe: chào", "nhắc", "nghe: một", "nghe: hai"]

    play(scenario)


def queue(storage: Storage, key: str, text: str = "nhắc", *, until: datetime | None = None) -> None:
    with storage.transaction():
        storage.outbox.add(Send(TO, Reply(text), key, at=START, until=until), START)


def held(storage: Storage, *keys: str) -> Window:
    """A window that is closed, with letters that wait for it."""
    window = Window(storage)
    for key in keys:
        queue(storage, key)
        window.wait(TO, Reply("nhắc"), key, START)
    return window


def test_a_stop_between_showing_and_answering_shows_nothing_twice() -> None:
    storage = Storage(None)
    window = held(storage, "nhac:1")
    now = START + timedelta(days=3)
    assert window.heard("u7", now, now) == 1
    assert window.heard("u7", now, now) == 0
    letters = [one for one in storage.outbox.of_chat(NAME, "u7") if one.status == "queued"]
    assert [(one.key, one.due_at, one.scheduled) for one in letters] == [("nhac:1", now, False)]
    assert window.dated(letters[0].reply, "nhac:1").text.splitlines()[-1] == "nhắc"
    storage.close()


def test_what_waits_once_more_while_its_message_is_handled_again_is_not_lost() -> None:
    storage = Storage(None)
    window = held(storage, "tb:1")
    now = START + timedelta(days=3)
    assert window.heard("u7", now, now) == 1
    [letter] = storage.outbox.of_chat(NAME, "u7")
    with storage.transaction():
        storage.outbox.claim(letter)
    # The server has seen the window closed.
    window.wait(TO, letter.reply, letter.key, now)
    with storage.transaction():
        storage.outbox.put_back(letter, now, "waits")
    assert window.waiting(now) == ["u7"]
    assert window.heard("u7", now, now) == 1
    assert [(one.key, one.status) for one in storage.outbox.of_chat(NAME, "u7")] == [("tb:1", "queued")]
    storage.close()


def test_a_reminder_that_waits_is_dropped_at_the_end_of_its_day() -> None:
    storage = Storage(None)
    window = Window(storage)
    for day in range(30):
        now = START + timedelta(days=day)
        queue(storage, f"nhac:{day}", until=now + timedelta(hours=9))
        window.wait(TO, Reply("nhắc"), f"nhac:{day}", now)
        with storage.transaction():
            storage.outbox.expire_all(now + timedelta(hours=4))
        assert window.waiting(now) == ["u7"]
    assert window.heard("u7", now, now) == 1
    storage.close()


@pytest.mark.parametrize("code", [-230, -232])
def test_the_server_may_see_the_window_closed_before_we_do(code: int, tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock) as app:
            fake.fail("message", Fail(code))
            await fake.says("một")
            await soon(lambda: waiting(app.storage, clock.now()) == (1, 1))
            # It waits once more, and is dated once.
            fake.fail("message", Fail(code))
            await fake.says("hai")
            await texts(fake, 1)
            assert waiting(app.storage, clock.now()) == (1, 1)
            await fake.says("ba")
            said = await texts(fake, 3)
            assert [text.splitlines()[-1] for text in said] == ["nghe: hai", "nghe: một", "nghe: ba"]
            assert said[1].count("chưa gửi được") == 1

    play(scenario)


def test_of_a_reply_that_was_cut_short_only_the_rest_waits(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock) as app:
            fake.fail("file", Fail(-230))
            await fake.says("tệp a.pdf")
            await soon(lambda: waiting(app.storage, clock.now()) == (1, 1))
            await fake.says("tiếp")
            await texts(fake, 4)
            files = [(sent.file or ("", ""))[1] for sent in fake.sent]
            assert files == ["", "", "a.pdf", ""]
            assert [sent.text for sent in fake.sent].count("Đây ạ.") == 1

    play(scenario)


def test_a_long_letter_waits_whole_and_in_its_order(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        long = "\n\n".join(f"đoạn {number} " + "dài " * 150 for number in range(9))
        async with running(fake, tmp_path, clock) as app:
            tell(app, "u7", long, "nhac:1", DONE)
            await soon(lambda: waiting(app.storage, clock.now())[0] == 1)
            await fake.says("chào")
            await fake.until(lambda: fake.sent[-1:] != [] and fake.sent[-1].text == "nghe: chào")
            whole = "\n".join(sent.text for sent in fake.sent)
            places = [whole.index(f"đoạn {number} ") for number in range(9)]
            assert places == sorted(places)
            assert [bool(sent.buttons) for sent in fake.sent].count(True) == 1

    play(scenario)


def test_a_number_picks_nothing_that_was_not_shown(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock) as app:
            tell(app, "u7", "Xã nào?", "nhac:1", MANY)
            await settled(app, "u7", "nhac:1")
            await fake.says("3")
            said = await texts(fake, 2)
            assert said[1] == "nghe: 3"

    play(scenario)


def test_a_long_letter_that_waits_is_taken_back_whole() -> None:
    storage = Storage(None)
    queue(storage, "nhac:1")
    [letter] = storage.outbox.of_chat(NAME, "u7")
    with storage.transaction():
        storage.outbox.split(letter, [Reply("một"), Reply("hai")])
    Window(storage).wait(TO, Reply("một"), "nhac:1", START)
    assert Window(storage).waiting(START) == ["u7"]
    with storage.transaction():
        assert storage.ledger.withdraw([(NAME, "nhac:1")]) == 1
    assert storage.outbox.of_chat(NAME, "u7") == []
    storage.close()


def test_the_operators_hear_where_nobody_is_reached_and_again_when_that_changes(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        def told(app: App) -> list[str]:
            return [letter.reply.text for letter in app.storage.outbox.of_chat("web", "van-hanh")]

        async def days(count: int) -> None:
            end = clock.now() + timedelta(days=count)
            await soon(lambda: clock.now() >= end, clock, seconds=600)

        async with running(fake, tmp_path, clock, operators=(OPERATOR,)) as app:
            store(app.storage, [unit_record(UNITS[2])])
            store(app.storage, person_records("u7", [(UNITS[2].id, "secretary")], START.date(), channel=NAME))
            for number, user in enumerate(("u7", "u7", "u8")):
                tell(app, user, "nhắc", f"nhac:{number}")
                await settled(app, user, f"nhac:{number}")
            assert told(app) == []
            # It is 8:00 in Vietnam; from 16:00 on they are told.
            await soon(lambda: bool(told(app)), clock, seconds=600)
            assert "3 tin cho 2 người" in told(app)[0]
            assert f"Ở: {UNITS[2].name} (thư ký)." in told(app)[0]
        async with running(fake, tmp_path, clock, operators=(OPERATOR,)) as app:
            await days(3)
            tell(app, "u8", "nhắc nữa", "nhac:4")
            await days(2)
            assert len(told(app)) == 1
            tell(app, "u9", "nhắc", "nhac:5")
            await days(2)
            assert len(told(app)) == 2
            assert "5 tin cho 3 người" in told(app)[1]

    play(scenario)


def test_what_waits_goes_with_the_conversation() -> None:
    storage = Storage(None)
    window = held(storage, "nhac:1")
    now = START + timedelta(days=2)
    window.heard("u7", now, now)
    # What has come out once and waits again is no letter any more, and goes too.
    window.wait(TO, Reply("nhắc"), "nhac:1", now)
    rows = {"channel": NAME, "user": "u7", "chat": "u7", "person": "p"}
    store(storage, [Record("people", {"id": "p", "name": "Thư ký xã A"}), Record("contacts", rows)])
    with storage.transaction():
        apply(storage, [Unlink(Address(NAME, "u7", "u7"))], now)
    assert window.waiting(now) == []
    storage.close()


def test_who_has_left_gets_what_waits_when_they_have_come_back_and_written(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock) as app:
            await fake.says("chào")
            await texts(fake, 1)
            clock.advance(60)
            await fake.leaves()
            await soon(lambda: not app.storage.arrivals.open(NAME))
            tell(app, "u7", "họp", "tb:1")
            assert await settled(app, "u7", "tb:1") == "waits"
            clock.advance(60)
            await fake.joins()
            await soon(lambda: not app.storage.arrivals.open(NAME))
            assert waiting(app.storage, clock.now()) == (1, 1)
            clock.advance(60)
            await fake.says("tôi đây")
            assert [text.splitlines()[-1] for text in await texts(fake, 3)] == ["nghe: chào", "họp", "nghe: tôi đây"]

    play(scenario)


def test_what_comes_late_does_not_undo_what_a_member_has_done_since() -> None:
    storage = Storage(None)
    window, hour = Window(storage), timedelta(hours=1)
    now = START + 9 * hour
    window.heard("u7", START, now)
    window.left("u7", START + hour, now)
    assert not window.is_open("u7", now)
    window.follows("u7", START + 2 * hour, now)
    assert window.is_open("u7", now)
    # Delivered again, or late.
    window.left("u7", START + hour, now)
    assert window.is_open("u7", now)
    window.left("u7", START + 4 * hour, now)
    window.follows("u7", START + 3 * hour, now)
    window.heard("u7", START + 3 * hour, now)
    assert not window.is_open("u7", now)
    window.heard("u7", START + 5 * hour, now)
    assert window.is_open("u7", now)
    storage.close()


def test_when_somebody_wrote_is_forgotten_once_it_matters_no_more() -> None:
    storage = Storage(None)
    window = Window(storage)
    window.heard("u7", START, START)
    window.left("u8", START, START)
    for days, names in ((1, 2), (3, 1), (29, 1), (31, 0)):
        window.tidy(START + timedelta(days=days))
        assert len(storage.usage.names(NAME, "")) == names
    storage.close()


def test_nobody_who_never_wrote_is_written_to() -> None:
    storage = Storage(None)
    window = Window(storage)
    assert not window.is_open("u7", START)
    window.heard("u7", START, START)
    assert window.is_open("u7", START + timedelta(hours=47))
    assert not window.is_open("u7", START + timedelta(hours=48))
    # An older message that comes late closes nothing.
    window.heard("u7", START - timedelta(hours=2), START)
    assert window.is_open("u7", START + timedelta(hours=47))
    storage.close()


def test_who_writes_while_the_server_says_that_it_is_too_late_gets_it_at_once() -> None:
    async def scenario(line: Line) -> None:
        line.clock.advance(60)

        def writes(call: str, phase: str, fields: object) -> None:
            if (call, phase) == ("message", "before"):
                Window(line.storage).heard("u7", line.clock.now(), line.clock.now())

        line.fake.on_call = writes
        line.fake.fail("message", Fail(-230))
        with pytest.raises(RetryLater) as later:
            await line.send()
        assert not isinstance(later.value, PutOff)
        assert later.value.seconds == 0.0
        assert Window(line.storage).waiting(line.clock.now()) == []

    play_line(scenario)
