"""What every room's tests share: a real database of each kind, at the newest version."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import Database
from tests.postgres import PostgresServer, run_apart
from tests.thrift import collect_seldom, share_compiled_statements

POSTGRES_IS_OFF = os.environ.get("KHAOSAT_TEST_POSTGRES") == "off"
# The same examples each time, and no judgement on speed; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
share_compiled_statements()

BACKENDS = ["sqlite"] if POSTGRES_IS_OFF else ["sqlite", "postgresql"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden transcripts be written anew; read them before they are committed."""
    parser.addoption("--rewrite-scenarios", action="store_true", help="write tests/scenarios/*.txt anew")


def pytest_report_header() -> str:
    """Say which databases are tested: leaving PostgreSQL out must show."""
    return (
        "databases: SQLite only (KHAOSAT_TEST_POSTGRES=off)"
        if POSTGRES_IS_OFF
        else "databases: SQLite, PostgreSQL"
    )


def pytest_collection_finish() -> None:
    """Begin the tests with a tidy memory."""
    collect_seldom()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the session. If it cannot start, the tests that need it fail."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an upgraded SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"

    async def make() -> None:
        database = Database(f"sqlite:///{path}")
        await database.upgrade()
        await database.dispose()

    run_apart(make())
    return path


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Name the kind of database: a test that asks for it runs once on each."""
    return str(request.param)


@pytest.fixture
async def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = await server.create(empty=True)
    yield url
    await server.drop(url)


@pytest.fixture
async def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of an upgraded database without rows."""
    if backend == "sqlite":
        path = tmp_path / "khaosat.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = await server.create()
    yield url
    await server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open an upgraded database, once on SQLite and once on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def sqlite_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Open an upgraded SQLite database, for tests to which the kind does not matter."""
    path = tmp_path / "khaosat.sqlite3"
    shutil.copy(sqlite_template, path)
    opened = Database(f"sqlite:///{path}")
    yield opened
    await opened.dispose()
