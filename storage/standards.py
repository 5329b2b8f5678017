"""Workbooks of standards: each import is a version that stays as it is, until it is withdrawn. All of it is audited."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.sql import standards_versions
from surveys.standards import OfficeRule, Version
from surveys.standards.book import rules_from_json, rules_to_json


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One import, without the file. ``id`` is its number; ``withdrawn_at``: since when it is used no more."""

    id: int
    sha256: str
    filename: str
    rules: str
    as_of: date
    imported_at: datetime
    actor: str
    withdrawn_at: datetime | None

    @property
    def is_withdrawn(self) -> bool:
        """Say whether it is used no more."""
        return self.withdrawn_at is not None

    def version(self, zone: ZoneInfo) -> Version:
        """Return it as standards are reviewed by."""
        imported_on = self.imported_at.astimezone(zone).date()
        return Version(self.id, imported_on, self.as_of, rules_from_json(self.rules))


_SUMMARY = tuple(standards_versions.c[name] for name in VersionRecord.__slots__)


async def import_version(
    conn: AsyncConnection,
    content: bytes,
    filename: str,
    rules: Sequence[OfficeRule],
    *,
    as_of: date,
    actor: str,
    now: datetime,
) -> tuple[int, bool]:
    """Keep a workbook as the newest version; returns its number, and whether it is new.

    The same file for the same day is not kept twice while it is the newest one.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    written = rules_to_json(rules)
    newest = next((each for each in await list_versions(conn) if not each.is_withdrawn), None)
    if newest is not None and (newest.sha256, newest.as_of, newest.rules) == (sha256, as_of, written):
        return newest.id, False
    query = plain_insert(standards_versions).values(
        sha256=sha256,
        filename=filename,
        content=content,
        rules=written,
        as_of=as_of,
        imported_at=now,
        actor=actor,
    )
    number = int((await conn.execute(query.returning(standards_versions.c.id))).scalar_one())
    details = {
        "version": number,
        "file": filename,
        "sha256": sha256,
        "as_of": as_of.isoformat(),
        "rules": len(rules),
    }
    await record_order(conn, now, actor, "standards.import", details)
    return number, True


async def list_versions(conn: AsyncConnection) -> list[VersionRecord]:
    """Return every version, the newest first."""
    query = select(*_SUMMARY).order_by(standards_versions.c.id.desc())
    return [record(VersionRecord, row) for row in (await conn.execute(query)).mappings()]


async def version_on(conn: AsyncConnection, day: date) -> VersionRecord | None:
    """Return the version that a review of a day uses: the newest of those meant for it that nobody has withdrawn."""
    query = (
        select(*_SUMMARY)
        .where(standards_versions.c.withdrawn_at.is_(None), standards_versions.c.as_of <= day)
        .order_by(standards_versions.c.id.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(VersionRecord, row)


async def file_of(conn: AsyncConnection, number: int) -> bytes | None:
    """Return the workbook of a version, byte by byte as it was imported."""
    query = select(standards_versions.c.content).where(standards_versions.c.id == number)
    found: bytes | None = await conn.scalar(query)
    return found


async def withdraw_version(conn: AsyncConnection, number: int, actor: str, now: datetime) -> bool:
    """Use a version no more; the one before it is used again. False if there is none, or it is withdrawn already."""
    versions = standards_versions
    query = update(versions).where(versions.c.id == number, versions.c.withdrawn_at.is_(None))
    if (await conn.execute(query.values(withdrawn_at=now))).rowcount == 0:
        return False
    await record_order(conn, now, actor, "standards.withdraw", {"version": number})
    return True
