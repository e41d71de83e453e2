"""Into the office's page and out again: links, sessions, proofs, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.web.messages import NOT_FORM, WRONG_ORIGIN
from bot.web.office import messages
from bot.web.office.csrf import FIELD
from handlers import messages as chat
from handlers import messages_web_door
from handlers.asking import Assistant
from handlers.types import Forget, Record
from tests.office_site import URL, Browser, Site, fields, office_site
from tests.world import BEGAN, OPERATOR, ROLES

OFFICES = [OPERATOR, *(person for person, roles in ROLES.items() if any(role == "office" for _, role in roles))]
OTHERS = [person for person in ROLES if person not in OFFICES]


@pytest.fixture
def site(assistant: Assistant, tmp_path: Path) -> Iterator[Site]:
    with office_site(assistant, tmp_path / "a.db") as made:
        yield made


def inside(browser: Browser) -> bool:
    """Whether the browser is logged in."""
    return browser.get("/vanphong/phien").status_code == 200


@pytest.mark.parametrize("person", OFFICES)
def test_an_office_and_the_operator_come_in_by_a_link(site: Site, person: str) -> None:
    assert inside(site.log_in(person))


@pytest.mark.parametrize("person", OTHERS)
def test_nobody_else_gets_a_link(site: Site, person: str) -> None:
    assert site.say(person, "/vanphong") == messages_web_door.NOT_OFFICE
    assert site.rows("logins") == []


def test_a_stranger_and_a_group_get_no_link(site: Site) -> None:
    assert site.say("khach", "/vanphong") == chat.NO_ACCOUNT
    assert site.say("van-phong-so", "/vanphong", chat="nhom") == chat.NOT_PRIVATE
    assert site.rows("logins") == []


def test_without_a_public_address_the_path_is_told(assistant: Assistant, tmp_path: Path) -> None:
    with office_site(assistant, tmp_path / "a.db", public_url="") as site:
        text = site.say("van-phong-so", "/vanphong")
        assert "PUBLIC_URL" in text
        found = re.search(r"/vanphong/vao\?ma=\w+", text)
        assert found
        assert site.browser().enter(found[0]).status_code == 303


def test_looking_at_a_link_does_not_use_it_up(site: Site) -> None:
    link = site.link("van-phong-so")
    for _ in range(3):
        assert site.browser().get(link).status_code == 200
    assert site.browser().enter(link).status_code == 303


def test_a_link_opens_once(site: Site) -> None:
    link = site.link("van-phong-so")
    first, second = site.browser(), site.browser()
    assert first.enter(link).status_code == 303
    refused = second.enter(link)
    assert refused.status_code == 403
    assert messages.CODE_DEAD in refused.text
    assert "set-cookie" not in refused.headers
    assert inside(first)
    assert not inside(second)


def test_a_link_dies_after_ten_minutes(site: Site) -> None:
    early, late = site.link("van-phong-so"), site.link("van-phong-so")
    site.clock.advance(9 * 60 + 59)
    assert site.browser().enter(early).status_code == 303
    site.clock.advance(1)
    assert site.browser().enter(late).status_code == 403


def test_a_link_of_somebody_who_lost_the_role_opens_nothing(site: Site) -> None:
    link = site.link("van-phong-so")
    end_role(site, "van-phong-so")
    assert site.browser().enter(link).status_code == 403


def test_neither_codes_nor_cookies_are_in_the_database(site: Site) -> None:
    link = site.link("van-phong-so")
    browser = site.browser()
    browser.enter(link)
    site.say("van-phong-so", "/trogiup")
    tables = ("logins", "web_sessions")
    stored = " ".join(str(row) for table in tables for row in site.rows(table))
    assert link.partition("ma=")[2] not in stored
    assert browser.client.cookies["van_phong"] not in stored


def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    cookie = site.browser().enter(site.link("van-phong-so")).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/vanphong", "Secure", "Max-Age=43200"} <= set(cookie.split("; "))
    token = re.match(r"van_phong=([\w-]+);", cookie)
    assert token
    assert len(token[1]) == 43


def test_a_session_ends_after_twelve_hours(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    site.clock.advance(timedelta(hours=12).total_seconds() - 1)
    assert inside(browser)
    site.clock.advance(1)
    assert not inside(browser)


def test_what_has_expired_is_deleted(site: Site) -> None:
    site.log_in("van-phong-so")
    site.link("van-phong-so")
    site.clock.advance(timedelta(hours=13).total_seconds())
    site.log_in("van-phong-hp")
    assert [row["person"] for table in ("logins", "web_sessions") for row in site.rows(table)] == ["van-phong-hp"] * 2


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 44, "' OR 1=1 --", "é" * 43])
def test_another_cookie_opens_nothing(site: Site, cookie: str) -> None:
    site.log_in("van-phong-so")
    header = f"van_phong={cookie}".encode()
    assert site.browser().get("/vanphong/tien-do", headers={"Cookie": header}).status_code == 401


def test_logging_out_ends_this_session_only(site: Site) -> None:
    one, other = site.log_in("van-phong-so"), site.log_in("van-phong-so")
    token = one.client.cookies["van_phong"]
    assert one.submit("/vanphong/ra", {}).status_code == 200
    assert "van_phong" not in one.client.cookies
    assert inside(other)
    stolen = site.browser().get("/vanphong/phien", headers={"Cookie": f"van_phong={token}"})
    assert stolen.status_code == 401


def test_open_sessions_are_listed_and_one_is_ended(site: Site) -> None:
    one = site.log_in("van-phong-so")
    site.clock.advance(60)
    other = site.log_in("van-phong-so")
    site.log_in("van-phong-hp")
    names = re.findall(r'name="phien" value="(\w+)"', one.get("/vanphong/phien").text)
    assert len(names) == 2
    assert one.submit("/vanphong/phien/dong", {"phien": names[0]}).status_code == 303
    assert inside(one)
    assert not inside(other)


def test_another_persons_session_cannot_be_ended(site: Site) -> None:
    one, other = site.log_in("van-phong-so"), site.log_in("van-phong-hp")
    name = re.findall(r'name="phien" value="(\w+)"', other.get("/vanphong/phien").text)[0]
    assert one.submit("/vanphong/phien/dong", {"phien": name}).status_code == 404
    assert inside(other)


def test_logging_out_everywhere_ends_all_sessions_and_links(site: Site) -> None:
    one, other, foreign = (site.log_in(who) for who in ("van-phong-so", "van-phong-so", "van-phong-hp"))
    link = site.link("van-phong-so")
    assert one.submit("/vanphong/phien/dong-het", {}).status_code == 200
    assert not inside(one)
    assert not inside(other)
    assert inside(foreign)
    assert site.browser().enter(link).status_code == 403


def end_role(site: Site, person: str) -> None:
    unit = ROLES[person][0][0]
    site.store(Record("memberships", {"id": f"{person}@{unit}:office", "until": BEGAN.date().isoformat()}))


def test_who_loses_the_role_is_out_at_once(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    end_role(site, "van-phong-so")
    assert not inside(browser)


def test_who_withdraws_consent_is_out_at_once(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    row = {"person": "van-phong-so", "purpose": "account", "given": 0, "text": "test", "channel": "console"}
    site.store(Record("consents", row))
    assert not inside(browser)


def test_who_is_deleted_is_out_at_once(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    site.inbox.commit([Forget("van-phong-so")])
    assert not inside(browser)
    assert site.rows("web_sessions") == []


FORMS = ["ra", "phien/dong", "phien/dong-het", "tien-do/nhac", "han/sua", "thanh-vien/yeu-cau", "thanh-vien/thu-hoi"]
FORMS += ["nhap", "nhap/ghi"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_needs_the_proof_of_its_own_session(site: Site, form: str) -> None:
    mine, other = site.log_in("van-phong-so"), site.log_in("van-phong-so")
    wrong = ["", "x", "0" * 64, "é", other.proof()]
    for data in ({"x": "y"}, *({FIELD: proof} for proof in wrong)):
        refused = mine.post(f"/vanphong/{form}", data)
        assert refused.status_code == 403
        assert messages.NO_PROOF in refused.text
    assert inside(mine)
    assert inside(other)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_needs_a_session(site: Site, form: str) -> None:
    proof = site.log_in("van-phong-so").proof()
    assert site.browser().post(f"/vanphong/{form}", {FIELD: proof}).status_code == 401


def test_other_sites_cannot_post_forms(site: Site) -> None:
    mine = site.log_in("van-phong-so")
    data = {FIELD: mine.proof()}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = mine.post("/vanphong/ra", data, headers=headers)
        assert (refused.status_code, refused.json()) == (403, {"error": WRONG_ORIGIN})
    assert inside(mine)


def test_only_forms_are_taken_and_only_here(site: Site) -> None:
    mine = site.log_in("van-phong-so")
    for kind in ("application/json", "text/plain", ""):
        refused = mine.post("/vanphong/ra", {}, headers={"Origin": URL, "Content-Type": kind})
        assert (refused.status_code, refused.json()) == (415, {"error": NOT_FORM})
    elsewhere = mine.post("/api/messages", {"id": "x"})
    assert elsewhere.status_code == 415


def test_many_tries_are_slowed_down(site: Site) -> None:
    browser = site.browser()
    answers = [browser.post("/vanphong/vao", {"ma": f"SAI{number}"}).status_code for number in range(21)]
    assert answers == [403] * 20 + [429]
    link = site.link("van-phong-so")
    code = fields(browser.get(link).text)["ma"]
    assert browser.post("/vanphong/vao", {"ma": code}).status_code == 429
    site.clock.advance(60)
    assert browser.post("/vanphong/vao", {"ma": code}).status_code == 303


PAGES = ["", "vao", "vao?ma=X", "tien-do", "han", "thanh-vien", "cau-hoi", "nhap", "xuat", "phien", "khong-co"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("logged_in", [False, True])
def test_every_page_has_strict_headers_and_no_scripts(site: Site, page: str, logged_in: bool) -> None:
    browser = site.log_in("van-phong-tinh") if logged_in else site.browser()
    answer = browser.get(f"/vanphong/{page}")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert not re.search(r"<script|style=|\son\w+=", answer.text)


@pytest.mark.parametrize("page", ["tien-do", "han", "thanh-vien", "cau-hoi", "nhap", "xuat", "xuat/han.csv", "phien"])
def test_nothing_is_shown_to_whom_nobody_let_in(site: Site, page: str) -> None:
    answer = site.browser().get(f"/vanphong/{page}")
    assert answer.status_code == 401
    assert "Bệnh viện" not in answer.text


def test_the_short_address_leads_in(site: Site) -> None:
    browser = site.log_in("van-phong-so")
    assert browser.get("/vanphong").headers["location"] == "/vanphong/"
    assert browser.get("/vanphong/").headers["location"] == "/vanphong/tien-do"


def test_a_code_in_a_link_is_shown_as_text(site: Site) -> None:
    answer = site.browser().get("/vanphong/vao", params={"ma": '"><script>alert(1)</script>'})
    assert "<script" not in answer.text
