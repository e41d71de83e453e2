"""The Zalo Official Account, where it is set up."""

from __future__ import annotations

from bot.files import Files
from bot.ports import Channel, Context, NotConfigured
from bot.zalo_oa import CHAIN, NAME, messages


def create(context: Context) -> Channel | NotConfigured:
    """The channel; or the settings that are missing. The refresh token is needed only until there is a chain."""
    settings = context.settings
    needed = {
        "ZALO_OA_APP_ID": settings.zalo_oa_app_id,
        "ZALO_OA_APP_SECRET": settings.zalo_oa_app_secret,
        "ZALO_OA_SECRET_KEY": settings.zalo_oa_secret_key,
        "ZALO_OA_REFRESH_TOKEN": settings.zalo_oa_refresh_token,
    }
    with context.storage.reading():
        if context.storage.usage.remembered(NAME, CHAIN) is not None:
            del needed["ZALO_OA_REFRESH_TOKEN"]
    if missing := [name for name, value in needed.items() if not value]:
        return NotConfigured(messages.UNSET.format(names=", ".join(missing)))
    if settings.public_url is None:
        return NotConfigured(messages.NO_DOOR)

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
