"""`remind`: what has to be told to whom at a moment; queued, or only shown."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from bot.errors import UserError

if TYPE_CHECKING:
    from bot.reminders import Planned

BAD_TIME: Final = (
    "--now phải là thời điểm dạng 2026-06-05T08:00 (giờ Việt Nam) hoặc có múi giờ, ví dụ 2026-06-05T01:00Z."
)
NONE: Final = "Không có gì phải nhắc lúc này."


def add_parser(subparsers: Any, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("remind", parents=parents, help="các tin nhắc việc phải gửi ở một thời điểm")
    parser.add_argument("--now", metavar="THỜI_ĐIỂM", help="dạng 2026-06-05T08:00; không có múi giờ là giờ Việt Nam")
    parser.add_argument("--dry-run", action="store_true", help="chỉ in ra, không xếp hàng để gửi")
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what is due, and queue it unless told not to. Raises UserError for a time that cannot be read."""
    from bot.app import desk_for, load_base
    from bot.channels import configured
    from bot.cli import settings_of
    from bot.reminders import Reminders
    from bot.storage import Storage

    now = read_moment(args.now)
    settings = settings_of(args)
    knowledge = load_base(settings)
    storage = Storage(settings.database, operators=settings.operators)
    try:
        storage.runs(configured(settings, storage))
        reminders = Reminders(storage, desk_for(settings, knowledge, storage))
        planned = reminders.planned(now)
        if not args.dry_run:
            reminders.tick(now)
    finally:
        storage.close()
    rows = [row for one in planned for row in as_rows(one)]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(f"{one.digest.to.channel}:{one.digest.to.user}\n{one.reply.text}" for one in planned) or NONE)
    return 0


def as_rows(planned: Planned) -> list[dict[str, Any]]:
    """A message with the keys of the contract, a row for each thing that it tells."""
    digest = planned.digest
    common = {"user": digest.to.user, "channel": digest.to.channel, "text": planned.reply.text, "message": planned.key}
    items = {item.subject: item.occurrence for item in digest.items}
    rows = []
    for entry in digest.entries:
        occurrence = items.get(entry.subject)
        rows.append(
            {
                **common,
                "kind": entry.kind,
                "unit": entry.unit,
                "deadline": f"{occurrence.duty.id} {occurrence.year}" if occurrence else entry.subject,
                "due": occurrence.due.isoformat() if occurrence else None,
                "basis": occurrence.day.basis if occurrence else None,
                "stage": entry.stage,
                "key": entry.key,
            }
        )
    return rows


def read_moment(written: str | None) -> datetime:
    """An aware moment; the machine's own where none is written. Raises UserError."""
    from handlers.planning import ZONE

    if written is None:
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(written.strip())
    except ValueError as error:
        raise UserError(BAD_TIME) from error
    return (read if read.tzinfo else read.replace(tzinfo=ZONE)).astimezone(UTC)
