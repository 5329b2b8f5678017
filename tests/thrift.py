"""What makes the whole suite cheaper without changing what it tests.

Every test opens engines of its own. SQLAlchemy compiles each statement anew for each engine, which was a fifth of the
suite's time; here what was compiled for one engine serves all of its kind.
"""

import gc
from typing import Final

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

_COMPILED: Final[LRUCache[object, object]] = LRUCache(4000)


def _kind_hash(dialect: Dialect) -> int:
    return hash(type(dialect))


def _is_same_kind(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other)


def share_compiled_statements() -> None:
    """Let all engines of one kind share their compiled statements: the cache's keys hold the dialect."""
    for kind in (SQLiteDialect_aiosqlite, PGDialect_asyncpg):
        for name, method in (("__hash__", _kind_hash), ("__eq__", _is_same_kind)):
            setattr(kind, name, method)

    @event.listens_for(Engine, "engine_connect")
    def _share(conn: Connection) -> None:
        conn.execution_options(compiled_cache=_COMPILED)


def collect_seldom() -> None:
    """Leave what was imported and collected out of the garbage collector's rounds, and let it go round seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
