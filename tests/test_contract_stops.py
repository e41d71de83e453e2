"""What every channel promises while processes are killed, and while another channel is refused or goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.clock import RunningClock
from tests.contract.life import Life, living
from tests.contract.page_peer import PagePeer
from tests.contract.peer import Peer, ask
from tests.contract.peers import HOOKED, PEERS
from tests.contract.quiet import MARK
from tests.contract.service import serving
from tests.contract.telegram_peer import TelegramPeer
from tests.contract.waiting import until_so
from tests.contract.zalo_bot_peer import ZaloBotPeer
from tests.contract.zalo_oa_peer import ZaloOAPeer

WRONG = "4711:not-the-right-token"
OPERATOR = 9
BEFORE = f"{MARK}trước khi chết"
POLLING = ("telegram polling", "zalo_bot polling")


@pytest.mark.parametrize("names", [(*HOOKED, "web"), POLLING], ids=["webhooks and page", "polling"])
def test_a_killed_process_loses_nothing_that_was_acknowledged(names: Sequence[str], tmp_path: Path) -> None:
    async def play() -> None:
        clock = RunningClock()
        peers = [PEERS[name](clock) for name in names]
        async with living(tmp_path, peers, clock, pace=50.0) as life:
            await asyncio.gather(*(ask(peer, 1, "chào") for peer in peers))
            await asyncio.gather(*(peer.say(1, BEFORE) for peer in peers))
            if names == POLLING:
                # What is asked for is acknowledged by being handled.
                await asyncio.gather(*(_answered(peer, 2) for peer in peers))
            await life.kill()
            await life.start()
            await asyncio.gather(*(ask(peer, 1, "sau đó") for peer in peers))
            await life.quiet()
            for peer in peers:
                _nothing_lost(life, peer)

    asyncio.run(play())


async def _answered(peer: Peer, count: int) -> None:
    await peer.until(lambda: len(peer.heard(1)) >= count)


def _nothing_lost(life: Life, peer: Peer) -> None:
    """Three messages were written down and handled; each was answered once, or its answer is listed as unknown."""
    assert life.rows("SELECT status FROM updates WHERE channel = ?", peer.channel) == [("done",)] * 3
    fates = [fate for (fate,) in life.rows("SELECT status FROM outbox WHERE channel = ? ORDER BY id", peer.channel)]
    told = [heard.text for heard in peer.heard(1)]
    assert len(fates) == 3
    for text, fate in zip(("chào", BEFORE, "sau đó"), fates, strict=True):
        arrived = told.count(f"nghe: {text}")
        assert (fate, arrived) in (("sent", 1), ("unknown", 0), ("unknown", 1)), text


def _refused(victim: str, clock: RunningClock) -> Peer:
    match victim:
        case "telegram":
            return TelegramPeer(hooked=True, token=WRONG)
        case "zalo_bot":
            return ZaloBotPeer(hooked=True, token=WRONG)
    return ZaloOAPeer(clock.now, token="refresh-not-the-right-one")


@pytest.mark.parametrize("victim", ["telegram", "zalo_bot", "zalo_oa"])
def test_a_refused_channel_stops_no_other_and_the_operator_hears_of_it_elsewhere(victim: str, tmp_path: Path) -> None:
    async def play() -> None:
        clock = RunningClock()
        page = PagePeer()
        refused = _refused(victim, clock)
        others = [PEERS[name](clock) for name in HOOKED if not name.startswith(victim)]
        operators = (f"{page.channel}:{page.address(OPERATOR).user}",)
        running = [refused, *others, page]
        async with serving(
            tmp_path, peers=running, clock=clock, awaited=[*others, page], operators=operators
        ) as service:
            page.listen(OPERATOR)
            await page.until(lambda: len(page.heard(OPERATOR)) == 1)
            assert victim in page.heard(OPERATOR)[0].text
            assert WRONG not in page.heard(OPERATOR)[0].text
            for peer in (*others, page):
                [heard] = await ask(peer, 1, "còn đó không")
                assert heard.text == "nghe: còn đó không"
            assert service.statuses(refused.address(1)) == []

    asyncio.run(play())


@pytest.mark.parametrize("hooked", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize("victim", ["telegram", "zalo_bot"])
def test_a_token_that_is_taken_back_is_told_of_and_stops_no_other(victim: str, hooked: bool, tmp_path: Path) -> None:
    async def play() -> None:
        page, telegram, zalo = PagePeer(), TelegramPeer(hooked=hooked), ZaloBotPeer(hooked=hooked)
        operators = (f"{page.channel}:{page.address(OPERATOR).user}",)
        async with serving(tmp_path, peers=[page, telegram, zalo], operators=operators):
            page.listen(OPERATOR)
            dying, other = (telegram, zalo) if victim == "telegram" else (zalo, telegram)
            await ask(dying, 1, "chào")
            dying.fake.token = "another-one"
            # Whatever comes next is answered to a poll that is refused, or after one that ends. By webhook the answer
            # itself is refused, which is looked into.
            await dying.say(1, "còn đó không")
            await page.until(lambda: len(page.heard(OPERATOR)) == 1)
            assert victim in page.heard(OPERATOR)[0].text
            assert "dừng hẳn" in page.heard(OPERATOR)[0].text
            [heard] = await ask(other, 1, "chào")
            assert heard.text == "nghe: chào"

    asyncio.run(play())


@pytest.mark.parametrize("victim", ["telegram", "zalo_bot", "zalo_oa"])
def test_a_server_that_goes_away_stops_no_other_channel(victim: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with serving(tmp_path, *HOOKED, "web") as service:
            [gone] = [peer for peer in service.peers if peer.channel == victim]
            others = [peer for peer in service.peers if peer is not gone]
            await asyncio.gather(*(ask(peer, 1, "chào") for peer in service.peers))
            await gone.close()
            await gone.say(1, "có ai không")
            for number in range(5):
                answers = await asyncio.gather(*(ask(peer, 1, f"câu {number}") for peer in others))
                assert [one.text for [one] in answers] == [f"nghe: câu {number}"] * len(others)
            await gone.open()
            await gone.until(lambda: len(gone.heard(1)) == 2)
            assert gone.heard(1)[1].text == "nghe: có ai không"

    asyncio.run(play())


@pytest.mark.parametrize("name", POLLING)
def test_what_is_to_be_sent_while_a_server_is_away_waits_in_the_queue(name: str, tmp_path: Path) -> None:
    """Not on its way: a process that is killed then leaves nothing in doubt."""

    async def play() -> None:
        clock = RunningClock()
        async with serving(tmp_path, name, clock=clock) as service:
            [peer] = service.peers
            members = range(1, 9)
            for user in members:
                await ask(peer, user, "chào")
            await peer.close()
            await until_so(lambda: not service.up(peer.channel))
            for user in members:
                service.tell(peer.address(user), "đến hạn", f"k{user}")
            began = clock.now()

            def a_minute_without_any_on_its_way() -> bool:
                assert {service.statuses(peer.address(user))[-1] for user in members} == {"queued"}
                return clock.now() - began > timedelta(minutes=1)

            await until_so(a_minute_without_any_on_its_way)
            await peer.open()
            await peer.until(lambda: all(len(peer.heard(user)) == 2 for user in members))

    asyncio.run(play())


@pytest.mark.parametrize("victim", ["telegram", "zalo_bot", "zalo_oa"])
def test_a_server_that_stays_away_is_told_of_elsewhere_and_so_is_its_return(victim: str, tmp_path: Path) -> None:
    async def play() -> None:
        clock, page = RunningClock(), PagePeer()
        operators = (f"{page.channel}:{page.address(OPERATOR).user}",)
        peers = [PEERS[name](clock) for name in HOOKED]
        async with serving(tmp_path, peers=[*peers, page], clock=clock, operators=operators) as service:
            [gone] = [peer for peer in peers if peer.channel == victim]
            await ask(gone, 1, "chào")
            page.listen(OPERATOR)
            await gone.close()
            service.tell(gone.address(1), "đến hạn", "k")
            await _as_time_passes(clock, lambda: len(page.heard(OPERATOR)) > 0)
            assert f"Kênh {victim}:" in page.heard(OPERATOR)[0].text
            await gone.open()
            await _as_time_passes(clock, lambda: "trở lại" in page.heard(OPERATOR)[-1].text)
            await _as_time_passes(clock, lambda: len(gone.heard(1)) > 1)
            assert [heard.text for heard in gone.heard(1)][1:] == ["đến hạn"]

    asyncio.run(play())


async def _as_time_passes(clock: RunningClock, holds: Callable[[], bool]) -> None:
    """Minutes pass until something is so."""

    def so() -> bool:
        clock.leap(timedelta(seconds=5))
        return holds()

    await until_so(so)


def test_everybody_talks_at_once_and_hears_their_own_answers(tmp_path: Path) -> None:
    async def member(peer: Peer, user: int) -> list[str]:
        said = [f"{peer.channel} {user} câu {number}" for number in range(6)]
        for text in said:
            [heard] = await ask(peer, user, text)
            assert heard.text == f"nghe: {text}"
        return [heard.text for heard in peer.heard(user)]

    async def play() -> None:
        async with serving(tmp_path, *HOOKED, "web", "console") as service:
            talks = [member(peer, user) for peer in service.peers for user in range(1, 5)]
            heard = await asyncio.gather(*talks)
            assert all(len(texts) == 6 for texts in heard)

    asyncio.run(play())
