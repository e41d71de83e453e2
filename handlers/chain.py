"""The handlers in the order in which they are asked; the first that takes a message has it."""

from __future__ import annotations

from handlers.answers import question_handler
from handlers.asking import Assistant
from handlers.commands import command_handler
from handlers.types import Handler
from knowledge.load import Knowledge


def build_chain(knowledge: Knowledge) -> tuple[Handler, ...]:
    """Every handler, over one knowledge base."""
    assistant = Assistant(knowledge)
    return command_handler(assistant), question_handler(assistant)
