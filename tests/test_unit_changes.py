"""Adding, renaming, moving, merging, splitting and ending units: by whom, with what history, and never a cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import Storage
from handlers import messages
from handlers import messages_units as words
from handlers.asking import Assistant
from handlers.duties import Occurrence
from handlers.people import Tree
from handlers.types import Record
from tests.speakers import AT, TODAY, Speakers, ids
from tests.world import OPERATOR, OPERATORS, ROLES, UNITS, person_records, store, world

EVERYBODY = [*ROLES, "khach"]
TH_UNITS = {"thanh-hoa", "so-y-te", "bv-a", "bv-b", "xa-a"}
KNOWN = {unit.id for unit in UNITS}
MANAGED = {
    "van-phong-tinh": TH_UNITS,
    "van-phong-so": {"so-y-te", "bv-a", "bv-b"},
    "van-phong-hp": {"hai-phong", "phuong-c"},
    OPERATOR: KNOWN,
}


@pytest.fixture
def people(assistant: Assistant) -> Iterator[Speakers]:
    storage = world()
    yield Speakers(storage, assistant)
    storage.close()


def tree(people: Speakers) -> Tree:
    return people.desk.register.tree()


def unit(people: Speakers, id_: str) -> dict[str, object]:
    return people.rows("units", id=id_)[0]


# One's own units


@pytest.mark.parametrize("user", EVERYBODY)
def test_everybody_sees_their_own_units_and_offices_what_they_can_change(people: Speakers, user: str) -> None:
    reply = people.say(user, "/donvi")
    for one, _ in ROLES.get(user, ()):
        assert tree(people).name(one) in reply.text
    assert ids(reply) == ([f"donvi:{name}" for name in words.CHANGES] if user in MANAGED else [])


def test_a_member_s_place_is_still_remembered_for_questions(people: Speakers) -> None:
    assert "Đã ghi: Hải Phòng." in people.say("thu-ky-a", "/donvi Hải Phòng").text
    text = people.say("thu-ky-a", "/donvi").text
    assert "Bệnh viện A (bệnh viện, cơ sở y tế; thuộc Sở Y tế Thanh Hóa; Thanh Hóa, ngành Y tế): thư ký" in text
    assert "Hải Phòng" in text


@pytest.mark.parametrize("user", sorted(set(EVERYBODY) - set(MANAGED)))
@pytest.mark.parametrize("change", [*words.CHANGES, "gi-do", ""])
def test_nobody_else_begins_a_change(people: Speakers, user: str, change: str) -> None:
    known = {messages.NO_ACCOUNT, messages.NOT_ALLOWED, messages.OLD_CHOICE}
    assert people.press(user, f"donvi:{change}").text in known
    assert people.press(user, f"f:{change}:unit:bv-a").text == messages.OLD_CHOICE


CHANGES_OF = {
    "them": ("parent:{unit}", "kind:school", "=Trường {count}", "=bỏ qua", "sure:yes"),
    "doiten": ("unit:{unit}", "=Tên {count}", "day:today", "sure:yes"),
    "chuyen": ("unit:{unit}", "parent:{other}", "sure:yes"),
    "sapnhap": ("unit:{unit}", "into:{other}", "day:today", "sure:yes"),
    "tach": ("unit:{unit}", "stays:yes", "=Phần {count}; Phần {count} nữa", "day:today", "sure:yes"),
    "tach-het": ("unit:{unit}", "stays:no", "=Nửa {count}; Nửa {count} nữa", "heir:1", "day:today", "sure:yes"),
    "ketthuc": ("unit:{unit}", "day:today", "sure:yes"),
}


def run(people: Speakers, user: str, change: str, unit: str = "", other: str = "") -> str:
    """Go through a change, pressing the buttons of these units whether they were shown or not."""
    name, count = change.split("-")[0], len(people.rows("units"))
    said = people.press(user, f"donvi:{name}").text
    for step in CHANGES_OF[change]:
        filled = step.format(unit=unit, other=other, count=count)
        if filled.startswith("="):
            said = people.say(user, filled[1:]).text
        else:
            said = people.press(user, f"f:{name}:{filled}").text
    people.say(user, "/huy")
    return said


@pytest.mark.parametrize("user", MANAGED)
@pytest.mark.parametrize("change", CHANGES_OF)
def test_an_office_changes_only_what_lies_under_it(people: Speakers, user: str, change: str) -> None:
    foreign = KNOWN - MANAGED[user]
    before = [row for row in people.rows("units") if row["id"] in foreign]
    for one in sorted(foreign):
        run(people, user, change, one, "bv-b")
        run(people, user, change, "bv-a", one)
    after = people.rows("units")
    assert [row for row in after if row["id"] in foreign] == before
    assert not [row for row in after if row["parent"] in foreign and row["id"] not in KNOWN]
    assert not [row for row in people.rows("unit_events") if row["unit"] in foreign or row["other"] in foreign]


def test_a_foreign_unit_and_one_that_is_not_are_told_alike(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:doiten")
    foreign = people.press("van-phong-so", "f:doiten:unit:phuong-c").text
    people.say("van-phong-so", "/huy")
    people.press("van-phong-so", "donvi:doiten")
    assert people.press("van-phong-so", "f:doiten:unit:none-such").text == foreign
    assert "Phường C" in people.say("van-phong-so", "Phường C").text
    assert "chưa thấy" in people.say("van-phong-so", "Phường C").text


# Add


def test_adding_a_unit(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:them")
    people.say("van-phong-so", "Sở Y tế Thanh Hóa", "bệnh viện", "Bệnh viện D")
    preview = people.say("van-phong-so", "y te")
    assert "thuộc Sở Y tế Thanh Hóa; Thanh Hóa, ngành Y tế" in preview.text
    assert words.KEPT in preview.text
    people.say("van-phong-so", "đồng ý")
    [row] = people.rows("units", name="Bệnh viện D")
    assert (row["parent"], row["kind"], row["province"], row["sector"]) == ("so-y-te", "hospital", "Thanh Hóa", "Y tế")
    [event] = people.rows("unit_events", unit=row["id"])
    assert (event["what"], event["day"], event["by"]) == ("made", TODAY, "van-phong-so")
    [change] = people.rows("changes", key=row["id"])
    assert change["by"] == "van-phong-so"


def test_two_units_of_one_name_are_not_put_in_one_place(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:them", "f:them:parent:so-y-te", "f:them:kind:hospital")
    assert "đã có đơn vị" in people.say("van-phong-so", "BỆNH VIỆN A").text
    people.say("van-phong-so", "Bệnh viện D", "bỏ qua", "có")
    assert people.rows("units", name="Bệnh viện D")


def test_a_commune_gets_its_official_name_and_code(people: Speakers) -> None:
    people.press("van-phong-tinh", "donvi:them", "f:them:parent:thanh-hoa", "f:them:kind:commune")
    people.say("van-phong-tinh", "ha trung", "bỏ qua", "có")
    [row] = people.rows("units", code="15271")
    assert (row["name"], row["province"]) == ("Xã Hà Trung", "Thanh Hóa")
    people.press("van-phong-tinh", "donvi:them", "f:them:parent:thanh-hoa", "f:them:kind:commune")
    assert "Xã Hà Trung" in people.say("van-phong-tinh", "Xã Hà Trung").text
    people.say("van-phong-tinh", "Ban VSTBPN xã Hà Trung")
    assert len(people.rows("units", code="15271")) == 1


def test_a_commune_that_is_not_quite_known_is_offered_or_kept(people: Speakers) -> None:
    people.press("van-phong-tinh", "donvi:them", "f:them:parent:thanh-hoa", "f:them:kind:commune")
    offered = people.say("van-phong-tinh", "Ban VSTBPN xã Hà Trung")
    assert "Xã Hà Trung" in [choice.label for choice in offered.choices]
    people.say("van-phong-tinh", words.ADD_AS_TYPED, "bỏ qua", "có")
    assert people.rows("units", name="Ban VSTBPN xã Hà Trung", code=None)


def test_the_operator_makes_the_first_unit(assistant: Assistant) -> None:
    storage = Storage(None, operators=OPERATORS)
    store(storage, person_records(OPERATOR, (), AT.date()))
    people = Speakers(storage, assistant)
    people.press(OPERATOR, "donvi:them")
    assert "chưa nhận ra" in people.say(OPERATOR, "Tulip Vàng").text
    people.say(OPERATOR, "tỉnh Thanh Hoá", "Ban VSTBPN tỉnh Thanh Hóa", "bỏ qua", "có")
    [row] = people.rows("units")
    assert (row["parent"], row["kind"], row["province"], row["code"]) == (None, "province", "Thanh Hóa", "38")
    people.press(OPERATOR, "donvi:them", "f:them:parent:top", "f:them:kind:other", "f:them:province:all")
    people.say(OPERATOR, "Ủy ban quốc gia", "bỏ qua", "có")
    assert people.rows("units", name="Ủy ban quốc gia")[0]["province"] is None
    storage.close()


def test_only_the_operator_adds_at_the_top(people: Speakers) -> None:
    reply = people.press("van-phong-tinh", "donvi:them")
    assert "f:them:parent:top" not in ids(reply)
    assert people.press("van-phong-tinh", "f:them:parent:top").text.startswith(words.UNIT_NOT_OPEN)


@pytest.mark.parametrize("name", ["", "x", "123", "/donvi x", "a" * 200, "…"])
def test_what_is_no_name_is_asked_again(people: Speakers, name: str) -> None:
    people.press("van-phong-so", "donvi:doiten", "f:doiten:unit:bv-a")
    people.say("van-phong-so", name, "Bệnh viện E", "hôm nay", "có")
    assert unit(people, "bv-a")["name"] == "Bệnh viện E"


# Rename and move


def test_renaming_keeps_the_old_name_and_the_day(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:doiten")
    people.say("van-phong-so", "Bệnh viện A", "Bệnh viện Đa khoa A", "1/7", "có")
    assert unit(people, "bv-a")["name"] == "Bệnh viện Đa khoa A"
    [event] = people.rows("unit_events")
    found = {key: event[key] for key in ("unit", "what", "day", "old_name", "by")}
    assert found == {
        **{"unit": "bv-a", "what": "renamed", "day": "2026-07-01", "old_name": "Bệnh viện A", "by": "van-phong-so"}
    }


@pytest.mark.parametrize("day", ["25/11/2026", "ngày mai", "31/4", "tháng 7", "trước 1/7", "1/1/2020", "lúc nào đó"])
def test_a_day_ahead_or_unclear_is_asked_again(people: Speakers, day: str) -> None:
    people.press("van-phong-so", "donvi:ketthuc", "f:ketthuc:unit:bv-a")
    assert "Từ ngày nào?" in people.say("van-phong-so", day).text
    people.say("van-phong-so", "có")
    assert unit(people, "bv-a")["until"] is None


def test_moving_a_unit(people: Speakers) -> None:
    store(people.storage, [Record("units", {"id": "bv-a", "office": "thanh-hoa"})])
    run(people, "van-phong-tinh", "chuyen", "bv-a", "xa-a")
    assert [one.id for one in tree(people).chain("bv-a")] == ["bv-a", "xa-a", "thanh-hoa"]
    [event] = people.rows("unit_events")
    assert (event["unit"], event["what"], event["other"]) == ("bv-a", "moved", "thanh-hoa")


@pytest.mark.parametrize("other", ["so-y-te", "bv-a", "thanh-hoa"])
def test_no_unit_is_moved_into_itself_or_where_it_is(people: Speakers, other: str) -> None:
    run(people, "van-phong-tinh", "chuyen", "so-y-te", other)
    assert unit(people, "so-y-te")["parent"] == "thanh-hoa"
    assert not people.rows("unit_events")


# Merge


def test_merging_moves_people_units_and_duties_and_keeps_history(people: Speakers) -> None:
    owes = {"period": "year", "year": 2026, "recurs": 1, "month": 12, "day": 1}
    sent = {"id": "s", "duty": "x", "year": 2026, "unit": "so-y-te", "day": "2026-06-01", "by": "thu-ky-so"}
    store(
        people.storage,
        [
            Record("duties", {**owes, "id": "d1", "owner": "thanh-hoa", "title": "T1", "units": "so-y-te"}),
            Record("duties", {**owes, "id": "d2", "owner": "so-y-te", "title": "T2", "units": ""}),
            Record("submissions", sent),
            Record(
                "memberships", {"id": "x", "person": "thu-ky-so", "unit": "xa-a", "role": "secretary", "since": TODAY}
            ),
        ],
    )
    preview_day = "01/07/2026"
    people.press("van-phong-tinh", "donvi:sapnhap", "f:sapnhap:unit:so-y-te", "f:sapnhap:into:xa-a")
    preview = people.say("van-phong-tinh", preview_day).text
    assert "2 người" in preview
    assert "2 đơn vị trực thuộc" in preview
    people.say("van-phong-tinh", "có")
    assert unit(people, "so-y-te")["until"] == "2026-07-01"
    assert [one.id for one in tree(people).chain("bv-a")] == ["bv-a", "xa-a", "thanh-hoa"]
    old = people.rows("memberships", unit="so-y-te")
    assert {row["until"] for row in old} == {"2026-07-01"}
    assert len(old) == 2
    assert [(row["person"], row["role"]) for row in people.rows("memberships", unit="xa-a", since="2026-07-01")] == [
        ("van-phong-so", "office")
    ]
    assert people.rows("submissions", unit="so-y-te")
    assert people.rows("duties", id="d1")[0]["units"] == "so-y-te xa-a"
    assert (people.rows("duties", id="d2")[0]["owner"], people.rows("duties", id="d2")[0]["units"]) == (
        "xa-a",
        "bv-a bv-b",
    )
    [event] = people.rows("unit_events", what="merged")
    assert (event["unit"], event["other"], event["day"]) == ("so-y-te", "xa-a", "2026-07-01")


@pytest.mark.parametrize("into", ["so-y-te", "bv-a"])
def test_no_unit_is_merged_into_itself_or_what_lies_under_it(people: Speakers, into: str) -> None:
    run(people, "van-phong-tinh", "sapnhap", "so-y-te", into)
    assert unit(people, "so-y-te")["until"] is None


def test_open_invitations_of_a_merged_unit_are_closed(people: Speakers) -> None:
    row = {
        "id": "i",
        "code": "c",
        "unit": "bv-a",
        "role": "office",
        "expires_at": "2027-01-01T00:00:00+00:00",
        "most": 1,
    }
    store(people.storage, [Record("invites", row)])
    run(people, "van-phong-so", "sapnhap", "bv-a", "bv-b")
    assert people.rows("invites")[0]["revoked"] == 1


def test_a_merge_happens_once(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:sapnhap", "f:sapnhap:unit:bv-a", "f:sapnhap:into:bv-b", "f:sapnhap:day:today")
    people.press("van-phong-tinh", "donvi:ketthuc", "f:ketthuc:unit:bv-b", "f:ketthuc:day:today", "f:ketthuc:sure:yes")
    assert "không còn hoạt động" in people.press("van-phong-so", "f:sapnhap:sure:yes").text
    assert people.press("van-phong-so", "f:sapnhap:sure:yes").text == messages.OLD_CHOICE
    assert unit(people, "bv-a")["until"] is None
    assert len(people.rows("unit_events")) == 1


# Split and end


def test_splitting_a_unit_that_ends(people: Speakers) -> None:
    people.press("van-phong-tinh", "donvi:tach", "f:tach:unit:so-y-te", "f:tach:stays:no")
    assert words.SPLIT_FEW in people.say("van-phong-tinh", "Sở Y tế một").text
    assert words.SPLIT_TWICE in people.say("van-phong-tinh", "Sở Một; SỞ MỘT").text
    assert "đơn vị mới nào" in people.say("van-phong-tinh", "Sở Y tế Thanh Hóa\nSở Dân số, Trẻ em").text
    people.say("van-phong-tinh", "2", "hôm nay")
    text = people.say("van-phong-tinh", "có").text
    assert "thư ký" in text
    [first] = people.rows("units", name="Sở Y tế Thanh Hóa", until=None)
    [second] = people.rows("units", name="Sở Dân số, Trẻ em")
    kept = ("parent", "kind", "province", "sector")
    assert {tuple(one[key] for key in kept) for one in (first, second)} == {
        ("thanh-hoa", "department", "Thanh Hóa", "Y tế")
    }
    assert unit(people, "so-y-te")["until"] == TODAY
    assert {one["parent"] for one in people.rows("units", kind="hospital")} == {second["id"]}
    assert {row["until"] for row in people.rows("memberships", unit="so-y-te")} == {TODAY}
    assert [row["other"] for row in people.rows("unit_events", what="split")] == ["so-y-te", "so-y-te"]


def test_splitting_from_a_unit_that_stays(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:tach", "f:tach:unit:bv-a", "f:tach:stays:yes")
    people.say("van-phong-so", "Bệnh viện A hai", "hôm nay", "có")
    assert unit(people, "bv-a")["until"] is None
    assert people.rows("memberships", unit="bv-a", until=None)
    assert people.rows("units", name="Bệnh viện A hai")[0]["parent"] == "so-y-te"


def test_an_office_does_not_split_the_unit_that_makes_it_one(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:tach")
    assert messages.NOT_ALLOWED in people.press("van-phong-so", "f:tach:unit:so-y-te").text


def test_a_unit_ends_when_nothing_lies_under_it(people: Speakers) -> None:
    people.press("van-phong-tinh", "donvi:ketthuc")
    assert "2 đơn vị trực thuộc" in people.press("van-phong-tinh", "f:ketthuc:unit:so-y-te").text
    people.press("van-phong-tinh", "f:ketthuc:unit:bv-a", "f:ketthuc:day:today", "f:ketthuc:sure:yes")
    assert unit(people, "bv-a")["until"] == TODAY
    assert {row["until"] for row in people.rows("memberships", unit="bv-a")} == {TODAY}
    assert [row["what"] for row in people.rows("unit_events")] == ["ended"]


# What it means for people and reports

YEAR_REPORT = "báo cáo tổng kết năm về hoạt động vì sự tiến bộ của phụ nữ năm 2026 (chậm nhất 29/11/2026)"


def told(people: Speakers) -> dict[str, str]:
    return {to.user: reply.text for to, reply in people.told}


def line_of(text: str, beginning: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(beginning))


def test_a_merge_names_the_open_reports_and_who_sends_them_now(people: Speakers) -> None:
    """Of the sector both owe the same report; what only the old unit was asked for would go to the heir too."""
    own = {"period": "once", "year": 2026, "recurs": 0, "month": 12, "day": 1, "owner": "so-y-te", "units": "bv-a"}
    sent = {"id": "s", "duty": "so-y-te-thanh-hoa-2018:first-half-report", "year": 2026, "unit": "bv-a"}
    store(
        people.storage,
        [
            Record("duties", {**own, "id": "d", "title": "Danh sách nữ cán bộ"}),
            Record("submissions", {**sent, "day": "2026-05-20", "by": None}),
        ],
    )
    people.press("van-phong-so", "donvi:sapnhap", "f:sapnhap:unit:bv-a", "f:sapnhap:into:bv-b")
    preview = people.press("van-phong-so", "f:sapnhap:day:today").text
    line = line_of(preview, "Báo cáo Bệnh viện A chưa nộp sẽ do Bệnh viện B nộp: ")
    assert YEAR_REPORT in line
    assert "danh sách nữ cán bộ năm 2026 (chậm nhất 1/12/2026)" in line
    assert "6 tháng" not in line
    assert "Tôi báo cho 3/3 người ở đó" in preview
    people.press("van-phong-so", "f:sapnhap:sure:yes")
    owed = {one.duty.id for one in occurrences(people, "bv-b")}
    assert {"d", "so-y-te-thanh-hoa-2018:year-report"} <= owed


def occurrences(people: Speakers, id_: str) -> list[Occurrence]:
    found = tree(people).unit(id_)
    assert found is not None
    return people.desk.duties().occurrences(found, date(2026, 11, 24), date(2026, 12, 31))


def test_a_merge_across_provinces_says_what_nobody_owes_any_more(people: Speakers) -> None:
    people.press(OPERATOR, "donvi:sapnhap", "f:sapnhap:unit:bv-a")
    people.say(OPERATOR, "phường c")
    preview = people.press(OPERATOR, "f:sapnhap:day:today").text
    assert YEAR_REPORT in line_of(preview, "Báo cáo không còn ai phải nộp, tôi thôi nhắc: ")


def test_a_move_keeps_the_reports_but_those_of_the_old_office(people: Speakers) -> None:
    own = {"period": "once", "year": 2026, "recurs": 0, "month": 12, "day": 1, "owner": "so-y-te", "units": ""}
    store(people.storage, [Record("duties", {**own, "id": "d", "title": "Danh sách"})])
    people.press("van-phong-tinh", "donvi:chuyen", "f:chuyen:unit:bv-a")
    preview = people.press("van-phong-tinh", "f:chuyen:parent:thanh-hoa").text
    assert YEAR_REPORT in line_of(preview, "Báo cáo chưa nộp vẫn do Bệnh viện A nộp: ")
    assert "không còn ai phải nộp, tôi thôi nhắc: danh sách năm 2026" in preview
    assert not people.told


def test_an_end_names_the_open_reports(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:ketthuc", "f:ketthuc:unit:bv-a")
    preview = people.press("van-phong-so", "f:ketthuc:day:today").text
    assert YEAR_REPORT in line_of(preview, "Báo cáo không còn ai phải nộp, tôi thôi nhắc: ")


@pytest.mark.parametrize(
    ("change", "answers", "said"),
    [
        (
            "sapnhap",
            ("into:bv-b", "day:today"),
            "đã nhập vào Bệnh viện B từ ngày 24/11/2026. Vai trò của anh/chị (thư ký)",
        ),
        ("chuyen", ("parent:xa-a",), "Bệnh viện A nay thuộc Xã A, từ ngày 24/11/2026. Vai trò của anh/chị (thư ký)"),
        ("ketthuc", ("day:today",), "đã kết thúc từ ngày 24/11/2026; vai trò của anh/chị ở đó (thư ký) kết thúc"),
    ],
)
def test_the_people_of_the_unit_are_told_if_they_agreed(
    people: Speakers, change: str, answers: tuple[str, ...], said: str
) -> None:
    no = {"person": "truong-a", "purpose": "reminders", "given": 0, "text": "x", "channel": "console"}
    store(
        people.storage,
        [
            Record("consents", no),
            Record("contacts", {"channel": "console", "user": "thanh-vien-a", "blocked_at": "2026-01-05T00:00:00"}),
        ],
    )
    steps = (f"f:{change}:{answer}" for answer in ("unit:bv-a", *answers))
    preview = people.press("van-phong-tinh", f"donvi:{change}", *steps).text
    assert "Tôi báo cho 1/3 người ở đó" in preview
    assert not people.told
    people.press("van-phong-tinh", f"f:{change}:sure:yes")
    assert list(told(people)) == ["thu-ky-a"]
    assert said in told(people)["thu-ky-a"]


def test_whoever_changes_it_is_not_told_of_it(people: Speakers) -> None:
    people.press("van-phong-so", "donvi:tach", "f:tach:unit:bv-a", "f:tach:stays:no")
    people.say("van-phong-so", "A một; A hai", "hôm nay", "có")
    assert set(told(people)) == {"thu-ky-a", "truong-a", "thanh-vien-a"}
    people.press("van-phong-tinh", "donvi:chuyen", "f:chuyen:unit:so-y-te", "f:chuyen:parent:xa-a", "f:chuyen:sure:yes")
    assert set(told(people)) == {"van-phong-so", "thu-ky-so"}


@pytest.mark.parametrize(("change", "step"), [("chuyen", "parent"), ("sapnhap", "into")])
def test_a_unit_is_not_offered_as_its_own_target(people: Speakers, change: str, step: str) -> None:
    reply = people.press("van-phong-tinh", f"donvi:{change}", f"f:{change}:unit:so-y-te")
    assert ids(reply) == [f"f:{change}:{step}:thanh-hoa", f"f:{change}:{step}:xa-a"]
    people.press("van-phong-tinh", f"donvi:{change}", f"f:{change}:unit:bv-a")
    assert ids(people.say("van-phong-tinh", "bệnh viện")) == [f"f:{change}:{step}:bv-b"]


# Whatever is done, the tree stays one

LIKELY = [*CHANGES_OF, "sapnhap", "sapnhap", "chuyen"]
CHANGE = st.tuples(st.sampled_from(LIKELY), st.integers(0, 11), st.integers(0, 11))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=3, max_size=9), st.sampled_from([OPERATOR, "van-phong-tinh"]))
def test_after_any_changes_every_unit_answers_to_one_that_stands(
    assistant: Assistant, changes: list[tuple[str, int, int]], user: str
) -> None:
    storage = world()
    people = Speakers(storage, assistant)
    store(storage, [Record("units", {"id": "bv-b", "office": "thanh-hoa"})])
    roles = len(people.rows("memberships"))
    for number, (change, first, second) in enumerate(changes):
        ids_ = [str(row["id"]) for row in people.rows("units", until=None)]
        one, other = ids_[first % len(ids_)], ids_[second % len(ids_)]
        run(people, user, change, one, other)
        assert len(people.rows("memberships")) >= roles, "a role is ended, never taken away"
        rows = {str(row["id"]): row for row in people.rows("units")}
        for id_, row in rows.items():
            path = [id_]
            while above := rows[path[-1]]["office"] or rows[path[-1]]["parent"]:
                assert above not in path, (number, change)
                path.append(str(above))
            if row["until"] is None:
                assert all(rows[step]["until"] is None for step in path), (number, change)
        active = people.rows("memberships", until=None)
        assert all(rows[str(row["unit"])]["until"] is None for row in active)
        assert len({(row["person"], row["unit"], row["role"]) for row in active}) == len(active)
    storage.close()
