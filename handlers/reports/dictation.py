"""The words of a report's sections, asked for one after another in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import messages
from handlers import messages_reports as words
from handlers.commands import run
from handlers.field_reading import identity_words
from handlers.flows import Flow, Step, Talk, Wrong, answer_aside, begin, flow, reply_to
from handlers.log_begin import begin as begin_entry
from handlers.log_words import told_to_log
from handlers.reports.card import item_words, missing_items
from handlers.reports.gathering import Gathered
from handlers.reports.opened import Opened, opened
from handlers.reports.prose import in_words
from handlers.reports.shown import show
from handlers.reports.strays import Stray, stray
from handlers.reports.tracing import traced
from handlers.steps import folded
from handlers.totals import totals_reply
from handlers.types import Choice, Outcome, Record, Reply, Send
from knowledge.identities import find_told
from knowledge.outline_items import every_item
from knowledge.outlines import OutlineItem

LONGEST = 20_000
"""Letters of one item's words."""
BEFORE_NOW = 300
"""Letters of what stands there that are shown."""
_CLEAR = frozenset({"xoa", "xoa loi", "bo loi nay"})
_DONE = frozenset({"xong", "xong roi", "het", "het roi", "du roi", "luu", "luu lai", "luu di", "luu luon", "dung"})
_YES = frozenset({"co", "ghi", "ghi vao", "dung", "yes", "phai", "ghi di"})
_NO = frozenset({"khong", "ko", "no", "khong ghi", "viet lai", "nham"})
_REVIEW = frozenset({"xem lai", "xem", "xem bao cao", "xem lai bao cao"})


def told_in_words(gathered: Gathered) -> list[OutlineItem]:
    """The items of a report that are told in words."""
    kind = gathered.material.period.kind
    every = every_item(gathered.outline.items, gathered.outline.kinds)
    return [at.item for at in every if at.item.prose is not None and kind in at.kinds]


def said_now(gathered: Gathered, item: str) -> str:
    """What an item says now in words; empty where it says nothing."""
    written = gathered.material.texts.get(item)
    if written is not None:
        return written
    told = next((one for one in gathered.report.sections if one.item == item), None)
    return "\n".join(in_words(gathered.report, told)) if told is not None else ""


def _current(talk: Talk) -> tuple[Opened, Gathered, OutlineItem] | str:
    """The report and the item that are being written; else why they cannot be."""
    view = opened(talk.desk, talk.message, talk.values["of"])
    if isinstance(view, str) or view.gathered is None:
        return view if isinstance(view, str) else words.NO_OUTLINE
    wanted = talk.values["item"]
    item = next((one for one in told_in_words(view.gathered) if one.id == wanted), None)
    return (view, view.gathered, item) if item is not None else words.OLD_CHOICE


def _ask(talk: Talk) -> Reply:
    current = _current(talk)
    if isinstance(current, str):
        return Reply(current)
    _, gathered, item = current
    prose = item.prose
    assert prose is not None
    lines = [words.ASK_ITEM.format(ask=prose.ask, **item_words(item, gathered)), prose.hint]
    if now := " ".join(said_now(gathered, item.id).split()):
        lines.append(words.NOW_IS.format(text=now if len(now) <= BEFORE_NOW else f"{now[:BEFORE_NOW].rstrip()}…"))
    lines.append(words.HOW_BACK if item.id in gathered.material.texts else "")
    return Reply("\n".join(line for line in (*lines, words.HOW_LEFT) if line))


def _read(talk: Talk, said: str) -> str | dict[str, Any] | Wrong:
    current = _current(talk)
    if isinstance(current, str):
        return Wrong(current)
    if talk.message.attachment is not None:
        return Wrong(words.TEXT_FILE)
    text = said.strip()
    if talk.message.choice is None and folded(text) in _DONE | _REVIEW:
        return {"done": True}
    # A number alone is meant for a list that somebody still sees.
    if not text or (text.isdecimal() and len(text) < 4):
        return Wrong(words.TEXT_EMPTY)
    if aside := _aside(talk, text):
        return Wrong(aside)
    if len(text) > LONGEST:
        return Wrong(words.TEXT_LONG.format(length=len(text), most=LONGEST))
    prose = current[2].prose
    named = find_told(text, strict=True) if prose is not None and prose.nameless else []
    return Wrong(identity_words(text, named)) if named else text


def _aside(talk: Talk, text: str) -> str:
    """What is said to a question, which has no place in a report; empty for words that may stand there."""
    if traced(talk.desk, talk.message, talk.session) is None and not ("\n" not in text and text.endswith("?")):
        return ""
    answer = _answer(talk)
    return f"{answer}\n\n{messages.FLOW_GOES_ON}" if answer else words.TEXT_QUESTION


def _answer(talk: Talk) -> str | None:
    """The answer to the question that was typed; None where there is none."""
    person = talk.desk.caller(talk.message)
    found = traced(talk.desk, talk.message, talk.session)
    if found is None and person is not None:
        found = totals_reply(talk.desk, talk.message, person)
    if found is not None:
        return "\n".join([found.text, *(f"- {one.label}" for one in found.choices)])
    return answer_aside(talk.desk, talk.message, talk.session)


def _stray(talk: Talk) -> Stray | None:
    """What the words that were typed are meant for, if not for the section; None where they may well be for that."""
    said = talk.values.get("text")
    if not isinstance(said, str) or folded(said) in _CLEAR:
        return None
    return stray(_typed(talk, said), said)


