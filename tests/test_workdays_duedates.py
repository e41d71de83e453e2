"""When reports are due: stated, carried over, marked so; and the calendar file they make."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge.duedates import DueDate, due_date, upcoming
from knowledge.gazetteer import Gazetteer
from knowledge.ics import render_calendar
from knowledge.lexicon import SectorName
from knowledge.model import Deadline, Directive, HolidayFile, PlaceName
from knowledge.workdays import Calendar

CALENDAR = Calendar(HolidayFile(years={2018: [], 2019: []}))
GAZETTEER = Gazetteer(
    (
        PlaceName(name="Bến Cũ", aliases=["BC"], now="Sông Mới"),
        PlaceName(name="Sông Mới"),
        PlaceName(name="Núi Xa"),
    ),
    (SectorName(name="Y tế", aliases=["ngành y"]), SectorName(name="Giáo dục")),
)


def _deadline(**more: Any) -> Deadline:
    given = {
        "id": "half",
        "obligation": "Báo cáo 6 tháng",
        "period": "first_half",
        "who": "các đơn vị",
        "recipient": "Sở Thử; phòng A, B",
        "written": "trước 30/5/2018",
        "before": "2018-05-30",
        "section": "4.g6",
        "quote": "trước 30/5/2018 đối với báo cáo sơ kết",
    }
    return Deadline.model_validate({**given, **more})


def _directive(
    *deadlines: Deadline, province: str | None = None, sector: str | None = None, year: int = 2018
) -> Directive:
    return Directive.model_validate(
        {
            "id": f"thu-{province}-{sector}",
            "number": {"written": "1/ABC - D", "canonical": "1/ABC-D"},
            "type": "cong_van",
            "type_name": "Công văn",
            "title": "Thử",
            "issuer": "Sở Thử",
            "year": year,
            "province": {"name": province} if province else None,
            "sector": {"name": sector} if sector else None,
            "summary": "thử",
            "sections": [],
            "deadlines": list(deadlines),
        }
    )


def _due(today: date, **more: Any) -> DueDate:
    deadline = _deadline(**more)
    found = due_date(deadline, _directive(deadline), today, CALENDAR)
    assert found is not None
    return found


def test_before_a_day_means_the_day_before_it_at_the_latest() -> None:
    found = _due(date(2018, 5, 1))
    assert (found.due, found.days_left, found.basis) == (date(2018, 5, 29), 28, "stated")
    assert found.confirmed
    assert found.document == "1/ABC-D"


def test_the_last_day_itself_still_counts() -> None:
    assert _due(date(2018, 5, 29)).days_left == 0
    assert _due(date(2018, 5, 30)).basis == "projected"


def test_at_the_latest_on_a_day_means_that_day() -> None:
    assert _due(date(2018, 5, 1), before=None, by="2018-05-30").due == date(2018, 5, 30)


def test_the_rule_of_an_earlier_year_is_carried_over_and_marked() -> None:
    found = _due(date(2026, 6, 1))
    assert (found.due, found.basis, found.stated_year) == (date(2027, 5, 29), "projected", 2018)
    assert not found.confirmed
    assert found.remind_by == date(2027, 5, 28)


def test_a_day_without_a_year_belongs_to_the_directives_year() -> None:
    assert _due(date(2018, 1, 1), before="06-20").basis == "stated"
    assert _due(date(2019, 1, 1), before="06-20").basis == "projected"


def test_the_last_days_of_february_follow_the_year() -> None:
    for before, year, due in (
        ("03-01", 2028, date(2028, 2, 29)),
        ("03-01", 2027, date(2027, 2, 28)),
        ("02-29", 2027, date(2027, 2, 28)),
        ("02-29", 2028, date(2028, 2, 28)),
    ):
        assert _due(date(year, 1, 1), before=before).due == due
    assert _due(date(2027, 1, 1), before=None, by="02-29").due == date(2027, 2, 28)
    assert _due(date(2026, 12, 31), before="01-01").due == date(2026, 12, 31)


def test_what_does_not_recur_is_past_for_good() -> None:
    found = _due(date(2018, 6, 8), recurs=False)
    assert (found.days_left, found.basis) == (-10, "stated")
    assert upcoming([_directive(_deadline(recurs=False))], CALENDAR, date(2018, 6, 8)) == []


def test_no_day_means_no_due_date() -> None:
    deadline = _deadline(before=None, written="đúng thời gian quy định")
    assert due_date(deadline, _directive(deadline), date(2018, 1, 1), CALENDAR) is None


def test_only_what_binds_the_place_and_the_sector_is_upcoming() -> None:
    late = _deadline(id="late", before="2018-11-30")
    directives = [
        _directive(late, _deadline(), province="Bến Cũ", sector="Y tế"),
        _directive(_deadline(), province="Núi Xa"),
        _directive(_deadline()),
    ]

    def found(
        province: str | None = None, sector: str | None = None, within: int | None = None
    ) -> list[tuple[str | None, str]]:
        dues = upcoming(directives, CALENDAR, date(2018, 5, 1), province, sector, within, GAZETTEER)
        return [(due.province, due.deadline) for due in dues]

    here = [("Bến Cũ", "half"), (None, "half"), ("Bến Cũ", "late")]
    assert found(within=100) == [("Bến Cũ", "half"), (None, "half"), ("Núi Xa", "half")]
    for name in ("Bến Cũ", "ben cu", "BC", "Sông Mới"):
        assert sorted(found(name), key=str) == sorted(here, key=str)
    assert found("Núi Xa", "ngành y") == [(None, "half"), ("Núi Xa", "half")]
    assert found("Bến Cũ", "Giáo dục") == [(None, "half")]


@given(st.dates(date(2018, 1, 1), date(2090, 1, 1)))
def test_an_upcoming_date_is_never_past_and_never_more_than_a_year_away(today: date) -> None:
    found = _due(today)
    assert 0 <= found.days_left <= 366
    assert found.remind_by <= found.due
    assert found.basis == ("stated" if found.due.year == 2018 else "projected")


def test_the_calendar_file_keeps_to_the_standard() -> None:
    dues = [_due(date(2018, 5, 1)), _due(date(2026, 6, 1))]
    text = render_calendar("Hạn", dues, date(2018, 5, 1))
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20180529" in unfolded
    assert "DTEND;VALUE=DATE:20180530" in unfolded
    assert any(r"Sở Thử\; phòng A\, B\n" in line for line in unfolded)
    # Saturday 29 May 2027: the alarm rings at eight on Friday.
    assert [line for line in unfolded if line.startswith("TRIGGER")] == ["TRIGGER:PT8H", "TRIGGER:-PT16H"]
    assert sum("dự kiến" in line for line in unfolded if line.startswith("SUMMARY")) == 1


def test_a_due_date_keeps_its_identity_from_file_to_file() -> None:
    def uids(today: date) -> list[str]:
        text = render_calendar("Hạn", [_due(today)], today)
        return [line for line in text.split("\r\n") if line.startswith("UID:")]

    assert uids(date(2026, 6, 1)) == uids(date(2026, 9, 1)) != uids(date(2018, 1, 1))
