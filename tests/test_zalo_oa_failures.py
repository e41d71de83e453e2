"""Zalo that is away, busy, broken, or that says no: what becomes of replies."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.ports import PutOff, Refused, RetryLater, Unsure
from bot.zalo_oa import NAME
from bot.zalo_oa.client import Client
from bot.zalo_oa.window import Window
from tests.fakes.server import Cut, Stall
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, REFRESH_TOKEN, START, Fail, FakeZaloOA, Fault, Page
from tests.fakes.zalo_oa_app import running, soon
from tests.fakes.zalo_oa_line import Broken, Line, play


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [(Fail(-32), 30), (Page(429), 30), (Page(404), 10), (Page(403), 10), (Fail(-320), 3600), (Fail(-321), 3600)],
)
def test_what_surely_was_not_sent_is_sent_later(fault: Fault, seconds: float) -> None:
    async def scenario(line: Line) -> None:
        line.fake.fail("message", fault)
        with pytest.raises(RetryLater) as later:
            await line.send()
        assert later.value.seconds == seconds
        assert line.fake.sent == []
        await line.send()
        assert [sent.text for sent in line.fake.sent] == ["đây"]

    play(scenario)


def test_a_spent_quota_waits_for_tomorrow_and_the_operators_are_told_once_a_day() -> None:
    async def scenario(line: Line) -> None:
        line.fake.fail("message", Fail(-211), Fail(-211), Fail(-321))
        for _ in range(2):
            with pytest.raises(RetryLater) as later:
                await line.send()
        # It is 8:00 in Vietnam.
        assert later.value.seconds == timedelta(hours=16, minutes=1).total_seconds()
        assert len(line.told()) == 1
        assert "-211" in line.told()[0]
        with pytest.raises(RetryLater):
            await line.send()
        assert "-321" in line.told()[1]

    play(scenario)


@pytest.mark.parametrize("code", [-201, -999, 12345])
def test_what_can_never_be_sent_is_refused_with_the_number_alone(code: int) -> None:
    async def scenario(line: Line) -> None:
        line.fake.fail("message", Fail(code))
        with pytest.raises(Refused) as refusal:
            await line.send()
        assert str(refusal.value) == f"error {code}"

    play(scenario)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (Page(502), 0),
        (Page(200), 0),
        (Cut(after=False), 0),
        (Cut(after=True), 1),
        (Stall(after=True), 1),
        (Stall(after=False), 0),
    ],
)
def test_what_may_have_arrived_is_left_in_doubt(fault: Fault, arrived: int) -> None:
    async def scenario(line: Line) -> None:
        line.fake.fail("message", fault)
        with pytest.raises(Unsure):
            await line.send()
        assert len(line.fake.sent) == arrived

    play(scenario, seconds=0.5 if isinstance(fault, Stall) else 5.0)


def test_servers_that_are_not_there_got_nothing() -> None:
    async def scenario(line: Line) -> None:
        await line.fake.stop()
        with pytest.raises(RetryLater):
            await line.send("a")
        await line.fake.start()
        await line.send("a")
        await line.fake.stop()
        with pytest.raises(RetryLater):
            await line.send("b")
        await line.fake.start()

    play(scenario)


def test_somebody_who_has_left_is_not_written_to() -> None:
    async def scenario(line: Line) -> None:
        Window(line.storage).left("u7", START + timedelta(minutes=1), START + timedelta(minutes=1))
        line.queue()
        with pytest.raises(PutOff):
            await line.send()
        assert line.fake.calls == []
        assert Window(line.storage).waiting(START) == ["u7"]

    play(scenario)


def test_somebody_of_whom_zalo_says_that_they_have_left_is_tried_no_more_until_they_write() -> None:
    async def scenario(line: Line) -> None:
        line.queue("a")
        line.fake.fail("message", Fail(-213))
        with pytest.raises(PutOff):
            await line.send("a")
        line.queue("b")
        with pytest.raises(PutOff):
            await line.send("b")
        assert [call for call, _ in line.fake.calls].count("message") == 1
        assert Window(line.storage).waiting(START) == ["u7", "u7"]
        # Zalo's clock is a little behind ours.
        Window(line.storage).heard("u7", START + timedelta(seconds=1), START + timedelta(minutes=1))
        await line.send("a")
        assert len(line.fake.sent) == 1

    play(scenario)


def test_a_database_that_is_away_puts_a_send_off_before_anything_leaves() -> None:
    storage = Broken(None)

    async def scenario(line: Line) -> None:
        storage.failures = 1
        with pytest.raises(RetryLater):
            await line.send()
        assert line.fake.calls == []
        await line.send()
        assert len(line.fake.sent) == 1
        line.clock.advance(49 * 3600)
        storage.failures = 1
        with pytest.raises(RetryLater):
            await line.send("muộn")
        assert Window(storage).waiting(line.clock.now()) == []

    play(scenario, storage)


def test_a_send_that_is_stopped_before_it_left_is_queued_again() -> None:
    async def scenario(line: Line) -> None:
        line.fake.fail("oauth", Stall(after=False))
        sending = asyncio.ensure_future(line.send())
        await line.fake.until(lambda: len(line.fake.calls) == 1)
        sending.cancel()
        with pytest.raises(RetryLater):
            await sending

    play(scenario)


def test_a_reply_in_doubt_is_marked_and_not_repeated(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake, running(fake, tmp_path, clock) as app:
            fake.fail("message", Cut(after=True))
            await fake.says("một")
            await fake.says("hai")
            await fake.until(lambda: len(fake.sent) == 2)
            await soon(lambda: [one.status for one in app.storage.outbox.of_chat(NAME, "u7")] == ["unknown", "sent"])
            assert [sent.text for sent in fake.sent] == ["nghe: một", "nghe: hai"]

    asyncio.run(scenario())


def test_the_fake_refuses_what_the_real_one_refuses() -> None:
    async def scenario(line: Line) -> None:
        client = Client(line.fake.base_url, line.fake.base_url)
        answer = await client.renew(APP_ID, APP_SECRET, REFRESH_TOKEN)
        headers = {"access_token": str(answer["access_token"])}
        good = {"recipient": {"user_id": "u7"}, "message": {"text": "a"}}
        button = {"title": "a", "type": "oa.query.hide", "payload": "#a"}

        def bad(message: object, user: str = "u7", **more: object) -> dict[str, object]:
            return {"recipient": {"user_id": user}, "message": message, **more}

        def buttons(*rows: object) -> dict[str, object]:
            return bad({"text": "a", "attachment": {"type": "template", "payload": {"buttons": list(rows)}}})

        async def code(body: object, given: dict[str, str] = headers) -> int:
            response = await client.http.post(f"{line.fake.base_url}/v3.0/oa/message/cs", json=body, headers=given)
            return int(response.json()["error"])

        assert await code(good) == 0
        assert await code(buttons(*[button] * 5)) == 0
        wrong = [
            bad({"text": "a"}, more=1),
            bad({"text": "a", "parse_mode": "html"}),
            bad({"text": "🌸" * 1001}),
            bad({"text": " "}),
            bad({"text": "a"}, user="u-unknown"),
            buttons(*[button] * 6),
            buttons({**button, "title": "x" * 101}),
            buttons({**button, "image": "x"}),
            bad({"attachment": {"type": "file", "payload": {"token": "file-99"}}}),
        ]
        assert [await code(body) for body in wrong] == [-201] * len(wrong)
        assert await code(good, {"Authorization": f"Bearer {headers['access_token']}"}) == -201
        assert await code(good, {"access_token": "x"}) == -216
        for name, content in (("a.xlsx", b"PK"), ("a.pdf", b"PK"), ("a.pdf", b"%PDF-" + b"x" * 5 * 2**20)):
            response = await client.http.post(
                f"{line.fake.base_url}/v2.0/oa/upload/file", files={"file": (name, content)}, headers=headers
            )
            assert response.json()["error"] < 0
        line.fake.refusals.clear()
        line.clock.advance(24 * 3600)
        assert await code(good) == 0
        line.clock.advance(2 * 3600)
        assert await code(good) == -216
        await client.close()

    play(scenario)
