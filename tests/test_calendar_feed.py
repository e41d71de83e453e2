"""A member's calendar: the file that /lich sends, and the address that a phone looks at."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Parsed
from icalendar import Component

from bot.clock import ManualClock
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.calendar_feed import change_address, own_calendar
from handlers.desk import Desk, Service
from handlers.types import Address, IncomingMessage, Outcome, Record, Send, Session
from knowledge.ics import Event, render_events
from tests.browser.serving import Served, serving
from tests.browser.toy import settings_for
from tests.world import address, store, world

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PAGE = "https://troly.example"
TOKEN = "23456789ABCDEFGHJKMNPQRSTUVWXYZ2"
OTHER = "Z3456789ABCDEFGHJKMNPQRSTUVWXYZ2"


def ask(desk: Desk, user: str, choice: str | None = None, sender: Address | None = None) -> Outcome:
    message = IncomingMessage("1", sender or address(user), NOW, "" if choice else "/lich", choice)
    session = Session(message.sender.session_key)
    if choice is None:
        return own_calendar(desk, message, session, "")
    return change_address(desk, message, session, choice)


def said(outcome: Outcome) -> str:
    [send] = [effect for effect in outcome.effects if isinstance(effect, Send)]
    return send.reply.text


def content(outcome: Outcome) -> bytes:
    [file] = [file for effect in outcome.effects if isinstance(effect, Send) for file in effect.reply.files]
    assert file.name == "han-bao-cao.ics"
    assert file.content is not None
    return file.content


def records(outcome: Outcome) -> list[Record]:
    return [effect for effect in outcome.effects if isinstance(effect, Record)]


def events(text: bytes) -> dict[str, Component]:
    """The events of a calendar by what they are called and their first day."""
    parsed = Parsed.from_ical(text)
    return {f"{event['SUMMARY']} | {event.decoded('DTSTART')}": event for event in parsed.walk("VEVENT")}


def words(event: Component, name: str) -> str:
    return str(event[name])


def own_duty(title: str, month: int, day: int, **more: str | int) -> Record:
    """A yearly deadline of the province's office, for all under it."""
    row = {"id": f"own-{month}-{day}", "owner": "thanh-hoa", "title": title, "period": "other", "year": 2026}
    return Record("duties", {**row, "recurs": 1, "month": month, "day": day, "recipient": "Văn phòng", **more})


@pytest.fixture
def storage() -> Iterator[Storage]:
    opened = world()
    yield opened
    opened.close()


@pytest.fixture
def desk(assistant: Assistant, storage: Storage) -> Desk:
    return Desk(assistant, storage.register, Service(public_url=PAGE))


def test_the_file_holds_what_the_persons_units_owe_and_the_days_of_the_year(desk: Desk) -> None:
    found = events(content(ask(desk, "thu-ky-a")))
    owed = [name for name in found if "Bệnh viện A" in name]
    assert owed
    assert not any("Bệnh viện B" in name or "Xã A" in name for name in found)
    assert all(TODAY - timedelta(days=30) <= found[name].decoded("DTSTART") for name in owed)
    assert all(found[name].decoded("DTSTART") <= TODAY + timedelta(days=400) for name in owed)
    womens_day = next(event for name, event in found.items() if name.endswith("2027-03-08"))
    assert not womens_day.walk("VALARM")
    action_month = next(event for name, event in found.items() if name.endswith("2026-11-15"))
    assert action_month.decoded("DTEND") == date(2026, 12, 16)


def test_a_projected_day_says_so_everywhere(desk: Desk) -> None:
    found = events(content(ask(desk, "thu-ky-a")))
    owed = [event for name, event in found.items() if "Bệnh viện A" in name]
    for event in owed:
        assert words(event, "SUMMARY").startswith("Hạn DỰ KIẾN: ")
        assert event["STATUS"] == "TENTATIVE"
        assert "DỰ KIẾN theo quy định năm" in words(event, "DESCRIPTION")
        assert "Nguồn: " in words(event, "DESCRIPTION")


