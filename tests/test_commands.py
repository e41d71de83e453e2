"""Commands, and the member's own unit."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers import messages
from handlers.asking import Assistant
from handlers.chain import all_commands
from handlers.commands import command_handler
from handlers.desk import Desk
from handlers.table import COMMAND_TO, lasts
from handlers.types import Address, IncomingMessage, Outcome, Send, Session
from tests.world import OPERATOR, OPERATORS, ROLES, address, world

MEMBER = {"all", "member"}
SECRETARY = {*MEMBER, "submit", "set_stages", "see_members", "write_report"}
OFFICE = {*SECRETARY, "office"}
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def run(desk: Desk, text: str, data: dict[str, Any] | None = None) -> Outcome | None:
    message = IncomingMessage("1", Address("toy", "a", "a"), AT, text)
    return command_handler(desk)(message, Session("toy:a:a", data or {}))


def said(outcome: Outcome | None) -> str:
    assert outcome is not None
    return "\n".join(effect.reply.text for effect in outcome.effects if isinstance(effect, Send))


@pytest.mark.parametrize("text", ["hạn báo cáo", "", "/", " / ", "a/b", "1/6"])
def test_what_is_no_command_is_left_to_others(desk: Desk, text: str) -> None:
    assert run(desk, text) is None


def test_a_choice_is_never_a_command(desk: Desk) -> None:
    message = IncomingMessage("1", Address("toy", "a", "a"), AT, "/han", choice="pick:x")
    assert command_handler(desk)(message, Session("toy:a:a")) is None


@pytest.mark.parametrize("name", [name for entry in all_commands() for name in (entry.name, *entry.aliases)])
def test_every_command_answers_in_any_spelling(desk: Desk, name: str) -> None:
    for text in (f"/{name}", f"/{name.upper()}", f"/{name}@tro_ly_bot"):
        answer = said(run(desk, text))
        assert answer
        assert "{" not in answer
        assert "Không có lệnh" not in answer


def test_help_lists_what_anybody_can_use(desk: Desk) -> None:
    """To somebody without an account: those that are for all."""
    text = said(run(desk, "/trogiup"))
    for entry in all_commands():
        assert (f"/{entry.name}:" in text) == (entry.listed and entry.who == "all"), entry.name


@pytest.mark.parametrize(
    ("person", "seen"),
    [("thanh-vien-a", MEMBER), ("thu-ky-a", SECRETARY), ("van-phong-so", OFFICE), (OPERATOR, OFFICE)],
)
def test_help_lists_what_a_person_can_use(assistant: Assistant, person: str, seen: set[str]) -> None:
    storage = world()
    message = IncomingMessage("1", address(person), AT, "/trogiup")
    text = said(command_handler(Desk(assistant, storage.register))(message, Session(message.sender.session_key)))
    storage.close()
    for entry in all_commands():
        assert (f"/{entry.name}:" in text) == (entry.listed and entry.who in seen), entry.name
        assert entry.who in OFFICE


@pytest.mark.parametrize("person", list(ROLES))
def test_help_names_no_command_that_is_then_refused(assistant: Assistant, person: str) -> None:
    storage = world()
    handle = command_handler(Desk(assistant, storage.register))
    message = IncomingMessage("1", address(person), AT, "/trogiup")
    session = Session(message.sender.session_key)
    offered = re.findall(r"^/(\w+):", said(handle(message, session)), re.M)
    answers = {name: said(handle(replace(message, text=f"/{name}"), session)) for name in offered}
    storage.close()
    assert not [name for name, answer in answers.items() if messages.NOT_ALLOWED in answer]


def test_anybody_learns_the_name_that_the_settings_take_in_private_only(assistant: Assistant) -> None:
    storage = world()
    handle = command_handler(Desk(assistant, storage.register))
    answers = [
        said(handle(IncomingMessage("1", sender, AT, "/toilaai"), Session(sender.session_key)))
        for sender in (address("khach", "web"), address(OPERATOR), Address("console", "group", OPERATOR))
    ]
    storage.close()
    assert "web:khach\n" in answers[0] and "OPERATORS" in answers[0]
    assert f"{OPERATORS[0]}\n" in answers[1] and "đang ghi mã này là người vận hành" in answers[1]
    assert answers[2] == messages.NOT_PRIVATE


def test_every_choice_that_leads_to_a_command_is_an_action_and_the_command_is_one(desk: Desk) -> None:
    command_names = {entry.name for entry in all_commands()}
    for name, command in COMMAND_TO.items():
        assert lasts(f"{name}:x") and command in command_names
    assert not lasts("nop") and not lasts("f:nop:day:x") and not lasts("pick:x")


def test_an_unknown_command_is_told(desk: Desk) -> None:
    assert "Không có lệnh /khongco" in said(run(desk, "/khongco gì đó"))
    assert len(said(run(desk, "/" + "x" * 5000))) < 120


@pytest.mark.parametrize(
    "unit",
    ["Thanh Hóa, ngành Y tế", "thanh hoa y te", "sở y tế tỉnh thanh hoá", "SYT Thanh Hoá", "THANH HÓA - Y TẾ"],
)
def test_a_unit_is_known_in_many_spellings(desk: Desk, unit: str) -> None:
    outcome = run(desk, f"/donvi {unit}")
    assert outcome is not None
    assert (outcome.session.data["province"], outcome.session.data["sector"]) == ("Thanh Hóa", "Y tế")
    assert "Đã ghi: Thanh Hóa, ngành Y tế." in said(outcome)


def test_another_place_is_another_unit_and_a_sector_alone_keeps_the_place(desk: Desk) -> None:
    known = {"province": "Thanh Hóa", "sector": "Y tế"}
    moved = run(desk, "/donvi Hải Phòng", known)
    assert moved is not None
    assert dict(moved.session.data) == {"province": "Hải Phòng"}
    changed = run(desk, "/donvi ngành giáo dục", known)
    assert changed is not None
    assert changed.session.data["province"] == "Thanh Hóa"


def test_a_unit_without_documents_of_its_own_is_told(desk: Desk) -> None:
    text = said(run(desk, "/donvi Nghệ An"))
    assert "Kho chưa có văn bản riêng của Nghệ An" in text
    assert "ưu tiên" not in text


def test_a_unit_that_nobody_knows_changes_nothing(desk: Desk) -> None:
    outcome = run(desk, "/donvi qwerty uiop", {"province": "Hải Phòng"})
    assert outcome is not None
    assert dict(outcome.session.data) == {"province": "Hải Phòng"}
    assert "chưa nhận ra" in said(outcome)


def test_the_unit_is_shown_and_forgotten_with_all_that_was_said(desk: Desk) -> None:
    known = {"province": "Hải Phòng", "last": {"question": "x"}}
    assert "Đang ghi: Hải Phòng." in said(run(desk, "/donvi", known))
    forgotten = run(desk, "/quen", known)
    assert forgotten is not None
    assert dict(forgotten.session.data) == {}


def test_deadlines_of_the_place_named_else_of_ones_own_else_of_all(desk: Desk) -> None:
    own = {"province": "Thanh Hóa", "sector": "Y tế"}
    assert "của Hải Phòng:" in said(run(desk, "/han hai phong", own))
    mine = said(run(desk, "/han", own))
    assert "của Thanh Hóa, ngành Y tế:" in mine
    assert "29/11/2026 (DỰ KIẾN)" in mine
    everywhere = said(run(desk, "/han"))
    assert all(place in everywhere for place in ("Hải Phòng", "Hà Tĩnh", "Thanh Hóa, ngành Y tế"))
    assert "cần hỏi lại" in everywhere


def test_deadlines_of_a_place_without_any(desk: Desk) -> None:
    assert said(run(desk, "/han Nghệ An")) == "Kho chưa có hạn báo cáo nào có ngày cụ thể của Nghệ An."
    assert "chưa nhận ra" in said(run(desk, "/han qwerty uiop"))


def test_stated_deadlines_are_no_projection(library_desk: Desk) -> None:
    message = IncomingMessage("1", Address("toy", "a", "a"), datetime(2024, 4, 1, tzinfo=UTC), "/han Hoa Sen")
    text = said(command_handler(library_desk)(message, Session("toy:a:a")))
    assert "- 9/7/2024: Bảng kê sách nửa năm (12/QĐ-TV)" in text
    assert "DỰ KIẾN" not in text
