"""Nobody reads or writes across the border of their units: every command and button, by everybody, on foreign things.

For each person of the world two units in which they have no say are filled with things that bear a secret mark: names
of people, reasons, titles, notes, messages. Then the person types every command with that unit's names and ids, taps
every button that such a thing could have, and answers every dialogue that opens with the foreign unit. No mark may be
shown, and nothing that is not the person's own may change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.storage import Storage
from handlers import table
from handlers.asking import Assistant
from handlers.chain import all_commands, build_chain
from handlers.desk import Desk, Service
from handlers.duties import handle_of
from handlers.evidence import may_view
from handlers.people import Unit
from handlers.planning import ZONE
from handlers.reports.model import Column, Figure, Header, Report, Section, Table
from handlers.reports.versions import version_record
from handlers.types import IncomingMessage, Record
from tests.world import BEGAN, OPERATOR, ROLES, UNITS, address, person_records, store, world

NOW = datetime(2026, 5, 28, 9, 0, tzinfo=ZONE)
MARK = "KÍN"
STRANGER = "khach"
TREE = {unit.id: unit for unit in UNITS}
DUTY = {
    "Thanh Hóa": "thanh-hoa-2015:first-half-report",
    "Hải Phòng": "hai-phong-2017:first-half-report",
}
TABLES = (
    *("units", "unit_events", "people", "consents", "memberships", "invites", "join_requests", "duties", "rulings"),
    *("submissions", "stages", "mutes", "broadcasts", "broadcast_reads", "feeds", "link_codes", "data_requests"),
    *("entries", "drafts", "evidence"),
    *("report_versions", "report_texts", "report_settings"),
)
LOG_ACTIONS = ("nk", "bm", "ghi", "tep")
REPORTS = "handlers.reports."
"""Where the commands and buttons of reports are entered; "chuanop" takes one back as well."""
PERIODS = ("first_half.2026", "year.2025")
FIGURE = 8_642
"""A number that only foreign reports hold."""
ITEM = "hoat-dong-vstbpn/II.1"
OWN = ("person", "by", "decided_by")
MOST_TURNS = 6
"""Turns for which a dialogue is answered with foreign things."""


@dataclass(frozen=True)
class Foreign:
    """The ids of a unit's things."""

    unit: Unit
    ids: tuple[str, ...]
    handles: tuple[str, ...]


def chain(unit: str | None) -> Iterator[str]:
    while unit is not None:
        yield unit
        unit = TREE[unit].parent


def has_say(person: str, unit: str) -> bool:
    """Whether a person has a role in a unit, or is an office above it."""
    roles = ROLES.get(person, ())
    return any(own == unit or (role == "office" and own in chain(unit)) for own, role in roles)


def foreign_units(person: str) -> list[Unit]:
    """One foreign unit of each province, where there is one; the nearest first."""
    found = [unit for unit in UNITS if not has_say(person, unit.id)]
    return list({unit.province: unit for unit in reversed(found)}.values())


