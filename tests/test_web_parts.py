"""The parts of the web page by themselves: how often, to whom, from where."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.storage import Letter
from bot.web.history import START, Cursor, read_cursor
from bot.web.hub import BACKLOG, Hub
from bot.web.rate import RateLimit
from handlers.types import Address, Reply

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def letter(number: int) -> Letter:
    to = Address("web", "an", "an")
    return Letter(number, str(number), to, Reply(""), NOW, number, 1, False, "sending", 1, None, None)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40)), max_size=200), st.integers(1, 5))
def test_no_window_holds_more_than_the_limit_and_the_wait_is_enough(steps: list[tuple[str, int]], most: int) -> None:
    window = timedelta(seconds=60)
    limit = RateLimit(most, window)
    now, taken = NOW, dict[str, list[datetime]](a=[], b=[])
    for sender, seconds in steps:
        now += timedelta(seconds=seconds)
        wait = limit.wait(sender, now)
        if wait:
            now += timedelta(seconds=wait)
            assert limit.wait(sender, now) == 0
        taken[sender].append(now)
        assert sum(now - time < window for time in taken[sender]) <= most


def test_many_senders_are_forgotten_once_they_are_idle() -> None:
    limit = RateLimit(1)
    assert [limit.wait(str(number), NOW) for number in range(1001)] == [0] * 1001
    assert limit.wait("late", NOW + timedelta(minutes=1)) == 0
    assert limit.wait("late", NOW + timedelta(minutes=1)) == 60


@given(st.text())
def test_any_text_is_a_cursor_or_the_start(written: str) -> None:
    cursor = read_cursor(written)
    assert cursor == START or read_cursor(str(cursor)) == cursor


def test_a_cursor_survives_the_way_to_the_page_and_back() -> None:
    cursor = Cursor("2026-06-01T01:00:00.000000+00:00", 7)
    assert read_cursor(str(cursor)) == cursor
    assert START < cursor < Cursor(cursor.due_at, 8) < Cursor("2026-06-01T01:00:00.000001+00:00", 1)


def test_a_page_that_lags_too_far_behind_is_let_go() -> None:
    hub = Hub()

    async def read() -> list[Letter | None]:
        with hub.page("an") as stream:
            for number in range(BACKLOG + 5):
                hub.put("an", letter(number))
            return [one async for one in stream.letters(60)]

    assert asyncio.run(read()) == [letter(number) for number in range(BACKLOG)]
    hub.put("an", letter(1))


def test_a_page_opened_while_the_server_stops_ends_at_once() -> None:
    hub = Hub()
    hub.close()

    async def read() -> list[Letter | None]:
        with hub.page("an") as stream:
            return [one async for one in stream.letters(60)]

    assert asyncio.run(read()) == []
