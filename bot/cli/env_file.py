"""Settings in ``.env``: read, changed, and written without touching other lines. Pure but for ``write``."""

import os
import re
import tempfile
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

_LINE: Final = re.compile(r"\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:@+-]+")


def read_values(text: str) -> dict[str, str]:
    """Return the settings in a ``.env``; lines that mean nothing are left out."""
    found = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in found.items() if value is not None}


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return the text with these settings: each in its own line where it has one, else at the end.

    Comments and other settings stay. A setting that stands twice keeps its last line, which is the one that counts.
    """
    lines = text.splitlines()
    places = {match[1]: number for number, line in enumerate(lines) if (match := _LINE.match(line))}
    for name, value in values.items():
        line = f"{name}={_quote(value)}"
        if name in places:
            lines[places[name]] = line
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Put the text into a file that only its owner can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".env-")  # of mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _quote(value: str) -> str:
    """Write a value so that it reads back as it is: between single quotes only these two marks mean anything."""
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
