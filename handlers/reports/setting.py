"""/mauky: how a unit wants its reports: outline, days of the periods, what stands around the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from handlers import messages
from handlers import messages_reports as words
from handlers.answers import local_day
from handlers.choosing import allowed, nowhere, own_unit, unit_step
from handlers.desk import Desk, no_caller
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, reply_to
from handlers.people import Person, Unit
from handlers.reports.gathering import base, outline_of, outlines_for, regime_of, settings_of
from handlers.reports.model import Header
from handlers.reports.periods import period_of
from handlers.reports.versions import ReportSettings
from handlers.rights import may
from handlers.steps import folded
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from handlers.unit_naming import named_unit
from knowledge.text.normalise import clean

MOST, MOST_COPIES = 200, 1_000
"""Letters of one setting, and of the list of those who get a copy."""
_LINES, _CHOSEN = "copies", ("outline", "regime")
_SHOWN = 120
_CLEAR = "-"
"""The choice that goes back to what is usual."""
_CLEARS = frozenset({"xoa", "xoa di", "bo", "mac dinh", "theo mau chung", "dung mau chung"})


@command(
    "mauky",
    "Đặt đề cương, kỳ số liệu, nơi nhận, người ký của báo cáo",
    "maubaocao",
    who="write_report",
)
def settings(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """How the unit that words name, or one's own, wants its reports."""
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(no_caller(message)))
    tree, today = desk.register.tree(), local_day(message)
    meant, _ = named_unit(rest, allowed(person, "write_report", tree, today))
    units = [meant] if meant else own_unit(desk, person, "write_report", today)
    if not units:
        return reply_to(message, session, nowhere(desk, message, person, words.SETTING_NO_RIGHT))
    if len(units) > 1:
        return begin(WHICH, desk, message, session)
    return reply_to(message, session, _shown(desk, message, units[0]))


