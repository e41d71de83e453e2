"""The stand-in for Zalo's API refuses what the real one refuses."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.fakes.server import Cut
from tests.fakes.zalo_bot import TOKEN, Answer, FakeZaloBot

URL = "https://tro-ly.example.vn/hook/zalo_bot"


async def call(fake: FakeZaloBot, method: str, body: Any, *, token: str = TOKEN) -> tuple[int, Any]:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{fake.base_url}/bot{token}/{method}", json=body)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [
        ("getMe", {}, 200),
        ("getMe", {"x": "1"}, 400),
        ("getMe", [], 400),
        ("getFile", {}, 404),
        ("editMessage", {"chat_id": "u7"}, 404),
        ("sendMessage", {"chat_id": "u7", "text": "chào"}, 200),
        ("sendMessage", {"chat_id": "u7", "text": "x" * 2000}, 200),
        ("sendMessage", {"chat_id": "u7", "text": "🌸" * 1000}, 200),
        ("sendMessage", {"chat_id": "u7", "text": "🌸" * 1000 + "x"}, 400),
        ("sendMessage", {"chat_id": "u7", "text": "x" * 2001}, 400),
        ("sendMessage", {"chat_id": "u7", "text": ""}, 400),
        ("sendMessage", {"chat_id": "u7", "text": " \n"}, 400),
        ("sendMessage", {"chat_id": "u7"}, 400),
        ("sendMessage", {"text": "chào"}, 400),
        ("sendMessage", {"chat_id": 7, "text": "chào"}, 400),
        ("sendMessage", {"chat_id": "u7", "text": "chào", "reply_markup": "{}"}, 400),
        ("sendMessage", {"chat_id": "u7", "text": "chào", "parse_mode": "MarkdownV2"}, 400),
        ("sendMessage", {"chat_id": "u7", "text": "chào", "parse_mode": "html"}, 200),
        ("sendMessage", {"chat_id": "u8", "text": "chào"}, 403),
        ("setWebhook", {"url": URL, "secret_token": "12345678"}, 200),
        ("setWebhook", {"url": URL, "secret_token": "1234567"}, 400),
        ("setWebhook", {"url": URL.replace("https", "http"), "secret_token": "12345678"}, 400),
        ("setWebhook", {"url": URL}, 400),
        ("getUpdates", {"timeout": "0", "offset": "5"}, 400),
        ("getUpdates", {"timeout": 0}, 400),
        ("getUpdates", {"timeout": "0"}, 408),
    ],
)
@pytest.mark.parametrize("errors_in_200", [False, True])
def test_a_call_is_taken_or_refused(method: str, body: Any, code: int, errors_in_200: bool) -> None:
    async def play() -> tuple[int, Any]:
        async with FakeZaloBot(errors_in_200=errors_in_200) as fake:
            fake.opened("u7")
            return await call(fake, method, body)

    status, answer = asyncio.run(play())
    assert status == (200 if errors_in_200 else code)
    assert answer["ok"] == (code == 200)
    assert code == 200 or answer["error_code"] == code


def test_a_wrong_token_and_a_get_are_refused() -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake:
            assert (await call(fake, "getMe", {}, token="4711:wrong"))[0] == 401
            async with httpx.AsyncClient(trust_env=False) as http:
                assert (await http.get(f"{fake.base_url}/bot{TOKEN}/getMe")).status_code == 405
                form = await http.post(f"{fake.base_url}/bot{TOKEN}/getMe", data={"a": "b"})
                assert form.status_code == 400

    asyncio.run(play())


def test_a_poll_brings_one_event_and_none_beside_a_webhook_or_another_poll() -> None:
    async def play() -> None:
        async with FakeZaloBot(wrapped=False) as fake:
            await fake.says("một")
            await fake.says("hai")
            status, event = await call(fake, "getUpdates", {"timeout": "1"})
            assert (status, event["message"]["text"]) == (200, "một")
            assert len(fake.waiting()) == 1
            await call(fake, "getUpdates", {"timeout": "1"})
            first = asyncio.ensure_future(call(fake, "getUpdates", {"timeout": "20"}))
            await fake.until(lambda: fake.polls_open == 1)
            assert (await call(fake, "getUpdates", {"timeout": "1"}))[0] == 409
            await fake.says("ba")
            assert (await first)[1]["message"]["text"] == "ba"
            await call(fake, "setWebhook", {"url": URL, "secret_token": "12345678"})
            assert (await call(fake, "getUpdates", {"timeout": "1"}))[0] == 409
            assert (await call(fake, "getWebhookInfo", {}))[1]["result"]["url"] == URL
            await call(fake, "deleteWebhook", {})
            assert (await call(fake, "getUpdates", {"timeout": "0"}))[0] == 408

    asyncio.run(play())


def test_faults_come_in_their_order_and_the_plan_ends() -> None:
    async def play() -> None:
        async with FakeZaloBot(plan=2) as fake:
            fake.opened("u7")
            say = {"chat_id": "u7", "text": "chào"}
            fake.fail("sendMessage", Answer(429, "Quota exceeded"), Cut(after=False), Cut(after=True))
            assert (await call(fake, "sendMessage", say))[0] == 429
            for sent in (0, 1):
                with pytest.raises(httpx.RemoteProtocolError):
                    await call(fake, "sendMessage", say)
                assert len(fake.sent) == sent
            assert (await call(fake, "sendMessage", say))[0] == 200
            assert (await call(fake, "sendMessage", say))[0] == 429
            assert fake.times("sendMessage") == 5

    asyncio.run(play())
