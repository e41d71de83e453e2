"""Numbers as Vietnamese writes and says them: digits with separators, words, and both mixed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from knowledge.text.literals import read_literal
from knowledge.text.normalise import fold
from knowledge.text.reading import pattern

DIGITS: Final = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
SCALES: Final = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "k": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tr": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
LARGEST: Final = 10**15
_MOST_TOKENS: Final = 24
"""Words of the longest number that is read; "chín trăm chín mươi chín tỷ ..." to the last đồng has fewer."""
_GROUP: Final = 3
_PAIR: Final = 2
_THING: Final = pattern(r" (?!(?:đồng|đ|vnđ|vnd|và|cho|tiền|từ|do|tại|ở|là|để|trong|ngày|hôm|ạ|nhé)(?![^\W_]))[^\W\d_]")
_CROWD: Final = 50_000
"""From here on nobody counts people in thousands and a rest: "12 nghìn 500 lượt người" is about the most."""
NUMBER: Final = r"[0-9]+(?:[.,][0-9]+)*"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read at a place. `scaled`: a word like triệu was said. Not `certain`: it could mean another number."""

    value: Fraction
    start: int
    end: int
    scaled: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: Fraction
    start: int
    end: int
    written: str


_KINDS: Final = (
    ("number", NUMBER),
    ("ten", "mười(?![^\\W_])"),
    ("tens", "mươi(?![^\\W_])"),
    ("dozen", "chục(?![^\\W_])"),
    ("hundred", "trăm(?![^\\W_])"),
    ("odd", "(?:linh|lẻ)(?![^\\W_])"),
    ("half", "rưỡi(?![^\\W_])"),
    ("digit", f"(?:{'|'.join(DIGITS)})(?![^\\W_])"),
    # "24 van dong vien" are sportsmen.
    ("scale", f"(?:{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\\W\\d_])(?<!van(?= dong vien))"),
)
_TOKEN: Final = tuple((kind, pattern(source)) for kind, source in _KINDS)
_FOLDED_DIGITS: Final = {fold(word): value for word, value in DIGITS.items()}
_FOLDED_SCALES: Final = {fold(word): value for word, value in SCALES.items()}
_SPACES: Final = re.compile(r"\s*")


def read_quantity(marked: str, start: int, counted: re.Pattern[str] | None = None) -> Quantity | None:
    """The longest number that begins at a place of a reading's `marked`, in digits, words or both.

    `counted`: what may be counted behind a number; "5 triệu 45 nữ" is then two of them and no 5.450.000.
    """
    return _Reader(_tokens(marked, start), marked, counted).quantity()


def _tokens(marked: str, start: int) -> list[_Token]:
    tokens: list[_Token] = []
    while len(tokens) < _MOST_TOKENS and (token := _token(marked, start)) is not None:
        if tokens and token.kind == "number" and tokens[-1].kind != "scale":
            break
        tokens.append(token)
        spaces = _SPACES.match(marked, token.end)
        start = spaces.end() if spaces else token.end
    return tokens


def _token(marked: str, start: int) -> _Token | None:
    for kind, wanted in _TOKEN:
        found = wanted.match(marked, start)
        if found is None:
            continue
        written = found.group()
        if kind == "number":
            literal = read_literal(written)
            return None if literal is None else _Token(kind, literal.value, start, found.end(), written)
        if kind == "digit":
            return _Token(kind, Fraction(_FOLDED_DIGITS[fold(written)]), start, found.end(), written)
        if kind == "scale":
            return _Token(kind, Fraction(_FOLDED_SCALES[fold(written)]), start, found.end(), written)
        return _Token(kind, Fraction(0), start, found.end(), written)
    return None


