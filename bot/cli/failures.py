"""How a command ends when it cannot do what was asked.

Exceptions::

    CommandError(Exception)      ``lines``: what is wrong and what to do, in Vietnamese
    ├── InputWrong               exit code 2: a file, a date, a code, a setting
    └── OrderFailed              exit code 1: the input is right, but it cannot be done now
"""


class CommandError(Exception):
    """A command ends with ``exit_code`` after saying ``lines``."""

    exit_code = 1

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines: tuple[str, ...] = lines


class InputWrong(CommandError):  # noqa: N818 - says what is the matter
    """Something that was typed, or a file that was handed in, is wrong."""

    exit_code = 2


class OrderFailed(CommandError):  # noqa: N818 - says what is the matter
    """The input is right, but the order cannot be carried out now."""

    exit_code = 1
