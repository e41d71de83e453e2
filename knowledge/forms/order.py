"""Which fields depend on which, and the order to work them out in."""

from __future__ import annotations

from knowledge.forms.expression import parse_expression
from knowledge.forms.fields import At, every_field
from knowledge.forms.model import Form


def needs(form: Form) -> dict[str, frozenset[str]]:
    """Name of a field -> the fields that decide whether it counts and what its calculation gives."""
    fields = {at.field.name: at for at in every_field(form.fields)}
    owner = {at.field.ends: name for name, at in fields.items() if at.field.ends}
    found = {}
    for name, at in fields.items():
        texts = (at.field.relevant, at.field.calculation)
        named = {one for text in texts if text is not None for one in parse_expression(text).names}
        around = {at.repeat.name} if at.repeat is not None else set()
        found[name] = frozenset(owner.get(one, one) for one in named | around) & fields.keys()
    return found


def in_order(form: Form) -> tuple[list[At], list[str]]:
    """The fields, each after those it needs; and the names of those that never get their turn because of a cycle.

    What is in a cycle comes last, in the order of the file.
    """
    waiting = {at.field.name: at for at in every_field(form.fields)}
    needed = needs(form)
    ordered: list[At] = []
    while waiting:
        ready = next((name for name in waiting if not needed[name] & waiting.keys()), None)
        if ready is None:
            return [*ordered, *waiting.values()], list(waiting)
        ordered.append(waiting.pop(ready))
    return ordered, []


def cycle_in(stuck: list[str], needed: dict[str, frozenset[str]]) -> list[str]:
    """One cycle among the names that never get their turn, its first name again at its end."""
    trail = [stuck[0]]
    while True:
        following = next(name for name in stuck if name in needed[trail[-1]])
        if following in trail:
            return [*trail[trail.index(following) :], following]
        trail.append(following)
