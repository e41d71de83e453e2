"""Letters that stand still where they were put: they go by another way to their person, where there is one now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from bot.storage import Storage
from bot.storage.waiting import Standing
from handlers.planning import opening
from handlers.reaching import other_way
from handlers.types import Address

FRESH = timedelta(hours=1)
"""What has stood for longer is in no hurry: it goes out within working hours."""


class Detours:
    """Finds such letters and sends them on. Reminders are not among them: those are planned anew."""

    def __init__(self, storage: Storage, prefix: str, working: Callable[[date], bool], *, gone: bool) -> None:
        """`prefix` begins the keys of reminders; `working` says whether people work on a day.

        `gone`: this process runs the channels, and what is queued on one that it does not run goes nowhere.
        """
        self._gone = gone
        self._storage = storage
        self._prefix = prefix
        self._working = working

    def find(self, now: datetime) -> list[Standing]:
        """Letters to people who have another conversation that is open. Call it inside `reading()`."""
        found = self._storage.waiting.avoidable(self._storage.people.running, now, gone=self._gone)
        return [one for one in found if not one.key.startswith(self._prefix)]

    def take(self, letters: Sequence[Standing], now: datetime) -> set[str]:
        """Send letters on; the channels that they go to. Call it inside a transaction."""
        channels: set[str] = set()
        for letter in letters:
            to = self._way(letter)
            if to is None:
                continue
            key = self._storage.waiting.redirect(letter, to, self._when(letter.since, now))
            self._storage.ledger.move(letter.channel, letter.key, to.channel, key)
            channels.add(to.channel)
        return channels

    def _way(self, letter: Standing) -> Address | None:
        person = self._storage.register.person(letter.person)
        told = self._storage.ledger.letter_of(letter.channel, letter.key)
        return other_way(person, letter.channel, agreed=told.noted) if person and told else None

    def _when(self, since: datetime, now: datetime) -> datetime:
        if since > now:
            return since
        return now if now - since < FRESH else opening(now, self._working)
