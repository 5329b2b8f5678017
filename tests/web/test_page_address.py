"""Where the page is: what browsers say of it, whatever way the setting is written."""

import pytest

from bot.channels.web import WebAddress
from bot.channels.web.posts import PostWrong, read_post


@pytest.mark.parametrize(
    ("url", "origin", "base"),
    [
        ("https://Khaosat.Example.vn", "https://khaosat.example.vn", "/"),
        ("https://a.example.vn:443/phieu", "https://a.example.vn", "/phieu/"),
        ("http://127.0.0.1:8080/x/y", "http://127.0.0.1:8080", "/x/y/"),
    ],
)
def test_the_origin_is_what_a_browser_sends(url: str, origin: str, base: str) -> None:
    """In small letters, and without the usual port."""
    address = WebAddress(url)
    assert (address.origin, address.base) == (origin, base)
    assert address.link_base == f"{origin}{base}k/"


@pytest.mark.parametrize("body", [b"[" * 60_000, b"\xff", b"", b"1", b'{"a":' * 9000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    """However deep it is nested: nothing else is raised."""
    with pytest.raises(PostWrong):
        read_post(body)
