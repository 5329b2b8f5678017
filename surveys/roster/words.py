"""What tells people from other rows of a list."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Whether a text is a title (one alone, or one that may be several: a role), and whether it is a commune's name."""

    is_title: Callable[[str], bool]
    is_role: Callable[[str], bool]
    is_commune: Callable[[str], bool]
