"""How many, how much: questions about the unit's own log, answered from it with the entries that were counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from handlers import messages_log as words
from handlers.answers import local_day
from handlers.choosing import own_unit
from handlers.desk import Desk
from handlers.drafting import type_label
from handlers.entries import Entry
from handlers.entry_words import grouped, money, what
from handlers.flows import reply_to
from handlers.log_periods import find_log_period
from handlers.people import Person, Unit
from handlers.rights import may
from handlers.type_words import type_named
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session
from handlers.unit_naming import named_unit
from knowledge.text.normalise import clean
from knowledge.text.reading import Reading, pattern

ROWS = 10
NO_GATHERING = frozenset({"vu_viec", "can_bo_nu"})
"""Types whose figures are not people who took part: added up only by themselves."""
LONGEST = 200
_ASKS = pattern(
    r"(?<![^\W_])(?:(?:bao nhiêu|bnhieu|bn|mấy|tổng (?:số|cộng)|thống kê)(?: lượt| số)?"
    r" (?:nữ|nam|chị em|phụ nữ|người|lượt|kinh phí|tiền|cuộc|lớp|buổi|đợt|việc|hoạt động|đơn vị|vụ|hội nghị)"
    r"|(?:chi|tiêu)(?: hết)? (?:bao nhiêu|bnhieu|bn)|tổng (?:kinh phí|tiền|chi)|hết (?:bao nhiêu|bnhieu|bn))(?![^\W_])"
)
_OWN = pattern(
    r"(?<![^\W_])(?:đã|được|tham gia|dự|tổ chức|ghi|nhật ký|đơn vị (?:mình|tôi|ta|em)|chúng (?:tôi|ta|em)"
    r"|bọn (?:mình|em))(?![^\W_])"
)
_NEAR = pattern(
    r"(?<![^\W_])(?:(?:năm|quý|tháng|tuần) (?:nay|này|ngoái|trước|vừa rồi|vừa qua)|quý (?:[1-4]|iv|i{1,3})|q[1-4]"
    r"|tháng (?:1[0-2]|[1-9])|(?:6|sáu|9|chín) tháng|từ đầu (?:năm|quý|tháng)|đầu (?:năm|quý|tháng) (?:đến|tới))"
    r"(?![^\W_])"
)
"""A time of which only what was done is asked, not what is ruled."""
_RULES = pattern(
    r"(?<![^\W_])(?:hạn|nộp|báo cáo|quy định|định mức|chế độ|theo|văn bản|công văn|thông tư|luật|nghị định|kế hoạch|"
    r"chỉ tiêu|mục tiêu|phải|cần|nên|tỷ lệ|tỉ lệ)(?![^\W_])"
)
"""What is asked of rules and documents, not of what was done."""
_RATES = pattern(
    r"(?<![^\W_])(?:được|mức|hưởng|là|dưỡng) (?:bao nhiêu|mấy)(?: (?:tiền|đồng))?(?: (?:một|mỗi) [^\W_]+)?[\W_]*$"
)
"""What one person gets of something, not what was spent."""
_NAME = re.compile(r"(?<!\w)[A-ZĐ][^\W\d_]+ [A-ZÀ-ỸĐ][^\W\d_]+")
"""A name of two words: of a place, whose figures stand in documents."""
_GIVEN = pattern(
    r"(?<![^\W_])(?<!tháng )(?<!quý )[0-9][0-9.,]*~(?:triệu|tr|nghìn|ngàn|đồng|tỷ|tỉ|người|nữ|lượt)(?![^\W_])"
)
"""A figure that is told, not asked for."""
_GENERIC = pattern(r"(?<![^\W_])(?:hoạt động|việc|nhật ký|kinh phí|tiền|đào tạo|chi)(?![^\W_])")


def totals_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes questions about how much was done, from members."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        person = desk.caller(message) if message.choice is None else None
        reply = totals_reply(desk, message, person) if person else None
        return reply_to(message, session, reply) if reply else None

    return handle


def totals_reply(desk: Desk, message: IncomingMessage, person: Person) -> Reply | None:
    """The answer to a question about how much was done; None for any other words."""
    if len(message.text) > LONGEST:
        return None
    own = own_unit(desk, person, "see_entries")
    tree, today = desk.register.tree(), local_day(message)
    meant, text = named_unit(message.text, tree)
    if not own or not asks_for_totals(text, named=meant is not None):
        return None
    if desk.assistant.answerer.gazetteer.find_places(text):
        return None
    period = find_log_period(text, today)
    type_, _ = type_named(desk, text)
    if period is None or (type_ is None and not _GENERIC.search(Reading(text).marked)):
        return None
    if meant is not None and not may(person, "see_entries", meant.id, tree):
        return Reply(words.TOTAL_NOT_YOURS.format(unit=meant.name, units=", ".join(one.name for one in own)))
    groups = groups_of(desk, person, [meant] if meant else own)
    kind = words.TOTAL_KIND.format(kind=type_.label.lower()) if type_ else ""
    seen = list(dict.fromkeys(one.id for group in groups for one in group))
    found = desk.register.entries(seen, period.start, period.end, type_.id if type_ else None)
    return _answer(desk, groups, f"{period.label}{kind}", found, today)


def groups_of(desk: Desk, person: Person, units: Sequence[Unit]) -> list[list[Unit]]:
    """Each unit with those under it whose log a person may see; without what lies in the group of another."""
    tree = desk.register.tree()
    groups = [[one for one in tree.under(unit.id) if may(person, "see_entries", one.id, tree)] for unit in units]
    return [group for group in groups if not any(group is not other and group[0] in other for other in groups)]


def asks_for_totals(text: str, *, named: bool = False) -> bool:
    """Whether a message asks how many or how much of what was done; `named`: by a unit that it names."""
    if len(text) > LONGEST:
        return False
    marked = Reading(clean(text)).marked
    if _RULES.search(marked) or _RATES.search(marked) or _GIVEN.search(marked) or _NAME.search(clean(text)):
        return False
    return bool(_ASKS.search(marked) and (named or _OWN.search(marked) or _NEAR.search(marked)))


def summed(entries: Sequence[Entry]) -> str:
    """Counts of entries, people by sex and money, and what is not known of some."""
    parts = [words.TOTAL_PART.format(count=len(entries))]
    gatherings = [one for one in entries if one.type not in NO_GATHERING] or entries
    total, female, male = (_sum(gatherings, name) for name in ("total", "female", "male"))
    if total[1] < len(gatherings):
        sexes = (words.FEMALE.format(count=grouped(female[0])), words.MALE.format(count=grouped(male[0])))
        parts.append(f"{words.TOTAL_PEOPLE.format(total=grouped(total[0]))} ({', '.join(sexes)})")
    units, budget = _sum(entries, "units_inspected"), _sum(entries, "budget")
    if units[1] < len(entries):
        parts.append(words.UNITS_COUNT.format(count=grouped(units[0])))
    if budget[1] < len(entries):
        parts.append(money(budget[0]))
    return "; ".join(parts)


def _sum(entries: Sequence[Entry], name: str) -> tuple[int, int]:
    """The sum of a figure, and of how many entries it is not known."""
    known = [value for one in entries if (value := getattr(one, name)) is not None]
    return sum(known), len(entries) - len(known)


def _answer(desk: Desk, groups: Sequence[Sequence[Unit]], period: str, found: Sequence[Entry], today: date) -> Reply:
    lines = []
    for group in groups if len(groups) > 1 else ():
        ids = {unit.id for unit in group}
        lines.append(_line(group, period, [one for one in found if one.unit in ids], today))
    units = [unit for group in groups for unit in group]
    if len(groups) == 1:
        lines.append(_line(units, period, found, today))
    elif found:
        lines.append(words.TOTAL_SUM.format(count=len(groups), period=period, counts=summed(found)))
    if not found:
        return Reply("\n".join(lines))
    for name in ("total", "female", "budget"):
        _, lacking = _sum(found, name)
        if lacking:
            lines.append(words.TOTAL_UNSAID.format(what=fold_first(words.SHORT[name]), count=lacking))
    lines.append(words.TOTAL_FROM)
    latest = list(reversed(found))[:ROWS]
    if len(found) > ROWS:
        lines.append(words.DIARY_MORE.format(count=len(found) - ROWS))
    tree = desk.register.tree()
    place = "{0}: {1}" if len(units) > 1 else "{1}"
    labels = ((one, what(one, type_label(desk, one.type))) for one in latest)
    choices = tuple(Choice(f"nk:xem:{one.id}", place.format(tree.name(one.unit), label)) for one, label in labels)
    return Reply("\n".join(lines), choices)


def _line(group: Sequence[Unit], period: str, found: Sequence[Entry], today: date) -> str:
    """The figures of a unit, with those under it."""
    logged = {one.unit for one in found}
    count = sum(unit.stands(today) or unit.id in logged for unit in group)
    unit = group[0].name
    if len(group) > 1:
        unit = words.TOTAL_UNDER.format(unit=unit, logged=len(logged), count=count)
    if not found:
        return words.TOTAL_NONE.format(unit=unit, period=period, kind="")
    return words.TOTAL_HEAD.format(unit=unit, period=period, kind="", counts=summed(found))


def fold_first(text: str) -> str:
    return text[:1].lower() + text[1:]
