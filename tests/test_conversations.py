"""Conversations that are written down come back as written."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.storage import Storage
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk, Service
from handlers.types import Handler
from tests.conversation import Player, Transcript, check, transcripts

ALL = list(transcripts())
SERVICE = Service("Sở Nội vụ tỉnh A", "phòng Bình đẳng giới", "https://troly.example")


@pytest.mark.parametrize("transcript", ALL, ids=[transcript.name for transcript in ALL])
def test_conversation_goes_as_written(transcript: Transcript, assistant: Assistant, tmp_path: Path) -> None:
    def handlers(storage: Storage) -> Sequence[Handler]:
        return build_chain(Desk(assistant, storage.register, SERVICE))

    transcript.settle(tmp_path / "talk.db")
    player = Player(tmp_path / "talk.db", handlers)
    for turn in transcript.turns:
        check(turn, player.play(turn), player)
