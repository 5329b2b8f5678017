"""What offices run the bot with: the locks, the image, compose, systemd, Windows. Checked without their engines."""

import os
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import yaml

from bot.channels.web import WebAddress
from bot.cli.failures import InputWrong
from bot.settings import Settings, load_settings
from storage.database import BUSY_SECONDS

ROOT: Final = Path(__file__).parents[2]
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE: Final = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
UNIT: Final = ROOT / "deploy" / "khaosat.service"
TASKS: Final = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def is_setting(name: str) -> bool:
    """Whether a variable is one that the bot reads."""
    return name.lower().removeprefix("khaosat_") in Settings.model_fields


def steps(kind: str) -> list[str]:
    """What stands behind an instruction of the Dockerfile, wherever it is used."""
    return re.findall(rf"^{kind} +(.*)$", DOCKERFILE, re.MULTILINE)


# --- locks ------------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, tuple[str, ...]]:
    """Requirement -> its version and hashes. For which platforms it is needed may differ: more libraries ask for it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.findall(r"^(\S+)==(\S+)(.*(?:\n +--hash=.*)+)", text, re.MULTILINE)
    return {package: (version, *re.findall(r"--hash=(\S+)", rest)) for package, version, rest in entries}


def test_what_runs_is_locked_as_what_is_tested() -> None:
    """Every pin of the runtime's lock is the full lock's: same version, same files."""
    running, full = pins("requirements-run.lock"), pins("requirements.lock")
    assert {name: full.get(name) for name in running} == running
    assert all(len(each) > 1 for each in running.values())
    assert not running.keys() & {"pytest", "mypy", "hypothesis", "duckdb"}
    assert {"sqlmodel", "asyncpg", "uvloop", "orjson"} <= running.keys()


# --- image ------------------------------------------------------------------------------------------


def test_the_image_is_made_of_the_lock_and_what_the_repository_holds() -> None:
    """Libraries come with their hashes; each file that is copied exists and is let through to the builder."""
    (install,) = (each for each in steps("RUN") if " pip " in each)
    assert "--require-hashes" in install
    assert "-r requirements-run.lock" in install
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for step in steps("COPY"):
        words = [word for word in step.split() if not word.startswith("--")]
        if "--from=" in step:
            continue
        assert (ROOT / words[0]).exists()
        assert f"!{words[0]}" in let_in
    assert "*" in let_in


def test_the_image_holds_the_whole_program() -> None:
    """Every package of the wheel is copied to where the command looks for it."""
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    wanted = packages["build"]["targets"]["wheel"]["packages"]
    (place,) = re.findall(r"PYTHONPATH=(\S+)", DOCKERFILE)
    copied = [step.split() for step in steps("COPY")]
    assert [name for name in wanted if [name, f"{place}/{name}"] not in copied] == []
    command = (ROOT / "deploy" / "khaosat").read_text(encoding="utf-8")
    (environment,) = re.findall(r"python -m venv .*?(\S+)$", DOCKERFILE, re.MULTILINE)
    assert f'exec {environment}/bin/python -m bot "$@"' in command


def test_the_image_runs_as_nobody_in_particular() -> None:
    """It is not root that runs the bot, its stages have one Python, and its settings are known."""
    user, group = steps("USER")[-1].split(":")
    assert 0 not in (int(user), int(group))
    (making,) = [each for each in steps("RUN") if "useradd" in each]
    assert f"groupadd --gid {group} " in making
    assert f"--uid {user} --gid {group} " in making
    assert {each.split()[0] for each in steps("FROM")} == {"python:3.13-slim"}
    names = re.findall(r"(KHAOSAT_\w+)=", DOCKERFILE)
    assert names
    assert all(is_setting(name) for name in names)


# --- compose ----------------------------------------------------------------------------------------


def test_what_services_refer_to_exists() -> None:
    """Volumes, networks, secrets, other services, files of the repository: each name is declared, each is used."""
    used: dict[str, set[str]] = {"volumes": set(), "networks": set(), "secrets": set()}
    for service in COMPOSE["services"].values():
        assert "image" in service
        assert set(service.get("depends_on", ())) <= COMPOSE["services"].keys()
        used["networks"] |= set(service["networks"])
        used["secrets"] |= set(service.get("secrets", ()))
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("."):
                assert (ROOT / source).is_file()
            else:
                used["volumes"].add(source)
    assert used == {kind: set(COMPOSE[kind]) for kind in used}


def test_the_image_is_built_once() -> None:
    """One service builds what both run, and the other waits for it."""
    ours = {name: each for name, each in COMPOSE["services"].items() if each["image"] == "khaosat"}
    assert ours.keys() == {"upgrade", "bot"}
    assert [name for name, each in ours.items() if "build" in each] == ["upgrade"]
    assert "upgrade" in ours["bot"]["depends_on"]


def test_compose_asks_for_no_variable() -> None:
    """Whatever ``.env`` may leave out has a default, also within another's replacement: nothing warns."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert re.findall(r"\$\{KHAOSAT_DOMAIN(.)", text)
    assert [each for each in re.findall(r"\$\{?\w+(.?.?)", text) if each not in (":-", ":+")] == []


