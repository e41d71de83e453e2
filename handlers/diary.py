"""/nhatky: what a unit has logged, by period and type; one entry with what can be done about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers import messages
from handlers import messages_log as words
from handlers.answers import local_day
from handlers.choosing import allowed, own_unit
from handlers.desk import Desk, no_caller
from handlers.diary_words import entry_choices, entry_text, export, history
from handlers.draft_opening import start_draft
from handlers.drafting import NAMELESS, form_of, state_of_entry, type_label
from handlers.entries import Entry
from handlers.entry_words import days as spoken
from handlers.entry_words import what
from handlers.evidence import hand_over
from handlers.flows import reply_to
from handlers.held_files import waiting_for_files
from handlers.last_entry import remembering
from handlers.log_periods import find_log_period, this_year
from handlers.people import Person, Unit
from handlers.rights import may
from handlers.saving import may_change
from handlers.steps import folded
from handlers.table import action, command
from handlers.totals import groups_of
from handlers.type_words import type_named
from handlers.types import Choice, FileRef, IncomingMessage, Outcome, Record, Reply, Session
from handlers.unit_naming import spelt

ROWS = 10
"""Entries in one message."""
_FILLER = frozenset(
    "nhat ky cua don vi xem cac viec da ghi trong loai hoat dong o tai cho toi xuat tai ve lay in ket file tep excel"
    " xlsx csv ra sang thanh dang may bang chung minh em ben".split()
)

_TAKES = re.compile(r"(?:tai|lay|in)(?: \w+){0,2} nhat ky(?!\w)")


@command("nhatky", "Xem nhật ký hoạt động của đơn vị", "nk", "danhsachviec", who="member")
def diary(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """A unit's entries of a period, the latest first; words may name the period, a type and a unit."""
    person = desk.caller(message)
    if person is None:
        said = no_caller(message)
        return reply_to(message, session, Reply(said))
    today = local_day(message)
    wanted = _file_wanted(rest)
    period = find_log_period(rest, today) if rest else None
    type_, left = type_named(desk, period.rest if period else rest)
    units = _units_meant(desk, person, left, today)
    if not units:
        known = own_unit(desk, person, "see_entries")
        said = words.DIARY_UNKNOWN.format(text=left[:80]) if known and left else words.NO_UNIT
        return reply_to(message, session, Reply(said))
    period = period or this_year(today)
    label = f"{period.label}{words.TOTAL_KIND.format(kind=type_.label.lower()) if type_ else ''}"
    asked = _Asked(label, period.start, period.end, type_.id if type_ else "", wanted)
    return _of_units(desk, message, session, person, units, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which entries are asked for: the days and the type in words and as they are; `file` is xlsx, csv or empty."""

    label: str
    start: date
    end: date
    type: str
    file: str = ""

    @property
    def tail(self) -> str:
        return f"{self.start.isoformat()}:{self.end.isoformat()}:{self.type}"


def _of_units(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, units: Sequence[Unit], asked: _Asked
) -> Outcome:
    """The entries of one's own unit, the only one with any; else the units that have some, to choose from."""
    seen = list(dict.fromkeys(one for group in groups_of(desk, person, units) for one in group))
    found = desk.register.entries([one.id for one in seen], asked.start, asked.end, asked.type or None)
    counts = Counter(one.unit for one in found)
    having = [one for one in seen if counts[one.id]]
    single = units[0] if len(units) == 1 and (counts[units[0].id] or not having) else None
    if not having and len(units) > 1:
        names = ", ".join(one.name for one in units)
        return reply_to(message, session, Reply(words.DIARY_NONE.format(unit=names, period=asked.label)))
    if single is None and len(having) == 1 and having[0] in units:
        single = having[0]
    if single is None:
        return reply_to(message, session, _unit_list(having, counts, asked))
    entries = [one for one in found if one.unit == single.id]
    if asked.file and entries:
        name, content = export(desk, single, entries, asked.file)
        said = words.DIARY_FILE.format(unit=single.name, period=asked.label, count=len(entries))
        return reply_to(message, session, Reply(said, files=(FileRef(name, content=content),)))
    others = len(having) - 1 if single in having else 0
    return reply_to(message, session, _listed(desk, single, asked, entries, others))


def _unit_list(having: Sequence[Unit], counts: Mapping[str, int], asked: _Asked) -> Reply:
    """Units with entries, to choose one whose log is shown or handed over."""
    form = words.DIARY_UNITS_FILE if asked.file else words.DIARY_UNITS
    lines = [form.format(period=asked.label, units=len(having), count=sum(counts.values()))]
    if len(having) > ROWS:
        lines.append(words.DIARY_UNITS_MORE.format(count=len(having) - ROWS, unit=having[ROWS].name))
    what_ = asked.file or "donvi"
    choices = (
        Choice(f"nk:{what_}:{one.id}:{asked.tail}", words.DIARY_UNIT.format(unit=one.name, count=counts[one.id]))
        for one in having[:ROWS]
    )
    return Reply("\n".join(lines), tuple(choices))


def _file_wanted(text: str) -> str:
    """The kind of file that words ask for; empty where they ask for none."""
    plain = folded(text)
    said = set(plain.split())
    if "csv" in said:
        return "csv"
    return "xlsx" if said & {"xuat", "excel", "xlsx"} or _TAKES.match(plain) else ""


@action("nk")
def chosen(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """What was chosen about the log: "ACTION:ENTRY", or "xlsx:UNIT:FROM:TO:TYPE"."""
    what_, _, of = rest.partition(":")
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    if what_ in ("xlsx", "csv", "donvi", "khac"):
        return _stretch(desk, message, session, person, what_, of)
    entry = desk.register.entry(of)
    if entry is None or not may(person, "see_entries", entry.unit, desk.register.tree()):
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if entry.deleted and what_ != "laylai":
        return reply_to(message, session, Reply(words.ENTRY_GONE))
    reading = {"xem": _shown, "su": _history, "anh": hand_over}
    if what_ in reading:
        return reading[what_](desk, message, session, entry)
    if what_ == "chep":
        return _copied(desk, message, session, person, entry)
    changing = {"sua": _changed, "xoa": _delete, "xoahan": _deleted, "laylai": _restored, "tep": _wants_files}
    if what_ not in changing:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if not may_change(person, entry, desk.register.tree()):
        return reply_to(message, session, Reply(words.NO_RIGHT_ENTRY))
    return changing[what_](desk, message, session, person, entry)


def _units_meant(desk: Desk, person: Person, text: str, today: date) -> list[Unit]:
    """The units whose log is meant: the one named among those the person may see, else all their own."""
    said = " ".join(word for word in folded(text).split() if word not in _FILLER)
    if not said:
        return own_unit(desk, person, "see_entries")
    tree = desk.register.tree()
    seen = {unit.id for unit in allowed(person, "see_entries", tree, today)}
    for words_ in dict.fromkeys((text, said, spelt(said))):
        # What means another unit best is not taken for one of the person's own that is merely like it.
        best = next(iter(tree.find(words_)), None)
        if best is not None and best.id in seen:
            return [best]
        if found := [unit for unit in tree.find(words_, seen) if folded(words_) in folded(unit.name)]:
            return found[:1]
    return []


def _listed(desk: Desk, unit: Unit, asked: _Asked, found: Sequence[Entry], others: int) -> Reply:
    """A unit's entries; `others` is how many more units of the person have some."""
    other = (Choice(f"nk:khac:{unit.id}:{asked.tail}", words.DIARY_OTHERS.format(count=others)),) if others else ()
    if not found:
        return Reply(words.DIARY_NONE.format(unit=unit.name, period=asked.label), other)
    latest = list(reversed(found))[:ROWS]
    choices = [Choice(f"nk:xem:{one.id}", what(one, type_label(desk, one.type))) for one in latest]
    of = f"{unit.id}:{asked.tail}"
    choices += [Choice(f"nk:xlsx:{of}", words.DIARY_EXPORT), Choice(f"nk:csv:{of}", words.DIARY_EXPORT_CSV), *other]
    lines = [words.DIARY_HEAD.format(unit=unit.name, period=asked.label, count=len(found))]
    if len(found) > ROWS:
        lines.append(words.DIARY_MORE.format(count=len(found) - ROWS))
    return Reply("\n".join(lines), tuple(choices))


def _shown(desk: Desk, message: IncomingMessage, session: Session, entry: Entry) -> Outcome:
    person = desk.caller(message)
    changeable = person is not None and may_change(person, entry, desk.register.tree())
    reply = Reply(entry_text(desk, entry), entry_choices(desk, entry, changeable=changeable))
    return reply_to(message, remembering(session, entry.id, message.at), reply)


def _history(desk: Desk, message: IncomingMessage, session: Session, entry: Entry) -> Outcome:
    return reply_to(message, session, Reply(history(desk, entry), (Choice(f"nk:xem:{entry.id}", words.BACK),)))


def _copied(desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry) -> Outcome:
    """A new draft that begins with what an entry says, but its day."""
    form = form_of(desk, entry.form)
    if form is None or not may(person, "log", entry.unit, desk.register.tree()):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED if form else words.LOST_FORM))
    state = state_of_entry(entry, form)
    answers = {name: value for name, value in state.answers.items() if name not in ("date", "date_end")}
    state = replace(state, answers=answers, note=None)
    return start_draft(desk, message, session, person, form, state, unit=entry.unit)


