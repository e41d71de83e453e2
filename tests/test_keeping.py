"""What is kept no longer than people are told, and what reminders and receipts still need of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.clock import ManualClock
from bot.settings import Settings
from bot.storage import Storage
from handlers.terms import LETTERS, STRANGERS, WRONG_CODES
from handlers.types import Address, IncomingMessage, Note, Record, Reply, Send, Session
from tests.fakes.telegram_bot import small_base
from tests.world import CHANNEL, address, store, world

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
MEMBER, STRANGER = "thu-ky-a", "khach"
EPOCH = timedelta(minutes=1)


@pytest.fixture
def storage() -> Iterator[Storage]:
    made = world()
    yield made
    made.close()


def letter(storage: Storage, to: Address, age: timedelta, status: str = "sent", key: str = "") -> str:
    """A letter that was settled so long ago; its key."""
    key = key or f"{to.session_key}:{age}:{status}"
    at = NOW - age
    with storage.transaction():
        storage.outbox.add(Send(to, Reply("Nội dung riêng"), key, at=at), at)
        [found] = [one for one in storage.outbox.of_chat(to.channel, to.chat) if one.key == key]
        if status != "queued":
            storage.outbox.settle(found, status, at)
    return key


def keys(storage: Storage) -> set[str]:
    return {row[0] for row in storage.db.execute("SELECT key FROM outbox")}


@pytest.mark.parametrize("status", ["sent", "failed", "unknown", "expired", "unreached", "queued"])
@pytest.mark.parametrize("to", [address(STRANGER), Address("web", "trinh-duyet", "trinh-duyet"),
                                Address(CHANNEL, "nhom", STRANGER)])  # fmt: skip
def test_letters_to_strangers_go_after_their_term(storage: Storage, to: Address, status: str) -> None:
    letter(storage, to, STRANGERS + EPOCH, status)
    young = letter(storage, to, STRANGERS - EPOCH, status)
    storage.purge(NOW)
    assert keys(storage) == {young}


def test_letters_of_members_stay_until_theirs(storage: Storage) -> None:
    kept = {letter(storage, to, LETTERS - EPOCH) for to in (address(MEMBER), Address(CHANNEL, "nhom", MEMBER))}
    kept.add(letter(storage, address(MEMBER), LETTERS + EPOCH, "queued"))
    letter(storage, address(MEMBER), LETTERS + EPOCH)
    storage.purge(NOW)
    assert keys(storage) == kept


def test_what_is_on_its_way_is_left_alone(storage: Storage) -> None:
    letter(storage, address(STRANGER), STRANGERS + EPOCH, "queued", key="a")
    with storage.transaction():
        storage.db.execute("UPDATE outbox SET status = 'sending'")
    storage.purge(NOW)
    assert keys(storage) == {"a"}


@pytest.mark.parametrize("user", [MEMBER, STRANGER])
def test_the_ledger_and_the_receipts_lose_the_words_only(storage: Storage, user: str) -> None:
    """Somebody who has left a channel is a stranger there, and what was sent to them there stays counted."""
    store(storage, [Record("broadcasts", {"id": "b", "by": None, "unit": "bv-a", "text": "t", "units": "bv-a"})])
    for state in ("sent", "unknown", "unreached"):
        key = letter(storage, address(user), LETTERS + EPOCH, state, key=f"tb:b:{state}")
        with storage.transaction():
            storage.ledger.enter(Note(key, f"{user}{state}", "broadcast", "b", key, CHANNEL, "bv-a"), NOW - LETTERS)
    people = [f"{user}{state}" for state in ("sent", "unknown", "unreached")]

    def seen() -> tuple[object, ...]:
        register = storage.register
        notices = register.notices(people, NOW - 2 * LETTERS)
        return (
            register.broadcast("b"),
            [(one.key, one.state) for one in notices],
            storage.ledger.keys_since(NOW - 2 * LETTERS),
        )

    before = seen()
    storage.purge(NOW)
    storage.purge(NOW)
    assert seen() == before
    assert {one.reply for one in storage.outbox.of_chat(CHANNEL, user)} == {Reply("")}
    # What was sent once is not sent again.
    with storage.transaction():
        assert not storage.outbox.add(Send(address(user), Reply("x"), "tb:b:sent"), NOW)


def test_reminders_plan_the_same_after_it(storage: Storage) -> None:
    key = letter(storage, address(MEMBER), timedelta(days=399), key="nhac:x")
    with storage.transaction():
        storage.ledger.enter(Note("k", MEMBER, "reminder", "h", key, CHANNEL, "bv-a", -7), NOW - timedelta(days=399))
    before = (storage.ledger.keys_since(NOW - timedelta(days=400)), storage.ledger.unreached("nhac:"))
    storage.purge(NOW)
    assert (storage.ledger.keys_since(NOW - timedelta(days=400)), storage.ledger.unreached("nhac:")) == before


def test_conversations_of_strangers_are_forgotten_and_those_of_members_not(storage: Storage) -> None:
    old, young = NOW - STRANGERS - EPOCH, NOW - STRANGERS + EPOCH
    places = [address(STRANGER), Address("web", "a:b", "a:b"), Address(CHANNEL, "nhom", STRANGER)]
    own = [address(MEMBER), Address(CHANNEL, "nhom:1", MEMBER)]
    with storage.transaction():
        for one in (*places, *own):
            storage.sessions.save(Session(one.session_key, {"last": {"question": "riêng"}}), old)
        storage.sessions.save(Session(address("moi").session_key, {"province": "Hải Phòng"}), young)
    storage.purge(NOW)
    left = {row[0] for row in storage.db.execute("SELECT key FROM sessions")}
    assert left == {one.session_key for one in (*own, address("moi"))}


def test_wrong_codes_go_after_a_day(storage: Storage) -> None:
    for age in (WRONG_CODES + EPOCH, WRONG_CODES - EPOCH):
        store(storage, [Record("wrong_codes", {"session": "s"})], NOW - age)
    storage.purge(NOW)
    assert storage.register.wrong_codes(None, NOW - timedelta(days=9)) == 1


def test_of_old_messages_not_even_the_id_stays_but_the_last_of_a_channel(storage: Storage) -> None:
    at = NOW - STRANGERS - EPOCH
    with storage.transaction():
        for number in range(3):
            message = IncomingMessage(str(number), address(STRANGER), at, "riêng")
            storage.journal.add(message, at)
            if number:
                storage.journal.settle(message, "done")
    storage.purge(NOW)
    assert [row[0] for row in storage.db.execute("SELECT id FROM updates ORDER BY seq")] == ["0", "2"]
    assert storage.journal.last_time(CHANNEL) == at


def test_the_daily_tidy_does_it(tmp_path: Path) -> None:
    async def play() -> None:
        settings = Settings(database=tmp_path / "a.db", knowledge_dir=small_base(tmp_path))
        app = build(settings, ManualClock(NOW), channels=[])
        letter(app.storage, address(STRANGER), STRANGERS + EPOCH)
        stop = asyncio.Event()
        running = asyncio.ensure_future(app.run(stop))
        for _ in range(50):
            await asyncio.sleep(0)
        stop.set()
        await running
        assert keys(app.storage) == set()
        app.close()

    asyncio.run(play())
