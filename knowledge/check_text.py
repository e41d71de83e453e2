"""Checks of the words themselves: Unicode, invisible characters, people's private data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from knowledge.errors import KnowledgeError
from knowledge.findings import Findings
from knowledge.load import Part, Parts
from knowledge.yamlfile import INVISIBLE, read_text

# Ten digits from 03, 05, 07, 08, 09; eleven from 012, 016, 018, 019 before 2018. The first three stand together,
# so that a date such as "09.05.2018 10" is none.
_MOBILE = re.compile(
    r"(?<![\d/.])(?:\+84[ .-]?|84(?=\d{9}\b)|0)(?:[35789]\d|1[2689]\d)(?:[ .-]{0,2}\d){7}(?![ .-]?\d|/)", re.ASCII
)
_PRIVATE_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|proton|protonmail)\.[a-z.]+",
    re.ASCII | re.IGNORECASE,
)
_PHONE_WORDS = ("có số điện thoại di động", "xóa; trong sections thì thay bằng {{số điện thoại cá nhân}}")
_MAIL_WORDS = ("có địa chỉ thư điện tử cá nhân", "xóa; trong sections thì thay bằng {{địa chỉ thư điện tử cá nhân}}")


def private_data(text: str) -> Iterator[tuple[int, str, str]]:
    """Where (offset) a text has a mobile number or a private e-mail address, what is wrong and how to fix it."""
    for pattern, (what, fix) in ((_MOBILE, _PHONE_WORDS), (_PRIVATE_MAIL, _MAIL_WORDS)):
        for match in pattern.finditer(text):
            yield match.start(), what, fix


def check_private(parts: Parts, findings: Findings) -> None:
    """No person's mobile number or private address in any YAML file, comments included, or behind a repair.

    Imported articles are somebody else's published text and are taken as they are.
    """
    for path in sorted(parts.root.rglob("*.yaml")):
        try:
            text = read_text(path)
        except KnowledgeError:
            continue  # reading it for its shape has reported that
        for offset, what, fix in private_data(text):
            findings.at(str(path), text.count("\n", 0, offset) + 1, what, fix)
    for part in parts.directives:
        for node in parts.trees[part.file].walk():
            for passage in node.passages:
                if passage.repairs:
                    for _, what, fix in (*private_data(passage.meant), *private_data(passage.written)):
                        findings.add(part, (*node.place, "text"), what, fix)


def check_text(parts: Parts, findings: Findings) -> None:
    """Every value is in NFC and holds no invisible character, however the file writes it."""
    files: tuple[list[Any], ...] = (
        parts.manifest,
        parts.directives,
        parts.references,
        parts.answers,
        parts.events,
        parts.holidays,
        parts.places,
        parts.lexicon,
        parts.activities,
        parts.articles,
        parts.forms,
        parts.outlines,
    )
    for part in (part for kind in files for part in kind):
        _check_values(part, findings)


def _check_values(part: Part[BaseModel], findings: Findings) -> None:
    for path, text in strings(part.value.model_dump()):
        found = INVISIBLE.search(text)
        if found:
            what = f"có ký tự không nhìn thấy được, mã U+{ord(found.group()):04X}"
            findings.add(part, path, what, "xóa ký tự đó (gõ lại cả từ quanh nó)")
        if not unicodedata.is_normalized("NFC", text):
            what = "chữ có dấu viết bằng ký tự tổ hợp (không phải Unicode dựng sẵn, NFC)"
            findings.add(part, path, what, "chuyển cả tệp sang Unicode dựng sẵn (NFC) rồi lưu lại")


def strings(value: object) -> Iterator[tuple[tuple[object, ...], str]]:
    """Every string in nested lists and dicts, with its path."""
    waiting: list[tuple[tuple[object, ...], object]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, str):
            yield path, here
        elif isinstance(here, dict):
            waiting.extend(((*path, key), inner) for key, inner in here.items())
        elif isinstance(here, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(here))
