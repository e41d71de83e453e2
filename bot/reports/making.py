"""The works that make reports: files of a version, what is handed to an office, one report of many units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.errors import UserError
from bot.reports.docx import letter_docx
from bot.reports.files import named_file, pictures_of
from bot.works import Maker, Product, Progress
from handlers import messages_reports as words
from handlers.desk import Desk
from handlers.people import Person
from handlers.reports.deciding import handed
from handlers.reports.gathering import regime_of, settings_of
from handlers.reports.opened import may_decide
from handlers.reports.periods import period_of_key
from handlers.reports.summing import summary_reply, summed_up
from handlers.reports.urging import urging_letter
from handlers.reports.versions import Version
from handlers.rights import may
from handlers.types import Address, Choice, FileRef, Reply

_GATHERED, _WRITTEN = 0.5, 0.7
"""How much of a summary is done once its figures are added up, and once the first file is written."""
_REFUSED = Product((Reply(words.OLD_CHOICE),))


def version_file(desk: Desk, to: Address, args: Mapping[str, Any], progress: Progress) -> Product:
    """A version as docx, xlsx, pdf or pictures, for whoever may see it."""
    version, person = desk.register.report_version(args["version"]), desk.register.person_at(to)
    if version is None or not _may_see(desk, person, version):
        return _REFUSED
    report, back = version.report, _back(desk, person, version)
    if args["kind"] == "png":
        pictures = pictures_of(report)
        text = words.PICTURES_OF.format(title=report.title) if pictures else words.NO_PICTURES
        return Product((Reply(text, back, files=pictures),))
    try:
        file = named_file(report, args["kind"])
    except UserError:
        return Product((Reply(words.NO_PDF, back),))
    return Product((Reply(words.FILE.format(title=report.title), back, files=(file,)),))


def _back(desk: Desk, person: Person | None, version: Version) -> tuple[Choice, ...]:
    """To the report that a file was made of: where choices are numbers, those of its card are gone by now."""
    info = version.info
    if info.summary or not may(person, "write_report", info.unit, desk.register.tree()):
        return ()
    return (Choice(f"bc:{info.unit}:{info.period}", words.OPEN),)


def hand_over(desk: Desk, to: Address, args: Mapping[str, Any], progress: Progress) -> Product:
    """A report that was sent, to one person of the office, with what can be decided on it."""
    sent, person = desk.register.submission(args["submission"]), desk.register.person_at(to)
    version = desk.register.report_version(sent.version) if sent is not None and sent.version else None
    if sent is None or version is None or sent.undone or not may_decide(desk, person, sent.unit):
        return Product(())
    reply = handed(desk, sent, version)
    return Product((Reply(reply.text, reply.choices, files=(named_file(version.report, "docx"),)),))


def sum_up(desk: Desk, to: Address, args: Mapping[str, Any], progress: Progress) -> Product:
    """One report of a unit and all under it, kept as a version, as docx and xlsx."""
    person = desk.register.person_at(to)
    if person is None or not may(person, "sum_up", args["unit"], desk.register.tree()):
        return _REFUSED
    unit = desk.register.tree().unit(args["unit"])
    period = period_of_key(args["period"], regime_of(settings_of(desk, unit))) if unit is not None else None
    if unit is None or period is None:
        return _REFUSED
    found = summed_up(desk, unit, period, date.fromisoformat(args["today"]), _part_of(progress, _GATHERED))
    if found is None:
        return Product((Reply(words.NO_OUTLINE),))
    version, record = found.version(desk, person.id)
    files = []
    for kind, done in (("docx", _WRITTEN), ("xlsx", 1.0)):
        files.append(named_file(found.report, kind))
        progress(round(done * 100), 100)
    reply = summary_reply(found, version)
    return Product((Reply(reply.text, reply.choices, files=tuple(files)),), record)


def _part_of(progress: Progress, part: float) -> Progress:
    """Tells of something that is only the first part of the whole."""
    return lambda done, whole: progress(round(done / max(whole, 1) * part * 100), 100)


def urge(desk: Desk, to: Address, args: Mapping[str, Any], progress: Progress) -> Product:
    """The draft of a letter that urges the units that have not sent."""
    person = desk.register.person_at(to)
    if person is None or not may(person, "sum_up", args["unit"], desk.register.tree()):
        return _REFUSED
    found = urging_letter(desk, args["unit"], args["handle"], args["today"])
    if found is None:
        return Product((Reply(words.URGE_NOBODY),))
    letter, name, count = found
    file = FileRef(f"{name}.docx", content=letter_docx(letter))
    return Product((Reply(words.URGE_FILE.format(count=count), files=(file,)),))


def _may_see(desk: Desk, person: Person | None, version: Version) -> bool:
    return may(person, "sum_up" if version.info.summary else "see_reports", version.info.unit, desk.register.tree())


MAKERS: Mapping[str, Maker] = {
    "report.file": version_file,
    "report.hand": hand_over,
    "report.sum": sum_up,
    "report.urge": urge,
}
"""What does each kind of work."""
