"""An office for each test, as the process tests have it."""

from tests.process.conftest import postgres_premises, simulator, sqlite_premises

__all__ = ["postgres_premises", "simulator", "sqlite_premises"]
