"""Telegram, where there is a token for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot import messages as engine
from bot.files import Files
from bot.ports import Channel, Context, NotConfigured
from bot.telegram import messages
from bot.web.guard import HOOKS
from handlers.types import Session

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Storage

log = logging.getLogger(__name__)


def lacks(settings: Settings, storage: Storage) -> str | None:
    """A token."""
    return messages.UNSET if settings.telegram_bot_token is None else None


def create(context: Context) -> Channel | NotConfigured:
    """The channel, where there is a token."""
    if context.settings.telegram_bot_token is None:
        return NotConfigured(messages.UNSET)

    # Loading the library takes as long as everything else at a start; without a token nobody waits for it.
    from bot.intake import Intake
    from bot.telegram.channel import Telegram
    from bot.telegram.incoming import NAME
    from bot.telegram.webhook import Webhook, sender_in

    def session(key: str) -> Session:
        with context.storage.reading():
            return context.storage.sessions.load(key)

    intake = Intake(NAME, context.storage, context.clock, sender_in)
    webhook = None
    if (url := context.settings.public_url) and (secret := context.settings.telegram_webhook_secret):
        webhook = Webhook(f"{url}{HOOKS}{NAME}", secret, intake, context.hooks)
    elif context.settings.telegram_webhook_secret:
        log.warning(engine.NO_WEBHOOK, NAME)
    return Telegram(
        context.settings.telegram_bot_token,
        context.settings.telegram_base_url,
        clock=context.clock,
        session=session,
        handlers=context.handlers,
        folder=context.settings.database.parent,
        files=Files(context.storage.path),
        commands=menu(),
        bots=context.bots,
        intake=intake,
        webhook=webhook,
        operators=context.operators,
    )


def menu() -> Mapping[str, str]:
    """The commands for Telegram's menu: name and what it is for."""
    from handlers.chain import all_commands

    return {command.name: command.help for command in all_commands() if command.listed and command.who != "office"}
