"""The world of tests/world.py spoken to by hand: any text or choice, by anybody, at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from bot.storage import Storage
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk
from handlers.types import Address, Attachment, Choice, IncomingMessage, Record, Reply
from tests.conversation import Player
from tests.world import CHANNEL, OPERATORS, store, world

WORKING = datetime.fromisoformat("2026-11-25T09:00:00+07:00")
"""A Wednesday morning."""


class Office:
    """Everybody's conversations; what was delivered to others stays in `inbox`, by their user."""

    def __init__(self, folder: Path, assistant: Assistant) -> None:
        self.path = folder / "office.db"
        world(self.path).close()
        self._player = Player(self.path, lambda storage: build_chain(Desk(assistant, storage.register)))
        self._count = 0
        self.inbox: dict[str, list[Reply]] = {}
        self.choices: tuple[Choice, ...] = ()
        """Those under the last answer."""

    def say(
        self,
        user: str,
        text: str = "",
        choice: str | None = None,
        at: datetime = WORKING,
        chat: str = "",
        times: int = 1,
        file: str = "",
    ) -> str:
        """What comes back to somebody who says or chooses something."""
        self._count += 1
        sender = Address(CHANNEL, chat or user, user)
        attachment = Attachment(file, "application/pdf", 1, file) if file else None
        message = IncomingMessage(f"m{self._count}", sender, at, text, choice, attachment)
        answers = []
        for to, reply in self._player.hear(message, times):
            if to == sender:
                answers.append(reply)
            else:
                self.inbox.setdefault(to.user, []).append(reply)
        self.choices = answers[-1].choices if answers else ()
        return "\n".join(reply.text for reply in answers)

    def choose(self, user: str, start: str, at: datetime = WORKING, times: int = 1) -> str:
        """Choose what begins so among the choices shown last."""
        [found, *_] = [one.id for one in self.choices if one.id.startswith(start) or one.label.startswith(start)]
        return self.say(user, choice=found, at=at, times=times)

    def store(self, *records: Record, at: datetime = WORKING) -> None:
        self.within(lambda storage: store(storage, records, at))

    def rows(self, table: str) -> list[dict[str, object]]:
        return self._player.rows(table)

    def letters(self, start: str) -> list[dict[str, object]]:
        """What is in the outbox under keys that begin so."""
        found: list[dict[str, object]] = []
        sql = "SELECT * FROM outbox WHERE substr(key, 1, ?) = ? ORDER BY id"
        self.within(lambda storage: found.extend(storage.db.query(sql, [len(start), start])))
        return found

    def within(self, act: Callable[[Storage], object]) -> None:
        storage = Storage(self.path, operators=OPERATORS)
        try:
            act(storage)
        finally:
            storage.close()

    def block(self, *users: str) -> None:
        rows: Iterable[Record] = (
            Record("contacts", {"channel": CHANNEL, "user": one, "blocked_at": WORKING.isoformat()}) for one in users
        )
        self.store(*rows)


def choice_of(reply: Reply, *starts: str) -> Choice | None:
    """The first choice of a reply whose id begins so."""
    return next((one for one in reply.choices if one.id.startswith(starts)), None)
