"""The edge of the command line: whatever ends a command becomes one exit code and sentences, never a traceback.

0 done, 1 failed, 2 the input is wrong. Only a fault of the program itself still shows where it happened.
"""

import logging
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from types import TracebackType
from typing import Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from bot.cli.failures import CommandError, InputWrong, OrderFailed
from bot.cli.printing import print_error
from bot.texts import say
from bot.texts.cli import TEXTS

PRIVATE_MASK: Final = 0o077
"""What a command writes belongs to the account that runs it: nobody else may read it."""

USAGE_ERROR: Final[type[Exception]] = next(
    each for each in typer.BadParameter.__mro__ if each.__name__ == "UsageError"
)
HELP_TITLES: Final = {
    "ARGUMENTS_PANEL_TITLE": "Tham số",
    "OPTIONS_PANEL_TITLE": "Lựa chọn",
    "COMMANDS_PANEL_TITLE": "Lệnh",
    "REQUIRED_LONG_STRING": "[bắt buộc]",
    "DEFAULT_STRING": "[mặc định: {}]",
}


class Commands(TyperGroup):
    """The root of all commands: catches what they raise and words it."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002 - this is always the edge
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run a command and leave with its exit code."""
        os.umask(PRIVATE_MASK)
        speak_unicode()
        given = list(sys.argv[1:] if args is None else args)
        if (len(given) < 2 and given != ["run"]) or "--help" in given:
            translate_help()
        try:
            code = super().main(
                given, prog_name or "khaosat", complete_var, False, windows_expand_args, **extra
            )
        except Exception as error:  # the one edge: known endings are worded, the rest is raised on
            ending = word_ending(error)
            if ending is None:
                sys.excepthook = print_fault
                raise
            print_error(ending.lines)
            sys.exit(ending.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


def print_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show where a fault of the program happened, without secrets and without what people wrote."""
    from bot.logs import RedactingFormatter

    formatter = RedactingFormatter()
    record = logging.LogRecord("khaosat", logging.ERROR, "", 0, "fault", None, (kind, error, trace))
    sys.stderr.write(f"{formatter.format(record)}\n")


def speak_unicode() -> None:
    """Let Vietnamese through even where the terminal says it knows only ASCII."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def translate_help() -> None:
    """Give the help pages Vietnamese headings."""
    from typer import rich_utils

    for name, title in HELP_TITLES.items():
        setattr(rich_utils, name, title)


def word_ending(error: Exception) -> CommandError | None:
    """Say how a command ends after ``error``; ``None`` if it is a fault of the program."""
    if isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:  # from a group of tasks
        return word_ending(error.exceptions[0])
    if isinstance(error, CommandError):
        return error
    if isinstance(error, USAGE_ERROR):
        return _usage(error)
    if isinstance(error, typer.Abort):
        return OrderFailed(say(TEXTS.interrupted))
    # Failures on the way to Telegram are worded where it is asked: these are the database's.
    known = _listening_ending(error) or _database_ending(error)
    if known is None and isinstance(error, OSError):
        return OrderFailed(say(TEXTS.disk, reason=error))
    return known


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


def _usage(error: Exception) -> InputWrong:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return InputWrong(str(error))
    lines = [say(TEXTS.usage, reason=_usage_reason(error))]
    candidates = getattr(error, "possibilities", None)
    if candidates:
        lines.append(say(TEXTS.perhaps, candidates=", ".join(sorted(candidates))))
    if context is not None:
        lines.append(say(TEXTS.usage_help, command=context.command_path))
    return InputWrong(*lines)


def _usage_reason(error: Exception) -> str:
    kind = type(error).__name__
    message = str(getattr(error, "message", "") or error).rstrip(".")
    parameter = getattr(error, "param", None)
    name = "/".join(parameter.opts) if parameter is not None else ""
    if parameter is not None and parameter.param_type_name == "argument":
        name = parameter.display_name_raw
    if kind == "MissingParameter":
        return say(TEXTS.missing, name=name)
    if kind == "NoSuchOption":
        return say(TEXTS.no_such_option, name=getattr(error, "option_name", ""))
    if message.startswith("No such command"):
        return say(TEXTS.no_such_command, name=message.split("'")[1])
    if message.startswith("Missing command"):
        return say(TEXTS.missing, name="lệnh")
    if name:
        return say(TEXTS.bad_value, name=name)
    return message


def run_async(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a command's asynchronous work to its end."""
    import asyncio

    asyncio.run(work())
