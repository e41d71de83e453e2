"""What keyboards and habits do to a Vietnamese question: every mangler is (text, random) -> text.

Official numbers keep their digits and signs: a token that holds a digit loses at most case and the bar of đ.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

Mangler = Callable[[str, Random], str]

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")

_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng

_TELEX_TONE = dict(zip(_TONES, "sfrxj", strict=True))
_VNI_TONE = dict(zip(_TONES, "12345", strict=True))
_TELEX_MARK = {_BREVE: "w", _HORN: "w"}  # a circumflex repeats its letter instead
_VNI_MARK = {_CIRCUMFLEX: "6", _HORN: "7", _BREVE: "8"}

_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

# Field abbreviations first by length, so that the longest phrase wins.
ABBREVIATIONS: Mapping[str, str] = {
    "phòng, chống bạo lực gia đình": "pcblgđ",
    "phòng chống bạo lực gia đình": "pcblgđ",
    "vì sự tiến bộ của phụ nữ": "vstbcpn",
    "vì sự tiến bộ phụ nữ": "vstbpn",
    "lao động - thương binh và xã hội": "lđtbxh",
    "lao động thương binh và xã hội": "lđtbxh",
    "ủy ban nhân dân": "ubnd",
    "uỷ ban nhân dân": "ubnd",
    "hội đồng nhân dân": "hđnd",
    "liên hiệp phụ nữ": "lhpn",
    "bạo lực gia đình": "blgđ",
    "tháng hành động": "thđ",
    "bình đẳng giới": "bđg",
    "công chức viên chức": "ccvc",
    "như thế nào": "ntn",
    "chương trình": "ctr",
    "hướng dẫn": "hd",
    "trung ương": "tw",
    "nghị quyết": "nq",
    "quyết định": "qđ",
    "nghị định": "nđ",
    "thông tư": "tt",
    "công văn": "cv",
    "kế hoạch": "kh",
    "kinh phí": "kp",
    "báo cáo": "bc",
    "cán bộ": "cb",
    "đơn vị": "đv",
    "phụ nữ": "pn",
    "thành phố": "tp",
    "pháp luật": "pl",
    "bao nhiêu": "bn",
    "không": "ko",
    "được": "đc",
    "người": "ng",
}
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(p) for p in sorted(ABBREVIATIONS, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
_GLUABLE = re.compile(r"(?<!\w)(tt|qđ|qd|cv|nq|nđ|nd|kh|ct|hd|bc|ctr|số|so|luật|luat)\s+(?=\d)", re.IGNORECASE)


def _neighbours() -> dict[str, str]:
    """Each QWERTY letter with the letters whose keys touch it."""
    place = {key: (row, column + row / 2) for row, keys in enumerate(_KEYBOARD_ROWS) for column, key in enumerate(keys)}
    return {
        key: "".join(
            other for other, (r, c) in place.items() if other != key and abs(r - row) <= 1 and abs(c - column) <= 1
        )
        for key, (row, column) in place.items()
    }


_NEIGHBOURS = _neighbours()


def _has_digit(token: str) -> bool:
    return any(character.isdigit() for character in token)


def _per_token(text: str, plain: Callable[[str], str], numbered: Callable[[str], str]) -> str:
    """Apply `numbered` to the tokens that hold a digit and `plain` to the others."""
    return _TOKEN.sub(lambda m: numbered(m[0]) if _has_digit(m[0]) else plain(m[0]), text)


def _bar_off(text: str) -> str:
    return text.replace("đ", "d").replace("Đ", "D")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", _bar_off(_MARKS.sub("", unicodedata.normalize("NFD", text))))


def no_diacritics(text: str, rng: Random) -> str:
    """'báo cáo' -> 'bao cao'; đ becomes d in official numbers too."""
    return _fold(text)


def partly_no_diacritics(text: str, rng: Random, rate: float = 0.5) -> str:
    """Drop the diacritics of about `rate` of the tokens."""
    return _TOKEN.sub(lambda m: _fold(m[0]) if rng.random() < rate else m[0], text)


def nfd(text: str, rng: Random) -> str:
    """The same letters, decomposed."""
    return unicodedata.normalize("NFD", text)


def upper(text: str, rng: Random) -> str:
    """All capitals."""
    return text.upper()


def lower(text: str, rng: Random) -> str:
    """All small letters, official numbers included."""
    return text.lower()


def _move_tone(text: str, pairs: Mapping[str, str]) -> str:
    def moved(match: re.Match[str]) -> str:
        word = match[0]
        tail = pairs.get(word[-2:].lower())
        if tail is None or word[:-2].lower().endswith("q"):
            return word
        cased = "".join(n.upper() if o.isupper() else n for n, o in zip(tail, word[-2:], strict=True))
        return word[:-2] + cased

    return _WORD.sub(moved, unicodedata.normalize("NFC", text))


def _tone_pairs() -> dict[str, str]:
    compose = "".join
    return {
        unicodedata.normalize("NFC", compose((a, tone, b))): unicodedata.normalize("NFC", compose((a, b, tone)))
        for a, b in ("oa", "oe", "uy")
        for tone in _TONES
    }


_OLD_TO_NEW = _tone_pairs()
_NEW_TO_OLD = {new: old for old, new in _OLD_TO_NEW.items()}


def new_tones(text: str, rng: Random) -> str:
    """'hòa', 'thủy' -> 'hoà', 'thuỷ'."""
    return _move_tone(text, _OLD_TO_NEW)


def old_tones(text: str, rng: Random) -> str:
    """'hoà', 'thuỷ' -> 'hòa', 'thủy'."""
    return _move_tone(text, _NEW_TO_OLD)


def abbreviate(text: str, rng: Random, rate: float = 1.0) -> str:
    """Field abbreviations: 'báo cáo' -> 'bc'; each phrase with probability `rate`."""

    def shortened(match: re.Match[str]) -> str:
        return ABBREVIATIONS[match[0].lower()] if rng.random() < rate else match[0]

    return _ABBREVIATION.sub(shortened, unicodedata.normalize("NFC", text))


def glue_digits(text: str, rng: Random, rate: float = 1.0) -> str:
    """'tt 191' -> 'tt191' after a document type, with probability `rate` each."""
    return _GLUABLE.sub(lambda m: m[1] if rng.random() < rate else m[0], text)


def _slip(letters: list[str], index: int, rng: Random) -> int:
    """Spoil the letter at `index` in place; return the next index to look at."""
    letter = letters[index]
    kind = rng.choice(("swap", "drop", "double", "near"))
    if kind == "swap" and index + 1 < len(letters):
        letters[index], letters[index + 1] = letters[index + 1], letter
        return index + 2
    if kind == "drop" and len(letters) > 1:
        del letters[index]
        return index
    near = _NEIGHBOURS.get(_fold(letter).lower())
    if kind == "near" and near:
        key = rng.choice(near)
        letters[index] = key.upper() if letter.isupper() else key
        return index + 1
    letters.insert(index, letter)
    return index + 2


def typos(text: str, rng: Random, rate: float = 0.08) -> str:
    """Swap, drop, double or mistype about `rate` of the letters; tokens with digits are never touched."""

    def spoiled(match: re.Match[str]) -> str:
        letters = list(match[0])
        index = 0
        while index < len(letters):
            index = _slip(letters, index, rng) if rng.random() < rate else index + 1
        return "".join(letters)

    composed = unicodedata.normalize("NFC", text)
    return _per_token(composed, lambda token: _WORD.sub(spoiled, token), lambda token: token)


def _split_marks(letter: str) -> tuple[str, str, str]:
    """A letter as (base, vowel mark or '', tone or '')."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((m for m in parts[1:] if m in _TONES), "")
    mark = next((m for m in parts[1:] if m not in _TONES), "")
    return parts[0], mark, tone


