"""What most commands need: settings, the database at this program's version, and the present moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.failures import InputWrong
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database
    from surveys.field_period import Calendar
    from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class House:
    """The parts of the house that a command works with; ``now`` is when the command began (UTC).

    ``placed_titles``: the titles that were placed from the chat, as a file.
    """

    settings: "Settings"
    database: "Database"
    now: datetime
    placed_titles: str = ""

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.astimezone(self.settings.zone).date()


def settings_or_wrong() -> "Settings":
    """Read the settings; raises ``InputWrong`` with the name of the first wrong one."""
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise InputWrong(say(TEXTS.bad_setting, reason=error)) from error


def own_titles(house: House) -> "Titles":
    """Return the titles with the office's own file over them; raises ``InputWrong`` with everything wrong in it."""
    from bot.office.titles import TitlesWrong, load_titles
    from bot.settings import SettingsError
    from bot.texts.problems import word_problem

    try:
        return load_titles(house.settings.own_titles(), house.placed_titles)
    except SettingsError as error:
        raise InputWrong(say(TEXTS.bad_setting, reason=error)) from error
    except TitlesWrong as wrong:
        head = say(TEXTS.bad_titles, path=house.settings.titles_file, count=len(wrong.problems))
        raise InputWrong(head, *(word_problem(each, "titles") for each in wrong.problems)) from wrong


def open_database(settings: "Settings") -> "Database":
    """Return the database of the settings, not yet connected; raises ``InputWrong`` for a bad URL."""
    from bot.cli.database_failures import word_url
    from storage.database import Database, default_url
    from storage.file_modes import tighten
    from storage.urls import UrlError

    url = settings.database_url.get_secret_value()
    if not url:
        check_data_folder(settings.data_dir)
        tighten([settings.data_dir])
        url = default_url(settings.data_dir)
    try:
        return Database(url)
    except UrlError as error:
        raise InputWrong(say(TEXTS.bad_database_url, reason=word_url(error))) from error
    except ImportError as error:
        raise InputWrong(say(TEXTS.bad_database_url, reason=error)) from error


def check_data_folder(folder: Path) -> None:
    """Raise ``InputWrong`` with the setting's name if the data folder, or one above it, is something else."""
    nearest = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not nearest.is_dir():
        reason = say(TEXTS.is_directory_not, path=nearest)
        raise InputWrong(say(TEXTS.bad_setting, reason=f"KHAOSAT_DATA_DIR: {reason}"))


@asynccontextmanager
async def opened(*, needs_current: bool = True) -> AsyncIterator[House]:
    """Open the house for one command.

    Raises ``InputWrong`` for settings; ``DatabaseBehind`` or ``DatabaseAhead`` if the tables do not fit.
    """
    settings = settings_or_wrong()
    database = open_database(settings)
    try:
        if needs_current:
            await check_current(database)
        placed = await _placed_titles(database) if needs_current else ""
        yield House(settings, database, datetime.now(UTC), placed)
    finally:
        await database.dispose()


async def _placed_titles(database: "Database") -> str:
    from bot.office.titles import read_placed

    async with database.read() as conn:
        return await read_placed(conn)


async def check_current(database: "Database") -> None:
    """Raise unless the database exists and fits; never makes an empty SQLite file by looking."""
    from storage.database import DatabaseBehind, head

    if database.is_sqlite and database.url.database and not _is_file(database.url.database):
        raise DatabaseBehind(None, head())
    await database.require_current()


def _is_file(path: str) -> bool:
    return Path(path).is_file()


def working_calendar(house: House) -> "Calendar":
    """Return the working days around today, with the office's own overrides; raises ``InputWrong``."""
    from bot.settings import SettingsError, calendar_years
    from bot.texts.problems import word_problem
    from surveys.field_period import Calendar, read_overrides

    try:
        overrides = house.settings.holiday_overrides()
    except SettingsError as error:
        raise InputWrong(say(TEXTS.bad_setting, reason=error)) from error
    problems = read_overrides(overrides)
    if isinstance(problems, list):
        head = say(TEXTS.bad_setting, reason="KHAOSAT_HOLIDAYS_FILE")
        raise InputWrong(head, *(word_problem(each, "field") for each in problems))
    return Calendar.vietnam(calendar_years(house.today), overrides, house.settings.zone)
