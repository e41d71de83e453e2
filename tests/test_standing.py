"""How units stand with a report, against a plain model and case by case."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage import Storage
from handlers.asking import Assistant
from handlers.duties import Duties, Duty, Ruling, handle_of
from handlers.people import Contact, Membership, Person, Role, Tree, Unit
from handlers.register import Mute, Notice, Submission
from handlers.standing import Standing, look, periods, rates, standing
from handlers.standing_words import named, share, summary
from handlers.types import Note, Record, Reply, Send
from tests.world import address, person_records, store, unit_record

SINCE = date(2024, 1, 1)
TOP = Unit("top", "Ban tỉnh", "province", SINCE)
SOME = tuple(Unit(f"u{n}", f"Xã {n}", "commune", SINCE, parent="top") for n in range(5))
REPORT = Duty("own", "Báo cáo năm", "year", 2025, True, month_day=(11, 30), owner="top")
DUE = date(2026, 11, 30)
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def duties_of(assistant: Assistant, *rulings: Ruling, units: Iterable[Unit] = (TOP, *SOME)) -> Duties:
    return Duties([REPORT], rulings, Tree(units), assistant.calendar, assistant.answerer.gazetteer)


def member(id_: str, unit: str, role: Role = "secretary", *, blocked: bool = False, agreed: bool = True) -> Person:
    consents = frozenset({"account", "reminders"} if agreed else {"account"})
    contact = Contact(address(id_), NOW, blocked)
    return Person(id_, None, consents, (Membership(f"{id_}@{unit}", id_, unit, role, SINCE),), (contact,))  # type: ignore[arg-type]


def sent(unit: str, day: date, year: int = 2026) -> Submission:
    return Submission(f"{unit}{year}", "own", year, unit, day, NOW)


def told(person: str, unit: str, state: str, at: datetime = NOW) -> Notice:
    return Notice(f"{person}{at}", person, "reminder", handle_of("own", 2026, unit), 0, at, "console", state, unit)


def stands(
    duties: Duties,
    submissions: Iterable[Submission] = (),
    people: Iterable[Person] = (),
    notices: Iterable[Notice] = (),
    mutes: Iterable[Mute] = (),
    today: date = TODAY,
) -> Standing:
    found = standing(duties, duties.tree, "top", "own", 2026, submissions, people, notices, today, mutes)
    assert found is not None
    return found


def states(found: Standing) -> dict[str, str]:
    return {row.unit.id: row.state for row in found.rows}


def test_a_unit_is_on_time_up_to_its_last_day_late_after_it_and_missing_once_that_is_over(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    days = [sent("u0", DUE), sent("u1", DUE + timedelta(days=1))]
    before = stands(duties, days, today=DUE)
    assert states(before) == {"u0": "on_time", "u1": "late", "u2": "open", "u3": "open", "u4": "open"}
    after = stands(duties, days, today=DUE + timedelta(days=1))
    assert states(after)["u2"] == "missing"
    assert (after.owing, after.sent, after.on_time, after.late, len(after.silent)) == (5, 2, 1, 1, 3)
    assert (after.rate, after.on_time_rate, after.due) == (0.4, 0.2, DUE)


def test_an_extension_holds_for_its_unit_and_a_cancelled_one_owes_nothing(assistant: Assistant) -> None:
    longer = Ruling("r1", "own", 2026, "u0", "extend", NOW, due=date(2026, 12, 10))
    off = Ruling("r2", "own", 2026, "u1", "cancel", NOW)
    found = stands(duties_of(assistant, longer, off), [sent("u0", date(2026, 12, 9))], today=date(2026, 12, 20))
    assert states(found) == {"u0": "on_time", "u1": "exempt", "u2": "missing", "u3": "missing", "u4": "missing"}
    assert (found.owing, found.due) == (4, DUE)


def test_a_unit_that_ended_before_the_day_is_not_there(assistant: Assistant) -> None:
    ended = Unit("u9", "Xã 9", "commune", SINCE, parent="top", until=date(2026, 7, 1))
    assert "u9" not in states(stands(duties_of(assistant, units=(TOP, *SOME, ended))))


def test_another_year_or_report_is_not_counted(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    other = Submission("x", "other", 2026, "u1", DUE, NOW)
    assert stands(duties, [sent("u0", date(2025, 11, 1), 2025), other]).sent == 0
    assert standing(duties, duties.tree, "top", "nothing", 2026, (), (), (), TODAY) is None


@pytest.mark.parametrize(
    ("people", "notices", "mutes", "expected"),
    [
        ([], [], [], "nobody"),
        ([member("m", "u0", "member")], [], [], "nobody"),
        ([member("s", "u0", blocked=True)], [], [], "unreachable"),
        ([member("s", "u0", agreed=False)], [], [], "unreachable"),
        ([member("s", "u0", blocked=True), member("h", "u0", "head")], [], [], "ok"),
        ([member("s", "u0")], [told("s", "u0", "unknown")], [], "unknown"),
        ([member("s", "u0")], [told("s", "u1", "unknown")], [], "ok"),
        (
            [member("s", "u0")],
            [told("s", "u0", "unknown"), told("s", "u0", "sent", NOW + timedelta(days=1))],
            [],
            "ok",
        ),
        (
            [member("s", "u0"), member("h", "u0", "head")],
            [told("s", "u0", "unknown"), told("h", "u0", "sent")],
            [],
            "ok",
        ),
        ([member("s", "u0")], [], [Mute("s", handle_of("own", 2026, "u0"), None)], "muted"),
        ([member("s", "u0")], [], [Mute("s", handle_of("own", 2026, "u0"), TODAY + timedelta(days=1))], "ok"),
        ([member("s", "u0")], [], [Mute("s", handle_of("own", 2026, "u1"), None)], "ok"),
    ],
)
def test_how_a_unit_that_has_not_sent_stands_with_reminders(
    assistant: Assistant, people: list[Person], notices: list[Notice], mutes: list[Mute], expected: str
) -> None:
    found = stands(duties_of(assistant), (), people, notices, mutes)
    row = next(row for row in found.rows if row.unit.id == "u0")
    assert row.reminders == expected
    assert bool(row.to) == (expected in ("ok", "unknown"))


def test_nothing_is_said_of_reminders_once_a_unit_has_sent(assistant: Assistant) -> None:
    found = stands(duties_of(assistant), [sent("u0", TODAY)], [member("s", "u0", blocked=True)])
    assert next(row for row in found.rows if row.unit.id == "u0").reminders is None


@given(
    st.dictionaries(st.sampled_from([unit.id for unit in SOME]), st.integers(-40, 40)),
    st.integers(-30, 30),
)
@settings(max_examples=60)
def test_counts_agree_with_a_plain_count(assistant: Assistant, days: dict[str, int], today: int) -> None:
    submissions = [sent(unit, DUE + timedelta(days=shift)) for unit, shift in days.items()]
    found = stands(duties_of(assistant), submissions, today=DUE + timedelta(days=today))
    on_time = sum(shift <= 0 for shift in days.values())
    assert (found.on_time, found.late) == (on_time, len(days) - on_time)
    assert len(found.silent) == 5 - len(days)
    assert {row.state for row in found.silent} <= {"missing" if today > 0 else "open"}
    assert 0 <= found.on_time_rate <= found.rate <= 1


def test_periods_are_those_around_today_nearest_first(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    units = duties.tree.under("top")
    assert [(one.year, one.due) for one in periods(duties, units, TODAY)] == [
        (2026, DUE),
        (2025, date(2025, 11, 30)),
    ]
    assert [one.year for one in periods(duties, units, date(2026, 3, 1))] == [2025]
    assert [one.year for one in periods(duties, units, date(2026, 8, 2))] == [2026, 2025]
    assert periods(duties, [TOP], TODAY) == []


def test_rates_stand_by_year_and_say_what_is_still_open(assistant: Assistant) -> None:
    duties = duties_of(assistant)
    submissions = [sent("u0", date(2025, 11, 30), 2025), sent("u1", date(2025, 12, 2), 2025), sent("u0", TODAY)]
    found = rates(duties, duties.tree.under("top"), range(2024, 2027), submissions, TODAY)
    assert [(one.year, one.owing, one.sent, one.on_time, one.open) for one in found] == [
        (2025, 5, 2, 1, False),
        (2026, 5, 1, 1, True),
    ]


def test_the_register_is_read_for_those_who_have_not_sent(assistant: Assistant) -> None:
    storage = Storage(None)
    store(storage, map(unit_record, (TOP, *SOME)))
    for id_, unit in (("a", "u0"), ("b", "u1"), ("c", "u2")):
        store(storage, person_records(id_, [(unit, "secretary")], SINCE))
    handle = {unit.id: handle_of("own", 2026, unit.id) for unit in SOME}
    store(storage, [Record("mutes", {"person": "b", "handle": handle["u1"], "again_on": None})])
    row = {"id": "x", "duty": "own", "year": 2026, "unit": "u2", "day": "2026-11-20"}
    store(storage, [Record("submissions", row)])
    with storage.transaction():
        storage.outbox.add(Send(address("a"), Reply("…"), "l"), NOW)
        storage.ledger.enter(Note("k", "a", "reminder", handle["u0"], "l", "console", "u0", -3), NOW)
        storage.db.execute("UPDATE outbox SET status = 'unknown'")
    duties = Duties([REPORT], (), storage.register.tree(), assistant.calendar, assistant.answerer.gazetteer)
    found = look(storage.register, duties, "top", "own", 2026, TODAY)
    assert found is not None
    assert {row.unit.id: row.reminders for row in found.rows} == {
        **{"u0": "unknown", "u1": "muted", "u2": None},
        **{"u3": "nobody", "u4": "nobody"},
    }
    text = summary(found, duties.tree, TODAY)
    for line in ("Đã nộp 1/5 đơn vị (20%)", "có thể chưa tới: Xã 0.", "Đã tắt nhắc việc này: Xã 1.", "Xã 3; Xã 4."):
        assert line in text
    storage.close()


def test_an_office_reads_who_sent_when_and_whose_day_is_another(assistant: Assistant) -> None:
    longer = Ruling("r1", "own", 2026, "u0", "extend", NOW, due=date(2026, 12, 20))
    other = Ruling("r2", "own", 2026, "u1", "extend", NOW, due=date(2026, 12, 10))
    duties, today = duties_of(assistant, longer, other), date(2026, 12, 15)
    days = [sent("u1", date(2026, 12, 9)), sent("u2", date(2026, 12, 2)), sent("u3", DUE)]
    lines = summary(stands(duties, days, today=today), duties.tree, today).splitlines()
    assert "Hạn: chậm nhất 30/11/2026 (đã qua 15 ngày)." in lines
    assert "Quá hạn, chưa nộp: Xã 4." in lines
    assert "Còn hạn, chưa nộp: Xã 0 (gia hạn đến 20/12/2026)." in lines
    assert "Nộp muộn: Xã 2 (nộp 2/12/2026)." in lines
    assert "Nộp đúng hạn: Xã 1 (gia hạn đến 10/12/2026); Xã 3." in lines
    all_but_one = summary(stands(duties, [*days, sent("u4", DUE)], today=today), duties.tree, today)
    assert "Còn hạn, chưa nộp: Xã 0 (gia hạn đến 20/12/2026)." in all_but_one
    before = summary(stands(duties, days[2:], today=DUE), duties.tree, DUE).splitlines()
    assert "Chưa nộp: Xã 0 (gia hạn đến 20/12/2026); Xã 1 (gia hạn đến 10/12/2026); Xã 2; Xã 4." in before


def test_an_extension_is_not_taken_for_the_common_day(assistant: Assistant) -> None:
    longer = [Ruling(f"r{n}", "own", 2026, f"u{n}", "extend", NOW, due=date(2026, 12, 20)) for n in range(4)]
    duties = duties_of(assistant, *longer)
    assert stands(duties).due == DUE
    assert [one.due for one in periods(duties, SOME, TODAY) if one.year == 2026] == [DUE]


def test_at_most_fifteen_names_are_said() -> None:
    assert named([f"Xã {n}" for n in range(15)]).endswith("Xã 14")
    assert named([f"Xã {n}" for n in range(18)]).endswith("Xã 14 và 3 đơn vị khác")


@pytest.mark.parametrize(
    ("part", "said"), [(0, "0%"), (1 / 3, "33%"), (0.29, "29%"), (3299 / 3300, "99%"), (1, "100%")]
)
def test_only_what_is_complete_is_a_hundred_percent(part: float, said: str) -> None:
    assert share(part) == said
