"""A report in one message: what it comes to, what it still lacks, how it stands, what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from handlers import messages_reports as words
from handlers.duties import Occurrence
from handlers.entries import Entry
from handlers.entry_words import days, grouped
from handlers.register import Submission
from handlers.reports import messages as officialese
from handlers.reports.figures import gatherings, half, heads
from handlers.reports.gathering import Gathered
from handlers.reports.model import Report
from handlers.reports.opened import Opened
from handlers.reports.sentences import half_words
from handlers.standing_words import left
from handlers.types import Choice
from knowledge.outline_items import every_item
from knowledge.outlines import OutlineItem
from knowledge.wording import written_day

SHOWN = 6
"""At most so many things that are missing are named."""
_FIGURES = ("count", "total", "female", "male", "money", "units_inspected", "cases")


def card_text(view: Opened, gathered: Gathered) -> str:
    """The report in words."""
    report = gathered.report
    lines = [words.HEAD.format(title=report.title, note=report.header.note), state(view)]
    lines.append(_figures(report))
    if before := figures_line({f.id.removeprefix("all."): f.before for f in report.figures if f.item == "all"}):
        lines.append(words.AGAINST.format(parts=before))
    lines += [*_missing(gathered), *_doubts(gathered)]
    if not (report.header.signer and report.header.agency_post):
        lines.append(words.NO_SIGNER)
    return "\n".join(line for line in lines if line)


def card_choices(view: Opened, gathered: Gathered, version: str) -> tuple[Choice, ...]:
    """What can be done with it."""
    report, of = gathered.report, view.of
    sent = view.sent.version if view.sent is not None else None
    frozen = (Choice(f"bctep:docx:{sent}", words.SENT_DOCX),) if sent not in (None, version) else ()
    files = (*frozen, Choice(f"bctep:docx:{version}", words.DOCX), Choice(f"bctep:xlsx:{version}", words.XLSX))
    pictures = (Choice(f"bctep:png:{version}", words.PICTURES),) if report.charts else ()
    fill = (Choice(f"bcviet:{of}", words.FILL),) if report.missing else ()
    mend = (Choice(f"bcho:{of}", words.MEND),) if gaps(gathered) else ()
    edit = (Choice(f"bcsua:{of}", words.EDIT),)
    compare = (Choice(f"bcso:{of}", words.COMPARE),) if len(view.versions) + (version not in _ids(view)) > 1 else ()
    return (*_sending(view, gathered, version), *fill, *mend, *files, *pictures, *edit, *compare)


def _ids(view: Opened) -> set[str]:
    return {one.id for one in view.versions}


def _sending(view: Opened, gathered: Gathered, version: str) -> tuple[Choice, ...]:
    """To send it, where it has not been; to take it back, where nobody has accepted it."""
    if not view.may("submit"):
        return ()
    sent = view.sent
    if sent is not None and sent.version is not None:
        return () if sent.verdict == "accepted" else (Choice(f"chuanop:{sent.id}", words.UNDO_SEND),)
    nothing = () if gathered.entries or gathered.material.texts else (Choice(f"bckhong:{view.of}", words.SEND_NOTHING),)
    return (*nothing, Choice(f"bcnop:{version}", words.SEND))


def state(view: Opened) -> str:
    """Whether it has been sent, and what became of it."""
    sent = view.sent
    if sent is not None and sent.version is None:
        return words.STATE_SAID.format(day=written_day(sent.day))
    if sent is not None:
        form = words.STATE_ACCEPTED if sent.verdict == "accepted" else words.STATE_SENT
        number = view.number_of(sent.version or "")
        return form.format(day=written_day(sent.day), timely=timely(_answered(view, sent), sent.day), number=number)
    returned = next((one for one in reversed(view.sendings) if one.verdict == "returned"), None)
    due = ""
    if view.owed:
        first = view.owed[0]
        due = words.STATE_DUE.format(mark=mark_of(first), due=written_day(first.due), left=left(first.due, view.today))
    lines = [words.STATE_RETURNED.format(reason=returned.reason)] if returned else []
    return "\n".join([*lines, words.STATE_NONE.format(due=due)])


def mark_of(occurrence: Occurrence) -> str:
    """What stands before a day that the office has not confirmed."""
    return words.PROJECTED if occurrence.day.basis == "projected" else ""


def timely(occurrence: Occurrence | None, day: date) -> str:
    """Whether what was sent on a day was on time; empty where nobody has set one."""
    if occurrence is None:
        return ""
    late = (day - occurrence.due).days
    return words.LATE.format(days=late) if late > 0 else words.TIMELY


def _answered(view: Opened, sent: Submission) -> Occurrence | None:
    """The deadline that a sending answers."""
    return next((one for one in view.owed if one.duty.id == sent.duty), None)


def figures_line(values: Mapping[str, int | None]) -> str:
    """The figures that were said, in a line."""
    parts = [
        words.FIGURE_NAMES[name].format(value=grouped(value))
        for name in _FIGURES
        if (value := values.get(name)) is not None
    ]
    return ", ".join(parts)


def _figures(report: Report) -> str:
    said = figures_line({one.id.removeprefix("all."): one.value for one in report.figures if one.item == "all"})
    return words.FIGURES.format(parts=said) if said else words.NO_ENTRIES


def missing_items(gathered: Gathered) -> list[OutlineItem]:
    """The items of which words are still missing, in the order of the report."""
    wanted = set(gathered.report.missing)
    every = every_item(gathered.outline.items, gathered.outline.kinds)
    return [at.item for at in every if at.item.id in wanted]


def item_words(item: OutlineItem, gathered: Gathered) -> dict[str, str]:
    """How an item is called: "II.1", and its heading in small letters."""
    heading = item.heading.capitalize() if item.heading.replace("{next}", "").isupper() else item.heading
    return {"label": item.id, "heading": heading.replace("{next}", gathered.material.period.following)}


def _missing(gathered: Gathered) -> list[str]:
    found = missing_items(gathered)
    if not found:
        return [words.COMPLETE]
    lines = [words.MISSING_LINE.format(**item_words(one, gathered)) for one in found[:SHOWN]]
    more = [words.MORE_MISSING.format(count=len(found) - SHOWN)] if len(found) > SHOWN else []
    return [words.MISSING.format(count=len(found)), *lines, *more]


def _doubts(gathered: Gathered) -> list[str]:
    """What may be wrong with the figures."""
    report, lines = gathered.report, []
    lacking = [
        words.LACKING_PART.format(count=figure.lacking, what=officialese.LACKING_NAMES[what])
        for what, id_ in (("people", "all.total"), ("money", "all.money"))
        if (figure := next((one for one in report.figures if one.id == id_), None)) is not None and figure.lacking
    ]
    told = {row.id for row in report.rows if not row.late}
    lacking[1:1] = half_words([one for one in gatherings(gathered.entries) if one.id in told])
    if lacking:
        lines.append(words.LACKING.format(parts=", ".join(lacking)))
    if late := sum(one.late for one in report.rows):
        lines.append(words.LATE_ENTRIES.format(count=late))
    if stretch := _overlapping(gathered.entries):
        lines.append(words.OVERLAP.format(days=stretch))
    return lines


def gaps(gathered: Gathered) -> list[Entry]:
    """The entries of things done of which somebody has yet to say how many people took part, or what it cost."""
    done = gatherings(gathered.entries)
    told = {row.id for row in gathered.report.rows if not row.late}
    return [one for one in done if one.id in told and (heads(one) is None or half(one) or one.budget is None)]


def _overlapping(entries: Sequence[Entry]) -> str:
    """The days of two statistics of incidents of one kind that count the same days; empty where there are none."""
    by_kind: dict[object, list[Entry]] = {}
    for one in entries:
        if one.type == "vu_viec" and one.last_day is not None:
            by_kind.setdefault(one.more.get("kind"), []).append(one)
    for found in by_kind.values():
        for one, other in pairwise(sorted(found, key=lambda entry: entry.day)):
            if one.last_day is not None and other.day <= one.last_day:
                return f"{days(one.day, one.last_day)}; {days(other.day, other.last_day)}"
    return ""
