"""Settings in ``.env``: read, changed, and written without touching other lines."""

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import Binding, parse_stream

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:@+-]+")


def read(path: Path) -> str:
    """Return the text of a ``.env``, empty if there is none. Raises ``UnicodeDecodeError`` unless it is UTF-8."""
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def read_values(text: str) -> dict[str, str]:
    """Return the settings in a ``.env``; of a name that stands twice the last one counts."""
    return {each.key: each.value for each in _parse(text) if each.key and each.value is not None}


def unreadable_lines(text: str) -> list[int]:
    """Return the numbers of the lines that mean nothing, from 1."""
    return [each.original.line for each in _parse(text) if each.error]


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return the text with these settings: each where it stands, else at the end.

    Comments and other settings stay, also what is inside a value of several lines. Of a name that stands twice the
    last one is changed, which is the one that counts.
    """
    bindings = _parse(text)
    places = {each.key: number for number, each in enumerate(bindings) if each.key}
    parts = [each.original.string for each in bindings]
    for name, value in values.items():
        line = f"{name}={_quote(value)}\n"
        if name in places:
            written = parts[places[name]]
            leading = written[: len(written) - len(written.lstrip())]
            parts[places[name]] = leading + line
        else:
            if parts and not parts[-1].endswith("\n"):
                parts[-1] += "\n"
            parts.append(line)
    return "".join(parts)


def write(path: Path, text: str) -> None:
    """Put the text into a file that only its owner can read, whole or not at all; a link's target is written."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".env-")  # of mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and os.name == "posix":  # the bot's own account may be another one
            with suppress(PermissionError):
                os.chown(name, target.stat().st_uid, target.stat().st_gid)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _parse(text: str) -> list[Binding]:
    return list(parse_stream(StringIO(text)))


def _quote(value: str) -> str:
    """Write a value so that it reads back as it is: between single quotes only these two marks mean anything."""
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
