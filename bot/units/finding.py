"""Units by the words that name them: as they are written, else without diacritics; an id names one too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Generic, TypeVar

from bot.errors import UserError
from bot.units import messages
from bot.units.columns import plain
from handlers.people import Tree, Unit
from knowledge.text.normalise import clean

T = TypeVar("T")


def key_of(name: str) -> str:
    """A name by which units are told apart: its case does not matter, its diacritics do."""
    return clean(name).lower()


class Named(Generic[T]):
    """Things by name."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._written: dict[str, list[T]] = {}
        self._plain: dict[str, list[T]] = {}
        for name, one in named:
            self._written.setdefault(key_of(name), []).append(one)
            self._plain.setdefault(plain(name), []).append(one)

    def written(self, words: str) -> list[T]:
        """Those of this very name."""
        return self._written.get(key_of(words), [])

    def alike(self, words: str) -> list[T]:
        """Those whose names have the same letters."""
        return self._plain.get(plain(words), [])


def find_unit(tree: Tree, words: str, on: date) -> Unit:
    """The unit with this id or name that stands on a day or will; UserError for none, and for more than one."""
    if unit := tree.unit(words.strip()):
        if unit.until is not None and unit.until <= on:
            raise UserError(messages.UNIT_ENDED.format(name=unit.name))
        return unit
    named = Named((unit.name, unit) for unit in lasting(tree, on))
    found = named.written(words) or named.alike(words)
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(messages.UNIT_NOT_SURE.format(words=words, names=_with_ids(tree, found)))
    near = [unit for unit in tree.find(words) if unit.until is None or on < unit.until][:5]
    close = messages.CLOSE.format(names=_with_ids(tree, near)) if near else ""
    raise UserError(messages.UNIT_NOT_FOUND.format(words=words, close=close))


def lasting(tree: Tree, on: date) -> list[Unit]:
    """The units that stand on a day, or will."""
    return [unit for unit in tree if unit.until is None or on < unit.until]


def _with_ids(tree: Tree, units: Iterable[Unit]) -> str:
    return "; ".join(f"{unit.name}{f', {tree.name(unit.above)}' if unit.above else ''} [{unit.id}]" for unit in units)
