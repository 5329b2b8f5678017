"""The distribution: a wheel that is built from the sdist works in an empty environment, without the repository."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from surveys.content import read

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and an empty folder to work in."""

    scripts: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the environment in the empty folder; it must end well. Returns what it printed."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KHAOSAT_", "PYTHON", "COVERAGE"))
        }
        done = subprocess.run(
            [self.scripts / program, *arguments],
            cwd=self.folder,
            env=kept,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build as ``make dist`` does; install the wheel beside the locked libraries, but not beside our own sources."""
    place = tmp_path_factory.mktemp("shipping")
    _must(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(place / "dist"), str(ROOT))
    (wheel,) = (place / "dist").glob("*.whl")
    venv.create(place / "env", with_pip=False)
    names = {"base": str(place / "env"), "platbase": str(place / "env")}
    scheme = "venv" if "venv" in sysconfig.get_scheme_names() else None
    scripts, pure = (Path(sysconfig.get_path(kind, scheme or "", names)) for kind in ("scripts", "purelib"))
    # Only the folder is named: what its own .pth files add (our sources, as an editable install) is left out.
    (pure / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = str(scripts / "python")
    _must(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", str(wheel))
    (place / "work").mkdir()
    return Installed(scripts, place / "work")


def _must(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_program_is_not_the_repository(installed: Installed) -> None:
    """What runs below comes from the wheel."""
    said = installed.run(
        "python", "-c", "import bot, storage, surveys; print(bot.__file__, storage.__file__)"
    )
    assert str(installed.scripts.parent) in said
    assert str(ROOT) not in said


def test_the_installed_program_explains_itself(installed: Installed) -> None:
    """``khaosat --help`` names its commands."""
    assert "roster" in installed.run("khaosat", "--help")


def test_the_wheel_brings_migrations_and_the_built_in_form(installed: Installed) -> None:
    """``khaosat db upgrade`` makes the database in an empty folder and publishes the form that came with it."""
    assert "tna_capxa" in installed.run("khaosat", "db", "upgrade")
    assert (installed.folder / "data" / "khaosat.sqlite3").is_file()


def test_an_installed_program_checks_a_form(installed: Installed) -> None:
    """``khaosat form check`` reads a form of the office."""
    (installed.folder / "form.md").write_bytes(read("tna_capxa.md"))
    installed.run("khaosat", "form", "check", "form.md")


def test_the_wheel_brings_every_file_of_the_rooms(installed: Installed) -> None:
    """Texts, standards, the sample roster, the pages of the simulator: each file that git knows is installed."""
    known = subprocess.run(
        ["git", "ls-files", "bot", "storage", "surveys"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if known.returncode:
        pytest.skip("this is no git checkout")
    code = "from pathlib import Path; import bot; print(Path(bot.__file__).parents[1])"
    site = Path(installed.run("python", "-c", code).strip())
    assert [name for name in known.stdout.splitlines() if not (site / name).is_file()] == []


def test_the_source_archive_holds_what_builds_it(installed: Installed) -> None:
    """It has the licence and the three floors, and no database or secret of a developer's."""
    (archive,) = (installed.folder.parent / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "bot/app.py", "storage/database.py"} <= names
    assert not [name for name in names if name.endswith((".sqlite3", ".env", ".pem")) or "secrets/" in name]
