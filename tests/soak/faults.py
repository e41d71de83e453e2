"""What goes wrong on the wires, decided by a seed; the ledger learns what became of each send."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from tests.contract.page_peer import PagePeer
from tests.contract.telegram_peer import TelegramPeer
from tests.contract.zalo_bot_peer import ZaloBotPeer
from tests.fakes import telegram, zalo_bot
from tests.soak.ledger import Ledger

SEND = "sendMessage"
TELEGRAM: tuple[tuple[telegram.Fault | None, float], ...] = (
    (None, 95.0),
    (telegram.Answer(429, "Too Many Requests: retry after 1", {"retry_after": 1}), 1.0),
    (telegram.Answer(502, json=False), 1.0),
    (telegram.Cut(after=False), 1.0),
    (telegram.Cut(after=True), 1.0),
    (telegram.Stall(after=False), 0.5),
    (telegram.Stall(after=True), 0.5),
)
ZALO: tuple[tuple[zalo_bot.Fault | None, float], ...] = (
    (None, 95.9),
    # It names no time to come back, so everything waits for a minute.
    (zalo_bot.Answer(429, "Quota exceeded"), 0.1),
    (zalo_bot.Answer(502, json=False), 1.0),
    (zalo_bot.Cut(after=False), 1.0),
    (zalo_bot.Cut(after=True), 1.0),
    (zalo_bot.Stall(after=False), 0.5),
    (zalo_bot.Stall(after=True), 0.5),
)
"""What becomes of a send, and how often out of a hundred."""
CUT_EVERY = 40
"""Events of a page after which its stream is cut, on an average."""


class Faults:
    """Sends go wrong until it is over."""

    def __init__(self, seed: int, ledger: Ledger) -> None:
        self._chance = Random(seed)
        self._ledger = ledger
        self._over = False

    def on(self, peer: object) -> None:
        """Trouble the wire of a way in."""
        match peer:
            case TelegramPeer(fake=wire):
                wire.trouble = self._telegram
            case ZaloBotPeer(fake=zalo):
                zalo.trouble = self._zalo
            case PagePeer():
                peer.trouble = self._page

    def end(self) -> None:
        self._over = True

    def _telegram(self, method: str, parameters: Mapping[str, Any]) -> telegram.Fault | None:
        if method != SEND or self._over:
            return None
        faults, weights = zip(*TELEGRAM, strict=True)
        fault: telegram.Fault | None = self._chance.choices(faults, weights)[0]
        after = fault.after if isinstance(fault, telegram.Cut | telegram.Stall) else None
        code = fault.code if isinstance(fault, telegram.Answer) else 0
        self._note("telegram", str(parameters["chat_id"]), type(fault).__name__, after, code)
        return fault

    def _zalo(self, method: str, body: Mapping[str, Any]) -> zalo_bot.Fault | None:
        if method != SEND or self._over:
            return None
        faults, weights = zip(*ZALO, strict=True)
        fault: zalo_bot.Fault | None = self._chance.choices(faults, weights)[0]
        after = fault.after if isinstance(fault, zalo_bot.Cut | zalo_bot.Stall) else None
        code = fault.code if isinstance(fault, zalo_bot.Answer) else 0
        self._note("zalo_bot", str(body["chat_id"]), type(fault).__name__, after, code)
        return fault

    def _page(self) -> bool | None:
        if self._over or self._chance.randrange(CUT_EVERY):
            return None
        after = self._chance.random() < 0.5
        self._ledger.faults[f"web: stream cut {'after' if after else 'before'}"] += 1
        return after

    def _note(self, channel: str, chat: str, kind: str, after: bool | None, code: int) -> None:
        if kind == "NoneType":
            return
        when = {True: " after", False: " before", None: f" {code}"}[after]
        self._ledger.faults[f"{channel}: {kind.lower()}{when}"] += 1
        if after:
            self._ledger.after[channel, chat] += 1
        elif after is False or code == 502:
            self._ledger.before[channel, chat] += 1
