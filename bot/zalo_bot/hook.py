"""Deliveries of Zalo: from whom they must be, and what is in them."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from bot.web.hooks import Delivery
from bot.zalo_bot.arriving import Arriving
from bot.zalo_bot.client import read_json
from bot.zalo_bot.events import events_in

SECRET = "x-bot-api-secret-token"  # noqa: S105 - the header's name
_PROBES = (b"", b"{}")


class ZaloHook:
    """Takes what carries the secret; an empty probe may come without it."""

    def __init__(self, secret: str, arriving: Arriving) -> None:
        self._secret = secret.encode()
        self._arriving = arriving

    def speaks(self, headers: Mapping[str, str]) -> bool:
        """Whether they hold the secret."""
        return hmac.compare_digest(headers.get(SECRET, "").encode("utf-8", "replace"), self._secret)

    async def __call__(self, delivery: Delivery) -> int:
        """The status to answer. Raises StorageError."""
        probe = delivery.body.strip() in _PROBES
        if SECRET not in delivery.headers:
            return 200 if probe else 403
        if not self.speaks(delivery.headers):
            return 403
        if probe:
            return 200
        payload = read_json(delivery.body)
        if not isinstance(payload, dict | list):
            return 400
        for event in events_in(payload):
            self._arriving.take(event)
        return 200
