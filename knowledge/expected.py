"""What form an answer must have: who asks for an amount is not answered by a text without one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.entry import Entry
from knowledge.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Expectation:
    """A wording (without diacritics) and what an answer to it has to hold (in its text, as written)."""

    asked: re.Pattern[str]
    given: re.Pattern[str]
    kinds: frozenset[str] = frozenset()
    """Kinds of entries that answer it whatever their text holds."""


def _expect(asked: str, given: str, kinds: str = "") -> Expectation:
    return Expectation(
        re.compile(rf"(?<![a-z0-9])(?:{asked})(?![a-z0-9])"),
        re.compile(given, re.IGNORECASE),
        frozenset(kinds.split()),
    )


_MONEY = r"\d[\d.,]*\s*(?:đồng|đ\b|triệu|tỷ|tỉ|nghìn|ngàn|VND)|\d{1,3}(?:\.\d{3})+"
_COUNT = r"\d|^- |\n- |\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mấy|không (?:nêu|ghi|quy định|có)|các|mỗi|hằng)\b"

_EXPECTATIONS = (
    _expect(
        "bao nhieu (?:tien|dong|ty|trieu|nghin)|may (?:tien|dong|ty|trieu|tram nghin)|het bao nhieu"
        "|(?:muc|so) (?:tien|chi|phat|luong|phu cap|ho tro|thuong|thu lao|boi duong)[a-z0-9 ]*bao nhieu"
        "|luong|he so|phu cap|hoc phi|gia (?:bao nhieu|the nao)|tien (?:phat|thuong)|phat bao nhieu"
        "|(?:ngan sach|kinh phi|du toan|von)[a-z0-9 ]* bao nhieu",
        _MONEY,
    ),
    _expect("bao nhieu phan tram|may phan tram|bao nhieu %|ty le (?:la )?bao nhieu", r"%|phần trăm"),
    _expect(
        "so (?:dien thoai|dt|may ban|di dong|fax)|sdt|email|e-mail|gmail|thu dien tu|zalo|facebook|hotline",
        r"\d{3}[\d. ]{3,}|@",
    ),
    _expect(
        "(?:bao nhieu|may) tuoi|sinh nam|sinh ngay|ngay sinh|nam sinh|tieu su|que quan|que o", r"\bsinh\b|tuổi|quê"
    ),
    _expect("website|trang web|duong link|link|mat khau|wifi|tai khoan|bien so", r"https?:|www\.|cổng thông tin"),
    _expect(
        "bao nhieu (?!ngay)|may (?:nguoi|don vi|huyen|xa|lop|phan|muc|doan|nhom|cuoc|vu|can bo|dai bieu|chuong|dieu)",
        _COUNT,
    ),
    _expect("ai (?:la nguoi )?(?:da )?ky|nguoi ky|do ai ky|(?:ong|ba) nao ky", r"\bký\b|chữ ký"),
    _expect("bao gio|khi nao|ngay nao|ngay may|thang may|nam nao|nam may|luc nao", r"\d|hằng năm|hàng năm|định kỳ"),
)
NOW = re.compile(r"(?<![a-z])(?:hien nay|hien gio|hien tai|bay gio|nam nay|duong nhiem|moi nhat|dang giu)(?![a-z])")
"""Words that ask for what holds today."""


@lru_cache(maxsize=256)
def _expected(asked: str) -> tuple[Expectation, ...]:
    return tuple(one for one in _EXPECTATIONS if one.asked.search(asked))


def lacks(question: str, entry: Entry) -> bool:
    """Whether an entry cannot hold what a question asks for."""
    return any(entry.kind not in one.kinds and not one.given.search(entry.text) for one in _expected(fold(question)))


def asks_of_today(question: str) -> bool:
    """Whether a question is about today, which a directive of one year does not answer."""
    return bool(NOW.search(fold(question)))
