"""Zalo that is away, busy, broken or somebody else: what becomes of replies, of events, and of the channel."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock, SystemClock
from bot.files import Files
from bot.ports import Refused, RetryLater, Unsure, Unusable
from bot.storage import Storage
from bot.web.hooks import Delivery, Hook, Hooks, Speaks
from bot.zalo_bot.channel import ZaloBot
from bot.zalo_bot.events import event_id
from bot.zalo_bot.webhook import WATCH_SECONDS
from handlers.types import Address, FileRef, IncomingMessage, Reply
from tests.fakes.alone import Inbox, WatchedClock, an_hour_away, back_at_once_without_a_connection, keep_going
from tests.fakes.server import Cut, Stall
from tests.fakes.zalo_bot import SECRET, TOKEN, Answer, FakeZaloBot, Fault, texts
from tests.fakes.zalo_bot_app import PUBLIC, FastClock, running

TO = Address("zalo_bot", "u7", "u7")
HERE = Reply("đây")


class Doors(Hooks):
    """Hooks whose doors can be tried without a server."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.entered: dict[str, Hook] = {}

    def enter(self, name: str, hook: Hook, speaks: Speaks = lambda headers: False) -> None:
        self.entered[name] = hook
        super().enter(name, hook, speaks)


class Notebook(Inbox):
    """An inbox that knows what it has seen before."""

    def _keep(self, message: IncomingMessage) -> bool:
        return message.id not in {seen.id for seen in self.messages} and super()._keep(message)


def channel(base_url: str, clock: Clock | None = None, *, storage: Storage | None = None, **more: Any) -> ZaloBot:
    clock, storage = clock or SystemClock(), storage or Storage(None)
    given: dict[str, Any] = {"token": TOKEN, "chance": lambda: 1.0, "answer_seconds": 5.0, **more}
    return ZaloBot(
        given.pop("token"),
        base_url,
        clock=clock,
        storage=storage,
        files=Files(storage.path),
        hooks=Hooks(clock),
        **given,
    )


@asynccontextmanager
async def hooked(fake: FakeZaloBot, inbox: Inbox | None = None, **more: Any) -> AsyncIterator[ZaloBot]:
    """A channel that runs and polls nothing."""
    bot = channel(fake.base_url, public_url=PUBLIC, secret=SECRET, **more)
    task = asyncio.ensure_future(bot.run(inbox or Notebook()))
    await fake.until(lambda: fake.webhook is not None)
    try:
        yield bot
    finally:
        task.cancel()
        await asyncio.wait([task])


def sending(*faults: Fault, reply: Reply = HERE, times: int = 1, **more: Any) -> FakeZaloBot:
    """Send one reply through faults, so many times over. Raises what the last send raises."""

    async def play() -> FakeZaloBot:
        async with FakeZaloBot(errors_in_200=bool(more.pop("errors_in_200", False))) as fake:
            seconds = 0.5 if any(isinstance(fault, Stall) for fault in faults) else 5.0
            async with hooked(fake, answer_seconds=seconds, **more) as bot:
                fake.opened("u7")
                fake.fail("sendMessage", *faults)
                for left in reversed(range(times)):
                    try:
                        await bot.send(TO, reply, "k")
                    except RetryLater as error:
                        if not left:
                            error.add_note(str(len(fake.sent)))
                            raise
                    except Exception as error:
                        error.add_note(str(len(fake.sent)))
                        raise
            return fake

    return asyncio.run(play())


def test_a_send_that_works_arrives_once() -> None:
    assert texts(sending().sent) == ["đây"]


@pytest.mark.parametrize("errors_in_200", [False, True])
@pytest.mark.parametrize("code", [400, 403, 404])
def test_what_zalo_refuses_is_refused(code: int, errors_in_200: bool) -> None:
    with pytest.raises(Refused):
        sending(Answer(code, "no"), errors_in_200=errors_in_200)


@pytest.mark.parametrize("errors_in_200", [False, True])
def test_a_chat_that_it_has_not_seen_is_refused(errors_in_200: bool) -> None:
    async def play() -> list[str]:
        async with FakeZaloBot(errors_in_200=errors_in_200) as fake, hooked(fake) as bot:
            with pytest.raises(Refused):
                await bot.send(TO, Reply("đây"), "k")
            return fake.refusals

    assert asyncio.run(play()) == ["Forbidden"]


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (Answer(502, json=False), "0"),
        (Answer(500, "Internal Server Error"), "0"),
        (Answer(408, "Request timeout"), "0"),
        (Answer(200, json=False), "0"),
        (Cut(after=False), "0"),
        (Cut(after=True), "1"),
        (Stall(after=True), "1"),
        (Stall(after=False), "0"),
    ],
)
def test_what_may_have_arrived_is_left_in_doubt(fault: Fault, arrived: str) -> None:
    with pytest.raises(Unsure) as doubt:
        sending(fault)
    assert doubt.value.__notes__ == [arrived]


