"""A person's own data: shown, mended, handed over, consent taken back, deleted so that nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Storage
from handlers import messages
from handlers import messages_joining as joining_words
from handlers import messages_own_data as own_words
from handlers import messages_privacy as words
from handlers.asking import Assistant
from handlers.own_data import own_data_page
from handlers.people import PURPOSES, Purpose
from handlers.reaching import way_to
from handlers.types import Address, Choice, FileRef, Note, Record, Reply, Send, Session
from tests.logging_people import entry_record, evidence, log
from tests.talking import NOW, Talking, text_of
from tests.world import CHANNEL, OPERATORS, address, settle, store, world

NAME = "Thư ký mới Bệnh viện A"
NEW = "nguoi-moi"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def joined(talking: Talking, role: str = "secretary") -> str:
    """Somebody new in Bệnh viện A, by the name NAME; their id."""
    talking.talk(NEW, f"/thamgia {talking.invite('bv-a', role)}", "có", "có", "không", NAME)
    person = talking.storage.register.person_at(address(NEW))
    assert person is not None
    return person.id


def requests(talking: Talking) -> list[tuple[object, ...]]:
    return [(row["kind"], row["detail"], row["due"]) for row in talking.rows("data_requests")]


def test_all_that_is_kept_is_shown(talking: Talking) -> None:
    id_ = joined(talking)
    row = {"id": "xin", "person": id_, "unit": "bv-b", "role": "head", "status": "open"}
    feed = Record("feeds", {"person": id_, "token": "x"})
    store(talking.storage, [Record("join_requests", row), feed], NOW)
    with talking.storage.transaction():
        talking.storage.ledger.enter(Note("k", id_, "reminder", "x", "l", CHANNEL), NOW)
    text = talking.talk(NEW, "/dulieu")
    for shown in (
        f"Tên: {NAME}",
        "Cửa sổ dòng lệnh (dùng lần cuối 24/11/2026)",
        "Thư ký, Bệnh viện A, từ 24/11/2026",
        "Đã đồng ý ngày 24/11/2026: nhắc hạn và thông báo",
        "Không đồng ý ngày 24/11/2026: ghi hoạt động và lập báo cáo của đơn vị",
        "Đề nghị chờ duyệt: trưởng ban, Bệnh viện B",
        "Địa chỉ lịch riêng: đang mở",
        "thông báo đã ghi cho anh/chị: 1",
        "Sở Nội vụ tỉnh A",
        "bdg@tinh-a.example",
        "2 ngày làm việc",
        "356/2025/NĐ-CP",
        "giữ 400 ngày rồi tự xóa",
    ):
        assert shown in text
    assert requests(talking) == [("see", "", "2026-12-04")]


def test_what_was_logged_is_counted(talking: Talking) -> None:
    log(talking.storage, entry_record("e1"), entry_record("e2", deleted=1), evidence("p1", "e1"))
    log(talking.storage, entry_record("e3", by="truong-a"))
    talking.talk("thu-ky-a", "Tập huấn BĐG 20/11 ở hội trường, 45 nữ 12 nam, 5 triệu")
    text = talking.talk("thu-ky-a", "/dulieu")
    assert "Việc anh/chị đã ghi cho đơn vị: 2 (kể cả 1 việc đã xóa khỏi nhật ký)" in text
    assert "Ảnh, tệp anh/chị đã gửi kèm: 1" in text
    assert "Bản đang ghi dở: 1" in text
    text = talking.talk("thu-ky-b", "/dulieu")
    assert "đã ghi cho đơn vị: 0\n" in text
    assert "Bản đang ghi dở: 0" in text


def test_what_is_not_there_is_said_plainly(talking: Talking) -> None:
    text = talking.talk("van-hanh", "/dulieu")
    for shown in (words.NO_NAME, "Người vận hành", "Địa chỉ lịch riêng: không mở", "Đề nghị chờ duyệt: không có"):
        assert shown in text


def test_addresses_of_files_are_closed_when_asked_for_and_when_a_role_ends(talking: Talking) -> None:
    id_, links = joined(talking), talking.storage.links

    def opened() -> list[bool]:
        """Whether the addresses that the new one and somebody else got open."""
        return [links.find(token, NOW) is not None for token in tokens]

    def hand_out() -> list[str]:
        with talking.storage.transaction():
            file = FileRef("báo cáo.docx", "files/a/báo cáo.docx")
            return [links.make(file, address(user), NOW + timedelta(days=7), NOW) for user in (NEW, "thu-ky-a")]

    assert words.CLOSE_LINKS not in [choice.label for choice in talking.say(NEW, "/dulieu")[0].choices]
    tokens = hand_out()
    [shown] = talking.say(NEW, "/dulieu")
    [close] = [choice.id for choice in shown.choices if choice.label == words.CLOSE_LINKS]
    [closed] = talking.say(NEW, choice=close)
    assert closed.text == words.LINKS_CLOSED
    assert opened() == [False, True]
    tokens = hand_out()
    talking.talk(NEW, "/roi", "có")
    assert talking.storage.register.person(id_) is not None
    assert opened() == [False, True]


@pytest.mark.parametrize("command", ["/dulieu", "/rutdongy", "/xoa", "/sua", "/dulieucuatoi"])
def test_every_name_of_it_leads_there(talking: Talking, command: str) -> None:
    [shown] = talking.say("thu-ky-a", command)
    assert shown.text.startswith(words.HEAD)
    assert len(shown.choices) == 5
    assert all(len(choice.id) <= 64 for choice in shown.choices)


def test_of_strangers_nothing_is_kept(talking: Talking) -> None:
    text = talking.talk(NEW, "/dulieu")
    assert "/quen" in text
    assert "tự xóa sau 30 ngày" in text
    assert "không lưu gì" not in text
    assert "Sở Nội vụ tỉnh A" in text
    assert not talking.rows("data_requests")
    for rest in ("name", "file", "off:account", "on:reminders"):
        assert text_of(talking.say(NEW, choice=f"dulieu:{rest}")) == messages.OLD_CHOICE


def test_in_a_group_nothing_is_done(talking: Talking) -> None:
    group = Address(CHANNEL, "nhom", "thu-ky-a")
    assert text_of(talking.hear(group, "/dulieu")) == messages.NOT_PRIVATE
    for rest in ("name", "file", "off:account"):
        assert text_of(talking.hear(group, choice=f"dulieu:{rest}")) == messages.OLD_CHOICE
    assert not talking.rows("data_requests")


@pytest.mark.parametrize("rest", ["", "x", "off", "off:", "off:x", "up:account", "on:account"])
def test_choices_that_were_never_offered_change_nothing(talking: Talking, rest: str) -> None:
    said = text_of(talking.say("thu-ky-a", choice=f"dulieu:{rest}"))
    assert said in (messages.OLD_CHOICE, words.NOT_NEEDED)
    assert not talking.rows("data_requests")


def test_a_name_is_mended_or_taken_away(talking: Talking) -> None:
    joined(talking)
    talking.say(NEW, "/dulieu")
    assert joining_words.NAME in text_of(talking.pick(NEW, words.RENAME))
    assert talking.talk(NEW, "Thư ký A") == words.RENAMED.format(name="Thư ký A")
    assert "Tên: Thư ký A" in talking.talk(NEW, "/dulieu")
    talking.pick(NEW, words.RENAME)
    assert text_of(talking.pick(NEW, joining_words.NO_NAME)) == words.NAME_REMOVED
    assert words.NO_NAME in talking.talk(NEW, "/dulieu")
    assert [row for row in requests(talking) if row[0] == "correct"] == [("correct", "", "2026-12-04")] * 2


def test_everything_can_be_taken_along(assistant: Assistant, tmp_path: Path) -> None:
    storage = Storage(tmp_path / "a.db", operators=OPERATORS)
    settle(storage)
    talking = Talking(storage, assistant)
    id_ = joined(talking)
    talking.say(NEW, "/dulieu")
    [reply] = talking.pick(NEW, words.DOWNLOAD)
    page, file = reply.files
    assert (page.name, file.name) == ("du-lieu-ca-nhan.html", "du-lieu-ca-nhan.json")
    written = (tmp_path / file.path).read_text("utf-8")
    assert NAME in written  # not escaped
    kept = json.loads(written)
    assert kept["people"][0]["name"] == NAME
    assert len(kept["consents"]) == 3
    assert [row["unit"] for row in kept["memberships"]] == ["bv-a"]
    assert "thu-ky-a" not in written
    assert id_ in written
    assert ("export", "", "2026-12-04") in requests(talking)
    shown = (tmp_path / page.path).read_text("utf-8")
    for text in (NAME, "Bệnh viện A", "thư ký", "24/11/2026 09:00", "nhắc hạn và thông báo", "Không đồng ý"):
        assert text in shown
    # The very words that were agreed to, and the messages of the conversation.
    assert "Anh/chị có đồng ý để tôi nhắc hạn và gửi thông báo tới kênh này?" in shown
    assert "Anh/chị đã tham gia Bệnh viện A, vai trò thư ký." in shown
    assert "account:" not in shown
    assert "2026-11-24T" not in shown
    storage.close()


def test_what_is_taken_along_is_all_that_is_kept(talking: Talking) -> None:
    """Every table that names the person, but those that only say what they did to others' rows."""
    id_ = busy(talking)
    due = {"duty": "thanh-hoa-2015:year-report", "year": 2026, "unit": "bv-a"}
    store(
        talking.storage, [Record("rulings", {"id": "r", **due, "kind": "confirm", "by": id_, "reason": "vì sao"})], NOW
    )
    kept = talking.storage.register.export(id_)
    named = {table for table, row in everything(talking.storage) if id_ in row or NEW in row}
    assert named <= set(kept) | {"outbox", "updates"}
    assert {row["text"] for row in kept["letters"]} >= {f"Kính gửi {NAME}"}
    assert {row["channel"] for row in kept["letters"]} == {CHANNEL, "web"}
    assert [row["unit"] for row in kept["submissions"]] == ["bv-a"]
    assert [row["reason"] for row in kept["rulings"]] == ["vì sao"]
    assert [row["text"] for row in kept["broadcasts"]] == ["t"]
    assert all(row["shown"] for row in kept["consents"])
    assert not [row for rows in kept.values() for row in rows if {"token", "code"} & set(row)]
    person = talking.storage.register.person(id_)
    assert person is not None
    page = own_data_page(kept, talking.desk.duties(), person, NOW.date())
    assert set(kept) == set(own_words.SECTIONS)
    assert "<pre>" not in page
    for shown in ("vì sao", "xác nhận ngày", "Bệnh viện A", "Kính gửi"):
        assert shown in page


