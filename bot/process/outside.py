"""What comes from outside the program and passes by itself: a lock, a full disk, a lost connection. No fault of ours.

It is worth a line in the log, not a traceback: the traceback of somebody who waits says nothing of whom they wait for.
"""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as SQLAlchemyTimeout


def is_from_outside(error: BaseException) -> bool:
    """Say whether an error says nothing about what was being done."""
    if isinstance(error, DBAPIError):
        is_about_values = isinstance(error, IntegrityError | DataError | ProgrammingError)
        return not (is_about_values or _is_refused_by_asyncpg(error))
    return isinstance(error, SQLAlchemyTimeout | OSError)


def is_the_databases(error: BaseException) -> bool:
    """Say whether it is the database that cannot be reached or written just now."""
    return isinstance(error, DBAPIError | SQLAlchemyTimeout) and is_from_outside(error)


def in_short(error: BaseException) -> str:
    """Name an error from outside for the log: its kind, and what a driver or the system calls it."""
    cause = getattr(error, "orig", None)
    kinds = [type(error).__name__, *([type(cause).__name__] if cause is not None else [])]
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return ", ".join(dict.fromkeys([*kinds, *([code] if code else [])]))


def _is_refused_by_asyncpg(error: DBAPIError) -> bool:
    """Whether a value fits no column: SQLAlchemy calls neither of asyncpg's ways to say so a ``DataError``."""
    cause = getattr(error.orig, "__cause__", None)
    return isinstance(cause, ValueError) or str(getattr(cause, "sqlstate", "")).startswith("22")
