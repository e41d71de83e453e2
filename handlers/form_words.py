"""Words that steer a form, folded: without case and diacritics."""

from __future__ import annotations

CANCELS = frozenset({"huy", "huy bo", "thoi", "dung lai", "bo"})
GOES_BACK = frozenset({"lui", "lui lai", "quay lai"})
SKIPS = frozenset({"bo qua"})
REVIEWS = frozenset({"xem lai", "xem"})
EDITS = frozenset({"sua", "sua lai", "chinh sua"})
SAVES = frozenset(
    {"luu", "luu lai", "dong y", "ok", "oke", "dung", "dung roi", "co", "vang", "da", "yes", "u", "chuan"}
)
SAVES_NOW = frozenset({"luu", "luu lai", "luu di", "luu luon"})
GOES_ON = frozenset({"ghi tiep", "tiep", "tiep tuc"})
DROPS_NEW = frozenset({"bo viec moi", "huy viec moi", "bo cai moi"})
DROPS_OPEN = frozenset({"bo viec dang do", "bo viec cu", "huy viec cu", "huy viec dang do"})
LATER = frozenset({"de sau", "ghi viec moi", "viec moi", "ghi moi"})
SAME = frozenset({"co", "cung mot viec", "dung", "phai", "yes", "vang", "trung"})
OTHER = frozenset({"khong", "khac", "viec khac", "no", "khong phai"})
