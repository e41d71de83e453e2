"""Two versions of a report beside each other: which figures, words and entries have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers import messages_reports as words
from handlers.desk import Desk
from handlers.drafting import type_label
from handlers.duty_words import time_words
from handlers.entries import Entry
from handlers.entry_words import days, grouped, what
from handlers.flows import reply_to
from handlers.reports.figure_names import figure_name, small
from handlers.reports.model import Report
from handlers.reports.opened import Opened, opened
from handlers.reports.prose import in_words
from handlers.reports.versions import Version, VersionInfo
from handlers.table import action
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session

LINES = 20
"""At most so many changes are told."""
EARLIER = 6
"""At most so many earlier versions are offered."""


@action("bcso")
def compare(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The newest version of UNIT:PERIOD against the one before it, or against the one of UNIT:PERIOD:VERSION."""
    unit, period, version = [*rest.split(":", 2), "", ""][:3]
    view = opened(desk, message, f"{unit}:{period}", "see_reports")
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if len(view.versions) < 2:
        return reply_to(message, session, Reply(words.ONE_VERSION if view.versions else words.NO_VERSION))
    newest, *earlier = view.versions
    # Only what is of this unit and period is compared, whatever the choice names.
    chosen = next((one for one in earlier if one.id == version), None) if version else earlier[0]
    if chosen is None:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    old, new = (desk.register.report_version(one.id) for one in (chosen, newest))
    if old is None or new is None:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    return reply_to(message, session, _beside(view, old, new))


def _beside(view: Opened, old: Version, new: Version) -> Reply:
    head = words.DIFFERENCES.format(
        title=new.report.title,
        old=view.number_of(old.info.id),
        old_at=time_words(old.info.at),
        new=view.number_of(new.info.id),
        new_at=time_words(new.info.at),
    )
    found = list(differences(view.desk, old, new))
    lines = [head, *(found[:LINES] or [words.SAME_VERSIONS])]
    if len(found) > LINES:
        lines.append(words.MORE_CHANGES.format(count=len(found) - LINES))
    others = [one for one in view.versions[1:] if one.id != old.info.id][:EARLIER]
    if others:
        lines.append(words.OTHER_VERSIONS)
    return Reply("\n".join(lines), tuple(_choice(view, one) for one in others))


def _choice(view: Opened, info: VersionInfo) -> Choice:
    label = words.VERSION.format(number=view.number_of(info.id), at=time_words(info.at))
    return Choice(f"bcso:{view.of}:{info.id}", label)


def differences(desk: Desk, old: Version, new: Version) -> Iterator[str]:
    """What has changed from one version to another, a line each: figures, words, entries."""
    yield from _figures(old.report, new.report)
    yield from _texts(old.report, new.report)
    yield from _entries(desk, old, new)


def _figures(old: Report, new: Report) -> Iterator[str]:
    before = {one.id: one for one in old.figures}
    after = {one.id: one for one in new.figures}
    for id_ in dict.fromkeys([*after, *before]):
        was, now = (of[id_].value if id_ in of else None for of in (before, after))
        if was != now:
            label = figure_name(after.get(id_) or before[id_])
            yield words.CHANGED_FIGURE.format(label=label, old=_number(was), new=_number(now))


def _number(value: int | None) -> str:
    return words.NOT_SAID if value is None else grouped(value)


def _texts(old: Report, new: Report) -> Iterator[str]:
    before, after = _written(old), _written(new)
    sections = {one.item: one for one in (*old.sections, *new.sections)}
    for item, section in sections.items():
        was, now = before.get(item, ()), after.get(item, ())
        if was != now:
            form = words.TEXT_CHANGED if was and now else words.TEXT_ADDED if now else words.TEXT_GONE
            yield words.CHANGED_TEXT.format(item=item, heading=small(section.heading), what=form)


def _written(report: Report) -> Mapping[str, tuple[str, ...]]:
    """What each item says in words, without the sentences that tell its figures."""
    found = {one.item: in_words(report, one) for one in report.sections}
    return {item: said for item, said in found.items() if said}


def _entries(desk: Desk, old: Version, new: Version) -> Iterator[str]:
    before = {one.id: one for one in old.entries}
    after = {one.id: one for one in new.entries}
    added = [one for id_, one in after.items() if id_ not in before]
    gone = [one for id_, one in before.items() if id_ not in after]
    changed = [one for id_, one in after.items() if id_ in before and _content(before[id_]) != _content(one)]
    if added or gone or changed:
        counts = {"added": len(added), "gone": len(gone), "changed": len(changed)}
        yield words.ENTRIES_CHANGED.format(**counts)
    forms = ((words.ENTRY_ADDED, added), (words.ENTRY_GONE, gone), (words.ENTRY_CHANGED, changed))
    for form, entries in forms:
        yield from (form.format(what=what(one, type_label(desk, one.type))) for one in entries)
    for form, one, other in ((words.LATE_ADDED, new, old), (words.LATE_GONE, old, new)):
        known = {row.id for row in other.report.rows if row.late}
        for row in one.report.rows:
            if row.late and row.id not in known:
                yield form.format(what=f"{row.title}, {days(row.day, row.last_day)}")


def _content(entry: Entry) -> Entry:
    """What an entry says, whoever wrote it."""
    return replace(entry, by=None)
