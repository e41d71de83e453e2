"""Commands: one decorated function each; dispatch, /trogiup and the channels' menus follow from the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers import messages
from handlers.answers import local_day
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.flows import KEY
from handlers.phrases import LONGEST, Meaning, meanings
from handlers.rights import abilities, offices_of
from handlers.table import action_of, command, commands
from handlers.types import FORM, IncomingMessage, Outcome, Reply, Send, Session
from knowledge.text.normalise import fold


def say(session: Session, message: IncomingMessage, reply: Reply) -> Outcome:
    """An outcome that says one thing to the sender."""
    choices = reply.choices
    remembered = Session(session.key, session.data, choices)
    return Outcome(remembered, (Send(message.sender, reply, key=f"{message.sender.channel}:{message.id}:0"),))


def command_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes commands, plain words that mean one, and the choices that have an action of their own."""
    by_name = {name: entry for entry in commands() for name in (entry.name, *entry.aliases)}

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        if message.choice is not None and (found := action_of(message.choice)):
            act, rest = found
            return act(desk, message, session, rest)
        text = message.text.strip()
        if message.choice is not None or not text.startswith("/") or len(text) < 2:
            return _in_words(desk, message, session)
        head, _, rest = text[1:].partition(" ")
        name = fold(head.split("@")[0].split("\n")[0])
        entry = by_name.get(name)
        if entry is None:
            return say(session, message, Reply(messages.UNKNOWN_COMMAND.format(command=f"/{head[:40]}")))
        return _with_reminder(entry.run(desk, message, session, rest.strip()), session)

    return handle


def _in_words(desk: Desk, message: IncomingMessage, session: Session) -> Outcome | None:
    """What plain words mean as a command to those whom it is for; in the middle of a dialogue they are an answer."""
    text = message.text
    if (
        message.choice is not None
        or {KEY, FORM} & session.data.keys()
        or not message.sender.private
        or len(text) > LONGEST
    ):
        return None
    meant = meant_command(desk, message, text)
    return run(meant.command, desk, message, session, meant.rest) if meant is not None else None


def meant_command(desk: Desk, message: IncomingMessage, text: str) -> Meaning | None:
    """The command that plain words mean, of those that the sender has."""
    if len(text) > LONGEST:
        return None
    found = list(meanings((text, desk.assistant.answerer.index.repairer.repair(text).text)))
    whose = _whose(desk, message) if found else frozenset()
    return next((one for one in found if one.who in whose), None)


def run(name: str, desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome | None:
    """What a command does with the words after it; None where there is none of that name."""
    entry = next((entry for entry in commands() if entry.name == name), None)
    return entry.run(desk, message, session, rest) if entry is not None else None


def _whose(desk: Desk, message: IncomingMessage) -> frozenset[str]:
    """Whom the sender is among: everybody, those with an account, the offices, those with a right."""
    person, tree = desk.caller(message), desk.register.tree()
    if person is None:
        return frozenset({"all"})
    office = person.operator or offices_of(person, tree)
    return frozenset({"all", "member", *(("office",) if office else ()), *abilities(person, tree, local_day(message))})


def _with_reminder(outcome: Outcome, before: Session) -> Outcome:
    """A command in the middle of a dialogue: its answer, and a word that the dialogue is still open."""
    if KEY not in before.data or outcome.session.data.get(KEY) != before.data[KEY]:
        return outcome
    *others, last = outcome.effects
    if not isinstance(last, Send):
        return outcome
    reply = replace(last.reply, text=f"{last.reply.text}\n\n{messages.FLOW_STILL_OPEN}")
    return replace(outcome, effects=(*others, replace(last, reply=reply)))


@command("start", "Bắt đầu", "batdau", listed=False)
def start(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Welcome; "moi_CODE" or "moi-CODE", as a deep link gives it, is an invitation."""
    if rest[:4].lower() in ("moi_", "moi-"):
        joining = next(entry for entry in commands() if entry.name == "thamgia")
        return joining.run(desk, message, session, rest[4:])
    return say(session, message, Reply(desk.assistant.fill(messages.WELCOME)))


@command("trogiup", "Hướng dẫn sử dụng", "help", "huongdan")
def help_(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """What the assistant can do, and the commands that the person can use."""
    whose = _whose(desk, message)
    lines = "\n".join(f"/{entry.name}: {entry.help}" for entry in commands() if entry.listed and entry.who in whose)
    logging = f"\n{messages.HELP_LOGGING}" if "log" in whose else ""
    return say(session, message, Reply(f"{messages.HELP}{logging}\n{lines}"))


def own_place(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Remember the province and sector that questions are asked for."""
    assistant = desk.assistant
    known = unit_words(session.data.get("province"), session.data.get("sector"))
    if not rest:
        words = messages.UNIT_IS.format(what=known, example=example(assistant)) if known else ""
        return say(session, message, Reply(words or messages.UNIT_ASK.format(example=example(assistant))))
    place, sector = named(assistant, rest)
    if place is None and sector is None:
        words = messages.UNIT_UNKNOWN.format(text=_short(rest), example=example(assistant))
        return say(session, message, Reply(words))
    kept = {key: value for key, value in session.data.items() if key not in ("province", "sector", "last")}
    if place is None:
        place = session.data.get("province")
    data = {**kept, **({"province": place} if place else {}), **({"sector": sector} if sector else {})}
    gazetteer = assistant.answerer.gazetteer
    here = place is None or any(gazetteer.same_place(place, bound) for bound in assistant.answerer.provinces)
    words = messages.UNIT_SET if here else messages.UNIT_NOT_HERE
    reply = Reply(words.format(what=unit_words(place, sector), place=place))
    return say(Session(session.key, data, session.choices), message, reply)


@command("quen", "Xóa tỉnh và ngành đã ghi")
def forget(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
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


def unit_words(province: str | None, sector: str | None) -> str:
    """A province and a sector as a member says them; empty where neither is known."""
    return ", ".join([*([province] if province else []), *([messages.SECTOR.format(sector=sector)] if sector else [])])


def example(assistant: Assistant) -> str:
    """A unit to name as an example: one with a sector, if any document binds one."""
    bound = [
        (one.province.name, one.sector.name) for one in assistant.knowledge.directives if one.province and one.sector
    ]
    return unit_words(*bound[0]) if bound else next(iter(assistant.answerer.provinces), "…")


def _short(text: str) -> str:
    return " ".join(text.split())[:80]
