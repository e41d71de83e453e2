"""Members on Zalo Bot, whose events are asked for or delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.zalo_bot.events import event_id
from handlers.types import Address
from tests.contract.links import handed_in, numbered_in
from tests.contract.messenger_peer import ON_THE_WAY, MessengerPeer
from tests.contract.peer import FaultKind, Heard, Place
from tests.fakes.zalo_bot import SECRET, TOKEN, Answer, FakeZaloBot, Fault

_FAULTS: Mapping[FaultKind, Fault] = {
    "429": Answer(429, "Quota exceeded"),
    "502": Answer(502, json=False),
    **ON_THE_WAY,
}


class ZaloBotPeer(MessengerPeer[FakeZaloBot, dict[str, Any]]):
    """A way in by polling, or by webhook (`hooked`)."""

    channel = "zalo_bot"
    limit = 2000
    faults: frozenset[FaultKind] = frozenset(_FAULTS)

    def __init__(self, *, hooked: bool, token: str = TOKEN) -> None:
        """`token` is what the application is given; the server takes its own."""
        super().__init__(FakeZaloBot(), hooked=hooked)
        self._token = token
        self._read = 0
        self._heard: dict[str, list[Heard]] = {}

    @property
    def settings(self) -> Mapping[str, Any]:
        hook = {"zalo_bot_webhook_secret": SECRET} if self._hooked else {}
        return {"zalo_bot_token": self._token, "zalo_base_url": self.fake.base_url, **hook}

    @property
    def refusals(self) -> Sequence[str]:
        # Of somebody who has blocked the bot that is what the server has to say.
        return [refusal for refusal in self.fake.refusals if refusal != "Forbidden" or not self.fake.blocked]

    @property
    def secrets(self) -> Sequence[str]:
        return (TOKEN, SECRET)

    def at(self, place: Place) -> None:
        super().at(place)
        self.fake.route = lambda url: place.url + urlsplit(url).path

    def address(self, user: int) -> Address:
        return Address(self.channel, f"u{user}", f"u{user}")

    async def say(self, user: int, text: str) -> None:
        await self._came(self.fake.event("text", user=f"u{user}", text=text))

    async def pick(self, user: int, label: str) -> None:
        under = next(heard for heard in reversed(self.heard(user)) if heard.labels)
        await self.say(user, next(n for words, n in numbered_in(under.text).items() if label in words))

    async def send_picture(self, user: int, content: bytes, caption: str = "") -> None:
        words = {"caption": caption} if caption else {}
        await self._came(self.fake.event("image", user=f"u{user}", photo_url=self.fake.picture(content), **words))

    async def repeat(self, last: int = 0) -> None:
        if self._hooked:
            await super().repeat(last)
        else:
            await self.fake.again()

    def heard(self, user: int) -> Sequence[Heard]:
        for sent in self.fake.sent[self._read :]:
            heard = Heard(sent.text, list(numbered_in(sent.text)), handed_in(sent.text))
            self._heard.setdefault(sent.chat_id, []).append(heard)
        self._read = len(self.fake.sent)
        return self._heard.setdefault(f"u{user}", [])

    def fault(self, *kinds: FaultKind) -> None:
        self.fake.fail("sendMessage", *(_FAULTS[kind] for kind in kinds))

    def block(self, user: int) -> None:
        self.fake.opened(f"u{user}")
        self.fake.blocked.add(f"u{user}")

    async def _came(self, event: dict[str, Any]) -> None:
        if self._hooked:
            message = event["message"]
            await self._delivered(event, event_id(message["chat"]["id"], message["message_id"]))
        else:
            await self.fake.happens(event)

    async def _deliver(self, event: dict[str, Any]) -> int:
        return await self.fake.deliver(event)
