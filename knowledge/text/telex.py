"""Decoding keys that an input method should have turned into letters: raw Telex and raw VNI."""

from __future__ import annotations

from functools import lru_cache

from knowledge.text.syllables import spell

_TELEX_TONES = {"s": 1, "f": 2, "r": 3, "x": 4, "j": 5}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_VNI_TONES = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_VNI_SHAPES = {"6": _HATS, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}
_VOWELS = frozenset("aăâeêioôơuưy")


def _reshape(letters: list[str], shapes: dict[str, str]) -> bool:
    """Give the last vowel that can bear it its hat, horn or breve; "uo" takes the horn on both."""
    for at in range(len(letters) - 1, -1, -1):
        shaped = shapes.get(letters[at])
        if shaped is None:
            continue
        # In "ua" and "ui" the horn belongs to the u ("mưa"), but "qua" has no other place for it ("quă").
        if letters[at] == "a" and shaped == "ă" and at and letters[at - 1] == "u" and letters[:1] != ["q"]:
            letters[at - 1] = "ư" if at == len(letters) - 1 else "u"
            if at < len(letters) - 1:
                letters[at] = shaped
            return True
        if shaped == "ư" and at and letters[at - 1] == "u":
            at -= 1
        letters[at] = shaped
        if shaped == "ơ" and at and letters[at - 1] == "u" and letters[:2] != ["q", "u"]:
            letters[at - 1] = "ư"
        return True
    return False


@lru_cache(maxsize=16384)
def decode_telex(word: str) -> str | None:
    """The syllable that lower-case raw Telex keys stand for, or None where they are no Telex or spell none.

    Keys may stand at the end or inside the syllable ("hanj", "hajn", "dduwowcj", "dduocwj", "tieengs", "tiengse").
    """
    return _decode_telex(word, reach=len(word)) or _decode_telex(word, reach=1)


def _decode_telex(word: str, reach: int) -> str | None:
    """Decode keys of which a second a, e or o may be up to ``reach`` letters after the first ("tieengs", "tiengse")."""
    letters: list[str] = []
    tone = 0
    used = False
    for key in word:
        has_vowel = any(letter in _VOWELS for letter in letters)
        if key in _TELEX_TONES and has_vowel:
            if tone:
                return None
            tone, used = _TELEX_TONES[key], True
        elif key == "d" and letters[:1] == ["d"]:
            letters[0], used = "đ", True
        elif key in _HATS and key in letters[-reach:] and _reshape(letters, {key: _HATS[key]}):
            used = True
        elif key == "w":
            if not _reshape(letters, _HORNS):
                letters.append("ư")
            used = True
        else:
            letters.append(key)
    return _settle(letters, tone) if used else None


@lru_cache(maxsize=16384)
def decode_vni(word: str) -> str | None:
    """The syllable that lower-case raw VNI keys stand for ("ha5n", "no65p", "d9u7o7c5"), or None."""
    letters: list[str] = []
    tone = 0
    used = False
    for key in word:
        if not key.isdigit():
            letters.append(key)
            continue
        used = True
        if key in _VNI_TONES and not tone:
            tone = _VNI_TONES[key]
        elif key == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif key not in _VNI_SHAPES or not _reshape(letters, _VNI_SHAPES[key]):
            return None
    return _settle(letters, tone) if used else None


def _settle(letters: list[str], tone: int) -> str | None:
    """The syllable, with the horn that typing "uow" or "uo7" leaves to one vowel carried to both."""
    shape = "".join(letters)
    found = spell(shape, tone)
    if found is None:
        for typed, meant in (("uơ", "ươ"), ("ưo", "ươ"), ("ươ", "uơ")):
            if typed in shape:
                found = found or spell(shape.replace(typed, meant), tone)
    return found
