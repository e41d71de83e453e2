"""What waits when the month's plan runs low: letters that answer nobody. Answers are never held.

From 90% on a single notice waits for the day's digest of its chat, which carries it, or for GATHERED that day, when
one message carries all that wait. The reminders of a day are such a digest. What asks for a choice or brings a file
goes on its own. From 100% on every letter waits for the next month; reminders have run out by then, and are planned
anew on each day. A held letter is put off in the outbox: what is answered meanwhile in its chat does not wait for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import messages
from bot.clock import Clock
from bot.fit import units
from bot.reminders import PREFIX
from bot.storage import Letter, Storage
from bot.zalo_bot.events import NAME
from bot.zalo_bot.meter import Meter
from handlers.planning import ZONE
from handlers.types import Reply

GATHERED = time(16, 30)
"""When what no digest has carried goes out, in one message a chat."""
ALERT, WORK = "operator:", "work:"
"""Begin the keys of what operators are told, and of what was asked for and took long."""
_COMMAND = messages.COMMAND_LINE.partition("{")[0]
_CARRIED = "sent with another letter"
_LATER_PART = re.compile(r"#\d+$")


class Holding:
    """Decides on letters by their keys. All of it raises StorageError."""

    def __init__(self, storage: Storage, clock: Clock, meter: Meter) -> None:
        self._storage = storage
        self._clock = clock
        self._meter = meter

    def holds(self, key: str, reply: Reply) -> bool:
        """Whether a letter has to wait; it is put off then."""
        if _LATER_PART.search(key):
            return False
        letter = self._letter(key)
        if letter is None:
            # Not from the outbox: there is nothing that could be put off, only tried again.
            return key.startswith(PREFIX) and self._meter.spent()
        until = self._until(letter, reply)
        if until is not None:
            self._put_off(letter, until)
        return until is not None

    def carried(self, key: str, reply: Reply, limit: int) -> list[Letter]:
        """The notices that wait for the chat of a letter and fit under it, taken out of the outbox to be sent."""
        letter = self._letter(key)
        if letter is None or not letter.scheduled or _asks(reply) or reply.files or not self._meter.low():
            return []
        with self._storage.reading():
            waiting = self._storage.outbox.of_chat(NAME, letter.to.chat)
        parted = {one.seq for one in waiting if one.part > 1}
        chosen: list[Letter] = []
        text = reply.text
        for one in waiting:
            fits = units(longer := f"{text}\n\n{one.reply.text}") <= limit
            if fits and one.seq not in parted and _waits(one, letter):
                chosen.append(one)
                text = longer
        with self._storage.transaction():
            return [one for one in chosen if self._storage.outbox.claim(one)]

    def settle(self, letters: list[Letter], status: str) -> None:
        """What became of notices that were carried: sent, unknown, or queued once more."""
        with self._storage.transaction():
            for letter in letters:
                if status == "queued":
                    self._storage.outbox.put_back(letter, None, _CARRIED)
                else:
                    self._storage.outbox.settle(
                        letter, status, self._clock.now(), None if status == "sent" else _CARRIED
                    )

    def _until(self, letter: Letter, reply: Reply) -> datetime | None:
        if not letter.scheduled or (letter.key.startswith(WORK) and letter.until is None):
            return None
        if self._meter.spent():
            return self._meter.next_month()
        if letter.key.startswith((PREFIX, ALERT)) or _asks(reply) or reply.files or not self._meter.low():
            return None
        return None if _gathered(letter) else self._gathering()

    def _gathering(self) -> datetime:
        """When notices next go out together."""
        now = self._clock.now().astimezone(ZONE)
        day = now.date() if now.time() < GATHERED else now.date() + timedelta(days=1)
        return datetime.combine(day, GATHERED, ZONE)

    def _letter(self, key: str) -> Letter | None:
        with self._storage.reading():
            return next((one for one in self._storage.outbox.sending(NAME) if one.key == key), None)

    def _put_off(self, letter: Letter, until: datetime) -> None:
        """Answers in the same chat go out meanwhile."""
        with self._storage.transaction():
            self._storage.outbox.postpone(letter, until)


def with_notices(reply: Reply, notices: list[Letter]) -> Reply:
    """A reply with the words of notices under it."""
    return replace(reply, text="\n\n".join([reply.text, *(one.reply.text for one in notices)]))


def _gathered(letter: Letter) -> bool:
    """Whether a letter has waited already: it is of the very moment when they go out together."""
    due = letter.due_at.astimezone(ZONE)
    return due.time() == GATHERED


def _asks(reply: Reply) -> bool:
    """Whether a reply has to be answered: its choices are a numbered list by now, which another text would blur."""
    last = reply.text.rsplit("\n", 1)[-1]
    return bool(reply.choices) or last == messages.CHOICE_HINT or last.startswith(_COMMAND)


def _waits(one: Letter, carrier: Letter) -> bool:
    """Whether a letter of the carrier's chat waits to be carried."""
    held = one.status == "queued" and one.scheduled and _gathered(one)
    return held and one.id != carrier.id and not (one.reply.choices or one.reply.files or _asks(one.reply))
