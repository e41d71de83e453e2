"""Inline mode: a question typed after the bot's name in any chat, answered with what may be posted there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.fit import split
from bot.telegram.incoming import NAME
from bot.telegram.render import TEXT, html
from handlers.types import Address, Handler, IncomingMessage, Outcome, Reply, Send, Session

MOST = 10
_TITLE, _DESCRIPTION = 80, 160


def articles(query: InlineQuery, handlers: Sequence[Handler], at: datetime) -> list[InlineQueryResultArticle]:
    """What the handlers say to a query, on a session that nobody keeps; nothing is stored.

    A reply that only asks which of its choices is meant gives way to what each of them leads to.
    """
    return [_article(number, title, reply) for number, (title, reply) in enumerate(_found(query, handlers, at))][:MOST]


def _found(query: InlineQuery, handlers: Sequence[Handler], at: datetime) -> Iterator[tuple[str, Reply]]:
    user = str(query.from_user.id)
    sender = Address(NAME, f"inline/{query.id}", user)
    asked = IncomingMessage(f"inline/{query.id}", sender, at, query.query)
    outcome = _decide(handlers, asked, Session(sender.session_key))
    for reply in _said(outcome, sender):
        loud = [choice for choice in reply.choices if not choice.quiet]
        if reply.sources or not loud:
            yield _first_line(reply), reply
            continue
        # The dispatcher would have put these choices into the session with the reply.
        session = replace(outcome.session, choices=reply.choices) if outcome else Session(sender.session_key)
        for choice in loud:
            chosen = replace(asked, text="", choice=choice.id)
            yield from ((choice.label, said) for said in _said(_decide(handlers, chosen, session), sender)[:1])


def _decide(handlers: Sequence[Handler], message: IncomingMessage, session: Session) -> Outcome | None:
    return next((outcome for handler in handlers if (outcome := handler(message, session)) is not None), None)


def _said(outcome: Outcome | None, sender: Address) -> list[Reply]:
    """The replies to the sender that would go out now and have words."""
    sends = [effect for effect in outcome.effects if isinstance(effect, Send)] if outcome else []
    return [send.reply for send in sends if send.at is None and send.to == sender and send.reply.text.strip()]


def _first_line(reply: Reply) -> str:
    return reply.text.strip().splitlines()[0]


def _article(number: int, title: str, reply: Reply) -> InlineQueryResultArticle:
    text = split(reply.text.strip(), TEXT)[0]
    rest = " ".join(line for line in text.splitlines() if line != title)
    return InlineQueryResultArticle(
        id=str(number),
        title=split(title.strip() or text, _TITLE)[0],
        description=split(rest, _DESCRIPTION)[0] or None,
        input_message_content=InputTextMessageContent(
            html(replace(reply, text=text, choices=())),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
