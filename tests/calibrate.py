"""Finds weights and thresholds on the development questions: `python -m tests.calibrate [--rounds N]`.

Coordinate search over knowledge.scoring.Weights and knowledge.answerer.Thresholds: a right first answer counts for,
a confident wrong one and an answer to what cannot be answered against. Prints the best found; nothing is written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from handlers.asking import Assistant
from knowledge.answerer import Thresholds
from knowledge.load import default_data_dir, load_knowledge
from knowledge.scoring import Scorer, Weights
from knowledge.search.index import Hit
from knowledge.understand import Asker, Understood, understand
from tests.evaluate import Question, is_right, read_questions
from tests.mangle import MANGLERS

DEV = sorted((Path(__file__).parent / "questions").glob("directives_dev*.yaml"))
HARD = "not_in_source"
STEPS = (-0.15, -0.05, 0.05, 0.15)
ROWS = ("clean", "mixed")


@dataclass(frozen=True)
class Case:
    """A question read once: what follows depends on the weights only."""

    question: Question
    understood: Understood
    hits: Sequence[Hit]


def cases(assistant: Assistant, questions: Sequence[Question], rows: Sequence[str], seed: int = 1) -> list[Case]:
    """Every question in every spelling, searched and understood."""
    found = []
    answerer = assistant.answerer
    for row in rows:
        random = Random(seed)
        for question in questions:
            asked = MANGLERS[row](question.text, random)
            searched = answerer.index.search(asked, limit=60)
            read = understand(
                asked,
                searched.repaired.text,
                _asker(question.context),
                answerer.register,
                answerer.gazetteer,
                answerer.titles,
                answerer.provinces,
            )
            found.append(Case(question, read, searched.hits))
    return found


def _asker(context: Any) -> Asker:
    today = context.get("today")
    return Asker(
        context.get("province"),
        context.get("sector"),
        context.get("year"),
        date.fromisoformat(today) if today else None,
    )


def judge(
    assistant: Assistant, known: Sequence[Case], weights: Weights, thresholds: Thresholds
) -> tuple[float, dict[str, float]]:
    """The score to raise, and the shares it is made of."""
    answerer = assistant.answerer
    answerer.scorer = Scorer(answerer.gazetteer, answerer.scorer.likeness, weights)
    answerer.thresholds = thresholds
    counts = Counter[str]()
    for case in known:
        found = answerer.rank(case.understood, case.hits)[:8]
        outcome, _ = answerer.decide(case.understood, found)
        if case.question.unanswerable:
            # On the topic but not in the sources: hard for anyone, and worth less than a right answer.
            kind = "hard" if case.question.kind == HARD else "strange"
            counts[kind] += 1
            counts[f"{kind} refused"] += outcome != "answer"
            continue
        counts["answerable"] += 1
        right = bool(found) and outcome != "none" and is_right(case.question, _reply(found[0].entry))
        counts["right"] += right
        counts["answered"] += right and outcome == "answer"
        counts["wrong"] += outcome == "answer" and not right
    shares = {name: counts[name] / counts["answerable"] for name in ("right", "answered", "wrong")}
    shares |= {name: counts[f"{name} refused"] / max(1, counts[name]) for name in ("strange", "hard")}
    score = 1.5 * shares["right"] + 0.4 * shares["answered"] - 0.5 * shares["wrong"] + 0.3 * shares["hard"]
    # Beyond the aims, a wrong or a missing refusal costs far more.
    score -= 3.0 * max(0.0, shares["wrong"] - 0.015) + 2.0 * max(0.0, 0.985 - shares["strange"])
    return score, shares


def _reply(entry: Any) -> dict[str, Any]:
    text = "\n".join((entry.text, entry.citation, entry.section, entry.quote))
    answer = {"document": entry.document, "title": entry.title, "text": text, "section": entry.section}
    return {"outcome": "answer", "answers": [answer]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    assistant = Assistant(load_knowledge(default_data_dir()))
    known = cases(assistant, [question for file in DEV for question in read_questions(file)], ROWS, args.seed)
    weights, thresholds = Weights(), Thresholds()
    best, shares = judge(assistant, known, weights, thresholds)
    print("start", round(best, 4), shares)
    for _ in range(args.rounds):
        for target in ("thresholds", "weights"):
            holder: Any = thresholds if target == "thresholds" else weights
            for name in [field.name for field in fields(holder)]:
                for step in STEPS:
                    holder = thresholds if target == "thresholds" else weights
                    tried = replace(holder, **{name: round(getattr(holder, name) + step, 3)})
                    pair = (weights, tried) if target == "thresholds" else (tried, thresholds)
                    score, found = judge(assistant, known, *pair)
                    if score > best + 1e-6:
                        best, shares = score, found
                        weights, thresholds = pair
                        print(name, getattr(tried, name), round(best, 4), {k: round(v, 3) for k, v in shares.items()})
    print(thresholds)
    print(weights)


if __name__ == "__main__":
    main()
