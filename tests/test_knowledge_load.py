"""Loading a whole base from its folder."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.load import default_data_dir, load_knowledge
from knowledge.model import AnswerFile, Directive, Manifest, Reference, Shape
from knowledge.shapes import validate
from knowledge.yamlfile import Document, Lines

GOOD = Path(__file__).parent / "broken" / "base"
MANIFEST = "name: Kho\nabout: Để thử.\n"


def problems(root: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(root)
    return [str(problem).replace(f"{root}", "KHO") for problem in caught.value.problems]


def test_every_part_is_read() -> None:
    base = load_knowledge(GOOD)
    assert base.root == GOOD
    assert base.manifest.name == "Kho mẫu"
    assert [directive.id for directive in base.directives] == ["ke-hoach-mau"]
    assert base.directive_by_id["ke-hoach-mau"].year == 2018
    assert base.reference_by_id["cong-van-mau"].cited_by[0].section == "g1"
    assert [answers.topic for answers in base.answers] == ["Giúp đỡ"]
    assert [event.starts for event in base.events] == ["11-15"]
    assert [day.name for day in base.holidays.years[2018]] == ["Ngày Chiến thắng"]
    assert [place.now for place in base.places] == [None, "Phú Thọ"]
    assert base.places_source is not None
    assert base.lexicon.abbreviations[0].short == "BĐG"
    assert [article.id for article in base.articles] == ["1"]
    assert base.trees["ke-hoach-mau"].nodes["I.1.g1"].meant == "- Tổ chức nghĩa cử, thăm hỏi."


def test_the_base_that_ships_loads() -> None:
    assert load_knowledge(default_data_dir()).directives


def test_nothing_but_the_manifest_is_needed(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text(MANIFEST, "utf-8")
    base = load_knowledge(str(tmp_path))
    assert (base.directives, base.articles, base.places, base.places_source) == ((), (), (), None)
    assert base.holidays.years == {}


def test_a_base_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_knowledge(GOOD).root = Path()  # type: ignore[misc]  # the point of the test


def test_hidden_files_and_other_endings_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text(MANIFEST, "utf-8")
    (tmp_path / "directives").mkdir()
    (tmp_path / "directives" / "._mac.yaml").write_bytes(b"\x00\x05")
    (tmp_path / "directives" / "ghi-chu.txt").write_bytes(b"\xff")
    assert load_knowledge(tmp_path).directives == ()


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text("name: Kho\n", "utf-8")
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "a.yaml").write_text("topic: x\ntopic: y\nfacts: []\n", "utf-8")
    (tmp_path / "answers" / "b.yaml").write_text("topic: 1\n", "utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.jsonl").write_text('{"id": "1"}\n\nxin chào\n', "utf-8")
    assert [line.split(" — ")[0] for line in problems(tmp_path)] == [
        "KHO/answers/a.yaml:2: khóa “topic” viết hai lần (lần đầu ở dòng 1)",
        "KHO/answers/b.yaml:1: “topic” phải là chữ, mà là số 1",
        "KHO/answers/b.yaml:1: thiếu “facts”",
        "KHO/articles/a.jsonl:1: thiếu “title”",
        "KHO/articles/a.jsonl:1: thiếu “text”",
        "KHO/articles/a.jsonl:3: dòng này không phải JSON",
        "KHO/knowledge.yaml:1: thiếu “about”",
    ]


def test_a_folder_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    assert problems(tmp_path / "khong-co") == [
        "KHO: không có tệp hay thư mục này — sửa: kiểm tra lại đường dẫn",
    ]
    (tmp_path / "tep").write_text("x", "utf-8")
    assert "đây là tệp, không phải thư mục" in problems(tmp_path / "tep")[0]
    assert "thư mục không có knowledge.yaml" in problems(tmp_path)[0]
    (tmp_path / "knowledge.yaml").mkdir()
    assert "đây là thư mục, không phải tệp" in problems(tmp_path)[0]


def test_a_link_to_nowhere_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").symlink_to(tmp_path / "khong-co")
    assert "không có tệp" in problems(tmp_path)[0]


def test_four_thousand_sections_load(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text(MANIFEST, "utf-8")
    (tmp_path / "directives").mkdir()
    head = "id: d\ntype: x\ntype_name: x\ntitle: x\nissuer: x\nyear: 2018\nsummary: x\nsections:\n"
    rows = "".join(f'  - {{label: "{number}", text: "Việc {number}."}}\n' for number in range(4000))
    (tmp_path / "directives" / "d.yaml").write_text(head + rows, "utf-8")
    assert len(load_knowledge(tmp_path).trees["d"].nodes) == 4000


def test_articles_may_carry_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text(MANIFEST, "utf-8")
    (tmp_path / "articles").mkdir()
    row = json.dumps({"id": "1", "title": "Bài", "text": "Nội dung"}, ensure_ascii=False)
    (tmp_path / "articles" / "a.jsonl").write_text(f"{row}\r\n", "utf-8-sig")
    assert load_knowledge(tmp_path).articles[0].title == "Bài"


SAMPLE: dict[str, Any] = {
    "id": "d",
    "number": {"written": "1", "canonical": "1"},
    "type": "x",
    "type_name": "x",
    "title": "x",
    "issuer": "x",
    "issued": "2018-01-01",
    "year": 2018,
    "summary": "x",
    "signer": {"name": "x", "posts": ["y"]},
    "province": {"name": "x", "basis": "stated"},
    "sections": [{"label": "I", "sections": [{"label": "1", "text": "x"}]}],
    "facts": [{"id": "f", "kind": "note", "title": "x", "text": "x", "starts": "01-01", "source": {"where": "x"}}],
}
JUNK = st.sampled_from([None, True, 7, "không", [], ["a"], {}, {"a": 1}, {7: 1}, {"label": None}])


@given(junk=JUNK, data=st.data())
def test_whatever_does_not_fit_is_told_in_vietnamese(junk: object, data: st.DataObject) -> None:
    value = json.loads(json.dumps(SAMPLE))
    here: Any = value
    while True:
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else list(range(len(here)))))
        if not (isinstance(here[key], dict | list) and here[key] and data.draw(st.booleans())):
            break
        here = here[key]
    here[key] = junk
    try:
        validate(Directive, Document("d.yaml", value, Lines(1)))
    except KnowledgeError as error:
        for problem in error.problems:
            assert "giá trị không dùng được" not in problem.what
            assert "so với một tệp" not in problem.fix


@pytest.mark.parametrize("shape", [Directive, Reference, AnswerFile, Manifest])
def test_a_value_that_is_no_mapping_names_the_keys_that_are_needed(shape: type[Shape]) -> None:
    with pytest.raises(KnowledgeError) as caught:
        validate(shape, Document("d.yaml", ["x"], Lines(1)))
    needed = [name for name, info in shape.model_fields.items() if info.is_required()]
    assert all(name in caught.value.problems[0].fix for name in needed)
