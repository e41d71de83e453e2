"""What a good clerk says to a greeting, thanks, a goodbye, an insult or "what can you do"."""

from __future__ import annotations

import re

from handlers import messages
from knowledge.text.normalise import fold

_ADDRESS = r"(?:\s*(?:anh|chi|em|ban|bot|ad|admin|tro ly|minh|nhe|nha|a|oi|ai|qua|nhieu|lam|rat|da|vang|ca|moi nguoi|ban nhe|e))*"
_TABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{wordings}){_ADDRESS}"), reply)
    for wordings, reply in (
        (r"(?:xin |em |e )?(?:chao|hello|hi|helo|alo|hey)(?: buoi (?:sang|chieu|toi|trua))?", messages.GREETING),
        (
            r"(?:da |vang |ok |oke )?(?:xin |em |e |toi )?(?:cam on|cam ta|thank|thanks|thank you|tks|thk|hay qua|tot qua|tuyet voi)",
            messages.THANKS,
        ),
        (r"(?:tam biet|bye|bai bai|bye bye|hen gap lai|chao tam biet)", messages.GOODBYE),
        (r"(?:ok|oke|okie|vang|da|uh|um|u|duoc roi|hieu roi|ro roi|dung roi)", messages.ACKNOWLEDGED),
        (
            r"(?:do |con |may |dung la |bot |that la )*(?:ngu|dan|vo dung|khon nan|mat day|cho chet|do ngu|ngu ngoc|ngu nhu (?:bo|cho|lon)"
            r"|te qua|dot|doc hai|chan qua|tra loi (?:ngu|sai|linh tinh|vo van|lung tung)|noi linh tinh|sai be bet|sai bet|oc cho|cut di|im di|dm|vl|vcl|dkm|clgt)(?: the| vay| that)*",
            messages.INSULT,
        ),
        (
            r"(?:ban|bot|tro ly|may|em|anh|chi|he thong|app)?\s*(?:(?:co the |biet |co )?(?:lam|giup|ho tro)(?: duoc)?(?: toi| minh| em)? ?(?:nhung )?(?:gi|duoc gi|viec gi|nhung gi)|la ai|la gi|ten (?:la )?gi|(?:co )?phai nguoi(?: that)? khong|biet lam gi)",
            messages.CAPABILITIES,
        ),
        (
            r"(?:huong dan su dung|cach (?:dung|su dung)|dung (?:nhu )?the nao|hoi (?:nhu )?the nao|(?:tro giup|help|menu))",
            messages.HELP,
        ),
    )
)
_NOISE = re.compile(r"[^a-z0-9 ]+")


def smalltalk(text: str) -> str | None:
    """The reply to a message that is nothing but small talk; None where it asks something."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    if not words or len(words) > 80:
        return None
    for pattern, reply in _TABLE:
        if pattern.fullmatch(words):
            return reply
    return None
