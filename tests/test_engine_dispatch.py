"""A message is handled once, whatever happens; what a handler decides is stored whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import messages
from bot.errors import StorageError
from bot.storage import Storage
from handlers.types import Cancel, Effect, Handler, IncomingMessage, Outcome, Record, Reply, Send, Session
from tests.engine import MENU, START, Engine, echo, message, reply_to


@pytest.fixture
def engine() -> Iterator[Engine]:
    storage = Storage(None)
    yield Engine(storage)
    storage.close()


def engine_with(storage: Storage, *handlers: Handler) -> Engine:
    return Engine(storage, handlers=handlers)


def doing(*effects: Effect) -> Handler:
    def handler(incoming: IncomingMessage, session: Session) -> Outcome:
        return Outcome(session, effects)

    return handler


def test_a_message_is_answered_once_however_often_it_comes(engine: Engine) -> None:
    assert engine.inbox.accept(message(1, "xin chào"))
    assert not engine.inbox.accept(message(1, "xin chào"))
    assert engine.deliver() == [("an", "1: xin chào")]
    assert engine.deliver() == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["an", "bình"]), st.integers(0, 8)), max_size=30))
def test_random_duplicates_change_nothing(arrivals: list[tuple[str, int]]) -> None:
    storage = Storage(None)
    engine = Engine(storage)
    engine.hear(*(message(f"{user}{number}", str(number), user=user) for user, number in arrivals))
    first_times = list(dict.fromkeys(arrivals))
    sent = engine.deliver()
    for user in ("an", "bình"):
        numbers = [number for who, number in first_times if who == user]
        assert [text for who, text in sent if who == user] == [f"{n}: {text}" for n, text in enumerate(numbers, 1)]
    storage.close()


def test_the_first_handler_that_takes_a_message_has_it(engine: Engine) -> None:
    engine.hear(message(1, "menu"), message(2, "thực đơn"))
    assert [text for _, text in engine.deliver()] == ["Kỳ nào?", "1: thực đơn"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", "chọn sau"),
        ("2.", "chọn nam"),
        (" ca nam ", "chọn nam"),
        ("6 THÁNG", "chọn sau"),
        ("3", "3"),  # the third is quiet
        ("0", "0"),
        ("-1", "-1"),
        ("đúng", "đúng"),
        ("cả năm thì sao?", "cả năm thì sao?"),
    ],
)
def test_an_open_choice_is_picked_by_number_or_label(engine: Engine, text: str, said: str) -> None:
    engine.hear(message(1, "menu"), message(2, text))
    assert engine.deliver()[-1] == ("an", f"1: {said}")


def test_choices_close_with_the_next_reply(engine: Engine) -> None:
    engine.hear(message(1, "menu"), message(2, "khác"), message(3, "1"))
    assert engine.deliver()[-1] == ("an", "2: 1")


def test_choices_of_one_person_are_not_open_to_another(engine: Engine) -> None:
    engine.hear(message(1, "menu"), message(2, "1", user="bình"))
    assert engine.deliver()[-1] == ("bình", "1: 1")


def test_an_old_button_reaches_the_handlers(engine: Engine) -> None:
    engine.hear(replace(message(1), choice="đã lâu"))
    assert engine.deliver() == [("an", "1: chọn đã lâu")]


def test_a_handler_that_raises_becomes_an_apology_and_keeps_the_session(caplog: pytest.LogCaptureFixture) -> None:
    storage = Storage(None)

    def broken(incoming: IncomingMessage, session: Session) -> Outcome | None:
        if "hỏng" in incoming.text:
            raise ValueError(incoming.text)
        return None

    engine = engine_with(storage, broken, echo)
    with caplog.at_level(logging.DEBUG):
        engine.hear(message(1, "một"), message(2, "chuyện riêng bị hỏng"), message(3, "hai"))
    assert [text for _, text in engine.deliver()] == ["1: một", messages.APOLOGY, "2: hai"]
    assert "ValueError" in caplog.text
    assert "chuyện riêng" not in caplog.text
    storage.close()


@pytest.mark.parametrize(
    "effect",
    [
        Record("updates", {"id": "1"}),
        Record("ratings", {"answer": "x", "verdict": "dung", "user": "an"}),
        Record("unanswered", {}),
        Send(message(1).sender, Reply("muộn"), "k", START.replace(tzinfo=None)),
    ],
)
def test_an_outcome_that_cannot_be_stored_becomes_an_apology(effect: Effect) -> None:
    storage = Storage(None)
    engine = engine_with(storage, doing(Send(message(1).sender, Reply("không được gửi"), "trước"), effect))
    engine.hear(message(1, "a"))
    assert engine.deliver() == [("an", messages.APOLOGY)]
    storage.close()


def test_what_cannot_stand_beside_what_is_stored_becomes_an_apology_and_blocks_nobody() -> None:
    """Two open drafts of one person: the database refuses the second however often it is tried."""
    row = {"person": "an", "form": "khac", "state": "{}", "status": "open"}
    records = doing(Record("drafts", {"id": "d1", **row}), Record("drafts", {"id": "d2", **row}))

    def twice(incoming: IncomingMessage, session: Session) -> Outcome | None:
        return records(incoming, session) if incoming.text == "ghi" else None

    storage = Storage(None)
    engine = engine_with(storage, twice, echo)
    engine.hear(message(1, "ghi"), message(2, "chào"))
    assert engine.deliver() == [("an", messages.APOLOGY), ("an", "1: chào")]
    assert storage.records.rows("drafts") == []
    assert engine.inbox.behind == frozenset()
    storage.close()


def test_a_session_that_json_cannot_say_becomes_an_apology() -> None:
    storage = Storage(None)
    engine = engine_with(storage, lambda incoming, session: Outcome(replace(session, data={"x": START})))
    engine.hear(message(1, "a"))
    assert engine.deliver() == [("an", messages.APOLOGY)]
    storage.close()


def test_two_sends_with_one_key_are_one_and_a_cancelled_one_is_none() -> None:
    storage = Storage(None)
    to = message(1).sender
    later = START + timedelta(hours=1)
    remind = Send(to, Reply("Nhắc hạn"), "nhac", later)
    other = Send(to, Reply("Nhắc khác"), "khac", later)
    engine = engine_with(storage, doing(remind, remind, other, Cancel("khac")))
    engine.hear(message(1, "a"), message(2, "b"))
    assert engine.deliver() == []
    engine.clock.advance(3600)
    assert engine.deliver() == [("an", "Nhắc hạn")]
    storage.close()


def test_choices_of_a_reminder_open_when_it_arrives() -> None:
    storage = Storage(None)

    def handler(incoming: IncomingMessage, session: Session) -> Outcome:
        if incoming.choice or incoming.text == "1":
            return echo(incoming, session)
        remind = Send(incoming.sender, Reply("Đã nộp chưa?", MENU), "nhac", START + timedelta(hours=1))
        return Outcome(session, (remind,))

    engine = engine_with(storage, handler)
    engine.hear(message(1, "nhắc tôi"), message(2, "1"))
    assert engine.deliver() == [("an", "1: 1")]
    engine.clock.advance(3600)
    engine.deliver()
    engine.hear(message(3, "1"))
    assert engine.deliver() == [("an", "2: chọn sau")]
    storage.close()


def test_what_a_dead_process_left_in_the_journal_is_handled_at_the_start() -> None:
    storage = Storage(None)
    with storage.transaction():
        storage.journal.add(message(1, "một"), START)
        storage.journal.add(message(2, "hai"), START)
        storage.journal.add(message(3, "kênh khác", channel="other"), START)
    engine = Engine(storage)
    assert engine.inbox.recover("toy") == 2
    assert [text for _, text in engine.deliver()] == ["1: một", "2: hai"]
    assert engine.inbox.recover("toy") == 0
    storage.close()


def test_a_message_that_kills_the_process_is_given_up_after_three_starts() -> None:
    storage = Storage(None)

    def deadly(incoming: IncomingMessage, session: Session) -> Outcome:
        raise KeyboardInterrupt

    engine = engine_with(storage, deadly)
    for start in range(4):
        with pytest.raises(KeyboardInterrupt):
            engine.inbox.recover("toy") if start else engine.inbox.accept(message(1, "chết"))
    assert engine.inbox.recover("toy") == 1
    assert engine.deliver() == [("an", messages.APOLOGY)]
    storage.close()


def test_what_people_wrote_is_gone_once_it_was_answered(engine: Engine) -> None:
    engine.hear(message(1, "chuyện riêng"))
    rows = list(engine.storage.db.query("SELECT payload, status FROM updates"))
    assert rows == [{"payload": None, "status": "done"}]


def test_a_full_database_loses_nothing_and_is_caught_up(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "a.db")
    engine = engine_with(storage, doing_a_lot)
    pages = storage.db.execute("PRAGMA page_count").fetchone()[0]
    storage.db.execute(f"PRAGMA max_page_count={pages + 2}")
    engine.hear(message(1, "một"))
    assert engine.inbox.behind == {"toy"}
    assert engine.deliver() == []
    engine.hear(message(2, "hai"))
    storage.db.execute("PRAGMA max_page_count=100000")
    engine.inbox.catch_up("toy")
    assert [text[:3] for _, text in engine.deliver() if text[0] != "x"] == ["một", "hai"]
    assert not engine.inbox.behind
    storage.close()


def doing_a_lot(incoming: IncomingMessage, session: Session) -> Outcome:
    """Needs more pages than the journal does."""
    return Outcome(session, (reply_to(incoming, incoming.text + "x" * 40_000),))


def test_a_message_that_cannot_be_written_down_is_not_acknowledged(engine: Engine) -> None:
    engine.storage.db.execute("PRAGMA query_only=1")
    with pytest.raises(StorageError, match="chỉ đọc"):
        engine.inbox.accept(message(1, "một"))
    engine.storage.db.execute("PRAGMA query_only=0")
    assert engine.inbox.accept(message(1, "một"))
    assert engine.deliver() == [("an", "1: một")]


@pytest.mark.parametrize(
    "text", ["", "x" * 100_000, "😀" * 50, "\x00\x07\x1b[31m", "<b>&", "\ud800 lẻ", "a\u0302\u0301"]
)
def test_no_text_is_too_strange(engine: Engine, text: str) -> None:
    engine.hear(message(1, text))
    assert engine.deliver()[0][1].endswith(text[-20:].replace("\ud800", "?")[-20:])
