"""When a report says something was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from knowledge.activity.messages import problem
from knowledge.activity.model import FieldProblem
from knowledge.activity.sentence import Sentence
from knowledge.text.dates import DateSpan, WrongDate, find_said_dates
from knowledge.text.reading import pattern

NAMED: Final = frozenset(
    {(8, 3), (20, 10), (25, 11), (28, 6), (1, 6), (26, 6), (26, 3), (27, 7), (27, 2), (20, 11), (22, 12), (2, 9)}
    | {(30, 4), (1, 5), (3, 2), (19, 5), (19, 8), (10, 10), (1, 10), (11, 10), (10, 12), (1, 12), (15, 10), (14, 10)}
)
"""Day and month of what is called by its day: "tọa đàm 8/3"."""
_CALLED: Final = pattern(
    r"(?<![^\W_])(?:kỷ niệm|kỉ niệm|mừng|nhân|dịp|phụ nữ|phụ nữ việt nam|phụ nữ vn|gia đình|thiếu nhi|trẻ em|hướng tới|"
    r"thành tích|tọa đàm|toạ đàm|mít tinh|mittinh|gặp mặt|quà|hoa|liên hoan|hội thi|văn nghệ|giao lưu|họp mặt|"
    r"hưởng ứng|"
    r"tổ chức|lễ|ngày quốc tế|phong trào|thi đua|bữa cơm|áo dài|bóng chuyền|thế giới|trao|thăm)"
    r"(?: (?:ngày|lễ|quốc tế|thế giới|nhân|dịp|tặng|việt nam|vn|truyền thống|hội))* $"
)
_HELD: Final = pattern(
    r"(?<![^\W_])(?:tổ chức|diễn ra|tiến hành|làm)(?: (?:vào|lúc|trong|ngày|hôm|buổi|sáng|trưa|chiều|tối|đêm))* $"
)
"""Before the day on which what is called by another one was done."""
_OF_DOCUMENT: Final = pattern(r"(?: của [^,;:0-9\x00]{1,40})?~(?:ký |ban hành |đề )?(?:ngày )?")
_DOCUMENT_BEFORE: Final = pattern(
    r"(?<![^\W_])(?:kế hoạch|chương trình|hướng dẫn|kh|ctr)(?: (?!trong )[^\W\d_]+){0,6} $"
)
_SPOKEN_OF: Final = pattern(
    r"(?<![^\W_])(?:sơ kết|tổng kết|báo cáo|kế hoạch|chương trình|nhiệm vụ|phương hướng|công tác|hành động|hoạt động|"
    r"kết quả|giai đoạn|nhiệm kỳ|chỉ tiêu|năm học|quy chế)(?: (?:của|ban|công tác))* $"
)
_IN: Final = pattern(r"(?:trong|cả|suốt|trọn) ")
_IN_YEAR: Final = pattern(r"(?:^|[,;:(]~|(?<![^\W_])(?:trong|cả|suốt) )$")
_UNTIL_NOW: Final = pattern(r"~(?:đến|tới)~(?:nay|hôm nay|bây giờ)(?![^\W_])")
_HANGING: Final = pattern(
    r"(?<![^\W_])(?!(?:và|đến|tới|từ|hoặc|ngày|hôm|sáng|chiều|tối|trưa|đêm|lúc|vào|cùng|là|rồi|qua|nay|ban|hai|ba|tư|"
    r"năm|sáu|"
    r"bảy|nhật|đợt|buổi|lần|tổ chức|chức|mạc|giảng|thúc|đầu|giờ|h|ngay|trong) )[^\W\d_]+ $"
)
_DAY_LED: Final = pattern(r"(?<![^\W_])(?:ngày|hôm|sáng|chiều|tối|trưa|đêm)(?: ngày)? ?[0-9]")
_LEAD: Final = pattern(
    r"(?:(?<![^\W_])(?:vào|từ|trong|hôm|ngày|lúc|buổi|sáng|chiều|tối|trưa|thời gian|tg|cả|đúng) ?:?~)+$"
)
_HYPHENED: Final = re.compile(
    r"(?<![^\s,;(])(?:0?8[-.]0?3|20[-.]10)(?=[\s,;:)]|\.?$)(?!\s*(?:người|nữ|nam|nguoi|nu|tri[eệ]u|đ)(?!\w))"
)
_DOTTED: Final = re.compile(
    r"(?<![^\W_])(?P<led>(?:ng[àa]y|h[ôo]m|s[áa]ng|chi[ềe]u|t[ốo]i) )(?P<day>[0-3]?[0-9])\.(?P<month>1[0-2]|0?[1-9])"
    r"(?![0-9/]|[.,-][0-9])",
    re.IGNORECASE,
)
"""A day and a month with a full stop between, behind a word that leads to a day."""
_MEASURED: Final = (
    "chi|het|tốn|ton|hết|phi|phí|kp|kinh|điểm|diem|mục|muc|khoản|khoan|phần|phan|bản|phien ban|số|so|chương|"
    "loa|đời|doi|hạng|hang|lần|lan|win|android|ielts|gpa|xếp|xep|hệ|he|cỡ|co|size|máy|may|phim|"
    "tổng|tong|giá|gia|lệ|"
    "le|đạt|dat|quân|quan|bình|binh|khoảng|khoang|gần|gan|hơn|hon|trên|tren|dưới|duoi|dài|dai|rộng|rong|cao|nặng|nang|"
    "mức|muc|lên|len|xuống|là|la|bằng|bang|đường|duong|tiền|tien|thưởng|tầng|tang|phòng|phong|nhóm|bài|bai|"
    "quỹ|quy|thu|tăng|giảm|giam|được|duoc|trả|tra|sách|trợ|tro|suất|suat|mỗi|moi|ước|uoc|tầm|tam|điều|dieu|luật|luat"
)
_HUNG: Final = re.compile(
    r"(?:(?<=[^\W\d_] )|(?<=[”\")] ))(?P<day>[0-3]?[0-9])\.(?P<month>1[0-2]|0?[1-9])"
    r"(?=,? *$|, | (?:tại|tai|ở|o)(?!\w))",
    re.IGNORECASE,
)
_MEASURE: Final = re.compile(rf"(?<!\w)(?:{_MEASURED}) $", re.IGNORECASE)
"""A day and a month with a full stop between that hang on another word, and words that rather measure by it."""
_LISTED: Final = re.compile(
    r"(?<![\w/.,])(?P<days>[0-9]{1,2}(?: ?, ?[0-9]{1,2}){1,6} ?(?:,|và|va|"
    r"&) ?[0-9]{1,2})(?P<month> ?/ ?[0-9]{1,2})(?![0-9])"
)
_OPENED: Final = pattern(r"(?<![^\W_])(?:khai giảng|khai mạc|bắt đầu|mở màn)(?![^\W_])")
_CLOSED: Final = pattern(r"(?<![^\W_])(?:bế giảng|bế mạc|kết thúc|hoàn thành|xong)(?![^\W_])")
_AND: Final = pattern("~(?:và|,|&)~(?:ngày )?")
_EVENING: Final = re.compile(" toi ", re.IGNORECASE)
_LONGEST: Final = 180
"""Days that nothing goes on for that is said with both its ends and without a year."""
_CALENDAR: Final = frozenset({"short_month", "not_leap"})


@dataclass(frozen=True, slots=True)
class Days:
    """The day, or the first and the last one, and what is wrong with what was said."""

    first: date | None = None
    last: date | None = None
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    first: date
    last: date
    rank: int
    """0 for days, 1 for what is called by its day, 2 for a stretch in which the day is open, 3 for a document's day."""


