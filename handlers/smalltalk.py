"""What a good clerk says to a greeting, thanks, a goodbye, an insult or "what can you do"."""

from __future__ import annotations

import re

from handlers import messages
from knowledge.text.normalise import clean, fold

LONGEST = 80
"""Letters of the longest message that is nothing but small talk."""
_ADDRESS = frozenset(
    "anh chi em ban bot ad admin minh toi tui e c b m oi ui a ah nhe nha nhen nhi qua nhieu lam rat ca moi nguoi tro ly"
    " luon that roi day the vay ho cai vo cung het long thay co bac chu nay".split()
)
"""Words of address and of emphasis, which change nothing."""
_PREFIX = r"(?:(?:da|vang|ok|oke|okie|uh|u|hihi|hehe|haha|xin|chao) )*"
_TABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(wordings), reply)
    for wordings, reply in (
        (
            r"(?:xin )?(?:chao(?: mung)?|hello|hi|helo|hallo|alo|hey)(?: buoi (?:sang|chieu|toi|trua))?"
            r"|good (?:morning|afternoon|evening)|chuc (?:ngay moi|buoi (?:sang|chieu|toi)|tuan moi)(?: (?:tot lanh|vui ve|an lanh))?",
            messages.GREETING,
        ),
        (
            rf"{_PREFIX}(?:cam on|camon|cam ta|thank|thanks|thank you|thankyou|tks|thk|thx|ty)"
            r"(?: (?:vi )?(?:da )?(?:giup do|giup|ho tro|tra loi|thong tin|tu van))?"
            r"(?: (?:da )?(?:hieu|ro|nam duoc|nhan duoc|biet))?(?: de (?:xem lai|lam|doc lai))?"
            r"|(?:da )?(?:hieu|ro) (?:cam on|camon|thanks|tks)"
            r"|(?:hay|tot|gioi|tuyet|tuyet voi|chinh xac|chuan|huu ich|dung y|chuan khong can chinh)",
            messages.THANKS,
        ),
        (rf"{_PREFIX}(?:tam biet|bye|bai|bai bai|bye bye|pp|hen gap lai|chao tam biet|goodbye)", messages.GOODBYE),
        (
            r"(?:ok|oke|okie|okay|okela|vang|da|uh|uhm|um|u|duoc|hieu|da hieu|ro|da ro|dung|phai|nhat tri|nhan duoc"
            r"|biet|da biet)(?: (?:ok|vang|da|duoc|hieu))*",
            messages.ACKNOWLEDGED,
        ),
        (
            r"(?:(?:do|con|may|dung la|noi|tra loi|lam an|dung) )*(?:ngu|ngu ngoc|ngu nhu (?:bo|cho|lon)|dan|dan don|do|dot"
            r"|vo dung|vo tich su|khon nan|mat day|mat dich|mat net|cho chet|dien|khung|te|te hai|chan|chan chet|doc hai"
            r"|linh tinh|vo van|lung tung|ba lap|nham nhi|vo|oc cho|oc heo|cut|cut di|im|im di|bien di|dm|dmm|vl|vcl|vkl|dkm"
            r"|clgt|cc|deo hieu gi|chang hieu gi|phien)",
            messages.INSULT,
        ),
        (
            r"(?:tra loi |noi )?(?:sai|sai be bet|sai bet|nham|khong dung|chua dung|khong phai|khong chinh xac|khong dung y"
            r"|chua dung y|lac de|chua ro|khong hieu|khong lien quan)",
            messages.WRONG,
        ),
        (
            r"(?:may |he thong |app |phan mem )?(?:(?:co the |biet |co )?(?:lam|giup|ho tro|tra loi)(?: gi)?(?: duoc)?(?: cho)?"
            r"(?: nhung)?(?: (?:gi|viec gi|cau gi))(?: duoc)?(?: cho)?|lam gi duoc|giup gi duoc(?: cho)?"
            r"|(?:giup|lam) duoc gi(?: cho)?|(?:lam|giup) duoc(?: nhung)?(?: viec)? gi(?: cho)?"
            r"|la ai|la gi|ai|ten (?:la )?gi|gioi thieu(?: ve)?(?: ban than)?"
            r"|(?:co )?(?:phai|la) (?:nguoi|may|robot|con nguoi)(?: hay (?:la )?(?:may|nguoi|robot))?(?: khong)?|hay may"
            r"|la robot|la hay may|la hay robot|biet(?: lam)?(?: nhung)? gi|chuc nang(?: gi| la gi)?)",
            messages.CAPABILITIES,
        ),
        (
            r"huong dan(?: su dung| dung)?|cach (?:dung|su dung|hoi)|(?:su )?dung (?:nhu )?(?:the )?nao"
            r"|hoi (?:nhu )?(?:the )?nao|tro giup|help|menu|tro giup voi|giup(?: voi)?",
            f"{messages.HELP}\n{messages.HELP_COMMANDS}",
        ),
    )
)


def smalltalk(text: str) -> str | None:
    """The reply to a message that is nothing but small talk; None where it asks something."""
    if len(text) > 2 * LONGEST:
        return None
    words = re.findall(r"[a-z0-9]+", fold(clean(text)))
    if not words or len(" ".join(words)) > LONGEST:
        return None
    # "hiiii", "okkkk"
    words = [re.sub(r"(.)\1{2,}", r"\1", word) for word in words]
    bare = " ".join(word for word in words if word not in _ADDRESS)
    if not bare:
        return messages.GREETING
    for said in (" ".join(words), bare):
        for pattern, reply in _TABLE:
            if pattern.fullmatch(said):
                return reply
    return None
