"""A proof in every form that our own page made it: bound to the session, worthless in another one."""

from __future__ import annotations

import hashlib
import hmac

FIELD = "dau"
"""The form field that carries it."""


def proof_for(token: str) -> str:
    """The proof for the forms of the session that a token opens; tells nothing about the token."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def proven(token: str, proof: str) -> bool:
    """Whether a proof is that of this session; takes as long for a wrong one."""
    return hmac.compare_digest(proof_for(token).encode(), proof.encode("utf-8", "replace"))