def read_days(sentence: Sentence, today: date, *, decided: bool = False) -> Days:
    """The days of a report, taken out of the sentence; what lacks a year lies behind.

    `decided`: what is reported is done by a document, so that its date will do where no other is said.
    """
    found = [one for one in find_days(sentence.open_cased(), today) if _meant(sentence, one)]
    good = [one for one in found if isinstance(one, DateSpan)]
    wrong = [one for one in found if isinstance(one, WrongDate) and _is_date(one, bool(good))]
    said = [each for one in good if (each := _said(sentence, one, good, today)) is not None]
    for one in found:
        _take(sentence, one, called=isinstance(one, DateSpan) and _is_called(sentence, one, good))
    opened = _opened(sentence, said)
    if opened is not None and not wrong:
        return opened
    if wrong:
        return Days(problems=(FieldProblem("date", wrong[0].problem.message),))
    said = [one for one in said if one.rank < 3 or decided]
    best = [one for one in said if one.rank == min(each.rank for each in said)]
    return _one(best, today) if best else Days()


def find_days(text: str, today: date) -> list[DateSpan | WrongDate]:
    """The dates of a text; a bare "toi" between days of which the second is the earlier one is "tối", not "tới"."""
    text = _HYPHENED.sub(lambda match: match.group().replace("-", "/").replace(".", "/"), text)
    text = _DOTTED.sub(lambda match: match.group().replace(".", "/"), text)
    text = _LISTED.sub(_as_stretch, text)
    found = find_said_dates(text, today, past=True) or find_said_dates(_HUNG.sub(_hung, text), today, past=True)
    for one in found:
        if isinstance(one, DateSpan) and one.end is not None and (one.end - one.start).days > _LONGEST:
            said = text[slice(*one.span)]
            if " toi " in said.lower():
                parted = _EVENING.sub(";;;;;", said)
                return find_said_dates(text[: one.span[0]] + parted + text[one.span[1] :], today, past=True)
    return found