def test_what_people_wrote_is_shown_as_text(talking: Talking) -> None:
    evil = "<script>alert(1)</script>"
    store(talking.storage, [Record("people", {"id": "thu-ky-a", "name": evil})], NOW)
    person = talking.storage.register.person("thu-ky-a")
    assert person is not None
    kept = talking.storage.register.export("thu-ky-a")
    page = own_data_page({**kept, "lạ": [{"x": evil}]}, talking.desk.duties(), person, NOW.date())
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("purpose", PURPOSES[1:])
def test_consent_is_taken_back_and_given_again(talking: Talking, purpose: Purpose) -> None:
    person = "thu-ky-a"
    talking.say(person, "/dulieu")
    name = joining_words.PURPOSES[purpose]
    assert f"Đã rút đồng ý: {name}" in text_of(talking.pick(person, f"Rút đồng ý: {name}"))
    assert requests(talking)[-1] == ("withdraw", purpose, "2026-12-09")
    after = talking.storage.register.person(person)
    assert after is not None
    assert purpose not in after.consents
    assert (way_to(after) is None) == (purpose == "reminders")
    assert f"Không đồng ý ngày 24/11/2026: {name}" in talking.talk(person, "/dulieu")
    count = len(talking.rows("consents"))
    assert text_of(talking.say(person, choice=f"dulieu:off:{purpose}")) == words.NOT_NEEDED
    assert len(talking.rows("consents")) == count
    talking.say(person, "/dulieu")
    talking.pick(person, f"Đồng ý: {name}")
    assert "giữ nguyên" in talking.talk(person, "không")
    talking.say(person, choice=f"dulieu:on:{purpose}")
    assert "Đã ghi" in talking.talk(person, "đồng ý")
    again = talking.storage.register.person(person)
    assert again is not None
    assert purpose in again.consents
    assert talking.rows("consents")[-1]["given"] == 1
    assert len(talking.rows("consents")) == count + 1


