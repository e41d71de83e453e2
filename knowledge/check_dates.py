"""Checks of dates: whether the calendar has them, and whether they agree with the words beside them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from knowledge.findings import FactAt, Findings, facts_at
from knowledge.load import Parts
from knowledge.model import Deadline, Fact

_FULL = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(\d{2})", re.ASCII)
_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
_DAY_MONTH = re.compile(r"(?<![\d/])(\d{1,2})\s?/\s?(\d{1,2})(?!\d)", re.ASCII)

_LOOK = "xem lại ngày trong bản gốc"


def is_full_date(text: str) -> bool:
    """Whether a text is a day of the calendar, "2018-05-18"."""
    if not _FULL.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_partial_date(text: str) -> bool:
    """Whether a text is a day, a month or a year of the calendar: "2018-05-18", "2018-05", "2018"."""
    month = _MONTH.fullmatch(text)
    if month:
        return 1 <= int(month[1]) <= 12
    return is_full_date(text) or (len(text) == 4 and text.isascii() and text.isdecimal() and text != "0000")


def is_month_day(text: str) -> bool:
    """Whether a text is a day that some year has, "02-29" included."""
    return bool(_MONTH_DAY.fullmatch(text)) and is_full_date(f"2000-{text}")


def check_dates(parts: Parts, findings: Findings) -> None:
    for directive in parts.directives:
        if directive.value.issued is not None and not is_partial_date(directive.value.issued):
            findings.add(directive, ("issued",), _no_such_day(directive.value.issued), _LOOK)
        for index, deadline in enumerate(directive.value.deadlines):
            for key, what, fix in _deadline_problems(deadline):
                findings.add(directive, ("deadlines", index, key), what, fix)
    for reference in parts.references:
        for key, value in (("issued", reference.value.issued), ("in_force_from", reference.value.in_force_from)):
            if value is not None and not is_partial_date(value):
                findings.add(reference, (key,), _no_such_day(value), _LOOK)
    _check_events(parts, findings)
    _check_holidays(parts, findings)


def _no_such_day(text: str) -> str:
    return f"lịch không có ngày “{text}”"


def _deadline_problems(deadline: Deadline) -> list[tuple[str, str, str]]:
    """Key, what is wrong and the fix."""
    found = []
    if deadline.before is not None and deadline.by is not None:
        found.append(("by", "có cả before lẫn by", "giữ before cho “trước ngày …”, by cho “chậm nhất ngày …”"))
    for key, value in (("before", deadline.before), ("by", deadline.by)):
        if value is None:
            continue
        if not is_full_date(value) and not is_month_day(value):
            found.append((key, _no_such_day(value), 'viết "2018-05-30", hoặc "05-30" khi văn bản không nêu năm'))
        elif deadline.written is not None and not _agrees(value, deadline.written):
            found.append((key, f"“{value}” khác ngày trong “{deadline.written}”", _LOOK))
    if (deadline.before or deadline.by) and not deadline.written:
        found.append(
            ("before" if deadline.before else "by", "có ngày mà thiếu written", "thêm written: lời của văn bản")
        )
    return found


def _agrees(value: str, written: str) -> bool:
    """Whether the words name the day; words without a day and month in figures agree with any."""
    named = [(int(month), int(day)) for day, month in _DAY_MONTH.findall(written)]
    return not named or (int(value[-5:-3]), int(value[-2:])) in named


def _check_events(parts: Parts, findings: Findings) -> None:
    directives = {part.value.id for part in parts.directives}
    for fact, at in facts_at(parts):
        for key, value in (("starts", fact.starts), ("ends", fact.ends)):
            if value is not None and not is_month_day(value):
                findings.at(at.file, at.line(key), _no_such_day(value), 'viết tháng-ngày: "11-15" là ngày 15 tháng 11')
        if fact.ends is not None and fact.starts is None:
            findings.at(at.file, at.line("ends"), "có ends mà không có starts", "thêm starts: ngày đầu")
        _check_told(fact, at, directives, findings)


def _check_told(fact: Fact, at: FactAt, directives: Collection[str], findings: Findings) -> None:
    """What reminders say of a day goes into a sentence of theirs, and names directives that are here."""
    if "\n" in (fact.told or "").strip():
        findings.at(
            at.file, at.line("told"), "lời nhắc có xuống dòng", "viết một hai câu liền nhau, dùng >- thay cho |-"
        )
    for index, wish in enumerate(fact.wishes):
        if wish.directive not in directives:
            path = ("facts", at.index, "wishes", index, "directive")
            findings.add(
                at.part, path, f"không có văn bản “{wish.directive}”", "viết đúng id của một văn bản trong kho"
            )


def _check_holidays(parts: Parts, findings: Findings) -> None:
    for part in parts.holidays:
        for year, days in part.value.years.items():
            seen: set[str] = set()
            for index, day in enumerate(days):
                at = ("years", year, index, "date")
                if not is_full_date(day.date):
                    findings.add(part, at, _no_such_day(day.date), 'viết đủ năm-tháng-ngày: "2018-04-30"')
                elif abs(int(day.date[:4]) - year) > 1:
                    findings.add(part, at, f"“{day.date}” đặt dưới năm {year}", "chuyển ngày này sang đúng năm")
                if day.date in seen:
                    findings.add(part, at, f"ngày “{day.date}” ghi hai lần", "giữ một chỗ, xóa chỗ kia")
                seen.add(day.date)
