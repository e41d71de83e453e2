"""People of tests/world.py who speak in one storage, without closing it between two messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.storage import Storage
from bot.storage.codec import read_reply
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk, Service
from handlers.types import Address, IncomingMessage, Reply
from tests.world import address

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = "2026-11-24"
SERVICE = Service(
    "Sở Nội vụ tỉnh A",
    "bdg@tinh-a.example",
    "https://troly.example",
    {"telegram": "https://t.example/tro_ly?start={code}"},
)


@dataclass
class Speakers:
    """Whoever speaks is named by the user of tests/world.py; `told` is what the others got meanwhile."""

    storage: Storage
    assistant: Assistant
    at: datetime = AT
    told: list[tuple[Address, Reply]] = field(default_factory=list)
    _count: int = 0
    _seen: int = 0

    def __post_init__(self) -> None:
        self.desk = Desk(self.assistant, self.storage.register, SERVICE)
        self._inbox = Dispatcher(self.storage, build_chain(self.desk), ManualClock(self.at), lambda channel: None)

    def say(self, user: str, *texts: str) -> Reply:
        """Say one thing after another; the last reply."""
        return [self._hear(address(user), text) for text in texts][-1]

    def press(self, user: str, *choices: str) -> Reply:
        """Press buttons by their ids, whether they were shown or not; the last reply."""
        return [self._hear(address(user), choice=choice) for choice in choices][-1]

    def in_group(self, user: str, text: str) -> Reply:
        return self._hear(Address("console", "group", user), text)

    def rows(self, table: str, /, **values: object) -> list[dict[str, object]]:
        """What a table holds with these values."""
        found = self.storage.records.rows(table)
        return [row for row in found if all(row[name] == value for name, value in values.items())]

    def _hear(self, sender: Address, text: str = "", choice: str | None = None) -> Reply:
        self._count += 1
        self._inbox.accept(IncomingMessage(f"m{self._count}", sender, self.at, text, choice))
        letters = list(self.storage.db.query("SELECT * FROM outbox WHERE id > ? ORDER BY id", [self._seen]))
        self._seen = letters[-1]["id"]
        said = [(Address(row["channel"], row["chat"], row["user"]), read_reply(row["reply"])) for row in letters]
        self.told = [one for one in said if one[0] != sender]
        return [reply for to, reply in said if to == sender][-1]


def ids(reply: Reply) -> list[str]:
    return [choice.id for choice in reply.choices]
