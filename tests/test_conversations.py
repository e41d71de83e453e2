"""Conversations that are written down come back as written."""

from pathlib import Path

import pytest

from handlers.types import Handler
from tests.conversation import Player, Transcript, check, transcripts

ALL = list(transcripts())


@pytest.mark.parametrize("transcript", ALL, ids=[transcript.name for transcript in ALL])
def test_conversation_goes_as_written(transcript: Transcript, chain: tuple[Handler, ...], tmp_path: Path) -> None:
    player = Player(tmp_path / "talk.db", chain)
    for turn in transcript.turns:
        check(turn, player.play(turn), player)
