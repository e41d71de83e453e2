"""What a good clerk says to a greeting, thanks, a goodbye, an insult or "what can you do"."""

from __future__ import annotations

import re

from handlers import messages
from knowledge.text.normalise import clean, fold

LONGEST = 80
"""Letters of the longest message that is nothing but small talk."""
_ADDRESS = frozenset(
    "anh chi em ban bot ad admin minh toi tui e c b m oi ui a ah nhe nha nhen nhi qua nhieu rat ca luon that roi day"
    " the vay cai vo cung het long thay co bac chu".split()
)
"""Words of address and of emphasis, which change nothing."""
_YES = r"(?:da|vang|ok|oke|okie|uh|u|hihi|hehe|haha|xin|chao)"
_TABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile("|".join(wordings)), reply)
    for wordings, reply in (
        (
            (
                r"(?:xin )?(?:chao(?: mung)?|hello|hi|helo|hallo|alo|hey)(?: buoi (?:sang|chieu|toi|trua))?",
                r"good (?:morning|afternoon|evening)",
                r"chuc (?:ngay moi|buoi (?:sang|chieu|toi)|tuan moi)(?: (?:tot lanh|vui ve|an lanh))?",
            ),
            messages.GREETING,
        ),
        (
            (
                rf"(?:{_YES} )*(?:cam on|camon|cam ta|thank|thanks|thank you|thankyou|tks|thk|thx|ty)"
                r"(?: (?:vi )?(?:da )?(?:giup do|giup|ho tro|tra loi|thong tin|tu van))?"
                r"(?: (?:da )?(?:hieu|ro|nam duoc|nhan duoc|biet))?(?: de (?:xem lai|lam|doc lai))?",
                r"(?:thank you so much|thank you very much|thanks a lot)",
                r"(?:da )?(?:hieu|ro) (?:cam on|camon|thanks|tks)",
                r"hay|tot|gioi|tuyet|tuyet voi|chinh xac|chuan|huu ich|dung y|chuan khong can chinh",
            ),
            messages.THANKS,
        ),
        (
            (rf"(?:{_YES} )*(?:tam biet|bye|bai|bai bai|bye bye|pp|hen gap lai|chao tam biet|goodbye)",),
            messages.GOODBYE,
        ),
        (
            (
                r"(?:ok|oke|okie|okay|okela|vang|da|uh|uhm|um|u|duoc|hieu|da hieu|ro|da ro|dung|phai|nhat tri|nhan duoc"
                r"|biet|da biet)(?: (?:ok|vang|da|duoc|hieu))*",
            ),
            messages.ACKNOWLEDGED,
        ),
        (
            (
                r"(?:(?:do|con|may|dung la|noi|tra loi|lam an) )*(?:ngu|ngu ngoc|ngu nhu (?:bo|cho|lon)|dan|dan don"
                r"|vo dung|vo tich su|khon nan|mat day|mat dich|mat net|cho chet|dien|khung|te|te hai|chan|chan chet"
                r"|doc hai|linh tinh|vo van|lung tung|ba lap|nham nhi|vo|oc cho|oc heo|cut|cut di|im|im di|bien di"
                r"|dm|dmm|vl|vcl|vkl|dkm|clgt|cc|deo hieu gi|chang hieu gi|phien)",
            ),
            messages.INSULT,
        ),
        (
            (
                r"(?:tra loi |noi )?(?:sai|sai be bet|sai bet|nham|khong dung|chua dung|khong phai|khong chinh xac"
                r"|khong dung y|chua dung y|lac de|chua ro|khong hieu|khong lien quan)",
            ),
            messages.WRONG,
        ),
        (
            (
                r"(?:may |he thong |app )?(?:co the |biet |co )?(?:lam|giup|ho tro|tra loi)(?: duoc)?(?: cho)?"
                r"(?: nhung)? (?:gi|viec gi|cau gi)(?: duoc)?(?: cho)?",
                r"(?:may |he thong |app )?(?:lam|giup) (?:gi duoc|duoc(?: nhung)?(?: viec)? gi)(?: cho)?",
                r"(?:ban la ai|(?:bot|em|may|tro ly|he thong) la (?:ai|gi|cai gi)|la ai|ten (?:la )?gi)",
                r"gioi thieu(?: ve)?(?: ban than)?",
                r"(?:co )?(?:phai|la) (?:nguoi|may|robot|con nguoi)(?: hay (?:la )?(?:may|nguoi|robot))?(?: khong)?",
                r"biet(?: lam)?(?: nhung)? gi|chuc nang(?: gi| la gi)?",
            ),
            messages.CAPABILITIES,
        ),
        (
            (
                r"huong dan(?: su dung| dung)?|cach (?:dung|su dung|hoi)|(?:su )?dung (?:nhu )?(?:the )?nao",
                r"hoi (?:nhu )?(?:the )?nao|tro giup(?: voi)?|help|menu|giup(?: voi)?",
            ),
            f"{messages.HELP}\n{messages.HELP_COMMANDS}",
        ),
    )
)


def smalltalk(text: str) -> str | None:
    """The reply to a message that is nothing but small talk; None where it asks something."""
    if len(text) > 2 * LONGEST:
        return None
    # "hiiii", "okkkk"
    typed = re.sub(r"(.)\1{2,}", r"\1", clean(text).lower().replace("dốt", "ngu"))
    words = re.findall(r"[a-z0-9]+", fold(typed))
    if not words or len(" ".join(words)) > LONGEST:
        return None
    bare = _bare(typed)
    if not bare:
        return messages.GREETING
    for said in (" ".join(words), bare):
        for pattern, reply in _TABLE:
            if pattern.fullmatch(said):
                return reply
    return None


def _bare(typed: str) -> str:
    """The folded words without those of address; the board ("ban") is none where "you" would carry its mark."""
    marked = typed != fold(typed)
    words = [
        word
        for word in re.findall(r"[^\W_]+", typed)
        if not (fold(word) in _ADDRESS and not (marked and word == "ban"))
    ]
    said = re.sub(r"\b(?:tro ly|moi nguoi)\b", " ", " ".join(map(fold, words)))
    return " ".join(re.sub(r"\blam$", "", said.strip()).split())


_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_OPENERS = frozenset("alo alô ê ơi hey hi hello bot ad admin dạ thưa da thua oi ey".split())
_CLOSERS = frozenset("ạ nhé nha nhỉ hả đấy vậy ad admin bot z hen nghen ơi nhe nhi ha day vay oi đi".split())


def without_politeness(question: str) -> str:
    """The question without markup and without the calls around it ("alo bot ơi, ... vậy ạ?"), never empty."""
    words = _MARKUP.sub(" ", question).split()
    first, last = 0, len(words)
    while first < last - 1 and words[first].lower().strip(",.!") in _OPENERS:
        first += 1
    while first < last - 1 and words[last - 1].lower().strip(",.!?") in _CLOSERS:
        last -= 1
    return " ".join(words[first:last]) or question
