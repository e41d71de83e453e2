"""Whom nothing reaches until they write: the operators hear where these members are, and again when that changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.operators import Operators
from bot.storage import Storage
from bot.zalo_oa import NAME, messages
from bot.zalo_oa.window import Window
from handlers.people import UNIT_ROLES, Role
from handlers.planning import ZONE
from handlers.receipts import role_words
from handlers.standing_words import named
from handlers.types import Address

HOUR = 16
"""From this hour on, in Vietnam, the operators are told: while there is time to telephone."""
AGAIN = timedelta(days=7)
"""What has not been so for so long is told anew."""
_TOLD = "silent"
"""Where it is remembered of whom they were told last, and until when that was so."""


class Silence:
    """The daily look at what waits."""

    def __init__(self, storage: Storage, window: Window, operators: Operators | None) -> None:
        self._storage = storage
        self._window = window
        self._operators = operators
        self._looked: date | None = None

    def report(self, now: datetime) -> None:
        """Once a day tell of who cannot be reached, if those are others than were told of. Raises StorageError."""
        local = now.astimezone(ZONE)
        if local.hour < HOUR or self._looked == local.date() or self._operators is None:
            return
        letters = self._window.waiting(now)
        if not letters:
            return
        users = sorted(set(letters))
        with self._storage.reading():
            day, _, before = (self._storage.usage.remembered(NAME, _TOLD) or "").partition(" ")
            places = self._places(users)
        who = f"{len(users)} {'; '.join(places)}"
        if who != before or local.date() - date.fromisoformat(day) > AGAIN:
            text = messages.WAITING.format(letters=len(letters), members=len(users))
            if places:
                text = f"{text} {messages.WAITING_AT.format(places=named(places))}"
            if not self._operators.tell(text, f"{NAME}:waiting:{local.date()}", now, but=NAME):
                return
        with self._storage.transaction():
            self._storage.usage.remember(NAME, _TOLD, f"{local.date()} {who}", now)
        self._looked = local.date()

    def _places(self, users: Iterable[str]) -> list[str]:
        """Units, each with what these members are there: "Bệnh viện A (thư ký)"; nobody is named."""
        found: dict[str, list[Role]] = {}
        for user in users:
            person = self._storage.people.at(Address(NAME, user, user))
            for one in person.memberships if person else ():
                found.setdefault(one.unit, []).append(one.role)
        tree = self._storage.register.tree()
        rows = ((tree.name(unit), sorted(roles, key=UNIT_ROLES.index)) for unit, roles in found.items())
        return sorted(messages.WAITING_PLACE.format(unit=unit, roles=role_words(roles)) for unit, roles in rows)
