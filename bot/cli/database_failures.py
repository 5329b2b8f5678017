"""What the database, or the way to it, can end a command with: one sentence each, never the password."""

from socket import gaierror

from sqlalchemy.exc import DBAPIError

from bot.cli.failures import CommandError, InputWrong, OrderFailed
from bot.texts import say
from bot.texts.cli import TEXTS
from bot.texts.database import TEXTS as DATABASE
from storage.copying import CopyError
from storage.database import DatabaseAhead, DatabaseBehind
from storage.moving import MovedAway, StillRunning
from storage.postgres import ConnectionFailed
from storage.sqlite_files import FileInUse
from storage.urls import UrlError


def word_failure(error: Exception) -> CommandError | None:
    """Say how a command ends after ``error``; ``None`` if it is not the database's."""
    if isinstance(error, DatabaseBehind):
        return OrderFailed(say(TEXTS.database_behind))
    if isinstance(error, DatabaseAhead):
        return OrderFailed(say(TEXTS.database_ahead))
    if isinstance(error, FileInUse):
        return OrderFailed(say(DATABASE.in_use, place=error))
    if isinstance(error, MovedAway):
        return OrderFailed(say(DATABASE.moved_away, place=error.place))
    if isinstance(error, StillRunning):
        return OrderFailed(say(DATABASE.still_running, seconds=error.seconds))
    if isinstance(error, CopyError):
        reason = error.reason or say(DATABASE.copy_differs)
        return OrderFailed(say(DATABASE.copy_failed, table=error.table, reason=reason))
    said = _unreachable(error)
    return None if said is None else OrderFailed(say(TEXTS.database_unreachable, reason=said))


def _unreachable(error: Exception) -> str | None:
    if isinstance(error, ConnectionFailed):
        return f"{say(DATABASE.unreachable[error.code], detail=error.detail)} [{error.place}]"
    if isinstance(error, ConnectionRefusedError | ConnectionResetError | gaierror):
        return str(error)
    if isinstance(error, DBAPIError) and error.orig is not None:
        return str(error.orig).splitlines()[0]
    if type(error).__module__.partition(".")[0] in ("sqlite3", "asyncpg"):  # raised while connecting
        return str(error)
    return None


def word_url(error: UrlError) -> str:
    """Say what is wrong with a database URL; never its values."""
    template: str = getattr(DATABASE, f"url_{error.code}")
    allowed = ", ".join(error.allowed) or say(DATABASE.url_number)
    return say(template, name=error.name, allowed=allowed)


def bad_place(argument: str, error: UrlError) -> InputWrong:
    """Return the ending for a URL that was typed as an argument."""
    return InputWrong(say(DATABASE.bad_place, argument=argument, reason=word_url(error)))
