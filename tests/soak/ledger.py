"""What members did and what the wires did, written down without asking the program; in the end held against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from handlers.types import Address
from tests.contract.peer import Heard

SAVED = re.compile(r"Đã lưu vào nhật ký .*?(?P<title>lớp \w+)")


class Rows(Protocol):
    """Whoever can look into the program's database."""

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]: ...


class Wire(Protocol):
    """What a way in knows of itself."""

    channel: str
    acknowledged: list[str]

    @property
    def refusals(self) -> Sequence[str]: ...

    def address(self, user: int) -> Address: ...

    def heard(self, user: int) -> Sequence[Heard]: ...


@dataclass
class Ledger:
    """By channel; `members` are the numbers of those who talk there."""

    members: Mapping[str, range]
    picked: set[str] = field(default_factory=set)
    """Titles of activities that members confirmed."""
    seen_saved: Counter[str] = field(default_factory=Counter)
    """Titles that members were told have been saved."""
    told_otherwise: set[str] = field(default_factory=set)
    """Titles that were confirmed, upon which members were told something else."""
    not_told: set[str] = field(default_factory=set)
    """Titles that were confirmed, of which members heard no more."""
    after: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Sends to a chat that had their effect and no answer, by channel and chat."""
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Sends that had no effect, and nobody can know that."""
    faults: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    unheard: int = 0
    """Answers that members gave up waiting for."""

    def differences(self, life: Rows, peers: Iterable[Wire]) -> list[str]:
        """Everything that is not as it must be."""
        found = [*self._entries(life)]
        for peer in peers:
            found += self._journal(life, peer.channel, set(peer.acknowledged))
            found += self._answers(life, peer)
            found += [f"{peer.channel} was refused: {refusal}" for refusal in peer.refusals[:5]]
        return found

    def _journal(self, life: Rows, channel: str, ids: set[str]) -> Iterator[str]:
        """Every message that was taken is there once and was handled; nothing else is."""
        rows = life.rows("SELECT id, status FROM updates WHERE channel = ?", channel)
        written = Counter(id_ for id_, _ in rows)
        if lost := ids - written.keys():
            yield f"{channel}: {len(lost)} messages were acknowledged and are not in the journal"
        if strange := written.keys() - ids:
            yield f"{channel}: {len(strange)} messages in the journal that nobody sent"
        if doubled := [id_ for id_, count in written.items() if count > 1]:
            yield f"{channel}: {len(doubled)} messages stand in the journal twice"
        if unhandled := [id_ for id_, status in rows if status != "done"]:
            yield f"{channel}: {len(unhandled)} messages were not handled"

    def _entries(self, life: Rows) -> Iterator[str]:
        """What members were told is saved is there once; what they did not confirm is not."""
        rows = [title for (title,) in life.rows("SELECT title FROM entries WHERE deleted = 0")]
        entries = Counter(found[0] for title in rows for found in [re.search(r"lớp \w+", title or "")] if found)
        if len(rows) != entries.total():
            yield f"{len(rows) - entries.total()} entries that nobody has written"
        if missing := self.seen_saved.keys() - entries.keys():
            yield f"{len(missing)} entries are missing, such as {min(missing)!r}"
        silently = self.picked - entries.keys() - self.told_otherwise - self.not_told
        if silently:
            yield f"{len(silently)} entries were confirmed, not saved, and nobody was told, as {min(silently)!r}"
        if doubled := [title for title, count in entries.items() if count > 1]:
            yield f"{len(doubled)} entries are there twice, such as {min(doubled)!r}"
        if unconfirmed := entries.keys() - self.picked:
            yield f"{len(unconfirmed)} entries that nobody has confirmed, such as {min(unconfirmed)!r}"

    def _answers(self, life: Rows, peer: Wire) -> Iterator[str]:
        """What went out to a chat has arrived once; what is unknown at most once, and as the wire knows it."""
        sql = "SELECT chat, status, count(*) FROM outbox WHERE channel = ? GROUP BY chat, status"
        fates: dict[str, Counter[str]] = {}
        for chat, status, count in life.rows(sql, peer.channel):
            fates.setdefault(chat, Counter())[status] = count
        if sum(fate.total() for fate in fates.values()) < len(set(peer.acknowledged)):
            yield f"{peer.channel}: fewer answers than messages"
        for user in self.members[peer.channel]:
            chat = peer.address(user).chat
            fate, arrived = fates.get(chat, Counter()), len(peer.heard(user))
            if other := set(fate) - {"sent", "unknown"}:
                yield f"{peer.channel} {user}: letters that are {sorted(other)}"
            after, before = self.after[peer.channel, chat], self.before[peer.channel, chat]
            least, most = fate["sent"] + after, fate["sent"] + fate["unknown"] - before
            if not least <= arrived <= most:
                yield f"{peer.channel} {user}: {arrived} answers arrived instead of {least} to {most} ({dict(fate)})"


def counted(rows: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(rows.items()))
