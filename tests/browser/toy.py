"""A small assistant behind the real web page: `python -m tests.browser.toy FOLDER PORT` serves until it is killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.app import App, build
from bot.channels.web import Web
from bot.clock import Clock, SystemClock
from bot.settings import Settings
from handlers.chain import all_commands
from handlers.types import Choice, Handler, IncomingMessage, Outcome, Reply, Send, Session, SourceView

NAME = "Trợ lý thử"
QUESTIONS = ("Cho xem nguồn", "Cho chọn kỳ")
RATINGS = (Choice("rate:up", "Đúng", quiet=True), Choice("rate:down", "Sai", quiet=True))
PERIODS = (Choice("sau", "Báo cáo 6 tháng"), Choice("nam", "Báo cáo năm"))
ACTIONS = (Choice("nop:x:1", "Đã nộp"), Choice("mai:x:1", "Nhắc lại mai"))
"""What a reminder offers."""
QUOTE = "gửi báo cáo trước ngày 15/6"
SECTION = "\n".join(
    [f"Đoạn {number} của mục, đủ dài để phải cuộn trong khung trích." for number in range(40)]
    + ["Các đơn vị gửi báo cáo\ntrước ngày 15/6 về cơ quan thường trực."]
)
SOURCE = SourceView("Kế hoạch số 1/KH-THU", "mục II.4", SECTION, (QUOTE,))
LONGEST = 4000


def answer(message: IncomingMessage, session: Session) -> Outcome:
    """Sources for "nguồn", choices for "chọn", a reminder for "nhắc", else what was said."""
    if message.text.startswith("nhắc"):
        letter = Reply(f"Sắp đến hạn ({message.text}).", ACTIONS)
        return Outcome(session, (Send(message.sender, letter, f"nhac:{message.id}", at=message.at),))
    reply = _reply(message)
    send = Send(message.sender, reply, f"re:{message.id}")
    return Outcome(Session(session.key, session.data, reply.choices), (send,))


def _reply(message: IncomingMessage) -> Reply:
    if message.choice is not None:
        return Reply(f"Đã chọn: {message.choice}")
    if len(message.text) > LONGEST:
        return Reply(f"Tin dài quá {LONGEST} ký tự ({len(message.text)}).")
    if "nguồn" in message.text:
        return Reply(f"Trước ngày 15/6.\nNguồn: {SOURCE.citation}", RATINGS, (SOURCE,))
    if "chọn" in message.text:
        return Reply("Anh/chị hỏi kỳ nào?", PERIODS)
    return Reply(f"Đã nghe: {message.text}")


def folder_for(base: Path) -> Path:
    """A folder with a knowledge base that only names itself."""
    knowledge = base / "knowledge"
    knowledge.mkdir(parents=True, exist_ok=True)
    questions = "\n".join(f"  - {question}" for question in QUESTIONS)
    text = f"name: {NAME}\nabout: Trả lời thử.\nfirst_questions:\n{questions}\n"
    (knowledge / "knowledge.yaml").write_text(text, encoding="utf-8")
    return base


def settings_for(base: Path, *, port: int = 0, host: str = "127.0.0.1", public_url: str | None = None) -> Settings:
    return Settings(
        web_host=host,
        web_port=port,
        public_url=public_url,
        database=base / "toy.db",
        knowledge_dir=folder_for(base) / "knowledge",
    )


def app_for(settings: Settings, clock: Clock, handler: Handler = answer) -> App:
    all_commands()
    return build(settings, clock, handlers=[handler])


def page_of(app: App) -> Web:
    return next(channel for channel in app.channels if isinstance(channel, Web))


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    app = app_for(settings_for(folder, port=port), SystemClock())
    asyncio.run(app.run(asyncio.Event()))


if __name__ == "__main__":
    main()
