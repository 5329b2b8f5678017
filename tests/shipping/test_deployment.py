"""The files for running it elsewhere name only what there is."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


@pytest.fixture
def compose() -> dict[str, Any]:
    """The services as ``docker compose`` reads them."""
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8")))


def test_what_runs_is_locked_as_what_is_tested() -> None:
    """Every pin of the server's lock stands in the developers', with the same version."""
    run, every = (
        set(PIN.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements-run.lock", "requirements.lock")
    )
    assert run
    assert run <= every
    assert {"pytest", "mypy", "aiogram"}.isdisjoint(name for name, _ in run)


def test_every_secret_and_volume_is_declared(compose: dict[str, Any]) -> None:
    """No service asks for a secret or a volume that nothing gives, and none is given in vain."""
    services = compose["services"].values()
    asked = {name for service in services for name in service.get("secrets", ())}
    assert asked == set(compose["secrets"])
    named = {volume.partition(":")[0] for service in services for volume in service.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == set(compose["volumes"])
    assert all((ROOT / name).exists() for name in named if name.startswith("."))


def test_every_setting_exists(compose: dict[str, Any]) -> None:
    """Misspelt, a setting would silently not be set."""
    bot = compose["services"]["bot"]
    given = {name.lower() for name in (*bot["environment"], *bot["secrets"])}
    image = re.findall(r"KHAOSAT_[A-Z_]+", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    known = {f"khaosat_{name}" for name in Settings.model_fields}
    assert given | {name.lower() for name in image} <= known


def test_the_image_copies_what_there_is() -> None:
    """Every file and folder that the image takes is in the repository, and let through by .dockerignore."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    sources = [
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert sources
    assert all((ROOT / name).exists() and f"!{name}" in allowed for name in sources)
