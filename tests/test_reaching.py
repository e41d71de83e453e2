"""People are told things where they can be reached: on channels that run, and elsewhere when nothing has gone out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import ManualClock
from bot.committing import apply
from bot.ports import Inbox, Limits, RetryLater, Unusable
from bot.settings import Settings
from bot.storage import Storage
from handlers.audience import ROLES, audience
from handlers.people import Contact, Person
from handlers.reaching import way_to, ways_to
from handlers.types import Address, IncomingMessage, Note, Record, Reply, Send
from tests.contract.waiting import until_so
from tests.test_engine_commandline import run
from tests.world import BEGAN, UNITS, store, world

MONDAY = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
"""8:00 in Vietnam."""
DAY = timedelta(days=1)
WHO = "thu-ky-a"


@dataclass
class Refusing:
    """A channel that takes nothing, and whose messenger does not take its token."""

    name: str = "telegram"
    limits: Limits = field(default_factory=lambda: Limits(text=4096, buttons=True, files=True))
    resend: bool = False

    async def run(self, inbox: Inbox) -> None:
        raise Unusable("mã không đúng")

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        raise RetryLater(None, "not connected")


@contextmanager
def office(
    folder: Path, clock: ManualClock, *contacts: str, channels: tuple[Refusing, ...] | None = None
) -> Iterator[App]:
    """The world with somebody in it who has these contacts, the latest used first; only Zalo Bot is configured."""
    storage = world(folder / "a.db")
    with storage.transaction():
        storage.db.execute("DELETE FROM contacts WHERE person = ?", [WHO])
    for number, channel in enumerate(contacts):
        row = {"channel": channel, "user": "77", "chat": "77", "person": WHO}
        store(storage, [Record("contacts", row)], MONDAY - (number + 1) * DAY)
    storage.close()
    settings = Settings(database=folder / "a.db", web_port=0, zalo_bot_token="1:x", zalo_base_url="http://127.0.0.1:9")
    app = build(settings, clock, channels=channels)
    yield app
    app.close()


def reminders(app: App) -> list[tuple[str, str]]:
    """Where the reminders of the one whom it is about went, and what became of them."""
    rows = app.storage.db.execute(
        "SELECT channel, status FROM outbox WHERE instr(key, ?) = 1 ORDER BY id", [f"nhac:{WHO}"]
    ).fetchall()
    return [(channel, status) for channel, status in rows]


def notice(storage: Storage, channel: str, key: str = f"tb:b:{WHO}", at: datetime = MONDAY) -> None:
    """A message of an office to them."""
    send = Send(Address(channel, "77", "77"), Reply("Họp 8 giờ sáng mai"), key, at=at)
    with storage.transaction():
        apply(storage, [send, Note(key, WHO, "broadcast", "b", key, channel, "bv-a")], at)


def letters(app: App, start: str = "tb:") -> list[tuple[str, str, datetime]]:
    rows = app.storage.db.execute(
        "SELECT channel, key, due_at FROM outbox WHERE instr(key, ?) = 1 AND status = 'queued' ORDER BY id", [start]
    ).fetchall()
    return [(channel, key, datetime.fromisoformat(due)) for channel, key, due in rows]


def person(*contacts: Contact) -> Person:
    return Person("p", None, frozenset({"account", "reminders"}), (), contacts)


def contact(channel: str, *, blocked: bool = False, stuck: bool = False, runs: bool = True) -> Contact:
    return Contact(Address(channel, "1", "1"), MONDAY, blocked, stuck, runs)


def test_what_runs_and_rings_comes_first_and_where_nothing_went_out_last() -> None:
    who = person(contact("telegram", stuck=True), contact("web"), contact("zalo_oa", runs=False), contact("zalo_bot"))
    assert [way.channel for way in ways_to(who)] == ["zalo_bot", "web", "telegram"]
    assert way_to(person(contact("telegram", runs=False))) is None
    stuck = way_to(person(contact("telegram", stuck=True), contact("web", blocked=True)))
    assert stuck == Address("telegram", "1", "1")


def test_nobody_is_reminded_on_a_channel_that_is_switched_off(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot") as app:
        app.remind()
        assert reminders(app) == [("zalo_bot", "queued")]


def test_what_was_queued_before_a_channel_was_refused_goes_another_way(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot", channels=(Refusing(),)) as app:
        app.remind()
        notice(app.storage, "telegram")
        assert reminders(app) == [("telegram", "queued")]

        async def refused() -> None:
            stop = asyncio.Event()
            running = asyncio.ensure_future(app.run(stop))
            await until_so(lambda: "telegram" not in (app.storage.people.running or ()))
            stop.set()
            await running

        asyncio.run(refused())
        app.remind()
        assert reminders(app) == [("zalo_bot", "queued")]
        assert letters(app) == [("zalo_bot", f"tb:b:{WHO}>zalo_bot", MONDAY)]


def test_what_did_not_go_out_in_its_day_is_told_elsewhere_for_a_week_or_until_they_write(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)

    def way(app: App) -> str:
        app.remind()
        found = app.storage.people.of([WHO])
        return ways_to(found[0])[0].channel

    with office(tmp_path, clock, "telegram", "zalo_bot", channels=(Refusing(), Refusing("zalo_bot"))) as app:
        assert way(app) == "telegram"
        clock.set(MONDAY + DAY)
        assert way(app) == "zalo_bot"
        assert reminders(app)[:2] == [("telegram", "expired"), ("zalo_bot", "queued")]
        clock.set(MONDAY + 8 * DAY)
        with app.storage.transaction():
            app.storage.db.execute("UPDATE outbox SET status = 'sent' WHERE status = 'queued'")
        assert way(app) == "telegram"


def test_who_writes_from_there_is_told_there_again(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot", channels=(Refusing(), Refusing("zalo_bot"))) as app:
        app.remind()
        clock.set(MONDAY + DAY)
        app.remind()
        assert reminders(app)[-1] == ("zalo_bot", "queued")
        app.inbox.accept(IncomingMessage("m1", Address("telegram", "77", "77"), clock.now(), "chào"))
        app.remind()
        assert reminders(app)[-1] == ("telegram", "queued")


def test_once_a_channel_has_taken_something_it_is_tried_again(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot", channels=(Refusing(), Refusing("zalo_bot"))) as app:
        app.remind()
        clock.set(MONDAY + DAY)
        app.remind()
        assert reminders(app)[-1] == ("zalo_bot", "queued")
        with app.storage.transaction():
            app.storage.outbox.add(Send(Address("telegram", "9", "9"), Reply("chào"), "x"), clock.now())
            [letter] = app.storage.outbox.of_chat("telegram", "9")
            app.storage.outbox.settle(letter, "sent", clock.now())
        app.remind()
        assert reminders(app)[-1] == ("telegram", "queued")


def test_where_there_is_no_other_way_the_same_is_tried_again(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", channels=(Refusing(),)) as app:
        app.remind()
        clock.set(MONDAY + DAY)
        app.remind()
        assert reminders(app) == [("telegram", "expired"), ("telegram", "queued")]


def test_a_letter_on_a_channel_that_is_gone_goes_another_way_within_working_hours(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot") as app:
        notice(app.storage, "telegram", "tb:old", MONDAY - 3 * DAY)
        notice(app.storage, "telegram", "tb:new", MONDAY)
        notice(app.storage, "telegram", "tb:later", MONDAY + DAY)
        with app.storage.transaction():
            # Nobody noted down what this is, as with the answer to a request.
            app.storage.outbox.add(Send(Address("telegram", "77", "77"), Reply("Đã duyệt"), "tb:none"), MONDAY)
        clock.advance(-9 * 3600)
        app.remind()
        found = {key: due for channel, key, due in letters(app) if channel == "zalo_bot"}
        # It is Sunday, eleven at night.
        assert found == {
            **{"tb:old>zalo_bot": MONDAY - timedelta(minutes=30), "tb:later>zalo_bot": MONDAY + DAY},
            **{"tb:new>zalo_bot": MONDAY, "tb:none>zalo_bot": MONDAY},
        }
        told = {one.key: (one.channel, one.state) for one in app.storage.register.notices([WHO], BEGAN, "broadcast")}
        assert told == dict.fromkeys(("tb:old", "tb:new", "tb:later"), ("zalo_bot", "queued"))
        with app.storage.transaction():
            app.storage.outbox.cancel("tb:none")
        assert len(letters(app)) == 3


def test_a_letter_stays_where_its_person_has_no_other_way_or_no_longer_agrees(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot") as app:
        consent = {"person": WHO, "purpose": "reminders", "given": 0, "text": "t", "channel": "telegram"}
        store(app.storage, [Record("consents", consent)], MONDAY)
        notice(app.storage, "telegram")
        app.remind()
        assert [channel for channel, _, _ in letters(app)] == ["telegram"]
    with office(_other(tmp_path), clock, "telegram") as app:
        notice(app.storage, "telegram")
        app.remind()
        assert [channel for channel, _, _ in letters(app)] == ["telegram"]


def test_a_long_letter_goes_whole_and_one_that_has_gone_that_way_does_not_go_again(tmp_path: Path) -> None:
    with office(tmp_path, ManualClock(MONDAY), "telegram", "zalo_bot") as app:
        notice(app.storage, "telegram", "tb:long")
        with app.storage.transaction():
            [letter] = app.storage.outbox.of_chat("telegram", "77")
            app.storage.outbox.split(letter, [Reply("một"), Reply("hai"), Reply("ba")])
        app.remind()
        sent = app.storage.outbox.of_chat("zalo_bot", "77")
        assert [one.reply.text for one in sent if one.key.startswith("tb:")] == ["một", "hai", "ba"]
        notice(app.storage, "telegram", "tb:long")
        app.remind()
        assert len(letters(app)) == 3


def test_what_failed_goes_another_way_though_nobody_noted_what_it_is(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot", channels=(Refusing(), Refusing("zalo_bot"))) as app:
        with app.storage.transaction():
            app.storage.outbox.add(Send(Address("telegram", "77", "77"), Reply("Đã duyệt"), "tb:x", at=MONDAY), MONDAY)
            [letter] = app.storage.outbox.of_chat("telegram", "77")
            app.storage.outbox.settle(letter, "failed", MONDAY)
        app.remind()
        assert letters(app) == [("zalo_bot", "tb:x>zalo_bot", MONDAY)]
        assert reminders(app) == [("zalo_bot", "queued")]
        app.remind()
        assert len(letters(app)) == 1


def test_what_was_given_up_while_a_channel_was_away_closes_no_chat_for_good(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", channels=(Refusing(),)) as app:
        send = Send(Address("telegram", "77", "77"), Reply("Xong"), "work:x", at=MONDAY - 3 * DAY)
        with app.storage.transaction():
            app.storage.outbox.add(send, MONDAY - 3 * DAY)
            [letter] = app.storage.outbox.of_chat("telegram", "77")
            app.storage.outbox.settle(letter, "failed", MONDAY, "given up: not connected")
        app.remind()
        [who] = app.storage.people.of([WHO])
        assert [address.channel for address in ways_to(who)] == ["telegram"]
        assert reminders(app) == [("telegram", "queued")]


def test_a_reminder_that_was_refused_is_looked_at_once(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", channels=(Refusing(),)) as app:
        app.remind()
        [letter] = app.storage.outbox.of_chat("telegram", "77")
        with app.storage.transaction():
            app.storage.outbox.settle(letter, "failed", MONDAY, "chat not found")
        app.remind()
        with app.storage.reading():
            assert app.storage.ledger.unreached("nhac:") == []


def test_an_answer_does_not_show_that_reminders_go_out_again(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "zalo_bot", "telegram", channels=(Refusing(), Refusing("zalo_bot"))) as app:
        app.remind()
        with app.storage.transaction():
            app.storage.outbox.expire("zalo_bot", MONDAY + DAY)
        clock.set(MONDAY + DAY)
        asked = IncomingMessage("1", Address("zalo_bot", "5", "5"), clock.now(), "hỏi")
        app.inbox.accept(asked)
        [answer] = app.storage.outbox.of_chat("zalo_bot", "5")
        with app.storage.transaction():
            app.storage.outbox.settle(answer, "sent", clock.now())
        app.remind()
        assert reminders(app)[-1] == ("telegram", "queued")


def test_a_terminal_beside_a_server_takes_no_letters_away(tmp_path: Path) -> None:
    """What the server's environment configures, another shell may not know of."""
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram", "zalo_bot", channels=(Refusing("console"),)) as app:
        with app.storage.transaction():
            app.storage.outbox.add(Send(Address("telegram", "77", "77"), Reply("Họp"), "tb:x", at=MONDAY), MONDAY)
        app.remind()
        assert letters(app) == [("telegram", "tb:x", MONDAY)]


