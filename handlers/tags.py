"""Short tags for what a button is about, so that an old button is told from a new one."""

from __future__ import annotations

import hashlib

LETTERS = 6


def tag(*parts: str) -> str:
    """The tag of something, always the same for the same words."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:LETTERS]
