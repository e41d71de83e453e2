"""What goes wrong on the wires, decided by a seed; the ledger learns what became of each send."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, TypeVar

from tests.contract.page_peer import PagePeer
from tests.contract.telegram_peer import TelegramPeer
from tests.contract.zalo_bot_peer import ZaloBotPeer
from tests.contract.zalo_oa_peer import ZaloOAPeer
from tests.fakes import telegram, zalo_bot, zalo_oa
from tests.fakes.server import Cut, Stall
from tests.soak.ledger import Ledger

FaultT = TypeVar("FaultT")

TELEGRAM: tuple[tuple[telegram.Fault | None, float], ...] = (
    (None, 95.0),
    (telegram.Answer(429, "Too Many Requests: retry after 1", {"retry_after": 1}), 1.0),
    (telegram.Answer(502, json=False), 1.0),
    (Cut(after=False), 1.0),
    (Cut(after=True), 1.0),
    (Stall(after=False), 0.5),
    (Stall(after=True), 0.5),
)
ZALO: tuple[tuple[zalo_bot.Fault | None, float], ...] = (
    (None, 95.9),
    # It names no time to come back, so everything waits for a minute.
    (zalo_bot.Answer(429, "Quota exceeded"), 0.1),
    (zalo_bot.Answer(502, json=False), 1.0),
    (Cut(after=False), 1.0),
    (Cut(after=True), 1.0),
    (Stall(after=False), 0.5),
    (Stall(after=True), 0.5),
)
OA: tuple[tuple[zalo_oa.Fault | None, float], ...] = (
    (None, 95.8),
    # Everything waits for half a minute, as for the next.
    (zalo_oa.Fail(-32), 0.1),
    (zalo_oa.Fail(-216), 0.1),
    (zalo_oa.Page(502), 1.0),
    (Cut(after=False), 1.0),
    (Cut(after=True), 1.0),
    (Stall(after=False), 0.5),
    (Stall(after=True), 0.5),
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
                wire.trouble = self._with_sends(peer.channel, TELEGRAM)
            case ZaloBotPeer(fake=zalo):
                zalo.trouble = self._with_sends(peer.channel, ZALO)
            case ZaloOAPeer(fake=account):
                account.trouble = self._with_sends(peer.channel, OA)
            case PagePeer():
                peer.trouble = self._page

    def end(self) -> None:
        self._over = True

    def _with_sends(
        self, channel: str, table: Sequence[tuple[FaultT | None, float]]
    ) -> Callable[[str, Mapping[str, Any]], FaultT | None]:
        faults, weights = zip(*table, strict=True)

        def trouble(method: str, fields: Mapping[str, Any]) -> FaultT | None:
            if self._over or (chat := _sent_to(method, fields)) is None:
                return None
            fault: FaultT | None = self._chance.choices(faults, weights)[0]
            self._note(channel, chat, fault)
            return fault

        return trouble

    def _page(self) -> bool | None:
        if self._over or self._chance.randrange(CUT_EVERY):
            return None
        after = self._chance.random() < 0.5
        self._ledger.faults[f"web: stream cut {'after' if after else 'before'}"] += 1
        return after

    def _note(self, channel: str, chat: str, fault: object) -> None:
        match fault:
            case Cut(after) | Stall(after):
                what = "after" if after else "before"
                lost = self._ledger.after if after else self._ledger.before
                lost[channel, chat] += 1
            case telegram.Answer(code) | zalo_bot.Answer(code) | zalo_oa.Fail(code) | zalo_oa.Page(code):
                what = str(code)
                if code == 502:
                    self._ledger.before[channel, chat] += 1
            case _:
                return
        self._ledger.faults[f"{channel}: {type(fault).__name__.lower()} {what}"] += 1


def _sent_to(method: str, fields: Mapping[str, Any]) -> str | None:
    """The chat that a call sends to; None for every other call."""
    match method:
        case "sendMessage":
            return str(fields["chat_id"])
        case "message":
            return str(fields["recipient"]["user_id"])
    return None
