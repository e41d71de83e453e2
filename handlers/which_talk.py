"""What is typed where it was asked which of two drafts to go on with, or sent there."""

from __future__ import annotations

from dataclasses import replace

from handlers import messages_log as words
from handlers.commands import meant_command, run
from handlers.draft_opening import waiting_draft
from handlers.drafting import Hand
from handlers.form_answers import answer_of
from handlers.form_words import CANCELS, DROPS_NEW, DROPS_OPEN, EDITS, GOES_ON, LATER, REVIEWS, SAVES_NOW
from handlers.held_files import MOST, files_held, holding_file
from handlers.two_drafts import ask_which_again, ask_which_to_drop, give_up, go_on, take_waiting, tell_both
from handlers.types import Outcome


def which_typed(hand: Hand, said: str) -> Outcome | None:
    """What was typed where it was asked which draft to go on with: neither is lost before that is clear."""
    if said in GOES_ON:
        return go_on(hand)
    if said in LATER:
        return take_waiting(hand)
    if said in DROPS_NEW | DROPS_OPEN:
        return give_up(hand, "new" if said in DROPS_NEW else "open")
    if said in CANCELS:
        return ask_which_to_drop(hand)
    if said in SAVES_NOW | REVIEWS | EDITS:
        return tell_both(hand)
    if meant := meant_command(hand.desk, hand.message, hand.message.text):
        return run(meant.command, hand.desk, hand.message, hand.session, meant.rest)
    answer = answer_of(hand)
    return ask_which_again(hand, f"{answer}\n\n{words.CHOOSE_WHICH}") if answer else ask_which_again(hand)


def file_at_which(hand: Hand) -> Outcome | None:
    """A picture or file where it is not clear of which of two drafts it is: it waits, and is offered to the chosen."""
    file, now = hand.message.attachment, hand.message.at
    if file is None or waiting_draft(hand.session, hand.person) is None:
        return None
    plain = replace(hand, message=replace(hand.message, attachment=None))
    if not file.path:
        return ask_which_again(plain, words.FILE_PROBLEMS[file.problem or "bad_type"].format(name=file.name))
    if len(files_held(hand.session, now)) >= MOST:
        return ask_which_again(plain, words.FILES_MANY.format(most=MOST))
    waiting = replace(plain, session=holding_file(hand.session, file, now))
    return ask_which_again(waiting, words.FILE_TAKEN_WHICH.format(name=file.name))
