"""/mauky: how a unit wants its reports: shown, changed, given back to what is usual, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from handlers import messages
from handlers import messages_reports as words
from handlers.asking import Assistant
from handlers.people import Role
from handlers.reports.model import Header, Report
from handlers.reports.setting import MOST, MOST_COPIES
from handlers.reports.versions import ReportSettings
from handlers.types import Reply
from tests.reports_samples import HOSTILE
from tests.talking import Talking, text_of
from tests.world import BEGAN, address, person_records, store, world

PERIOD = "first_half.2026"
TYPED = ("agency", "body", "place", "board_post", "agency_post", "signer", "copies")


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def set_to(talking: Talking, name: str, said: str, unit: str = "bv-a", user: str = "thu-ky-a") -> str:
    """Open the question for a setting and answer it; what comes back."""
    talking.say(user, choice=f"mauky:{unit}:{name}")
    return talking.talk(user, said)


def stored(talking: Talking, unit: str = "bv-a") -> ReportSettings:
    return talking.storage.register.report_settings().get(unit, ReportSettings())


def report(talking: Talking, unit: str = "bv-a", user: str = "van-hanh", period: str = PERIOD) -> Report:
    """The unit's report as it is compiled now."""
    talking.say(user, choice=f"bc:{unit}:{period}")
    version = talking.storage.register.report_version(talking.storage.register.report_versions(unit, period)[0].id)
    assert version is not None
    return version.report


def header(talking: Talking, unit: str = "bv-a") -> Header:
    return report(talking, unit).header


def shown(talking: Talking, user: str = "thu-ky-a", rest: str = "") -> Reply:
    [reply] = talking.say(user, f"/mauky {rest}".strip())
    return reply


# Shown


def test_what_would_be_printed_is_shown_with_a_choice_to_change_each(talking: Talking) -> None:
    reply = shown(talking)
    lines = reply.text.splitlines()
    assert lines[0] == words.SETTINGS.format(unit="Bệnh viện A")
    assert "Đề cương: Báo cáo hoạt động vì sự tiến bộ của phụ nữ (theo mẫu chung)" in lines
    assert f"Kỳ số liệu: {words.REGIMES['cut_off']} (theo mẫu chung)" in lines
    assert "Cơ quan chủ quản: BỆNH VIỆN A (theo mẫu chung)" in lines
    assert "Địa danh: Thanh Hóa (theo mẫu chung)" in lines
    assert f"Họ tên người ký: {words.SETTING_OPEN}" in lines
    assert "Nơi nhận: Như trên; Lưu: VT, BVSTBPN (theo mẫu chung)" in lines
    assert words.SETTING_BELOW not in lines
    assert [one.label for one in reply.choices] == list(words.SETTING_NAMES.values())
    assert words.SETTING_BELOW in shown(talking, "van-phong-so").text


def test_what_is_shown_is_what_is_printed(talking: Talking) -> None:
    for unit, user in (("bv-a", "thu-ky-a"), ("xa-a", "thu-ky-xa"), ("thanh-hoa", "van-phong-tinh")):
        text, printed = shown(talking, user).text, header(talking, unit)
        for part in (printed.agency, printed.body, printed.place, printed.board_post, "; ".join(printed.copies)):
            assert f": {part} (theo mẫu chung)" in text


@pytest.mark.parametrize("said", ["/mauky", "/maubaocao", "/mauky bệnh viện a"])
def test_both_commands_and_a_named_unit_open_it(talking: Talking, said: str) -> None:
    assert text_of(talking.say("thu-ky-a", said)) == shown(talking).text


def test_an_office_names_the_unit_it_means(talking: Talking) -> None:
    assert "Bệnh viện B" in shown(talking, "van-phong-so", "bv b").text
    assert "Sở Y tế" in shown(talking, "van-phong-so").text.splitlines()[0]
    assert "Sở Y tế" in shown(talking, "van-phong-so", "xã a").text.splitlines()[0]


def test_somebody_with_several_units_says_which(talking: Talking) -> None:
    roles: list[tuple[str, Role]] = [("bv-a", "secretary"), ("bv-b", "head")]
    store(talking.storage, person_records("hai-noi", roles, BEGAN.date()))
    reply = shown(talking, "hai-noi")
    assert reply.text == words.SETTING_WHICH
    [picked] = talking.pick("hai-noi", "Bệnh viện B")
    assert picked.text.startswith(words.SETTINGS.format(unit="Bệnh viện B"))
    shown(talking, "hai-noi")
    assert words.SETTINGS.format(unit="Bệnh viện A") in talking.talk("hai-noi", "bệnh viện a")
    shown(talking, "hai-noi")
    assert words.SETTINGS.format(unit="Xã A") not in talking.talk("hai-noi", "xã a")


# Changed


