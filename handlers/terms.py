"""How long things are kept; what is told to people about it is made from these, and so is what is deleted daily."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

STRANGERS: Final = timedelta(days=30)
"""Of a conversation without an account: what was answered, and what is remembered since it was last used."""
LETTERS: Final = timedelta(days=400)
"""Of somebody with an account: what was sent to them."""
WRONG_CODES: Final = timedelta(days=1)
WORKS: Final = timedelta(days=2)
"""What was done, long enough that nothing asks for it twice."""
