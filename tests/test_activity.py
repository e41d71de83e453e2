"""Reports of activities: what is read out of sentences as members write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from knowledge.activity import Activity, ReadActivity, people_problems, read_activity, reads_like_log
from knowledge.activity.sentence import LONGEST
from knowledge.activity.shown import as_row, as_text
from knowledge.activity.spending import MOST
from knowledge.load import default_data_dir, load_activities
from tests.evaluate_activity import GROUPS, Tally, judge, measure, read_rows
from tests.mangle import MANGLERS

HERE = Path(__file__).parent
SEEN = tuple(f"activities_dev{number}.yaml" for number in (2, 3, 4, 5))
"""Reports that were unseen until their first measure, and were learnt from since."""
FILE = HERE / "matching" / "activities.yaml"
CASES: dict[str, list[Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
ROWS = [row for group in GROUPS for row in CASES[group]]
REPORTS = [row for group in GROUPS if group != "parts" for row in CASES[group]]
QUESTIONS = [
    (row["q"], row.get("ctx", {}).get("today", "2026-11-24"))
    for file in sorted((HERE / "questions").glob("*.yaml"))
    if "heldout" not in file.name
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))
]
TYPES = load_activities(default_data_dir())
TODAY = date(2026, 11, 24)


def read(text: str) -> Activity:
    return read_activity(text, TODAY, TYPES).activity


def said_fields(found: ReadActivity) -> set[str]:
    return {one.field for one in found.problems}


def day_of(row: dict[str, Any]) -> date:
    return date.fromisoformat(str(row["today"]))


def says_log(text: str) -> bool:
    return reads_like_log(text, TODAY, TYPES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_reads_exactly_what_was_said(row: dict[str, Any]) -> None:
    found = read_activity(row["text"], row["today"], TYPES)
    assert judge(row, row["text"], found, exact=True).failures == []


@pytest.mark.parametrize("row", REPORTS, ids=lambda row: row["text"])
def test_a_report_is_known_as_one(row: dict[str, Any]) -> None:
    assert reads_like_log(row["text"], row["today"], TYPES) is not row.get("silent", False)


@pytest.mark.parametrize("text", [*CASES["near_misses"], *(row["text"] for row in CASES["parts"])])
def test_what_asks_plans_orders_or_chats_is_no_report(text: str) -> None:
    assert not says_log(text)


def test_no_question_is_taken_for_a_report() -> None:
    assert len(QUESTIONS) > 1000
    assert [text for text, day in QUESTIONS if reads_like_log(text, date.fromisoformat(day), TYPES)] == []


@pytest.mark.parametrize("mangler", ["no diacritics", "raw Telex", "raw Telex, tone inside", "raw VNI", "NFD", "upper"])
def test_a_near_miss_stays_one_in_every_spelling(mangler: str) -> None:
    spoiled = [MANGLERS[mangler](text, Random(1)) for text in CASES["near_misses"]]
    assert [text for text in spoiled if says_log(text)] == []


def test_what_was_spelt_well_is_read_in_every_spelling() -> None:
    rows = read_rows(FILE, ("clean", "problems"))
    total = Tally()
    for mangler in MANGLERS:
        tally = measure(rows, mangler, TYPES)
        if "typos" not in mangler and mangler != "mixed":
            assert tally.failures == [], mangler
        total.add(tally)
    stated = sum(total.stated.values())
    assert sum(total.right.values()) >= 0.97 * stated
    assert sum(total.filled.values()) <= 0.001 * stated


def test_what_was_once_unseen_is_read_and_nothing_is_filled_in() -> None:
    rows = [row for name in SEEN for row in read_rows(HERE / "matching" / name)]
    tally = measure(rows, "clean", TYPES)
    assert not tally.filled, tally.failures
    assert tally.whole >= 0.98 * tally.messages, tally.failures
    silent = [row["text"] for row in rows if not reads_like_log(row["text"], day_of(row), TYPES)]
    assert [row["text"] for row in rows if row["text"] in silent and not row.get("silent")] == []


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        (
            "Tuyên truyền Luật Phòng, chống bạo lực gia đình ở thôn 3",
            "Tuyên truyền Luật Phòng, chống bạo lực gia đình",
            "thôn 3",
        ),
        ("Truyền thông, giáo dục giới tính hôm qua, 95 em", "Truyền thông, giáo dục giới tính", None),
        ("Hội thảo về chuyển đổi số ngày 22/7, 50 người", "Hội thảo về chuyển đổi số", None),
        ('Hội thảo "Gia đình - điểm tựa" hôm qua', 'Hội thảo "Gia đình - điểm tựa"', None),
        ("Bên em đã tổ chức tập huấn BĐG hôm qua", "tập huấn BĐG", None),
        ("Kiểm tra 5 trạm y tế ngày 3/11, xăng xe 350k", "Kiểm tra 5 trạm y tế", None),
        ("Tư vấn pháp luật cho 15 phụ nữ bị bạo lực hôm qua", "Tư vấn pháp luật cho phụ nữ bị bạo lực", None),
        ("- Họp ban\n- thôn 2, ngày 5/11\n- 9 người", "Họp ban", "thôn 2"),
        ("phát động tháng hành động 15/11 sân UBND xã, 150 người", "phát động tháng hành động", "sân UBND xã"),
        ("taapj huaans kyx nawng, hooij truowngf UBND xax, 39 nuwx", "tập huấn kỹ năng", "hội trường UBND xã"),
        ("Ta65p hua61n ky4 na8ng ta5i nha2 va8n ho1a, 39 nu74", "Tập huấn kỹ năng", "nhà văn hóa"),
        ("Tuyên truỳen kiến thức ở nhà văn háo thôn Đông", "Tuyên truyền kiến thức", "nhà văn hóa thôn Đông"),
        ("họp ban hôm qua 9 nữ 2 nam vắng 1 nữ", "họp ban", None),
        ("tap huan hqua 30 nu", "tap huan", None),
        ("họp ban lúc 8h qua Zoom, 9 nữ", "họp ban lúc 8h qua Zoom", None),
        ("hop ban dinh ky hom qua co mat 9 nu", "hop ban dinh ky", None),
        ("tập huấn 45 nữ 12 nam tổng 60", "tập huấn", None),
        ("Họp tại xã Krông Ana với nhóm Zoom", "Họp với nhóm Zoom", "xã Krông Ana"),
    ],
)
def test_titles_and_places_are_shown_as_they_were_meant(text: str, title: str, place: str | None) -> None:
    assert (read(text).title, read(text).place) == (title, place)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("họp rút kinh nghiệm sau đợt kiểm tra", "hop"),
        ("tuần trước tập huấn kỹ năng cho cán bộ nữ", "tap_huan"),
        ("hội nghị trực tuyến tập huấn phần mềm", "tap_huan"),
        ("họp xét kiện toàn Ban", "kien_toan"),
        ("nói chuyện về HIV, tặng 70 phần quà", "tuyen_truyen"),
        ("giải cầu lông các cơ quan", "khac"),
        ("tổ hòa giải thôn 7 họp, bàn về vụ bạo lực", "hop"),
        ("thi kéo co, nhảy bao bố mừng 20/10", "ky_niem"),
    ],
)
def test_the_head_of_a_message_decides(text: str, type_: str) -> None:
    assert read(text).type == type_


@pytest.mark.parametrize(
    ("text", "others", "female", "total"),
    [
        ("1. tập huấn 5/5 45 nữ 12 nam 5tr\n2. họp ban 6/5 9 nữ", "họp ban 6/5 9 nữ", 45, 57),
        ("- tập huấn 5/5 45 nữ 12 nam\n- họp ban 6/5 9 nữ", "họp ban 6/5 9 nữ", 45, 57),
        ("tập huấn 5/5 45 nữ 12 nam; họp ban 6/5 9 nữ", "họp ban 6/5 9 nữ", 45, 57),
        ("tập huấn 5/5 45 nữ và họp ban 6/5 9 nữ", "và họp ban 6/5 9 nữ", 45, None),
        ("tập huấn hôm qua 45 nữ. Sau đó họp ban 9 người", "Sau đó họp ban 9 người", 45, None),
        ("sáng 12/5 tập huấn 45 nữ 12 nam, chiều họp ban", "chiều họp ban", 45, 57),
        ("sang 12/5 tap huan 45 nu 12 nam, chieu cung ngay hop ban 9 nu", "chieu cung ngay hop ban 9 nu", 45, 57),
        ("tập huấn 5/5 45 nữ, chiều họp ban", "chiều họp ban", 45, None),
        ("5/5 tập huấn 45 nữ, 6/5 họp ban 9 nữ", "6/5 họp ban 9 nữ", 45, None),
        ("tap huan 45 nguoi 28 nu, 20/11, sau do toa dam 50 nguoi 40 nu", "sau do toa dam 50 nguoi 40 nu", 28, 45),
        (
            "sinh hoạt clb phụ nữ 1/5, 30 nữ, ngoài ra 8/3 có tọa đàm 60 người",
            "ngoài ra 8/3 có tọa đàm 60 người",
            30,
            None,
        ),
    ],
)
def test_of_several_activities_the_first_is_read(text: str, others: str, female: int, total: int | None) -> None:
    found = read_activity(text, TODAY, TYPES)
    assert (found.others, found.activity.female, found.activity.total) == (others, female, total)
    assert not found.problems
    assert as_row(found)["others"] == others
    assert as_text(found, TYPES).splitlines()[-1] == f"Còn việc khác: {others}"


@pytest.mark.parametrize(
    "text",
    [
        "Họp ban hôm qua, bàn kế hoạch tập huấn tháng 6, 9 người",
        "Hội nghị tổng kết ngày 15/1, 60 đại biểu, chiều tặng quà 5 hộ",
        "tập huấn ngày 12/5: sáng học lý thuyết, chiều kiểm tra thực tế, 30 nữ",
        "Hưởng ứng Tháng hành động, ngày 15/11 tổ chức mít tinh, 300 người",
        "Kỷ niệm 8/3, ngày 6/3 tổ chức tọa đàm, 50 nữ",
        "Hội nghị 20/10\nTuyên truyền luật BĐG\n50 nữ",
        "Tập huấn 5/5, nội dung: 1. Luật BĐG 2. kiểm tra, giám sát, 40 nữ",
        "Họp ban 5/5 và kiểm tra 3 xã, 9 người",
        "Hội nghị ngày 5/5, 60 người, sáng tuyên truyền luật, chiều thảo luận",
        "tập huấn cho 45 người, 28 nữ, hôm qua, tuyên truyền luật BĐG",
        "họp ban 12 người 7 nữ, ngày 20/11, kiểm tra tiến độ báo cáo",
        "khám sức khỏe 120 nữ, hôm qua, tư vấn dinh dưỡng",
    ],
)
def test_parts_of_one_activity_are_no_others(text: str) -> None:
    assert read_activity(text, TODAY, TYPES).others == ""


def test_a_day_between_commas_is_of_the_activity_before_it() -> None:
    for behind in ("sau do toa dam 50 nguoi 40 nu", "21/11 hop ban 9 nu", "chieu cung ngay hop ban 9 nu"):
        found = read_activity(f"tap huan 45 nguoi 28 nu, 20/11, {behind}", TODAY, TYPES)
        assert (found.others, found.activity.date) == (behind, date(2026, 11, 20))


@pytest.mark.parametrize("text", ["hôm qua 60 người 40 nữ", "3 triệu hôm qua", "hom qua 60 nguoi 40 nu"])
def test_what_nothing_names_has_no_name_of_a_letter(text: str) -> None:
    assert (read(text).type, read(text).title) == ("khac", None)


def test_another_activity_is_heard_behind_many_that_only_may_be() -> None:
    text = "họp ban" + "; họp ban" * 50 + ". Ngoài ra có tập huấn 45 nữ"
    assert read_activity(text, TODAY, TYPES).others == "Ngoài ra có tập huấn 45 nữ"


def test_a_negative_count_spoils_nothing_else() -> None:
    found = read_activity("Kỷ niệm 8/3\nlúc: 8h ngày 5/3\nnữ: 54 nam: -3\n- 10tr", TODAY, TYPES)
    assert said_fields(found) == {"male"}
    assert (found.activity.date, found.activity.female, found.activity.budget) == (date(2026, 3, 5), 54, 10_000_000)


def test_a_title_is_spelt_as_it_was_meant_and_is_never_empty() -> None:
    assert read("Taapj huaans BDDG 20/10, 45 nuwx").title == "Tập huấn BĐG"
    assert read("20/10 tập huấn").title == "tập huấn"
    assert read("gói bánh chưng hôm qua, 30 chị em").type == "khac"
    assert read("gói bánh chưng hôm qua, 30 chị em").title == "gói bánh chưng"


def test_the_day_lies_behind_and_ahead_is_a_problem() -> None:
    assert read("họp ban 24/11, 9 người").date == TODAY
    assert read("họp ban 25/11, 9 người").date == date(2025, 11, 25)
    found = read_activity("họp ban 25/11/2026, 9 người", TODAY, TYPES)
    assert (found.activity.date, said_fields(found)) == (None, {"date"})
    assert "chưa tới" in found.problems[0].message


def test_a_stretch_that_is_not_over_ends_today() -> None:
    assert (read("kiểm tra 3 xã trong tháng này").date, read("kiểm tra 3 xã trong tháng này").date_end) == (
        date(2026, 11, 1),
        TODAY,
    )


def test_a_budget_out_of_reason_is_asked_again() -> None:
    assert read(f"mít tinh 8/3, kinh phí {MOST - 1} đồng").budget == MOST - 1
    found = read_activity(f"mít tinh 8/3, kinh phí {MOST} đồng", TODAY, TYPES)
    assert (found.activity.budget, said_fields(found)) == (None, {"budget"})
    assert said_fields(read_activity("mít tinh 8/3, kinh phí 10^12", TODAY, TYPES)) == {"budget"}


def test_no_money_is_nothing_and_silence_is_not() -> None:
    assert read("họp ban hôm qua, không kinh phí").budget == 0
    assert read("họp ban hôm qua").budget is None


@pytest.mark.parametrize(
    ("given", "settled", "wrong"),
    [
        ((80, None, None, 120), (80, 40, None, 120), []),
        ((None, 40, None, 120), (80, 40, None, 120), []),
        ((45, 12, None, None), (45, 12, None, 57), []),
        ((45, 12, 3, None), (45, 12, 3, 60), []),
        ((45, None, 3, 60), (45, 12, 3, 60), []),
        ((None, None, None, 120), (None, None, None, 120), []),
        ((45, None, None, None), (45, None, None, None), []),
        ((60, None, None, 50), (None, None, None, 50), ["female"]),
        ((None, 60, None, 50), (None, None, None, 50), ["male"]),
        ((None, None, 60, 50), (None, None, None, 50), ["unknown"]),
        ((38, 20, None, 60), (38, 20, None, None), ["total"]),
        ((38, 20, 1, 60), (38, 20, 1, None), ["total"]),
        ((38, 20, 2, 60), (38, 20, 2, 60), []),
        ((-1, 20, None, None), (None, 20, None, None), ["female"]),
        ((45, None, 20, 60), (45, None, None, 60), ["unknown"]),
        ((None, None, None, None), (None, None, None, None), []),
    ],
)
def test_the_arithmetic_of_people(
    given: tuple[int | None, ...], settled: tuple[int | None, ...], wrong: list[str]
) -> None:
    people = people_problems(*given)
    assert (people.female, people.male, people.unknown, people.total) == settled
    assert [one.field for one in people.problems] == wrong
    assert all(one.message for one in people.problems)


def test_an_endless_message_is_not_read() -> None:
    for text in ("45 nữ " * 1000, "x" * 5000, "1" * (LONGEST + 1)):
        found = read_activity(text, TODAY, TYPES)
        assert (found.activity, said_fields(found)) == (Activity(), {"title"})
        assert not says_log(text)


def test_nothing_is_read_out_of_nothing() -> None:
    for text in ("", "   ", "\n", "…", "🎉"):
        assert read_activity(text, TODAY, TYPES) == ReadActivity(Activity())
        assert not says_log(text)


def test_without_types_the_rest_is_read() -> None:
    found = read_activity("Tập huấn 20/10, 45 nữ", TODAY, ())
    assert (found.activity.type, found.activity.title, found.activity.female) == (None, None, 45)


def test_a_row_has_the_keys_of_the_contract() -> None:
    row = as_row(read_activity("kiểm tra 4 đơn vị 12-13/5", TODAY, TYPES))
    assert row["activity"]["date_end"] == "2026-05-13"
    assert row["activity"]["units_inspected"] == 4
    bare = as_row(read_activity("chào", TODAY, TYPES))
    assert bare == {
        "activity": dict.fromkeys(("type", "title", "date", "female", "male", "unknown", "total", "budget", "place")),
        "problems": [],
    }


def test_a_person_reads_every_field_and_every_problem() -> None:
    text = "Kiểm tra 4 đơn vị 12-13/5 tại huyện A, 1.250 người, nữ 2000, kp 3tr2"
    assert as_text(read_activity(text, TODAY, TYPES), TYPES).splitlines()[:4] == [
        "Loại: Kiểm tra, giám sát",
        "Tên: Kiểm tra 4 đơn vị",
        "Ngày: 12/05/2026 đến 13/05/2026",
        "Nơi: huyện A",
    ]
    assert "Cần ghi lại: 2.000 nữ nhiều hơn tổng số 1.250 người" in as_text(read_activity(text, TODAY, TYPES), TYPES)
    assert as_text(read_activity("chào", TODAY, TYPES), TYPES) == "Không đọc được hoạt động nào."
