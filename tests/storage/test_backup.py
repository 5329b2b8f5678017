"""A backup holds every row of one moment, and a restore brings all of them back or changes nothing."""

import asyncio
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, insert, select, text, update

from storage import database as database_module
from storage import leases
from storage.backup import BackupError, encryption, install, opened_backup, settle, write_backup
from storage.copying import NotEmpty
from storage.database import Database, DatabaseAhead
from storage.moving import MOVED_TO, StillRunning
from storage.office import get_fact, set_fact
from storage.sql import answer_revisions, answers, house_facts, jobs, officials, outbox, responses
from storage.sqlite_files import FileInUse
from tests.conftest import BACKENDS
from tests.storage import archive
from tests.storage.every_table import Make, fill, now, rows_of

WORD = "đèn hoa sen 7"


@pytest.fixture
async def filled(database: Database) -> Database:
    """Have a database with rows in every table, once of each kind."""
    async with database.begin() as conn:
        await fill(conn)
    return database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Have a folder for backups."""
    made = tmp_path / "sao lưu #1"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    """Return what stands in a folder, hidden or not."""
    return sorted(each.name for each in folder.iterdir())


@asynccontextmanager
async def spare(tmp_path: Path) -> AsyncIterator[Database]:
    """Name an SQLite database that is not there yet."""
    opened = Database(f"sqlite:///{tmp_path / 'new' / 'restored.sqlite3'}")
    yield opened
    await opened.dispose()


async def test_what_a_killed_backup_left_is_removed_by_the_next(
    sqlite_database: Database, folder: Path
) -> None:
    """A killed process's hidden folder goes, with the plain copy in it; a living one's, and anybody else's, stays."""
    code = (
        "import sys; from pathlib import Path; from storage.sqlite_files import workplace\n"
        "with workplace(Path(sys.argv[1]), 'a.age') as place:\n"
        "    (place / 'plain.sqlite3').write_text('secret'); print(place.name, flush=True); sys.stdin.read()"
    )
    pipes: dict[str, Any] = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(folder), **pipes)
        for _ in range(2)
    ]
    places = [folder / (await each.stdout.readline()).decode().strip() for each in processes if each.stdout]
    (folder / ".khaosat-other").write_text("a file")
    (folder / ".khaosat-young").mkdir()
    for place in places:
        os.utime(place, (1, 1))
    killed, living = processes
    killed.kill()
    await killed.wait()
    try:
        await write_backup(sqlite_database, folder / "b.sqlite3")
        assert names(folder) == sorted([".khaosat-other", ".khaosat-young", "b.sqlite3", places[1].name])
    finally:
        assert living.stdin is not None
        living.stdin.close()
        await living.wait()
    assert places[1].name not in names(folder)


async def test_a_backup_holds_every_row(filled: Database, folder: Path, tmp_path: Path) -> None:
    """It is one file that its owner alone may read, with every row of every table in it, and nothing beside it."""
    path = folder / "b.sqlite3"
    size = await write_backup(filled, path)
    assert names(folder) == ["b.sqlite3"]
    assert (path.stat().st_size, stat.S_IMODE(path.stat().st_mode)) == (size, 0o600)
    async with spare(tmp_path) as target, opened_backup(path, target) as copy:
        assert await rows_of(copy) == await rows_of(filled)
    assert names(folder) == ["b.sqlite3"]


@pytest.mark.parametrize("target_kind", BACKENDS)
async def test_a_restore_brings_back_every_row(
    filled: Database, make: Make, folder: Path, target_kind: str
) -> None:
    """From either kind of database into either kind, through one format."""
    target = await make(target_kind)
    await write_backup(filled, folder / "b")
    async with opened_backup(folder / "b", target) as copy:
        await install(copy, target, now())
    assert await rows_of(target) == await rows_of(filled)
    assert await target.is_current()


async def test_a_restore_makes_a_database_that_is_not_there(
    filled: Database, folder: Path, tmp_path: Path
) -> None:
    """Also the folder of the database is made; it is in the mode in which the bot works."""
    await write_backup(filled, folder / "b")
    async with spare(tmp_path) as target:
        async with opened_backup(folder / "b", target) as copy:
            await install(copy, target, now())
        assert await rows_of(target) == await rows_of(filled)
        async with target.begin() as conn:
            assert await conn.scalar(text("PRAGMA journal_mode")) == "wal"
        await target.dispose()
        assert names(tmp_path / "new") == ["restored.sqlite3"]


