"""A draft becomes an entry, or changes one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from handlers import messages
from handlers import messages_log as words
from handlers.drafting import Hand, type_label
from handlers.entries import Entry
from handlers.entry_doubts import repeated
from handlers.entry_words import what
from handlers.flows import reply_to
from handlers.last_entry import remembering
from handlers.people import Person, Tree
from handlers.rights import may
from handlers.types import FORM, Choice, Outcome, Record, Reply, Session


def save(hand: Hand) -> Outcome:
    """Store what the card shows: the entry, its evidence, the end of the draft."""
    unit, tree = hand.draft.unit or "", hand.desk.register.tree()
    earlier = hand.desk.register.entry(hand.draft.entry) if hand.draft.entry else None
    session = _ended(hand.session)
    if not _may_save(hand, earlier):
        refused = Reply(_why_not(hand, earlier))
        return reply_to(hand.message, session, refused, effects=(hand.record(), hand.closed("dropped")))
    id_ = earlier.id if earlier else hand.desk.register.new_id()
    row: dict[str, Any] = {"id": id_, **hand.columns()}
    if earlier is None:
        row |= {"unit": unit, "form": hand.form.id, "by": hand.person.id, "deleted": 0}
    effects = (Record("entries", row, hand.person.id), *evidence_records(hand, id_), hand.closed("saved", id_))
    said = what(_as_entry(row, hand, unit), type_label(hand.desk, row["type"]))
    text = words.SAVED_CHANGE.format(what=said) if earlier else words.SAVED.format(unit=tree.name(unit), what=said)
    session = remembering(session, id_, hand.message.at)
    return reply_to(hand.message, session, Reply(text, after_saving(id_, files=not hand.nameless)), effects=effects)


def after_saving(entry: str, *, files: bool = True, more: bool = True) -> tuple[Choice, ...]:
    """What can be done next with an entry."""
    return (
        Choice(f"nk:xem:{entry}", words.SAVED_SEE),
        *((Choice(f"nk:tep:{entry}", words.ENTRY_ADD_FILE),) if files else ()),
        *((Choice("ghi:", words.SAVED_NEXT),) if more else ()),
    )


def evidence_records(hand: Hand, entry: str) -> tuple[Record, ...]:
    """The pictures and files that came with a draft."""
    return tuple(evidence_record(hand.desk.register.new_id(), entry, file, hand.person.id) for file in hand.state.files)


def evidence_record(id_: str, entry: str, file: Any, person: str) -> Record:
    row = {name: file[name] for name in ("name", "media_type", "size", "path")}
    return Record("evidence", {"id": id_, "entry": entry, "by": person, "removed": 0, **row}, person)


def show_repeated(hand: Hand, session: Session) -> Outcome:
    """The draft is the same as an entry there is: it is put away, and the entry shown. Files go to the entry."""
    found = repeated(hand)
    if found is None:
        return reply_to(hand.message, session, Reply(messages.OLD_CHOICE))
    said = what(found, type_label(hand.desk, found.type))
    effects = (*evidence_records(hand, found.id), hand.closed("saved", found.id))
    choices = after_saving(found.id, files=not hand.nameless, more=False)
    return reply_to(hand.message, session, Reply(f"{words.REPEAT_DROPPED}\n{said}", choices), effects=effects)


def may_change(person: Person, entry: Entry, tree: Tree) -> bool:
    """Whether a person may change an entry: their own while they belong to the unit, or as an office."""
    if may(person, "edit_entries", entry.unit, tree):
        return True
    return entry.by == person.id and may(person, "log", entry.unit, tree)


def _may_save(hand: Hand, earlier: Entry | None) -> bool:
    tree = hand.desk.register.tree()
    if hand.draft.entry and (earlier is None or earlier.deleted):
        return False
    if earlier is not None:
        return may_change(hand.person, earlier, tree)
    return "reports" in hand.person.consents and may(hand.person, "log", hand.draft.unit or "", tree)


def _why_not(hand: Hand, earlier: Entry | None) -> str:
    """Why a draft cannot be saved; it is put away, so that nothing of it is lost."""
    if hand.draft.entry and (earlier is None or earlier.deleted):
        return words.ENTRY_GONE
    if earlier is None and "reports" not in hand.person.consents:
        return words.CONSENT_GONE
    return messages.NOT_ALLOWED


def _ended(session: Session) -> Session:
    return Session(session.key, {key: value for key, value in session.data.items() if key != FORM}, session.choices)


def _as_entry(row: dict[str, Any], hand: Hand, unit: str) -> Entry:
    return Entry(
        id=row["id"],
        unit=unit,
        form=hand.form.id,
        type=row["type"],
        day=date.fromisoformat(row["date"]),
        at=hand.message.at,
        title=row["title"],
        last_day=date.fromisoformat(row["date_end"]) if row["date_end"] else None,
        female=row["female"],
        male=row["male"],
        unknown=row["unknown"],
        total=row["total"],
        budget=row["budget"],
        units_inspected=row["units_inspected"],
        more=json.loads(row["more"]),
    )
