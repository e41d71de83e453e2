"""Telegram's updates by webhook: who may deliver, what is an update, and that the webhook stays where it was set."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from telegram import Update, WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.intake import Intake
from bot.line import Line
from bot.telegram import messages
from bot.telegram.failures import describe
from bot.telegram.incoming import KINDS, NAME
from bot.telegram.request import FloodError
from bot.web.hooks import Delivery, Hooks
from bot.web.strict import read_object

log = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
WATCH_SECONDS = 300.0
"""How often to look whether the webhook is still set, and whether Telegram gets through; sooner where a send fails."""
AT_ONCE = 1
"""Deliveries that Telegram makes at one time: with more, what one person writes would come out of its order."""
_LARGEST = 2**63
_LONGEST = 200
"""Letters of Telegram's words that are logged."""


class HookRefusedError(Exception):
    """Telegram does not take the address."""


class Webhook:
    """Where Telegram delivers, and with which secret."""

    def __init__(self, url: str, secret: str, intake: Intake, hooks: Hooks) -> None:
        self._url = url
        self._secret = secret
        self._intake = intake
        self._hooks = hooks

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take deliveries until the block is left."""
        self._hooks.enter(NAME, self.receive, self._speaks)
        try:
            yield
        finally:
            self._hooks.leave(NAME)

    async def receive(self, delivery: Delivery) -> int:
        """See Hook. What is no update that was asked for is refused or passed over, and leaves no trace."""
        if not self._speaks(delivery.headers):
            return 403
        written = read_object(delivery.body)
        number = written.get("update_id") if written else None
        if written is None or type(number) is not int or not 0 <= number < _LARGEST:
            return 400
        if not _is_update(written):
            log.error(messages.BAD_UPDATE, number, "")
            return 200
        self._intake.take(str(number), delivery.body.decode())
        return 200

    def _speaks(self, headers: Mapping[str, str]) -> bool:
        return hmac.compare_digest(headers.get(HEADER, "").encode(), self._secret.encode())

    async def keep(self, bot: ExtBot[Any], connection: Line) -> None:
        """Set the webhook, and set it again when somebody has removed it. Raises InvalidToken, HookRefusedError."""
        is_set, told = False, None
        while True:
            try:
                if is_set:
                    info = await bot.get_webhook_info()
                    is_set, told = info.url == self._url, self._tell(info, told)
                    if not is_set:
                        log.warning(messages.HOOK_GONE)
                        continue
                else:
                    is_set = await self._set(bot)
            except InvalidToken:
                raise
            except FloodError as flood:
                await connection.rest(flood.seconds)
            except BadRequest as error:
                log.error(messages.HOOK_REFUSED, self._discreet(describe(error)))
                raise HookRefusedError from None
            except TelegramError as error:
                await connection.failed(describe(error))
            else:
                connection.works()
                await connection.watch(WATCH_SECONDS)

    async def _set(self, bot: ExtBot[Any]) -> bool:
        await bot.set_webhook(
            self._url,
            allowed_updates=KINDS,
            drop_pending_updates=False,
            secret_token=self._secret,
            max_connections=AT_ONCE,
        )
        log.info(messages.HOOK_SET, self._url)
        return True

    def _tell(self, info: WebhookInfo, told: datetime | None) -> datetime | None:
        """Log what went wrong with deliveries, once for each time; of when the last that was logged is."""
        if info.last_error_date and info.last_error_date != told:
            log.warning(messages.HOOK_TROUBLE, self._discreet(info.last_error_message or ""), info.pending_update_count)
        return info.last_error_date

    def _discreet(self, words: str) -> str:
        seen = "".join(letter for letter in words.replace(self._secret, "***") if letter.isprintable())
        return seen[:_LONGEST]


def sender_in(body: str) -> str:
    """Whose turn a delivered update takes. What is typed in inline mode is counted beside what is said."""
    written = read_object(body) or {}
    for kind in KINDS:
        if isinstance(event := written.get(kind), dict):
            who = _id_of(event.get("from")) or _id_of(event.get("chat"))
            return f"inline:{who}" if kind == "inline_query" else who
    return ""


def _id_of(somebody: Any) -> str:
    id_ = somebody.get("id") if isinstance(somebody, dict) else None
    return str(id_) if isinstance(id_, int) else ""


def _is_update(written: dict[str, Any]) -> bool:
    """Whether it is of a kind that was asked for, and can be read."""
    if not any(isinstance(written.get(kind), dict) for kind in KINDS):
        return False
    try:
        Update.de_json(written, None)
    except Exception:
        return False
    return True
