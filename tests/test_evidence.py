"""Pictures and files: whose they are, who may have them, how long they wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from handlers import messages_log as words
from handlers.asking import Assistant
from handlers.evidence import may_view
from handlers.held_files import ENTRY_WAITS, FILES_WAIT, entry_waiting, files_held, holding_file, waiting_for_files
from handlers.types import Address, Session
from tests.logging_people import entry_record, evidence, log, photo
from tests.talking import NOW, Talking
from tests.world import CHANNEL, address, world

PATH = "evidence/p1/p1.jpg"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    log(storage, entry_record("e1"), evidence("p1", "e1"))
    yield Talking(storage, assistant)
    storage.close()


@pytest.mark.parametrize(
    ("person", "may"),
    [
        *(
            (one, True)
            for one in ("thu-ky-a", "truong-a", "thanh-vien-a", "van-phong-so", "van-phong-tinh", "van-hanh")
        ),
        *((one, False) for one in ("thu-ky-b", "thu-ky-so", "thu-ky-xa", "van-phong-hp", "thu-ky-c", "khach")),
    ],
)
def test_those_see_it_who_see_the_entry(person: str, may: bool, talking: Talking) -> None:
    assert may_view(talking.desk, address(person), PATH) == may


def test_nobody_sees_it_in_a_group_or_what_is_no_evidence(talking: Talking) -> None:
    assert not may_view(talking.desk, Address(CHANNEL, "nhom", "thu-ky-a"), PATH)
    assert not may_view(talking.desk, address("thu-ky-a"), "files/other.jpg")


def test_what_was_removed_is_gone(talking: Talking) -> None:
    with talking.storage.transaction():
        talking.storage.db.execute("UPDATE evidence SET removed = 1")
    assert not may_view(talking.desk, address("thu-ky-a"), PATH)
    assert talking.storage.register.evidence("e1") == []


def test_files_wait_together_and_not_for_ever() -> None:
    session = Session("x")
    assert files_held(session, NOW) == ()
    session = holding_file(holding_file(session, photo("a.jpg"), NOW), photo("b.jpg"), NOW)
    assert [one["name"] for one in files_held(session, NOW)] == ["a.jpg", "b.jpg"]
    json.dumps(dict(session.data))
    assert files_held(session, NOW + FILES_WAIT + timedelta(seconds=1)) == ()
    later = holding_file(session, photo("c.jpg"), NOW + FILES_WAIT + timedelta(seconds=1))
    assert [one["name"] for one in files_held(later, NOW + FILES_WAIT + timedelta(seconds=1))] == ["c.jpg"]


def test_an_entry_waits_an_hour() -> None:
    session = waiting_for_files(Session("x"), "e1", NOW)
    assert entry_waiting(session, NOW + ENTRY_WAITS) == "e1"
    assert entry_waiting(session, NOW + ENTRY_WAITS + timedelta(seconds=1)) == ""


def test_what_is_kept_of_a_file_is_what_a_record_takes(talking: Talking) -> None:
    [found] = talking.storage.register.evidence("e1")
    assert (found.name, found.unit, found.by, found.path) == ("p1.jpg", "bv-a", "thu-ky-a", PATH)
    assert talking.storage.register.evidence_at(PATH) == found


def test_files_are_handed_over_by_their_paths(talking: Talking) -> None:
    [reply] = talking.say("truong-a", choice="nk:anh:e1")
    assert [(file.name, file.path) for file in reply.files] == [("p1.jpg", PATH)]
    log(talking.storage, entry_record("e9"))
    [reply] = talking.say("truong-a", choice="nk:anh:e9")
    assert reply.text == words.FILES_NONE