def _changed(desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry) -> Outcome:
    form = form_of(desk, entry.form)
    if form is None:
        return reply_to(message, session, Reply(words.LOST_FORM))
    state = state_of_entry(entry, form)
    return start_draft(desk, message, session, person, form, state, unit=entry.unit, entry=entry.id)


def _delete(desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry) -> Outcome:
    choices = (Choice(f"nk:xoahan:{entry.id}", words.ENTRY_DELETE), Choice(f"nk:xem:{entry.id}", words.KEEP))
    said = words.DELETE_ASK.format(what=what(entry, type_label(desk, entry.type)))
    return reply_to(message, session, Reply(said, choices))


def _deleted(desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry) -> Outcome:
    said = words.DELETED.format(what=what(entry, type_label(desk, entry.type)))
    reply = Reply(said, (Choice(f"nk:laylai:{entry.id}", words.UNDO_DELETE),))
    record = Record("entries", {"id": entry.id, "deleted": 1}, person.id)
    return reply_to(message, remembering(session, entry.id, message.at), reply, effects=(record,))


def _restored(desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry) -> Outcome:
    said = words.RESTORED_ENTRY.format(what=what(entry, type_label(desk, entry.type)))
    record = (Record("entries", {"id": entry.id, "deleted": 0}, person.id),) if entry.deleted else ()
    session = remembering(session, entry.id, message.at)
    return reply_to(message, session, Reply(said, (Choice(f"nk:xem:{entry.id}", words.SAVED_SEE),)), effects=record)


