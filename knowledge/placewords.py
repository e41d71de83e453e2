"""Words around places: what announces one, what unmakes one, and what may be the name of an unknown one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

import numpy as np

from knowledge.names import Text
from knowledge.text.counts import Counts, general
from knowledge.text.normalise import fold

_LOCATES = frozenset("tinh tp huyen quan phuong o tai thuoc ubnd hdnd ngoai".split())
"""Words right before the name of a place; two-word ones are tried apart."""
_LOCATES_TWO = frozenset(("thanh pho", "thi xa", "thi tran"))
_ANNOUNCES = frozenset("tỉnh tinh tp ở o tại tai thuộc thuoc".split())
"""Words after which even a misspelt name is sought."""

_BEFORE = frozenset(
    "tat ca|ke ca|co ca|danh gia|dau nam|cuoi nam|trong nam|ca nam|hang nam|moi nam|mot nam|nua nam|"
    "viet nam|xa hoi|quoc hoi|dai hoi|hoi hoi|vui long|tam long|hoan thanh|tro thanh|cap thanh|"
    "ngo thanh|la thanh|gia gia|giai hai|hon hai|ca hai|hai hai|chien hai|doi hoi|tham gia|quoc gia|"
    "chuyen gia|hoa giai|nguoi lai|thu tien|chi tien|tra tien|nhan tien|nop tien|so tien|giu hoa|"
    "thai binh|trung binh|hoa binh|thuong binh|tb binh|dinh dinh|huong hai|quyen loi|tro lai|con lai|"
    "gui lai|nop lai|noi lai|sua lai|lam lai|ben ben|van hoa".split("|")
)
"""Pairs of which the second word is the first of a name, and which are everyday words together."""
_AFTER = frozenset(
    "dinh ky|dinh huong|dinh muc|dinh kien|dinh duong|dinh bien|giang vien|giang day|giang duong|"
    "giang bai|tre em|tre tuoi|tre nho|tre con|tre gai|tre trai|an toan|an ninh|an sinh|an uong|"
    "an com|an nghiep|an binh|phong ban|phong hop|phong vien|noi dung|noi bo|noi quy|lai xe|lai suat|"
    "bang cap|bang nhau|bang chung|bang khen|bang ron|bang cach|bang chu|bang so|duong lo|duong day|"
    "duong bo|mau bao|mau bieu|mau don|mau phieu|mau van|mau file|mau word|mau so|mau nay|mau nao|"
    "mau moi|mau de|dong gop|dong vien|dong chi|dong phuc|tinh hinh|tinh chat|tinh toan|tinh than|"
    "tinh trang|tinh hoa|tri gia|yen tam|hoa nhap|hoa giai|tho cam|long bao|kien nghi|vinh du|"
    "bai viet|la gi|la ai|la bao|la cua|la khi|la ngay|la mot|trang phuc|binh thuong|bien phap|"
    "bien ban|bien soan|gia lai|thanh pho|thanh lap|thanh tra|thanh tich|thanh nien|thanh vien|"
    "thanh cong|thanh hoa|thanh toan|thanh uy|thanh phan|thanh tuu|thanh nam|thanh ly|binh luan|"
    "quang cao".split("|")
)
"""Pairs of which the first word is the last of a name, and which are everyday words together."""

_PERSON = frozenset("chu tich|cong san|tncs|tu tuong|tien phong|phong cach|dao duc|tam guong|lang|bac|doi".split("|"))

_KINDS = {
    "huyện": "huyen",
    "quận": "quan",
    "phường": "phuong",
    "xã": "xa",
    "tỉnh": "tinh",
    "tp": "tp",
    "thị xã": "thi xa",
    "thị trấn": "thi tran",
    "thành phố": "thanh pho",
    "đặc khu": "dac khu",
}
_ALL_LISTED = frozenset(("tinh", "thanh pho", "tp"))
"""Kinds whose names a list has nearly all of: what follows in lower case is no name."""
_TAKEN_BARE = frozenset(("huyen", "thi xa", "thi tran", "dac khu"))
"""Kinds that without diacritics are still mostly what they say; "xa", "quan", "tinh", "phuong" are not."""
_BY_FOLDED = {folded: kind for kind, folded in _KINDS.items()}
_NUMBERED = re.compile(r"\s(?:so\s)?(\d{1,2})(?![\d/.,-])(?!\s(?:nguoi|don vi|thanh vien|nam|thang|ngay|can bo))")

_NO_NAME = frozenset(
    """
    a ai anh ap ay ban bang bao ben bi bo buoc ca cac cach cai can cang cap chi chia chinh cho chu chua
    chung chuyen co con cong cua cu cung cuoc cuoi da dai dang dau de den di dia dieu do doan doi don dong
    du duoc duy e em gi giao giu gom gui hai han hay hang het hien ho hoac hoat hoi hom hop huong huyen khac
    khai khi khong khoi khu kiem kinh ko lam lan lanh lap le len lien lieu lo loai lop luon luu ma may minh
    moi mot mo muc muon nam nao nay nen neu ngay nghe ngoai nguoi nha nhan nhieu nho nhu nhung nhat no noi
    nop nu nua o oi phai phat phe phoi phong phu phuong qua quan quy quyet ra rang rieng ro roi sao sap sau
    se so sua tai tang tap tat tham theo thi thien thong thu thuc thuoc thuong tich tien tiep tieu tinh to
    toan toi tong trao tren trien trieu tro trong truc trung truoc truong tu tuan tung tuyen uy va van vao
    ve vi viec voi vua vung xa xin xong y yeu cay dat nang cao giam sat duyet ket phan cuu vien ta rat deu
    dc k j vs la ha thanh thon xom khoa
    """.split()
)
"""Everyday words after "huyện", "xã" ... that in lower case begin no name."""
_NO_SECOND = frozenset(
    """
    a ai ay bao cao ban bi cac cai can cho chua co con cua cung da dang den di do duoc duy em gi gom gui hay
    het khac khi khong ko la lai lam len minh moi muon nam nao nay ngay nhe nhu nhung nop o phai ra rang roi
    sau se theo thi thuoc toi trong truoc tu va vao ve vi viec voi vua y
    """.split()
)
"""Words that are no second word of a name in lower case."""


def locates(read: Text, first: int) -> bool:
    """Whether the word before the name of a place says that one follows."""
    if first == 0:
        return False
    before, gap = read.word(first - 1), read.folded[read.spans[first - 1][1] : read.spans[first][0]]
    if gap.strip(" .:"):
        return False
    return before in _LOCATES or f"{read.word(first - 2)} {before}" in _LOCATES_TWO


def announces(read: Text, first: int) -> bool:
    """Whether the word before, typed with its own diacritics or none, says that the name of a province follows."""
    if first == 0 or read.folded[read.spans[first - 1][1] : read.spans[first][0]].strip(" .:"):
        return False
    if read.typed(first - 1, first - 1).lower() in _ANNOUNCES:
        return True
    return first > 1 and read.typed(first - 2, first - 1).lower() in ("thành phố", "thanh pho")


def binds(read: Text, first: int, last: int) -> bool:
    """Whether a name's first or last word makes an everyday word with its neighbour ("đánh gia lai", "ben tre em")."""
    if f"{read.word(last)} {read.word(last + 1)}" in _AFTER and read.near(last):
        return True
    return binds_before(read, first)


