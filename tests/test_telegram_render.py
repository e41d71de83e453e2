"""A reply as Telegram's HTML."""

from hypothesis import given
from hypothesis import strategies as st

from bot.fit import fit
from bot.ports import Limits
from bot.telegram.render import TEXT, html, spans_of
from handlers.types import Choice, Reply, SourceView
from tests.fakes.telegram_html import parse, units

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"' \n🌸ấ"), max_size=300)


@given(WORDS)
def test_a_text_arrives_as_it_is_written(text: str) -> None:
    assert parse(html(Reply(text)), "HTML").text == text.strip()


@given(st.text(st.sampled_from("aấ🌸<&\n "), min_size=1, max_size=40), st.integers(1, 900), WORDS, WORDS)
def test_text_and_sources_together_fit_a_message(piece: str, times: int, section: str, mark: str) -> None:
    source = SourceView("Công văn <1>", "I & 2", section * 30, (mark, section[5:40]))
    limits = Limits(text=TEXT, buttons=True, files=True)
    parts = fit(Reply(piece * times, sources=(source,)), limits)
    for part in parts:
        assert units(parse(html(part), "HTML").text) <= TEXT


def test_a_source_folds_out_with_the_quoted_words_marked() -> None:
    source = SourceView("Công văn 1", "Mục I", "Gửi\nbáo cáo <đúng> hạn.", ("báo cáo <đúng>",))
    parsed = parse(html(Reply("Có.", sources=(source,))), "HTML")
    assert parsed.covered("expandable_blockquote") == ["Công văn 1, Mục I\nGửi\nbáo cáo <đúng> hạn."]
    assert parsed.covered("underline") == ["báo cáo <đúng>"]
    assert "báo cáo <đúng>" in parsed.covered("bold")


def test_a_long_section_is_shown_around_the_quoted_words() -> None:
    section = "mở đầu " * 2000 + "gửi trước ngày 15 tháng 6" + " phần cuối" * 2000
    source = SourceView("Công văn 1", "Mục I", section, ("gửi trước ngày 15 tháng 6",))
    parsed = parse(html(Reply("x" * 1000, sources=(source,))), "HTML")
    assert parsed.covered("underline") == ["gửi trước ngày 15 tháng 6"]
    assert 3900 < units(parsed.text) <= TEXT


def test_marks_are_found_whatever_the_white_space_and_once_where_they_overlap() -> None:
    assert spans_of("a  b\nc d", ("a b c", "c d", "x", "")) == [(0, 8)]
    assert spans_of("một hai ba", ("ba", "một")) == [(0, 3), (8, 10)]


def test_no_source_is_squeezed_into_too_little_room() -> None:
    source = SourceView("Công văn 1", "Mục I", "chữ " * 500)
    text = "x" * (TEXT - 100)
    assert parse(html(Reply(text, sources=(source,))), "HTML").text == text


def test_labels_too_long_for_buttons_are_written_out_too() -> None:
    choices = (Choice("a", "Hạn báo cáo sáu tháng đầu năm (văn bản thứ nhất)"), Choice("b", "Cả năm"))
    text = parse(html(Reply("Kỳ nào?", choices)), "HTML").text
    assert text.splitlines() == ["Kỳ nào?", f"1. {choices[0].label}", "2. Cả năm"]
    assert parse(html(Reply("Kỳ nào?", choices[1:])), "HTML").text == "Kỳ nào?"
