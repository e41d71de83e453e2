"""An entry as a message: a few lines, the source, what to beware of; nothing said twice."""

from dataclasses import replace
from datetime import date

from handlers.asking import Assistant
from handlers.compose import LINES, compose, fold_lines
from knowledge.entry import Entry
from knowledge.understand import Asker

OFFICE = "phòng nghiệp vụ"
ENTRY = Entry(
    id="x:y",
    kind="rule",
    document_id="x",
    document="1/QĐ-X",
    title="Mượn sách",
    text="Được mượn năm cuốn.",
    citation="Quyết định số 1/QĐ-X ngày 2/3/2024 của Thư viện",
    section="mục I",
    quote="mỗi người nam cuốn",
    quote_meant="mỗi người năm cuốn",
    year=2024,
    status="out_of_year",
)


def text_of(entry: Entry, today: date | None = date(2024, 5, 1)) -> str:
    return compose(entry, [], today, OFFICE).text


def test_answer_then_source_then_quote() -> None:
    lines = text_of(replace(ENTRY, quote="mỗi người năm cuốn")).splitlines()
    assert lines == [
        "Được mượn năm cuốn.",
        "",
        "Nguồn: Quyết định số 1/QĐ-X ngày 2/3/2024 của Thư viện, mục I",
        "“mỗi người năm cuốn”",
    ]


def test_a_bad_scan_is_shown_as_meant_and_as_written() -> None:
    text = text_of(ENTRY)
    assert "“mỗi người năm cuốn”" in text
    assert "Bản quét ghi “mỗi người nam cuốn”" in text


def test_of_a_long_quote_only_the_repaired_words_are_repeated() -> None:
    long = " ".join(["chữ"] * 60)
    text = text_of(replace(ENTRY, quote=f"{long} sai", quote_meant=f"{long} đúng"))
    assert "“sai” thành “đúng”" in text
    assert text.count(long) == 1


def test_another_year_is_cautioned_once() -> None:
    assert "Lưu ý" not in text_of(replace(ENTRY, quote=ENTRY.quote_meant))
    assert "năm 2026 có thể khác" in text_of(ENTRY, date(2026, 1, 1))
    own = replace(ENTRY, cautions=("Địa chỉ là của năm 2024, nên hỏi lại.",))
    assert text_of(own, date(2026, 1, 1)).count("Lưu ý") == 1
    assert "có thể khác" not in text_of(own, date(2026, 1, 1))


def test_who_signed_is_true_in_every_year() -> None:
    assert "có thể khác" not in text_of(replace(ENTRY, attribute="signer"), date(2026, 1, 1))


def test_several_cautions_stand_under_one_head() -> None:
    text = text_of(replace(ENTRY, cautions=("một.", "hai.")))
    assert text.count("Lưu ý") == 1
    assert text.endswith("Lưu ý:\n- Một.\n- Hai.")


def test_a_caution_that_the_answer_holds_is_not_repeated() -> None:
    assert "Lưu ý" not in text_of(replace(ENTRY, text="Đã hết hiệu lực. Hỏi lại.", cautions=("đã hết hiệu lực.",)))


def test_an_inferred_place_is_said() -> None:
    text = text_of(replace(ENTRY, province="Hoa Sen", inferred="tên người ký"))
    assert "nơi áp dụng (Hoa Sen) là suy ra: tên người ký." in text


def test_the_citation_is_not_said_twice() -> None:
    entry = replace(ENTRY, text=f"{ENTRY.citation}.\nGửi: bạn đọc.")
    assert text_of(entry).count(ENTRY.citation) == 1


def test_a_quote_that_is_the_answer_is_not_said_twice() -> None:
    assert text_of(replace(ENTRY, text="Mỗi người năm cuốn", quote="mỗi người năm cuốn")).lower().count("năm cuốn") == 1


def test_a_bare_list_is_told_what_it_lists() -> None:
    assert text_of(replace(ENTRY, text="- 1. một\n- 2. hai")).startswith("Mượn sách:\n1. một\n2. hai")


def test_a_long_list_folds_and_loses_nothing() -> None:
    lines = [f"dòng {number}" for number in range(20)]
    shown, rest = fold_lines(lines)
    assert len(shown) == LINES
    assert shown + rest == lines


def test_little_more_is_shown_rather_than_folded() -> None:
    lines = [f"dòng {number}" for number in range(LINES + 2)]
    assert fold_lines(lines) == (lines, [])


def test_a_long_paragraph_folds_at_a_sentence() -> None:
    line = " ".join(f"Câu số {number} nói một điều dài dòng." for number in range(60))
    shown, rest = fold_lines([line, "sau"])
    assert shown[0].endswith(".")
    assert len(shown[0]) <= 700
    assert " ".join(shown + rest) == f"{line} sau"
    assert fold_lines(["không có dấu " * 100]) == (["không có dấu " * 100], [])


def test_every_answer_that_ships_is_short_at_first(assistant: Assistant) -> None:
    asker = Asker(today=date(2026, 11, 24))
    for entry in assistant.answerer.entries.values():
        text = assistant.compose(entry, asker).text
        assert text.count("Lưu ý:") <= 1, entry.id
        assert len(text.splitlines()) <= 18, entry.id
        assert len(text) <= 2400, entry.id


def test_a_projected_date_says_so_and_counts_the_days(library: Assistant) -> None:
    entry = library.answerer.entries["noi-quy-hoa-sen:bang-ke-nam"]
    text = library.compose(entry, Asker(today=date(2026, 12, 1))).text
    assert "DỰ KIẾN năm 2026: gửi chậm nhất 19/12/2026" in text
    assert "Còn 18 ngày." in text
    assert "2024): 19/12/2024" not in text


def test_a_stated_date_is_no_projection(library: Assistant) -> None:
    entry = library.answerer.entries["noi-quy-hoa-sen:bang-ke-nam"]
    text = library.compose(entry, Asker(today=date(2024, 12, 19))).text
    assert "DỰ KIẾN" not in text
    assert "Hôm nay là ngày cuối." in text


def test_a_last_day_off_names_the_working_day_before_or_that_it_is_gone(library: Assistant) -> None:
    entry = library.answerer.entries["noi-quy-hoa-sen:bang-ke-nam"]
    before = library.compose(entry, Asker(today=date(2027, 12, 1))).text
    assert "19/12/2027 là ngày nghỉ: gửi chậm nhất hết thứ Sáu 17/12/2027." in before
    on_it = library.compose(entry, Asker(today=date(2027, 12, 17))).text
    assert "Ngày làm việc cuối để gửi là hôm nay, thứ Sáu 17/12/2027. 19/12/2027 là ngày nghỉ." in on_it
    assert "(thứ Sáu 17/12/2027) đã qua" in library.compose(entry, Asker(today=date(2027, 12, 18))).text


def test_all_deadlines_together_are_projected_in_one_line(library: Assistant) -> None:
    entry = library.answerer.entries["noi-quy-hoa-sen:deadlines"]
    text = library.compose(entry, Asker(today=date(2026, 12, 1))).text
    assert text.count("DỰ KIẾN") == 1
    assert "cả năm chậm nhất 19/12/2026 (còn 18 ngày); 6 tháng chậm nhất 9/7/2027" in text
