"""What rows are called: a name stands once in the form, whatever its author wrote; types have their words of today."""

import re
from itertools import count
from typing import Final

from surveys.problems import Problem
from surveys.xlsform.draft import Draft

MAX_NAME: Final = 64
_NAME: Final = re.compile(r"[^\W\d][\w\-]*(?:\.[\w\-]+)*")
_NEEDS_NO_NAME: Final = ("note", "begin group")
"""Nothing can refer to these: pyxform names them, too."""


class Names:
    """The names that were given. The same one may be written in two groups, as on ODK: these are ``ambiguous``."""

    def __init__(self) -> None:
        self.ambiguous: set[str] = set()
        self._given: dict[str, Draft] = {}
        self._written: dict[tuple[int, str], Draft] = {}

    def give(self, row: Draft, group: Draft | None) -> tuple[Draft, list[Problem]]:
        """Return the row with a name that no other has, and what is to be said of it; ``group`` is the innermost."""
        plain = re.sub(r"[\s_]+", " ", row.text("type")).lower()
        if not row.text("name") and plain in _NEEDS_NO_NAME:
            row = row.saying("name", f"{plain.split()[-1]}_{row.at + 2}")
        name, within = row.text("name"), -1 if group is None else group.at
        found: list[Problem] = []
        if not name:
            found.append(row.problem("name_missing", "type"))
        elif not _NAME.fullmatch(name) or len(name) > MAX_NAME:
            found.append(row.problem("name_invalid", "name", name=name[:80], limit=str(MAX_NAME)))
        elif first := self._written.get((within, name)):
            where = first.cells["name"].address
            found.append(row.problem("name_duplicate", "name", name=name, first=where))
        elif name in self._given:
            made = self._made(name, group)
            found.append(row.note("name_in_two_groups", "name", name=name, expected=made))
            self.ambiguous.add(name)
            row = row.saying("name", made)
        self._written.setdefault((within, name), row)
        self._given.setdefault(row.text("name"), row)
        return row, found

    def _made(self, name: str, group: Draft | None) -> str:
        """Return the name with the group in which it stands, as ``age.mother``, and a number if that is taken, too."""
        made = f"{name}.{group.text('name') if group else 1}"
        if len(made) <= MAX_NAME and made not in self._given:
            return made
        numbered = (f"{made[: MAX_NAME - 5]}.{number}" for number in count(2))
        return next(each for each in numbered if each not in self._given)


_OLD: Final = re.compile(r"add (?P<added>.+?) prompt(?: using)?(?P<rest>.*)|q (?P<short>.+)", re.IGNORECASE)


def spelled(kind: str) -> str:
    """Return a type as it is written today: ``add text prompt`` and ``q string`` are of the first years."""
    if kind.lower() == "phone number":  # a question; ``phonenumber`` is the device's
        return "text"
    found = _OLD.fullmatch(kind)
    return kind if found is None else found["short"] or f"{found['added']}{found['rest']}"
