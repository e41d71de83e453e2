"""The tables that everything a member may type or tap is entered in: commands, and what buttons do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from handlers.types import IncomingMessage, Outcome, Session

if TYPE_CHECKING:
    from handlers.desk import Desk
    from handlers.rights import Action

    Who = Literal["all", "member", "office"] | Action

Run = Callable[["Desk", IncomingMessage, Session, str], Outcome]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name without the slash, other names, what it is for, and what it does with the words after it.

    `who`: "all", "member" (an account), "office", or what one must be allowed to do to some unit; it says whom the help
    and the menu show it to, and guards nothing.
    """

    name: str
    help: str
    run: Run
    aliases: tuple[str, ...] = ()
    listed: bool = True
    who: Who = "all"


COMMAND_TO: Mapping[str, str] = {
    **dict.fromkeys(("viec", "mau", "nop", "mai", "tat"), "han"),
    **dict.fromkeys(("ky", "nhac"), "tiendo"),
    "duyet": "duyet",
    **dict.fromkeys(("bc", "bctep", "bcnhan", "bctra"), "baocao"),
    "ddoc": "tiendo",
    "goibo": "lienket",
}
"""The commands that lead to what the choices of letters do, by action: for where these cannot be picked."""
_COMMANDS: dict[str, Command] = {}
_ACTIONS: dict[str, Run] = {}


def command(name: str, help_: str, *aliases: str, listed: bool = True, who: Who = "all") -> Callable[[Run], Run]:
    """Enter a function in the table of commands."""

    def enter(run: Run) -> Run:
        entry = Command(name, help_, run, aliases, listed, who)
        for word in (name, *aliases):
            if any(word in (other.name, *other.aliases) for other in _COMMANDS.values()):
                raise ValueError(f"two commands are called {word}")
        _COMMANDS[name] = entry
        return run

    return enter


def action(name: str) -> Callable[[Run], Run]:
    """Enter a function as what choices with the id `name:REST` do, whatever dialogue is open; it gets REST."""

    def enter(run: Run) -> Run:
        if name in _ACTIONS:
            raise ValueError(f"two actions are called {name}")
        _ACTIONS[name] = run
        return run

    return enter


def commands() -> tuple[Command, ...]:
    """All commands, those of the question's side first."""
    return tuple(_COMMANDS.values())


def action_of(choice: str) -> tuple[Run, str] | None:
    """What a choice does, and the rest of its id; None for one that belongs to a dialogue or an answer."""
    name, colon, rest = choice.partition(":")
    run = _ACTIONS.get(name)
    return (run, rest) if run and colon else None


def command_to(choice: str) -> str | None:
    """The command by which one gets to what a choice does; None where there is none."""
    return COMMAND_TO.get(choice.partition(":")[0]) if lasts(choice) else None


def lasts(choice: str) -> bool:
    """Whether a choice counts for good: it names its object itself, and rights are checked when it is taken.

    Every other one belongs to a dialogue or an answer, and counts while it is among those shown last.
    """
    return action_of(choice) is not None
