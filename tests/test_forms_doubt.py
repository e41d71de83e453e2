"""A question that may not have arrived is asked again: what is written meanwhile never answers it."""

from __future__ import annotations

import asyncio

import pytest

from bot.ports import Refused, Unsure
from bot.pump import Pump
from bot.storage import Storage
from handlers import messages_log as words
from handlers.asking import Assistant
from handlers.types import Address, Reply
from knowledge.load import default_data_dir, load_knowledge
from tests.engine import ToyChannel
from tests.talking import Talking
from tests.world import CHANNEL, world

MEMBER = "thu-ky-a"
BEGIN = ("/ghi", "Hoạt động khác", "Thăm hỏi nữ công nhân", "13/10/2026", "Trụ sở UBND xã")


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(load_knowledge(default_data_dir()))


def deliver(talking: Talking, trouble: Exception | None = None) -> None:
    """Send what waits; with trouble it may not have arrived."""

    def meets(address: Address, reply: Reply) -> None:
        if trouble is not None:
            raise trouble

    channel = ToyChannel(CHANNEL, trouble=meets)
    asyncio.run(Pump(channel, talking.storage, talking.clock).drain())


def answers(storage: Storage) -> dict[str, object]:
    draft = storage.register.open_draft(MEMBER)
    assert draft is not None
    return dict(draft.state["answers"])


@pytest.mark.parametrize("trouble", [Unsure("timed out"), Refused("gone"), None])
def test_an_answer_said_again_does_not_answer_the_next_question(
    assistant: Assistant, trouble: Exception | None
) -> None:
    talking = Talking(world(), assistant)
    talking.talk(MEMBER, *BEGIN)
    deliver(talking)
    talking.talk(MEMBER, "45")
    if trouble is None:
        [letter] = [one for one in talking.letters(MEMBER) if one.status == "queued"]
        with talking.storage.transaction():
            talking.storage.outbox.claim(letter)
        Pump(ToyChannel(CHANNEL), talking.storage, talking.clock).recover()
    else:
        deliver(talking, trouble)
    asked = talking.talk(MEMBER, "45")
    assert asked.startswith(f"{words.MAYBE_UNSEEN}\n(5/7)")
    assert (answers(talking.storage)["female"], answers(talking.storage).get("male")) == (45, None)
    deliver(talking)
    assert "(6/7)" in talking.talk(MEMBER, "12")
    talking.storage.close()


def test_a_number_said_again_chooses_nothing_from_a_list_that_may_not_have_arrived(assistant: Assistant) -> None:
    talking = Talking(world(), assistant)
    talking.talk(MEMBER, "/ghi", "Công tác cán bộ nữ")
    deliver(talking)
    talking.talk(MEMBER, "1")
    deliver(talking, Unsure("timed out"))
    assert talking.talk(MEMBER, "1").startswith(words.MAYBE_UNSEEN)
    assert list(answers(talking.storage)) == ["date"]
    talking.storage.close()


def test_a_button_that_was_seen_after_all_counts(assistant: Assistant) -> None:
    talking = Talking(world(), assistant)
    talking.talk(MEMBER, "/ghi", "Công tác cán bộ nữ", "1")
    deliver(talking, Unsure("timed out"))
    talking.pick(MEMBER, "Cấp ủy")
    assert answers(talking.storage)["levels"] == [{"level": "cap_uy"}]
    talking.storage.close()


def test_a_reply_that_came_after_the_lost_one_leaves_no_doubt(assistant: Assistant) -> None:
    talking = Talking(world(), assistant)
    talking.talk(MEMBER, *BEGIN)
    deliver(talking)
    talking.talk(MEMBER, "45")
    first = next(one for one in talking.letters(MEMBER) if one.status == "queued")
    talking.talk(MEMBER, "xem lại")
    with talking.storage.transaction():
        talking.storage.outbox.claim(first)
    Pump(ToyChannel(CHANNEL), talking.storage, talking.clock).recover()
    deliver(talking)
    assert "(6/7)" in talking.talk(MEMBER, "12")
    talking.storage.close()
