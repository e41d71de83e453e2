"""Members on Telegram, whose updates are asked for or delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.types import Address
from tests.contract.messenger_peer import ON_THE_WAY, MessengerPeer
from tests.contract.peer import PUBLIC, FaultKind, Handed, Heard, Place
from tests.fakes.telegram import TOKEN, Answer, FakeTelegram, Fault, Sent

SECRET = "bi-mat_Cua-Webhook-1"
FIRST = 1000
_FAULTS: Mapping[FaultKind, Fault] = {
    "429": Answer(429, "Too Many Requests: retry after 2", {"retry_after": 2}),
    "502": Answer(502, json=False),
    **ON_THE_WAY,
}


class ProxiedTelegram(FakeTelegram):
    """The server, which reaches the public address through a proxy on this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.place = ""
        self._public = ""

    def _setWebhook(self, parameters: dict[str, Any]) -> Any:  # noqa: N802 - the method's own name
        done = super()._setWebhook(parameters)
        self._public = parameters["url"]
        self.lead(self.place)
        return done

    def _getWebhookInfo(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        return {**super()._getWebhookInfo(parameters), "url": self._public if self.hook else ""}

    def lead(self, place: str) -> None:
        """The proxy passes on to here from now on."""
        self.place = place
        if self.hook:
            self.hook["url"] = self._public.replace(PUBLIC, place)


class TelegramPeer(MessengerPeer[ProxiedTelegram, int]):
    """A way in by long polling, or by webhook (`hooked`)."""

    channel = "telegram"
    limit = 4096
    faults: frozenset[FaultKind] = frozenset(_FAULTS)

    def __init__(self, *, hooked: bool, token: str = TOKEN) -> None:
        """`token` is what the application is given; the server takes its own."""
        super().__init__(ProxiedTelegram(), hooked=hooked)
        self._token = token
        self._read = 0
        self._heard: dict[int, list[Heard]] = {}
        self._sent: dict[int, list[Sent]] = {}

    @property
    def settings(self) -> Mapping[str, Any]:
        hook = {"telegram_webhook_secret": SECRET} if self._hooked else {}
        return {"telegram_bot_token": self._token, "telegram_base_url": self.fake.base_url, **hook}

    @property
    def secrets(self) -> Sequence[str]:
        return (TOKEN, SECRET)

    def at(self, place: Place) -> None:
        super().at(place)
        self.fake.lead(place.url)

    def address(self, user: int) -> Address:
        return Address(self.channel, str(FIRST + user), str(FIRST + user))

    async def say(self, user: int, text: str) -> None:
        await self._came(await self.fake.says(text, user=FIRST + user))

    async def pick(self, user: int, label: str) -> None:
        under, carried = next(
            (sent, button["callback_data"])
            for sent in reversed(self._sent[FIRST + user])
            for row in sent.rows
            for button in row
            if label in button["text"]
        )
        await self._came(await self.fake.taps(carried, under, user=FIRST + user))

    async def send_picture(self, user: int, content: bytes, caption: str = "") -> None:
        await self._came(await self.fake.sends_photo(content, caption or None, user=FIRST + user))

    async def repeat(self, last: int = 0) -> None:
        if self._hooked:
            await super().repeat(last)
        else:
            await self.until(lambda: not self.fake.waiting())
            await self.fake.again()

    def heard(self, user: int) -> Sequence[Heard]:
        for sent in self.fake.sent[self._read :]:
            self._heard.setdefault(sent.chat_id, []).append(_heard(sent))
            self._sent.setdefault(sent.chat_id, []).append(sent)
        self._read = len(self.fake.sent)
        return self._heard.setdefault(FIRST + user, [])

    def fault(self, *kinds: FaultKind) -> None:
        self.fake.fail("sendMessage", *(_FAULTS[kind] for kind in kinds))

    def block(self, user: int) -> None:
        self.fake.opened([FIRST + user])
        self.fake.blocked.add(FIRST + user)

    async def _came(self, number: int) -> None:
        if self._hooked:
            await self._delivered(number, str(number))

    async def _deliver(self, event: int) -> int:
        [status] = await self.fake.deliver(event)
        return status


def _heard(sent: Sent) -> Heard:
    files = [Handed(sent.file[0], sent.file[1])] if sent.file else []
    return Heard(sent.text, [label for row in sent.labels for label in row], files)
