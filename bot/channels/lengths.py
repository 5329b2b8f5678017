"""Lengths of texts in UTF-16 units, as chat platforms count them, and texts cut or split to a limit. Pure."""

from collections.abc import Iterator


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units: letters beyond the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return the text if it fits into ``limit`` UTF-16 units, else its beginning and an ellipsis."""
    if utf16_length(text) <= limit:
        return text
    return _beginning(text, limit - 1).rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """Return the text in parts of at most ``limit`` units, broken between paragraphs, lines or words."""
    return list(_parts(text, limit))


def _parts(text: str, limit: int) -> Iterator[str]:
    rest = text
    while utf16_length(rest) > limit:
        window = _beginning(rest, limit)
        end = _last_break(window)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    yield rest


def _last_break(window: str) -> int:
    """Return where to break: between paragraphs unless little would stand before, else between lines, else words."""
    least = {"\n\n": len(window) // 2, "\n": 0, " ": 0}
    return next((at for mark, past in least.items() if (at := window.rfind(mark)) > past), len(window))


def _beginning(text: str, limit: int) -> str:
    """Return as many letters as fit into ``limit`` units, none cut in two."""
    units = 0
    for index, letter in enumerate(text):
        units += 2 if letter > "\uffff" else 1
        if units > limit:
            return text[:index]
    return text
