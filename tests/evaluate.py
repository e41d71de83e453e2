"""Measure the assistant through its public command, on clean and on mangled questions.

python -m tests.evaluate directives --questions tests/questions/directives_dev.yaml --mangle all
python -m tests.evaluate law --articles ARTICLES.jsonl --questions tests/questions/law_dev.yaml --mangle all
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.mangle import MANGLERS

HELD_OUT = "heldout"
COLUMNS = ("questions", "first right %", "answered right %", "confident wrong %", "refused %", "ms/question")

_MARKS = re.compile("[\u0300-\u036f]")
_ZEROS = re.compile(r"(?<!\d)0+(?=[1-9]\d?/\d)|(?<=/)0+(?=[1-9](?!\d))|(?<!\d)0+(?=[1-9]/\d)")


@dataclass(frozen=True)
class Question:
    """One question and what a right first answer holds; `ids` are titles or ids of articles, for law."""

    text: str
    context: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    unanswerable: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Judged:
    """A question as asked, the reply to it, and whether its first answer was right."""

    question: Question
    asked: str
    reply: Mapping[str, Any]
    right: bool

    @property
    def outcome(self) -> str:
        return str(self.reply.get("outcome", "none"))

    @property
    def failed(self) -> bool:
        return self.outcome == "answer" if self.question.unanswerable else not self.right


def fold(text: str) -> str:
    """Case, diacritics, spacing and leading zeros of dates do not count."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d").replace("Đ", "D")
    return _ZEROS.sub("", " ".join(bare.casefold().replace("–", "-").split()))


def holds(fragment: str, text: str) -> bool:
    """Whether the folded fragment occurs in the text, never as part of a longer number."""
    wanted = fold(fragment)
    before = r"(?<!\d)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, fold(text)) is not None


def is_right(question: Question, reply: Mapping[str, Any]) -> bool:
    """The first answer names an acceptable source and holds every required fragment; outcome none is never right."""
    answers = reply.get("answers") or []
    if reply.get("outcome", "none") == "none" or not answers:
        return False
    first = answers[0]
    if question.ids:
        named = {fold(str(first.get(key) or "")) for key in ("id", "document", "section", "title")}
        return any(fold(wanted) in named for wanted in question.ids)
    source = f"{first.get('document') or ''}\n{first.get('title') or ''}"
    text = str(first.get("text") or "")
    return any(holds(document, source) for document in question.documents) and all(
        any(holds(choice, text) for choice in fragment.split("|")) for fragment in question.must
    )


