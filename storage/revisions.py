"""The revisions of the tables, as the migrations' files name them: ``0002_what_it_brings.py`` makes revision ``0002``.

Alembic knows the same, but takes 0.1 s and 15 MB to load, which only an upgrade should spend.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

MIGRATIONS: Final = Path(__file__).parent / "migrations"
VERSION_TABLE: Final = "alembic_version"
"""Where Alembic keeps the revision of the tables, in its only column ``version_num``."""

_FILE: Final = re.compile(r"(\d{4})_\w+\.py")


@cache
def revisions() -> tuple[str, ...]:
    """Every revision that this program can make, the oldest first."""
    names = (_FILE.fullmatch(path.name) for path in (MIGRATIONS / "versions").iterdir())
    return tuple(sorted(found[1] for found in names if found))


def head() -> str:
    """The revision that this program needs."""
    return revisions()[-1]
