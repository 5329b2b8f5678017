"""What stands on an agenda, and what of it each party reads. Pure data: ``bot/texts`` words it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from surveys.briefing.rounds import Party

NAMED: Final = 3
"""So many choices of a question of the pulse are named, those chosen most."""


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is not done. ``owner`` is a name, empty where nobody may be named; ``unit`` is the owner's."""

    number: int
    text: str
    owner: str
    due: date | None
    unit_id: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One choice in the pulse: how many chose it, as a share, and by how many points that changed.

    ``None``: not shown, for it would tell of few; or there is nothing to compare with.
    """

    label: str
    count: int | None
    percent: float | None
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the pulse. ``n`` people answered it, ``before`` the time before; ``None``: not shown, or none."""

    title: str
    n: int | None
    before: int | None
    lines: tuple[Line, ...]

    @property
    def told(self) -> tuple[Line, ...]:
        """The choices that are shown and were chosen, the most chosen first."""
        shown = [line for line in self.lines if line.count]
        return tuple(sorted(shown, key=lambda line: -(line.count or 0))[:NAMED])


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the communes answered: ``asked`` people were asked, ``answered`` did."""

    asked: int
    answered: int
    questions: tuple[Question, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as the archive keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Pulse":
        """Read it back."""
        questions = tuple(
            Question(**{**each, "lines": tuple(Line(**line) for line in each["lines"])})
            for each in plain["questions"]
        )
        return cls(plain["asked"], plain["answered"], questions)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A standard whose transition ends: how many fall short of a criterion by that day; ``None``: few, not shown."""

    criterion: str
    day: date
    count: int | None

    def to_json(self) -> dict[str, Any]:
        """Return it as the archive keeps it."""
        return {"criterion": self.criterion, "day": self.day.isoformat(), "count": self.count}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Deadline":
        """Read it back."""
        return cls(plain["criterion"], date.fromisoformat(plain["day"]), plain["count"])


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of the plan: its name, its first day, where it is, for how many."""

    name: str
    begins_on: date
    place: str
    seats: int


@dataclass(frozen=True, slots=True)
class WaveSoFar:
    """A survey that is open: how many of its people have answered."""

    title: str
    completed: int
    total: int
    closes_on: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that an agenda may hold. It begins with what is open."""

    actions: Sequence[OpenAction] = ()
    pulse: Pulse | None = None
    deadlines: Sequence[Deadline] = ()
    classes: Sequence[ClassRow] = ()
    waves: Sequence[WaveSoFar] = ()
    proposals: Sequence[str] = ()


def agenda_for(party: Party, whole: Agenda, unit_ids: frozenset[int] | None = None) -> Agenda:
    """Return what a party reads of an agenda, in the scope of one of its people.

    ``unit_ids``: the units whose owners may be named to them; ``None``: all. A commune does not read how many fall
    short of a standard; who trains does not read who answers a survey.
    """
    named = [
        action if unit_ids is None or action.unit_id in unit_ids else replace(action, owner="")
        for action in whole.actions
    ]
    match party:
        case Party.CADRE:
            return replace(whole, actions=named)
        case Party.TRAINING:
            return replace(whole, actions=named, waves=())
        case Party.COMMUNES:
            return replace(whole, actions=named, deadlines=())
