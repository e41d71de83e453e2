"""A storm of messages on one form: whatever is said, pressed and sent, the log holds what the saved cards showed.

    python -m tests.form_storm --turns 200 --rounds 30

One member on two devices and the office above them answer, steer, ask, send files, press buttons shown now and long
ago, in any order; messages come twice and storage is opened anew. After every turn all entries are compared with what
the cards said that were saved, field by field, and nothing else may be stored, deleted or left half done.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.messages import APOLOGY
from bot.storage import Storage
from handlers import messages_log as words
from handlers.answers import ZONE
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk, Service
from handlers.drafting import form_of
from handlers.filling import Filling
from handlers.form_state import State, Step
from handlers.types import Address, Attachment, Choice, IncomingMessage, Record, Reply
from knowledge.forms import Form
from tests.cards import draft_of, read_card, stored
from tests.world import OPERATORS, store, world

TURNS = 40
"""Turns of a round where nothing else is said."""
START = datetime(2026, 11, 24, 2, tzinfo=UTC)
PHONE, PAGE, OFFICE = (
    Address("console", "thu-ky-a", "thu-ky-a"),
    Address("web", "trinh-duyet", "trinh-duyet"),
    Address("console", "van-phong-so", "van-phong-so"),
)
BAD = (
    *(
        "nhiều lắm",
        "-5",
        "31/4",
        "30/2/2026",
        "1/1/2030",
        "ngày mai",
        "khoảng 50",
        "99",
        "0",
        "abc",
        "999999999999",
        "",
    ),
    *("20 đến 30", "5,5", "💐", "\x00", "x" * 2500, "không", "có", "=1+1", "@a", "18/10 đến 20/10", "hôm kia", "2"),
    *("chị Nguyễn Thị Hoa ở số nhà 12 ngõ 5", "gọi 0912 345 678", "CCCD 038123456789", "50 người trong đó 60 nữ"),
)
STEER = (
    *("lùi", "lùi", "bỏ qua", "bỏ qua", "xem lại", "sửa", "hủy", "thôi", "ghi tiếp", "xong", "chưa rõ", "/ghi", "/lui"),
    *("/boqua", "/huy", "lưu", "lưu", "có", "không", "nữ", "ngày", "/nhatky", "/trogiup", "/han", "cùng một việc"),
)
CHANGES = (
    *(
        "46 nữ",
        "45 nữ 12 nam",
        "120 người",
        "120 người (80 nữ)",
        "ngày 21/10",
        "18/10 đến 19/10",
        "5 triệu",
        "kinh phí 0",
    ),
    *(
        "không kinh phí",
        "nơi: nhà văn hóa xã",
        "sửa nơi thành hội trường huyện",
        "đổi ngày thành 2/9",
        "3 người chưa rõ",
    ),
    *(
        "kiểm tra 4 đơn vị",
        "cấp 1, nữ hiện có 2",
        "cấp 1, hiện có 1",
        "cấp 2, hiện có 0",
        "đánh giá: thành công tốt đẹp",
        "60 nam",
    ),
)
QUESTIONS = (
    *(
        "ai ký công văn 1097?",
        "hạn nộp báo cáo năm của Hải Phòng là khi nào?",
        "hạn nộp báo cáo năm?",
        "8/3 là ngày gì?",
    ),
    *("quý này bao nhiêu nữ được tập huấn?", "năm nay đã tổ chức bao nhiêu cuộc kiểm tra?", "cảm ơn em", "Hà Tĩnh"),
)
LOGS = (
    "Tập huấn BĐG 20/10 ở hội trường UBND xã, 45 nữ 12 nam, 5 triệu",
    "ghi họp Ban sơ kết hôm qua, 7 nữ 4 nam",
    "Kiểm tra 3 đơn vị ngày 5/9",
    "/ghi tọa đàm 8/3 tại trụ sở, 120 người (80 nữ)",
    "Hòa giải 1 vụ bạo lực gia đình ngày 3/10 ở nhà chị Trần Thị Lan",
    "ghi thăm hỏi gia đình chính sách 50 người trong đó 60 nữ",
)
TEXTS = ("Tập huấn luật", "Đông người dự; thiếu tờ rơi", "2 đơn vị: Phòng A, Trạm B", "=SUM(A1)", "kết quả: tốt", "Ổn")
NUMBERS = ("0", "1", "3", "7", "12", "45", "60", "250", "1.200", "ba mươi lăm")
MONEY = ("0", "2 triệu", "5tr", "12tr5", "900 triệu", "không kinh phí")
DAYS = ("hôm qua", "hôm nay", "20/10", "5/9", "8/3", "1/1", "30/6/2026")


@dataclass
class Oracle:
    """What has to be stored, as the cards said it."""

    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was shown last of each draft."""
    buttons: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The card that each button to save stands under."""
    extra: dict[str, int] = field(default_factory=dict)
    """Files taken since then."""
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    """How many pieces of evidence each entry has."""
    deleted: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)
    saved: int = 0


class Storm:
    """One round: a world of its own, one form, so many turns."""

    def __init__(self, assistant: Assistant, form: Form, seed: int, folder: Path) -> None:
        self._assistant = assistant
        self._form = form
        self._random = random.Random(seed)
        self._calm = 30 if seed % 2 else 150  # how often an answer fits, beside 53 acts of other kinds
        self._path = folder / f"storm-{form.id}-{seed}.db"
        self._clock = ManualClock(START)
        self._oracle = Oracle()
        self._seen: dict[Address, list[Choice]] = {}
        self._last: dict[Address, str] = {}
        self._count = 0
        self.log: list[str] = []
        storage = world(self._path)
        store(storage, [Record("contacts", {"channel": "web", "user": "trinh-duyet", "chat": "trinh-duyet",
                                            "person": "thu-ky-a"})])  # fmt: skip
        storage.close()
        self._open()

    @property
    def saved(self) -> int:
        """How many cards were saved."""
        return self._oracle.saved

    def run(self, turns: int) -> None:
        for _ in range(turns):
            self._turn()
        assert not list(self._storage.db.query("SELECT * FROM updates WHERE status != 'done'"))

    def close(self) -> None:
        self._storage.close()

    def _open(self) -> None:
        self._storage = Storage(self._path, operators=OPERATORS)
        desk = Desk(self._assistant, self._storage.register, Service("Sở A", "phòng B"))
        self._inbox = Dispatcher(self._storage, build_chain(desk), self._clock, lambda channel: None)

    def _turn(self) -> None:
        roll = self._random.random
        sender = PHONE if roll() < 0.6 else PAGE if roll() < 0.75 else OFFICE
        text, choice, file = self._act(sender)
        self._clock.advance(self._random.choice((1, 1, 1, 60, 86400)) if roll() < 0.1 else 1)
        self._count += 1
        message = IncomingMessage(f"m{self._count}", sender, self._clock.now(), text, choice, file)
        self.log.append(f"{sender.user}: {choice or text[:60]!r}{' +tệp' if file else ''}")
        asked, answers = self._step(sender), self._answers(sender)
        before = self._storage.db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
        for _ in range(2 if roll() < 0.3 else 1):
            self._inbox.accept(message)
            if roll() < 0.05:
                self._storage.close()
                self._open()
        letters = self._storage.outbox.of_chat(sender.channel, sender.chat, after=int(before))
        replies = [letter.reply for letter in letters]
        assert replies, "nothing came back"
        self.log += [f"    {line}" for reply in replies for line in reply.text.splitlines()]
        self._heard(message, replies)
        self._compare()
        if _answers_another(choice, asked):
            assert self._answers(sender) == answers, "an old button answered another question"

    # What is done

    def _act(self, sender: Address) -> tuple[str, str | None, Attachment | None]:
        step = self._step(sender)
        choose = self._random.choice
        shown = list(self._storage.sessions.load(sender.session_key).choices)
        acts: Sequence[tuple[int, Callable[[], tuple[str, str | None, Attachment | None]]]] = (
            (self._calm, lambda: self._good(step, shown)),
            (7, lambda: (choose(BAD), None, None)),
            (9, lambda: (choose(STEER), None, None)),
            (6, lambda: (choose(CHANGES), None, None)),
            (4, lambda: (choose(QUESTIONS), None, None)),
            (2, lambda: (choose(LOGS), None, None)),
            (9, lambda: ("", self._button(shown), None)),
            (9, lambda: ("", self._button(self._seen.get(sender, [])), None)),
            (2, lambda: ("", self._button([c for seen in self._seen.values() for c in seen]), None)),
            (3, lambda: (choose(("", "", LOGS[0])), None, self._file())),
            (2, lambda: (str(self._random.randint(0, 12)), None, None)),
        )
        act = self._random.choices([one for _, one in acts], [weight for weight, _ in acts])[0]
        return act()

    def _good(self, step: Step | None, shown: Sequence[Choice]) -> tuple[str, str | None, Attachment | None]:
        """An answer that fits what is asked."""
        choose = self._random.choice
        if step is None:
            save = [one.id for one in shown if ":!save:" in one.id or ":other:" in one.id]
            if save and self._random.random() < 0.3:
                rows = any(one.type == "repeat" for one in self._form.fields)
                return choose([one for one in CHANGES if one.startswith("cấp") == rows]), None, None
            if save and self._random.random() < 0.7:
                return "", save[0], None
            if "!unit" in " ".join(one.id for one in shown):
                return "", self._button(shown), None
            return choose(("", "lưu", "việc khác", "vì nhiều xã cùng dự")), f"ghi:bieumau:{self._form.id}", None
        kind = step.field.type
        if step.asks_for_more:
            return choose(("có", "không", "không")), None, None
        if kind == "select_one":
            return "", choose([one.id for one in shown if not one.quiet] or ["x"]), None
        texts = {
            "text": TEXTS,
            "date": (*DAYS, "18/10 đến 20/10"),
            "integer": MONEY if step.field.name == "budget" else NUMBERS,
        }
        if kind in ("photo", "file"):
            return ("xong", None, None) if self._random.random() < 0.6 else ("", None, self._file())
        return choose(texts[kind]), None, None

    def _button(self, choices: Sequence[Choice]) -> str:
        return self._random.choice(choices).id if choices else f"ghi:bieumau:{self._form.id}"

    def _file(self) -> Attachment:
        self._count += 1
        if self._random.random() < 0.2:
            return Attachment("lớn.pdf", "application/pdf", 0, "", "too_large")
        return Attachment(f"anh {self._count}.jpg", "image/jpeg", 1000, f"evidence/{self._count}.jpg")

    def _step(self, sender: Address) -> Step | None:
        """The question that the sender's draft asks."""
        person = self._storage.register.person_at(sender)
        draft = self._storage.register.open_draft(person.id) if person else None
        form = form_of(Desk(self._assistant, self._storage.register), draft.form) if draft else None
        if draft is None or form is None or draft.unit is None:
            return None
        return Filling(form, State.from_json(draft.state), self._clock.now().astimezone(ZONE).date()).current

    def _answers(self, sender: Address) -> dict[str, Any] | None:
        """What the sender's open draft holds."""
        person = self._storage.register.person_at(sender)
        draft = self._storage.register.open_draft(person.id) if person else None
        return {"id": draft.id, "unit": draft.unit, **draft.state["answers"]} if draft else None

    # What has to be

    def _heard(self, message: IncomingMessage, replies: Sequence[Reply]) -> None:
        sender, oracle = message.sender, self._oracle
        self._seen.setdefault(sender, []).extend(choice for reply in replies for choice in reply.choices)
        for reply in replies:
            assert APOLOGY not in reply.text
            self._check_shape(reply)
            if draft := draft_of(reply):
                kept = self._storage.register.draft(draft)
                form = form_of(Desk(self._assistant, self._storage.register), kept.form) if kept else None
                assert form is not None
                oracle.cards[draft] = read_card(reply.text, form, self._assistant.knowledge.activities)
                oracle.buttons |= {one.id: oracle.cards[draft] for one in reply.choices if ":!save:" in one.id}
                oracle.extra[draft] = 0
            elif (taken := _files_taken(reply)) and (open_ := self._open_draft(sender)):
                oracle.extra[open_] = oracle.extra.get(open_, 0) + taken
            self._settle(message, reply)
            self._last[sender] = reply.text

    def _settle(self, message: IncomingMessage, reply: Reply) -> None:
        """What a reply says was stored."""
        # What was put away for it is said first.
        oracle, text = self._oracle, reply.text.removeprefix(f"{words.WAITING_KEPT}\n")
        if text.startswith((words.SAVED.split("{")[0], words.SAVED_CHANGE.split("{")[0])):
            self._saved(message, reply)
        elif text.startswith(words.DELETED.split("{")[0]):
            oracle.deleted.add(_entry_of(reply, "nk:laylai:"))
        elif text.startswith(words.RESTORED_ENTRY.split("{")[0]):
            oracle.deleted.discard(_entry_of(reply, "nk:xem:"))
        elif text.startswith(words.REPEAT_DROPPED):
            entry = _entry_of(reply, "nk:xem:")
            draft = self._newly_saved(entry)
            oracle.files[entry] += self._files_of(draft)
        elif text.startswith("Đã gắn "):
            names = text.removeprefix("Đã gắn ").split(" vào: ")[0]
            oracle.files[_entry_of(reply, "nk:xem:")] += len(names.split(", "))

    def _saved(self, message: IncomingMessage, reply: Reply) -> None:
        oracle, entry = self._oracle, _entry_of(reply, "nk:xem:")
        draft = self._newly_saved(entry)
        card = dict(oracle.cards[draft])
        if message.choice is not None and ":!save:" in message.choice:
            assert card == oracle.buttons[message.choice], (
                "saved was another card than the one whose button was pressed"
            )
        if "Nếu đúng, anh/chị ghi một câu vì sao" in self._last[message.sender] and message.choice is None:
            why = " ".join(message.text.split())
            card["note"] = f"{card['note']}; {why}" if card["note"] else why
        oracle.files[entry] = oracle.files.get(entry, 0) + self._files_of(draft)
        unit, _ = card.pop("unit"), card.pop("files")
        if card["date"] is None:  # the form asks for none: the day on which it was saved first
            made = oracle.entries.get(entry)
            card["date"] = made["date"] if made else message.at.astimezone(ZONE).date().isoformat()
        card["type"] = card["type"] or next(one for one in self._form_of(draft).types)
        changed = words.SAVED_CHANGE.split("{")[0] in reply.text
        assert changed == (entry in oracle.entries), "saved anew, or changed what was not there"
        oracle.entries[entry] = card
        oracle.units[entry] = unit
        oracle.saved += 1

    def _files_of(self, draft: str) -> int:
        return int(self._oracle.cards[draft]["files"]) + self._oracle.extra.get(draft, 0)

    def _form_of(self, draft: str) -> Form:
        kept = self._storage.register.draft(draft)
        return next(one for one in self._assistant.knowledge.forms if kept and one.id == kept.form)

    def _newly_saved(self, entry: str) -> str:
        """The draft that has just become an entry."""
        rows = self._storage.db.query(
            "SELECT id FROM drafts WHERE entry = ? AND status = 'saved' ORDER BY at DESC", [entry]
        )
        return str(next(iter(rows))["id"])

    def _open_draft(self, sender: Address) -> str | None:
        person = self._storage.register.person_at(sender)
        draft = self._storage.register.open_draft(person.id) if person else None
        return draft.id if draft else None

    def _compare(self) -> None:
        oracle = self._oracle
        rows = {row["id"]: row for row in self._storage.records.rows("entries")}
        assert rows.keys() == oracle.entries.keys(), "an entry that no card showed, or one that is lost"
        tree = self._storage.register.tree()
        for id_, row in rows.items():
            found, wanted = stored(row), oracle.entries[id_]
            assert found == wanted, {
                name: (found[name], wanted[name]) for name in wanted if found[name] != wanted[name]
            }
            assert tree.name(row["unit"]) == oracle.units[id_]
            assert bool(row["deleted"]) == (id_ in oracle.deleted)
            _check_sense(row)
        evidence = self._storage.records.rows("evidence")
        counts = {id_: sum(row["entry"] == id_ for row in evidence) for id_ in rows}
        assert counts == {id_: oracle.files.get(id_, 0) for id_ in rows}
        assert len(evidence) == sum(counts.values())
        for draft in self._storage.records.rows("drafts"):
            assert (draft["status"] == "saved") == (draft["state"] == "{}"), draft
            assert draft["status"] != "saved" or draft["entry"] in rows
            assert draft["form"] != "vu-viec" or not _names_somebody(draft["state"]), draft

    @staticmethod
    def _check_shape(reply: Reply) -> None:
        assert reply.text.strip()
        assert "None" not in reply.text
        ids = [choice.id for choice in reply.choices]
        assert len(set(ids)) == len(ids), ids


