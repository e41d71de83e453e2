"""Reporting periods and years in questions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.periods import find_period, find_years

PERIODS = [
    ("Báo cáo giữa năm", "first_half", None, None),
    ("bc 6 thang", "first_half", None, None),
    ("định kỳ 6 tháng báo cáo trước ngày bao nhiêu", "first_half", None, None),
    ("6 tháng đầu năm 2018", "first_half", None, 2018),
    ("báo cáo sơ kết nộp khi nào", "first_half", None, None),
    ("hanj nopj baos caos 6 thangs", "first_half", None, None),
    ("ha5n no65p ba1o ca1o 6 tha1ng", "first_half", None, None),
    ("báo cáo tổng kết 6 tháng đầu năm", "first_half", None, None),
    ("6 tháng cuối năm 2025", "second_half", None, 2025),
    ("nửa cuối năm", "second_half", None, None),
    ("hạn báo cáo tổng kết năm 2018", "year", None, 2018),
    ("bc năm", "year", None, None),
    ("còn báo cáo năm thì sao?", "year", None, None),
    ("HẠN BC NĂM VỚI Ạ", "year", None, None),
    ("báo cáo cả năm gửi trước ngày mấy", "year", None, None),
    ("báo cáo cuối năm", "year", None, None),
    ("báo cáo quý III", "quarter", 3, None),
    ("quý 3/2026", "quarter", 3, 2026),
    ("q4/2025", "quarter", 4, 2025),
    ("báo cáo hằng quý", "quarter", None, None),
    ("báo cáo tháng 3", "month", 3, None),
    ("báo cáo hàng tháng", "month", None, None),
    ("tháng sáu có gì", "month", 6, None),
]


@pytest.mark.parametrize(("text", "name", "number", "year"), PERIODS)
def test_names_the_period_that_is_asked_about(text: str, name: str, number: int | None, year: int | None) -> None:
    found = find_period(text)
    assert found is not None
    assert (found.name, found.number, found.year) == (name, number, year)


@pytest.mark.parametrize(
    "text",
    ["hướng dẫn năm 2019", "tháng hành động từ ngày nào", "ngày 15 tháng 3", "hạn báo cáo ở Hà Nam", "Hà Nam 2020", ""],
)
def test_names_no_period_where_none_is_said(text: str) -> None:
    assert find_period(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("năm 2018", [2018]),
        ("giai đoạn 2016-2020", [2016, 2020]),
        ("191/2009/TT-BTC ngày 01/10/2009", [2009]),
        ("1097/SYT-BVSTBCPN", []),
        ("công văn 2458", []),
        ("Có 1975 người tham gia", []),
        ("năm nay và năm ngoái", [2026, 2025]),
    ],
)
def test_finds_the_years_of_a_text(text: str, years: list[int]) -> None:
    assert find_years(text, date(2026, 11, 24)) == years


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = find_period(text)
    assert found is None or 0 <= found.span[0] < found.span[1] <= len(text)
    assert all(1900 <= year <= 2099 for year in find_years(text))
