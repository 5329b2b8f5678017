"""How commands begin and end, whichever library reads the command line: exit codes and sentences, never a traceback."""

import logging
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final

from bot.cli.failures import CommandError, InputWrong, OrderFailed
from bot.cli.printing import print_error
from bot.texts import say
from bot.texts.cli import TEXTS

PRIVATE_MASK: Final = 0o077
"""What a command writes belongs to the account that runs it: nobody else may read it."""


def word_ending(error: Exception) -> CommandError | None:
    """Say how a command ends after ``error``; ``None`` if it is a fault of the program."""
    if isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:  # from a group of tasks
        return word_ending(error.exceptions[0])
    if isinstance(error, CommandError):
        return error
    # Failures on the way to Telegram are worded where it is asked: these are the database's.
    known = _listening_ending(error) or _database_ending(error)
    if known is None and isinstance(error, OSError):
        return OrderFailed(say(TEXTS.disk, reason=error))
    return known


@contextmanager
def leaving(word: Callable[[Exception], CommandError | None] = word_ending) -> Iterator[None]:
    """Let Vietnamese through, and leave the program with a sentence and an exit code where ``word`` knows one."""
    os.umask(PRIVATE_MASK)
    speak_unicode()
    try:
        yield
    except KeyboardInterrupt:
        print_error([say(TEXTS.interrupted)])
        sys.exit(1)
    except Exception as error:  # the one edge: known endings are worded, the rest is raised on
        ending = word(error)
        if ending is None:
            sys.excepthook = print_fault
            raise
        print_error(ending.lines)
        sys.exit(ending.exit_code)


def print_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show where a fault of the program happened, without secrets and without what people wrote."""
    from bot.process.logs import RedactingFormatter

    formatter = RedactingFormatter()
    record = logging.LogRecord("khaosat", logging.ERROR, "", 0, "fault", None, (kind, error, trace))
    sys.stderr.write(f"{formatter.format(record)}\n")


def speak_unicode() -> None:
    """Let Vietnamese through even where the terminal says it knows only ASCII."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def run_async(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a command's asynchronous work to its end."""
    import asyncio

    asyncio.run(work())


def _listening_ending(error: Exception) -> CommandError | None:
    if "bot.serving" not in sys.modules:
        return None
    from bot.serving import ListenError

    if isinstance(error, ListenError):
        return InputWrong(say(TEXTS.port_taken, address=error.address, reason=error.reason))
    return None


def _database_ending(error: Exception) -> CommandError | None:
    if "sqlalchemy" not in sys.modules:
        return None
    from bot.cli.database_failures import word_failure

    return word_failure(error)
