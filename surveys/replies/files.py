"""A file as an answer: what is stored is its name, which tells its kind and its size (``17-1258291.jpg``)."""

import re
from typing import Final

_NAME: Final = re.compile(r"[0-9]+-([0-9]+)\.([a-z0-9]+)", re.ASCII)
_SHOWN: Final = {
    "image": "📷 1 ảnh ({size})",
    "audio": "🎤 1 đoạn ghi âm ({size})",
    "video": "🎬 1 đoạn phim ({size})",
    "file": "📎 1 tệp {ending} ({size})",
}
KILOBYTE: Final = 1024


def file_name(number: int, size: int, ending: str) -> str:
    """Return the name under which a file is stored."""
    return f"{number}-{size}.{ending}"


def file_number(name: str) -> int:
    """Return the number in a stored file's name; 0 if it is none."""
    return int(name.partition("-")[0]) if _NAME.fullmatch(name) else 0


def show_file(kind: str, name: str) -> str:
    """Write a stored file as people read it, by the type of its question: 📷 1 ảnh (1,2 MB)."""
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    return _SHOWN[kind].format(size=show_size(int(found[1])), ending=found[2].upper())


def show_size(size: int) -> str:
    """Write a number of bytes: 640 KB, 1,2 MB."""
    if size < KILOBYTE * KILOBYTE:
        return f"{max(1, round(size / KILOBYTE))} KB"
    return f"{size / KILOBYTE / KILOBYTE:.1f}".removesuffix(".0").replace(".", ",") + " MB"