def plant(storage: Storage, unit: Unit) -> Foreign:
    """Fill a unit with marked things."""
    id_ = unit.id
    duty = DUTY[str(unit.province)]
    insider = f"nguoi-{id_}"
    records = person_records(insider, [(id_, "secretary"), (id_, "office")], BEGAN.date())
    rows: list[tuple[str, dict[str, str | int]]] = [
        ("people", {"id": insider, "name": f"Thư ký {MARK} {id_}"}),
        ("invites", {"id": f"i-{id_}", "code": storage.register.hash_of(f"MA{id_}"), "unit": id_, "role": "member",
                     "expires_at": "2027-01-01T00:00:00.000000+00:00", "uses": 0, "most": 5}),
        ("people", {"id": f"xin-{id_}", "name": f"Người xin {MARK}"}),
        ("join_requests", {"id": f"q-{id_}", "person": f"xin-{id_}", "unit": id_, "role": "member",
                           "note": f"ghi chú {MARK}", "status": "open"}),
        ("duties", {"id": f"o-{id_}", "owner": id_, "title": f"Việc {MARK} {id_}", "period": "once", "year": 2026,
                    "recurs": 0, "month": 6, "day": 5, "units": id_, "template": f"mẫu {MARK}"}),
        ("rulings", {"id": f"r-{id_}", "duty": duty, "year": 2026, "unit": id_, "kind": "extend",
                     "due": "2026-06-12", "reason": f"lý do {MARK}", "by": insider}),
        ("submissions", {"id": f"s-{id_}", "duty": f"o-{id_}", "year": 2026, "unit": id_, "day": "2026-05-13",
                         "by": insider}),
        ("broadcasts", {"id": f"b-{id_}", "by": insider, "unit": id_, "text": f"Tin {MARK} {id_}", "units": id_}),
        ("stages", {"unit": id_, "days": "-9 0"}),
        ("entries", {"id": f"e-{id_}", "unit": id_, "form": "truyen-thong", "type": "tap_huan", "by": insider,
                     "title": f"Tập huấn {MARK}", "place": f"nơi {MARK}", "date": "2026-05-20", "female": 45,
                     "male": 12, "total": 57, "more": f'{{"x": "{MARK}"}}', "note": f"vì {MARK}", "deleted": 0}),
        ("entries", {"id": f"x-{id_}", "unit": id_, "form": "truyen-thong", "type": "tap_huan", "by": insider,
                     "title": f"Đã xóa {MARK}", "date": "2026-05-21", "deleted": 1}),
        ("evidence", {"id": f"v-{id_}", "entry": f"e-{id_}", "name": f"{MARK}.jpg", "media_type": "image/jpeg",
                      "size": 9, "path": f"evidence/{id_}/{MARK}.jpg", "by": insider, "removed": 0}),
        ("drafts", {"id": f"d-{id_}", "person": insider, "unit": id_, "form": "khac", "status": "open",
                    "state": f'{{"answers": {{"title": "{MARK}"}}}}'}),
        ("drafts", {"id": f"w-{id_}", "person": insider, "unit": id_, "form": "khac", "status": "dropped",
                    "state": f'{{"answers": {{"title": "{MARK}"}}}}'}),
    ]  # fmt: skip
    rows += report_rows(id_, insider)
    store(storage, [*records, *(Record(name, row) for name, row in rows)])
    handles = tuple(
        handle_of(one, year, other)
        for one in (duty, f"o-{id_}")
        for year in (2026, 2025)
        for other in dict.fromkeys((id_, *chain(id_)))
    )
    ids = (id_, insider, f"{insider}@{id_}:secretary", *(f"{kind}-{id_}" for kind in "iqosrbe"), f"o-{id_}:2026")
    return Foreign(unit, ids, handles)


def report_rows(unit: str, by: str) -> list[tuple[str, dict[str, Any]]]:
    """Marked reports of a unit, its own and a summary, one of them sent; marked words and settings."""
    header = Header(
        agency=f"UBND {MARK}", body=f"BAN {MARK}", symbol="BC", place=MARK, day=NOW.date(), type_name="BÁO CÁO",
        summary=f"Kết quả {MARK}", note=f"tính đến {MARK}", signer=f"Người ký {MARK}", copies=(f"Nơi nhận {MARK}",),
    )  # fmt: skip
    column = Column("Nữ", "number")
    table = Table("t", f"Bảng {MARK}", (Column(MARK, "text"), column), ((f"dòng {MARK}", FIGURE),))
    figure = Figure("all.female", "all", f"Số nữ {MARK}", FIGURE, "người", (f"e-{unit}",), before=FIGURE + 1)
    section = Section("II.1", 2, "1", f"Mục {MARK}", (f"lời {MARK}",), (table,))
    found: list[tuple[str, dict[str, Any]]] = []
    for number, (period, summary) in enumerate((period, summary) for period in PERIODS for summary in (False, True)):
        for turn in ("", "x"):
            report = Report(header, (f"mở đầu {turn} {MARK}",), (section,), figures=(figure,), title=f"Báo cáo {MARK}")
            id_ = f"rv{number}{turn}-{unit}"
            found.append(("report_versions", dict(
                version_record(id_, unit, period, report, (), NOW.date(), by, summary=summary).row)))  # fmt: skip
        found.append(("report_texts", {"unit": unit, "period": period, "item": ITEM, "text": f"lời {MARK}", "by": by}))
    settings = ("agency", "body", "place", "board_post", "agency_post", "signer", "copies")
    found.append(("report_settings", {"unit": unit, **{name: f"{name} {MARK}" for name in settings}}))
    sent = {"id": f"rs-{unit}", "duty": "report:first_half", "year": 2026, "unit": unit, "day": "2026-05-20", "by": by}
    found.append(("submissions", {**sent, "version": f"rv0-{unit}", "period": PERIODS[0], "reason": f"vì {MARK}"}))
    return found


