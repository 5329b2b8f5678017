"""Database URLs as people write them: each parameter is translated, or refused by name."""

from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.urls import UrlError, read_url

SECRET = "s3cret/ü"
ENCODED = "s3cret%2F%C3%BC"

TRANSLATED: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("?sslmode=require", {"dsn": "postgresql://?sslmode=require"}),
    ("?ssl=true", {"dsn": "postgresql://?sslmode=require"}),
    (
        "?sslmode=verify-ca&sslrootcert=/etc/ca%20of%20ours.pem",
        {"dsn": "postgresql://?sslmode=verify-ca&sslrootcert=%2Fetc%2Fca+of+ours.pem"},
    ),
    ("?sslmode=verify-full&sslrootcert=system", {"ssl": True}),
    ("?sslcert=a.crt&sslkey=a.key", {"dsn": "postgresql://?sslcert=a.crt&sslkey=a.key"}),
    ("?connect_timeout=7", {"timeout": 7}),
    ("?connect_timeout=0", {"timeout": None}),
    ("?application_name=kh%E1%BA%A3o+s%C3%A1t", {"server_settings": {"application_name": "khảo sát"}}),
    ("?options=-c%20search_path%3Dkhaosat", {"server_settings": {"options": "-c search_path=khaosat"}}),
    ("?target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
    ("?host=/var/run/postgresql", {"host": "/var/run/postgresql", "port": 5432}),
    ("?host=%2Ftmp%2Fsockets&port=6000", {"host": "/tmp/sockets", "port": 6000}),
    ("?host=a,b&port=1,2", {"host": ["a", "b"], "port": [1, 2]}),
    ("?host=a,b&port=6000", {"host": ["a", "b"], "port": [6000, 6000]}),
    ("?host=[::1]:6000", {"host": "::1", "port": 6000}),
    ("?channel_binding=prefer&gssencmode=disable&client_encoding=utf8", {}),
    (
        "?statement_cache_size=0&prepared_statement_cache_size=0",
        {"statement_cache_size": 0, "prepared_statement_cache_size": 0},
    ),
]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
@pytest.mark.parametrize(("query", "arguments"), TRANSLATED, ids=[query or "none" for query, _ in TRANSLATED])
def test_parameters_of_libpq_are_translated(scheme: str, query: str, arguments: dict[str, Any]) -> None:
    """Each parameter reaches the driver as it understands it; place, user and password stay as they are."""
    address = read_url(f"{scheme}://asker:{ENCODED}@db.example.vn:6543/khaosat{query}")
    url = address.url
    assert dict(address.arguments) == arguments
    assert (url.drivername, url.username, url.password) == ("postgresql+asyncpg", "asker", SECRET)
    assert (url.host, url.port, url.database, dict(url.query)) == ("db.example.vn", 6543, "khaosat", {})


def test_several_hosts_may_stand_before_the_name() -> None:
    """A list of hosts, as libpq reads it, reaches the driver with a port each."""
    address = read_url(f"postgresql://asker:{ENCODED}@a.vn:6000,b.vn/khaosat?target_session_attrs=primary")
    assert address.arguments["host"] == ["a.vn", "b.vn"]
    assert address.arguments["port"] == [6000, 5432]
    assert (address.url.password, address.url.database) == (SECRET, "khaosat")
    assert address.place == "a.vn,b.vn/khaosat"


def test_user_and_name_may_stand_among_the_parameters() -> None:
    """What libpq takes there is taken there."""
    url = read_url("postgresql:///?host=/tmp&user=asker&password=p%40ss&dbname=khaosat").url
    assert (url.username, url.password, url.database) == ("asker", "p@ss", "khaosat")


@pytest.mark.parametrize(
    ("query", "code", "name"),
    [
        ("sslmode=on", "value", "sslmode"),
        ("sslmdoe=require", "unknown", "sslmdoe"),
        ("hostaddr=10.0.0.1", "unknown", "hostaddr"),
        ("channel_binding=require", "value", "channel_binding"),
        ("client_encoding=latin1", "value", "client_encoding"),
        ("target_session_attrs=master", "value", "target_session_attrs"),
        ("connect_timeout=soon", "value", "connect_timeout"),
        ("connect_timeout=-1", "value", "connect_timeout"),
        ("sslrootcert=system&sslmode=require", "value", "sslmode"),
        ("sslrootcert=system&sslcert=a.crt", "value", "sslrootcert"),
        ("host=a,b,c&port=1,2", "port", ""),
        ("port=first", "port", ""),
        ("port=65536", "port", ""),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(query: str, code: str, name: str) -> None:
    """An unknown parameter or value is named, and nothing of the URL's values is told."""
    with pytest.raises(UrlError) as caught:
        read_url(f"postgresql://asker:{ENCODED}@db/khaosat?{query}")
    assert (caught.value.code, caught.value.name) == (code, name)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://host/name", "backend"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("khaosat.sqlite3", "form"),
        ("", "form"),
        ("postgresql://asker:s3cret@db:port/khaosat", "port"),
        ("postgresql://db:s3cret/khaosat", "port"),
        ("postgresql://db:123456/khaosat", "port"),
    ],
)
def test_what_is_no_database_of_ours_is_refused(url: str, code: str) -> None:
    """Another kind of database, or no URL at all, is refused without telling what was typed."""
    with pytest.raises(UrlError) as caught:
        read_url(url)
    assert caught.value.code == code
    assert "s3cret" not in str(caught.value)


def test_an_address_does_not_show_its_password() -> None:
    """Neither its text nor the place it names holds a password, also one of a key file."""
    address = read_url(f"postgresql://asker:{ENCODED}@db/khaosat?sslkey=a&sslpassword=alsos3cret")
    assert "s3cret" not in repr(address) + address.place
    assert address.place == "db/khaosat"


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_password_can_be_written(user: str, password: str) -> None:
    """Percent-encoded, every user and password arrives as it is."""
    url = read_url(
        f"postgres://{quote(user, safe='')}:{quote(password, safe='')}@db/khaosat?sslmode=require"
    ).url
    assert (url.username, url.password, url.host) == (user, password, "db")


PIECES = st.sampled_from(
    [
        "postgresql://",
        "postgres:",
        "sqlite:///",
        "@",
        ":",
        "/",
        "?",
        "&",
        "=",
        ",",
        "[",
        "]",
        "%",
        "%zz",
        "#",
        "host",
        "port",
        "sslmode",
        "require",
        "options",
        "5432",
        "::1",
        "ạ",
        "+",
        "a",
        "b",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
@example("postgresql://[::1/x")
@example("postgresql://a:b@c:99999999999/x")
@example("postgresql://a:b@/x?host=a&host=b:c")
def test_whatever_is_typed_ends_in_an_address_or_a_reason(text: str) -> None:
    """No text makes anything but an address of a known kind or a ``UrlError``."""
    with suppress(UrlError):
        assert read_url(text).url.get_backend_name() in ("sqlite", "postgresql")