def binds_before(read: Text, first: int) -> bool:
    """Whether a name's first word belongs to the word before it ("Việt Nam định cư")."""
    return first > 0 and f"{read.word(first - 1)} {read.word(first)}" in _BEFORE


def is_kind(word: str) -> bool:
    """Whether a folded word is that of a kind of place, with which some names begin."""
    return word in _BY_FOLDED or word == "thanh"


def of_person(read: Text, first: int) -> bool:
    """Whether what stands before a name of three words says that a person is meant, after whom a place is called."""
    before = read.word(first - 1)
    return before in _PERSON or f"{read.word(first - 2)} {before}" in _PERSON


def unknown(read: Text, taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Places that no list knows, after "huyện", "quận", "xã" ...; their spans. `taken` are words of known names."""
    at = 0
    while at < len(read.words):
        size = _kind(read, at)
        if not size:
            at += 1
            continue
        at += size
        found = _numbered(read, at - 1, size) or _named(read, at, size, taken)
        if found is not None:
            yield found
            while at < len(read.words) and read.spans[at][0] < found[1]:
                at += 1


def _kind(read: Text, at: int) -> int:
    """How many words from here name a kind of place, 0 for none."""
    pair = f"{read.word(at)} {read.word(at + 1)}"
    if pair in _BY_FOLDED and _spelt(read, at, at + 1, pair):
        return 2
    return int(read.word(at) in _BY_FOLDED and _spelt(read, at, at, read.word(at)))


def _spelt(read: Text, first: int, last: int, folded: str) -> bool:
    typed = read.typed(first, last).lower()
    return typed in (folded, _BY_FOLDED[folded])


def _numbered(read: Text, at: int, size: int) -> tuple[int, int] | None:
    """Quận 1, phường 5."""
    if size != 1 or read.word(at) not in ("quan", "phuong"):
        return None
    match = _NUMBERED.match(read.folded, read.spans[at][1])
    return (read.spans[at][0], match.end(1)) if match else None


def _named(read: Text, at: int, size: int, taken: Collection[int]) -> tuple[int, int] | None:
    """One to three words with capitals, or two words in lower case that are no everyday ones."""
    if at >= len(read.words) or at in taken or read.folded[read.spans[at - 1][1] : read.spans[at][0]].strip(" ."):
        return None
    last = at - 1
    while last + 1 < len(read.words) and last - at < 2 and last + 1 not in taken and read.capital(last + 1, last + 1):
        if last >= at and read.folded[read.spans[last][1] : read.spans[last + 1][0]] != " ":
            break
        last += 1
    if last > at or (last == at and read.word(at) not in _NO_NAME):
        if read.word(at) in ("uy", "hoi") or read.typed(at, last).isupper():
            return None
        return read.spans[at][0], read.spans[last][1]
    kind = " ".join(read.words[at - size : at])
    if last == at or kind in _ALL_LISTED or (read.typed(at - size, at - 1).lower() == kind and kind not in _TAKEN_BARE):
        return None
    return _lower_named(read, at, taken)


def _lower_named(read: Text, at: int, taken: Collection[int]) -> tuple[int, int] | None:
    if at + 1 >= len(read.words) or at + 1 in taken or read.folded[read.spans[at][1] : read.spans[at + 1][0]] != " ":
        return None
    if read.word(at) in _NO_NAME or read.word(at + 1) in _NO_SECOND or is_everyday(read.word(at), read.word(at + 1)):
        return None
    return read.spans[at][0], read.spans[at + 1][1]


@cache
def _general() -> tuple[dict[str, list[int]], Counts]:
    """The general counts, and their words by how they read folded."""
    counts = general()
    by_fold: dict[str, list[int]] = {}
    for index, word in enumerate(counts.words):
        by_fold.setdefault(fold(word), []).append(index)
    return by_fold, counts


@cache
def is_everyday(left: str, right: str) -> bool:
    """Whether two folded words stand side by side in ordinary text, with whatever diacritics."""
    by_fold, counts = _general()
    size = len(counts.words)
    keys = [one * size + two for one in by_fold.get(left, ()) for two in by_fold.get(right, ())]
    places = np.searchsorted(counts.pair_keys, keys)
    return any(
        place < len(counts.pair_keys) and counts.pair_keys[place] == key
        for place, key in zip(places, keys, strict=True)
    )
