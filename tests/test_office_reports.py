"""Reports on the office's pages: how far each unit is, the files, accepting and returning."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from docx import Document
from openpyxl import load_workbook

from bot.web.office import messages
from bot.web.office.pages import HEADERS, attachment
from handlers.asking import Assistant
from handlers.messages_duties import NOTHING_SAID
from handlers.people import Unit
from handlers.types import IncomingMessage, Record
from tests.logging_people import entry_record
from tests.office_site import Browser, Site, fields, office_site
from tests.reports_samples import HOSTILE
from tests.test_office_pages import FOREIGN, UNDER, links, query, rows, words
from tests.world import BEGAN, CHANNEL, OPERATOR, UNITS, address, person_records, unit_record

PERIOD = "first_half.2026"
PAGE = f"/vanphong/bao-cao?don_vi=so-y-te&ky={PERIOD}"
DUTY = "so-y-te-thanh-hoa-2018:first-half-report"
"""The health sector's half-year report, due on 29/5/2026: whatever is sent at NOW is twelve days late."""
_numbers = count()


@pytest.fixture
def site(assistant: Assistant, tmp_path: Path) -> Iterator[Site]:
    with office_site(assistant, tmp_path / "a.db") as made:
        log(made, "bv-a", 45, 12)
        log(made, "bv-a", 30, None)
        log(made, "bv-b", 20, 5)
        yield made


def log(site: Site, unit: str, female: int, male: int | None, **columns: Any) -> None:
    """An activity of March."""
    people = {"female": female, "male": male, "total": female + (male or 0), "by": None}
    site.store(entry_record(f"e{next(_numbers)}", unit, **{"date": "2026-03-08", **people, **columns}))


def choose(site: Site, person: str, choice: str) -> str:
    """What the assistant answers to a choice."""
    site.clock.advance(1)
    site.inbox.accept(IncomingMessage(f"chon:{next(_numbers)}", address(person), site.clock.now(), "", choice))
    return site.told(person)[-1].text


def draft(site: Site, unit: str, person: str) -> str:
    """Have a unit's secretary open its report; the version that is kept of it."""
    choose(site, person, f"bc:{unit}:{PERIOD}")
    return str(site.rows("report_versions")[-1]["id"])


def send(site: Site, unit: str, person: str) -> str:
    """Have it sent too; the id of the sending."""
    version = draft(site, unit, person)
    choose(site, person, f"bcnop:{version}")
    assert "Đã nộp" in choose(site, person, f"f:nopbaocao:sure:yes:{version}")
    return next(str(row["id"]) for row in site.rows("submissions") if row["version"] == version)


def stored(site: Site, id_: str) -> dict[str, Any]:
    return next(row for row in site.rows("submissions") if row["id"] == id_)


def row_of(page: str, unit: str) -> str:
    """What is read in a unit's row."""
    [row] = [one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f'<th scope="row">{unit}' in one]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip()


def to_reports(page: str) -> list[str]:
    """The links to the reports of a period, those of the menu aside."""
    return [link for link in links(page, "/vanphong/bao-cao?") if "ky" in query(link)]


def fetched(browser: Browser, link: str) -> httpx.Response:
    answer = browser.get(link)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    return answer


def file_name(answer: httpx.Response) -> str:
    return unquote(answer.headers["content-disposition"].partition("filename*=UTF-8''")[2])


def docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def xlsx_values(content: bytes) -> set[object]:
    book = load_workbook(io.BytesIO(content))
    return {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


# How far each is


def test_a_unit_is_seen_on_its_way_from_a_draft_to_acceptance(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    assert row_of(browser.text(PAGE), "Bệnh viện A") == "Bệnh viện A Chưa soạn – – –"
    draft(site, "bv-a", "thu-ky-a")
    assert row_of(browser.text(PAGE), "Bệnh viện A") == ("Bệnh viện A Đang soạn bản soạn ngày 10/6/2026 – – –")
    sent = send(site, "bv-a", "thu-ky-a")
    row = row_of(browser.text(PAGE), "Bệnh viện A")
    assert row.startswith(
        "Bệnh viện A Đã nộp, chờ nhận 10/6/2026 muộn 12 ngày 2 hoạt động, 87 lượt người, nữ 75, nam 12"
    )
    assert re.search(r"Word .* Excel .* Nhận .* Trả lại", row)
    choose(site, "van-phong-so", f"bcnhan:{sent}")
    row = row_of(browser.text(PAGE), "Bệnh viện A")
    assert "Đã nhận 10/6/2026" in row
    assert "Word" in row
    assert "Trả lại" not in row


def test_a_returned_report_says_why_until_it_is_sent_again(site: Site) -> None:
    browser, sent = site.log_in("van-phong-so"), send(site, "bv-a", "thu-ky-a")
    choose(site, "van-phong-so", f"bctra:{sent}")
    site.say("van-phong-so", "Thiếu kinh phí")
    row = row_of(browser.text(PAGE), "Bệnh viện A")
    assert "Đã trả lại, chờ sửa Lý do: Thiếu kinh phí" in row
    assert "Nhận báo cáo" not in row
    log(site, "bv-a", 1, 1)
    again = send(site, "bv-a", "thu-ky-a")
    assert again != sent
    row = row_of(browser.text(PAGE), "Bệnh viện A")
    assert "Đã nộp, chờ nhận" in row
    assert "Thiếu kinh phí" not in row


def test_a_report_that_the_unit_took_back_is_a_draft_that_nobody_reads(site: Site) -> None:
    browser, sent = site.log_in("van-phong-so"), send(site, "bv-a", "thu-ky-a")
    [link, *_] = links(browser.text(PAGE), "/vanphong/bao-cao/ban")
    choose(site, "thu-ky-a", f"chuanop:{sent}")
    page = browser.text(PAGE)
    assert row_of(page, "Bệnh viện A").startswith("Bệnh viện A Đang soạn")
    assert links(page, "/vanphong/bao-cao/ban") == []
    assert browser.get(link).status_code == 404


def test_one_that_was_only_said_to_be_sent_is_told_apart(site: Site) -> None:
    row = {"id": "s", "duty": DUTY, "year": 2026, "unit": "bv-a", "day": "2026-05-28", "by": None}
    site.store(Record("submissions", row))
    page = site.log_in("van-phong-so").text(PAGE)
    assert row_of(page, "Bệnh viện A") == ("Bệnh viện A Đã ghi là nộp không kèm báo cáo ở đây 28/5/2026 đúng hạn – –")
    assert "Đã nộp 1/2" in words(page)


def test_nothing_to_report_is_told(site: Site) -> None:
    choose(site, "thu-ky-xa", f"bckhong:xa-a:{PERIOD}")
    page = site.log_in("van-phong-tinh").text(f"/vanphong/bao-cao?ky={PERIOD}")
    assert "không phát sinh" in row_of(page, "Xã A")


def test_the_table_is_filtered_and_counted(site: Site) -> None:
    send(site, "bv-a", "thu-ky-a")
    draft(site, "bv-b", "thu-ky-b")
    browser = site.log_in("van-phong-tinh")
    path = f"/vanphong/bao-cao?ky={PERIOD}"
    text = words(browser.text(path))
    assert "Đã nộp 1/4 Đã nộp, chờ nhận 1 Đang soạn 1 Chưa soạn 2" in text
    assert "số liệu từ 15/12/2025 đến 14/6/2026" in text
    found = {
        **{"cho-nhan": ["Bệnh viện A"], "dang-soan": ["Bệnh viện B"], "da-nhan": [], "cho-sua": []},
        **{"chua-soan": ["Sở Y tế Thanh Hóa", "Xã A"], "ghi-la-nop": []},
    }
    assert {wanted: rows(browser.text(f"{path}&loc={wanted}")) for wanted in found} == found
    assert rows(browser.text(f"{path}&tim=benh vien")) == ["Bệnh viện A", "Bệnh viện B"]
    assert len(rows(browser.text(f"{path}&loc=la&trang=x"))) == 4


def test_an_offices_own_report_is_shown_and_not_for_it_to_decide_on(site: Site) -> None:
    site.store(*person_records("van-phong-so", [("so-y-te", "office")], BEGAN.date()))
    sent = send(site, "so-y-te", "thu-ky-so")
    browser = site.log_in("van-phong-so")
    row = row_of(browser.text(PAGE), "Sở Y tế Thanh Hóa")
    assert "Đã nộp, chờ nhận" in row
    assert "Trả lại" not in row
    assert browser.submit("/vanphong/bao-cao/nhan", {"nop": sent}).status_code == 404
    above = site.log_in("van-phong-tinh").text(f"/vanphong/bao-cao?ky={PERIOD}")
    assert "Trả lại" in row_of(above, "Sở Y tế Thanh Hóa")


def test_the_progress_says_how_far_each_report_is(site: Site) -> None:
    send(site, "bv-a", "thu-ky-a")
    draft(site, "bv-b", "thu-ky-b")
    browser = site.log_in("van-phong-so")
    known = re.search(r'<option value="(\w+)"[^>]*>6 tháng đầu năm 2026, ngành Y tế', browser.text("/vanphong/tien-do"))
    assert known
    path = f"/vanphong/tien-do?ky={known[1]}"
    page = browser.text(path)
    assert "Đã nộp, chờ nhận" in row_of(page, "Bệnh viện A")
    assert "Đang soạn" in row_of(page, "Bệnh viện B")
    whole, first, second = to_reports(page)
    assert query(whole) == {"don_vi": "so-y-te", "ky": PERIOD}
    assert [rows(browser.text(link)) for link in (first, second)] == [["Bệnh viện A"], ["Bệnh viện B"]]
    assert rows(browser.text(f"{path}&loc=dang-soan")) == ["Bệnh viện B"]
    assert rows(browser.text(f"{path}&loc=cho-nhan")) == ["Bệnh viện A"]
    assert rows(browser.text(f"{path}&loc=da-nhan")) == []


def test_a_deadline_of_the_offices_own_has_no_report(site: Site) -> None:
    own = {"id": "rieng", "owner": "so-y-te", "title": "Danh sách", "period": "once", "year": 2026, "recurs": 0}
    site.store(Record("duties", {**own, "month": 6, "day": 12, "units": "bv-a"}))
    page = site.log_in("van-phong-so").text("/vanphong/tien-do")
    assert "Danh sách" in words(page)
    assert to_reports(page) == []
    assert "Đang soạn" not in page


def test_the_periods_to_choose_from_are_the_near_ones_and_the_one_asked_for(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    for path, shown in (("/vanphong/bao-cao", PERIOD), ("/vanphong/bao-cao?ky=year.2019", "year.2019")):
        page = browser.text(path)
        assert f'<option value="{shown}" selected>' in page
        assert f'<option value="{PERIOD}"' in page
    future = browser.text("/vanphong/bao-cao?ky=year.2030")
    assert "Kỳ này chưa bắt đầu" in words(future)
    assert links(future, "/vanphong/bao-cao/tong-hop") == []
    assert browser.get("/vanphong/bao-cao/tong-hop.docx?ky=year.2030").status_code == 404


@pytest.mark.parametrize(
    "key",
    ["khong-co", "first_half.9999", "between.0001-01-01.0001-02-01", "between.2026-02-01.2026-01-01", "'", "year.x"],
)
def test_what_is_no_period_is_not_there(site: Site, key: str) -> None:
    browser = site.log_in("van-phong-so")
    for path in ("bao-cao", "bao-cao/tong-hop.docx", "bao-cao/don-doc.docx"):
        assert browser.get(f"/vanphong/{path}", params={"ky": key}).status_code == 404


def test_a_large_office_reads_page_by_page(site: Site) -> None:
    new = (
        Unit(f"x{n}", f"Xã số {n:03}", "commune", BEGAN.date(), parent="thanh-hoa", province="Thanh Hóa")
        for n in range(230)
    )
    site.store(*(unit_record(unit) for unit in new))
    browser = site.log_in("van-phong-tinh")
    page = browser.text(f"/vanphong/bao-cao?ky={PERIOD}")
    assert "trang 1/3" in page
    after = browser.text(links(page, "/vanphong/bao-cao?")[-1])
    assert len(rows(page)) == len(rows(after)) == 100
    assert not set(rows(page)) & set(rows(after))


# Files


def test_what_was_sent_is_read_as_it_was_sent(site: Site) -> None:
    send(site, "bv-a", "thu-ky-a")
    log(site, "bv-a", 4_000, 0)
    browser = site.log_in("van-phong-so")
    word, excel = links(browser.text(PAGE), "/vanphong/bao-cao/ban")
    answer = fetched(browser, word)
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert file_name(answer) == "Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A.docx"
    text = docx_text(answer.content)
    assert "87" in text
    assert "4.000" not in text
    answer = fetched(browser, excel)
    assert file_name(answer) == "Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A.xlsx"
    assert {87, 75, 12} <= xlsx_values(answer.content)
    assert 4_000 not in xlsx_values(answer.content)


def test_all_units_are_summed_up(site: Site) -> None:
    send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    page = browser.text(PAGE)
    word, excel = links(page, "/vanphong/bao-cao/tong-hop")
    answer = fetched(browser, word)
    assert file_name(answer) == "Báo cáo tổng hợp 6 tháng đầu năm 2026 - Sở Y tế Thanh Hóa.docx"
    text = docx_text(answer.content)
    assert "112" in text
    assert "Bệnh viện B" in text
    assert {112, 87, 25} <= xlsx_values(fetched(browser, excel).content)
    assert [row["summary"] for row in site.rows("report_versions")] == [0]


def test_a_summary_of_the_province_counts_all_of_it(site: Site) -> None:
    log(site, "xa-a", 1_000, 0)
    browser = site.log_in("van-phong-tinh")
    values = xlsx_values(fetched(browser, f"/vanphong/bao-cao/tong-hop.xlsx?ky={PERIOD}").content)
    assert 1_112 in values


def test_others_are_served_while_a_summary_is_made(site: Site) -> None:
    browser, other = site.log_in("van-phong-so"), site.log_in("van-phong-hp")
    done: list[str] = []

    async def get(who: Browser, path: str) -> None:
        answer = await who.client.get(path)
        assert answer.status_code == 200
        done.append(path)

    async def both() -> None:
        await asyncio.gather(
            get(browser, f"/vanphong/bao-cao/tong-hop.docx?ky={PERIOD}"), get(other, "/vanphong/phien")
        )

    site.runner.run(both())
    assert done[0] == "/vanphong/phien"


def test_a_letter_urges_those_that_have_not_sent(site: Site) -> None:
    send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    page = browser.text(PAGE)
    [link] = links(page, "/vanphong/bao-cao/don-doc")
    assert "ngành Y tế, năm 2026: 1 đơn vị chưa nộp" in words(page)
    answer = fetched(browser, link)
    assert file_name(answer).endswith(".docx")
    text = docx_text(answer.content)
    assert "Bệnh viện B" in text
    assert "Bệnh viện A" not in text
    send(site, "bv-b", "thu-ky-b")
    assert links(browser.text(PAGE), "/vanphong/bao-cao/don-doc") == []
    assert browser.get(link).status_code == 404


def test_a_letter_names_a_report_of_the_period_only(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    [link] = links(browser.text(PAGE), "/vanphong/bao-cao/don-doc")
    handle = query(link)["viec"]
    for asked in (f"ky=year.2026&viec={handle}", f"ky={PERIOD}&viec=khongco", f"ky={PERIOD}"):
        assert browser.get(f"/vanphong/bao-cao/don-doc.docx?don_vi=so-y-te&{asked}").status_code == 404


@pytest.mark.parametrize(
    "name", ["la.docx", "tong-hop", "tong-hop.pdf", "don-doc.xlsx", "ban.docx", "..%2fa.db", "tra"]
)
def test_other_files_are_not_there(site: Site, name: str) -> None:
    assert site.log_in(OPERATOR).get(f"/vanphong/bao-cao/{name}").status_code == 404


@pytest.mark.parametrize(
    "name", [*HOSTILE, "Báo cáo\r\nSet-Cookie: a=b", 'a"; filename="b', "../../a", "x" * 5_000, "Đ"]
)
def test_any_name_of_a_file_stays_in_its_header(name: str) -> None:
    header = attachment(f"Báo cáo {name}.docx")
    found = re.fullmatch(r"attachment; filename=\"([a-z0-9.-]*)\"; filename\*=UTF-8''([\w.%~-]+)", header, re.ASCII)
    assert found
    assert unquote(found[2]).endswith(".docx")
    assert not set(unquote(found[2])) & set('/\\"\r\n')


# Deciding


def accepting(page: str) -> dict[str, str]:
    """The hidden fields of the form that accepts."""
    return fields(page.partition('action="/vanphong/bao-cao/nhan"')[2].partition("</form>")[0])


def test_a_report_is_accepted_and_the_unit_is_told_once(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    form = accepting(browser.text(PAGE))
    told = {who: len(site.told(who)) for who in ("thu-ky-a", "truong-a", "thanh-vien-a")}
    site.woken.clear()
    answer = browser.post("/vanphong/bao-cao/nhan", form)
    assert "Đã nhận Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A. Đã báo 2 người của đơn vị." in words(answer.text)
    assert CHANNEL in site.woken
    row = stored(site, sent)
    assert (row["verdict"], row["decided_by"], row["undone"]) == ("accepted", "van-phong-so", 0)
    again = browser.post("/vanphong/bao-cao/nhan", form)
    assert "đã được nhận trước đó" in words(again.text)
    more = {who: [reply.text for reply in site.told(who)[seen:]] for who, seen in told.items()}
    assert more["thanh-vien-a"] == []
    assert more["thu-ky-a"] == more["truong-a"]
    assert len(more["thu-ky-a"]) == 1
    assert "đã nhận Báo cáo 6 tháng đầu năm 2026" in more["thu-ky-a"][0]
    [link] = to_reports(again.text)
    assert query(link) == {"don_vi": "so-y-te", "ky": PERIOD}


def test_a_report_is_returned_with_a_reason(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    [link] = links(browser.text(PAGE), "/vanphong/bao-cao/tra")
    asked = browser.text(link)
    assert "Vì sao trả lại Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A?" in words(asked)
    assert stored(site, sent)["verdict"] is None
    before = len(site.told("truong-a"))
    answer = browser.post("/vanphong/bao-cao/tra", {**fields(asked), "ly-do": " Thiếu\r\nmục II "})
    assert "Đã trả lại" in words(answer.text)
    row = stored(site, sent)
    assert (row["verdict"], row["reason"], row["undone"]) == ("returned", "Thiếu mục II", 1)
    [letter] = site.told("truong-a")[before:]
    assert "cần sửa: Thiếu mục II" in letter.text
    again = browser.post("/vanphong/bao-cao/tra", {**fields(asked), "ly-do": "Lý do khác"})
    assert "đã được trả lại trước đó" in words(again.text)
    assert "đã được trả lại trước đó" in words(browser.text(link))
    assert stored(site, sent)["reason"] == "Thiếu mục II"
    assert len(site.told("truong-a")) == before + 1


@pytest.mark.parametrize("reason", ["", "  ", "\r\n", "x" * 501, "hủy", "lùi"])
def test_without_a_reason_nothing_is_returned(site: Site, reason: str) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    answer = browser.submit("/vanphong/bao-cao/tra", {"nop": sent, "don_vi": "so-y-te", "ly-do": reason})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert (NOTHING_SAID in unescape(answer.text)) == (not reason.strip())
    assert "Vì sao trả lại" in answer.text
    assert stored(site, sent)["verdict"] is None


@pytest.mark.parametrize("reason", ["/xoa", "bỏ qua", "có", "hạn nộp báo cáo năm?"])
def test_any_words_are_a_reason(site: Site, reason: str) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    assert browser.submit("/vanphong/bao-cao/tra", {"nop": sent, "ly-do": reason}).status_code == 200
    assert stored(site, sent)["reason"] == reason


def test_what_the_unit_took_back_meanwhile_is_not_decided_on(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    form = accepting(browser.text(PAGE))
    choose(site, "thu-ky-a", f"chuanop:{sent}")
    assert "đã được đơn vị rút trước đó" in words(browser.post("/vanphong/bao-cao/nhan", form).text)
    assert stored(site, sent)["verdict"] is None


def test_a_form_without_its_proof_decides_nothing(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    for path in ("nhan", "tra"):
        answer = browser.post(f"/vanphong/bao-cao/{path}", {"nop": sent, "ly-do": "x"})
        assert answer.status_code == 403
        assert messages.NO_PROOF in answer.text
    assert stored(site, sent)["verdict"] is None
    assert browser.get(f"/vanphong/bao-cao/nhan?nop={sent}").status_code == 404


# Who may not


@pytest.mark.parametrize("person", UNDER)
def test_an_office_sees_its_own_units_only(site: Site, person: str) -> None:
    text = words(site.log_in(person).text("/vanphong/bao-cao"))
    assert {unit.id for unit in UNITS if unit.name in text} <= UNDER[person]


@pytest.mark.parametrize(("person", "unit"), FOREIGN)
def test_a_foreign_unit_is_not_there(site: Site, person: str, unit: str) -> None:
    browser = site.log_in(person)
    for path in ("bao-cao", "bao-cao/tong-hop.docx", "bao-cao/don-doc.docx"):
        answers = [browser.get(f"/vanphong/{path}?don_vi={one}&ky={PERIOD}") for one in (unit, "khong-co")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].text == answers[1].text


def test_a_foreign_report_is_neither_read_nor_decided_on(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-hp")
    for id_ in (sent, "khong-co", ""):
        assert browser.get(f"/vanphong/bao-cao/ban.docx?nop={id_}").status_code == 404
        assert browser.get(f"/vanphong/bao-cao/tra?nop={id_}").status_code == 404
        for path in ("nhan", "tra"):
            assert browser.submit(f"/vanphong/bao-cao/{path}", {"nop": id_, "ly-do": "x"}).status_code == 404
    assert stored(site, sent)["verdict"] is None


def test_a_secretary_who_is_an_office_elsewhere_reads_nothing_of_the_own_unit_here(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    site.store(*person_records("hai-vai", [("bv-a", "secretary"), ("hai-phong", "office")], BEGAN.date()))
    browser = site.log_in("hai-vai")
    assert browser.get(f"/vanphong/bao-cao/ban.docx?nop={sent}").status_code == 404
    assert browser.get("/vanphong/bao-cao?don_vi=bv-a").status_code == 404


def test_who_is_not_logged_in_gets_nothing(site: Site) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    browser = site.browser()
    for path in ("", "/tong-hop.docx", "/don-doc.docx", f"/ban.docx?nop={sent}", f"/tra?nop={sent}"):
        answer = browser.get(f"/vanphong/bao-cao{path}")
        assert answer.status_code == 401
        assert "Bệnh viện" not in answer.text
    assert browser.post("/vanphong/bao-cao/nhan", {"nop": sent}).status_code == 401
    assert stored(site, sent)["verdict"] is None


def test_a_role_that_ended_ends_the_downloads_too(site: Site) -> None:
    send(site, "bv-a", "thu-ky-a")
    browser = site.log_in("van-phong-so")
    page = browser.text(PAGE)
    given = [*links(page, "/vanphong/bao-cao/ban"), *links(page, "/vanphong/bao-cao/tong-hop")]
    row = {"id": "van-phong-so@so-y-te:office", "person": "van-phong-so", "unit": "so-y-te", "role": "office"}
    ended = {**row, "since": BEGAN.date().isoformat(), "until": (date(2026, 6, 10) - timedelta(days=1)).isoformat()}
    site.store(Record("memberships", ended))
    assert [browser.get(link).status_code for link in given] == [401] * 4


# Words of people


def test_words_of_people_are_shown_as_text(site: Site) -> None:
    evil = "<script>alert(1)</script>\"'&"
    unit = Unit("xau", evil, "other", BEGAN.date(), parent="so-y-te", province="Thanh Hóa", sector="Y tế")
    site.store(unit_record(unit), *person_records("ke-xau", [("xau", "secretary")], BEGAN.date()))
    log(site, "xau", 3, 4, title=evil)
    sent = send(site, "xau", "ke-xau")
    browser = site.log_in("van-phong-so")
    shown = [browser.text(PAGE), browser.text(f"{PAGE}&tim={evil}"), browser.text(f"/vanphong/bao-cao/tra?nop={sent}")]
    shown += [browser.text(link) for link in links(browser.text("/vanphong/tien-do"), "/vanphong/bao-cao?")]
    [link, _] = links(shown[0], "/vanphong/bao-cao/ban")
    assert evil in docx_text(fetched(browser, link).content)
    assert evil in docx_text(fetched(browser, f"/vanphong/bao-cao/tong-hop.docx?ky={PERIOD}").content)
    wrong = browser.submit("/vanphong/bao-cao/tra", {"nop": sent, "ly-do": f"</textarea>{evil}{'x' * 500}"})
    shown.append(wrong.text)
    answer = browser.submit("/vanphong/bao-cao/tra", {"nop": sent, "ly-do": evil})
    shown += [answer.text, browser.text(PAGE)]
    assert stored(site, sent)["reason"] == evil
    assert sum("alert(1)" in page for page in shown) >= 6
    assert not [page for page in shown if "<script" in page or "<style" in page or " style=" in page]
    assert wrong.text.count("</textarea>") == 1


@pytest.mark.parametrize("reason", [one for one in HOSTILE if one.strip() and len(one) <= 500])
def test_hostile_reasons_reach_the_unit_whole(site: Site, reason: str) -> None:
    sent = send(site, "bv-a", "thu-ky-a")
    typed = reason.encode("utf-8", "replace").decode()
    answer = site.log_in("van-phong-so").submit("/vanphong/bao-cao/tra", {"nop": sent, "ly-do": typed})
    assert answer.status_code == 200
    whole = " ".join(typed.split())
    assert stored(site, sent)["reason"] == whole
    assert whole in site.told("thu-ky-a")[-1].text