@pytest.mark.parametrize("code", [403, 404])
def test_the_page_of_a_gateway_refuses_nobody_for_good(code: int) -> None:
    with pytest.raises(RetryLater):
        sending(Answer(code, json=False))


def test_a_token_that_is_refused_now_keeps_the_reply() -> None:
    with pytest.raises(RetryLater):
        sending(Answer(401, "Unauthorized"))


def test_a_server_that_is_not_there_got_nothing() -> None:
    async def play() -> None:
        fake = FakeZaloBot()
        await fake.start()
        async with hooked(fake) as bot:
            await fake.stop()
            with pytest.raises(RetryLater):
                await bot.send(TO, Reply("đây"), "k")

    asyncio.run(play())


def test_too_much_is_answered_by_longer_and_longer_silence() -> None:
    pauses = []
    for times in (1, 2, 3):
        with pytest.raises(RetryLater) as later:
            sending(*[Answer(429, "Quota exceeded")] * times, times=times, errors_in_200=times == 2)
        assert later.value.__notes__ == ["0"]
        pauses.append(later.value.seconds)
    assert pauses == [60, 120, 240]


def test_what_takes_two_calls_is_taken_up_where_it_failed(tmp_path: Path) -> None:
    """Nothing of it is said twice."""
    storage = Storage(tmp_path / "bot.db")
    file = Files(storage.path).write(FileRef("báo cáo.docx", content=b"x"))
    reply = Reply("chữ " * 490, files=(file,))
    fake = sending(
        *(Answer(429, "Quota exceeded"), Answer(429, "Quota exceeded")), reply=reply, times=3, storage=storage
    )
    storage.close()
    assert len(fake.sent) == 2
    assert fake.sent[0].text == reply.text.strip()
    tried = [fields["text"] for method, fields in fake.calls if method == "sendMessage"]
    assert tried == [tried[0]] * 3 + [tried[-1]]

    storage = Storage(tmp_path / "other.db")
    reply = Reply(reply.text, files=(Files(storage.path).write(FileRef("b.docx", content=b"x")),))

    async def play() -> FakeZaloBot:
        async with FakeZaloBot() as fake, hooked(fake, storage=storage) as bot:
            fake.opened("u7")
            fake.trouble = lambda method, fields: (
                Answer(429, "Quota exceeded") if "/tep/" in fields.get("text", "") else None
            )
            with pytest.raises(RetryLater):
                await bot.send(TO, reply, "k")
            fake.trouble = lambda method, fields: None
            await bot.send(TO, reply, "k")
            return fake

    fake = asyncio.run(play())
    storage.close()
    assert len(fake.sent) == 2
    assert "/tep/" in fake.sent[1].text


def test_a_send_without_a_connection_goes_back_at_once() -> None:
    asyncio.run(back_at_once_without_a_connection(channel, TO))


@pytest.mark.parametrize("more", [{}, {"public_url": PUBLIC, "secret": SECRET}], ids=["polling", "webhook"])
def test_a_wrong_token_is_one_clear_line_without_the_token(more: dict[str, Any]) -> None:
    async def play() -> str:
        async with FakeZaloBot() as fake:
            with pytest.raises(Unusable) as refusal:
                await channel(fake.base_url, token="4711:wrong", **more).run(Notebook())
            assert len(fake.calls) == 1
        return str(refusal.value)

    line = asyncio.run(play())
    assert "ZALO_BOT_TOKEN" in line
    assert "wrong" not in line


@pytest.mark.parametrize("at_start", [True, False])
def test_an_hour_without_zalo_is_survived(at_start: bool) -> None:
    asyncio.run(an_hour_away(FakeZaloBot(), channel, Notebook(), at_start=at_start, most=300))


@pytest.mark.parametrize(
    "fault",
    [
        Answer(429, "Quota exceeded"),
        Answer(502, json=False),
        Answer(404, json=False),
        Answer(409, "Conflict"),
        Answer(200, json=False),
        Cut(after=False),
    ],
)
def test_polling_goes_on_after_any_trouble(fault: Fault) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake:
            fake.fail("getMe", *([] if isinstance(fault, Answer) and fault.code == 409 else [fault]))
            fake.fail("getUpdates", fault)
            clock, inbox = WatchedClock(), Notebook()
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
            advancing = asyncio.ensure_future(keep_going(clock))
            await fake.says("còn đó không?")
            async with asyncio.timeout(20):
                await inbox.came.wait()
            for task in (bot, advancing):
                task.cancel()
                await asyncio.wait([task])

    asyncio.run(play())


