"""What is taken for a report of something done, and what becomes of what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers import messages
from handlers import messages_log as words
from handlers.asking import Assistant
from handlers.form_state import State
from handlers.log_words import told_to_log
from handlers.types import Address, Record
from tests.talking import NOW, Talking, text_of
from tests.world import CHANNEL, store, world

LOG = "Tập huấn BĐG 20/10 ở hội trường UBND xã, 45 nữ 12 nam, 5 triệu"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ghi họp Ban 15/9", "họp Ban 15/9"),
        ("Ghi: họp Ban", "họp Ban"),
        ("ghi lại họp Ban", "họp Ban"),
        ("ghi nhận: họp Ban", "họp Ban"),
        ("GHI NHẬT KÝ họp Ban", "họp Ban"),
        ("log hop ban", "hop ban"),
        ("ghi", None),
        ("ghi tiếp", None),
        ("ghi nhật ký thế nào?", None),
        ("ghi biên bản họp cần những gì", None),
        ("ghita", None),
        ("họp Ban, ghi 5 người", None),
    ],
)
def test_told_to_log(text: str, rest: str | None) -> None:
    assert told_to_log(text) == rest


def draft_of(talking: Talking, person: str = "thu-ky-a") -> State:
    draft = talking.storage.register.open_draft(person)
    assert draft is not None
    return State.from_json(draft.state)


def test_what_was_said_is_kept_and_nothing_else(talking: Talking) -> None:
    talking.say("thu-ky-a", LOG)
    assert draft_of(talking).answers == {
        **{"type": "tap_huan", "title": "Tập huấn BĐG", "date": "2026-10-20", "place": "hội trường UBND xã"},
        **{"female": 45, "male": 12, "budget": 5_000_000},
    }
    assert talking.rows("entries") == []


def test_a_report_in_a_group_or_from_strangers_is_not_taken(talking: Talking) -> None:
    talking.hear(Address(CHANNEL, "nhom", "thu-ky-a"), LOG)
    talking.say("khach", LOG)
    assert talking.rows("drafts") == []
    assert text_of(talking.hear(Address(CHANNEL, "nhom", "thu-ky-a"), "/ghi")) == messages.NOT_PRIVATE


def test_one_message_delivered_twice_opens_one_draft(talking: Talking) -> None:
    talking.hear(Address(CHANNEL, "thu-ky-a", "thu-ky-a"), LOG, times=2)
    assert len(talking.rows("drafts")) == 1


def test_a_draft_whose_form_is_gone_stops_nothing(talking: Talking) -> None:
    row = {"id": "alt", "person": "thu-ky-a", "unit": "bv-a", "form": "khong-con", "state": "{}", "status": "open"}
    store(talking.storage, [Record("drafts", row)], NOW)
    assert text_of(talking.say("thu-ky-a", choice="bm:alt:date:x")) == words.LOST_FORM
    assert words.CARD in text_of(talking.say("thu-ky-a", LOG))
    assert [one["status"] for one in talking.rows("drafts")] == ["dropped", "open"]
    assert not list(talking.storage.db.query("SELECT 1 FROM updates WHERE status != 'done'"))


def test_restoring_begins_at_the_card_and_never_saves_by_itself(talking: Talking) -> None:
    talking.talk("thu-ky-a", LOG, "lưu")
    talking.talk("thu-ky-a", LOG, "lưu")
    talking.talk("thu-ky-a", "hủy", "có")
    with talking.storage.transaction():
        talking.storage.db.execute("UPDATE entries SET deleted = 1")
    talking.say("thu-ky-a", "/ghi")
    assert words.CARD in text_of(talking.pick("thu-ky-a", "Lấy lại"))
    assert len(talking.rows("entries")) == 1


def test_buttons_of_somebody_elses_draft_do_nothing(talking: Talking) -> None:
    talking.say("thu-ky-a", LOG)
    draft = talking.storage.register.open_draft("thu-ky-a")
    assert draft is not None
    for path in ("!save", "!drop:yes", "!edit:female", "!card", "!resume", "female:9"):
        said = text_of(talking.say("truong-a", choice=f"bm:{draft.id}:{path}"))
        assert said == messages.OLD_CHOICE
    assert text_of(talking.say("truong-a", choice=f"ghi:laylai:{draft.id}")) == messages.OLD_CHOICE
    assert talking.storage.register.open_draft("thu-ky-a") == draft


NEVER_OFFERED = (
    *("ghi:x", "ghi:bieumau:khong-co", "ghi:thay:", "ghi:thay:x", "ghi:dongy:yes", "ghi:loai:tap_huan"),
    *("ghi:loai:la:abc", "ghi:laylai:", "tep:", "tep:e1:x"),
)
ODD = (
    *("", "!x", "date", "date:x", "!edit:khong", "!edit:levels/9/x", "!repeat:other:x", "!unit:bv-b", "!skip:date"),
    *("!back:x", "!done", "levels/+:1:co", "a/b/c:d"),
)


@pytest.mark.parametrize("choice", NEVER_OFFERED)
def test_buttons_that_were_never_offered(choice: str, talking: Talking) -> None:
    assert text_of(talking.say("thu-ky-a", choice=choice)) in (messages.OLD_CHOICE, words.HELD_FILE_GONE)
    assert talking.rows("drafts") == []


@pytest.mark.parametrize("path", ODD)
def test_odd_buttons_of_ones_own_draft_change_nothing(path: str, talking: Talking) -> None:
    talking.say("thu-ky-a", LOG)
    before = draft_of(talking)
    assert words.CARD in text_of(talking.say("thu-ky-a", choice=f"bm:{talking.rows('drafts')[0]['id']}:{path}"))
    assert draft_of(talking).answers == before.answers
    assert talking.rows("entries") == []


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("46 nữ", "female", 46),
        ("đổi sang 19/10", "date", "2026-10-19"),
        ("sửa nơi thành nhà văn hóa", "place", "nhà văn hóa"),
        ("nơi: thành phố", "place", "thành phố"),
        ("tên việc là lành mạnh hóa", "title", "lành mạnh hóa"),
        ("kinh phí 0 đồng", "budget", 0),
    ],
)
def test_words_under_a_card_change_what_they_name(said: str, name: str, value: object, talking: Talking) -> None:
    talking.say("thu-ky-a", LOG)
    assert words.CARD_SAID_BACK in text_of(talking.say("thu-ky-a", said))
    changed = {**draft_of(talking).answers, name: value}
    assert draft_of(talking).answers == changed


def test_a_day_alone_takes_the_last_day_away(talking: Talking) -> None:
    talking.talk("thu-ky-a", LOG, "18/10 đến 20/10", "đổi sang 25/10")
    answers = draft_of(talking).answers
    assert (answers["date"], answers.get("date_end")) == ("2026-10-25", None)


def test_women_and_men_make_a_new_total(talking: Talking) -> None:
    talking.talk("thu-ky-a", LOG, "120 người (80 nữ)", "50 nữ 20 nam", "lưu")
    assert [(row["female"], row["male"], row["total"]) for row in talking.rows("entries")] == [(50, 20, 70)]


SECRETS = ("Lan", "0912", "345 678", "345678")


def held_anywhere(talking: Talking) -> str:
    """All that the database holds but for what was sent to it, whose words go when it is handled."""
    tables = ("sessions", "drafts", "entries", "changes", "outbox")
    known = {row[0] for row in talking.storage.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    rows = [tuple(row) for one in tables if one in known for row in talking.storage.db.execute(f"SELECT * FROM {one}")]
    return str(rows)


@pytest.mark.parametrize(
    "text",
    ["/ghi gặp chị Trần Thị Lan, 0912 345 678, ngày 3/10", "/ghi hòa giải vụ chị Lan 0912345678 bị chồng đánh 3/10"],
)
@pytest.mark.parametrize("agreed", [True, False])
def test_who_is_named_never_waits_in_a_session(text: str, agreed: bool, talking: Talking) -> None:
    if not agreed:
        talking.say("thu-ky-a", "/dulieu")
        talking.pick("thu-ky-a", "Rút đồng ý: ghi hoạt động")
    said = text_of(talking.say("thu-ky-a", text))
    assert not any(one in held_anywhere(talking) for one in SECRETS)
    if not agreed:
        assert "cần anh/chị đồng ý" in said
        talking.pick("thu-ky-a", "Đồng ý và ghi")
        assert not any(one in held_anywhere(talking) for one in SECRETS)
    if talking.storage.register.open_draft("thu-ky-a") is None:
        said = text_of(talking.pick("thu-ky-a", "Vụ việc"))
        assert "tên người" in said
    assert not any(one in held_anywhere(talking) for one in SECRETS)
    assert draft_of(talking).answers.get("title") is None


def test_an_ordinary_log_goes_on_from_what_is_masked(talking: Talking) -> None:
    talking.say("thu-ky-a", "/ghi thăm chị Trần Thị Lan, 0912 345 678, ngày 3/10")
    if talking.storage.register.open_draft("thu-ky-a") is None:
        said = text_of(talking.pick("thu-ky-a", "khác"))
        assert "số điện thoại" in said
    assert draft_of(talking).answers["date"] == "2026-10-03"
    assert "0912" not in held_anywhere(talking)
