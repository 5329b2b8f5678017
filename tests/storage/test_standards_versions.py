"""Versions of the office's standards: kept as they were imported, the newest that is meant for a day is used."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from storage import office
from storage import standards as versions
from storage.database import Database
from storage.sql import standards_versions
from surveys.field_period import VIETNAM
from surveys.standards import OfficeRule
from tests.surveys.standards_books import book_of

NOW = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)  # the next day in Hà Nội
FIRST = date(2026, 1, 1)


def rules(level: str = "Đại học") -> tuple[OfficeRule, ...]:
    """What a workbook of one row says."""
    return book_of({"title": "Chủ tịch UBND", "qual": level, "first_age": "nam 60, nữ 55"}).rules


async def bring(
    database: Database, content: bytes, *, as_of: date = FIRST, level: str = "Đại học"
) -> tuple[int, bool]:
    """Import a workbook."""
    async with database.begin() as conn:
        return await versions.import_version(
            conn, content, "bieu.xlsx", rules(level), as_of=as_of, actor="cli:office", now=NOW
        )


async def used_on(database: Database, day: date) -> int | None:
    """Return the number of the version that a review of a day uses."""
    async with database.read() as conn:
        found = await versions.version_on(conn, day)
    return found.id if found else None


async def test_a_version_is_kept_as_it_was_imported(database: Database) -> None:
    """The file byte by byte, what was understood of it, its day, its hash, and an entry in the audit log."""
    content = bytes(range(256))
    assert await bring(database, content) == (1, True)
    async with database.read() as conn:
        (kept,) = await versions.list_versions(conn)
        assert await versions.file_of(conn, 1) == content
        (entry,) = await office.list_orders(conn, action="standards.import")
    version = kept.version(VIETNAM)
    assert (version.number, version.imported_on, version.as_of) == (1, date(2026, 11, 28), FIRST)
    assert version.rules == rules()
    assert entry.actor == "cli:office"
    assert entry.details == {
        "version": 1,
        "file": "bieu.xlsx",
        "sha256": kept.sha256,
        "as_of": "2026-01-01",
        "rules": 1,
    }


async def test_the_newest_version_meant_for_a_day_is_used(database: Database) -> None:
    """None before its day; a later one takes its place from its own day on."""
    await bring(database, b"one")
    await bring(database, b"two", as_of=date(2027, 1, 1), level="Sau đại học")
    days = (date(2025, 12, 31), FIRST, date(2026, 12, 31), date(2027, 1, 1))
    assert [await used_on(database, day) for day in days] == [None, 1, 1, 2]
    await bring(database, b"three")
    assert await used_on(database, date(2027, 1, 1)) == 3


async def test_the_same_workbook_is_kept_once(database: Database) -> None:
    """Unless it was withdrawn meanwhile, or is meant for another day."""
    assert await bring(database, b"one") == (1, True)
    assert await bring(database, b"one") == (1, False)
    assert await bring(database, b"one", as_of=date(2026, 6, 1)) == (2, True)


async def test_what_is_withdrawn_is_used_no_more_and_stays(database: Database) -> None:
    """The one before it is used again; withdrawing twice, or what is not there, is no order."""
    await bring(database, b"one")
    await bring(database, b"two")
    later = NOW + timedelta(hours=1)
    async with database.begin() as conn:
        assert await versions.withdraw_version(conn, 2, "cli:office", later)
        assert not await versions.withdraw_version(conn, 2, "cli:office", later)
        assert not await versions.withdraw_version(conn, 9, "cli:office", later)
    assert await used_on(database, FIRST) == 1
    async with database.read() as conn:
        found = await versions.list_versions(conn)
        withdrawn = await office.list_orders(conn, action="standards.withdraw")
    assert [(each.id, each.withdrawn_at) for each in found] == [(2, later), (1, None)]
    assert [entry.details for entry in withdrawn] == [{"version": 2}]


async def test_rules_of_another_format_are_not_guessed(sqlite_database: Database) -> None:
    """A version that a later programme wrote is not read as if it were ours."""
    await bring(sqlite_database, b"one")
    async with sqlite_database.begin() as conn:
        await conn.execute(update(standards_versions).values(rules='{"format": 9, "rules": []}'))
    async with sqlite_database.read() as conn:
        found = await versions.version_on(conn, FIRST)
    assert found is not None
    with pytest.raises(ValueError, match="format 9"):
        found.version(VIETNAM)