def read_questions(path: Path, titles: Mapping[str, str] | None = None) -> list[Question]:
    """The questions of a YAML file; `titles` gives articles with a title of their own another acceptable name."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = []
    for row in rows:
        ids = tuple(str(wanted) for wanted in row.get("id", ()))
        unique = tuple((titles or {})[wanted] for wanted in ids if wanted in (titles or {}))
        questions.append(
            Question(
                text=row["q"],
                context=row.get("ctx", {}),
                documents=tuple(str(document) for document in row.get("doc", ())),
                must=tuple(str(fragment) for fragment in row.get("must", ())),
                ids=ids + unique,
                unanswerable=bool(row.get("none", False)),
                kind=row.get("kind", ""),
            )
        )
    return questions


def unique_titles(articles: Path) -> dict[str, str]:
    """Article id -> title, where no other article bears that title; raises SystemExit on a repeated id."""
    rows = [json.loads(line) for line in articles.read_text(encoding="utf-8").splitlines() if line.strip()]
    bearers = Counter(fold(row["title"]) for row in rows)
    repeated = [name for name, count in Counter(row["id"] for row in rows).items() if count > 1]
    if repeated:
        raise SystemExit(f"{articles}: ids that occur twice: {', '.join(repeated[:5])}")
    return {row["id"]: row["title"] for row in rows if bearers[fold(row["title"])] == 1}


class Assistant:
    """The product behind its public command; each call of `ask` is one batch in one process."""

    def __init__(self, command: Sequence[str], knowledge: Path | None = None) -> None:
        self._command = list(command)
        self._options = [] if knowledge is None else ["--knowledge", str(knowledge)]
        self._startup: float | None = None

    def _run(self, arguments: Sequence[str], text: str = "") -> str:
        done = subprocess.run(
            [*self._command, *arguments], input=text, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def import_articles(self, articles: Path, folder: Path) -> None:
        """Turn {id, title, text} lines into a knowledge base in `folder`."""
        self._run(["knowledge", "import", str(articles), "--out", str(folder)])

    def _batch(self, lines: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], float]:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        begun = time.perf_counter()
        printed = self._run(["ask", "--batch", "-", "--json", *self._options], text)
        return [json.loads(line) for line in printed.splitlines() if line.strip()], time.perf_counter() - begun

    def ask(self, questions: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[list[dict[str, Any]], float]:
        """Replies in order, and milliseconds a question without the time to start and load."""
        if self._startup is None:
            self._startup = self._batch([{"id": "start", "question": "xin chào"}])[1]
        lines = [{"id": str(n), "question": text, **context} for n, (text, context) in enumerate(questions)]
        replies, seconds = self._batch(lines)
        if len(replies) != len(lines):
            raise SystemExit(f"{len(lines)} questions were asked, {len(replies)} replies came")
        return replies, 1000 * max(seconds - self._startup, 0.0) / max(len(lines), 1)


def measure(
    assistant: Assistant, questions: Sequence[Question], mangling: str, seed: int
) -> tuple[list[Judged], float]:
    """Ask every question once, mangled the same way for the same seed."""
    mangler = MANGLERS[mangling]
    asked = [mangler(q.text, Random(f"{seed} {mangling} {n} {q.text}")) for n, q in enumerate(questions)]
    replies, milliseconds = assistant.ask([(text, q.context) for text, q in zip(asked, questions, strict=True)])
    judged = [Judged(q, a, r, is_right(q, r)) for q, a, r in zip(questions, asked, replies, strict=True)]
    return judged, milliseconds


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def summary(judged: Sequence[Judged], milliseconds: float) -> tuple[str, ...]:
    """One row of figures, in the order of COLUMNS."""
    answerable = [j for j in judged if not j.question.unanswerable]
    unanswerable = [j for j in judged if j.question.unanswerable]
    sure = [j for j in answerable if j.outcome == "answer"]
    return (
        str(len(judged)),
        _percent(sum(j.right for j in answerable), len(answerable)),
        _percent(sum(j.right for j in sure), len(answerable)),
        _percent(sum(not j.right for j in sure), len(answerable)),
        _percent(sum(j.outcome in ("none", "clarify") for j in unanswerable), len(unanswerable)),
        f"{milliseconds:.2f}",
    )


def by_kind(judged: Sequence[Judged]) -> list[tuple[str, str]]:
    """Kind -> 'passed of all', in the order of the file."""
    kinds = list(dict.fromkeys(j.question.kind for j in judged))
    groups = {kind: [j for j in judged if j.question.kind == kind] for kind in kinds}
    return [(kind, f"{sum(not j.failed for j in group)} of {len(group)}") for kind, group in groups.items()]


def describe(judged: Judged) -> str:
    """A failure in three lines: what was asked, what was wanted, what came first."""
    question, answers = judged.question, judged.reply.get("answers") or [{}]
    wanted = "none" if question.unanswerable else f"{list(question.ids or question.documents)} {list(question.must)}"
    text = " ".join(str(answers[0].get("text") or "").split())[:160]
    came = f"{answers[0].get('document') or ''} | {answers[0].get('title') or ''} | {text}"
    asked = f"{judged.asked}  {dict(question.context) or ''}".rstrip()
    return f"? [{question.kind}] {asked}\n  wanted {wanted}\n  {judged.outcome}: {came}"


def _print_row(name: str, cells: Sequence[str]) -> None:
    print(f"{name:<24}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def report(assistant: Assistant, questions: Sequence[Question], options: argparse.Namespace) -> None:
    """Print the table, a row for each mangling, and what was asked for below it."""
    _print_row("", COLUMNS)
    shown: list[tuple[str, list[Judged]]] = []
    for name in MANGLERS if options.mangle == ["all"] else options.mangle:
        judged, milliseconds = measure(assistant, questions, name, options.seed)
        _print_row(name, summary(judged, milliseconds))
        shown.append((name, judged))
    for name, judged in shown:
        if options.kinds:
            print(f"\n{name}: " + ", ".join(f"{kind} {passed}" for kind, passed in by_kind(judged)))
        if options.show_wrong:
            print(f"\n== {name}")
            print("\n".join(describe(j) for j in [j for j in judged if j.failed][: options.show_wrong]))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__)
    parser.add_argument("what", choices=("directives", "law"))
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--articles", type=Path, help="law: the articles, {id, title, text} a line")
    parser.add_argument("--knowledge", type=Path, help="directives: another knowledge base")
    parser.add_argument("--mangle", nargs="+", default=["clean"], choices=(*MANGLERS, "all"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", action="store_true", help="count by kind of question")
    parser.add_argument("--show-wrong", type=int, default=0, metavar="N", help="list the first N failures of each row")
    parser.add_argument("--peek", action="store_true", help="list failures of held-out questions, and spoil them")
    parser.add_argument("--command", nargs="+", default=[sys.executable, "-m", "bot"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.show_wrong and HELD_OUT in options.questions.name and not options.peek:
        parser.error(f"{options.questions.name} is held out: looking at its failures spoils it (--peek to do so)")
    if (options.what == "law") != (options.articles is not None):
        parser.error("--articles goes with law, and law needs it")
    return options


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exits with status 2 on wrong options and 1 when the product fails."""
    options = _options(arguments)
    if options.what == "directives":
        report(Assistant(options.command, options.knowledge), read_questions(options.questions), options)
        return
    with tempfile.TemporaryDirectory() as folder:
        knowledge = Path(folder) / "knowledge"
        assistant = Assistant(options.command, knowledge)
        assistant.import_articles(options.articles, knowledge)
        report(assistant, read_questions(options.questions, unique_titles(options.articles)), options)


if __name__ == "__main__":
    main()
