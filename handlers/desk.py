"""What a command has at hand: the assistant, the register, and what the settings say of the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import messages
from handlers.asking import Assistant
from handlers.duties import Duties, Duty, Ruling, directive_duties
from handlers.people import Person, Tree
from handlers.public_days import decisions
from handlers.register import Register
from handlers.types import IncomingMessage
from knowledge.duedates import UNDECIDED, Decisions


def no_caller(message: IncomingMessage) -> str:
    """Why nobody is known to speak here (see Desk.caller)."""
    return messages.NO_ACCOUNT if message.sender.private else messages.NOT_PRIVATE


@dataclass(frozen=True, slots=True)
class Service:
    """Who answers for this service, and where its page is; empty where the settings do not say."""

    controller: str = ""
    """The body that is responsible for the personal data."""
    contact: str = ""
    """Where to turn about personal data."""
    public_url: str = ""
    bots: Mapping[str, str] | None = None
    """How to open a conversation with a start parameter, by channel: "https://t.me/name?start={code}"."""


class Desk:
    """Everything a handler decides from, besides the message and the session."""

    def __init__(self, assistant: Assistant, register: Register, service: Service | None = None) -> None:
        self.assistant = assistant.deciding(self._decisions)
        self.register = register
        self.service = service or Service()
        self._of_directives: list[Duty] | None = None
        self._decided: tuple[Sequence[Ruling], Tree | None, Decisions] = ((), None, UNDECIDED)

    def caller(self, message: IncomingMessage) -> Person | None:
        """The person who speaks: only in a private conversation, and only with an account."""
        return self.register.person_at(message.sender) if message.sender.private else None

    def top_of(self, message: IncomingMessage) -> str | None:
        """The unit at the top of the first one that the sender belongs to; None for a stranger, and in a group."""
        person = self.caller(message)
        if person is None:
            return None
        tree = self.register.tree()
        chains = [chain for unit in person.units if (chain := tree.chain(unit))]
        return chains[0][-1].id if chains else None

    def duties(self) -> Duties:
        """What is owed, as it stands now."""
        if self._of_directives is None:
            self._of_directives = directive_duties(self.assistant.knowledge)
        return Duties(
            [*self._of_directives, *self.register.own_duties()],
            self.register.rulings(),
            self.register.tree(),
            self.assistant.calendar,
            self.assistant.answerer.gazetteer,
        )

    def _decisions(self) -> Decisions:
        """What offices have decided for all who ask, worked out again when a ruling or a unit has changed."""
        rulings = self.register.rulings()
        if not rulings:
            return UNDECIDED
        known, tree, found = self._decided
        if tree is not self.register.tree() or known != rulings:
            duties = self.duties()
            found = decisions(duties, rulings, self.assistant.answerer.gazetteer)
            self._decided = (rulings, duties.tree, found)
        return found

    def working(self, day: date) -> bool:
        return self.assistant.calendar.is_working(day)
