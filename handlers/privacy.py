"""A person's own data: what is kept, mending it, taking it along, taking consent back, having it deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from handlers import messages
from handlers import messages_joining as joining_words
from handlers import messages_privacy as words
from handlers.answers import ZONE, local_day
from handlers.codes import written
from handlers.consent import ask_consent, consent_records, name_step, responsible
from handlers.desk import Desk
from handlers.flows import Flow, Step, Talk, begin, flow, read_agreed, reply_to, yes_or_no
from handlers.linking import channel_label, seen_day
from handlers.own_data import own_data_page
from handlers.people import PURPOSES, Person, Purpose
from handlers.table import action, command
from handlers.terms import LETTERS, STRANGERS
from handlers.types import Choice, CloseLinks, FileRef, Forget, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import written_day

LAW_DAYS = {"see": 10, "correct": 10, "export": 10, "withdraw": 15, "delete": 20}
"""Days within which the law wants each kind of request done (Nghị định 356/2025/NĐ-CP, Điều 5)."""
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@command("dulieu", "Xem, sửa, tải về, xóa dữ liệu của anh/chị", "rutdongy", "xoa", "sua", "dulieucuatoi")
def own_data(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """All that is kept of the speaker, and what can be done about it."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    person = desk.caller(message)
    if person is None:
        return reply_to(
            message, session, Reply(words.NOBODY.format(days=STRANGERS.days, responsible=_responsible(desk)))
        )
    text = "\n".join([words.HEAD, *_kept(desk, person), _responsible(desk), words.CLOCKS])
    offers = _offers(person, links=desk.register.links_open(person.id, message.at) > 0)
    return reply_to(message, session, Reply(text, offers), effects=(_request(desk, message, person, "see"),))


