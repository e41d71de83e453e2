"""What form an answer must have: who asks for an amount is not answered by a text without one.

Questions come folded: lower case, without diacritics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.entry import Entry


@dataclass(frozen=True, slots=True)
class Expectation:
    """A wording (without diacritics) and what an answer to it has to hold (in its text, as written)."""

    asked: re.Pattern[str]
    given: re.Pattern[str]
    kinds: frozenset[str] = frozenset()
    """Kinds of entries that answer it whatever their text holds."""
    titled: bool = False
    """Whether the title of an answer may hold it instead."""

    def given_by(self, entry: Entry) -> bool:
        """Whether an entry holds it."""
        if entry.kind in self.kinds or self.given.search(entry.text):
            return True
        return self.titled and self.given.search(entry.title) is not None


def _expect(asked: str, given: str, kinds: str = "", *, titled: bool = False) -> Expectation:
    return Expectation(
        re.compile(rf"(?<![a-z0-9])(?:{asked})(?![a-z0-9])"),
        re.compile(given, re.IGNORECASE),
        frozenset(kinds.split()),
        titled,
    )


_MONEY = r"\d[\d.,]*\s*(?:đồng|đ\b|triệu|tỷ|tỉ|nghìn|ngàn|VND)|\d{1,3}(?:\.\d{3})+"
_LEVEL = r"không ghi (?:số tiền|mức)|quy định (?:nội dung và )?mức chi|mức chi theo"
"""That no amount is set, or who sets it: the honest answer to how much."""
_NUMBER = r"(?<![\d/.-])\d{1,3}(?:[.,]\d+)?(?![\d/.-])(?! tháng)"
_WORDED = r"\b(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\b|không (?:nêu|ghi|quy định|có)"
_NEVER = r"(?!)"

_EXPECTATIONS = (
    _expect(
        "bao nhieu (?:tien|dong|ty|trieu|nghin)|may (?:tien|dong|ty|trieu|tram nghin)|het bao nhieu|chi bao nhieu"
        "|(?:muc|so) (?:tien|chi|phat|luong|phu cap|ho tro|thuong|thu lao|boi duong)[a-z0-9 ]*bao nhieu"
        "|luong(?! (?:nu|lao dong|cao))|he so (?:luong|phu cap)|phu cap|hoc phi|gia (?:bao nhieu|the nao)"
        "|tien (?:phat|thuong)"
        "|phat bao nhieu|(?:ngan sach|kinh phi|du toan|von|tien)[a-z0-9 ]* bao nhieu|bao nhieu (?:kinh phi|ngan sach)"
        "|(?:giai|thuong)[a-z0-9 ]* bao nhieu|duoc cap bao nhieu",
        f"{_MONEY}|{_LEVEL}",
    ),
    _expect("bao nhieu phan tram|may phan tram|bao nhieu %|ty le (?:la )?bao nhieu", r"%|phần trăm"),
    _expect(
        "so (?:dien thoai|dt|may ban|di dong|fax)|sdt|email|e-mail|gmail|thu dien tu|zalo|facebook|hotline",
        r"\d{3}[\d. ]{3,}|@",
        "contact",
    ),
    _expect(
        "(?:bao nhieu|may) tuoi|sinh nam|sinh ngay|ngay sinh|nam sinh|tieu su|que quan|que o", r"\bsinh\b|tuổi|quê"
    ),
    _expect(
        "website|trang web|duong link|link|mat khau|wifi|tai khoan|bien so|ban mem|ban pdf|tai (?:ve|file|xuong)",
        r"https?:|www\.|cổng thông tin",
    ),
    _expect("may gio|gio nao|buoi nao|may buoi|thu may(?! (?:quy|bac))", r"\d+ ?(?:giờ|h\b|buổi)|24/7|/buổi"),
    _expect(
        "(?:hoi truong|phong(?: hop)?|dia diem|dia chi|con duong|duong pho|nha in|toa nha|khu) nao|o cho nao|o nha nao",
        r"\bsố \d+|phường|đường [A-ZĐ]|địa chỉ",
    ),
    _expect("vi sao|tai sao|sao (?:lai|nam|tinh|so|nganh)|ly do gi", r"lý do|bởi|nguyên nhân|vì (?!sự|bình)"),
    _expect(
        "thu tuc|giay to|ho so gom|cach dang ky|dang ky[a-z ]* (?:the nao|o dau)", r"thủ tục|giấy tờ|hồ sơ|đăng ký"
    ),
    _expect("so sanh|(?:cao|thap|nhieu|it) hon|(?:tot|cao|thap|nhieu|it) nhat", r"so sánh|so với|hơn\b|nhất\b|≥|≤"),
    _expect(
        "(?:bao nhieu|may) (?:nguoi|nu|nam|can bo|dai bieu|vu|cuoc|nhan vien|thanh vien|don vi|doan|huyen|xa|lop)",
        f"{_NUMBER}|{_WORDED}",
    ),
    _expect("bao nhieu (?!ngay|tien)", rf"{_NUMBER}|{_WORDED}|%|\n- |{_LEVEL}"),
    _expect("ai (?:la nguoi )?(?:da )?ky|nguoi ky|do ai ky|(?:ong|ba) nao ky", r"\bký\b|chữ ký|ban hành"),
    _expect("ten gi|ten la gi|ho ten|ten tung nguoi|ten cac thanh vien", _NEVER, "event document"),
    _expect("bao gio|khi nao|ngay nao|ngay may|thang may|nam nao|nam may|luc nao", r"\d|hằng năm|hàng năm|định kỳ"),
    _expect(
        "(?:ban|truong ban) vi su tien bo(?: cua)? phu nu (?:cap |o |cua )?"
        "(?:xa(?! hoi)|phuong(?! (?:huong|an))|thi tran)",
        r"(?<!\w)xã(?! hội)|phường",
    ),
    _expect("bao cao (?:hang )?tuan", r"\btuần\b"),
    _expect("chu de|khau hieu|thong diep|slogan", r"chủ đề|khẩu hiệu|thông điệp", titled=True),
    _expect("(?:nhung|cac) ngay nao|may ngay", r"\d{1,2}/\d{1,2}|\bngày \d"),
)
NOW = re.compile(r"(?<![a-z])(?:hien nay|hien gio|hien tai|bay gio|nam nay|duong nhiem|moi nhat|dang giu)(?![a-z])")
"""Words that ask for what holds today."""


@lru_cache(maxsize=256)
def _expected(asked: str) -> tuple[Expectation, ...]:
    return tuple(one for one in _EXPECTATIONS if one.asked.search(asked))


def lacks(question: str, entry: Entry) -> bool:
    """Whether an entry cannot hold what a question asks for."""
    return not all(one.given_by(entry) for one in _expected(question))


_OUTCOME = re.compile(
    r"(?<![a-z])(?:ket qua[a-z0-9 ]*(?:ra sao|the nao|nhu nao|la gi|dat)|ket luan|thuc te"
    r"|da (?:dat|nop|lam|to chuc|xu ly)|nop muon|bi xu phat|duoc (?:tang|khen|thuong|trao)|dat giai|lam tot"
    r"|con (?:lam|giu|cong tac))(?![a-z])"
)
"""Words that ask how something turned out, which a directive written before cannot tell."""


@lru_cache(maxsize=256)
def asks_of_outcome(question: str) -> bool:
    """Whether a question is about what came of something."""
    return bool(_OUTCOME.search(question))


@lru_cache(maxsize=256)
def asks_of_today(question: str) -> bool:
    """Whether a question is about today, which a directive of one year does not answer."""
    return bool(NOW.search(question))
