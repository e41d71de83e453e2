"""What entries come to, said in one or two sentences of plain officialese; nothing is said that was not logged."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.entries import Entry
from handlers.entry_words import days, grouped
from handlers.reports import messages as words
from handlers.reports.figures import STATISTICS, Heads, all_heads, half
from handlers.reports.model import Figure
from handlers.reports.tables import latest_levels
from knowledge.outlines import OutlineItem
from knowledge.wording import written_day

TITLES = 20
"""So many things are named in one sentence."""


def percent(share: float) -> str:
    """A share from 0 to 1 in tenths of a hundredth: "61,2%"."""
    whole, _, tenth = f"{share * 100:.1f}".partition(".")
    return f"{grouped(int(whole))},{tenth}%" if tenth != "0" else f"{grouped(int(whole))}%"


def told(item: OutlineItem, entries: Sequence[Entry], figures: Sequence[Figure]) -> list[str]:
    """The sentences of an item that entries feed."""
    if not entries:
        return [words.NO_FIGURES]
    if item.table == "levels":
        return [" ".join(_cadres(entries)) or words.NO_FIGURES]
    of = {one.id.removeprefix(f"{item.id}."): one for one in figures}
    said = [f"{_held(item, entries, of)}."]
    said += [part for part in (_in_detail(item, entries), _lacking(of, entries), _compared(of)) if part]
    return [" ".join(said)]


def _in_detail(item: OutlineItem, entries: Sequence[Entry]) -> str:
    """What was done, where no table tells it."""
    return _titles(entries) if item.table is None else ""


def _titles(entries: Sequence[Entry]) -> str:
    """What was done, each with its day, in a sentence."""
    titles = [words.TITLE_DAY.format(title=one.title, day=days(one.day, one.last_day)) for one in entries if one.title]
    said = "; ".join(titles[:TITLES])
    if len(titles) > TITLES:
        said = words.MORE_TITLES.format(titles=said, count=len(titles) - TITLES)
    return words.IN_DETAIL.format(titles=said) if titles else ""


def _held(item: OutlineItem, entries: Sequence[Entry], of: dict[str, Figure]) -> str:
    if "cases" in of:
        count = of["cases"].value
        text = words.CASES.format(count=grouped(count)) if count else words.NO_CASES if count == 0 else words.NOT_SAID
    else:
        text = words.HELD.format(count=grouped(len(entries)), noun=item.noun)
    if "units_inspected" in of and of["units_inspected"].value is not None:
        text += words.INSPECTED.format(count=grouped(of["units_inspected"].value))
    if "total" in of and of["total"].value:
        form = words.VICTIMS if all(one.type in STATISTICS for one in entries) else words.WITH_PEOPLE
        text += form.format(total=grouped(of["total"].value)) + by_sex(all_heads(entries))
    if "reorganised" in of and of["reorganised"].value:
        text += words.REORGANISED.format(count=grouped(of["reorganised"].value))
    if "money" in of and of["money"].value is not None:
        text += words.COSTS.format(amount=grouped(of["money"].value))
    return text


def by_sex(found: Heads) -> str:
    """Women with their share, men, and those of whom it is not known; empty where no sex was said."""
    share, parts = found.women_share, []
    if found.female is not None and share is not None:
        parts.append(words.WOMEN_SHARE.format(female=grouped(found.female), share=percent(share)))
    elif found.female is not None and found.total:
        parts.append(words.WOMEN.format(female=grouped(found.female)))
    if found.male is not None:
        parts.append(words.MEN.format(male=grouped(found.male)))
    if parts and found.unknown:
        parts.append(words.UNCLEAR.format(unknown=grouped(found.unknown)))
    return words.BY_SEX.format(parts=", ".join(parts)) if parts else ""


def _cadres(entries: Sequence[Entry]) -> list[str]:
    """Of when the statistics of cadres are, and what else was done for women among them."""
    counted = latest_levels(entries)
    done = _titles([one for one in entries if not latest_levels([one])])
    return [*([f"{_levels(counted)}."] if counted else []), *([done] if done else [])]


def _levels(latest: Sequence[Entry]) -> str:
    if len(latest) == 1:
        return words.LEVELS.format(day=written_day(latest[0].day))
    return words.LEVELS_UNITS.format(count=len(latest))


def _lacking(of: dict[str, Figure], entries: Sequence[Entry]) -> str:
    """How many entries the numbers leave out; empty where they are of all, or where nobody has said any."""
    parts = [
        words.LACKING_PART.format(count=figure.lacking, what=words.LACKING_NAMES[what])
        for what, name in (("people", "total"), ("money", "money"), ("units_inspected", "units_inspected"))
        if (figure := of.get(name)) is not None and figure.lacking and figure.value is not None
    ]
    if "total" in of:
        parts[1:1] = half_words(entries)
    return words.LACKING.format(parts=listed(parts)) if parts else ""


def half_words(entries: Sequence[Entry]) -> list[str]:
    """Of how many entries the men, or the women, have not been said where the others were."""
    halves = [one for one in entries if half(one)]
    men = sum(one.male is None for one in halves)
    counts = {"male": men, "female": len(halves) - men}
    return [
        words.LACKING_PART.format(count=count, what=words.LACKING_NAMES[name])
        for name, count in counts.items()
        if count
    ]


def listed(parts: Sequence[str]) -> str:
    """ "a, b và c"."""
    return words.AND.join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _compared(of: dict[str, Figure]) -> str:
    """Against the year before; empty where there is nothing to compare."""
    names = {"total": "people"} | {name: name for name in ("count", "money", "units_inspected", "cases", "reorganised")}
    shown = [
        one for name in ("count", "cases", "units_inspected", "total", "money") if (one := of.get(name)) is not None
    ]
    parts = [
        words.COMPARED_PART.format(
            what=words.COMPARED_NAMES[names[one.id.rpartition(".")[2]]],
            change=change(one.value, one.before, words.COMPARED_UNITS.get(one.id.rpartition(".")[2], "")),
        )
        for one in shown
        if one.value is not None and one.before is not None
    ]
    if parts:
        return words.COMPARED.format(parts="; ".join(parts))
    return words.NO_BEFORE if shown else ""


def change(now: int, before: int, unit: str = "") -> str:
    """ "tăng 2 (66,7%)"; without a share where there was nothing before."""
    if now == before:
        return words.SAME
    share = words.IN_SHARE.format(share=percent(abs(now - before) / before)) if before else ""
    form = words.UP if now > before else words.DOWN
    return form.format(by=grouped(abs(now - before)), unit=unit, share=share)
