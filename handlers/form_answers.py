"""What somebody typed or sent for the question of a form: the answer, a question of their own, or what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import messages_log as words
from handlers.drafting import Hand, plain_people
from handlers.entry_words import dated, people
from handlers.field_reading import Said, Stray, identity_words, read_field, read_more
from handlers.flows import Wrong, answer_aside
from handlers.form_prompts import WHY, example_of
from handlers.form_state import EXTRA, HEADCOUNTS, State, Step
from handlers.form_turn import confirmed, show
from handlers.held_files import MOST, kept, seen_album, without_words
from handlers.reports.tracing import traced
from handlers.steps import folded
from handlers.totals import totals_reply
from handlers.types import Outcome
from knowledge.activity import read_activity
from knowledge.forms import breaks_constraint
from knowledge.identities import find_told
from knowledge.text.normalise import clean
from knowledge.text.reading import Reading, pattern

LONGEST_QUESTION = 200
_FEW = 3
"""Words of a number that is only put as a question: "45 người ạ?"."""


_QUESTION = pattern(
    r"\?\s*$|(?<![^\W_])(?:là gì|bao nhiêu|thế nào|khi nào|bao giờ|ở đâu|vì sao|tại sao|mấy|là ai|ra sao|gì vậy)"
    r"(?: ạ| vậy| nhỉ| thế)?\s*$"
)
_DONE = frozenset({"xong", "het", "du roi", "xong roi"})
_NO_FILE = frozenset({"khong", "ko", "khong co", "chua co", "k"})
NOT_KNOWN = frozenset({"chua ro", "khong ro", "ko ro", "chua biet", "khong biet", "chua dem", "khong dem"})


def answered(hand: Hand, said: Said) -> Outcome:
    """Take an answer to the question that is asked now."""
    step = hand.filling.current
    assert step is not None
    if step.asks_for_more:
        more = read_more(said)
        value: dict[str, Any] | Wrong = more if isinstance(more, Wrong) else {step.field.name: more}
    elif not said.chosen and _passes_over(hand, said):
        return show(hand.with_state(hand.filling.skip(step)))
    elif not said.chosen and (figures := _people(hand, said)):
        return _with_people(hand, figures)
    elif answer := _answer_there(hand, said):
        return show(hand, f"{answer}\n\n{words.GOES_ON}")
    else:
        field = step.field.model_copy(update={"choices": hand.filling.offered(step)})
        value = read_field(field, said, hand.filling.context(step), nameless=hand.nameless)
    if isinstance(value, Wrong):
        return wrong(hand, value)
    taken = hand.with_state(_plain(hand.filling.answered(step, value)))
    if problems := [one.message for one in taken.people.problems]:
        return wrong(hand, Wrong(problems[0]))
    if step.path == "date" and not said.chosen:
        year = dated(value.get("date"), said.text, hand.today)
        taken = taken.with_state(replace(taken.state, dated=year))
    return show(taken.with_state(replace(taken.filling.doubted(), sure=())))


def _people(hand: Hand, said: Said) -> dict[str, int]:
    """The figures that words give where one of them is asked: more than that one, or another of women and men."""
    step = hand.filling.current
    if step is None or step.row is not None or step.field.name not in HEADCOUNTS:
        return {}
    read = read_activity(clean(said.text), hand.today, hand.desk.assistant.knowledge.activities)
    if read.problems:
        return {}
    found = {name: value for name in HEADCOUNTS if (value := getattr(read.activity, name)) is not None}
    other = found.keys() & {"female", "male"} - {step.field.name}
    return found if other or (len(found) > 1 and step.field.name in found) else {}


def _with_people(hand: Hand, found: Mapping[str, int]) -> Outcome:
    """Take several figures at once; what is asked now comes last, so that it is taken back first."""
    step = hand.filling.current
    assert step is not None
    if {"female", "male"} <= found.keys() and "total" not in found:
        # What was added up anew has another sum.
        left = {name: value for name, value in hand.state.answers.items() if name != "total"}
        hand = hand.with_state(replace(hand.state, answers=left))
    for name in sorted(found, key=lambda name: name == step.field.name):
        one = hand.filling.step(name) or Step(name, EXTRA[name])
        if problem := breaks_constraint(one.field, found[name], hand.filling.values, hand.today):
            return wrong(hand, Wrong(problem))
        hand = hand.with_state(hand.filling.answered(one, {name: found[name]}))
    if problems := [one.message for one in hand.people.problems]:
        return wrong(hand, Wrong(problems[0]))
    hand = hand.with_state(_plain(hand.state))
    lead = "" if step.field.name in found else words.TAKEN.format(what=people(found))
    return show(hand.with_state(replace(hand.filling.doubted(), sure=())), lead)


def wrong(hand: Hand, what: Wrong) -> Outcome:
    """An answer that cannot be used: why; a question is answered instead; after two also an example and the way out."""
    strayed = isinstance(what, Stray) or asks(hand)
    if strayed and hand.message.choice is None and (answer := answer_of(hand)):
        return show(hand, f"{answer}\n\n{words.GOES_ON}")
    count = hand.state.wrong + 1
    lead = what.text
    step = hand.filling.current
    if count >= 2 and step is not None:
        form = words.WAY_OUT_REQUIRED if hand.filling.required(step) else words.WAY_OUT
        lead = f"{lead} {form.format(example=example_of(hand, step.field))}"
    doubts = dict(hand.state.doubts)
    if step is not None and step.path in doubts:
        # It stays in doubt, but the reason to say is that of the newer answer.
        doubts[step.path] = ""
    return show(hand.with_state(replace(hand.state, wrong=count, doubts=doubts)), lead)


def answer_of(hand: Hand) -> str | None:
    """The answer to a question that was asked in the middle; None for what is no question."""
    if figure := traced(hand.desk, hand.message, hand.session):
        return figure.text
    if totals := totals_reply(hand.desk, hand.message, hand.person):
        return "\n".join([totals.text, *(f"- {one.label}" for one in totals.choices)])
    return answer_aside(hand.desk, hand.message, hand.session, doubtful=asks(hand))


def asks(hand: Hand) -> bool:
    """Whether what was typed is put as a question."""
    text = hand.message.text
    return len(text) < LONGEST_QUESTION and bool(_QUESTION.search(Reading(text).marked))


def explained(hand: Hand) -> Outcome:
    """Take the word of explanation for an unusual figure, and save."""
    note = " ".join(hand.message.text.split())
    if not 3 <= len(note) <= 500:
        return show(hand, words.WHY_SHORT)
    if named := find_told(note, strict=hand.nameless):
        return show(hand, identity_words(note, named))
    if asks(hand) and (answer := answer_of(hand)):
        return show(hand, f"{answer}\n\n{words.GOES_ON}")
    note = f"{hand.state.note}; {note}" if hand.state.note else note
    return confirmed(hand.with_state(replace(hand.state, note=note)), WHY)


def take_file(hand: Hand, lead: str = "") -> Outcome:
    """A picture or file: of the question that asks for one, else of the entry. `lead` goes before what is said."""
    taken, said, quiet = file_taken(hand)
    outcome = show(taken, f"{lead}\n{said}" if lead else said)
    return without_words(outcome) if quiet else outcome


def file_taken(hand: Hand) -> tuple[Hand, str, bool]:
    """The draft with the file that came, what is said of it, and whether another one of its album was answered."""
    file = hand.message.attachment
    assert file is not None
    if hand.nameless:
        return hand, words.FILES_NAMELESS, False
    if not file.path:
        return hand, words.FILE_PROBLEMS[file.problem or "bad_type"].format(name=file.name), False
    earlier = len(hand.desk.register.evidence(hand.draft.entry)) if hand.draft.entry else 0
    if earlier + len(hand.state.files) >= MOST:
        return hand, words.FILES_MANY.format(most=MOST), False
    quiet, session = seen_album(hand.session, file)
    hand = replace(hand, session=session)
    taken = hand.with_state(replace(hand.state, files=(*hand.state.files, kept(file)), wrong=0))
    said = words.FILE_TAKEN if asks_for_files(taken) else words.FILE_TAKEN_BESIDE
    return taken, said.format(name=file.name), quiet


def asks_for_files(hand: Hand) -> bool:
    """Whether pictures or files are what is asked."""
    step = hand.filling.current
    return step is not None and step.field.type in ("photo", "file")


def no_more_files(said: str) -> bool:
    """Whether words say that no more pictures or files come."""
    return said in _DONE | _NO_FILE


def _passes_over(hand: Hand, said: Said) -> bool:
    """Whether words say that there is nothing to say: no more files, a figure that nobody knows."""
    step, typed = hand.filling.current, folded(said.text)
    assert step is not None
    if step.field.type in ("photo", "file"):
        return typed in _DONE or (typed in _NO_FILE and not hand.filling.required(step))
    if typed not in NOT_KNOWN or step.field.type not in ("integer", "decimal"):
        return False
    return (step.row is None and step.field.name in HEADCOUNTS) or not hand.filling.required(step)


def _answer_there(hand: Hand, said: Said) -> str | None:
    """The answer to words that ask the assistant something where any text would do, or that hold a number besides.

    "ai ký công văn 1097?" is no 1.097 men.
    """
    step = hand.filling.current
    if step is None or said.chosen or not asks(hand):
        return None
    if step.field.type == "text":
        return answer_of(hand)
    if step.field.type not in ("integer", "decimal") or len(said.text.split()) <= _FEW:
        return None
    figure = traced(hand.desk, hand.message, hand.session)
    return figure.text if figure else answer_aside(hand.desk, hand.message, hand.session)


def _plain(state: State) -> State:
    return replace(state, answers=plain_people(state.answers))