@pytest.mark.parametrize("name", [one for one in TYPED if one != "copies"])
def test_what_is_typed_is_printed(talking: Talking, name: str) -> None:
    text = set_to(talking, name, "  Chữ   của\nđơn vị  ")
    assert text.startswith(words.SETTING_SAVED)
    assert f"{words.SETTING_NAMES[name]}: Chữ của đơn vị" in text
    assert getattr(stored(talking), name) == "Chữ của đơn vị"
    assert getattr(header(talking), name) == "Chữ của đơn vị"
    assert f"{words.SETTING_NAMES[name]}: Chữ của đơn vị" in shown(talking).text.splitlines()
    others = [one for one in TYPED if one != name]
    assert all(getattr(stored(talking), one) is None for one in others)


@pytest.mark.parametrize(
    "said",
    [
        "Như trên; UBND xã; Lưu: VT, BVSTBPN",
        "- Như trên;\n- UBND xã;\n\n- Lưu: VT, BVSTBPN.",
        "Như trên;UBND xã\nLưu: VT, BVSTBPN;",
    ],
)
def test_those_who_get_a_copy_stand_on_a_line_each(talking: Talking, said: str) -> None:
    set_to(talking, "copies", said)
    assert stored(talking).copies == "Như trên\nUBND xã\nLưu: VT, BVSTBPN"
    assert header(talking).copies == ("Như trên", "UBND xã", "Lưu: VT, BVSTBPN")


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("said", ["xóa", "Xoá.", "XOA", "mặc định"])
def test_a_word_goes_back_to_what_is_usual(talking: Talking, name: str, said: str) -> None:
    usual = getattr(header(talking), name)
    set_to(talking, name, "Chữ của đơn vị")
    assert set_to(talking, name, said) == words.SETTING_CLEARED
    assert getattr(stored(talking), name) is None
    assert getattr(header(talking), name) == usual


def test_a_signer_is_no_longer_asked_for_on_the_card(talking: Talking) -> None:
    [card] = talking.say("thu-ky-a", choice=f"bc:bv-a:{PERIOD}")
    assert words.NO_SIGNER in card.text
    set_to(talking, "signer", "Người ký của Bệnh viện A")
    set_to(talking, "agency_post", "GIÁM ĐỐC")
    [card] = talking.say("thu-ky-a", choice=f"bc:bv-a:{PERIOD}")
    assert words.NO_SIGNER not in card.text


def test_the_days_of_the_periods_are_chosen(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="mauky:bv-a:regime")
    [saved] = talking.pick("thu-ky-a", "tháng dương lịch")
    assert words.REGIMES["calendar"] in saved.text
    assert stored(talking).regime == "calendar"
    assert "tính đến ngày 30/6/2026" in header(talking).note
    talking.say("thu-ky-a", choice="mauky:bv-a:regime")
    talking.pick("thu-ky-a", words.CLEAR)
    assert stored(talking).regime is None
    assert "tính đến ngày 14/6/2026" in header(talking).note


def test_an_outline_is_chosen_or_typed(talking: Talking) -> None:
    usual = [one.item for one in report(talking).sections]
    talking.say("thu-ky-a", choice="mauky:bv-a:outline")
    talking.pick("thu-ky-a", "gọn")
    assert stored(talking).outline == "bao-cao-gon"
    assert [one.item for one in report(talking).sections] != usual
    set_to(talking, "outline", "bao cao hoat dong vi su tien bo")
    assert stored(talking).outline == "hoat-dong-vstbpn"
    assert set_to(talking, "outline", "xóa") == words.SETTING_CLEARED
    assert stored(talking).outline is None


def test_what_an_office_sets_holds_below_where_nothing_is_set(talking: Talking) -> None:
    for name, label in (("regime", "tháng dương lịch"), ("outline", "gọn")):
        talking.say("van-phong-so", choice=f"mauky:so-y-te:{name}")
        talking.pick("van-phong-so", label)
    text = shown(talking).text
    assert f"Kỳ số liệu: {words.REGIMES['calendar']} (theo Sở Y tế Thanh Hóa)" in text
    assert "(theo Sở Y tế Thanh Hóa)" in next(line for line in text.splitlines() if line.startswith("Đề cương"))
    assert "30/6/2026" in header(talking).note
    assert "14/6/2026" in header(talking, "xa-a").note
    talking.say("thu-ky-a", choice="mauky:bv-a:regime")
    talking.pick("thu-ky-a", "Nghị định 09")
    assert "14/6/2026" in header(talking).note
    assert "30/6/2026" in header(talking, "bv-b").note
    assert f"Kỳ số liệu: {words.REGIMES['cut_off']}" in shown(talking).text.splitlines()


def test_names_and_posts_of_an_office_do_not_hold_below(talking: Talking) -> None:
    set_to(talking, "signer", "Người ký của Sở", "so-y-te", "van-phong-so")
    set_to(talking, "agency", "SỞ Y TẾ", "so-y-te", "van-phong-so")
    assert header(talking).signer == ""
    assert header(talking).agency == "BỆNH VIỆN A"


def test_a_change_keeps_who_made_it(talking: Talking) -> None:
    set_to(talking, "place", "Nơi A")
    set_to(talking, "place", "Nơi B", user="van-phong-so")
    kept = [row["by"] for row in talking.rows("changes") if row["table"] == "report_settings"]
    assert kept == ["thu-ky-a", "van-phong-so"]
    assert stored(talking).place == "Nơi B"


