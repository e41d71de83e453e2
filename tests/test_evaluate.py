"""The measuring command judges replies as the questions' header says, and keeps held-out questions unseen."""

import json
import sys
from pathlib import Path

import pytest
import yaml

from tests.evaluate import Question, fold, holds, is_right, main
from tests.mangle import MANGLERS

QUESTIONS = Path(__file__).parent / "questions"

# Answers whatever mentions "191" with that circular, everything else with nothing; imports by copying.
FAKE = """
import json, pathlib, shutil, sys
if sys.argv[1:3] == ["knowledge", "import"]:
    pathlib.Path(sys.argv[5]).mkdir()
    shutil.copy(sys.argv[3], sys.argv[5])
    raise SystemExit
assert sys.argv[1:5] == ["ask", "--batch", "-", "--json"]
for line in sys.stdin:
    asked = json.loads(line)
    first = {"document": "191/2009/TT-BTC", "title": "Thông tư", "text": "Quản lý kinh phí, ngày 01/10/2009"}
    known = "191" in asked["question"]
    outcome, answers = ("answer", [first]) if known else ("none", [])
    print(json.dumps({"id": asked["id"], "outcome": outcome, "answers": answers}))
"""


@pytest.fixture
def fake(tmp_path: Path) -> list[str]:
    script = tmp_path / "fake.py"
    script.write_text(FAKE, encoding="utf-8")
    return [sys.executable, str(script)]


def _reply(document: str, text: str, outcome: str = "answer") -> dict[str, object]:
    return {"outcome": outcome, "answers": [{"document": document, "title": "", "text": text}]}


def test_folding_drops_case_marks_and_leading_zeros_of_dates() -> None:
    assert fold("Ngày 01/05/2009, Đà  Nẵng") == "ngay 1/5/2009, da nang"
    assert fold("số 06/UBQG, 100 lớp, 10/10") == "so 06/ubqg, 100 lop, 10/10"


def test_a_fragment_never_matches_inside_a_longer_number() -> None:
    assert holds("5/6", "trước 05/6/2015")
    assert not holds("5/6", "trước 15/6")
    assert not holds("191", "Công văn 1915")


def test_right_needs_the_source_and_every_fragment() -> None:
    question = Question("?", documents=("515", "1097"), must=("2016", "nữ|phụ nữ"))
    assert is_right(question, _reply("515/QĐ-TTg", "giai đoạn 2016-2020, nữ cán bộ"))
    assert is_right(question, _reply("515/QĐ-TTg", "giai đoạn 2016-2020, nữ cán bộ", "clarify"))
    assert not is_right(question, _reply("515/QĐ-TTg", "giai đoạn 2016-2020, nữ cán bộ", "none"))
    assert not is_right(question, _reply("178/QĐ-TTg", "giai đoạn 2016-2020, nữ cán bộ"))
    assert not is_right(question, _reply("515/QĐ-TTg", "nữ cán bộ"))


def test_an_empty_source_fragment_accepts_any_document() -> None:
    assert is_right(Question("?", documents=("",), must=("8/3",)), _reply("", "ngày 08/3"))


def test_directives_are_measured_through_the_command(
    tmp_path: Path, fake: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "asked.yaml"
    rows = [
        {"q": "TT 191 là gì", "doc": ["191/2009"], "must": ["1/10/2009"], "kind": "legal"},
        {"q": "Ngày 8/3", "doc": [""], "must": ["8/3"], "kind": "event"},
        {"q": "TT 191/2010", "none": True, "kind": "near"},
        {"q": "ăn gì", "none": True, "kind": "near"},
    ]
    questions.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    main(["directives", "--questions", str(questions), "--kinds", "--show-wrong", "5", "--command", *fake])
    printed = capsys.readouterr().out
    row = next(line for line in printed.splitlines() if line.startswith("clean"))
    assert row.split()[1:6] == ["4", "50.0", "50.0", "0.0", "50.0"]
    assert "legal 1 of 1, event 0 of 1, near 1 of 2" in printed
    assert "[near] TT 191/2010" in printed


def test_law_is_imported_then_measured(tmp_path: Path, fake: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    articles, questions = tmp_path / "law.jsonl", tmp_path / "law.yaml"
    articles.write_text(json.dumps({"id": "191/2009/TT-BTC", "title": "Kinh phí", "text": "..."}), encoding="utf-8")
    questions.write_text('- {q: "191 là gì", id: ["191/2009/TT-BTC"]}\n- {q: "gì", id: ["2"]}\n', encoding="utf-8")
    main(["law", "--articles", str(articles), "--questions", str(questions), "--mangle", "upper", "--command", *fake])
    row = capsys.readouterr().out.splitlines()[-1]
    assert row.split()[:4] == ["upper", "2", "50.0", "50.0"]


def test_failures_of_held_out_questions_stay_unseen(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["directives", "--questions", "directives_heldout.yaml", "--show-wrong", "3"])
    assert stopped.value.code == 2
    assert "held out" in capsys.readouterr().err


def test_a_product_that_fails_is_reported(tmp_path: Path) -> None:
    questions = tmp_path / "asked.yaml"
    questions.write_text('- {q: "?", none: true}\n', encoding="utf-8")
    script = tmp_path / "failing.py"
    script.write_text("raise SystemExit('no knowledge')", encoding="utf-8")
    failing = [sys.executable, str(script)]
    with pytest.raises(SystemExit, match="no knowledge"):
        main(["directives", "--questions", str(questions), "--command", *failing])


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("directives_*.yaml")), ids=lambda path: path.stem)
def test_every_question_about_directives_is_complete(path: Path) -> None:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert all(row["kind"] for row in rows)
    assert all(row.get("none") is True or (row["doc"] and all(row["must"])) for row in rows)
    assert all(set(row.get("ctx", {})) <= {"province", "sector", "year", "today"} for row in rows)
    assert len({json.dumps([row["q"], row.get("ctx")]) for row in rows}) == len(rows)


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("law_*.yaml")), ids=lambda path: path.stem)
def test_every_question_about_law_names_its_articles(path: Path) -> None:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert all(row["q"].strip() and row["id"] and all(isinstance(name, str) for name in row["id"]) for row in rows)


def test_each_row_of_the_table_has_a_mangler() -> None:
    assert {"clean", "no diacritics", "NFD", "upper", "abbreviations", "typos 8%", "mixed"} <= set(MANGLERS)
