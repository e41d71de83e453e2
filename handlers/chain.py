"""The handlers in the order in which they are asked; the first that takes a message has it."""

from __future__ import annotations

import importlib

from handlers.answers import local_day, question_handler
from handlers.asking import Answered
from handlers.commands import command_handler
from handlers.corrections import correction_handler
from handlers.desk import Desk
from handlers.flows import flow_handler, nothing_open
from handlers.form_talk import form_handler
from handlers.help_calls import help_handler
from handlers.joining import code_handler
from handlers.log_entry import log_handler
from handlers.member_deadlines import own_deadlines
from handlers.reports.tracing import tracing_handler
from handlers.table import Command, commands
from handlers.totals import totals_handler
from handlers.types import Handler, IncomingMessage, Reply

_WITH_COMMANDS: tuple[str, ...] = (
    "deadlines",
    "cards",
    "muting",
    "joining",
    "linking",
    "submitting",
    "ruling",
    "extending",
    "own_duties",
    "stage_settings",
    "progress",
    "broadcast",
    "inviting",
    "approving",
    "members",
    "unit_changes",
    "calendar_feed",
    "web_door",
    "privacy",
    "whoami",
    "form_talk",
    "steering",
    "log_entry",
    "diary",
    "evidence",
    "reports.writing",
    "reports.comparing",
    "reports.setting",
    "reports.sending",
    "reports.deciding",
    "reports.summary_talk",
    "own_state",
)
"""Modules beside `commands` that enter commands, actions and dialogues in the tables."""


def build_chain(desk: Desk) -> tuple[Handler, ...]:
    """Every handler, over one desk."""
    all_commands()

    def own(message: IncomingMessage, answered: Answered) -> Reply | None:
        return own_deadlines(desk, message, answered, local_day(message))

    return (
        help_handler(desk),
        command_handler(desk),
        code_handler(desk),
        flow_handler(desk),
        form_handler(desk),
        correction_handler(desk),
        log_handler(desk),
        nothing_open,
        tracing_handler(desk),
        totals_handler(desk),
        question_handler(desk.assistant, own, desk.top_of),
    )


def all_commands() -> tuple[Command, ...]:
    """Every command there is."""
    for name in _WITH_COMMANDS:
        importlib.import_module(f"handlers.{name}")
    return commands()
