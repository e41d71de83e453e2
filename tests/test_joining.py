"""Joining: nobody gets a role without a code or the office, nothing is kept without consent, no code is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage import Storage
from handlers import messages
from handlers import messages_joining as words
from handlers.asking import Assistant
from handlers.code_shapes import typed_code, without_codes
from handlers.codes import OF_ALL, OF_ONE, is_code, looked_up, written
from handlers.consent import NAME_LETTERS
from handlers.desk import Desk, Service
from handlers.people import PURPOSES
from handlers.types import Address, IncomingMessage, Outcome, Record, Session
from handlers.yes_words import agrees, says_yes
from tests.talking import NOW, Talking, text_of
from tests.world import CHANNEL, OPERATOR, OPERATORS, UNITS, address, store, unit_record, world

NEW = "khach"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def roles_of(talking: Talking, user: str, channel: str = CHANNEL) -> set[tuple[str, str]]:
    person = talking.storage.register.person_at(address(user, channel))
    return {(one.unit, one.role) for one in person.memberships} if person else set()


def counts(talking: Talking) -> dict[str, int]:
    tables = ("people", "contacts", "consents", "memberships", "join_requests", "wrong_codes")
    return {table: len(talking.rows(table)) for table in tables}


def test_an_invitation_makes_a_member_with_every_answer_logged(talking: Talking) -> None:
    code = talking.invite("bv-a", "secretary")
    notice, first = talking.say(NEW, f"/thamgia {code}")
    assert "Bệnh viện A" in notice.text
    assert "thư ký" in notice.text
    for told in ("Sở Nội vụ tỉnh A", "bdg@tinh-a.example", "/dulieu", "91/2025/QH15", "tự nguyện"):
        assert told in notice.text
    assert first.text == words.CONSENTS["account"]
    assert counts(talking)["people"] == 11  # nothing yet
    assert talking.talk(NEW, "đồng ý") == words.CONSENTS["reminders"]
    assert talking.talk(NEW, "2") == words.CONSENTS["reports"]
    assert talking.talk(NEW, "có") == words.NAME
    done = talking.talk(NEW, "Thư ký bệnh viện A")
    assert "Bệnh viện A" in done
    assert "thư ký" in done
    assert "/han" in done
    assert words.QUIET in done
    person = talking.storage.register.person_at(address(NEW))
    assert person is not None
    assert person.name == "Thư ký bệnh viện A"
    assert person.consents == {"account", "reports"}
    [membership] = person.memberships
    assert (membership.unit, membership.role, membership.since) == ("bv-a", "secretary", NOW.date())
    log = talking.storage.register.consents_of(person.id)
    assert [(one.purpose, one.given, one.channel) for one in log] == [
        ("account", True, CHANNEL),
        ("reminders", False, CHANNEL),
        ("reports", True, CHANNEL),
    ]
    assert all(one.text.startswith(f"{one.purpose}:") and len(one.text) <= 40 for one in log)
    assert talking.rows("invites")[-1]["uses"] == 1
    assert not roles_of(talking, "ai-do")
    assert words.BAD_CODE in talking.talk("ai-do", f"/thamgia {code}")  # used up


def test_the_text_that_is_logged_changes_with_what_is_told(assistant: Assistant) -> None:
    logged = []
    for service in (Service("A", "b"), Service("A", "c"), Service("A", "b")):
        storage = world()
        talking = Talking(storage, assistant, service)
        talking.talk(NEW, f"/thamgia {talking.invite('bv-a', 'member')}", "có", "có", "có", "bỏ qua")
        logged.append([row["text"] for row in talking.rows("consents")][-3:])
        storage.close()
    assert logged[0] == logged[2]
    assert not set(logged[0]) & set(logged[1])


def test_where_the_settings_are_empty_somebody_is_still_named(assistant: Assistant) -> None:
    storage = world()
    talking = Talking(storage, assistant, Service())
    notice = talking.say(NEW, f"/thamgia {talking.invite('bv-a', 'member')}")[0]
    assert words.CONTROLLER_UNKNOWN in notice.text
    assert messages.OFFICE in notice.text
    storage.close()


def test_nothing_is_ticked_and_silence_is_no_consent(talking: Talking) -> None:
    talking.say(NEW, f"/thamgia {talking.invite('bv-a', 'member')}")
    before = counts(talking)
    for said in ("", "ừm để xem", "👍", "3", "/boqua"):
        assert words.CONSENTS["account"] in text_of(talking.say(NEW, said))
    assert counts(talking) == before


def test_without_an_account_there_is_no_joining_and_nothing_is_kept(talking: Talking) -> None:
    code = talking.invite("bv-a", "member")
    before = counts(talking)
    assert talking.talk(NEW, f"/thamgia {code}", "không đồng ý") == words.ACCOUNT_REFUSED
    assert counts(talking) == before
    assert "Nguồn:" in talking.talk(NEW, "Thông tư 191/2009/TT-BTC chi những gì")
    assert words.CONSENTS["account"] in talking.talk(NEW, f"/thamgia {code}")  # not used up


@pytest.mark.parametrize("spelt", ["{lower}", "{spaced}", "{dashed}", "  {code} ."])
def test_a_code_may_be_typed_in_any_way(talking: Talking, spelt: str) -> None:
    code = talking.invite("bv-a", "member")
    forms = {"code": code, "lower": code.lower(), "spaced": f"{code[:3]} {code[3:]}", "dashed": "-".join(code)}
    assert words.CONSENTS["account"] in talking.talk(NEW, f"/thamgia {spelt.format(**forms)}")


@pytest.mark.parametrize("start", ["/start moi_{code}", "/start moi-{code}", "/START MOI_{code}"])
def test_a_deep_link_is_an_invitation(talking: Talking, start: str) -> None:
    code = talking.invite("bv-a", "member")
    assert words.CONSENTS["account"] in talking.talk(NEW, start.format(code=code))


def test_every_code_that_does_not_hold_gets_one_answer(talking: Talking) -> None:
    gone = talking.invite("xa-a", "member")
    xa = next(unit for unit in UNITS if unit.id == "xa-a")
    row = {**unit_record(xa).row, "until": "2026-11-24"}
    store(talking.storage, [Record("units", row)])
    codes = [
        "ABCDEFGHJK",
        talking.invite("bv-a", "member", days=0),
        talking.invite("bv-a", "member", most=0),
        talking.invite("bv-a", "member", revoked=True),
        talking.invite("khong-co", "member"),
        gone,
    ]
    for number, code in enumerate(codes):
        assert talking.talk(f"khach-{number}", f"/thamgia {code}") == words.BAD_CODE
    assert len(talking.rows("wrong_codes")) == len(codes)


def test_after_too_many_wrong_codes_right_ones_are_refused_for_an_hour(talking: Talking) -> None:
    code = talking.invite("bv-a", "member")
    for _ in range(OF_ONE + 1):
        assert talking.talk(NEW, "/thamgia SAI-SAI") == words.BAD_CODE
    for _ in range(3):
        assert talking.talk(NEW, f"/thamgia {code}") == words.TOO_MANY_CODES
    assert talking.talk(NEW, f"/lienket {code}") == words.TOO_MANY_CODES
    assert words.CONSENTS["account"] in talking.talk("ai-do", f"/thamgia {code}")  # others are not hindered
    talking.clock.advance(3601)
    assert words.CONSENTS["account"] in talking.talk(NEW, f"/thamgia {code}")


def test_after_too_many_wrong_codes_of_all_nobody_tries(talking: Talking) -> None:
    code = talking.invite("bv-a", "member")
    wrong = [Record("wrong_codes", {"session": f"web:{n}:{n}"}) for n in range(OF_ALL + 1)]
    store(talking.storage, wrong[:-1], NOW)
    assert words.CONSENTS["account"] in talking.talk(NEW, f"/thamgia {code}")
    store(talking.storage, wrong[-1:], NOW)
    assert talking.talk("ai-do", f"/thamgia {code}") == words.TOO_MANY_CODES


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text("ABC23- ", min_size=1, max_size=6), st.integers(0, 1200)), max_size=40))
def test_however_codes_are_tried_few_are_looked_up_in_an_hour(
    assistant: Assistant, tries: list[tuple[str, int]]
) -> None:
    storage, now = Storage(None), NOW
    desk, looked = Desk(assistant, storage.register), []
    for number, (code, pause) in enumerate(tries):
        now += timedelta(seconds=pause)
        message = IncomingMessage(str(number), address(NEW), now, code)

        def find(typed: str) -> str | None:
            looked.append(now)  # noqa: B023 - called before the loop goes on
            return typed if typed == "ABC23" else None

        outcome = looked_up(desk, message, Session(message.sender.session_key), code, find)
        if isinstance(outcome, Outcome):
            store(storage, [one for one in outcome.effects if isinstance(one, Record)], now)
        else:
            looked.pop()  # a right one is not counted
    storage.close()
    for first in looked:
        assert sum(first <= one < first + timedelta(hours=1) for one in looked) <= OF_ONE + 1


@pytest.mark.parametrize(
    ("text", "code"), [("ABC", True), ("ab-c 2", True), ("", False), ("--", False), ("Xã A", False)]
)
def test_what_may_be_a_code(text: str, code: bool) -> None:
    assert is_code(text) is code


def test_a_moment_is_written_as_the_storage_writes_it() -> None:
    assert written(NOW.astimezone()) == "2026-11-24T02:00:00.000000+00:00"


def test_an_invitation_may_close_while_questions_are_answered(talking: Talking) -> None:
    code = talking.invite("bv-a", "member")
    for user in ("a", "b"):
        talking.talk(user, f"/thamgia {code}", "có", "có", "có")
    before = counts(talking)
    assert "đã tham gia" in talking.talk("a", "bỏ qua")
    after = counts(talking)
    assert after["people"] == before["people"] + 1
    assert talking.talk("b", "bỏ qua") == words.INVITE_CLOSED
    assert counts(talking) == after
    assert not roles_of(talking, "b")
    late = talking.invite("bv-a", "member", days=1)
    talking.talk("c", f"/thamgia {late}", "có", "có", "có")
    talking.clock.advance(25 * 3600)
    assert talking.talk("c", "bỏ qua") == words.INVITE_CLOSED


def test_a_message_that_comes_twice_joins_once(talking: Talking) -> None:
    code = talking.invite("bv-a", "member", most=5)
    before = counts(talking)
    for text in (f"/thamgia {code}", "có", "có", "có", "bỏ qua"):
        talking.hear(address(NEW), text, times=2)
    after = counts(talking)
    assert {table: after[table] - before[table] for table in after} == {
        **{"people": 1, "contacts": 1, "consents": 3, "memberships": 1, "join_requests": 0, "wrong_codes": 0}
    }
    assert talking.rows("invites")[-1]["uses"] == 1


def test_somebody_with_an_account_only_confirms_the_role(talking: Talking) -> None:
    code = talking.invite("bv-b", "head")
    before = counts(talking)
    [asked] = talking.say("thu-ky-a", f"/thamgia {code}")
    assert [choice.label for choice in asked.choices] == [words.ACCEPT, words.DECLINE]
    assert "đã tham gia Bệnh viện B" in text_of(talking.pick("thu-ky-a", words.ACCEPT))
    assert roles_of(talking, "thu-ky-a") == {("bv-a", "secretary"), ("bv-b", "head")}
    after = counts(talking)
    assert (after["consents"], after["people"]) == (before["consents"], before["people"])
    other = talking.invite("bv-b", "member")
    assert talking.talk("thu-ky-a", f"/thamgia {other}", "không") == words.ROLE_DECLINED
    assert talking.rows("invites")[-1]["uses"] == 0


def test_what_was_withdrawn_is_asked_again(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="dulieu:off:reminders")
    notice, asked = talking.say("thu-ky-a", f"/thamgia {talking.invite('bv-b', 'member')}")
    assert "Sở Nội vụ tỉnh A" in notice.text
    assert "có nhận không" in asked.text
    assert talking.talk("thu-ky-a", "có") == words.CONSENTS["reminders"]
    assert words.QUIET not in talking.talk("thu-ky-a", "có")
    person = talking.storage.register.person("thu-ky-a")
    assert person is not None
    assert person.consents == set(PURPOSES)


def test_the_same_role_twice_uses_nothing(talking: Talking) -> None:
    code = talking.invite("bv-a", "secretary")
    before = counts(talking)
    assert talking.talk("thu-ky-a", f"/thamgia {code}") == words.ALREADY.format(role="thư ký", unit="Bệnh viện A")
    assert counts(talking) == before
    assert talking.rows("invites")[-1]["uses"] == 0


def test_the_role_may_have_come_meanwhile(talking: Talking) -> None:
    code = talking.invite("bv-b", "head", most=5)
    talking.say("thu-ky-a", f"/thamgia {code}")
    row = {"id": "moi", "person": "thu-ky-a", "unit": "bv-b", "role": "head", "since": "2026-11-24"}
    store(talking.storage, [Record("memberships", row)])
    assert "rồi" in talking.talk("thu-ky-a", "có")
    assert talking.rows("invites")[-1]["uses"] == 0


def test_a_name_is_short_and_clean(talking: Talking) -> None:
    talking.talk(NEW, f"/thamgia {talking.invite('bv-a', 'member')}", "có", "có", "có")
    assert words.NAME_TOO_LONG.format(most=NAME_LETTERS) in talking.talk(NEW, "a" * (NAME_LETTERS + 1))
    assert words.NAME_EMPTY in talking.talk(NEW, "123 !!")
    talking.talk(NEW, "Thư\u202e ký\n\x07 A")
    person = talking.storage.register.person_at(address(NEW))
    assert person is not None
    assert person.name == "Thư ký A"


def test_no_name_is_a_choice(talking: Talking) -> None:
    talking.talk(NEW, f"/thamgia {talking.invite('bv-a', 'member')}", "có", "có", "có")
    talking.pick(NEW, words.NO_NAME)
    person = talking.storage.register.person_at(address(NEW))
    assert person is not None
    assert person.name is None


@pytest.mark.parametrize("text", ["/thamgia", "/thamgia {code}", "/start moi_{code}"])
def test_in_a_group_nothing_is_done(talking: Talking, text: str) -> None:
    before = counts(talking)
    said = talking.hear(Address(CHANNEL, "nhom", NEW), text.format(code=talking.invite("bv-a", "member")))
    assert text_of(said) == messages.NOT_PRIVATE
    assert counts(talking) == before
    for choice in ("xinthem:", "rutxin:x"):
        talking.hear(Address(CHANNEL, "nhom", "thu-ky-a"), choice=choice)
    assert counts(talking) == before


def request(talking: Talking, user: str, unit: str = "Bệnh viện A", role: str = "thư ký", note: str = "bỏ qua") -> str:
    """A request of somebody with an account; what is said at its end."""
    return text_of(talking.say(user, choice="xinthem:")) and talking.talk(user, unit, "có", role, note)


def test_a_request_goes_to_the_offices_of_the_unit(talking: Talking) -> None:
    talking.talk(NEW, "/thamgia", "có", "có", "không", "Thư ký mới", "benh vien a", "dung", "thư ký")
    done = talking.talk(NEW, "Tôi mới nhận việc")
    assert done == words.REQUESTED.format(role="thư ký", unit="Bệnh viện A")
    [row] = talking.rows("join_requests")
    assert (row["unit"], row["role"], row["status"], row["note"]) == ("bv-a", "secretary", "open", "Tôi mới nhận việc")
    assert not roles_of(talking, NEW)
    for office in ("van-phong-so", "van-phong-tinh"):
        [letter] = talking.letters(office)
        assert letter.key == f"request:{row['id']}:{office}"
        assert "Thư ký mới đề nghị tham gia Bệnh viện A, vai trò thư ký" in letter.reply.text
        assert "Tôi mới nhận việc" in letter.reply.text
        assert [choice.id for choice in letter.reply.choices] == [f"duyet:yes:{row['id']}", f"duyet:no:{row['id']}"]
    for other in ("van-phong-hp", OPERATOR, "thu-ky-a"):
        assert not talking.letters(other)


def test_consent_comes_first_and_no_account_ends_it(talking: Talking) -> None:
    _, asked = talking.say(NEW, "/thamgia")
    assert asked.text == words.CONSENTS["account"]
    before = counts(talking)
    assert talking.talk(NEW, "không") == words.ACCOUNT_REFUSED
    assert counts(talking) == before


def test_units_are_searched_chosen_and_searched_again(talking: Talking) -> None:
    talking.talk("thu-ky-c", "/thamgia")
    talking.pick("thu-ky-c", words.ANOTHER_REQUEST)
    assert "chưa thấy đơn vị nào" in talking.talk("thu-ky-c", "Sở Giao thông")
    [asked] = talking.say("thu-ky-c", "bệnh viện")
    assert [choice.label for choice in asked.choices] == [
        "Bệnh viện A (thuộc Sở Y tế Thanh Hóa)",
        "Bệnh viện B (thuộc Sở Y tế Thanh Hóa)",
    ]
    assert words.UNIT_CHOOSE in talking.talk("thu-ky-c", "cái khác")
    assert words.REQUEST_UNIT in talking.talk("thu-ky-c", "lùi")
    assert "Có phải Xã A" in talking.talk("thu-ky-c", "xã a")
    talking.talk("thu-ky-c", "lùi", "bệnh viện")
    assert talking.say("thu-ky-c", choice="f:xinvao:unit:xa-a")[0].text.startswith(words.UNIT_CHOOSE)  # not offered now
    assert "Anh/chị xin vai trò nào tại Bệnh viện B?" in text_of(talking.pick("thu-ky-c", "Bệnh viện B"))
    for refused in ("cơ quan thường trực", "người vận hành", ""):
        assert words.ROLE_CHOOSE in talking.talk("thu-ky-c", refused)
    assert words.ROLE_CHOOSE in text_of(talking.say("thu-ky-c", choice="f:xinvao:role:office"))
    assert words.REQUEST_NOTE in talking.talk("thu-ky-c", "Trưởng ban")
    assert words.NOTE_TOO_LONG.format(most=300) in talking.talk("thu-ky-c", "a" * 301)
    assert "Bệnh viện B" in text_of(talking.pick("thu-ky-c", words.NO_NOTE))


def test_a_unit_may_be_named_at_once(talking: Talking) -> None:
    talking.say("thu-ky-c", "/thamgia Bệnh viện A")
    assert "Có phải Bệnh viện A" in talking.talk("thu-ky-c", "")


def test_a_unit_that_is_no_more_is_not_found_or_no_longer_taken(talking: Talking) -> None:
    talking.say("thu-ky-c", choice="xinthem:")
    talking.talk("thu-ky-c", "xã a", "có", "thành viên")
    row = next(unit_record(unit).row for unit in UNITS if unit.id == "xa-a")
    store(talking.storage, [Record("units", {**row, "until": "2026-11-24"})])
    assert talking.talk("thu-ky-c", "bỏ qua") == words.UNIT_GONE
    talking.say("thu-ky-c", choice="xinthem:")
    assert "chưa thấy" in talking.talk("thu-ky-c", "xã a")
    assert not talking.rows("join_requests")


def test_at_most_three_requests_are_open_and_one_twice_is_one(talking: Talking) -> None:
    assert "Đã gửi" in request(talking, "thu-ky-c")
    assert request(talking, "thu-ky-c") == words.REQUEST_TWICE.format(role="thư ký", unit="Bệnh viện A")
    assert "Đã gửi" in request(talking, "thu-ky-c", role="thành viên")
    talking.say("thu-ky-c", choice="xinthem:")
    talking.talk("thu-ky-c", "bệnh viện b", "có", "thành viên")
    talking.say("thu-ky-c", choice="f:xinvao:note:-")
    assert len(talking.rows("join_requests")) == 3
    assert text_of(talking.say("thu-ky-c", choice="xinthem:")) == words.REQUESTS_FULL.format(most=3)


def test_a_role_that_one_has_is_not_asked_for(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="xinthem:")
    assert "rồi" in talking.talk("thu-ky-a", "bệnh viện a", "có", "thư ký")
    assert not talking.rows("join_requests")


def test_without_an_office_the_operators_decide(assistant: Assistant) -> None:
    for people, told in (((OPERATOR,), True), ((), False)):
        storage = Storage(None, operators=OPERATORS)
        store(storage, (unit_record(unit) for unit in UNITS))
        talking = Talking(storage, assistant)
        for user in people:
            talking.talk(user, "/thamgia", "có", "có", "có", "bỏ qua")
        before = len(talking.letters(OPERATOR))
        talking.talk(NEW, "/thamgia", "có", "có", "có", "bỏ qua", "xã a", "có", "thành viên")
        done = talking.talk(NEW, "bỏ qua")
        assert done.startswith("Đã gửi" if told else "Đã ghi")
        assert len(talking.letters(OPERATOR)) == before + told
        if told:
            assert words.SOMEBODY in talking.letters(OPERATOR)[-1].reply.text
        storage.close()


def test_an_office_that_cannot_be_reached_leaves_it_to_the_next(talking: Talking) -> None:
    for office in ("van-phong-so", "van-phong-tinh"):
        talking.say(office, choice="dulieu:off:reminders")
    heard = {user: len(talking.letters(user)) for user in ("van-phong-so", "van-phong-tinh", OPERATOR)}
    request(talking, "thu-ky-c")
    assert len(talking.letters(OPERATOR)) == heard[OPERATOR] + 1
    assert len(talking.letters("van-phong-so")) == heard["van-phong-so"]


def test_one_sees_and_withdraws_ones_requests_only(talking: Talking) -> None:
    request(talking, "thu-ky-c")
    [row] = talking.rows("join_requests")
    text = talking.talk("thu-ky-c", "/thamgia")
    assert "Thư ký, Phường C, từ 5/1/2026" in text
    assert "thư ký, Bệnh viện A" in text
    choice = talking.offered("thu-ky-c", "Rút đề nghị").id
    assert len(choice) <= 64
    for stranger in ("thu-ky-a", OPERATOR, NEW):
        assert text_of(talking.say(stranger, choice=choice)) == messages.OLD_CHOICE
    assert text_of(talking.say("thu-ky-c", choice="rutxin:khong-co")) == messages.OLD_CHOICE
    assert talking.rows("join_requests")[0]["status"] == "open"
    assert "Đã rút" in text_of(talking.say("thu-ky-c", choice=choice))
    assert talking.rows("join_requests") == [{**row, "status": "withdrawn"}]
    assert not talking.letters("van-phong-so")  # what had not gone out is taken back
    assert text_of(talking.say("thu-ky-c", choice=choice)) == messages.OLD_CHOICE
    assert "Bệnh viện A" not in talking.talk("thu-ky-c", "/thamgia")


def test_the_operator_gets_an_account_without_a_unit(assistant: Assistant) -> None:
    storage = Storage(None, operators=OPERATORS)
    talking = Talking(storage, assistant)
    notice, _ = talking.say(OPERATOR, "/thamgia")
    assert words.OPERATOR_INVITED in notice.text
    done = talking.talk(OPERATOR, "có", "có", "không", "bỏ qua")
    assert words.OPERATOR_JOINED in done
    person = storage.register.person_at(address(OPERATOR))
    assert person is not None
    assert person.operator
    assert person.memberships == ()
    assert words.STANDING_OPERATOR in talking.talk(OPERATOR, "/thamgia")
    assert talking.talk("khac", "/thamgia", "không") == words.ACCOUNT_REFUSED
    assert not storage.register.is_operator(address("khac"))
    storage.close()


def test_an_operator_may_refuse(assistant: Assistant) -> None:
    storage = Storage(None, operators=OPERATORS)
    talking = Talking(storage, assistant)
    assert talking.talk(OPERATOR, "/thamgia", "không") == words.ACCOUNT_REFUSED
    assert storage.register.person_at(address(OPERATOR)) is None
    storage.close()


def test_choices_of_dialogues_that_are_not_open_do_nothing(talking: Talking) -> None:
    before = counts(talking)
    for choice in ("f:nhanmoi:account:yes", "f:nhanmoi:confirm:yes", "f:xinvao:role:head", "f:lapvanhanh:account:yes"):
        assert text_of(talking.say(NEW, choice=choice)) == messages.OLD_CHOICE
    assert counts(talking) == before


@pytest.mark.parametrize("form", ["{}", "tham gia {}", "mã mời: {}", "em có mã {} ạ", "{}."])
@pytest.mark.parametrize("spelt", [str.lower, str.upper, lambda code: f"{code[:5]}-{code[5:]}"])
def test_a_code_pasted_without_a_command_joins(talking: Talking, form: str, spelt: Callable[[str], str]) -> None:
    code = spelt(talking.invite("bv-a", "secretary"))
    notice, first = talking.say(NEW, form.format(code))
    assert "Bệnh viện A" in notice.text
    assert first.text == words.CONSENTS["account"]


def test_a_code_joins_in_the_middle_of_asking_for_a_role(talking: Talking) -> None:
    code = talking.invite("bv-a", "secretary")
    talking.say(NEW, "/thamgia")
    notice, _ = talking.say(NEW, code.lower())
    assert "Bệnh viện A" in notice.text


@pytest.mark.parametrize("said", ["sao mã {} không vào được vậy nhỉ", "nộp báo cáo bằng {} ở tỉnh nào trên sao hỏa"])
def test_no_code_is_filed_among_the_questions(talking: Talking, said: str) -> None:
    code = talking.invite("bv-a", "secretary")
    talking.say(NEW, said.format(code))
    talking.hear(Address(CHANNEL, "nhom", NEW), code)
    assert not any(code.lower() in str(row).lower() for row in talking.rows("unanswered"))
    assert code.lower() not in str(talking.storage.sessions.load(address(NEW).session_key).data).lower()


@pytest.mark.parametrize("text", ["phunu", "tháng 12 năm 2026", "0912345678", "1234567890", "2458/BVSTBCPN", "nganh"])
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert typed_code(text) is None
    assert without_codes(text) == text


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        *((one, True) for one in ("đc", "ok e", "đồng ý hết", "Dạ vâng ạ", "đồng ý nhé", "oke luôn", "được ạ", "có ạ")),
        *((one, False) for one in ("không ạ", "ko", "thôi em", "không đồng ý nhé", "dạ không")),
        *((one, None) for one in ("em", "đồng ý cái gì", "có không", "để em hỏi đã", "chưa rõ", "")),
    ],
)
def test_yes_and_no_as_people_type_them(said: str, yes: bool | None) -> None:
    assert says_yes(said) is yes


@pytest.mark.parametrize(("said", "agreed"), [("đồng ý ạ", True), ("không ạ", False), ("lưu", None), ("Gửi nhé", None)])
def test_words_that_do_something_agree_to_nothing(said: str, agreed: bool | None) -> None:
    assert agrees(said) is agreed


def test_to_save_is_no_consent(talking: Talking) -> None:
    talking.say(NEW, talking.invite("bv-a", "secretary"))
    before = counts(talking)
    talking.say(NEW, "lưu")
    talking.say(NEW, "gửi")
    assert counts(talking) == before
    assert talking.talk(NEW, "đồng ý") != words.CONSENTS["account"]