def _check_sense(row: dict[str, Any]) -> None:
    """Whatever was typed, an entry adds up and names nobody whose fate it tells."""
    assert row["date_end"] is None or row["date_end"] >= row["date"]
    figures = [row[name] for name in ("female", "male", "unknown", "total")]
    assert all(one is None or one >= 0 for one in figures)
    female, male, unknown, total = figures
    if None not in (female, male):
        assert total == female + male + (unknown or 0), row
    for one in json.loads(row["more"]).get("levels", ()):
        assert one.get("women_now", 0) <= one.get("all_now", math.inf), row
        assert one.get("women_before", 0) <= one.get("all_before", 0), row
    if row["type"] == "vu_viec":
        assert not _names_somebody(" ".join(str(value) for value in row.values())), row


def _names_somebody(text: str) -> bool:
    return any(one in text for one in ("Thị Hoa", "Thị Lan", "0912 345 678", "038123456789", "ngõ 5"))


def _files_taken(reply: Reply) -> int:
    """How many files a reply says were taken into the open draft."""
    lines = [line for line in reply.text.splitlines() if line.startswith("Đã nhận ")]
    # With words of another activity it waits together with them, and where it is not clear of which draft it is.
    waits = ("việc nào?", words.FILE_TAKEN_NEW.split("}")[1], words.FILE_TAKEN_WHICH.split("}")[1])
    if not lines or lines[0].endswith(waits):
        return 0
    beside = words.FILE_TAKEN_BESIDE.split("}")[1]
    return len(lines[0].removesuffix(beside).split(", ")) if lines[0].endswith(beside) else 1


