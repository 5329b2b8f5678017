"""One person of the list who is to change: what was said of them so far, as it stands in what was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import differences, frame
from storage.records import OfficialRecord
from storage.scope import Scope
from storage.uploads import UploadRecord

if TYPE_CHECKING:
    from surveys.roster.values import RosterRow


@dataclass(frozen=True, slots=True)
class PersonOrder:
    """What is to become of a person: ``official`` by number, 0 for somebody new; ``changes`` of the fields of a row.

    ``leaves``: they leave the list. ``is_other``: they are somebody else than who was found beside them. ``typed``: a
    title that nobody knows.
    """

    official: int = 0
    changes: Mapping[str, Any] = field(default_factory=dict)
    leaves: bool = False
    is_other: bool = False
    typed: str = ""

    @classmethod
    def of(cls, upload: UploadRecord) -> "PersonOrder":
        """Read it back."""
        told = dict(upload.decided)
        return cls(
            int(told.get("official", 0)),
            dict(told.get("changes", {})),
            bool(told.get("leaves")),
            bool(told.get("is_other")),
            str(told.get("typed", "")),
        )

    def kept(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "official": self.official,
            "changes": dict(self.changes),
            "leaves": self.leaves,
            "is_other": self.is_other,
            "typed": self.typed,
        }


async def held_person(conn: AsyncConnection, number: int, *, scope: Scope) -> OfficialRecord | None:
    """Return an official of a scope."""
    return (await frame.officials_by_id(conn, [number], scope=scope)).get(number) if number else None


def row_of(held: OfficialRecord) -> "RosterRow":
    """Return the row of a list that says what is held of somebody."""
    from surveys.roster import one_person  # noqa: PLC0415 - the libraries of workbooks

    return one_person.row_of(differences.official_of(held), held.phone)


def row_after(order: PersonOrder, held: OfficialRecord | None) -> "RosterRow":
    """Return the row of a list that says what somebody is to be."""
    from surveys.roster import one_person  # noqa: PLC0415 - the libraries of workbooks

    return one_person.changed(row_of(held), order.changes) if held else one_person.newcomer(order.changes)
