"""Invitations: who may make and revoke them, for what, and that a code is kept by nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.storage import Storage
from bot.storage.codec import moment
from handlers import messages
from handlers import messages_units as words
from handlers.asking import Assistant
from handlers.choosing import allowed, own_unit
from handlers.types import Record
from tests.speakers import AT, TODAY, Speakers, ids
from tests.world import BEGAN, OPERATOR, OPERATORS, ROLES, UNITS, person_records, store, world

EVERYBODY = [*ROLES, "khach"]
OFFICES = {"van-phong-tinh", "van-phong-so", "van-phong-hp", OPERATOR}


@pytest.fixture
def people(assistant: Assistant) -> Iterator[Speakers]:
    storage = world()
    yield Speakers(storage, assistant)
    storage.close()


def test_an_office_invites_and_only_the_hash_is_kept(people: Speakers) -> None:
    people.say("van-phong-so", "/moi", "bệnh viện a", "thư ký", "2", "10")
    reply = people.say("van-phong-so", "đồng ý")
    [row] = people.rows("invites")
    code = reply.text.partition("/thamgia ")[2].split()[0]
    assert row["code"] == people.desk.register.hash_of(code) != code
    assert (row["unit"], row["role"], row["most"], row["uses"]) == ("bv-a", "secretary", 2, 0)
    assert row["expires_at"] == "2026-12-04T02:00:00.000000+00:00"
    assert f"https://troly.example/#moi={code}" in reply.text
    assert f"https://t.example/tro_ly?start=moi_{code}" in reply.text
    [change] = people.rows("changes", table="invites")
    assert change["by"] == "van-phong-so"
    assert all(code not in str(one) for table in ("invites", "changes") for one in people.rows(table))


@pytest.mark.parametrize("command", ["/moi", "/thanhvien", "/duyet", "/giahan", "/themhan"])
def test_the_operator_of_an_empty_service_is_told_how_to_begin(assistant: Assistant, command: str) -> None:
    storage = Storage(None, operators=OPERATORS)
    store(storage, person_records(OPERATOR, [], BEGAN.date()))
    store(storage, person_records("khac", [], BEGAN.date()))
    people = Speakers(storage, assistant)
    reply = people.say(OPERATOR, command)
    assert reply.text == words.UNITS_NONE
    assert "tỉnh, thành phố nào" in people.press(OPERATOR, *ids(reply)).text
    assert people.say("khac", command).text != words.UNITS_NONE
    storage.close()


def test_what_is_skipped_is_the_usual(people: Speakers) -> None:
    people.say("van-phong-so", "/moi Bệnh viện B", "thành viên", "bỏ qua", "bỏ qua", "có")
    [row] = people.rows("invites")
    assert (row["most"], str(row["expires_at"])[:10]) == (1, "2026-12-08")


@pytest.mark.parametrize("bad", ["0", "51", "một nghìn", "vài lần", "-3"])
def test_a_number_out_of_bounds_is_asked_again(people: Speakers, bad: str) -> None:
    people.say("van-phong-so", "/moi bệnh viện a", "thành viên")
    people.say("van-phong-so", bad)
    assert "mấy ngày" in people.say("van-phong-so", "50").text
    assert not people.rows("invites")


def test_no_at_the_end_keeps_nothing(people: Speakers) -> None:
    people.say("van-phong-so", "/moi bệnh viện a", "thành viên", "bỏ qua", "bỏ qua")
    assert people.say("van-phong-so", "không").text == words.LEFT
    assert not people.rows("invites")


def test_the_last_yes_counts_once(people: Speakers) -> None:
    people.say("van-phong-so", "/moi bệnh viện a", "thành viên", "bỏ qua", "bỏ qua")
    people.press("van-phong-so", "f:moi:sure:yes")
    assert people.press("van-phong-so", "f:moi:sure:yes").text == messages.OLD_CHOICE
    assert len(people.rows("invites")) == 1


@pytest.mark.parametrize("user", EVERYBODY)
@pytest.mark.parametrize("unit", [unit.id for unit in UNITS])
def test_nobody_invites_into_a_unit_they_do_not_oversee(people: Speakers, user: str, unit: str) -> None:
    people.say(user, "/moi")
    people.press(user, "moi:them", f"f:moi:unit:{unit}", "f:moi:role:office")
    people.say(user, "bỏ qua", "bỏ qua")
    people.press(user, "f:moi:sure:yes")
    may = {
        "van-phong-tinh": {"thanh-hoa", "so-y-te", "bv-a", "bv-b", "xa-a"},
        "van-phong-so": {"so-y-te", "bv-a", "bv-b"},
        "van-phong-hp": {"hai-phong", "phuong-c"},
        OPERATOR: {one.id for one in UNITS},
    }
    assert bool(people.rows("invites")) == (unit in may.get(user, set()))


@pytest.mark.parametrize("user", sorted(set(EVERYBODY) - OFFICES))
def test_who_is_no_office_is_told_nothing(people: Speakers, user: str) -> None:
    known = messages.NO_ACCOUNT if user == "khach" else messages.NOT_ALLOWED
    for text in ("/moi", "/moi Bệnh viện A", "/moi không có đâu"):
        assert people.say(user, text).text == known


def test_a_right_lost_in_the_middle_is_lost(people: Speakers) -> None:
    people.say("van-phong-so", "/moi bệnh viện a", "thành viên", "bỏ qua", "bỏ qua")
    store(people.storage, [Record("memberships", {"id": "van-phong-so@so-y-te:office", "until": TODAY})])
    assert people.say("van-phong-so", "có").text == messages.NOT_ALLOWED
    assert not people.rows("invites")


def test_open_invitations_are_listed_and_revoked(people: Speakers) -> None:
    _invite(people, "one", "bv-a")
    _invite(people, "other", "phuong-c")
    _invite(people, "used", "bv-a", uses=1)
    _invite(people, "old", "bv-a", expires_at=moment(AT))
    reply = people.say("van-phong-so", "/moi")
    assert ids(reply) == ["moi:them", "thuhoi:one"]
    assert "Phường C" not in reply.text
    assert "Bệnh viện A" in people.press("van-phong-so", "thuhoi:one").text
    assert people.rows("invites", id="one")[0]["revoked"] == 1
    assert people.press("van-phong-so", "thuhoi:one").text == words.INVITE_GONE


@pytest.mark.parametrize("user", EVERYBODY)
def test_nobody_revokes_what_is_not_theirs(people: Speakers, user: str) -> None:
    _invite(people, "one", "bv-a")
    reply = people.press(user, "thuhoi:one")
    mine = user in {"van-phong-tinh", "van-phong-so", OPERATOR}
    assert bool(people.rows("invites", revoked=1)) == mine
    if not mine:
        assert reply.text == (messages.NO_ACCOUNT if user == "khach" else messages.NOT_ALLOWED)
        assert reply.text == people.press(user, "thuhoi:none-such").text


def test_words_that_fit_several_units_offer_these(people: Speakers) -> None:
    reply = people.say("van-phong-tinh", "/moi bệnh viện")
    assert ids(reply) == ["f:moi:unit:bv-a", "f:moi:unit:bv-b"]
    assert ids(people.say("van-phong-tinh", "benh vien")) == ["f:moi:unit:bv-a", "f:moi:unit:bv-b"]
    assert "vai trò" in people.say("van-phong-tinh", "2").text
    assert "Phường C" in people.say("van-phong-tinh", "/moi Phường C").text
    assert "chưa thấy" in people.say("van-phong-tinh", "/moi Phường C").text


def test_in_a_group_nothing_is_done(people: Speakers) -> None:
    for text in ("/moi", "/duyet", "/thanhvien", "/roi"):
        assert people.in_group("van-phong-so", text).text == messages.NOT_PRIVATE


def test_allowed_and_own_units_follow_the_rights(people: Speakers) -> None:
    register = people.desk.register
    office, secretary = register.person("van-phong-so"), register.person("thu-ky-a")
    operator = register.person(OPERATOR)
    assert office and secretary and operator
    tree = register.tree()
    found = {unit.id for unit in allowed(office, "manage_unit", tree, AT.date())}
    assert found == {"so-y-te", "bv-a", "bv-b"}
    assert [unit.id for unit in own_unit(people.desk, secretary, "submit")] == ["bv-a"]
    assert own_unit(people.desk, secretary, "manage_unit") == []
    assert [unit.id for unit in own_unit(people.desk, operator, "send")] == ["thanh-hoa", "hai-phong"]


def _invite(
    people: Speakers, id_: str, unit: str, uses: int = 0, expires_at: str = "2027-01-01T00:00:00+00:00"
) -> None:
    row = {"id": id_, "code": id_, "unit": unit, "role": "member", "expires_at": expires_at, "uses": uses, "most": 1}
    store(people.storage, [Record("invites", row)])


def test_a_name_that_is_only_alike_is_asked_about(people: Speakers) -> None:
    reply = people.say("thu-ky-a", "/thanhvien Bệnh viện B")
    assert "chưa thấy" in reply.text
    assert ids(reply) == ["nguoi:bv-a"]
    people.press("van-phong-hp", "moi:them")
    reply = people.say("van-phong-hp", "Phường Cc")
    assert "vai trò" not in reply.text
    assert ids(reply) == ["f:moi:unit:phuong-c"]
    assert "vai trò" in people.say("van-phong-hp", "1").text