def test_the_poll_after_an_outage_is_short() -> None:
    """Until it is answered nothing is sent, and at night nobody may write for long."""

    async def play() -> None:
        async with FakeZaloBot() as fake:
            fake.fail("getUpdates", Answer(502, json=False))
            clock = WatchedClock()
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(Notebook()))
            advancing = asyncio.ensure_future(keep_going(clock))

            def polls() -> list[str]:
                return [asked["timeout"] for method, asked in fake.calls if method == "getUpdates"]

            await fake.until(lambda: len(polls()) == 3)
            assert [polls()[0], polls()[2]] == [polls()[0]] * 2
            assert polls()[1] == "1"
            for task in (bot, advancing):
                task.cancel()
                await asyncio.wait([task])

    asyncio.run(play())


def test_a_webhook_in_the_way_is_taken_down() -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake:
            fake.webhook = {"url": "https://elsewhere.example", "secret_token": "somebody-else"}
            clock, inbox = WatchedClock(), Notebook()
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
            advancing = asyncio.ensure_future(keep_going(clock))
            await fake.until(lambda: fake.webhook is None)
            await fake.says("một")
            async with asyncio.timeout(20):
                await inbox.came.wait()
            for task in (bot, advancing):
                task.cancel()
                await asyncio.wait([task])

    asyncio.run(play())


