"""What many tests share: the project's own knowledge base and one of another field, loaded once."""

from pathlib import Path

import pytest

from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.types import Handler
from knowledge.load import Knowledge, default_data_dir, load_knowledge

OTHER_BASE = Path(__file__).parent / "other_base"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(default_data_dir())


@pytest.fixture(scope="session")
def chain(knowledge: Knowledge) -> tuple[Handler, ...]:
    return build_chain(knowledge)


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge) -> Assistant:
    return Assistant(knowledge)


@pytest.fixture(scope="session")
def library(library_knowledge: Knowledge) -> Assistant:
    """An assistant of another field: the rules of two libraries."""
    return Assistant(library_knowledge)


@pytest.fixture(scope="session")
def library_knowledge() -> Knowledge:
    return load_knowledge(OTHER_BASE)


@pytest.fixture(scope="session")
def library_chain(library_knowledge: Knowledge) -> tuple[Handler, ...]:
    return build_chain(library_knowledge)
