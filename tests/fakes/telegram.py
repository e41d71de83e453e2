"""A Bot API of our own, as strict as the real one, over real HTTP; it keeps everything that was sent.

In a test: `async with FakeTelegram() as fake`. By itself: `python -m tests.fakes.telegram PORT`, where each line of
standard input is a text that a member types, and each message that the bot sends is a line of standard output.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx

from tests.fakes import telegram_rules as rules
from tests.fakes.server import Cut, FakeServer, Request, Stall, Wire, answered, head, parts, read_request
from tests.fakes.telegram_html import BadRequestError, Parsed

TOKEN = "4711:fake-token_For-Tests"
ME = {"id": 4711, "is_bot": True, "first_name": "Trợ lý", "username": "Tro_Ly_Bot", "supports_inline_queries": True}
DAY = 1780275600
"""When everything here happens: 2026-06-01 01:00 UTC."""


@dataclass(frozen=True)
class Answer:
    """Instead of doing what was asked: an answer of this code. `body` None is a page that is not JSON."""

    code: int
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    json: bool = True


Fault = Answer | Cut | Stall


@dataclass(frozen=True)
class Sent:
    """A message or a file that has reached a chat."""

    message_id: int
    chat_id: int
    parsed: Parsed
    rows: list[list[dict[str, str]]]
    parameters: Mapping[str, Any]
    file: tuple[str, bytes] | None = None

    @property
    def text(self) -> str:
        return self.parsed.text

    @property
    def labels(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.rows]


class _RefusedError(Exception):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class FakeTelegram(FakeServer[Answer]):
    """The server, and the members who talk through it."""

    def __init__(self, port: int = 0, token: str = TOKEN) -> None:
        super().__init__(port)
        self.token = token
        self.sent: list[Sent] = []
        self.commands: list[dict[str, str]] = []
        self.answered_queries: list[str] = []
        self.inline_answers: list[tuple[list[dict[str, Any]], dict[str, Any]]] = []
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.forums: set[int] = set()
        self.webhook = False
        self.hook: dict[str, Any] = {}
        """The parameters of setWebhook, while one is set."""
        self.statuses: list[int] = []
        """What the webhook answered, delivery by delivery; 0 where nothing came back."""
        self._updates: dict[int, dict[str, Any]] = {}
        self._history: dict[int, dict[str, Any]] = {}
        self._files: dict[str, tuple[str, bytes]] = {}
        self._paths: dict[str, bytes] = {}
        self._queries: set[str] = set()
        self._chats: set[int] = set()
        self._next_update, self._next_message = 100, 1
        self._poll: asyncio.Event | None = None
        self._last_error: dict[str, Any] = {}

    # The members

    async def push(self, kind: str, body: Mapping[str, Any]) -> int:
        """A new update; its number."""
        number = self._next_update
        self._next_update += 1
        self._updates[number] = self._history[number] = {"update_id": number, kind: body}
        await self._notify()
        return number

    async def again(self) -> None:
        """Forget that anything was acknowledged."""
        self._updates = dict(self._history)
        await self._notify()

    def message(self, text: str | None, *, user: int = 7, chat: int | None = None, **more: Any) -> dict[str, Any]:
        """A message of a member, in private or in a group (a chat below zero)."""
        chat_id = user if chat is None else chat
        self._chats.add(chat_id)
        kind = "private" if chat_id > 0 else "supergroup"
        body: dict[str, Any] = {
            "message_id": self._new_message(),
            "date": DAY,
            "chat": {"id": chat_id, "type": kind, **({"first_name": "An"} if chat_id > 0 else {"title": "Ban"})},
            "from": {"id": user, "is_bot": False, "first_name": "An"},
            **more,
        }
        if text is not None:
            body["text"] = text
            body.setdefault("entities", [])
        return body

    def opened(self, chats: Iterable[int]) -> None:
        """Members have opened these private chats some time ago."""
        self._chats.update(chats)

    async def says(self, text: str | None, **more: Any) -> int:
        """A member writes; the number of the update."""
        return await self.push("message", self.message(text, **more))

    def upload(self, content: bytes, name: str = "file.bin") -> str:
        """A file that a member has put on the server; its id."""
        number = len(self._files)
        self._files[f"file-{number}"] = (f"documents/file_{number}{Path(name).suffix}", content)
        return f"file-{number}"

    async def sends_photo(self, content: bytes, caption: str | None = None, **more: Any) -> int:
        """A member sends a picture, which the server has in two sizes; the number of the update."""
        sizes = [(90, self.upload(b"a thumbnail", "t.jpg"), 11), (1280, self.upload(content, "p.jpg"), len(content))]
        photo = [
            {"file_id": id_, "file_unique_id": id_, "width": width, "height": width, "file_size": size}
            for width, id_, size in sizes
        ]
        return await self._sends(caption, photo=photo, **more)

    async def sends_document(
        self, content: bytes, name: str | None, caption: str | None = None, *, announced: int | None = None, **more: Any
    ) -> int:
        """A member sends a file, of whose size the message may say something else; the number of the update."""
        id_ = self.upload(content, name or "")
        size = len(content) if announced is None else announced
        document = {"file_id": id_, "file_unique_id": id_, "mime_type": "image/jpeg", "file_size": size}
        return await self._sends(caption, document={**document, **({"file_name": name} if name else {})}, **more)

    async def _sends(self, caption: str | None, **more: Any) -> int:
        words: dict[str, Any] = {} if caption is None else {"caption": caption, "caption_entities": []}
        return await self.push("message", self.message(None, **words, **more))

    async def taps(self, carried: str, on: Sent, *, user: int = 7, stale: bool = False) -> int:
        """A member taps a button under a message."""
        query = {
            "id": f"q{self._next_update}",
            "from": {"id": user, "is_bot": False, "first_name": "An"},
            "chat_instance": "1",
            "message": {**self.message(on.text, chat=on.chat_id), "message_id": on.message_id, "from": ME},
            "data": carried,
        }
        if not stale:
            self._queries.add(str(query["id"]))
        return await self.push("callback_query", query)

    async def types_inline(self, text: str, *, user: int = 7) -> int:
        """A member types after the bot's name in some other chat."""
        query = {
            "id": f"i{self._next_update}",
            "from": {"id": user, "is_bot": False, "first_name": "An"},
            "query": text,
            "offset": "",
        }
        self._queries.add(str(query["id"]))
        return await self.push("inline_query", query)

    # The webhook

    async def deliver(self, *numbers: int, secret: str | None = None, body: bytes | None = None) -> list[int]:
        """Post updates to the webhook in this order: those named, else all that wait; what it answered to each.

        What it takes is acknowledged. One that was is posted again when it is named. Somebody else posts with another
        `secret`, and a `body` of their own.
        """
        answers = [await self._post(n, secret, body) for n in numbers or tuple(self.waiting())]
        self.statuses += answers
        await self._notify()
        return answers

    async def _post(self, number: int, secret: str | None, body: bytes | None) -> int:
        update = self._history[number]
        if not set(update) & set(json.loads(self.hook.get("allowed_updates", "[]")) or update):
            self._updates.pop(number, None)
            return 200
        given = self.hook.get("secret_token", "") if secret is None else secret
        headers = {"x-telegram-bot-api-secret-token": given, "content-type": "application/json"}
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                content = json.dumps(update).encode() if body is None else body
                status = (await client.post(self.hook["url"], content=content, headers=headers)).status_code
        except httpx.HTTPError:
            status = 0
        if status == 200:
            self._updates.pop(number, None)
        elif secret is None:
            what = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            self._last_error = {"last_error_date": DAY + number, "last_error_message": what}
        return status

    def waiting(self) -> list[int]:
        """The updates that have not been acknowledged."""
        return sorted(self._updates)

    # HTTP

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await read_request(reader)
        if request.verb == "GET" and request.path.startswith("/file/"):
            return await self._download(request.path, writer)
        return answered(writer, await self._serve(request, reader))

    async def _serve(self, request: Request, reader: asyncio.StreamReader) -> Wire | None:
        parameters = _form(request.headers.get("content-type", ""), request.body)
        _, bot, method, *rest = [*request.path.split("/"), "", ""]
        if not bot.startswith("bot") or rest[2:] or method not in rules.METHODS:
            return _wire(Answer(404, "Not Found"))
        token = bot.removeprefix("bot")
        answer = await self._deal_with(method, parameters, lambda: self._do(token, method, parameters), reader)
        return None if answer is None else _wire(answer)

    async def _download(self, path: str, writer: asyncio.StreamWriter) -> bool:
        """GET /file/bot<token>/<path>, which a call of getFile has given; False when the connection is to be closed."""
        bot, _, place = unquote(path).removeprefix("/file/bot").partition("/")
        asked = {"file_path": place}
        self.calls.append(("download", asked))
        self.on_call("download", "before", asked)
        fault = self._fault("download", asked)
        answer = fault if isinstance(fault, Answer) else None
        if answer is None and (bot != self.token or place not in self._paths):
            answer = Answer(404, "Not Found")
        whole = _wire(answer) if answer else Wire(200, self._paths[place], "application/octet-stream")
        sent = whole.payload
        if isinstance(fault, Cut | Stall):
            sent = sent[: len(sent) // 2] if fault.after else b""
        if sent or fault is None or answer is not None:
            writer.write(head(whole) + sent)
            await writer.drain()
        self.on_call("download", "after", asked)
        await self._notify()
        if isinstance(fault, Stall):
            await asyncio.Event().wait()
        return not isinstance(fault, Cut)

    async def _do(self, token: str, method: str, parameters: dict[str, Any]) -> Answer:
        if token != self.token:
            return Answer(401, "Unauthorized")
        try:
            rules.check_parameters(method, parameters)
            result = getattr(self, f"_{method}")(parameters)
            if isinstance(result, Awaitable):
                result = await result
        except BadRequestError as error:
            self.refusals.append(str(error))
            return Answer(400, f"Bad Request: {error}")
        except _RefusedError as refusal:
            return refusal.answer
        return Answer(200, parameters={"result": result})

    # The methods

    def _getMe(self, parameters: dict[str, Any]) -> Any:  # noqa: N802 - the method's own name
        return ME

    def _deleteWebhook(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        if parameters.get("drop_pending_updates") == "true":
            self._updates.clear()
        self.webhook, self.hook, self._last_error = False, {}, {}
        return True

    def _setWebhook(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        rules.check_webhook(parameters)
        if parameters.get("drop_pending_updates") == "true":
            self._updates.clear()
        self.webhook, self.hook, self._last_error = bool(parameters["url"]), dict(parameters), {}
        return True

    def _getWebhookInfo(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        info = {"url": self.hook.get("url", ""), "has_custom_certificate": False}
        return {**info, "pending_update_count": len(self._updates), **self._last_error}

    async def _getUpdates(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        if self.webhook:
            raise _RefusedError(Answer(409, "Conflict: can't use getUpdates method while webhook is active"))
        if self._poll is not None:
            self._poll.set()
        mine = self._poll = asyncio.Event()
        offset = rules.integer(parameters, "offset", 0)
        limit = rules.integer(parameters, "limit", 100)
        kinds = rules.decoded(parameters, "allowed_updates") or []
        if offset < 0:
            offset = sorted(self._updates)[offset:][0] if self._updates else 0
        self._updates = {number: update for number, update in self._updates.items() if number >= offset}
        await self._notify()

        def ready() -> list[dict[str, Any]]:
            wanted = [update for update in self._updates.values() if not kinds or set(update) & set(kinds)]
            return wanted[: max(1, min(100, limit))]

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(rules.integer(parameters, "timeout", 0)), self._changed:
                await self._changed.wait_for(lambda: bool(ready()) or mine.is_set())
        if mine.is_set():
            raise _RefusedError(Answer(409, "Conflict: terminated by other getUpdates request"))
        self._poll = None
        return ready()

    def _getFile(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        id_ = parameters["file_id"]
        if id_ not in self._files:
            raise BadRequestError("wrong file_id or the file is temporarily unavailable")
        path, content = self._files[id_]
        if len(content) > rules.MOST_BYTES:
            raise BadRequestError("file is too big")
        self._paths[path] = content
        return {"file_id": id_, "file_unique_id": id_, "file_size": len(content), "file_path": path}

    def _setMyCommands(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        self.commands = rules.check_commands(parameters)
        return True

    def _sendMessage(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        parsed = rules.message_text(parameters["text"], parameters.get("parse_mode"))
        return self._deliver(parameters, parsed)

    def _sendDocument(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        caption = parameters.get("caption")
        mode = parameters.get("parse_mode")
        parsed = rules.message_text(caption, mode, 1024, "message caption") if caption else Parsed("")
        if not isinstance(parameters["document"], tuple):
            raise BadRequestError("wrong remote file identifier specified")
        return self._deliver(parameters, parsed, parameters["document"])

    def _deliver(self, parameters: dict[str, Any], parsed: Parsed, file: tuple[str, bytes] | None = None) -> Any:
        chat_id = rules.integer(parameters, "chat_id")
        if chat_id in self.moved:
            new = self.moved[chat_id]
            self._chats.add(new)
            more = {"migrate_to_chat_id": new}
            raise _RefusedError(Answer(400, "Bad Request: group chat was upgraded to a supergroup chat", more))
        if chat_id not in self._chats:
            raise BadRequestError("chat not found")
        if chat_id in self.blocked:
            raise _RefusedError(Answer(403, "Forbidden: bot was blocked by the user"))
        if "message_thread_id" in parameters and chat_id not in self.forums:
            raise BadRequestError("message thread not found")
        rows = rules.buttons(parameters)
        sent = Sent(self._new_message(), chat_id, parsed, rows, parameters, file)
        self.sent.append(sent)
        kind = "private" if chat_id > 0 else "supergroup"
        chat = {"id": chat_id, "type": kind}
        return {"message_id": sent.message_id, "date": DAY, "chat": chat, "from": ME, "text": parsed.text}

    def _answerCallbackQuery(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        self._answer_query(parameters["callback_query_id"])
        return True

    def _answerInlineQuery(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        results = rules.inline_results(parameters)
        self._answer_query(parameters["inline_query_id"])
        self.inline_answers.append((results, parameters))
        return True

    def _answer_query(self, query: str) -> None:
        if query not in self._queries:
            raise BadRequestError("query is too old and response timeout expired or query ID is invalid")
        self.answered_queries.append(query)

    def _new_message(self) -> int:
        self._next_message += 1
        return self._next_message


def _form(kind: str, body: bytes) -> dict[str, Any]:
    """The parameters of a form; files as (name, content)."""
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body)))
    parameters: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, filename, content in parts(kind, body):
        if filename:
            files[name] = (filename, content)
        else:
            parameters[name] = content.decode()
    for name, value in parameters.items():
        if str(value).startswith("attach://"):
            parameters[name] = files.pop(str(value).removeprefix("attach://"))
    return {**parameters, **files}


def _wire(answer: Answer) -> Wire:
    if not answer.json:
        return Wire(answer.code, b"<html><body>no</body></html>", "text/html")
    if answer.code == 200:
        return Wire(200, json.dumps({"ok": True, **answer.parameters}).encode(), "application/json")
    body: dict[str, Any] = {"ok": False, "error_code": answer.code, "description": answer.description}
    if answer.parameters:
        body["parameters"] = dict(answer.parameters)
    return Wire(answer.code, json.dumps(body).encode(), "application/json")


async def _by_hand(port: int) -> None:
    async with FakeTelegram(port) as fake:
        print(f"TELEGRAM_BASE_URL={fake.base_url} TELEGRAM_BOT_TOKEN={fake.token}", flush=True)
        fake.on_call = lambda method, phase, parameters: print(phase, method, dict(parameters), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            await fake.says(line.strip())


if __name__ == "__main__":
    asyncio.run(_by_hand(int(sys.argv[1]) if sys.argv[1:] else 9100))
