"""Where a number of a report is from: in which words it is asked, what is answered, what is no such question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from handlers import messages_reports as words
from handlers.asking import Assistant
from handlers.reports.figure_questions import LONGEST, asked_figure
from handlers.reports.opened import LAST
from handlers.types import Record, Reply
from tests.logging_people import LOGGED, entry_record, log
from tests.mangle import MANGLERS
from tests.talking import Talking, text_of
from tests.test_phrases import questions
from tests.world import address, store, world

PERIOD = "first_half.2026"
OPEN = f"bc:bv-a:{PERIOD}"


def fill(talking: Talking) -> None:
    """Two trainings and an inspection of this year, a training of the year before."""
    nobody: dict[str, Any] = dict.fromkeys(("female", "male", "total"))
    log(
        talking.storage,
        entry_record("e1", title="Tập huấn lồng ghép giới", date="2026-03-20", female=1155, male=12, total=1167,
                     budget=5_000_000),
        entry_record("e2", title="Tọa đàm", date="2026-02-05", female=45, male=None, total=78),
        entry_record("k1", form="kiem-tra", type="kiem_tra", title="Kiểm tra", **nobody, units_inspected=3,
                     date="2026-04-01", more={"method": "ket_hop"}),
        entry_record("p1", title="Năm trước", date="2025-03-20", female=400, male=115, total=515),
    )  # fmt: skip


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    made = Talking(storage, assistant)
    fill(made)
    yield made
    storage.close()


@pytest.fixture
def opened(talking: Talking) -> Talking:
    """A secretary has their report before them: 1.245 people, 1.200 women, 5.000.000 đồng."""
    talking.say("thu-ky-a", choice=OPEN)
    return talking


def ask(talking: Talking, text: str, user: str = "thu-ky-a") -> Reply:
    [reply] = talking.say(user, text)
    return reply


def traced(reply: Reply) -> bool:
    return reply.text.startswith("Con số ")


@pytest.mark.parametrize(
    "said",
    [
        "con số 1.245 từ đâu?",
        "con số 1245 ở đâu ra",
        "số 1,245 lấy từ đâu ạ",
        "con so 1245 tu dau",
        "CON SỐ 1.245 TỪ ĐÂU VẬY",
        "con soos 1245 tuwf ddaau",
        "1245 lấy ở đâu ra thế",
        "vì sao là 1.245",
        "vi sao lai la 1245 nhi",
        "sao lại có 1245 người",
        "1245 người này là những hoạt động nào",
        "1.245 gồm những hoạt động nào",
        "em hỏi con số 1.245 người tham gia ở đâu ra với ạ",
        "từ đâu ra con số 1245",
        "giải thích giúp con số 1245",
        "con số 1245 trong bc quý 1 năm 2026 ở đâu ra",
        "con số 1.245 trong báo cáo 6 tháng đầu năm 2026 từ đâu",
        "một nghìn hai trăm bốn mươi lăm người từ đâu ra",
        "tổng số 1245 tính thế nào",
    ],
)
def test_it_is_asked_in_many_words(opened: Talking, said: str) -> None:
    reply = ask(opened, said)
    assert reply.text.startswith("Con số 1.245 trong Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A:")
    assert "- Số lượt người tham gia (người): cộng từ 2 hoạt động" in reply.text
    assert "I.5.b" in reply.text
    assert [(one.id, one.label) for one in reply.choices] == [
        ("nk:xem:e2", "78: Tọa đàm, 5/2/2026"),
        ("nk:xem:e1", "1.167: Tập huấn lồng ghép giới, 20/3/2026"),
    ]


@pytest.mark.parametrize(
    "said", ["5 triệu từ đâu ra", "5tr ở đâu ra", "5 trieu tu dau", "kinh phí 5.000.000 đồng từ đâu"]
)
def test_money_is_read_as_it_is_said(opened: Talking, said: str) -> None:
    reply = ask(opened, said)
    assert "- Kinh phí (đồng): cộng từ 1 hoạt động" in reply.text
    assert [one.label for one in reply.choices] == ["5.000.000: Tập huấn lồng ghép giới, 20/3/2026"]


def test_an_entry_is_opened_from_there(opened: Talking) -> None:
    ask(opened, "số nữ 1.200 từ đâu")
    [reply] = opened.pick("thu-ky-a", "Tập huấn")
    assert "nữ 1.155" in reply.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("số nữ 1200 từ đâu", "- Trong đó nữ (người): cộng từ 2 hoạt động"),
        ("3 đơn vị lấy từ đâu", "- Số đơn vị được kiểm tra (đơn vị): cộng từ 1 hoạt động"),
        ("con số 515 từ đâu", "- Số lượt người tham gia: 515 là số cùng kỳ năm trước"),
        ("con số 730 từ đâu", "730 là mức tăng so với cùng kỳ năm trước (515 → 1.245)"),
        ("96,4% từ đâu ra", "96,4% là tỷ lệ nữ, 1.200/1.245 người"),
        ("tỷ lệ 96% ở đâu ra", "96% là tỷ lệ nữ, 1.200/1.245 người"),
        ("con số 141,7% từ đâu", "141,7% là mức tăng so với cùng kỳ năm trước (515 → 1.245)"),
        ("số nữ 45 từ đâu", "- Số của từng hoạt động dưới đây: nữ"),
        ("con số 2 từ đâu", "- Kinh phí: 2 hoạt động chưa ghi số này"),
    ],
)
def test_every_kind_of_number_is_explained(opened: Talking, said: str, told: str) -> None:
    assert told in ask(opened, said).text


def test_a_number_that_is_nowhere_is_said_to_be_so(opened: Talking) -> None:
    reply = ask(opened, "con số 999 từ đâu")
    assert words.TRACE_NONE.format(value="999", title="Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A") in reply.text
    assert "1.245 lượt người" in reply.text
    assert [one.label for one in reply.choices] == [words.OPEN, words.XLSX]
    [card] = opened.pick("thu-ky-a", words.OPEN)
    assert "Số liệu:" in card.text


@pytest.mark.parametrize(
    "said",
    [
        "con số 1900 là gì",
        "năm 2026 có gì từ đâu",
        "năm 2026 từ đâu ra",
        "tập huấn 1245 người ở đâu",
        "quyết định 1245 từ đâu ra",
        "kế hoạch số 1245 ở đâu",
        "1245/QĐ-TTg từ đâu",
        "ngày 3 tháng 2 từ đâu mà có",
        "3/2 từ đâu ra",
        "điều 3 ở đâu",
        "vì sao phải có 30% nữ",
        "kinh phí 5 triệu lấy từ nguồn nào",
        "số điện thoại 1245 lấy ở đâu",
        "con số này từ đâu",
        "từ đâu",
        "1245",
        "1245 người",
        "999 người từ đâu ra",
        "vì sao có 3 đơn vị",
        "1 cuộc tính thế nào",
        "con số 1245 và 1200 từ đâu",
        "tháng 3 có những hoạt động nào",
        "con số 1245 từ đâu " + "ạ " * LONGEST,
    ],
)
def test_what_is_no_such_question_goes_on(opened: Talking, said: str) -> None:
    reply = ask(opened, said)
    assert not traced(reply)
    assert "không có con số" not in reply.text


def test_what_is_logged_is_still_logged(opened: Talking) -> None:
    text = text_of(opened.say("thu-ky-a", "Tập huấn hôm qua tại hội trường, 245 người tham gia"))
    assert not text.startswith("Con số")
    assert opened.rows("drafts")


def test_totals_are_still_answered_from_the_log(opened: Talking) -> None:
    assert "1.245 lượt người" in ask(opened, "6 tháng đầu năm tập huấn bao nhiêu người?").text


def test_the_number_of_a_document_is_asked_of_the_documents(opened: Talking) -> None:
    numbers = [one.number for one in opened.desk.assistant.knowledge.directives if one.number is not None]
    number = next(part for one in numbers if (part := one.canonical.partition("/")[0]).isdecimal() and len(part) == 4)
    reply = ask(opened, f"số {number} từ đâu ra")
    assert "không có con số" not in reply.text


def test_without_a_report_it_is_a_question_like_any_other(talking: Talking) -> None:
    for user in ("thu-ky-a", "thanh-vien-a", "khach"):
        reply = ask(talking, "số 515 từ đâu ra", user)
        assert not traced(reply)
        assert words.TRACE_NO_REPORT not in reply.text
    assert words.TRACE_NO_REPORT not in ask(talking, "con số 1245 trong báo cáo từ đâu", "khach").text


def test_before_one_was_opened_the_number_is_looked_for_in_what_the_log_makes_of_it_now(talking: Talking) -> None:
    for said in ("con số 1245 trong báo cáo từ đâu", "con số 1245 từ đâu"):
        assert traced(ask(talking, said))
    assert talking.rows("report_versions") == []
    none = ask(talking, "con số 777 trong báo cáo từ đâu")
    assert "không có con số 777" in none.text
    assert [one.label for one in none.choices] == [words.OPEN]


def test_without_a_report_and_a_log_there_is_nothing_to_look_in(assistant: Assistant) -> None:
    storage = world()
    silent = Talking(storage, assistant)
    for said in ("con số 777 từ đâu", "con số 777 trong báo cáo từ đâu"):
        assert ask(silent, said).text == words.TRACE_NO_REPORT
    storage.close()


def test_a_member_of_the_unit_may_ask_without_having_opened_it(opened: Talking) -> None:
    reply = ask(opened, "con số 1.245 từ đâu", "thanh-vien-a")
    assert traced(reply)
    assert len(reply.choices) == 2
    nowhere = ask(opened, "con số 999 từ đâu", "thanh-vien-a")
    assert [one.label for one in nowhere.choices] == [words.XLSX]


@pytest.mark.parametrize("user", ["thu-ky-b", "thu-ky-xa", "van-phong-hp", "thu-ky-so", "khach"])
def test_others_learn_nothing_of_it(opened: Talking, user: str) -> None:
    version = str(opened.rows("report_versions")[0]["id"])
    session = opened.storage.sessions.load(address(user).session_key)
    with opened.storage.transaction():
        opened.storage.sessions.save(replace(session, data={LAST: version}), opened.clock.now())
    for said in ("con số 1.245 từ đâu", "số nữ 45 từ đâu", "con số 1.245 trong báo cáo từ đâu"):
        reply = ask(opened, said, user)
        assert not traced(reply)
        assert "Bệnh viện A" not in reply.text


def test_who_has_left_the_unit_no_longer_sees_it(opened: Talking) -> None:
    with opened.storage.transaction():
        opened.storage.db.execute("UPDATE memberships SET until = '2026-11-01' WHERE person = 'thu-ky-a'")
    assert not traced(ask(opened, "con số 1.245 từ đâu"))


def test_an_office_above_asks_of_the_report_it_has_opened(opened: Talking) -> None:
    assert not traced(ask(opened, "1.245 từ đâu ra", "van-phong-so"))
    opened.say("van-phong-so", choice=OPEN)
    assert traced(ask(opened, "1.245 từ đâu ra", "van-phong-so"))


def test_nobody_is_answered_in_a_group(opened: Talking) -> None:
    group = replace(address("thu-ky-a"), chat="nhom")
    assert not any(map(traced, opened.hear(group, "con số 1.245 từ đâu")))


def test_the_version_is_traced_as_it_was(opened: Talking) -> None:
    """What was logged or changed since does not change where its numbers are from."""
    log(opened.storage, entry_record("e1", title="Đổi tên", date="2026-03-20", female=1, male=1, total=2, budget=1))
    log(opened.storage, entry_record("e9", title="Thêm", date="2026-03-21"))
    reply = ask(opened, "con số 1.245 từ đâu")
    assert [one.label for one in reply.choices][1] == "1.167: Tập huấn lồng ghép giới, 20/3/2026"


def test_of_a_named_period_its_report_is_asked(opened: Talking) -> None:
    log(opened.storage, entry_record("n1", title="Cuối năm", date="2026-09-01", female=70, male=None, total=78))
    opened.say("thu-ky-a", choice="bc:bv-a:second_half.2026")
    assert "6 tháng cuối năm 2026" in ask(opened, "con số 78 từ đâu").text.splitlines()[0]
    reply = ask(opened, "con số 78 trong báo cáo 6 tháng đầu năm 2026 từ đâu")
    assert "6 tháng đầu năm 2026" in reply.text.splitlines()[0]
    assert [one.id for one in reply.choices] == ["nk:xem:e2"]


def test_at_most_ten_entries_are_offered_and_the_rest_counted(talking: Talking) -> None:
    log(
        talking.storage,
        *(entry_record(f"n{day}", date=f"2026-05-{day:02}", title=f"Lớp {day}") for day in range(1, 13)),
    )
    talking.say("thu-ky-a", choice=OPEN)
    reply = ask(talking, "con số 14 từ đâu")
    assert "cộng từ 14 hoạt động" in reply.text
    reply = ask(talking, f"con số {1245 + 12 * 57} từ đâu")
    assert words.TRACE_MORE.format(shown=10, count=14) in reply.text
    assert len(reply.choices) == 10


def test_what_was_logged_late_is_told_apart(talking: Talking) -> None:
    sent = {"id": "s1", "duty": "d", "year": 2026, "unit": "bv-a", "day": "2026-10-21", "undone": 0, "version": "v0"}
    store(talking.storage, [Record("submissions", {**sent, "period": PERIOD})], LOGGED + timedelta(hours=1))
    late = entry_record("m1", title="Ghi muộn", date="2026-05-01", female=31, male=6, total=37)
    store(talking.storage, [late], LOGGED + timedelta(hours=2))
    talking.say("thu-ky-a", choice=OPEN)
    reply = ask(talking, "con số 37 từ đâu")
    assert words.TRACE_LATE.format(what="tổng số người") in reply.text
    assert [one.id for one in reply.choices] == ["nk:xem:m1"]
    assert "cộng từ 2 hoạt động" in ask(talking, "con số 1.245 từ đâu").text


def test_a_summary_is_traced_to_its_units(talking: Talking) -> None:
    log(
        talking.storage,
        entry_record("b1", unit="bv-b", title="Lớp của B", date="2026-03-01", female=7, male=1, total=8),
    )
    talking.say("van-phong-so", "/tonghop 6 tháng đầu năm 2026")
    talking.work()
    whole = ask(talking, "con số 1.253 từ đâu", "van-phong-so")
    assert "cộng từ 3 hoạt động" in whole.text
    assert [one.label for one in whole.choices][-1].endswith("(Bệnh viện A)")
    part = ask(talking, "con số 8 từ đâu", "van-phong-so")
    assert "dòng “Bệnh viện B”, cột “Tổng số người”" in part.text
    assert [one.label for one in part.choices] == ["8: Lớp của B, 1/3/2026 (Bệnh viện B)"]
    assert not traced(ask(talking, "con số 1.253 từ đâu", "thu-ky-a"))
    assert not traced(ask(talking, "con số 1.253 từ đâu", "thu-ky-so"))


def test_hostile_words_ask_for_nothing() -> None:
    for text in (
        "",
        " ",
        "\x00" * 50,
        "9" * 150 + " từ đâu",
        "từ đâu " * 20,
        "số " * 50,
        "<w:t>",
        "=cmd()",
        "\ud800 từ đâu",
    ):
        assert asked_figure((text,)) is None


def test_no_question_about_documents_is_taken_for_one(assistant: Assistant) -> None:
    repair = assistant.answerer.index.repairer.repair
    asked = list(questions())
    assert len(asked) > 900
    assert [said for said in asked if asked_figure((said, repair(said).text))] == []


@pytest.mark.parametrize("name", ["no diacritics", "NFD", "upper", "new tone placement", "raw Telex", "raw VNI"])
def test_keyboards_and_habits_do_not_hide_it(name: str) -> None:
    for said in (
        "con số 1.245 từ đâu?",
        "1245 người này là những hoạt động nào",
        "vì sao lại có 1.245 nữ",
        "số1245 ở đâu ra",
    ):
        found = asked_figure((MANGLERS[name](said, Random(7)),))
        assert found is not None
        assert found.value == 1245
