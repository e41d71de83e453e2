"""Making a knowledge base out of a file of articles."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import yaml

from knowledge.errors import KnowledgeError, Problem
from knowledge.lexicon import Lexicon
from knowledge.load import LEXICON, MANIFEST, default_data_dir
from knowledge.marked import tidy
from knowledge.model import Article, Manifest
from knowledge.shapes import validate
from knowledge.yamlfile import INVISIBLE, load_yaml, unreadable

ARTICLES = "articles/articles.jsonl"
MAX_PROBLEMS = 1000
"""Bad lines after which reading stops: the file is then of another kind."""
FIRST_QUESTIONS = 4

_SHAPE = 'viết mỗi bài trên một dòng: {"id": …, "title": …, "text": …, "questions": […]}'
_HALF = re.compile("[\ud800-\udfff]")


class LineError(ValueError):
    """A line that is no article: `what` is wrong and how to `fix` it, in Vietnamese."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: how many articles, and the keys of the lines that no article has."""

    articles: int
    left_out: tuple[str, ...]


def import_articles(source: Path, out: Path) -> Imported:
    """Turn {id, title, text, questions?} lines into a knowledge base in a new folder.

    Raises KnowledgeError with every bad line, and then leaves nothing behind.
    """
    _refuse_taken(out)
    try:
        with source.open("rb") as lines:
            return _import(lines, source, out)
    except OSError as error:
        raise KnowledgeError([unreadable(source, error)]) from error


def _refuse_taken(out: Path) -> None:
    try:
        if any(out.iterdir()):
            what = "thư mục đã có tệp bên trong"
            raise KnowledgeError([Problem(str(out), None, what, "chọn thư mục mới, hoặc dọn trống thư mục này")])
    except FileNotFoundError:
        pass
    except OSError as error:
        raise KnowledgeError([unreadable(out, error)]) from error


def _import(lines: BinaryIO, source: Path, out: Path) -> Imported:
    """Write the base beside its place, then move it there whole."""
    above = next(folder for folder in out.absolute().parents if folder.is_dir())
    try:
        with tempfile.TemporaryDirectory(dir=above, prefix=".knowledge-") as scratch:
            base = Path(scratch) / "base"
            (base / ARTICLES).parent.mkdir(parents=True)
            reader = _Reader(str(source))
            with (base / ARTICLES).open("w", encoding="utf-8", newline="\n") as file:
                for article in reader.read(lines):
                    row = article.model_dump(exclude_defaults=True)
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            reader.finish()
            _write_manifest(base / MANIFEST, source, reader)
            _write_lexicon(base / LEXICON)
            out.parent.mkdir(parents=True, exist_ok=True)
            if out.exists():
                out.rmdir()
            base.rename(out)
    except OSError as error:
        what = f"không ghi được ({error.strerror})"
        raise KnowledgeError([Problem(str(out), None, what, "kiểm tra quyền ghi và chỗ trống của ổ đĩa")]) from error
    return Imported(reader.count, tuple(sorted(reader.left_out)))


def _write_manifest(path: Path, source: Path, reader: _Reader) -> None:
    name = clean(source.stem) or "Kho tri thức"
    about = f"Kho tri thức nhập từ tệp {clean(source.name)}"
    manifest = Manifest(name=name, about=about, first_questions=reader.questions)
    path.write_text(
        yaml.safe_dump(manifest.model_dump(exclude_defaults=True), allow_unicode=True, sort_keys=False), "utf-8"
    )


def _write_lexicon(path: Path) -> None:
    """How people type is the same in every field: the new base starts from the shipped short forms and wordings."""
    own = validate(Lexicon, load_yaml(default_data_dir() / LEXICON))
    kept = own.model_dump(include={"abbreviations", "phrases"}, exclude_defaults=True)
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), "utf-8")


class _Reader:
    """Reads articles line by line; what is wrong is kept until the end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self.problems: list[Problem] = []
        self.left_out: set[str] = set()
        self.questions: list[str] = []
        self._first: dict[str, int] = {}

    def read(self, lines: Iterable[bytes]) -> Iterator[Article]:
        """The good articles, one by one."""
        for number, line in enumerate(lines, 1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            if len(self.problems) >= MAX_PROBLEMS:
                self._add(number, "dừng đọc vì đã có quá nhiều lỗi", _SHAPE)
                return
            try:
                article = self._article(line, number)
            except LineError as error:
                self._add(number, error.what, error.fix)
                continue
            self.count += 1
            if article.questions and len(self.questions) < FIRST_QUESTIONS:
                self.questions.append(article.questions[0])
            yield article

    def finish(self) -> None:
        """Raises KnowledgeError where lines were bad, or there was none."""
        if not self.count and not self.problems:
            self.problems.append(Problem(self.file, None, "tệp không có bài nào", _SHAPE))
        if self.problems:
            raise KnowledgeError(self.problems)

    def _add(self, line: int, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, what, fix))

    def _article(self, line: bytes, number: int) -> Article:
        row = _row(line)
        name = _identifier(row.get("id"))
        first = self._first.setdefault(name, number)
        if first != number:
            raise LineError(f"id “{name}” đã có ở dòng {first}", "đổi id của một trong hai bài, hoặc xóa bài trùng")
        article = Article(id=name, title=_words(row, "title"), text=_words(row, "text"), questions=_questions(row))
        self.left_out.update(row.keys() - Article.model_fields.keys())
        return article


def _row(line: bytes) -> dict[str, object]:
    try:
        row = json.loads(line.decode("utf-8"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise LineError("dòng không phải UTF-8", "lưu lại tệp với mã hóa UTF-8") from error
    except LineError:
        raise
    except (ValueError, RecursionError) as error:
        raise LineError("dòng không phải JSON", _SHAPE) from error
    if not isinstance(row, dict):
        raise LineError("dòng không phải một bảng JSON {…}", _SHAPE)
    return row


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise LineError(f"khóa “{clean(twice)}” viết hai lần", "giữ một chỗ, xóa chỗ kia")
    return row


def _identifier(value: object) -> str:
    if value is None:
        raise LineError("thiếu “id”", _SHAPE)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value, "id")


def _words(row: dict[str, object], key: str) -> str:
    if row.get(key) is None:
        raise LineError(f"thiếu “{key}”", _SHAPE)
    return _text(row[key], key)


def _questions(row: dict[str, object]) -> list[str]:
    given = row.get("questions")
    if given is None:
        return []
    if not isinstance(given, list):
        raise LineError("“questions” không phải một danh sách", 'viết "questions": ["câu hỏi", "câu hỏi"]')
    return [_text(one, "questions") for one in given]


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise LineError(f"“{key}” không phải chữ", f'đặt giá trị trong ngoặc kép: "{key}": "…"')
    if _HALF.search(value):
        raise LineError(f"“{key}” có ký tự hỏng", "gõ lại chữ ở chỗ có mã \\ud8.. đến \\udf..")
    text = clean(value)
    if not text:
        raise LineError(f"“{key}” trống", f"viết nội dung cho “{key}”, hoặc xóa dòng này")
    return text


def clean(text: str) -> str:
    """Text in NFC with single spaces; invisible characters are taken out or, controls, become spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub(lambda match: "" if unicodedata.category(match.group()) == "Cf" else " ", text)
    return unicodedata.normalize("NFC", tidy(text))
