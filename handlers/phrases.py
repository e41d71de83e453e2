"""Plain words that mean a command: "đơn vị nào chưa nộp báo cáo" is /tiendo to an office.

A wording is a pattern over the words without diacritics, and has to be all that is said but for the small words around
it. A group `rest` in it is what would stand after the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text.normalise import clean, fold

LONGEST = 90
"""Letters of the longest message that may mean a command."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A command, who means it by such words ("all", "member", "office"), and what stands after it."""

    command: str
    who: str
    rest: str = ""


_ME = "(?:chung )?(?:toi|em|minh|ta)"
_US = rf"{_ME}|(?:don vi|ben|co quan|ban|phong|so|xa|phuong|benh vien|truong)(?: {_ME})?"
_OWN = rf"{_ME}|(?:don vi|ben|co quan|ban|phong|xa|phuong)(?: {_ME})?|(?:so|benh vien|truong) {_ME}"
"""One's own unit, and no other that somebody may ask about: "bệnh viện phải nộp gì"."""
_BEFORE = rf"(?:(?:alo|da|vang|thua|chao|anh|chi|ad|bot|oi|xin|vui long|lam on|nho|cho|giup|muon|can|duoc|{_OWN}) )*"
_AFTER = r"(?: (?:a|ah|nhe|nhi|nha|voi|di|giup|roi|rui|xong|the|vay|day|oi|anh|chi|ad|bot|em|toi|minh|khong))*"
_REPORT = r"(?:bao cao|bc)"
_PERIOD = (
    r"(?: (?:6 thang|sau thang|nam|quy|tong ket|so ket|ca nam)(?: (?:dau nam|cuoi nam|dau|cuoi|nay|nam|20\d\d))*)?"
)
_NAMED = rf"(?:(?: ky| dot)?(?P<rest>{_PERIOD}))"
_KINDS = "don vi|co quan|noi|ai|xa|phuong|xa phuong|benh vien|truong|so|nganh"
_UNITS = rf"(?:(?:cac|nhung|may|con|co|tat ca|toan bo) )*(?:{_KINDS})"
_YET = "(?:da|chua|con chua|van chua|chua chiu)"
_HOW = "(?:den dau|ra sao|the nao)"
_GET = "(?:(?:xem|tai|tai ve|lay|them|dua|dong bo) )*"
_BELOW = "(?: (?:truc thuoc|cap duoi|ben duoi))?"
_CODE = r"(?P<rest>[a-z0-9]{10}|[a-z0-9]{5} [a-z0-9]{5})"
_LOG_PERIOD = r"(?: (?:quy|thang|nam|6 thang|tuan|tu|dau|cuoi|nay|truoc|ngoai|den|gio|nay|\d{1,4}|i{1,3}|iv))*"
_REPORT_PERIOD = (
    r"(?: (?:6 thang|sau thang|nam|ca nam|tong ket|so ket|thang hanh dong|dau nam|cuoi nam|dau|cuoi|nay|ngoai|truoc"
    r"|quy (?:[1-4]|i{1,3}|iv)|20\d\d))*"
)
_FOR_US = rf"(?: (?:giup|ho|gium|cho)(?: {_US})?)*"
_OWN_DATA = rf"(?:du lieu|thong tin)(?: ca nhan)?(?: cua)? {_ME}"

_SOON = "(?:sap toi|sap den|toi day|thoi gian toi|ky nay|dot nay|hom nay|tuan nay|thang nay|quy nay|nam nay|con)"
_NOW = "(?:nay|hom nay|bay gio|gio)"

PHRASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "tiendo",
        "office",
        (
            rf"(?:xem )?tien do(?: (?:nop|gui))?(?: {_REPORT})?{_NAMED}(?: cua)?(?: {_UNITS})?(?: {_HOW})?",
            rf"(?:xem )?tinh hinh (?:nop|gui) {_REPORT}{_NAMED}(?: cua)?(?: {_UNITS})?(?: {_HOW})?",
            rf"{_UNITS}(?: nao)? {_YET} (?:nop|gui)(?: {_REPORT})?{_NAMED}",
            rf"(?:xem|danh sach|thong ke|liet ke|bao nhieu) {_UNITS} {_YET} (?:nop|gui)(?: {_REPORT})?{_NAMED}",
        ),
    ),
    (
        "danop",
        "member",
        (
            rf"(?:{_US} )?(?:da|vua|vua moi|moi) (?:nop|gui)(?: xong)?(?: {_REPORT})?{_PERIOD}"
            "(?: (?:hom|sang|chieu) (?:nay|qua))?",
            rf"(?:{_US} )?(?:nop|gui)(?: xong)? {_REPORT}{_PERIOD} (?:roi|xong)",
        ),
    ),
    (
        "cuatoi",
        "all",
        (
            rf"(?:{_SOON} )*(?:(?:{_OWN}|con|co|phai|can|sap|se) )*(?:nop|gui)(?: (?:nhung|cac))?(?: {_REPORT})?"
            rf" (?:gi|nao)(?: (?:nua|{_SOON}))*",
            rf"{_NOW}(?: (?:da|sap|la|den|toi|qua))* (?:ngay )?han(?: (?:nop|cuoi|{_REPORT}))*(?: chua)?",
            rf"(?:da |sap )?(?:den|toi|qua|tre) han(?: nop)?(?: {_REPORT})?(?: chua)?",
            rf"(?:{_SOON} |{_OWN} )*(?:(?:con|co|nhung) )*gi (?:phai nop|(?:sap )?(?:den|toi) han)",
            rf"(?:{_SOON} |{_OWN} )*(?:sap )?(?:den|toi) han (?:nhung )?(?:{_REPORT} )?(?:gi|nao)",
            r"han roi(?= a| ha|$)",
            rf"(?:{_OWN} )?(?:(?:da|co) )?(?:nop|gui)(?: xong)?(?: {_REPORT})?{_PERIOD}(?: hay)? chua",
            rf"(?P<rest>(?:{_REPORT}(?: {_OWN})? )?(?:con )?thieu (?:nhung |cac |cai )?"
            "(?:gi|muc nao|phan nao|so lieu (?:gi|nao)|so gi)(?: nua)?)",
            "(?P<rest>nop(?: luon| ngay)?)",
        ),
    ),
    ("cuatoi", "write_report", (rf"(?P<rest>nop (?:luon |ngay )?{_REPORT})",)),
    (
        "baocao",
        "write_report",
        (
            r"(?!.* (?:roi|rui|xong|khong)(?: |$))nop (?:luon |ngay )?"
            rf"{_REPORT}(?: ky| dot)?(?P<rest>{_PERIOD}|{_REPORT_PERIOD})",
        ),
    ),
    (
        "thamgia",
        "all",
        (
            "(?:dang ky )?(?:tham gia|gia nhap)(?: (?:vao )?(?:don vi|he thong|tro ly|nhom))?(?: nay)?",
            rf"(?:co |nhan duoc |day la |dung )?ma moi(?: cua {_ME})?(?: la)? {_CODE}",
            "(?:co|da co|nhan duoc|duoc cap|nhap|dung) (?P<rest>ma moi)(?: (?:tham gia|o dau|the nao|lam sao))?",
        ),
    ),
    (
        "dulieu",
        "all",
        (
            rf"(?:(?:xem|xoa|sua|huy|tai|tai ve|lay|xuat|lai|het|toan bo|bo) )*{_OWN_DATA}",
            rf"(?:xoa|huy|bo) tai khoan(?: cua)?(?: {_ME})?",
            rf"(?:rut|huy|bo) (?:lai )?(?:su )?dong y(?: cua)?(?: {_ME})?",
        ),
    ),
    (
        "lich",
        "member",
        (
            rf"{_GET}lich(?: (?:nop|han|han nop|{_REPORT}|cua|{_US}))*(?: (?:vao|ve|tren) (?:may|dien thoai))?",
            rf"{_GET}(?:cac )?han(?: nop)?(?: {_REPORT})? (?:vao|ve) (?:lich|dien thoai)(?: cua)?(?: {_ME})?",
        ),
    ),
    (
        "nhatky",
        "member",
        (
            rf"(?:xem |mo )?nhat ky(?: (?:hoat dong|cong viec|cua))*(?: (?:{_US}))?(?P<rest>{_LOG_PERIOD})",
            rf"(?P<rest>(?:xuat|tai|tai ve|ket xuat|lay|in) (?:file |tep |bang |excel )?nhat ky"
            rf"(?: (?:hoat dong|cong viec|cua|{_US}))*{_LOG_PERIOD}(?: (?:ra|sang|thanh|file|tep|excel|csv|ve|may))*)",
            rf"(?P<rest>nhat ky{_LOG_PERIOD}(?: (?:ra|dang|file|tep))* (?:excel|csv))",
        ),
    ),
    (
        "ghi",
        "member",
        (r"(?:muon |can )?(?:ghi|nhap|them) (?:mot |1 )?(?:hoat dong|viec|nhat ky|viec da lam|viec moi)(?: moi)?",),
    ),
    (
        "baocao",
        "member",
        (
            # Who has made it already, or asks whether it has to be made, asks for something else.
            r"(?!.* (?:roi|rui|xong|khong)(?: |$))(?:soan|lap|lam|viet|xuat|ket xuat|tao|dung|mo)"
            rf"{_FOR_US}(?: (?:ban|mot|1|du thao|file|tep|ban nhap))*"
            rf" {_REPORT}(?: ky| dot)?(?P<rest>{_REPORT_PERIOD})(?: (?:tu|theo) nhat ky)?{_FOR_US}",
            rf"(?:soan|lap|lam|viet|xuat|tao) {_REPORT}(?P<rest>{_REPORT_PERIOD}) (?:giup|ho|gium)(?: {_ME})?"
            " duoc khong",
        ),
    ),
    (
        "tonghop",
        "office",
        (
            rf"(?:lam |lap )?tong hop (?:{_REPORT}|so lieu)(?: ky| dot)?(?P<rest>{_REPORT_PERIOD})"
            rf"(?: (?:cua|tu|cho))?(?: (?:toan nganh|toan tinh|{_UNITS}))?{_BELOW}",
        ),
    ),
    (
        "thongbao",
        "office",
        (
            "(?:gui|soan|viet|phat|tao|ra) (?:mot |1 )?thong bao(?: moi)?"
            rf"(?: (?:cho|toi|den|xuong)(?: {_UNITS})?{_BELOW})?",
            rf"thong bao (?:cho|toi|den) {_UNITS}{_BELOW}",
            "(?P<rest>xem) (?:lai )?(?:cac |nhung )?thong bao(?: da gui)?",
        ),
    ),
)
"""Command, who means it, the wordings."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (name, who, re.compile(f"{_BEFORE}(?:{wording}){_AFTER}"))
        for name, who, wordings in PHRASES
        for wording in wordings
    )


def meanings(readings: Iterable[str]) -> Iterator[Meaning]:
    """The commands that a text may mean, as typed or as repaired, the first first."""
    for said in dict.fromkeys(map(_plain, readings)):
        if not said or len(said) > LONGEST:
            continue
        for name, who, pattern in _patterns():
            if found := pattern.fullmatch(said):
                yield Meaning(name, who, (found.groupdict().get("rest") or "").strip())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(clean(text[: 2 * LONGEST]))))
