"""Workbooks of situations: each import stays as it is, until it is withdrawn. All of it is audited."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.sql import situation_banks as banks
from surveys.planning import from_json, to_json
from surveys.situations import Bank


@dataclass(frozen=True, slots=True)
class BankRecord:
    """One import, without the file; the fields are those of ``storage.tables.SituationBank``."""

    id: int
    sha256: str
    filename: str
    value: str
    imported_at: datetime
    actor: str
    withdrawn_at: datetime | None

    @property
    def bank(self) -> Bank:
        """What was understood of it."""
        return _understood(self.value)


@lru_cache(maxsize=4)
def _understood(value: str) -> Bank:
    """Return a bank as it was written down: read once, for every answer asks for it."""
    return from_json(Bank, value)


_SUMMARY = tuple(banks.c[name] for name in BankRecord.__slots__)


async def import_bank(
    conn: AsyncConnection, content: bytes, filename: str, bank: Bank, *, actor: str, now: datetime
) -> int:
    """Keep a workbook as the newest bank, which is used from now on; returns its number."""
    sha256 = hashlib.sha256(content).hexdigest()
    values = {"sha256": sha256, "filename": filename, "content": content, "value": to_json(bank)}
    query = plain_insert(banks).values(**values, imported_at=now, actor=actor).returning(banks.c.id)
    number = int((await conn.execute(query)).scalar_one())
    details = {"number": number, "file": filename, "sha256": sha256, "count": len(bank.situations)}
    await record_order(conn, now, actor, "situations.import", details)
    return number


async def list_banks(conn: AsyncConnection) -> list[BankRecord]:
    """Return every import, the newest first."""
    rows = (await conn.execute(select(*_SUMMARY).order_by(banks.c.id.desc()))).mappings()
    return [record(BankRecord, row) for row in rows]


async def bank_in_use(conn: AsyncConnection) -> BankRecord | None:
    """Return the bank from which cards are sent: the newest that is not withdrawn."""
    query = select(*_SUMMARY).where(banks.c.withdrawn_at.is_(None)).order_by(banks.c.id.desc()).limit(1)
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(BankRecord, row)


async def find_bank(conn: AsyncConnection, number: int) -> BankRecord | None:
    """Return an import by its number."""
    row = (await conn.execute(select(*_SUMMARY).where(banks.c.id == number))).mappings().first()
    return None if row is None else record(BankRecord, row)


async def bank_file(conn: AsyncConnection, number: int) -> bytes | None:
    """Return the workbook of an import, byte by byte."""
    found: bytes | None = await conn.scalar(select(banks.c.content).where(banks.c.id == number))
    return found


async def withdraw_bank(conn: AsyncConnection, number: int, actor: str, now: datetime) -> bool:
    """Use a bank no more; the one before is used again. False if there is none, or it is withdrawn already."""
    query = update(banks).where(banks.c.id == number, banks.c.withdrawn_at.is_(None))
    if (await conn.execute(query.values(withdrawn_at=now))).rowcount == 0:
        return False
    await record_order(conn, now, actor, "situations.withdraw", {"number": number})
    return True
