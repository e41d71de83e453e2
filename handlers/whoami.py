"""/toilaai: under which name the settings know a conversation, to be entered as an operator's."""

from __future__ import annotations

from handlers import messages
from handlers import messages_joining as words
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.table import command
from handlers.types import IncomingMessage, Outcome, Reply, Session


@command("toilaai", "Xem mã của anh/chị ở kênh này", "whoami", listed=False)
def whoami(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The sender's own address as OPERATORS takes it, and whether it stands there."""
    sender = message.sender
    if not sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    text = words.WHOAMI.format(code=f"{sender.channel}:{sender.user}")
    more = words.WHOAMI_OPERATOR if desk.register.is_operator(sender) else words.WHOAMI_USE
    return reply_to(message, session, Reply(f"{text}\n{more}"))