def _hung(match: re.Match[str]) -> str:
    """A day behind a word as dates are written; what is measured, and no day at all, as it stands."""
    measured = _MEASURE.search(match.string, max(match.start() - 12, 0), match.start())
    return match.group() if measured or not 0 < int(match["day"]) < 32 else match.group().replace(".", "/")


def _as_stretch(match: re.Match[str]) -> str:
    """Days that follow each other, "5, 6, 7/10", as a stretch of the same length."""
    days = [int(day) for day in re.findall("[0-9]+", match["days"])]
    if days != list(range(days[0], days[0] + len(days))):
        return match.group()
    return f"{days[0]}-{days[-1]}{match['month']}".rjust(len(match.group()))


def _meant(sentence: Sentence, one: DateSpan | WrongDate) -> bool:
    return not sentence.is_numbered(one.span[0]) and not sentence.is_numbered(one.span[1] - 1)


def _is_date(one: WrongDate, others: bool) -> bool:
    return one.sure or (not others and one.problem.code in _CALENDAR)


def _said(sentence: Sentence, one: DateSpan, all_: Sequence[DateSpan], today: date) -> _Said | None:
    """What a date says of the activity; None where it is a bound or a stretch that is only spoken of."""
    before = sentence.open[max(one.span[0] - 60, 0) : one.span[0]]
    last = one.end or one.start
    stretch = not one.certain and one.end is not None
    if one.bound in ("before", "after") or _anniversary(one):
        return None
    if _of_document(sentence, one):
        return _Said(one.start, last, 3)
    if stretch and (_SPOKEN_OF.search(before) or _DOCUMENT_BEFORE.search(before)):
        return None
    said = sentence.marked[slice(*one.span)]
    if stretch and (last - one.start).days > 360 and not (_IN_YEAR.search(before) or _IN.match(said)):
        return None
    until_now = _UNTIL_NOW.match(sentence.open, one.span[1])
    if until_now and one.start <= today:
        sentence.take(*until_now.span())
        last = today
    if stretch:
        # What is over lies before today, even where the month it was done in is not.
        return _Said(one.start, max(min(last, today), one.start), 2)
    return _Said(one.start, last, 1 if _is_called(sentence, one, all_) else 0)


def _anniversary(one: DateSpan) -> bool:
    """Whether what is said is the age of something: "(20/10/1930 - 20/10/2026)"."""
    first, last = one.start, one.end or one.start
    return first.year < last.year and (first.day, first.month) == (last.day, last.month)


def _of_document(sentence: Sentence, one: DateSpan) -> bool:
    """Whether the date is that of a document whose number stands before it."""
    return any(
        end <= one.span[0]
        and _OF_DOCUMENT.fullmatch(sentence.marked, end, one.span[0])
        and "/" in sentence.marked[start:end]
        for start, end in sentence.numbered
    )


