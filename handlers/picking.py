"""What was offered, picked in words: "số 2", "cái đầu tiên", "vâng" to the only one, "xem thêm"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import messages
from handlers.smalltalk import smalltalk
from handlers.types import Choice
from knowledge.text.normalise import clean, fold

NOTHING_MORE = "more:"
"""The choice that "xem thêm" makes where nothing is folded."""
NO_SUCH = "pick:"
"""The choice that a number makes under which nothing is offered."""
_NUMBERS = {"mot": 1, "nhat": 1, "dau": 1, "dau tien": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "cuoi": -1}
_NUMBERS |= {"cuoi cung": -1} | {str(number): number for number in range(1, 10)}
_ORDINAL = re.compile(
    r"(?:em |toi |minh |anh |chi )?(?:lay |chon |hoi )?"
    r"(?P<head>cai thu|cai so|cai|so|cau|muc|dong|thu|y|phuong an|lua chon|chon|lay)?\s?"
    rf"(?P<number>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?: (?:nhe|nha|a|di|em|ad|bot|day))*"
)
_WHO = r"(?:toi |minh |em |anh |chi )?"
_MORE = re.compile(rf"(?:cho )?{_WHO}(?:xem|doc)(?: (?:them|tiep|het|phan con lai))+(?: (?:di|nhe|nha|a|em|nua))*")


def picked(text: str, choices: Sequence[Choice]) -> str | None:
    """The id of the open choice that a short message picks; None for a message of its own."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(clean(text[:80]))))
    if _MORE.fullmatch(words):
        return next((choice.id for choice in choices if choice.id.startswith("more:")), NOTHING_MORE)
    loud = [choice for choice in choices if not choice.quiet]
    match = _ORDINAL.fullmatch(words)
    if match and (match["head"] or (loud and match["number"].isdigit())):
        number = _NUMBERS[match["number"]]
        at = len(loud) - 1 if number < 0 else number - 1
        return loud[at].id if 0 <= at < len(loud) else NO_SUCH
    offered = [choice for choice in loud if choice.id.startswith("pick:")]
    if len(loud) == len(offered) == 1 and smalltalk(text) == messages.ACKNOWLEDGED:
        return offered[0].id
    return None
