"""Operators are warned where they read it, and it counts as told only where they can."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.clock import ManualClock
from bot.operators import Operators
from bot.settings import Settings, SettingsError, read_settings
from bot.storage import Storage
from bot.zalo_oa import NAME as OA
from bot.zalo_oa.window import Window
from handlers.types import Record
from tests.fakes.telegram_bot import small_base
from tests.world import store

NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)


@pytest.fixture
def storage() -> Iterator[Storage]:
    kept = Storage(None, operators=("web:op",))
    kept.runs({"web", "console", "zalo_bot", OA})
    yield kept
    kept.close()


def warn(storage: Storage, *named: str, but: str = "zalo_bot") -> tuple[int, list[str]]:
    """How many operators were told, and on which channels something for them is queued."""
    told = Operators(storage, named, lambda channel: None).tell("hỏng", "k", NOW, but=but)
    rows = storage.db.execute("SELECT channel FROM outbox ORDER BY id").fetchall()
    return told, [channel for (channel,) in rows]


def account(storage: Storage, *channels: str) -> None:
    """An operator with these contacts, the latest used first."""
    store(storage, [Record("people", {"id": "op", "name": "Vận hành"})], NOW)
    for number, channel in enumerate(channels):
        row = {"channel": channel, "user": "op", "chat": "op", "person": "op"}
        store(storage, [Record("contacts", row)], NOW - timedelta(days=number + 1))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ((), []),
        (("telegram:123",), []),
        (("zalo_bot:op",), []),
        (("telegram:123", "web:x"), ["web"]),
        (("telegram:123", "web:x", "console:y"), ["web", "console"]),
    ],
)
def test_only_channels_that_run_and_are_not_in_trouble_count(
    storage: Storage, named: tuple[str, ...], told: list[str]
) -> None:
    assert warn(storage, *named) == (len(told), told)
    assert Operators(storage, named, lambda channel: None).warn("hỏng", "k", NOW, but="zalo_bot") == bool(told)


def test_an_operator_with_an_account_is_told_on_the_best_of_their_channels_that_runs(storage: Storage) -> None:
    account(storage, "telegram", "zalo_bot", "web")
    assert warn(storage, "web:op") == (1, ["web"])
    storage.runs({"web", "telegram"})
    assert warn(storage, "web:op") == (1, ["web", "telegram"])


def test_an_official_account_counts_only_within_its_48_hours(storage: Storage) -> None:
    account(storage, OA, "web")
    assert warn(storage, "web:op", f"{OA}:other") == (1, ["web"])
    for user in ("op", "other"):
        Window(storage).heard(user, NOW, NOW)
    assert warn(storage, "web:op", f"{OA}:other") == (2, ["web", OA, OA])
    Window(storage).left("op", NOW + timedelta(minutes=1), NOW + timedelta(minutes=1))
    assert warn(storage, "web:op", f"{OA}:other")[0] == 2


@pytest.mark.parametrize("written", ["zalo:123", "web:x, tele:1"])
def test_a_channel_that_there_is_not_is_refused_by_name(written: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"OPERATORS": written})
    assert "OPERATORS" in str(refusal.value)
    assert written.rpartition(" ")[2].partition(":")[0] in str(refusal.value)
    assert "zalo_bot" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert read_settings({"OPERATORS": "web:x, zalo_oa:1"}).operators == ("web:x", "zalo_oa:1")


def test_a_channel_that_does_not_run_is_said_at_the_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    settings = Settings(
        database=tmp_path / "a.db", knowledge_dir=small_base(tmp_path), operators=("telegram:123", "web:x")
    )
    app = build(settings, ManualClock(NOW), handlers=())
    assert app.operators is not None
    app.operators.say_lost()
    app.close()
    said = [record.getMessage() for record in caplog.records if "OPERATORS" in record.getMessage()]
    assert len(said) == 1
    assert "telegram" in said[0] and "123" not in said[0]
