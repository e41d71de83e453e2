"""Whether a message reports something that was done, rather than asks, orders, plans or chats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from knowledge.activity.days import NAMED, find_days
from knowledge.activity.heads import read_people, take_shares
from knowledge.activity.kinds import Kind, find_kind
from knowledge.activity.model import Activity
from knowledge.activity.reader import OTHER, read_sentence
from knowledge.activity.sentence import LONGEST, Sentence
from knowledge.activity_types import ActivityType
from knowledge.text.dates import DateSpan
from knowledge.text.reading import HIDDEN, Reading, pattern

_END: Final = r"(?![^\W_])"
# A bare word may stand for another one: "can bo" is no "cần", "hoi vien" no "hỏi", "gia dinh" no "định".
_ASKS: Final = pattern(
    r"[?？]|(?<![^\W_])(?:bao nhiêu|bao giờ|bao lâu|khi nào|lúc nào|thế nào|như nào|ra sao|tại sao|vì sao|làm sao|"
    r"thì sao|ở đâu|"
    r"về đâu|đâu (?:ạ|vậy|nhỉ|thế)|là gì|(?<!chi )(?<!tốn )(?<!mất )gì|(?<!đồng )(?<!dong )nào|những ai|ai|"
    r"mấy (?:người|ng|giờ|buổi|cái|ngày|vụ|"
    r"lớp|loại|phần|"
    r"nhóm|mục|bước|lần|cuộc)|"
    r"hay không|hay chưa|phải không|đúng không|được không|có được|có cần|có phải|có bắt buộc|chưa nhỉ|"
    r"(?<!thiếu )(?<!thieu )(?<!khoa )nhỉ(?=~(?:$|[.!,]))|(?:không|ko) ạ|không vậy|"
    r"chưa ạ|chưa vậy|ntn|(?<![0-9] )(?<![0-9])bn|xin hỏi|cho hỏi(?! (?:viên|nghị|lhpn|trường|phụ|nông|chữ|thảo))|"
    r"hỏi (?:về|là|chút|xem|thăm dò)|thắc mắc|muốn biết|cần biết|tra cứu|"
    r"giải thích|nghĩa là|"
    r"mức chi|định mức|theo mẫu|mẫu báo cáo|đề cương|hạn nộp|hạn báo cáo|hạn chót|thời hạn|deadline|nên làm|"
    r"làm thế|có mấy|"
    r"cách nào|(?:biết|hỏi|xin) cách|được chi|chi được|(?:không|ko|chưa) (?:chị(?! (?:phí|gì|tiền|hết|tiêu|trả))|anh|"
    r"em|mọi người|bạn|ad|"
    r"các chị)~(?:ơi|ạ|nhỉ|nhé)?)" + _END + r"|(?<![:=] )(?<!phí )(?<!phi )(?<!kp )(?<![^\W_])(?:không|ko|chưa)[\W_]*$"
)
_ORDERS: Final = pattern(
    r"[\W_]*(?:hãy|nhờ|nhắc|gửi|soạn|viết|tìm(?! hiểu)|liệt kê|thống kê|tổng hợp|xuất|t\u1ea3i|tai (?:về|file|báo|"
    r"mẫu)|in|lập(?! (?:câu|thành|nhóm|đội|clb|tổ|"
    r"mô))|xóa(?! (?:đói|bỏ|mù)(?![^\W_]))|"
    r"sửa(?! (?:nhà|chữa|đường))|hủy(?! động)|tạo|đặt lịch|đề nghị|yêu cầu|kính(?! phí)|m\u1eddi|moi (?:họp|các|anh|"
    r"chị|dự|đồng|quý)|xin phép|xem|kể|nêu|tóm tắt|đăng ký|"
    r"thông báo|copy|chép|sao chép|đừng|chuyển(?! giao)|"
    r"hướng dẫn (?:tôi|em|mình)|giúp (?:tôi|em|mình|chị|với)|cho (?:tôi|em|mình|chị|xem|xin)|ghi nhớ|"
    r"mở (?:sổ|mục))(?![^\W_])"
)
_ORDERS_INSIDE: Final = pattern(
    r"(?<![^\W_])(?:nhắc (?:tôi|em|mình|chị|anh|lịch|việc|hẹn|trước)|giúp (?:tôi|em|mình|chị với)|giùm|(?:gửi|"
    r"cho) (?:tôi|em|mình) (?:xem|xin|với|biết|hỏi)|"
    r"gửi (?:tôi|em|mình|chị|anh) (?:danh|báo|file|số|kế|bản|mẫu|link|giấy)|"
    r"đề nghị (?:anh|chị|các|đồng chí|đơn vị)|yêu cầu (?:các|đơn vị|báo cáo)|kính mời|đặt lịch)" + _END
)
_PLANS: Final = pattern(
    r"(?<![^\W_])(?:(?<!chia )sẽ|sắp (?:tổ|tới|họp|có|diễn|tập)|dự kiến|dự định|(?:đang|tính) định|định (?:tổ chức|mở|"
    r"làm|"
    r"họp)|đang (?:chuẩn bị|soạn|lập|viết|xây dựng|làm kế)|lên kế hoạch|"
    r"có kế hoạch|(?:ngày|sáng|chiều|tối) mai|mai (?:họp|tập|đi|kiểm|tổ|có|tuyên)|(?:tuần|tháng|năm|quý|"
    r"kỳ) (?:sau|tới)|(?:thứ (?:[2-7]|hai|ba|tư|"
    r"năm|sáu|bảy)|chủ nhật) (?:tới|này|sau)|sang (?:tuần|tháng|năm)|tới đây|sắp tới|thời gian tới|cần (?:tổ|phải|"
    r"có|làm|họp|tập|mở|tuyên|kiểm|chuẩn|mua|chi)|(?:tôi|em|mình) cần|phải (?:tổ|họp|làm|nộp|báo)|"
    r"muốn|nên (?:tổ|làm|họp)|chưa (?:tổ chức|họp|làm|có|kiểm|tập huấn|thực|triển|được|xong)|"
    r"không tổ chức (?:được|họp|tập|kiểm|tuyên)|tạm dừng|giá như|nếu(?! gương)|còn [0-9]+ ngày|"
    r"[0-9]{1,2}/[0-9]{1,2} (?:này|tới(?! [0-9])|sắp tới)|"
    r"lịch (?:họp|tập|kiểm|công tác)|phấn đấu)" + _END + r"|(?<!liên )(?<!lien )(?<![^\W_])hoãn(?! (?:cảnh|hô|nghênh|"
    r"toàn|thiện|thành)(?![^\W_]))" + _END
)
_PLAN_AHEAD: Final = pattern(
    r"[\W_]*(?:kế hoạch|kh|chuẩn bị|chương trình|lịch|mai|giấy mời|thư mời|dự toán|phương án|chỉ tiêu|mục tiêu|"
    r"mẫu(?! giáo)|biểu mẫu|danh sách|"
    r"nhiệm vụ|đề xuất|kiến nghị|phương hướng)" + _END
)
_DONE: Final = pattern(
    r"(?<![^\W_])(?:đã(?! (?:có|ký|ban hành|hết))|vừa (?:tổ|tập|họp|kiểm|xong|làm|mới|tuyên|đi)|xong|hoàn thành|"
    r"kết quả|"
    r"mới (?:tổ|họp|tập|xong)|(?:xảy ra|tiếp nhận|phát hiện|ghi nhận) [0-9]{1,3} (?:vụ|ca|trường hợp))" + _END
)
_GREETS: Final = pattern(
    r"[\W_]*(?:xin chào|chào(?! (?:mừng|cờ|đón|xuân))|cảm ơn|cám ơn|hello|hi|alo|dạ vâng|ok)" + _END
)
_COUNTS: Final = pattern(
    r"(?<![^\W_])[0-9]{1,5} (?:vụ|ca|trường hợp|lớp|buổi|cuộc|đợt|tờ|băng rôn|pano|suất|phần|tin|bài|đội|tiết mục|"
    r"mô hình|clb|câu lạc bộ)(?![^\W_])"
)
_LATELY: Final = pattern(
    r"(?<![^\W_])(?:hôm (?:qua|kia|wa)|h\.?(?:qua|kia)|hwa|hum (?:qua|kia|wa)|[sc]qua|"
    r"(?:sáng|chiều|tối|trưa|đêm) qua|(?:tuần|tháng|quý) (?:trước|vừa rồi|vừa qua|"
    r"rồi)|vừa rồi|vừa qua)" + _END
)
_NAME: Final = re.compile(r"(?<![^\W_])AI(?![^\W_])")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}|[/.-][0-9]{1,2}[/.-][0-9]{2}$")
_ENOUGH: Final = 2
_TOPIC: Final = pattern(
    r"(?<![^\W_])(?:bàn|về|thống nhất|thông qua|triển khai|phương hướng|nhiệm vụ|phân công|chuẩn bị|góp ý|xây dựng|"
    r"đề ra|quán triệt)(?![^\W_])[^,;:.()]*$"
)
"""What a plan is only spoken of behind."""
_LED: Final = pattern(
    r"(?<![^\W_])(?:(?:ngày|hôm|sáng|chiều|tối|trưa|đêm|từ) ?[0-9]|hôm (?:qua|kia|nay|thứ)|(?:sáng|chiều|tối) (?:qua|"
    r"nay|thứ)|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:tuần|tháng) (?:trước|rồi|qua|vừa))|"
    r"(?<![0-9/])(?!0?8/0?3|20/10|25/11)[0-9]{1,2}/[0-9]{1,2}(?![0-9])"
)
_CLAUSE_ENDS: Final = re.compile(r"[,;:]|[.](?=\s)")
_BESIDE: Final = 30
"""Letters that may stand between "đã" and the name of what was done."""
_AGO: Final = 320
"""Days ago that a day without a year is rather the next one."""
_LATE: Final = 120
"""Days for which a day without a year is rather one that was than one that will be."""


def reads_like_log(text: str, today: date, types: Sequence[ActivityType]) -> bool:
    """Whether a message is a report of something done: it names what, and says enough of it to be sure.

    False rather than wrong: a question, an order, a plan, a document or a greeting is never taken for one.
    """
    if not text.strip() or len(text) > LONGEST:
        return False
    sentence = Sentence(text, types)
    kind = find_kind(sentence, types)
    if any(wanted.match(sentence.marked) for wanted in (_ORDERS, _PLAN_AHEAD, _GREETS)):
        return False
    if _ASKS.search(_without_names(sentence)) or _ORDERS_INSIDE.search(sentence.marked) or _plans(sentence):
        return False
    done = _DONE.search(sentence.marked) is not None
    ahead = not done and _is_open(sentence.again(), today)
    read = read_sentence(sentence, kind, today, types)
    # Who came is known of both sexes only when it is over: the day is then an earlier one, or a slip to ask about.
    if ahead and (read.activity.female is None or read.activity.male is None):
        return False
    if kind is None and read.activity.type is None:
        return False
    if any(one.field in ("date", "date_end") for one in read.problems) and read.activity.date is None:
        return _said(read.activity) >= _ENOUGH
    told = done + sum(wanted.search(sentence.marked) is not None for wanted in (_COUNTS, _LATELY))
    if (
        kind is not None
        and not (kind.weak and kind.type == OTHER)
        and _is_surely_done(sentence, kind, read.activity, today)
    ):
        told += 1
    if kind is not None and kind.counted and None not in (read.activity.female, read.activity.male):
        told += 2
    return _said(read.activity) + len(read.problems) + told >= (_ENOUGH if kind and not kind.weak else _ENOUGH + 1)


def asks(text: str) -> bool:
    """Whether words ask something."""
    return _ASKS.search(Reading(text).marked) is not None


def kind_at(text: str, types: Sequence[ActivityType]) -> int | None:
    """How many letters and figures stand before the words that name an activity; None where none do."""
    sentence = Sentence(text, types)
    kind = find_kind(sentence, types)
    return sum(map(str.isalnum, sentence.marked[: kind.start])) if kind is not None else None


def _without_names(sentence: Sentence) -> str:
    """The words without short forms in capitals that ask nothing: "sử dụng AI"."""
    if sentence.typed.isupper():
        return sentence.marked
    return _NAME.sub(lambda match: HIDDEN * len(match.group()), sentence.cased).lower()


def _plans(sentence: Sentence) -> bool:
    """Whether something is planned, rather than a plan spoken of at what was done: "họp bàn nhiệm vụ năm tới"."""
    return any(
        _TOPIC.search(sentence.marked, max(match.start() - 60, 0), match.start()) is None
        for match in _PLANS.finditer(sentence.marked)
    )


def _is_surely_done(sentence: Sentence, kind: Kind, activity: Activity, today: date) -> bool:
    """Whether one sign does: "đã" before the activity, a day lately or money beside one that heads the message."""
    done = _DONE.search(sentence.marked)
    if done is not None and done.end() <= kind.start and kind.start - done.end() < _BESIDE:
        return True
    heads = _CLAUSE_ENDS.search(sentence.marked[: kind.start].lstrip(" ;:.,")) is None
    lately = activity.date is not None and 0 <= (today - activity.date).days <= _LATE
    return heads and ((lately and _LED.search(sentence.marked) is not None) or activity.budget is not None)


def _is_open(sentence: Sentence, today: date) -> bool:
    """Whether a day is named that lies ahead, or a stretch that is not over; a year ahead is rather a slip."""
    read_people(sentence, take_shares(sentence))
    text = sentence.open_cased()
    dates = [one for one in find_days(text, today) if isinstance(one, DateSpan)]
    unsaid = [one for one in dates if _YEAR.search(text[slice(*one.span)]) is None]
    past = any(one.certain and (one.end or one.start) <= today for one in dates)
    days = [one.start for one in unsaid if one.certain and (one.start.day, one.start.month) not in NAMED]
    if days and all((today - day).days > _AGO for day in days):
        return True
    return any(one.start > today or (not past and (one.end or one.start) > today) for one in unsaid)


def _said(activity: Activity) -> int:
    """How many things are said of an activity besides its name."""
    people = any(figure is not None for figure in (activity.female, activity.male, activity.total))
    facts = (activity.date, activity.budget, activity.place)
    return (people + (activity.units_inspected is not None)) * 2 + sum(fact is not None for fact in facts)
