"""What offices have decided on directives' dates, read from a database that is there; nothing is made or changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.duedates import UNDECIDED, Decisions

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.register import StoredRegister
    from knowledge.gazetteer import Gazetteer
    from knowledge.load import Knowledge
    from knowledge.workdays import Calendar


def stored_decisions(settings: Settings, knowledge: Knowledge, calendar: Calendar, gazetteer: Gazetteer) -> Decisions:
    """The decisions in the settings' database; none where there is no such file. Raises StorageError."""
    if not settings.database.is_file():
        return UNDECIDED
    # Opening a database takes as long as all else here.
    from handlers.duties import Duties, directive_duties
    from handlers.public_days import decisions

    with _register(settings.database) as register:
        rulings = register.rulings() if register else []
        if register is None or not rulings:
            return UNDECIDED
        duties = Duties(directive_duties(knowledge), rulings, register.tree(), calendar, gazetteer)
        return decisions(duties, rulings, gazetteer)


@contextmanager
def _register(path: Path) -> Iterator[StoredRegister | None]:
    """The register of a file that is only read; None where it has no such tables yet. Raises StorageError."""
    import sqlite3

    from sqlite_utils import Database

    from bot.storage.connection import BUSY_SECONDS, explained
    from bot.storage.people import People
    from bot.storage.records import Records
    from bot.storage.register import StoredRegister

    with explained(str(path)):
        address = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
            db = Database(connection, execute_plugins=False)
            known = {"rulings", "units"} <= set(db.table_names())
            yield StoredRegister(db, People(db, ()), Records(db)) if known else None
