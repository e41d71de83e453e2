"""What waits when the month's plan runs low: letters that answer nobody. Answers are never held.

From 90% on a single notice waits for the day's digest of its chat, which carries it, or for GATHERED that day, when
one message carries all that wait. The reminders of a day are such a digest. What asks for a choice or brings a file
goes on its own, and so does what would have run out by then. From 100% on every letter waits for the next month;
reminders have run out by then, and are planned anew on each day. Alerts to operators, and what was asked for and took
long, never wait; they carry what does.
"""

from __future__ import annotations

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


class Holding:
    """Decides on letters by their keys. All of it raises StorageError."""

    def __init__(self, storage: Storage, clock: Clock, meter: Meter) -> None:
        self._storage = storage
        self._clock = clock
        self._meter = meter

    def until(self, letter: Letter) -> datetime | None:
        """Until when a letter has to wait."""
        now = self._clock.now()
        asked_for = letter.key.startswith(WORK) and letter.until is None
        if not letter.scheduled or asked_for or letter.key.startswith(ALERT):
            return None
        if self._meter.spent():
            month = self._meter.next_month()
            return month if letter.until is None else min(month, letter.until)
        has_waited = letter.held and letter.due_at <= now
        alone = letter.key.startswith(PREFIX) or _asks(letter.reply) or letter.reply.files
        if has_waited or alone or not self._meter.low():
            return None
        gathering = self._gathering()
        return gathering if letter.until is None or gathering < letter.until else None

    def carried(self, key: str, reply: Reply, limit: int) -> list[Letter]:
        """The notices that wait for the chat of a letter and fit under it, taken out of the outbox to be sent.

        A letter in parts carries them under its last.
        """
        letter = self._letter(key)
        if letter is None or not letter.scheduled or _asks(reply) or reply.files or not self._meter.low():
            return []
        with self._storage.reading():
            waiting = self._storage.outbox.of_chat(NAME, letter.to.chat)
        if any(one.seq == letter.seq and one.part > letter.part for one in waiting):
            return []
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

    def _gathering(self) -> datetime:
        """When notices next go out together."""
        now = self._clock.now().astimezone(ZONE)
        day = now.date() if now.time() < GATHERED else now.date() + timedelta(days=1)
        return datetime.combine(day, GATHERED, ZONE)

    def _letter(self, key: str) -> Letter | None:
        with self._storage.reading():
            return next((one for one in self._storage.outbox.sending(NAME) if one.key == key), None)


def with_notices(reply: Reply, notices: list[Letter]) -> Reply:
    """A reply with the words of notices under it."""
    return replace(reply, text="\n\n".join([reply.text, *(one.reply.text for one in notices)]))


def _asks(reply: Reply) -> bool:
    """Whether a reply has to be answered: it has choices, or by now a list of them, which another text would blur."""
    last = reply.text.rsplit("\n", 1)[-1]
    return bool(reply.choices) or last == messages.CHOICE_HINT or last.startswith(_COMMAND)


def _waits(one: Letter, carrier: Letter) -> bool:
    """Whether a letter of the carrier's chat waits to be carried."""
    held = one.status == "queued" and one.scheduled and one.held
    return held and one.id != carrier.id and not (one.reply.files or _asks(one.reply))
