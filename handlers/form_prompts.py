"""What a draft asks next: a question of its form, which unit, a doubt, or the card to look at."""

from __future__ import annotations

from dataclasses import replace

from handlers import messages_log as words
from handlers.choosing import own_unit, unit_choices
from handlers.drafting import Hand, type_label
from handlers.entry_doubts import name_of, repeated, unusual
from handlers.entry_words import card_lines, grouped, money, step_name, step_value, what
from handlers.filling import Filling
from handlers.form_state import HEADCOUNTS, Step
from handlers.tags import tag
from handlers.types import Choice, Reply
from knowledge.forms import Field
from knowledge.wording import written_day

UNIT, CARD, REPEAT, WHY, SAVE = "!unit", "!card", "!repeat", "!why", "!save"
"""Paths of what is asked beside the questions of the form."""
TODAY, YESTERDAY = "hôm nay", "hôm qua"
SURE = frozenset({SAVE, REPEAT, WHY})


def pending(hand: Hand) -> str:
    """The path of what is asked now."""
    if hand.draft.unit is None:
        return UNIT
    if hand.filling.current is not None:
        return hand.filling.current.path
    if SAVE in hand.state.sure:
        if REPEAT not in hand.state.sure and repeated(hand):
            return REPEAT
        if WHY not in hand.state.sure and unusual(hand):
            return WHY
        return SAVE
    return CARD


def prompt(hand: Hand, lead: str = "") -> Reply:
    """What to say for what is asked now, after a lead."""
    path = pending(hand)
    if path == UNIT:
        reply = _ask_unit(hand)
    elif path == REPEAT:
        reply = _ask_repeat(hand)
    elif path == WHY:
        reply = _ask_why(hand)
    elif path in (CARD, SAVE):
        reply = card(hand)
    else:
        reply = _ask(hand)
    return replace(reply, text=f"{lead}\n{reply.text}") if lead else reply


def card(hand: Hand) -> Reply:
    """All that is known, to be stored or changed."""
    tree = hand.desk.register.tree()
    lines = [words.CARD_CHANGE if hand.draft.entry else words.CARD]
    lines.append(words.CARD_UNIT.format(unit=tree.name(hand.draft.unit)))
    if not any(one.name == "type" and one.type == "select_one" for one in hand.form.fields):
        lines.append(words.CARD_LINE.format(name=words.SHORT["type"], value=type_label(hand.desk, hand.type)))
    lines += card_lines(hand.shown)
    if hand.state.note:
        lines.append(words.ENTRY_NOTE.format(note=hand.state.note))
    if hand.state.files:
        lines.append(words.CARD_FILES.format(count=len(hand.state.files)))
    lines += [*hand.filling.closing_notes(), words.CARD_ASK]
    of, text = f"bm:{hand.draft.id}", "\n".join(lines)
    choices = (
        Choice(f"{of}:{SAVE}:{tag(text)}", words.SAVE),
        Choice(f"{of}:!edit", words.EDIT),
        Choice(f"{of}:!drop", words.DROP),
    )
    return Reply(text, choices)


def card_tag(hand: Hand) -> str:
    """What tells this card from one that says anything else."""
    return tag(card(hand).text)


def editable(hand: Hand) -> Reply:
    """What may be changed, each with what it is now."""
    choices = tuple(
        Choice(f"bm:{hand.draft.id}:!edit:{step.path}", _edit_label(hand.filling, step))
        for step in hand.filling.steps()
        if not step.asks_for_more and step.field.type not in ("photo", "file")
    )
    if hand.draft.entry is None and len(own_unit(hand.desk, hand.person, "log", hand.today)) > 1:
        name = hand.desk.register.tree().name(hand.draft.unit)
        label = words.EDIT_CHOICE.format(name=words.EDIT_UNIT, value=name)
        choices = (*choices, Choice(f"bm:{hand.draft.id}:!edit:{UNIT}", label))
    return Reply(words.EDIT_WHICH, (*choices, Choice(f"bm:{hand.draft.id}:{CARD}", words.BACK, quiet=True)))


def example_of(hand: Hand, field: Field) -> str:
    """An example of a good answer: the one that its hint gives, else one of its type."""
    _, given, example = (field.hint or "").partition(words.HINT_EXAMPLE)
    if given:
        return example.split(". ")[0].rstrip(".")
    if field.name in words.EXAMPLES:
        return words.EXAMPLES[field.name]
    return words.EXAMPLES["more" if field.type == "repeat" else field.type]


