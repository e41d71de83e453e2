"""Questions that lean on the one before: another place, period or year; or more about the same document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.asking import Assistant
from knowledge.citation import mentions
from knowledge.gazetteer import PlaceHit
from knowledge.intents import intents
from knowledge.text.normalise import clean, fold
from knowledge.text.periods import Period, find_period, find_years

LONGEST = 12
"""Words of the longest message that is taken for a follow-up."""
_LEANS = re.compile(
    r"^(?:the con|vay con|the|vay|con|va|roi|o|tai|neu|nam|ky|nganh|tinh|thanh pho)\b"
    r"|\bthi (?:sao|the nao)\b|\bcung (?:vay|the)\b"
)
_GOES_ON = re.compile(r"^(?:the con|vay con|the|vay|con|va|roi)\b(?! (?:bao nhieu|may|hieu luc|han))|\bthi sao\b")
"""Begins or ends a question of its own that stays with the place spoken of."""
_FILLER = frozenset(
    "con the vay va roi o tai neu thi sao nao la a nhi nhe bao cao bc ky nganh tinh thanh pho so nam cho dot ban"
    " 6 thang dau cuoi ca quy giua tong ket khi ngay luon nua khong em anh chi hoi cua ad oi a vang da".split()
)
"""Words that carry a follow-up but say nothing by themselves."""
_REPORT = frozenset("bao cao bc han nop gui".split())
"""Words of a question about reports and their days."""
_DUE = frozenset("han nop gui".split())
"""Words of a question about the day of a report."""
_ASKS_DAY = frozenset("han nop gui gio may chot cuoi cung den moc luc truoc".split())
"""Words that ask for such a day once more."""
_REPORTS = re.compile(r"(?<!\w)(?:báo cáo|bao cao|bc)(?!\w)", re.IGNORECASE)
_STRANDED = re.compile(r"(?:(?<!\w)(?:ở|tại|của|tỉnh|thành phố|o|tai|cua|tinh)\s+)+(?=[\s?.!]*$|\s)")
"""Small words that led to what was taken out."""
A_DOCUMENT = "văn bản"
MOST_PERIODS = 4
_ABOUT_IT = frozenset(
    "the con vay roi va ai ong ba ky la nguoi da do co quan nao don vi cap ban hanh ra ngay bao gio khi may hieu luc"
    " khong het chua ap dung duoc bi thay bang boi van cong thong tu quyet dinh nghi ke hoach huong dan chuong trinh"
    " nay do ay no y gui cho den nhung noi nhan kinh dan chieu can cu vao gi ve viec dung cua thi sao a nhi nhe hay"
    " moi so hieu nhac toi".split()
)
"""Words of a question about a document that has been named before ("ai ký?", "còn hiệu lực không?")."""
_DOCUMENT = "văn bản|công văn|thông tư|quyết định|nghị quyết|nghị định|kế hoạch|hướng dẫn|chương trình|luật|chỉ thị"
_THIS = re.compile(
    rf"(?<!\w)(?:(?:{_DOCUMENT}|{fold(_DOCUMENT)}) (?:này|đó|ấy|trên|nay|do|ay|tren)|nó)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Follow:
    """A question made whole with the one before, and the place and sector that one was answered for."""

    question: str
    province: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class _Slots:
    """What a follow-up puts in the place of what the question before said."""

    places: Sequence[PlaceHit]
    sectors: Sequence[str]
    period: Period | None
    years: Sequence[int]

    @property
    def any(self) -> bool:
        return bool(self.places or self.sectors or self.period or self.years)


def follow(text: str, last: Mapping[str, Any] | None, assistant: Assistant) -> Follow | None:
    """The whole question that a follow-up means ("còn báo cáo năm thì sao?"); None where it stands alone."""
    words = _words(text)
    if not last or not last.get("question") or not words or len(words) > LONGEST:
        return None
    repaired = assistant.answerer.index.repairer.repair(text).text
    slots = _slots(text, repaired, assistant)
    leans = bool(_LEANS.search(" ".join(words)))
    of_reports = bool(_REPORT & set(words))
    before = set(_words(str(last["question"])))
    fits = not of_reports or bool(_REPORT & before)
    left = _left(repaired, slots)
    if _DUE & before and not {"cao", "bc"} & set(words):
        left -= _ASKS_DAY
    if slots.any and fits and not left and (leans or (len(words) <= 5 and not of_reports)):
        return _changed(clean(str(last["question"])), repaired, slots, last, assistant)
    if slots.places or mentions(text):
        return None
    about_it = _about_document(repaired, last)
    if about_it:
        return Follow(about_it)
    if _GOES_ON.search(" ".join(words)) and last.get("province"):
        return Follow(text, last.get("province"), last.get("sector"))
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(clean(text)))


def _slots(text: str, repaired: str, assistant: Assistant) -> _Slots:
    gazetteer = assistant.answerer.gazetteer
    return _Slots(
        gazetteer.find_places(text) or gazetteer.find_places(repaired),
        gazetteer.find_sectors(repaired),
        find_period(repaired),
        find_years(repaired),
    )


def _left(repaired: str, slots: _Slots) -> set[str]:
    """Words of a message that are neither what it changes nor talk around it."""
    named = {word for hit in slots.places for word in _words(hit.written)} | {str(year) for year in slots.years}
    named |= {word for sector in slots.sectors for word in _words(sector)}
    if slots.period:
        named |= set(_words(repaired[slice(*slots.period.span)]))
    return set(_words(repaired)) - _FILLER - named


def _changed(before: str, now: str, slots: _Slots, last: Mapping[str, Any], assistant: Assistant) -> Follow:
    """The earlier question with its place, period or year taken out, and those of the follow-up put in."""
    added = []
    if slots.places or slots.years:
        # A number names one document of one place and year; another is meant now.
        spans = [(mention.start, mention.end) for mention in mentions(before)]
        before = _without(before, spans, A_DOCUMENT)
    if slots.places or slots.sectors:
        before = _without_sectors(before, assistant)
        added += [f"ngành {sector}" for sector in slots.sectors]
    if slots.places:
        before = _without(before, [(hit.start, hit.end) for hit in assistant.answerer.gazetteer.find_places(before)])
        added += [f"ở {hit.name or hit.written}" for hit in slots.places]
    if slots.period:
        period = now[slice(*slots.period.span)]
        before = _without_period(before, period)
        added.append(period)
    if slots.years:
        before = re.sub("|".join(rf"(?:[Nn]ăm )?{year}" for year in find_years(before)) or r"(?!)", " ", before)
        added += [f"năm {year}" for year in slots.years if str(year) not in " ".join(added)]
    whole = " ".join(" ".join([before.rstrip(" ?.!"), *added]).split())
    if slots.places or assistant.answerer.gazetteer.find_places(whole):
        return Follow(whole)
    return Follow(whole, last.get("province"), None if slots.sectors else last.get("sector"))


def _without(text: str, spans: Sequence[tuple[int, int]], instead: str = "") -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {instead} {text[end:]}"
    return _STRANDED.sub(" ", text) if spans else text


def _without_period(before: str, period: str) -> str:
    """The text without its own period; the reports that it spoke of stay, once."""
    named = bool(_REPORTS.search(period))
    for _ in range(MOST_PERIODS):
        old = find_period(before)
        if old is None or old.span[0] == old.span[1]:
            break
        kept = "báo cáo" if not named and _REPORTS.search(before[slice(*old.span)]) else ""
        before = _without(before, [old.span], kept)
    return _REPORTS.sub(" ", before) if named else before


def _without_sectors(text: str, assistant: Assistant) -> str:
    gazetteer = assistant.answerer.gazetteer
    for sector in gazetteer.sectors:
        for name in (sector.name, *sector.aliases):
            pattern = rf"(?<!\w)(?:(?:ngành|nganh|sở|so)\s+)?{re.escape(name)}(?!\w)"
            text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return text


def _about_document(text: str, last: Mapping[str, Any]) -> str | None:
    """A question about "this document", or one that asks for a document's signer, date or force and names none."""
    document = last.get("document")
    if not document:
        return None
    if _THIS.search(text):
        return _THIS.sub(lambda _: str(document), text)
    asked = intents(text)
    if asked and asked[0].attributes and not set(_words(text)) - _ABOUT_IT:
        return f"{text.rstrip(' ?.!')} {document}"
    return None
