"""A document's text as a tree of named sections: paths, headings and the text under a section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.marked import MarkedText, MarkError, letters, letters_sha256, parse_marked
from knowledge.model import Section

APPENDIX = "PL"
"""The label that opens an appendix; it is not printed."""

Place = tuple[str | int, ...]
"""Where a value stands in its YAML file: ("sections", 3, "sections", 0, "text")."""

_BULLET_NAMES = {"": "đoạn", "-": "gạch đầu dòng", "+": "dấu cộng"}


@dataclass(frozen=True, eq=False)
class Node:
    """A section in its tree, with the path that names it and the marks of its text taken apart."""

    path: str
    name: str
    """Its own part of the path: the label, or "gN" for the Nth bullet or running paragraph."""
    label: str
    title: MarkedText | None
    text: MarkedText | None
    place: Place
    step: str
    """Its own part of the heading: "II", or "gạch đầu dòng 6"."""
    parent: Node | None = field(repr=False)
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def is_bullet(self) -> bool:
        return is_bullet(self.label)

    @cached_property
    def ancestors(self) -> tuple[Node, ...]:
        """The nodes above it, outermost first."""
        above: list[Node] = []
        node = self.parent
        while node is not None:
            above.append(node)
            node = node.parent
        return tuple(reversed(above))

    @cached_property
    def heading(self) -> str:
        """How a member finds it in the document: "mục II.4, gạch đầu dòng 6"."""
        return _heading((*self.ancestors, self))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles above it and its own, as meant, outermost first."""
        return tuple(node.title.meant for node in (*self.ancestors, self) if node.title and node.title.meant)

    @property
    def passages(self) -> tuple[MarkedText, ...]:
        """Its title and its text, those that it has."""
        return tuple(passage for passage in (self.title, self.text) if passage is not None)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @cached_property
    def meant(self) -> str:
        """The whole text of the section, sub-sections included, as meant: a passage a line."""
        return _whole(self, lambda passage: passage.meant)

    @cached_property
    def written(self) -> str:
        """The whole text of the section, sub-sections included, in the source's own words."""
        return _whole(self, lambda passage: passage.written)

    def passage(self, quote: str) -> MarkedText | None:
        """The title or text, of this section or one below, in which words occur as meant; None where none has them."""
        return next((one for node in self.walk() for one in node.passages if one.has(quote)), None)


@dataclass(frozen=True)
class Tree:
    """All sections of a document, in reading order and by path."""

    roots: tuple[Node, ...]
    complete: bool = True
    """False where a passage was left out because its marks could not be read."""

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Path -> node, in reading order."""
        found: dict[str, Node] = {}
        for node in self.walk():
            found.setdefault(node.path, node)
        return found

    @property
    def clashes(self) -> tuple[Node, ...]:
        """Nodes whose path another node before them has: they cannot be looked up."""
        return tuple(node for node in self.walk() if self.nodes[node.path] is not node)

    def walk(self) -> Iterator[Node]:
        for root in self.roots:
            yield from root.walk()

    def find(self, path: str) -> Node | None:
        return self.nodes.get(path)

    @cached_property
    def meant(self) -> str:
        return "\n".join(root.meant for root in self.roots if root.meant)

    @cached_property
    def written(self) -> str:
        return "\n".join(root.written for root in self.roots if root.written)

    @cached_property
    def source_letters(self) -> str:
        """Letters and digits of label, title and text of every node in reading order, private data left out."""
        return "".join(_source_letters(node) for node in self.walk())

    @property
    def letters_sha256(self) -> str:
        return letters_sha256(self.source_letters)


def is_bullet(label: str) -> bool:
    """Whether a label is a bullet or none at all, so that its path counts instead of naming."""
    return not any(map(str.isalnum, label))


def build_tree(sections: Sequence[Section], report: Callable[[Place, MarkError], None] | None = None) -> Tree:
    """Name every section and take its marks apart.

    A passage whose marks cannot be read is handed to `report` with its place and left out of the tree;
    without `report` it raises MarkError.
    """
    failed = False

    def note(place: Place, error: MarkError) -> None:
        nonlocal failed
        if report is None:
            raise error
        failed = True
        report(place, error)

    roots: list[Node] = []
    waiting: list[tuple[Sequence[Section], Node | None]] = [(sections, None)]
    while waiting:
        siblings, parent = waiting.pop()
        nodes = roots if parent is None else parent.children
        names = _Names()
        for index, section in enumerate(siblings):
            node = _node(section, index, parent, names, note)
            nodes.append(node)
            if section.sections:
                waiting.append((section.sections, node))
    return Tree(tuple(roots), complete=not failed)


class _Names:
    """Names siblings: how many bullets, and how many of each label, came before."""

    def __init__(self) -> None:
        self.bullets = 0
        self.labels: dict[str, int] = {}

    def next(self, label: str) -> tuple[str, str]:
        """The part of the path and the part of the heading that name the next sibling."""
        count = self.labels[label] = self.labels.get(label, 0) + 1
        if is_bullet(label):
            self.bullets += 1
            return f"g{self.bullets}", f"{_BULLET_NAMES.get(label, 'dấu đầu dòng')} {count}"
        name = label if count == 1 else f"{label}~{count}"
        if label == APPENDIX:
            return name, "phụ lục" if count == 1 else f"phụ lục thứ {count}"
        return name, label


def _node(
    section: Section,
    index: int,
    parent: Node | None,
    names: _Names,
    report: Callable[[Place, MarkError], None],
) -> Node:
    place: Place = (*(parent.place if parent else ()), "sections", index)

    def parsed(key: str, text: str | None) -> MarkedText | None:
        if text is None:
            return None
        try:
            return parse_marked(text)
        except MarkError as error:
            report((*place, key), error)
            return None

    name, step = names.next(section.label)
    path = f"{parent.path}.{name}" if parent else name
    title, text = parsed("title", section.title), parsed("text", section.text)
    if not section.label and title and title.meant:
        step = f"phần “{title.meant}”"
    return Node(path, name, section.label, title, text, place, step, parent)


def _heading(chain: Sequence[Node]) -> str:
    """Labels in a row make one "mục"; a label that repeats its parent's ("3", "3.1") stands for both."""
    parts: list[str] = []
    labels: list[str] = []
    for node in chain:
        if not node.is_bullet and node.label != APPENDIX:
            if labels and node.label.startswith(f"{labels[-1]}."):
                labels.pop()
            labels.append(node.label)
            continue
        if labels:
            parts.append(f"mục {'.'.join(labels)}")
            labels = []
        parts.append(node.step)
    if labels:
        parts.append(f"mục {'.'.join(labels)}")
    return ", ".join(parts)


def _whole(top: Node, side: Callable[[MarkedText], str]) -> str:
    """The text of a node and all below it: each node on lines of its own, its label before it."""
    lines: list[str] = []
    for node in top.walk():
        passages = [words for words in map(side, node.passages) if words]
        label = "" if node.label in ("", APPENDIX) else node.label if node.is_bullet else f"{node.label}."
        if label:
            passages[:1] = [f"{label} {passages[0]}"] if passages else [label]
        lines.extend(passages)
    return "\n".join(lines)


def _source_letters(node: Node) -> str:
    label = "" if node.label == APPENDIX else letters(node.label)
    return label + "".join(passage.source_letters for passage in node.passages)
