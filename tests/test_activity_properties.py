"""Reports put together from parts: what is said comes back, nothing else is filled in, and no text is too much."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.activity import people_problems, read_activity, reads_like_log
from knowledge.activity.people import FIGURES
from knowledge.activity.sentence import LONGEST
from knowledge.load import default_data_dir, load_activities
from knowledge.text.reading import Reading
from tests.mangle import no_diacritics

TYPES = load_activities(default_data_dir())
TODAY = date(2026, 11, 24)
KINDS = {
    "Tập huấn bình đẳng giới": "tap_huan",
    "Họp Ban VSTBPN": "hop",
    "Tuyên truyền Luật Bình đẳng giới": "tuyen_truyen",
    "Hội nghị triển khai nhiệm vụ": "hoi_nghi",
    "Kiện toàn Ban": "kien_toan",
    "Phát động Tháng hành động": "thang_hanh_dong",
    "Thăm hỏi hội viên": "khac",
}
PLACES = ("hội trường UBND xã", "nhà văn hóa thôn 3", "trụ sở Công ty Sao Mai", "phường Ba Đình", "chợ xã Tân Lập")


@dataclass(frozen=True)
class Part:
    """Words, and the fields that they fill in."""

    words: str
    fields: dict[str, Any] = field(default_factory=dict)


def days() -> st.SearchStrategy[Part]:
    def said(day: date) -> st.SearchStrategy[Part]:
        fields = {"date": day}
        full = (f"ngày {day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"sáng ngày {day:%d/%m/%Y}")
        bare = (f"ngày {day.day}/{day.month}", f"ngày {day.day} tháng {day.month}", f"chiều {day:%d/%m}")
        return st.sampled_from(full + (bare if (TODAY - day).days < 300 else ())).map(lambda words: Part(words, fields))

    return st.dates(date(2024, 1, 1), TODAY).flatmap(said)


@st.composite
def people(draw: st.DrawFn) -> Part:
    female, male = draw(st.integers(2, 1800)), draw(st.integers(2, 1800))
    total = female + male
    return draw(
        st.sampled_from(
            [
                Part(f"{female} nữ, {male} nam", {"female": female, "male": male, "total": total}),
                Part(f"{female} nữ {male} nam", {"female": female, "male": male, "total": total}),
                Part(f"nữ {female} nam {male}", {"female": female, "male": male, "total": total}),
                Part(f"nữ: {female}; nam: {male}", {"female": female, "male": male, "total": total}),
                Part(f"{total} người (nữ {female})", {"female": female, "male": male, "total": total}),
                Part(f"{total} đại biểu, trong đó {female} nữ", {"female": female, "male": male, "total": total}),
                Part(f"tổng số {total}: nữ {female}, nam {male}", {"female": female, "male": male, "total": total}),
                Part(f"{total} đồng chí", {"total": total}),
                Part(f"khoảng {total} lượt người", {"total": total}),
                Part(f"{female} chị em", {"female": female}),
                Part(f"{female} hội viên nữ", {"female": female}),
            ]
        )
    )


@st.composite
def money(draw: st.DrawFn) -> Part:
    thousands = draw(st.integers(100, 900_000))
    amount = thousands * 1000
    grouped = f"{amount:,}".replace(",", ".")
    return draw(
        st.sampled_from(
            [
                Part(f"kinh phí {grouped} đồng", {"budget": amount}),
                Part(f"kp {grouped}đ", {"budget": amount}),
                Part(f"chi {grouped}đ", {"budget": amount}),
                Part(f"kinh phí: {grouped}", {"budget": amount}),
                Part(f"{thousands}k", {"budget": amount}),
                Part("không kinh phí", {"budget": 0}),
                Part(f"kinh phí {thousands % 900 + 1} triệu", {"budget": (thousands % 900 + 1) * 10**6}),
            ]
        )
    )


def places() -> st.SearchStrategy[Part]:
    def said(place: str) -> st.SearchStrategy[Part]:
        words = [f"tại {place}", f"ở {place}", f"địa điểm: {place}"]
        return st.sampled_from(words).map(lambda words: Part(words, {"place": place}))

    return st.sampled_from(PLACES).flatmap(said)


def papers() -> st.SearchStrategy[Part]:
    """What holds numbers and fills in nothing."""
    return st.sampled_from(
        [
            Part("phát 200 tờ rơi"),
            Part("theo Kế hoạch số 12/KH-UBND"),
            Part("treo 5 băng rôn"),
            Part("thời lượng 90 phút"),
            Part("3 buổi"),
            Part("tiền nước 20k/người"),
            Part("đạt 95%"),
        ]
    )


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    parts = [draw(part()) for part in (days, people, money, places, papers) if draw(st.booleans())]
    parts = draw(st.permutations(parts))
    joint = draw(st.sampled_from([", ", "; ", "\n", " - ", "\n- "]))
    fields = {name: value for part in parts for name, value in part.fields.items()}
    return joint.join([kind, *(part.words for part in parts)]), {"type": KINDS[kind], **fields}


@settings(max_examples=400, deadline=None)
@given(reports())
def test_what_is_said_comes_back_and_nothing_else(report: tuple[str, dict[str, Any]]) -> None:
    text, fields = report
    found = read_activity(text, TODAY, TYPES)
    assert found.problems == ()
    read = {name: value for name, value in asdict(found.activity).items() if value is not None}
    title = read.pop("title")
    assert title
    assert title in text
    assert read == fields


@settings(max_examples=100, deadline=None)
@given(reports())
def test_nothing_is_lost_without_diacritics(report: tuple[str, dict[str, Any]]) -> None:

    text, fields = report
    bare = no_diacritics(text, Random(0))
    found = read_activity(bare, TODAY, TYPES).activity
    read = {name: value for name, value in asdict(found).items() if value is not None and name != "title"}
    fields = {name: no_diacritics(value, Random(0)) if name == "place" else value for name, value in fields.items()}
    assert read == fields


SIGNS = "0123456789.,;:-/() \n"
SAID = (
    "nữ|nam|người|ngày|tháng|tại|ở |kinh phí|triệu|tập huấn|họp|31/4|20/10|8/3| trong đó |tổng số |không |đồng chí|-5|"
    "40-50|nuwx|tr|k|%|năm "
)
WORDS = st.sampled_from([*SIGNS, *SAID.split("|")])


@example(text="O 0'0NG")
@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join)))
def test_any_text_is_read_without_fault(text: str) -> None:
    found = read_activity(text, TODAY, TYPES)
    reads_like_log(text, TODAY, TYPES)
    activity = found.activity
    for name in FIGURES:
        assert getattr(activity, name) is None or getattr(activity, name) >= 0
    if activity.total is not None:
        assert (activity.female or 0) + (activity.male or 0) + (activity.unknown or 0) <= activity.total
    assert activity.date is None or activity.date <= TODAY
    assert activity.date_end is None or (activity.date is not None and activity.date < activity.date_end <= TODAY)
    # What only a letter is left of has no name, and is of the kind that everything else is.
    assert activity.title is not None or activity.type in (None, "khac")
    assert activity.type is not None or activity.title is None
    for problem in found.problems:
        assert problem.message
        if problem.field != "title":
            assert getattr(activity, problem.field) is None


PIECES = (
    "a |1 |45 nữ |ngày |tại |20/10 |một |5 triệu |mỗi buổi |tổng số |nam |(|1/|1.|- 5 |nguowif |kinh phi 5 |tập huấn |"
    "vụ |đồng c|\n- |từ 40 đến |nuwx7 |\u0301|có với gồm "
)


@pytest.mark.parametrize("piece", PIECES.split("|"))
def test_the_longest_message_of_any_one_piece_is_read(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    read_activity(text, TODAY, TYPES)
    reads_like_log(text, TODAY, TYPES)


@given(*[st.none() | st.integers(-5, 100)] * 4)
def test_people_that_are_settled_stay_settled(
    female: int | None, male: int | None, unknown: int | None, total: int | None
) -> None:
    once = people_problems(female, male, unknown, total)
    bad = {one.field for one in once.problems}
    for name, said in zip(FIGURES, (female, male, unknown, total), strict=True):
        assert getattr(once, name) == said or said is None or name in bad or once.problems
        assert name not in bad or getattr(once, name) is None
    if not once.problems:
        again = people_problems(once.female, once.male, once.unknown, once.total)
        assert again == once


@given(st.text(max_size=60))
def test_words_put_right_keep_their_places(text: str) -> None:
    reading = Reading(text)
    assert len(reading.leads()) == len(reading.words())
    reading.respell([word + "x" if number % 2 else None for number, word in enumerate(reading.words())])
    assert len(reading.cased()) == len(reading.marked)
    for start in range(len(reading.marked)):
        first, last = reading.span(start, start + 1)
        assert 0 <= first <= last <= len(text)