def test_it_rings_at_eight_on_the_last_working_day_and_seven_working_days_before(desk: Desk, storage: Storage) -> None:
    store(storage, [own_duty("Báo cáo quý", 12, 26)])  # a Saturday
    event = events(content(ask(desk, "thu-ky-a")))["Hạn: Báo cáo quý - Bệnh viện A | 2026-12-26"]
    midnight = datetime(2026, 12, 26)
    rings = sorted(midnight + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM"))
    assert rings == [datetime(2026, 12, 16, 8), datetime(2026, 12, 25, 8)]
    assert "26/12/2026 là ngày nghỉ" in words(event, "DESCRIPTION")
    assert event["STATUS"] == "CONFIRMED"


def test_what_was_sent_is_marked_and_rings_no_more(desk: Desk, storage: Storage) -> None:
    store(storage, [own_duty("Báo cáo quý", 12, 25)])
    before = events(content(ask(desk, "thu-ky-a")))["Hạn: Báo cáo quý - Bệnh viện A | 2026-12-25"]
    row = {"id": "s", "duty": "own-12-25", "year": 2026, "unit": "bv-a", "day": "2026-11-20", "by": "thu-ky-a"}
    store(storage, [Record("submissions", row)], NOW)
    after = events(content(ask(desk, "thu-ky-a")))["Đã nộp: Báo cáo quý - Bệnh viện A | 2026-12-25"]
    assert after["UID"] == before["UID"]
    assert "Đơn vị đã nộp ngày 20/11/2026." in words(after, "DESCRIPTION")
    assert after.decoded("LAST-MODIFIED") == NOW
    assert len(before.walk("VALARM")) == 2
    assert not after.walk("VALARM")
    others = events(content(ask(desk, "thu-ky-b")))
    assert "Hạn: Báo cáo quý - Bệnh viện B | 2026-12-25" in others


def test_a_moved_deadline_is_the_same_event_on_another_day(desk: Desk, storage: Storage) -> None:
    store(storage, [own_duty("Báo cáo quý", 12, 25)])
    before = events(content(ask(desk, "thu-ky-a")))["Hạn: Báo cáo quý - Bệnh viện A | 2026-12-25"]
    row = {"id": "r", "duty": "own-12-25", "year": 2026, "unit": "thanh-hoa", "kind": "change", "due": "2026-12-30"}
    store(storage, [Record("rulings", {**row, "by": "van-phong-tinh"})], NOW)
    found = events(content(ask(desk, "thu-ky-a")))
    after = found["Hạn: Báo cáo quý - Bệnh viện A | 2026-12-30"]
    assert after["UID"] == before["UID"]
    assert after.decoded("LAST-MODIFIED") == NOW
    assert "Hạn: Báo cáo quý - Bệnh viện A | 2026-12-25" not in found


def test_an_address_is_made_once_and_only_its_hash_is_stored(desk: Desk, storage: Storage) -> None:
    first = ask(desk, "thu-ky-a")
    token = said(first).partition(f"{PAGE}/lich/")[2].partition(".ics")[0]
    assert len(token) == 32
    [record] = records(first)
    assert record.row == {"person": "thu-ky-a", "token": storage.register.hash_of(token)}
    store(storage, [record])
    assert storage.register.feed_open("thu-ky-a")
    second = ask(desk, "thu-ky-a")
    assert records(second) == []
    assert "/lich/" not in said(second)
    assert content(second) == content(first)


def test_changing_and_taking_back_close_the_old_address(desk: Desk, storage: Storage) -> None:
    store(storage, [Record("feeds", {"person": "thu-ky-a", "token": storage.register.hash_of(TOKEN)})])
    store(storage, records(ask(desk, "thu-ky-a", "doi")))
    assert storage.register.person_of_feed(TOKEN) is None
    assert storage.register.feed_open("thu-ky-a")
    store(storage, records(ask(desk, "thu-ky-a", "thu")))
    assert not storage.register.feed_open("thu-ky-a")
    assert records(ask(desk, "thu-ky-a", "thu")) == []
    assert storage.register.person_of_feed("revoked:thu-ky-a") is None


@pytest.mark.parametrize("choice", [None, "doi", "thu", "x"])
def test_nobody_else_gets_anything(desk: Desk, storage: Storage, choice: str | None) -> None:
    withdrawn = {"person": "thu-ky-a", "purpose": "account", "given": 0, "text": "test", "channel": "console"}
    store(storage, [Record("consents", withdrawn)])
    outcomes = [
        ask(desk, "khach", choice),
        ask(desk, "thu-ky-a", choice),
        ask(desk, "", choice, Address("console", "phong-hop", "thu-ky-b")),
    ]
    for outcome in outcomes:
        [send] = outcome.effects
        assert isinstance(send, Send)
        assert not send.reply.files
        assert "/lich/" not in send.reply.text


def test_without_a_public_page_there_is_the_file_alone(assistant: Assistant, storage: Storage) -> None:
    desk = Desk(assistant, storage.register)
    outcome = ask(desk, "thu-ky-a")
    assert records(outcome) == []
    assert content(outcome)
    assert records(ask(desk, "thu-ky-a", "doi")) == []


TEXT = st.text(max_size=120)


@given(TEXT, TEXT, st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.integers(0, 40), st.integers(0, 90))
def test_any_words_are_read_back_by_another_program(
    summary: str, description: str, first: date, length: int, ahead: int
) -> None:
    last, alarm = first + timedelta(days=length), first - timedelta(days=ahead)
    event = Event("x-1", first, last, f"a{summary}", f"b{description}", alarms=(alarm,))
    text = render_events(summary, [event], NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    parsed = Parsed.from_ical(text)
    [found] = parsed.walk("VEVENT")
    assert not parsed.errors + found.errors
    assert str(found["SUMMARY"]) == plain(f"a{summary}")
    assert str(found["DESCRIPTION"]) == plain(f"b{description}")
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (first, last + timedelta(days=1))
    [ring] = found.walk("VALARM")
    assert datetime.combine(first, datetime.min.time()) + ring.decoded("TRIGGER") == datetime(
        alarm.year, alarm.month, alarm.day, 8
    )


def plain(text: str) -> str:
    """A text as a calendar can carry it: line ends alike, blanks for what cannot be printed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(letter if letter.isprintable() else " " for letter in line) for line in lines)


@pytest.fixture(scope="module")
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory, clock: ManualClock) -> Iterator[Served]:
    """The page over the small world; thu-ky-a has an address, thu-ky-b took theirs back."""
    base = tmp_path_factory.mktemp("feed")
    settings = settings_for(base, public_url=PAGE)
    storage = world(settings.database)
    token = storage.register.hash_of
    rows = [
        own_duty("Báo cáo quý", 12, 25),
        Record("feeds", {"person": "thu-ky-a", "token": token(TOKEN)}),
        Record("feeds", {"person": "thu-ky-b", "token": "revoked:thu-ky-b"}),
        Record("feeds", {"person": "truong-a", "token": token(OTHER)}),
        Record(
            "consents", {"person": "truong-a", "purpose": "account", "given": 0, "text": "test", "channel": "console"}
        ),
    ]
    store(storage, rows)
    storage.close()
    with serving(settings, clock=clock) as served:
        yield served


def test_a_phone_reads_the_calendar_at_its_address(feed: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{feed.url}/lich/{TOKEN}.ics"
    found = httpx.get(url)
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert found.headers["cache-control"] == "private, max-age=3600"
    assert list(events(found.content)) == [
        "Hạn: Báo cáo quý - Bệnh viện A | 2026-12-25",
        "Hạn: Báo cáo quý - Bệnh viện A | 2027-12-25",
    ]
    head = httpx.head(url)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", found.headers["etag"])
    for tag in (found.headers["etag"], f'"other", W/{found.headers["etag"]}', "*"):
        same = httpx.get(url, headers={"If-None-Match": tag})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", found.headers["etag"])
    assert httpx.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert TOKEN not in ours


def test_an_address_that_opens_nothing_tells_nothing(feed: Served, clock: ManualClock) -> None:
    clock.set(clock.now() + timedelta(minutes=2))
    wrong = [
        TOKEN[:-1] + "3",  # never given
        OTHER,  # of somebody who has taken back their consent
        "revoked:thu-ky-b",
        "a",
        f"{TOKEN}-",
        "%00" * 32,
        "%F0%9F%98%80" * 32,
        "4" * 5000,
    ]
    answers = [httpx.get(f"{feed.url}/lich/{token}.ics") for token in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(name for name in answer.headers if name != "date") for answer in answers}) == 1


def test_guessing_is_slowed_and_harms_nobody_with_an_address(feed: Served, clock: ManualClock) -> None:
    clock.set(clock.now() + timedelta(minutes=2))
    with httpx.Client(base_url=feed.url) as client:
        statuses = [client.get(f"/lich/{'2' * 32}.ics").status_code for _ in range(31)]
        assert statuses == [404] * 30 + [429]
        assert client.get(f"/lich/{TOKEN}.ics").status_code == 200
        clock.set(clock.now() + timedelta(minutes=1))
        assert client.get(f"/lich/{'2' * 32}.ics").status_code == 404


def test_the_calendar_is_that_of_the_day(feed: Served, clock: ManualClock) -> None:
    url = f"{feed.url}/lich/{TOKEN}.ics"
    before = httpx.get(url)
    clock.set(datetime(2027, 1, 10, tzinfo=UTC))
    after = httpx.get(url, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert len(events(after.content)) == 2
    clock.set(datetime(2027, 3, 1, tzinfo=UTC))
    assert list(events(httpx.get(url).content)) == ["Hạn: Báo cáo quý - Bệnh viện A | 2027-12-25"]
