"""What can be wrong with a file of titles, beside what can be wrong with any YAML file (``surveys.entries``).

``bot/texts/titles.py`` words it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from surveys.problems import Place, Problem

PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "titles_bad_code": ("found",),
        "titles_unknown_group": ("found", "expected"),
        "titles_unknown_field": ("found", "expected"),
        "titles_unknown_title": ("found",),
    }
)
"""Problem code -> names of its parameters."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem. Raises ``KeyError`` for a code or a parameter that is not listed here."""
    return Problem(code, place, {name: parameters[name] for name in PROBLEM_PARAMETERS[code]})
