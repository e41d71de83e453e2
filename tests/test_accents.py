"""Titles that were typed without diacritics: with them where they are sure, else as they were typed."""

from __future__ import annotations

import pytest

from handlers.asking import Assistant
from knowledge.activity.accents import with_accents


@pytest.mark.parametrize(
    ("typed", "type_", "shown"),
    [
        ("hop ban dinh ky", "hop", "họp ban định kỳ"),
        ("hop trien khai ke hoach", "hop", "họp triển khai kế hoạch"),
        ("Tap huan BDG", "tap_huan", "Tập huấn bình đẳng giới"),
        ("ra quan don ve sinh", "khac", "ra quân dọn vệ sinh"),
        ("hoi thao nu lanh dao", "hoi_nghi", "hội thảo nữ lãnh đạo"),
        ("giai bong chuyen nu", "khac", "giải bóng chuyền nữ"),
        # Any word of which might be another one: all as they were typed.
        ("cat toc cho cac cu neo don", "khac", "cat toc cho cac cu neo don"),
        ("ban giao 2 con bo giong", "khac", "ban giao 2 con bo giong"),
        ("tuyen truyen bhyt", "tuyen_truyen", "tuyen truyen bhyt"),
        ("day nghe may", "khac", "day nghe may"),
        ("xyz", "khac", "xyz"),
        ("", "khac", ""),
    ],
)
def test_a_bare_title_is_spelt_only_where_it_is_sure(typed: str, type_: str, shown: str, assistant: Assistant) -> None:
    repairer = assistant.answerer.index.repairer
    assert with_accents(typed, type_, assistant.knowledge.activities, repairer) == shown