class Prober:
    """One person who tries everything on a foreign unit."""

    def __init__(self, person: str, foreign: Foreign, storage: Storage, assistant: Assistant) -> None:
        self._person = person
        self._foreign = foreign
        self._storage = storage
        self._clock = ManualClock(NOW)
        self.desk = Desk(assistant, storage.register, Service("Sở A", "phòng B", "https://troly.example"))
        self._inbox = Dispatcher(storage, build_chain(self.desk), self._clock, lambda channel: None)
        self._count = 0
        self._before = self._others()

    def try_everything(self) -> None:
        names = (self._foreign.unit.name, self._foreign.unit.id)
        for question in ("tháng này {} đã tổ chức bao nhiêu lớp tập huấn", "{} năm nay bao nhiêu nữ được tập huấn?"):
            self._say(question.format(self._foreign.unit.name))
        self._trace()
        for command in all_commands():
            of_period = (f"{names[0]} 6 tháng đầu năm 2026",) if command.run.__module__.startswith(REPORTS) else ()
            for rest in ("", *names, *of_period):
                self._say(f"/{command.name} {rest}".strip())
                self._answer_dialogue()
        for name, run in sorted(table._ACTIONS.items()):
            of_reports = run.__module__.startswith(REPORTS) or name == "chuanop"
            for rest in (
                *self._rests(),
                *(self._rests_of_the_log() if name in LOG_ACTIONS else ()),
                *(self._rests_of_reports() if of_reports else ()),
            ):
                self._say("", f"{name}:{rest}")
                self._answer_dialogue(turns=2)

    def _trace(self) -> None:
        """Ask where the number of a foreign report is from, also with that report as the one shown last."""
        for last in ("", f"rv0-{self._foreign.unit.id}", f"rv1-{self._foreign.unit.id}"):
            self.show(last)
            for number in (FIGURE, FIGURE + 1):
                self._say(f"con số {number} từ đâu")
                self._say(f"con số {number} trong báo cáo 6 tháng đầu năm 2026 từ đâu ra")

    def show(self, version: str) -> None:
        """Let a version be the one that was shown last; none where it is empty."""
        session = self._storage.sessions.load(address(self._person).session_key)
        data = {**session.data, **({"report": version} if version else {})}
        with self._storage.transaction():
            self._storage.sessions.save(replace(session, data=data), self._clock.now())

    def _rests(self) -> Iterator[str]:
        """What may stand after the name of a button."""
        ids, handles = self._foreign.ids, self._foreign.handles
        yield from ids
        yield from (f"{answer}:{id_}" for answer in ("yes", "no", "xem", "moi") for id_ in ids)
        yield from (f"{self._foreign.unit.id}:{handle}" for handle in handles)
        yield f"{self._foreign.unit.id}:2026"

    def _rests_of_the_log(self) -> Iterator[str]:
        """The same of buttons of the log: of entries, drafts and files."""
        unit = self._foreign.unit.id
        yield from (f"{verb}:e-{unit}" for verb in ("su", "anh", "chep", "sua", "xoa", "xoahan", "laylai", "tep"))
        yield from (f"{verb}:x-{unit}" for verb in ("laylai", "sua", "su"))
        yield from (f"{kind}:{unit}:2026-01-01:2026-12-31:" for kind in ("xlsx", "csv"))
        yield from (f"{draft}-{unit}:{path}" for draft in "dw" for path in ("!card", "!save", "!drop:yes", "!unit:x"))
        yield from (f"laylai:{draft}-{unit}" for draft in "dw")

    def _rests_of_reports(self) -> Iterator[str]:
        """The same of buttons of reports: of periods, versions, items, sendings, settings."""
        unit = self._foreign.unit.id
        versions = [f"rv{number}{turn}-{unit}" for number in range(2 * len(PERIODS)) for turn in ("", "x")]
        yield from versions
        yield from (f"{kind}:{version}" for kind in ("docx", "xlsx", "png", "pdf") for version in versions)
        yield from (f"{unit}:{period}{rest}" for period in PERIODS for rest in ("", ":II.1", f":{versions[1]}", ":zzz"))
        yield from (f"{unit}:{words}" for words in ("", "6 tháng đầu năm 2026", "signer", "outline", "copies"))
        yield f"rs-{unit}"

    def _answer_dialogue(self, turns: int = MOST_TURNS) -> None:
        """Answer whatever is asked with foreign things, else with what is offered."""
        for turn in range(turns):
            session = self._storage.sessions.load(address(self._person).session_key)
            open_ = session.data.get("flow")
            if open_ is None:
                break
            steps = [choice.id.rsplit(":", 1)[0] for choice in session.choices if choice.id.startswith("f:")]
            for step in dict.fromkeys(steps):
                for id_ in (self._foreign.unit.id, *self._foreign.handles[:2]):
                    self._say("", f"{step}:{id_}")
            self._say(self._foreign.unit.name if turn % 2 == 0 else "có")
        self._say("/huy")
        self._check()

    def _say(self, text: str, choice: str | None = None) -> None:
        self._count += 1
        message = IncomingMessage(f"m{self._count}", address(self._person), self._clock.now(), text, choice)
        self._clock.advance(1)
        self._inbox.accept(message)
        for letter in self._storage.outbox.of_chat("console", self._person, after=self._last_letter()):
            files = [file.path for file in letter.reply.files]
            said = " ".join([letter.reply.text, *(choice.label for choice in letter.reply.choices), *files])
            assert MARK not in said, f"{self._person} {text or choice!r}: {said}"
        with self._storage.transaction():
            self._storage.db.execute("UPDATE outbox SET status = 'sent' WHERE status = 'queued'")

    def _last_letter(self) -> int:
        row = self._storage.db.execute("SELECT max(id) FROM outbox WHERE status != 'queued'").fetchone()
        return int(row[0] or 0)

    def _others(self) -> dict[str, list[dict[str, object]]]:
        """Every row of every table that is not the person's own."""
        found: dict[str, list[dict[str, object]]] = {}
        for name in TABLES:
            rows = list(self._storage.db.query(f'SELECT * FROM "{name}" ORDER BY rowid'))
            found[name] = [row for row in rows if not self._is_own(name, row)]
        # What takes long is done later: nothing that names the foreign unit may wait.
        works = self._storage.db.query("SELECT key, what, args FROM works ORDER BY rowid")
        found["works"] = [row for row in works if self._foreign.unit.id in str(row["args"])]
        return found

    def _is_own(self, name: str, row: dict[str, object]) -> bool:
        if name == "people":
            return row["id"] == self._person
        if name.startswith("report_"):
            return has_say(self._person, str(row["unit"]))
        return row.get("person") == self._person

    def _check(self) -> None:
        assert self._others() == self._before, f"{self._person} changed what is not theirs (message {self._count})"


