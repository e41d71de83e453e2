"""The shapes of activities.yaml: the kinds of activity that a log holds, and the words that name them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.model import Shape

ActivityKind = Literal[
    "tuyen_truyen",
    "tap_huan",
    "hoi_nghi",
    "kiem_tra",
    "ky_niem",
    "thang_hanh_dong",
    "can_bo_nu",
    "hop",
    "kien_toan",
    "vu_viec",
    "khac",
]
"""The kinds of activity that an entry of the log may be of."""


class ActivityType(Shape):
    """A kind of activity, the form that asks for it, and the words that name it in a message."""

    id: ActivityKind
    label: str
    short: str | None = None
    """A label of a few letters, for buttons and lists; the whole label where there is none."""
    form: str
    """Id of the form with which such an activity is entered."""
    words: list[str]
    """What names it, small letters with diacritics; " ... " leaves a gap; in capitals, an abbreviation that counts
    only at the beginning of a line or clause."""
    weak: list[str] = Field(default_factory=list)
    """What names it only where nothing else is named."""


class ActivityFile(Shape):
    """activities.yaml: the kinds of activity, those that come first chosen first."""

    types: list[ActivityType]
