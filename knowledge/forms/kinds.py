"""Kinds of values, as far as they can be told before anything is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

KindName = Literal["number", "text", "date", "truth", "choices", "file", "repeat", "empty", "unknown"]

WORDS: Final[dict[KindName, str]] = {
    "number": "số",
    "text": "chữ",
    "date": "ngày",
    "truth": "điều kiện đúng/sai",
    "choices": "nhiều lựa chọn",
    "file": "tệp",
    "repeat": "nhóm lặp",
    "empty": "chữ trống ''",
    "unknown": "không rõ",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is: its kind, whether there is one for each row of a repeat, and what can be chosen."""

    name: KindName
    many: bool = False
    options: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return f"{WORDS[self.name]} (mỗi lần lặp một giá trị)" if self.many else WORDS[self.name]


NUMBER: Final = Kind("number")
TEXT: Final = Kind("text")
DATE: Final = Kind("date")
TRUTH: Final = Kind("truth")
EMPTY: Final = Kind("empty")
UNKNOWN: Final = Kind("unknown")


def common(kinds: list[Kind]) -> Kind | None:
    """The kind of a value that is one of several; None where they do not go together."""
    telling = [kind for kind in kinds if kind.name != "empty"]
    if not telling:
        return EMPTY
    if any(kind.name == "unknown" for kind in telling):
        return UNKNOWN
    return telling[0] if len({(kind.name, kind.many) for kind in telling}) == 1 else None
