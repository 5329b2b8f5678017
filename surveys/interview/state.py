"""The state of one interview, and the events that change it. Everything else is derived from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from surveys.interview.evaluation import Evaluation
from surveys.questionnaire import EMPTY, ItemType, Questionnaire
from surveys.replies import Rejected

REVIEW: Final = "@review"
DONE: Final = "@done"
_MEANING: Final = frozenset({"form", "answers", "today", "seed", "moment", "lacking"})


class Status(StrEnum):
    """Of a response (FHIR QuestionnaireResponse)."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    AMENDED = "amended"
    STOPPED = "stopped"

    @property
    def is_final(self) -> bool:
        """Whether the response has been submitted and is still whole."""
        return self in (Status.COMPLETED, Status.AMENDED)


@dataclass(frozen=True)
class Interview:
    """One interview between two replies.

    ``answers``: canonical strings by item name; ``''`` was seen and left empty (or a note that was read),
    absent was never answered. ``screen``: a screen's name, ``REVIEW`` or ``DONE``. ``visit`` grows whenever
    another screen opens. ``tries``: replies rejected in a row on this visit. ``today``: the local day.
    ``facts``: what the roster knows, by the names that ``Item.roster`` uses. ``seed``: the order of shuffled
    choices. ``moment``: the local moment of what is done, if whoever asks tells it. ``lacking``: the types of questions
    that the channel does not carry.
    """

    form: Questionnaire
    answers: Mapping[str, str]
    screen: str
    visit: int = 1
    status: Status = Status.IN_PROGRESS
    tries: int = 0
    today: date = date.min
    facts: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    seed: int = 0
    was_completed: bool = False
    moment: datetime | None = None
    lacking: frozenset[ItemType] = frozenset()

    @cached_property
    def evaluation(self) -> Evaluation:
        """What this state means; worked out once."""
        about = self.form, self.answers, self.today, self.seed, self.moment
        return Evaluation(*about, lacking=self.lacking)

    def with_changes(self, **changes: Any) -> "Interview":
        """Return this state with some fields changed; what was worked out of the answers is kept if they are."""
        after = replace(self, **changes)
        if "evaluation" in self.__dict__ and _MEANING.isdisjoint(changes):
            after.__dict__["evaluation"] = self.__dict__["evaluation"]
        return after

    def with_answers(self, evaluation: Evaluation) -> "Interview":
        """Return this state with the answers of an evaluation that was worked out of it."""
        after = replace(self, answers=evaluation.answers, tries=0)
        after.__dict__["evaluation"] = evaluation
        return after


@dataclass(frozen=True, slots=True)
class AnswerStored:
    """An answer got a value; ``previous`` is ``None`` the first time."""

    item: str
    value: str
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class ValueKept:
    """Something got its value that nobody answers: a moment, a hidden item, what is worked out once."""

    item: str
    value: str


@dataclass(frozen=True, slots=True)
class InstanceRemoved:
    """An instance of a repeat is gone, and those behind it have moved up.

    ``changes``: what stands under an item's name now, ``None``: nothing any more.
    """

    heading: str
    changes: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class ScreenOpened:
    """Another screen is open."""

    screen: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """The response is whole and handed in; ``amended``: not for the first time."""

    amended: bool = False


@dataclass(frozen=True, slots=True)
class Reopened:
    """These screens violate the form, in asking order: the response is not whole (any more)."""

    screens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """The respondent paused."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The respondent came back."""


Event = (
    AnswerStored
    | ValueKept
    | InstanceRemoved
    | ScreenOpened
    | Rejected
    | Submitted
    | Reopened
    | Stopped
    | Resumed
)


@dataclass(frozen=True, slots=True)
class Step:
    """The interview after something was done, and what happened, in order."""

    interview: Interview
    events: tuple[Event, ...] = ()

    def then(self, interview: Interview, *events: Event) -> "Step":
        """Return this step with more of it."""
        return Step(interview, (*self.events, *events))


def reject(interview: Interview, rejected: Rejected) -> Step:
    """Change nothing but the number of tries."""
    return Step(interview.with_changes(tries=interview.tries + 1), (rejected,))
