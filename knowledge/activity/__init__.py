"""Reading one message about something that was done: its kind, day, people, money and place."""

from knowledge.activity.logs import asks, reads_like_log
from knowledge.activity.model import Activity, FieldProblem, ReadActivity
from knowledge.activity.people import People, people_problems
from knowledge.activity.reader import read_activity

__all__ = [
    "Activity",
    "FieldProblem",
    "People",
    "ReadActivity",
    "asks",
    "people_problems",
    "read_activity",
    "reads_like_log",
]