def _edit_label(filling: Filling, step: Step) -> str:
    value = step_value(filling, step)
    short = value if len(value) <= 40 else f"{value[:39].rstrip()}…"
    return words.EDIT_CHOICE.format(name=step_name(step, filling.form), value=short)


def _ask(hand: Hand) -> Reply:
    step = hand.filling.current
    assert step is not None
    if step.asks_for_more:
        return _ask_more(hand, step)
    field = step.field
    place, count = hand.filling.place(step)
    doubt = hand.state.doubts.get(step.path)
    whole = hand.state.editing is None and not hand.state.brief
    label = words.QUESTION.format(place=place, count=count, label=field.label) if whole else field.label
    optional = not hand.filling.required(step)
    notes = [f"{note}\n" for note in hand.filling.notes(step)] if whole else []
    lines = [doubt or "", *notes, label, field.hint or ""]
    if optional and "bỏ qua" not in (field.hint or ""):
        lines.append(words.OPTIONAL)
    elif not optional and field.name in HEADCOUNTS:
        lines.append(words.UNKNOWN_OK)
    return Reply("\n".join(line for line in lines if line), _question_choices(hand, step, optional))


def _question_choices(hand: Hand, step: Step, optional: bool) -> tuple[Choice, ...]:
    of = f"bm:{hand.draft.id}"
    offered = tuple(Choice(f"{of}:{step.path}:{one.name}", one.label) for one in hand.filling.offered(step))
    if step.field.type == "date":
        offered = (
            Choice(f"{of}:{step.path}:{TODAY}", words.TODAY),
            Choice(f"{of}:{step.path}:{YESTERDAY}", words.YESTERDAY),
        )
    sends = step.field.type in ("photo", "file")
    steering = (
        *([Choice(f"{of}:!done:{step.path}", words.DONE_FILES, quiet=True)] if sends else ()),
        *([Choice(f"{of}:!skip:{step.path}", words.SKIP, quiet=True)] if optional else ()),
        Choice(f"{of}:!back:{step.path}", words.BACK, quiet=True),
        Choice(f"{of}:!drop", words.CANCEL, quiet=True),
    )
    return (*offered, *steering)


def _ask_more(hand: Hand, step: Step) -> Reply:
    name = step.path.split("/")[0]
    count = len(hand.filling.values.get(name) or ())
    text = words.MORE_ROWS.format(count=count, label=step.field.label)
    of = f"bm:{hand.draft.id}:{step.path}:{count}"
    back = Choice(f"bm:{hand.draft.id}:!back:{step.path}", words.BACK, quiet=True)
    return Reply(text, (Choice(f"{of}:co", words.YES_MORE), Choice(f"{of}:khong", words.NO_MORE), back))


def _ask_unit(hand: Hand) -> Reply:
    units = own_unit(hand.desk, hand.person, "log", hand.today)
    of = f"bm:{hand.draft.id}:{UNIT}"
    offered = unit_choices(units, hand.desk.register.tree())
    return Reply(words.UNIT_ASK, tuple(Choice(f"{of}:{one.id}", one.label) for one in offered))


def _ask_repeat(hand: Hand) -> Reply:
    found = repeated(hand)
    assert found is not None
    said = what(found, type_label(hand.desk, found.type))
    of = f"bm:{hand.draft.id}:{REPEAT}"
    text = words.REPEAT_ASK.format(day=written_day(found.day), what=said)
    choices = (
        Choice(f"{of}:same:{found.id}", words.REPEAT_SAME),
        Choice(f"{of}:other:{found.id}", words.REPEAT_OTHER),
        Choice(f"bm:{hand.draft.id}:!back:{REPEAT}", words.BACK, quiet=True),
    )
    return Reply(text, choices)


def _ask_why(hand: Hand) -> Reply:
    found = unusual(hand)
    assert found is not None
    shown = money if found.name == "budget" else grouped
    text = words.UNUSUAL_ASK.format(name=name_of(found), value=shown(found.value), most=shown(found.most))
    return Reply(text, (Choice(f"bm:{hand.draft.id}:!back:{WHY}", words.BACK, quiet=True),))
