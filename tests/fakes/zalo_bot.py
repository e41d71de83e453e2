"""Zalo's bot API of our own, as strict as the real one, over real HTTP; it keeps everything that was sent.

In a test: `async with FakeZaloBot() as fake`. Members write with `says` and its like: while a webhook is set it is
delivered there (`route` leads its public address to a local one, as a reverse proxy would), else it waits for a poll.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.fakes import zalo_bot_rules as rules
from tests.fakes.server import Cut, FakeServer, Request, Stall, Wire, answered, read_request
from tests.fakes.zalo_bot_rules import BadRequestError

TOKEN = "4711:fake-Zalo_token"
SECRET = "fake-secret_1"
ME = {"id": "4711", "account_name": "bot.tro-ly", "account_type": "BASIC", "display_name": "Trợ lý"}
DAY = 1780275600000
"""When everything here happens: 2026-06-01 01:00 UTC, in milliseconds."""
MOST_TRIES = 20
"""Deliveries of one event before it is given up."""
HEADER = "X-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Answer:
    """Instead of doing what was asked: an answer of this code; not `json`: the page of a gateway."""

    code: int
    description: str = ""
    result: Any = None
    json: bool = True


Fault = Answer | Cut | Stall


@dataclass(frozen=True)
class Sent:
    """A message that has reached a chat."""

    message_id: str
    chat_id: str
    text: str


class _RefusedError(Exception):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class FakeZaloBot(FakeServer[Answer]):
    """The server, and the members who talk through it."""

    def __init__(
        self,
        port: int = 0,
        token: str = TOKEN,
        *,
        wrapped: bool = True,
        idle_status: bool = True,
        errors_in_200: bool = False,
        plan: int | None = None,
    ) -> None:
        """`wrapped`: events come in an envelope; `idle_status`: an idle poll is an HTTP 408, else an error_code;
        `errors_in_200`: so are all errors; `plan`: messages until it answers 429."""
        super().__init__(port)
        self.token = token
        self.wrapped = wrapped
        self.idle_status = idle_status
        self.errors_in_200 = errors_in_200
        self.plan = plan
        self.longest_poll = 30.0
        """Seconds after which an idle poll ends, whatever was asked for."""
        self.sent: list[Sent] = []
        self.blocked: set[str] = set()
        self.webhook: dict[str, str] | None = None
        self.route: Callable[[str], str] = lambda url: url
        self.polls_open, self.most_polls = 0, 0
        self._queue: list[dict[str, Any]] = []
        self._past: list[dict[str, Any]] = []
        self._media: dict[str, tuple[bytes, dict[str, str], int]] = {}
        self._chats: set[str] = set()
        self._next = 100

    # The members

    def event(self, kind: str, *, user: str = "u7", chat: str | None = None, **more: Any) -> dict[str, Any]:
        """An event of a member: `kind` is what stands in the middle of its name. A chat beside the user is a group."""
        chat_id = user if chat is None else chat
        self._chats.add(chat_id)
        self._next += 1
        message = {
            "message_id": str(self._next),
            "date": DAY,
            "from": {"id": user, "display_name": "Thành viên", "is_bot": False},
            "chat": {"id": chat_id, "chat_type": "PRIVATE" if chat is None else "GROUP"},
            **more,
        }
        return {"event_name": f"message.{kind}.received", "message": message}

    def opened(self, *chats: str) -> None:
        """The bot has seen these chats some time ago."""
        self._chats.update(chats)

    async def says(self, text: str, **more: Any) -> dict[str, Any]:
        """A member writes; the event."""
        return await self.happens(self.event("text", text=text, **more))

    async def sends_photo(
        self, content: bytes, caption: str = "", *, key: str = "photo_url", **more: Any
    ) -> dict[str, Any]:
        """A member sends a picture; the event."""
        words = {"caption": caption} if caption else {}
        return await self.happens(self.event("image", **{key: self.picture(content)}, **words, **more))

    def picture(self, content: bytes, headers: Mapping[str, str] | None = None, status: int = 200) -> str:
        """Put a picture, or whatever leads to one, on this server; its address."""
        place = f"/media/{len(self._media)}"
        self._media[place] = content, dict(headers or {}), status
        return f"{self.base_url}{place}"

    async def happens(self, *events: dict[str, Any]) -> dict[str, Any]:
        """Let events come, in this order: by webhook, tried again until it is taken, or by poll; the last of them.

        The same event twice is a redelivery.
        """
        for event in events:
            self._past.append(event)
            if self.webhook is None:
                self._queue.append(event)
            else:
                await self._insist(event)
        await self._notify()
        return events[-1]

    async def _insist(self, event: dict[str, Any]) -> None:
        """Deliver an event until it is taken. Raises TimeoutError where it never is."""
        for _ in range(MOST_TRIES):
            if await self.deliver(event) == 200:
                return
        raise TimeoutError("nobody takes it")

    async def again(self) -> None:
        """Everything comes once more, the last first."""
        await self.happens(*reversed(self._past[:]))

    def waiting(self) -> list[dict[str, Any]]:
        """The events that no poll has brought."""
        return list(self._queue)

    async def deliver(self, event: object, *, secret: str | None = "", url: str | None = None) -> int:
        """One delivery, of JSON or of bytes as they are; the status. `secret` None: without, "": the right one."""
        hook = self.webhook or {"url": url or "", "secret_token": SECRET}
        body = event if isinstance(event, bytes) else json.dumps(self._enveloped(event)).encode()
        given = hook["secret_token"] if secret == "" else secret
        headers = httpx.Headers({"Content-Type": "application/json"}, encoding="utf-8")
        if given is not None:
            headers[HEADER] = given
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.post(self.route(url or hook["url"]), content=body, headers=headers)
        await self._notify()
        return answer.status_code

    # HTTP

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await read_request(reader)
        if request.verb == "GET" and request.path.startswith("/media/"):
            return await self._download(request.path, writer)
        answer = await self._serve(request, reader)
        return answered(writer, None if answer is None else self._wire(answer))

    async def _serve(self, request: Request, reader: asyncio.StreamReader) -> Answer | None:
        _, bot, method, *rest = [*request.path.split("/"), "", ""]
        if not bot.startswith("bot") or rest[2:] or method not in rules.METHODS:
            return self._refused(Answer(404, "Not Found"))
        if request.verb != "POST":
            return self._refused(Answer(405, "Method Not Allowed"))
        kind = request.headers.get("content-type", "").partition(";")[0]
        try:
            body = json.loads(request.body) if kind == "application/json" else None
        except ValueError:
            body = None
        fields = body if isinstance(body, dict) else {}

        async def do() -> Answer | None:
            return await self._unless_gone(self._do(bot.removeprefix("bot"), method, body), reader)

        return await self._deal_with(method, fields, do, reader)

    async def _unless_gone(self, doing: Awaitable[Answer], reader: asyncio.StreamReader) -> Answer | None:
        """The answer; none where whoever asked has hung up meanwhile: what it would have brought stays here."""
        answer, gone = asyncio.ensure_future(doing), asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait([answer, gone], return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            if not answer.done():
                answer.cancel()
            await asyncio.gather(answer, gone, return_exceptions=True)
        return None if answer.cancelled() else answer.result()

    async def _do(self, token: str, method: str, fields: Any) -> Answer:
        if token != self.token:
            return Answer(401, "Unauthorized")
        try:
            result = getattr(self, f"_{method}")(rules.check_fields(method, fields))
            if isinstance(result, Awaitable):
                result = await result
        except BadRequestError as error:
            return self._refused(Answer(400, f"Bad Request: {error}"))
        except _RefusedError as refusal:
            return self._refused(refusal.answer)
        return Answer(200, result=result)

    def _refused(self, answer: Answer) -> Answer:
        if answer.code in (400, 403, 404, 405):
            self.refusals.append(answer.description)
        return answer

    async def _download(self, path: str, writer: asyncio.StreamWriter) -> bool:
        self.calls.append(("download", {"path": path}))
        fault = self._fault("download", {})
        content, headers, status = self._media.get(path, (b"", {}, 404))
        if isinstance(fault, Answer):
            content, headers, status = b"", {}, fault.code
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        size = headers.get("content-length", str(len(content)))
        if not isinstance(fault, Cut | Stall) or fault.after:
            sized = "" if "content-length" in headers else f"content-length: {size}\r\n"
            part = content[: len(content) // 2] if isinstance(fault, Cut | Stall) else content
            writer.write(f"HTTP/1.1 {status} X\r\ncontent-type: image/jpeg\r\n{sized}{more}\r\n".encode() + part)
            await writer.drain()
        await self._notify()
        if isinstance(fault, Stall):
            await asyncio.Event().wait()
        return fault is None or isinstance(fault, Answer)

    def _wire(self, answer: Answer) -> Wire:
        if not answer.json:
            return Wire(answer.code, b"<html><body>no</body></html>", "text/html")
        if answer.code == 200:
            return Wire(200, json.dumps(answer.result).encode(), "application/json")
        in_200 = self.errors_in_200 or (answer.code == 408 and not self.idle_status)
        body = {"ok": False, "error_code": answer.code, "description": answer.description}
        return Wire(200 if in_200 else answer.code, json.dumps(body).encode(), "application/json")

    def _enveloped(self, event: object) -> object:
        return {"ok": True, "result": event} if self.wrapped else event

    # The methods

    def _getMe(self, fields: dict[str, str]) -> Any:  # noqa: N802 - the method's own name
        return _ok(ME)

    def _setWebhook(self, fields: dict[str, str]) -> Any:  # noqa: N802
        rules.check_webhook(fields)
        self.webhook = dict(fields)
        return _ok({"url": fields["url"], "updated_at": DAY})

    def _deleteWebhook(self, fields: dict[str, str]) -> Any:  # noqa: N802
        self.webhook = None
        return _ok({"url": "", "updated_at": DAY})

    def _getWebhookInfo(self, fields: dict[str, str]) -> Any:  # noqa: N802
        return _ok({"url": (self.webhook or {}).get("url", ""), "updated_at": DAY})

    async def _getUpdates(self, fields: dict[str, str]) -> Any:  # noqa: N802
        seconds = min(rules.seconds(fields), self.longest_poll)
        if self.webhook is not None:
            raise _RefusedError(Answer(409, "Conflict: webhook is set"))
        if self.polls_open:
            raise _RefusedError(Answer(409, "Conflict: another getUpdates is running"))
        self.polls_open += 1
        self.most_polls = max(self.most_polls, self.polls_open)
        await self._notify()
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: bool(self._queue))
                return self._enveloped(self._queue.pop(0))
        except TimeoutError:
            raise _RefusedError(Answer(408, "Request timeout")) from None
        finally:
            self.polls_open -= 1

    def _sendMessage(self, fields: dict[str, str]) -> Any:  # noqa: N802
        rules.check_text(fields["text"])
        rules.check_mode(fields)
        chat = fields["chat_id"]
        if chat not in self._chats or chat in self.blocked:
            raise _RefusedError(Answer(403, "Forbidden"))
        if self.plan is not None and len(self.sent) >= self.plan:
            raise _RefusedError(Answer(429, "Quota exceeded"))
        self._next += 1
        self.sent.append(Sent(str(self._next), chat, fields["text"]))
        return _ok({"message_id": str(self._next), "date": DAY})

    def _sendPhoto(self, fields: dict[str, str]) -> Any:  # noqa: N802
        raise BadRequestError("FAKE: no picture is ever sent")

    def _sendChatAction(self, fields: dict[str, str]) -> Any:  # noqa: N802
        if fields["action"] != "typing":
            raise BadRequestError("action is unknown")
        return _ok({})


def _ok(result: Mapping[str, Any]) -> dict[str, Any]:
    return {"ok": True, "result": dict(result)}


def texts(sent: Sequence[Sent]) -> list[str]:
    return [one.text for one in sent]