# Refused


@pytest.mark.parametrize(("name", "most"), [("agency", MOST), ("signer", MOST), ("copies", MOST_COPIES)])
def test_what_is_too_long_is_refused_with_its_length(talking: Talking, name: str, most: int) -> None:
    text = set_to(talking, name, "a" * (most + 1))
    assert words.SETTING_LONG.format(most=most, length=most + 1) in text
    assert getattr(stored(talking), name) is None
    talking.talk("thu-ky-a", "a" * most)
    assert getattr(stored(talking), name) == "a" * most


@pytest.mark.parametrize("said", ["   ", "...", "-;-", "hạn nộp báo cáo 6 tháng là khi nào?"])
@pytest.mark.parametrize("name", ["agency", "copies"])
def test_what_is_nothing_to_print_is_not_stored(talking: Talking, name: str, said: str) -> None:
    set_to(talking, name, said)
    assert getattr(stored(talking), name) is None


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_do_no_harm(talking: Talking, said: str) -> None:
    for name in ("agency", "copies"):
        set_to(talking, name, said)
        talking.talk("thu-ky-a", "hủy")
    assert shown(talking).text.startswith(words.SETTINGS.format(unit="Bệnh viện A"))
    assert header(talking).agency


@pytest.mark.parametrize("said", ["bỏ qua", "hủy", "thôi"])
def test_it_is_left_as_it_is(talking: Talking, said: str) -> None:
    assert set_to(talking, "agency", said).startswith(words.SETTING_KEPT)
    assert stored(talking) == ReportSettings()


@pytest.mark.parametrize("said", ["lung tung", "báo cáo", "x"])
def test_what_is_not_offered_is_not_chosen(talking: Talking, said: str) -> None:
    assert words.SETTING_ONE_OF in set_to(talking, "outline", said)
    assert stored(talking).outline is None


@pytest.mark.parametrize("choice", ["regime:cut_off", "outline:zzz", "regime:-", "-", ""])
def test_a_button_of_another_question_answers_nothing(talking: Talking, choice: str) -> None:
    talking.say("thu-ky-a", choice="mauky:bv-a:outline")
    talking.say("thu-ky-a", choice=f"f:mauky:value:{choice}")
    assert stored(talking) == ReportSettings()


def test_a_button_does_not_answer_a_typed_question(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="mauky:bv-a:agency")
    assert words.SETTING_EMPTY in text_of(talking.say("thu-ky-a", choice="f:mauky:value:regime:calendar"))
    assert stored(talking) == ReportSettings()


@pytest.mark.parametrize("name", ["zzz", "unit", "name", "__class__"])
def test_what_is_no_setting_is_not_asked(talking: Talking, name: str) -> None:
    assert text_of(talking.say("thu-ky-a", choice=f"mauky:bv-a:{name}")) == messages.OLD_CHOICE


def test_those_who_may_not_are_told_who_may(talking: Talking) -> None:
    assert shown(talking, "thanh-vien-a").text == words.SETTING_NO_RIGHT
    assert shown(talking, "khach").text == messages.NO_ACCOUNT
    group = replace(address("thu-ky-a"), chat="nhom")
    assert text_of(talking.hear(group, "/mauky")) == messages.NOT_PRIVATE
    assert text_of(talking.hear(group, choice="mauky:bv-a:agency")) == messages.NOT_PRIVATE


@pytest.mark.parametrize("user", ["thu-ky-b", "thu-ky-so", "thu-ky-xa", "van-phong-hp", "thanh-vien-a", "khach"])
def test_others_neither_see_nor_change_it(talking: Talking, user: str) -> None:
    set_to(talking, "signer", "Người ký của Bệnh viện A")
    for rest in ("bv-a", "bv-a:signer", "bv-a:outline"):
        said = text_of(talking.say(user, choice=f"mauky:{rest}"))
        assert said in (messages.NOT_ALLOWED, messages.NO_ACCOUNT)
    assert "Người ký của Bệnh viện A" not in shown(talking, user, "bệnh viện a").text
    talking.talk(user, "Chữ của người khác")
    assert stored(talking).signer == "Người ký của Bệnh viện A"


def test_who_loses_the_right_while_answering_changes_nothing(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="mauky:bv-a:signer")
    with talking.storage.transaction():
        talking.storage.db.execute("UPDATE memberships SET until = '2026-11-01' WHERE person = 'thu-ky-a'")
    assert messages.NOT_ALLOWED in talking.talk("thu-ky-a", "Chữ khác")
    assert stored(talking) == ReportSettings()


@pytest.mark.parametrize("rest", ["", "zzz", "zzz:agency", ":agency"])
def test_buttons_of_no_unit_are_refused(talking: Talking, rest: str) -> None:
    assert text_of(talking.say("thu-ky-a", choice=f"mauky:{rest}")) == messages.NOT_ALLOWED
