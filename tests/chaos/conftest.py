"""An office for each test, as the process tests have it."""

from tests.process.conftest import premises, simulator, sqlite_premises

__all__ = ["premises", "simulator", "sqlite_premises"]
