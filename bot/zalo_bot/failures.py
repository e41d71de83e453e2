"""What goes wrong with a call of Zalo's API, and what that means for the reply that was being sent."""

from __future__ import annotations

from bot.ports import Refused, RetryLater, Unreached, Unsure

UNREACHED_SECONDS = 10.0
"""When to try again after no connection came about."""


class CallError(Exception):
    """A call that did not succeed; its words hold no address, no token and nothing of what was sent."""


class UnreachedError(CallError):
    """Nothing of the request has left."""


class LostError(CallError):
    """The request may have been done: there was no answer, or none that can be read."""


class AnsweredError(CallError):
    """An answer that says no. `own`: it is from the API itself, not from a gateway or a proxy in between."""

    def __init__(self, code: int, *, own: bool) -> None:
        super().__init__(f"{code}" if own else f"HTTP {code} that is not from the API")
        self.code = code
        self.own = own


TOKEN_REFUSED, IDLE, CONFLICT, TOO_MANY = 401, 408, 409, 429


def outcome(error: CallError) -> RetryLater | Refused | Unsure:
    """RetryLater where it surely was not delivered, Refused where it never can be, else Unsure.

    Too many calls (429) are the channel's own affair: what to do depends on the month's plan.
    """
    match error:
        case UnreachedError():
            return Unreached(UNREACHED_SECONDS, str(error))
        case AnsweredError(code=401 | 409):
            return Unreached(None, str(error))
        case AnsweredError(code=code, own=own) if 400 <= code < 500 and code != IDLE:
            return Refused(str(error)) if own else Unreached(UNREACHED_SECONDS, str(error))
    return Unsure(str(error))
