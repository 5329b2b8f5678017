"""What the handlers work on, gathered once: the roster, the review, a wave's packed responses and its cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from surveys.aggregation.reviews import Review
from surveys.disposition import Outcome
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Questionnaire
from surveys.roster import Official
from surveys.titles import Titles, built_in_titles


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases that are alike: how many of a unit and a title came to an outcome (for an open wave: so far)."""

    unit_code: str
    title: str
    outcome: Outcome
    count: int


MODE_COMPARED_FROM: Final = 30
"""Answers are compared between modes of at least so many people."""


@dataclass(frozen=True, slots=True)
class Mode:
    """Those who answered by one channel: how many gave any answer, and the seconds of each who submitted."""

    begun: int
    seconds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """How a wave was carried out.

    ``stops``: by the screen at which they stand, how many responses of cases that are half answered or broken off.
    ``answering_seconds``: of each submitted response, from its first question to submitting.
    ``reminded``: by a reminder's number, how many cases got it (0: the invitation). ``completed_after``: by the
    number of the last reminder before it (0: none), how many submitted. ``repeated``: how many invitations were
    sent once more because a crash left unknown whether they had arrived. ``modes``: by the channel of the answers.
    """

    groups: tuple[CaseGroup, ...] = ()
    stops: Mapping[str, int] = field(default_factory=dict)
    answering_seconds: tuple[int, ...] = ()
    reminded: Mapping[int, int] = field(default_factory=dict)
    completed_after: Mapping[int, int] = field(default_factory=dict)
    repeated: int = 0
    modes: Mapping[str, Mode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: its form with the wave's own choice lists, every packed response, its fieldwork.

    Of ``responses`` those count that ``responses.counted()`` gives; withdrawn and refused ones are not in it.
    ``by_mode`` are those of the modes by which enough people answered to be compared, if there are two such.
    """

    number: int
    opens_on: date
    closes_on: date
    is_closed: bool
    form: Questionnaire
    responses: Matrix
    fieldwork: Fieldwork
    number_in_series: int | None = None
    by_mode: Mapping[str, Matrix] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that says otherwise than the roster, not yet decided on. ``attribute`` is the roster's."""

    case: int
    official: Official
    attribute: str
    held: str
    answer: str


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a report is made from. ``units`` gives the name of each unit code.

    ``reviews``: what each regime says of the roster, the one in force (or asked for) first, with its verdicts.
    ``previous`` is the wave before in the same series; ``titles`` are those of the office. Without a wave only the
    tables of the roster can be made.
    """

    as_of: date
    units: Mapping[str, str]
    roster: tuple[Official, ...]
    reviews: Mapping[str, Review] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    wave: Wave | None = None
    previous: Wave | None = None
    titles: Titles = field(default_factory=built_in_titles)
    seed: int = 2014  # of what is drawn at random (bootstrap): the same figures each time
