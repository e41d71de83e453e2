"""Reminders say how far the draft of the report is, and open it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.reminders import Planned, Reminders
from handlers.asking import Assistant
from handlers.types import Record
from tests.logging_people import entry_record
from tests.talking import Talking
from tests.world import store, world

IN_MAY = datetime(2026, 5, 27, 2, tzinfo=UTC)
REQUIRED = ("I.3.1", "I.3.2", "I.4.c", "II.1", "II.2", "II.3", "III.1", "IV")


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def told(talking: Talking, user: str = "thu-ky-a") -> Planned:
    found = Reminders(talking.storage, talking.desk).planned(IN_MAY)
    return next(one for one in found if one.digest.to.user == user)


def test_an_empty_log_is_said_and_the_report_can_be_opened(talking: Talking) -> None:
    reply = told(talking).reply
    assert "Nhật ký của kỳ này còn trống" in reply.text
    assert reply.choices[0].id == "bc:bv-a:first_half.2026"


def test_what_the_draft_comes_to_and_lacks(talking: Talking) -> None:
    store(talking.storage, [entry_record("e1", date="2026-04-02", budget=2_000_000)])
    said = "Báo cáo soạn từ nhật ký: 1 hoạt động, 57 lượt người, nữ 45, nam 12, kinh phí 2.000.000 đồng;"
    assert f"{said} còn thiếu 8 mục lời văn." in told(talking).reply.text
    for item in REQUIRED:
        row = {"unit": "bv-a", "period": "first_half.2026", "item": f"hoat-dong-vstbpn/{item}", "text": "Đã làm."}
        store(talking.storage, [Record("report_texts", row)])
    assert f"{said} đã đủ lời văn" in told(talking).reply.text


def test_what_was_sent_is_not_reminded_of_and_what_was_returned_is(talking: Talking) -> None:
    row = {"id": "s", "duty": "so-y-te-thanh-hoa-2018:first-half-report", "year": 2026, "unit": "bv-a"}
    row |= {"day": "2026-05-20", "period": "first_half.2026", "version": "v"}
    store(talking.storage, [Record("submissions", row)])
    assert not told(talking).digest.items
    returned = {"id": "s", "undone": 1, "verdict": "returned", "reason": "thiếu", "decided_by": "van-phong-so"}
    store(talking.storage, [Record("submissions", returned)])
    assert told(talking).reply.choices[0].id == "bc:bv-a:first_half.2026"


def test_another_unit_s_log_is_in_nobody_s_reminder(talking: Talking) -> None:
    store(talking.storage, [entry_record("b1", "bv-b", date="2026-04-02")])
    assert "Nhật ký của kỳ này còn trống" in told(talking).reply.text
    assert "57 lượt người" in told(talking, "thu-ky-b").reply.text