def _telex_mark(base: str, mark: str) -> str:
    return base.lower() if mark == _CIRCUMFLEX else _TELEX_MARK.get(mark, "")


def _vni_mark(base: str, mark: str) -> str:
    return _VNI_MARK.get(mark, "")


def _typed(
    word: str, bar: str, mark_keys: Callable[[str, str], str], tone_keys: Mapping[str, str], tone_last: bool
) -> str:
    """The keys pressed for one word; with `tone_last` also 'ươ' with one shared mark key, as most people type."""
    keys: list[str] = []
    pending = ""
    for index, letter in enumerate(word):
        if letter in "đĐ":
            keys.append(("D" if letter == "Đ" else "d") + bar)
            continue
        base, mark, tone = _split_marks(letter)
        following = _split_marks(word[index + 1])[:2] if index + 1 < len(word) else ("", "")
        shared = tone_last and base in "uU" and mark == _HORN and following in (("o", _HORN), ("O", _HORN))
        keys.append(base + ("" if shared else mark_keys(base, mark)))
        if tone and tone_last:
            pending = tone_keys[tone]
        elif tone:
            keys.append(tone_keys[tone])
    typed = "".join(keys) + pending
    return typed.upper() if len(word) > 1 and word.isupper() else typed


def _keys_of(
    text: str, bar: str, mark_keys: Callable[[str, str], str], tone_keys: Mapping[str, str], tone_last: bool
) -> str:
    composed = unicodedata.normalize("NFC", text)

    def plain(token: str) -> str:
        return _WORD.sub(lambda m: _typed(m[0], bar, mark_keys, tone_keys, tone_last), token)

    return _per_token(composed, plain, _bar_off)


