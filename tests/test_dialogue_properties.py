"""Whatever is said, in whatever order: nothing raises, every new message is answered, the session stays JSON."""

import json
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.choices import with_choice
from handlers.types import Address, Choice, Handler, IncomingMessage, Outcome, Send, Session

AT = datetime(2024, 4, 1, tzinfo=UTC)
SENDER = Address("toy", "a", "a")
SAID = (
    "hạn gửi bảng kê sách 6 tháng?",
    "hạn gửi bảng kê sách",
    "còn Bách Hợp?",
    "ở Hoa Sen thì sao",
    "thế cả năm?",
    "năm 2019 thì sao",
    "còn hiệu lực không?",
    "ai ký?",
    "văn bản này nói gì",
    "quyết định 13/QĐ-TV",
    "quy chế 7 là gì? ai ký quyết định 12? giờ mở cửa? mất thẻ thì sao? còn gì nữa?",
    "cảm ơn em",
    "đồ ngu",
    "vâng",
    "xem thêm",
    "số 2",
    "1",
    "9",
    "/donvi Hoa Sen",
    "/donvi",
    "/quen",
    "/han",
    "/han Bách Hợp",
    "/lenhla",
    "TUYỆT MẬT\nnội dung",
    "",
    "💐",
    "\x00",
    "x" * 5000,
)
CHOICES = ("rate:up", "rate:down", "pick:noi-quy-hoa-sen:about", "more:quy-che-7:about", "pick:khong-co", "lạ", "")
TEXTS = st.sampled_from(SAID) | st.text(max_size=60)
STEPS = st.one_of(
    st.tuples(st.just("say"), TEXTS),
    st.tuples(st.just("press"), st.sampled_from(CHOICES)),
    st.tuples(st.just("offered"), st.integers(0, 5).map(str)),
    st.tuples(st.just("old"), st.integers(0, 20).map(str)),
)


def handled(chain: tuple[Handler, ...], message: IncomingMessage, session: Session) -> Outcome:
    found = next((outcome for handler in chain if (outcome := handler(message, session)) is not None), None)
    assert found is not None
    return found


def choice_of(kind: str, value: str, open_choices: tuple[Choice, ...], seen: list[Choice]) -> str | None:
    if kind == "press":
        return value
    among = list(open_choices) if kind == "offered" else seen
    return among[int(value) % len(among)].id if among and kind != "say" else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_any_conversation_is_answered(library_chain: tuple[Handler, ...], steps: list[tuple[str, str]]) -> None:
    chain = library_chain
    session, seen = Session(SENDER.session_key), list[Choice]()
    for number, (kind, value) in enumerate(steps):
        choice = choice_of(kind, value, session.choices, seen)
        message = IncomingMessage(str(number), SENDER, AT, value if kind == "say" else "", choice)
        message = with_choice(message, session)
        outcome = handled(chain, message, session)
        assert outcome == handled(chain, message, session), "the same message leads to the same outcome"
        sends = [effect for effect in outcome.effects if isinstance(effect, Send)]
        assert sends
        assert len({send.key for send in sends}) == len(sends)
        assert all(send.reply.text.strip() and send.to == SENDER for send in sends)
        assert outcome.session.key == session.key
        data = json.loads(json.dumps(dict(outcome.session.data), allow_nan=False))
        shown = sends[-1].reply.choices
        assert len([choice for choice in shown if choice.id.startswith("pick:")]) <= 16
        seen += [choice for send in sends for choice in send.reply.choices]
        session = Session(session.key, data, shown)
