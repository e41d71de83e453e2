"""One deadline: its card, and what its report should look like."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import messages_duties as words
from handlers.answers import asker_of
from handlers.asking import Assistant
from handlers.duties import Occurrence
from handlers.duty_words import card, card_choices
from handlers.flows import reply_to
from handlers.muting import is_quiet, turn_on_choice
from handlers.owed import Look, for_occurrence
from handlers.table import action
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session
from knowledge.entry import Entry
from knowledge.wording import written_day


@action("viec")
@for_occurrence("see_deadlines")
def show(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """The card of a deadline, and what this person can do with it."""
    text = card(occurrence, view.today, view.desk.assistant.calendar)
    sent = view.sent([occurrence.unit]).get(occurrence.key)
    may_submit = view.may("submit", occurrence.unit.id)
    *write, see, submit, later, off = card_choices(occurrence)
    reminding = [later, off]
    write = write if view.may("write_report", occurrence.unit.id) else []
    if sent is not None:
        text = f"{text}\n{words.CARD_SENT.format(day=written_day(sent.day))}"
        undo = (Choice(f"chuanop:{sent.id}", words.UNDO),) if may_submit else ()
        return reply_to(message, session, Reply(text, (*write, see, *undo)))
    if is_quiet(view, occurrence):
        text, reminding = f"{text}\n{words.CARD_MUTED}", [turn_on_choice(occurrence)]
    return reply_to(message, session, Reply(text, (*write, see, *((submit,) if may_submit else ()), *reminding)))


@action("mau")
@for_occurrence("see_deadlines")
def outline(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """What the report should look like: as the office typed it, else as a directive outlines it."""
    duty, assistant = occurrence.duty, view.desk.assistant
    if duty.owner is not None:
        text = words.TEMPLATE.format(template=duty.template) if duty.template else words.NO_OUTLINE
        return reply_to(message, session, Reply(text))
    entries, own = _outlines(assistant, duty.directive.id if duty.directive else None)
    if not entries:
        return reply_to(message, session, Reply(words.NO_OUTLINE))
    first, *others = entries
    composed = assistant.compose(first, asker_of(message, session))
    lead = "" if own else words.OUTLINE_OF_OTHERS.format(document=first.document)
    text = "\n".join(part for part in (lead, composed.text, composed.rest, words.OUTLINE_PARTS) if part)
    choices = tuple(Choice(f"pick:{entry.id}", entry.title) for entry in others)
    return reply_to(message, session, Reply(text, choices, (composed.source,) if composed.source else ()))


def _outlines(assistant: Assistant, document: str | None) -> tuple[Sequence[Entry], bool]:
    """The outline of a document, and True; where it has none the first there is, and False."""
    entries = [entry for entry in assistant.answerer.entries.values() if entry.kind == "outline"]
    own = [entry for entry in entries if entry.document_id == document]
    if own or not entries:
        return own, True
    return [entry for entry in entries if entry.document_id == entries[0].document_id], False
