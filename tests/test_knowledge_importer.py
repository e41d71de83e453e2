"""Importing articles: what is made, what is refused, and that a refusal leaves nothing behind."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import main
from knowledge.check import check_knowledge
from knowledge.errors import KnowledgeError
from knowledge.importer import ARTICLES, MAX_PROBLEMS, Imported, clean, import_articles
from knowledge.load import load_knowledge
from knowledge.yamlfile import INVISIBLE

GOOD = '{"id": "a", "title": "Bài một", "text": "Dòng một.\\nDòng hai.", "questions": ["Một là gì?"]}\n'


def bring(folder: Path, content: str | bytes) -> Imported:
    source = folder / "bai.jsonl"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_articles(source, folder / "kho")


def problems(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        bring(folder, content)
    assert [path.name for path in folder.iterdir()] == ["bai.jsonl"]
    return [f"{problem.line}: {problem.what}" for problem in caught.value.problems]


def test_lines_become_a_base_that_loads_and_is_sound(tmp_path: Path) -> None:
    more = '{"id": 7, "title": "Bài hai", "text": "Chữ", "questions": null, "url": "x"}\n'
    assert bring(tmp_path, "\ufeff" + GOOD + "\n" + more) == Imported(2, ("url",))
    base = load_knowledge(tmp_path / "kho")
    assert [(one.id, one.title, one.text, one.questions) for one in base.articles] == [
        ("a", "Bài một", "Dòng một.\nDòng hai.", ["Một là gì?"]),
        ("7", "Bài hai", "Chữ", []),
    ]
    assert base.manifest.name == "bai"
    assert base.manifest.first_questions == ["Một là gì?"]
    assert check_knowledge(tmp_path / "kho").problems == ()


def test_every_bad_line_is_told_at_once(tmp_path: Path) -> None:
    rows = [
        b"xin chao",
        b"[1]",
        b'{"title": "x", "text": "y"}',
        b'{"id": "b", "text": "y"}',
        b'{"id": "c", "title": "x", "text": null}',
        b'{"id": "d", "title": 5, "text": "y"}',
        b'{"id": "e", "title": "x", "text": " \\u200b "}',
        b'{"id": "a", "title": "x", "text": "y"}',
        b'{"id": "f", "id": "g", "title": "x", "text": "y"}',
        b'{"id": "h", "title": "x", "text": "y", "questions": "z"}',
        b'{"id": "i", "title": "x", "text": "y", "questions": ["z", 1]}',
        b'{"id": true, "title": "x", "text": "y"}',
        b'{"id": "j", "title": "x", "text": "\\ud800"}',
        b'{"id": "k", "title": "\xff", "text": "y"}',
        b"[" * 100_000,
        b'{"id": "l", "title": "x", "text": "y"',
    ]
    assert problems(tmp_path, GOOD.encode() + b"\n".join(rows)) == [
        "2: dòng không phải JSON",
        "3: dòng không phải một bảng JSON {…}",
        "4: thiếu “id”",
        "5: thiếu “title”",
        "6: thiếu “text”",
        "7: “title” không phải chữ",
        "8: “text” trống",
        "9: id “a” đã có ở dòng 1",
        "10: khóa “id” viết hai lần",
        "11: “questions” không phải một danh sách",
        "12: “questions” không phải chữ",
        "13: “id” không phải chữ",
        "14: “text” có ký tự hỏng",
        "15: dòng không phải UTF-8",
        "16: dòng không phải JSON",
        "17: dòng không phải JSON",
    ]


def test_a_file_of_another_kind_does_not_fill_the_screen(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "x\n" * 5000)) == MAX_PROBLEMS + 1


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_a_file_without_articles_is_refused(tmp_path: Path, content: str) -> None:
    assert problems(tmp_path, content) == ["None: tệp không có bài nào"]


def test_a_folder_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "cua-toi.txt").write_text("quý", "utf-8")
    with pytest.raises(KnowledgeError, match="đã có tệp bên trong"):
        bring(tmp_path, GOOD)
    assert [path.name for path in (tmp_path / "kho").iterdir()] == ["cua-toi.txt"]


def test_an_empty_folder_and_one_below_missing_folders_are_taken(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    bring(tmp_path, GOOD)
    import_articles(tmp_path / "bai.jsonl", tmp_path / "a" / "b" / "kho")
    assert (tmp_path / "a" / "b" / "kho" / ARTICLES).read_bytes() == (tmp_path / "kho" / ARTICLES).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "bai.jsonl", "kho"]


def test_a_source_or_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="không có tệp"):
        import_articles(tmp_path / "khong-co.jsonl", tmp_path / "kho")
    with pytest.raises(KnowledgeError, match="đây là thư mục"):
        import_articles(tmp_path, tmp_path / "kho")
    (tmp_path / "tep").write_text("x", "utf-8")
    with pytest.raises(KnowledgeError, match="không phải thư mục"):
        import_articles(tmp_path / "tep", tmp_path / "tep")


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_cleaned_text_is_what_the_check_asks_for(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not INVISIBLE.search(cleaned)
    assert clean(cleaned) == cleaned


def test_the_commands_import_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "bai.jsonl", str(tmp_path / "kho")
    source.write_text(GOOD.replace('"id"', '"url": "x", "id"'), "utf-8")
    assert main(["knowledge", "import", str(source), "--out", out]) == 0
    assert capsys.readouterr().out == f"Đã nhập 1 bài vào {out}.\nKhông nhập các khóa: url.\n"
    assert main(["knowledge", "check", "--knowledge", out]) == 0
    assert capsys.readouterr().out.startswith(f"{out}: không có lỗi; 0 văn bản chỉ đạo")
    (tmp_path / "kho" / "events.yaml").write_text("topic: x\n", "utf-8")
    assert main(["knowledge", "check", "--knowledge", out]) == 1
    assert capsys.readouterr().out == f"{out}/events.yaml:1: thiếu “facts” — sửa: thêm dòng “facts: …”\n"
    assert main(["knowledge", "check", "--json", "--knowledge", out]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["line"] == 1


def test_the_commands_refuse_what_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "khong-co")
    assert main(["knowledge", "check", "--knowledge", missing]) == 2
    assert main(["knowledge", "import", missing, "--out", str(tmp_path / "kho")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("không có tệp hay thư mục này") == 2
