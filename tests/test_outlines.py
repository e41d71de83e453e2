"""Outlines: what ships tells everything the directive asks for, and every entry of the log in one place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.activity_types import ActivityKind
from knowledge.check import check_knowledge
from knowledge.forms import COLUMNS
from knowledge.forms.fields import every_field
from knowledge.load import default_data_dir, load_knowledge
from knowledge.outline_faults import type_faults
from knowledge.outline_items import ItemAt, every_item, telling_item
from knowledge.outlines import Feed, Outline, OutlineItem, ReportKind

BASE = Path(__file__).parent / "broken" / "base"
KNOWLEDGE = load_knowledge(default_data_dir())
OUTLINES = {outline.id: outline for outline in KNOWLEDGE.outlines}
WHOLE = OUTLINES["hoat-dong-vstbpn"]
DIRECTIVE = KNOWLEDGE.trees["so-y-te-thanh-hoa-2018"]
PARTS = ("PL.I", "PL.II", "PL.III", "PL.IV")


def places(outline: Outline) -> list[ItemAt]:
    return list(every_item(outline.items, outline.kinds))


def items(outline: Outline) -> list[OutlineItem]:
    return [at.item for at in places(outline)]


def told(outline: Outline, type_: str, title: str = "") -> str | None:
    item = telling_item(items(outline), type_, title)
    return item.id if item else None


def asked_paths() -> list[str]:
    return [path for path in DIRECTIVE.nodes if path in PARTS or path.startswith(tuple(f"{part}." for part in PARTS))]


def test_what_ships_is_one_whole_outline_one_for_the_action_month_and_a_short_one() -> None:
    assert set(OUTLINES) == {"hoat-dong-vstbpn", "thang-hanh-dong", "bao-cao-gon"}
    chosen = {kind: [one.id for one in OUTLINES.values() if one.default and kind in one.kinds] for kind in kinds()}
    assert chosen == {
        "first_half": ["hoat-dong-vstbpn"],
        "second_half": ["hoat-dong-vstbpn"],
        "year": ["hoat-dong-vstbpn"],
        "action_month": ["thang-hanh-dong"],
        "between": ["hoat-dong-vstbpn"],
    }


def kinds() -> tuple[ReportKind, ...]:
    return get_args(ReportKind)


def test_everything_the_directive_asks_for_is_told_in_its_own_order() -> None:
    asked = asked_paths()
    assert len(asked) == 33
    named = [item.section for item in items(WHOLE) if item.id != "I.5.f"]
    assert named == asked


def test_headings_are_those_of_the_directive_but_for_what_was_true_of_one_year() -> None:
    changed = {}
    for item in items(WHOLE):
        node = DIRECTIVE.nodes[item.section or ""]
        assert item.label == node.label or item.id == "I.5.f"
        if node.title is not None and node.title.meant != item.heading and item.id != "I.5.f":
            changed[item.id] = item.heading
    assert changed == {
        "I.2": "Tổ chức triển khai Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở "
        "giới từ 15/11 - 15/12",
        "IV": "PHƯƠNG HƯỚNG, NHIỆM VỤ CÔNG TÁC {next}",
    }


@pytest.mark.parametrize("outline", OUTLINES.values(), ids=list(OUTLINES))
def test_nothing_of_one_year_or_province_is_carried_over(outline: Outline) -> None:
    for item in items(outline):
        prose = item.prose
        text = " ".join((item.heading, item.noun, prose.ask if prose else "", prose.hint if prose else ""))
        assert not re.search(r"\b20\d\d\b|Thanh H[óo]", text), item.id


def test_points_have_a_short_heading() -> None:
    assert [item.id for item in items(WHOLE) if item.label == "-" and len(item.heading.split()) > 20] == []


def text_fields() -> Iterator[tuple[str, str]]:
    for form in KNOWLEDGE.forms:
        for at in every_field(form.fields):
            if at.field.type == "text" and at.field.name not in COLUMNS:
                yield form.id, at.field.name


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("hoat-dong-vstbpn", set()),
        ("bao-cao-gon", set()),
        # Cadres and the board itself are no matter of one month.
        (
            "thang-hanh-dong",
            {("can-bo-nu", "difficulties"), ("hop-kien-toan", "units"), ("hop-kien-toan", "decision")},
        ),
    ],
)
def test_every_text_that_forms_ask_for_is_taken(name: str, left: set[tuple[str, str]]) -> None:
    prose = [item.prose for item in items(OUTLINES[name]) if item.prose]
    taken = {(one.form, one.field) for each in prose for one in each.takes}
    assert set(text_fields()) - taken == left


@pytest.mark.parametrize("outline", OUTLINES.values(), ids=list(OUTLINES))
def test_words_about_victims_name_nobody(outline: Outline) -> None:
    about = [item for item in items(outline) if item.prose and any(one.form == "vu-viec" for one in item.prose.takes)]
    assert about
    assert [item.id for item in about if item.prose and not item.prose.nameless] == []


@pytest.mark.parametrize("outline", OUTLINES.values(), ids=list(OUTLINES))
def test_questions_are_polite_and_come_with_an_example(outline: Outline) -> None:
    for item in items(outline):
        if item.prose is not None:
            assert item.prose.ask.startswith("Anh/chị "), item.id
            assert item.prose.ask.endswith(("?", "Xin không ghi tên, địa chỉ của ai.")), item.id
            assert item.prose.hint.startswith("Ví dụ: "), item.id


def test_types_are_told_where_the_directive_asks_for_them() -> None:
    assert {type_: told(WHOLE, type_) for type_ in get_args(ActivityKind)} == {
        "tuyen_truyen": "I.5.b",
        "tap_huan": "I.5.b",
        "hoi_nghi": "I.5.b",
        "kiem_tra": "I.5.c",
        "ky_niem": "I.5.d",
        "thang_hanh_dong": "I.2",
        "can_bo_nu": "I.4.b",
        "hop": "I.5.e",
        "kien_toan": "I.5.e",
        "vu_viec": "I.6.a",
        "khac": "I.5.f",
    }


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Ban hành kế hoạch hoạt động năm", "I.1.a"),
        ("Xây dựng quy chế làm việc của Ban", "I.1.a"),
        ("Trình đề án tăng cường cán bộ nữ", "I.1.a"),
        ("BAN HÀNH CHƯƠNG TRÌNH CÔNG TÁC", "I.1.a"),
        ("ban hanh ke hoach nam", "I.1.a"),
        ("Lồng ghép giới vào kế hoạch phát triển", "I.1.b"),
        ("Đề tài về lao động nữ", "I.1.c"),
        ("Thu thập số liệu tách theo giới", "I.1.d"),
        ("Báo cáo kết quả thực hiện kế hoạch", "I.1.d"),
        ("Tổng kết chương trình bình đẳng giới", "I.1.d"),
        ("Ký quy chế phối hợp với Hội Liên hiệp Phụ nữ", "I.3.1"),
        ("Ký kết chương trình phối hợp giữa hai ngành", "I.3.1"),
        ("Kế hoạch liên ngành về gia đình", "I.3.1"),
        ("Công văn hướng dẫn thực hiện kế hoạch", "I.5.a"),
        ("Thăm hỏi nữ công nhân", "I.5.f"),
        ("Tư vấn kế hoạch hóa gia đình", "I.5.f"),
        ("Chương trình văn nghệ gây quỹ", "I.5.f"),
        ("", "I.5.f"),
    ],
)
def test_other_work_is_told_by_what_its_title_says(title: str, id_: str) -> None:
    assert told(WHOLE, "khac", title) == id_


def test_words_count_as_whole_words_with_their_own_diacritics() -> None:
    outline = [
        OutlineItem(id="1", label="1", heading="A", feeds=[Feed(type="khac", words=["đề án"])]),
        OutlineItem(id="2", label="2", heading="B", feeds=[Feed(type="khac")]),
    ]

    def chosen(title: str) -> str | None:
        item = telling_item(outline, "khac", title)
        return item.id if item else None

    assert [chosen("Trình đề án"), chosen("trinh de an"), chosen("(ĐỀ ÁN)")] == ["1", "1", "1"]
    assert [chosen("Quán để ăn"), chosen("de ang"), chosen("đề-xuất án")] == ["2", "2", "2"]
    assert telling_item(outline, "hop", "Trình đề án") is None


def test_the_longest_word_counts_then_the_first_item() -> None:
    def item(id_: str, *words: str) -> OutlineItem:
        return OutlineItem(id=id_, label="-", heading="A", feeds=[Feed(type="khac", words=list(words))])

    outline = [item("1", "kế hoạch"), item("2", "phối hợp"), item("3", "kế hoạch ngành")]
    found = [telling_item(outline, "khac", title) for title in ("phối hợp kế hoạch", "kế hoạch ngành", "phối hợp")]
    assert [one.id if one else None for one in found] == ["1", "3", "2"]


@given(title=st.text(), type_=st.sampled_from(get_args(ActivityKind)), outline=st.sampled_from(list(OUTLINES.values())))
@settings(max_examples=200, deadline=None)
def test_whatever_a_title_says_one_item_tells_the_entry(title: str, type_: str, outline: Outline) -> None:
    found = telling_item(items(outline), type_, title)
    assert found is not None
    assert type_ in {feed.type for feed in found.feeds}


@pytest.mark.parametrize(
    "title", ["\ud800 kế hoạch", "kế\x00 hoạch " * 5000, "\u202ekế hoạch", "<w:t>kế hoạch</w:t>&]]>"]
)
def test_hostile_titles_do_no_harm(title: str) -> None:
    assert told(WHOLE, "khac", title) == "I.1.a"


def test_kinds_are_narrowed_for_an_item_and_those_under_it() -> None:
    below = OutlineItem(id="a.b", label="1", heading="B", kinds=["between", "first_half"])
    above = OutlineItem(id="a", label="I", heading="A", kinds=["year", "between"], items=[below])
    found = [(at.item.id, at.level, at.kinds, at.path) for at in every_item([above], ["between", "year"])]
    assert found == [
        ("a", 1, ("between", "year"), ("items", 0)),
        ("a.b", 2, ("between",), ("items", 0, "items", 0)),
    ]


def test_a_type_may_be_told_by_another_item_in_another_kind_of_report() -> None:
    first = OutlineItem(id="1", label="1", heading="A", kinds=["year"], feeds=[Feed(type="hop")])
    second = OutlineItem(id="2", label="2", heading="B", kinds=["between"], feeds=[Feed(type="hop")])
    whole = list(every_item([first, second], ["year", "between"]))
    assert list(type_faults(whole, ["year", "between"], ["hop"])) == []


def test_types_are_those_that_the_base_lists() -> None:
    item = OutlineItem(id="1", label="1", heading="A", feeds=[Feed(type="hop"), Feed(type="khac")])
    faults = list(type_faults(list(every_item([item], ["year"])), ["year"], ["hop"]))
    assert [(fault.path, fault.what) for fault in faults] == [
        (("items", 0, "feeds", 1, "type"), "không có loại hoạt động “khac”")
    ]


def test_a_base_without_outlines_is_sound(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "kho")
    shutil.rmtree(root / "outlines")
    checked = check_knowledge(root)
    assert (checked.problems, checked.outlines) == ((), 0)
    assert load_knowledge(root).outlines == ()


def test_an_outline_that_does_not_fit_is_no_reason_to_miss_a_default(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "kho")
    file = root / "outlines" / "bao-cao.yaml"
    file.write_text(file.read_text("utf-8").replace("default: true", "default: có"), "utf-8")
    assert [(problem.line, problem.what) for problem in check_knowledge(root).problems] == [
        (5, "“default” phải là true hoặc false, mà là chữ “có”")
    ]


def test_a_form_that_cannot_be_read_does_not_make_an_outline_wrong(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "kho")
    (root / "forms" / "hop.yaml").write_text("id: [\n", "utf-8")
    assert [Path(problem.file).name for problem in check_knowledge(root).problems] == ["hop.yaml"]


def test_words_in_an_outline_are_checked_like_all_others(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "kho")
    file = root / "outlines" / "bao-cao.yaml"
    file.write_text(file.read_text("utf-8").replace("Báo cáo mẫu", '"Gọi 0912 345 678 \\u200b"'), "utf-8")
    (root / "outlines" / "khac.yml").write_text("id: khac\n", "utf-8")
    assert [problem.what for problem in check_knowledge(root).problems] == [
        "có ký tự không nhìn thấy được, mã U+200B",
        "có số điện thoại di động",
        "đuôi “.yml” nên tệp không được đọc",
    ]
