"""One request of somebody who is logged in: who, what they may see, and how what they decide is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.office import csrf
from bot.web.office.session import name_of
from handlers.answers import ZONE
from handlers.desk import Desk
from handlers.people import Person, Tree, Unit
from handlers.rights import Action, may, offices_of
from handlers.types import Effect


@dataclass(frozen=True)
class Form:
    """What was posted: the fields, and the content of a file."""

    fields: Mapping[str, str] = field(default_factory=dict)
    file: bytes | None = None

    def get(self, name: str) -> str:
        """A field without spaces around it; empty where it is not there."""
        return self.fields.get(name, "").strip()


@dataclass(frozen=True)
class Visit:
    """A request. What it may not touch raises 404, as what is not there does."""

    request: Request
    desk: Desk
    person: Person
    token: str = field(repr=False)
    now: datetime
    commit: Callable[[Sequence[Effect]], None]
    form: Form = field(default_factory=Form)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(ZONE).date()

    @property
    def proof(self) -> str:
        """What every form of this session carries."""
        return csrf.proof_for(self.token)

    @property
    def session(self) -> str:
        """The name of this session."""
        return name_of(self.token)

    @cached_property
    def tree(self) -> Tree:
        """All units, looked up once."""
        return self.desk.register.tree()

    @cached_property
    def tops(self) -> list[Unit]:
        """The topmost units that the person oversees, by name."""
        units = [self.tree.unit(id_) for id_ in offices_of(self.person, self.tree)]
        standing = [unit for unit in units if unit is not None and unit.stands(self.today)]
        return sorted(standing, key=lambda unit: unit.name)

    def asked(self, name: str) -> str:
        """A parameter of the address; empty where it is not there."""
        return self.request.query_params.get(name, "").strip()

    def may(self, action: Action, unit: str) -> bool:
        """Whether the person may do this to a unit."""
        return may(self.person, action, unit, self.tree)

    def unit(self, id_: str, action: Action) -> Unit:
        """The unit with an id, to do this to."""
        unit = self.tree.unit(id_)
        if unit is None or not self.may(action, id_):
            raise HTTPException(404)
        return unit

    def top(self, action: Action) -> Unit | None:
        """The unit whose affairs the page shows: the one the address names, else the first; None where there is none.

        A posted form names it in a field.
        """
        named = self.form.get("don_vi") or self.asked("don_vi")
        if named:
            return self.unit(named, action)
        return next((unit for unit in self.tops if self.may(action, unit.id)), None)

    def needed_top(self, action: Action) -> Unit:
        """As `top`, where nothing can be done without one."""
        unit = self.top(action)
        if unit is None:
            raise HTTPException(404)
        return unit
