"""What many tests share: the project's own knowledge base and the handlers over it, loaded once."""

import pytest

from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.types import Handler
from knowledge.load import Knowledge, default_data_dir, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(default_data_dir())


@pytest.fixture(scope="session")
def chain(knowledge: Knowledge) -> tuple[Handler, ...]:
    return build_chain(knowledge)


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge) -> Assistant:
    return Assistant(knowledge)
