"""What the Zalo Official Account channel is made of: its two APIs, tokens, deliveries, the 48-hour window."""

from typing import Final

NAME: Final = "zalo_oa"
CHAIN: Final = "chain"
"""Where the channel remembers its tokens."""
NEXT: Final = "chain:next"
"""Where it remembers a chain that is begun anew, until that has given a pair: before that the old one may be needed."""
