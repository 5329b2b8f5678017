"""Files that are handed in and files that are left: never half written, never a traceback."""

import os
import re
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from bot.cli.failures import InputWrong
from bot.texts import say
from bot.texts.cli import TEXTS
from bot.texts.reports import TEXTS as REPORTS

FORGOTTEN_SECONDS: Final = 3600
LIMIT: Final = 50_000_000  # bytes of a file handed in; the readers have limits of their own below this


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises ``InputWrong`` if it is missing, a directory, too big or not readable."""
    check_source(path)
    try:
        size = path.stat().st_size
        if size > LIMIT:
            raise InputWrong(say(TEXTS.too_big, path=path, size=size // 1_000_000, limit=LIMIT // 1_000_000))
        return path.read_bytes()
    except OSError as error:
        raise InputWrong(say(TEXTS.not_readable, path=path, reason=_why_not_read(error))) from error


def check_source(path: Path) -> None:
    """Raise ``InputWrong`` if a file is missing, a directory, or not readable."""
    try:
        if path.is_dir():
            raise InputWrong(say(TEXTS.is_directory, path=path))
        if not path.is_file():
            raise InputWrong(say(TEXTS.no_file, path=path))
        with path.open("rb"):
            return
    except OSError as error:
        raise InputWrong(say(TEXTS.not_readable, path=path, reason=_why_not_read(error))) from error


def check_target(path: Path, suffixes: Sequence[str] = ()) -> None:
    """Raise ``InputWrong`` unless a file (of one of these kinds) can be written there: asked before any work."""
    if suffixes and path.suffix.lower() not in suffixes:
        raise InputWrong(say(TEXTS.wrong_suffix, path=path, suffixes=" / ".join(suffixes)))
    folder = path.parent
    try:
        if path.is_dir():
            raise InputWrong(say(TEXTS.is_directory, path=path))
        if not folder.is_dir():
            raise InputWrong(say(TEXTS.no_folder, path=folder))
    except OSError as error:
        raise _not_writable(path, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputWrong(say(TEXTS.not_writable, path=path, reason=say(TEXTS.no_permission)))


def check_folder(path: Path) -> None:
    """Raise ``InputWrong`` unless files can be written into this folder, or it can be made: asked before any work."""
    try:
        if path.is_dir():
            folder = path
        elif path.exists():
            raise InputWrong(say(REPORTS.cli_out_is_file, path=path))
        else:
            folder = path.absolute().parent
            if not folder.is_dir():
                raise InputWrong(say(REPORTS.cli_no_parent, path=folder))
    except OSError as error:
        raise _not_writable(path, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputWrong(say(TEXTS.not_writable, path=path, reason=say(TEXTS.no_permission)))


def make_folder(path: Path) -> None:
    """Make a folder, unless it is there; raises ``InputWrong`` if it cannot be made."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise _not_writable(path, error) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, at once or not at all: a temporary one beside it takes its place."""
    write_files([(path, content)])


def write_files(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files that only their owner can read; none takes its place before all of them are on the disk."""
    with ExitStack() as unused:
        written = []
        for path, content in files:
            temporary = _write_beside(path, content)
            unused.callback(temporary.unlink, missing_ok=True)
            written.append((temporary, path))
        for temporary, path in written:
            try:
                temporary.replace(path)
            except OSError as error:
                raise _not_writable(path, error) from error


def _write_beside(path: Path, content: bytes) -> Path:
    """Return a temporary file (0600, as ``mkstemp`` makes it) that holds the content, or nothing at all is left."""
    _remove_abandoned(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _not_writable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _not_writable(path, error) from error
    return temporary


def _remove_abandoned(path: Path) -> None:
    """Remove what a command that was killed left of this file: nobody writes one for an hour."""
    name = re.compile(re.escape(f".{path.name}.") + "[a-z0-9_]{8}")  # as ``mkstemp`` makes them
    with suppress(OSError):
        for left in path.parent.iterdir():
            is_ours = name.fullmatch(left.name) is not None and left.is_file() and not left.is_symlink()
            if is_ours and time.time() - left.stat().st_mtime > FORGOTTEN_SECONDS:
                left.unlink(missing_ok=True)


def _not_writable(path: Path, error: OSError) -> InputWrong:
    return InputWrong(say(TEXTS.not_writable, path=path, reason=error.strerror or error))


def _why_not_read(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return say(TEXTS.may_not_read)
    return error.strerror or str(error)
