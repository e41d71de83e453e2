"""Charts are pictures of one size, the same for the same data, readable whatever their words are."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from bot.reports.charts import HEIGHT, WIDTH, chart_png
from bot.reports.files import report_file
from handlers.reports.model import Chart, Series
from tests.reports_samples import HOSTILE, LONG, hostile_report, sample_report

_MONTHS = ("12/2025", *(f"{month}/2026" for month in range(1, 13)))
_TYPES = (
    "Truyền thông, tuyên truyền về bình đẳng giới",
    "Tháng hành động vì bình đẳng giới và phòng, ngừa, ứng phó với bạo lực trên cơ sở giới",
    "Kỷ niệm 8/3, 20/10 và các ngày khác",
    *(f"Loại hoạt động có tên dài thứ {number}" for number in range(8)),
)
_BY_MONTH = Chart("m", "Số người", _MONTHS, (Series("Nữ", (1_300,) * 13), Series("Nam", tuple(range(13)))))
_BY_TYPE = Chart("t", "Theo loại", _TYPES, (Series("Số hoạt động", tuple(range(11))),), lying=True)
_WORDS = (*HOSTILE, "$x^{", "$\\frac{1", "_gạch", LONG)
_ODD = (
    Chart("h", LONG, _WORDS, tuple(Series(word, (10**9,) * len(_WORDS)) for word in _WORDS[:8])),
    Chart("one", "Một tháng", ("6/2026",), (Series("Nữ", (1,)), Series("Nam", (2,)))),
    Chart("none", "", (), ()),
    Chart("empty", "", (), (Series("Nữ", ()), Series("Nam", ()))),
    Chart("large", "Kinh phí", _MONTHS, (Series("Kinh phí", (1_250_000_000,) * 13),)),
    *hostile_report().charts,
)


def _picture(chart: Chart) -> Image.Image:
    with Image.open(BytesIO(chart_png(chart))) as picture:
        picture.load()
        return picture.convert("RGB")


def _zero(chart: Chart) -> Chart:
    return replace(chart, series=tuple(replace(one, values=(0,) * len(one.values)) for one in chart.series))


@pytest.mark.parametrize("lying", [False, True], ids=["upright", "lying"])
@pytest.mark.parametrize("chart", [_BY_MONTH, _BY_TYPE, *sample_report().charts, *_ODD], ids=lambda one: one.id)
def test_every_chart_is_a_picture_of_one_size_the_same_each_time(chart: Chart, lying: bool) -> None:
    chart = replace(chart, lying=lying)
    data = chart_png(chart)
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
        # Neither a program nor a day is named.
        assert picture.info.keys() <= {"dpi"}
        assert picture.info["dpi"] == pytest.approx((150, 150), abs=0.1)
    assert data == chart_png(chart)


def test_in_a_document_the_title_of_a_picture_stands_once() -> None:
    report = sample_report()
    with zipfile.ZipFile(BytesIO(report_file(report, "docx"))) as packed:
        pictures = [packed.read(name) for name in packed.namelist() if name.endswith(".png")]
    assert sorted(pictures) == sorted(chart_png(one, titled=False) for one in report.charts)
    assert all(chart_png(one) not in pictures for one in report.charts)


def test_other_data_words_or_directions_are_another_picture() -> None:
    more = replace(_BY_MONTH, series=(Series("Nữ", (1_301,) * 13), _BY_MONTH.series[1]))
    pictures = [
        chart_png(one)
        for one in (_BY_MONTH, more, _zero(_BY_MONTH), replace(_BY_MONTH, title="Khác"), replace(_BY_MONTH, lying=True))
    ]
    assert len(set(pictures)) == len(pictures)


@pytest.mark.parametrize("chart", [_BY_MONTH, _BY_TYPE], ids=["upright", "lying"])
def test_bars_of_noughts_say_that_there_are_no_figures(chart: Chart) -> None:
    picture = _picture(_zero(chart))
    middle = picture.crop((WIDTH // 3, HEIGHT // 3, WIDTH, 2 * HEIGHT // 3)).convert("L")
    dark = sum(count for level, count in enumerate(middle.histogram()) if level < 140)
    assert dark > 300


def test_nothing_touches_the_edge() -> None:
    for chart in (_BY_MONTH, _BY_TYPE, *sample_report().charts):
        picture = _picture(chart)
        for edge in (
            (0, 0, WIDTH, 4),
            (0, HEIGHT - 4, WIDTH, HEIGHT),
            (0, 0, 4, HEIGHT),
            (WIDTH - 4, 0, WIDTH, HEIGHT),
        ):
            assert picture.crop(edge).getcolors() == [
                (picture.crop(edge).width * picture.crop(edge).height, (255,) * 3)
            ]


def test_neighbouring_parts_differ_in_grey() -> None:
    parts = ("Nữ", "Nam", "Chưa rõ", "Bốn", "Năm", "Sáu")
    picture = _picture(Chart("g", "Xám", ("6/2026",), tuple(Series(name, (10,)) for name in parts))).convert("L")
    # A third of the way into the bar, beside the numbers; the most frequent grey of each part.
    left = WIDTH // 2 - 60
    column = [picture.crop((left, at, left + 25, at + 1)).histogram() for at in range(80, HEIGHT - 150)]
    greys = [max(range(256), key=lambda level: line[level]) for line in column]
    bar = [level for level in greys if level < 245]
    runs = [level for at, level in enumerate(bar) if at and level == bar[at - 1]]
    met = [level for at, level in enumerate(runs) if not at or abs(level - runs[at - 1]) > 2]
    assert len(met) >= len(parts)
    assert all(abs(one - other) > 35 for one, other in pairwise(met))


def test_the_library_is_loaded_only_to_draw() -> None:
    program = "import sys, bot.reports.charts; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
