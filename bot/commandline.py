"""A command line that speaks Vietnamese."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

_TITLES = {"positional arguments": "tham số", "options": "tùy chọn"}
_ERRORS = (
    (r"the following arguments are required: (.+)", "Thiếu tham số: {0}."),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0}: {1} không hợp lệ; chọn một trong {2}."),
    (r"unrecognized arguments: (.+)", "Không hiểu tham số: {0}."),
    (r"argument (.+?): expected .+", "{0}: thiếu giá trị."),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0}: giá trị {1} không hợp lệ."),
    (r"argument (.+?): not allowed with argument (.+)", "{0} không dùng chung với {1}."),
    (r"one of the arguments (.+) is required", "Cần một trong các tham số: {0}."),
    (r"ambiguous option: (.+?) could match (.+)", "Tùy chọn {0} chưa rõ; có thể là {1}."),
    (r"argument (.+?): ignored explicit argument (.+)", "{0}: không nhận giá trị {1}."),
)
"""What argparse says in English, and how it is said here."""


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_TITLES.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and errors are Vietnamese; an error is one line and exit status 2."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        wants_help = kwargs.get("add_help", True)
        super().__init__(*args, **{"formatter_class": _Help, **kwargs, "add_help": False})
        if wants_help:
            self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi thoát")

    def error(self, message: str) -> NoReturn:
        self.refuse(in_vietnamese(message))

    def refuse(self, line: str) -> NoReturn:
        """End with one line on standard error and exit status 2."""
        print(f"{line} (Xem {self.prog} --help)", file=sys.stderr)  # noqa: T201 - the command line
        raise SystemExit(2)


def in_vietnamese(message: str) -> str:
    """An error of argparse, translated; unknown ones keep their words behind a Vietnamese head."""
    for pattern, words in _ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(*(" ".join(group.split()) for group in found.groups()))
    return f"Lệnh không hợp lệ: {' '.join(message.split())}."