PEOPLE: Sequence[str] = (*(person for person in ROLES if person != OPERATOR), STRANGER)


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_crosses_a_border(person: str, assistant: Assistant) -> None:
    for unit in foreign_units(person):
        storage = world()
        try:
            prober = Prober(person, plant(storage, unit), storage, assistant)
            prober.try_everything()
            assert not may_view(prober.desk, address(person), f"evidence/{unit.id}/{MARK}.jpg")
        finally:
            storage.close()


def test_the_marks_can_be_seen_by_those_who_may(assistant: Assistant) -> None:
    """Else the test above would show nothing."""
    storage = world()
    unit = TREE["bv-a"]
    plant(storage, unit)
    with pytest.raises(AssertionError, match=MARK):
        Prober("van-phong-so", Foreign(unit, ("bv-a",), ()), storage, assistant).try_everything()
    storage.close()


@pytest.mark.parametrize(
    ("person", "last", "said", "choice"),
    [
        ("thanh-vien-a", "", f"con số {FIGURE} từ đâu", None),
        ("van-phong-so", "rv0-bv-a", f"con số {FIGURE} từ đâu", None),
        ("van-phong-so", "rv1-bv-a", f"con số {FIGURE} từ đâu", None),
        ("thanh-vien-a", "", "", f"bcso:bv-a:{PERIODS[0]}"),
        ("thu-ky-a", "", "", f"bcmuc:bv-a:{PERIODS[0]}:II.1"),
        ("thu-ky-a", "", "", "mauky:bv-a"),
        ("thu-ky-a", "", "", "mauky:bv-a:signer"),
        ("van-phong-so", "", "", "mauky:bv-a:copies"),
    ],
)
def test_the_marks_of_reports_can_be_seen_by_those_who_may(
    person: str, last: str, said: str, choice: str | None, assistant: Assistant
) -> None:
    storage = world()
    foreign = plant(storage, TREE["bv-a"])
    prober = Prober(person, foreign, storage, assistant)
    prober.show(last)
    with pytest.raises(AssertionError, match=MARK):
        prober._say(said, choice)
    storage.close()
