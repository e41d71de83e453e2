"""Sending one reply: its texts, then its files, each taken up where it failed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from bot.clock import Clock
from bot.filelinks import FileLinks
from bot.files import Files
from bot.fit import split
from bot.sniffing import JPEG, PNG, media_type_of
from bot.storage import Storage
from bot.storage.codec import moment, read_moment
from bot.telegram.recent import Recent
from bot.zalo_oa import NAME
from bot.zalo_oa.buttons import TEXT, laid_out, payload
from bot.zalo_oa.client import UPLOAD_FILE, UPLOAD_IMAGE, Client
from bot.zalo_oa.failures import (
    BILLING,
    NO_FOLLOWER,
    QUOTA,
    RATE,
    TOKEN,
    WINDOW,
    AnswerError,
    DoubtError,
    UnreachedError,
    ZaloError,
)
from bot.zalo_oa.tokens import Tokens
from handlers.types import Address, Choice, FileRef, Reply

FILE_BYTES, IMAGE_BYTES = 5 * 2**20, 2**20
"""The largest file and the largest picture that Zalo takes."""
DOCUMENTS = (".pdf", ".doc", ".docx")
STEP = "step:"
"""Where it is remembered how much of a reply has been sent."""
_STEP_KEPT = timedelta(days=3)
"""Longer than the engine tries to deliver a letter."""
_NOT_THE_FILE = {RATE, QUOTA, NO_FOLLOWER} | TOKEN | WINDOW | BILLING
"""Errors of an upload that another file would meet as well."""

Kind = Literal["file", "image", "link"]


@dataclass(frozen=True, slots=True)
class Text:
    """A message of its own, with buttons under it."""

    text: str
    buttons: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes out as one."""

    file: FileRef
    kind: Kind


Step = Text | Upload


@dataclass(slots=True)
class Plan:
    """The steps of a reply, and how many are done. `begun`: one has been handed to the network."""

    steps: Sequence[Step]
    done: int = 0
    begun: bool = False

    def rest(self, reply: Reply) -> Reply:
        """What of the reply has not been sent."""
        if self.done == 0:
            return reply
        left = self.steps[self.done :]
        text = "\n".join(step.text for step in left if isinstance(step, Text))
        files = tuple(step.file for step in left if isinstance(step, Upload))
        return replace(reply, text=text, choices=reply.choices if text else (), files=files)