async def test_a_backup_is_of_one_moment(database: Database, folder: Path, tmp_path: Path) -> None:
    """While turns are written, each with an answer and its revision, a backup never holds one without the other."""
    async with database.begin() as conn:
        field = await archive.open_field(conn)
        response_id = await archive.begin(conn, field, "LT01")
    written, is_over = 0, asyncio.Event()

    async def write() -> None:
        nonlocal written
        while not is_over.is_set():
            async with database.begin() as conn:
                name = f"q{written}"
                await conn.execute(insert(answers).values(response_id=response_id, item=name, value="1"))
                revision = {"response_id": response_id, "item": name, "value": "1", "revised_at": now()}
                await conn.execute(insert(answer_revisions).values(revision))
            written += 1
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    seen = []
    for number in range(4):
        before = written
        await write_backup(database, folder / f"{number}")
        async with spare(tmp_path) as target, opened_backup(folder / f"{number}", target) as copy:
            held = await archive.count(copy, answers)
            revised = await archive.count(copy, answer_revisions)
        assert before <= held == revised <= written
        seen.append(held)
    is_over.set()
    await writing
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


async def test_what_was_erased_is_not_in_a_backup(sqlite_database: Database, folder: Path) -> None:
    """Pages that SQLite has set free, where deleted texts may still stand, do not come along."""
    async with sqlite_database.begin() as conn:
        await conn.execute(text("PRAGMA secure_delete = OFF"))
        rows = [{"key": f"{WORD}.{number}", "value": WORD * 50, "at": now()} for number in range(100)]
        await conn.execute(insert(house_facts), rows)
    async with sqlite_database.begin() as conn:
        await conn.execute(house_facts.delete())
    await write_backup(sqlite_database, folder / "b")
    assert WORD.encode() not in (folder / "b").read_bytes()


# --- passphrases --------------------------------------------------------------------------------------


async def test_an_encrypted_backup_opens_with_its_passphrase(
    sqlite_database: Database, folder: Path, tmp_path: Path
) -> None:
    """It is in the format of the age tool, holds nothing readable, and gives back every row."""
    path = folder / "b.age"
    async with sqlite_database.begin() as conn:
        await fill(conn)
    await write_backup(sqlite_database, path, passphrase=WORD)
    content = path.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"SQLite" not in content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    async with spare(tmp_path) as target:
        async with opened_backup(path, target, WORD) as copy:
            assert await rows_of(copy) == await rows_of(sqlite_database)
        with pytest.raises(BackupError, match="passphrase"):
            async with opened_backup(path, target, f"{WORD} "):
                raise AssertionError
        for number, broken in enumerate((content[:30], content[:-1])):
            (folder / f"{number}").write_bytes(broken)
            with pytest.raises(BackupError, match="damaged"):
                async with opened_backup(folder / f"{number}", target, WORD):
                    raise AssertionError
    assert names(tmp_path / "new") == []


