"""What was read of a report, as a row of JSON and as lines for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from knowledge.activity.messages import grouped
from knowledge.activity.model import Activity, ReadActivity
from knowledge.activity_types import ActivityType

_ALWAYS: Final = ("type", "title", "date", "female", "male", "unknown", "total", "budget", "place")
_LABELS: Final = {
    "type": "Loại",
    "title": "Tên",
    "date": "Ngày",
    "place": "Nơi",
    "female": "Nữ",
    "male": "Nam",
    "unknown": "Không rõ giới",
    "total": "Tổng số người",
    "units_inspected": "Số đơn vị",
    "budget": "Kinh phí",
}
_NOTHING: Final = "Không đọc được hoạt động nào."
_OTHERS: Final = "Còn việc khác: {words}"
_WRONG: Final = "Cần ghi lại: {message}"


def as_row(read: ReadActivity) -> dict[str, Any]:
    """{activity, problems}; dates in ISO 8601, date_end, units_inspected and others only where they were said."""
    activity = read.activity
    row: dict[str, Any] = {key: _plain(getattr(activity, key)) for key in _ALWAYS}
    for key in ("date_end", "units_inspected"):
        if getattr(activity, key) is not None:
            row[key] = _plain(getattr(activity, key))
    problems = [{"field": problem.field, "message": problem.message} for problem in read.problems]
    return {"activity": row, "problems": problems, **({"others": read.others} if read.others else {})}


def as_text(read: ReadActivity, types: Sequence[ActivityType]) -> str:
    """A line for each field that was understood, then one for each that is to be written again."""
    lines = [f"{label}: {shown}" for key, label in _LABELS.items() if (shown := _shown(read.activity, key, types))]
    lines += [_WRONG.format(message=problem.message) for problem in read.problems]
    lines += [_OTHERS.format(words=" ".join(read.others.split()))] if read.others else []
    return "\n".join(lines) or _NOTHING


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _shown(activity: Activity, key: str, types: Sequence[ActivityType]) -> str | None:
    value = getattr(activity, key)
    if value is None:
        return None
    if key == "type":
        return next((kind.label for kind in types if kind.id == value), str(value))
    if key == "date":
        last = f" đến {activity.date_end:%d/%m/%Y}" if activity.date_end else ""
        return f"{value:%d/%m/%Y}{last}"
    if key == "budget":
        return f"{grouped(value)} đồng"
    return grouped(value) if isinstance(value, int) else str(value)
