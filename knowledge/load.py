"""Reading a knowledge base from its folder."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.activity_types import ActivityFile, ActivityType
from knowledge.errors import KnowledgeError, Problem
from knowledge.forms.expression_faults import unreadable as unreadable_expressions
from knowledge.forms.model import Form
from knowledge.lexicon import Lexicon
from knowledge.marked import MarkError
from knowledge.model import (
    AnswerFile,
    Article,
    Directive,
    Fact,
    HolidayFile,
    Manifest,
    PlaceFile,
    PlaceName,
    Reference,
    Source,
)
from knowledge.outlines import Outline
from knowledge.shapes import shape_problems, validate
from knowledge.tree import Place, Tree, build_tree
from knowledge.yamlfile import Lines, load_yaml, unreadable

MANIFEST = "knowledge.yaml"
LEXICON = "lexicon.yaml"
ACTIVITIES = "activities.yaml"
OUTLINES = "outlines"

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Part(Generic[Shape]):
    """One file of the base, with the lines of its values."""

    file: str
    lines: Lines
    value: Shape


@dataclass(slots=True)
class Parts:
    """Every file of a base that fits its shape, and what is wrong with the others."""

    root: Path
    readable: bool = True
    """False for a folder that is not there or may not be read."""
    manifest: list[Part[Manifest]] = field(default_factory=list)
    directives: list[Part[Directive]] = field(default_factory=list)
    references: list[Part[Reference]] = field(default_factory=list)
    answers: list[Part[AnswerFile]] = field(default_factory=list)
    events: list[Part[AnswerFile]] = field(default_factory=list)
    holidays: list[Part[HolidayFile]] = field(default_factory=list)
    places: list[Part[PlaceFile]] = field(default_factory=list)
    lexicon: list[Part[Lexicon]] = field(default_factory=list)
    activities: list[Part[ActivityFile]] = field(default_factory=list)
    articles: list[Part[Article]] = field(default_factory=list)
    forms: list[Part[Form]] = field(default_factory=list)
    forms_complete: bool = True
    """False where a form does not fit: a type of activity may be in that one."""
    outlines: list[Part[Outline]] = field(default_factory=list)
    outlines_complete: bool = True
    """False where an outline does not fit: a kind of report may be in that one."""
    trees: dict[str, Tree] = field(default_factory=dict)
    """File of a directive -> its text as a tree."""
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Names, without ".yaml", of files that do not fit: what refers to them is not wrong because of that."""


@dataclass(frozen=True)
class Knowledge:
    """A knowledge base: everything that can be answered from, and the words to understand questions by."""

    root: Path
    manifest: Manifest
    directives: tuple[Directive, ...] = ()
    references: tuple[Reference, ...] = ()
    answers: tuple[AnswerFile, ...] = ()
    events: tuple[Fact, ...] = ()
    holidays: HolidayFile = field(default_factory=lambda: HolidayFile(years={}))
    places: tuple[PlaceName, ...] = ()
    places_source: Source | None = None
    lexicon: Lexicon = field(default_factory=Lexicon)
    activities: tuple[ActivityType, ...] = ()
    """The kinds of activity, those that come first chosen first."""
    articles: tuple[Article, ...] = ()
    forms: tuple[Form, ...] = ()
    outlines: tuple[Outline, ...] = ()
    trees: Mapping[str, Tree] = field(default_factory=dict, repr=False)
    """Id of a directive -> its text as a tree."""

    @cached_property
    def directive_by_id(self) -> dict[str, Directive]:
        return {directive.id: directive for directive in self.directives}

    @cached_property
    def reference_by_id(self) -> dict[str, Reference]:
        return {reference.id: reference for reference in self.references}


def default_data_dir() -> Path:
    """The folder of the knowledge base that ships with the package."""
    return Path(str(files("knowledge") / "data"))


def load_knowledge(path: Path | str) -> Knowledge:
    """Read the base in a folder. Raises KnowledgeError with every file:line that does not fit its shape."""
    parts = read_parts(Path(path))
    if parts.problems:
        raise KnowledgeError(sorted(parts.problems, key=lambda problem: (problem.file, problem.line or 0)))
    places = parts.places[0].value if parts.places else None
    return Knowledge(
        root=parts.root,
        manifest=parts.manifest[0].value,
        directives=tuple(part.value for part in parts.directives),
        references=tuple(part.value for part in parts.references),
        answers=tuple(part.value for part in parts.answers),
        events=tuple(fact for part in parts.events for fact in part.value.facts),
        holidays=parts.holidays[0].value if parts.holidays else HolidayFile(years={}),
        places=tuple(places.places) if places else (),
        places_source=places.source if places else None,
        lexicon=parts.lexicon[0].value if parts.lexicon else Lexicon(),
        activities=tuple(kind for part in parts.activities for kind in part.value.types),
        articles=tuple(part.value for part in parts.articles),
        forms=tuple(part.value for part in parts.forms),
        outlines=tuple(part.value for part in parts.outlines),
        trees={part.value.id: parts.trees[part.file] for part in parts.directives},
    )


