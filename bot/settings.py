"""Settings: the environment, then `.env`, then defaults; read once, cast, checked."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

import knowledge
from bot import channels, messages
from bot.errors import UserError


class SettingsError(UserError):
    """A setting that cannot be used; the message names its key."""


def _url(key: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound:
        raise SettingsError(messages.SETTING_NOT_URL.format(key=key, value=value))
    return value.rstrip("/")


def _token(key: str, value: str) -> str:
    if not re.fullmatch(r"[!-~]+", value):
        raise SettingsError(messages.SETTING_MALFORMED.format(key=key))
    return value


def _secret(key: str, value: str) -> str:
    """What a messenger sends back as a header: 8 to 256 letters, digits, "_" and "-"."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", value):
        raise SettingsError(messages.SETTING_BAD_KEY.format(key=key))
    return value


def _count(key: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise SettingsError(messages.SETTING_NOT_NUMBER.format(key=key, value=value))
    return int(value)


def _port(key: str, value: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise SettingsError(messages.SETTING_NOT_NUMBER.format(key=key, value=value))
    if not 0 <= int(value) <= 65535:
        raise SettingsError(messages.SETTING_OUT_OF_RANGE.format(key=key, value=value, low=0, high=65535))
    return int(value)


def _path(key: str, value: str) -> Path:
    return Path(value).expanduser()


def _text(key: str, value: str) -> str:
    return value


def _operators(key: str, value: str) -> tuple[str, ...]:
    operators = tuple(part.strip() for part in value.split(",") if part.strip())
    for operator in operators:
        if not re.fullmatch(r"[a-z_]+:\S+", operator):
            raise SettingsError(messages.SETTING_BAD_OPERATOR.format(key=key, value=operator))
        channel, known = operator.partition(":")[0], channels.names()
        if channel not in known:
            text = messages.SETTING_NO_CHANNEL.format(
                key=key, value=operator, channel=channel, channels=", ".join(known)
            )
            raise SettingsError(text)
    return operators


def _proxies(key: str, value: str) -> tuple[str, ...]:
    proxies = tuple(part.strip() for part in value.split(",") if part.strip())
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError:
            raise SettingsError(messages.SETTING_BAD_PROXY.format(key=key, value=proxy)) from None
    return proxies


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting; its key in the environment is its name in capitals."""

    telegram_bot_token: str | None = field(default=None, repr=False)
    telegram_base_url: str = "https://api.telegram.org"
    telegram_webhook_secret: str | None = field(default=None, repr=False)
    zalo_bot_token: str | None = field(default=None, repr=False)
    zalo_base_url: str = "https://bot-api.zaloplatforms.com"
    zalo_bot_webhook_secret: str | None = field(default=None, repr=False)
    zalo_bot_monthly: int = 3000
    zalo_bot_users: int = 50
    zalo_oa_app_id: str | None = None
    zalo_oa_app_secret: str | None = field(default=None, repr=False)
    zalo_oa_secret_key: str | None = field(default=None, repr=False)
    zalo_oa_refresh_token: str | None = field(default=None, repr=False)
    zalo_oa_base_url: str = "https://openapi.zalo.me"
    zalo_oa_oauth_url: str = "https://oauth.zaloapp.com"
    metrics_token: str | None = field(default=None, repr=False)
    web_host: str = "127.0.0.1"
    web_port: int = 8000
    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    database: Path = Path("var/tro-ly.db")
    knowledge_dir: Path = Path(knowledge.__file__).parent / "data"
    operators: tuple[str, ...] = ()
    controller: str | None = None
    controller_contact: str | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that may never be shown."""
        values = (getattr(self, setting.name) for setting in fields(self) if not setting.repr)
        return tuple(value for value in values if value)


_CASTS: Mapping[str, Callable[[str, str], Any]] = {
    "telegram_bot_token": _token,
    "telegram_base_url": _url,
    "telegram_webhook_secret": _secret,
    "zalo_bot_token": _token,
    "zalo_base_url": _url,
    "zalo_bot_webhook_secret": _secret,
    "zalo_bot_monthly": _count,
    "zalo_bot_users": _count,
    "zalo_oa_app_id": _token,
    "zalo_oa_app_secret": _token,
    "zalo_oa_secret_key": _token,
    "zalo_oa_refresh_token": _token,
    "zalo_oa_base_url": _url,
    "zalo_oa_oauth_url": _url,
    "metrics_token": _token,
    "web_host": _text,
    "web_port": _port,
    "public_url": _url,
    "trusted_proxies": _proxies,
    "database": _path,
    "knowledge_dir": _path,
    "operators": _operators,
    "controller": _text,
    "controller_contact": _text,
}
"""How each setting is read from its text."""


def keys() -> tuple[str, ...]:
    """The keys of all settings, as the environment has them."""
    return tuple(setting.name.upper() for setting in fields(Settings))


def read_settings(
    environment: Mapping[str, str], dotenv: Path | None = None, overrides: Mapping[str, str | None] | None = None
) -> Settings:
    """Settings from overrides (keys as in the environment), the environment, a `.env` file and defaults.

    An empty value is no value. Raises SettingsError.
    """
    sources = [overrides or {}, environment, _file_values(dotenv)]
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        key = setting.name.upper()
        written = next((value.strip() for source in sources if (value := source.get(key)) and value.strip()), None)
        if written is not None:
            values[setting.name] = _CASTS[setting.name](key, written)
    return Settings(**values)


def _file_values(path: Path | None) -> Mapping[str, str | None]:
    if path is None or not path.exists():
        return {}
    try:
        return dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "không phải UTF-8"
        raise SettingsError(messages.SETTING_FILE_UNREADABLE.format(path=path, why=why)) from error
