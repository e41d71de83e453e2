"""What codes look like among words: an invitation that is pasted as it came, a code that must not be kept."""

from __future__ import annotations

import re

from knowledge.text.normalise import clean, fold

_SIGN = "[2-9A-HJKMNP-Za-hjkmnp-z]"
"""A sign of a code: none that is taken for another one."""
_TEN = rf"{_SIGN}{{5}}[ -]?{_SIGN}{{5}}"
_WHOLE = re.compile(rf"(?P<before>.*?)(?<![\w/.-])(?P<code>{_TEN})(?![\w/-])(?P<after>.*)", re.DOTALL)
_WITHIN = re.compile(rf"(?<![\w/.-])(?:{_SIGN}{{5}}-?{_SIGN}{{5}}|{_SIGN}{{8}})(?![\w/-])")
_AROUND = frozenset(
    "em e toi tui minh anh chi ad bot oi a ah nhe nha voi day cho xin nho giup dang ky tham gia thamgia join gia nhap"
    " vao ma moi so code la cua bang dung nhap co nhan duoc gui don vi start thu ky day ne hoi va".split()
)
"""Words that may stand beside a code which is all that is meant."""


def typed_code(text: str) -> str | None:
    """The invitation that a message is, with at most small words around it; None for any other message."""
    found = _WHOLE.fullmatch(text.strip()) if len(text) <= 120 else None
    if found is None or not _mixed(found["code"]):
        return None
    around = re.findall(r"[a-z0-9]+", fold(clean(f"{found['before']} {found['after']}")))
    return found["code"] if all(word in _AROUND for word in around) else None


def without_codes(text: str) -> str:
    """A text with "…" in the place of what looks like a code."""
    return _WITHIN.sub(lambda one: "…" if _mixed(one[0]) else one[0], text)


def _mixed(code: str) -> bool:
    """Whether letters and digits stand in it: words hold no digits, numbers no letters."""
    return any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code)