class _Reader:
    """Reads terms of falling scale ("1 tỷ 200 triệu"), then a colloquial rest ("2 triệu rưỡi", "12tr5")."""

    def __init__(self, tokens: list[_Token], marked: str, counted: re.Pattern[str] | None) -> None:
        self.tokens = tokens
        self.marked = marked
        self.counted = counted
        self.at = 0
        self.certain = True

    def quantity(self) -> Quantity | None:
        total, last = Fraction(0), Fraction(0)
        end = 0
        while self.at < len(self.tokens):
            begun = self.at
            small = self.small(first=last == 0)
            if small is None:
                break
            scale = self.scale()
            if last and (scale >= last or (scale == 1 and (begun == self.at or self.is_other(begun, last, total)))):
                self.at = begun
                break
            total += self.colloquial(small, begun, last) if last and scale == 1 else self.scaled(small, scale, begun)
            end = self.at
            last = scale
            if scale == 1:
                break
            if self.take("half"):
                total += scale / 2
                end = self.at
                break
        if not end or total > LARGEST:
            return None
        scaled = any(token.kind == "scale" for token in self.tokens[:end])
        return Quantity(total, self.tokens[0].start, self.tokens[end - 1].end, scaled, self.certain)

    def scale(self) -> Fraction:
        product = Fraction(1)
        while (token := self.take("scale")) is not None:
            product *= token.value
        return product

    def scaled(self, small: Fraction, scale: Fraction, begun: int) -> Fraction:
        token = self.tokens[begun]
        if scale > 1 and token.kind == "number" and re.fullmatch(r"[0-9]{1,3},[0-9]{3}", token.written):
            self.certain = False
            return Fraction(token.written.replace(",", ".")) * scale
        if token.kind == "number" and scale == 1 and self.at == begun + 1:
            literal = read_literal(token.written)
            self.certain &= literal is not None and (literal.certain or "." in token.written)
        return small * scale

    def colloquial(self, small: Fraction, begun: int, last: Fraction) -> Fraction:
        """What a number without a scale adds after one: "1 tỷ 2" means 200 million more, "1 nghìn 35" just 35."""
        token, words = self.tokens[begun], self.at - begun
        if token.kind == "number" and words == 1 and token.written.isdigit() and len(token.written) <= 3:
            self.certain &= len(token.written) != 2
            return small * last / Fraction(f"1e{len(token.written)}")
        if token.kind == "digit" and words == 1:
            return small * last / 10
        if last >= 10**6 and token.kind in {"digit", "number"} and words == 2 and small % 100 == 0 and small:
            self.certain = False
            return small * last / 1000
        return small

    def is_other(self, begun: int, last: Fraction, total: Fraction) -> bool:
        """Whether a rest that stands apart counts what is named behind it, and the number before it is an amount."""
        first, before = self.tokens[begun], self.tokens[begun - 1]
        if self.counted is None or first.start == before.end:
            return False
        # "2 triệu 5" and "2 triệu 500" are said, "2 triệu 50" is not: whatever stands behind is what there are 50 of.
        pair = last >= 10**6 and first.kind == "number" and len(first.written) == _PAIR
        wanted = _THING if pair else self.counted
        if not wanted.match(self.marked, self._end()) and not self.counted.match(self.marked, self._end()):
            return False
        if last != 10**3:
            return last >= 10**6
        # "12 nghìn 500 lượt người" is one number; "500 nghìn 45 nữ" and "50k 120 nữ" are none.
        spoken = before.written != "k" and first.kind == "number" and len(first.written) == _GROUP
        return total >= (_CROWD if spoken else _CROWD / 5)

    def _end(self) -> int:
        return self.tokens[self.at - 1].end

    def take(self, kind: str) -> _Token | None:
        if self.at < len(self.tokens) and self.tokens[self.at].kind == kind:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def small(self, *, first: bool) -> Fraction | None:
        """A number under a thousand in words, or any number in digits, perhaps with "trăm" or "chục"."""
        begun = self.at
        if number := self.take("number"):
            if self.take("hundred"):
                return number.value * 100 + self.rest_of_hundred()
            if self.take("dozen"):
                return number.value * 10
            return number.value
        if first and self.take("half"):
            self.at = begun
            return None
        if (digit := self.take("digit")) is not None:
            if self.take("hundred"):
                return digit.value * 100 + self.rest_of_hundred()
            self.at = begun
        if not first and self.take("odd"):
            units = self.take("digit")
            if units is None:
                self.at = begun
            return units.value if units else None
        return self.under_hundred()

    def rest_of_hundred(self) -> Fraction:
        begun = self.at
        if self.take("odd"):
            units = self.take("digit") or self.take("number")
            if units is not None:
                return units.value
            self.at = begun
            return Fraction(0)
        if self.take("half"):
            return Fraction(50)
        rest = self.under_hundred()
        if rest is None:
            return Fraction(0)
        lone = self.at == begun + 1 and self.tokens[begun].kind == "digit" and 0 < rest < 10
        return rest * 10 if lone else rest

    def under_hundred(self) -> Fraction | None:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None:
            return None
        if token.kind == "ten":
            self.at += 1
            units = self.take("digit")
            return Fraction(10) + (units.value if units else 0)
        if token.kind != "digit":
            return None
        self.at += 1
        if self.take("tens") or (token.value > 1 and self.take("ten")):
            units = self.take("digit")
            return token.value * 10 + (units.value if units else 0)
        if self.take("dozen"):
            return token.value * 10
        follower = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token.value > 1 and follower and fold(follower.written) in {"lam", "nham", "tu"}:
            self.at += 1
            return token.value * 10 + follower.value
        if token.value > 1 and follower and follower.written in {"mốt", "mót"}:
            self.at += 1
            return token.value * 10 + 1
        return token.value