def _wants_files(desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry) -> Outcome:
    """Whatever is sent next goes to this entry."""
    if entry.type in NAMELESS:
        return reply_to(message, session, Reply(words.FILES_NAMELESS))
    said = words.SEND_FILES_NOW.format(what=what(entry, type_label(desk, entry.type)))
    waiting = waiting_for_files(session, entry.id, message.at)
    return reply_to(message, waiting, Reply(said))


def _stretch(desk: Desk, message: IncomingMessage, session: Session, person: Person, what_: str, of: str) -> Outcome:
    """The log of a unit in a stretch of days, as a list or a file; or which other units have one."""
    unit_id, start, end, type_ = [*of.split(":"), "", "", ""][:4]
    unit, tree = desk.register.tree().unit(unit_id), desk.register.tree()
    try:
        days = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        days = None
    if unit is None or days is None or not may(person, "see_entries", unit.id, tree):
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    file = what_ if what_ in ("xlsx", "csv") else ""
    label = f"{spoken(*days)}{words.TOTAL_KIND.format(kind=type_label(desk, type_).lower()) if type_ else ''}"
    asked = _Asked(label, *days, type_, file)
    found = desk.register.entries([unit.id], *days, type_ or None)
    if what_ == "donvi":
        return reply_to(message, session, _listed(desk, unit, asked, found, 0))
    if what_ == "khac":
        groups = groups_of(desk, person, own_unit(desk, person, "see_entries"))
        seen = list(dict.fromkeys(one for group in groups for one in group))
        counts = Counter(one.unit for one in desk.register.entries([one.id for one in seen], *days, type_ or None))
        return reply_to(message, session, _unit_list([one for one in seen if counts[one.id]], counts, asked))
    name, content = export(desk, unit, found, file)
    said = words.DIARY_FILE.format(unit=unit.name, period=label, count=len(found))
    return reply_to(message, session, Reply(said, files=(FileRef(name, content=content),)))
