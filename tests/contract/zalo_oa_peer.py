"""Members of a Zalo Official Account, whose events are delivered with a signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.types import Address
from tests.contract.links import handed_in, numbered_in
from tests.contract.messenger_peer import ON_THE_WAY, MessengerPeer
from tests.contract.peer import FaultKind, Handed, Heard, Place
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, REFRESH_TOKEN, SECRET_KEY, Fail, FakeZaloOA, Fault, Page, Sent

RATE, NO_FOLLOWER = -32, -213
_FAULTS: Mapping[FaultKind, Fault] = {
    "429": Fail(RATE),
    "502": Page(502),
    **ON_THE_WAY,
}


class ZaloOAPeer(MessengerPeer[FakeZaloOA, dict[str, Any]]):
    """A way in by webhook; there is no other."""

    channel = "zalo_oa"
    limit = 2000
    faults: frozenset[FaultKind] = frozenset(_FAULTS)

    def __init__(self, now: Callable[[], datetime], *, token: str = REFRESH_TOKEN) -> None:
        """`now` is the time at Zalo's; `token` what the application is given, the server takes its own."""
        super().__init__(FakeZaloOA(now), hooked=True)
        self._token = token
        self._refreshed = False

    @property
    def settings(self) -> Mapping[str, Any]:
        return {
            "zalo_oa_app_id": APP_ID,
            "zalo_oa_app_secret": APP_SECRET,
            "zalo_oa_secret_key": SECRET_KEY,
            "zalo_oa_refresh_token": self._token,
            "zalo_oa_base_url": self.fake.base_url,
            "zalo_oa_oauth_url": self.fake.base_url,
        }

    @property
    def secrets(self) -> Sequence[str]:
        return tuple(self.fake.tokens)

    def starting(self) -> None:
        super().starting()
        self._refreshed = self.fake.refreshed > 0

    def at(self, place: Place) -> None:
        super().at(place)
        self.fake.webhook = f"{place.url}/hook/{self.channel}"

    async def ready(self) -> None:
        # A token that is still good is not asked for again.
        if not self._refreshed:
            await self.until(lambda: any(call == "oauth" for call, _ in self.fake.calls))
        self._door.open()

    def address(self, user: int) -> Address:
        return Address(self.channel, f"oa{user}", f"oa{user}")

    async def say(self, user: int, text: str) -> None:
        await self._came(self.fake.event("user_send_text", f"oa{user}", {"text": text}))

    async def pick(self, user: int, label: str) -> None:
        under = next(sent for sent in reversed(self._sent(user)) if sent.buttons or numbered_in(sent.text))
        payloads = {button["title"]: button["payload"] for button in under.buttons} or numbered_in(under.text)
        await self.say(user, next(payload for title, payload in payloads.items() if label in title))

    async def send_picture(self, user: int, content: bytes, caption: str = "") -> None:
        message = {"attachments": [{"type": "image", "payload": {"url": self.fake.put(content)}}], "text": caption}
        await self._came(self.fake.event("user_send_image", f"oa{user}", message))

    def heard(self, user: int) -> Sequence[Heard]:
        return [_heard(sent) for sent in self._sent(user)]

    def fault(self, *kinds: FaultKind) -> None:
        self.fake.fail("message", *(_FAULTS[kind] for kind in kinds))

    def block(self, user: int) -> None:
        # Whoever leaves is told of; here the next message finds it out first.
        self.fake.fail("message", Fail(NO_FOLLOWER))

    def _sent(self, user: int) -> list[Sent]:
        return [sent for sent in self.fake.sent if sent.user == f"oa{user}"]

    async def _came(self, event: dict[str, Any]) -> None:
        await self._delivered(event, event["message"]["msg_id"])

    async def _deliver(self, event: dict[str, Any]) -> int:
        return await self.fake.deliver(event)


def _heard(sent: Sent) -> Heard:
    files = [Handed(sent.file[1], sent.file[2])] if sent.file else handed_in(sent.text)
    return Heard(sent.text, sent.titles or list(numbered_in(sent.text)), files)
