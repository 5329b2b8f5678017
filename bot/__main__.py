"""``python -m bot`` is the ``khaosat`` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