def test_a_webhook_that_zalo_does_not_take_is_replaced_by_polling(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with FakeZaloBot() as fake:
            fake.fail("setWebhook", Answer(400, "Bad Request"))
            async with running(fake, tmp_path, hooked=True):
                await fake.says("một")
                await fake.until(lambda: len(fake.sent) == 1)
            return texts(fake.sent)

    assert asyncio.run(play()) == ["nghe: một"]


@asynccontextmanager
async def watched(fake: FakeZaloBot) -> AsyncIterator[tuple[WatchedClock, asyncio.Task[None]]]:
    """A channel by webhook that has set it and rests: its clock, and its running."""
    clock = WatchedClock()
    bot = channel(fake.base_url, clock, public_url=PUBLIC, secret=SECRET)
    task = asyncio.ensure_future(bot.run(Notebook()))
    try:
        assert (await clock.waits.get()).total_seconds() == WATCH_SECONDS
        yield clock, task
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.mark.parametrize("there", [None, {"url": "https://elsewhere.example/", "secret_token": "somebody-else"}])
def test_a_webhook_that_was_removed_or_moved_is_set_again(
    there: dict[str, str] | None, caplog: pytest.LogCaptureFixture
) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, watched(fake) as (clock, _):
            ours = fake.webhook
            for looked in (1, 2):
                clock.advance(WATCH_SECONDS)
                assert (await clock.waits.get()).total_seconds() == WATCH_SECONDS
                assert (fake.times("getWebhookInfo"), fake.times("setWebhook")) == (looked, 1)
            fake.webhook = there
            clock.advance(WATCH_SECONDS)
            await clock.waits.get()
            assert fake.webhook == ours
            assert fake.times("setWebhook") == 2

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(play())
    assert sum("đặt lại" in record.getMessage() for record in caplog.records) == 1
    assert SECRET not in caplog.text


def test_by_webhook_too_a_token_that_is_taken_back_ends_the_channel() -> None:
    """Also where nobody writes and nothing is sent."""

    async def play() -> None:
        async with FakeZaloBot() as fake, watched(fake) as (clock, task):
            fake.token = "4711:another"
            clock.advance(WATCH_SECONDS)
            with pytest.raises(Unusable):
                await task

    asyncio.run(play())


@pytest.mark.parametrize(
    ("fault", "pauses"),
    [
        (Cut(after=False), [1.0]),
        (Answer(502, json=False), [1.0]),
        (Answer(500, "Internal Server Error"), [1.0]),
        (Answer(429, "Quota exceeded"), [1.0, 60.0]),
    ],
)
def test_a_look_at_the_webhook_that_fails_is_repeated_soon(fault: Fault, pauses: list[float]) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, watched(fake) as (clock, _):
            fake.fail("getWebhookInfo", fault)
            clock.advance(WATCH_SECONDS)
            for pause in [*pauses, WATCH_SECONDS]:
                rest = await clock.waits.get()
                assert rest.total_seconds() == pause
                clock.advance(pause)
            assert fake.times("setWebhook") == 1

    asyncio.run(play())


def test_between_the_beginnings_of_two_polls_is_a_second() -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake:
            clock, inbox = WatchedClock(), Notebook()
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
            for count in range(1, 4):
                await fake.says(f"tin {count}")
                assert await clock.waits.get() == timedelta(seconds=1)
                assert fake.times("getUpdates") == count
                assert fake.polls_open == 0
                clock.advance(1)
            await fake.until(lambda: fake.times("getUpdates") == 4)
            bot.cancel()
            await asyncio.wait([bot])

    asyncio.run(play())


def test_an_event_that_could_not_be_written_down_is_not_polled_away(tmp_path: Path) -> None:
    """While another program holds the database no further poll goes out: what it brought might be lost."""

    async def play() -> None:
        storage = Storage(tmp_path / "bot.db", busy_seconds=0.01)
        other = Storage(tmp_path / "bot.db")
        async with FakeZaloBot() as fake:
            clock, inbox = WatchedClock(), Notebook()
            bot = asyncio.ensure_future(channel(fake.base_url, clock, storage=storage).run(inbox))
            await fake.until(lambda: fake.polls_open == 1)
            with other.transaction():
                await fake.says("ghi giúp")
                for _ in range(3):
                    clock.advance((await clock.waits.get()).total_seconds())
                    assert fake.times("getUpdates") == 1
                await clock.waits.get()
            clock.advance(5)
            async with asyncio.timeout(20):
                await inbox.came.wait()
            assert [message.text for message in inbox.messages] == ["ghi giúp"]
            bot.cancel()
            await asyncio.wait([bot])
        storage.close()
        other.close()

    asyncio.run(play())


@pytest.mark.parametrize("is_hooked", [False, True])
def test_what_was_written_down_becomes_a_message_in_the_next_life(is_hooked: bool, tmp_path: Path) -> None:
    """The process ends between the journal of events and the message; nothing comes again by itself."""

    async def play() -> list[str]:
        async with FakeZaloBot() as fake:
            storage = Storage(tmp_path / "bot.db")
            inbox = Notebook(refusals=1000)
            clock = FastClock()
            more: dict[str, Any] = {"public_url": PUBLIC, "secret": SECRET} if is_hooked else {}
            bot = ZaloBot(
                *(TOKEN, fake.base_url),
                clock=clock,
                storage=storage,
                files=Files(storage.path),
                hooks=(doors := Doors(clock)),
                **more,
            )
            task = asyncio.ensure_future(bot.run(inbox))
            if is_hooked:
                await fake.until(lambda: fake.webhook is not None)
                hook = doors.entered["zalo_bot"]
                body = fake.event("text", text="một")
                headers = {"x-bot-api-secret-token": SECRET}
                for event in (body, body, fake.event("text", text="hai")):
                    assert await hook(Delivery(headers, json.dumps(event).encode())) == 200
            else:
                await fake.says("một")
                await fake.says("hai")
                await fake.until(lambda: fake.times("getUpdates") == 3)
            task.cancel()
            await asyncio.wait([task])
            assert len(storage.arrivals.open("zalo_bot")) == 2
            storage.close()
            async with running(fake, tmp_path, hooked=is_hooked) as app:
                await fake.until(lambda: len(fake.sent) == 2)
                assert app.storage.arrivals.open("zalo_bot") == []
            return texts(fake.sent)

    assert asyncio.run(play()) == ["nghe: một", "nghe: hai"]


def test_what_had_become_a_message_when_the_process_ended_is_answered_once(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with FakeZaloBot() as fake:
            async with running(fake, tmp_path, hooked=True) as app:
                event = await fake.says("một")
                await fake.until(lambda: len(fake.sent) == 1)
                id_ = event_id("u7", event["message"]["message_id"])
                with app.storage.transaction():
                    sql = "UPDATE arrivals SET body = ? WHERE id = ?"
                    assert app.storage.db.execute(sql, [json.dumps(event), id_]).rowcount == 1
            async with running(fake, tmp_path, hooked=True):
                await fake.says("hai")
                await fake.until(lambda: len(fake.sent) == 2)
            return texts(fake.sent)

    assert asyncio.run(play()) == ["nghe: một", "nghe: hai"]


def test_a_reply_in_doubt_is_marked_and_not_repeated(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True) as app:
            fake.fail("sendMessage", Cut(after=True))
            await fake.says("một")
            await fake.says("hai")
            await fake.until(lambda: len(fake.sent) == 2)
            await fake.says("ba")
            await fake.until(lambda: len(fake.sent) == 3)
            letters = app.storage.outbox.of_chat("zalo_bot", "u7")
            assert [letter.status for letter in letters][:2] == ["unknown", "sent"]

    asyncio.run(play())
