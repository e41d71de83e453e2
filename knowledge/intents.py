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


def _intent(name: str, wordings: tuple[str, ...], kinds: str = "", attributes: str = "") -> Intent:
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(wordings)})(?![a-z0-9])")
    return Intent(name, pattern, frozenset(kinds.split()), frozenset(attributes.split()))


_WHEN = (
    "bao gio|khi nao|luc nao|ngay nao|ngay may|ngay bao nhieu|may thang may|chung nao|thoi gian nao|nam nao|hom nao"
    "|thoi diem nao|ngay thang nao"
)
_WHO = "(?:ai|co quan nao|don vi nao|cap nao|bo nao|so nao|ban nao)"
_TYPES = "cong van|thong tu|quyet dinh|nghi quyet|nghi dinh|ke hoach|huong dan|chuong trinh|van ban|luat|chi thi"
_DOCUMENTS = "(?:nhung |cac )?(?:van ban|thong tu|nghi quyet|quyet dinh)"

# In order: the first that matches is the question's main intent.
INTENTS: tuple[Intent, ...] = (
    _intent(
        "signer",
        (
            r"ai (?:la nguoi )?(?:da )?ky",
            "nguoi ky",
            "ky ten",
            "do (?:ai|ong nao|ba nao) ky",
            "(?:ong|ba) nao ky",
            "ai dung ten",
            "ky boi ai",
            "chu ky (?:cua )?ai",
        ),
        attributes="signer",
    ),
    _intent(
        "status",
        (
            "(?:con|het) (?:hieu luc|ap dung|gia tri|dung|dung duoc|su dung|hieu luc thi hanh)",
            "(?:duoc|bi) thay the|thay the (?:bang|boi)|thay bang|(?:van ban|cai|thong tu|quyet dinh) nao (?:moi )?thay"
            "|bai bo|tiep noi|noi tiep|ke tiep|thay doi gi",
            "con hay het|het han chua|van con|hieu luc|dung duoc khong|loi thoi",
        ),
        attributes="status",
    ),
    _intent("replaces", ("thay the|thay cho",)),
    _intent(
        "span",
        (
            "den (?:het )?(?:nam nao|nam may|nam bao nhieu|khi nao|bao gio)|giai doan (?:nao|may)|thoi ky nao|keo dai",
            "ap dung (?:tu|den|cho|trong)[a-z0-9 ]* nao|tu nam nao den|nhung nam nao|may nam",
        ),
        attributes="about status",
    ),
    _intent(
        "cited_by",
        (
            "(?:van ban|cong van|ke hoach|noi|tinh) nao (?:co )?(?:dan|nhac|vien dan|trich)",
            "duoc (?:dan|nhac|vien dan|nhac den) (?:o|trong|den)",
        ),
        attributes="cited_by",
    ),
    _intent(
        "cites",
        (
            rf"(?:vien )?dan (?:chieu )?(?:den )?{_DOCUMENTS}",
            "can cu (?:vao )?(?:nhung |cac )?(?:van ban )?(?:nao|gi)",
            rf"nhac (?:den|toi) {_DOCUMENTS}",
            "dua (?:tren|vao) (?:nhung |cac )?van ban",
            "theo van ban nao|can cu phap ly|thuc hien theo (?:van ban|cong van) nao",
        ),
        attributes="cites",
    ),
    _intent(
        "addressees",
        ("kinh gui|noi nhan", "gui (?:cho |den |toi )?(?:nhung )?(?:ai|don vi nao|co quan nao|nhung dau|noi nao)"),
        attributes="addressees",
    ),
    _intent(
        "deadline",
        (
            "han(?! che| hep)|deadline|den han|tre han|qua han|thoi han|moc thoi gian",
            "(?:nop|gui) (?:bao cao|bc)",
            rf"(?:bao cao|bc)[a-z0-9 ]* (?:nop|gui|truoc ngay|{_WHEN})",
            "con (?:bao nhieu|may) ngay",
            rf"(?:nop|gui)[a-z0-9 ]* (?:{_WHEN})",
            "truoc ngay (?:nao|may|bao nhieu)",
        ),
        kinds="deadline",
    ),
    _intent(
        "event",
        (
            "ngay gi|ky niem|ngay le|nhan ngay|thang hanh dong",
            "^(?:[a-z]+ ){0,4}ngay (?:[a-z]+ ){2,7}(?:la|vao|roi vao|to chuc|nham) "
            "(?:ngay nao|ngay may|hom nao|hom may|bao gio|khi nao|thang may|ngay bao nhieu)",
        ),
        kinds="event",
    ),
    _intent(
        "issuer",
        (
            rf"{_WHO} (?:da )?(?:ban hanh|ra|phat hanh|phe duyet|soan|gui)",
            rf"cua {_WHO}|do {_WHO}(?: ban hanh)?",
            "noi ban hanh|co quan ban hanh",
        ),
        attributes="issuer",
    ),
    _intent(
        "issued",
        (
            rf"(?:ban hanh|ra doi|ra|co|ky|de|phat hanh|duoc ky|thong qua)[a-z0-9 ]* (?:{_WHEN})",
            f"ngay (?:ban hanh|ky|ra)|{_WHEN}",
        ),
        attributes="issued",
    ),
    _intent(
        "template",
        (
            "mau(?! giao| nuoc)|de cuong|bieu mau|template|form|dan bai|dan y|khung bao cao",
            "trong (?:ban )?(?:bao cao|bc)(?! (?:truoc|nam))|dua vao (?:bao cao|bc)",
            "(?:muc|phan|cho) nao (?:trong|cua) bao cao",
            "(?:bao cao|bc) (?:thi |minh |phai |can |co )*(?:viet|neu|ghi|thong ke|danh gia|trinh bay)",
        ),
        kinds="outline",
    ),
    _intent(
        "contact",
        ("dia chi|so nha|lien he|dien thoai|di dong|sdt|so dt|email|thu dien tu|zalo|goi (?:cho )?ai|hoi ai|o dau",),
        kinds="contact",
    ),
    _intent("target", ("bao nhieu phan tram|may phan tram|phan tram|ty le|chi tieu|%|dat bao nhieu",), kinds="target"),
    _intent(
        "amount",
        ("bao nhieu tien|muc chi|chi bao nhieu|muc tien|duoc bao nhieu|thu lao|duoc chi|chi cho",),
        kinds="amount spending",
    ),
    _intent(
        "help",
        ("nan nhan|bi danh|bi bao hanh|to cao|trinh bao|cau cuu|bao cho ai",),
        kinds="help",
    ),
    _intent("number", ("so (?:hieu|may|bao nhieu|ky hieu)|so van ban",), attributes="about"),
    _intent(
        "about",
        (
            rf"la (?:{_TYPES}|cai)?\s?(?:gi|nao)(?! lam)",
            "(?:noi|quy dinh|huong dan|de cap|yeu cau) (?:ve )?(?:nhung )?gi(?! ve)(?! cho)",
            "(?:phe duyet|ve|ban hanh)(?: de an| viec| cong tac| van de| cai| dieu| ke hoach| chuong trinh)? gi",
            rf"noi dung (?:chinh )?(?:cua )?(?:{_TYPES})|noi dung(?: chinh)?(?: la gi)?$",
            "trich yeu|tom tat|ve viec gi|ve cai gi|chu de cua|ten day du|ten goi",
        ),
        attributes="about",
    ),
    _intent(
        "duty", ("trach nhiem|nhiem vu|lam (?:gi|nhung gi)|phai lam|chu tri|viec gi|nhung viec",), kinds="duty task"
    ),
)


def intents(text: str) -> list[Intent]:
    """Every intent whose wording occurs in a text, the most telling first."""
    folded = fold(text)
    return [intent for intent in INTENTS if intent.pattern.search(folded)]
