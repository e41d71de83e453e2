"""`knowledge`: checking a knowledge base, and making one out of a file of articles."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from knowledge.errors import Problem

CLEAN: Final = (
    "{root}: không có lỗi; {directives} văn bản chỉ đạo, {references} văn bản dẫn chiếu, {facts} câu trả lời, "
    "{deadlines} hạn báo cáo, {articles} bài."
)
IMPORTED: Final = "Đã nhập {articles} bài vào {out}."
LEFT_OUT: Final = "Không nhập các khóa: {keys}."


def add_parser(subparsers: Any, parents: Sequence[ArgumentParser]) -> None:
    parser = subparsers.add_parser("knowledge", help="kiểm tra hoặc nhập kho tri thức")
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    check = actions.add_parser("check", parents=parents, help="kiểm tra mọi tệp, in mọi lỗi và cách sửa")
    check.add_argument("--json", action="store_true", help="in JSON")
    check.set_defaults(run=run_check)
    importing = actions.add_parser(
        "import", parents=parents, help="tạo kho từ tệp JSON Lines {id, title, text, questions?}"
    )
    importing.add_argument("file", type=Path, metavar="TỆP.jsonl")
    importing.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC", help="thư mục mới cho kho")
    importing.add_argument("--json", action="store_true", help="in JSON")
    importing.set_defaults(run=run_import)


def run_check(args: Namespace) -> int:
    """Exit status: 0 when nothing is wrong, 1 when something is, 2 for a folder that cannot be read."""
    from bot.cli import settings_of
    from knowledge.check import check_knowledge

    root = Path(settings_of(args).knowledge_dir)
    checked = check_knowledge(root)
    if not checked.usable:
        return _refuse(checked.problems)
    counts = {key: value for key, value in asdict(checked).items() if key not in ("problems", "usable")}
    if args.json:
        print(json.dumps({"problems": list(map(asdict, checked.problems)), **counts}, ensure_ascii=False))
    elif checked.problems:
        print("\n".join(map(str, checked.problems)))
    else:
        print(CLEAN.format(root=root, **counts))
    return 1 if checked.problems else 0


def run_import(args: Namespace) -> int:
    """Exit status: 0, or 2 for input that cannot be used; then nothing is written."""
    from knowledge.errors import KnowledgeError
    from knowledge.importer import import_articles

    try:
        imported = import_articles(args.file, args.out)
    except KnowledgeError as error:
        return _refuse(error.problems)
    if args.json:
        print(json.dumps({"out": str(args.out), **asdict(imported)}, ensure_ascii=False))
        return 0
    print(IMPORTED.format(articles=imported.articles, out=args.out))
    if imported.left_out:
        print(LEFT_OUT.format(keys=", ".join(imported.left_out)))
    return 0


def _refuse(problems: Iterable[Problem]) -> int:
    print("\n".join(map(str, problems)), file=sys.stderr)
    return 2
