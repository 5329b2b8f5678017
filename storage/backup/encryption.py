"""A passphrase around a backup, in the format of the ``age`` tool: ``age -d`` opens it too.

The library encrypts in memory only, so the size is limited; larger backups are written plainly and encrypted with
``age -p`` itself.
"""

from pathlib import Path
from typing import Final

from storage.backup.errors import BackupError

HEADERS: Final = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
LIMIT: Final = 400_000_000
"""Bytes that are encrypted or decrypted at most; some three times as much memory is needed meanwhile."""


def encrypt(source: Path, target: Path, passphrase: str) -> None:
    """Write a file encrypted. Raises ``BackupError`` ``too_big``."""
    import pyrage  # noqa: PLC0415 - needed for encrypted backups alone

    target.write_bytes(pyrage.passphrase.encrypt(_read(source), passphrase))


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """Write what a file holds. Raises ``BackupError``: ``passphrase`` (wrong), ``damaged`` or ``too_big``."""
    import pyrage  # noqa: PLC0415

    content = _read(source)
    try:
        plain = pyrage.passphrase.decrypt(content, passphrase)
    except pyrage.DecryptError as error:
        # The library has no codes: a passphrase that opens no stanza ends in these very words.
        raise BackupError("passphrase" if str(error) == "Decryption failed" else "damaged") from error
    target.write_bytes(plain)


def _read(path: Path) -> bytes:
    if path.stat().st_size > LIMIT:
        raise BackupError("too_big", LIMIT)
    return path.read_bytes()
