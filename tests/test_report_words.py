"""What a report says: sentences of figures, and the words that people wrote or logged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from handlers import messages_reports as chat
from handlers.asking import Assistant
from handlers.reports import messages as words
from handlers.reports.gathering import Gathered, gather
from handlers.reports.periods import period_of
from handlers.reports.prose import paragraphs
from handlers.reports.sentences import percent
from tests.logging_people import entry_record, log
from tests.talking import Talking
from tests.world import world

HALF = period_of("first_half", 2026)


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def compiled(talking: Talking, day: date = HALF.end, **more: Any) -> Gathered:
    unit = talking.desk.register.tree().unit("bv-a")
    assert unit is not None
    found = gather(talking.desk, unit, HALF, day, **more)
    assert found is not None
    return found


def said(talking: Talking, item: str) -> tuple[str, ...]:
    return next(one.paragraphs for one in compiled(talking).report.sections if one.item == item)


def only(sex: str, count: int, **more: Any) -> dict[str, Any]:
    return {**dict.fromkeys(("female", "male", "total")), sex: count, "date": "2026-03-20", "budget": 0, **more}


@pytest.mark.parametrize(
    ("sex", "told", "lacking"),
    [("female", "nữ 20", "1 hoạt động chưa ghi số nam"), ("male", "nam 20", "1 hoạt động chưa ghi số nữ")],
)
def test_one_sex_alone_is_no_share_of_a_whole_that_nobody_said(
    talking: Talking, sex: str, told: str, lacking: str
) -> None:
    log(talking.storage, entry_record("e1", title="Tập huấn", **only(sex, 20)))
    [sentence] = said(talking, "I.5.b")
    assert f"trong đó {told};" in sentence
    assert "%" not in sentence
    assert words.LACKING.format(parts=lacking) in sentence
    [card] = talking.say("thu-ky-a", "/baocao 6 tháng đầu năm 2026")
    assert chat.LACKING.format(parts=lacking) in card.text
    assert chat.MEND in [one.label for one in card.choices]


def test_a_whole_that_was_said_has_its_share(talking: Talking) -> None:
    log(talking.storage, entry_record("e1", title="Tập huấn", **only("female", 20, total=40)))
    assert "trong đó nữ 20 (50%), chưa rõ giới tính 20" in said(talking, "I.5.b")[0]


def test_three_things_that_figures_leave_out_are_listed(talking: Talking) -> None:
    log(
        talking.storage,
        entry_record("e1", title="Tập huấn", **only("female", 20)),
        entry_record("e2", title="Lớp", **only("female", 0, female=None, date="2026-04-01", budget=None)),
    )
    parts = "1 hoạt động chưa ghi số người, 1 hoạt động chưa ghi số nam và 1 hoạt động chưa ghi kinh phí"
    assert words.LACKING.format(parts=parts) in said(talking, "I.5.b")[0]


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.612, "61,2%"), (0.5, "50%"), (17.05, "1.705%"), (20.3, "2.030%"), (12.3456, "1.234,6%"), (0, "0%")],
)
def test_shares_are_written_as_numbers_are(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("các ngành gửi chậm", ["Các ngành gửi chậm."]),
        ("Một\n\nhai", ["Một.", "Hai."]),
        ("còn chậm,\nnhất là thôn 3", ["Còn chậm, nhất là thôn 3."]),
        ("việc một;\nviệc hai.", ["Việc một;", "Việc hai."]),
        ("- việc một", ["- việc một."]),
        ("chậm,", ["Chậm."]),
        (",", [",."]),
        ("đã xong!", ["Đã xong!"]),
    ],
)
def test_lines_are_paragraphs_that_begin_and_end_as_such(text: str, told: list[str]) -> None:
    assert paragraphs(text) == told


def test_a_number_that_was_answered_is_told_with_what_was_asked(talking: Talking) -> None:
    row = {"form": "hop-kien-toan", "type": "kien_toan", "title": "Kiện toàn", "date": "2026-05-02"}
    log(talking.storage, entry_record("k1", **row, more={"kind": "kien_toan", "units": "15"}))
    assert said(talking, "I.5.e")[1:] == ("Đơn vị kiện toàn, thành lập: 15.",)


def test_where_somebody_wrote_nothing_is_said_to_be_missing(talking: Talking) -> None:
    assert said(talking, "I.3.1") == (words.NO_FIGURES,)
    talking.say("thu-ky-a", choice="bcmuc:bv-a:first_half.2026:I.3.1")
    talking.talk("thu-ky-a", "Phối hợp với Hội Phụ nữ mở một lớp")
    assert said(talking, "I.3.1") == ("Phối hợp với Hội Phụ nữ mở một lớp.",)
    [asked] = talking.say("thu-ky-a", choice="bcmuc:bv-a:first_half.2026:I.3.1")
    assert chat.NOW_IS.format(text="Phối hợp với Hội Phụ nữ mở một lớp") in asked.text


@pytest.mark.parametrize(("day", "last"), [(date(2026, 5, 28), "28/5/2026"), (date(2026, 7, 1), "14/6/2026")])
def test_nothing_is_said_to_have_happened_up_to_the_day_it_is_said(talking: Talking, day: date, last: str) -> None:
    [opening] = compiled(talking, day, nothing=True).report.opening
    assert f"(từ ngày 15/12/2025 đến ngày {last}), đơn vị không phát sinh" in opening


def test_what_was_done_for_cadres_does_not_hide_their_statistics(talking: Talking) -> None:
    row: dict[str, Any] = {"form": "can-bo-nu", "type": "can_bo_nu", "total": None, "male": None}
    more = {"levels": [{"level": "cap_uy", "all_now": 15, "women_now": 4}]}
    joined: dict[str, Any] = {"title": "Kết nạp đảng viên nữ", "female": 3, "date": "2026-04-30"}
    log(talking.storage, entry_record("d1", **row, **joined))
    told = " ".join(said(talking, "I.4.b"))
    assert "Kết nạp đảng viên nữ" in told
    log(talking.storage, entry_record("s1", **row, title=None, female=None, date="2026-03-31", more=more))
    told = " ".join(said(talking, "I.4.b"))
    assert "31/3/2026" in told
    assert "Kết nạp đảng viên nữ" in told
    [table] = next(one.tables for one in compiled(talking).report.sections if one.item == "I.4.b")
    assert [row[1:4] for row in table.rows] == [("Cấp ủy", 15, 4)]
