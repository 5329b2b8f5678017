"""``khaosat doctor``: each thing that can be wrong is found on a real database, and the worst is said last."""

import os
import shutil
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.diagnosis import Facts, Finding, diagnose, worst
from bot.cli.examination import exposed_files, gather_facts
from bot.cli.house import House
from bot.process.house_facts import CONFLICT, HEARTBEAT, RETAINED
from bot.process.whereabouts import this_process
from bot.settings import Settings
from bot.texts.doctor import REMEDIES, TEXTS
from storage import leases, office
from storage.database import Database
from storage.leases import PROCESS
from storage.sql import form_versions, inbox, outbox, waves
from storage.sql import leases as lease_rows
from tests.bot.test_cli import Khaosat, khaosat, ready, upgraded

__all__ = ["khaosat", "ready", "upgraded"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Spoil = Callable[[AsyncConnection, datetime], Awaitable[None]]


@pytest.fixture
def now() -> datetime:
    """Give the present moment: the database's own clock cannot be set."""
    return datetime.now(UTC)


@pytest.fixture
def house(database: Database, tmp_path: Path, now: datetime) -> House:
    """Open a house whose settings are complete and private."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    for path in tmp_path.glob("*.sqlite3*"):
        path.chmod(0o600)
    settings = Settings(
        _env_file=None,
        telegram_token=SecretStr("1:a"),
        data_dir=folder,
        office_name="Ban Tổ chức",
        office_address="Thị trấn Thứa",
        data_contact="0222 3867 000",
        retention_days=90,
    )
    return House(settings, database, now)


async def let_run(conn: AsyncConnection, now: datetime, since: timedelta = HOUR) -> None:
    """Let a bot work on the database since a while, in good health."""
    await leases.take(conn, f"{PROCESS}bot", "bot", this_process(), now)
    row = update(lease_rows).where(lease_rows.c.name == f"{PROCESS}bot")
    await conn.execute(row.values(acquired_at=now - since))
    for key in (HEARTBEAT, RETAINED):
        await office.set_fact(conn, key, now.isoformat(), now)


async def found(house: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, Finding]:
    """Examine the house; returns its findings by name."""
    monkeypatch.chdir(house.settings.data_dir.parent)
    for path in house.settings.data_dir.parent.glob("*.sqlite3-*"):
        path.chmod(0o600)
    return {finding.name: finding for finding in diagnose(await gather_facts(house))}


def gravest(findings: dict[str, Finding]) -> tuple[str, str] | None:
    """The worst finding's name and state."""
    finding = worst(list(findings.values()))
    return None if finding is None else (finding.name, finding.state)


async def add_message(conn: AsyncConnection, now: datetime, **values: Any) -> None:
    """Put a message into the outbox."""
    message = {
        "lane": "bulk",
        "channel": "telegram",
        "address": "1",
        "message": {},
        "created_at": now,
        "number": 0,
        "purpose": "invitation",
        "claimed_by": "",
        "status": "queued",
        "attempt_count": 0,
        "sent_ref": "",
        "error": "",
    }
    await conn.execute(insert(outbox).values(message | values))


async def add_wave(conn: AsyncConnection, state: str, opens_at: datetime, closes_at: datetime) -> None:
    """Put a wave into the archive."""
    form = {"sha256": "0", "form_id": "f", "version": "1", "title": "t", "definition": "{}"}
    await conn.execute(insert(form_versions).values(published_at=opens_at, **form))
    wave = {"form_sha256": "0", "unit_codes": [], "titles": [], "choice_lists": {}, "reminders": ""}
    moments = {"opens_at": opens_at, "closes_at": closes_at, "created_at": opens_at}
    await conn.execute(insert(waves).values(state=state, any_hour=False, **wave, **moments))


async def rival(conn: AsyncConnection, now: datetime) -> None:
    """Another program has the token."""
    await office.set_fact(conn, CONFLICT, (now - 4 * MINUTE).isoformat(), now)


async def old_queue(conn: AsyncConnection, now: datetime) -> None:
    """A message was due long ago."""
    await add_message(conn, now - HOUR)


async def hanging_send(conn: AsyncConnection, now: datetime) -> None:
    """A message has been on its way for six minutes, in the hands of the living."""
    await add_message(conn, now, status="sending", claimed_by="bot", claimed_at=now - 6 * MINUTE)


async def unreachable(conn: AsyncConnection, now: datetime) -> None:
    """Nothing was fetched for four minutes."""
    await office.set_fact(conn, HEARTBEAT, (now - 4 * MINUTE).isoformat(), now)


async def dead_update(conn: AsyncConnection, now: datetime) -> None:
    """A message made its turn fail."""
    row = {"channel": "telegram", "update_id": 7, "address": "1", "status": "dead", "received_at": now - HOUR}
    await conn.execute(insert(inbox).values(row))


async def stopped(conn: AsyncConnection, now: datetime) -> None:  # noqa: ARG001 - a spoiler's signature
    """The bot has ended."""
    await leases.release(conn, "bot")


async def crashed(conn: AsyncConnection, now: datetime) -> None:
    """The bot died on this machine a moment ago: its lease seems to hold."""
    told = this_process() | {"began": "1"}
    row = update(lease_rows).where(lease_rows.c.name == f"{PROCESS}bot")
    await conn.execute(row.values(told=told, renewed_at=now))


async def unopened(conn: AsyncConnection, now: datetime) -> None:
    """A wave should have opened."""
    await add_wave(conn, "planned", now - HOUR, now + DAY)


async def unclosed(conn: AsyncConnection, now: datetime) -> None:
    """A wave should have closed."""
    await add_wave(conn, "open", now - DAY, now - HOUR)


async def unerased(conn: AsyncConnection, now: datetime) -> None:
    """What is to be erased was not for two days, while the bot ran."""
    await let_run(conn, now, since=3 * DAY)
    await office.set_fact(conn, RETAINED, (now - 2 * DAY).isoformat(), now)


async def old_job(conn: AsyncConnection, now: datetime) -> None:
    """A report was asked for an hour ago."""
    await office.queue_job(conn, "report", {"wave": 1}, now - HOUR)


async def test_a_house_in_order_has_nothing_to_say(
    house: House, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a living bot that fetches, every finding is good, and the process is named."""
    async with database.begin() as conn:
        await let_run(conn, now)
    findings = await found(house, monkeypatch)
    assert gravest(findings) is None, findings
    assert str(os.getpid()) in findings["process"].detail


async def test_a_process_that_gives_a_sign_while_it_is_examined_lives(
    house: House, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The doctor waited for the database meanwhile: a lease renewed since it began is no lease of the future."""
    async with database.begin() as conn:
        await let_run(conn, now)
    began = House(house.settings, database, now - 5 * timedelta(seconds=1))
    assert (await found(began, monkeypatch))["process"].state == "good"


async def test_a_house_that_never_ran_is_told_to(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh database: nothing is wrong yet, but the last line says what comes next."""
    findings = await found(house, monkeypatch)
    assert gravest(findings) == ("process", "warning")
    assert "khaosat run" in findings["process"].remedy


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (rival, "conflict"),
        (old_queue, "queue"),
        (hanging_send, "queue"),
        (unreachable, "fetch"),
        (dead_update, "inbox"),
        (stopped, "process"),
        (crashed, "process"),
        (unopened, "waves"),
        (unclosed, "waves"),
        (unerased, "retention"),
        (old_job, "jobs"),
    ],
)
async def test_what_is_wrong_is_found(
    house: House,
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    *,
    spoil: Spoil,
    name: str,
) -> None:
    """It is the worst finding, it is bad, and it says what to do."""
    async with database.begin() as conn:
        await let_run(conn, now)
        await spoil(conn, now)
    findings = await found(house, monkeypatch)
    assert gravest(findings) == (name, "bad"), findings
    assert findings[name].remedy == REMEDIES[name]


async def test_a_database_that_takes_no_row_is_found(
    house: House, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-only on PostgreSQL, refused on SQLite: the reason stands in the finding."""
    async with database.begin() as conn:
        await let_run(conn, now)
        if database.is_sqlite:
            await conn.execute(
                text(
                    "CREATE TRIGGER full BEFORE INSERT ON house_facts"
                    " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
                )
            )
        else:
            name = database.url.database
            await conn.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    await database.dispose()
    findings = await found(house, monkeypatch)
    assert gravest(findings) == ("writing", "bad")
    assert ("full" if database.is_sqlite else "read-only") in findings["writing"].detail


async def test_trying_to_write_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor changes nothing."""
    await found(house, monkeypatch)
    async with house.database.read() as conn:
        assert await office.get_fact(conn, "doctor") is None


@pytest.mark.parametrize(("free", "state"), [(199_000_000, "bad"), (250_000_000, "good")])
async def test_a_disk_that_is_nearly_full_is_found(
    house: House,
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    *,
    free: int,
    state: str,
) -> None:
    """Less than 200 MB free is too little."""
    usage = shutil.disk_usage("/")

    class Usage(NamedTuple):
        total: int
        used: int
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(usage.total, usage.used, free))
    async with database.begin() as conn:
        await let_run(conn, now)
    findings = await found(house, monkeypatch)
    assert findings["disk"].state == state
    assert findings["disk"].data["free_bytes"] == free


async def test_a_blank_notice_is_worse_when_a_wave_is_open(
    house: House, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any wave it is something to do; with one open, nobody can be asked."""
    async with database.begin() as conn:
        await let_run(conn, now)
    blank = House(house.settings.model_copy(update={"office_name": ""}), database, now)
    findings = await found(blank, monkeypatch)
    assert gravest(findings) == ("consent", "warning")
    async with database.begin() as conn:
        await add_wave(conn, "open", now - HOUR, now + DAY)
    findings = await found(blank, monkeypatch)
    assert gravest(findings) == ("consent", "bad")
    assert "KHAOSAT_OFFICE_NAME" in findings["consent"].detail


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
async def test_files_that_others_can_read_are_named(
    house: House, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings with the token, the data folder: with the command that makes them private."""
    async with database.begin() as conn:
        await let_run(conn, now)
    (house.settings.data_dir.parent / ".env").write_text("", encoding="utf-8")
    (house.settings.data_dir.parent / ".env").chmod(0o644)
    house.settings.data_dir.chmod(0o755)
    findings = await found(house, monkeypatch)
    assert gravest(findings) == ("files", "warning")
    assert findings["files"].data["readable_by_others"] == [".env", str(house.settings.data_dir)]
    assert f"chmod go= .env {house.settings.data_dir}" in findings["files"].remedy


def test_private_and_missing_files_are_not_named(tmp_path: Path) -> None:
    """Mode 0600 is private; what is not there cannot be read."""
    (tmp_path / "a").touch(mode=0o600)
    assert exposed_files([tmp_path / "a", tmp_path / "b"]) == []


async def test_two_clocks_are_compared(
    house: House, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a machine that is two minutes ahead of the database is found; SQLite has no clock of its own."""
    async with database.begin() as conn:
        await let_run(conn, now)
    ahead = House(house.settings, database, now + 2 * MINUTE)
    findings = await found(ahead, monkeypatch)
    assert findings["clock"].state == ("good" if database.is_sqlite else "bad")


def test_a_webhook_may_be_quiet() -> None:
    """No update for hours is no sign of trouble when nobody fetches."""
    now = datetime.now(UTC)
    quiet = Facts(now, is_webhook=True, fetched_at=now - 5 * HOUR)
    assert {finding.name: finding.state for finding in diagnose(quiet)}["fetch"] == "good"


@pytest.mark.parametrize(
    ("states", "name"),
    [(["good", "good"], None), (["good", "warning"], "1"), (["warning", "bad", "bad"], "1")],
)
def test_the_worst_is_the_first_of_the_gravest(states: Sequence[str], name: str | None) -> None:
    """A bad one before a warning, and of two bad ones the first."""
    finding = worst([Finding(str(number), state, "") for number, state in enumerate(states)])
    assert (finding and finding.name) == name


def test_the_last_line_is_the_worst(ready: Khaosat, tmp_path: Path) -> None:
    """A warning beside an unset token: the token stands last, with what to do; for programs it is named."""
    done = ready("doctor")
    assert done.code == 1
    last = done.out.strip().splitlines()[-1]
    assert last.startswith(f"✘ {TEXTS.names['token']}: chưa đặt KHAOSAT_TELEGRAM_TOKEN. Cần làm: ")
    assert '"worst": "token"' in ready("doctor", "--json").out
    assert (tmp_path / "data").is_dir()


def test_every_finding_has_a_name_and_a_remedy() -> None:
    """Whatever the doctor may find is worded."""
    names = {finding.name for finding in diagnose(Facts(datetime.now(UTC)))}
    assert names <= set(TEXTS.names)
    assert names <= set(REMEDIES)
