"""Zalo Bot, where there is a token for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot import messages as engine
from bot.files import Files
from bot.ports import Channel, Context, NotConfigured
from bot.zalo_bot import messages

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Storage

log = logging.getLogger(__name__)


def lacks(settings: Settings, storage: Storage) -> str | None:
    """A token."""
    return messages.UNSET if settings.zalo_bot_token is None else None


def create(context: Context) -> Channel | NotConfigured:
    """The channel, where there is a token."""
    settings = context.settings
    if settings.zalo_bot_token is None:
        return NotConfigured(messages.UNSET)

    from bot.zalo_bot.channel import ZaloBot

    if settings.zalo_bot_webhook_secret and not settings.public_url:
        log.warning(engine.NO_WEBHOOK, ZaloBot.name)
    return ZaloBot(
        settings.zalo_bot_token,
        settings.zalo_base_url,
        clock=context.clock,
        storage=context.storage,
        files=Files(context.storage.path),
        hooks=context.hooks,
        operators=context.operators,
        public_url=settings.public_url,
        secret=settings.zalo_bot_webhook_secret,
        monthly=settings.zalo_bot_monthly,
        users=settings.zalo_bot_users,
    )
