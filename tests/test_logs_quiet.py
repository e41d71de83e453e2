"""No log holds a token, a secret or a member's words: the watch over all tests, and the worst that can be typed."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import pytest

from tests.contract.assistant import FAILING
from tests.contract.clock import RunningClock
from tests.contract.peer import Peer, ask
from tests.contract.peers import HOOKED, PEERS
from tests.contract.quiet import MARK, SECRETS, Watch, betrayed, quietly
from tests.contract.service import Service, serving

WORD = f"{MARK}vụ việc của chị B"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"x" * 200


def record(
    message: str, *args: object, name: str = "bot.pump", error: BaseException | None = None
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)


@pytest.mark.parametrize("secret", [*sorted(SECRETS), WORD, "access-7-For-Tests", "refresh-12-For-Tests"])
def test_what_is_betrayed_is_found_wherever_it_stands(secret: str) -> None:
    watch = Watch()
    for args in ((secret,), (f"https://x/bot{secret}/sendMessage",), ({"text": secret},)):
        watch.note(record("gửi không được: %s", *args))
    watch.note(record(f"gửi không được: {secret}", name="uvicorn.error"))
    assert len(betrayed(watch.take())) == 4


def test_what_betrays_nothing_is_let_through() -> None:
    watch = Watch()
    watch.note(record("%s: letter %d failed after %d tries", "zalo_bot", 7, 1))
    watch.note(record("%d", "not a number"))
    assert len(lines := watch.take()) == 2
    assert betrayed(lines) == []


def test_errors_are_looked_at_as_they_are_written() -> None:
    watch = Watch()
    try:
        raise RuntimeError(WORD)
    except RuntimeError:
        watch.note(record("hỏng", error=sys.exc_info()[1]))
    [line] = watch.take()
    assert "RuntimeError at test_logs_quiet.py" in line
    assert betrayed([line]) == []


def test_records_of_every_logger_of_ours_are_seen() -> None:
    watch = Watch()
    with watch.watching():
        for name in ("bot.một", "handlers.hai", "knowledge.ba", "httpx"):
            logging.getLogger(name).warning("có việc")
    assert watch.seen == 4


@pytest.mark.parametrize(
    ("title", "written", "outcome"),
    [
        ("Captured stderr call", f"INFO {WORD}\n", "failed"),
        ("Captured stderr setup", f"một\nhttps://x/bot{min(SECRETS)}/getMe", "failed"),
        ("Captured stderr call", "Kênh telegram: đang chạy\n", "passed"),
        ("Captured stdout call", f"{WORD}\n", "passed"),
    ],
)
def test_a_process_that_writes_what_it_may_not_fails_the_test(title: str, written: str, outcome: str) -> None:
    report = pytest.TestReport("a", ("a.py", 1, "a"), {}, "passed", None, "call", [(title, written)])
    assert quietly(report).outcome == outcome


async def _worst(service: Service, peer: Peer, text: str) -> None:
    """Things that fail while somebody tells of what must not be told."""
    await ask(peer, 1, text)
    [sorry] = await ask(peer, 1, f"{FAILING}{text}")
    assert sorry.text.startswith("Xin lỗi")
    before = len(peer.heard(1))
    await peer.send_picture(1, PNG, text)
    await peer.send_picture(1, b"not a picture", text)
    await peer.until(lambda: len(peer.heard(1)) == before + 2)
    for kind in sorted(peer.faults - {"stall after"}):
        peer.fault(kind)
        await peer.say(1, f"{text} {kind}")
        await service.settled(peer.address(1))
    await ask(peer, 2, text)


@pytest.mark.parametrize("names", [(*HOOKED, "web", "console"), ("telegram polling", "zalo_bot polling")])
def test_words_that_make_everything_fail_are_in_no_log(
    names: tuple[str, ...], tmp_path: Path, log_watch: Watch
) -> None:
    before = log_watch.seen

    async def play() -> None:
        async with serving(tmp_path, *names) as service:
            await asyncio.gather(*(_worst(service, peer, WORD) for peer in service.peers))

    asyncio.run(play())
    assert log_watch.seen > before + 10
    secrets = {secret for name in names for secret in PEERS[name](RunningClock()).secrets}
    assert secrets <= SECRETS
