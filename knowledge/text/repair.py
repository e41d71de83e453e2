"""Reading a question as it was meant: accents, abbreviations, slips of the keyboard, raw Telex and VNI."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge.lexicon import Lexicon
from knowledge.text.counts import NUMBER, Counts, has_digit
from knowledge.text.lattice import Lattice
from knowledge.text.normalise import NUMBERED, clean, fold, tokens
from knowledge.text.options import Choices, Option
from knowledge.text.vocabulary import Vocabulary, is_bare

_PIECE = re.compile(
    NUMBERED
    # The letters of an official number without its digits: "/KH-SCT", "TT-BTC".
    + r"|(?<![^\W_])/[^\W\d_]+(?:[-&/][^\W\d_]+)*|[A-ZĐ]{2,}(?:-[A-ZĐ][^\W\d_]*)+(?![^\W_])"
    + r"|[^\W\d_]+|[\W_]+?(?=[^\W_]|/[^\W\d_]|$)"
)
_GLUED = re.compile(r"([^\W\d_]{2,})([0-9].*)|([0-9]+)([^\W\d_]{3,})")
_LONGEST_ACRONYM = 8
_MOST_WORDS = 80
"""A longer question is cleaned but not repaired: nobody types that much without accents by hand."""


Known = Callable[[Sequence[str]], Mapping[int, str]]
"""From the words of a text without diacritics to those of which the spelling is known, by their places."""


@dataclass(frozen=True)
class Repaired:
    """A question as typed (cleaned), and in its most likely reading with its tokens."""

    typed: str
    text: str
    tokens: list[str]


@dataclass(frozen=True)
class _Piece:
    """A run of the text: a word to be read, a number to be kept, or the gap between them."""

    text: str
    kind: Literal["word", "number", "gap"]
    capitals: bool = False
    """Whether a word stood out in capitals."""


_BAR_KEYS = re.compile("dd|d9", re.IGNORECASE)
_BARRED = re.compile(r"(?<![\w&])[A-Za-z&]*(?:dd|d9)[A-Za-z&]*(?![\w&])", re.IGNORECASE)


class Repairer:
    """Repairs questions with what counts tell of the language and a lexicon of its abbreviations."""

    def __init__(self, counts: Counts, lexicon: Lexicon) -> None:
        shorts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        joined: dict[str, str] = {}
        for abbreviation in lexicon.abbreviations:
            short = fold(clean(abbreviation.short))
            readings = [tuple(words) for words in map(tokens, abbreviation.long) if words]
            if short.isalpha():
                shorts[short].extend(reading for reading in readings if reading not in shorts[short])
            elif readings:
                joined.setdefault(short, " ".join(readings[0]))
        self._joined = joined
        self._joined_pattern = _any_of(joined)
        self._shorts = dict(shorts)
        self.vocabulary = Vocabulary(counts, self._shorts)
        self._lattice = Lattice(self.vocabulary, self._shorts)
        self._number = self.vocabulary.ids[NUMBER]

    def repair(self, text: str) -> Repaired:
        """The most likely reading of a whole question."""
        typed = clean(text)
        pieces = self._pieces(self._expand_joined(self._barred(typed)))
        words = [piece for piece in pieces if piece.kind != "gap"]
        if not words or len(words) > _MOST_WORDS:
            return Repaired(typed, typed, tokens(typed))
        meant = iter(zip(words, self._likeliest(self._choices(words)), strict=True))
        text = "".join(_cased(*next(meant)) if piece.kind != "gap" else piece.text for piece in pieces)
        return Repaired(typed, text, tokens(text))

    def repair_surely(self, text: str, known: Known, least: float) -> str | None:
        """The reading of a text of which every word is sure; None where any of them may well be another one.

        `known` tells how some of its words are spelt, by their places; of the others the next best reading of the whole
        must cost more by `least` (in nats), and none may have been mistyped.
        """
        typed = clean(text)
        pieces = self._pieces(self._expand_joined(self._barred(typed)))
        words = [piece for piece in pieces if piece.kind != "gap"]
        if not words or len(words) > _MOST_WORDS:
            return None
        choices = self._choices(words)
        meant = self._likeliest(choices)
        margins = self._margins(choices)
        for at, word in known([fold(piece.text) for piece in words]).items():
            meant[at], margins[at] = (word,), np.inf
        for piece, reading, margin in zip(words, meant, margins, strict=True):
            mistyped = fold(" ".join(reading)) != fold(piece.text) and fold(piece.text) not in self._shorts
            if piece.kind == "word" and (margin < least or mistyped):
                return None
        said = iter(zip(words, meant, strict=True))
        return "".join(_cased(*next(said)) if piece.kind != "gap" else piece.text for piece in pieces)

    def _margins(self, choices: Sequence[Choices]) -> list[float]:
        """By how much the best reading with another reading of a word costs more, for each word."""
        width = max(len(each.words) for each in choices)
        first = np.array([each.first for each in choices])[:, :width]
        last = np.array([each.last for each in choices])[:, :width]
        cost = np.array([each.cost for each in choices])[:, :width]
        log_first = self.vocabulary.log_words(first)
        steps = cost[1:, None, :] - self.vocabulary.log_pairs(last[:-1, :, None], first[1:, None, :])
        ahead = [cost[0] - log_first[0]]
        for step in steps:
            ahead.append((ahead[-1][:, None] + step).min(axis=0))
        behind = [np.zeros(width)]
        for step in steps[::-1]:
            behind.append((step + behind[-1][None, :]).min(axis=1))
        through = [one + other for one, other in zip(ahead, behind[::-1], strict=True)]
        return [float(np.partition(one, 1)[1] - one.min()) if width > 1 else np.inf for one in through]

    def _barred(self, text: str) -> str:
        """Short forms whose Đ was typed by Telex or VNI keys ("GD&DDT", "UBNDD", "qd9")."""

        def barred(match: re.Match[str]) -> str:
            short = _BAR_KEYS.sub("đ", match[0])
            folded = fold(short)
            return short.upper() if folded in self._joined or folded in self._shorts else match[0]

        return _BARRED.sub(barred, text)

    def _expand_joined(self, text: str) -> str:
        """Expand the abbreviations that hold more than letters ("GD&ĐT")."""
        if self._joined_pattern is None:
            return text
        folded = fold(text)
        if len(folded) != len(text):
            return text
        parts = []
        done = 0
        for match in self._joined_pattern.finditer(folded):
            parts += [text[done : match.start()], self._joined[match[0]]]
            done = match.end()
        return "".join([*parts, text[done:]])

    def _pieces(self, text: str) -> list[_Piece]:
        letters = [letter for letter in text if letter.isalpha()]
        runs = _PIECE.findall(text)
        shouted = sum(letter.isupper() for letter in letters) > 0.8 * len(letters) and (
            sum(run.isalpha() for run in runs) > 1
        )
        decoded = [run for run in runs if has_digit(run) and self._lattice.decoded(run.lower()) is not None]
        # One word with a digit after it may be a word and a number ("la2"); two are no accident.
        vni = any(map(_vni_inside, decoded)) or sum(_vni_ended(run) for run in decoded) > 1
        pieces: list[_Piece] = []
        for run in runs:
            if run.isalpha():
                capitals = run.isupper() and 1 < len(run) <= _LONGEST_ACRONYM and not shouted and is_bare(run)
                pieces += self._parted(run.lower() if shouted else run, capitals)
            elif has_digit(run):
                pieces += self._numbered(run, vni, shouted)
            else:
                pieces.append(_Piece(run, "gap"))
        return pieces

    def _parted(self, word: str, capitals: bool) -> list[_Piece]:
        if capitals:
            return [_Piece(word, "word", True)]
        parts = self._lattice.split(word.lower())
        if len(parts) == 1:
            return [_Piece(word, "word")]
        return _spaced([_Piece(part, "word") for part in parts])

    def _numbered(self, run: str, vni: bool, shouted: bool) -> list[_Piece]:
        """A token with a digit: raw VNI, a word and a number typed together, or a number to leave alone."""
        lower = run.lower()
        by_keys = vni or _vni_inside(run)
        if by_keys and lower[0].isalpha() and (shouted or not run.isupper()) and self._lattice.decoded(lower):
            return [_Piece(lower if shouted else run, "word")]
        if vni and fold(barred := lower.replace("d9", "đ")) in self._shorts:
            return [_Piece(barred, "word")]
        glued = _GLUED.fullmatch(run)
        if glued is None:
            return [_Piece(run, "number")]
        parts = [part for part in glued.groups() if part]
        word = fold(parts[0] if parts[0][0].isalpha() else parts[1])
        telling = len(word) > 2 or parts[1][1:2].isdigit()
        if word in self._shorts or (telling and self.vocabulary.folded_count(word)):
            return _spaced(
                [
                    _Piece(part.lower() if shouted else part, "word") if part[0].isalpha() else _Piece(part, "number")
                    for part in parts
                ]
            )
        return [_Piece(run, "number")]

    def _choices(self, words: Sequence[_Piece]) -> list[Choices]:
        plain = [piece.text.lower() for piece in words if piece.kind == "word" and not piece.capitals]
        habits = self._lattice.habits(plain)
        return [
            self._lattice.choices(piece.text.lower(), habits, piece.capitals)
            if piece.kind == "word"
            else Choices.of([Option((piece.text.lower(),), self._number, self._number, 0.0)])
            for piece in words
        ]

    def _likeliest(self, choices: Sequence[Choices]) -> list[tuple[str, ...]]:
        """The cheapest path through the readings of every word (Viterbi over neighbouring words)."""
        width = max(len(each.words) for each in choices)
        if width == 1:
            return [each.words[0] for each in choices]
        first = np.array([each.first for each in choices])[:, :width]
        last = np.array([each.last for each in choices])[:, :width]
        cost = np.array([each.cost for each in choices])[:, :width]
        log_first = self.vocabulary.log_words(first)
        steps = cost[1:, None, :] - self.vocabulary.log_pairs(last[:-1, :, None], first[1:, None, :])
        total = cost[0] - log_first[0]
        back = []
        for step in steps:
            ways = total[:, None] + step
            back.append(ways.argmin(axis=0))
            total = ways.min(axis=0)
        at = int(total.argmin())
        path = [choices[-1].words[at]]
        for each, came in zip(choices[-2::-1], back[::-1], strict=True):
            at = int(came[at])
            path.append(each.words[at])
        return path[::-1]


def _vni_inside(run: str) -> bool:
    """Whether digits stand among the letters of a token, or more than one kind of VNI key ends it."""
    return re.fullmatch(r"[A-Za-z]+(?:\d{1,3}[A-Za-z]+)+\d{0,2}|[A-Za-z]+[6-9][1-5]|[Dd]9.*", run) is not None


def _vni_ended(run: str) -> bool:
    """Whether a token is letters with one tone key after them."""
    return re.fullmatch(r"[A-Za-z]+[1-5]", run) is not None


def _spaced(pieces: Sequence[_Piece]) -> list[_Piece]:
    space = _Piece(" ", "gap")
    return [part for piece in pieces for part in (space, piece)][1:]


def _cased(piece: _Piece, words: tuple[str, ...]) -> str:
    """The reading of a piece in the case it was typed in."""
    if words == (piece.text.lower(),):
        return piece.text
    text = " ".join(words)
    return text[0].upper() + text[1:] if piece.text[0].isupper() and not piece.text[1:2].isupper() else text


def _any_of(words: dict[str, str]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
