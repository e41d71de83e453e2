"""Pictures and files of what a unit has done: what they belong to, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import messages
from handlers import messages_log as words
from handlers.answers import local_day
from handlers.choosing import own_unit
from handlers.desk import Desk
from handlers.draft_opening import open_hand
from handlers.drafting import NAMELESS, Hand, type_label
from handlers.entries import Entry
from handlers.entry_words import what
from handlers.flows import reply_to
from handlers.form_turn import show
from handlers.held_files import (
    MOST,
    all_for_new,
    entry_waiting,
    files_held,
    files_tag,
    holding_file,
    kept,
    kept_alone,
    seen_album,
    waiting_for_files,
    without_files,
    without_words,
)
from handlers.people import Person
from handlers.rights import may
from handlers.saving import evidence_record, may_change
from handlers.table import action
from handlers.types import Address, Choice, FileRef, IncomingMessage, Outcome, Reply, Session

LATELY = timedelta(days=14)
SHOWN = 5
"""Entries that a file is offered to."""


def may_view(desk: Desk, address: Address, path: str) -> bool:
    """Whether whoever speaks from an address may have the file of a piece of evidence, as things stand now."""
    found = desk.register.evidence_at(path)
    person = desk.register.person_at(address) if address.private else None
    return found is not None and may(person, "see_entries", found.unit, desk.register.tree())


def offer(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Outcome:
    """A picture or file outside a form: for the entry that is waiting for it, else the member says for which."""
    file = message.attachment
    assert file is not None
    if not own_unit(desk, person, "log"):
        return reply_to(message, session, Reply(words.NO_UNIT))
    if not file.path:
        return reply_to(message, session, Reply(words.FILE_PROBLEMS[file.problem or "bad_type"].format(name=file.name)))
    quiet, session = seen_album(session, file)
    entry = desk.register.entry(entry_waiting(session, message.at))
    if entry is not None and not entry.deleted and may_change(person, entry, desk.register.tree()):
        waiting = waiting_for_files(session, entry.id, message.at)
        outcome = _added(desk, message, waiting, person, entry, [kept(file)])
        return without_words(outcome) if quiet else outcome
    held = files_held(session, message.at)
    if len(held) >= MOST:
        return reply_to(message, session, Reply(words.FILES_MANY.format(most=MOST)))
    waiting = holding_file(session, file, message.at)
    if quiet and held:
        return Outcome(waiting)
    of = files_tag(files_held(waiting, message.at))
    found = _lately(desk, message, person)
    choices = [Choice(f"tep:{one.id}:{of}", what(one, type_label(desk, one.type))) for one in found]
    said = words.HELD_FILES if held else words.HELD_FILE
    text = said.format(name=file.name, count=len(held) + 1)
    return reply_to(message, waiting, Reply(text, (*choices, Choice(f"tep::{of}", words.HELD_FILE_NEW))))


def hand_over(desk: Desk, message: IncomingMessage, session: Session, entry: Entry) -> Outcome:
    """Everything that belongs to an entry, as files."""
    found = desk.register.evidence(entry.id)
    if not found:
        return reply_to(message, session, Reply(words.FILES_NONE))
    said = words.FILES_SENT.format(what=what(entry, type_label(desk, entry.type)))
    return reply_to(message, session, Reply(said, files=tuple(FileRef(one.name, one.path) for one in found)))


@action("tep")
def chosen(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The entry that the waiting files belong to; without one a new entry."""
    person, files = desk.caller(message), files_held(session, message.at)
    id_, _, of = rest.partition(":")
    if person is None or not files:
        return reply_to(message, session, Reply(words.HELD_FILE_GONE if person else messages.NO_ACCOUNT))
    if of != files_tag(files):
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if not id_:
        return reply_to(message, all_for_new(session, message.at), Reply(words.FILE_NEW))
    if id_ == "+":
        hand = open_hand(desk, message, without_files(session), person)
        return _into_draft(hand, files) if hand else reply_to(message, session, Reply(messages.OLD_CHOICE))
    entry = desk.register.entry(id_)
    if entry is None or entry.deleted or not may_change(person, entry, desk.register.tree()):
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    return _added(desk, message, without_files(session), person, entry, files)


def _into_draft(hand: Hand, files: Sequence[Mapping[str, Any]]) -> Outcome:
    """The files that waited go to the draft that is open."""
    if hand.nameless:
        return show(hand, words.FILES_NAMELESS)
    if len(hand.state.files) + len(files) > MOST:
        return show(hand, words.FILES_MANY.format(most=MOST))
    taken = hand.with_state(replace(hand.state, files=(*hand.state.files, *map(kept_alone, files))))
    return show(taken, words.FILE_TAKEN_BESIDE.format(name=", ".join(str(one["name"]) for one in files)))


def _added(
    desk: Desk,
    message: IncomingMessage,
    session: Session,
    person: Person,
    entry: Entry,
    files: Sequence[Mapping[str, Any]],
) -> Outcome:
    if entry.type in NAMELESS:
        return reply_to(message, session, Reply(words.FILES_NAMELESS))
    if len(desk.register.evidence(entry.id)) + len(files) > MOST:
        return reply_to(message, session, Reply(words.FILES_MANY.format(most=MOST)))
    records = tuple(evidence_record(desk.register.new_id(), entry.id, file, person.id) for file in files)
    names = ", ".join(str(file["name"]) for file in files)
    said = words.FILE_ADDED.format(name=names, what=what(entry, type_label(desk, entry.type)))
    return reply_to(message, session, Reply(said, (Choice(f"nk:xem:{entry.id}", words.SAVED_SEE),)), effects=records)


def _lately(desk: Desk, message: IncomingMessage, person: Person) -> list[Entry]:
    """What the person has logged last."""
    today = local_day(message)
    units = [unit.id for unit in own_unit(desk, person, "log")]
    found = desk.register.entries(units, today - LATELY * 10, today)
    found = [one for one in found if one.type not in NAMELESS]
    own = [one for one in found if one.by == person.id and message.at - one.at <= LATELY]
    return sorted(own, key=lambda one: one.at, reverse=True)[:SHOWN]
