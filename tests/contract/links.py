"""What stands in texts where there is nothing to tap: numbered choices, and addresses of files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import httpx

from tests.contract.peer import PATIENCE, PUBLIC, Handed, Place

_LINK = re.compile(rf"Tệp (?P<name>[^\n]+): (?P<url>{re.escape(PUBLIC)}/tep/[\w-]+)")
_NUMBERED = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)


def numbered_in(text: str) -> Mapping[str, str]:
    """The numbers of the choices that stand in a text, by their labels."""
    return {label: number for number, label in _NUMBERED.findall(text)}


def handed_in(text: str) -> Sequence[Handed]:
    """The files whose addresses stand in a text."""
    return [Handed(found["name"], url=found["url"]) for found in _LINK.finditer(text)]


async def fetched(place: Place, url: str, cookie: str = "") -> bytes | None:
    """What an address of the page holds; None where it is not found."""
    local = place.url + url.removeprefix(PUBLIC)
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as http:
        answer = await http.get(local, headers={"Cookie": cookie} if cookie else {})
    if answer.status_code == 404:
        return None
    answer.raise_for_status()
    return answer.content
