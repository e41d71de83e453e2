"""What the Bot API takes: the parameters of each method, and their lengths and shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram_html import BadRequestError, Parsed, parse, units

_SEND = "message_thread_id parse_mode link_preview_options reply_parameters reply_markup disable_notification"
METHODS: Mapping[str, tuple[str, str]] = {
    "getMe": ("", ""),
    "deleteWebhook": ("", "drop_pending_updates"),
    "setWebhook": ("url", "secret_token allowed_updates drop_pending_updates max_connections"),
    "getWebhookInfo": ("", ""),
    "getFile": ("file_id", ""),
    "getUpdates": ("", "offset limit timeout allowed_updates"),
    "setMyCommands": ("commands", "scope language_code"),
    "sendMessage": ("chat_id text", _SEND),
    "sendDocument": ("chat_id document", f"caption {_SEND}"),
    "answerCallbackQuery": ("callback_query_id", "text show_alert url cache_time"),
    "answerInlineQuery": ("inline_query_id results", "cache_time is_personal next_offset button"),
}
"""Method -> parameters that must and that may be there."""
MOST_BYTES = 20 * 2**20
"""Of a file that a bot can fetch."""


def check_parameters(method: str, parameters: Mapping[str, Any]) -> None:
    """Raises BadRequestError where the server would refuse a call, and where it would silently drop a parameter."""
    required, optional = (names.split() for names in METHODS[method])
    if missing := [name for name in required if parameters.get(name) in (None, "")]:
        if missing == ["text"]:
            raise BadRequestError("message text is empty")
        raise BadRequestError(f"FAKE: {method} lacks {missing}")
    if unknown := sorted(set(parameters) - {*required, *optional}):
        raise BadRequestError(f"FAKE: {method} does not know {unknown}")


def integer(parameters: Mapping[str, Any], name: str, default: int | None = None) -> int:
    written = parameters.get(name, default)
    if not re.fullmatch(r"-?\d+", str(written)):
        raise BadRequestError(f"FAKE: {name} is not an integer: {written!r}")
    return int(str(written))


def decoded(parameters: Mapping[str, Any], name: str) -> Any:
    """A parameter that is JSON; None when it is not there."""
    if name not in parameters:
        return None
    try:
        return json.loads(parameters[name])
    except ValueError as error:
        raise BadRequestError(f"can't parse {name} JSON object") from error


def message_text(written: str, mode: str | None, limit: int = 4096, what: str = "message") -> Parsed:
    """A text within its limit after parsing, in UTF-16 units."""
    parsed = parse(written, mode)
    if not parsed.text:
        raise BadRequestError(f"{what} text is empty")
    if units(parsed.text) > limit:
        raise BadRequestError(f"{what} is too long")
    return parsed


def check_webhook(parameters: Mapping[str, Any]) -> None:
    """The address: https on one of four ports; plain http only to this machine, as a server of one's own allows."""
    parts = urlsplit(parameters["url"])
    local = parts.hostname in ("127.0.0.1", "localhost")
    if parts.scheme != "https" and not local:
        raise BadRequestError("bad webhook: An HTTPS URL must be provided for webhook")
    if not local and parts.port not in (None, 443, 80, 88, 8443):
        raise BadRequestError("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", parameters.get("secret_token", "")):
        raise BadRequestError("secret token contains unallowed characters")
    if not 1 <= integer(parameters, "max_connections", 40) <= 100:
        raise BadRequestError("FAKE: max_connections is not from 1 to 100")


def buttons(parameters: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """The rows of an inline keyboard, checked; none when there is no keyboard."""
    markup = decoded(parameters, "reply_markup")
    if markup is None:
        return []
    if set(markup) != {"inline_keyboard"} or not isinstance(markup["inline_keyboard"], list):
        raise BadRequestError("object expected as reply markup")
    rows: list[list[dict[str, str]]] = markup["inline_keyboard"]
    if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
        raise BadRequestError("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            if set(button) != {"text", "callback_data"} or not button["text"].strip():
                raise BadRequestError("can't parse inline keyboard button: text buttons are unallowed")
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise BadRequestError("BUTTON_DATA_INVALID")
    return rows


def check_commands(parameters: Mapping[str, Any]) -> list[dict[str, str]]:
    commands: list[dict[str, str]] = decoded(parameters, "commands")
    if len(commands) > 100:
        raise BadRequestError("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise BadRequestError("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise BadRequestError("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def inline_results(parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The articles of an inline answer, each with its parsed text as `parsed`."""
    results: list[dict[str, Any]] = decoded(parameters, "results")
    if len(results) > 50:
        raise BadRequestError("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) != len(results):
        raise BadRequestError("RESULT_ID_DUPLICATE")
    for result in results:
        if result["type"] != "article" or not 1 <= len(result["id"].encode()) <= 64 or not result["title"]:
            raise BadRequestError("RESULT_ID_INVALID")
        content = result["input_message_content"]
        result["parsed"] = message_text(content["message_text"], content.get("parse_mode"))
    button = decoded(parameters, "button")
    if button is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise BadRequestError("START_PARAM_INVALID")
    return results