@pytest.mark.parametrize("said", [("không",), ("có", "không"), ("hủy",), ("có", "thôi")])
def test_deleting_is_asked_twice(talking: Talking, said: tuple[str, ...]) -> None:
    talking.say("thu-ky-a", "/dulieu")
    talking.pick("thu-ky-a", words.DELETE)
    assert words.DELETE_KEPT in talking.talk("thu-ky-a", *said)
    assert talking.storage.register.person("thu-ky-a") is not None
    assert "delete" not in [row[0] for row in requests(talking)]


def everything(storage: Storage) -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    for table in storage.db.table_names():
        for row in storage.db.query(f'SELECT * FROM "{table}"'):
            yield table, json.dumps(row, ensure_ascii=False)


def delete(talking: Talking, user: str = NEW) -> str:
    talking.say(user, "/dulieu")
    talking.pick(user, words.DELETE)
    talking.pick(user, words.DELETE_YES)
    return text_of(talking.pick(user, words.DELETE_SURE_YES))


def busy(talking: Talking) -> str:
    """Somebody who has left a trace everywhere; their id."""
    id_ = joined(talking)
    code = talking.talk(NEW, "/lienket").split("/lienket ")[1].split()[0]
    talking.talk("trinh-duyet", f"/lienket {code}", channel="web")
    talking.talk("trinh-duyet", "/thamgia SAI", channel="web")
    talking.say(NEW, choice="xinthem:")
    talking.talk(NEW, "bệnh viện b", "có", "trưởng ban", "Xin giúp em")
    talking.say(NEW, "/donvi Thanh Hóa")
    talking.say(NEW, "/dulieu")
    talking.pick(NEW, words.DOWNLOAD)
    sub = {"id": "nop", "duty": "d", "year": 2026, "unit": "bv-a", "day": "2026-11-20", "by": id_}
    draft = {"person": id_, "unit": "bv-a", "form": "khac", "state": '{"answers": {"title": "Thăm hỏi"}}'}
    rows = [
        Record("submissions", sub, by=id_),
        Record("mutes", {"person": id_, "handle": "h", "again_on": None}),
        Record("feeds", {"person": id_, "token": "x"}),
        Record("logins", {"token": "y", "person": id_, "expires_at": "z", "used": 0}),
        Record("web_sessions", {"token": "z", "person": id_, "expires_at": "z", "revoked": 0}),
        Record("broadcasts", {"id": "b", "by": id_, "unit": "bv-a", "text": "t", "units": "bv-a"}),
        Record("broadcast_reads", {"broadcast": "b", "person": id_}),
        Record("stages", {"unit": "bv-a", "days": "1"}, by=id_),
        Record("unit_events", {"unit": "bv-a", "what": "made", "day": "2026-11-20", "by": id_}),
        Record("profiles", {"session": f"{CHANNEL}:{NEW}:{NEW}", "province": "Thanh Hóa"}),
        entry_record("viec", by=id_),
        evidence("anh", "viec", by=id_),
        Record("drafts", {**draft, "id": "do", "status": "dropped"}),
    ]
    store(talking.storage, rows, NOW)
    talking.hear(address(NEW), "/ghi hội nghị sơ kết 20/10, 5 nữ 4 nam")
    group = Address(CHANNEL, "nhom", NEW)
    talking.hear(group, "/donvi Thanh Hóa")
    with talking.storage.transaction():
        talking.storage.ledger.enter(Note(f"{id_}:d", id_, "reminder", "d", f"nhac:{id_}", CHANNEL), NOW)
        listed = Reply(f"Thành viên:\n- {NAME}\n- “{NAME}”, thư ký")
        for send in (
            Send(address(NEW), Reply(f"Kính gửi {NAME}"), f"nhac:{id_}"),
            Send(address("van-phong-so"), listed, "danh-sach"),
        ):
            talking.storage.outbox.add(send, NOW)
    return id_