@action("dulieu")
def choose(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """What was chosen under /dulieu."""
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if rest == "name":
        return begin(RENAME, desk, message, session)
    if rest == "file":
        return _download(desk, message, session, person)
    if rest == "links":
        return reply_to(message, session, Reply(words.LINKS_CLOSED), effects=(CloseLinks(person.id),))
    what, _, named = rest.partition(":")
    purpose = next((one for one in PURPOSES if one == named), None)
    if purpose is None or what not in ("on", "off"):
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if (purpose in person.consents) == (what == "on"):
        return reply_to(message, session, Reply(words.NOT_NEEDED))
    if what == "on":
        return begin(GIVE, desk, message, session, purpose=purpose)
    if purpose == "account":
        return begin(DELETE, desk, message, session)
    return _withdraw(desk, message, session, person, purpose)


def _responsible(desk: Desk) -> str:
    return words.RESPONSIBLE.format(**responsible(desk.service))


def _day(at: datetime) -> str:
    return written_day(at.astimezone(ZONE).date())


def _kept(desk: Desk, person: Person) -> list[str]:
    """What is kept, a line for each kind."""
    register, tree = desk.register, desk.register.tree()
    channels = [words.CHANNEL.format(channel=channel_label(one.address), day=seen_day(one)) for one in person.contacts]
    roles = [words.OPERATOR] if person.operator else []
    for one in person.memberships:
        role = joining_words.ROLES[one.role].capitalize()
        roles.append(words.ROLE.format(role=role, unit=tree.name(one.unit), since=written_day(one.since)))
    waiting = [
        joining_words.ROLE_IN.format(role=joining_words.ROLES[one.role], unit=tree.name(one.unit))
        for one in register.requests_of(person.id)
        if one.status == "open"
    ]
    return [
        words.NAME.format(name=person.name or words.NO_NAME),
        words.CHANNELS.format(channels="; ".join(channels)),
        words.ROLES.format(roles="; ".join(roles) or words.NONE),
        *_consents(desk, person),
        words.REQUESTS.format(requests="; ".join(waiting) or words.NONE),
        words.CALENDAR_OPEN if register.feed_open(person.id) else words.CALENDAR_CLOSED,
        words.NOTICES.format(count=len(register.notices([person.id], _EVER))),
        words.MUTES.format(count=sum(one.again_on is None for one in register.mutes(person.id))),
        *_logged(desk, person),
        words.BESIDES.format(days=LETTERS.days),
    ]


def _logged(desk: Desk, person: Person) -> list[str]:
    """How much a person has logged for units, and what is still being filled in."""
    kept = desk.register.export(person.id)
    entries, drafts = kept.get("entries", []), kept.get("drafts", [])
    deleted = sum(bool(one.get("deleted")) for one in entries)
    gone = words.ENTRIES_DELETED.format(count=deleted) if deleted else ""
    return [
        words.ENTRIES.format(count=len(entries)) + gone,
        words.EVIDENCE.format(count=len(kept.get("evidence", []))),
        words.DRAFTS.format(count=sum(one.get("status") == "open" for one in drafts)),
    ]


def _consents(desk: Desk, person: Person) -> list[str]:
    """The last answer about each purpose."""
    last = {one.purpose: one for one in desk.register.consents_of(person.id)}
    lines = []
    for purpose in PURPOSES:
        name, answer = joining_words.PURPOSES[purpose], last.get(purpose)
        if answer is None:
            lines.append(words.CONSENT_NEVER.format(purpose=name))
        else:
            form = words.CONSENT_GIVEN if answer.given else words.CONSENT_NOT
            lines.append(form.format(purpose=name, day=_day(answer.at)))
    return lines


def _offers(person: Person, *, links: bool) -> tuple[Choice, ...]:
    consents = []
    for purpose in PURPOSES[1:]:
        what, label = ("off", words.WITHDRAW) if purpose in person.consents else ("on", words.GIVE)
        consents.append(Choice(f"dulieu:{what}:{purpose}", label.format(purpose=joining_words.PURPOSES[purpose])))
    return (
        Choice("dulieu:name", words.RENAME),
        Choice("dulieu:file", words.DOWNLOAD),
        *consents,
        *([Choice("dulieu:links", words.CLOSE_LINKS)] if links else []),
        Choice("dulieu:off:account", words.DELETE),
    )


def _request(desk: Desk, message: IncomingMessage, person: Person | None, kind: str, detail: str = "") -> Record:
    """What was asked about somebody's data, and that it was done at once."""
    due = local_day(message) + timedelta(days=LAW_DAYS[kind])
    row = {"id": desk.register.new_id(), "person": person.id if person else None, "kind": kind, "detail": detail}
    return Record("data_requests", {**row, "due": due.isoformat(), "done_at": written(message.at)})


def _download(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Outcome:
    kept = desk.register.export(person.id)
    page = own_data_page(kept, desk.duties(), person, local_day(message))
    plain = json.dumps(kept, ensure_ascii=False, indent=2)
    files = (
        FileRef(words.FILE_NAME, content=page.encode()),
        FileRef(words.FILE_FOR_MACHINES, content=plain.encode()),
    )
    reply = Reply(words.FILE, files=files)
    return reply_to(message, session, reply, effects=(_request(desk, message, person, "export"),))


def _withdraw(desk: Desk, message: IncomingMessage, session: Session, person: Person, purpose: Purpose) -> Outcome:
    effects = (
        *consent_records(desk, message, person.id, purpose, False),
        _request(desk, message, person, "withdraw", purpose),
    )
    done = words.WITHDRAWN_REMINDERS if purpose == "reminders" else words.WITHDRAWN
    return reply_to(message, session, Reply(done.format(purpose=joining_words.PURPOSES[purpose])), effects=effects)


def _for_member(finish: Callable[[Talk, Person], Outcome]) -> Callable[[Talk], Outcome]:
    """The end of a dialogue that only somebody with an account reaches."""

    def finished(talk: Talk) -> Outcome:
        person = talk.desk.caller(talk.message)
        if person is None:
            return reply_to(talk.message, talk.session, Reply(messages.NO_ACCOUNT))
        return finish(talk, person)

    return finished


def _renamed(talk: Talk, person: Person) -> Outcome:
    name = talk.values["name"]
    record = Record("people", {"id": person.id, "name": name}, by=person.id)
    done = words.RENAMED.format(name=name) if name else words.NAME_REMOVED
    request = _request(talk.desk, talk.message, person, "correct")
    return reply_to(talk.message, talk.session, Reply(done), effects=(record, request))


def _given(talk: Talk, person: Person) -> Outcome:
    purpose: Purpose = talk.values["purpose"]
    name = joining_words.PURPOSES[purpose]
    if not talk.values["agreed"]:
        return reply_to(talk.message, talk.session, Reply(words.NOT_GIVEN.format(purpose=name)))
    records = consent_records(talk.desk, talk.message, person.id, purpose, True)
    return reply_to(talk.message, talk.session, Reply(words.GIVEN.format(purpose=name)), effects=records)


def _deleted(talk: Talk, person: Person) -> Outcome:
    """Forget the person; the farewell is all that still goes out to them."""
    if not (talk.values["asked"] and talk.values.get("sure")):
        return reply_to(talk.message, talk.session, Reply(words.DELETE_KEPT))
    effects = (_request(talk.desk, talk.message, None, "delete"), Forget(person.id))
    return reply_to(talk.message, Session(talk.session.key), Reply(words.DELETED), effects=effects)


RENAME = flow(Flow("suaten", (name_step(),), _for_member(_renamed)))
GIVE = flow(
    Flow("dongy", (Step("agreed", lambda talk: ask_consent(talk.values["purpose"]), read_agreed),), _for_member(_given))
)
DELETE = flow(
    Flow(
        "xoatk",
        (
            Step(
                "asked", lambda talk: Reply(words.DELETE_ASK, yes_or_no(words.DELETE_YES, words.DELETE_NO)), read_agreed
            ),
            Step(
                "sure",
                lambda talk: Reply(words.DELETE_SURE, yes_or_no(words.DELETE_SURE_YES, words.DELETE_NO)),
                read_agreed,
                relevant=lambda talk: talk.values.get("asked") is True,
            ),
        ),
        _for_member(_deleted),
        cancelled=words.DELETE_KEPT,
    )
)
