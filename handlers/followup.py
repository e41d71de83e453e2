"""Several questions in one message, and questions that lean on the one before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.asking import Assistant
from knowledge.text.normalise import clean, fold
from knowledge.text.periods import find_period, find_years

MOST = 4
"""So many questions of one message are answered."""
_PARTS = re.compile(r"(?<=[?？])\s+|\n+|(?<=[.!])\s+(?=[A-ZĐÀ-Ỹ])")
_LEANS = re.compile(
    r"^(?:con|the con|vay con|the|vay|va|roi|o|tai|neu|nam|ky|nganh|tinh|thanh pho)\b|\bthi sao\b|\bthi the nao\b|\bcung (?:vay|the)\b"
)
_FILLER = frozenset(
    "con the vay va roi o tai neu thi sao nao la a nhi nhe bao cao bc ky nganh tinh thanh pho so nam cho dot ban"
    " 6 thang dau cuoi ca quy giua so tong ket khi ngay luon nua khong em anh chi hoi cua".split()
)
"""Words that carry a follow-up but say nothing by themselves."""
_REPORT = frozenset("bao cao bc han nop gui".split())


@dataclass(frozen=True, slots=True)
class Follow:
    """A question made whole with the one before, and the place and sector that one was answered for."""

    question: str
    province: str | None = None
    sector: str | None = None


def questions(text: str) -> list[str]:
    """The questions of a message; a message that is one question, or only talk around one, stays whole."""
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    asked = [part for part in parts if len(fold(part).split()) >= 3]
    if len(asked) < 2 or sum("?" in part for part in asked) + ("\n" in text) < 2:
        return [text]
    return asked[:MOST]


def follow(text: str, last: Mapping[str, Any] | None, assistant: Assistant) -> Follow | None:
    """The whole question that a short follow-up means ("còn báo cáo năm thì sao?"); None where it stands alone."""
    if not last or not last.get("question"):
        return None
    words = fold(clean(text))
    bare = re.sub(r"[^a-z0-9 ]", " ", words).split()
    leans = bool(_LEANS.search(words.strip()))
    if not bare or len(bare) > 12 or (not leans and (len(bare) > 5 or _REPORT & set(bare))):
        return None
    repaired = assistant.answerer.index.repairer.repair(text).text
    gazetteer = assistant.answerer.gazetteer
    hits = gazetteer.find_places(text) or gazetteer.find_places(repaired)
    sectors = gazetteer.find_sectors(repaired)
    period, years = find_period(repaired), find_years(repaired)
    named = {word for hit in hits for word in fold(hit.written).split()}
    named |= {word for sector in sectors for word in fold(sector).split()} | {str(year) for year in years}
    if not (hits or sectors or period or years):
        return None
    left = [word for word in re.sub(r"[^a-z0-9 ]", " ", fold(repaired)).split() if word not in _FILLER | named]
    if left:
        return None
    whole = _merged(str(last["question"]), repaired, bool(hits), period is not None, bool(years), assistant)
    if hits or gazetteer.find_places(whole):
        return Follow(whole)
    return Follow(whole, last.get("province"), last.get("sector"))


def _merged(before: str, now: str, place: bool, period: bool, year: bool, assistant: Assistant) -> str:
    """The earlier question with its place, period or year taken out, and the follow-up's words put in."""
    if place:
        for hit in reversed(assistant.answerer.gazetteer.find_places(before)):
            before = before[: hit.start] + before[hit.end :]
    if period:
        found = find_period(before)
        while found is not None and found.span[1] > found.span[0]:
            before = before[: found.span[0]] + before[found.span[1] :]
            found = find_period(before)
    if year:
        for known in find_years(before):
            before = before.replace(str(known), "")
    return " ".join(f"{before} {now}".split())
