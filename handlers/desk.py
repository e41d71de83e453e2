"""What a command has at hand: the assistant, the register, and what the settings say of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.asking import Assistant
from handlers.duties import Duties, Duty, directive_duties
from handlers.people import Person
from handlers.register import Register
from handlers.types import IncomingMessage


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
        self.assistant = assistant
        self.register = register
        self.service = service or Service()
        self._of_directives: list[Duty] | None = None

    def caller(self, message: IncomingMessage) -> Person | None:
        """The person who speaks: only in a private conversation, and only with an account."""
        return self.register.person_at(message.sender) if message.sender.private else None

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

    def working(self, day: date) -> bool:
        return self.assistant.calendar.is_working(day)
