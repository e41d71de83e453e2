"""GET /metrics: numbers about the service for a monitor, and nothing about anybody."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.clock import Clock
from bot.storage import Storage
from bot.storage.census import Census
from bot.web.hooks import Hooks
from bot.web.rate import RateLimit

STATUSES = ("queued", "sending", "sent", "failed", "unknown", "expired")
"""Of letters; a channel that has any letter has a number for each."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
WRONG = 30
"""Wrong tokens a minute from one client; more get a bare refusal."""
OTHER = "other"
"""The route of what no route takes."""
Numbers = dict[tuple[str, ...], float]
"""A number for each set of labels."""


class Metrics:
    """The route, and what the numbers come from: the database at that moment, and this process since its start."""

    def __init__(self, storage: Storage, hooks: Hooks, clock: Clock, token: str) -> None:
        self._storage = storage
        self._hooks = hooks
        self._clock = clock
        self._token = token
        self._wrong = RateLimit(WRONG)
        self._here = CollectorRegistry(auto_describe=False)
        self._durations = Histogram(
            "tro_ly_request_seconds",
            "Seconds until an answer begins, by route and status",
            ["route", "status"],
            registry=self._here,
        )

    async def page(self, request: Request) -> Response:
        """Everything, in the text format of Prometheus; 401 without the token."""
        client = request.client.host if request.client else ""
        if self._wrong.full(client, self._clock.now()):
            return _refusal(429)
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
            self._wrong.wait(client, self._clock.now())
            return _refusal(401)
        counted = await self._counted(self._clock.now())
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Families([*counted, self._refused()]))
        text = generate_latest(registry) + generate_latest(self._here)
        return Response(text, headers={"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE})

    def timing(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> ASGIApp:
        """The same application; how long its answers take is noted, under the templates of these routes."""
        return _Timed(app, routes, self._clock, self._durations)

    async def _counted(self, now: datetime) -> list[Metric]:
        """Counted in a thread with a connection of its own, so that no chat waits; here where all is in memory."""
        if (path := self._storage.path) is None:
            return _census(self._storage, now)

        def count() -> list[Metric]:
            with closing(Storage(path)) as storage:
                return _census(storage, now)

        return await asyncio.to_thread(count)

    def _refused(self) -> Metric:
        family = CounterMetricFamily(
            "tro_ly_deliveries_refused", "Deliveries refused since the start", labels=["channel", "status"]
        )
        for (channel, status), count in sorted(self._hooks.refused.items()):
            family.add_metric([channel, str(status)], count)
        return family


class _Families:
    """What was counted, as a collector."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


class _Timed:
    """ASGI middleware: times each answer until it begins; a stream of events goes on for hours."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], clock: Clock, durations: Histogram) -> None:
        self._app = app
        self._templates = {route.endpoint: route.path for route in routes if isinstance(route, Route)}
        self._mounts = [route.path for route in routes if isinstance(route, Mount)]
        self._clock = clock
        self._durations = durations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began = self._clock.now()
        path = scope["path"]

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                seconds = max(0.0, (self._clock.now() - began).total_seconds())
                self._durations.labels(self._template(scope, path), str(message["status"])).observe(seconds)
            await send(message)

        return await self._app(scope, receive, timed)

    def _template(self, scope: Scope, path: str) -> str:
        """What names the route and nobody: an address may hold a token."""
        endpoint = scope.get("endpoint")
        if endpoint is not None and endpoint in self._templates:
            return self._templates[endpoint]
        return next((mount for mount in self._mounts if path.startswith(f"{mount}/")), OTHER)


def _census(storage: Storage, now: datetime) -> list[Metric]:
    with storage.reading():
        return list(_families(Census(storage.db), now))


def _families(census: Census, now: datetime) -> Iterator[Metric]:
    letters = census.letters()
    counted: Numbers = {(channel, status): 0 for channel, _ in letters for status in STATUSES}
    for (channel, status), count in letters.items():
        counted[channel, status] = count
    overdue: Numbers = {(channel,): 0 for channel, _ in letters}
    overdue.update(_keyed(census.overdue(now)))
    yield _gauge("tro_ly_messages", "Messages in the journal", ["channel"], _keyed(census.messages()))
    yield _gauge("tro_ly_letters", "Letters in the outbox", ["channel", "status"], counted)
    yield _gauge("tro_ly_oldest_letter_seconds", "How long the oldest due letter has waited", ["channel"], overdue)
    yield _gauge("tro_ly_arrivals_waiting", "Deliveries not handled yet", ["channel"], _keyed(census.arrivals()))
    yield GaugeMetricFamily("tro_ly_works_waiting", "Long works that wait", value=census.works())


def _keyed(numbers: Mapping[str, float]) -> Numbers:
    return {(name,): number for name, number in numbers.items()}


def _gauge(name: str, what: str, labels: list[str], numbers: Numbers) -> Metric:
    family = GaugeMetricFamily(name, what, labels=labels)
    for values, number in sorted(numbers.items()):
        family.add_metric(values, number)
    return family


def _refusal(status: int) -> Response:
    return PlainTextResponse(str(status), status, {"Cache-Control": "no-store", "WWW-Authenticate": "Bearer"})
