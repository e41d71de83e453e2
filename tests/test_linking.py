"""Linking: a code works once, shortly, and only where nobody is known; its owner is told, and can undo it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers import messages
from handlers import messages_joining as words
from handlers.asking import Assistant
from handlers.codes import OF_ONE
from handlers.types import Address
from tests.talking import Talking, text_of
from tests.world import CHANNEL, address, world

WEB = "web"
HERE = "trinh-duyet"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def code_for(talking: Talking, user: str) -> str:
    text = talking.talk(user, "/lienket")
    return text.split("/lienket ")[1].split()[0]


def who(talking: Talking, user: str = HERE, channel: str = WEB) -> str | None:
    person = talking.storage.register.person_at(address(user, channel))
    return person.id if person else None


def linked(talking: Talking, user: str = "thu-ky-a") -> None:
    assert talking.talk(HERE, f"/lienket {code_for(talking, user)}", channel=WEB) == words.LINKED


def test_a_code_joins_another_channel_to_the_account(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    assert len(code.replace("-", "")) == 8
    assert code.replace("-", "") not in str(talking.rows("link_codes"))  # only its hash
    assert talking.talk(HERE, f"/lienket {code.lower()}", channel=WEB) == words.LINKED
    assert who(talking) == "thu-ky-a"
    alert = talking.letters("thu-ky-a")[-1]
    assert words.LINK_ALERT.format(channel="Trang web") == alert.reply.text
    assert [choice.label for choice in alert.reply.choices] == [words.NOT_ME]
    assert all(len(choice.id) <= 64 and HERE not in choice.id for choice in alert.reply.choices)
    assert "Bệnh viện A" in talking.talk(HERE, "/thamgia", channel=WEB)


def test_a_code_works_once(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    talking.talk(HERE, f"/lienket {code}", channel=WEB)
    assert talking.talk("khac", f"/lienket {code}", channel=WEB) == words.BAD_CODE
    assert who(talking, "khac") is None


def test_a_message_that_comes_twice_links_once(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    said = talking.hear(address(HERE, WEB), f"/lienket {code}", times=2)
    assert text_of(said) == words.LINKED
    assert not talking.rows("wrong_codes")


def test_a_code_lapses(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    talking.clock.advance(600)
    assert talking.talk(HERE, f"/lienket {code}", channel=WEB) == words.BAD_CODE
    assert who(talking) is None


def test_a_code_of_somebody_deleted_is_wrong(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    with talking.storage.transaction():
        talking.storage.people.forget("thu-ky-a", talking.clock.now())
    assert talking.talk(HERE, f"/lienket {code}", channel=WEB) == words.BAD_CODE


def test_link_codes_cannot_be_guessed_either(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    for number in range(OF_ONE + 1):
        assert talking.talk(HERE, f"/{'lienket' if number % 2 else 'thamgia'} AAAA-2222", channel=WEB) == words.BAD_CODE
    assert talking.talk(HERE, f"/lienket {code}", channel=WEB) == words.TOO_MANY_CODES
    assert who(talking) is None


def test_an_invitation_is_no_link_and_a_link_no_invitation(talking: Talking) -> None:
    invitation = talking.invite("bv-a", "member")
    assert talking.talk(HERE, f"/lienket {invitation}", channel=WEB) == words.BAD_CODE
    assert talking.talk(HERE, f"/thamgia {code_for(talking, 'thu-ky-a')}", channel=WEB) == words.BAD_CODE


def test_an_address_with_an_account_keeps_it(talking: Talking) -> None:
    code = code_for(talking, "thu-ky-a")
    assert talking.talk("thu-ky-b", f"/lienket {code}") == words.LINK_HAS_ACCOUNT
    assert who(talking, "thu-ky-b", CHANNEL) == "thu-ky-b"
    assert talking.talk(HERE, f"/lienket {code}", channel=WEB) == words.LINKED  # it was not used up


@pytest.mark.parametrize("text", ["/lienket", "/lienket --", "/lienket mã"])
def test_without_an_account_or_a_code_it_is_explained(talking: Talking, text: str) -> None:
    assert talking.talk(HERE, text, channel=WEB) == words.LINK_NO_ACCOUNT
    assert not talking.rows("link_codes")


def test_in_a_group_nothing_is_done(talking: Talking) -> None:
    group = Address(CHANNEL, "nhom", "thu-ky-a")
    assert text_of(talking.hear(group, "/lienket")) == messages.NOT_PRIVATE
    linked(talking)
    choice = talking.letters("thu-ky-a")[-1].reply.choices[0].id
    assert text_of(talking.hear(group, choice=choice)) == messages.OLD_CHOICE
    assert who(talking) == "thu-ky-a"


def test_whoever_did_not_do_it_takes_the_channel_off(talking: Talking) -> None:
    linked(talking)
    choice = talking.letters("thu-ky-a")[-1].reply.choices[0].id
    for stranger in ("thu-ky-b", "van-phong-so", "khach"):
        assert text_of(talking.say(stranger, choice=choice)) == messages.OLD_CHOICE
    assert who(talking) == "thu-ky-a"
    assert text_of(talking.say("thu-ky-a", choice=choice)) == words.LINK_REMOVED.format(channel="Trang web")
    assert who(talking) is None
    assert "Bệnh viện A" not in talking.talk(HERE, "/dulieu", channel=WEB)
    assert text_of(talking.say("thu-ky-a", choice=choice)) == messages.OLD_CHOICE
    linked(talking)  # and it can be linked again
    assert who(talking) == "thu-ky-a"


def test_channels_are_shown_and_the_last_one_stays(talking: Talking) -> None:
    [alone] = talking.say("thu-ky-a", "/lienket")
    assert alone.choices == ()
    linked(talking)
    [shown] = talking.say("thu-ky-a", "/lienket")
    assert "- Cửa sổ dòng lệnh (kênh này)" in shown.text
    assert "- Trang web, dùng lần cuối 24/11/2026" in shown.text
    assert len(shown.choices) == 2
    here = talking.offered("thu-ky-a", "kênh này").id
    assert "Đã bỏ liên kết Trang web" in text_of(talking.pick("thu-ky-a", "Trang web"))
    assert text_of(talking.say("thu-ky-a", choice=here)) == words.LINK_LAST
    assert who(talking, "thu-ky-a", CHANNEL) == "thu-ky-a"


def test_a_channel_can_take_itself_off(talking: Talking) -> None:
    linked(talking)
    talking.say(HERE, "/lienket", channel=WEB)
    talking.pick(HERE, "kênh này", channel=WEB)
    assert who(talking) is None
    assert who(talking, "thu-ky-a", CHANNEL) == "thu-ky-a"


def test_a_channel_that_was_taken_off_may_join_anew(talking: Talking) -> None:
    linked(talking)
    talking.say("thu-ky-a", choice=talking.letters("thu-ky-a")[-1].reply.choices[0].id)
    code = talking.invite("bv-b", "member")
    assert "đã tham gia" in talking.talk(HERE, f"/thamgia {code}", "có", "có", "có", "bỏ qua", channel=WEB)
    assert who(talking) not in (None, "thu-ky-a")


def test_the_alert_does_not_wait_for_consent_to_reminders(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="dulieu:off:reminders")
    linked(talking)
    assert words.NOT_ME in [choice.label for choice in talking.letters("thu-ky-a")[-1].reply.choices]
