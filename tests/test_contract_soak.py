"""The ledger of the long run finds whatever is lost, doubled or made up."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from handlers.types import Address
from tests.contract.peer import Heard
from tests.soak.ledger import Ledger
from tests.soak.run import MOST_GROWTH, Report

CHANNEL = "telegram"


@dataclass
class Wire:
    """Two messages were acknowledged, and two answers arrived."""

    channel: str = CHANNEL
    acknowledged: list[str] = field(default_factory=lambda: ["1", "2"])
    refusals: Sequence[str] = ()
    answers: list[Heard] = field(default_factory=lambda: [Heard("một"), Heard("hai")])

    def address(self, user: int) -> Address:
        return Address(self.channel, str(user), str(user))

    def heard(self, user: int) -> Sequence[Heard]:
        return self.answers


@dataclass
class Rows:
    """What the program says of the same."""

    db: sqlite3.Connection

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(sql, values).fetchall()


@pytest.fixture
def rows() -> Iterator[Rows]:
    db = sqlite3.connect(":memory:")
    db.executescript("""
        CREATE TABLE updates (channel, id, status);
        CREATE TABLE outbox (channel, chat, status);
        CREATE TABLE entries (title, deleted);
        INSERT INTO updates VALUES ('telegram', '1', 'done'), ('telegram', '2', 'done');
        INSERT INTO outbox VALUES ('telegram', '7', 'sent'), ('telegram', '7', 'sent');
        INSERT INTO entries VALUES ('Tập huấn lớp TE7K1', 0);
    """)
    yield Rows(db)
    db.close()


def ledger() -> Ledger:
    made = Ledger({CHANNEL: range(7, 8)})
    made.picked, made.seen_saved = {"lớp TE7K1"}, Counter({"lớp TE7K1": 1})
    return made


def test_what_agrees_is_no_difference(rows: Rows) -> None:
    assert ledger().differences(rows, [Wire()]) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM updates WHERE id = '1'", "acknowledged and are not in the journal"),
        ("INSERT INTO updates VALUES ('telegram', '3', 'done')", "that nobody sent"),
        ("INSERT INTO updates VALUES ('telegram', '1', 'done')", "stand in the journal twice"),
        ("UPDATE updates SET status = 'new' WHERE id = '2'", "were not handled"),
        ("DELETE FROM entries", "entries are missing"),
        ("INSERT INTO entries SELECT * FROM entries", "there twice"),
        ("INSERT INTO entries VALUES ('Họp lớp TE7K2', 0)", "nobody has confirmed"),
        ("INSERT INTO entries VALUES ('Họp', 0)", "nobody has written"),
        ("UPDATE outbox SET status = 'queued'", "letters that are"),
        ("DELETE FROM outbox", "fewer answers than messages"),
        ("INSERT INTO outbox VALUES ('telegram', '7', 'sent')", "2 answers arrived instead of 3 to 3"),
    ],
)
def test_what_the_program_gets_wrong_is_found(rows: Rows, change: str, words: str) -> None:
    rows.db.execute(change)
    assert any(words in one for one in ledger().differences(rows, [Wire()]))


def test_an_answer_that_arrives_twice_is_found_beside_one_that_is_unknown(rows: Rows) -> None:
    wire = Wire()
    wire.answers.append(Heard("hai"))
    assert ledger().differences(rows, [wire]) != []
    # One letter is unknown, of which the wire knows that it had no effect.
    rows.db.execute("INSERT INTO outbox VALUES ('telegram', '7', 'unknown')")
    made = ledger()
    made.before[CHANNEL, "7"] = 1
    assert made.differences(rows, [wire]) != []
    # One of which nobody knows may have arrived.
    assert ledger().differences(rows, [wire]) == []


def test_what_was_confirmed_and_not_saved_has_to_be_told_of(rows: Rows) -> None:
    made = ledger()
    made.picked.add("lớp TE7K2")
    assert any("nobody was told" in one for one in made.differences(rows, [Wire()]))
    made.told_otherwise.add("lớp TE7K2")
    assert made.differences(rows, [Wire()]) == []


def test_memory_that_grows_is_no_sound_run() -> None:
    flat, growing = Report(ledger(), 1, 1), Report(ledger(), 1, 1)
    flat.memory = [100.0, 101, 99, 100, 105, 102, 101, 100]
    growing.memory = [100.0, 101, 103, 105, 108, 110, 112, 114]
    assert flat.sound
    assert growing.growth > MOST_GROWTH
    assert not growing.sound