class Postman:
    """Sends replies. How much of a reply is out is stored, so that no part of it goes out twice."""

    def __init__(
        self, client: Client, tokens: Tokens, storage: Storage, files: Files, clock: Clock, links: FileLinks
    ) -> None:
        self._client = client
        self._tokens = tokens
        self._storage = storage
        self._files = files
        self._clock = clock
        self._links = links
        self._plans: Recent[Plan] = Recent()

    async def plan(self, to: Address, reply: Reply, key: str) -> Plan:
        """How a reply goes out, and how far it has come. Raises StorageError."""
        found = self._plans.get(key)
        if found is None:
            found = Plan(await self._steps(to, reply), self._stored(key))
            self._plans.put(key, found)
        found.begun = False
        return found

    async def send(self, to: Address, plan: Plan, key: str) -> None:
        """Send what is left of a plan. Raises ZaloError, ChainBrokenError and StorageError."""
        while plan.done < len(plan.steps):
            await self._take(plan.steps[plan.done], to, plan)
            plan.done += 1
            plan.begun = False
            # What is done so far is stored before anything else is tried; should that fail, the plan knows it.
            if plan.done < len(plan.steps):
                self._store(key, plan.done)
        self.drop(key, several=len(plan.steps) > 1)

    def drop(self, key: str, *, several: bool = True) -> None:
        """A reply is out, or given up. Raises StorageError."""
        self._plans.drop(key)
        if several:
            with self._storage.transaction():
                self._storage.usage.forget(NAME, STEP + key)

    def tidy(self) -> None:
        """Forget how far replies had come that are tried no more. Raises StorageError."""
        now = self._clock.now()
        with self._storage.transaction():
            for name in self._storage.usage.names(NAME, STEP):
                written = self._storage.usage.remembered(NAME, name) or ""
                if now - read_moment(written.partition(" ")[2]) > _STEP_KEPT:
                    self._storage.usage.forget(NAME, name)

    def _stored(self, key: str) -> int:
        with self._storage.reading():
            written = self._storage.usage.remembered(NAME, STEP + key)
        return int(written.partition(" ")[0]) if written else 0

    def _store(self, key: str, done: int) -> None:
        now = self._clock.now()
        with self._storage.transaction():
            self._storage.usage.remember(NAME, STEP + key, f"{done} {moment(now)}", now)

    async def _steps(self, to: Address, reply: Reply) -> list[Step]:
        lines, uploads = [], []
        for file in reply.files:
            kind = await self._kind(file)
            if kind is None or kind == "link":
                lines.append(self._links.line(file, to))
            else:
                uploads.append(Upload(file, kind))
        with self._storage.reading():
            session = self._storage.sessions.load(to.session_key)
        whole = replace(reply, text="\n".join([reply.text, *lines] if reply.text.strip() else lines))
        texts, buttons = laid_out(whole, session)
        steps: list[Step] = [Text(text) for text in texts]
        if buttons:
            steps[-1] = Text(texts[-1], tuple(buttons))
        return [*steps, *uploads]

    async def _kind(self, file: FileRef) -> Kind | None:
        """How a file goes out; None where it is no more."""
        size, suffix = self._files.size(file), file.name.lower()
        if size is None:
            return None
        if suffix.endswith(DOCUMENTS):
            return "file" if 0 < size <= FILE_BYTES else "link"
        if not suffix.endswith((".jpg", ".jpeg", ".png")) or size > IMAGE_BYTES:
            return "link"
        content = await self._content(file)
        return "image" if content is not None and media_type_of(content) in (JPEG, PNG) else "link"

    async def _content(self, file: FileRef) -> bytes | None:
        path = self._files.find(file)
        try:
            return await asyncio.to_thread(path.read_bytes) if path else None
        except OSError:
            return None

    async def _take(self, step: Step, to: Address, plan: Plan) -> None:
        if isinstance(step, Text):
            return await self._text(step, to, plan)
        content = await self._content(step.file)
        if content is None:
            return await self._text(Text(self._links.line(step.file, to)), to, plan)
        try:
            attachment = await self._upload(step, content)
        except AnswerError as error:
            if error.code in _NOT_THE_FILE:
                raise
            for text in split(self._links.line(step.file, to), TEXT):
                await self._text(Text(text), to, plan)
            return None
        return await self._message({"attachment": attachment}, to, plan)

    async def _text(self, step: Text, to: Address, plan: Plan) -> None:
        message: dict[str, Any] = {"text": step.text}
        if step.buttons:
            buttons = [
                {"title": choice.label.strip(), "type": "oa.query.hide", "payload": payload(choice.id)}
                for choice in step.buttons
            ]
            message["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        await self._message(message, to, plan)

    async def _message(self, message: Mapping[str, Any], to: Address, plan: Plan) -> None:
        body = {"recipient": {"user_id": to.user}, "message": message}

        async def call(access: str) -> Mapping[str, Any]:
            plan.begun = True
            return await self._client.message(access, body)

        await self._calling(call)

    async def _upload(self, step: Upload, content: bytes) -> Mapping[str, Any]:
        """Put a file on the server; the attachment that sends it. Nothing has gone to anybody yet."""
        path, name = (UPLOAD_IMAGE, "attachment_id") if step.kind == "image" else (UPLOAD_FILE, "token")
        try:
            data = await self._calling(lambda access: self._client.upload(path, access, step.file.name, content))
        except DoubtError as error:
            raise UnreachedError(f"upload: {error}") from error
        if not data.get(name):
            raise UnreachedError("an upload without a token")
        if step.kind == "file":
            return {"type": "file", "payload": {"token": data["token"]}}
        element = {"media_type": "image", "attachment_id": data["attachment_id"]}
        return {"type": "template", "payload": {"template_type": "media", "elements": [element]}}

    async def _calling(self, call: Callable[[str], Awaitable[Mapping[str, Any]]]) -> Mapping[str, Any]:
        """Make a call; once more with another access token where this one is no longer good."""
        access = await self._access()
        try:
            return await call(access)
        except AnswerError as error:
            if error.code not in TOKEN:
                raise
        return await call(await self._access(refused=access))

    async def _access(self, refused: str = "") -> str:
        """The access token; that there is none says nothing of the message."""
        try:
            return await self._tokens.access(refused)
        except ZaloError as error:
            raise UnreachedError(f"no access token: {error}") from error
