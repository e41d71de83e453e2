"""kill -9 while forms are filled in: nothing that was accepted is lost, nothing is stored twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.killing.forms import CHANNELS, Channel, rehearse

KILLS = 7


@pytest.mark.parametrize("channel", CHANNELS)
def test_killed_again_and_again_every_answer_is_stored_once(channel: Channel, tmp_path: Path) -> None:
    tally = rehearse(channel, KILLS, seed=2, folder=tmp_path)
    assert tally.sound, str(tally)
    assert tally.kills.total() == KILLS
    assert tally.entries >= 3, "hardly anything was filled in"
