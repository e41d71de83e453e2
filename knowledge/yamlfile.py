"""Strict YAML: a file is read into plain values that remember their lines, or into problems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import KnowledgeError, Problem
from knowledge.yamlwords import yaml_words

MAX_DEPTH = 64
"""Nested lists and mappings a file may open; sections use two levels each."""

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no content holds: controls (tab and line end aside), marks without width, halves of characters."""
_NULLS = frozenset(("", "~", "null"))


@dataclass(slots=True)
class Lines:
    """The line of a value and, by key or index, of the values in it. Lines count from 1."""

    line: int
    items: dict[object, Lines] = field(default_factory=dict)

    def at(self, path: Iterable[object]) -> int:
        """The line of the value at a path, or of the nearest value around it that exists."""
        here = self
        for step in path:
            inner = here.items.get(step)
            if inner is None:
                break
            here = inner
        return here.line


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its values (dict, list, str, int, bool, None) and their lines."""

    file: str
    value: object
    lines: Lines


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come; `key` is the key that waits for its value."""

    value: dict[object, object] | list[object]
    lines: Lines
    key: object = None
    key_line: int = 0
    waits: bool = False


def read_text(path: Path) -> str:
    """The text of a UTF-8 file with line ends as "\\n". Raises KnowledgeError with one problem."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnowledgeError([unreadable(path, error)]) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "tệp không phải UTF-8"
        raise KnowledgeError([Problem(str(path), line, what, "mở tệp và lưu lại với mã hóa UTF-8")]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(path: Path, error: OSError) -> Problem:
    """The problem of a file or folder that the system will not let us read."""
    if isinstance(error, FileNotFoundError):
        return Problem(str(path), None, "không có tệp hay thư mục này", "kiểm tra lại đường dẫn")
    if isinstance(error, IsADirectoryError):
        return Problem(str(path), None, "đây là thư mục, không phải tệp", "đổi tên thư mục hoặc đặt tệp vào chỗ này")
    if isinstance(error, NotADirectoryError):
        return Problem(str(path), None, "đây là tệp, không phải thư mục", "chỉ ra thư mục chứa kho tri thức")
    if isinstance(error, PermissionError):
        return Problem(str(path), None, "không có quyền đọc", "cấp quyền đọc cho tài khoản chạy chương trình")
    return Problem(str(path), None, f"không đọc được ({error.strerror})", "kiểm tra ổ đĩa và đường dẫn")


def load_yaml(path: Path) -> Document:
    """Read one YAML file. Raises KnowledgeError with every problem that could be found in it."""
    text = read_text(path)
    problems = list(_text_problems(str(path), text))
    if problems:
        raise KnowledgeError(problems)
    return _Builder(str(path)).build(text)


def _text_problems(file: str, text: str) -> Iterable[Problem]:
    """Characters that YAML would not take, or that would pass unseen."""
    if not text.strip():
        yield Problem(file, None, "tệp trống", "viết nội dung vào tệp, hoặc xóa tệp")
    if "\t" in text:
        tabbed = [number for number, line in enumerate(text.split("\n"), 1) if "\t" in line]
        what = f"có dấu tab ({len(tabbed)} dòng)"
        yield Problem(file, tabbed[0], what, "thay mỗi dấu tab bằng dấu cách; YAML không nhận dấu tab")
    if INVISIBLE.search(text):
        for number, line_text in enumerate(text.split("\n"), 1):
            if found := INVISIBLE.search(line_text):
                what = f"có ký tự không nhìn thấy được, mã U+{ord(found.group()):04X}"
                yield Problem(file, number, what, "xóa ký tự đó (gõ lại cả từ quanh nó)")
    if not unicodedata.is_normalized("NFC", text):
        for number, line_text in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line_text):
                what = "chữ có dấu viết bằng ký tự tổ hợp (không phải Unicode dựng sẵn, NFC)"
                yield Problem(file, number, what, "chuyển cả tệp sang Unicode dựng sẵn (NFC) rồi lưu lại")
                return


class _Builder:
    """Builds values from the parser's events, without recursion, so that no depth can crash it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: object = None
        self.root_lines = Lines(1)

    def build(self, text: str) -> Document:
        documents = 0
        try:
            events: Iterable[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
            for event in events:
                line = event.start_mark.line + 1
                if isinstance(event, yaml.ScalarEvent):
                    self.refuse_marks(event, line)
                    self.add_scalar(event, line)
                elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                    self.refuse_marks(event, line)
                    self.begin({} if isinstance(event, yaml.MappingStartEvent) else [], line)
                elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                    self.open.pop()
                elif isinstance(event, yaml.AliasEvent):
                    self.stop(line, "dùng bí danh “*…” của YAML", "chép lại nội dung vào chỗ này")
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.stop(line, "tệp có nhiều phần ngăn bằng “---”", "tách mỗi phần thành một tệp")
        except yaml.YAMLError as error:
            words = yaml_words(error)
            self.stop(words.line, words.what, words.fix)
        if not documents:
            self.stop(1, "tệp chỉ có chú thích, không có nội dung", "viết nội dung vào tệp, hoặc xóa tệp")
        if self.problems:
            raise KnowledgeError(self.problems)
        return Document(self.file, self.root, self.root_lines)

    def report(self, line: int, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, what, fix))

    def stop(self, line: int | None, what: str, fix: str) -> None:
        raise KnowledgeError([*self.problems, Problem(self.file, line, what, fix)])

    def refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self.report(line, f"dùng neo “&{event.anchor}” của YAML", "bỏ “&…”; cần dùng lại thì chép nội dung")
        tag = getattr(event, "tag", None)
        if tag is not None:
            name = tag.replace("tag:yaml.org,2002:", "!!")
            self.report(line, f"dùng nhãn kiểu “{name}” của YAML", "bỏ nhãn; nếu “!” là chữ thì đặt trong ngoặc kép")

    def add_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        parent = self.open[-1] if self.open else None
        if parent is not None and isinstance(parent.value, dict) and not parent.waits:
            self.add_key(parent, event, line)
        else:
            plain = event.implicit[0]
            self.put(_plain_value(event.value) if plain else event.value, line)

    def add_key(self, parent: _Open, event: yaml.ScalarEvent, line: int) -> None:
        plain = event.implicit[0]
        key: object = int(event.value) if plain and _INTEGER.fullmatch(event.value) else event.value
        parent.key, parent.key_line, parent.waits = key, line, True
        if key in parent.lines.items:
            first = parent.lines.items[key].line
            self.report(line, f"khóa “{key}” viết hai lần (lần đầu ở dòng {first})", "giữ một chỗ, xóa chỗ kia")

    def begin(self, value: dict[object, object] | list[object], line: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.stop(line, f"lồng nhau quá {MAX_DEPTH} tầng", "kiểm tra thụt đầu dòng và các ngoặc “[”, “{”")
        parent = self.open[-1] if self.open else None
        if parent is not None and isinstance(parent.value, dict) and not parent.waits:
            what = "khóa là một danh sách hay một bảng"
            self.stop(line, what, "khóa phải là chữ; nếu “[” hay “{” là chữ thì đặt trong ngoặc kép")
        self.open.append(_Open(value, self.put(value, line)))

    def put(self, value: object, line: int) -> Lines:
        """Put a value where it belongs; the line of a mapping's value is the line of its key."""
        if not self.open:
            self.root, self.root_lines = value, Lines(line)
            return self.root_lines
        parent = self.open[-1]
        if isinstance(parent.value, list):
            lines = parent.lines.items[len(parent.value)] = Lines(line)
            parent.value.append(value)
            return lines
        parent.waits = False
        lines = Lines(parent.key_line)
        if parent.key not in parent.value:
            parent.value[parent.key] = value
            parent.lines.items[parent.key] = lines
        return lines


def _plain_value(word: str) -> object:
    """What an unquoted word means: only true, false, null and plain integers are not text."""
    if word in _NULLS:
        return None
    if word == "true":
        return True
    if word == "false":
        return False
    if _INTEGER.fullmatch(word):
        return int(word)
    return word
