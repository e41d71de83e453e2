"""The general ways to ask for a document or a deadline, from asks.yaml beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.model import Shape
from knowledge.shapes import validate
from knowledge.yamlfile import load_yaml


class Asks(Shape):
    """Wordings by attribute of a document ({d} stands for its name) and by period of a deadline ("all" for several)."""

    attributes: dict[str, list[str]]
    deadlines: dict[str, list[str]]


@cache
def asks() -> Asks:
    return validate(Asks, load_yaml(Path(__file__).with_name("asks.yaml")))


def about_document(attribute: str, names: tuple[str, ...]) -> list[str]:
    """Ways to ask for an attribute of a document that is called by any of these names."""
    return [pattern.format(d=name) for name in names for pattern in asks().attributes[attribute]]


def about_deadline(period: str | None) -> list[str]:
    """Ways to ask when the report of a period is due; of several reports where it is None."""
    return asks().deadlines[period or "all"]
