"""Telegram's HTML, read as strictly as its server reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[a-zA-Z-]*)(?P<rest>[^<>]*)>|&(?P<name>#x?[0-9a-fA-F]+|[a-z]+);")
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class BadRequestError(Exception):
    """What the server answers with 400; the words are its description."""


@dataclass(frozen=True)
class Entity:
    kind: str
    text: str


@dataclass(frozen=True)
class Parsed:
    text: str
    entities: tuple[Entity, ...] = ()

    def covered(self, kind: str) -> list[str]:
        """The words under entities of a kind."""
        return [entity.text for entity in self.entities if entity.kind == kind]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(written: str, mode: str | None) -> Parsed:
    """The plain text and the entities of what was sent; raises BadRequestError."""
    if mode is None:
        return Parsed(written.strip())
    if mode != "HTML":
        raise BadRequestError("unsupported parse_mode")
    text, open_tags, entities, place = "", list[tuple[str, str, int]](), list[Entity](), 0
    for token in _TOKEN.finditer(written):
        text += _plain(written[place : token.start()])
        place = token.end()
        if token["name"]:
            text += _letter(token["name"])
        elif token["close"]:
            if not open_tags or open_tags[-1][0] != token["tag"]:
                raise BadRequestError(f"can't parse entities: unmatched end tag {token.group()}")
            _, kind, start = open_tags.pop()
            entities.append(Entity(kind, text[start:]))
        else:
            open_tags.append((token["tag"], _kind(token["tag"], token["rest"], open_tags), len(text)))
    text += _plain(written[place:])
    if open_tags:
        raise BadRequestError(f"can't parse entities: can't find end tag corresponding to start tag {open_tags[-1][0]}")
    if len(entities) > 100:
        raise BadRequestError("FAKE: more than a hundred entities: the server would drop the rest")
    return Parsed(text.strip(), tuple(entities))


def _plain(written: str) -> str:
    if "<" in written:
        raise BadRequestError("can't parse entities: unclosed start tag")
    if re.search(r"&(?!\s|$)", written):
        raise BadRequestError("FAKE: an ampersand that is not escaped")
    return written


def _letter(name: str) -> str:
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    if name not in _NAMES:
        raise BadRequestError(f"FAKE: &{name}; is not an entity of Telegram's")
    return _NAMES[name]


def _kind(tag: str, rest: str, around: list[tuple[str, str, int]]) -> str:
    if tag not in _KINDS:
        raise BadRequestError(f'can\'t parse entities: unsupported start tag "{tag}"')
    rest = rest.strip()
    if tag == "blockquote":
        if any(outer == "blockquote" for outer, _, _ in around):
            raise BadRequestError("can't parse entities: blockquote can't be nested")
        if rest not in ("", "expandable"):
            raise BadRequestError(f"can't parse entities: {rest}")
        return "expandable_blockquote" if rest else "blockquote"
    if rest:
        raise BadRequestError(f"FAKE: an attribute on <{tag}>")
    return _KINDS[tag]
