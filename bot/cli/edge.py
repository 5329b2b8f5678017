"""The edge of the command line: whatever ends a command becomes one exit code and sentences, never a traceback.

0 done, 1 failed, 2 the input is wrong. Only a fault of the program itself still shows where it happened.
"""

import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from bot.cli import endings
from bot.cli.failures import CommandError, InputWrong, OrderFailed
from bot.texts import say
from bot.texts.cli import TEXTS

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
        given = list(sys.argv[1:] if args is None else args)
        if len(given) < 2 or "--help" in given:
            translate_help()
        with endings.leaving(word_ending):
            code = super().main(
                given, prog_name or "khaosat", complete_var, False, windows_expand_args, **extra
            )
        sys.exit(code if isinstance(code, int) else 0)


def translate_help() -> None:
    """Give the help pages Vietnamese headings."""
    from typer import rich_utils

    for name, title in HELP_TITLES.items():
        setattr(rich_utils, name, title)


def word_ending(error: Exception) -> CommandError | None:
    """Say how a command ends after ``error``; ``None`` if it is a fault of the program."""
    if isinstance(error, USAGE_ERROR):
        return _usage(error)
    if isinstance(error, typer.Abort):
        return OrderFailed(say(TEXTS.interrupted))
    return endings.word_ending(error)


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
