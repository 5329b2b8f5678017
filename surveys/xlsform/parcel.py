"""What is handed in as a form: one file, or a .zip of the form with the files that it names (``media/`` or beside)."""

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from surveys.problems import Problem
from surveys.xlsform.grid import GridError

MAX_UNPACKED: Final = 80 * 1024 * 1024
MAX_RATIO: Final = 200
MAX_PARTS: Final = 500
FORM_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".md", ".markdown")
_FORM_SHEET: Final = b"survey"
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A form file and what came with it, by plain file names."""

    content: bytes
    filename: str
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def open_parcel(content: bytes, filename: str, beside: Mapping[str, bytes]) -> Parcel:
    """Return the form with its files; ``beside`` are those that were sent apart. Raises ``GridError``."""
    if not filename.lower().endswith(".zip"):
        return Parcel(content, filename, beside)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {plain_name(part.filename): archive.read(part) for part in _weighed(archive)}
    except _BROKEN:
        raise GridError(Problem("zip_broken")) from None
    forms = [name for name in parts if name.lower().endswith(FORM_ENDINGS)]
    forms = forms or [name for name, part in parts.items() if _is_form_table(name, part)]
    if len(forms) != 1:
        found = ", ".join(sorted(forms)[:5])
        raise GridError(
            Problem("zip_many_forms" if forms else "zip_without_form", parameters={"found": found})
        )
    return Parcel(parts.pop(forms[0]), forms[0], {**beside, **parts})


def pack(content: bytes, filename: str, files: Mapping[str, bytes]) -> bytes:
    """Return a .zip of a form, or of what one already holds, with more files; a file sent again takes its place."""
    parts = {filename: content}
    if filename.lower().endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {plain_name(part.filename): archive.read(part) for part in _weighed(archive)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **files}.items():
            archive.writestr(name, part)
    return packed.getvalue()


def plain_name(path: str) -> str:
    """Return a file's name without folders, as files are found by it: nothing of an archive becomes a path here."""
    return unicodedata.normalize("NFC", PurePosixPath(path.replace("\\", "/")).name)


def _weighed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files of an archive once it is sure that they fit, and that no two have one name."""
    parts = [part for part in archive.infolist() if not (part.is_dir() or _is_litter(part.filename))]
    if is_too_heavy(parts) or len(archive.infolist()) > MAX_PARTS:
        limit = f"{MAX_UNPACKED // 1024 // 1024} MB"
        raise GridError(Problem("zip_too_heavy", parameters={"limit": limit, "parts": str(MAX_PARTS)}))
    if any(part.flag_bits & 1 for part in parts):
        raise GridError(Problem("zip_encrypted"))
    names = [plain_name(part.filename) for part in parts]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise GridError(Problem("zip_name_twice", parameters={"found": twice[:80]}))
    return parts


def is_too_heavy(parts: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether the files of an archive are too large unpacked, or packed as no honest file is."""
    files = list(parts)
    is_bomb = any(part.file_size > MAX_RATIO * max(part.compress_size, 5000) for part in files)
    return is_bomb or sum(part.file_size for part in files) > MAX_UNPACKED


def _is_litter(path: str) -> bool:
    """Whether a file is what an operating system or an office program leaves behind."""
    name = plain_name(path)
    return "__MACOSX/" in path or name.startswith((".", "~$")) or name.lower() == "thumbs.db"


def _is_form_table(name: str, content: bytes) -> bool:
    begin = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\"' ")
    return name.lower().endswith(".csv") and begin.lower().startswith(_FORM_SHEET)
