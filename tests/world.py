"""A small world to try things on: units of two provinces, and one person for every role in them.

    thanh-hoa  Ban VSTBPN tỉnh Thanh Hóa        van-phong-tinh (office)
      so-y-te    Sở Y tế Thanh Hóa              van-phong-so (office), thu-ky-so (secretary)
        bv-a       Bệnh viện A                  thu-ky-a (secretary), truong-a (head), thanh-vien-a (member)
        bv-b       Bệnh viện B                  thu-ky-b (secretary)
      xa-a       Xã A                           thu-ky-xa (secretary)
    hai-phong  Ban VSTBPN thành phố Hải Phòng   van-phong-hp (office)
      phuong-c   Phường C                       thu-ky-c (secretary)

Nobody belongs to van-hanh, the operator; khach has no account. A person's id is also their user on the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from bot.storage import Storage
from handlers.people import PURPOSES, Kind, Role, Unit
from handlers.types import Address, Record

CHANNEL = "console"
OPERATOR = "van-hanh"
OPERATORS = (f"{CHANNEL}:{OPERATOR}",)
BEGAN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""When everybody joined."""
TH, HP, YT = "Thanh Hóa", "Hải Phòng", "Y tế"
_UNITS: tuple[tuple[str, str, Kind, str | None, str, str | None], ...] = (
    ("thanh-hoa", "Ban VSTBPN tỉnh Thanh Hóa", "province", None, TH, None),
    ("so-y-te", "Sở Y tế Thanh Hóa", "department", "thanh-hoa", TH, YT),
    ("bv-a", "Bệnh viện A", "hospital", "so-y-te", TH, YT),
    ("bv-b", "Bệnh viện B", "hospital", "so-y-te", TH, YT),
    ("xa-a", "Xã A", "commune", "thanh-hoa", TH, None),
    ("hai-phong", "Ban VSTBPN thành phố Hải Phòng", "province", None, HP, None),
    ("phuong-c", "Phường C", "commune", "hai-phong", HP, None),
)
UNITS = tuple(
    Unit(id_, name, kind, BEGAN.date(), parent=parent, province=province, sector=sector)
    for id_, name, kind, parent, province, sector in _UNITS
)
ROLES: dict[str, tuple[tuple[str, Role], ...]] = {
    "van-phong-tinh": (("thanh-hoa", "office"),),
    "van-phong-so": (("so-y-te", "office"),),
    "thu-ky-so": (("so-y-te", "secretary"),),
    "thu-ky-a": (("bv-a", "secretary"),),
    "truong-a": (("bv-a", "head"),),
    "thanh-vien-a": (("bv-a", "member"),),
    "thu-ky-b": (("bv-b", "secretary"),),
    "thu-ky-xa": (("xa-a", "secretary"),),
    "van-phong-hp": (("hai-phong", "office"),),
    "thu-ky-c": (("phuong-c", "secretary"),),
    OPERATOR: (),
}


def address(user: str, channel: str = CHANNEL) -> Address:
    return Address(channel, user, user)


def unit_record(unit: Unit) -> Record:
    row = {
        **{"id": unit.id, "name": unit.name, "kind": unit.kind, "parent": unit.parent, "office": unit.office},
        **{"province": unit.province, "sector": unit.sector, "code": unit.code, "since": unit.since.isoformat()},
        "until": unit.until.isoformat() if unit.until else None,
    }
    return Record("units", row)


def person_records(
    person: str, roles: Iterable[tuple[str, Role]], since: date, *, channel: str = CHANNEL
) -> list[Record]:
    """An account with every consent, one conversation and these roles."""
    return [
        Record("people", {"id": person, "name": None}),
        Record("contacts", {"channel": channel, "user": person, "chat": person, "person": person}),
        *(
            Record("consents", {"person": person, "purpose": one, "given": 1, "text": "test", "channel": channel})
            for one in PURPOSES
        ),
        *(
            Record(
                "memberships",
                {
                    **{"id": f"{person}@{unit}:{role}", "person": person, "unit": unit, "role": role},
                    "since": since.isoformat(),
                },
            )
            for unit, role in roles
        ),
    ]


def store(storage: Storage, records: Iterable[Record], now: datetime = BEGAN) -> None:
    with storage.transaction():
        for record in records:
            storage.records.store(record, now)


def settle(storage: Storage) -> None:
    """Put the world into an empty storage."""
    store(storage, (unit_record(unit) for unit in UNITS))
    for person, roles in ROLES.items():
        store(storage, person_records(person, roles, BEGAN.date()))


def world(path: Path | None = None) -> Storage:
    """A storage that holds the world; in memory where no file is named."""
    storage = Storage(path, operators=OPERATORS)
    settle(storage)
    return storage
