"""`knowledge`: checking a knowledge base, making one out of a file of articles, and showing its forms."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.errors import UserError

if TYPE_CHECKING:
    from knowledge.errors import Problem
    from knowledge.forms import Form

CLEAN: Final = (
    "{root}: không có lỗi; {directives} văn bản chỉ đạo, {references} văn bản dẫn chiếu, {facts} câu trả lời, "
    "{deadlines} hạn báo cáo, {forms} biểu mẫu, {outlines} đề cương báo cáo, {articles} bài."
)
IMPORTED: Final = "Đã nhập {articles} bài vào {out}."
LEFT_OUT: Final = "Không nhập các khóa: {keys}."
NO_FORM: Final = "Không có biểu mẫu “{id}”. Kho có: {ids}."
NO_FORMS: Final = "Kho này không có biểu mẫu nào."
ONE_FILE: Final = "Nhiều biểu mẫu không ghi chung một tệp được: thêm tên biểu mẫu, hoặc chỉ ra một thư mục."
NO_WRITE: Final = "Không ghi được {path}: {reason}."
WRITTEN: Final = "Đã ghi {path}"
FORM_LINE: Final = "{id}: {title} ({count} câu hỏi; loại: {types})"
FIELD_LINE: Final = "{indent}{name} ({type}): {label}"


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
    forms = actions.add_parser("forms", parents=parents, help="liệt kê biểu mẫu, hoặc ghi ra XLSForm")
    forms.add_argument("id", nargs="?", metavar="BIỂU_MẪU", help="chỉ một biểu mẫu, như truyen-thong")
    shape = forms.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="in JSON")
    shape.add_argument("--xlsx", type=Path, metavar="ĐƯỜNG_DẪN", help="thư mục, hoặc tệp .xlsx cho một biểu mẫu")
    forms.set_defaults(run=run_forms)


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


def run_forms(args: Namespace) -> int:
    """Print the forms or write them as XLSForm; raises UserError for what cannot be found or written."""
    from bot.cli import settings_of
    from knowledge.load import load_knowledge

    every = load_knowledge(settings_of(args).knowledge_dir).forms
    forms = [form for form in every if args.id in (None, form.id)]
    if args.id is not None and not forms:
        raise UserError(NO_FORM.format(id=args.id, ids=", ".join(form.id for form in every)) if every else NO_FORMS)
    if args.xlsx is not None:
        for path in _write_forms(forms, args.xlsx):
            print(WRITTEN.format(path=path))
    elif args.json:
        rows = [form.model_dump(exclude_defaults=True) for form in forms]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif args.id is not None:
        print("\n".join(_form_lines(forms[0])))
    else:
        print("\n".join(map(_form_line, forms)) or NO_FORMS)
    return 0


def _form_line(form: Form) -> str:
    from knowledge.forms import question_count

    return FORM_LINE.format(id=form.id, title=form.title, count=question_count(form), types=", ".join(form.types))


def _form_lines(form: Form) -> Iterator[str]:
    """What a form asks, a field a line, those of a repeat set in."""
    from knowledge.forms.fields import every_field

    yield _form_line(form)
    for at in every_field(form.fields):
        indent = "  " if at.repeat is None else "    "
        label = " ".join((at.field.label or at.field.calculation or "").split())
        yield FIELD_LINE.format(indent=indent, name=at.field.name, type=at.field.type, label=label)


def _write_forms(forms: Sequence[Form], path: Path) -> Iterator[Path]:
    """Write each form and give its path; raises UserError."""
    from knowledge.forms import write_xlsform

    one_file = path.suffix.lower() == ".xlsx" and not path.is_dir()
    if one_file and len(forms) != 1:
        raise UserError(ONE_FILE)
    for form in forms:
        target = path if one_file else path / f"{form.id}.xlsx"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(write_xlsform(form))
        except OSError as error:
            raise UserError(NO_WRITE.format(path=target, reason=error.strerror)) from error
        yield target


def _refuse(problems: Iterable[Problem]) -> int:
    print("\n".join(map(str, problems)), file=sys.stderr)
    return 2