def load_activities(root: Path) -> tuple[ActivityType, ...]:
    """The kinds of activity of the base in a folder alone; those that ship where it has none. Raises KnowledgeError."""
    file = root / ACTIVITIES
    if not file.exists():
        file = default_data_dir() / ACTIVITIES
    return tuple(validate(ActivityFile, load_yaml(file)).types)


def read_parts(root: Path) -> Parts:
    """Read every file of a base; what does not fit is in `problems`, never raised."""
    parts = Parts(root)
    try:
        names = {path.name for path in root.iterdir()}
    except OSError as error:
        parts.problems.append(unreadable(root, error))
        parts.readable = False
        return parts
    if MANIFEST not in names:
        fix = f"tạo {MANIFEST} với hai khóa name và about, hoặc chỉ ra đúng thư mục"
        parts.problems.append(Problem(str(root), None, f"thư mục không có {MANIFEST}", fix))
    _read_folder(root / "directives", Directive, parts.directives, parts)
    _read_folder(root / "legal", Reference, parts.references, parts)
    _read_folder(root / "answers", AnswerFile, parts.answers, parts)
    if MANIFEST in names:
        _read_file(root / MANIFEST, Manifest, parts.manifest, parts)
    if "events.yaml" in names:
        _read_file(root / "events.yaml", AnswerFile, parts.events, parts)
    if "holidays.yaml" in names:
        _read_file(root / "holidays.yaml", HolidayFile, parts.holidays, parts)
    if "places.yaml" in names:
        _read_file(root / "places.yaml", PlaceFile, parts.places, parts)
    if "lexicon.yaml" in names:
        _read_file(root / LEXICON, Lexicon, parts.lexicon, parts)
    _read_forms(root / "forms", parts)
    _read_outlines(root / OUTLINES, parts)
    if ACTIVITIES in names:
        _read_file(root / ACTIVITIES, ActivityFile, parts.activities, parts)
    for file in _files(root / "articles", ".jsonl", parts):
        _read_articles(file, parts)
    for directive in parts.directives:
        _grow_tree(directive, parts)
    return parts


def _files(folder: Path, suffix: str, parts: Parts) -> list[Path]:
    """The files of a folder by name, hidden ones left out; none where there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == suffix and not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        parts.problems.append(unreadable(folder, error))
        return []


def _read_folder(folder: Path, shape: type[Shape], into: list[Part[Shape]], parts: Parts) -> None:
    for file in _files(folder, ".yaml", parts):
        _read_file(file, shape, into, parts)


def _read_file(file: Path, shape: type[Shape], into: list[Part[Shape]], parts: Parts) -> None:
    try:
        document = load_yaml(file)
        into.append(Part(str(file), document.lines, validate(shape, document)))
    except KnowledgeError as error:
        parts.problems.extend(error.problems)
        parts.unread.add(file.stem)


def _read_forms(folder: Path, parts: Parts) -> None:
    """Forms whose expressions can all be read."""
    before = len(parts.problems)
    read: list[Part[Form]] = []
    _read_folder(folder, Form, read, parts)
    for part in read:
        broken = [
            Problem(part.file, part.lines.at(path), *words) for path, *words in unreadable_expressions(part.value)
        ]
        parts.problems.extend(broken)
        if not broken:
            parts.forms.append(part)
    parts.forms_complete = len(parts.problems) == before


def _read_outlines(folder: Path, parts: Parts) -> None:
    before = len(parts.problems)
    _read_folder(folder, Outline, parts.outlines, parts)
    parts.outlines_complete = len(parts.problems) == before


def _read_articles(file: Path, parts: Parts) -> None:
    try:
        data = file.read_bytes()
    except OSError as error:
        parts.problems.append(unreadable(file, error))
        return
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if not line or line.isspace():
            continue
        lines = Lines(number)
        try:
            parts.articles.append(Part(str(file), lines, Article.model_validate_json(line, strict=True)))
        except ValidationError as error:
            parts.problems.extend(shape_problems(error, Article, str(file), lines))


def _grow_tree(part: Part[Directive], parts: Parts) -> None:
    def report(place: Place, error: MarkError) -> None:
        parts.problems.append(Problem(part.file, part.lines.at(place), error.what, error.fix))

    parts.trees[part.file] = build_tree(part.value.sections, report)
