"""Commands: one decorated function each; dispatch, /trogiup and the channels' menus follow from the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers import messages
from handlers.answers import local_day
from handlers.asking import Assistant
from handlers.types import IncomingMessage, Outcome, Reply, Send, Session
from knowledge.duedates import upcoming
from knowledge.text.normalise import fold
from knowledge.wording import written_day

Run = Callable[[Assistant, IncomingMessage, Session, str], Outcome]

ROWS = 8
"""At most so many deadlines in one message."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name without the slash, other names, what it is for, and what it does with the words after it."""

    name: str
    help: str
    run: Run
    aliases: tuple[str, ...] = ()
    listed: bool = True


_TABLE: list[Command] = []


def command(name: str, help_: str, *aliases: str, listed: bool = True) -> Callable[[Run], Run]:
    """Enter a function in the table."""

    def enter(run: Run) -> Run:
        _TABLE.append(Command(name, help_, run, aliases, listed))
        return run

    return enter


def say(session: Session, message: IncomingMessage, reply: Reply) -> Outcome:
    """An outcome that says one thing to the sender."""
    choices = reply.choices
    remembered = Session(session.key, session.data, choices)
    return Outcome(remembered, (Send(message.sender, reply, key=f"{message.sender.channel}:{message.id}:0"),))


def command_handler(assistant: Assistant) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes messages beginning with a slash."""
    by_name = {name: entry for entry in COMMANDS for name in (entry.name, *entry.aliases)}

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        text = message.text.strip()
        if message.choice is not None or not text.startswith("/") or len(text) < 2:
            return None
        head, _, rest = text[1:].partition(" ")
        name = fold(head.split("@")[0].split("\n")[0])
        entry = by_name.get(name)
        if entry is None:
            return say(session, message, Reply(messages.UNKNOWN_COMMAND.format(command=f"/{head[:40]}")))
        return entry.run(assistant, message, session, rest.strip())

    return handle


@command("start", "Bắt đầu", "batdau", listed=False)
def start(assistant: Assistant, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Welcome; a question that came with a deep link is for the question handler."""
    return say(session, message, Reply(assistant.fill(messages.WELCOME)))


@command("trogiup", "Hướng dẫn sử dụng", "help", "huongdan")
def help_(assistant: Assistant, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """What the assistant can do and every command."""
    lines = "\n".join(f"/{entry.name}: {entry.help}" for entry in COMMANDS if entry.listed)
    return say(session, message, Reply(messages.HELP.replace("{commands}", lines)))


@command("han", "Xem hạn báo cáo sắp tới", "deadline", "hanbaocao")
def deadlines(assistant: Assistant, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The next deadlines of the place named, else of the member's own, else of all."""
    place, sector = named(assistant, rest)
    place = place or session.data.get("province")
    sector = sector or session.data.get("sector")
    today = local_day(message)
    gazetteer = assistant.answerer.gazetteer
    found = upcoming(assistant.knowledge.directives, assistant.calendar, today, place, sector, gazetteer=gazetteer)
    if not found:
        return say(session, message, Reply(messages.DEADLINES_NONE))
    where = f" ({place})" if place else ""
    rows = [messages.DEADLINES_HEAD.format(where=where)]
    for due in found[:ROWS]:
        mark = messages.PROJECTED_MARK if due.basis == "projected" else ""
        rows.append(
            messages.DEADLINES_ROW.format(
                due=written_day(due.due), obligation=due.obligation, document=due.document, mark=mark
            )
        )
    return say(session, message, Reply("\n".join(rows)))


@command("donvi", "Cho biết tỉnh và ngành của anh/chị", "tinh", "nganh")
def unit(assistant: Assistant, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Remember the member's province and sector."""
    example = assistant.answerer.provinces[0] if assistant.answerer.provinces else "…"
    if not rest:
        return say(session, message, Reply(messages.UNIT_ASK.format(example=example)))
    place, sector = named(assistant, rest)
    if place is None and sector is None:
        return say(session, message, Reply(messages.UNIT_UNKNOWN.format(text=rest[:80], example=example)))
    data = {**session.data, **({"province": place} if place else {}), **({"sector": sector} if sector else {})}
    what = ", ".join(part for part in (place, sector) if part)
    lines = [messages.UNIT_SET.format(what=what)]
    gazetteer = assistant.answerer.gazetteer
    if place and not any(gazetteer.same_place(place, bound) for bound in assistant.answerer.provinces):
        lines.append(messages.UNIT_NOT_HERE.format(place=place))
    return say(Session(session.key, data, session.choices), message, Reply("\n".join(lines)))


@command("quen", "Xóa tỉnh và ngành đã ghi")
def forget(assistant: Assistant, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Forget what was remembered of the member."""
    return say(Session(session.key, {}, ()), message, Reply(messages.UNIT_FORGOTTEN))


def named(assistant: Assistant, text: str) -> tuple[str | None, str | None]:
    """The first place and the first sector named in a text."""
    repaired = assistant.answerer.index.repairer.repair(text).text if text else ""
    gazetteer = assistant.answerer.gazetteer
    places = [hit.name for reading in (text, repaired) for hit in gazetteer.find_places(reading) if hit.name]
    sectors = [name for reading in (repaired, text) for name in gazetteer.find_sectors(reading)]
    guess = gazetteer.guess_place(text, assistant.answerer.provinces) if text and not places else None
    return next(iter(places), guess), next(iter(sectors), None)


COMMANDS: tuple[Command, ...] = tuple(_TABLE)
