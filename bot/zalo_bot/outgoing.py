"""The calls that make a reply: its text, and the addresses of its files under it or in a message of their own."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.filelinks import FileLinks
from bot.fit import split, units
from bot.ports import Refused, Unsure
from bot.storage.codec import clean
from bot.zalo_bot import messages
from bot.zalo_bot.client import Client
from bot.zalo_bot.failures import CallError, outcome
from bot.zalo_bot.meter import Meter
from handlers.types import Address, Reply

TEXT = 2000
"""UTF-16 units of a message."""
_MOST_OPEN = 1000


@dataclass(slots=True)
class _Open:
    """A reply on its way: its messages, and how many of them have been sent."""

    texts: list[str]
    done: int = 0


class Postman:
    """Sends replies. What takes more than one call is taken up where it failed, as long as the process lives."""

    def __init__(self, client: Client, meter: Meter, links: FileLinks | None) -> None:
        """`links` leads to files, where members can open the web server."""
        self._client = client
        self._meter = meter
        self._links = links
        self._open: OrderedDict[str, _Open] = OrderedDict()

    async def send(self, chat: str, to: Address, reply: Reply, key: str) -> None:
        """Send a reply. Raises CallError, Refused and StorageError."""
        if (letter := self._open.get(key)) is None:
            letter = self._remember(key, _Open(self._texts(reply, to)))
        while letter.done < len(letter.texts):
            try:
                await self._client.call("sendMessage", {"chat_id": chat, "text": letter.texts[letter.done]})
            except BaseException as error:
                if not isinstance(error, CallError) or isinstance(outcome(error), Unsure):
                    self._meter.sent()  # it may have gone out
                raise
            self._meter.sent()
            letter.done += 1
        self.drop(key)

    def drop(self, key: str) -> None:
        """A reply is not sent any more, or is made anew."""
        self._open.pop(key, None)

    def begun(self, key: str) -> bool:
        """Whether some of a reply has been sent, and some is still to be."""
        return key in self._open and self._open[key].done > 0

    def _remember(self, key: str, letter: _Open) -> _Open:
        self._open[key] = letter
        if len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)
        return letter

    def _texts(self, reply: Reply, to: Address) -> list[str]:
        text, files = clean(reply.text).strip(), "\n".join(self._lines(reply, to))
        if text and files and units(whole := f"{text}\n\n{files}") <= TEXT:
            return [whole]
        texts = [piece for part in (text, files) if part for piece in split(part, TEXT)]
        if not texts:
            raise Refused("nothing to say")
        return texts

    def _lines(self, reply: Reply, to: Address) -> list[str]:
        """What is said of the files."""
        if self._links is not None:
            return [self._links.line(file, to) for file in reply.files]
        names = ", ".join(clean(file.name) for file in reply.files)
        return [messages.FILES_ELSEWHERE.format(names=names)] if names else []
