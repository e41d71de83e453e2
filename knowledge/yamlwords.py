"""What the YAML parser complains of, in words that someone who edits content understands."""

from __future__ import annotations

from typing import NamedTuple

import yaml


class YamlWords(NamedTuple):
    """A syntax error: its line (from 1), what is wrong and how to put it right."""

    line: int | None
    what: str
    fix: str


_INDENT = "các dòng cùng cấp phải thụt vào bằng nhau; xem lại dòng này và dòng ngay trên"
_QUOTE = "đặt cả giá trị trong ngoặc kép"

# What the parser says (or says it was doing) -> what is wrong, how to put it right. The first that occurs wins.
_TABLE: tuple[tuple[str, str, str], ...] = (
    (
        "scanning a quoted scalar",
        "ngoặc kép mở mà không đóng",
        'thêm dấu ngoặc kép ở cuối; ngoặc kép bên trong viết là \\"',
    ),
    (
        "unknown escape character",
        "sau dấu “\\” trong ngoặc kép là một chữ lạ",
        "viết “\\\\” cho dấu “\\”, hoặc dùng ngoặc đơn",
    ),
    ("parsing a quoted scalar", "mã ký tự sau dấu “\\” không đúng", "viết thẳng chữ đó thay cho mã"),
    (
        "mapping values are not allowed",
        "có dấu hai chấm “: ” ở chỗ không được có",
        f"{_QUOTE}, hoặc xem lại thụt đầu dòng",
    ),
    ("found unexpected ':'", "có dấu hai chấm “:” ở chỗ không được có", _QUOTE),
    (
        "block sequence entries are not allowed",
        "có dấu “- ” ở chỗ không được có",
        "xuống dòng trước “- ”, hoặc đặt trong ngoặc kép",
    ),
    ("cannot start any token", "giá trị bắt đầu bằng ký tự dành riêng (@, %, ` …)", _QUOTE),
    ("parsing a flow node", "ngoặc “[” hoặc “{” mở mà không đóng", f"đóng ngoặc; nếu ngoặc là chữ thì {_QUOTE}"),
    (
        "flow sequence",
        "ngoặc vuông “[” mở mà không đóng, hoặc thiếu dấu phẩy",
        f"đóng bằng “]”; nếu “[” là chữ thì {_QUOTE}",
    ),
    (
        "flow mapping",
        "ngoặc nhọn “{” mở mà không đóng, hoặc thiếu dấu phẩy",
        f"đóng bằng “}}”; nếu “{{” là chữ thì {_QUOTE}",
    ),
    ("did not find expected '-'", "dòng này thụt vào không khớp với danh sách ở trên", _INDENT),
    (
        "did not find expected key",
        "dòng này không khớp với các khóa ở trên",
        f"{_INDENT}; sau ngoặc kép đóng không viết thêm gì",
    ),
    ("could not find expected ':'", "thiếu dấu hai chấm sau khóa", f"viết “khóa: giá trị”; {_INDENT}"),
    ("did not find expected node content", "thiếu giá trị, hoặc giá trị bắt đầu bằng ký tự dành riêng", _QUOTE),
    ("block scalar", "phần sau dấu “|” hay “>” không đúng", "sau “|” xuống dòng ngay rồi thụt chữ vào"),
    ("tag", "giá trị bắt đầu bằng dấu “!”", _QUOTE),
    ("alias", "giá trị bắt đầu bằng dấu “*”", _QUOTE),
    ("anchor", "giá trị bắt đầu bằng dấu “&”", _QUOTE),
    ("directive", "dòng bắt đầu bằng dấu “%”", "đặt dòng đó trong ngoặc kép, hoặc thụt vào"),
    ("mapping keys are not allowed", "giá trị bắt đầu bằng dấu “?”", _QUOTE),
    ("incompatible YAML", "dòng “%YAML” ghi phiên bản lạ", "xóa dòng “%YAML”"),
    ("<document start>", "sau phần đầu của tệp có chữ không thuộc khóa nào", _INDENT),
)


def yaml_words(error: yaml.YAMLError) -> YamlWords:
    """Say in Vietnamese where and why a file is not YAML."""
    context, problem = getattr(error, "context", None) or "", getattr(error, "problem", None) or ""
    mark = getattr(error, "problem_mark", None)
    if "quoted scalar" in context and "end of stream" in problem:
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line + 1 if mark is not None else None
    said = f"{context} {problem}"
    for words, what, fix in _TABLE:
        if words in said:
            return YamlWords(line, what, fix)
    return YamlWords(line, "không đúng cú pháp YAML", _INDENT)
