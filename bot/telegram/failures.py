"""What an error of the Bot API means for the reply that was being sent."""

from __future__ import annotations

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.net import NEVER_LEFT
from bot.ports import Refused, RetryLater, Unreached, Unsure
from bot.telegram.request import ElsewhereError, FloodError

UNREACHED_SECONDS = 10.0
"""When to try again after no connection came about."""


def outcome(error: TelegramError) -> RetryLater | Refused | Unsure:
    """RetryLater where it surely was not delivered, Refused where it never can be, else Unsure."""
    match error:
        case FloodError():
            return RetryLater(error.seconds, "429")
        case Forbidden() | BadRequest():
            return Refused(str(error))
        case ChatMigrated():
            return Refused("the group has moved")
        case InvalidToken() | Conflict():
            return Unreached(None, type(error).__name__)
        case ElsewhereError():
            return Unreached(UNREACHED_SECONDS, str(error)) if error.code < 500 else Unsure(str(error))
    if isinstance(error.__cause__, NEVER_LEFT):
        return Unreached(UNREACHED_SECONDS, type(error.__cause__).__name__)
    return Unsure(describe(error))


def describe(error: TelegramError) -> str:
    """An error in a few words that hold no address and no token."""
    if isinstance(error, InvalidToken):
        return "InvalidToken"
    return type(error.__cause__).__name__ if error.__cause__ else str(error)
