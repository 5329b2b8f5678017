"""What a bot loads until it fetches and stands idle: only what a chat needs, so that it starts fast and stays small."""

import re
from importlib.util import find_spec

import pytest

from tests.process.premises import Premises

HEAVY = (
    "PIL",
    "aiohttp",
    "alembic",
    "docx",
    "highspy",
    "httpx",
    "lxml",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pygments",
    "pyxform",
    "rich",
    "segno",
    "telegram",
    "typer",
    "xlsxwriter",
)
_IMPORT = re.compile(r"^import time: +\d+ \| +\d+ \| +(\w+)", re.MULTILINE)


async def test_a_running_bot_loads_nothing_that_only_office_work_needs(sqlite_premises: Premises) -> None:
    """``khaosat run`` fetches without a library of documents, arrays, migrations or command lines."""
    await sqlite_premises.furnish(2)
    sqlite_premises.settings["PYTHONPROFILEIMPORTTIME"] = "1"
    sqlite_premises.starts_from_nothing = True
    async with sqlite_premises.running() as bot:
        await bot.logs("running as")
        await bot.terminate()
    loaded = set(_IMPORT.findall(bot.log))
    assert "sqlmodel" in loaded
    assert sorted(loaded & set(HEAVY)) == []


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_watched_for_is_installed(name: str) -> None:
    """A name that exists nowhere would be found missing for ever."""
    assert find_spec(name) is not None


async def test_a_bot_that_cannot_start_says_why_in_one_sentence(sqlite_premises: Premises) -> None:
    """Started without the library of commands, it words its endings as every command does."""
    sqlite_premises.starts_from_nothing = True
    behind = await sqlite_premises.khaosat("run")
    assert (behind.code, behind.out) == (1, "")
    assert "khaosat db upgrade" in behind.err
    sqlite_premises.settings["KHAOSAT_TELEGRAM_TOKEN"] = ""
    tokenless = await sqlite_premises.khaosat("run")
    assert tokenless.code == 2
    assert "KHAOSAT_TELEGRAM_TOKEN" in tokenless.err
