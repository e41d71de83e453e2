"""Zalo's Official Account API and token server of our own, as strict as the real ones, over real HTTP.

It keeps everything that was sent, and delivers what members do to a URL, signed, as Zalo does.
"""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
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


@dataclass(frozen=True)
class Cut:
    """Close the connection: before what was asked is done, or after it and before the answer."""

    after: bool


@dataclass(frozen=True)
class Stall:
    """Do it (or not), then never answer."""

    after: bool


Fault = Fail | Page | Cut | Stall
Answer = tuple[int, bytes, str]


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


class FakeZaloOA:
    """The servers, and the members who talk through them."""

    def __init__(self, now: Callable[[], datetime] = lambda: START, port: int = 0) -> None:
        """`now` is the servers' clock: tokens run out and windows close by it."""
        self.now = now
        self.port = port
        self.webhook = ""
        """Where deliveries go."""
        self.lasts = 90_000
        """Seconds that an access token lasts."""
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        """Every call that came in, whatever became of it: message, file, image, oauth, media."""
        self.sent: list[Sent] = []
        self.refusals: list[str] = []
        """What was not as it must be."""
        self.refreshed = 0
        self.undelivered: list[dict[str, Any]] = []
        """Events that were not answered with 200."""
        self.on_call: Callable[[str, str], None] = lambda call, phase: None
        """Told of each call and its phase, "before" or "after"."""
        self.trouble: Callable[[str], Fault | None] = lambda call: None
        """Asked for each call for which no fault is left: what goes wrong with it."""
        self.tokens: set[str] = {APP_SECRET, SECRET_KEY, REFRESH_TOKEN}
        """Everything that must never be seen anywhere."""
        self._faults: dict[str, list[Fault]] = {}
        self._refresh = REFRESH_TOKEN
        self._used: set[str] = set()
        self._access: dict[str, datetime] = {}
        self._uploads: dict[str, tuple[str, str, bytes]] = {}
        self._media: dict[str, bytes] = {}
        self._seen: dict[str, datetime] = {}
        self._gone: set[str] = set()
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    # The servers

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> FakeZaloOA:
        await self.start()
        return self

    async def __aexit__(self, *unused: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; on the port it had before, when it was stopped."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Be gone, in the middle of whatever is going on."""
        assert self._server is not None
        self._server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def fail(self, call: str, *faults: Fault) -> None:
        """Let the next calls of a kind go wrong, one after another."""
        self._faults.setdefault(call, []).extend(faults)

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something is so; looked at whenever a call has been dealt with. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

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

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._exchange(reader, writer):
                    await writer.drain()
        finally:
            self._connections.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False when the connection is to be closed."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        verb, path, _ = request.split(" ")
        answer = await self._serve(verb, path, headers, body)
        if answer is None:
            return False
        code, payload, kind = answer
        writer.write(
            f"HTTP/1.1 {code} X\r\ncontent-type: {kind}\r\ncontent-length: {len(payload)}\r\n\r\n".encode() + payload
        )
        return True

    async def _serve(self, verb: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        call = _call(verb, path)
        if call is None:
            return 404, b"<html>no</html>", "text/html"
        self.calls.append((call, _seen(call, headers, body)))
        self.on_call(call, "before")
        fault = self._faults[call].pop(0) if self._faults.get(call) else self.trouble(call)
        after = isinstance(fault, Cut | Stall) and fault.after
        answer: Answer | None = None
        if fault is None or after:
            answer = self._do(call, path, headers, body)
            self.on_call(call, "after")
        elif isinstance(fault, Fail):
            answer = _wire({"error": fault.code, "message": "no"}, fault.status)
        elif isinstance(fault, Page):
            answer = fault.status, b"<html>no</html>", "text/html"
        async with self._changed:
            self._changed.notify_all()
        if isinstance(fault, Stall):
            await asyncio.Event().wait()
        return None if isinstance(fault, Cut) else answer

    def _do(self, call: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if call == "media":
            content = self._media.get(path)
            return (404, b"", "text/plain") if content is None else (200, content, "application/octet-stream")
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


def _call(verb: str, path: str) -> str | None:
    if verb == "GET":
        return "media" if path.startswith("/media/") else None
    return {MESSAGE: "message", OAUTH: "oauth", **UPLOADS}.get(path) if verb == "POST" else None


def _seen(call: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
    """A message's own fields; of other calls nothing."""
    try:
        written = json.loads(body) if call == "message" else {}
    except ValueError:
        return {}
    return written if isinstance(written, dict) else {}


def _file(kind: str, body: bytes) -> tuple[str, bytes]:
    """The only part of a form with a file, which must be called `file`."""
    whole = f"content-type: {kind}\r\n\r\n".encode() + body
    parts = list(email.message_from_bytes(whole, policy=email.policy.HTTP).iter_parts())
    if len(parts) != 1 or parts[0].get_param("name", header="content-disposition") != "file":
        raise RefusedError(rules.BAD, "not one part called file")
    content = parts[0].get_payload(decode=True)
    assert isinstance(content, bytes)
    return parts[0].get_filename() or "", content


def _wire(answer: Mapping[str, Any], status: int = 200) -> Answer:
    return status, json.dumps(answer).encode(), "application/json"
