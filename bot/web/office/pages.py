"""How pages are made: templates with everything escaped, headers, redirects after a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.files import safe_name
from bot.web.files import TYPES
from bot.web.guard import POLICY
from bot.web.office import csrf, messages
from bot.web.office.visit import Visit
from handlers.answers import ZONE
from handlers.people import Unit
from handlers.standing_words import period_label, share, title
from handlers.types import FileRef
from knowledge.text.normalise import fold
from knowledge.wording import written_day

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY.replace("form-action 'none'", "form-action 'self'").replace(
        "script-src 'self'", "script-src 'none'"
    ),
    # Without a referrer a browser names no origin with a form, and the guard could not tell it from another site's.
    "Referrer-Policy": "same-origin",
}
MENU: tuple[tuple[str, str], ...] = (
    ("tien-do", "Tiến độ"),
    ("bao-cao", "Báo cáo"),
    ("han", "Hạn"),
    ("thanh-vien", "Thành viên"),
    ("thong-bao", "Thông báo"),
    ("cau-hoi", "Câu hỏi"),
    ("nhap", "Nhập đơn vị"),
    ("xuat", "Xuất"),
    ("phien", "Phiên"),
)


def page(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of somebody who is logged in. `top` among the values is the unit that it shows."""
    top: Unit | None = values.pop("top", None)
    text = (
        _environment()
        .get_template(template)
        .render(
            menu=MENU,
            here=visit.request.url.path.split("/")[2],
            proof=visit.proof,
            proof_field=csrf.FIELD,
            top=top,
            tops=visit.tops,
            keep={"don_vi": top.id} if top else {},
            done=messages.DONE.get(visit.asked("xong"), ""),
            who=visit.person.name or "",
            **values,
        )
    )
    return HTMLResponse(text, status, HEADERS)


def nothing(visit: Visit, top: Unit | None = None) -> Response:
    """A page with nothing to show: no units yet, or none that owes anything."""
    return page(visit, "chua.html", top=top)


def plain_page(template: str, status: int = 200, **values: Any) -> Response:
    """A page for anybody."""
    return HTMLResponse(_environment().get_template(template).render(**values), status, HEADERS)


def back(path: str, done: str = "", **parameters: str) -> Response:
    """After a form: to a page under /vanphong, which says what was done."""
    asked = {key: value for key, value in {**parameters, "xong": done}.items() if value}
    return RedirectResponse(f"/vanphong/{path}{'?' if asked else ''}{urlencode(asked)}", 303, HEADERS)


def download(file: FileRef) -> Response:
    """A file to keep."""
    media = TYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream")
    headers = {**HEADERS, "Content-Disposition": attachment(file.name)}
    return Response(file.content or b"", media_type=media, headers=headers)


def attachment(name: str) -> str:
    """The header of a file to keep: its name in letters that every browser reads, then as it is (RFC 6266)."""
    safe = safe_name(name)
    plain = re.sub(r"[^a-z0-9.]+", "-", fold(safe)).strip("-")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def moment_written(at: datetime) -> str:
    """A moment where the office is: "24/11/2026 lúc 09:05"."""
    local = at.astimezone(ZONE)
    return f"{written_day(local.date())} lúc {local:%H:%M}"


def last(count: int, size: int) -> int:
    """The number of the last page, from 1."""
    return max(1, -(-count // size))


def number(asked: str, count: int, size: int) -> int:
    """The page that the address asks for; the first for what is no page."""
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return wanted if 1 <= wanted <= last(count, size) else 1


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=written_day, moment=moment_written, query=urlencode)
    environment.globals.update(title=title, label=period_label, share=share)
    return environment
