"""The Zalo Official Account, where it is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.files import Files
from bot.ports import Channel, Context, NotConfigured
from bot.zalo_oa import CHAIN, NAME, messages

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Storage


def lacks(settings: Settings, storage: Storage) -> str | None:
    """Settings, or an address that Zalo can deliver to. The refresh token is needed only until there is a chain."""
    needed = {
        "ZALO_OA_APP_ID": settings.zalo_oa_app_id,
        "ZALO_OA_APP_SECRET": settings.zalo_oa_app_secret,
        "ZALO_OA_SECRET_KEY": settings.zalo_oa_secret_key,
        "ZALO_OA_REFRESH_TOKEN": settings.zalo_oa_refresh_token,
    }
    with storage.reading():
        if storage.usage.remembered(NAME, CHAIN) is not None:
            del needed["ZALO_OA_REFRESH_TOKEN"]
    if missing := [name for name, value in needed.items() if not value]:
        return messages.UNSET.format(names=", ".join(missing))
    return messages.NO_DOOR if settings.public_url is None else None


def create(context: Context) -> Channel | NotConfigured:
    """The channel; or what is missing."""
    settings = context.settings
    missing = lacks(settings, context.storage)
    if missing is not None or settings.public_url is None:
        return NotConfigured(missing or messages.NO_DOOR)

    from bot.zalo_oa.channel import ZaloOA
    from bot.zalo_oa.client import Client
    from bot.zalo_oa.tokens import Tokens
    from bot.zalo_oa.webhook import Door

    app_id, secret = settings.zalo_oa_app_id or "", settings.zalo_oa_app_secret or ""
    client = Client(settings.zalo_oa_base_url, settings.zalo_oa_oauth_url)
    tokens = Tokens(
        *(client, context.storage, context.clock),
        app_id=app_id,
        secret=secret,
        given=settings.zalo_oa_refresh_token,
    )
    return ZaloOA(
        *(client, tokens, Door(app_id, settings.zalo_oa_secret_key or "")),
        storage=context.storage,
        files=Files(context.storage.path),
        clock=context.clock,
        hooks=context.hooks,
        public_url=settings.public_url,
        operators=context.operators,
    )