@action("mauky")
def chosen(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The settings of UNIT, or the question for the one of UNIT:NAME."""
    unit_id, _, name = rest.partition(":")
    found = _allowed(desk, message, unit_id)
    if isinstance(found, str):
        return reply_to(message, session, Reply(found))
    if not name:
        return reply_to(message, session, _shown(desk, message, found[1]))
    if name not in words.SETTING_NAMES:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    return begin(CHANGE, desk, message, session, unit=unit_id, name=name)


def _allowed(desk: Desk, message: IncomingMessage, unit_id: str) -> tuple[Person, Unit] | str:
    """Who speaks and the unit, where they may set how its reports look; else what to say."""
    person, unit = desk.caller(message), desk.register.tree().unit(unit_id)
    if person is None:
        return no_caller(message)
    if unit is None or not may(person, "write_report", unit_id, desk.register.tree()):
        return messages.NOT_ALLOWED
    return person, unit


def _shown(desk: Desk, message: IncomingMessage, unit: Unit, lead: str = "") -> Reply:
    """All settings of a unit as they would be printed, and a choice to change each."""
    printed = _printed(desk, message, unit)
    lines = [
        *([lead] if lead else []),
        words.SETTINGS.format(unit=unit.name),
        *(words.SETTING_LINE.format(name=name, value=printed[id_]) for id_, name in words.SETTING_NAMES.items()),
    ]
    if len(desk.register.tree().under(unit.id, local_day(message))) > 1:
        lines.append(words.SETTING_BELOW)
    lines.append(words.SETTING_HOW)
    choices = tuple(Choice(f"mauky:{unit.id}:{id_}", name) for id_, name in words.SETTING_NAMES.items())
    return Reply("\n".join(lines), choices)


def _printed(desk: Desk, message: IncomingMessage, unit: Unit) -> dict[str, str]:
    """Every setting as it would be printed, and whether it is the usual one."""
    own = asdict(desk.register.report_settings().get(unit.id, ReportSettings()))
    effective, of = settings_of(desk, unit), _header_values(desk, message, unit)
    found: dict[str, str] = {}
    for name in words.SETTING_NAMES:
        if name in _CHOSEN:
            value = _options(desk, name).get(str(of[name]), words.SETTING_OPEN)
            above = _set_above(desk, unit, name) if not own[name] and getattr(effective, name) else None
            form = words.SETTING_ABOVE if above else words.SETTING_USUAL
            found[name] = value if own[name] else form.format(value=value, unit=above)
        elif own[name]:
            found[name] = _short(of[name])
        else:
            found[name] = words.SETTING_USUAL.format(value=_short(of[name])) if of[name] else words.SETTING_OPEN
    return found


def _short(text: str) -> str:
    line = "; ".join(text.splitlines())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"


def _header_values(desk: Desk, message: IncomingMessage, unit: Unit) -> Mapping[str, str]:
    """What would stand in the unit's next report, by the name of the setting."""
    known, today = settings_of(desk, unit), local_day(message)
    regime = regime_of(known)
    outline = outline_of(desk, known, "first_half")
    period = period_of("first_half", today.year, regime)
    if outline is None:
        return dict.fromkeys(words.SETTING_NAMES, "") | {"regime": regime}
    header: Header = base(desk, unit, period, outline, known, today, today).header
    return {
        **{"outline": outline.id, "regime": regime, "agency": header.agency, "body": header.body},
        **{"place": header.place, "board_post": header.board_post, "agency_post": header.agency_post},
        **{"signer": header.signer, "copies": "\n".join(header.copies)},
    }


def _set_above(desk: Desk, unit: Unit, name: str) -> str | None:
    """The unit above that has set it."""
    every, chain = desk.register.report_settings(), desk.register.tree().chain(unit.above)
    return next((one.name for one in chain if one.id in every and getattr(every[one.id], name)), None)


def _options(desk: Desk, name: str) -> dict[str, str]:
    """What may be chosen, by id."""
    if name == "regime":
        return dict(words.REGIMES)
    return {one.id: one.title for one in outlines_for(desk, "first_half")}


def _ask(talk: Talk) -> Reply:
    found, name = _allowed(talk.desk, talk.message, talk.values["unit"]), talk.values["name"]
    if isinstance(found, str):
        return Reply(found)
    now = words.SETTING_NOW.format(value=_printed(talk.desk, talk.message, found[1])[name])
    if name in _CHOSEN:
        asked = words.SETTING_CHOOSE.format(name=words.SETTING_NAMES[name].lower())
        offered = {**_options(talk.desk, name), _CLEAR: words.CLEAR}
        return Reply(f"{asked}\n{now}", tuple(Choice(f"{name}:{id_}", label) for id_, label in offered.items()))
    return Reply("\n".join((words.SETTING_ASK[name], now, words.SETTING_CLEAR)))


def _read(talk: Talk, said: str) -> str | Wrong:
    """The new value; empty for what is usual."""
    found, name = _allowed(talk.desk, talk.message, talk.values["unit"]), talk.values["name"]
    if isinstance(found, str):
        return Wrong(found)
    if talk.message.choice is None and folded(said) in _CLEARS:
        return ""
    if name in _CHOSEN:
        return _read_option(talk, name, said)
    if talk.message.choice is not None or talk.message.attachment is not None:
        return Wrong(words.SETTING_EMPTY)
    text = _copies(said) if name == _LINES else clean(said)
    most = MOST_COPIES if name == _LINES else MOST
    # Nothing that is printed ends like this: it may be a question.
    if not any(map(str.isalnum, text)) or text.endswith("?"):
        return Wrong(words.SETTING_EMPTY)
    return text if len(text) <= most else Wrong(words.SETTING_LONG.format(most=most, length=len(text)))


def _read_option(talk: Talk, name: str, said: str) -> str | Wrong:
    options = _options(talk.desk, name)
    if talk.message.choice is not None:
        of, _, id_ = said.partition(":")
        # The name keeps the button of another setting from answering for this one.
        if of != name or id_ not in {*options, _CLEAR}:
            return Wrong(words.SETTING_ONE_OF)
        return "" if id_ == _CLEAR else id_
    wanted = folded(said)
    meant = [id_ for id_, label in options.items() if len(wanted) > 2 and wanted in folded(label)]
    return meant[0] if len(meant) == 1 else Wrong(words.SETTING_ONE_OF)


def _copies(said: str) -> str:
    """Those who get a copy, a line each, without what separates them."""
    lines = [clean(one).strip(" -–+*.,") for line in said.splitlines() for one in line.split(";")]
    return "\n".join(one for one in lines if one)


def _finish(talk: Talk) -> Outcome:
    found, name, value = (
        _allowed(talk.desk, talk.message, talk.values["unit"]),
        talk.values["name"],
        talk.values["value"],
    )
    if isinstance(found, str):
        return reply_to(talk.message, talk.session, Reply(found))
    person, unit = found
    if value is None:
        return reply_to(talk.message, talk.session, _shown(talk.desk, talk.message, unit, words.SETTING_KEPT))
    record = Record("report_settings", {"unit": unit.id, name: value or None}, person.id)
    lead = words.SETTING_SAVED if value else words.SETTING_CLEARED
    again = (Choice(f"mauky:{unit.id}", words.SETTING_AGAIN),)
    said = words.SETTING_LINE.format(name=words.SETTING_NAMES[name], value=_saved(talk.desk, name, value))
    reply = Reply(f"{lead}\n{said}" if value else lead, again)
    return reply_to(talk.message, talk.session, reply, effects=(record,))


def _saved(desk: Desk, name: str, value: str) -> str:
    return _options(desk, name).get(value, value) if name in _CHOSEN else _short(value)


CHANGE = flow(Flow("mauky", (Step("value", _ask, _read, optional=True),), _finish, words.SETTING_KEPT))


def _of_unit(talk: Talk) -> Outcome:
    found = _allowed(talk.desk, talk.message, talk.values["unit"])
    reply = Reply(found) if isinstance(found, str) else _shown(talk.desk, talk.message, found[1])
    return reply_to(talk.message, talk.session, reply)


WHICH = flow(Flow("maukydonvi", (unit_step("unit", words.SETTING_WHICH, "write_report"),), _of_unit))
