"""The shapes of outlines/*.yaml: what a report tells, item by item, and what of the log feeds each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.activity_types import ActivityKind
from knowledge.forms.model import FormSource
from knowledge.model import Shape

ReportKind = Literal["first_half", "second_half", "year", "action_month", "between"]
"""Stretches of days that are reported on."""
TableKind = Literal["activities", "occasions", "inspections", "meetings", "levels", "cases"]
"""A row for each activity; a row for each occasion; inspections; meetings; levels of cadres; incidents by kind."""
FigureKind = Literal["count", "people", "money", "units_inspected", "reorganised", "cases"]


class Feed(Shape):
    """Which entries an item tells: of a type, and with `words` only those whose title has one of them.

    An entry is told by one item only: by the one whose words it has (of several words the longest counts, of equally
    long ones the first), else by the one that names its type alone. `outline_items.telling_item` finds it.
    """

    type: ActivityKind
    words: list[str] = Field(default_factory=list)
    """Small letters with diacritics; a title without them counts too."""


class FormField(Shape):
    """A text that entries of a form hold."""

    form: str
    field: str


class Prose(Shape):
    """What has to be told in words: written in the chat, else taken from what was logged."""

    ask: str
    """The question by which the chat asks for it."""
    hint: str = ""
    required: bool = False
    """Whether a report without it still lacks something."""
    takes: list[FormField] = Field(default_factory=list)
    """Of an item that has feeds: from the entries it tells; else from every entry of the form."""
    nameless: bool = False
    """Whether it may tell of victims, so that nothing may say who somebody is."""


class OutlineItem(Shape):
    """A heading of the report, or a point under one. `label` as it is printed: "I", "1", "3.1", "-"."""

    id: str
    label: str
    heading: str
    """May hold {next}: the time that follows the period ("6 tháng cuối năm 2026", "năm 2027")."""
    section: str | None = None
    """Path of the directive's section that asks for it."""
    kinds: list[ReportKind] = Field(default_factory=list)
    """Kinds of reports that have it; empty for all."""
    feeds: list[Feed] = Field(default_factory=list)
    noun: str = "hoạt động"
    """What its entries are called when they are counted: "cuộc tuyên truyền, tập huấn"."""
    figures: list[FigureKind] = Field(default_factory=list)
    table: TableKind | None = None
    prose: Prose | None = None
    items: list[OutlineItem] = Field(default_factory=list)


class Outline(Shape):
    """A report's outline. `subject` completes the trích yếu: "Kết quả {subject} 6 tháng đầu năm 2026"."""

    id: str
    title: str
    subject: str
    kinds: list[ReportKind]
    """The kinds of reports it is meant for."""
    default: bool = False
    """Whether a unit that has chosen none gets it, for its kinds."""
    source: FormSource
    symbol: str = "BC-BVSTBPN"
    items: list[OutlineItem]
