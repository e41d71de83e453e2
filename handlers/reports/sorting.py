"""Which item of an outline tells which entry of the log: each is told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from handlers.entries import Entry
from knowledge.activity_types import ActivityType
from knowledge.outline_items import ItemAt, every_item, telling_item
from knowledge.outlines import Outline, ReportKind


def items_of(outline: Outline, kind: ReportKind) -> list[ItemAt]:
    """The items that a kind of report has, each before those under it."""
    return [at for at in every_item(outline.items, outline.kinds) if kind in at.kinds]


def prose_forms(items: Iterable[ItemAt], activities: Iterable[ActivityType]) -> frozenset[str]:
    """The forms whose entries are words for the report and no activity: those that no type of activity names."""
    named = {one.form for one in activities}
    takes = [field.form for at in items if at.item.prose for field in at.item.prose.takes]
    return frozenset(takes) - named


class Sorter:
    """Finds the item that tells an entry."""

    def __init__(self, items: Sequence[ItemAt], words_only: frozenset[str] = frozenset()) -> None:
        """`words_only`: forms whose entries are told by no item."""
        self._items = [at.item for at in items]
        self._words_only = words_only
        self._worded = {feed.type for item in self._items for feed in item.feeds if feed.words}
        self._all: dict[str, str] = {
            feed.type: item.id for item in reversed(self._items) for feed in item.feeds if not feed.words
        }

        self._told: dict[tuple[str, str], str | None] = {}
        """What was found for a type and a title: an entry is asked for several times."""

    def item_of(self, entry: Entry) -> str | None:
        """The id of the item that tells an entry; None for one that is only words, or that nothing tells."""
        if entry.form in self._words_only:
            return None
        if entry.type not in self._worded:
            return self._all.get(entry.type)
        key = entry.type, entry.title or ""
        if key not in self._told:
            found = telling_item(self._items, *key)
            self._told[key] = found.id if found else None
        return self._told[key]

    def sorted(self, entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
        """The entries by the item that tells them, in their order."""
        found: dict[str, list[Entry]] = {}
        for entry in entries:
            if (item := self.item_of(entry)) is not None:
                found.setdefault(item, []).append(entry)
        return found
