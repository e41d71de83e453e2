"""Choices as buttons, and back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.keyboard import choice_of, data, keyboard
from handlers.types import Choice

IDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(st.lists(IDS, unique=True, max_size=6))
def test_every_choice_comes_back_from_its_button(ids: list[str]) -> None:
    shown = [Choice(id_, "x") for id_ in ids]
    for id_ in ids:
        assert 1 <= len(data(id_).encode()) <= 64
        assert choice_of(data(id_), shown) == id_


def test_a_short_id_is_carried_as_it_is_and_a_long_one_by_a_name_that_stays() -> None:
    assert data("rate:up") == "rate:up"
    assert data("x" * 65) == "~9537c5fdf120482f7d58d25e9ed583f52c02b4e3"


def test_a_button_of_an_old_message_carries_itself() -> None:
    assert choice_of("~abc", ()) == "~abc"


def test_quiet_choices_share_the_last_row() -> None:
    markup = keyboard([Choice("up", "Đúng", True), Choice("a", "Một"), Choice("b", "Hai"), Choice("down", "Sai", True)])
    assert markup is not None
    rows = [[button.text for button in row] for row in markup.inline_keyboard]
    assert rows == [["Một"], ["Hai"], ["Đúng", "Sai"]]


def test_no_choices_no_keyboard() -> None:
    assert keyboard([]) is None


def test_a_hundred_choices_and_an_empty_label_are_still_a_keyboard() -> None:
    markup = keyboard([Choice(str(n), " ") for n in range(300)])
    assert markup is not None
    assert len(markup.inline_keyboard) <= 100
    assert all(button.text.strip() for row in markup.inline_keyboard for button in row)
