"""/metrics: for whoever has the token, true numbers, and nothing about anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.routing import Route

from bot.clock import ManualClock, SystemClock
from bot.storage import Storage
from bot.web.hooks import Hooks
from bot.web.metrics import WRONG, Metrics
from handlers.types import Address, IncomingMessage, Reply, Send, Work
from tests.browser.serving import Served, serving
from tests.browser.toy import app_for, page_of, settings_for
from tests.fakes.deliveries import deliver, site_of

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TOKEN = "ma-xem-so-lieu"
OWN = {"Authorization": f"Bearer {TOKEN}"}
MEMBER = "0912345678"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(replace(settings_for(tmp_path_factory.mktemp("metrics")), metrics_token=TOKEN)) as served:
        yield served


def get(served: Served, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.get(served.url + path, headers=headers, trust_env=False)


def numbers(text: str) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_without_a_token_in_the_settings_there_is_no_such_page(served: Served) -> None:
    assert get(served, "/metrics", OWN).status_code == 404


@pytest.mark.parametrize("given", [None, "", TOKEN, f"bearer {TOKEN}", f"Bearer {TOKEN}x", "Bearer", "Basic x"])
def test_without_the_token_nothing_is_told(given: str | None, watched: Served) -> None:
    answer = get(watched, "/metrics", None if given is None else {"Authorization": given})
    assert answer.status_code == 401
    assert "tro_ly" not in answer.text


def test_requests_are_timed_by_the_template_of_their_route(watched: Served) -> None:
    for path in (
        "/",
        "/healthz",
        "/static/app.js",
        "/tep/bi-mat-1",
        "/tep/bi-mat-2",
        "/khong-co/0912",
        "/vanphong/vao",
    ):
        get(watched, path)
    answer = get(watched, "/metrics", OWN)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found = numbers(answer.text)
    assert found["tro_ly_request_seconds_count", "/healthz", "200"] >= 1
    assert found["tro_ly_request_seconds_count", "/tep/{token}", "404"] == 2
    routes = {key[1] for key in found if key[0] == "tro_ly_request_seconds_count"}
    assert routes >= {"/", "/static", "/vanphong", "other"}
    assert "bi-mat" not in answer.text
    assert "0912" not in answer.text


def test_health_needs_no_token(watched: Served) -> None:
    assert get(watched, "/healthz").text == "ok"


def filled(path: Path | None) -> Storage:
    """Two messages, five letters, a work, an arrival: of a member whose number shows in every field it can."""
    storage = Storage(path)
    to = Address("zalo_bot", MEMBER, MEMBER)
    with storage.transaction():
        for number in range(2):
            storage.journal.add(IncomingMessage(f"{MEMBER}-{number}", to, NOW, MEMBER), NOW)
        for number, minutes in enumerate((-90, -30, 60)):
            due = NOW + timedelta(minutes=minutes)
            storage.outbox.add(Send(to, Reply(MEMBER), f"{MEMBER}:{number}", at=due), NOW)
        for status in ("sent", "unknown"):
            storage.outbox.add(Send(Address("telegram", MEMBER, MEMBER), Reply(MEMBER), status), NOW)
            storage.outbox.settle(storage.outbox.of_chat("telegram", MEMBER)[-1], status, NOW)
        storage.works.add(Work(to, "bao_cao", {"unit": MEMBER}, MEMBER), NOW)
        storage.arrivals.add("zalo_oa", MEMBER, MEMBER, NOW)
    return storage


def page(metrics: Metrics) -> str:
    async def ask() -> httpx.Response:
        app = Starlette(routes=[Route("/metrics", metrics.page)])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return await client.get("/metrics", headers=OWN)

    return asyncio.run(ask()).text


@pytest.mark.parametrize("on_disk", [True, False])
def test_the_numbers_are_those_of_the_database_and_nobody_shows_in_them(on_disk: bool, tmp_path: Path) -> None:
    storage = filled(tmp_path / "x.db" if on_disk else None)
    text = page(Metrics(storage, Hooks(ManualClock(NOW)), ManualClock(NOW), TOKEN))
    storage.close()
    found = numbers(text)
    assert found["tro_ly_messages", "zalo_bot"] == 2
    assert found["tro_ly_letters", "zalo_bot", "queued"] == 3
    assert [found["tro_ly_letters", "telegram", one] for one in ("queued", "sent", "failed", "unknown", "expired")] == [
        *(0, 1, 0, 1, 0)
    ]
    assert found["tro_ly_oldest_letter_seconds", "zalo_bot"] == 90 * 60
    assert found["tro_ly_oldest_letter_seconds", "telegram"] == 0
    assert found[("tro_ly_works_waiting",)] == 1
    assert found["tro_ly_arrivals_waiting", "zalo_oa"] == 1
    assert MEMBER not in text


def test_refused_deliveries_are_counted_by_channel_and_only_for_channels_there_are() -> None:
    hooks, storage = Hooks(ManualClock(NOW)), Storage(None)

    async def refusing(delivery: object) -> int:
        return 403

    hooks.enter("zalo_oa", refusing)
    for name in ("zalo_oa", "zalo_oa", "x" * 50):
        asyncio.run(deliver(site_of(hooks), name, [], [b"{}"]))
    found = numbers(page(Metrics(storage, hooks, ManualClock(NOW), TOKEN)))
    storage.close()
    assert {key: value for key, value in found.items() if "refused" in key[0]} == {
        ("tro_ly_deliveries_refused_total", "zalo_oa", "403"): 2
    }


def test_whoever_guesses_tokens_is_soon_not_listened_to(tmp_path: Path) -> None:
    app = app_for(replace(settings_for(tmp_path), metrics_token=TOKEN), SystemClock())

    async def guess() -> list[int]:
        transport = httpx.ASGITransport(page_of(app).site.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [(await client.get("/metrics")).status_code for _ in range(WRONG + 1)]

    assert asyncio.run(guess()) == [401] * WRONG + [429]
    app.close()
