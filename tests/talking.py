"""Several people talk to the real handlers over a real storage; letters are read where they wait to be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.reports.making import MAKERS
from bot.storage import Letter, Storage
from bot.works import Workshop
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk, Service
from handlers.types import Address, Attachment, Choice, IncomingMessage, Record, Reply
from knowledge.text.normalise import fold
from tests.world import CHANNEL, store

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SERVICE = Service("Sở Nội vụ tỉnh A", "bdg@tinh-a.example")


class Talking:
    """Conversations over one storage, on a clock that each message moves on by a second."""

    def __init__(self, storage: Storage, assistant: Assistant, service: Service = SERVICE) -> None:
        self.storage = storage
        self.clock = ManualClock(NOW)
        self.desk = Desk(assistant, storage.register, service)
        self._inbox = Dispatcher(storage, build_chain(self.desk), self.clock, lambda channel: None)
        self._count = 0

    def say(self, user: str, text: str = "", choice: str | None = None, channel: str = CHANNEL) -> list[Reply]:
        """Say or choose one thing in a private conversation; what comes back there."""
        return self.hear(Address(channel, user, user), text, choice)

    def hear(
        self,
        sender: Address,
        text: str = "",
        choice: str | None = None,
        times: int = 1,
        attachment: Attachment | None = None,
    ) -> list[Reply]:
        """The same anywhere; the message may come several times."""
        self._count += 1
        self.clock.advance(1)
        message = IncomingMessage(f"m{self._count}", sender, self.clock.now(), text, choice, attachment=attachment)
        before = self._last()
        for _ in range(times):
            self._inbox.accept(message)
        letters = self.letters(sender.chat, sender.channel, after=before)
        return [letter.reply for letter in letters]

    def talk(self, user: str, *texts: str, channel: str = CHANNEL) -> str:
        """Say several things one after another; the text that comes back last."""
        replies = [self.say(user, text, channel=channel) for text in texts]
        return "\n".join(reply.text for reply in replies[-1])

    def pick(self, user: str, label: str, channel: str = CHANNEL) -> list[Reply]:
        """Choose what was offered last under a label that holds these words."""
        return self.say(user, choice=self.offered(user, label, channel).id, channel=channel)

    def offered(self, user: str, label: str, channel: str = CHANNEL) -> Choice:
        choices = self.storage.sessions.load(Address(channel, user, user).session_key).choices
        return next(choice for choice in choices if fold(label) in fold(choice.label))

    def letters(self, user: str, channel: str = CHANNEL, after: int = 0) -> list[Letter]:
        """What waits to be delivered in a conversation, or was."""
        return self.storage.outbox.of_chat(channel, user, after=after)

    def work(self) -> None:
        """Do everything that takes long and waits."""
        workshop = Workshop(self.storage, lambda storage: self.desk, MAKERS, self.clock)
        while workshop.run_one():
            pass

    def rows(self, table: str) -> list[dict[str, object]]:
        return self.storage.records.rows(table)

    def invite(self, unit: str, role: str, *, days: int = 14, most: int = 1, revoked: bool = False) -> str:
        """A new invitation; its code."""
        register, code = self.storage.register, self.storage.register.new_code()
        ends = (NOW + timedelta(days=days)).isoformat(timespec="microseconds")
        row = {"id": register.new_id(), "code": register.hash_of(code), "unit": unit, "role": role, "uses": 0}
        store(self.storage, [Record("invites", {**row, "expires_at": ends, "most": most, "revoked": int(revoked)})])
        return code

    def _last(self) -> int:
        return int(self.storage.db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0])


def text_of(replies: Sequence[Reply]) -> str:
    return "\n".join(reply.text for reply in replies)
