"""/baocao: the card of a report, what it lacks asked for one after another, versions, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unicodedata import normalize

import pytest

from handlers import messages
from handlers import messages_reports as words
from handlers.asking import Assistant
from handlers.people import Role
from handlers.reports.dictation import LONGEST
from handlers.reports.opened import LAST
from handlers.reports.versions import Version
from handlers.types import Attachment, Reply
from knowledge.outline_items import every_item
from knowledge.outlines import OutlineItem
from tests.logging_people import entry_record, log
from tests.reports_samples import HOSTILE
from tests.talking import Talking, text_of
from tests.world import BEGAN, address, person_records, store, world

PERIOD = "first_half.2026"
OF = f"bv-a:{PERIOD}"
TITLE = "Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A"
ASK = "/baocao 6 tháng đầu năm 2026"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


@pytest.fixture
def logged(talking: Talking) -> Talking:
    """Three things done in the period, one before it and one a year earlier."""
    nobody: dict[str, Any] = dict.fromkeys(("female", "male", "total"))
    log(
        talking.storage,
        entry_record("e1", date="2026-03-20", budget=5_000_000),
        entry_record("e2", title="Lớp hai", date="2026-02-05", female=20, male=None, total=30),
        entry_record("k1", form="kiem-tra", type="kiem_tra", **nobody, units_inspected=3, date="2026-04-01"),
        entry_record("o1", title="Kỳ trước", date="2025-12-14"),
        entry_record("p1", title="Năm trước", date="2025-03-20", female=9, male=2, total=11),
        entry_record("b1", unit="bv-b", title="Của B", date="2026-03-01", female=900, male=1, total=901),
    )
    return talking


def card(talking: Talking, user: str = "thu-ky-a", said: str = ASK) -> Reply:
    [reply] = talking.say(user, said)
    return reply


def labels(reply: Reply) -> list[str]:
    return [one.label for one in reply.choices]


def latest(talking: Talking, unit: str = "bv-a", period: str = PERIOD) -> Version:
    info = talking.storage.register.report_versions(unit, period)[0]
    version = talking.storage.register.report_version(info.id)
    assert version is not None
    return version


def told(version: Version, item: str) -> tuple[str, ...]:
    return next(one.paragraphs for one in version.report.sections if one.item == item)


def items(talking: Talking) -> list[OutlineItem]:
    """The items of the usual outline that a report of a half-year has."""
    outline = next(one for one in talking.desk.assistant.knowledge.outlines if one.id == "hoat-dong-vstbpn")
    every = every_item(outline.items, outline.kinds)
    return [at.item for at in every if "first_half" in at.kinds]


def required(talking: Talking) -> list[OutlineItem]:
    return [one for one in items(talking) if one.prose is not None and one.prose.required]


def nameless(talking: Talking) -> OutlineItem:
    return next(one for one in items(talking) if one.prose is not None and one.prose.nameless)


# The card


def test_the_card_tells_what_the_log_comes_to(logged: Talking) -> None:
    reply = card(logged)
    lines = reply.text.splitlines()
    assert lines[0] == TITLE
    assert lines[1] == "Số liệu tính đến ngày 14/6/2026."
    assert lines[2].startswith("Chưa nộp; chậm nhất DỰ KIẾN 29/5/2026")
    assert "Số liệu: 3 hoạt động, 87 lượt người, nữ 65, nam 12, kinh phí 5.000.000 đồng, kiểm tra 3 đơn vị." in lines
    assert "Cùng kỳ năm trước: 1 hoạt động, 11 lượt người, nữ 9, nam 2." in lines
    assert "Số liệu còn hở: 1 hoạt động chưa ghi số người, 2 hoạt động chưa ghi kinh phí." in lines
    assert words.NO_SIGNER in lines
    files = [words.DOCX, words.XLSX, words.PICTURES]
    assert labels(reply) == [words.SEND, words.FILL, words.MEND, *files, words.EDIT]
    assert all(len(one.id.encode()) <= 64 for one in reply.choices)


def test_an_empty_log_makes_a_card_too(talking: Talking) -> None:
    reply = card(talking)
    assert words.NO_ENTRIES in reply.text
    assert "Cùng kỳ năm trước" not in reply.text
    assert words.SEND_NOTHING in labels(reply)
    assert words.PICTURES not in labels(reply)
    assert "901" not in reply.text


def test_what_is_missing_is_counted_and_the_first_are_named(talking: Talking) -> None:
    lacking = required(talking)
    text = card(talking).text
    assert words.MISSING.format(count=len(lacking)) in text
    assert len(lacking) > 6
    named = [one.id for one in lacking if f"- {one.id} " in text]
    assert named == [one.id for one in lacking[:6]]
    assert words.MORE_MISSING.format(count=len(lacking) - 6) in text


def test_a_period_that_is_not_named_is_asked(talking: Talking) -> None:
    reply = card(talking, said="/baocao")
    assert reply.text == words.ASK_PERIOD.format(unit="Bệnh viện A")
    assert labels(reply)[:2] == ["Năm 2026", "6 tháng cuối năm 2026"]
    [opened] = talking.pick("thu-ky-a", "6 tháng cuối năm 2026")
    assert opened.text.startswith("Báo cáo 6 tháng cuối năm 2026 - Bệnh viện A")


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("6 tháng đầu năm 2026", "6 tháng đầu năm 2026"),
        ("6 tháng cuối năm", "6 tháng cuối năm 2026"),
        ("năm 2026", "năm 2026"),
        ("tháng hành động", "Tháng hành động năm 2026"),
        ("6 thang dau nam 2025", "6 tháng đầu năm 2025"),
    ],
)
def test_words_name_the_period(talking: Talking, said: str, label: str) -> None:
    assert card(talking, said=f"/baocao {said}").text.startswith(f"Báo cáo {label} - Bệnh viện A")


def test_a_period_that_has_not_begun_has_no_report(talking: Talking) -> None:
    text = card(talking, said="/baocao 6 tháng đầu năm 2027").text
    assert text == words.NOT_BEGUN.format(period="6 tháng đầu năm 2027", start="15/12/2026")
    assert talking.rows("report_versions") == []


def test_a_period_that_has_not_ended_is_an_estimate(talking: Talking) -> None:
    text = card(talking, said="/baocao năm 2026").text
    assert "ước, tính đến ngày 24/11/2026" in text


def test_somebody_with_several_units_chooses_one(logged: Talking) -> None:
    roles: list[tuple[str, Role]] = [("bv-a", "secretary"), ("bv-b", "head")]
    store(logged.storage, person_records("hai-noi", roles, BEGAN.date()))
    reply = card(logged, "hai-noi")
    assert reply.text == words.ASK_UNIT
    assert labels(reply) == ["Bệnh viện A", "Bệnh viện B"]
    [opened] = logged.pick("hai-noi", "Bệnh viện B")
    assert opened.text.startswith("Báo cáo 6 tháng đầu năm 2026 - Bệnh viện B")
    assert "901 lượt người" in opened.text
    assert card(logged, "hai-noi", "/baocao bv b 6 tháng đầu năm 2026").text == opened.text


# Words


def test_all_that_is_missing_is_asked_one_after_another(talking: Talking) -> None:
    card(talking)
    lacking = required(talking)
    [asked] = talking.pick("thu-ky-a", words.FILL)
    for number, item in enumerate(lacking):
        assert item.prose is not None
        assert item.prose.ask in asked.text
        assert asked.choices == ()
        [asked] = talking.say("thu-ky-a", f"Lời của mục {number}")
        assert asked.text.startswith(f"Đã ghi mục {item.id} ")
    assert words.COMPLETE in asked.text
    assert words.FILL not in labels(asked)
    assert len(talking.rows("report_texts")) == len(lacking)
    version = latest(talking)
    assert version.report.missing == ()
    assert all(f"Lời của mục {n}." in told(version, item.id) for n, item in enumerate(lacking))
    assert text_of(talking.say("thu-ky-a", choice=f"bcviet:{OF}")).startswith(words.NOTHING_LEFT)


def test_an_item_that_is_skipped_stays_missing(talking: Talking) -> None:
    lacking = required(talking)
    talking.say("thu-ky-a", choice=f"bcviet:{OF}")
    asked = talking.talk("thu-ky-a", "bỏ qua")
    assert lacking[1].prose is not None
    assert lacking[1].prose.ask in asked
    text = talking.talk("thu-ky-a", "Phối hợp chưa đều", *["bỏ qua"] * (len(lacking) - 2))
    assert words.MISSING.format(count=len(lacking) - 1) in text
    assert f"- {lacking[0].id} " in text
    assert [row["item"] for row in talking.rows("report_texts")] == [f"hoat-dong-vstbpn/{lacking[1].id}"]


def test_what_was_written_stays_when_one_stops(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcviet:{OF}")
    assert talking.talk("thu-ky-a", "Phối hợp tốt", "hủy") == words.STOPPED
    assert words.MISSING.format(count=len(required(talking)) - 1) in card(talking).text
    assert "Phối hợp tốt." in told(latest(talking), required(talking)[0].id)


def test_going_back_at_the_start_asks_again(talking: Talking) -> None:
    first = required(talking)[0]
    [asked] = talking.say("thu-ky-a", choice=f"bcviet:{OF}")
    text = talking.talk("thu-ky-a", "lùi")
    assert messages.FLOW_AT_START in text
    assert first.prose is not None
    assert first.prose.ask in text
    assert asked.text in text


def test_going_back_asks_for_the_item_before_with_what_stands_there(talking: Talking) -> None:
    first, second = required(talking)[:2]
    talking.say("thu-ky-a", choice=f"bcviet:{OF}")
    talking.talk("thu-ky-a", "Phối hợp chưa tốt")
    text = talking.talk("thu-ky-a", "lùi")
    assert first.prose is not None
    assert first.prose.ask in text
    assert "Phối hợp chưa tốt" in text
    assert second.prose is not None
    assert second.prose.ask in talking.talk("thu-ky-a", "Phối hợp tốt")
    assert [row["text"] for row in talking.rows("report_texts")][-1] == "Phối hợp tốt"
    assert messages.FLOW_AT_START in talking.talk("thu-ky-a", "lùi", "lùi")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("con số 87 từ đâu?", "Con số 87 trong"),
        ("con so 87 tu dau", "Con số 87 trong"),
        ("thông tư 191 là gì?", "191/2009/TT-BTC"),
        ("ai duyệt cái này vậy?", words.TEXT_QUESTION),
    ],
)
def test_a_question_in_the_middle_is_answered_and_stands_in_no_report(logged: Talking, said: str, answer: str) -> None:
    card(logged)
    logged.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    text = logged.talk("thu-ky-a", said)
    assert answer in text
    assert "II.1 Mặt được" in text
    assert logged.rows("report_texts") == []
    assert logged.talk("thu-ky-a", "Ban họp đủ").startswith("Đã ghi mục II.1 ")


def test_a_question_within_words_of_several_lines_is_written(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    assert talking.talk("thu-ky-a", "Còn hai việc.\nAi làm?").startswith("Đã ghi mục II.1 ")


@pytest.mark.parametrize("said", ["1", " 12 ", "000"])
def test_the_number_of_a_choice_is_no_report(talking: Talking, said: str) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    assert words.TEXT_EMPTY in talking.talk("thu-ky-a", said)
    assert talking.rows("report_texts") == []


def test_a_picture_in_the_middle_is_told_where_it_belongs(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    picture = Attachment("anh.png", "image/png", 10, "evidence/x/anh.png")
    [reply] = talking.hear(address("thu-ky-a"), "ảnh buổi họp", attachment=picture)
    assert words.TEXT_FILE in reply.text
    assert talking.rows("report_texts") == []


def test_an_item_is_written_changed_and_given_back_to_the_log(logged: Talking) -> None:
    log(
        logged.storage,
        entry_record("w1", form="kho-khan-kien-nghi", type="khac", title="Ghi", date="2026-05-02",
                     more={"strengths": "Nhật ký nói thế"}),
    )  # fmt: skip
    [offered] = logged.say("thu-ky-a", choice=f"bcsua:{OF}")
    assert offered.text == words.ASK_WHICH_ITEM
    choice = next(one for one in offered.choices if one.id == f"bcmuc:{OF}:II.1")
    assert choice.label.startswith(words.FILLED_MARK)
    [asked] = logged.say("thu-ky-a", choice=choice.id)
    assert words.NOW_IS.format(text="Nhật ký nói thế.") in asked.text
    assert words.HOW_BACK not in asked.text
    done = logged.talk("thu-ky-a", "Viết tay\nhai dòng")
    assert done.startswith("Đã ghi mục II.1 ")
    assert told(latest(logged), "II.1") == ("Viết tay.", "Hai dòng.")
    [asked] = logged.say("thu-ky-a", choice=choice.id)
    assert words.NOW_IS.format(text="Viết tay hai dòng") in asked.text
    assert words.HOW_BACK in asked.text
    assert logged.talk("thu-ky-a", "Xóa").startswith("Đã bỏ lời đã viết ở mục II.1 ")
    assert told(latest(logged), "II.1") == ("Nhật ký nói thế.",)
    assert [row["text"] for row in logged.rows("report_texts")] == [None]


def test_an_item_that_figures_feed_keeps_them_beside_the_words(logged: Talking) -> None:
    fed = next(one for one in items(logged) if one.prose is not None and one.feeds and one.id == "I.5.c")
    logged.say("thu-ky-a", choice=f"bcmuc:{OF}:{fed.id}")
    logged.talk("thu-ky-a", "Ba nơi đều có kế hoạch")
    first, *rest = told(latest(logged), fed.id)
    assert "tại 3 đơn vị" in first
    assert rest == ["Ba nơi đều có kế hoạch."]
    [asked] = logged.say("thu-ky-a", choice=f"bcmuc:{OF}:{fed.id}")
    assert words.NOW_IS.format(text="Ba nơi đều có kế hoạch") in asked.text


@pytest.mark.parametrize(
    "said", ["Chị Nguyễn Thị Hoa bị chồng đánh", "Nạn nhân ở số nhà 12 ngõ 5", "Gọi 0912345678 để hỏi"]
)
def test_nobody_is_named_where_victims_are_told_of(talking: Talking, said: str) -> None:
    item = nameless(talking)
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:{item.id}")
    text = talking.talk("thu-ky-a", said)
    assert item.prose is not None
    assert item.prose.ask in text
    assert "Hoa" not in text
    assert talking.rows("report_texts") == []
    talking.talk("thu-ky-a", "Có 2 vụ, đã tư vấn cho cả hai")
    assert "Có 2 vụ, đã tư vấn cho cả hai." in told(latest(talking), item.id)


@pytest.mark.parametrize("said", HOSTILE[:-2])
def test_hostile_words_are_kept_whole_and_do_no_harm(talking: Talking, said: str) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    assert talking.talk("thu-ky-a", said).startswith("Đã ghi mục II.1 ")
    assert letters("".join(told(latest(talking), "II.1"))).casefold() == letters(said).casefold()
    assert card(talking).text.startswith(TITLE)


def letters(text: str) -> str:
    return "".join(one for one in normalize("NFC", text) if one.isalnum())


def test_words_that_are_too_long_are_refused_with_their_length(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    text = talking.talk("thu-ky-a", "a" * (LONGEST + 1))
    assert words.TEXT_LONG.format(length=LONGEST + 1, most=LONGEST) in text
    assert talking.rows("report_texts") == []
    talking.talk("thu-ky-a", "a" * LONGEST)
    assert [len(str(row["text"])) for row in talking.rows("report_texts")] == [LONGEST]


def test_words_that_say_nothing_are_asked_for_again(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    assert words.TEXT_EMPTY in talking.talk("thu-ky-a", "   ")
    assert talking.rows("report_texts") == []


def test_a_message_that_comes_twice_writes_once(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcviet:{OF}")
    talking.hear(address("thu-ky-a"), "Phối hợp tốt", times=2)
    assert [row["text"] for row in talking.rows("report_texts")] == ["Phối hợp tốt"]


def test_words_are_of_one_unit_and_period(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    talking.talk("thu-ky-a", "Chỉ của kỳ này")
    card(talking, said="/baocao 6 tháng cuối năm 2026")
    assert "Chỉ của kỳ này." not in told(latest(talking, period="second_half.2026"), "II.1")
    card(talking, "thu-ky-b")
    assert "Chỉ của kỳ này." not in told(latest(talking, "bv-b"), "II.1")


def test_another_of_the_unit_goes_on_with_what_was_written(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    talking.talk("thu-ky-a", "Thư ký viết")
    talking.say("truong-a", choice=f"bcmuc:{OF}:II.1")
    talking.talk("truong-a", "Trưởng ban sửa")
    [row] = talking.rows("report_texts")
    assert (row["text"], row["by"]) == ("Trưởng ban sửa", "truong-a")
    kept = [row for row in talking.rows("changes") if row["table"] == "report_texts"]
    assert [row["by"] for row in kept] == ["thu-ky-a", "truong-a"]


# Versions


def test_the_same_report_is_kept_once(logged: Talking) -> None:
    for user in ("thu-ky-a", "truong-a", "van-phong-so", "thu-ky-a"):
        logged.say(user, choice=f"bc:{OF}")
    assert len(logged.rows("report_versions")) == 1
    log(logged.storage, entry_record("e9", title="Mới", date="2026-05-20"))
    assert "144 lượt người" in card(logged).text
    card(logged)
    first, second = logged.rows("report_versions")
    assert first["digest"] != second["digest"]
    assert [one.id for one in latest(logged).entries] == ["e2", "e1", "k1", "e9"]


def test_a_deleted_entry_leaves_the_report_and_stays_in_its_old_version(logged: Talking) -> None:
    card(logged)
    old = latest(logged)
    logged.say("thu-ky-a", choice="nk:xoahan:e1")
    assert "30 lượt người" in card(logged).text
    kept = logged.storage.register.report_version(old.info.id)
    assert kept is not None
    assert kept.info.totals["total"] == 87


def test_words_survive_compiling_again(logged: Talking) -> None:
    logged.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    logged.talk("thu-ky-a", "Làm được nhiều việc")
    log(logged.storage, entry_record("e9", title="Mới", date="2026-05-20"))
    logged.clock.advance(timedelta(days=3).total_seconds())
    card(logged)
    assert told(latest(logged), "II.1") == ("Làm được nhiều việc.",)
    assert latest(logged).info.totals["total"] == 144


def test_the_version_shown_last_is_remembered(logged: Talking) -> None:
    card(logged)
    session = logged.storage.sessions.load(address("thu-ky-a").session_key)
    assert session.data[LAST] == latest(logged).info.id


# Who may


def test_those_who_write_no_report_are_told_who_does(logged: Talking) -> None:
    assert card(logged, "thanh-vien-a").text == words.NO_UNIT
    assert card(logged, "khach").text == messages.NO_ACCOUNT
    group = replace(address("thu-ky-a"), chat="nhom")
    assert text_of(logged.hear(group, ASK)) == messages.NOT_PRIVATE
    assert text_of(logged.hear(group, choice=f"bc:{OF}")) == messages.NOT_PRIVATE
    assert logged.rows("report_versions") == []


@pytest.mark.parametrize("user", ["thu-ky-a", "truong-a", "van-phong-so", "van-phong-tinh", "van-hanh"])
def test_the_unit_and_the_offices_above_write_it(logged: Talking, user: str) -> None:
    [reply] = logged.say(user, choice=f"bc:{OF}")
    assert reply.text.startswith(TITLE)
    logged.say(user, choice=f"bcmuc:{OF}:II.1")
    logged.talk(user, "Viết")
    assert [row["by"] for row in logged.rows("report_texts")] == [user]


@pytest.mark.parametrize("user", ["thu-ky-b", "thu-ky-so", "thu-ky-xa", "van-phong-hp", "thanh-vien-a", "khach"])
@pytest.mark.parametrize("button", ["bc", "bcviet", "bcsua"])
def test_others_open_nothing(logged: Talking, user: str, button: str) -> None:
    card(logged)
    said = text_of(logged.say(user, choice=f"{button}:{OF}"))
    assert said in (messages.NOT_ALLOWED, messages.NO_ACCOUNT)
    item = text_of(logged.say(user, choice=f"bcmuc:{OF}:II.1"))
    assert item in (messages.NOT_ALLOWED, messages.NO_ACCOUNT)
    assert text_of(logged.say(user, choice="bcdv:bv-a:6 tháng đầu năm 2026")) == messages.NOT_ALLOWED
    assert len(logged.rows("report_versions")) == 1


def test_a_file_is_made_for_those_who_see_the_report(logged: Talking) -> None:
    card(logged)
    version = latest(logged).info.id
    for user in ("thu-ky-b", "van-phong-hp", "khach"):
        assert text_of(logged.say(user, choice=f"bctep:docx:{version}")) == messages.NOT_ALLOWED
    assert waiting(logged) == 0
    assert text_of(logged.say("thanh-vien-a", choice=f"bctep:docx:{version}")) == words.MAKING
    assert waiting(logged) == 1


def waiting(talking: Talking) -> int:
    """How much that takes long is still to be done."""
    return int(talking.storage.db.execute("SELECT count(*) FROM works").fetchone()[0])


def test_who_loses_the_right_while_writing_writes_nothing(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    with talking.storage.transaction():
        talking.storage.db.execute("UPDATE memberships SET until = '2026-11-01' WHERE person = 'thu-ky-a'")
    assert messages.NOT_ALLOWED in talking.talk("thu-ky-a", "Vẫn viết")
    assert talking.rows("report_texts") == []


@pytest.mark.parametrize(
    "choice",
    [
        "bc:bv-a:xxx",
        "bc:bv-a:first_half.9999",
        "bc:bv-a:between.2026-05-01.2026-01-01",
        f"bcmuc:{OF}:zzz",
        f"bcmuc:{OF}:I",
        "bctep:docx:zzz",
        "bctep:exe:zzz",
        "bctep:",
    ],
)
def test_old_and_made_up_buttons_say_so(talking: Talking, choice: str) -> None:
    assert text_of(talking.say("thu-ky-a", choice=choice)) == words.OLD_CHOICE
    assert talking.rows("report_versions") == []


@pytest.mark.parametrize("choice", ["bc:", "bc:zzz:first_half.2026", "bcviet:", "bcsua:x", "bcmuc:x", "bcdv:"])
def test_buttons_of_no_unit_are_refused(talking: Talking, choice: str) -> None:
    assert text_of(talking.say("thu-ky-a", choice=choice)) == messages.NOT_ALLOWED


def test_any_stretch_of_days_has_a_report(logged: Talking) -> None:
    [reply] = logged.say("thu-ky-a", choice="bc:bv-a:between.2026-02-01.2026-02-28")
    assert "30 lượt người" in reply.text


def test_plain_words_open_it(logged: Talking) -> None:
    assert card(logged, said="soạn báo cáo 6 tháng đầu năm 2026").text == card(logged).text
    assert card(logged, said="lap giup bao cao nam 2026").text.startswith("Báo cáo năm 2026")
