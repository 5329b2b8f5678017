"""What is shipped works without the repository: a wheel in an empty environment, in an empty folder."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with nothing that this machine has set; it must succeed."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KHAOSAT_", "PYTHON", "COVERAGE"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive, and the wheel from it, without the network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment that has the locked libraries and not the repository."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = built.glob("*.whl")
    target = Path(
        run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=folder).stdout.strip()
    )
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    libraries = Path(sysconfig.get_paths()["purelib"])
    for each in libraries.iterdir():  # all but the editable installation
        if (
            not each.name.startswith(("khaosat", "_editable", "__editable__", "_virtualenv"))
            and not (target / each.name).exists()
            and each.suffix != ".pth"
        ):
            (target / each.name).symlink_to(each)
    return python


def test_the_wheel_works_without_the_repository(installed: Path, tmp_path: Path) -> None:
    """Database, built-in form, sample roster and the page of the simulator are all inside."""
    where = run(installed, "-c", "import bot; print(bot.__file__)", cwd=tmp_path).stdout.strip()
    assert not Path(where).is_relative_to(ROOT)
    assert "khaosat" in run(installed, "-m", "bot", "--help", cwd=tmp_path).stdout
    run(installed, "-m", "bot", "db", "upgrade", cwd=tmp_path)
    code = "from surveys.content import read; import sys; sys.stdout.buffer.write(read(sys.argv[1]))"
    for name in ("roster_luong_tai.xlsx", "tna_capxa.md"):
        content = subprocess.run(
            [installed, "-c", code, name], cwd=tmp_path, check=True, capture_output=True
        ).stdout
        (tmp_path / name).write_bytes(content)
    run(installed, "-m", "bot", "form", "check", "tna_capxa.md", cwd=tmp_path)
    run(installed, "-m", "bot", "roster", "import", "roster_luong_tai.xlsx", "--dry-run", cwd=tmp_path)
    page = "import bot.simulator, pathlib; print((pathlib.Path(bot.simulator.__file__).parent / 'page.html').is_file())"
    assert run(installed, "-c", page, cwd=tmp_path).stdout.strip() == "True"


def test_the_source_archive_holds_what_builds_it(built: Path) -> None:
    """The archive has the licence, the three floors and no database or secret of a developer's."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "bot/app.py", "storage/database.py"} <= names
    assert not [name for name in names if name.endswith((".sqlite3", ".env", ".pem"))]
