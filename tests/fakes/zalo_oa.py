"""Zalo's Official Account API and token server of our own, as strict as the real ones, over real HTTP.

It keeps everything that was sent, and delivers what members do to a URL, signed, as Zalo does.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx

from tests.fakes import zalo_oa_rules as rules
from tests.fakes.server import Cut, FakeServer, Request, Stall, Wire, answered, parts, read_request
from tests.fakes.zalo_oa_rules import RefusedError

APP_ID, APP_SECRET, SECRET_KEY = "4711000815", "app-secret-For-Tests", "oa-secret-key-For-Tests"
REFRESH_TOKEN = "refresh-0-For-Tests"
"""The first one, from the page where the app is allowed in."""
START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
OPEN, PAID = timedelta(hours=48), timedelta(days=7)
MESSAGE, UPLOADS = "/v3.0/oa/message/cs", {"/v2.0/oa/upload/file": "file", "/v2.0/oa/upload/image": "image"}
OAUTH = "/v4/oa/access_token"


@dataclass(frozen=True)
class Fail:
    """Instead of doing what was asked: an error of the API."""

    code: int
    status: int = 200


@dataclass(frozen=True)
class Page:
    """Instead of doing what was asked: a page that is not from the API."""

    status: int


Fault = Fail | Page | Cut | Stall


@dataclass(frozen=True)
class Sent:
    """What has reached a member."""

    user: str
    text: str
    buttons: list[dict[str, Any]] = field(default_factory=list)
    file: tuple[str, str, bytes] | None = None
    """Kind, name and content."""

    @property
    def titles(self) -> list[str]:
        return [button["title"] for button in self.buttons]


class FakeZaloOA(FakeServer[Fail | Page]):
    """The servers, and the members who talk through them."""

    def __init__(self, now: Callable[[], datetime] = lambda: START, port: int = 0) -> None:
        """`now` is the servers' clock: tokens run out and windows close by it."""
        super().__init__(port)
        self.now = now
        self.webhook = ""
        """Where deliveries go."""
        self.lasts = 90_000
        """Seconds that an access token lasts."""
        self.sent: list[Sent] = []
        self.refreshed = 0
        self.undelivered: list[dict[str, Any]] = []
        """Events that were not answered with 200."""
        self.tokens: set[str] = {APP_SECRET, SECRET_KEY, REFRESH_TOKEN}
        """Everything that must never be seen anywhere."""
        self._refresh = REFRESH_TOKEN
        self._used: set[str] = set()
        self._access: dict[str, datetime] = {}
        self._uploads: dict[str, tuple[str, str, bytes]] = {}
        self._media: dict[str, bytes] = {}
        self._seen: dict[str, datetime] = {}
        self._gone: set[str] = set()
        self._numbers = itertools.count(1)

    # The servers

    def allow_again(self) -> str:
        """The app is allowed in anew: another first refresh token, and no other token is good any more."""
        self._used.add(self._refresh)
        self._access.clear()
        return self._new_refresh()

    def forget_access(self) -> None:
        """All access tokens have run out, whatever was said."""
        self._access.clear()

    # The members

    def event(self, name: str, user: str, message: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """What happened, as it is delivered; whoever writes opens their window."""
        if name.startswith("user_send"):
            self._seen[user] = self.now()
            self._gone.discard(user)
        written: dict[str, Any] = {
            "event_name": name,
            "app_id": APP_ID,
            "sender": {"id": user},
            "recipient": {"id": "oa-1"},
            "timestamp": str(int(self.now().timestamp() * 1000)),
            **more,
        }
        if message is not None:
            written["message"] = {"msg_id": f"m{next(self._numbers)}", **message}
        return written

    async def says(self, text: str, user: str = "u7") -> dict[str, Any]:
        """A member writes; the event, which has been delivered."""
        event = self.event("user_send_text", user, {"text": text})
        await self.deliver(event)
        return event

    async def taps(self, sent: Sent, number: int) -> None:
        """A member taps a button, by its place under the message."""
        await self.says(sent.buttons[number]["payload"], sent.user)

    async def sends(self, kind: str, content: bytes, name: str = "", text: str = "", user: str = "u7") -> None:
        """A member sends a picture ("image") or a document ("file")."""
        payload = {"url": self.put(content), **({"name": name} if name else {})}
        message: dict[str, Any] = {"attachments": [{"type": kind, "payload": payload}]}
        await self.deliver(self.event(f"user_send_{kind}", user, {**message, **({"text": text} if text else {})}))

    async def leaves(self, user: str = "u7") -> None:
        self._gone.add(user)
        event = self.event("unfollow", user, follower={"id": user})
        del event["sender"]
        await self.deliver(event)

    async def joins(self, user: str = "u7") -> None:
        self._gone.discard(user)
        event = self.event("follow", user, follower={"id": user})
        del event["sender"]
        await self.deliver(event)

    def put(self, content: bytes) -> str:
        """Something that can be fetched; its address."""
        path = f"/media/{next(self._numbers)}"
        self._media[path] = content
        return self.base_url + path

    # Delivering

    async def deliver(self, event: dict[str, Any]) -> int:
        """Deliver an event once; what is not acknowledged is kept for `retry`."""
        body = json.dumps(event, ensure_ascii=False).encode()
        status = await self.post(body, {"X-ZEvent-Signature": f"mac={mac(body, event['timestamp'])}"})
        if status != 200:
            self.undelivered.append(event)
        return status

    async def retry(self) -> None:
        """Deliver again what was not acknowledged."""
        events, self.undelivered = self.undelivered, []
        for event in events:
            await self.deliver(event)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Post anything to the webhook; 0 where there is nobody."""
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                response = await client.post(self.webhook, content=body, headers=dict(headers))
        except httpx.HTTPError:
            return 0
        return response.status_code

    # HTTP

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        return answered(writer, await self._serve(await read_request(reader), reader))

    async def _serve(self, request: Request, reader: asyncio.StreamReader) -> Wire | None:
        call = _call(request)
        if call is None:
            return _page(404)
        answer = await self._deal_with(call, _seen(call, request.body), lambda: self._do(call, request), reader)
        match answer:
            case Fail(code, status):
                return _wire({"error": code, "message": "no"}, status)
            case Page(status):
                return _page(status)
        return answer

    async def _do(self, call: str, request: Request) -> Wire:
        _, path, headers, body = request
        if call == "media":
            content = self._media.get(path)
            return Wire(404, b"", "text/plain") if content is None else Wire(200, content, "application/octet-stream")
        try:
            if call == "oauth":
                return _wire(self._oauth(headers, body))
            self._let_in(headers)
            data = self._message(body) if call == "message" else self._upload(call, headers, body)
        except RefusedError as refusal:
            if refusal.code not in (-216, -230, -232, -213, -14014):
                self.refusals.append(str(refusal))
            name = {"error_name": "Invalid refresh token"} if refusal.code == -14014 else {}
            return _wire({"error": refusal.code, "message": str(refusal), **name})
        return _wire({"data": data, "error": 0, "message": "Success"})

    def _let_in(self, headers: Mapping[str, str]) -> None:
        if "authorization" in headers or "access_token" not in headers:
            raise RefusedError(rules.BAD, "access_token is not in its header")
        until = self._access.get(headers["access_token"])
        if until is None or self.now() >= until:
            raise RefusedError(-216, "access token is invalid")

    def _oauth(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        if headers.get("content-type") != "application/x-www-form-urlencoded":
            raise RefusedError(rules.BAD, "not a form")
        form = rules.exactly(dict(parse_qsl(body.decode())), "grant_type app_id refresh_token")
        if headers.get("secret_key") != APP_SECRET or form["app_id"] != APP_ID:
            raise RefusedError(-14004, "app or secret")
        if form["grant_type"] != "refresh_token":
            raise RefusedError(rules.BAD, "grant_type")
        if form["refresh_token"] != self._refresh:
            raise RefusedError(-14014, "refresh token is used or invalid")
        self._used.add(self._refresh)
        self.refreshed += 1
        access = f"access-{next(self._numbers)}-For-Tests"
        self.tokens.add(access)
        self._access[access] = self.now() + timedelta(seconds=self.lasts)
        return {"access_token": access, "refresh_token": self._new_refresh(), "expires_in": str(self.lasts)}

    def _new_refresh(self) -> str:
        self._refresh = f"refresh-{next(self._numbers)}-For-Tests"
        self.tokens.add(self._refresh)
        return self._refresh

    def _message(self, body: bytes) -> dict[str, Any]:
        written = rules.exactly(json.loads(body), "recipient message")
        user = str(rules.exactly(written["recipient"], "user_id")["user_id"])
        text, buttons, attachment = rules.check_message(written["message"])
        if user not in self._seen:
            raise RefusedError(rules.BAD, f"unknown user {user}")
        if user in self._gone:
            raise RefusedError(-213, "user has not followed")
        since = self.now() - self._seen[user]
        if since >= OPEN:
            raise RefusedError(-230 if since >= PAID else -232, "outside the window")
        file = self._uploads.pop(attachment[1], None) if attachment else None
        if attachment and (file is None or file[0] != attachment[0]):
            raise RefusedError(rules.BAD, "attachment is used or unknown")
        self.sent.append(Sent(user, text, buttons, file))
        return {"message_id": f"s{len(self.sent)}", "user_id": user}

    def _upload(self, kind: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        name, content = _file(headers.get("content-type", ""), body)
        rules.check_upload(kind, name, content)
        token = f"{kind}-{next(self._numbers)}"
        self._uploads[token] = (kind, name, content)
        return {"attachment_id" if kind == "image" else "token": token}


def mac(body: bytes, timestamp: str, *, app_id: str = APP_ID, key: str = SECRET_KEY) -> str:
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + key.encode()).hexdigest()


def _call(request: Request) -> str | None:
    """What is asked for: message, file, image, oauth, media."""
    if request.verb == "GET":
        return "media" if request.path.startswith("/media/") else None
    return {MESSAGE: "message", OAUTH: "oauth", **UPLOADS}.get(request.path) if request.verb == "POST" else None


def _seen(call: str, body: bytes) -> Mapping[str, Any]:
    """A message's own fields; of other calls nothing."""
    try:
        written = json.loads(body) if call == "message" else {}
    except ValueError:
        return {}
    return written if isinstance(written, dict) else {}


def _file(kind: str, body: bytes) -> tuple[str, bytes]:
    """The only part of a form with a file, which must be called `file`."""
    form = list(parts(kind, body))
    if [part.name for part in form] != ["file"]:
        raise RefusedError(rules.BAD, "not one part called file")
    return form[0].filename or "", form[0].content


def _page(status: int) -> Wire:
    return Wire(status, b"<html>no</html>", "text/html")


def _wire(answer: Mapping[str, Any], status: int = 200) -> Wire:
    return Wire(status, json.dumps(answer).encode(), "application/json")