def _answers_another(choice: str | None, asked: Step | None) -> bool:
    """Whether a button is one of a question that is not asked now."""
    parts = (choice or "").split(":")
    return parts[0] == "bm" and not parts[2].startswith("!") and (asked is None or asked.path != parts[2])


def _entry_of(reply: Reply, start: str) -> str:
    return next(one.id.removeprefix(start) for one in reply.choices if one.id.startswith(start))


def play(assistant: Assistant, form: Form, seed: int, turns: int, folder: Path) -> int:
    """One round; how many cards were saved. What was said before a failure stands in it."""
    storm = Storm(assistant, form, seed, folder)
    try:
        storm.run(turns)
    except Exception as error:
        said = "\n".join(storm.log[-60:])
        raise AssertionError(
            f"{form.id}, seed {seed}, turn {storm._count}: {type(error).__name__}: {error}\n{said}"
        ) from error
    finally:
        storm.close()
    return storm.saved


def main(arguments: Sequence[str] | None = None) -> int:
    """All forms, so many rounds each; prints what each form came to."""
    from knowledge.load import default_data_dir, load_knowledge

    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--form")
    options = parser.parse_args(arguments)
    assistant = Assistant(load_knowledge(default_data_dir()))
    began = datetime.now(UTC)
    for form in assistant.knowledge.forms:
        if options.form not in (None, form.id):
            continue
        with tempfile.TemporaryDirectory() as folder:
            seeds = range(options.seed, options.seed + options.rounds)
            saved = sum(play(assistant, form, seed, options.turns, Path(folder)) for seed in seeds)
        print(f"{form.id}: {options.rounds} x {options.turns} turns, {saved} cards saved, all as shown")
        sys.stdout.flush()
    print(f"{(datetime.now(UTC) - began) / timedelta(seconds=1):.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
