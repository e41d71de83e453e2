"""A small assistant with everything that a channel has to carry, whichever it is."""

from __future__ import annotations

from dataclasses import replace

from handlers.types import Choice, FileRef, IncomingMessage, Outcome, Reply, Send, Session

LONG_ID = "ky:" + "một kỳ rất dài " * 8
MENU = (Choice("sau", "6 tháng"), Choice(LONG_ID, "Cả năm"), Choice("dung", "Đúng", quiet=True))
PARAGRAPHS = tuple(f"Đoạn {number}: " + "chữ có dấu, 🌸 và “ngoặc” " * 25 for number in range(1, 13))
LONG = "\n\n".join(part.strip() for part in PARAGRAPHS)
DOCX, ICS = b"PK\x03\x04".ljust(400, b"."), b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
FILES = {"báo cáo 6 tháng.docx": DOCX, "hạn.ics": ICS}
PICTURE = "picture"
"""Where the session names the picture that came."""
FAILING = "hỏng "
"""Begins a text at which the assistant fails."""


def assistant(message: IncomingMessage, session: Session) -> Outcome:
    """Offers a menu, says something long, hands over files, keeps pictures, fails, or says again what was said."""
    data = dict(session.data)
    if message.attachment is not None:
        data[PICTURE] = message.attachment.path
    reply = _reply(message, session)
    send = Send(message.sender, reply, f"tra-loi:{message.id}")
    return Outcome(replace(session, data=data, choices=reply.choices), (send,))


def _reply(message: IncomingMessage, session: Session) -> Reply:
    if message.choice is not None:
        known = message.choice in {choice.id for choice in session.choices}
        return Reply(f"{'chọn' if known else 'cũ'}: {message.choice.strip()}")
    if file := message.attachment:
        return Reply(f"ảnh {file.media_type} {file.problem or 'đã nhận'}: {message.text}")
    if message.text.startswith(FAILING):
        raise RuntimeError(message.text)
    match message.text:
        case "menu":
            return Reply("Kỳ nào?", MENU)
        case "dài":
            return Reply(LONG)
        case "tệp":
            return Reply("Đây ạ.", files=tuple(FileRef(name, content=content) for name, content in FILES.items()))
    return Reply(f"nghe: {message.text}")
