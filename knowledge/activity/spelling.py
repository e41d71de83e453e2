"""The words of a report put right one by one: raw keys, misplaced tones, slips in the words of every report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.activity.compounds import Compounds
from knowledge.activity.wordstock import AFTER_NUMBER, COUNTED, PLAIN
from knowledge.activity_types import ActivityType
from knowledge.text.lattice import slipped_keys
from knowledge.text.mended import with_marks_mended
from knowledge.text.normalise import fold
from knowledge.text.reading import Reading
from knowledge.text.slips import Slips
from knowledge.text.syllables import is_bare_syllable, is_syllable, place_tone
from knowledge.text.telex import decode_telex, decode_vni

_DIGITS_INSIDE: Final = re.compile(r"[a-z]+[0-9][a-z0-9]*")
_NUMBER: Final = re.compile(r"(?<![^\W_])[0-9]+ $")
_LONGEST: Final = 14
"""Keys of the longest syllable with some to spare; a longer word is none."""
_FEMALE: Final = frozenset(("ữ", "nử", "nũ", "nứ", "nự", "nừ", "nữu"))
"""What is nothing but "nữ" with a slip."""
_COUNTED_BY_FOLD: Final = {fold(word): word for word in COUNTED if len(word) > 4}
"""Words long enough to be told behind a number though other marks were typed: "9 ngưởi"."""
_SURE: Final = 0.7
"""What one slip costs that a keyboard makes easily: letters swapped, dropped, doubled or hit beside their key."""
_LIKELY: Final = 2.0
_TWO: Final = 4.8
"""Two slips of which one swapped or doubled letters; looked for in words of five letters and more."""


def is_word(word: str) -> bool:
    """Whether a word is a syllable, with its marks or without."""
    return is_syllable(word) or is_bare_syllable(word)


Habits = tuple[bool, bool, bool]
"""Whether a text bears diacritics, whether it was typed by Telex keys, and whether by VNI keys."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text put right, and by its number each word that is to be shown otherwise than it was typed."""

    reading: Reading
    shown: Mapping[int, str]


