"""Drafts that were put away, as /ghi offers them: all that were kept for later, the last that were given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import messages_log as words
from handlers.desk import Desk
from handlers.drafting import form_of
from handlers.entries import Draft
from handlers.form_state import State
from handlers.people import Person
from handlers.types import Choice
from knowledge.wording import written_day

LATER_SHOWN = 5
"""Drafts kept for later that are offered at once; a choice shows the others."""
GIVEN_UP = 2
"""Drafts that were given up and are offered once more."""
_KNOWN = 500
"""Drafts that are looked through."""


def put_away(desk: Desk, person: Person) -> list[Choice]:
    """What may be taken up again, what was kept for later first, the newest first."""
    kept, given_up = _both(desk, person)
    return [*_offered(desk, kept, 0), *(_choice(desk, one, words.RESTORE) for one in given_up[:GIVEN_UP])]


def more_put_away(desk: Desk, person: Person, after: int) -> list[Choice]:
    """What was kept for later, from a place in the list on."""
    return _offered(desk, _both(desk, person)[0], after)


def _both(desk: Desk, person: Person) -> tuple[list[Draft], list[Draft]]:
    """Drafts kept for later and those given up, with something in them and a form that there still is."""
    found = [one for one in desk.register.dropped_drafts(person.id, _KNOWN) if form_of(desk, one.form)]
    states = [(one, State.from_json(one.state)) for one in found]
    full = [(one, state.shelved) for one, state in states if state.answers or state.files]
    return [one for one, later in full if later], [one for one, later in full if not later]


def _offered(desk: Desk, kept: Sequence[Draft], after: int) -> list[Choice]:
    choices = [_choice(desk, one, words.RESTORE_LATER) for one in kept[after : after + LATER_SHOWN]]
    left = len(kept) - after - LATER_SHOWN
    return [*choices, *([Choice(f"ghi:them:{after + LATER_SHOWN}", words.MORE_LATER.format(count=left))] * (left > 0))]


def _choice(desk: Desk, draft: Draft, label: str) -> Choice:
    state, form = State.from_json(draft.state), form_of(desk, draft.form)
    day = state.answers.get("date")
    title = state.answers.get("title") or (form.title if form else draft.form)
    of = [title, *([written_day(date.fromisoformat(day))] if day else [])]
    return Choice(f"ghi:laylai:{draft.id}", label.format(what=", ".join(of)))
