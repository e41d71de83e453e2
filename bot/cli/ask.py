"""`ask`: a question in, an answer with its source out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from handlers.asking import Assistant
    from knowledge.understand import Asker

BAD_DATE = "ngày “{text}” không đúng dạng năm-tháng-ngày, ví dụ 2026-06-05"
BAD_YEAR = "năm “{text}” không phải là số năm, ví dụ 2026"
BAD_FIELD = "{field} phải là chuỗi"
BAD_LINE = 'dòng không phải JSON dạng {"id": ..., "question": ...}'
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
    if args.batch is not None:
        return _run_batch(args)
    if args.question is None:
        return _fail(NO_QUESTION)
    try:
        asker = _asker(vars(args))
    except ValueError as error:
        return _fail(str(error))
    assistant = _assistant(args)
    question = _sound(args.question)
    answered = assistant.ask(question, asker)
    if args.json:
        print(json.dumps(assistant.as_json(answered, asker), ensure_ascii=False, indent=2))
    elif not answered.unread:
        # Nothing folds in a terminal.
        print(answered.composed[0][1].body if answered.outcome == "answer" else answered.text)
    return _fail(answered.text) if answered.unread else 0


def _assistant(args: argparse.Namespace) -> Assistant:
    from bot.app import load_base
    from bot.cli import settings_of
    from bot.decided import stored_decisions
    from handlers.asking import Assistant

    settings = settings_of(args)
    assistant = Assistant(load_base(settings))
    decided = stored_decisions(settings, assistant.knowledge, assistant.calendar, assistant.answerer.gazetteer)
    return assistant.deciding(lambda: decided)


def _run_batch(args: argparse.Namespace) -> int:
    """Answer a file's lines, or those of standard input, one by one."""
    with ExitStack() as stack:
        try:
            lines = sys.stdin.buffer if args.batch == "-" else stack.enter_context(Path(args.batch).open("rb"))
        except (OSError, ValueError) as error:
            return _fail(NO_FILE.format(path=args.batch, reason=getattr(error, "strerror", None) or error))
        try:
            _asker(vars(args))
        except ValueError as error:
            return _fail(str(error))
        assistant = _assistant(args)
        for row in answer_lines(assistant, lines, vars(args)):
            print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


def answer_lines(assistant: Assistant, lines: Iterable[bytes], defaults: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each line that is not blank, with its id; a bad line has an `error`, and the run goes on."""
    for line in lines:
        if not line.strip():
            continue
        row: Any = None
        try:
            row = _read(line)
            if not isinstance(row, dict) or not isinstance(row.get("question"), str):
                raise ValueError(BAD_LINE)
            asker = _asker({key: row.get(key) or defaults.get(key) for key in ("province", "sector", "year", "today")})
            answered = assistant.ask(_sound(row["question"]), asker)
            refused = {"error": answered.text} if answered.unread else {}
            yield {"id": row.get("id"), **assistant.as_json(answered, asker), **refused}
        except ValueError as error:
            yield {"id": row.get("id") if isinstance(row, dict) else None, "error": str(error)}


def _read(line: bytes) -> Any:
    """The JSON of a line, without what no JSON may hold. Raises ValueError with a Vietnamese sentence."""
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
        # Halves of a letter, and numbers that cannot be written back.
        return json.loads(_sound(json.dumps(row, ensure_ascii=False, allow_nan=False)))
    except (ValueError, RecursionError) as error:
        raise ValueError(BAD_LINE) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _sound(text: str) -> str:
    """The text with halves of a letter replaced: they cannot be written out."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _asker(given: Mapping[str, Any]) -> Asker:
    """What the options or the line say of the asker. Raises ValueError with a Vietnamese sentence."""
    from knowledge.understand import Asker

    names: dict[str, str | None] = {}
    for key in ("province", "sector"):
        value = given.get(key)
        if value and not isinstance(value, str):
            raise ValueError(BAD_FIELD.format(field=key))
        names[key] = value or None
    return Asker(names["province"], names["sector"], _year(given.get("year")), _day(given.get("today")))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError) as error:
        raise ValueError(BAD_DATE.format(text=text)) from error


def _year(value: Any) -> int | None:
    if not value:
        return None
    if isinstance(value, bool | float) or not str(value).isdecimal() or not 1 <= int(str(value)[:5]) <= 9999:
        raise ValueError(BAD_YEAR.format(text=str(value)[:20]))
    return int(value)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
