"""Every way in, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.clock import Clock
from tests.contract.clock import RunningClock
from tests.contract.console_peer import ConsolePeer
from tests.contract.page_peer import PagePeer
from tests.contract.peer import FaultKind, Peer
from tests.contract.telegram_peer import TelegramPeer
from tests.contract.zalo_bot_peer import ZaloBotPeer
from tests.contract.zalo_oa_peer import ZaloOAPeer

PEERS: Mapping[str, Callable[[Clock], Peer]] = {
    "telegram polling": lambda clock: TelegramPeer(hooked=False),
    "telegram webhook": lambda clock: TelegramPeer(hooked=True),
    "zalo_bot polling": lambda clock: ZaloBotPeer(hooked=False),
    "zalo_bot webhook": lambda clock: ZaloBotPeer(hooked=True),
    "zalo_oa": lambda clock: ZaloOAPeer(clock.now),
    "web": lambda clock: PagePeer(),
    "console": lambda clock: ConsolePeer(clock.now),
}
MESSENGERS = tuple(name for name in PEERS if name not in ("web", "console"))
HOOKED = ("telegram webhook", "zalo_bot webhook", "zalo_oa")
"""Messengers that one application can have at the same time."""
SERVED = (*MESSENGERS, "web")
"""What `serve` runs."""


def with_fault(kind: FaultKind) -> list[str]:
    """The ways in on which a send can go wrong like this."""
    return [name for name, make in PEERS.items() if kind in make(RunningClock()).faults]
