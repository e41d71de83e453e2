"""The card of a report: compiled now, kept as a version, with what can be done with it."""

from __future__ import annotations

from handlers import messages_reports as words
from handlers.flows import reply_to
from handlers.reports.card import card_choices, card_text
from handlers.reports.opened import LAST, Opened
from handlers.types import IncomingMessage, Outcome, Reply, Session
from knowledge.wording import written_day


def show(view: Opened, message: IncomingMessage, session: Session, lead: str = "") -> Outcome:
    """The card of a report, compiled now and kept as a version."""
    if view.period.start > view.today:
        said = words.NOT_BEGUN.format(period=view.period.label, start=written_day(view.period.start))
        return reply_to(message, session, Reply(said))
    gathered = view.gathered
    if gathered is None:
        return reply_to(message, session, Reply(words.NO_OUTLINE))
    version, records = view.kept(gathered)
    text = card_text(view, gathered)
    remembered = Session(session.key, {**session.data, LAST: version}, session.choices)
    reply = Reply(f"{lead}\n{text}" if lead else text, card_choices(view, gathered, version))
    return reply_to(message, remembered, reply, effects=records)
