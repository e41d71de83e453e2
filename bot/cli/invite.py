"""`invite`: an invitation to a unit, made where the program runs; the first one has nobody else to make it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.cli.parse import VIETNAM
from bot.errors import UserError
from bot.units import messages
from handlers.people import UNIT_ROLES

if TYPE_CHECKING:
    from handlers.people import Unit

_MOST_DAYS: Final = 365
_MOST_USES: Final = 1000


def add_parser(subparsers: Any, parents: Sequence[ArgumentParser]) -> None:
    parser = subparsers.add_parser("invite", parents=parents, help=messages.HELP_INVITE)
    parser.add_argument("--unit", required=True, metavar="ĐƠN_VỊ")
    parser.add_argument("--role", required=True, choices=UNIT_ROLES)
    parser.add_argument("--days", type=int, default=14, help=messages.HELP_DAYS)
    parser.add_argument("--uses", type=int, default=1, help=messages.HELP_USES)
    parser.add_argument("--json", action="store_true", help=messages.HELP_JSON)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Store an invitation and print its code, which is kept nowhere; UserError for what cannot be."""
    from bot.cli import settings_of

    if not 1 <= args.days <= _MOST_DAYS:
        raise UserError(messages.BAD_DAYS.format(most=_MOST_DAYS))
    if not 1 <= args.uses <= _MOST_USES:
        raise UserError(messages.BAD_USES.format(most=_MOST_USES))
    settings = settings_of(args)
    expires = timedelta(days=args.days)
    made = invite(settings.database, args.unit, args.role, expires, args.uses, datetime.now(UTC))
    row = as_row(made, settings.public_url)
    print(json.dumps(row, ensure_ascii=False) if args.json else as_text(made, settings.public_url))
    return 0


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation that was stored, and its code, which was not."""

    code: str
    unit: Unit
    role: str
    expires: datetime
    uses: int

    @property
    def command(self) -> str:
        return f"/thamgia {self.code}"

    def link(self, public_url: str | None) -> str | None:
        return f"{public_url}/#moi={self.code}" if public_url else None


def invite(database: Path, words: str, role: str, lasts: timedelta, uses: int, now: datetime) -> Made:
    """Invite to the unit that words name; raises UserError where they name none or several."""
    from bot.storage import Storage
    from bot.storage.codec import moment
    from bot.units.finding import find_unit
    from handlers.types import Record

    with closing(Storage(database)) as storage, storage.transaction():
        register = storage.register
        unit = find_unit(register.tree(), words, now.astimezone(VIETNAM).date())
        made = Made(register.new_code(), unit, role, now + lasts, uses)
        row = {
            "id": register.new_id(),
            "code": register.hash_of(made.code),
            "unit": unit.id,
            "role": role,
            "expires_at": moment(made.expires),
            "uses": 0,
            "most": uses,
        }
        storage.records.store(Record("invites", row), now)
    return made


def as_row(made: Made, public_url: str | None) -> dict[str, object]:
    return {
        "code": made.code,
        "command": made.command,
        "link": made.link(public_url),
        "unit": made.unit.id,
        "unit_name": made.unit.name,
        "role": made.role,
        "expires_at": made.expires.isoformat(timespec="seconds"),
        "uses": made.uses,
    }


def as_text(made: Made, public_url: str | None) -> str:
    """What to hand on to whoever is invited."""
    until = f"{made.expires.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    words = messages.INVITED.format(
        unit=made.unit.name, role=messages.ROLES[made.role], uses=made.uses, until=until, command=made.command
    )
    link = made.link(public_url)
    return "\n".join([words, *([messages.INVITE_LINK.format(link=link)] if link else [])])
