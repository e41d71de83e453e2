"""What the office's pages show to whom, and what their forms do."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import Workbook

from bot.web.office import messages
from bot.web.office.uploads import FOLDER
from handlers.asking import Assistant
from handlers.people import Unit
from handlers.types import Note, Record, Reply, Send
from tests.office_site import NOW, Browser, Site, fields, office_site
from tests.world import CHANNEL, OPERATOR, ROLES, UNITS, address, person_records, unit_record

NAMES = {unit.id: unit.name for unit in UNITS}
UNDER = {
    "van-phong-tinh": {"thanh-hoa", "so-y-te", "bv-a", "bv-b", "xa-a"},
    "van-phong-so": {"so-y-te", "bv-a", "bv-b"},
    "van-phong-hp": {"hai-phong", "phuong-c"},
    OPERATOR: set(NAMES),
}
"""What each office oversees."""
FOREIGN = [(person, unit) for person, own in UNDER.items() for unit in NAMES if unit not in own]
SHOWING = [
    *("tien-do", "han", "thanh-vien", "thong-bao", "cau-hoi", "xuat"),
    *("xuat/thanh-vien.csv", "xuat/han.xlsx", "xuat/tien-do.csv", "xuat/cau-hoi.csv"),
]


@pytest.fixture
def site(assistant: Assistant, tmp_path: Path) -> Iterator[Site]:
    with office_site(assistant, tmp_path / "a.db") as made:
        yield made


def words(page: str) -> str:
    """What is read on a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])))


def links(page: str, path: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="({re.escape(path)}[^"]*)"', page)]


