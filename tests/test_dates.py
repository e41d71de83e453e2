"""Dates in Vietnamese text: the phrases people use, the days they mean, and what must not be taken for a date."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.dates import DateSpan, WrongDate, find_dates, find_said_dates, parse_date
from knowledge.text.problems import TextProblem
from tests.benchmarks.dates import Phrase, load_yardstick, ours_is_right

MATCHING = Path(__file__).parent / "matching"
CASES = yaml.safe_load((MATCHING / "dates.yaml").read_text(encoding="utf-8"))
TODAY: date = CASES["today"]
YARDSTICK = load_yardstick()
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize("case", CASES["dates"], ids=lambda case: case["text"])
def test_reads_the_date_people_mean(case: dict[str, Any]) -> None:
    found = parse_date(case["text"], TODAY, case.get("past", False))
    expected = (case["date"], case.get("date_end"), case.get("certain", True), case.get("bound"))
    assert (found.start, found.end, found.certain, found.bound) == expected


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_refuses_with_the_reason(case: dict[str, Any]) -> None:
    with pytest.raises(TextProblem) as raised:
        parse_date(case["text"], TODAY)
    assert raised.value.code == case["code"]
    assert raised.value.message
    assert find_dates(case["text"], TODAY) == []


@pytest.mark.parametrize("phrase", [one for one in YARDSTICK if one.start is None], ids=lambda one: one.text)
def test_takes_nothing_else_for_a_date(phrase: Phrase) -> None:
    assert ours_is_right(phrase)


def test_reads_the_yardstick_phrases() -> None:
    dated = [phrase for phrase in YARDSTICK if phrase.start is not None]
    missed = [phrase.text for phrase in dated if not ours_is_right(phrase)]
    assert len(missed) <= 3, missed


def test_the_composition_of_the_letters_does_not_matter() -> None:
    for case in CASES["dates"]:
        decomposed = unicodedata.normalize("NFD", case["text"])
        found = parse_date(decomposed, TODAY, case.get("past", False))
        assert (found.start, found.end) == (case["date"], case.get("date_end"))


def test_finds_every_date_of_a_text_with_its_place() -> None:
    text = "Thực hiện Công văn số 975/BVSTBCPN-VP ngày 02/5/2018, báo cáo trước 30/5/2018 và trước 30/11/2018."
    found = find_dates(text, TODAY)
    assert [(span.start, span.bound) for span in found] == [
        (date(2018, 5, 2), None),
        (date(2018, 5, 30), "before"),
        (date(2018, 11, 30), "before"),
    ]
    assert [text[slice(*span.span)] for span in found] == ["ngày 02/5/2018", "30/5/2018", "30/11/2018"]


def test_dates_that_do_not_exist_are_found_with_the_reason_and_their_place() -> None:
    text = "Họp ngày 31/4, rồi 30/2 và 20/10"
    found = find_said_dates(text, TODAY, past=True)
    assert [text[slice(*one.span)] for one in found] == ["ngày 31/4", "30/2", "20/10"]
    assert [one.problem.code for one in found if isinstance(one, WrongDate)] == ["short_month", "short_month"]
    assert [one.sure for one in found if isinstance(one, WrongDate)] == [True, False]
    assert [one.start for one in found if isinstance(one, DateSpan)] == [date(2026, 10, 20)]


def test_one_of_several_dates_is_not_certain() -> None:
    found = parse_date("20/10/2026 hoặc 25/10/2026", TODAY)
    assert (found.start, found.certain) == (date(2026, 10, 20), False)


def test_long_answers_are_refused_and_long_texts_searched() -> None:
    with pytest.raises(TextProblem, match="1000"):
        parse_date("a" * 1001, TODAY)
    assert [span.start for span in find_dates("a " * 5000 + "20/10/2026", TODAY)] == [date(2026, 10, 20)]


@given(DAYS, DAYS, st.booleans())
def test_written_dates_read_back_as_themselves(day: date, today: date, past: bool) -> None:
    words = f"ngày {day.day} tháng {day.month} năm {day.year}"
    for text in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%d.%m.%Y}", f"{day}", words):
        found = parse_date(text, today, past)
        assert (found.start, found.end, found.certain) == (day, None, True)


@given(DAYS, st.booleans())
def test_a_day_without_its_year_lies_on_the_side_that_was_asked(today: date, past: bool) -> None:
    for distance in (0, 1, 27, 200):
        day = today + timedelta(days=-distance if past else distance)
        if (day.day, day.month) != (29, 2):
            assert parse_date(f"ngày {day.day}/{day.month}", today, past).start == day


@given(DAYS, st.integers(1, 60))
def test_ranges_read_back_as_themselves(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    found = parse_date(f"từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}", TODAY)
    assert (found.start, found.end) == (start, end)


ALPHABET = st.sampled_from(
    [*"0123456789/.-:, ()", *"ngày tháng năm thứ tuần sau trước quý đầu cuối từ đến mai".split(), " "]
)
NOISE = st.one_of(st.text(max_size=60), st.lists(ALPHABET, max_size=25).map("".join))


@given(NOISE, st.dates(date(1900, 1, 1), date(2990, 1, 1)), st.booleans())
def test_any_text_gives_dates_inside_it_or_a_reason(text: str, today: date, past: bool) -> None:
    for found in find_dates(text, today, past):
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert found.end is None or found.start < found.end
    try:
        parse_date(text, today, past)
    except TextProblem as problem:
        assert problem.message
