"""Questions that many dialogues ask: one of a few, a number, a day, some words, and whether it is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from handlers import messages_units as words
from handlers.answers import local_day
from handlers.flows import Step, Talk, Wrong, read_yes, yes_or_no
from handlers.types import Choice, Reply
from knowledge.text.dates import parse_date
from knowledge.text.normalise import clean, fold
from knowledge.text.numbers import parse_count
from knowledge.text.problems import TextProblem

TODAY = "today"
"""The choice of the day of the message."""
SURE = "sure"
"""The step that asks whether what was shown is to be done."""
LONGEST = 120
"""Letters of a name at most."""


def folded(text: str) -> str:
    """Words for comparing: without case, diacritics and extra spaces."""
    return " ".join(fold(clean(text)).strip(" .!").split())


def option_step(
    name: str,
    question: str,
    options: Callable[[Talk], Mapping[str, str]],
    relevant: Callable[[Talk], bool] = lambda talk: True,
) -> Step:
    """A step whose value is one of the keys of `options`; their labels may be typed, or the beginning of one."""

    def ask(talk: Talk) -> Reply:
        return Reply(question, tuple(Choice(key, label) for key, label in options(talk).items()))

    def read(talk: Talk, said: str) -> str | Wrong:
        open_ = options(talk)
        if talk.message.choice is not None:
            return said if said in open_ else Wrong(words.CHOOSE_ONE)
        wanted = folded(said)
        found = [
            key
            for key, label in open_.items()
            if folded(label).startswith(wanted) and (len(wanted) > 1 or folded(label) == wanted)
        ]
        return found[0] if len(found) == 1 else Wrong(words.CHOOSE_ONE)

    return Step(name, ask, read, relevant=relevant)


def number_step(name: str, question: str, most: int) -> Step:
    """An optional step whose value is a number from 1 to `most`.

    It offers no choices: a typed number would be taken for the place of one in the list.
    """

    def read(talk: Talk, said: str) -> int | Wrong:
        try:
            number = parse_count(said)
        except TextProblem as problem:
            return Wrong(problem.message)
        return number.value if number.certain and 1 <= number.value <= most else Wrong(words.NUMBER.format(most=most))

    return Step(name, lambda talk: Reply(question), read, optional=True)


def day_step(name: str, question: str, relevant: Callable[[Talk], bool] = lambda talk: True) -> Step:
    """A step whose value is a day that has come, ISO."""

    def ask(talk: Talk) -> Reply:
        return Reply(question, (Choice(TODAY, words.TODAY),))

    def read(talk: Talk, said: str) -> str | Wrong:
        today = local_day(talk.message)
        found = today if said == TODAY else past_day(said, today)
        return found if isinstance(found, Wrong) else found.isoformat()

    return Step(name, ask, read, relevant=relevant)


def past_day(said: str, today: date) -> date | Wrong:
    """Today or an earlier day, as typed."""
    try:
        found = parse_date(said, today, past=True)
    except TextProblem as problem:
        return Wrong(problem.message)
    if not found.certain or found.end is not None or found.bound in ("before", "after"):
        return Wrong(words.DAY_UNCLEAR)
    return found.start if found.start <= today else Wrong(words.DAY_AHEAD)


def name_step(name: str, question: str) -> Step:
    """A step whose value is a name on one line."""
    return Step(name, lambda talk: Reply(question), lambda talk, said: named(said))


def named(said: str) -> str | Wrong:
    """A name as typed, without extra spaces."""
    name = " ".join(clean(said).split())
    if len(name) > LONGEST:
        return Wrong(words.NAME_LONG.format(most=LONGEST))
    if len(name) < 2 or name.startswith("/") or not any(letter.isalpha() for letter in name):
        return Wrong(words.NAME_BAD)
    return name


def sure_step(preview: Callable[[Talk], str]) -> Step:
    """The last step: shows what is to be done, and asks whether to do it."""

    def ask(talk: Talk) -> Reply:
        return Reply(f"{preview(talk)}\n{words.SURE}", yes_or_no(words.DO_IT, words.LEAVE_IT))

    return Step(SURE, ask, read_yes)


def checked(step: Step, problem: Callable[[Talk], str | None]) -> Step:
    """The step, which refuses an answer with which `problem` finds that it cannot be done."""

    def read_checked(talk: Talk, said: str) -> object:
        value = step.read(talk, said)
        if isinstance(value, Wrong):
            return value
        found = problem(replace(talk, values={**talk.values, step.name: value}))
        return Wrong(found) if found else value

    return replace(step, read=read_checked)
