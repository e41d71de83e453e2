"""What many tests share: the project's own knowledge base and one of another field, loaded once."""

from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest

from bot.storage import Storage
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk
from handlers.types import Handler
from knowledge.load import Knowledge, default_data_dir, load_knowledge
from tests.browser.serving import Served, serving
from tests.browser.speaking import visitor
from tests.browser.toy import settings_for
from tests.contract.quiet import Watch, betrayed, quietly

OTHER_BASE = Path(__file__).parent / "other_base"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(default_data_dir())


@pytest.fixture(scope="session")
def nobody() -> Iterator[Storage]:
    """A storage in which there is nobody."""
    storage = Storage(None)
    yield storage
    storage.close()


@pytest.fixture(scope="session")
def desk(assistant: Assistant, nobody: Storage) -> Desk:
    """The project's own desk, where there are no members."""
    return Desk(assistant, nobody.register)


@pytest.fixture(scope="session")
def chain(desk: Desk) -> tuple[Handler, ...]:
    return build_chain(desk)


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
def library_desk(library: Assistant, nobody: Storage) -> Desk:
    return Desk(library, nobody.register)


@pytest.fixture(scope="session")
def library_chain(library_desk: Desk) -> tuple[Handler, ...]:
    return build_chain(library_desk)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The web page over toy handlers, on a port of its own."""
    with serving(settings_for(tmp_path_factory.mktemp("web"))) as running:
        yield running


@pytest.fixture
def member(served: Served) -> Iterator[httpx.Client]:
    """A visitor of that page with a conversation of their own."""
    with visitor(served) as client:
        yield client


@pytest.fixture(scope="session")
def log_watch() -> Iterator[Watch]:
    """Everything that is logged while the tests run."""
    with Watch().watching() as watch:
        yield watch


@pytest.fixture(autouse=True)
def _quiet_log(log_watch: Watch) -> Iterator[None]:
    """No test logs a secret, or what a member has typed."""
    log_watch.take()
    yield
    assert betrayed(log_watch.take()) == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The same of what processes that a test has started wrote beside it."""
    return quietly((yield))