@pytest.mark.skipif(shutil.which("docker") is None, reason="no Docker on this machine")
@pytest.mark.parametrize("domain", ["", "survey.example.vn"])
def test_compose_itself_reads_the_file(domain: str, tmp_path: Path) -> None:
    """Where Docker has Compose (no engine is needed), it reads the file without a warning, with and without Caddy."""
    environment = {name: value for name, value in os.environ.items() if "KHAOSAT" not in name}
    environment |= {"KHAOSAT_DOMAIN": domain, "COMPOSE_PROFILES": "webhook"} if domain else {}
    command = ["docker", "compose", "--env-file", os.devnull, "--file", str(ROOT / "compose.yaml"), "config"]
    if subprocess.run([*command[:2], "version"], capture_output=True, check=False).returncode:
        pytest.skip("this Docker has no Compose")
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    read = yaml.safe_load(done.stdout)["services"]
    assert ("caddy" in read) == bool(domain)
    url = read["bot"]["environment"]["KHAOSAT_TELEGRAM_WEBHOOK_URL"]
    assert url == (f"https://{domain}/telegram" if domain else "")


def test_services_last_and_keep_their_logs_small() -> None:
    """Each comes up again except the upgrade, which the bot waits for; no log grows without end."""
    for name, service in COMPOSE["services"].items():
        assert service["restart"] == ("no" if name == "upgrade" else "unless-stopped")
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    bot = COMPOSE["services"]["bot"]
    assert bot["depends_on"]["upgrade"] == {"condition": "service_completed_successfully"}
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]


