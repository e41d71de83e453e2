"""Slips in the few words that dates, amounts and counts are said with ("thnag", "triêu", "thừ sáu")."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.text.normalise import fold
from knowledge.text.reading import Reading
from knowledge.text.syllables import is_syllable
from knowledge.text.telex import decode_telex

_WORDS: Final = (
    "ngày tháng tuần năm thứ chủ nhật mùng mồng trước sau tới này qua hôm quý đầu giữa cuối nửa đến cách đây vừa ngoái "
    "triệu nghìn ngàn trăm mươi mười đồng rưỡi không kinh phí bốn sáu bảy tám chín linh chục người khoảng"
).split()
_BY_FOLDED: Final = {fold(word): word for word in _WORDS}
_SHORTEST: Final = 4
"""Shorter words are one slip away from too many others."""


def corrected(text: str) -> Reading:
    """The text with slips in such words put right: wrong diacritics, or one letter too many, too few or swapped.

    Only for answers that can be nothing else: in running text "thanh" is a name and no "tháng".
    """
    return Reading(text, _correct)


@lru_cache(maxsize=4096)
def _correct(word: str) -> str | None:
    if not word.isalpha():
        return None
    decoded = None if is_syllable(word) else decode_telex(word)
    folded = fold(word)
    if decoded is not None:
        return _BY_FOLDED.get(fold(decoded), decoded)
    if folded in _BY_FOLDED:
        # Bare words are left bare: they may stand for another word of the same letters.
        return _BY_FOLDED[folded] if word != folded else None
    if len(folded) < _SHORTEST:
        return None
    near = [known for known in _BY_FOLDED if OSA.distance(folded, known, score_cutoff=1) <= 1]
    return _BY_FOLDED[near[0]] if len(near) == 1 else None