async def test_too_much_is_not_encrypted(
    sqlite_database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would not fit into memory is refused before anything is written."""
    monkeypatch.setattr(encryption, "LIMIT", 1000)
    with pytest.raises(BackupError, match="too_big"):
        await write_backup(sqlite_database, folder / "b", passphrase=WORD)
    assert names(folder) == []


# --- files that are no backups ------------------------------------------------------------------------


async def test_an_existing_file_is_kept(sqlite_database: Database, folder: Path) -> None:
    """A file is replaced only when told so, and only by a whole backup."""
    path = folder / "b"
    path.write_bytes(b"precious")
    with pytest.raises(BackupError, match="exists"):
        await write_backup(sqlite_database, path)
    async with sqlite_database.begin() as conn:
        await conn.execute(text("CREATE TRIGGER t AFTER INSERT ON units BEGIN SELECT 1; END"))
    with pytest.raises(BackupError, match="unrelated"):
        await write_backup(sqlite_database, path, replace=True)
    assert path.read_bytes() == b"precious"
    async with sqlite_database.begin() as conn:
        await conn.execute(text("DROP TRIGGER t"))
    await write_backup(sqlite_database, path, replace=True)
    assert path.read_bytes().startswith(b"SQLite format 3")


def _database_of_something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE officials (id INTEGER)")
        connection.commit()


@pytest.mark.parametrize("kind", ["empty", "text", "short", "pages", "cut", "stranger", "reference"])
async def test_what_is_no_whole_backup_is_refused(
    sqlite_database: Database, make: Make, folder: Path, kind: str
) -> None:
    """A wrong or damaged file is named as such, and the database that it was to replace keeps every row."""
    async with sqlite_database.begin() as conn:
        await fill(conn)
    path = folder / "b"
    await write_backup(sqlite_database, path)
    content = path.read_bytes()
    if kind == "stranger":
        path.unlink()
        _database_of_something_else(path)
    elif kind == "reference":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE officials SET unit_id = 12345")
            connection.commit()
    else:
        middle = len(content) // 2
        path.write_bytes(
            {
                "empty": b"",
                "text": "Kính gửi".encode(),
                "short": content[:50],
                "pages": content[:4096] + bytes(middle) + content[4096 + middle :],
                "cut": content[:middle],
            }[kind]
        )
    target = await make(BACKENDS[-1])
    async with target.begin() as conn:
        await fill(conn, seed=2)
    before = await rows_of(target)
    code = "unrelated" if kind in ("empty", "text", "stranger") else "damaged"
    with pytest.raises(BackupError, match=code):
        async with opened_backup(path, target) as copy:
            await install(copy, target, now(), replace=True)
    assert await rows_of(target) == before


# --- versions -----------------------------------------------------------------------------------------


def _to_first_version(conn: Connection) -> None:
    config = database_module.migrations_config()
    config.attributes["connection"] = conn
    command.upgrade(config, "0001")


async def test_an_older_backup_is_upgraded(
    sqlite_database: Database, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older program left is brought to this program's version; the backup itself stays as it is."""
    old = Database(f"sqlite:///{folder / 'old.sqlite3'}")
    monkeypatch.setattr(database_module, "_upgrade", _to_first_version)
    await old.upgrade()
    monkeypatch.undo()
    async with old.begin() as conn:
        await conn.execute(insert(house_facts), [{"key": "bot", "value": WORD, "at": now()}])
    await write_backup(old, folder / "b")
    await old.dispose()
    content = (folder / "b").read_bytes()
    async with spare(tmp_path) as target:
        async with opened_backup(folder / "b", target) as copy:
            await install(copy, target, now())
        assert await target.version() == await sqlite_database.version()
        async with target.read() as conn:
            assert await conn.scalar(select(house_facts.c.value)) == WORD
    assert (folder / "b").read_bytes() == content


async def test_a_newer_backup_is_refused(sqlite_database: Database, folder: Path, tmp_path: Path) -> None:
    """What a newer program made is not guessed at."""
    async with sqlite_database.begin() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await write_backup(sqlite_database, folder / "b")
    async with spare(tmp_path) as target:
        with pytest.raises(DatabaseAhead):
            async with opened_backup(folder / "b", target):
                raise AssertionError
        assert await target.version() is None


# --- the database that is replaced --------------------------------------------------------------------


@pytest.mark.parametrize("target_kind", BACKENDS)
async def test_a_database_with_people_is_replaced_only_when_told(
    sqlite_database: Database, make: Make, folder: Path, target_kind: str
) -> None:
    """Without the order every row stays; with it every row is the backup's."""
    async with sqlite_database.begin() as conn:
        await fill(conn)
    await write_backup(sqlite_database, folder / "b")
    target = await make(target_kind)
    async with target.begin() as conn:
        await fill(conn, rows=4, seed=2)
    before = await rows_of(target)
    async with opened_backup(folder / "b", target) as copy:
        with pytest.raises(NotEmpty):
            await install(copy, target, now())
        assert await rows_of(target) == before
        await install(copy, target, now(), replace=True)
    assert await rows_of(target) == await rows_of(sqlite_database)


async def test_a_file_that_is_open_elsewhere_is_not_replaced(
    sqlite_database: Database, make: Make, folder: Path
) -> None:
    """A process that has the database open, even one that does nothing, keeps a restore away."""
    await write_backup(sqlite_database, folder / "b")
    target = await make("sqlite")
    with closing(sqlite3.connect(target.url.database or "")) as living:
        living.execute("SELECT count(*) FROM units").fetchall()
        with pytest.raises(FileInUse):
            async with opened_backup(folder / "b", target) as copy:
                await install(copy, target, now(), replace=True)
    async with opened_backup(folder / "b", target) as copy:
        await install(copy, target, now(), replace=True)


@pytest.mark.skipif("postgresql" not in BACKENDS, reason="an SQLite file needs no sign of life")
async def test_a_bot_that_works_keeps_a_restore_away(
    sqlite_database: Database, make: Make, folder: Path
) -> None:
    """On PostgreSQL its process's lease decides; once that is given back, the restore goes on."""
    await write_backup(sqlite_database, folder / "b")
    target = await make("postgresql")
    async with opened_backup(folder / "b", target) as copy:
        async with target.begin() as conn:
            assert await leases.take(conn, f"{leases.PROCESS}one", "one", {}, now())
        with pytest.raises(StillRunning):
            await install(copy, target, now(), replace=True)
        async with target.begin() as conn:
            await leases.release(conn, "one")
        await install(copy, target, now(), replace=True)


async def test_a_damaged_database_can_be_replaced(
    sqlite_database: Database, make: Make, folder: Path
) -> None:
    """A restore is for exactly that: what cannot be read any more gives way when told."""
    async with sqlite_database.begin() as conn:
        await fill(conn)
    await write_backup(sqlite_database, folder / "b")
    target = await make("sqlite")
    await target.dispose()
    shutil.copy(__file__, target.url.database or "")
    async with opened_backup(folder / "b", target) as copy:
        await install(copy, target, now(), replace=True)
    assert await rows_of(target) == await rows_of(sqlite_database)


# --- what must not happen again -----------------------------------------------------------------------


async def test_nothing_that_waited_is_sent_after_a_restore(database: Database) -> None:
    """Due invitations and reminders become unknown, other messages are dropped, reports under way are ended.

    What may not leave before a later moment stays; old cards fit no question; the old place is forgotten.
    """
    async with database.begin() as conn:
        field = await archive.open_field(conn)
        chat = await archive.link(conn, field, "LT01")
        await archive.begin(conn, field, "LT02")
        row: dict[str, object] = {
            "channel": "telegram",
            "address": "chat",
            "created_at": now(),
            "message": {},
        }
        case = {"case_id": field.cases["LT01"], "contact_point_id": chat}
        later = {"not_before": now() + archive.HOUR}
        messages: tuple[dict[str, object], ...] = (
            {"lane": "bulk", "purpose": "invitation", **case},
            {"lane": "bulk", "purpose": "reminder", "number": 1, "status": "sending", **case},
            {"lane": "bulk", "purpose": "reminder", "number": 2, **later, **case},
            {"lane": "reply", "purpose": "document", "attachment": b"report"},
            {"lane": "reply", "purpose": "reply", "status": "sent"},
        )
        for number, values in enumerate(messages):
            await conn.execute(insert(outbox).values(row | {"key": str(number)} | values))
        await conn.execute(insert(jobs).values(kind="report", parameters={}, created_at=now(), error=""))
        await set_fact(conn, MOVED_TO, "elsewhere", now())
        await set_fact(conn, "last_fetch.telegram", now().isoformat(), now())
        visits = (await conn.scalars(select(responses.c.visit))).all()
    async with database.begin() as conn:
        assert await settle(conn, now()) == (2, 1)
    async with database.read() as conn:
        left = (await conn.scalars(select(outbox.c.status).order_by(outbox.c.key))).all()
        assert left == ["unknown", "unknown", "queued", "dropped", "sent"]
        assert (await conn.scalars(select(jobs.c.id).where(jobs.c.done_at.is_(None)))).all() == []
        after = (await conn.scalars(select(responses.c.visit))).all()
        assert [new - old for new, old in zip(after, visits, strict=True)] == [1000]
        assert await get_fact(conn, MOVED_TO) is None
        assert await get_fact(conn, "last_fetch.telegram") is None


async def test_a_second_backup_of_a_restored_database_is_the_same(
    sqlite_database: Database, make: Make, folder: Path
) -> None:
    """Nothing wears off: a backup of a restored database holds the same rows again."""
    async with sqlite_database.begin() as conn:
        await fill(conn)
        await conn.execute(update(officials).values(note=WORD))
    first = await make(BACKENDS[-1])
    await write_backup(sqlite_database, folder / "1")
    async with opened_backup(folder / "1", first) as copy:
        await install(copy, first, now())
    await write_backup(first, folder / "2")
    async with opened_backup(folder / "2", sqlite_database) as copy:
        assert await rows_of(copy) == await rows_of(sqlite_database)
