"""Requests to join, and the people of a unit: who decides, who sees, how a role ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers import messages
from handlers import messages_units as words
from handlers.asking import Assistant
from handlers.types import Record
from tests.speakers import AT, TODAY, Speakers, ids
from tests.world import BEGAN, OPERATOR, ROLES, UNITS, person_records, store, world

EVERYBODY = [*ROLES, "khach"]
OVERSEE_A = {"van-phong-tinh", "van-phong-so", OPERATOR}
SEE_A = {*OVERSEE_A, "thu-ky-a", "truong-a"}


@pytest.fixture
def people(assistant: Assistant) -> Iterator[Speakers]:
    storage = world()
    store(storage, person_records("moi-den", (), BEGAN.date()))
    store(storage, [Record("people", {"id": "moi-den", "name": "Cán bộ mới"}), _request("r1", "bv-a")])
    yield Speakers(storage, assistant)
    storage.close()


def test_approving_gives_the_role_and_tells_the_asker(people: Speakers) -> None:
    assert ids(people.say("van-phong-so", "/duyet")) == ["duyet:yes:r1", "duyet:no:r1"]
    assert "Cán bộ mới" in people.say("van-phong-so", "1").text
    [role] = people.rows("memberships", person="moi-den")
    assert (role["unit"], role["role"], role["since"], role["until"]) == ("bv-a", "secretary", TODAY, None)
    [request] = people.rows("join_requests")
    assert (request["status"], request["decided_by"]) == ("approved", "van-phong-so")
    [(to, told)] = people.told
    assert to.user == "moi-den"
    assert "Bệnh viện A" in told.text


def test_the_second_office_is_told_that_it_is_done(people: Speakers) -> None:
    people.press("van-phong-so", "duyet:yes:r1")
    for choice in ("duyet:yes:r1", "duyet:no:r1"):
        assert people.press("van-phong-tinh", choice).text == words.REQUEST_DONE
        assert not people.told
    assert len(people.rows("memberships", person="moi-den")) == 1


def test_a_reason_written_too_late_changes_nothing(people: Speakers) -> None:
    people.press("van-phong-tinh", "duyet:no:r1")
    people.press("van-phong-so", "duyet:yes:r1")
    assert people.say("van-phong-tinh", "Chưa đúng đơn vị").text == words.REQUEST_DONE
    assert people.rows("join_requests")[0]["status"] == "approved"


def test_declining_tells_the_reason(people: Speakers) -> None:
    people.press("van-phong-so", "duyet:no:r1")
    people.say("van-phong-so", "Anh/chị thuộc Bệnh viện B")
    [request] = people.rows("join_requests")
    assert (request["status"], request["reason"]) == ("declined", "Anh/chị thuộc Bệnh viện B")
    assert "Lý do: Anh/chị thuộc Bệnh viện B" in people.told[0][1].text
    assert not people.rows("memberships", person="moi-den")


def test_declining_without_a_reason(people: Speakers) -> None:
    people.press("van-phong-so", "duyet:no:r1")
    people.say("van-phong-so", "bỏ qua")
    assert people.rows("join_requests")[0]["status"] == "declined"
    assert "Lý do" not in people.told[0][1].text


def test_the_answer_comes_without_consent_to_reminders(people: Speakers) -> None:
    refusal = {"person": "moi-den", "purpose": "reminders", "given": 0, "text": "t", "channel": "console"}
    store(people.storage, [Record("consents", refusal)], AT)
    people.press("van-phong-so", "duyet:yes:r1")
    assert people.told


def test_who_cannot_be_reached_is_approved_and_the_office_knows(people: Speakers) -> None:
    with people.storage.transaction():
        people.storage.people.block("console", "moi-den", AT)
    assert words.REQUEST_UNTOLD in people.press("van-phong-so", "duyet:yes:r1").text
    assert not people.told
    assert people.rows("memberships", person="moi-den")


def test_a_role_one_has_is_not_given_twice(people: Speakers) -> None:
    people.press("van-phong-so", "duyet:yes:r1")
    store(people.storage, [_request("r2", "bv-a")])
    people.press("van-phong-so", "duyet:yes:r2")
    assert len(people.rows("memberships", person="moi-den")) == 1


def test_a_unit_that_is_no_more_takes_nobody(people: Speakers) -> None:
    store(people.storage, [Record("units", {"id": "bv-a", "until": TODAY})])
    assert "không còn hoạt động" in people.press("van-phong-so", "duyet:yes:r1").text
    assert not people.rows("memberships", person="moi-den")


def test_the_roles_of_the_settings_are_not_for_offices_to_give(people: Speakers) -> None:
    store(people.storage, [_request("r2", "bv-a", "operator")])
    assert people.press("van-phong-so", "duyet:yes:r2").text == words.REQUEST_DONE
    assert not people.rows("memberships", person="moi-den")


@pytest.mark.parametrize("user", EVERYBODY)
def test_only_the_offices_above_decide(people: Speakers, user: str) -> None:
    store(people.storage, [_request("r2", "phuong-c")])
    for choice in ("duyet:yes:r1", "duyet:no:r1"):
        reply = people.press(user, choice)
        if user not in OVERSEE_A:
            assert reply.text == (messages.NO_ACCOUNT if user == "khach" else messages.NOT_ALLOWED)
            assert reply.text == people.press(user, choice[:-1] + "9").text
    assert (people.rows("join_requests", id="r1")[0]["status"] != "open") == (user in OVERSEE_A)
    listed = people.say(user, "/duyet")
    assert ("Phường C" in listed.text) == (user in {"van-phong-hp", OPERATOR})


@pytest.mark.parametrize("choice", ["duyet:", "duyet:yes", "duyet:yes:", "duyet:maybe:r1", "duyet:yes:r1:x"])
def test_a_forged_choice_decides_nothing(people: Speakers, choice: str) -> None:
    people.press("van-phong-so", choice)
    assert people.rows("join_requests")[0]["status"] == "open"


# The people of a unit


@pytest.mark.parametrize("user", EVERYBODY)
def test_only_who_may_sees_the_members(people: Speakers, user: str) -> None:
    for reply in (people.say(user, "/thanhvien Bệnh viện A"), people.press(user, "nguoi:bv-a")):
        assert ("trưởng ban" in reply.text) == (user in SEE_A)
        assert any(one.startswith("thoi:") for one in ids(reply)) == (user in OVERSEE_A)
    if user not in SEE_A:
        assert people.press(user, "nguoi:bv-a").text == people.press(user, "nguoi:none-such").text


def test_an_office_sees_all_under_it_unit_by_unit(people: Speakers) -> None:
    text = people.say("van-phong-tinh", "/thanhvien").text
    assert all(unit in text for unit in ("Sở Y tế Thanh Hóa:", "Bệnh viện A:", "Xã A:"))
    assert "Phường C" not in text
    assert "Bệnh viện" not in people.say("thu-ky-so", "/thanhvien").text


def test_who_is_not_reached_is_marked(people: Speakers) -> None:
    refusal = {"person": "truong-a", "purpose": "reminders", "given": 0, "text": "t", "channel": "console"}
    store(people.storage, [Record("consents", refusal)], AT)
    with people.storage.transaction():
        people.storage.people.block("console", "thanh-vien-a", AT)
    lines = people.say("thu-ky-a", "/thanhvien").text.splitlines()
    assert next(line for line in lines if "trưởng ban" in line).endswith(words.MEMBERS_SILENT)
    assert next(line for line in lines if "thành viên" in line[2:]).endswith(words.MEMBERS_BLOCKED)
    assert next(line for line in lines if "thư ký" in line).endswith("thư ký")


def test_a_long_list_ends_with_how_many_are_left(people: Speakers) -> None:
    for number in range(40):
        store(people.storage, person_records(f"p{number}", [("xa-a", "member")], BEGAN.date()))
    text = people.say("van-phong-tinh", "/thanhvien Xã A").text
    assert "Còn 11 người" in text
    assert text.count("\n- ") == 30


def test_an_office_ends_a_role_and_the_member_is_told(people: Speakers) -> None:
    people.press("van-phong-so", "thoi:bv-a:thu-ky-a@bv-a:secretary")
    people.say("van-phong-so", "có")
    [role] = people.rows("memberships", person="thu-ky-a")
    assert role["until"] == TODAY
    assert [to.user for to, _ in people.told] == ["thu-ky-a"]
    [change] = people.rows("changes", table="memberships", key="thu-ky-a@bv-a:secretary", by="van-phong-so")
    assert TODAY in str(change["after"])
    assert people.press("van-phong-so", "thoi:bv-a:thu-ky-a@bv-a:secretary").text == words.END_ROLE_GONE


@pytest.mark.parametrize("user", EVERYBODY)
@pytest.mark.parametrize("unit", [unit.id for unit in UNITS])
def test_naming_another_unit_ends_no_role(people: Speakers, user: str, unit: str) -> None:
    people.press(user, f"thoi:{unit}:thu-ky-a@bv-a:secretary", "f:thoi:sure:yes")
    ended = bool(people.rows("memberships", person="thu-ky-a", until=TODAY))
    assert ended == (unit == "bv-a" and user in OVERSEE_A)


def test_one_leaves_by_oneself(people: Speakers) -> None:
    assert "Bệnh viện A" in people.say("thu-ky-a", "/roi").text
    people.say("thu-ky-a", "đồng ý")
    assert people.rows("memberships", person="thu-ky-a")[0]["until"] == TODAY
    assert people.say("thu-ky-a", "/roi").text == words.LEAVE_NONE


def test_of_several_roles_one_is_chosen(people: Speakers) -> None:
    row = {"id": "second", "person": "thu-ky-a", "unit": "bv-a", "role": "head", "since": TODAY}
    store(people.storage, [Record("memberships", row)])
    assert len(ids(people.say("thu-ky-a", "/roi"))) == 2
    people.press("thu-ky-a", "f:roi:role:truong-a@bv-a:head", "f:roi:sure:yes")
    assert not people.rows("memberships", until=TODAY)
    people.say("thu-ky-a", "/roi", "2", "có")
    assert [one["id"] for one in people.rows("memberships", until=TODAY)] == ["second"]


def _request(id_: str, unit: str, role: str = "secretary") -> Record:
    return Record("join_requests", {"id": id_, "person": "moi-den", "unit": unit, "role": role, "status": "open"})
