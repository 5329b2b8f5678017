"""``khaosat backup``, ``restore`` and ``db copy`` from outside: files, sentences, exit codes."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from bot.cli.root import app
from storage.database import Database
from storage.moving import MOVED_TO
from storage.office import get_fact, set_fact
from tests.bot.test_cli import OPEN, Done, Khaosat, khaosat, ready, upgraded
from tests.conftest import POSTGRES_IS_OFF
from tests.postgres import PostgresServer, run_apart

__all__ = ["khaosat", "ready", "upgraded"]

needs_postgres = pytest.mark.skipif(POSTGRES_IS_OFF, reason="needs PostgreSQL")
BASE = Path("data/khaosat.sqlite3")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Have an empty PostgreSQL database."""
    urls: list[str] = []

    async def create() -> None:
        urls.append(await postgres_server.create(empty=True))

    run_apart(create())
    yield urls[0]
    run_apart(postgres_server.drop(urls[0]))


def people(path: Path = BASE) -> list[tuple[str, ...]]:
    """Return who stands on the roster of a database file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT roster_key, full_name FROM officials").fetchall()


def answering(*arguments: object, typed: str) -> Done:
    """Run a command and type an answer to its question."""
    result = CliRunner().invoke(app, [str(each) for each in arguments], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def test_a_backup_is_made_and_restored(ready: Khaosat) -> None:
    """A backup is private and replaces nothing unasked; restored into an empty place it brings everything back."""
    ready(*OPEN)
    done = ready("backup", "b.sqlite3")
    assert (done.code, "Đã sao lưu vào b.sqlite3" in done.out) == (0, True)
    assert stat.S_IMODE(Path("b.sqlite3").stat().st_mode) == 0o600
    again = ready("backup", "b.sqlite3")
    assert (again.code, "--force" in again.err) == (2, True)
    assert ready("backup", "b.sqlite3", "--force").code == 0
    BASE.unlink()
    done = ready("restore", "b.sqlite3")
    assert (done.code, "Đã khôi phục b.sqlite3 vào data/khaosat.sqlite3" in done.out) == (0, True)
    assert people() == [("A1", "Nguyễn Văn An")]
    assert "Đợt" in ready("wave", "list").out or ready("wave", "list").code == 0


def test_a_restore_replaces_a_database_only_after_a_question(ready: Khaosat) -> None:
    """Without --force a filled database is refused; with it a No, or no answer, changes nothing."""
    assert ready("backup", "b").code == 0
    with closing(sqlite3.connect(BASE)) as connection:
        connection.execute("UPDATE officials SET full_name = 'Khác'")
        connection.commit()
    refused = ready("restore", "b")
    assert (refused.code, "không trống" in refused.err) == (1, True)
    for typed in ("n\n", ""):
        assert answering("restore", "b", "--force", typed=typed).code == 1
        assert people() == [("A1", "Khác")]
    done = answering("restore", "b", "--force", typed="y\n")
    assert done.code == 0, done.said
    assert people() == [("A1", "Nguyễn Văn An")]


def test_the_database_itself_is_not_written_over_by_its_backup(upgraded: Khaosat) -> None:
    """Even with --force."""
    done = upgraded("backup", BASE, "--force")
    assert (done.code, "chính là cơ sở dữ liệu" in done.err) == (2, True)
    assert people() == [("A1", "Nguyễn Văn An")]


def test_an_encrypted_backup_asks_for_its_passphrase(
    upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes from the environment or a terminal, never from the arguments; a wrong one changes nothing."""
    without = upgraded("backup", "b.age", "--encrypt")
    assert (without.code, "KHAOSAT_BACKUP_PASSPHRASE" in without.err) == (2, True)
    monkeypatch.setenv("KHAOSAT_BACKUP_PASSPHRASE", "hoa sen")
    assert "mã hóa" in upgraded("backup", "b.age", "--encrypt").out
    BASE.unlink()
    monkeypatch.setenv("KHAOSAT_BACKUP_PASSPHRASE", "hoa súng")
    wrong = upgraded("restore", "b.age")
    assert (wrong.code, "Mật khẩu không mở được" in wrong.err) == (2, True)
    assert not BASE.exists()
    monkeypatch.setenv("KHAOSAT_BACKUP_PASSPHRASE", "hoa sen")
    assert upgraded("restore", "b.age").code == 0
    assert people() == [("A1", "Nguyễn Văn An")]


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Không có tệp"), (b"Xin chao", "không phải là bản sao lưu")]
)
def test_a_wrong_file_is_named(upgraded: Khaosat, content: bytes | None, said: str) -> None:
    """A missing or strange file ends in a sentence, exit code 2, and the database is as before."""
    if content is not None:
        Path("b").write_bytes(content)
    done = upgraded("restore", "b")
    assert (done.code, said in done.err) == (2, True)
    assert people() == [("A1", "Nguyễn Văn An")]


