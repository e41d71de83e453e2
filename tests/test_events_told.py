"""What reminders and calendars say of a day of the year: plain, true every year, and of one's own directives only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.reminders import Reminders
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.calendar_text import calendar_text, owed_by
from handlers.desk import Desk
from handlers.planning import Ahead, reminded_events
from handlers.reminding import ahead_text
from handlers.wishes import said_of
from knowledge.model import Fact
from tests.world import world

YT, HP = "so-y-te-thanh-hoa-2018", "hai-phong-2017"
LETTERS = {YT: "1097/SYT-BVSTBCPN", HP: "1016/CTr-BCĐ", "ha-tinh-2019": "Hướng dẫn năm 2019 của tỉnh"}


@pytest.fixture
def storage() -> Iterator[Storage]:
    made = world()
    yield made
    made.close()


def fact(assistant: Assistant, id_: str) -> Fact:
    return next(one for one in assistant.knowledge.events if one.id == id_)


def test_what_is_told_of_a_day_is_one_or_two_plain_sentences(assistant: Assistant) -> None:
    told = [*reminded_events(assistant.knowledge.events), fact(assistant, "culture-day")]
    assert len(told) == 8
    for one in told:
        assert one.name
        said = said_of(one, ())
        assert "\n" not in said
        assert said.count(". ") <= 1
        assert not [letter for letter in LETTERS.values() if letter in said]
        # The name and the day are in the sentence before it.
        assert one.name not in said
        assert not re.search(r"\b20\d\d\b(?!/)", re.sub(r"ngày \d\d/\d/\d{4}", "", said))
        for wish in one.wishes:
            assert LETTERS[wish.directive] in wish.text
            assert wish.text.endswith(".")


def test_it_reads_as_a_sentence(assistant: Assistant) -> None:
    womens = Ahead(fact(assistant, "international-womens-day"), date(2027, 3, 8), 30, frozenset({YT}))
    assert ahead_text(womens, date(2027, 2, 5)) == (
        "Sắp tới\nCòn 31 ngày nữa là Ngày Quốc tế Phụ nữ (8/3/2027). Hoạt động nhân ngày này được chi từ kinh phí"
        " của Ban (Thông tư 191/2009/TT-BTC, Điều 3 khoản 10). Đề cương báo cáo kèm Công văn 1097/SYT-BVSTBCPN"
        " (năm 2018) có nêu hoạt động nhân ngày này."
    )
    month = Ahead(fact(assistant, "gender-action-month"), date(2026, 11, 15), 30)
    assert "(từ 15/11/2026 đến 15/12/2026). Bộ Nội vụ chủ trì" in ahead_text(month, date(2026, 10, 16))
    plain = Fact(id="x", kind="event", title="Ngày X", text="Một\nhai.", starts="12-20", ends="01-05", remind=True)
    said = "Sắp tới\nCòn 7 ngày nữa là Ngày X (từ 20/12/2026 đến 5/1/2027). Một hai."
    assert ahead_text(Ahead(plain, date(2026, 12, 20), 7), date(2026, 12, 13)) == said


def test_a_directives_wish_is_told_to_those_it_binds(storage: Storage, assistant: Assistant) -> None:
    reminders = Reminders(storage, Desk(assistant, storage.register))
    found = {one.digest.person.id: one.reply.text for one in reminders.planned(datetime(2026, 10, 19, 2, tzinfo=UTC))}
    assert {person for person, text in found.items() if "Tháng hành động" in text} >= {
        "thu-ky-a",
        "thu-ky-c",
        "thu-ky-xa",
    }
    for person, own in {"thu-ky-a": YT, "thu-ky-c": HP, "thu-ky-xa": ""}.items():
        assert {id_ for id_, letter in LETTERS.items() if letter in found[person]} == ({own} if own else set())


@pytest.mark.parametrize(("person", "own"), [("thu-ky-a", YT), ("thu-ky-c", HP), ("thu-ky-xa", "")])
def test_so_is_a_calendar_and_it_says_nothing_of_one_year(
    storage: Storage, assistant: Assistant, person: str, own: str
) -> None:
    desk = Desk(assistant, storage.register)
    found = storage.register.person(person)
    assert found is not None
    today = date(2027, 6, 1)
    owed = owed_by(found, desk.duties(), storage.register, today)
    days = assistant.knowledge.events
    text = calendar_text(owed, assistant.calendar, days, today).replace("\r\n ", "").replace("\\,", ",")
    of_days = "".join(part for part in text.split("BEGIN:VEVENT") if "Hạn" not in part)
    assert {id_ for id_, letter in LETTERS.items() if letter in of_days} == ({own} if own else set())
    assert "SUMMARY:Ngày Văn hóa Việt Nam\r\n" in of_days
    assert "thứ Ba" not in of_days
    assert "DTSTART;VALUE=DATE:20271124" in of_days