def telex(text: str, rng: Random) -> str:
    """Raw Telex keys, tone at the end of the syllable: 'được báo cáo' -> 'dduowcj baos caos'."""
    return _keys_of(text, "d", _telex_mark, _TELEX_TONE, tone_last=True)


def telex_inside(text: str, rng: Random) -> str:
    """Raw Telex keys, tone right after its vowel: 'được báo cáo' -> 'dduwowjc baso caso'."""
    return _keys_of(text, "d", _telex_mark, _TELEX_TONE, tone_last=False)


def vni(text: str, rng: Random) -> str:
    """Raw VNI keys, tone right after its vowel: 'hạn nộp' -> 'ha5n no65p'."""
    return _keys_of(text, "9", _vni_mark, _VNI_TONE, tone_last=False)


def _hurried(text: str, rng: Random) -> str:
    return lower(glue_digits(typos(no_diacritics(abbreviate(text, rng, 0.7), rng), rng, 0.05), rng), rng)


def _telex_slips(text: str, rng: Random) -> str:
    style = rng.choice((telex, telex_inside))
    return style(typos(text, rng, 0.05), rng)


def _half_accented(text: str, rng: Random) -> str:
    return partly_no_diacritics(typos(abbreviate(text, rng, 0.5), rng, 0.06), rng)


def _shouted(text: str, rng: Random) -> str:
    return upper(typos(rng.choice((no_diacritics, new_tones))(text, rng), rng, 0.06), rng)


def _foreign_letters(text: str, rng: Random) -> str:
    return nfd(lower(typos(new_tones(text, rng), rng, 0.06), rng), rng)


def mixed(text: str, rng: Random) -> str:
    """One of several usual mixtures: dropped accents, abbreviations, slips, Telex, case, decomposed letters."""
    mixture = rng.choice((_hurried, _hurried, _telex_slips, _half_accented, _shouted, _foreign_letters))
    return mixture(text, rng)


def _unchanged(text: str, rng: Random) -> str:
    return text


MANGLERS: Mapping[str, Mangler] = {
    "clean": _unchanged,
    "no diacritics": no_diacritics,
    "NFD": nfd,
    "upper": upper,
    "new tone placement": new_tones,
    "abbreviations": lambda text, rng: glue_digits(abbreviate(text, rng), rng, 0.3),
    "typos 8%": typos,
    "typos 10%": lambda text, rng: typos(text, rng, 0.10),
    "raw Telex": telex,
    "raw Telex, tone inside": telex_inside,
    "raw VNI": vni,
    "mixed": mixed,
}