def test_no_secret_stands_in_the_composition() -> None:
    """Secrets are files; the bot's are named as its settings; nothing but the webhook's front is published."""
    services = COMPOSE["services"]
    assert all(is_setting(name) for name in services["bot"]["secrets"])
    assert all(is_setting(name) for name in services["bot"]["environment"])
    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]
    assert services["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/run/secrets/postgres_password"


@pytest.mark.skipif(os.name != "posix", reason="a script for the shell of the machine that runs Docker")
def test_the_script_makes_the_secrets_that_the_composition_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It writes each file once, closed to other accounts, and the bot reads its settings from them."""
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "secrets.sh", tmp_path / "deploy")
    command = ["sh", str(tmp_path / "deploy" / "secrets.sh"), "123456789:AAtoken"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
    folder = tmp_path / "secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {f"./secrets/{path.name}" for path in folder.iterdir()} == {
        each["file"] for each in COMPOSE["secrets"].values()
    }
    monkeypatch.setenv("KHAOSAT_SECRETS_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.telegram_token.get_secret_value() == "123456789:AAtoken"
    assert re.fullmatch(r"[A-Za-z0-9_-]{48}", settings.telegram_webhook_secret.get_secret_value())
    url = urlsplit(settings.database_url.get_secret_value())
    assert url.password == (folder / "postgres_password").read_text(encoding="utf-8")
    assert url.hostname in COMPOSE["services"]


def test_caddy_leads_to_the_webhook_and_the_page_alone() -> None:
    """The paths and ports behind TLS are those that the bot listens on; no other path leads inside."""
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    ports = {name: Settings.model_fields[f"{name}_port"].default for name in ("telegram_webhook", "web")}
    assert re.findall(r"handle (\S+) \{\s+reverse_proxy (\S+)\s+\}", caddyfile) == [
        ("/telegram", f"bot:{ports['telegram_webhook']}"),
        ("@page", f"bot:{ports['web']}"),
    ]
    environment = COMPOSE["services"]["bot"]["environment"]
    assert environment["KHAOSAT_TELEGRAM_WEBHOOK_URL"].endswith("/telegram}")
    assert environment["KHAOSAT_TELEGRAM_WEBHOOK_HOST"] == environment["KHAOSAT_WEB_HOST"] == "0.0.0.0"
    # Caddy carries "respond" out before "reverse_proxy", wherever they stand: only "handle" keeps them apart.
    assert re.search(r"handle \{\s+respond 404\s+\}", caddyfile)
    assert len(re.findall(r"^\t\t?(?:respond|reverse_proxy)\b", caddyfile, re.MULTILINE)) == 3
    assert not re.search(r"^\t(?:respond|reverse_proxy)\b", caddyfile, re.MULTILINE)


def test_the_address_in_the_composition_is_one_that_caddy_leads_to() -> None:
    """What it tells the office to write into its settings is the path of the page, whole, and what lies below it."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    (url,) = re.findall(r"KHAOSAT_WEB_URL=(\S+)", text)
    base = WebAddress(url).base
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert f"@page path {base.rstrip('/')} {base}*\n" in caddyfile


# --- systemd and Windows ----------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    """``systemd-analyze verify`` finds nothing to say, once its program is one that exists here."""
    program = tmp_path / "khaosat"
    program.touch(0o755)
    unit = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace("/srv/khaosat/.venv/bin/khaosat", str(program))
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_unit_guards_what_the_bot_does_not_need() -> None:
    """Its files are its own, the system is read-only to it, it comes up again, and it has time to finish."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    wanted = ["NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077", "Restart=on-failure"]
    assert [line for line in wanted if line not in lines] == []
    commands = [shlex.split(line.partition("=")[2])[1:] for line in lines if line.startswith("ExecStart")]
    assert commands == [["db", "upgrade"], ["run"]]


def test_wrong_settings_end_the_service() -> None:
    """Systemd looks at the exit code of the main process alone: an upgrade that fails must not fail the start."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    assert f"RestartPreventExitStatus={InputWrong.exit_code}" in lines
    assert [line for line in lines if line.startswith("ExecStartPre=") and "=-/" not in line] == []


def test_the_unit_names_settings_that_exist() -> None:
    """Also in what its comments tell to write."""
    text = UNIT.read_text(encoding="utf-8")
    named = re.findall(r"\b(KHAOSAT_\w+)=|LoadCredential=(\w+)", text)
    assert named
    assert [each for each in named if not is_setting(each[0] or each[1])] == []


def test_everybody_gives_the_bot_the_same_time_to_stop() -> None:
    """Unit, container and README name one number of seconds: longer than the bot waits for a lock at most."""
    unit = re.search(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    container = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["bot"]
    readme = re.search(r"has (\d+) s to finish", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert unit is not None
    assert readme is not None
    assert unit[1] == readme[1] == container["stop_grace_period"].removesuffix("s")
    assert int(unit[1]) > BUSY_SECONDS


def test_windows_task_runs_the_bot_without_end() -> None:
    """The task starts with the machine, has no time limit, and comes up again after a failure."""
    task = ET.fromstring((ROOT / "deploy" / "khaosat-task.xml").read_bytes())
    assert task.findtext(f".//{TASKS}Arguments") == "run"
    assert task.findtext(f".//{TASKS}ExecutionTimeLimit") == "PT0S"
    assert task.find(f".//{TASKS}BootTrigger") is not None
    assert 1 <= int(task.findtext(f".//{TASKS}RestartOnFailure/{TASKS}Count") or 0) <= 255
