"""Filling in a form: what is known so far, which question comes next, what an answer changes. Plain values only.

The next question is computed, never counted: the first that is relevant and has neither an answer nor was skipped.
Where only a message was read (`brief`), nothing but what is required is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from handlers.form_state import EXTRA, HEADCOUNTS, MORE, State, Step
from knowledge.activity import People, people_problems
from knowledge.forms import Field, Form, FormChoice, breaks_constraint, calculated, in_row, is_relevant, is_required


@dataclass(frozen=True)
class Filling:
    """A form with what is known of it on a day."""

    form: Form
    state: State
    today: date

    @cached_property
    def values(self) -> dict[str, Any]:
        """The answers that count: of questions that are relevant, and what is calculated from them."""
        return calculated(self.form, self.state.answers, self.today)

    def steps(self) -> tuple[Step, ...]:
        """Every question that is relevant, in order; of a repeat those of the rows there are."""
        return self._steps

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return tuple(self._relevant())

    def _relevant(self) -> Iterator[Step]:
        for one in self.form.fields:
            if one.type in ("note", "calculate") or not is_relevant(one, self.values, self.today):
                continue
            if one.type == "repeat":
                yield from self._rows(one)
            else:
                yield Step(one.name, one)
        own = {name for one in self.form.fields for name in _names(one)}
        for name, one in EXTRA.items():
            said = name in self.state.answers or name in self.state.doubts or self.state.editing == name
            if said and name not in own:
                yield Step(name, one)

    @cached_property
    def people(self) -> People:
        """How many took part, with what follows from what was said."""
        return people_problems(*(self.values.get(name) for name in HEADCOUNTS))

    def step(self, path: str) -> Step | None:
        """The question with a path, where it is relevant."""
        return next((step for step in self.steps() if step.path == path), None)

    @cached_property
    def current(self) -> Step | None:
        """The question to ask now; None where all is answered."""
        if self.state.editing is not None:
            return self.step(self.state.editing)
        return next((step for step in self.steps() if not self.settled(step) and self._is_asked(step)), None)

    def notes(self, step: Step) -> list[str]:
        """The notes that stand between the question before a step and the step itself."""
        found: list[str] = []
        for one in self.form.fields:
            if one.name == step.path.split("/")[0]:
                break
            if one.type == "note":
                if is_relevant(one, self.values, self.today):
                    found.append(one.label)
            elif one.type != "calculate":
                found.clear()
        return found

    def closing_notes(self) -> list[str]:
        """The notes after the last question."""
        found: list[str] = []
        for one in self.form.fields:
            if one.type == "note" and is_relevant(one, self.values, self.today):
                found.append(one.label)
            elif one.type not in ("note", "calculate"):
                found.clear()
        return found

    def context(self, step: Step) -> dict[str, Any]:
        """The values that a question's expressions see: its row's before the form's."""
        if step.row is None:
            return self.values
        name = step.path.split("/")[0]
        repeat = next(one for one in self.form.fields if one.name == name)
        rows = self.values.get(name)
        row = rows[step.row] if isinstance(rows, list) and step.row < len(rows) else {}
        return in_row(repeat, self.values, row)

    def offered(self, step: Step) -> list[FormChoice]:
        """What can be chosen: of a row's first question only what no other row has."""
        name = step.path.split("/")[0]
        rows: Sequence[Mapping[str, Any]] = self.state.answers.get(name, ()) if step.row is not None else ()
        repeat = next((one for one in self.form.fields if one.name == name and one.type == "repeat"), None)
        if repeat is None or step.field.type != "select_one" or repeat.fields[0].name != step.field.name:
            return list(step.field.choices)
        taken = {row.get(step.field.name) for number, row in enumerate(rows) if number != step.row}
        return [one for one in step.field.choices if one.name not in taken]

    def required(self, step: Step) -> bool:
        return is_required(step.field, self.context(step), self.today)

    def value(self, step: Step) -> Any:
        """What was answered; None for nothing."""
        return self.context(step).get(step.field.name) if not step.asks_for_more else None

    def settled(self, step: Step) -> bool:
        """Whether a question was answered or skipped."""
        if step.asks_for_more:
            return step.path.split("/")[0] in self.state.closed
        if step.row is None and step.field.name in HEADCOUNTS and getattr(self.people, step.field.name) is not None:
            return step.path not in self.state.doubts
        return step.path in self.state.skipped or self.value(step) is not None

    def place(self, step: Step) -> tuple[int, int]:
        """Which question of how many a step is, a repeat counted once for each of its fields."""
        paths = list(dict.fromkeys(_plain(one.path) for one in self.steps() if not one.asks_for_more))
        plain = _plain(step.path)
        return (paths.index(plain) + 1 if plain in paths else len(paths)), len(paths)

    # What an answer changes

    def answered(self, step: Step, said: Mapping[str, Any]) -> State:
        """The state with an answer: a value for the field's name (and for the name of its last day)."""
        if step.asks_for_more:
            return self._with_row(step, bool(said[step.field.name]))
        answers = {**self.state.answers, **said} if step.row is None else self._in_row(step, said)
        return self._settle(step, answers)

    def skip(self, step: Step) -> State:
        """The state with a question passed over. The first question of a repeat passes over all of it."""
        name, *rest = step.path.split("/")
        if rest and rest[0] == "0" and not any(self.state.answers.get(name, ({},))[:1]):
            answers = {key: value for key, value in self.state.answers.items() if key != name}
            closed = replace(self.state, answers=answers, closed=(*self.state.closed, name))
            return replace(closed, trail=(*_without(closed.trail, step.path), step.path), editing=None, wrong=0)
        answers = self._without_value(step)
        state = self._settle(step, answers)
        return replace(state, skipped=(*_without(state.skipped, step.path), step.path))

    def back(self) -> State | None:
        """The state without the latest answer; None where there is none."""
        if self.state.editing is not None:
            return replace(self.state, editing=None, wrong=0)
        known = {step.path: step for step in self.steps()}
        for path in reversed(self.state.trail):
            if path in known or self._was_closed(path) or self._began_last_row(path):
                return self._undone(path, known.get(path))
        return None

    def edit(self, path: str) -> State:
        return replace(self.state, editing=path, wrong=0)

    def doubted(self) -> State:
        """The state without answers that another answer has made impossible: they are asked again, and told why."""
        state = self.state
        for step in self.steps():
            value, context = self.value(step), self.context(step)
            if step.asks_for_more or step.path in state.doubts:
                continue
            last = context.get(step.field.ends) if step.field.ends else None
            if problem := breaks_constraint(step.field, last or value, context, self.today):
                answers = replace(self, state=state)._without_value(step)
                state = replace(state, answers=answers, doubts={**state.doubts, step.path: problem})
        return state

    def _is_asked(self, step: Step) -> bool:
        if not self.state.brief or step.path in self.state.doubts:
            return True
        return not step.asks_for_more and self.required(step)

    def _rows(self, repeat: Field) -> Iterator[Step]:
        rows: Sequence[Mapping[str, Any]] = self.state.answers.get(repeat.name, ())
        closed = repeat.name in self.state.closed
        if closed and not rows:
            return
        for number, row in enumerate(rows or [{}]):
            for one in repeat.fields:
                values = in_row(repeat, self.values, row)
                if one.type not in ("note", "calculate") and is_relevant(one, values, self.today):
                    yield Step(f"{repeat.name}/{number}/{one.name}", one, number)
        if repeat.most is None or len(rows) < repeat.most:
            yield Step(f"{repeat.name}/{MORE}", repeat)

    def _in_row(self, step: Step, said: Mapping[str, Any]) -> dict[str, Any]:
        name = step.path.split("/")[0]
        rows = [dict(row) for row in self.state.answers.get(name, ())] or [{}]
        rows[step.row or 0].update(said)
        return {**self.state.answers, name: rows}

    def _with_row(self, step: Step, more: bool) -> State:
        name = step.path.split("/")[0]
        trail = (*self.state.trail, step.path)
        if not more:
            return replace(self.state, closed=(*self.state.closed, name), trail=trail, editing=None, wrong=0)
        rows = [*self.state.answers.get(name, ()), {}]
        closed = _without(self.state.closed, name)
        answers = {**self.state.answers, name: rows}
        return replace(self.state, answers=answers, closed=closed, trail=trail, editing=None, wrong=0)

    def _without_value(self, step: Step) -> dict[str, Any]:
        if step.row is None:
            return {key: value for key, value in self.state.answers.items() if key not in _names(step.field)}
        name = step.path.split("/")[0]
        rows = [dict(row) for row in self.state.answers.get(name, ())] or [{}]
        for key in _names(step.field):
            rows[step.row].pop(key, None)
        return {**self.state.answers, name: rows}

    def _settle(self, step: Step, answers: Mapping[str, Any]) -> State:
        return replace(
            self.state,
            answers=answers,
            skipped=_without(self.state.skipped, step.path),
            trail=(*_without(self.state.trail, step.path), step.path),
            doubts={name: what for name, what in self.state.doubts.items() if name != step.path},
            editing=None,
            wrong=0,
        )

    def _was_closed(self, path: str) -> bool:
        """Whether a path passed over the repeat that it belongs to."""
        name, *rest = path.split("/")
        return bool(rest) and name in self.state.closed

    def _began_last_row(self, path: str) -> bool:
        """Whether a path is that of the question which led to a row that is still empty."""
        name, *rest = path.split("/")
        rows: Sequence[Mapping[str, Any]] = self.state.answers.get(name, ())
        return rest == [MORE] and bool(rows) and not rows[-1]

    def _undone(self, path: str, step: Step | None) -> State:
        name, *rest = path.split("/")
        trail = self.state.trail[: len(self.state.trail) - 1 - self.state.trail[::-1].index(path)]
        state = replace(self.state, trail=trail, skipped=_without(self.state.skipped, path), wrong=0)
        if rest:
            state = replace(state, closed=_without(state.closed, name))
        if rest == [MORE]:
            rows = list(self.state.answers.get(name, ()))
            left = rows[:-1] if rows and not rows[-1] else rows
            return replace(state, answers={**state.answers, name: left})
        return replace(state, answers=self._without_value(step)) if step is not None else state


def _names(one: Field) -> tuple[str, ...]:
    """The names that the answer to a field fills."""
    return (one.name, one.ends) if one.ends else (one.name,)


def _plain(path: str) -> str:
    """A path without the number of its row."""
    return "/".join(part for part in path.split("/") if not part.isdecimal())


def _without(paths: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(path for path in paths if path != gone)