def test_after_deleting_nothing_is_left_but_the_farewell(talking: Talking) -> None:
    id_ = busy(talking)
    traces = [table for table, row in everything(talking.storage) if id_ in row or NAME in row]
    assert len(set(traces)) > 12
    assert delete(talking) == words.DELETED
    for table, row in everything(talking.storage):
        assert id_ not in row, (table, row)
        assert NAME not in row, (table, row)
        if NEW in row or "trinh-duyet" in row:
            assert table == "outbox", (table, row)
    assert [letter.reply.text for letter in talking.letters(NEW)] == [words.DELETED]
    assert talking.letters("trinh-duyet", "web") == []
    assert talking.letters("nhom") == []
    assert not [letter for letter in talking.letters("van-phong-so") if letter.key.startswith("request:")]
    assert "- …\n- “…”, thư ký" in talking.letters("van-phong-so")[-1].reply.text


def test_what_belongs_to_the_unit_stays_without_the_person(talking: Talking) -> None:
    busy(talking)
    delete(talking)
    assert [(row["unit"], row["by"]) for row in talking.rows("submissions")] == [("bv-a", None)]
    ended = [row for row in talking.rows("memberships") if row["person"] is None]
    assert [(row["unit"], row["role"], row["until"]) for row in ended] == [("bv-a", "secretary", "2026-11-24")]
    last = talking.rows("data_requests")[-1]
    assert (last["kind"], last["person"], last["due"]) == ("delete", None, "2026-12-14")
    assert last["done_at"]
    others = talking.storage.register.person("thu-ky-a")
    assert others is not None
    assert others.memberships


