"""What people lack of a standard, of a title that they hold or are planned for, and which course answers it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from surveys.planning.courses import Catalogue, Course, Fulfils
from surveys.planning.learning import Learning
from surveys.planning.needs.model import WEIGHTS, Reason, ReasonKind
from surveys.planning.people import Person
from surveys.planning.succession import PlannedPost
from surveys.standards import CERTIFICATES, Criterion, Finding, Result, Standards, review
from surveys.standards.judging import COMPUTER_SKILLS, STATE_MANAGEMENT

_NOT_TAUGHT: Final = (Criterion.AGE,)
Scales = Mapping[Criterion, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a person lacks of a standard, and why that is a reason to learn."""

    person: Person
    reason: Reason

    @property
    def wanted(self) -> Fulfils:
        """What a course must lead to."""
        return Fulfils(Criterion(self.reason.criterion), self.reason.demanded)


def gaps_of_titles(
    people: Sequence[Person], standards: Standards, day: date, regime: str = ""
) -> Iterator[Gap]:
    """Yield what each person lacks of the standards of the titles they hold on a day."""
    verdicts = review(standards, [person.official for person in people], day, regime)
    for person, verdict in zip(people, verdicts, strict=True):
        for finding in _taught(verdict.findings):
            yield Gap(person, _reason(ReasonKind.STANDARD, finding, finding.title or person.official.title))


def gaps_of_plans(
    people: Sequence[Person],
    planned: Iterable[PlannedPost],
    standards: Standards,
    day: date,
    regime: str = "",
) -> Iterator[Gap]:
    """Yield what each person who is planned for a title lacks of the standard of that title."""
    by_number = {person.number: person for person in people}
    posts = [post for post in planned if post.official in by_number]
    officials = [
        replace(by_number[post.official].official, title=post.title, concurrent_titles="", title_since=None)
        for post in posts
    ]
    for post, verdict in zip(posts, review(standards, officials, day, regime), strict=True):
        for finding in _taught(verdict.findings):
            reason = replace(_reason(ReasonKind.PLANNED, finding, post.title), due=None)
            yield Gap(by_number[post.official], reason)


def course_for(gap: Gap, catalogue: Catalogue, scales: Scales) -> Course | None:
    """Return the course that answers a gap: of those that do, the one that leads the least beyond it."""
    found = [
        (ahead, place, course)
        for place, course in enumerate(catalogue.courses)
        if course.is_for(gap.person.group)
        for each in course.fulfils
        if (ahead := _ahead(each, gap.wanted, scales)) is not None
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def is_learned(gap: Gap, learned: Iterable[Learning], catalogue: Catalogue, scales: Scales) -> bool:
    """Say whether somebody learns, or has learned, what closes a gap."""
    for each in learned:
        course = catalogue.by_code.get(each.course)
        reached = list(course.fulfils) if course else []
        if each.criterion is not None:
            reached.append(Fulfils(each.criterion, each.level))
        if any(_ahead(one, gap.wanted, scales) is not None for one in reached):
            return True
    return False


def leads_beyond(course: Course, person: Person, scales: Scales) -> bool:
    """Say whether a course leads to more than what somebody holds, or to nothing that is on a scale."""
    ranked = [each for each in course.fulfils if each.criterion in scales]
    if not ranked:
        return True
    for each in ranked:
        scale = scales[each.criterion]
        held = getattr(person.official, each.criterion.value)
        if held not in scale or scale.index(each.level) > scale.index(held):
            return True
    return False


def _taught(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if finding.result is Result.NOT_MET and finding.criterion not in _NOT_TAUGHT:
            yield finding


def _reason(kind: ReasonKind, finding: Finding, title: str) -> Reason:
    return Reason(
        kind,
        WEIGHTS[kind],
        finding.basis,
        finding.clause,
        finding.deadline,
        finding.is_unverified,
        finding.criterion.value,
        finding.demanded,
        finding.held,
        title,
    )


def _ahead(reached: Fulfils, wanted: Fulfils, scales: Scales) -> int | None:
    """Return how many levels something leads beyond what is wanted; ``None`` if it does not lead there."""
    same = {STATE_MANAGEMENT: Criterion.QLNN, COMPUTER_SKILLS: Criterion.IT}.get(wanted.level)
    if wanted.criterion is Criterion.OTHER and same is reached.criterion:
        return 0
    if reached.criterion is not wanted.criterion:
        return None
    scale = scales.get(wanted.criterion)
    if scale is None:
        is_any = wanted.criterion in CERTIFICATES and not reached.level
        return 0 if is_any or reached.level == wanted.level else None
    if reached.level not in scale or wanted.level not in scale:
        return None
    ahead = scale.index(reached.level) - scale.index(wanted.level)
    return ahead if ahead >= 0 else None
