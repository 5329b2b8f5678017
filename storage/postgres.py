"""Connecting to PostgreSQL: whatever prevents it becomes one error with a code.

Exceptions::

    ConnectionError
    └── ConnectionFailed    ``code`` says why, ``detail`` what the driver said, never a password
"""

import errno
from pathlib import Path
from socket import gaierror
from ssl import SSLError
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class ConnectionFailed(ConnectionError):  # noqa: N818 - says what happened
    """No connection to PostgreSQL.

    ``code``: ``password``, ``access`` (user or address not admitted), ``database`` (there is none of this name),
    ``host`` (unknown name), ``refused`` (nobody listens), ``timeout``, ``tls``, ``full``, ``starting`` or ``other``.
    ``place`` is ``host/name``.
    """

    def __init__(self, code: str, detail: str, place: str = "") -> None:
        super().__init__(f"{place}: {code}: {detail}")
        self.code = code
        self.detail = detail
        self.place = place


async def connect(**arguments: Any) -> Any:
    """Return an asyncpg connection. Raises ``ConnectionFailed``."""
    import asyncpg  # noqa: PLC0415 - an extra: SQLite needs none of it

    place = f"{arguments.get('host') or 'localhost'}/{arguments.get('database') or ''}"
    missing = _missing_files(arguments.get("dsn", ""))
    if missing:
        raise ConnectionFailed("tls", missing, place)
    try:
        return await asyncpg.connect(**arguments)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        detail = (str(error) or type(error).__name__).splitlines()[0]
        if arguments.get("password"):
            detail = detail.replace(str(arguments["password"]), "…")
        raise ConnectionFailed(_code(error), detail, place) from error


def _missing_files(dsn: str) -> str:
    """Return the parameters whose files are not there: the driver would not say which."""
    named = dict(parse_qsl(urlsplit(dsn).query))
    files = [name for name in ("sslrootcert", "sslcert", "sslkey", "sslcrl") if name in named]
    return ", ".join(f"{name}={named[name]}?" for name in files if not Path(named[name]).is_file())


def _code(error: Exception) -> str:
    by_state = {
        "28P01": "password",
        "28000": "access",
        "3D000": "database",
        "53300": "full",
        "57P03": "starting",
    }
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return by_state.get(state, "other")
    if isinstance(error, SSLError) or "SSL" in str(error) or "root certificate" in str(error):
        return "tls"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, gaierror):
        return "host"
    is_refused = isinstance(error, ConnectionRefusedError | FileNotFoundError)
    if is_refused or f"Errno {errno.ECONNREFUSED}" in str(error):  # of several addresses all
        return "refused"
    return "other"