def _other(folder: Path) -> Path:
    other = folder / "other"
    other.mkdir()
    return other


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_the_command_line_counts_what_is_configured_as_running(options: tuple[str, ...], tmp_path: Path) -> None:
    with office(tmp_path, ManualClock(MONDAY), "telegram", "zalo_bot"):
        pass
    asked = ["remind", "--db", str(tmp_path / "a.db"), "--now", "2026-06-08T08:00", "--json", *options]

    def told(**environment: str) -> set[str]:
        rows = json.loads(run(*asked, folder=tmp_path, given=b"", **environment).stdout)
        return {row["channel"] for row in rows if row["user"] == "77"}

    assert told(ZALO_BOT_TOKEN="1:x") == {"zalo_bot"}
    assert told(ZALO_BOT_TOKEN="1:x", TELEGRAM_BOT_TOKEN="1:x") == {"telegram"}


def test_who_has_no_channel_that_runs_counts_as_not_reached(tmp_path: Path) -> None:
    clock = ManualClock(MONDAY)
    with office(tmp_path, clock, "telegram") as app:
        app.remind()
        assert reminders(app) == []
        [who] = app.storage.people.of([WHO])
        unit = next(one for one in UNITS if one.id == "bv-a")
        found = audience([unit], [who], ROLES["secretaries"], "")
        assert (found.receivers, found.unreached) == ((), 1)
