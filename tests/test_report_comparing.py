"""Two versions of a report beside each other: what is told to have changed, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers import messages
from handlers import messages_reports as words
from handlers.asking import Assistant
from handlers.types import Reply
from tests.logging_people import entry_record, log
from tests.talking import Talking, text_of
from tests.world import store, world

PERIOD = "first_half.2026"
OF = f"bv-a:{PERIOD}"
DAY = 86_400


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    """One version: a training of 57 people, one of 30."""
    storage = world()
    log(
        storage,
        entry_record("e1", title="Tập huấn", date="2026-03-20", budget=5_000_000),
        entry_record("e2", title="Tọa đàm", date="2026-02-05", female=20, male=None, total=30),
    )
    made = Talking(storage, assistant)
    compiled(made)
    yield made
    storage.close()


def compiled(talking: Talking, unit: str = "bv-a", user: str = "van-hanh") -> str:
    """Compile the report as things stand; the id of the newest version."""
    talking.say(user, choice=f"bc:{unit}:{PERIOD}")
    return talking.storage.register.report_versions(unit, PERIOD)[0].id


def compare(talking: Talking, user: str = "thu-ky-a", rest: str = OF) -> Reply:
    [reply] = talking.say(user, choice=f"bcso:{rest}")
    return reply


def changes(reply: Reply) -> list[str]:
    return [line for line in reply.text.splitlines() if line.startswith("- ")]


def test_one_version_has_nothing_to_be_compared_with(talking: Talking) -> None:
    reply = compare(talking)
    assert reply.text == words.ONE_VERSION
    assert compare(talking, rest="bv-a:second_half.2026").text == words.NO_VERSION


def test_figures_words_and_entries_that_changed_are_told(talking: Talking) -> None:
    log(
        talking.storage,
        entry_record("e1", title="Tập huấn", date="2026-03-20", female=50, total=62, budget=5_000_000),
        entry_record("e2", deleted=1),
        entry_record("e3", title="Lớp mới", date="2026-05-01", female=1200, male=None, total=1200),
    )
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.1")
    talking.talk("thu-ky-a", "Đã làm được nhiều việc")
    reply = compare(talking)
    head = reply.text.splitlines()
    assert head[0] == "Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A"
    assert head[1] == "Bản 1 (09:00 ngày 24/11/2026) và bản 2 (09:00 ngày 24/11/2026):"
    told = changes(reply)
    assert "- Số lượt người tham gia: 87 → 1.262" in told
    assert "- Trong đó nữ: 65 → 1.250" in told
    assert any(line.startswith("- I.5.b ") and line.endswith(", nữ: 65 → 1.250") for line in told)
    assert not any("Kinh phí" in line for line in told)
    assert any(line.startswith("- II.1 ") and line.endswith(words.TEXT_ADDED) for line in told)
    assert words.ENTRIES_CHANGED.format(added=1, gone=1, changed=1) in told
    assert "- Thêm: Lớp mới, 1/5/2026, 1.200 người (nữ 1.200)" in told
    assert any(line.startswith("- Bớt: Tọa đàm, 5/2/2026") for line in told)
    assert any(line.startswith("- Sửa: Tập huấn, 20/3/2026, 62 người") for line in told)


def test_a_figure_that_nobody_had_said_says_so(talking: Talking) -> None:
    log(talking.storage, entry_record("e1", title="Tập huấn", date="2026-03-20", budget=None))
    compiled(talking)
    assert f"- Kinh phí: 5.000.000 → {words.NOT_SAID}" in changes(compare(talking))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, "Mới", words.TEXT_ADDED),
        ("Cũ", "Mới", words.TEXT_CHANGED),
        ("Cũ", "xóa", words.TEXT_GONE),
    ],
)
def test_words_come_change_and_go(talking: Talking, before: str | None, after: str, told: str) -> None:
    for said in (before, after):
        if said is not None:
            talking.say("thu-ky-a", choice=f"bcmuc:{OF}:II.2")
            talking.talk("thu-ky-a", said)
    [line] = changes(compare(talking))
    assert line.startswith("- II.2 ")
    assert line.endswith(told)


def test_words_beside_figures_change_without_the_figures(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bcmuc:{OF}:I.5.c")
    talking.talk("thu-ky-a", "Chưa kiểm tra nơi nào")
    assert changes(compare(talking)) == [
        words.CHANGED_TEXT.format(item="I.5.c", heading=_heading(talking, "I.5.c"), what=words.TEXT_ADDED)
    ]


def test_what_was_logged_after_sending_is_told_to_stand_apart(talking: Talking) -> None:
    [card] = talking.say("thu-ky-a", choice=f"bc:{OF}")
    talking.say("thu-ky-a", choice=next(one.id for one in card.choices if one.label == words.SEND))
    talking.talk("thu-ky-a", "có")
    talking.clock.advance(DAY)
    store(talking.storage, [entry_record("e3", title="Lớp mới", date="2026-05-01")], talking.clock.now())
    compiled(talking)
    assert changes(compare(talking)) == [words.LATE_ADDED.format(what="Lớp mới, 1/5/2026")]
    sent = next(str(row["id"]) for row in talking.rows("submissions"))
    talking.say("thu-ky-a", choice=f"chuanop:{sent}")
    compiled(talking)
    assert words.LATE_GONE.format(what="Lớp mới, 1/5/2026") in changes(compare(talking))


def _heading(talking: Talking, item: str) -> str:
    version = talking.storage.register.report_version(compiled(talking))
    assert version is not None
    return next(one.heading for one in version.report.sections if one.item == item)


def test_versions_of_two_days_may_say_the_same(talking: Talking) -> None:
    talking.clock.advance(DAY)
    compiled(talking)
    reply = compare(talking)
    assert words.SAME_VERSIONS in reply.text
    assert "bản 2 (09:00 ngày 25/11/2026)" in reply.text
    assert changes(reply) == []


def test_many_changes_are_cut_and_counted(talking: Talking) -> None:
    log(
        talking.storage,
        *(entry_record(f"n{day}", date=f"2026-05-{day:02}", title=f"Lớp {day}") for day in range(1, 29)),
    )
    compiled(talking)
    told = changes(compare(talking))
    assert len(told) == 21
    assert words.ENTRIES_CHANGED.format(added=28, gone=0, changed=0) in told
    rest = int(told[-1].removeprefix("- và ").removesuffix(" chỗ khác"))
    added = sum(line.startswith("- Thêm: ") for line in told)
    assert added + rest == 28


def test_earlier_versions_are_offered_and_compared(talking: Talking) -> None:
    for number in range(1, 9):
        talking.clock.advance(DAY)
        log(talking.storage, entry_record("e3", title="Lớp", date="2026-05-01", female=number, male=0, total=number))
        compiled(talking)
    reply = compare(talking)
    assert "- Số lượt người tham gia: 94 → 95" in changes(reply)
    assert [one.label.partition(",")[0] for one in reply.choices] == [f"Bản {number}" for number in (7, 6, 5, 4, 3, 2)]
    assert all(len(one.id.encode()) <= 64 for one in reply.choices)
    [older] = talking.pick("thu-ky-a", "Bản 2,")
    assert "- Số lượt người tham gia: 88 → 95" in changes(older)
    assert "Bản 2 (09:00 ngày 25/11/2026) và bản 9 " in older.text


def test_the_card_offers_it_once_there_are_two(talking: Talking) -> None:
    [card] = talking.say("thu-ky-a", choice=f"bc:{OF}")
    assert words.COMPARE not in [one.label for one in card.choices]
    log(talking.storage, entry_record("e3", title="Lớp", date="2026-05-01"))
    [card] = talking.say("thu-ky-a", choice=f"bc:{OF}")
    [reply] = talking.pick("thu-ky-a", words.COMPARE)
    assert "- Số hoạt động: 2 → 3" in changes(reply)


def test_a_member_sees_it_and_others_do_not(talking: Talking) -> None:
    log(talking.storage, entry_record("e3", title="Lớp", date="2026-05-01"))
    old = talking.storage.register.report_versions("bv-a", PERIOD)[-1].id
    compiled(talking)
    for user in ("thanh-vien-a", "truong-a", "van-phong-so", "van-phong-tinh"):
        assert "- Số hoạt động: 2 → 3" in changes(compare(talking, user))
        assert "- Số hoạt động: 2 → 3" in changes(compare(talking, user, f"{OF}:{old}"))
    for user in ("thu-ky-b", "thu-ky-so", "thu-ky-xa", "van-phong-hp", "khach"):
        for rest in (OF, f"{OF}:{old}"):
            assert text_of([compare(talking, user, rest)]) in (messages.NOT_ALLOWED, messages.NO_ACCOUNT)


def test_no_version_of_another_unit_or_period_is_compared(talking: Talking) -> None:
    log(talking.storage, entry_record("b1", unit="bv-b", title="Của B", date="2026-03-01"))
    log(talking.storage, entry_record("e3", title="Lớp", date="2026-05-01"))
    foreign = compiled(talking, "bv-b")
    newest = compiled(talking)
    talking.say("van-hanh", choice="bc:bv-a:second_half.2026")
    other = talking.storage.register.report_versions("bv-a", "second_half.2026")[0].id
    for version in (foreign, other, newest, "zzz"):
        reply = compare(talking, rest=f"{OF}:{version}")
        assert reply.text == words.OLD_CHOICE
        assert reply.choices == ()


@pytest.mark.parametrize("rest", ["", "bv-a", "zzz:first_half.2026", "bv-a:zzz", "bv-a:first_half.2026:", ":::"])
def test_made_up_buttons_tell_nothing(talking: Talking, rest: str) -> None:
    said = compare(talking, rest=rest).text
    assert said in (messages.NOT_ALLOWED, words.OLD_CHOICE, words.ONE_VERSION)
