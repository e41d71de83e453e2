"""What the chat does, done from a form: the same dialogue is held for the person, and its effects are committed.

So a form has the rights, the words and the records of the chat, and none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException

from bot.web.office.visit import Visit
from handlers.chain import all_commands
from handlers.commands import command_handler
from handlers.flows import flow_handler
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Reply, Send, Session

SKIP = "bỏ qua"
"""What leaves a question out that need not be answered."""


class Dialogue:
    """One conversation of a visitor with the assistant, apart from any that they have in a chat. Commits nothing."""

    def __init__(self, visit: Visit) -> None:
        all_commands()
        sender = next((contact.address for contact in visit.person.contacts if contact.address.private), None)
        if sender is None:
            raise HTTPException(404)
        self._visit = visit
        self._sender = sender
        self._pressed = (command_handler(visit.desk), flow_handler(visit.desk))
        # What is written into a field is an answer, never a command.
        self._said = (flow_handler(visit.desk),)
        self._session = Session(self._sender.session_key)
        self._effects: list[Effect] = []
        self._replies: list[Reply] = []

    def press(self, choice: str) -> bool:
        """Choose; False where nothing answers to it."""
        return self._hear("", choice)

    def say(self, text: str) -> bool:
        """Answer the question that was asked last; False where none was."""
        return self._hear(text, None)

    @property
    def text(self) -> str:
        """What was answered last."""
        return self._replies[-1].text if self._replies else ""

    @property
    def choices(self) -> Sequence[Choice]:
        """What was offered last."""
        return self._replies[-1].choices if self._replies else ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """All that is to be done, but for what was said to the visitor."""
        return tuple(self._effects)

    def pick(self, ending: str) -> bool:
        """Choose what was offered last with this in its id; False where it was not offered."""
        choice = next((one.id for one in self.choices if ending in one.id), None)
        return choice is not None and self.press(choice)

    def _hear(self, text: str, choice: str | None) -> bool:
        id_ = f"van-phong:{self._visit.desk.register.new_id()}"
        message = IncomingMessage(id_, self._sender, self._visit.now, text, choice)
        handlers = self._said if choice is None else self._pressed
        outcome = next((found for handle in handlers if (found := handle(message, self._session))), None)
        if outcome is None:
            return False
        self._take(outcome, f"{self._sender.channel}:{id_}:")
        return True

    def _take(self, outcome: Outcome, own: str) -> None:
        """Part what was said to the visitor from what is to be done."""
        self._session = outcome.session
        for effect in outcome.effects:
            if isinstance(effect, Send) and effect.to == self._sender and effect.key.startswith(own):
                self._replies.append(effect.reply)
            else:
                self._effects.append(effect)
