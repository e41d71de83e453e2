"""Plain words that mean a command: to whom, in which spellings, and what never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from handlers import messages
from handlers import messages_joining as joining_words
from handlers.asking import Assistant
from handlers.chain import all_commands
from handlers.phrases import PHRASES, meanings
from tests.talking import Talking, text_of
from tests.world import ROLES, world

FOLDER = Path(__file__).parent / "questions"
OFFICE, MEMBER, STRANGER = "van-phong-tinh", "thu-ky-a", "khach"
SAID = {
    "tiendo": (
        "đơn vị nào chưa nộp báo cáo",
        "don vi nao chua nop bc a",
        "ĐƠN VỊ NÀO CHƯA NỘP BÁO CÁO?",
        "ddown vij naof chuwa noopj baos caos",
        "còn ai chưa nộp",
        "những đơn vị nào đã gửi báo cáo 6 tháng rồi",
        "tiến độ",
        "tình hình nộp báo cáo của các đơn vị",
    ),
    "danop": (
        "chúng tôi đã nộp báo cáo rồi",
        "đã nộp",
        "da nop roi a",
        "em nộp báo cáo rồi ạ",
        "đơn vị em vừa gửi báo cáo",
    ),
    "thamgia": ("xin tham gia", "cho em tham gia với ạ", "tôi có mã mời", "mã mời của tôi là ABCDE-23456"),
    "dulieu": ("xem dữ liệu của tôi", "xóa dữ liệu của em", "xoa tai khoan", "rút đồng ý"),
    "lich": ("lịch", "lịch báo cáo của đơn vị tôi", "tải lịch về điện thoại", "thêm hạn nộp vào lịch"),
    "nhatky": ("nhật ký", "xem nhật ký của đơn vị", "xuất nhật ký excel", "tải nhật ký"),
    "ghi": ("ghi hoạt động", "muốn ghi một việc"),
    "baocao": (
        "soạn báo cáo 6 tháng",
        "soan bao cao 6 thang a",
        "lập giúp báo cáo năm 2026",
        "làm báo cáo",
        "viết bc tổng kết",
        "xuất báo cáo 6 tháng đầu năm",
        "em muốn soạn báo cáo tháng hành động",
        "nhờ tạo file báo cáo 6 tháng từ nhật ký",
        "soạn báo cáo giúp em được không",
    ),
    "tonghop": (
        "tổng hợp báo cáo",
        "tổng hợp báo cáo 6 tháng đầu năm của các đơn vị",
        "tong hop so lieu cac xa",
        "lập tổng hợp báo cáo năm 2026 cho các đơn vị trực thuộc",
    ),
    "cuatoi": (
        "sap toi phai nop gi",
        "đơn vị mình sắp phải nộp báo cáo nào",
        "tháng này nộp gì",
        "mình đã nộp chưa",
        "đã nộp báo cáo chưa",
        "em nộp báo cáo 6 tháng chưa nhỉ",
        "nay hạn rồi à",
        "đến hạn chưa ạ",
        "trễ hạn chưa",
        "hạn rồi à",
        "có gì sắp đến hạn không",
        "xã mình sắp đến hạn gì",
        "tháng này còn gì phải nộp không",
        "còn thiếu gì",
        "báo cáo còn thiếu những gì nữa",
        "nộp",
        "nộp báo cáo",
    ),
    "thongbao": ("gửi thông báo cho các đơn vị", "soạn thông báo", "thong bao cho tat ca cac xa"),
}


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def test_every_phrase_is_of_a_command_and_tried_here() -> None:
    known = {entry.name for entry in all_commands()}
    assert {name for name, _, _ in PHRASES} <= known
    assert {name for name, _, _ in PHRASES} == set(SAID)
    assert {who for _, who, _ in PHRASES} <= {"all", "member", "office", "write_report"}


@pytest.mark.parametrize(("name", "said"), [(name, one) for name, many in SAID.items() for one in many])
def test_words_do_what_the_command_does(assistant: Assistant, name: str, said: str) -> None:
    user = MEMBER if name in ("cuatoi", "danop", "lich", "dulieu") else OFFICE
    if name == "thamgia":
        user = STRANGER
    told = []
    for text in (said, f"/{name}{_rest(name, said)}"):
        storage = world()
        told.append([reply.text for reply in Talking(storage, assistant).say(user, text)])
        storage.close()
    assert told[0] == told[1]


def _rest(name: str, said: str) -> str:
    """What is said after the command."""
    if name == "cuatoi":
        return " báo cáo" if "thiếu" in said or said in ("nộp", "nộp báo cáo") else ""
    known = {"mã mời của": "ABCDE-23456", "có mã": "mã mời", "6 tháng đầu năm": "6 tháng đầu năm", "6 tháng": "6 tháng"}
    known |= {one: one for one in ("6 thang", "năm 2026", "tổng kết", "tháng hành động")}
    return next((f" {one}" for words, one in known.items() if words in said), "")


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("nộp báo cáo 6 tháng", "6 tháng"),
        ("nộp báo cáo năm 2025", "năm 2025"),
        ("nộp báo cáo năm ngoái", "năm ngoái"),
        ("em nộp luôn bc quý 3 nhé", "quý 3"),
        ("nop bao cao quy", "quý"),
    ],
)
def test_a_report_to_be_sent_is_of_the_period_that_is_named(assistant: Assistant, said: str, period: str) -> None:
    told = []
    for text in (said, f"/baocao {period}", "nộp báo cáo"):
        storage = world()
        told.append([reply.text for reply in Talking(storage, assistant).say(MEMBER, text)])
        storage.close()
    assert told[0] == told[1] != told[2]


def test_what_others_owe_is_not_asked_of_ones_own_unit() -> None:
    for said in ("bệnh viện phải nộp gì", "trường phải nộp báo cáo gì", "sở đến hạn gì", "bệnh viện nộp báo cáo chưa"):
        assert not list(meanings([said]))
    for said in ("bệnh viện em phải nộp gì", "trường mình phải nộp báo cáo gì", "sở chúng tôi đến hạn gì"):
        assert [one.command for one in meanings([said])] == ["cuatoi"]
    assert "danop" in [one.command for one in meanings(["trường đã nộp báo cáo rồi"])]


@pytest.mark.parametrize("name", ["tiendo", "danop", "lich", "thongbao"])
def test_to_those_it_is_not_for_they_are_questions_as_before(talking: Talking, name: str) -> None:
    users = [STRANGER, MEMBER] if name in ("tiendo", "thongbao") else [STRANGER]
    for user in users:
        for said in SAID[name]:
            assert text_of(talking.say(user, said)) not in (messages.NO_ACCOUNT, messages.NOT_ALLOWED)
    assert not [key for key in ("flow",) if key in talking.storage.sessions.load(f"console:{MEMBER}:{MEMBER}").data]


def test_in_a_dialogue_they_are_an_answer(talking: Talking) -> None:
    talking.say(OFFICE, "/thongbao")
    assert "Gửi cho những đơn vị nào" in talking.talk(OFFICE, "đơn vị nào chưa nộp báo cáo")


def test_a_code_without_its_letters_is_asked_for(talking: Talking) -> None:
    assert talking.talk(STRANGER, "em có mã mời") == joining_words.CODE_WANTED
    assert not talking.rows("wrong_codes")


def questions() -> Iterator[str]:
    for file in sorted(FOLDER.glob("*.yaml")):
        if "heldout" not in file.name:
            for row in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader):
                yield row.get("q") or row["question"]


def test_no_question_is_taken_for_a_command(assistant: Assistant) -> None:
    repair = assistant.answerer.index.repairer.repair
    asked = list(questions())
    assert len(asked) > 900
    assert [(said, one) for said in asked for one in meanings((said, repair(said).text))] == []
    for said in (
        "lịch kỷ niệm 8/3",
        "hạn nộp báo cáo",
        "nộp báo cáo năm trước ngày nào",
        "nộp chậm có sao không",
        "nộp ở đâu",
        "nộp phạt bao nhiêu",
        "phải nộp gì cho sở y tế",
        "hạn",
        "hết hạn chưa",
        "báo cáo gửi cho ai",
        "một năm nộp mấy báo cáo",
        "thiếu kinh phí thì làm gì",
        "còn mấy ngày nữa đến hạn",
        "hạn nộp báo cáo năm",
        "xóa bỏ bạo lực",
        "Thông báo 196-TB/TW",
        "báo cáo 6 tháng nộp khi nào",
        "báo cáo 6 tháng",
        "mẫu báo cáo năm",
        "làm báo cáo thế nào",
        "viết báo cáo gồm những gì",
        "soạn báo cáo theo mẫu nào",
        "có phải làm báo cáo không",
        "cần làm báo cáo năm không",
        "ai làm báo cáo năm",
        "em làm báo cáo rồi",
        "lập báo cáo xong rồi ạ",
        "làm báo cáo 6 tháng trước ngày nào",
    ):
        assert list(meanings((said,))) == []


@pytest.mark.parametrize("said", ["hủy", "Huỷ bỏ", "bỏ qua", "bo qua.", "lùi", "quay lại"])
def test_words_that_steer_a_dialogue_say_so_where_none_is_open(talking: Talking, said: str) -> None:
    for user in (STRANGER, *ROLES):
        assert talking.talk(user, said) == messages.FLOW_NONE
    assert not talking.rows("unanswered")


def test_what_is_offered_stays_open_when_nothing_is_to_be_cancelled(talking: Talking) -> None:
    [asked] = talking.say(STRANGER, "hạn nộp báo cáo 6 tháng")
    assert asked.choices
    assert talking.talk(STRANGER, "hủy") == messages.FLOW_NONE
    assert "Nguồn:" in talking.talk(STRANGER, "1")


def test_the_welcome_names_how_to_join(talking: Talking) -> None:
    assert "/thamgia" in talking.talk(STRANGER, "/start")
