"""What every channel promises, tried on each way in over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.fit import units
from tests.contract.assistant import FILES, LONG, MENU, PICTURE
from tests.contract.peer import FaultKind, Peer, ask, choose
from tests.contract.peers import HOOKED, MESSENGERS, PEERS, with_fault
from tests.contract.service import Service, serving

EVERY = pytest.mark.parametrize("name", PEERS)
MESSENGER = pytest.mark.parametrize("name", MESSENGERS)
TEXTS = (
    "Ước gì ngày mồng 8 tháng 3 được nghỉ: ỹ, ặ, ộ, Đ",
    "🌸👩‍👩‍👧 40 nữ",
    "<b>x</b> & <script>alert(1)</script> &amp; ]]>",
    "*đậm* _nghiêng_ [chữ](http://vi-du.vn) `mã` ~x~ ||y|| # 1.",
    "\u202eبيان\u202c العربية עברית",
    "=cmd()|' /C calc'!A0",
    "một\nhai\n\nba",
)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"x" * 200


def play(
    service: AbstractAsyncContextManager[Service], scenario: Callable[[Service], Coroutine[Any, Any, None]]
) -> None:
    async def run() -> None:
        async with service as running:
            await scenario(running)

    asyncio.run(run())


def words(text: str) -> list[str]:
    return text.split()


@EVERY
def test_a_text_gets_one_answer_and_a_copy_of_it_none(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        [first] = await ask(peer, 1, "một")
        [second] = await ask(peer, 1, "hai")
        await peer.repeat()
        await service.restart()
        await peer.repeat()
        [third] = await ask(peer, 1, "ba")
        assert [heard.text for heard in (first, second, third)] == ["nghe: một", "nghe: hai", "nghe: ba"]
        assert len(peer.heard(1)) == 3

    play(serving(tmp_path, name), scenario)


@EVERY
def test_a_choice_is_picked(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        for choice in MENU[:2]:
            [menu] = await ask(peer, 1, "menu")
            assert menu.text.startswith("Kỳ nào?")
            [picked] = await choose(peer, 1, choice.label)
            assert picked.text == f"chọn: {choice.id.strip()}"

    play(serving(tmp_path, name), scenario)


@EVERY
def test_a_long_answer_comes_whole_and_in_order_within_the_limit(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        await peer.say(1, "dài")
        await peer.until(lambda: sum(len(words(one.text)) for one in peer.heard(1)) >= len(words(LONG)))
        parts = [heard.text for heard in peer.heard(1)]
        assert words(" ".join(parts)) == words(LONG)
        assert all(units(part) <= peer.limit for part in parts)
        assert len(parts) >= units(LONG) / peer.limit

    play(serving(tmp_path, name), scenario)


@EVERY
def test_what_is_written_arrives_as_it_is(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        for text in TEXTS:
            [heard] = await ask(peer, 1, text)
            assert heard.text == f"nghe: {text}"

    play(serving(tmp_path, name), scenario)


@EVERY
def test_files_arrive_and_their_addresses_open_until_they_run_out_or_are_taken_back(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers

        async def handed() -> list[str]:
            """The addresses of the files that come, once each was opened."""
            before = len(peer.heard(1))
            await peer.say(1, "tệp")
            await peer.until(lambda: sum(len(one.files) for one in peer.heard(1)[before:]) == len(FILES))
            files = [file for one in peer.heard(1)[before:] for file in one.files]
            assert {file.name: await peer.fetch(file, 1) for file in files} == FILES
            return [file.url for file in files if "/tep/" in file.url]

        first = await handed()
        files = [file for one in peer.heard(1) for file in one.files if file.url in first]
        with service.app.storage.transaction():
            service.app.storage.links.revoke(peer.address(2))
        assert all([await peer.fetch(file, 1) for file in files])
        with service.app.storage.transaction():
            service.app.storage.links.revoke(peer.address(1))
        assert [await peer.fetch(file, 1) for file in files] == [None] * len(files)
        second = await handed()
        files = [file for one in peer.heard(1) for file in one.files if file.url in second]
        service.clock.leap(timedelta(days=8))
        assert [await peer.fetch(file, 1) for file in files] == [None] * len(files)
        assert len(set(first + second)) == len(first + second)

    play(serving(tmp_path, name), scenario)


def test_a_file_of_the_page_is_its_own_visitors(tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        [heard] = await ask(peer, 1, "tệp")
        assert await peer.fetch(heard.files[0], 1) is not None
        assert await peer.fetch(heard.files[0], 2) is None

    play(serving(tmp_path, "web"), scenario)


@EVERY
def test_a_picture_is_stored_with_its_words(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        before = len(peer.heard(1))
        await peer.send_picture(1, PNG, "lễ phát động")
        await peer.until(lambda: len(peer.heard(1)) > before)
        assert peer.heard(1)[-1].text == "ảnh image/png đã nhận: lễ phát động"
        with service.app.storage.reading():
            session = service.app.storage.sessions.load(peer.address(1).session_key)
        assert (service.database.parent / session.data[PICTURE]).read_bytes() == PNG

    play(serving(tmp_path, name), scenario)


@pytest.mark.parametrize("name", with_fault("429"))
def test_what_is_too_much_arrives_later_and_once(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        await ask(peer, 1, "chào")
        peer.fault("429", "429")
        [heard] = await ask(peer, 1, "hai")
        [after] = await ask(peer, 1, "ba")
        assert [heard.text, after.text] == ["nghe: hai", "nghe: ba"]
        assert set(await service.settled(peer.address(1))) == {"sent"}

    play(serving(tmp_path, name), scenario)


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for kind in ("502", "cut before", "cut after") for name in with_fault(kind)],
)
def test_what_may_have_arrived_never_arrives_twice(name: str, kind: FaultKind, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        await ask(peer, 1, "chào")
        peer.fault(kind)
        await peer.say(1, "hai")
        [*_, fate] = await service.settled(peer.address(1), 2)
        await peer.say(1, "ba")
        await peer.until(lambda: "nghe: ba" in [heard.text for heard in peer.heard(1)])
        arrived = [heard.text for heard in peer.heard(1)].count("nghe: hai")
        if peer.copies:
            assert (fate, arrived) == ("sent", 1)
        else:
            assert (fate, arrived) == ("unknown", 1 if kind == "cut after" else 0)

    play(serving(tmp_path, name), scenario)


def test_what_is_never_answered_for_is_unknown_and_holds_up_nobody_else(tmp_path: Path) -> None:
    async def stalled(service: Service, peer: Peer) -> None:
        await ask(peer, 1, "chào")
        peer.fault("stall after")
        await peer.say(1, "hai")
        await peer.until(lambda: len(peer.heard(1)) == 2)
        [other] = await ask(peer, 2, "tôi cũng chào")
        assert other.text == "nghe: tôi cũng chào"
        assert await service.settled(peer.address(1), 2) == ["sent", "unknown"]
        await ask(peer, 1, "ba")
        assert [heard.text for heard in peer.heard(1)] == ["nghe: chào", "nghe: hai", "nghe: ba"]

    async def scenario(service: Service) -> None:
        await asyncio.gather(*(stalled(service, peer) for peer in service.peers))

    play(serving(tmp_path, *HOOKED), scenario)


@MESSENGER
def test_a_server_that_was_away_gets_what_waited_once(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        await ask(peer, 1, "chào")
        await peer.close()
        service.tell(peer.address(1), "nhắc", "nhac:1")
        await service.tried(peer.address(1))
        await peer.open()
        # Where it is asked for what comes, an answer to that shows that it is back.
        await ask(peer, 2, "có ai không")
        await peer.until(lambda: len(peer.heard(1)) == 2)
        [after] = await ask(peer, 1, "tiếp")
        assert [heard.text for heard in peer.heard(1)] == ["nghe: chào", "nhắc", after.text]

    play(serving(tmp_path, name), scenario)


@MESSENGER
def test_who_wants_no_more_of_it_is_noticed_and_not_tried_again(name: str, tmp_path: Path) -> None:
    async def scenario(service: Service) -> None:
        [peer] = service.peers
        await ask(peer, 1, "chào")
        peer.block(1)
        service.tell(peer.address(1), "nhắc", "nhac:1")
        # An Official Account may write to them again once they have come back and written.
        fate = "waits" if name == "zalo_oa" else "failed"
        assert await service.settled(peer.address(1), 2) == ["sent", fate]
        [other] = await ask(peer, 2, "chào")
        assert other.text == "nghe: chào"
        assert len(peer.heard(1)) == 1

    play(serving(tmp_path, name), scenario)
