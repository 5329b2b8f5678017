"""A call with a file in it, as ``multipart/form-data``. Pure."""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.channels import fast_json

File = tuple[str, str, bytes]  # parameter, file name, content


def render_form(parameters: Mapping[str, Any], file: File) -> tuple[str, bytes]:
    """Return the content type and the body; what is no text goes as JSON."""
    boundary = secrets.token_hex(16)
    name, filename, content = file
    parts = [_part(boundary, key, _text(value)) for key, value in parameters.items()]
    head = f'{name}"; filename="{_quoted(filename)}"\r\nContent-Type: application/octet-stream'
    parts.append(_part(boundary, head, content, is_file=True))
    parts.append(b"--%b--\r\n" % boundary.encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)


def _part(boundary: str, name: str, content: bytes, *, is_file: bool = False) -> bytes:
    end = "" if is_file else '"'
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}{end}\r\n\r\n'
    return b"%b%b\r\n" % (head.encode(), content)


def _text(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else fast_json.dumps(value)


def _quoted(filename: str) -> str:
    """A name cannot end its own quotes, nor begin another line."""
    for letter, instead in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
        filename = filename.replace(letter, instead)
    return filename
