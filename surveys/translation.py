"""The texts of a form in another language, by the names of what they belong to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

UNMARKED: Final = "default"
"""What pyxform calls the language of columns that name none."""


@dataclass(frozen=True, slots=True)
class Translation:
    """Texts that lie over a form: ``items`` by name and by field, ``choices`` by list and by code.

    The label of a repeat stands among those of the screens. A text that is missing is not translated: the form's own
    stands in its place.
    """

    title: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    screens: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)
