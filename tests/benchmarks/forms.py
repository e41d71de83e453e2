"""Members fill in a form, one commit a message: ours with nothing and with a million entries stored, beside PTB.

`python -m tests.benchmarks.forms [--entries N] [--forms N]`. Ours is the real Dispatcher with the project's handlers
over a database file; each message is written to the journal, handled, and committed with its reply. "and sent" adds the
pump with a channel that takes everything at once. PTB is a ConversationHandler that asks the same seven questions and
sends through a request class that never leaves the process: with PicklePersistence (as durable as it can be: updated
after every message, one file for each kind of data, nothing kept but conversations and user data), empty and with
entries in the user data, and with nothing stored at all. Each side runs in a process of its own; starts are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from telegram import Chat, Message, Update, User
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest, RequestData

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.pump import Pump
from bot.storage import Storage
from bot.storage.codec import reply_text
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk
from handlers.people import PURPOSES
from handlers.types import Address, IncomingMessage, Reply
from knowledge.load import default_data_dir, load_knowledge
from tests.benchmarks.measuring import apart, percentile
from tests.engine import ToyChannel

NOW: Final = datetime(2026, 11, 24, 2, tzinfo=UTC)
UNITS: Final = 10_000
CHANNEL: Final = "toy"
FORM: Final = "Tuyên truyền, tập huấn, hội nghị"
ANSWERS: Final = (
    "2",
    "Tập huấn bình đẳng giới cho cán bộ xã",
    "13/10/2026",
    "Hội trường UBND xã",
    "45",
    "12",
    "5 triệu",
)
MESSAGES: Final = ("/ghi", FORM, *ANSWERS, "lưu")
"""What a member says, from the beginning to the end; the last one stores the entry."""
TYPES: Final = ("tuyen_truyen", "tap_huan", "hoi_nghi", "kiem_tra", "hop")
ROOMY: Final = -1_000_000
"""KiB (below zero) of SQLite's cache while everything is put in; what is measured has the usual one."""
FEW: Final = 1
"""Forms that are filled in over a full pickle: each message writes all of it anew."""


@dataclass(frozen=True)
class Measured:
    """Seconds of every message, those that saved an entry, and those of sending where that is measured."""

    seconds: list[float]
    saves: list[float]
    sending: list[float]


def ours(entries: int, forms: int) -> Measured:
    """One form for each of so many members, each of another unit."""
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(Path(folder) / "bot.db")
        _settle(storage, entries)
        desk = Desk(Assistant(load_knowledge(default_data_dir())), storage.register)
        clock = ManualClock(NOW)
        inbox = Dispatcher(storage, build_chain(desk), clock, lambda channel: None)
        pump = Pump(ToyChannel(CHANNEL), storage, clock)
        seconds, sending = asyncio.run(_talk(inbox, pump, forms))
        saved = storage.db.execute("SELECT count(*) FROM entries").fetchone()[0] - entries
        assert saved == forms, f"{saved} entries came of {forms} forms"
        storage.close()
    return Measured(seconds, seconds[len(MESSAGES) - 1 :: len(MESSAGES)], sending)


async def _talk(inbox: Dispatcher, pump: Pump, forms: int) -> tuple[list[float], list[float]]:
    seconds, sending = [], []
    for number in Random(1).sample(range(UNITS), forms):
        sender = Address(CHANNEL, f"p{number}", f"p{number}")
        for at, text in enumerate(MESSAGES):
            message = IncomingMessage(f"{number}.{at}", sender, NOW, text)
            began = time.perf_counter()
            inbox.accept(message)
            handled = time.perf_counter()
            await pump.drain()
            seconds.append(handled - began)
            sending.append(time.perf_counter() - handled)
    return seconds, sending


def _settle(storage: Storage, entries: int) -> None:
    """Units with a secretary each, and entries of the last three years; never two of one unit on one day.

    Beside each entry the message that saved it and the reply, as they stay behind.
    """
    at = NOW.isoformat(timespec="microseconds")
    db = storage.db.conn
    (usual,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size = {ROOMY}")
    with storage.transaction():
        db.executemany(
            "INSERT INTO units (id, name, kind, since) VALUES (?, ?, 'commune', '2020-01-01')",
            ((f"u{n}", f"Xã {n}") for n in range(UNITS)),
        )
        db.executemany("INSERT INTO people (id, created_at) VALUES (?, ?)", ((f"p{n}", at) for n in range(UNITS)))
        db.executemany(
            "INSERT INTO contacts (channel, user, chat, person, seen_at) VALUES (?, ?, ?, ?, ?)",
            ((CHANNEL, f"p{n}", f"p{n}", f"p{n}", at) for n in range(UNITS)),
        )
        db.executemany(
            "INSERT INTO consents (person, purpose, given, text, channel, at) VALUES (?, ?, 1, 'bench', ?, ?)",
            ((f"p{n}", purpose, CHANNEL, at) for n in range(UNITS) for purpose in PURPOSES),
        )
        db.executemany(
            "INSERT INTO memberships (id, person, unit, role, since) VALUES (?, ?, ?, 'secretary', '2026-01-05')",
            ((f"m{n}", f"p{n}", f"u{n}") for n in range(UNITS)),
        )
        db.executemany(
            "INSERT INTO entries (id, unit, form, type, title, date, female, male, total, budget, place, by, at)"
            " VALUES (?, ?, 'truyen-thong', ?, ?, ?, ?, ?, ?, ?, 'Hội trường', ?, ?)",
            (_entry(number, at) for number in range(entries)),
        )
        db.executemany(
            "INSERT INTO updates (channel, id, at, received_at, status) VALUES (?, ?, ?, ?, 'done')",
            ((CHANNEL, f"old{number}", at, at) for number in range(entries)),
        )
        old = reply_text(Reply("Đã lưu vào nhật ký."))
        db.executemany(
            "INSERT INTO outbox (key, channel, chat, user, reply, due_at, seq, status, settled_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'sent', ?)",
            (
                (f"old{number}", CHANNEL, f"p{number % UNITS}", f"p{number % UNITS}", old, at, number + 1, at)
                for number in range(entries)
            ),
        )
    db.execute(f"PRAGMA cache_size = {usual}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _entry(number: int, at: str) -> tuple[Any, ...]:
    """The n-th of a unit has a day of its own; all lie before the day that the members tell of."""
    nth, unit = divmod(number, UNITS)
    day = date(2026, 10, 1) - timedelta(days=nth * 10 + unit % 10)
    female, male = 20 + number % 50, number % 30
    row = (f"e{number * 7919 % 10_000_019}", f"u{unit}", TYPES[nth % len(TYPES)], f"Tập huấn {number}")
    return (*row, day.isoformat(), female, male, female + male, 1_000_000 * (number % 9 + 1), f"p{unit}", at)


class OfflineRequest(BaseRequest):
    """Answers what a bot of PTB asks, without any network."""

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            result: dict[str, Any] = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
        else:
            chat = int(request_data.json_parameters["chat_id"]) if request_data else 0
            result = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}, "text": "x"}
        return 200, json.dumps({"ok": True, "result": result}).encode()


