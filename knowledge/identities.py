"""Words that tell who a person is: names, telephone numbers, ID numbers, addresses of houses and of e-mail.

What is reported of violence and abuse are counts; a story that names somebody is not to be kept (Luật 91/2025/QH15).
Names are found by their look, so that a rare one may pass and a capital after "chị" is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.text.normalise import fold
from knowledge.text.reading import Reading, Span, pattern

IdentityKind = Literal["name", "phone", "id_number", "email", "address"]
_CAPITAL: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_NAME_WORD: Final = rf"[{_CAPITAL}](?:[^\W\d_]*|\.)"
_SURNAMES: Final = (
    "Nguyễn|Nguyen|Trần|Tran|Lê|Phạm|Pham|Hoàng|Hoang|Huỳnh|Huynh|Phan|Vũ|Võ|Đặng|Dang|Bùi|Bui|Đỗ|Hồ|Ngô|Ngo|Dương|"
    "Duong|Lý|Đinh|Dinh|Trịnh|Trinh|Đoàn|Doan|Mai|Trương|Truong|Lâm|Cao|Tạ|Lương|Luong|Tô|Hà|Thái|Quách|Quach|Vi|Lò|"
    "Quàng|Cà|Giàng|Vàng|Sùng|Thào|Lầu|Triệu|Đàm|Phùng|Phung|Châu|Kiều|Nông|Hứa|La|Lục|Đào|Tống|Chu|Từ|Văn|Thạch|Kim"
)
_FULL_NAME: Final = re.compile(
    rf"(?<!\w)(?:{_SURNAMES}) (?:(?:Thị|Thi|Văn|Van|Đình|Hữu|Đức|Ngọc|Minh|Xuân|Quang|Thanh) {_NAME_WORD}"
    rf"|{_NAME_WORD} {_NAME_WORD})(?: {_NAME_WORD})?(?!\w)"
)
"""A surname and at least two more words with capitals, or one of the usual middle names and one more."""
_NOT_A_PERSON: Final = re.compile(
    r"(?:đường|phố|trường|thpt|thcs|tiểu học|mầm non|bệnh viện|công viên|quảng trường|khu|ngõ|phường|xã|cầu|chợ"
    r"|giải|quỹ) (?:số \d+ )?$",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    rf"(?<!\w)(?:[Cc]hị|[Aa]nh|[Bb]à|[Ôô]ng|[Cc]ô|[Ee]m|[Cc]háu|[Bb]é|[Nn]ạn nhân|[Đđ]ối tượng) (?:tên )?"
    rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD})*)(?!\w)"
)
_POSTS: Final = frozenset(
    "chủ phó trưởng bí giám hội ban ubnd thư ủy uỷ đại phòng sở cán công nữ nam rịa tô đen bộ tổ khu lãnh ubmttq mttq"
    " lhpn vstbpn hđnd qh ngành xã phường thôn việt và".split()
)
"""What stands with a capital after "chị" or "bà" and is no name: posts, bodies, a few places."""
_BARE_NAME: Final = re.compile(
    r"(?<!\w)(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|dinh|trinh|doan|truong|luong)"
    r" (?:thi (?!truong\b|xa\b|tran\b|nghe\b)|van (?!ban\b|hoa\b|phong\b|thu\b|kien\b|the\b))[a-z]+(?: [a-z]+)?"
)
_PHONE: Final = re.compile(r"(?<![\w/.,])(?:\+?84[ .-]?|0)[2-9](?:[ .-]?\d){7,9}(?![\w/])")
_ID_WORD: Final = pattern(r"(?<!\w)(?:cmnd|cmt|cccd|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|số định danh)")
_ID_DIGITS: Final = pattern(r"[\W_]{0,3}(?:số)?[\W_]{0,3}[0-9]{6,12}")
_ID: Final = re.compile(
    r"(?<![\w.,/])(?:\d{12}|\d{9})(?!\w|[.,/]\d)(?!\s*(?:đ|d|đồng|dong|vnđ|vnd)(?!\w))", re.IGNORECASE
)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS: Final = pattern(
    r"(?<!\w)(?:(?:số nhà|nhà số) ?[0-9]+[a-z]?(?:/[0-9]+)*"
    r"|(?:số )?[0-9]+[a-z]?(?:/[0-9]+)*,? (?:đường|ngõ|ngách|hẻm|kiệt|phố) [^\W_]+"
    r"|(?:ngõ|ngách|hẻm|kiệt) [0-9]+(?:/[0-9]+)*)(?!\w)"
)

_VIOLENCE: Final = pattern(
    r"(?<![^\W_])(?:bạo lực|bạo hành|blgđ|đánh(?! giá| dấu| máy| bắt| số| thức| bóng| cờ| trống| cá| đàn)"
    r"|xâm hại|xâm phạm|hiếp|dâm ô|cưỡng dâm"
    r"|quấy rối|sàm sỡ|hành hung|ngược đãi|tra tấn|giam giữ|nhốt|cưỡng ép|tảo hôn|lạm dụng tình dục"
    r"|mua bán (?:người|phụ nữ|trẻ em)|buôn người|buôn bán (?:người|phụ nữ|trẻ em))(?![^\W_])"
)
_AGAINST: Final = pattern(
    r"(?<![^\W_])(?:phòng|chống|ngừa|ngăn chặn|xóa bỏ|chấm dứt|giảm thiểu|nói không với|không (?:có|còn)|luật|về)[ ,]*$"
)
_SUFFERED: Final = pattern(r"(?<![^\W_])(?:bị|nạn nhân)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Identity:
    """Something that tells who somebody is, and where in the text it stands."""

    kind: IdentityKind
    span: Span


def find_identities(text: str) -> list[Identity]:
    """All of a text, in order; one that lies within another is left out."""
    found = sorted(_found(text), key=lambda one: (one.span[0], -one.span[1]))
    kept: list[Identity] = []
    for one in found:
        if not kept or one.span[0] >= kept[-1].span[1]:
            kept.append(one)
    return kept


def find_told(text: str, *, strict: bool = False) -> list[Identity]:
    """What no report may hold: all of it where violence is told of, or `strict`.

    Else a speaker's name and the street of a hall are what a report says of an activity.
    """
    found = find_identities(text)
    return found if strict or tells_violence(text) else [one for one in found if one.kind not in ("name", "address")]


def masked(text: str, found: Iterable[Identity]) -> str:
    """A text with "…" in the place of what was found in it."""
    for one in sorted(found, key=lambda one: -one.span[0]):
        text = f"{text[: one.span[0]]}…{text[one.span[1] :]}"
    return text


def tells_violence(text: str) -> bool:
    """Whether words tell of violence or abuse, rather than of what is done against it."""
    marked = Reading(text).marked
    suffered = _SUFFERED.search(marked) is not None
    return any(suffered or not _AGAINST.search(marked, 0, match.start()) for match in _VIOLENCE.finditer(marked))


def _found(text: str) -> Iterator[Identity]:
    reading = Reading(text)
    yield from (Identity("email", match.span()) for match in _MAIL.finditer(text))
    yield from (Identity("phone", match.span()) for match in _PHONE.finditer(text))
    yield from (Identity("id_number", match.span()) for match in _ID.finditer(text))
    for match in _ADDRESS.finditer(reading.marked):
        yield Identity("address", reading.span(*match.span()))
    for match in _ID_WORD.finditer(reading.marked):
        if number := _ID_DIGITS.match(reading.marked, match.end()):
            yield Identity("id_number", reading.span(match.start(), number.end()))
    yield from _names(text)


def _names(text: str) -> Iterator[Identity]:
    for match in _FULL_NAME.finditer(text):
        if not _NOT_A_PERSON.search(text[max(match.start() - 30, 0) : match.start()]):
            yield Identity("name", match.span())
    for match in _CALLED.finditer(text):
        first = match["name"].split()[0].rstrip(".").lower()
        if first not in _POSTS:
            yield Identity("name", match.span())
    if text.isascii():
        yield from (Identity("name", match.span()) for match in _BARE_NAME.finditer(fold(text)))