def test_what_was_logged_stays_and_what_was_being_written_goes(talking: Talking) -> None:
    id_ = busy(talking)
    assert {row["status"] for row in talking.rows("drafts")} >= {"dropped"}
    delete(talking)
    assert talking.rows("drafts") == []
    assert [(row["id"], row["by"], row["unit"], row["total"]) for row in talking.rows("entries")] == [
        ("viec", None, "bv-a", 57)
    ]
    assert [(row["id"], row["by"], row["entry"]) for row in talking.rows("evidence")] == [("anh", None, "viec")]
    kept = [row for row in talking.rows("changes") if row["key"] in ("viec", "anh")]
    assert [row["by"] for row in kept] == [None, None]
    assert all(row["at"] and row["after"] for row in kept)
    assert not [row for row in kept if id_ in f"{row['before']}{row['after']}"]
    assert "người đã rời đơn vị" in text_of(talking.say("truong-a", choice="nk:xem:viec"))


def test_files_that_belong_to_no_entry_go_too(talking: Talking) -> None:
    person, files = "thu-ky-a", [{"name": "a.jpg", "media_type": "image/jpeg", "size": 1, "path": "files/a/a.jpg"}]
    draft = {"id": "d", "person": person, "unit": "bv-a", "form": "khac", "status": "open"}
    log(talking.storage, Record("drafts", {**draft, "state": json.dumps({"files": files})}), entry_record("e1"))
    log(talking.storage, evidence("p1", "e1"))
    with talking.storage.transaction():
        waiting = {"held_files": {"at": NOW.isoformat(), "files": [{**files[0], "path": "files/b/b.jpg"}]}}
        talking.storage.sessions.save(Session(address(person).session_key, waiting), NOW)
        gone = talking.storage.people.forget(person, NOW)
    assert sorted(gone) == ["files/a/a.jpg", "files/b/b.jpg"]


def test_a_download_holds_what_one_wrote_down_and_nobody_elses(talking: Talking) -> None:
    log(talking.storage, entry_record("cua-a"), entry_record("cua-truong", by="truong-a"))
    log(talking.storage, evidence("anh-a", "cua-a"), evidence("anh-truong", "cua-a", by="truong-a"))
    talking.say("thu-ky-a", "/ghi hội nghị sơ kết 20/10, 5 nữ 4 nam")
    kept = talking.storage.register.export("thu-ky-a")
    assert [row["id"] for row in kept["entries"]] == ["cua-a"]
    assert [row["id"] for row in kept["evidence"]] == ["anh-a"]
    assert [row["form"] for row in kept["drafts"]] == ["truyen-thong"]


def test_somebody_deleted_is_a_stranger_who_may_come_again(talking: Talking) -> None:
    old = joined(talking)
    delete(talking)
    assert talking.say(NEW, "2") != []  # no choice is open
    assert talking.storage.sessions.load(address(NEW).session_key).data.get("flow") is None
    assert "chưa có tài khoản" in talking.talk(NEW, "/dulieu")
    assert joined(talking) != old


def test_deleting_twice_is_deleting_once(talking: Talking) -> None:
    joined(talking)
    talking.say(NEW, "/dulieu")
    talking.pick(NEW, words.DELETE)
    talking.pick(NEW, words.DELETE_YES)
    said = talking.hear(address(NEW), choice="f:xoatk:sure:yes", times=2)
    assert text_of(said) == words.DELETED
    assert [row[0] for row in requests(talking)].count("delete") == 1
    assert text_of(talking.say(NEW, choice="f:xoatk:sure:yes")) == messages.OLD_CHOICE