def ptb(entries: int | None, forms: int) -> Measured:
    """The same talk with a ConversationHandler; None keeps nothing."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_ptb(entries, forms, Path(folder)))


async def _ptb(entries: int | None, forms: int, folder: Path) -> Measured:
    builder = ApplicationBuilder().token("1:bench").request(OfflineRequest()).get_updates_request(OfflineRequest())
    only_users = PersistenceInput(bot_data=False, chat_data=False, user_data=True, callback_data=False)
    kept: PicklePersistence[Any, Any, Any] = PicklePersistence(
        folder / "bench", store_data=only_users, single_file=False, on_flush=True
    )
    if entries is not None:
        builder = builder.persistence(kept)
    app = builder.updater(None).build()
    app.add_handler(_conversation(persistent=entries is not None))
    seconds: list[float] = []
    async with app:
        at = NOW.isoformat(timespec="microseconds")
        for number in range(entries or 0):
            app.user_data[1 + number % UNITS].setdefault("entries", []).append(_entry(number, at))
        app.mark_data_for_update_persistence(user_ids=list(app.user_data))
        await app.update_persistence()
        kept.on_flush = False  # From now on every update is written at once.
        for number in Random(1).sample(range(UNITS), forms):
            for update in _updates(app, 1 + number):
                began = time.perf_counter()
                await app.process_update(update)
                await app.update_persistence()
                seconds.append(time.perf_counter() - began)
    return Measured(seconds, seconds[len(MESSAGES) - 1 :: len(MESSAGES)], [])


def _updates(app: Application[Any, Any, Any, Any, Any, Any], user: int) -> Iterator[Update]:
    speaker, chat = User(user, "An", is_bot=False), Chat(user, Chat.PRIVATE)
    for at, text in enumerate(MESSAGES):
        message = Message(at + 1, NOW, chat, from_user=speaker, text=text)
        message.set_bot(app.bot)
        yield Update(user * 100 + at, message=message)


def _conversation(*, persistent: bool) -> ConversationHandler[Any]:
    """Takes every message for the answer to the question of its state, and at the end adds an entry."""

    async def step(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None and context.user_data is not None
        answers = context.user_data.setdefault("answers", [])
        answers.append(update.message.text)
        if len(answers) == len(MESSAGES):
            context.user_data.setdefault("entries", []).append(tuple(answers))
            answers.clear()
            await update.message.reply_text("Đã lưu vào nhật ký.")
            return ConversationHandler.END
        await update.message.reply_text(f"({len(answers)}/{len(MESSAGES)}) Câu tiếp theo là gì?")
        return len(answers)

    takes_text: MessageHandler[Any, Any] = MessageHandler(filters.TEXT, step)
    return ConversationHandler(
        entry_points=[takes_text],
        states={state: [takes_text] for state in range(1, len(MESSAGES))},
        fallbacks=[],
        name="form",
        persistent=persistent,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--forms", type=int, default=300)
    options = parser.parse_args()
    rows = {
        "ours, 0 entries": apart(ours, 0, options.forms),
        f"ours, {options.entries:,} entries": apart(ours, options.entries, options.forms),
        "PTB, pickle, 0 entries": apart(ptb, 0, options.forms),
        f"PTB, pickle, {options.entries:,} entries": apart(ptb, options.entries, min(FEW, options.forms)),
        "PTB, nothing stored": apart(ptb, None, options.forms),
    }
    base = sum(rows["ours, 0 entries"].seconds) / len(rows["ours, 0 entries"].seconds)
    print(f"{options.forms} forms of {len(MESSAGES)} messages, {UNITS:,} units; p50 and p99 in ms")
    print(f"{'':28}{'messages/s':>11}{'p50':>8}{'p99':>8}{'a save p50':>12}{'p99':>8}{'and sent/s':>11}{'ratio':>7}")
    for name, one in rows.items():
        mean = sum(one.seconds) / len(one.seconds)
        sent = f"{len(one.seconds) / (sum(one.seconds) + sum(one.sending)):11.0f}" if one.sending else f"{'':11}"
        print(
            f"{name:28}{1 / mean:11.4g}{percentile(one.seconds, 50):8.2f}{percentile(one.seconds, 99):8.2f}"
            f"{percentile(one.saves, 50):12.2f}{percentile(one.saves, 99):8.2f}{sent}{mean / base:7.2f}"
        )


if __name__ == "__main__":
    main()
