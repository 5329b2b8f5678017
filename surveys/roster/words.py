"""What the reading of rows needs to know of titles and communes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Whether a text is a title (one alone, or one that may be several: a role), and whether it is a commune's name.

    ``groups_of``: the groups of titles that the name of a body tells.
    """

    is_title: Callable[[str], bool]
    is_role: Callable[[str], bool]
    is_commune: Callable[[str], bool]
    groups_of: Callable[[str], tuple[str, ...]]
