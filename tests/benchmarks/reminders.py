"""One tick of the reminders for many members, beside one APScheduler job for each reminder; ratios, in one run.

`python -m tests.benchmarks.reminders [--members N]`. Our tick is measured on its busiest morning (every deadline has
reached a stage), on one with nothing to tell, and when nothing has changed since the last tick. APScheduler keeps its
jobs in memory: a job is a trigger and a name, its tick finds the due ones and works out when they are due again.
Memory is what the process grew by, as psutil tells it; each side runs in a process of its own.
"""

from __future__ import annotations

import argparse
import importlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.reminders import Reminders
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.people import Role, Unit
from handlers.planning import ZONE
from handlers.stages import STAGES
from handlers.types import Record
from knowledge.load import default_data_dir, load_knowledge
from tests.benchmarks.measuring import apart, mebibytes, timed
from tests.world import BEGAN, person_records, store, unit_record

DUTIES = 20
PROVINCES = 34
BUSY = datetime(2026, 6, 10, 7, 30, tzinfo=ZONE)
QUIET = datetime(2026, 9, 15, 7, 30, tzinfo=ZONE)
ROLES: tuple[Role, ...] = ("secretary", "head", "member")
JOBS = 100_000
"""Jobs that APScheduler is measured with; its time and memory grow with their number."""


@dataclass(frozen=True)
class Measured:
    """Seconds and mebibytes."""

    seconds: dict[str, float]
    memory: float
    told: int = 0


def ours(members: int) -> Measured:
    """Ticks of our own, on a database in memory."""
    before = mebibytes()
    storage = _country(members)
    desk = Desk(Assistant(load_knowledge(default_data_dir())), storage.register)
    reminders = Reminders(storage, desk)
    seconds: dict[str, float] = {}
    seconds["plan, first of a process"], _ = timed(lambda: reminders.planned(BUSY))
    seconds["plan, everything due"], planned = timed(lambda: reminders.planned(BUSY))
    seconds["plan, nothing due"], _ = timed(lambda: reminders.planned(QUIET))
    seconds["plan and queue, everything due"], _ = timed(lambda: reminders.tick(BUSY))
    seconds["tick, nothing changed"], _ = timed(lambda: reminders.tick(BUSY + timedelta(seconds=30)))
    storage.close()
    return Measured(seconds, mebibytes() - before, len(planned))


def apscheduler(jobs: int) -> Measured:
    """Adding so many jobs, and one tick that finds a twentieth of them due."""
    stores: Any = importlib.import_module("apscheduler.jobstores.memory")
    schedulers: Any = importlib.import_module("apscheduler.schedulers.background")
    before = mebibytes()
    scheduler = schedulers.BackgroundScheduler(jobstores={"default": stores.MemoryJobStore()}, timezone=ZONE)
    scheduler.start(paused=True)
    jobs_of = scheduler._jobstores["default"]

    def add() -> None:
        for number in range(jobs):
            at = BUSY + timedelta(days=number % DUTIES)
            scheduler.add_job(print, "date", run_date=at, id=str(number), args=[number])

    seconds = {}
    seconds["add the jobs"], _ = timed(add)
    seconds["find those due"], due = timed(lambda: jobs_of.get_due_jobs(BUSY))
    memory = mebibytes() - before
    scheduler.shutdown(wait=False)
    return Measured(seconds, memory, len(due))


def _country(members: int) -> Storage:
    storage = Storage(None)
    communes = members // len(ROLES)
    tops = [Unit(f"p{n}", f"Tỉnh {n}", "province", BEGAN.date(), province=f"Tỉnh {n}") for n in range(PROVINCES)]
    units = [
        Unit(f"u{n}", f"Xã {n}", "commune", BEGAN.date(), parent=f"p{n % PROVINCES}", province=f"Tỉnh {n % PROVINCES}")
        for n in range(communes)
    ]
    store(storage, map(unit_record, [*tops, *units]))
    for n in range(communes):
        store(storage, (r for role in ROLES for r in person_records(f"m{n}{role}", [(f"u{n}", role)], _SINCE)))
    for n in range(PROVINCES):
        store(storage, person_records(f"o{n}", [(f"p{n}", "office")], _SINCE))
    store(storage, [_duty(number, "top") for number in range(DUTIES)])
    store(storage, [unit_record(Unit("top", "Ủy ban", "other", BEGAN.date()))])
    store(storage, [Record("units", {"id": one.id, "parent": "top"}) for one in tops])
    return storage


_SINCE = date(2026, 1, 5)


def _duty(number: int, owner: str) -> Record:
    """Deadlines spread so that on the busy morning every one has reached some stage."""
    due = date(2026, 6, 10) + timedelta(days=number % 18)
    row = {"id": f"d{number}", "owner": owner, "title": f"Báo cáo {number}", "period": "year", "year": 2026}
    return Record("duties", {**row, "recurs": 1, "month": due.month, "day": due.day, "units": ""})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    members = parser.parse_args().members
    mine, theirs = apart(ours, members), apart(apscheduler, JOBS)
    reminders = members * DUTIES * len(STAGES)
    print(f"{members:,} members, {DUTIES} deadlines, {mine.told:,} messages on the busy morning")
    for name, seconds in mine.seconds.items():
        print(f"  {name:34} {seconds:8.2f} s")
    print(f"  {'memory, database included':34} {mine.memory:8.0f} MiB")
    print(f"APScheduler, {JOBS:,} jobs in memory ({reminders:,} would be one for each reminder)")
    for name, seconds in theirs.seconds.items():
        print(f"  {name:34} {seconds:8.2f} s   for {reminders:,}: {seconds * reminders / JOBS:10.0f} s")
    print(f"  {'memory':34} {theirs.memory:8.0f} MiB for {reminders:,}: {theirs.memory * reminders / JOBS:10.0f} MiB")
    tick = mine.seconds["plan, everything due"]
    print(f"one tick, ours : theirs = 1 : {theirs.seconds['find those due'] * reminders / JOBS / tick:.1f}")
    print(f"memory, ours : theirs = 1 : {theirs.memory * reminders / JOBS / mine.memory:.1f}")


if __name__ == "__main__":
    main()
