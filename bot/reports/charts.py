"""Charts as pictures that a phone shows well: stacked bars, their numbers written on them."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from bot.reports import messages_xlsx as words
from handlers.entry_words import grouped
from handlers.reports.model import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

WIDTH, HEIGHT, DPI = 1280, 800, 150
_FONT: Final = "DejaVu Sans"
"""Comes with the library, so that a chart looks the same everywhere, and has all Vietnamese letters."""
_COLOURS: Final = ("#1F3B73", "#E69F00", "#BFD9EA", "#7A2E5D", "#4FA58C", "#F3E2B0")
"""Dark and light in turns, so that neighbours differ without their hue too."""
_HATCHES: Final = ("", "", "//", "", "\\\\", "..")
_DARK: Final = frozenset({"#1F3B73", "#7A2E5D"})
_INK, _LINE = "#222222", "#D5D5D5"
_NAME_LETTERS, _TITLE_LETTERS, _ACROSS = 32, 58, 96
"""Letters of a line: of a name, of the title, of all names under upright bars together."""
_FEWEST: Final = 5
"""Bars for which there is room at least, so that one alone is no wall."""
_SMALL: Final = 8
_WHITESPACE: Final = re.compile(r"\s+")


def chart_png(chart: Chart, *, titled: bool = True) -> bytes:
    """A PNG of 1280x800 points, the same bytes for the same chart; without its title where a text around it has it."""
    # Loading the library takes longer than the bot's start may.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    room = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12)
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor="white", layout=room)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    if titled:
        _title(figure, chart.title)
    bars = _bars(axes, chart)
    _names(axes, chart)
    _scale(axes, chart)
    _legend(figure, chart, bars)
    # Only a picture that has been laid out says how much room there is.
    figure.draw_without_rendering()
    _inner_numbers(axes, chart, bars)
    target = BytesIO()
    figure.savefig(target, format="png", dpi=DPI, metadata={"Software": None})
    return target.getvalue()


def _title(figure: Figure, title: str) -> None:
    lines = _lines(title, _TITLE_LETTERS, 2)
    figure.suptitle(lines, fontsize=12, fontweight="bold", color=_INK, parse_math=False, family=_FONT)


def _bars(axes: Axes, chart: Chart) -> list[BarContainer]:
    """The bars, series on series; the sum of each bar at its end."""
    ends = [0] * len(chart.labels)
    found = []
    for number, series in enumerate(chart.series):
        look: dict[str, Any] = {"color": _COLOURS[number % len(_COLOURS)], "hatch": _HATCHES[number % len(_HATCHES)]}
        look |= {"edgecolor": "white", "linewidth": 0.8}
        if chart.lying:
            found.append(axes.barh(range(len(ends)), series.values, left=ends, height=0.68, **look))
        else:
            found.append(axes.bar(range(len(ends)), series.values, bottom=ends, width=0.68, **look))
        ends = [end + value for end, value in zip(ends, series.values, strict=True)]
    _sums(axes, chart, ends)
    return found


def _sums(axes: Axes, chart: Chart, ends: Sequence[int]) -> None:
    """The sum of each bar at its end; upright like the bar where sums would meet."""
    size = _size(chart, ends)
    for at, end in enumerate(ends):
        where, offset = ((end, at), (4, 0)) if chart.lying else ((at, end), (0, 3))
        across, up = ("left", "center") if chart.lying else ("center", "bottom")
        said = axes.annotate(grouped(end), where, offset, textcoords="offset points", ha=across, va=up)
        said.set(fontsize=size or 7, rotation=0 if size else 90, color=_INK, family=_FONT, fontweight="bold")


def _size(chart: Chart, ends: Sequence[int]) -> float:
    """How large the sums over upright bars may be to stand side by side; 0 where they would be too small to read."""
    if chart.lying or not ends:
        return _SMALL
    size = min(_SMALL + 0.5, 520 / len(ends) / (1.08 * _wide(grouped(max(ends)))))
    return size if size >= 6 else 0


def _wide(number: str) -> float:
    """How wide a number is, in heights of its letters."""
    return 0.34 * number.count(".") + 0.66 * (len(number) - number.count("."))


def _names(axes: Axes, chart: Chart) -> None:
    """What each bar is called; along the bottom in more lines or aslant where they would meet."""
    places = range(len(chart.labels))
    if chart.lying:
        axes.set_yticks(places, [_lines(label, _NAME_LETTERS, 2 if len(places) <= 12 else 1) for label in chart.labels])
        names = axes.get_yticklabels()
        size = _SMALL if len(names) <= 12 else max(4.5, _SMALL * 12 / len(names))
    else:
        room = max(3, _ACROSS // max(1, len(chart.labels)))
        longest = max((len(word) for label in chart.labels for word in label.split()), default=0)
        aslant = longest > room or any(len(textwrap.wrap(label[:200], room)) > 3 for label in chart.labels)
        axes.set_xticks(places, [_lines(label, 22, 1) if aslant else _lines(label, room, 3) for label in chart.labels])
        names = axes.get_xticklabels()
        size = _SMALL
        if aslant:
            for name in names:
                name.set(rotation=40, ha="right", rotation_mode="anchor")
            size = min(_SMALL, 420 / len(names))
    for name in names:
        name.set(fontsize=size, color=_INK, family=_FONT)
        name.set_parse_math(False)


def _scale(axes: Axes, chart: Chart) -> None:
    """Whole numbers with dots for thousands, from 0, with room for the sums."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    most = max((sum(values) for values in zip(*(one.values for one in chart.series), strict=True)), default=0)
    scale = axes.xaxis if chart.lying else axes.yaxis
    head = 1.13 if _size(chart, [most] * len(chart.labels)) else 1.3
    (axes.set_xlim if chart.lying else axes.set_ylim)(0, most * head or 1)
    spare = max(0, _FEWEST - len(chart.labels)) / 2
    ends = (-0.6 - spare, len(chart.labels) - 0.4 + spare)
    if chart.lying:
        axes.set_ylim(*reversed(ends))
    else:
        axes.set_xlim(*ends)
    scale.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))
    scale.set_major_formatter(FuncFormatter(lambda value, _: grouped(round(value))))
    scale.grid(True, color=_LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=_INK)
    scale.set_tick_params(labelsize=_SMALL, labelfontfamily=_FONT)
    for side in ("top", "right", "bottom" if chart.lying else "left"):
        axes.spines[side].set_visible(False)
    if not most:
        where: dict[str, Any] = {
            "transform": axes.transAxes,
            "ha": "center",
            "va": "center",
            "fontsize": 13,
            "family": _FONT,
        }
        axes.text(0.5, 0.5, words.NO_FIGURES, color="#666666", **where)


