"""Raw Telex and VNI keys."""

from collections.abc import Callable, Iterator
from random import Random

import pytest

from knowledge.text.syllables import all_syllables
from knowledge.text.telex import decode_telex, decode_vni
from tests.mangle import telex, telex_inside, vni

RANDOM = Random(0)

Typist = Callable[[str, Random], str]


def typed(typist: Typist) -> Iterator[tuple[str, str]]:
    """Syllables whose keys differ from them, but for "oo" before a consonant, which Telex cannot tell from "ô"."""
    for syllable in all_syllables():
        keys = typist(syllable, RANDOM)
        shape = keys.rstrip("sfrxj")
        if keys != syllable and "oo" not in (shape if any(letter in syllable for letter in "oóòỏõọ") else ""):
            yield syllable, keys


@pytest.mark.parametrize("typist", [telex, telex_inside])
def test_telex_of_every_syllable_is_decoded(typist: Typist) -> None:
    assert [(syllable, keys) for syllable, keys in typed(typist) if decode_telex(keys) != syllable] == []


def test_vni_of_every_syllable_is_decoded() -> None:
    assert [(syllable, keys) for syllable, keys in typed(vni) if decode_vni(keys) != syllable] == []


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("hanj", "hạn"),
        ("hajn", "hạn"),
        ("dduocwj", "được"),
        ("duocwjd", "được"),
        ("tiengse", "tiếng"),
        ("huongws", "hướng"),
        ("huuw", "hưu"),
        ("muaw", "mưa"),
        ("thuowr", "thuở"),
        ("quoocs", "quốc"),
    ],
)
def test_keys_may_come_in_any_usual_order(keys: str, meant: str) -> None:
    assert decode_telex(keys) == meant


@pytest.mark.parametrize("word", ["deadline", "email", "file", "zalo", "ban", "bcs", "hanjj", "hx"])
def test_what_is_no_telex_stays(word: str) -> None:
    assert decode_telex(word) is None


@pytest.mark.parametrize("word", ["tt191", "qd515", "bc6", "191", "ban", "nam2018", "ha55n"])
def test_what_is_no_vni_stays(word: str) -> None:
    assert decode_vni(word) is None
