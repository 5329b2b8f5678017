"""Classes, reasons and who is left out, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from typing import Final

from surveys.confidentiality import FEWEST
from surveys.planning.book import plan_words
from surveys.planning.courses import Course
from surveys.planning.needs.model import Reason, ReasonKind
from surveys.planning.plan import LeftOut, LeftOutWhy, PlannedClass
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.texts.planning import PLANNING as TEXTS
from surveys.standards.book.cells import level_labels
from surveys.standards.regimes import LEVELS

_SEPARATOR: Final = "; "


@dataclass(frozen=True)
class PlanWording:
    """Words what stands in a plan. What is told of one person alone is said so."""

    facts: PlanFacts
    _told: dict[Reason, str] = field(default_factory=dict, compare=False, repr=False)

    def groups(self, course: Course) -> str:
        """Return whom a course is for."""
        labels = self.facts.titles.group_labels
        return ", ".join(labels.get(group, group) for group in course.groups) or TEXTS.every_group

    def when(self, planned: PlannedClass) -> str:
        """Return when a class takes place: "Quý II (từ 05/4/2027 đến 09/4/2027)"."""
        template = TEXTS.when_day if planned.first == planned.last else TEXTS.when
        told = {"first": date_text(planned.first), "last": date_text(planned.last)}
        return template.format(quarter=TEXTS.roman[planned.quarter], **told)

    def length(self, course: Course) -> str:
        """Return how long a course is."""
        return TEXTS.length.format(days=number_text(course.days), periods=number_text(course.periods))

    def form(self, code: str) -> str:
        """Return a form of teaching."""
        words = plan_words()
        return words.label("form", code) if code in words.choices["form"] else code

    def kind(self, course: Course) -> str:
        """Return the kind of a course."""
        return plan_words().label("kind", course.kind)

    def why(self, planned: PlannedClass) -> str:
        """Return why a class exists, and whether it stands already.

        How many are meant is said only if it tells of nobody: see ``_may_count``.
        """
        may_count = _may_count([each.count for each in planned.why])
        stands = TEXTS.fixed.get(planned.fixed or "", "")
        told = [stands] if stands else []
        for each in planned.why:
            words = TEXTS.why[each.kind].format(subject=self._subject(each.kind, each.subject))
            words += TEXTS.why_due.format(day=date_text(each.due)) if each.due else ""
            told.append(
                TEXTS.why_counted.format(why=words, count=number_text(each.count)) if may_count else words
            )
        return _first_upper(_SEPARATOR.join(told))

    def reasons(self, reasons: Iterable[Reason]) -> str:
        """Return why one person needs a course, for those who may see it."""
        return _SEPARATOR.join(map(self.reason, reasons))

    def reason(self, reason: Reason) -> str:
        """Return one reason of one person. Many people share one: it is worded once."""
        if reason not in self._told:
            self._told[reason] = self._worded(reason)
        return self._told[reason]

    def _worded(self, reason: Reason) -> str:
        group = self.facts.titles.group_labels.get(reason.group, "")
        basis = (
            TEXTS.clause.format(clause=reason.clause, basis=reason.basis) if reason.clause else reason.basis
        )
        is_of_group = reason.kind is ReasonKind.WISH and reason.count
        words = (TEXTS.wish_of_group if is_of_group else TEXTS.reasons[reason.kind]).format(
            title=self.facts.titles.label(reason.title),
            subject=self._subject(reason.kind, reason.subject or reason.criterion),
            levels=self._levels(reason),
            basis=TEXTS.basis.format(basis=basis) if basis else "",
            due=TEXTS.due.format(day=date_text(reason.due)) if reason.due else "",
            group=TEXTS.group.format(group=group) if group else TEXTS.all_groups,
            count=number_text(reason.count),
            periods=number_text(reason.periods),
        )
        return words + (TEXTS.to_verify if reason.is_unverified else "")

    def left_out(self, left: LeftOut) -> str:
        """Return why somebody has no seat, and when they have one all the same: "Hết chỗ học quý II; xếp quý III"."""
        told = {
            name: _roman(value) if name == "quarter" else number_text(value)
            for name, value in left.parameters
        }
        more = TEXTS.left_out_more.get(left.why, TEXTS.left_out_quarter)
        is_known = {name for _, name, _, _ in Formatter().parse(more) if name} <= set(told)
        words = TEXTS.left_out[left.why] + (more.format(**told) if is_known else "")
        then = TEXTS.then.format(quarter=_roman(left.then)) if left.then else TEXTS.not_this_year
        return _first_upper(words + then)

    def left_out_why(self, why: LeftOutWhy) -> str:
        """Return why people have no seat, without any of them."""
        return TEXTS.left_out[why]

    def _subject(self, kind: ReasonKind, subject: str) -> str:
        """Return a criterion or a competency in words."""
        if kind in (ReasonKind.GROUP, ReasonKind.WISH):
            return self.facts.competencies.get(subject, subject)
        return TEXTS.criteria.get(subject, subject)

    def _levels(self, reason: Reason) -> str:
        demanded, held = (_level(reason.criterion, code) for code in (reason.demanded, reason.held))
        if demanded and held:
            return TEXTS.levels.format(demanded=demanded, held=held)
        return TEXTS.demanded.format(demanded=demanded) if demanded else ""


def _level(criterion: str, code: str) -> str:
    """Return the label of a level or of a programme, '' for a code that means nothing to a reader."""
    programmes = plan_words().choices["programme"]
    if code in programmes:
        return programmes[code][0]
    if criterion not in {each.value for each in LEVELS}:
        return ""
    return level_labels(criterion).get(code, "")


def _may_count(counts: list[int]) -> bool:
    """Say whether all counts of a class may be told: with one of a few people hidden, the others would tell it."""
    return all(count >= FEWEST for count in counts)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _roman(quarter: int) -> str:
    return TEXTS.roman.get(quarter, str(quarter))


def day_or_none(days: Iterable[date | None]) -> date | None:
    """Return the first of some days, of which some may be unknown."""
    return min((day for day in days if day), default=None)
