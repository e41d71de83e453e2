"""That Zalo's webhook stays where it was set: looked at now and then, and set again where somebody has changed it."""

from __future__ import annotations

import logging

from bot.line import Line
from bot.zalo_bot import messages
from bot.zalo_bot.client import Client
from bot.zalo_bot.failures import TOKEN_REFUSED, TOO_MANY, AnsweredError, CallError

log = logging.getLogger(__name__)

WATCH_SECONDS = 300.0
"""How often to look whether the webhook is still set, and the token still good; sooner where a send fails."""
BUSY_SECONDS = 60.0
"""How long to leave Zalo alone after it has said that it is too much."""
_BAD_ADDRESS = (400, 403, 404, 422)
"""What Zalo may say of a webhook that it does not take."""


class HookRefusedError(Exception):
    """Zalo does not take the address."""


class Webhook:
    """Where Zalo delivers, and with which secret."""

    def __init__(self, client: Client, line: Line, url: str, secret: str) -> None:
        self._client = client
        self._line = line
        self._url = url
        self._secret = secret
        self._is_set = False

    async def keep(self) -> None:
        """Go on until it cannot be kept. Raises AnsweredError for a refused token, and HookRefusedError."""
        while True:
            try:
                await self._look()
            except AnsweredError as answer:
                await self._amiss(answer)
            except CallError as error:
                await self._line.failed(str(error))
            else:
                self._line.works()
                await self._line.watch(WATCH_SECONDS)

    async def _look(self) -> None:
        """Make sure that it is set. Raises CallError."""
        if self._is_set:
            info = await self._client.call("getWebhookInfo", {})
            self._is_set = isinstance(info, dict) and info.get("url") == self._url
            if self._is_set:
                return
            log.warning(messages.HOOK_GONE)
        await self._client.call("setWebhook", {"url": self._url, "secret_token": self._secret})
        self._is_set = True
        log.info(messages.HOOK_SET, self._url)

    async def _amiss(self, answer: AnsweredError) -> None:
        """It could not be looked at or set. What Zalo itself answers shows that it can be reached: sends go on."""
        if answer.code == TOKEN_REFUSED:
            raise answer
        if not self._is_set and answer.own and answer.code in _BAD_ADDRESS:
            raise HookRefusedError(str(answer)) from None
        await self._line.failed(str(answer), sends=answer.own)
        if answer.code == TOO_MANY:
            await self._line.rest(BUSY_SECONDS)
