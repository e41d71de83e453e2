"""What units owe: which duties bind them, on which day, and how an office's decisions change that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.asking import Assistant
from handlers.duties import Duties, Duty, Occurrence, Ruling, directive_duties, years_around
from handlers.people import Tree, Unit
from handlers.stages import STAGES, STILL_MATTERS, reached, stage_day
from handlers.standing import standing
from tests.world import UNITS

SINCE = date(2020, 1, 1)
AT = datetime(2026, 3, 1, tzinfo=UTC)
YEAR = date(2026, 1, 1), date(2026, 12, 31)
OWN = Duty("own", "Báo cáo riêng", "year", 2026, recurs=True, month_day=(9, 15), owner="so-y-te")
YEAR_REPORT = "so-y-te-thanh-hoa-2018:year-report"


def duties_of(
    assistant: Assistant,
    *,
    own: Iterable[Duty] = (),
    rulings: Iterable[Ruling] = (),
    units: Iterable[Unit] = UNITS,
    directives: Iterable[Duty] | None = None,
) -> Duties:
    stated = directive_duties(assistant.knowledge) if directives is None else directives
    return Duties([*stated, *own], rulings, Tree(units), assistant.calendar, assistant.answerer.gazetteer)


def unit_of(duties: Duties, id_: str) -> Unit:
    unit = duties.tree.unit(id_)
    assert unit is not None
    return unit


def owed(duties: Duties, unit: str, year: int = 2026) -> dict[str, Occurrence]:
    found = duties.occurrences(unit_of(duties, unit), date(year, 1, 1), date(year, 12, 31))
    return {one.duty.id: one for one in found}


def ruling(unit: str, kind: Any, due: date | None = None, *, days: int = 0, duty: str = YEAR_REPORT) -> Ruling:
    return Ruling(f"{unit}{kind}{days}", duty, 2026, unit, kind, AT + timedelta(days=days), due=due)


def moved_to(duty: Duty, province: str, sector: str | None = None, *, year: int | None = None) -> Duty:
    """The same duty as if the directive bound another province."""
    assert duty.directive is not None
    assert duty.directive.province is not None
    place = duty.directive.province.model_copy(update={"name": province})
    kind = place.model_copy(update={"name": sector}) if sector else None
    directive = duty.directive.model_copy(update={"province": place, "sector": kind})
    return replace(duty, id=f"{province}:{sector}:{year}", directive=directive, year=year or duty.year)


def test_a_sector_directive_goes_before_that_of_the_whole_province(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    assert {one.duty.id.split(":")[0] for one in owed(duties, "bv-a").values()} == {"so-y-te-thanh-hoa-2018"}
    assert {one.duty.id.split(":")[0] for one in owed(duties, "xa-a").values()} == {"thanh-hoa-2015"}


def test_who_heads_a_sector_is_not_bound_by_what_is_sent_to_it(assistant: Assistant) -> None:
    assert {id_.split(":")[0] for id_ in owed(duties_of(assistant), "so-y-te")} == {"thanh-hoa-2015"}


def test_who_heads_a_province_owes_nobody_its_report(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    assert owed(duties, "thanh-hoa") == owed(duties, "hai-phong") == {}
    assert owed(duties, "xa-a") and owed(duties, "so-y-te") and owed(duties, "phuong-c")
    found = standing(duties, duties.tree, "hai-phong", "hai-phong-2017:bao-cao-tong-ket", 2026, (), (), (), SINCE)
    assert found is not None
    assert [row.unit.id for row in found.rows] == ["phuong-c"]


def test_the_province_is_headed_also_under_a_ministry_and_by_the_name_it_had(assistant: Assistant) -> None:
    ministry = Unit("bo", "Bộ", "other", SINCE)
    top = Unit("top", "Ban tỉnh", "province", SINCE, parent="bo", province="tỉnh Thanh Hóa")
    duties = duties_of(
        assistant, units=(ministry, top, Unit("x", "Xã X", "commune", SINCE, "top", province="Thanh Hóa"))
    )
    assert owed(duties, "top") == {}
    assert owed(duties, "x")


@pytest.mark.parametrize(
    "units",
    [
        (Unit("one", "Ban tỉnh", "province", SINCE, province="Thanh Hóa"),),
        (
            Unit("one", "Xã X", "commune", SINCE, province="Thanh Hóa"),
            Unit("school", "Trường X", "school", SINCE, "one", province="Thanh Hóa"),
        ),
        (
            Unit("one", "Sở Y tế", "department", SINCE, province="Thanh Hóa", sector="Y tế"),
            Unit("bv", "Bệnh viện X", "hospital", SINCE, "one", province="Thanh Hóa", sector="Y tế"),
        ),
    ],
    ids=["alone", "commune", "sector"],
)
def test_who_heads_no_province_owes_what_it_asks_for(assistant: Assistant, units: tuple[Unit, ...]) -> None:
    assert {id_.split(":")[0] for id_ in owed(duties_of(assistant, units=units), "one")} == {"thanh-hoa-2015"}


def test_units_of_a_province_without_a_directive_owe_nothing(assistant: Assistant) -> None:
    stray = Unit("x", "Xã X", "commune", SINCE, province="Nghệ An")
    nowhere = Unit("y", "Hội Y", "other", SINCE)
    duties = duties_of(assistant, units=(stray, nowhere))
    assert owed(duties, "x") == owed(duties, "y") == {}


def test_a_date_carried_to_a_later_year_is_projected(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    then, now = owed(duties_of(assistant, units=_since_2010()), "bv-a", 2018), owed(duties, "bv-a")
    assert {one.day.basis for one in then.values()} == {"stated"}
    assert {one.day.basis for one in now.values()} == {"projected"}
    assert [one.due for one in now.values()] == [date(2026, 5, 29), date(2026, 11, 29)]
    assert now[YEAR_REPORT].remind_by == date(2026, 11, 27)


def _since_2010() -> list[Unit]:
    return [replace(unit, since=date(2010, 1, 1)) for unit in UNITS]


def test_a_directive_binds_no_year_before_its_own(assistant: Assistant) -> None:
    assert owed(duties_of(assistant, units=_since_2010()), "bv-a", 2014) == {}


def test_of_two_directives_of_a_kind_the_newer_counts(assistant: Assistant) -> None:
    old = next(one for one in directive_duties(assistant.knowledge) if one.id == "thanh-hoa-2015:year-report")
    newer = moved_to(old, "Thanh Hóa", year=2025)
    for order in ([old, newer], [newer, old]):
        duties = duties_of(assistant, directives=order)
        assert list(owed(duties, "xa-a")) == [newer.id]


def test_what_binds_a_province_of_old_binds_the_one_it_is_part_of(assistant: Assistant) -> None:
    some = next(one for one in directive_duties(assistant.knowledge) if one.id == "thanh-hoa-2015:year-report")
    duties = duties_of(
        assistant,
        directives=[moved_to(some, "Hà Nam")],
        units=(
            Unit("now", "Phường A", "commune", SINCE, province="Ninh Bình"),
            Unit("old", "Phường B", "commune", SINCE, province="Hà Nam"),
            Unit("other", "Phường C", "commune", SINCE, province="Nghệ An"),
        ),
    )
    assert len(owed(duties, "now")) == len(owed(duties, "old")) == 1
    assert owed(duties, "other") == {}


def test_the_provinces_own_directive_goes_before_that_of_one_merged_into_it(assistant: Assistant) -> None:
    some = next(one for one in directive_duties(assistant.knowledge) if one.id == "thanh-hoa-2015:year-report")
    own, merged = moved_to(some, "Ninh Bình", year=2015), moved_to(some, "Hà Nam", year=2025)
    units = (Unit("now", "Phường A", "commune", SINCE, province="Ninh Bình"),)
    assert list(owed(duties_of(assistant, directives=[merged, own], units=units), "now")) == [own.id]


def test_a_sector_is_bound_only_within_its_province(assistant: Assistant) -> None:
    elsewhere = Unit("bv-x", "Bệnh viện X", "hospital", SINCE, province="Hải Phòng", sector="Y tế")
    duties = duties_of(assistant, units=(elsewhere,))
    assert {id_.split(":")[0] for id_ in owed(duties, "bv-x")} == {"hai-phong-2017"}


def test_an_offices_own_duty_is_owed_by_all_below_it_or_by_those_named(assistant: Assistant) -> None:
    for_all = duties_of(assistant, own=[OWN])
    assert "own" in owed(for_all, "bv-a")
    assert "own" in owed(for_all, "bv-b")
    assert all("own" not in owed(for_all, other) for other in ("so-y-te", "thanh-hoa", "xa-a", "phuong-c"))
    for_one = duties_of(assistant, own=[replace(OWN, units=frozenset({"bv-b", "phuong-c"}))])
    assert "own" in owed(for_one, "bv-b")
    assert all("own" not in owed(for_one, other) for other in ("bv-a", "phuong-c"))
    one = owed(for_all, "bv-a")["own"]
    assert (one.due, one.day.basis, one.duty.source) == (date(2026, 9, 15), "own", "do Sở Y tế Thanh Hóa đặt")


def test_a_duty_that_does_not_recur_is_owed_once_and_one_that_ended_no_more(assistant: Assistant) -> None:
    once = duties_of(assistant, own=[replace(OWN, recurs=False)])
    assert "own" in owed(once, "bv-a", 2026)
    assert "own" not in owed(once, "bv-a", 2027)
    ended = duties_of(assistant, own=[replace(OWN, ended=date(2027, 1, 1))])
    assert "own" in owed(ended, "bv-a", 2026)
    assert "own" not in owed(ended, "bv-a", 2027)


@pytest.mark.parametrize(
    ("year", "last"),
    [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29)), (2100, date(2100, 2, 28)), (2400, date(2400, 2, 29))],
)
def test_29_february_is_the_end_of_any_february(assistant: Assistant, year: int, last: date) -> None:
    duties = duties_of(assistant, own=[replace(OWN, month_day=(2, 29), year=2024)])
    assert owed(duties, "bv-a", year)["own"].due == last


def test_a_unit_owes_only_what_falls_due_while_it_stands(assistant: Assistant) -> None:
    late = Unit("moi", "Xã mới", "commune", date(2026, 7, 1), province="Thanh Hóa")
    gone = Unit("cu", "Xã cũ", "commune", SINCE, province="Thanh Hóa", until=date(2026, 11, 30))
    duties = duties_of(assistant, units=(late, gone))
    assert list(owed(duties, "moi")) == ["thanh-hoa-2015:year-report"]
    assert list(owed(duties, "cu")) == ["thanh-hoa-2015:first-half-report"]


def test_an_office_confirms_changes_or_cancels_for_all_below_it(assistant: Assistant) -> None:
    due = date(2026, 12, 10)
    confirmed = owed(duties_of(assistant, rulings=[ruling("so-y-te", "confirm")]), "bv-a")[YEAR_REPORT]
    assert (confirmed.due, confirmed.day.basis, confirmed.day.decided_by) == (
        *(date(2026, 11, 29), "confirmed"),
        "Sở Y tế Thanh Hóa",
    )
    changed = duties_of(assistant, rulings=[ruling("so-y-te", "change", due)])
    for unit in ("bv-a", "bv-b"):
        one = owed(changed, unit)[YEAR_REPORT]
        assert (one.due, one.remind_by, one.day.basis) == (due, due, "changed")
    assert owed(changed, "bv-a", 2027)[YEAR_REPORT].day.basis == "projected"
    cancelled = duties_of(assistant, rulings=[ruling("so-y-te", "cancel")])
    assert YEAR_REPORT not in owed(cancelled, "bv-a")


def test_a_ruling_knows_the_day_that_it_replaced(assistant: Assistant) -> None:
    stated, first, second = date(2026, 11, 29), date(2026, 12, 3), date(2026, 12, 10)
    history = [
        ruling("thanh-hoa", "change", first),
        ruling("so-y-te", "change", second, days=1),
        ruling("bv-a", "extend", date(2026, 12, 20), days=2),
        ruling("so-y-te", "cancel", days=3),
        ruling("so-y-te", "confirm", days=4),
    ]

    def former(count: int, unit: str) -> date | None:
        return owed(duties_of(assistant, rulings=history[:count]), unit)[YEAR_REPORT].day.former

    assert [former(1, "bv-b"), former(2, "bv-b"), former(3, "bv-a")] == [stated, first, second]
    assert former(5, "bv-b") is None  # nothing was owed before it
    assert former(5, "bv-a") == second


def test_the_latest_ruling_of_an_office_counts(assistant: Assistant) -> None:
    later = ruling("so-y-te", "confirm", days=2)
    earlier = ruling("so-y-te", "cancel", days=1)
    one = owed(duties_of(assistant, rulings=[later, earlier]), "bv-a")[YEAR_REPORT]
    assert one.day.ruling == later


def test_the_nearest_office_wins_even_if_one_above_ruled_later(assistant: Assistant) -> None:
    near, far = date(2026, 12, 3), date(2026, 12, 24)
    rulings = [ruling("so-y-te", "change", near), ruling("thanh-hoa", "change", far, days=9)]
    assert owed(duties_of(assistant, rulings=rulings), "bv-a")[YEAR_REPORT].due == near
    assert owed(duties_of(assistant, rulings=rulings[1:]), "bv-a")[YEAR_REPORT].due == far


def test_an_extension_is_for_one_unit_only(assistant: Assistant) -> None:
    due = date(2026, 12, 20)
    duties = duties_of(assistant, rulings=[ruling("bv-a", "extend", due)])
    mine, other = owed(duties, "bv-a")[YEAR_REPORT], owed(duties, "bv-b")[YEAR_REPORT]
    assert (mine.due, mine.remind_by, mine.day.basis) == (due, date(2026, 12, 18), "extended")
    assert (other.due, other.day.basis) == (date(2026, 11, 29), "projected")
    above = duties_of(assistant, rulings=[ruling("so-y-te", "extend", due)])
    assert owed(above, "bv-a")[YEAR_REPORT].day.basis == "projected"


def test_an_extension_of_an_office_does_not_hide_its_ruling_from_those_below(assistant: Assistant) -> None:
    changed, extended = date(2026, 12, 3), date(2026, 12, 20)
    rulings = [ruling("so-y-te", "change", changed), ruling("so-y-te", "extend", extended, days=3)]
    duties = duties_of(assistant, rulings=rulings)
    assert owed(duties, "bv-a")[YEAR_REPORT].due == changed
    duty, office = duties.duty(YEAR_REPORT), unit_of(duties, "so-y-te")
    assert duty is not None
    assert duties.ruling(duty, 2026, office) == rulings[1]
    assert duties.ruling(duty, 2026, office, below=True) == rulings[0]


def test_a_date_moved_into_another_year_is_found_in_that_year(assistant: Assistant) -> None:
    duties = duties_of(assistant, rulings=[ruling("so-y-te", "change", date(2027, 1, 15))])
    found = duties.occurrences(unit_of(duties, "bv-a"), date(2027, 1, 1), date(2027, 1, 31))
    assert [(one.year, one.due) for one in found] == [(2026, date(2027, 1, 15))]


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_whatever_is_listed_is_found_by_its_handle(assistant: Assistant, day: date) -> None:
    duties = duties_of(assistant, own=[OWN])
    for unit in duties.tree:
        listed = duties.occurrences(unit, day - timedelta(days=180), day + timedelta(days=400))
        assert all(duties.by_handle(unit, one.handle, day) == one for one in listed)
        assert len({one.handle for one in listed}) == len(listed)
        assert all(one.year in years_around(day) for one in listed)
        assert all(one.remind_by <= one.due for one in listed)


def test_a_handle_means_nothing_for_another_unit(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    handle = owed(duties, "bv-a")[YEAR_REPORT].handle
    assert duties.by_handle(unit_of(duties, "bv-b"), handle, date(2026, 3, 1)) is None
    assert duties.by_handle(unit_of(duties, "bv-a"), "000000000000", date(2026, 3, 1)) is None


DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]


@settings(max_examples=40, deadline=None)
@given(
    due=st.sampled_from(DAYS),
    stages=st.sets(st.integers(-60, 60), min_size=1, max_size=10).map(lambda found: tuple(sorted(found))),
)
def test_stages_come_one_after_another_and_end(assistant: Assistant, due: date, stages: tuple[int, ...]) -> None:
    calendar = assistant.calendar
    remind_by = calendar.last_working_not_after(due)
    around = [remind_by + timedelta(days=number) for number in range(-120, 121)]
    seen = [reached(calendar, remind_by, stages, day) for day in around]
    spoken = [stage for stage in seen if stage is not None]
    assert spoken == sorted(spoken)
    assert set(spoken) == set(stages)
    first = seen.index(spoken[0])
    assert None not in seen[first : first + len(spoken)]
    assert around[first] == stage_day(calendar, remind_by, stages[0])
    assert seen[-1] is None


def test_the_usual_stages_of_any_date_fall_on_working_days_each_its_own(assistant: Assistant) -> None:
    calendar = assistant.calendar
    for due in DAYS:
        remind_by = calendar.last_working_not_after(due)
        days = [stage_day(calendar, remind_by, stage) for stage in STAGES]
        assert days == sorted(set(days))
        assert all(calendar.is_working(day) for day in days)
        assert [reached(calendar, remind_by, STAGES, day) for day in days] == list(STAGES)
        over = calendar.add_working_days(days[-1], STILL_MATTERS)
        assert reached(calendar, remind_by, STAGES, over) == STAGES[-1]
        assert reached(calendar, remind_by, STAGES, over + timedelta(days=1)) is None