def _legend(figure: Figure, chart: Chart, bars: Sequence[BarContainer]) -> None:
    from matplotlib.patches import Rectangle

    if len(bars) < 2:
        return
    # A name that begins with a line below would be left out.
    names = [f" {_lines(one.name, _NAME_LETTERS, 1)}" for one in chart.series]
    more: dict[str, Any] = {"ncols": min(4, len(names)), "frameon": False, "prop": {"size": 9, "family": _FONT}}
    swatches = [bar.patches[0] if bar.patches else Rectangle((0, 0), 1, 1) for bar in bars]
    legend = figure.legend(swatches, names, loc="outside lower center", **more)
    for text in legend.get_texts():
        text.set_parse_math(False)


def _inner_numbers(axes: Axes, chart: Chart, bars: Sequence[BarContainer]) -> None:
    """The number of each part of a bar that has more than one, where it fits."""
    size = 7.5
    high = size * DPI / 72
    for number, (series, container) in enumerate(zip(chart.series, bars, strict=True)):
        for at, (patch, value) in enumerate(zip(container.patches, series.values, strict=True)):
            box = patch.get_window_extent()
            shared = sum(one.values[at] > 0 for one in chart.series) > 1
            if shared and value and box.width > high * _wide(grouped(value)) + 4 and box.height > high + 4:
                _inner_number(axes, patch, grouped(value), number % len(_COLOURS), size)


def _inner_number(axes: Axes, patch: Rectangle, said: str, look: int, size: float) -> None:
    text = axes.text(*_centre(patch), said, ha="center", va="center", fontsize=size, family=_FONT)
    text.set_color("white" if _COLOURS[look] in _DARK else _INK)
    if _HATCHES[look]:
        text.set_bbox({"facecolor": _COLOURS[look], "edgecolor": "none", "pad": 1.2})


def _centre(patch: Rectangle) -> tuple[float, float]:
    return patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2


def _lines(text: str, letters: int, most: int) -> str:
    """A text in at most so many lines, cut where they do not hold it, of letters that the font has."""
    known = _letters()
    plain = _WHITESPACE.sub(
        " ", "".join(one if ord(one) in known else " " for one in unicodedata.normalize("NFC", text))
    ).strip()
    lines = textwrap.wrap(plain[: letters * (most + 2)], letters)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: letters - 1].rstrip(' ,')}{words.CUT}"]
    return "\n".join(lines)


@cache
def _letters() -> frozenset[int]:
    """The letters that the font has."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    charmap = get_font(findfont(FontProperties(family=_FONT))).get_charmap()
    return frozenset(code for code in charmap if code >= 32)
