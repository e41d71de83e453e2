"""The shapes of lexicon.yaml: how people of the field write and what they mean."""

from __future__ import annotations

from pydantic import Field

from knowledge.model import Shape


class SectorName(Shape):
    """A field of work, and the words people call it by."""

    name: str
    aliases: list[str] = Field(default_factory=list)


class Abbreviation(Shape):
    """A short form and what it stands for; several readings are tried in order."""

    short: str
    long: list[str]


class Synonyms(Shape):
    """Words that mean the same in a question; the first stands for all."""

    words: list[str]


class Lexicon(Shape):
    """How people of the field write and what they mean."""

    abbreviations: list[Abbreviation] = Field(default_factory=list)
    synonyms: list[Synonyms] = Field(default_factory=list)
    sectors: list[SectorName] = Field(default_factory=list)
    phrases: list[str] = Field(default_factory=list)
    """Everyday wording with its diacritics, from which the repair of bare text learns."""
