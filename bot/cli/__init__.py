"""The ``khaosat`` command: one room a group of commands; heavy libraries are imported inside them."""

from bot.cli.edge import Commands
from bot.cli.root import app

__all__ = ["Commands", "app", "main"]


def main() -> None:
    """Run the command line: the entry point of the distribution."""
    app()
