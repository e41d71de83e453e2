"""`ask` as scripts use it: its keys, its batches, its exit statuses, and what it does with bad input."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.ask import answer_lines
from handlers.asking import Assistant
from tests.conftest import OTHER_BASE

KEYS = {"outcome", "text", "answers", "understood"}
ANSWER_KEYS = {"kind", "document", "title", "section", "text", "quote", "score", "status"}
UNDERSTOOD_KEYS = {"normalized", "references", "province", "sector", "period", "year", "intent"}
BASE = ("--knowledge", str(OTHER_BASE))
QUESTION = "Bạn đọc được mượn mấy cuốn sách?"


def batch(library: Assistant, *lines: object, **defaults: Any) -> list[dict[str, Any]]:
    raw = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(answer_lines(library, raw, defaults))


def test_json_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, "--json", "--today", "2024-04-01", *BASE]) == 0
    reply = json.loads(capsys.readouterr().out)
    assert set(reply) == KEYS
    assert set(reply["understood"]) == UNDERSTOOD_KEYS
    assert all(set(answer) >= ANSWER_KEYS for answer in reply["answers"])
    first = reply["answers"][0]
    assert first["document"] == "12/QĐ-TV"
    assert first["quote"] == "được mượn năm cuốn sách trong mười bốn ngáy"
    assert reply["outcome"] == "answer"
    assert "Nguồn: Quyết định số 12/QĐ-TV" in reply["text"]


def test_answers_come_best_first(library: Assistant) -> None:
    scores = [answer["score"] for answer in batch(library, {"question": QUESTION})[0]["answers"]]
    assert scores == sorted(scores, reverse=True)


def test_text_is_what_a_member_would_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, *BASE]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Mỗi bạn đọc được mượn năm cuốn")
    assert "Nguồn:" in out


def test_place_and_sector_and_year_of_the_asker_are_used(library: Assistant) -> None:
    row = {"question": "hạn gửi bảng kê sách 6 tháng", "province": "Bách Hợp", "sector": "Thiếu nhi", "year": 2022}
    reply = batch(library, row)[0]
    assert reply["answers"][0]["document"] == "Nội quy phòng đọc Bách Hợp năm 2022"
    understood = reply["understood"]
    assert (understood["province"], understood["sector"], understood["year"]) == ("Bách Hợp", "Thiếu nhi", 2022)


def test_a_line_overrides_the_options_given_for_all(library: Assistant) -> None:
    question = {"question": "hạn gửi bảng kê sách 6 tháng"}
    given, own = batch(library, question, {**question, "province": "Bách Hợp"}, province="Hoa Sen")
    assert given["understood"]["province"] == "Hoa Sen"
    assert own["understood"]["province"] == "Bách Hợp"


def test_a_batch_keeps_order_and_ids_and_goes_on_after_bad_lines(library: Assistant) -> None:
    rows = batch(
        library,
        {"id": "a", "question": QUESTION},
        b"khong phai json",
        b"[" * 100_000,
        {"id": 4},
        {"id": 5, "question": 12},
        ["question"],
        {"id": 7, "question": "x", "today": "2024-13-45"},
        {"id": 8, "question": "x", "year": "năm ngoái"},
        {"id": 9, "question": "x", "province": ["y"]},
        b'{"id": 10, "question": "\xff"}',
        b'{"id": NaN, "question": "x"}',
        b"   ",
        {"id": {"nested": True}, "question": "ai ký quyết định 12/QĐ-TV"},
    )
    assert [row["id"] for row in rows] == ["a", None, None, 4, 5, None, 7, 8, 9, None, None, {"nested": True}]
    assert [("error" in row) for row in rows] == [False, *[True] * 10, False]
    assert "Người Ký Mẫu" in rows[-1]["text"]


@pytest.mark.parametrize(
    "question", ["", "   ", "a" * 100_000, "💐💐💐", "\x00\x07\x1b", "...?!", "\u200b\u200b", "<>" * 10]
)
def test_what_cannot_be_read_is_refused_in_words(library: Assistant, question: str) -> None:
    row = batch(library, {"id": 1, "question": question})[0]
    assert row["outcome"] == "none"
    assert row["answers"] == []
    assert row["error"] == row["text"]
    assert "{" not in row["text"]


@pytest.mark.parametrize(
    "question",
    [
        "<b>Bạn đọc</b> được mượn <script>alert(1)</script> mấy cuốn sách?",
        "Bạn đọc được\x00 mượn mấy\x07 cuốn sách?",
        "Bạn đọc được mượn \ud800 mấy cuốn sách?",
        "💐 Bạn đọc được mượn mấy cuốn sách? 💐",
    ],
)
def test_noise_around_a_question_does_not_hide_it(library: Assistant, question: str) -> None:
    row = batch(library, {"question": question})[0]
    assert row["answers"][0]["document"] == "12/QĐ-TV"
    json.dumps(row, ensure_ascii=False).encode("utf-8")


def test_a_batch_is_read_from_a_file_and_from_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": 1, "question": QUESTION}, ensure_ascii=False).encode()
    file = tmp_path / "hoi.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + line + b"\n\n" + line)
    assert main(["ask", "--batch", str(file), *BASE]) == 0
    from_file = capsys.readouterr().out.splitlines()
    assert [json.loads(row)["outcome"] for row in from_file] == ["answer", "answer"]
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-", *BASE]
    piped = subprocess.run(command, input=line, capture_output=True, check=True, timeout=60)
    assert piped.stdout.decode("utf-8").splitlines() == from_file[:1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask"], "thiếu câu hỏi"),
        (["ask", ""], "chưa thấy câu hỏi"),
        (["ask", "💐"], "chỉ đọc được chữ"),
        (["ask", "x", "--today", "hôm nay"], "không đúng dạng"),
        (["ask", "x", "--today", "2026-02-30"], "không đúng dạng"),
        (["ask", "--batch", "khong-co.jsonl"], "không đọc được tệp khong-co.jsonl"),
        (["ask", "--batch", "."], "không đọc được tệp"),
        (["ask", "--batch", "-", "--today", "x"], "không đúng dạng"),
    ],
)
def test_bad_input_is_one_line_and_status_two(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, *BASE]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert words in said.err


def test_a_year_that_is_no_number_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["ask", "x", "--year", "nay", *BASE])
    assert stop.value.code == 2
    assert "--year" in capsys.readouterr().err


def test_a_broken_or_empty_knowledge_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "trong").mkdir()
    broken = tmp_path / "hong"
    broken.mkdir()
    (broken / "knowledge.yaml").write_text("name: [", "utf-8")
    for folder, words in ((tmp_path / "trong", "knowledge.yaml"), (broken, "knowledge.yaml:"), (tmp_path / "x", "x")):
        assert main(["ask", "x", "--knowledge", str(folder)]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert words in said.err
        assert "Traceback" not in said.err
