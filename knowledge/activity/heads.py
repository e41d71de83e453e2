"""How many took part: the figures of a report that count people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from knowledge.activity.figures import Figure, counting_all
from knowledge.activity.headwords import (
    ABSENT,
    ABSENT_AFTER,
    ABSENT_SPELT,
    AFTER,
    AFTERWORD,
    ALL_FEMALE,
    ATTENDED,
    BOUNDED,
    CAME,
    CHANGED,
    DAY_BEFORE,
    DESCRIBED,
    EACH_AFTER,
    EACH_BEFORE,
    ENDS_A_NAME,
    FREE,
    HELPERS,
    LABEL,
    LEAD,
    MINUS,
    NONE,
    PART,
    POST,
    PRESENT,
    RANGE,
    REPLACED,
    SESSION,
    SEX_OF,
    SHARE,
    SHARE_IN,
    SHARE_OF,
    VAGUE,
    WATCHED,
    WEAK_LABELS,
    YEARS,
)
from knowledge.activity.messages import PEOPLE, grouped, problem
from knowledge.activity.model import FieldProblem
from knowledge.activity.numbers import MOST_PEOPLE, Number, numbers
from knowledge.activity.people import People, people_problems
from knowledge.activity.sentence import Sentence

_DIGITS: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_ITEM: Final = re.compile(r"[,;]\s*$")
"""Before a label that begins an item of a list: ", dự 8"."""
_HELPERS_MOST: Final = 100
"""Behind those who help, a number from here on is what they got."""


def take_shares(sentence: Sentence) -> list[Figure]:
    """Parts of a whole ("18/25 nữ"), taken before a date can be seen in them."""
    found = []
    for wanted in (SHARE, SHARE_OF, SHARE_IN, CAME, ATTENDED, PRESENT):
        for match in wanted.finditer(sentence.open):
            part, whole = int(match["part"]), int(match["whole"])
            if part > whole or DAY_BEFORE.search(sentence.open[max(match.start() - 12, 0) : match.start()]):
                continue
            field = next(name for name, said in match.groupdict().items() if said and name in PEOPLE)
            found.append(Figure(field, part, *match.span()))
            if field != "total":
                found.append(Figure("total", whole, *match.span()))
    for start, end in {(one.start, one.end) for one in found}:
        sentence.take(start, end)
    return found


def read_people(sentence: Sentence, shares: Sequence[Figure]) -> People:
    """The figures of people in a report, taken out of it.

    "khoảng 50 người" is taken as 50, and so it is behind hơn, gần, trên and ước.
    """
    for away in ABSENT_SPELT.finditer(sentence.open):
        sentence.take(*away.span())
    every = [*shares, *_figures(sentence)]
    figures, each = counting_all(every)
    vague = list(VAGUE.finditer(sentence.open))
    for figure in every:
        if not figure.each and (figure.start, figure.end) not in sentence.taken:
            _take(sentence, figure.start, figure.end)
    chosen: dict[str, int | None] = {}
    problems: list[FieldProblem] = []
    for field in PEOPLE:
        value, found = _chosen(field, [one for one in figures if one.field == field], sentence)
        chosen[field] = value
        problems += found
    if each is not None:
        problems.append(problem("female", "each_people", said=sentence.words_typed(each.start, each.end)))
    elif vague and not any(one.field == "total" for one in figures):
        problems.append(problem("total", "vague_people", said=vague[0]["said"].strip()))
    _take_none(sentence, chosen)
    people = people_problems(chosen["female"], chosen["male"], chosen["unknown"], chosen["total"])
    bad = {one.field for one in problems}
    problems += [one for one in people.problems if one.field not in bad]
    return replace(people.without(bad), problems=tuple(problems))


def _take_none(sentence: Sentence, chosen: dict[str, int | None]) -> None:
    """What is said of all at once: "đều là nữ", "không có nam"."""
    if match := ALL_FEMALE.search(sentence.open):
        sentence.take(*match.span())
        if chosen["total"] is not None and chosen["female"] is None and chosen["male"] is None:
            chosen["female"] = chosen["total"]
    for match in NONE.finditer(sentence.open):
        field = "female" if match["female"] else "male"
        chosen[field] = 0 if chosen[field] is None else chosen[field]
        sentence.take(*match.span())


def _chosen(field: str, figures: Sequence[Figure], sentence: Sentence) -> tuple[int | None, list[FieldProblem]]:
    """The figure of a field; a total before its parts, a sum before what it adds up."""
    wrong = next((one for one in figures if one.wrong), None)
    if wrong:
        said = sentence.words_typed(wrong.start, wrong.end)
        return None, [problem(field, wrong.wrong, said=said)]
    many = next((one.value for one in figures if one.value is not None and one.value >= MOST_PEOPLE), None)
    if many is not None:
        return None, [problem(field, "much_people", count=many, noun=PEOPLE[field])]
    if len(figures) > 1 and all(one.post and one.value for one in figures):
        return sum(one.value or 0 for one in figures), []
    for wanted in ([one for one in figures if one.labelled], [one for one in figures if not one.part], figures):
        values = list(dict.fromkeys(one.value for one in wanted if one.value is not None))
        if len(values) == 1:
            return values[0], []
        if len(values) > 1:
            largest = max(values)
            if largest * 2 == sum(one.value or 0 for one in wanted):
                return largest, []
            said = ", ".join(map(grouped, values))
            return None, [problem(field, "several_people", noun=PEOPLE[field], said=said)]
    return None, []


def _take(sentence: Sentence, start: int, end: int) -> None:
    lead = LEAD.search(sentence.open, max(start - 40, 0), start)
    if DESCRIBED.match(sentence.open, end) and (digits := _DIGITS.match(sentence.open, start, end)):
        # Who they are stays part of what was done.
        sentence.take(*digits.span())
        sentence.hide(digits.end(), end)
        return
    behind = AFTERWORD.match(sentence.open, end)
    sentence.take(lead.start() if lead else start, behind.end() if behind else end)


def _figures(sentence: Sentence) -> Iterator[Figure]:
    found = list(numbers(sentence))
    done = 0
    for at, number in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if following and RANGE.fullmatch(sentence.open, number.end, following.start):
            after = AFTER.match(sentence.open, following.end)
            if each := EACH_BEFORE.search(sentence.open, max(number.start - 40, 0), number.start):
                sentence.take(each.start(), after.end() if after else following.end)
                done = following.end
            elif after:
                yield replace(_said(after, number, after.end()), wrong="range_people", value=None)
                done = after.end()
            continue
        if number.start < done:
            continue
        figure = _figure(sentence, number, done)
        if figure is not None:
            yield figure
            done = figure.end


def _figure(sentence: Sentence, number: Number, done: int) -> Figure | None:
    """What a number counts, told by the word behind it or by a label before it that is not yet used."""
    text = sentence.open
    after = AFTER.match(text, number.end)
    before = LABEL.search(text, max(number.start - 45, done), number.start)
    end = after.end() if after else number.end
    each = EACH_BEFORE.search(text, max(number.start - 40, 0), number.start)
    each_after = EACH_AFTER.match(text, end)
    away = ABSENT.search(text, max(number.start - 25, 0), number.start)
    absent = _is_helper(sentence, number) or away or (after and ABSENT_AFTER.match(text, end))
    if each or each_after or absent:
        begun = next((one.start() for one in (each, away) if one), number.start)
        ended = each_after.end() if each_after else end
        sentence.take(begun, ended)
        session = (each or each_after) and (after or before) and SESSION.search(sentence.marked, begun, ended)
        return Figure("total", number.value, begun, ended, each=True) if session and not absent else None
    if after and after["male"] and YEARS.search(text, max(number.start - 20, 0), number.start):
        return None
    figure = _labelled(sentence, number, before, after)
    if figure is None and after:
        figure = _said(after, number, after.end())
    if figure is None:
        return None
    if figure.field == "total" and REPLACED.search(text, max(figure.start - 30, 0), figure.start):
        return None
    part = (
        text.rfind("(", 0, figure.start) > text.rfind(")", 0, figure.start)
        or PART.search(text, max(figure.start - 30, 0), number.start) is not None
        or CHANGED.search(text, max(figure.start - 30, 0), number.start) is not None
        or WATCHED.match(text, number.end) is not None
    )
    if MINUS.search(text, max(number.start - 5, 0), number.start):
        return replace(figure, wrong="negative_people", value=None)
    return replace(figure, part=part, wrong="part_people" if number.value is None else "")


def _is_helper(sentence: Sentence, number: Number) -> bool:
    few = number.value is not None and number.value < _HELPERS_MOST
    return few and HELPERS.search(sentence.open, max(number.start - 30, 0), number.start) is not None


def _labelled(
    sentence: Sentence, number: Number, before: re.Match[str] | None, after: re.Match[str] | None
) -> Figure | None:
    """The figure that a label before the number makes of it, where it is one."""
    if before is None or (before["male"] and 1900 <= (number.value or 0) < 2100):
        # "nam 2022" is rather the year.
        return None
    field = next(name for name in PEOPLE if before[name])
    label = before[field]
    sexed = after is not None and (after["female"] or after["male"] or (after["total"] and after["sex"]))
    follows = after is not None and sexed and not FREE.match(sentence.open, after.end())
    colon = ":" in before.group() or "=" in before.group()
    bounded = BOUNDED.match(sentence.open, number.end)
    if after is not None and after["unknown"]:
        return None
    if field == "total":
        item = label in ("dự", "du") and _ITEM.search(sentence.open, 0, before.start()) is not None
        if label in WEAK_LABELS and after is None and not (bounded and (item or _sexes_follow(sentence, number.end))):
            return None
        if (after is None and not bounded) or (sexed and not follows):
            return None
        neutral = after is not None and not sexed
        end = after.end() if neutral and after is not None else number.end
        called = label not in WEAK_LABELS and label.startswith(("t\u1ed5ng", "tong", "ts"))
        return Figure("total", number.value, before.start(), end, labelled=called)
    if sexed and not follows and not colon:
        return None
    if (
        after is not None
        and not sexed
        and not colon
        and SEX_OF.search(sentence.open, max(before.start() - 20, 0), before.start())
    ):
        return None
    if after is not None and not sexed and ENDS_A_NAME.search(sentence.open, max(before.start() - 30, 0), number.start):
        return None
    if after is None and not bounded:
        return None
    end = after.end() if after is not None and not sexed else number.end
    return Figure(field, number.value, before.start(), end)


def _sexes_follow(sentence: Sentence, end: int) -> bool:
    return (
        re.match(r"[\s,:;(]{0,3}(?:trong (?:đó|do) )?(?:nữ|nu|nam)(?![^\W_])", sentence.open[end : end + 30])
        is not None
    )


def _said(after: re.Match[str], number: Number, end: int) -> Figure:
    """The figure that the word behind a number makes of it."""
    field = next(name for name in ("unknown", "both", "female", "male", "total") if after[name])
    sex = after["sex"]
    if field == "total" and sex:
        field = "male" if sex in ("nam", "trai") else "female"
    post = POST.match(after.string, end) is not None
    return Figure("total" if field == "both" else field, number.value, number.start, end, post=post)
