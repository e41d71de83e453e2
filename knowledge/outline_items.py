"""Going over the items of an outline, and finding the one that tells an entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.outlines import Feed, OutlineItem, ReportKind
from knowledge.text.normalise import fold, tokens


@dataclass(frozen=True, slots=True)
class ItemAt:
    """An item, where it stands in the file, how deep (1 is a part), and the kinds of reports that have it."""

    item: OutlineItem
    path: tuple[str | int, ...]
    level: int
    kinds: tuple[ReportKind, ...]


def every_item(
    items: Sequence[OutlineItem], kinds: Sequence[ReportKind], path: tuple[str | int, ...] = (), level: int = 1
) -> Iterator[ItemAt]:
    """All items in reading order; `kinds` are the outline's, narrowed by each item for itself and those under it."""
    for index, item in enumerate(items):
        own = tuple(kind for kind in kinds if not item.kinds or kind in item.kinds)
        here = (*path, "items", index)
        yield ItemAt(item, here, level, own)
        yield from every_item(item.items, own, here, level + 1)


def telling_item(items: Sequence[OutlineItem], type_: str, title: str) -> OutlineItem | None:
    """The item that tells an entry, of items in reading order: one whose words its title has, else the type's own.

    Of several words the longest counts, of equally long ones the first.
    """
    feeds = [(feed, item) for item in items for feed in item.feeds if feed.type == type_]
    worded = [(_longest(feed, title), item) for feed, item in feeds if feed.words]
    length, named = max(worded, key=lambda one: one[0], default=(0, None))
    return named if length else next((item for feed, item in feeds if not feed.words), None)


def _longest(feed: Feed, title: str) -> int:
    """Letters in the longest of a feed's words that a title has, 0 where it has none.

    A title written without any diacritics has words that would be the same without theirs.
    """
    text = f" {' '.join(tokens(title))} "
    bare = fold(text) == text
    lengths = [0]
    for word in feed.words:
        wanted = f" {' '.join(tokens(word))} "
        if wanted.strip() and (fold(wanted) if bare else wanted) in text:
            lengths.append(len(wanted) - 2)
    return max(lengths)
