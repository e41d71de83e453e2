"""Yes and no as people type them: "đc", "ok e", "dạ vâng ạ", "đồng ý hết", "thôi ạ"."""

from __future__ import annotations

import re

from knowledge.text.normalise import clean, fold

_SMALL = frozenset(
    "a ah e em anh chi ad bot oi nhe nha nhen het luon tat ca roi di ban toi minh tui chung deu nay".split()
)
_YES = frozenset(
    "co,dong y,ok,oke,okie,okay,okela,oki,vang,da,u,uh,um,uhm,duoc,dc,yes,y,nhat tri,tan thanh,dung,dung the,chap nhan,"
    "phai,xac nhan,dong y ghi,da vang,da dong y,vang dong y,ok dong y,da duoc,da co,vang da,ok duoc,ok vang,da ok,"
    "ok dc,co dong y".split(",")
)
_DOES = frozenset({"gui", "luu"})
"""A yes where something is about to be done; nobody gives consent so."""
_NO = frozenset(
    "khong,ko,k,hong,no,thoi,sai,khong dong y,ko dong y,k dong y,chua dong y,da khong,da thoi,tu choi,khong duoc,huy,"
    "khong can,da ko,thoi khong".split(",")
)


def says_yes(text: str) -> bool | None:
    """True for a bare yes, False for a bare no, whatever small words stand around; None for anything else."""
    agreed = agrees(text)
    return True if agreed is None and any(one in _DOES for one in _bare(text)) else agreed


def agrees(text: str) -> bool | None:
    """The same where consent is asked for: who saves or sends something agrees to nothing."""
    for one in _bare(text):
        if one in _YES or one in _NO:
            return one in _YES
    return None


def _bare(text: str) -> tuple[str, str]:
    """The words of a text, and the same without the small ones."""
    typed = fold(clean(text))
    said = re.findall(r"[a-z0-9]+", typed)
    bare = " ".join(word for word in said if word not in _SMALL)
    return " ".join(said), bare
