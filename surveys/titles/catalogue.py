"""The titles of an office as a value: each with its group, its spellings and the days on which it exists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Bloc:
    """How the names of bodies tell a group: words anywhere in them, or at their beginning, ``apart`` left out before.

    All folded. Groups of one bloc ("KHỐI CHÍNH QUYỀN") have the same words.
    """

    named: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of titles. ``body``: whom it belongs to by the law until 30/6/2025 (``can_bo`` or ``cong_chuc``).

    ``has_fields``: its people have a field of work, which offices write behind the title. ``bloc``: which sections of
    a list are its own.
    """

    code: str
    label: str
    body: str
    has_fields: bool = False
    bloc: Bloc = Bloc()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work, such as Tư pháp – hộ tịch."""

    code: str
    label: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A title. ``starts_on`` and ``ends_on`` are its first and last day, ``None`` without a limit.

    ``field``: the field of work that the title itself tells, or ''. ``became``: the codes of what it is called since
    it ended. ``is_membership``: a seat in a committee, never the main title of somebody who has another one.
    """

    code: str
    name: str
    group: str
    spellings: tuple[str, ...] = ()
    field: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    became: tuple[str, ...] = ()
    is_membership: bool = False

    def covers(self, day: date) -> bool:
        """Say whether the title exists on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True)
class Titles:
    """All titles of an office, in the order in which they are listed everywhere.

    ``phrases``: (abbreviation, what it stands for), folded, to be replaced word by word in this order.
    ``joins``: the words between two titles of one person ("kiêm").
    """

    by_code: Mapping[str, Title]
    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    phrases: tuple[tuple[str, str], ...] = ()
    joins: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        """Iterate over the codes."""
        return iter(self.by_code)

    def __contains__(self, code: object) -> bool:
        """Say whether there is a title of this code."""
        return code in self.by_code

    def __hash__(self) -> int:
        """Hash by identity: a catalogue is made once and kept."""
        return id(self)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Code -> name."""
        return {code: title.name for code, title in self.by_code.items()}

    @cached_property
    def group_labels(self) -> Mapping[str, str]:
        """Code of a group -> its label."""
        return {code: group.label for code, group in self.groups.items()}

    @cached_property
    def field_labels(self) -> Mapping[str, str]:
        """Code of a field of work -> its label."""
        return {code: field.label for code, field in self.fields.items()}

    def label(self, code: str) -> str:
        """Return a title's name; a code that nobody knows stands as it is."""
        return self.labels.get(code, code)

    def group(self, code: str) -> str:
        """Return the group of a title's code, '' if nobody knows it."""
        title = self.by_code.get(code)
        return "" if title is None else title.group

    def field(self, code: str) -> str:
        """Return the field of work that a title itself tells, '' if it tells none."""
        title = self.by_code.get(code)
        return "" if title is None else title.field

    def body(self, code: str) -> str:
        """Return the body of a title's code (``can_bo`` or ``cong_chuc``), '' if nobody knows it."""
        group = self.groups.get(self.group(code))
        return "" if group is None else group.body

    def on(self, day: date) -> tuple[str, ...]:
        """Return the codes of the titles that exist on a day, in order."""
        return tuple(code for code, title in self.by_code.items() if title.covers(day))

    def groups_on(self, day: date) -> tuple[str, ...]:
        """Return the codes of the groups that have a title on a day, in order."""
        present = {self.by_code[code].group for code in self.on(day)}
        return tuple(code for code in self.groups if code in present)
