"""What can be wrong with a file of standards: every code with the parameters that its wording may use.

``bot/texts/standards.py`` words them. A place's ``cell`` is the line; its ``sheet`` is the number of the file
(empty for the first).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from surveys.problems import Place, Problem

PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # what entries say together
        "standards_unknown_title": ("found", "expected"),
        "standards_unknown_parent": ("found",),
        "standards_parent_cycle": ("found",),
        "standards_regime_twice": ("found",),
        "standards_regime_unknown": ("found", "expected"),
        "standards_regimes_overlap": ("found", "other"),
        "standards_rule_twice": ("title", "regime"),
        # local decisions
        "standards_region_unknown": ("found", "expected"),
        "standards_lowered": ("clause", "title", "criterion", "demanded", "standard"),
        "standards_may_not_raise": ("regime",),
        "standards_nothing_to_raise": ("title", "criterion", "regime"),
    }
)
"""Problem code -> names of its parameters."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem. Raises ``KeyError`` for a code or a parameter that is not listed here."""
    return Problem(code, place, {name: parameters[name] for name in PROBLEM_PARAMETERS[code]})
