"""Reading one message about something that was done: its kind, day, people, money and place."""

from knowledge.activity.logs import asks, kind_at, reads_like_log
from knowledge.activity.model import Activity, FieldProblem, ReadActivity
from knowledge.activity.people import People, people_problems
from knowledge.activity.reader import read_activity

__all__ = [
    "Activity",
    "FieldProblem",
    "People",
    "ReadActivity",
    "asks",
    "kind_at",
    "people_problems",
    "read_activity",
    "reads_like_log",
]
