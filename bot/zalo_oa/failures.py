"""What can go wrong between here and Zalo, and what it means for the reply that was being sent."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.ports import Refused, RetryLater, Unreached, Unsure
from handlers.planning import ZONE

RATE = -32
QUOTA = -211
NO_FOLLOWER = -213
TOKEN = frozenset({-216, -124})
"""The access token is no longer, or never was, good."""
WINDOW = frozenset({-230, -232})
BILLING = frozenset({-320, -321})
REFRESH = frozenset({-14014})
"""The refresh token was used, has run out or never was one."""
RATE_SECONDS = 30.0
UNREACHED_SECONDS = 10.0
"""When to try again after no connection came about."""
BILLING_SECONDS = 3600.0


class ZaloError(Exception):
    """A call that did not succeed. Its words hold no address, no token and nothing that the server wrote."""


class AnswerError(ZaloError):
    """The server's own refusal: nothing was done."""

    def __init__(self, code: int, *, of_refresh: bool = False) -> None:
        """`of_refresh`: the server says in words that it is about a refresh token."""
        super().__init__(f"error {code}")
        self.code = code
        self.of_refresh = of_refresh or code in REFRESH


class UnreachedError(ZaloError):
    """Nothing has reached the server."""


class DoubtError(ZaloError):
    """It may have been done."""


def outcome(error: ZaloError, now: datetime) -> RetryLater | Refused | Unsure:
    """What the engine is to do about a message that was not sent, the window aside."""
    match error:
        case UnreachedError():
            return Unreached(UNREACHED_SECONDS, str(error))
        case AnswerError(code=code) if code == RATE:
            return RetryLater(RATE_SECONDS, str(error))
        case AnswerError(code=code) if code == QUOTA:
            return RetryLater(until_tomorrow(now), str(error))
        case AnswerError(code=code) if code in BILLING:
            return RetryLater(BILLING_SECONDS, str(error))
        case AnswerError(code=code) if code in TOKEN:
            return Unreached(None, str(error))
        case AnswerError():
            return Refused(str(error))
    return Unsure(str(error))


def until_tomorrow(now: datetime) -> float:
    """Seconds to the first minute of tomorrow in Vietnam, when a day's quota is new."""
    tomorrow = now.astimezone(ZONE).date() + timedelta(days=1)
    return (datetime.combine(tomorrow, time(0, 1), ZONE) - now).total_seconds()
