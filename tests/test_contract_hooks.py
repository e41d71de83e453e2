"""What every hook promises: whoever has forgeries delivered from a messenger's own machines shuts out nobody."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.web.hooks import WRONG
from tests.contract.peer import ask
from tests.contract.peers import HOOKED
from tests.contract.service import serving

FORGED = {
    "X-Telegram-Bot-Api-Secret-Token": "wrong-secret",
    "X-Bot-Api-Secret-Token": "wrong-secret",
    "X-ZEvent-Signature": f"mac={'0' * 64}",
}


@pytest.mark.parametrize("name", HOOKED)
def test_the_genuine_is_taken_from_where_forgeries_come(name: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with serving(tmp_path, name, "web") as service:
            peer = service.peers[0]
            url = f"http://127.0.0.1:{service.settings.web_port}/hook/{peer.channel}"
            async with httpx.AsyncClient(trust_env=False) as somebody:
                statuses = {(await somebody.post(url, json={"a": 1}, headers=FORGED)).status_code for _ in range(WRONG)}
                assert statuses == {403}
                [heard] = await ask(peer, 1, "chào")
                assert heard.text == "nghe: chào"
                assert (await somebody.post(url, json={"a": 1})).status_code == 429

    asyncio.run(play())
