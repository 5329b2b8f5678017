"""A backup from the chat: its owner notes a passphrase, and gets all of the database in one encrypted file.

The passphrase is the operator's (``KHAOSAT_BACKUP_PASSPHRASE``), or one for this backup alone. That one stands nowhere:
it follows from a number in the button and from the secrets of the settings, which no database holds.

Callback data: ``q.A`` shows the passphrase, ``q.A.<nonce>.<mark>`` orders the backup; the mark tells whether the
passphrase would still be the one that was shown.
"""

import asyncio
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from pydantic import SecretStr

from bot.conversation.turns import Turn
from bot.messages import Button, Outbound, OutboundKind
from bot.office.actor import Actor
from bot.office.asking import ask_for_work
from bot.office.beside import worker
from bot.office.made import FILE_LIMIT, Made, actor_of, document
from bot.office.menu import Card, message, to_menu, under_way
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.settings import Settings
from bot.texts import moment_text, say
from bot.texts.backups import TEXTS
from storage import erasure
from storage.backup import BackupError, write_backup
from storage.database import Database
from storage.office import JobRecord
from storage.responses import Person

BACKUP: Final = "backup"
"""The kind of the job."""
PASSPHRASE: Final = "KHAOSAT_BACKUP_PASSPHRASE"  # noqa: S105 - the name of the setting
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that is taken for another one on paper."""
GROUPS, LENGTH = 5, 5
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class BackupKeys:
    """Knows the passphrases. ``own`` is the operator's; without one they follow from ``secret``."""

    own: str = field(default="", repr=False)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take the operator's passphrase, and what the settings keep secret."""
        own = os.environ.get(PASSPHRASE, "")
        values = (getattr(settings, name) for name in sorted(type(settings).model_fields))
        held = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        if not any(held):
            return cls(own)
        return cls(own, hashlib.sha256("\0".join(held).encode()).digest())

    def passphrase(self, nonce: str) -> str:
        """Return the passphrase of a backup."""
        if self.own:
            return self.own
        drawn = hmac.digest(self.secret, f"backup:{nonce}".encode(), "sha256")[: GROUPS * LENGTH]
        letters = "".join(LETTERS[byte % len(LETTERS)] for byte in drawn)
        return "-".join(letters[start : start + LENGTH] for start in range(0, len(letters), LENGTH))

    def mark(self, nonce: str) -> str:
        """Return a few letters that tell passphrases apart, and nothing of them."""
        return hashlib.sha256(b"mark:" + self.passphrase(nonce).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class BackupDesk:
    """Takes the order."""

    keys: BackupKeys

    async def take(
        self, turn: Turn, person: Person, actor: Actor, _verb: str, arguments: Sequence[str]
    ) -> Card:
        """Show the passphrase, or order the backup."""
        if not turn.caps.files:
            return message(say(TEXTS.no_files))
        if len(arguments) != 2 or not arguments[0].isalnum():
            return self._ask(secrets.token_hex(8))
        nonce, mark = arguments
        if not hmac.compare_digest(mark.encode(), self.keys.mark(nonce).encode()):
            card = self._ask(secrets.token_hex(8))
            return Card(say(TEXTS.lost) + "\n\n" + card.text, card.rows)
        job = await ask_for_work(turn, person, BACKUP, {"nonce": nonce})
        if not job:
            return message(say(TEXTS.waiting))
        await note_order(turn.conn, actor.name, "backup.make", {}, turn.now)
        return under_way(say(TEXTS.queued), job)

    def _ask(self, nonce: str) -> Card:
        data = f"q.A.{nonce}.{self.keys.mark(nonce)}"
        if self.keys.own:
            return Card(say(TEXTS.ask_own), ((Button(TEXTS.make, data, style="primary"),), to_menu()))
        text = say(TEXTS.ask, words=self.keys.passphrase(nonce))
        return Card(text, ((Button(TEXTS.written, data, style="primary"),), to_menu()))


class Backups:
    """Makes them, in a worker process: encrypting takes three times the memory of the file."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._zone = settings.zone
        self._keys = BackupKeys.of(settings)

    async def make(self, job: JobRecord, now: datetime) -> Made:
        """Make the file for whoever ordered it, if they still own everything."""
        async with self._database.read() as conn:
            losses = await erasure.losses(conn)
            asked_by = await actor_of(conn, job, now, self._zone)
        if asked_by is None or not asked_by.may_everywhere(Right.BACKUP):
            return Made((), losses, {})
        passphrase = self._keys.passphrase(str(job.parameters["nonce"]))
        try:
            async with worker() as carry:
                content = await carry(sealed_backup, self._database.source, passphrase)
        except BackupError as error:
            if error.code != "damaged":
                raise
            return self._made(Outbound(OutboundKind.NOTICE, say(TEXTS.damaged)), losses, asked_by)
        return self._made(self._message(content, now), losses, asked_by)

    def _message(self, content: bytes, now: datetime) -> Outbound:
        size = f"{len(content) / MEGABYTE:.1f}".replace(".", ",")
        if len(content) > FILE_LIMIT:
            limit = FILE_LIMIT // MEGABYTE
            return Outbound(OutboundKind.NOTICE, say(TEXTS.too_big, size=size, limit=limit))
        name = f"sao-luu-{now.astimezone(self._zone):%Y%m%d-%H%M}.age"
        return document(name, content, say(TEXTS.caption, at=moment_text(now, self._zone), size=size), 0)

    @staticmethod
    def _made(message: Outbound, losses: int, asked_by: Actor) -> Made:
        return Made([message], losses, {Right.BACKUP: asked_by.units(Right.BACKUP)})


def sealed_backup(url: str, passphrase: str) -> bytes:
    """Return the database as it stands, encrypted: for a worker process. Raises ``BackupError``."""

    async def work() -> bytes:
        database = Database(url)
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "backup.age"
                await write_backup(database, path, passphrase=passphrase)
                return await asyncio.to_thread(path.read_bytes)
        finally:
            await database.dispose()

    return asyncio.run(work())
