"""Slips of the keyboard undone."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.counts import general
from knowledge.text.slips import Slips
from knowledge.text.syllables import is_syllable
from tests.mangle import typos

WORDS = [word for word in general().words if is_syllable(word)]
SLIPS = Slips(WORDS)


def nearest(typed: str) -> set[str]:
    near = SLIPS.near(typed)
    return {word for word, cost in near.items() if cost == min(near.values())}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ttrẻ", "trẻ"),
        ("kkôhng", "không"),
        ("ghéépp", "ghép"),
        ("mạạnng", "mạng"),
        ("hppá", "pháp"),
        ("pảhk", "phải"),
        ("trưkng", "trường"),
        ("đòa", "đoàn"),  # typed "đoà", before cleaning placed the tone
    ],
)
def test_one_slip_or_two_are_undone(typed: str, meant: str) -> None:
    assert meant in SLIPS.near(typed)


@pytest.mark.parametrize(("typed", "meant"), [("đđứứa", "đứa"), ("ngườii", "người"), ("biệnn", "biện")])
def test_doubled_letters_tell_the_word(typed: str, meant: str) -> None:
    assert nearest(typed) == {meant}


def test_a_key_beside_the_right_one_is_likelier_than_any_other() -> None:
    assert SLIPS.near("khômg")["không"] < SLIPS.near("khôag")["không"]


def test_a_word_is_not_its_own_slip() -> None:
    assert all(word not in SLIPS.near(word) for word in WORDS[:300])


@given(st.sampled_from([word for word in WORDS if len(word) > 2]), st.integers(0, 99))
def test_what_a_slip_made_is_traced_back(word: str, seed: int) -> None:
    typed = typos(word, Random(seed), rate=0.2)
    near = SLIPS.near(typed)
    assert typed not in near
    assert word in near or not _once(typed, word)


@given(st.text(max_size=12))
def test_no_letters_are_too_odd(typed: str) -> None:
    assert typed not in SLIPS.near(typed)


def _once(typed: str, word: str) -> bool:
    """Whether one letter was swapped with its neighbour, doubled or dropped."""
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    doubled = {word[: at + 1] + word[at:] for at in range(len(word))}
    dropped = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return typed in (swapped | doubled | dropped) - {word}
