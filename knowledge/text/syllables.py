"""How Vietnamese syllables are spelt: onsets, rimes, tones, and where the tone mark stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
"""No tone, sắc, huyền, hỏi, ngã, nặng, as combining marks."""

_TONE_MARKS = frozenset(TONES[1:])
_VOWELS = "aăâeêioôơuưy"
_SHAPED = "ăâêôơư"
_STOPPED = ("c", "ch", "p", "t")
_PLAIN_ONSETS = ["", *"b c ch d đ g h kh l m n ng nh p ph r s t th tr v x".split()]
_FRONT = {"c": "k", "g": "gh", "ng": "ngh"}
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong ooc
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uân uâng uât uây uê uêch uên uênh
uôc uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyu
ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
""".split()
_AFTER_QU = """
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên êt ênh êch i in it it ơ y ych yên
yêt ynh yt yu ôc
""".split()
_AFTER_GI = """
a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âm ân âng âp ât âu ây e em en eo ep et ê êng êt o oc oi om on
ong op ot ô ôc ôi ôn ông ôp ôt ơ ơi u uc ui um un up uôc uông ư ưa ưt ưi ương ươi ươp
""".split()
_LONE_Y = ["", "h", "k", "l", "m", "s", "t", "v"]
_Y_RIMES = "yêm yên yêng yêt yêu".split()
_FIRST_VOWEL_PAIRS = ("oa", "oe", "uy")


@cache
def shapes() -> dict[str, tuple[str, str]]:
    """Every toneless syllable that Vietnamese spelling allows -> (onset, rime)."""
    found: dict[str, tuple[str, str]] = {}
    for onset in _PLAIN_ONSETS:
        for rime in _RIMES:
            spelt = _FRONT.get(onset, onset) if rime[0] in "ieê" else onset
            found.setdefault(spelt + rime, (spelt, rime))
    for onset in _LONE_Y:
        found[onset + "y"] = (onset, "y")
    for rime in _Y_RIMES:
        found[rime] = ("", rime)
    for onset, rimes in (("qu", _AFTER_QU), ("gi", _AFTER_GI)):
        for rime in rimes:
            found[onset + rime] = (onset, rime)
    for rime in ("i", "in", "iêng", "iêt"):
        found["g" + rime] = ("g", rime)
    return found


def _tone_index(rime: str) -> int:
    """Where in a rime the tone mark stands, the older way: "hòa", "thủy", but "hoàn"."""
    shaped = [index for index, letter in enumerate(rime) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    vowels = [index for index, letter in enumerate(rime) if letter in _VOWELS]
    if len(vowels) < len(rime):
        return vowels[-1]
    if len(vowels) == 3:
        return 1
    return 0


def untone(word: str) -> tuple[str, int]:
    """A lower-case NFC word without its tone mark, and the tone as index into TONES (-1: several tones)."""
    letters = []
    tone = 0
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONE_MARKS:
            tone = -1 if tone else TONES.index(mark)
        else:
            letters.append(mark)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def spell(shape: str, tone: int) -> str | None:
    """The NFC syllable for a toneless shape and a tone, or None where spelling forbids it."""
    parts = shapes().get(shape)
    if parts is None:
        return None
    onset, rime = parts
    if tone not in (1, 5) and rime.endswith(_STOPPED):
        return None
    if not tone:
        return shape
    at = len(onset) + _tone_index(rime)
    return unicodedata.normalize("NFC", shape[: at + 1] + TONES[tone] + shape[at + 1 :])


@lru_cache(maxsize=65536)
def place_tone(word: str) -> str:
    """A lower-case word with its tone mark where it belongs ("hoà" -> "hòa"); other words as they are."""
    shape, tone = untone(word)
    return (tone > 0 and spell(shape, tone)) or word


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC word is spelt as a Vietnamese syllable may be."""
    shape, tone = untone(word)
    return tone >= 0 and spell(shape, tone) == word


@lru_cache(maxsize=65536)
def is_bare_syllable(word: str) -> bool:
    """Whether a lower-case word without marks is what is left of a syllable: "deu" is spelt as none, and yet "đều"."""
    return word in _bare_shapes()


@cache
def _bare_shapes() -> frozenset[str]:
    marks = str.maketrans("ăâđêôơư", "aadeoou")
    return frozenset(shape.translate(marks) for shape in shapes())


def all_syllables() -> Iterator[str]:
    """Every syllable that spelling allows, with every tone it may bear (about 17,000; 6,500 are in use)."""
    for shape in shapes():
        for tone in range(len(TONES)):
            syllable = spell(shape, tone)
            if syllable is not None:
                yield syllable
