"""A small country through simulated time: an independent model of the rules agrees with every message that was sent."""

from __future__ import annotations

import pytest

from knowledge.load import Knowledge
from tests.simulation.country import Size
from tests.simulation.run import Simulation


@pytest.mark.parametrize(("seed", "pumped"), [(1, True), (2, False), (3, False)])
def test_every_message_is_the_one_the_rules_ask_for(knowledge: Knowledge, seed: int, pumped: bool) -> None:
    size = Size(5, 24, 90)
    report = Simulation(knowledge, size, years=1, seed=seed, ticks=2, pumped=pumped, sample=5).run()
    assert report.differences == []
    assert report.wrong_texts == []
    assert report.doubled == 0
    assert report.missed == 0
    assert report.messages > 300