def _is_called(sentence: Sentence, one: DateSpan, all_: Sequence[DateSpan]) -> bool:
    """Whether a date is the name of a day that is celebrated, rather than when something was done."""
    month_ended = one.end is not None and (one.start.day, one.start.month, one.end.day, one.end.month) == (
        15,
        11,
        15,
        12,
    )
    if month_ended:
        return True
    if _names_day(sentence, one, all_):
        return True
    if one.end is not None or (one.start.day, one.start.month) not in NAMED:
        return False
    if any(_follows(sentence, one, each) for each in all_):
        return False
    before = _before(sentence, one)
    if _HELD.search(before) and any(_celebrated(sentence, each) for each in all_ if each is not one):
        return False
    if _CALLED.search(before):
        return True
    plain = sentence.marked[one.span[0] : one.span[1]][:1].isdigit()
    others = [each for each in all_ if each is not one and each.end is None and each.certain]
    return plain and any((each.start.day, each.start.month) not in NAMED for each in others)


def _follows(sentence: Sentence, one: DateSpan, next_: DateSpan) -> bool:
    """Whether the day after a day is said right behind it: "ngày 30/4 và 1/5"."""
    between = next_.span[0] >= one.span[1] and _AND.fullmatch(sentence.marked, one.span[1], next_.span[0])
    return bool(between) and next_.start - one.start == timedelta(days=1)


def _before(sentence: Sentence, one: DateSpan) -> str:
    """What stands before the digits of a date; it may have been read already, which a name of a day is not."""
    start = next(at for at in range(*one.span) if sentence.marked[at].isdigit() or at == one.span[1] - 1)
    return sentence.marked[max(start - 60, 0) : start]


def _celebrated(sentence: Sentence, one: DateSpan) -> bool:
    """Whether a date is the name of a day by the words before it, and none on which something is said to be done."""
    before = _before(sentence, one)
    named = one.end is None and (one.start.day, one.start.month) in NAMED
    return named and _CALLED.search(before) is not None and not _HELD.search(before)


def _names_day(sentence: Sentence, one: DateSpan, all_: Sequence[DateSpan]) -> bool:
    """Whether a day hangs on the word before it while another one is said with "ngày" or the like: it is a name."""
    if (
        one.end is not None
        or not sentence.marked[one.span[0]].isdigit()
        or not _HANGING.search(sentence.marked, max(one.span[0] - 20, 0), one.span[0])
    ):
        return False
    others = (each for each in all_ if each is not one and each.certain)
    return any(_DAY_LED.search(sentence.marked, max(each.span[0] - 12, 0), each.span[1]) for each in others)


def _take(sentence: Sentence, one: DateSpan | WrongDate, *, called: bool) -> None:
    start, end = one.span
    if called or (isinstance(one, DateSpan) and _of_document(sentence, one)):
        sentence.dated.append((start, end))
        sentence.hide(start, end)
        return
    lead = _LEAD.search(sentence.open, max(start - 40, 0), start)
    sentence.dated.append((start, end))
    sentence.take(lead.start() if lead else start, end)


def _opened(sentence: Sentence, said: Sequence[_Said]) -> Days | None:
    """The days from an opening to a closing that are both named: "khai giảng 10/3, bế giảng 10/5"."""
    days = [one for one in said if one.rank == 0]
    if len(days) != 2 or days[0].last >= days[1].first:
        return None
    opening = _OPENED.search(sentence.marked)
    closing = _CLOSED.search(sentence.marked, opening.end()) if opening else None
    return Days(days[0].first, days[1].last) if closing else None


def _one(said: Sequence[_Said], today: date) -> Days:
    """The days of what was said with the same force: one, or some that follow each other."""
    spans = sorted({(one.first, one.last) for one in said})
    if said[0].rank == 2:
        spans = [min(spans, key=lambda span: span[1] - span[0])]
    first, last = spans[0]
    for start, end in spans[1:]:
        if start > last + timedelta(days=1):
            shown = ", ".join(f"{day:%d/%m/%Y}" for day, _ in spans)
            return Days(problems=(problem("date", "several_dates", said=shown),))
        last = max(last, end)
    if first > today:
        return Days(problems=(problem("date", "ahead", day=f"{first:%d/%m/%Y}"),))
    if last > today:
        return Days(first, None, (problem("date_end", "ahead", day=f"{last:%d/%m/%Y}"),))
    return Days(first, last if last != first else None)
