"""`ask`: a question in, an answer with its source out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handlers.asking import Assistant
    from knowledge.understand import Asker

BAD_DATE = "ngày “{text}” không đúng dạng năm-tháng-ngày, ví dụ 2026-06-05"
BAD_LINE = 'dòng không phải JSON dạng {{"id": ..., "question": ...}}'
NO_QUESTION = 'thiếu câu hỏi; viết: ask "câu hỏi", hoặc ask --batch TỆP'
NO_FILE = "không đọc được tệp {path}: {reason}"


def add_parser(subparsers: Any, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("ask", parents=parents, help="hỏi một câu, hoặc cả tệp câu hỏi với --batch")
    parser.add_argument("question", nargs="?", metavar="CÂU_HỎI")
    parser.add_argument("--province", metavar="TỈNH")
    parser.add_argument("--sector", metavar="NGÀNH")
    parser.add_argument("--year", type=int, metavar="NĂM")
    parser.add_argument("--today", metavar="NGÀY", help="ngày hôm nay, dạng 2026-06-05")
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("--batch", metavar="TỆP", help="tệp JSON Lines, hoặc - cho đầu vào chuẩn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit status: 0, or 2 for input that cannot be used."""
    from bot.app import load_base
    from bot.cli import settings_of
    from handlers.asking import Assistant

    if args.question is None and args.batch is None:
        return _fail(NO_QUESTION)
    if args.batch is None:
        try:
            asker = _asker(vars(args))
        except ValueError as error:
            return _fail(str(error))
        assistant = Assistant(load_base(settings_of(args)))
        _print_one(assistant, args.question, asker, args.json)
        return 0
    try:
        lines = sys.stdin if args.batch == "-" else open(args.batch, encoding="utf-8")  # noqa: PTH123, SIM115 - closed below
    except OSError as error:
        return _fail(NO_FILE.format(path=args.batch, reason=error.strerror))
    with lines:
        assistant = Assistant(load_base(settings_of(args)))
        for row in _batch(assistant, lines, vars(args)):
            print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


def _print_one(assistant: Assistant, question: str, asker: Asker, as_json: bool) -> None:
    answered = assistant.ask(question, asker)
    if as_json:
        print(json.dumps(assistant.as_json(answered, asker), ensure_ascii=False, indent=2))
        return
    print(answered.text)
    if answered.rest:
        print(answered.rest)


def _batch(assistant: Assistant, lines: Iterable[str], defaults: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each line that is not blank; a bad line gives an `error` and the run goes on."""
    for line in lines:
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("question"), str):
                raise ValueError(BAD_LINE.format())
            given = {key: row.get(key) or defaults.get(key) for key in ("province", "sector", "year", "today")}
            asker = _asker(given)
            answer = assistant.as_json(assistant.ask(row["question"], asker), asker)
            yield {"id": row.get("id"), **answer}
        except (ValueError, RecursionError) as error:
            reason = BAD_LINE.format() if isinstance(error, json.JSONDecodeError | RecursionError) else str(error)
            yield {"id": row.get("id") if isinstance(row, dict) else None, "error": reason}


def _asker(given: dict[str, Any]) -> Asker:
    """What the options or the line say of the asker. Raises ValueError with a Vietnamese sentence."""
    from knowledge.understand import Asker

    day = given.get("today")
    try:
        today = date.fromisoformat(day) if day else None
        year = int(given["year"]) if given.get("year") else None
    except (TypeError, ValueError) as error:
        raise ValueError(BAD_DATE.format(text=day)) from error
    text = {key: str(given[key]) if given.get(key) else None for key in ("province", "sector")}
    return Asker(text["province"], text["sector"], year, today)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
