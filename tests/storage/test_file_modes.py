"""The database, what lies beside it and the data folder can be read by their owner only."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import file_modes
from storage.database import Database, default_url
from storage.file_modes import database_files, exposed_paths, tighten

pytestmark = pytest.mark.skipif(not file_modes.HAS_MODES, reason="Windows knows no such modes")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let new files be made as generously as some accounts are set up to, or as strictly."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def readable(path: Path) -> Path:
    """Make an empty file that everybody can read."""
    path.touch()
    path.chmod(0o644)
    return path


def mode(path: Path) -> int:
    """Return the permissions of a path."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
async def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    """Folder, database, log and shared memory are made for their owner, whatever the umask."""
    folder = tmp_path / "data"
    database = Database(default_url(folder))
    await database.upgrade()
    async with database.begin():
        made = [path for path in database_files(database.url) if path.is_file()]
        assert {path.suffix for path in made} == {".sqlite3", ".sqlite3-wal", ".sqlite3-shm"}
        assert {mode(path) for path in made} == {0o600}
    assert mode(folder) == 0o700
    assert exposed_paths("", folder, tmp_path / ".env") == []
    await database.dispose()


@pytest.mark.parametrize("act", ["upgrade", "require_current"])
async def test_files_of_an_earlier_version_are_closed(tmp_path: Path, act: str) -> None:
    """What was readable for everybody is closed at an upgrade and at every start, the log too."""
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    await database.upgrade()
    async with database.read():
        files = [path for path in database_files(database.url) if path.is_file()]
        for path in files:
            path.chmod(0o644)
        await getattr(database, act)()
        assert {mode(path) for path in files} == {0o600}
    await database.dispose()


def test_what_others_can_read_is_told(tmp_path: Path) -> None:
    """The folder, the database with its log, and the settings are told of when another account may read or write."""
    folder, env = tmp_path / "data", tmp_path / ".env"
    folder.mkdir(mode=0o700)
    files = [folder / f"khaosat.sqlite3{suffix}" for suffix in ("", "-wal", "-shm")]
    for path in (*files, env):
        path.write_text("bí mật", encoding="utf-8")
        path.chmod(0o600)
    assert exposed_paths("", folder, env) == []
    for path, granted in ((folder, 0o710), (files[0], 0o640), (files[1], 0o604), (env, 0o602)):
        path.chmod(granted)
        assert exposed_paths("", folder, env) == [path]
        path.chmod(granted & 0o700)


def test_a_database_elsewhere_is_looked_at_where_it_is(tmp_path: Path) -> None:
    """With a URL the file of the URL counts; a PostgreSQL has none, and missing files are no matter."""
    path = readable(tmp_path / "khác.sqlite3")
    env = tmp_path / "no.env"
    assert exposed_paths(f"sqlite:///{path}", tmp_path / "none", env) == [path]
    for elsewhere in (
        "postgresql://user:mật@host/khaosat",
        "postgres://one,two:5433/khaosat?sslmode=require",
    ):
        assert exposed_paths(elsewhere, tmp_path / "none", env) == []
    assert exposed_paths("", tmp_path / "none", env) == []


def test_what_belongs_to_somebody_else_is_named_not_fatal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose mode we may not change is returned; the others are closed all the same."""
    theirs, ours = readable(tmp_path / "theirs"), readable(tmp_path / "ours")
    chmod = Path.chmod

    def refuse(path: Path, granted: int) -> None:
        if path == theirs:
            raise PermissionError(1, "Operation not permitted")
        chmod(path, granted)

    monkeypatch.setattr(Path, "chmod", refuse)
    assert tighten([theirs, ours, tmp_path / "missing"]) == [theirs]
    assert mode(ours) == 0o600


def test_a_folder_that_is_shared_on_purpose_stays_so(tmp_path: Path) -> None:
    """A folder like /tmp, where everybody may make files, is told of and never changed."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    assert tighten([folder]) == [folder]
    assert mode(folder) == 0o1777
    assert exposed_paths("", folder, tmp_path / ".env") == [folder]


def test_windows_has_nothing_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where modes mean nothing, nothing is told and nothing is changed."""
    monkeypatch.setattr(file_modes, "HAS_MODES", False)
    path = readable(tmp_path / "khaosat.sqlite3")
    assert exposed_paths(f"sqlite:///{path}", tmp_path, tmp_path / ".env") == []
    assert tighten([path]) == []
    assert mode(path) == 0o644
