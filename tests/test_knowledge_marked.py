"""Repairs of a bad scan: meant, written, and quotes carried from one to the other."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.marked import MarkError, Segment, letters, letters_sha256, mark, occurs, parse_marked

SENTENCE = "Tổ chức [[nghĩa|nghịa]] cử,[[| 12]] thăm   hỏi\n [[các|]] chị; gọi {{số điện thoại cá nhân}} nhé."

WORD = st.text("abđêươ", min_size=1, max_size=5)
PLAIN = st.builds(lambda words: Segment("plain", text := " " + " ".join(words) + " ", text), st.lists(WORD, min_size=1))
REPAIR = st.builds(
    lambda meant, written: Segment("repair", meant, written + "1"), WORD | st.just(""), WORD | st.just("")
)
HIDDEN = st.builds(lambda word: Segment("hidden", f"[{word}]", f"[{word}]"), WORD)


def alternating(marks: list[Segment], plains: list[Segment]) -> list[Segment]:
    return [segment for pair in zip(plains, marks, strict=False) for segment in pair]


SEGMENTS = st.builds(alternating, st.lists(REPAIR | HIDDEN, max_size=6), st.lists(PLAIN, min_size=6, max_size=6))


def test_meant_reads_well_and_written_is_the_source() -> None:
    text = parse_marked(SENTENCE)
    assert text.meant == "Tổ chức nghĩa cử, thăm hỏi\ncác chị; gọi [số điện thoại cá nhân] nhé."
    assert text.written == "Tổ chức nghịa cử, 12 thăm hỏi\nchị; gọi [số điện thoại cá nhân] nhé."
    assert [(repair.meant, repair.written) for repair in text.repairs] == [("nghĩa", "nghịa"), ("", " 12"), ("các", "")]


def test_private_data_has_no_letters_of_the_source() -> None:
    assert parse_marked("gọi {{số 1}} nhé").source_letters == "gọinhé"


@pytest.mark.parametrize(
    ("quote", "written"),
    [
        ("Tổ chức", "Tổ chức"),
        ("nghĩa", "nghịa"),
        ("chức nghĩa", "chức nghịa"),
        ("cử, thăm hỏi", "cử, 12 thăm hỏi"),
        ("cử ,thăm\n\nhỏi các chị", "cử, 12 thăm hỏi chị"),
        ("thăm hỏi", "thăm hỏi"),
        ("hỏi", "hỏi"),
        ("các", ""),
        ("gọi [số điện thoại cá nhân]", "gọi [số điện thoại cá nhân]"),
        (unicodedata.normalize("NFD", "nghĩa cử"), "nghịa cử"),
    ],
)
def test_a_quote_is_found_in_the_words_of_the_source(quote: str, written: str) -> None:
    assert parse_marked(SENTENCE).written_span(quote) == written


def test_a_quote_that_touches_a_repair_takes_it_whole() -> None:
    text = parse_marked("theo [[Thông tư số 191|Thong tu so l9l]] của Bộ")
    assert text.written_span("tư số") == "Thong tu so l9l"


@pytest.mark.parametrize("quote", ["", "  ", "ghĩa", "Tổ chứ", "nghịa", "hòi", "nhé. Thêm"])
def test_what_is_not_there_as_whole_words_is_not_found(quote: str) -> None:
    text = parse_marked(SENTENCE)
    assert not text.has(quote)
    with pytest.raises(ValueError, match="not in the text"):
        text.written_span(quote)


def test_half_a_word_does_not_hide_the_whole_word_after_it() -> None:
    assert parse_marked("toàn ban, [[bàn|bản]] an").written_span("an") == "an"


def test_tone_placement_is_not_folded() -> None:
    assert not parse_marked("hoà bình").has("hòa bình")


@pytest.mark.parametrize(
    ("text", "meant", "written"),
    [
        ("[[||]] a", "a", "| a"),
        ("[[|]]] a", "a", "] a"),
        ("[[|[]] a", "a", "[ a"),
        ("a [1] | b", "a [1] | b", "a [1] | b"),
    ],
)
def test_noise_may_look_like_a_mark(text: str, meant: str, written: str) -> None:
    marked = parse_marked(text)
    assert (marked.meant, marked.written) == (meant, written)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[a|b", "không có cặp"),
        ("a|b]]", "không có cặp"),
        ("{{a", "không có cặp"),
        ("a}} b", "không có cặp"),
        ("[[a]]", "thiếu dấu “|”"),
        ("[[]]", "thiếu dấu “|”"),
        ("[[|]]", "hai bên như nhau"),
        ("[[a|a]]", "hai bên như nhau"),
        ("{{ }}", "không nói đã giấu gì"),
        ("[[a [[b|c]]", "lồng"),
        ("[[a|{{b}}]]", "lồng"),
        ("{{a [[b|c]] d}}", "lồng"),
    ],
)
def test_marks_that_cannot_be_read_are_told(text: str, what: str) -> None:
    with pytest.raises(MarkError) as caught:
        parse_marked(text)
    assert what in caught.value.what
    assert caught.value.fix


@given(segments=SEGMENTS)
def test_what_is_marked_is_read_back(segments: list[Segment]) -> None:
    assert list(parse_marked(mark(segments)).segments) == segments


@given(text=st.text("[]{}|ab \n", max_size=40))
def test_any_text_is_read_or_refused_and_no_letter_is_lost(text: str) -> None:
    try:
        marked = parse_marked(text)
    except MarkError:
        return
    assert mark(marked.segments) == text or "{{" in text
    assert letters(marked.meant) + letters(marked.written) == "".join(
        letters(segment.meant) for segment in marked.segments
    ) + "".join(letters(segment.written) for segment in marked.segments)


@given(segments=SEGMENTS, data=st.data())
def test_every_run_of_meant_words_has_a_span_in_the_written_text(segments: list[Segment], data: st.DataObject) -> None:
    text = parse_marked(mark(segments))
    words = text.meant.split()
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    assert occurs(text.written_span(" ".join(words[first : last + 1])), text.written)


@given(segments=SEGMENTS)
def test_the_whole_meant_text_spans_the_whole_written_text_but_noise_at_its_edges(segments: list[Segment]) -> None:
    text = parse_marked(mark(segments))
    if not text.meant:
        return
    first = next(n for n, segment in enumerate(segments) if segment.meant.strip())
    last = max(n for n, segment in enumerate(segments) if segment.meant.strip())
    expected = "".join(segment.written for segment in segments[first : last + 1])
    assert text.written_span(text.meant) == " ".join(expected.split())


@given(text=st.text(max_size=40))
def test_the_hash_knows_only_letters_and_digits(text: str) -> None:
    assert (
        letters_sha256(text) == letters_sha256(f" *{text}*\n. ") == letters_sha256(unicodedata.normalize("NFC", text))
    )
