"""Section trees: paths, headings, whole texts, and sizes that must not crash."""

from __future__ import annotations

import hashlib

import pytest

from knowledge.marked import MarkError
from knowledge.model import Section
from knowledge.tree import Place, build_tree


def section(label: str, *children: Section, title: str | None = None, text: str | None = None) -> Section:
    return Section(label=label, title=title, text=text, sections=list(children))


DOCUMENT = [
    section("", text="Kính gửi: các đơn vị"),
    section(
        "II",
        section(
            "1", section("-", text="Một."), section("+", text="Hai."), section("-", text="Ba."), title="Tuyên truyền"
        ),
        section("4", section("a", text="Điểm a."), title="Việc [[khác|khac]]", text="Như sau:"),
        section("4", text="Trùng số."),
        title="NHIỆM VỤ",
    ),
    section("", section("-", text="Lưu: VT."), title="Nơi nhận"),
    section("3", section("3.1", text="Mục nhỏ.")),
    section("PL", section("I", section("-", text="Số liệu.")), title="ĐỀ CƯƠNG"),
    section("PL", text="Phụ lục nữa."),
]


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("g1", "đoạn 1"),
        ("II", "mục II"),
        ("II.1.g1", "mục II.1, gạch đầu dòng 1"),
        ("II.1.g2", "mục II.1, dấu cộng 1"),
        ("II.1.g3", "mục II.1, gạch đầu dòng 2"),
        ("II.4.a", "mục II.4.a"),
        ("II.4~2", "mục II.4"),
        ("g2", "phần “Nơi nhận”"),
        ("g2.g1", "phần “Nơi nhận”, gạch đầu dòng 1"),
        ("3.3.1", "mục 3.1"),
        ("PL", "phụ lục"),
        ("PL.I.g1", "phụ lục, mục I, gạch đầu dòng 1"),
        ("PL~2", "phụ lục thứ 2"),
    ],
)
def test_a_path_leads_to_its_section_and_its_heading(path: str, heading: str) -> None:
    node = build_tree(DOCUMENT).find(path)
    assert node is not None
    assert (node.path, node.heading) == (path, heading)


def test_nodes_come_in_reading_order_and_know_those_above() -> None:
    tree = build_tree(DOCUMENT)
    assert list(tree.nodes)[:9] == ["g1", "II", "II.1", "II.1.g1", "II.1.g2", "II.1.g3", "II.4", "II.4.a", "II.4~2"]
    assert tree.nodes["II.4.a"].titles == ("NHIỆM VỤ", "Việc khác")
    assert [node.path for node in tree.nodes["II.4.a"].ancestors] == ["II", "II.4"]
    assert tree.nodes["II.4.a"].place == ("sections", 1, "sections", 1, "sections", 0)


def test_a_section_reads_whole_as_meant_and_as_written() -> None:
    node = build_tree(DOCUMENT).nodes["II.4"]
    assert node.meant == "4. Việc khác\nNhư sau:\na. Điểm a."
    assert node.written == "4. Việc khac\nNhư sau:\na. Điểm a."


def test_a_quote_is_found_below_its_section_but_never_across_two() -> None:
    node = build_tree(DOCUMENT).nodes["II"]
    passage = node.passage("việc khác".capitalize())
    assert passage is not None
    assert passage.written_span("Việc khác") == "Việc khac"
    assert node.passage("Một. Hai.") is None
    assert node.passage("Kính gửi") is None


def test_the_hash_is_that_of_the_written_letters_with_labels_but_without_the_appendix_label() -> None:
    source = "Kính gửi: các đơn vị II. NHIỆM VỤ 1. Tuyên truyền - Một. + Hai. - Ba. 4. Việc khac Như sau: a) Điểm a."
    source += " 4. Trùng số. Nơi nhận - Lưu: VT. 3. 3.1. Mục nhỏ. ĐỀ CƯƠNG I. - Số liệu. Phụ lục nữa."
    expected = hashlib.sha256("".join(filter(str.isalnum, source)).encode()).hexdigest()
    assert build_tree(DOCUMENT).letters_sha256 == expected


def test_two_ways_to_one_path_are_told() -> None:
    tree = build_tree([section("3", section("1")), section("3.1")])
    assert [node.place for node in tree.clashes] == [("sections", 1)]
    assert tree.nodes["3.1"].place == ("sections", 0, "sections", 0)


def test_marks_that_cannot_be_read_are_raised_or_reported_with_their_place() -> None:
    sections = [section("1", section("a", title="[[x", text="tốt"), text="{{y")]
    with pytest.raises(MarkError):
        build_tree(sections)
    found: list[Place] = []
    tree = build_tree(sections, lambda place, error: found.append(place))
    assert sorted(found, key=len) == [("sections", 0, "text"), ("sections", 0, "sections", 0, "title")]
    assert not tree.complete
    assert tree.meant == "1.\na. tốt"


def test_a_chain_of_thousands_does_not_crash() -> None:
    chain = Section.model_construct(label="1", title=None, text="đáy", sections=[])
    for _ in range(4000):
        chain = Section.model_construct(label="1", title=None, text=None, sections=[chain])
    tree = build_tree([chain])
    assert len(tree.nodes) == 4001
    assert tree.source_letters == "1" * 4001 + "đáy"
    bottom = list(tree.walk())[-1]
    assert len(bottom.ancestors) == 4000
    assert tree.roots[0].passage("đáy") is not None
    assert repr(bottom)
