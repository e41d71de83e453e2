"""What the fields of a form are called by those who fill it in: "ngày", "địa điểm", "nội dung", "tiền"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.drafting import Hand
from handlers.entry_words import step_name
from handlers.form_state import EXTRA, Step
from handlers.steps import folded
from knowledge.text.normalise import clean

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "type": ("loại", "loại việc", "loại hoạt động"),
    "title": ("nội dung", "tên", "tên việc", "tên hoạt động", "chủ đề"),
    "date": ("ngày", "ngày tháng", "thời gian"),
    "place": ("nơi", "nơi tổ chức", "địa điểm"),
    "female": ("nữ", "số nữ"),
    "male": ("nam", "số nam"),
    "total": ("tổng", "tổng số", "tổng số người", "số người"),
    "budget": ("kinh phí", "tiền", "số tiền", "chi phí"),
    "units_inspected": ("số đơn vị",),
}
"""Usual words for what every entry knows, beside what a card calls it."""
UNIT_NAME: Final = "don vi"
_AS_TYPED: Final = frozenset({"noi", "nam"})
"""Words that mean something else with other marks: "nơi" and "nội", "nam" and "năm". Only bare ones may be either."""
_VERB: Final = re.compile(
    r"^\s*(?:(?P<change>s[ửu]a|[đd][ổo]i|thay(?:\s+[đd][ổo]i)?|chỉnh|chinh)|(?P<clear>x[óo]a|xo[áa]))(?:\s+l[ạa]i)?\s+"
    r"(?:(?:m[ụu]c|ph[ầa]n|câu|cau)\s+)?",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?:\s+(?:đi|di|nhé|nhe|ạ|a|giúp|giup|với|voi|lại|lai|này|nay|em|tôi|toi|mình|minh))*[\s.!]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """Words that tell to change a field, or to clear it. `name` is the rest of them."""

    clears: bool
    name: str


def told_to_change(text: str) -> Told | None:
    """What stands after "sửa", "đổi" or "xóa"; None for words that do not begin so."""
    typed = clean(text).strip()
    verb = _VERB.match(typed)
    if verb is None:
        return None
    rest = _AFTER.sub("", typed[verb.end() :])
    return Told(verb["clear"] is not None, rest) if rest else None


def named_first(hand: Hand, text: str) -> tuple[str, str] | None:
    """The path of the field whose name stands at the beginning of a text, the longest name first, and what follows.

    A path of `EXTRA` may be of a field that is not asked now.
    """
    typed = re.sub(r"([:=])", r" \1 ", clean(text), count=1).split()
    best: tuple[int, str] | None = None
    for name, path in _names(hand):
        count = len(name.split())
        if _same(typed[:count], name) and (best is None or count > best[0]):
            best = (count, path)
    return (best[1], " ".join(typed[best[0] :])) if best else None


def path_named(hand: Hand, text: str) -> str | None:
    """The path of the field that a text names, with nothing after it."""
    found = named_first(hand, text)
    return found[0] if found and not found[1] else None


def open_step(hand: Hand, path: str) -> Step | None:
    """The question with a path: one that is relevant, or a sum of people where people are asked for."""
    if step := hand.filling.step(path):
        return None if step.asks_for_more else step
    return Step(path, EXTRA[path]) if path == "total" and hand.filling.step("female") else None


def _names(hand: Hand) -> list[tuple[str, str]]:
    steps = [(step_name(step, hand.form), step.path) for step in hand.filling.steps() if not step.asks_for_more]
    return [*steps, *((name, path) for path, names in NAMES.items() for name in names)]


def _same(typed: list[str], name: str) -> bool:
    if folded(" ".join(typed)) != folded(name):
        return False
    pairs = zip(typed, name.split(), strict=True)
    return all(folded(word) not in _AS_TYPED or word.lower() in (own.lower(), folded(word)) for word, own in pairs)
