"""The tree of an expression, and writing it down again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

LEVELS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
"""The operators between two operands, those that bind least first; each groups to the left."""
LEVEL_OF: Final = {sign: level for level, signs in enumerate(LEVELS) for sign in signs}

_UNARY: Final = len(LEVELS)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a string as written."""

    value: int | Decimal | str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to another field: ${name}."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Current:
    """The answer that is being checked: `.`."""

    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """The unary minus."""

    operand: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the operator between them."""

    operator: str
    left: Node
    right: Node
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    function: str
    arguments: tuple[Node, ...]
    position: int = field(default=0, compare=False)


Node = Constant | Name | Current | Negative | Binary | Call


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(children(here))


def children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Negative):
        return (node.operand,)
    return node.arguments if isinstance(node, Call) else ()


def written(node: Node, around: int = 0) -> str:
    """The expression as text that reads back into the same tree; `around` is the level that it has to bind at."""
    if isinstance(node, Binary):
        level = LEVEL_OF[node.operator]
        text = f"{written(node.left, level)} {node.operator} {written(node.right, level + 1)}"
        return f"({text})" if level < around else text
    if isinstance(node, Negative):
        return f"-{written(node.operand, _UNARY)}"
    if isinstance(node, Call):
        return f"{node.function}({', '.join(written(one) for one in node.arguments)})"
    if isinstance(node, Name):
        return f"${{{node.name}}}"
    return "." if isinstance(node, Current) else _literal(node.value)


def _literal(value: int | Decimal | str) -> str:
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
