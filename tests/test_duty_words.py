"""How a deadline is told: everything on its card, its line, its choices, and never a projected date as a sure one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.asking import Assistant
from handlers.duties import Duties, Duty, Occurrence, Ruling, directive_duties
from handlers.duty_words import card, card_choices, line, title_of
from handlers.people import Tree
from knowledge.wording import day_words
from tests.world import UNITS

FIRST_HALF = "so-y-te-thanh-hoa-2018:first-half-report"
AT = datetime(2026, 4, 30, 18, tzinfo=UTC)
"""1 May where the members live."""
OWN = Duty("own", "Báo cáo riêng", "year", 2026, recurs=True, month_day=(5, 12), owner="so-y-te")


def owed(assistant: Assistant, duty: str = FIRST_HALF, year: int = 2026, **ruling: Any) -> Occurrence:
    rulings = [Ruling("r", duty, year, at=AT, **{"unit": "so-y-te", **ruling})] if ruling else []
    stated = directive_duties(assistant.knowledge)
    duties = Duties([*stated, OWN], rulings, Tree(UNITS), assistant.calendar, assistant.answerer.gazetteer)
    found, unit = duties.duty(duty), duties.tree.unit("bv-a")
    assert found is not None
    assert unit is not None
    occurrence = duties.at(found, year, unit)
    assert occurrence is not None
    return occurrence


def test_the_card_says_all_there_is_to_know(assistant: Assistant) -> None:
    text = card(owed(assistant), date(2026, 5, 18), assistant.calendar)
    assert text.splitlines() == [
        "Báo cáo sơ kết 6 tháng đầu năm về hoạt động vì sự tiến bộ của phụ nữ",
        "Đơn vị: Bệnh viện A",
        "Hạn: chậm nhất thứ Sáu 29/5/2026 (còn 11 ngày, trong đó 9 ngày làm việc).",
        "DỰ KIẾN theo quy định năm 2018, Cơ quan Thường trực chưa xác nhận cho năm 2026.",
        "Nơi nhận: Ban Vì sự tiến bộ của phụ nữ Ngành Y tế Thanh Hóa (Sở Y tế Thanh Hóa)",
        "Nguồn: Công văn số 1097/SYT-BVSTBCPN ngày 18/5/2018 của Ban Vì sự tiến bộ của phụ nữ Ngành Y tế"
        " Thanh Hóa (Sở Y tế Thanh Hóa), mục 4, gạch đầu dòng 6: “trước 30/5/2018”",
        "Văn bản áp dụng cho: Ban vì sự tiến bộ của phụ nữ các đơn vị y tế trong ngành.",
    ]


@pytest.mark.parametrize(
    ("today", "said", "off"),
    [
        (
            date(2027, 5, 27),
            "còn 2 ngày, trong đó 1 ngày làm việc",
            "29/5/2027 là ngày nghỉ: gửi chậm nhất hết thứ Sáu 28/5/2027.",
        ),
        (date(2027, 5, 28), "còn 1 ngày, trong đó 0 ngày làm việc", "gửi chậm nhất hết thứ Sáu 28/5/2027."),
        (date(2027, 5, 29), "hôm nay là ngày cuối", "đã qua, nên gửi ngay"),
        (date(2027, 6, 1), "quá hạn 3 ngày", ""),
    ],
)
def test_a_last_day_that_is_a_day_off(assistant: Assistant, today: date, said: str, off: str) -> None:
    text = card(owed(assistant, year=2027), today, assistant.calendar)
    assert f"chậm nhất thứ Bảy 29/5/2027 ({said})." in text
    assert off in text
    assert ("ngày nghỉ" in text) == bool(off)


def test_the_last_working_day_before_a_day_off_is_said_to_be_today_first(assistant: Assistant) -> None:
    one, last = owed(assistant, year=2027), "Ngày làm việc cuối để gửi là hôm nay, thứ Sáu 28/5/2027."
    said = card(one, date(2027, 5, 28), assistant.calendar).splitlines()
    assert said[2] == last
    assert "(hôm nay là ngày làm việc cuối)" in line(one, date(2027, 5, 28))
    for other in (date(2027, 5, 27), date(2027, 5, 29), date(2027, 6, 1)):
        assert last not in card(one, other, assistant.calendar)
        assert "ngày làm việc cuối)" not in line(one, other)
    workday = owed(assistant)
    assert "Ngày làm việc cuối" not in card(workday, workday.due, assistant.calendar)


def test_who_decided_on_a_date_when_and_why(assistant: Assistant) -> None:
    def told(**ruling: Any) -> str:
        return card(owed(assistant, **ruling), date(2026, 5, 18), assistant.calendar)

    assert "Ngày 1/5/2026, Cơ quan Thường trực Sở Y tế Thanh Hóa đã xác nhận hạn này." in told(kind="confirm")
    changed = told(kind="change", due=date(2026, 6, 10), reason="chờ mẫu mới")
    assert "thứ Tư 10/6/2026" in changed
    assert (
        "Hạn đã đổi từ 29/5/2026 sang 10/6/2026 (Cơ quan Thường trực Sở Y tế Thanh Hóa quyết định ngày 1/5/2026;"
        " lý do: chờ mẫu mới)." in changed
    )
    extended = told(kind="extend", due=date(2026, 6, 10), reason="chuyển trụ sở", unit="bv-a", office="thanh-hoa")
    assert (
        "Đơn vị được gia hạn riêng từ 29/5/2026 đến hết 10/6/2026 (Cơ quan Thường trực Ban VSTBPN tỉnh Thanh Hóa quyết"
        " định ngày 1/5/2026; lý do: chuyển trụ sở)." in extended
    )
    unknown = told(kind="extend", due=date(2026, 6, 10), unit="bv-a")
    assert "(Cơ quan Thường trực quyết định ngày 1/5/2026)." in unknown
    assert all("DỰ KIẾN" not in text for text in (told(kind="confirm"), changed, extended))


def test_the_offices_own_names_who_made_it(assistant: Assistant) -> None:
    text = card(owed(assistant, "own"), date(2026, 5, 1), assistant.calendar)
    assert "Hạn do Sở Y tế Thanh Hóa đặt." in text
    assert text.count("do Sở Y tế Thanh Hóa đặt") == 1
    ruled = card(owed(assistant, "own", kind="confirm"), date(2026, 5, 1), assistant.calendar)
    assert "Nguồn: do Sở Y tế Thanh Hóa đặt" in ruled
    assert "Nơi nhận" not in text
    assert "áp dụng cho" not in text


def test_a_stated_date_is_no_projection(assistant: Assistant) -> None:
    then = replace(owed(assistant), year=2018)
    stated = replace(then, day=replace(then.day, basis="stated"))
    assert "Ngày do văn bản của năm 2018 quy định." in card(stated, date(2026, 5, 1), assistant.calendar)


def test_a_caution_on_where_to_send_is_passed_on(assistant: Assistant) -> None:
    duties = Duties(
        directive_duties(assistant.knowledge), [], Tree(UNITS), assistant.calendar, assistant.answerer.gazetteer
    )
    unit = duties.tree.unit("phuong-c")
    assert unit is not None
    found = duties.occurrences(unit, date(2026, 1, 1), date(2026, 12, 31))[0]
    assert "Lưu ý: Sở Lao động - Thương binh và Xã hội nay không còn" in card(
        found, date(2026, 5, 1), assistant.calendar
    )


def test_a_line_of_a_list(assistant: Assistant) -> None:
    one = owed(assistant)
    title = "báo cáo sơ kết 6 tháng đầu năm về hoạt động vì sự tiến bộ của phụ nữ"
    assert line(one, date(2026, 5, 18)) == f"DỰ KIẾN thứ Sáu 29/5/2026 (còn 11 ngày): {title}, Bệnh viện A"
    assert "(hôm nay là ngày cuối)" in line(one, one.due)
    late = line(owed(assistant, kind="confirm"), date(2026, 6, 1))
    assert late == f"QUÁ HẠN thứ Sáu 29/5/2026 (quá hạn 3 ngày): {title}, Bệnh viện A"
    assert title_of(one) == f"{title} (năm 2026)"


def test_choices_name_the_occurrence_and_fit_a_button(assistant: Assistant) -> None:
    one = owed(assistant)
    choices = card_choices(one)
    of_deadline = [f"{name}:bv-a:{one.handle}" for name in ("mau", "nop", "mai", "tat")]
    assert [choice.id for choice in choices] == ["bc:bv-a:first_half.2026", *of_deadline]
    assert all(len(choice.id) + len("0123456789") <= 64 for choice in choices)


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 5, 29), "thứ Sáu 29/5/2026"), (date(2026, 11, 29), "Chủ nhật 29/11/2026")]
)
def test_a_day_with_its_weekday(day: date, said: str) -> None:
    assert day_words(day) == said


@settings(max_examples=60, deadline=None)
@given(today=st.dates(date(2026, 1, 1), date(2027, 12, 31)), year=st.sampled_from([2026, 2027]))
def test_a_projected_date_is_never_told_as_a_sure_one(assistant: Assistant, today: date, year: int) -> None:
    one = owed(assistant, year=year)
    for text in (card(one, today, assistant.calendar), line(one, today)):
        assert "DỰ KIẾN" in text
    left = (one.due - today) // timedelta(days=1)
    assert (f"quá hạn {-left} ngày" in line(one, today)) == (left < 0)
    assert (f"còn {left} ngày" in line(one, today)) == (left > 0 and today != one.remind_by)