def query(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


# Who sees what


@pytest.mark.parametrize("person", UNDER)
@pytest.mark.parametrize("page", ["tien-do", "han", "thanh-vien", "thong-bao", "xuat", "cau-hoi", "nhap", "phien"])
def test_an_office_sees_its_own_units_only(site: Site, person: str, page: str) -> None:
    text = words(site.log_in(person).text(f"/vanphong/{page}"))
    assert {id_ for id_, name in NAMES.items() if name in text} <= UNDER[person]


@pytest.mark.parametrize(("person", "unit"), FOREIGN)
def test_a_foreign_unit_is_not_there(site: Site, person: str, unit: str) -> None:
    browser = site.log_in(person)
    unknown = [browser.get(f"/vanphong/{page}?don_vi=khong-co") for page in SHOWING]
    foreign = [browser.get(f"/vanphong/{page}?don_vi={unit}") for page in SHOWING]
    assert [answer.status_code for answer in foreign] == [404] * len(SHOWING)
    assert [answer.text for answer in foreign] == [answer.text for answer in unknown]


@pytest.mark.parametrize("person", UNDER)
def test_every_unit_under_an_office_can_be_looked_at(site: Site, person: str) -> None:
    browser = site.log_in(person)
    for unit in UNDER[person]:
        for page in ("tien-do", "han", "thanh-vien", "cau-hoi", "xuat"):
            assert browser.get(f"/vanphong/{page}?don_vi={unit}").status_code == 200


def test_an_office_of_two_units_chooses_between_them(site: Site) -> None:
    site.store(*person_records("hai-noi", [("so-y-te", "office"), ("hai-phong", "office")], NOW.date()))
    browser = site.log_in("hai-noi")
    assert "Phường C" in browser.text("/vanphong/thanh-vien")
    page = browser.text("/vanphong/thanh-vien?don_vi=so-y-te")
    assert "Bệnh viện A" in page
    assert "Phường C" not in page
    assert browser.get("/vanphong/thanh-vien?don_vi=thanh-hoa").status_code == 404


def test_an_operator_of_an_empty_service_begins_with_a_list(assistant: Assistant, tmp_path: Path) -> None:
    with office_site(assistant, tmp_path / "a.db") as site:
        site.store(*(Record("units", {"id": unit.id, "until": "2026-01-06"}) for unit in UNITS))
        browser = site.log_in(OPERATOR)
        for page in ("tien-do", "han", "thanh-vien"):
            assert links(browser.text(f"/vanphong/{page}"), "/vanphong/nhap")
        assert browser.get("/vanphong/xuat").status_code == 200


def test_what_is_written_by_people_is_shown_as_text(site: Site) -> None:
    evil = "<script>alert(1)</script>\"'&"
    site.store(
        unit_record(Unit("xau", evil, "other", NOW.date(), parent="so-y-te", province="Thanh Hóa", sector="Y tế")),
        *person_records("ke-xau", [("xau", "secretary")], NOW.date()),
        Record("people", {"id": "ke-xau", "name": evil}),
        Record("people", {"id": "van-phong-so", "name": evil}),
        Record("unanswered", {"question": evil, "unit": "so-y-te"}),
        sent_record("so-y-te", evil),
        request_record(note=evil),
        ruling_record("confirm", reason=evil),
    )
    browser = site.log_in("van-phong-so")
    shown = [
        browser.text(f"/vanphong/{page}") for page in ("tien-do", "han", "thanh-vien", "cau-hoi", "thong-bao", "xuat")
    ]
    shown.append(browser.text("/vanphong/thong-bao/xem?tin=b-so-y-te"))
    shown += [browser.text("/vanphong/tien-do?don_vi=xau"), browser.text(f"/vanphong/tien-do?tim={evil}")]
    shown += [browser.text(link) for link in links(shown[1], "/vanphong/han/sua")]
    shown += [browser.text(link) for link in links(shown[0], "/vanphong/tien-do/nhac")]
    assert sum("alert(1)" in page for page in shown) >= 6
    assert not [page for page in shown if "<script" in page]


# Progress


DUTY = "so-y-te-thanh-hoa-2018:first-half-report"
"""The health sector's half-year report, due on 29/5/2026."""


def submitted(unit: str, day: str) -> Record:
    row = {"id": f"s-{unit}", "duty": DUTY, "year": 2026, "unit": unit, "day": day, "by": None}
    return Record("submissions", row)


def half_year(browser: Browser) -> str:
    """The address of the health sector's half-year report."""
    page = browser.text("/vanphong/tien-do")
    found = re.search(r'<option value="(\w+)"[^>]*>6 tháng đầu năm 2026, ngành Y tế', page)
    assert found
    return f"/vanphong/tien-do?ky={found[1]}"


def test_progress_counts_and_filters(site: Site) -> None:
    site.store(submitted("bv-a", "2026-05-29"), submitted("bv-b", "2026-05-30"))
    browser = site.log_in("van-phong-so")
    path = half_year(browser)
    text = words(browser.text(path))
    assert "Đã nộp 2/2 (100%) Đúng hạn 1 Muộn 1 Chưa nộp 0" in text
    assert "6 tháng đầu năm 2026, ngành Y tế (DỰ KIẾN 29/5/2026)" in text
    assert "các đơn vị trực thuộc · hạn chung DỰ KIẾN 29/5/2026" in text
    assert "Bệnh viện A Đúng hạn 29/5/2026 DỰ KIẾN 29/5/2026" in text
    assert "Bệnh viện B Nộp muộn 29/5/2026 DỰ KIẾN 30/5/2026" in text
    assert "Nhắc các đơn vị" not in text
    for wanted, names in {"muon": ["Bệnh viện B"], "dung-han": ["Bệnh viện A"], "chua-nop": []}.items():
        assert rows(browser.text(f"{path}&loc={wanted}")) == names
    assert rows(browser.text(f"{path}&tim=benh vien b")) == ["Bệnh viện B"]
    assert rows(browser.text(f"{path}&tim=%")) == []
    assert rows(browser.text(f"{path}&loc=la&trang=x")) == ["Bệnh viện A", "Bệnh viện B"]


def rows(page: str) -> list[str]:
    """The units in the first table."""
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [unescape(name) for name in re.findall(r'<th scope="row">([^<]+)', table)]


def test_units_that_nobody_can_remind_are_found(site: Site) -> None:
    row = {"channel": "console", "user": "thu-ky-b", "chat": "thu-ky-b", "person": "thu-ky-b"}
    site.store(Record("contacts", {**row, "blocked_at": "2026-06-01T00:00:00.000000+00:00"}))
    browser = site.log_in("van-phong-so")
    path = half_year(browser)
    assert rows(browser.text(f"{path}&loc=khong-toi")) == ["Bệnh viện B"]
    assert "Không liên lạc được" in browser.text(f"{path}&loc=khong-toi")


def test_three_thousand_units_come_in_pages(site: Site) -> None:
    since = date(2026, 1, 5)
    site.store(
        *(
            unit_record(Unit(f"x{n}", f"Xã số {n:04}", "commune", since, parent="thanh-hoa", province="Thanh Hóa"))
            for n in range(3300)
        )
    )
    browser = site.log_in("van-phong-tinh")
    page = browser.text("/vanphong/tien-do")
    assert len(rows(page)) == 100
    assert "trang 1/34" in page
    after = links(page, "/vanphong/tien-do?")[-1]
    assert query(after)["trang"] == "2"
    assert not set(rows(browser.text(after))) & set(rows(page))
    assert rows(browser.text("/vanphong/tien-do?tim=xa so 3299")) == ["Xã số 3299"]
    assert len(browser.text("/vanphong/thanh-vien").encode()) < 200_000


def test_silent_units_are_reminded_once_after_a_preview(site: Site) -> None:
    site.store(submitted("bv-b", "2026-05-28"))
    browser = site.log_in("van-phong-so")
    [link] = links(browser.text(half_year(browser)), "/vanphong/tien-do/nhac")
    before = len(site.told("thu-ky-a"))
    preview = browser.text(link)
    assert "1 đơn vị chưa nộp, 2 người nhận" in words(preview)
    assert len(site.told("thu-ky-a")) == before
    site.woken.clear()
    done = browser.post("/vanphong/tien-do/nhac", fields(preview))
    assert "Đã nhắc 2 người ở 1 đơn vị" in words(done.text)
    assert "console" in site.woken
    browser.post("/vanphong/tien-do/nhac", fields(preview))
    told = {who: sum("29/5/2026" in reply.text for reply in site.told(who)) for who in ("thu-ky-a", "thu-ky-b")}
    assert told == {"thu-ky-a": 1, "thu-ky-b": 0}


def test_nobody_reminds_foreign_units(site: Site) -> None:
    site.log_in("van-phong-tinh")
    browser = site.log_in("van-phong-hp")
    stranger = site.log_in("van-phong-so")
    form = fields(stranger.text(links(stranger.text(half_year(stranger)), "/vanphong/tien-do/nhac")[0]))
    answer = browser.submit("/vanphong/tien-do/nhac", {"don_vi": form["don_vi"], "ky": form["ky"]})
    assert answer.status_code == 404
    assert site.rows("notices") == []


# Deadlines


def ruling_record(
    kind: str,
    *,
    due: str | None = None,
    reason: str | None = None,
    unit: str = "so-y-te",
    office: str | None = None,
) -> Record:
    row = {"id": f"r-{kind}-{unit}", "duty": DUTY, "year": 2026, "unit": unit, "kind": kind, "due": due}
    return Record("rulings", {**row, "reason": reason, "by": "van-phong-so", "office": office})


def case_form(browser: Browser) -> dict[str, str]:
    """The hidden fields for the first deadline of a list, without the decision."""
    [link, *_] = links(browser.text("/vanphong/han"), "/vanphong/han/sua")
    form = fields(browser.text(link))
    del form["quyet"]
    return form


def next_form(browser: Browser) -> dict[str, str]:
    """The same for one that is still to come."""
    link = links(browser.text("/vanphong/han"), "/vanphong/han/sua")[1]
    form = fields(browser.text(link))
    del form["quyet"]
    return form


def test_a_date_is_confirmed(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    answer = browser.post("/vanphong/han/sua", {**next_form(browser), "quyet": "xacnhan"})
    assert (answer.status_code, query(answer.headers["location"])["xong"]) == (303, "xacnhan")
    [ruling] = site.rows("rulings")
    assert (ruling["kind"], ruling["unit"], ruling["by"], ruling["year"]) == (
        "confirm",
        "so-y-te",
        "van-phong-so",
        2026,
    )
    page = words(browser.text(answer.headers["location"]))
    assert "Đã xác nhận ngày." in page
    assert "29/11/2026 Đã xác nhận 2 Sở Y tế Thanh Hóa, 10/6/2026 lúc 09:00" in page


def test_a_date_is_changed(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    form = {**next_form(browser), "quyet": "doi", "ngay": "2026-12-15", "ly-do": "Theo lịch mới"}
    assert browser.post("/vanphong/han/sua", form).status_code == 303
    [ruling] = site.rows("rulings")
    assert (ruling["kind"], ruling["due"], ruling["reason"]) == ("change", "2026-12-15", "Theo lịch mới")
    assert "15/12/2026 Đã đổi ngày" in words(browser.text("/vanphong/han"))


def test_a_decision_is_told_once_however_often_its_form_is_sent(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    form = {**next_form(browser), "quyet": "doi", "ngay": "2026-12-15", "ly-do": "Theo lịch mới"}
    link = links(browser.text("/vanphong/han"), "/vanphong/han/sua")[1]
    assert "Sẽ báo ngay cho 3 thư ký, trưởng ban" in words(browser.text(link))
    assert [browser.post("/vanphong/han/sua", form).status_code for _ in range(2)] == [303, 422]
    assert len(site.rows("rulings")) == 1
    for person in ("thu-ky-a", "truong-a", "thu-ky-b"):
        [letter] = site.told(person)
        assert "từ DỰ KIẾN Chủ nhật 29/11/2026 sang thứ Ba 15/12/2026" in letter.text
    page = words(browser.text(link))
    assert "Trở lại ngày theo văn bản" in page
    assert "Trở lại 29/11/2026" in page
    assert "Giữ ngày" not in page


def test_a_date_is_changed_without_a_reason(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    form = {**next_form(browser), "quyet": "doi", "ngay": "2026-12-15", "ly-do": ""}
    assert browser.post("/vanphong/han/sua", form).status_code == 303
    assert [ruling["reason"] for ruling in site.rows("rulings")] == [None]


def test_a_deadline_is_cancelled_with_a_reason(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    form = {**next_form(browser), "quyet": "huy", "ly-do": ""}
    assert browser.post("/vanphong/han/sua", form).status_code == 422
    assert site.rows("rulings") == []
    assert browser.post("/vanphong/han/sua", {**form, "ly-do": "Gộp vào báo cáo khác"}).status_code == 303
    [ruling] = site.rows("rulings")
    assert (ruling["kind"], ruling["reason"]) == ("cancel", "Gộp vào báo cáo khác")


@pytest.mark.parametrize(
    "form",
    [
        {"quyet": "doi", "ngay": ""},
        {"quyet": "doi", "ngay": "2026-13-45"},
        {"quyet": "doi", "ngay": "2020-01-01"},
        {"quyet": "doi", "ngay": "2031-01-01"},
        {"quyet": "doi", "ngay": "/xoa"},
        {"quyet": "doi", "ngay": "hủy"},
        {"quyet": "doi"},
        {"quyet": "huy", "ly-do": "hủy"},
        {"quyet": "lạ"},
        {},
    ],
)
def test_what_makes_no_sense_changes_nothing(site: Site, form: dict[str, str]) -> None:
    browser = site.log_in("van-phong-so")
    answer = browser.post("/vanphong/han/sua", {**next_form(browser), **form})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert site.rows("rulings") == []


def test_a_deadline_of_a_foreign_unit_cannot_be_ruled_on(site: Site) -> None:
    own = case_form(site.log_in("van-phong-so"))
    browser = site.log_in("van-phong-hp")
    for unit in ("so-y-te", "hai-phong", "khong-co", ""):
        form = {"don_vi": unit, "han": own["han"], "quyet": "xacnhan"}
        assert browser.submit("/vanphong/han/sua", form).status_code == 404
        assert browser.get("/vanphong/han/sua", params=form).status_code == 404
    assert site.rows("rulings") == []


def test_extensions_and_own_deadlines_are_listed(site: Site) -> None:
    own = {"id": "rieng", "owner": "so-y-te", "title": "Danh sách cán bộ nữ", "period": "year", "year": 2026}
    site.store(
        ruling_record("extend", due="2026-07-10", reason="Sáp nhập", unit="bv-a", office="so-y-te"),
        Record("duties", {**own, "recurs": 1, "month": 8, "day": 15, "units": "bv-a"}),
    )
    page = words(site.log_in("van-phong-so").text("/vanphong/han"))
    assert re.search(r"Bệnh viện A .{20,120} 10/7/2026 Sở Y tế Thanh Hóa, 10/6/2026 lúc 09:00. Lý do: Sáp nhập", page)
    assert "Danh sách cán bộ nữ 15/8 hằng năm, từ 2026 Sở Y tế Thanh Hóa 1 đơn vị" in page
    assert "Danh sách cán bộ nữ" not in site.log_in("van-phong-hp").text("/vanphong/han")


# Members


def request_record(note: str = "", unit: str = "bv-b") -> Record:
    row = {"id": "xin1", "person": "thu-ky-a", "unit": unit, "role": "member", "note": note, "status": "open"}
    return Record("join_requests", row)


def test_members_are_shown_with_roles_and_whether_they_can_be_reached(site: Site) -> None:
    site.store(
        Record("people", {"id": "thu-ky-a", "name": "Thư ký A"}),
        Record("consents", {"person": "truong-a", "purpose": "reminders", "given": 0, "text": "t", "channel": "web"}),
    )
    page = words(site.log_in("van-phong-so").text("/vanphong/thanh-vien?tim=benh vien a"))
    assert "Thư ký A, thư ký Cửa sổ dòng lệnh" in page
    assert "(không ghi tên), trưởng ban Không đồng ý nhận nhắc" in page
    assert "Bệnh viện B" not in page


@pytest.mark.parametrize(("answer", "status"), [("duyet", "approved"), ("tu-choi", "declined")])
def test_a_request_is_decided_and_who_asked_is_told(site: Site, answer: str, status: str) -> None:
    site.store(request_record())
    browser = site.log_in("van-phong-so")
    form = {"yeu-cau": "xin1", "quyet": answer, "ly-do": "", "don_vi": "so-y-te"}
    assert browser.submit("/vanphong/thanh-vien/yeu-cau", form).status_code == 200
    [request] = site.rows("join_requests")
    assert (request["status"], request["decided_by"]) == (status, "van-phong-so")
    joined = [row for row in site.rows("memberships") if row["unit"] == "bv-b" and row["person"] == "thu-ky-a"]
    assert len(joined) == (1 if answer == "duyet" else 0)
    assert "Bệnh viện B" in site.told("thu-ky-a")[-1].text
    browser.submit("/vanphong/thanh-vien/yeu-cau", form)
    assert len(site.told("thu-ky-a")) == 1


def test_a_request_is_not_decided_by_accident(site: Site) -> None:
    site.store(request_record())
    browser = site.log_in("van-phong-so")
    page = browser.text("/vanphong/thanh-vien")
    approving = page.partition('value="duyet"')[0].rpartition("<form")[2]
    assert "ly-do" not in approving
    for verdict in ("", "la"):
        form = {"yeu-cau": "xin1", "quyet": verdict}
        assert browser.submit("/vanphong/thanh-vien/yeu-cau", form).status_code == 400
    assert [row["status"] for row in site.rows("join_requests")] == ["open"]


def test_a_reason_is_told_with_a_refusal(site: Site) -> None:
    site.store(request_record())
    form = {"yeu-cau": "xin1", "quyet": "tu-choi", "ly-do": "Đã đủ người"}
    site.log_in("van-phong-so").submit("/vanphong/thanh-vien/yeu-cau", form)
    assert "Đã đủ người" in site.told("thu-ky-a")[-1].text


def test_a_request_for_a_foreign_unit_is_not_there(site: Site) -> None:
    site.store(request_record(note="bí mật"))
    browser = site.log_in("van-phong-hp")
    assert "bí mật" not in browser.text("/vanphong/thanh-vien")
    for id_ in ("xin1", "khong-co", ""):
        form = {"yeu-cau": id_, "quyet": "duyet"}
        assert browser.submit("/vanphong/thanh-vien/yeu-cau", form).status_code == 404
    assert [row["status"] for row in site.rows("join_requests")] == ["open"]


def invite_record(unit: str = "bv-b", *, days: int = 7) -> Record:
    expires = (NOW + timedelta(days=days)).isoformat(timespec="microseconds")
    row = {"id": f"moi-{unit}-{days}", "code": f"h{unit}{days}", "unit": unit, "role": "head", "expires_at": expires}
    return Record("invites", {**row, "uses": 1, "most": 3, "revoked": 0})


def test_open_invitations_are_listed_and_taken_back(site: Site) -> None:
    site.store(invite_record(), invite_record(days=-1), invite_record("phuong-c"))
    browser = site.log_in("van-phong-so")
    page = browser.text("/vanphong/thanh-vien")
    assert re.findall(r'name="loi-moi" value="([^"]+)"', page) == ["moi-bv-b-7"]
    assert browser.submit("/vanphong/thanh-vien/thu-hoi", {"loi-moi": "moi-bv-b-7"}).status_code == 200
    assert browser.submit("/vanphong/thanh-vien/thu-hoi", {"loi-moi": "moi-phuong-c-7"}).status_code == 404
    revoked = {row["id"]: row["revoked"] for row in site.rows("invites")}
    assert revoked == {"moi-bv-b-7": 1, "moi-bv-b--1": 0, "moi-phuong-c-7": 0}
    assert "moi-bv-b-7" not in browser.text("/vanphong/thanh-vien")


# Lists of units


def csv(*lines: str) -> bytes:
    return "\n".join(("Tên đơn vị,Loại,Đơn vị cấp trên", *lines)).encode()


def upload(browser: Browser, content: bytes) -> str:
    """The preview of a file."""
    answer = browser.submit("/vanphong/nhap", {}, files={"tep": ("danh-sach.csv", content)})
    assert answer.status_code in (200, 422)
    return answer.text


GOOD = csv("Bệnh viện Mới,Bệnh viện,Sở Y tế Thanh Hóa", "Khoa Mới,Khác,Bệnh viện Mới")


def test_a_list_is_previewed_then_stored(site: Site, tmp_path: Path) -> None:
    browser = site.log_in("van-phong-so")
    preview = upload(browser, GOOD)
    assert "Đơn vị mới: 2 ." in words(preview)
    assert len(site.rows("units")) == len(UNITS)
    form = fields(preview)
    answer = browser.post("/vanphong/nhap/ghi", form)
    assert answer.status_code == 303
    new = {row["name"]: row for row in site.rows("units")[len(UNITS) :]}
    assert new["Bệnh viện Mới"]["parent"] == "so-y-te"
    assert new["Khoa Mới"]["parent"] == new["Bệnh viện Mới"]["id"]
    assert [row["by"] for row in site.rows("unit_events")] == ["van-phong-so"] * 2
    assert browser.post("/vanphong/nhap/ghi", form).status_code == 422
    assert len(site.rows("units")) == len(UNITS) + 2
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_workbook_is_read_too(site: Site) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (("Tên đơn vị", "Đơn vị cấp trên"), ("Trạm y tế Mới", "Sở Y tế Thanh Hóa")):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    assert "Trạm y tế Mới" in upload(site.log_in("van-phong-so"), target.getvalue())


def test_every_bad_row_is_named_and_nothing_is_stored(site: Site, tmp_path: Path) -> None:
    page = upload(
        site.log_in("van-phong-so"), csv("A,Khác,Không có", "B,Tàu vũ trụ,Bệnh viện A", "<script>,x,Bệnh viện A")
    )
    text = words(page)
    assert "Dòng 2" in text
    assert "Dòng 3" in text
    assert "Dòng 4" in text
    assert "<script" not in page
    assert "nhap/ghi" not in page
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("parent", ["Ban VSTBPN tỉnh Thanh Hóa", "thanh-hoa", "Phường C", "phuong-c", ""])
def test_units_are_made_under_ones_own_only(site: Site, parent: str) -> None:
    page = upload(site.log_in("van-phong-so"), csv(f"Đơn vị Mới,Khác,{parent}"))
    assert "Dòng 2" in words(page)
    assert "nhap/ghi" not in page


def test_the_operator_makes_units_at_the_top(site: Site) -> None:
    browser = site.log_in(OPERATOR)
    assert browser.post("/vanphong/nhap/ghi", fields(upload(browser, csv("Ban Mới,Khác,")))).status_code == 303
    assert site.rows("units")[-1]["name"] == "Ban Mới"


def test_an_upload_belongs_to_its_session_for_an_hour(site: Site, tmp_path: Path) -> None:
    mine, other = site.log_in("van-phong-so"), site.log_in("van-phong-so")
    key = fields(upload(mine, GOOD))["tep"]
    for browser, wrong in ((other, key), (mine, ""), (mine, "../../a.db"), (mine, "*"), (mine, "0" * 32)):
        answer = browser.submit("/vanphong/nhap/ghi", {"tep": wrong})
        assert answer.status_code == 422
        assert messages.UPLOAD_GONE in answer.text
    site.clock.advance(3600)
    assert mine.submit("/vanphong/nhap/ghi", {"tep": key}).status_code == 422
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert len(site.rows("units")) == len(UNITS)


def test_what_is_no_list_is_refused_in_words(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    for content in (b"", b"\x00\xff" * 50, b"PK\x03\x04 broken", "chỉ có chữ".encode()):
        assert 'role="alert"' in upload(browser, content)


@pytest.mark.parametrize("size", [5 * 2**20 + 1, 6 * 2**20])
def test_a_file_that_is_too_large_is_refused(site: Site, size: int) -> None:
    browser = site.log_in("van-phong-so")
    answer = browser.submit("/vanphong/nhap", {}, files={"tep": ("a.csv", b"x" * size)})
    assert answer.status_code in (413, 422)
    assert "5 MB" in answer.text


def test_a_form_with_too_much_in_it_is_refused(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    assert browser.submit("/vanphong/ra", {f"x{n}": "y" for n in range(60)}).status_code == 400
    assert browser.submit("/vanphong/ra", {"x": "y" * 100_000}).status_code == 400
    two = [("tep", ("a.csv", b"x")), ("tep", ("b.csv", b"x"))]
    assert browser.submit("/vanphong/nhap", {}, files=two).status_code == 400


# Messages


def sent_record(unit: str, text: str = "Họp giao ban") -> Record:
    return Record("broadcasts", {"id": f"b-{unit}", "by": None, "unit": unit, "text": text, "units": f"{unit} bv-a"})


def test_what_was_sent_is_listed_and_every_unit_is_shown(site: Site) -> None:
    site.store(sent_record("so-y-te"), Record("broadcast_reads", {"broadcast": "b-so-y-te", "person": "thu-ky-a"}))
    with site.storage.transaction():
        for person in ("thu-ky-a", "truong-a"):
            key = f"tb:b-so-y-te:{person}"
            site.storage.outbox.add(Send(address(person), Reply("x"), key), NOW)
            site.storage.ledger.enter(Note(key, person, "broadcast", "b-so-y-te", key, CHANNEL, "bv-a"), NOW)
        site.storage.db.execute("UPDATE outbox SET status = 'sent' WHERE key LIKE 'tb:%'")
    browser = site.log_in("van-phong-tinh")
    page = browser.text("/vanphong/thong-bao")
    assert "Họp giao ban 10/6/2026 lúc 09:00 Sở Y tế Thanh Hóa 2 1" in words(page)
    [link] = links(page, "/vanphong/thong-bao/xem")
    text = words(browser.text(link))
    assert "Gửi cho 2 người: đã tới 2, đang gửi 0, có thể chưa tới 0, không tới được 0. Đã đọc: 1." in text
    assert "Bệnh viện A thư ký trưởng ban – – –" in text
    assert "Sở Y tế Thanh Hóa không gửi được cho ai" in text


@pytest.mark.parametrize(("person", "unit"), FOREIGN)
def test_a_foreign_message_is_not_there(site: Site, person: str, unit: str) -> None:
    site.store(sent_record(unit, "Tin KÍN"))
    browser = site.log_in(person)
    answers = [browser.get(f"/vanphong/thong-bao/xem?tin={one}") for one in (f"b-{unit}", "khong-co")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text
    assert "KÍN" not in browser.text("/vanphong/thong-bao")


# Questions


def test_questions_are_shown_without_telephone_numbers(site: Site) -> None:
    site.store(Record("unanswered", {"question": "Gọi 0912345678 hỏi mẫu báo cáo nào?", "unit": "thanh-hoa"}))
    page = words(site.log_in("van-phong-tinh").text("/vanphong/cau-hoi"))
    assert "hỏi mẫu báo cáo nào? 10/6/2026" in page
    assert "0912345678" not in page


ASKED = {person: f"Giá vàng {number} hôm nay bao nhiêu" for number, person in enumerate([*ROLES, "khach"], 100)}


def test_a_question_is_kept_for_the_top_of_the_askers_units_and_says_no_more(site: Site) -> None:
    for person, question in ASKED.items():
        site.say(person, question)
    site.say("thu-ky-a", "Giá bạc ra sao", chat="nhom")
    kept = {row["question"]: row["unit"] for row in site.rows("unanswered")}
    assert kept.pop("Giá bạc ra sao") is None
    tops = {"van-phong-hp": "hai-phong", "thu-ky-c": "hai-phong", "khach": None, OPERATOR: None}
    assert kept == {question: tops.get(person, "thanh-hoa") for person, question in ASKED.items()}
    assert {tuple(row) for row in site.rows("unanswered")} == {("id", "question", "outcome", "asked_on", "unit")}


@pytest.mark.parametrize("person", UNDER)
def test_an_office_sees_questions_of_its_own_people_only(site: Site, person: str) -> None:
    for asker, question in ASKED.items():
        site.say(asker, question)
    site.store(Record("unanswered", {"question": "Giá vàng trước đây"}))
    browser = site.log_in(person)
    of_thanh_hoa = {ASKED[one] for one in ROLES if one not in ("van-phong-hp", "thu-ky-c", OPERATOR)}
    seen = {
        "van-phong-tinh": of_thanh_hoa,
        "van-phong-so": set(),
        "van-phong-hp": {ASKED["van-phong-hp"], ASKED["thu-ky-c"]},
        OPERATOR: {*ASKED.values(), "Giá vàng trước đây"},
    }[person]
    for text in (browser.text("/vanphong/cau-hoi"), browser.text("/vanphong/xuat/cau-hoi.csv")):
        assert {question for question in (*ASKED.values(), "Giá vàng trước đây") if question in text} == seen


def test_the_operator_may_look_at_one_unit(site: Site) -> None:
    for asker, question in ASKED.items():
        site.say(asker, question)
    text = site.log_in(OPERATOR).text("/vanphong/cau-hoi?don_vi=hai-phong")
    assert {asker for asker, question in ASKED.items() if question in text} == {"van-phong-hp", "thu-ky-c"}


def test_every_role_but_offices_stays_outside(site: Site) -> None:
    assert {person for person in ROLES if "/vanphong/vao" in site.say(person, "/vanphong")} == set(UNDER)
