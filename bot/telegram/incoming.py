"""Telegram's updates as messages of the contract: which are for the bot, and what they say without its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegram import Chat, MaybeInaccessibleMessage, Message, MessageEntity, Update, User
from telegram.ext import filters

from handlers.types import Address, IncomingMessage

NAME = "telegram"
KINDS = ["message", "edited_message", "callback_query", "inline_query"]
"""The updates that are asked for; posts in channels are not."""


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, or one topic of it: the `chat` of an Address is "id" or "id/topic"."""

    chat_id: int
    topic: int | None = None

    def __str__(self) -> str:
        return f"{self.chat_id}/{self.topic}" if self.topic else str(self.chat_id)

    @classmethod
    def read(cls, written: str) -> Place:
        """Raises ValueError for anything that is not a place."""
        chat, _, topic = written.partition("/")
        return cls(int(chat), int(topic) if topic else None)


def read_message(update: Update, me: User) -> IncomingMessage | None:
    """What a message says to the bot, or None: it is not for it.

    An edited message is a message: whoever mends a question wants the mended one answered. A file, a picture or a
    voice comes as its caption, or as an empty text; what `offer_of` finds in it is fetched by the channel.
    """
    message = update.message or update.edited_message
    if message is None or not _meant(update, message, me):
        return None
    edited = update.message is None
    if edited and not message.text:
        return None
    text = _plain(message, me)
    if not text and (quoted := message.reply_to_message) and message.text and quoted.from_user != me:
        text = quoted.text or quoted.caption or ""
    return IncomingMessage(
        id=str(update.update_id),
        sender=sender_of(message, _speaker(message)),
        at=(message.edit_date if edited else None) or message.date,
        text=text,
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that came with a message and can be fetched; `size` where Telegram says it."""

    file_id: str
    name: str
    size: int | None
    album: str = ""


def offer_of(update: Update) -> Offer | None:
    """The picture, in its largest size, or the document of a message; nothing of any other kind of message."""
    message = update.message
    if message is None or message.animation:
        return None
    album = f"{message.chat.id}:{message.media_group_id}" if message.media_group_id else ""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Offer(largest.file_id, f"anh-{message.message_id}.jpg", largest.file_size, album)
    if document := message.document:
        return Offer(document.file_id, document.file_name or f"tep-{message.message_id}", document.file_size, album)
    return None


def sender_of(message: MaybeInaccessibleMessage, speaker: int) -> Address:
    """Where to speak to somebody about a message; of one that Telegram no longer shows the topic is lost."""
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Address(NAME, str(Place(message.chat.id, topic)), str(speaker))


def _speaker(message: Message) -> int:
    return message.from_user.id if message.from_user else message.chat.id


def _meant(update: Update, message: Message, me: User) -> bool:
    if message.chat.type == Chat.CHANNEL or message.is_automatic_forward or message.via_bot == me:
        return False
    if message.from_user and message.from_user.is_bot and message.sender_chat is None:
        return False
    if filters.StatusUpdate.ALL.check_update(update):
        return False
    return message.chat.type == Chat.PRIVATE or _addressed(message, me)


def _addressed(message: Message, me: User) -> bool:
    """In a group: the bot is mentioned, answered, or given a command that names no other bot."""
    answered = message.reply_to_message
    if answered and answered.from_user == me and not answered.forum_topic_created:
        return True
    for entity, words in _entities(message):
        if _names(entity, words, me):
            return True
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 and "@" not in words:
            return True
    return False


def _names(entity: MessageEntity, words: str, me: User) -> bool:
    name = f"@{me.username}".casefold()
    match entity.type:
        case MessageEntity.MENTION:
            return words.casefold() == name
        case MessageEntity.TEXT_MENTION:
            return entity.user == me
        case MessageEntity.BOT_COMMAND:
            return words.casefold().endswith(name)
    return False


def _entities(message: Message) -> Iterator[tuple[MessageEntity, str]]:
    """The entities in their order with the words they cover. Offsets count UTF-16 units."""
    written = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    entities = message.entities if message.text else message.caption_entities
    for entity in sorted(entities, key=lambda found: found.offset):
        covered = written[entity.offset * 2 : (entity.offset + entity.length) * 2]
        yield entity, covered.decode("utf-16-le", "replace")


def _plain(message: Message, me: User) -> str:
    """The text or the caption without the bot's name."""
    written = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    pieces, place = [], 0
    for entity, words in _entities(message):
        start = entity.offset * 2
        if start < place or not _names(entity, words, me):
            continue
        pieces.append(written[place:start])
        if entity.type == MessageEntity.BOT_COMMAND:
            pieces.append(words.partition("@")[0].encode("utf-16-le", "surrogatepass"))
        place = start + entity.length * 2
    if not pieces:
        return written.decode("utf-16-le", "replace")
    text = b"".join([*pieces, written[place:]]).decode("utf-16-le", "replace")
    text = re.sub(r"(?<=[^\S\n])[^\S\n]+|[^\S\n]+(?=[,.:;?!])", "", text)
    return text.strip().lstrip(",:;.").strip()
