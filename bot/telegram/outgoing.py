"""Sending one reply: a message, or a file with the reply under it, or a message and then files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from telegram import InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import ChatMigrated
from telegram.ext import ExtBot

from bot.fit import units
from bot.ports import Refused
from bot.telegram.incoming import Place
from bot.telegram.keyboard import keyboard
from bot.telegram.render import CAPTION, html
from handlers.types import FileRef, Reply

FILE_BYTES = 50 * 2**20
"""The largest file that a bot may send."""

Step = Callable[[int], Coroutine[Any, Any, object]]
"""One call of the Bot API, given the chat's id."""


class Postman:
    """Sends replies. What takes more than one call is taken up where it failed, as long as the process lives."""

    def __init__(self, bot: ExtBot[int], folder: Path) -> None:
        """Files to send lie under `folder`."""
        self._bot = bot
        self._folder = folder
        self._done: dict[str, int] = {}
        self._moved: dict[int, int] = {}

    async def send(self, place: Place, reply: Reply, key: str, answered: int | None) -> None:
        """Send a reply, as an answer to a message where one is given. Raises TelegramError and Refused."""
        steps = await self._steps(place, reply, answered)
        for step in steps[self._done.get(key, 0) :]:
            await self._take(step, place.chat_id)
            self._done[key] = self._done.get(key, 0) + 1
        self._done.pop(key, None)

    async def _take(self, step: Step, chat_id: int) -> None:
        """One step, in the chat that a group became where it has moved."""
        try:
            await step(self._moved.get(chat_id, chat_id))
        except ChatMigrated as moved:
            self._moved[chat_id] = moved.new_chat_id
            await step(moved.new_chat_id)

    async def _steps(self, place: Place, reply: Reply, answered: int | None) -> list[Step]:
        files = [(file.name, await self._read(file)) for file in reply.files]
        common: dict[str, Any] = {"message_thread_id": place.topic, "parse_mode": ParseMode.HTML}
        if answered is not None:
            common["reply_parameters"] = ReplyParameters(answered, allow_sending_without_reply=True)
        if len(files) == 1 and units(reply.text) <= CAPTION:
            [(name, content)] = files
            caption = html(reply, CAPTION) if reply.text.strip() else None
            return [self._document(name, content, **common, caption=caption, reply_markup=keyboard(reply.choices))]
        steps: list[Step] = []
        if reply.text.strip() or not files:
            steps.append(self._message(html(reply), **common, reply_markup=keyboard(reply.choices)))
        steps += [self._document(name, content, message_thread_id=place.topic) for name, content in files]
        return steps

    def _message(self, text: str, **how: Any) -> Step:
        def step(chat_id: int) -> Coroutine[Any, Any, object]:
            no_preview = LinkPreviewOptions(is_disabled=True)
            return self._bot.send_message(chat_id, text, link_preview_options=no_preview, **how)

        return step

    def _document(self, name: str, content: bytes, **how: Any) -> Step:
        def step(chat_id: int) -> Coroutine[Any, Any, object]:
            return self._bot.send_document(chat_id, InputFile(content, filename=name), **how)

        return step

    async def _read(self, file: FileRef) -> bytes:
        path = (self._folder / file.path).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            raise Refused("a file outside the database's folder")
        try:
            if path.stat().st_size > FILE_BYTES:
                raise Refused("a file too large for Telegram")
            return await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise Refused(f"a file that cannot be read: {error.strerror}") from error