def _typed(talk: Talk, said: str) -> Talk:
    """The talk with the words of the section as what was typed, whatever was typed or chosen since."""
    return replace(talk, message=replace(talk.message, text=said, choice=None))


def _ask_sure(talk: Talk) -> Reply:
    """Whether words that are surely meant for something else are to stand in the section all the same."""
    current, found = _current(talk), _stray(talk)
    if isinstance(current, str) or found is None:
        return Reply(words.OLD_CHOICE)
    item, said = item_words(current[2], current[1]), talk.values["text"]
    others = {
        "log": Choice("log", words.INTO_LOG),
        "command": Choice("open", words.OPEN_COMMAND.format(command=f"/{found.command}")),
    }
    choices = [Choice("yes", words.INTO_ITEM.format(**item)), *([others[found.kind]] if found.kind in others else [])]
    asked = words.STRAY[found.kind].format(text=said, command=f"/{found.command}", **item)
    answer = _answer(_typed(talk, said)) if found.kind == "question" else None
    text = f"{answer}\n\n{asked}" if answer else asked
    return Reply(text, (*choices, Choice("no", words.NOT_INTO_ITEM)))


def _read_sure(talk: Talk, said: str) -> Any:
    """ "yes", "no", "log", "open"; whatever else is typed is taken for the section's words."""
    if talk.message.choice is not None:
        return said if said in ("yes", "no", "log", "open") else Wrong(messages.FLOW_OLD_CHOICE)
    plain = folded(said)
    if plain in _YES or plain in _NO:
        return "yes" if plain in _YES else "no"
    text = _read(talk, said)
    return text if isinstance(text, Wrong) else {"instead": text}


def _earlier(talk: Talk) -> Outcome | None:
    """ "lùi": the item that was asked for before."""
    *before, last = talk.values["passed"] or [None]
    values = {**talk.values, "item": last, "passed": before}
    return begin(WORDS, talk.desk, talk.message, talk.session, **values) if last is not None else None


def _finish(talk: Talk) -> Outcome:
    """Store what was written, and go on with the next item that lacks its words."""
    current = _current(talk)
    if isinstance(current, str):
        return reply_to(talk.message, talk.session, Reply(current))
    view, gathered, item = current
    said, passed = talk.values["text"], [*talk.values["passed"], item.id]
    if isinstance(said, Mapping):
        return show(view, talk.message, talk.session, words.STOPPED)
    if (outcome := _elsewhere(talk)) is not None:
        return outcome
    records, lead = _stored(view, gathered, item, said)
    if records:
        view = replace(view, written={item.id: records[0].row["text"]})
    left = [] if talk.values["one"] or view.gathered is None else missing_items(view.gathered)
    left = [one for one in left if one.id not in passed]
    if not left:
        outcome = show(view, talk.message, talk.session, lead)
        return replace(outcome, effects=(*records, *outcome.effects))
    values = {"of": view.of, "item": left[0].id, "one": False, "passed": passed}
    return _led(begin(WORDS, talk.desk, talk.message, talk.session, **values), lead, records)


def _elsewhere(talk: Talk) -> Outcome | None:
    """What becomes of words that are not to stand in the section; None where they are."""
    sure, said = talk.values.get("sure", "yes"), talk.values["text"]
    if sure == "yes":
        return None
    known = {name: talk.values[name] for name in ("of", "item", "one", "passed")}
    if isinstance(sure, Mapping):
        return begin(WORDS, talk.desk, talk.message, talk.session, **known, text=sure["instead"])
    person, found = talk.desk.caller(talk.message), stray(_typed(talk, said), said)
    if sure == "log" and person is not None:
        told = told_to_log(said)
        return begin_entry(talk.desk, talk.message, talk.session, person, said if told is None else told)
    if sure == "open" and found is not None and found.kind == "command":
        return run(found.command, talk.desk, talk.message, talk.session, found.rest)
    return begin(WORDS, talk.desk, talk.message, talk.session, **known)


def _stored(view: Opened, gathered: Gathered, item: OutlineItem, said: str | None) -> tuple[tuple[Record, ...], str]:
    """What is stored of an answer, and what is said about it."""
    if said is None:
        return (), ""
    clear = folded(said) in _CLEAR
    row: dict[str, Any] = {
        **{"unit": view.unit.id, "period": view.period.key, "item": f"{gathered.outline.id}/{item.id}"},
        **{"text": None if clear else said, "by": view.person.id},
    }
    form = words.CLEARED if clear else words.WRITTEN
    return (Record("report_texts", row, view.person.id),), form.format(**item_words(item, gathered))


def _led(outcome: Outcome, lead: str, records: tuple[Record, ...]) -> Outcome:
    """An outcome whose message begins with a word on what was stored."""
    *others, last = outcome.effects
    if lead and isinstance(last, Send):
        last = replace(last, reply=replace(last.reply, text=f"{lead}\n\n{last.reply.text}"))
    return replace(outcome, effects=(*records, *others, last))


WORDS = flow(
    Flow(
        "loibaocao",
        (
            Step("text", _ask, _read, optional=True),
            Step("sure", _ask_sure, _read_sure, relevant=lambda talk: _stray(talk) is not None),
        ),
        _finish,
        words.STOPPED,
        takes_questions=False,
        earlier=_earlier,
    )
)