@pytest.mark.parametrize("is_the_backup", [True, False])
def test_a_newer_version_is_named(upgraded: Khaosat, is_the_backup: bool) -> None:
    """It is said whether the backup or the database itself is from a newer program."""
    upgraded("backup", "b")
    with closing(sqlite3.connect("b" if is_the_backup else BASE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    done = upgraded("restore", "b")
    assert done.code == 1
    assert ("b do bản chương trình mới hơn" in done.err) is is_the_backup


def test_without_a_database_there_is_nothing_to_back_up(khaosat: Khaosat) -> None:
    """The upgrade is named, and no file is left."""
    done = khaosat("backup", "b")
    assert (done.code, "khaosat db upgrade" in done.err) == (1, True)
    assert list(Path().iterdir()) == []


@needs_postgres
def test_a_survey_moves_to_postgresql_and_back(ready: Khaosat, postgres_url: str) -> None:
    """``db copy`` says what it copied; the old place refuses to run and names the new one without a password."""
    ready(*OPEN)
    done = ready("db", "copy", f"sqlite:///{BASE}", postgres_url)
    assert done.code == 0, done.said
    assert "officials: 1 dòng" in done.out
    name = make_url(postgres_url).database
    with closing(sqlite3.connect(BASE)) as connection:
        query = "SELECT value FROM house_facts WHERE key = ?"
        assert connection.execute(query, (MOVED_TO,)).fetchone()[0].endswith(f"/{name}")
    again = ready("db", "copy", f"sqlite:///{BASE}", "sqlite:///other.sqlite3")
    assert (again.code, "đã được chuyển" in again.err) == (1, True)
    filled = ready("db", "copy", postgres_url, f"sqlite:///{BASE}")
    assert (filled.code, "không trống" in filled.err) == (1, True)
    back = ready("db", "copy", postgres_url, "sqlite:///back.sqlite3")
    assert back.code == 0, back.said
    assert people(Path("back.sqlite3")) == [("A1", "Nguyễn Văn An")]


@needs_postgres
def test_backups_serve_both_databases(
    ready: Khaosat, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup of SQLite is restored into PostgreSQL, and one of that into SQLite."""
    ready(*OPEN)
    assert ready("backup", "1").code == 0
    monkeypatch.setenv("KHAOSAT_DATABASE_URL", postgres_url)
    assert ready("restore", "1").code == 0
    assert "Nguyễn Văn An" in ready("roster", "show", "--people").out
    assert ready("backup", "2").code == 0
    monkeypatch.delenv("KHAOSAT_DATABASE_URL")
    BASE.unlink()
    assert ready("restore", "2").code == 0
    assert people() == [("A1", "Nguyễn Văn An")]


def test_a_moved_database_refuses_to_run(ready: Khaosat, monkeypatch: pytest.MonkeyPatch) -> None:
    """``khaosat run`` says where the survey went, and ends."""
    url = f"sqlite:///{BASE}"

    async def mark() -> None:
        database = Database(url)
        async with database.begin() as conn:
            await set_fact(conn, MOVED_TO, "db.example.vn/khaosat", datetime.now(UTC))
        await database.dispose()

    run_apart(mark())
    monkeypatch.setenv("KHAOSAT_TELEGRAM_TOKEN", "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    monkeypatch.setattr("bot.process.running.configure_logging", lambda _: None)
    done = ready("run")
    assert (done.code, "db.example.vn/khaosat" in done.err) == (1, True)
    assert ready("backup", "b").code == 0
    assert answering("restore", "b", "--force", typed="y\n").code == 0

    async def look() -> None:
        database = Database(url)
        async with database.read() as conn:
            assert await get_fact(conn, MOVED_TO) is None
        await database.dispose()

    run_apart(look())


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("mysql://root:bi-mat@a/b", "sqlite:///x", "TỪ: chỉ dùng được sqlite hoặc postgresql"),
        ("sqlite:///x", "postgresql://a:bi-mat@b/c?sslmdoe=require", "ĐẾN: không biết tham số sslmdoe"),
        ("sqlite:///x", "postgresql://a:bi-mat@b/c?sslmode=on", "tham số sslmode"),
        ("sqlite:///x", "sqlite:///x", "là một"),
    ],
    ids=["backend", "parameter", "value", "same"],
)
def test_a_wrong_place_is_named(khaosat: Khaosat, source: str, target: str, said: str) -> None:
    """A bad URL is exit code 2 with the place and the parameter, never the password; nothing is made."""
    done = khaosat("db", "copy", source, target)
    assert (done.code, said in done.err) == (2, True)
    assert "bi-mat" not in done.said
    assert list(Path().iterdir()) == []


def test_a_source_without_a_survey_is_named(khaosat: Khaosat) -> None:
    """Nothing is copied from a file that is not there, and none is made."""
    done = khaosat("db", "copy", "sqlite:///from.sqlite3", "sqlite:///to.sqlite3")
    assert (done.code, "from.sqlite3 chưa có khảo sát" in done.err) == (1, True)
    assert list(Path().iterdir()) == []


# --- the way to PostgreSQL ----------------------------------------------------------------------------


@pytest.fixture
def guarded_url(postgres_server: PostgresServer, postgres_url: str) -> str:
    """Have a database that asks its user for a password, and has no encryption."""
    rules = postgres_server._folder / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    if "asker" not in before:
        rules.write_text(f"local all asker scram-sha-256\n{before}", encoding="utf-8")
        run_apart(postgres_server._execute("CREATE ROLE asker LOGIN PASSWORD 'p@ss/wörd'"))
        run_apart(postgres_server._execute("SELECT pg_reload_conf()"))
    name = make_url(postgres_url).database
    run_apart(postgres_server._execute(f"ALTER DATABASE {name} OWNER TO asker"))
    url = make_url(postgres_url).set(username="asker", password="p@ss/wörd")
    return url.render_as_string(hide_password=False)


@needs_postgres
def test_a_url_as_people_write_it_reaches_postgresql(
    khaosat: Khaosat, guarded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A percent-encoded password, a socket, sslmode, a timeout and settings of the session are understood."""
    more = "&sslmode=prefer&connect_timeout=20&application_name=khaosat&options=-c%20statement_timeout%3D60s"
    url = guarded_url.replace("postgresql:", "postgres:") + more
    monkeypatch.setenv("KHAOSAT_DATABASE_URL", url)
    done = khaosat("db", "upgrade")
    assert done.code == 0, done.said
    asked: list[object] = []

    async def ask() -> None:
        database = Database(url)
        async with database.read() as conn:
            asked.append((await conn.exec_driver_sql("SHOW application_name")).scalar_one())
            asked.append((await conn.exec_driver_sql("SHOW statement_timeout")).scalar_one())
        await database.dispose()

    run_apart(ask())
    assert asked == ["khaosat", "1min"]


COMMANDS = [
    ("db", "upgrade"),
    ("doctor",),
    ("run",),
    ("roster", "show"),
    ("wave", "list"),
    ("admin", "invite"),
    ("backup", "new"),
    ("restore", "b"),
]


@dataclass(frozen=True)
class Obstacle:
    """What is wrong with a URL, and what is said of it."""

    said: str
    user: str = "asker"
    password: str = "p@ss/wörd"
    database: str | None = None
    host: str | None = None
    query: str = ""


REFUSED = "không có máy chủ PostgreSQL nào nghe"
OBSTACLES = {
    "password": Obstacle("mật khẩu không đúng", password="s3cret"),
    "user": Obstacle("không cho người dùng này", user="nobody9", password="s3cret"),
    "name": Obstacle("không có cơ sở dữ liệu mang tên này", database="nothing9"),
    "host": Obstacle("không tìm thấy máy chủ", host="host.invalid"),
    "port": Obstacle(REFUSED, host="127.0.0.1"),
    "ports": Obstacle(REFUSED, host="localhost"),
    "socket": Obstacle(REFUSED, host="", query="?host=/nowhere"),
    "certificate": Obstacle("sslrootcert=/nowhere/ca", host="127.0.0.1", query="?sslrootcert=/nowhere/ca"),
}


@needs_postgres
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", OBSTACLES)
def test_what_keeps_postgresql_away_is_one_sentence(
    khaosat: Khaosat, guarded_url: str, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], name: str
) -> None:
    """Every command ends with exit code 1 and what is the matter, without a traceback and without the password."""
    obstacle, url = OBSTACLES[name], make_url(guarded_url)
    url = url.set(
        username=obstacle.user, password=obstacle.password, database=obstacle.database or url.database
    )
    if obstacle.host is not None:
        url = url.set(query={}, host=obstacle.host or None, port=1 if obstacle.host else None)
    bad_url = url.render_as_string(hide_password=False) + obstacle.query
    if arguments[0] == "restore":
        assert khaosat("db", "upgrade").code == 0
        assert khaosat("backup", "b").code == 0
    if arguments[0] == "run":
        monkeypatch.setenv("KHAOSAT_TELEGRAM_TOKEN", "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    monkeypatch.setenv("KHAOSAT_DATABASE_URL", bad_url)
    done = khaosat(*arguments)
    assert done.code == 1, done.said
    assert obstacle.said in done.said
    assert not any(secret in done.said for secret in ("s3cret", "wörd", "w%C3%B6rd"))