class Spelling:
    """Knows the words that reports are made of, and finds them behind slips and raw keys."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Know the words of some phrases besides those of every report."""
        phrases = tuple(phrases)
        own = (word for phrase in phrases for word in phrase.lower().split())
        words = {word for word in own if word.isalpha() and len(word) > 1} | set(PLAIN)
        meant: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for form in {word, fold(word)}:
                meant[form].append(word)
        self._meant = {form: tuple(dict.fromkeys(each)) for form, each in meant.items()}
        # A slip in an abbreviation may as well make another one.
        self._slips = Slips(form for form, each in self._meant.items() if len(form) > 1 and any(map(is_syllable, each)))
        self._counted = Slips({form for word in COUNTED for form in (word, fold(word))})
        self._compounds = Compounds(phrases)
        self._word = lru_cache(maxsize=16384)(self._put_right)

    def read(self, text: str) -> Spelt:
        """The text with its words put right, and the words that are shown otherwise than they were typed."""
        reading = Reading(text)
        words = reading.words()
        shouted = text.isupper()
        typed = re.findall(r"[^\W_]+", reading.cased()) if not shouted else words
        habits = self._habits(words, accented=reading.accented)
        leads = reading.leads()
        others: list[str] = []
        for at, word in enumerate(words):
            after = _NUMBER.search(leads[at]) is not None
            capitals = len(word) > 1 and at < len(typed) and typed[at].isupper() and word.isascii()
            others.append(_barred(word) if capitals and word not in self._meant else self._word(word, after, habits))
        joined = [_gap(lead) for lead in leads]
        named = [at < len(typed) and typed[at][:1].isupper() and joined[at] and not shouted for at in range(len(words))]
        paired = self._compounds.mend(others, others if any(habits[1:]) else words, joined, named)
        shown = {
            at: other
            for at, (word, other) in enumerate(zip(words, others, strict=True))
            if word != other and (at in paired or self._is_misspelt(word, other, habits, named=named[at]))
        }
        reading.respell(others)
        return Spelt(reading, shown)

    def _is_misspelt(self, word: str, other: str, habits: Habits, *, named: bool) -> bool:
        """Whether a word is no word as it was typed; a name that follows others is left, unless keys spell it."""
        keyed = other in (decode_telex(word) if habits[1] else None, decode_vni(word) if habits[2] else None)
        if keyed or _barred(word) == other:
            return True
        return not named and not is_word(place_tone(word)) and (word.isalpha() or habits[2])

    def _habits(self, words: Sequence[str], *, accented: bool) -> Habits:
        """Whether the text bears diacritics, whether it was typed by Telex keys, and whether by VNI keys."""
        telex = vni = 0
        for word in words[:200]:
            if len(word) > _LONGEST or not word.isascii():
                continue
            if _DIGITS_INSIDE.fullmatch(word):
                meant = decode_vni(word)
                vni += meant is not None and (meant in self._meant or len(word) > 3)
            elif word.isalpha() and not is_word(word):
                telex += decode_telex(word) in self._meant
        return accented, telex > 1 or (telex > 0 and len(words) < 8), vni > 1

    def _put_right(self, word: str, after_number: bool, habits: Habits) -> str:
        accented, telex, vni = habits
        if len(word) > _LONGEST:
            return word
        if word in ("dd", "d9"):
            return "đ"
        if (barred := _barred(word)) != word:
            return barred
        if word in _FEMALE:
            return "nữ"
        if vni and _DIGITS_INSIDE.fullmatch(word):
            return decode_vni(word) or self._decoded(word, vni=True) or word
        if not word.isalpha():
            return word
        word = with_marks_mended(word) or place_tone(word)
        if after_number and word not in AFTER_NUMBER:
            counted = self._after_number(word, marked=accented or telex)
            if counted is not None:
                return counted
        meant = decode_telex(word)
        if is_word(word) or word in self._meant or word in PLAIN:
            # Some keys spell another syllable as they stand ("khoong").
            return meant if telex and meant in self._meant and word not in self._meant and meant else word
        if meant is not None and (telex or meant in self._meant):
            return meant
        return self._near(word, marked=accented or telex) or (telex and self._decoded(word)) or meant or word

    def _after_number(self, word: str, *, marked: bool) -> str | None:
        """What is counted by the number before a word: a short noun in which a slip makes another word."""
        decoded = decode_telex(word) if not is_syllable(word) else None
        if decoded in COUNTED or word in COUNTED:
            return decoded if decoded in COUNTED else word
        if word.isascii() and word in {fold(each) for each in COUNTED}:
            return word
        if fold(decoded or word) in ("nu",):
            return "nữ"
        if len(word) > 4 and (meant := _COUNTED_BY_FOLD.get(fold(word))) is not None:
            return meant
        if decoded is not None and self._meant.get(decoded):
            return None
        near = self._counted.near(word)
        most = _SURE if len(word) < 4 or is_syllable(word) else _LIKELY
        found = min(near, key=lambda each: near[each], default=None)
        if found is None or near[found] > most or (is_syllable(word) and word in self._meant):
            return None
        return self._spelt(found, word, marked=marked)

    def _near(self, word: str, *, marked: bool) -> str | None:
        """The known word that a keyboard's slip turned into this one."""
        if len(word) < 2 or (len(word) < 3 and word.isascii()):
            return None
        near = self._slips.near(word)
        found = min(near, key=lambda each: (near[each], -len(each)), default=None)
        most = _SURE if len(word) < 4 else _TWO if len(word) > 4 else _LIKELY
        if found is None or near[found] > most:
            return None
        return self._spelt(found, word, marked=marked)

    def _decoded(self, word: str, *, vni: bool = False) -> str | None:
        """The known word whose raw keys a slip turned into these."""
        decode = decode_vni if vni else decode_telex
        return next((meant for meant in map(decode, slipped_keys(word)) if meant in self._meant), None)

    def _spelt(self, form: str, typed: str, *, marked: bool) -> str:
        """A form as it is to be written: with its diacritics where the text has them, bare where they are open."""
        meant = self._meant.get(form, (form,))
        if not marked or len(meant) > 1:
            return form
        return meant[0]


def _barred(word: str) -> str:
    """A short form whose Đ was typed by keys ("thdd", "cbd9"); any other word as it is."""
    barred = word.replace("dd", "đ").replace("d9", "đ")
    return barred if barred in PLAIN else word


def spelling_of(types: Sequence[ActivityType]) -> Spelling:
    """The spelling that knows the words of these types as well as those of every report."""
    return _spelling(tuple(phrase for kind in types for phrase in (*kind.words, *kind.weak)))


def _gap(lead: str) -> bool:
    """Whether nothing but white space stands between a word and the one before it."""
    return lead.endswith(" ") and lead[:-1].isalnum()


@lru_cache(maxsize=8)
def _spelling(phrases: tuple[str, ...]) -> Spelling:
    return Spelling(phrases)
