"""How many and how much: which questions are about one's own log, and what they come to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from handlers import messages_log as words
from handlers.asking import Assistant
from handlers.totals import asks_for_totals
from tests.logging_people import entry_record, log
from tests.talking import Talking
from tests.world import BEGAN, person_records, store, world

QUESTIONS = Path(__file__).parent / "questions"
FILES = sorted(one for one in QUESTIONS.glob("*.yaml") if not one.stem.endswith("_heldout"))


def test_no_question_about_rules_and_documents_is_taken() -> None:
    asked = [row["q"] for file in FILES for row in yaml.safe_load(file.read_text("utf-8"))]
    assert len(asked) > 1000
    assert [question for question in asked if asks_for_totals(question)] == []


@pytest.mark.parametrize(
    "text",
    [
        "quý này bao nhiêu nữ được tập huấn?",
        "quy nay bao nhieu nu duoc tap huan",
        "tháng 10 tổ chức bao nhiêu lớp tập huấn",
        "năm nay đã chi bao nhiêu kinh phí?",
        "năm nay đơn vị mình đã tổ chức mấy cuộc kiểm tra",
        "6 tháng đầu năm tổ chức được bao nhiêu buổi tuyên truyền",
        "quý 3 đã kiểm tra bao nhiêu đơn vị",
        "tổng số người được tập huấn quý này",
        "năm nay kiểm tra bao nhiêu đơn vị",
        "tổng kinh phí năm nay",
        "tháng 2 có mấy cuộc họp?",
        "nam nay chi het bao nhieu tien cho tap huan",
        "quy 3 tuyen truyen duoc bao nhieu nguoi",
        "q3 tap huan bn nu",
        "từ đầu năm bao nhiêu người được tập huấn",
    ],
)
def test_questions_about_what_was_done_are_taken(text: str) -> None:
    assert asks_for_totals(text)


@pytest.mark.parametrize(
    "text",
    [
        "bao nhiêu",
        "mức chi cho người dự hội thảo là bao nhiêu",
        "đại biểu đi dự hội thảo được mấy đồng",
        "hạn nộp báo cáo năm nay còn bao nhiêu ngày",
        "Thanh Hóa 2015 tổ chức mấy lớp tập huấn",
        "kế hoạch năm nay phải tổ chức bao nhiêu lớp tập huấn",
        "quý này đã tập huấn 45 nữ",
        "tháng 10 tập huấn tổng số người 30 người",
        "tổng kinh phí tập huấn tháng 10 là 5 triệu",
        "x" * 300,
    ],
)
def test_others_are_not(text: str) -> None:
    assert not asks_for_totals(text)


def told(assistant: Assistant, question: str, person: str = "thu-ky-a") -> str:
    talking = Talking(world(), assistant)
    store(talking.storage, person_records("hai-noi", [("bv-a", "secretary"), ("bv-b", "member")], BEGAN.date()))
    log(
        talking.storage,
        entry_record("e1", budget=5_000_000),
        entry_record("e2", date="2026-11-05", female=30, male=None, total=None, title="Tập huấn luật"),
        entry_record("e3", type="kiem_tra", form="kiem-tra", units_inspected=3, female=None, male=None, total=None),
        entry_record("e4", type="vu_viec", form="vu-viec", female=2, male=0, total=2, more={"cases": 2}),
        entry_record("e5", date="2025-10-20"),
        entry_record("e6", unit="bv-b", by="thu-ky-b", female=400, total=412),
        entry_record("e7", deleted=1, female=1000, total=1012),
    )
    text = talking.talk(person, question)
    talking.storage.close()
    return text


def test_figures_are_added_and_what_is_not_known_is_said(assistant: Assistant) -> None:
    text = told(assistant, "quý này bao nhiêu nữ được tập huấn?")
    assert text.startswith("Bệnh viện A, quý này")
    assert "2 việc; 57 lượt người (nữ 75, nam 12); 5.000.000 đồng" in text
    assert "Chưa có số liệu tổng số người ở 1 việc" in text
    assert "Chưa có số liệu kinh phí ở 1 việc" in text
    assert words.TOTAL_FROM in text


def test_another_year_another_unit_and_what_was_deleted_do_not_count(assistant: Assistant) -> None:
    assert "1 việc; 57 lượt người" in told(assistant, "năm ngoái bao nhiêu người được tập huấn?")
    assert "412 lượt người" in told(assistant, "quý này bao nhiêu nữ được tập huấn?", "thu-ky-b")


def test_victims_are_not_added_to_who_took_part(assistant: Assistant) -> None:
    text = told(assistant, "quý này đã tổ chức bao nhiêu hoạt động?")
    assert "4 việc" in text
    assert "59 lượt" not in text
    assert "2 lượt người (nữ 2, nam 0)" in told(assistant, "quý này đã có bao nhiêu vụ bạo lực?")


def test_units_inspected_are_added(assistant: Assistant) -> None:
    assert "1 việc; 3 đơn vị" in told(assistant, "quý này đã kiểm tra bao nhiêu đơn vị?")


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("từ đầu năm bao nhiêu nữ được tập huấn?", "1/1/2026 đến 24/11/2026"),
        ("đầu năm đến nay tập huấn bao nhiêu nữ", "1/1/2026 đến 24/11/2026"),
        ("tu dau nam den gio tap huan bao nhieu nu", "1/1/2026 đến 24/11/2026"),
        ("đầu quý đã tập huấn bao nhiêu nữ", "1/10/2026 đến 24/11/2026"),
        ("từ đầu tháng tập huấn bao nhiêu nữ", "1/11/2026 đến 24/11/2026"),
        ("từ đầu năm đến hết tháng 9 tập huấn bao nhiêu nữ", "1/1/2026 đến 30/9/2026"),
        ("6 tháng đầu năm tập huấn được bao nhiêu nữ", "1/1/2026 đến 30/6/2026"),
    ],
)
def test_from_the_beginning_of_means_until_today(assistant: Assistant, asked: str, days: str) -> None:
    assert days in told(assistant, asked)


def test_bare_and_short_questions_of_members_are_answered_from_the_log(assistant: Assistant) -> None:
    assert "3 đơn vị" in told(assistant, "năm nay kiểm tra bao nhiêu đơn vị")
    assert "năm nay (1/1/2026 đến 31/12/2026): 4 việc" in told(assistant, "tổng kinh phí năm nay")
    assert "họp ban: nhật ký chưa có" in told(assistant, "tháng 2 có mấy cuộc họp?")
    assert "2 việc" in told(assistant, "nam nay chi het bao nhieu tien cho tap huan")
    assert "quý 3 (1/7/2026 đến 30/9/2026)" in told(assistant, "quy 3 tuyen truyen duoc bao nhieu nguoi")
    assert "2 việc" in told(assistant, "q4 tap huan bn nu")


def test_a_unit_that_is_named_is_meant(assistant: Assistant) -> None:
    asked = "quý này bệnh viện A bao nhiêu nữ được tập huấn?"
    for person in ("thu-ky-a", "van-phong-so", "van-phong-tinh"):
        assert told(assistant, asked, person).startswith("Bệnh viện A, quý này")
    assert "nữ 400" in told(assistant, "quy nay bv b tap huan bn nu", "van-phong-so")
    assert "2 trong 3 đơn vị" in told(assistant, "quý này sở y tế tập huấn bao nhiêu nữ", "van-phong-tinh")


def test_a_unit_of_others_is_not_counted(assistant: Assistant) -> None:
    text = told(assistant, "quý này bệnh viện B bao nhiêu nữ được tập huấn?")
    assert "không xem được nhật ký Bệnh viện B" in text
    assert "400" not in text


def test_an_office_gets_the_sum_over_its_units(assistant: Assistant) -> None:
    asked = "quý này bao nhiêu nữ được tập huấn?"
    text = told(assistant, asked, "van-phong-so")
    assert "Sở Y tế Thanh Hóa và đơn vị trực thuộc (2 trong 3 đơn vị có ghi), quý này" in text
    assert "3 việc; 469 lượt người (nữ 475, nam 24)" in text
    assert "(2 trong 5 đơn vị có ghi)" in told(assistant, asked, "van-phong-tinh")
    assert "(0 trong 2 đơn vị có ghi)" in told(assistant, asked, "van-phong-hp")
    assert told(assistant, asked, "thu-ky-so").startswith("Sở Y tế Thanh Hóa, quý này")


def test_several_units_each_and_together(assistant: Assistant) -> None:
    text = told(assistant, "quý này bao nhiêu nữ được tập huấn?", "hai-noi")
    assert "Bệnh viện A, quý này (1/10/2026 đến 31/12/2026), tập huấn, bồi dưỡng: 2 việc" in text
    assert "Bệnh viện B, quý này (1/10/2026 đến 31/12/2026), tập huấn, bồi dưỡng: 1 việc" in text
    assert "Cộng 2 đơn vị, quý này (1/10/2026 đến 31/12/2026), tập huấn, bồi dưỡng: 3 việc" in text


def test_strangers_and_places_are_left_to_the_library(assistant: Assistant) -> None:
    assert "lượt người" not in told(assistant, "quý này bao nhiêu nữ được tập huấn?", "khach")
    assert "Bệnh viện A" not in told(assistant, "năm 2015 thanh hóa đã tổ chức mấy lớp tập huấn")
