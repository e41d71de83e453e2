"""The chain of single-use refresh tokens: renewed once, stored before it is used, mended by a person when it breaks."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import ManualClock
from bot.errors import StorageError
from bot.ports import RetryLater, Unusable
from bot.storage import Storage
from bot.zalo_oa import NAME
from bot.zalo_oa.client import Client
from bot.zalo_oa.failures import UnreachedError, ZaloError
from bot.zalo_oa.tokens import ChainBrokenError, Tokens, stored_chain
from tests.fakes.server import Cut, Stall
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, REFRESH_TOKEN, START, Fail, FakeZaloOA, Fault, Page
from tests.fakes.zalo_oa_app import running, soon
from tests.fakes.zalo_oa_line import OPERATOR, Broken, Line
from tests.fakes.zalo_oa_line import play as play_line

CLIENTS: list[Client] = []
"""Those of the scenario that is being played."""


def tokens_of(fake: FakeZaloOA, storage: Storage, clock: ManualClock, given: str | None = REFRESH_TOKEN) -> Tokens:
    """As a new process has them."""
    client = Client(fake.base_url, fake.base_url, seconds=0.5)
    CLIENTS.append(client)
    return Tokens(client, storage, clock, app_id=APP_ID, secret=APP_SECRET, given=given)


def play(scenario: Callable[[FakeZaloOA, ManualClock], Awaitable[None]]) -> None:
    async def run() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake:
            try:
                await scenario(fake, clock)
            finally:
                while CLIENTS:
                    await CLIENTS.pop().close()

    asyncio.run(run())


def stored_refresh(storage: Storage) -> str:
    chain = stored_chain(storage)
    assert chain is not None
    return chain.refresh


def test_a_token_is_used_until_an_hour_before_it_runs_out_also_by_the_next_process() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Storage(None)
        first = await tokens_of(fake, storage, clock).access()
        clock.advance(23 * 3600)
        later = tokens_of(fake, storage, clock)
        assert await later.access() == first
        assert later.renew_at == START + timedelta(hours=24)
        clock.advance(3600)
        assert await later.access() != first
        assert fake.refreshed == 2

    play(scenario)


def test_whoever_asks_at_the_same_time_gets_the_same_token() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        tokens = tokens_of(fake, Storage(None), clock)
        assert len(set(await asyncio.gather(*(tokens.access() for _ in range(9))))) == 1
        assert fake.refreshed == 1

    play(scenario)


def test_two_sends_at_the_moment_the_token_runs_out_renew_it_once() -> None:
    async def scenario(line: Line) -> None:
        await line.send("một")
        line.fake.forget_access()
        await asyncio.gather(line.send("hai"), line.send("ba"))
        assert len(line.fake.sent) == 3
        assert line.fake.refreshed == 2

    play_line(scenario)


def test_a_token_that_is_refused_twice_puts_the_send_off() -> None:
    async def scenario(line: Line) -> None:
        line.fake.fail("message", Fail(-216), Fail(-216))
        with pytest.raises(RetryLater):
            await line.send()
        assert line.fake.refreshed == 2

    play_line(scenario)


def test_a_pair_that_could_not_be_stored_is_not_used_before_it_is() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Broken(None)
        tokens = tokens_of(fake, storage, clock)

        def locked(call: str, phase: str, fields: object) -> None:
            storage.failures = int(phase == "after")

        fake.on_call = locked
        with pytest.raises(StorageError):
            await tokens.access()
        assert stored_refresh(storage) == REFRESH_TOKEN
        fake.on_call = lambda call, phase, fields: None
        access = await tokens.access()
        assert fake.refreshed == 1
        assert stored_refresh(storage) != REFRESH_TOKEN
        assert await tokens_of(fake, storage, clock).access() == access

    play(scenario)


def test_a_crash_between_the_answer_and_the_store_ends_in_one_clear_call(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Broken(tmp_path / "bot.db")

        def locked(call: str, phase: str, fields: object) -> None:
            storage.failures = int(phase == "after")

        fake.on_call = locked
        with pytest.raises(StorageError):
            await tokens_of(fake, storage, clock).access()
        storage.close()
        fake.on_call = lambda call, phase, fields: None
        # The process is gone, and with it the pair that the server has given.
        told = await broken_app(fake, tmp_path, clock)
        assert len(told) == 1
        assert "ZALO_OA_REFRESH_TOKEN" in told[0]
        assert "08:00 01/06/2026" in told[0]
        assert not [token for token in fake.tokens if token in told[0]]
        # Started once more, the same day: nothing new is said.
        async with running(fake, tmp_path, clock, operators=(OPERATOR,)):
            await fake.until(lambda: [call for call, _ in fake.calls].count("oauth") == 3)
        later = Storage(tmp_path / "bot.db")
        assert [letter.reply.text for letter in later.outbox.of_chat("web", "van-hanh")] == told
        later.close()

    play(scenario)


def told_to(app: App) -> list[str]:
    return [letter.reply.text for letter in app.storage.outbox.of_chat("web", "van-hanh")]


async def broken_app(fake: FakeZaloOA, folder: Path, clock: ManualClock) -> list[str]:
    """An application whose chain is broken: deliveries are written down; what its operators were told."""
    async with running(fake, folder, clock, operators=(OPERATOR,)) as app:
        await soon(lambda: bool(told_to(app)))
        assert await fake.deliver(fake.event("user_send_text", "u7", {"text": "có ai không"})) == 200
        assert app.storage.arrivals.open(NAME)
        return told_to(app)


def test_a_new_token_in_the_settings_mends_the_chain_and_what_came_meanwhile_is_answered(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock):
            await fake.until(lambda: fake.refreshed == 1)
        given = fake.allow_again()
        clock.advance(25 * 3600)
        await broken_app(fake, tmp_path, clock)
        async with running(fake, tmp_path, clock, zalo_oa_refresh_token=given):
            await fake.until(lambda: len(fake.sent) == 1)
            assert fake.sent.pop().text == "nghe: có ai không"
        # With the same setting the chain goes on; without one too.
        for setting in (given, None):
            async with running(fake, tmp_path, clock, zalo_oa_refresh_token=setting):
                await fake.says("còn đó không")
                await fake.until(lambda: len(fake.sent) > 0 and fake.sent.pop().text == "nghe: còn đó không")
        assert fake.refreshed == 2

    play(scenario)


@pytest.mark.parametrize("fault", [Page(502), Cut(after=False), Stall(after=False), Fail(-1), Page(403)])
def test_a_server_that_stumbles_is_asked_again(fault: Fault) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        tokens = tokens_of(fake, Storage(None), clock)
        fake.fail("oauth", fault)
        with pytest.raises(ZaloError):
            await tokens.access()
        assert await tokens.access()

    play(scenario)


def test_a_token_that_is_still_good_is_used_while_no_new_one_can_be_had() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        tokens = tokens_of(fake, Storage(None), clock)
        first = await tokens.access()
        clock.advance(24 * 3600 + 60)
        fake.fail("oauth", Page(502))
        assert [await tokens.access() for _ in range(3)] == [first] * 3
        assert len([call for call, _ in fake.calls if call == "oauth"]) == 2
        clock.advance(61)
        assert await tokens.access() != first

    play(scenario)


@pytest.mark.parametrize("fault", [Cut(after=True), Stall(after=True)])
def test_an_answer_that_got_lost_breaks_the_chain(fault: Fault) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        tokens = tokens_of(fake, Storage(None), clock)
        fake.fail("oauth", fault)
        with pytest.raises(ZaloError):
            await tokens.access()
        calls = len(fake.calls)
        for _ in range(3):
            with pytest.raises(ChainBrokenError):
                await tokens.access()
        # It is not tried again and again.
        assert len(fake.calls) == calls + 1

    play(scenario)


def test_who_stops_waiting_for_a_token_does_not_lose_it() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Storage(None)
        tokens = tokens_of(fake, storage, clock)
        waiting = asyncio.ensure_future(tokens.access())

        def stop(call: str, phase: str, fields: object) -> None:
            waiting.cancel()

        fake.on_call = stop
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await tokens.settle(5)
        assert stored_refresh(storage) != REFRESH_TOKEN

    play(scenario)


def test_a_chain_that_another_process_has_renewed_is_taken_over() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Storage(None)
        one, other = tokens_of(fake, storage, clock), tokens_of(fake, storage, clock)
        assert await one.access() == await other.access()
        clock.advance(24 * 3600 + 60)
        assert await one.access() == await other.access()
        assert fake.refreshed == 2

    play(scenario)


def test_the_running_channel_renews_in_time(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock):
            await fake.until(lambda: fake.refreshed == 1)
            await soon(lambda: fake.refreshed == 2, clock, seconds=3600)
            assert START + timedelta(hours=24) <= clock.now()

    play(scenario)


def test_a_wrong_token_in_the_settings_costs_no_chain_that_works(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        for number, given in enumerate((REFRESH_TOKEN, "mistyped", "mistyped", REFRESH_TOKEN), 1):
            async with running(fake, tmp_path, clock, operators=(OPERATOR,), zalo_oa_refresh_token=given) as app:
                await fake.says("còn đó không")
                await fake.until(lambda number=number: len(fake.sent) == number)  # type: ignore[misc]
                assert ["ZALO_OA_REFRESH_TOKEN" in text for text in told_to(app)] == [True] * min(number - 1, 2)
            clock.advance(25 * 3600)

    play(scenario)


def test_where_new_tokens_are_refused_too_no_more_are_used_up() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        tokens = tokens_of(fake, Storage(None), clock)
        access = await tokens.access()
        clock.advance(3600)
        access = await tokens.access(refused=access)
        assert fake.refreshed == 2
        for _ in range(4):
            with pytest.raises(UnreachedError):
                await tokens.access(refused=access)
            clock.advance(60)
        assert fake.refreshed == 2
        clock.advance(61)
        assert await tokens.access(refused=access) != access
        assert fake.refreshed == 3

    play(scenario)


def test_a_wrong_secret_is_told_to_the_operators_and_the_chain_goes_on_once_it_is_right(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        async with running(fake, tmp_path, clock, operators=(OPERATOR,), zalo_oa_app_secret="wrong") as app:
            await soon(lambda: bool(told_to(app)), clock, seconds=5)
            [text] = told_to(app)
            assert "zalo_oa" in text
            assert "ZALO_OA_APP_SECRET" in text
            asked = [call for call, _ in fake.calls if call == "oauth"]
            assert len(asked) < 20
        async with running(fake, tmp_path, clock):
            await fake.until(lambda: fake.refreshed == 1)

    play(scenario)


def test_a_chain_that_cannot_go_on_is_one_line(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        fake.allow_again()
        async with running(fake, tmp_path, clock) as app:
            [channel] = [one for one in app.channels if one.name == NAME]
            with pytest.raises(Unusable) as refusal:
                await channel.run(app.inbox)
            assert "\n" not in str(refusal.value)

    play(scenario)


def test_no_token_is_in_the_words_of_an_error_or_of_a_chain() -> None:
    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Storage(None)
        tokens = tokens_of(fake, storage, clock)
        await tokens.access()
        chain = stored_chain(storage)
        fake.allow_again()
        clock.advance(25 * 3600)
        with pytest.raises(ChainBrokenError) as broken:
            await tokens.access()
        words = f"{chain!r} {broken.value!r} {broken.value.__cause__!r}"
        assert not [token for token in fake.tokens if token in words]

    play(scenario)


def test_the_database_that_holds_the_chain_is_one_transaction(tmp_path: Path) -> None:
    """Another program that looks at any moment sees the old pair or the new one."""

    async def scenario(fake: FakeZaloOA, clock: ManualClock) -> None:
        storage = Storage(tmp_path / "bot.db")
        seen: list[str] = []

        def look(call: str, phase: str, fields: object) -> None:
            with sqlite3.connect(tmp_path / "bot.db") as other:
                seen.extend(row[0] for row in other.execute("SELECT value FROM channel_state"))
            other.close()

        fake.on_call = look
        await tokens_of(fake, storage, clock).access()
        assert len(seen) == 2
        assert all(f'"refresh": "{REFRESH_TOKEN}"' in one and '"in_use_since": "2026' in one for one in seen)
        chain = stored_chain(storage)
        assert chain is not None
        assert chain.in_use_since == ""
        storage.close()

    play(scenario)
