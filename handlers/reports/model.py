"""A report as plain values: what is rendered, kept as a version, compared and traced. JSON by `codec`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Cell = str | int | float | None
"""None is what nobody has said; it is written as a dash."""
ColumnKind = Literal["index", "text", "date", "number", "money", "share", "change"]
"""How a column is written: its place in the list; words; days in words ("5/3/2026"); a count; đồng; hundredths from
0 to 1; a count or share with its sign."""


@dataclass(frozen=True, slots=True)
class Column:
    """`summed`: the last row of a table with a total is the sum of this column's other rows."""

    heading: str
    kind: ColumnKind
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a section. With `total` its last row is the sum of the others in the columns that are summed."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One item of the outline, told. Level 1 is a part ("I."), 2 a number ("1."), 3 what stands under it ("1.1.", "-").

    A level 3 whose label is "-" has no heading of its own line: its heading begins its first paragraph.
    """

    item: str
    level: int
    label: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the report and where it is from. `value` None: nobody has said it.

    `before`: the same of the year before; None where nothing was logged then. `lacking`: of so many entries nobody has
    said it.
    """

    id: str
    item: str
    label: str
    value: int | None
    unit: str
    """What is counted: "người", "đồng", "cuộc" ..."""
    entries: tuple[str, ...] = ()
    before: int | None = None
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the log as it was when the report was compiled; `item` is the outline's item that tells it.

    `late`: it was logged after the period had been closed, and is in no figure.
    """

    id: str
    unit: str
    unit_name: str
    item: str
    type: str
    type_label: str
    title: str
    day: date
    last_day: date | None
    place: str | None
    female: int | None
    male: int | None
    unknown: int | None
    total: int | None
    budget: int | None
    units_inspected: int | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What stands around the text, by Nghị định 30/2020/NĐ-CP. Empty strings are left out or dotted."""

    agency: str
    """The agency that the board belongs to: "UBND XÃ A"."""
    body: str
    """The issuing body: "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"."""
    symbol: str
    """"BC-BVSTBPN"; the number before it is left open for the records clerk."""
    place: str
    day: date
    type_name: str
    """"BÁO CÁO"; empty for an official letter (công văn), which has its summary under the number."""
    summary: str
    """Trích yếu, without a full stop."""
    note: str = ""
    """Under the summary, in brackets: up to which day the figures count."""
    to: tuple[str, ...] = ()
    """Kính gửi."""
    board_post: str = "TRƯỞNG BAN"
    agency_post: str = ""
    signer: str = ""
    copies: tuple[str, ...] = ()
    """Nơi nhận, without dashes and full stops: "Như trên", "Lưu: VT, BVSTBPN"."""


@dataclass(frozen=True, slots=True)
class Series:
    """One coloured part of every bar."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of stacked bars: one bar a label. Upright by month, lying by type."""

    id: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All of one report. `opening` are the paragraphs before the first part, `appendix` stands on pages of its own."""

    header: Header
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    appendix: tuple[Section, ...] = ()
    charts: tuple[Chart, ...] = ()
    figures: tuple[Figure, ...] = ()
    rows: tuple[Row, ...] = ()
    title: str = ""
    """What it is called in the chat and as a file: "Báo cáo 6 tháng đầu năm 2026 - Xã A"."""
    missing: tuple[str, ...] = ()
    """Ids of the outline's items that still want something."""
    estimated: bool = False
    """Whether the figures end before the period does ("ước")."""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter (công văn): paragraphs, at most one table, and what is said after it."""

    header: Header
    paragraphs: tuple[str, ...]
    table: Table | None = None
    closing: tuple[str, ...] = ()
