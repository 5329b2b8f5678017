"""The bytes of a picture or a recording: Zalo tells where they lie, outside of its Bot API."""

from http import HTTPStatus
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.channels.connections import Connections, WireError
from bot.channels.zalo.failures import lost
from bot.messages import FailureKind, SendError

ADDRESS_LIMIT: Final = 2000  # characters
FILE_LIMIT: Final = 20 * 1024 * 1024
SECONDS: Final = 120.0


def is_address(text: object, origin: str = "") -> bool:
    """Whether a file may be fetched from there: by HTTPS from a host with a name, or from the platform itself."""
    if not isinstance(text, str) or not 0 < len(text) <= ADDRESS_LIMIT or not text.isascii():
        return False
    if any(letter.isspace() for letter in text):
        return False
    try:
        parts = urlsplit(text)
        is_named = parts.scheme == "https" and "." in (parts.hostname or "") and parts.port in (None, 443)
    except ValueError:
        return False
    if origin and f"{parts.scheme}://{parts.netloc}" == origin:
        return True
    return is_named and not _is_number(parts.hostname or "")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def fetch_file(address: str) -> bytes:
    """Return what lies at an address. Raises ``SendError``: GONE if nothing does, REFUSED if it is too large."""
    parts = urlsplit(address)
    connections = Connections(address, limit=1)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = (f"GET {path} HTTP/1.1", f"Host: {connections.host}", "User-Agent: khaosat", "Connection: close")
    try:
        status, content = await connections.request(("\r\n".join(lines) + "\r\n\r\n").encode(), SECONDS)
    except WireError as error:
        raise lost(error, repeats_safely=True) from None
    finally:
        connections.close()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SendError(FailureKind.UNREACHABLE, retryable=True, detail=f"the file is not given ({status})")
    if status != HTTPStatus.OK:
        raise SendError(FailureKind.GONE, retryable=False, detail=f"the file is not there ({status})")
    if len(content) > FILE_LIMIT:
        raise SendError(FailureKind.REFUSED, retryable=False, detail="file is too big")
    return content
