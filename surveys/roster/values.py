"""What a roster file becomes: units as a tree and one row per official. Frozen values."""

from dataclasses import dataclass
from datetime import date

from surveys.problems import Problem


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """A unit of the file. ``code`` may be empty (match by name), the parent's too (use ``parent_name``)."""

    code: str
    name: str
    parent_code: str = ""
    parent_name: str = ""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One official as the office has them on record. Coded attributes hold one code of their vocabulary.

    What the file leaves empty is '' or None. ``unit_code`` and ``unit_name`` are those of one ``RosterUnit``
    of the same roster, ``parent`` its parent's name. ``cert`` and ``concurrent_titles`` hold codes separated by
    spaces, ``phone`` is ``+84`` and digits. A birth year alone leaves ``birth_date`` empty; a year or month alone in
    ``title_since`` means its first day. ``sheet`` and ``row`` (1-based) say where in the file they stand.
    ``is_key_made``: the file has no key for them, and ``roster_key`` was made of unit, name and birth. ``unsaid``: the
    attributes of which the sheet has no column, so that an empty value says nothing about them.
    """

    roster_key: str
    full_name: str
    title: str
    unit_code: str
    unit_name: str
    parent: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    gender: str = ""
    title_since: date | None = None
    edu: str = ""
    qual: str = ""
    major: str = ""
    pol: str = ""
    qlnn: str = ""
    cert: str = ""
    phone: str = ""
    note: str = ""
    concurrent_titles: str = ""
    field_of_work: str = ""
    ethnicity: str = ""
    is_key_made: bool = False
    unsaid: frozenset[str] = frozenset()
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """A clean roster. ``units``: parents before children. ``rows``: in the order of the file.

    ``notes`` are worded like problems but stop nothing: columns and sheets that were not read, numbers that
    were mended (a leading zero that Excel dropped).
    """

    units: tuple[RosterUnit, ...]
    rows: tuple[RosterRow, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """The headers that name no roster attribute: their columns were not read."""
        return tuple(note.parameters["found"] for note in self.notes if note.code == "ignored_column")
