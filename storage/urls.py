"""Database URLs as people write them, translated for the drivers. Pure: no file is opened, nothing is connected.

PostgreSQL's URLs carry the parameters of libpq (``sslmode``, ``connect_timeout``, ``options`` …). Our driver knows
some by other names and some not at all: each is translated, or refused by name. No error holds a value of the URL,
because any part of a mistyped one may be the password.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "target_session_attrs": ("any", "primary", "standby", "read-write", "read-only", "prefer-standby"),
    "ssl_min_protocol_version": ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"),
    "ssl_max_protocol_version": ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"),
    # What we do anyway may be said; what the driver cannot do is refused, not ignored.
    "channel_binding": ("disable", "prefer"),
    "gssencmode": ("disable", "prefer"),
    "sslnegotiation": ("postgres",),
    "client_encoding": ("utf8", "UTF8", "auto"),
}
"""The values that a parameter may have."""

TLS: Final = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslcrl",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
)
"""What the driver understands only as part of a URL."""

SETTINGS: Final = ("application_name", "options", "search_path")
"""What is said to the server when the connection begins."""

NUMBERS: Final = {
    "connect_timeout": "timeout",
    "prepared_statement_cache_size": "prepared_statement_cache_size",
    "statement_cache_size": "statement_cache_size",
}
"""Whole numbers, and what the driver calls them. The last two are needed behind some connection poolers."""

PLACE: Final = ("host", "port", "user", "password", "dbname")
DEFAULT_PORT: Final = 5432


class UrlError(ValueError):
    """A database URL cannot be used.

    ``code``: ``form`` (not a URL), ``backend`` (``name`` is another kind of database), ``memory``, ``port``,
    ``unknown`` (the parameter ``name``), ``value`` (of ``name``; one of ``allowed`` is expected, or a whole number).
    """

    def __init__(self, code: str, name: str = "", allowed: tuple[str, ...] = ()) -> None:
        super().__init__(" ".join(part for part in (code, name, ", ".join(allowed)) if part))
        self.code = code
        self.name = name
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is: a URL with its driver, and what the driver is told besides when it connects."""

    url: URL
    arguments: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> str:
        """The database in words, without user and password: a file, or ``host/name``."""
        if self.url.get_backend_name() == "sqlite":
            return self.url.database or ""
        host = self.arguments.get("host", self.url.host or "localhost")
        return f"{host if isinstance(host, str) else ','.join(host)}/{self.url.database or ''}"


def read_url(text: str) -> Address:
    """Translate a URL (``sqlite:///path`` or ``postgresql://…``). Raises ``UrlError``."""
    plain, hosts = _take_hosts(text.strip())
    try:
        url = make_url(plain)
    except ArgumentError as error:
        raise UrlError("form") from error
    except ValueError:
        raise UrlError("port") from None
    backend = url.drivername.partition("+")[0]
    if backend not in DRIVERS:
        raise UrlError("backend", backend)
    url = url.set(drivername=DRIVERS[backend])
    if backend == "sqlite":
        if (url.database or ":memory:") == ":memory:":
            raise UrlError("memory")
        return Address(url)
    return _postgres(url, hosts)


def _take_hosts(text: str) -> tuple[str, str]:
    """Cut a list of several hosts (``a:1,b:2``) out of a URL: SQLAlchemy does not read one."""
    found = re.fullmatch(
        r"(?P<head>postgres[a-z+0-9]*://(?:[^/?]*@)?)(?P<hosts>[^/?@]*,[^/?@]*)(?P<tail>.*)", text
    )
    return (text, "") if found is None else (found["head"] + found["tail"], found["hosts"])


def _postgres(url: URL, hosts: str) -> Address:
    query = {
        name: ",".join(value) if name == "host" and not isinstance(value, str) else _last(value)
        for name, value in url.query.items()
    }
    if "ssl" in query:  # as some other drivers spell it
        query.setdefault("sslmode", {"true": "require", "false": "disable"}.get(query["ssl"], query["ssl"]))
        del query["ssl"]
    for name, value in query.items():
        _check(name, value)
    url = url.set(
        query={},
        username=query.get("user") or url.username,
        password=query.get("password") or url.password,
        database=query.get("dbname") or url.database,
    )
    place = _place(query, hosts)
    ports = place.get("port", url.port or DEFAULT_PORT)
    if not all(0 < port < 65536 for port in (ports if isinstance(ports, list) else [ports])):
        raise UrlError("port")
    return Address(url, place | _settings(query) | _security(query))


def _last(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else value[-1]


def _check(name: str, value: str) -> None:
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise UrlError("value", name, CHOICES[name])
    elif name in NUMBERS:
        if not re.fullmatch(r"[0-9]{1,6}", value):
            raise UrlError("value", name)
    elif name not in (*TLS, *SETTINGS, *PLACE, "passfile"):
        raise UrlError("unknown", name)


def _place(query: Mapping[str, str], hosts: str) -> dict[str, Any]:
    """Return the hosts and ports, where the URL names them in another way than SQLAlchemy reads."""
    named = [_host_and_port(each) for each in (query.get("host") or hosts).split(",") if each]
    try:
        ports = (
            [int(each) if each else DEFAULT_PORT for each in query["port"].split(",")]
            if "port" in query
            else []
        )
        own = [int(port) if port else DEFAULT_PORT for _, port in named]
    except ValueError:
        raise UrlError("port") from None
    if len(ports) > 1 and len(ports) != len(named):
        raise UrlError("port")
    if not named:
        return {"port": ports[0]} if ports else {}
    ports = ports * len(named) if len(ports) == 1 else ports or own
    if len(named) == 1:
        return {"host": named[0][0], "port": ports[0]}
    return {"host": [host for host, _ in named], "port": ports}


def _host_and_port(text: str) -> tuple[str, str]:
    if text.startswith(("/", "@")):  # the folder of a socket
        return text, ""
    found = re.fullmatch(r"\[(?P<v6>[^\]]*)\](?::(?P<port6>.*))?|(?P<host>[^:]*)(?::(?P<port>.*))?", text)
    if found is None:
        raise UrlError("form")
    return (found["v6"] or found["host"] or ""), (found["port6"] or found["port"] or "")


def _settings(query: Mapping[str, str]) -> dict[str, Any]:
    """Return how long to wait for what, and what is said to the server."""
    arguments: dict[str, Any] = {NUMBERS[name]: int(query[name]) for name in NUMBERS if name in query}
    if "timeout" in arguments:
        arguments["timeout"] = arguments["timeout"] or None  # libpq: 0 waits for ever
    arguments |= {name: query[name] for name in ("target_session_attrs", "passfile") if name in query}
    said = {name: query[name] for name in SETTINGS if query.get(name)}
    return arguments | ({"server_settings": said} if said else {})


def _security(query: Mapping[str, str]) -> dict[str, Any]:
    """Return how the connection is encrypted and whom it trusts."""
    wanted = {name: query[name] for name in TLS if query.get(name)}
    if wanted.get("sslrootcert") == "system":  # the authorities that the machine trusts
        if set(wanted) - {"sslmode", "sslrootcert"}:
            raise UrlError("value", "sslrootcert")
        if wanted.get("sslmode", "verify-full") != "verify-full":
            raise UrlError("value", "sslmode", ("verify-full",))
        return {"ssl": True}
    return {"dsn": f"postgresql://?{urlencode(wanted)}"} if wanted else {}
