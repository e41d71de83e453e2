"""The way to the office's web page: a link that opens it once."""

from __future__ import annotations

from datetime import UTC, timedelta

from handlers import messages, messages_web_door
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.people import Person, Tree
from handlers.rights import offices_of
from handlers.table import command
from handlers.types import IncomingMessage, Outcome, Record, Reply, Session

PATH = "/vanphong/vao?ma={code}"
"""Where a login code is taken, under the page's own address."""
CODE_LETTERS = 32
VALID = timedelta(minutes=10)


def may_enter(person: Person | None, tree: Tree) -> bool:
    """Whether the page is for a person: who oversees something, and the operator."""
    if person is None or "account" not in person.consents:
        return False
    return person.operator or bool(offices_of(person, tree))


@command("vanphong", "Mở trang web của văn phòng (tiến độ, hạn, thành viên)", who="office")
def office_page(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """A one-time link to the office's page."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    if not may_enter(person, desk.register.tree()):
        return reply_to(message, session, Reply(messages_web_door.NOT_OFFICE))
    code = desk.register.new_code(CODE_LETTERS)
    expires = (message.at + VALID).astimezone(UTC).isoformat(timespec="microseconds")
    row = {"token": desk.register.hash_of(code), "person": person.id, "expires_at": expires, "used": 0}
    return reply_to(message, session, Reply(_link(desk, code)), effects=(Record("logins", row),))


def _link(desk: Desk, code: str) -> str:
    path, minutes = PATH.format(code=code), int(VALID.total_seconds()) // 60
    if not desk.service.public_url:
        return messages_web_door.NO_ADDRESS.format(path=path, minutes=minutes)
    return messages_web_door.LINK.format(url=f"{desk.service.public_url.rstrip('/')}{path}", minutes=minutes)