def test_dialogues_end_where_the_account_is_gone(talking: Talking) -> None:
    for choice, said in (("dulieu:name", "Tên khác"), ("dulieu:off:account", "có")):
        talking.say("thu-ky-a", "/lienket")
        code = talking.letters("thu-ky-a")[-1].reply.text.split("/lienket ")[1].split()[0]
        talking.talk("may-khac", f"/lienket {code}", channel="web")
        talking.say("may-khac", choice=choice, channel="web")
        talking.say("thu-ky-a", "/lienket")
        talking.pick("thu-ky-a", "Trang web")
        text = talking.talk("may-khac", *([said] if choice.endswith("name") else [said, said]), channel="web")
        assert text == messages.NO_ACCOUNT
    person = talking.storage.register.person("thu-ky-a")
    assert person is not None
    assert person.name is None


def test_a_letter_that_is_being_sent_is_left_alone(talking: Talking) -> None:
    joined(talking)
    with talking.storage.transaction():
        talking.storage.outbox.claim(talking.letters(NEW)[0])
    sending = talking.letters(NEW)[0]
    delete(talking)
    assert [letter.status for letter in talking.letters(NEW)] == ["sending", "queued"]
    assert talking.letters(NEW)[0].id == sending.id


def told(storage: Storage, user: str, text: str) -> str:
    """What somebody was told before the person was forgotten, as it is afterwards."""
    with storage.transaction():
        storage.outbox.add(Send(address(user), Reply(text, (Choice("k:thu-ky-b", text),)), f"k:{user}"), NOW)
        storage.sessions.save(Session(address(user).session_key, {"last": {"q": text}, "province": "Hà Nội"}), NOW)
        storage.people.forget("thanh-vien-a", NOW)
    reply = storage.outbox.of_chat(CHANNEL, user)[-1].reply
    data = storage.sessions.load(address(user).session_key).data
    assert ("last" in data) == (reply.text == text)
    assert data["province"] == "Hà Nội"
    assert reply.choices == (Choice("k:thu-ky-b", reply.text),)
    return reply.text


@pytest.mark.parametrize(
    ("name", "text", "after"),
    [
        ("Hoa", "Thanh Hóa, Hoa và Hoan\nHoa", "Thanh Hóa, … và Hoan\n…"),
        ("text", 'text: "text"', '…: "…"'),
        ("choices", "-choices-", "-…-"),
        ('A \\ "B" .*', '\n(A \\ "B" .*)\n', "\n(…)\n"),
        ("C", "báo cáo của thanh-vien-a", "báo cáo của …"),
        (None, "Thành viên", "Thành viên"),
    ],
)
def test_a_name_is_taken_out_of_what_others_were_told(name: str | None, text: str, after: str) -> None:
    storage = world()
    store(storage, [Record("people", {"id": "thanh-vien-a", "name": name})])
    assert told(storage, "thu-ky-a", text) == after
    storage.close()


def test_the_farewell_of_an_office_is_not_touched(talking: Talking) -> None:
    store(talking.storage, [Record("people", {"id": "van-phong-so", "name": "tài khoản"})])
    assert delete(talking, "van-phong-so") == words.DELETED


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        *((one, True) for one in ("thu-ky-a", "truong-a", "van-phong-so", "van-phong-tinh", "van-hanh")),
        *((one, False) for one in ("thu-ky-b", "van-phong-hp", "thu-ky-xa")),
    ],
)
def test_only_of_those_who_could_see_it(user: str, seen: bool) -> None:
    storage = world()
    store(storage, [Record("people", {"id": "thanh-vien-a", "name": "báo cáo"})])
    assert told(storage, user, "Hạn báo cáo") == ("Hạn …" if seen else "Hạn báo cáo")
    storage.close()


def test_who_suffered_is_not_kept_with_a_question_that_has_no_answer(talking: Talking) -> None:
    talking.say("thu-ky-a", "Luật sư nào ở Paris nhận vụ chị Nguyễn Thị Hoa bị chồng bạo hành, gọi 0912 345 678")
    [kept] = talking.rows("unanswered")
    assert kept["question"] == "Luật sư nào ở Paris nhận vụ … bị chồng bạo hành, gọi …"
    held = talking.storage.sessions.load(address("thu-ky-a").session_key)
    assert "Hoa" not in str(held.data)
