"""What is typed where a section of a report is asked for, and is surely meant for something else.

Only what no report says is taken for such: a short line that is put as a question, a message as it is typed into the
log ("tập huấn hôm qua 45 nữ 12 nam"), plain words that mean a command, a mere "vâng". Prose passes, with any figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from handlers.commands import meant_command
from handlers.flows import Talk
from handlers.log_words import looks_logged, tells_much, told_to_log
from handlers.smalltalk import smalltalk
from knowledge.text.reading import Reading, pattern

LONGEST = 120
"""Letters of the longest line that may be meant for something else."""
_TAIL = r"(?: (?:ạ|vậy|nhỉ|thế|hả|ad|bot|em|anh|chị|đấy|ta))*\s*$"
_ASKS = tuple(
    map(
        pattern,
        (
            r"(?<![^\W_])(?:khi nào|bao giờ|ngày nào|lúc nào|hôm nào|là gì|gồm những gì|gồm gì|thế nào|ra sao|làm sao"
            rf"|ở đâu|là ai|do ai(?: [^\W_]+)?|cho ai|bao lâu|được không|phải không|hay không|nộp chưa){_TAIL}",
            rf"(?<![^\W_])(?:có|gồm|được|là|còn|chia|làm|trong) mấy [^\W_]+(?: [^\W_]+)?{_TAIL}",
            rf"(?<![^\W_])bao nhiêu(?: [^\W_]+){{0,5}}{_TAIL}",
            rf"^[^,;]*(?<![^\W_])có (?:phải )?(?:[^\W_]+ ){{1,8}}không{_TAIL}",
            r"^\W*(?:(?:ad|bot|em|anh|chị|ơi|cho|xin|dạ)[ ,]+)*(?:hỏi(?! thăm| ý kiến| han| đáp| cung)|vì sao"
            r"|tại sao|(?:khi nào|bao giờ)(?! cũng)(?! (?:[^\W_]+ )+thì )(?! (?:có|cần) [^,;]*,)|làm sao"
            r"|làm thế nào|ai là|ai ký)(?![^\W_])",
        ),
    )
)
_NO_QUESTION = pattern(
    r"(?<![^\W_])(?:không|chưa|chẳng|dù|bất kể|bất cứ) (?:[^\W_]+ ){0,6}"
    r"(?:nào|gì|ai|đâu|bao nhiêu|bao giờ|ra sao|thế nào)(?![^\W_])|"
    r"(?<![^\W_])(?:hiểu|biết|nắm|hướng dẫn|xác định|đánh giá|câu hỏi|chủ đề)(?![^\W_])"
)
"""Prose that only holds a word of a question: "chưa có vụ nào", "chưa rõ là gì"."""
_LATELY = pattern(
    r"(?<![^\W_])(?:hôm (?:qua|nay|kia)|(?:sáng|chiều|trưa|tối) (?:nay|qua)|vừa xong|mới xong"
    r"|(?:thứ [^\W_]+|chủ nhật) (?:tuần )?(?:trước|này|rồi|vừa rồi))(?![^\W_])"
)
_TERSE = re.compile(r"^[^\W_A-ZĐÀ-Ỹ].*\b\d+ ?n[ữu],? (?:và |va )?\d+ ?nam\b")
"""Begun with a small letter, women and men in four words."""
_RECORDED = re.compile(r"ghi nh[ậa]n\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stray:
    """Words that are surely meant for something else; of a command its name and what stands after it."""

    kind: Literal["question", "log", "command", "word"]
    command: str = ""
    rest: str = ""


def stray(talk: Talk, text: str) -> Stray | None:
    """What a section's words are meant for instead; None for words that may well stand in a report."""
    if "\n" in text or len(text) > LONGEST:
        return None
    if smalltalk(text) is not None:
        return Stray("word")
    if meant := meant_command(talk.desk, talk.message, text):
        return Stray("command", meant.command, meant.rest)
    if _is_question(text):
        return Stray("question")
    return Stray("log") if _is_log(talk, text) else None


def _is_question(text: str) -> bool:
    marked = Reading(text.rstrip(" !")).marked
    if text.rstrip().endswith("?"):
        return True
    return not _NO_QUESTION.search(marked) and any(one.search(marked) for one in _ASKS)


def _is_log(talk: Talk, text: str) -> bool:
    """Whether it is a message for the log: told to be, or of lately and short, as nobody writes in a report."""
    if told_to_log(text) is not None and not _RECORDED.match(text) and looks_logged(talk.desk, talk.message):
        return True
    if text.rstrip().endswith((".", ";", ":")) or not tells_much(talk.desk, talk.message):
        return False
    return bool(_LATELY.search(Reading(text).marked) or _TERSE.search(text))
