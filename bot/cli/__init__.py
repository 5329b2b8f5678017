"""The ``khaosat`` command: one room a group of commands; heavy libraries are imported inside them."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line: the entry point of the distribution."""
    if sys.argv[1:] == ["run"]:
        from bot.cli.endings import leaving
        from bot.cli.running import run

        with leaving():
            run()
        return
    from bot.cli.root import app

    app()
