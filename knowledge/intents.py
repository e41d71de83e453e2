"""What a question wants to know: a table of wordings, matched without diacritics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Intent:
    """A wanted thing: the wordings that ask for it, and the kinds and attributes of entries that give it."""

    name: str
    pattern: re.Pattern[str]
    kinds: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()


def _intent(name: str, wordings: str, kinds: str = "", attributes: str = "") -> Intent:
    pattern = re.compile(rf"(?<![a-z0-9])(?:{wordings})(?![a-z0-9])")
    return Intent(name, pattern, frozenset(kinds.split()), frozenset(attributes.split()))


_WHEN = (
    r"bao gio|khi nao|luc nao|ngay nao|ngay may|ngay bao nhieu|may thang may|chung nao|thoi gian nao|nam nao|hom nao"
)

# In order: the first that matches is the question's main intent.
INTENTS: tuple[Intent, ...] = (
    _intent(
        "signer",
        r"ai (?:la nguoi )?(?:da )?ky|nguoi ky|ky ten|do ai ky|ong nao ky|ba nao ky|ai dung ten ky",
        "",
        "signer",
    ),
    _intent(
        "status",
        r"(?:con|het) (?:hieu luc|ap dung|gia tri|dung|dung duoc|su dung)|bi thay the|thay the|thay bang|thay cho|bai bo"
        r"|con hay het|het han chua|van con|hieu luc|dung duoc khong|con dung",
        "",
        "status",
    ),
    _intent(
        "cites",
        r"(?:vien )?dan (?:chieu )?(?:den )?(?:nhung |cac )?(?:van ban|thong tu|nghi quyet|quyet dinh)"
        r"|can cu (?:vao )?(?:nhung |cac )?(?:van ban )?(?:nao|gi)|nhac (?:den|toi) (?:nhung |cac )?van ban"
        r"|(?:dua|dua tren) van ban|theo van ban nao|can cu phap ly|thuc hien theo (?:van ban|cong van) nao",
        "",
        "cites",
    ),
    _intent(
        "cited_by",
        r"(?:van ban|cong van|ke hoach|noi) nao (?:co )?(?:dan|nhac|vien dan|trich)|duoc (?:dan|nhac|vien dan) (?:o|trong|den)",
        "",
        "cited_by",
    ),
    _intent(
        "addressees",
        r"kinh gui|gui (?:cho |den |toi )?(?:nhung )?(?:ai|don vi nao|co quan nao|nhung dau)|noi nhan",
        "",
        "addressees",
    ),
    _intent(
        "deadline",
        r"han|han (?:cuoi|chot|nop|gui|bao cao)|deadline|den han|tre han|qua han|(?:nop|gui) (?:bao cao|bc)|"
        r"(?:bao cao|bc)[a-z0-9 ]* (?:nop|gui|truoc ngay|" + _WHEN + r")|con (?:bao nhieu|may) ngay|"
        r"(?:nop|gui)[a-z0-9 ]* (?:" + _WHEN + r")|truoc ngay (?:nao|may|bao nhieu)|thoi han",
        "deadline",
    ),
    _intent(
        "issuer",
        r"(?:ai|co quan nao|don vi nao|cap nao|bo nao|so nao) (?:da )?(?:ban hanh|ra|phat hanh|phe duyet|soan)|cua (?:ai|co quan nao|bo nao|don vi nao|cap nao)|do (?:ai|co quan nao|don vi nao|bo nao)(?: ban hanh)?|noi ban hanh|co quan ban hanh",
        "",
        "issuer",
    ),
    _intent(
        "issued",
        rf"(?:ban hanh|ra doi|ra|co|ky|de|phat hanh|duoc ky|thong qua)[a-z0-9 ]* (?:{_WHEN})|ngay (?:ban hanh|ky|ra)|{_WHEN}",
        "",
        "issued",
    ),
    _intent("template", r"mau|de cuong|bieu mau|template|form", "outline"),
    _intent(
        "contact",
        r"dia chi|so nha|lien he|dien thoai|sdt|so dt|email|thu dien tu|goi (?:cho )?ai|hoi ai|o dau",
        "contact",
    ),
    _intent("target", r"bao nhieu phan tram|may phan tram|phan tram|ty le|chi tieu|%|dat bao nhieu", "target"),
    _intent("event", r"ngay gi|ky niem|thang hanh dong|ngay le|nhan ngay", "event"),
    _intent("amount", r"bao nhieu tien|muc chi|chi bao nhieu|muc tien|duoc bao nhieu|thu lao", "amount spending"),
    _intent("help", r"nan nhan|bi danh|bi bao hanh|to cao|trinh bao|cau cuu|bao cho ai", "help"),
    _intent("number", r"so (?:hieu|may|bao nhieu|ky hieu)|so van ban", "", "about"),
    _intent(
        "about",
        r"la (?:gi|van ban gi|van ban nao|cai gi)|(?:noi|quy dinh|huong dan|phe duyet|ve|ban hanh|de cap|yeu cau)(?: ve)?(?: de an| viec| cong tac| van de| cai| dieu| nhung)? gi"
        r"|noi dung(?: chinh)?|trich yeu|tom tat|ve viec gi|ve cai gi|chu de",
        "",
        "about",
    ),
    _intent("duty", r"trach nhiem|nhiem vu|lam (?:gi|nhung gi)|phai lam|chu tri|viec gi|nhung viec", "duty task"),
)
_PERIOD_OF = re.compile(r"(?<![a-z])(?:giai doan|thoi ky|den nam|thoi gian thuc hien)(?![a-z])")


def intents(text: str) -> list[Intent]:
    """Every intent whose wording occurs in a text, the most telling first."""
    folded = fold(text)
    return [intent for intent in INTENTS if intent.pattern.search(folded)]


def asks_period(text: str) -> bool:
    """Whether it asks for the years that a document covers."""
    return bool(_PERIOD_OF.search(fold(text)))
