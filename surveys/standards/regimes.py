"""The standards as values: regimes with their dates, what each demands of each title, and local decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from surveys.standards.findings import Criterion
from surveys.standards.retirement import Retirement
from surveys.titles import Titles, built_in_titles

LEVELS = (Criterion.EDU, Criterion.QUAL, Criterion.POL, Criterion.QLNN)
"""The criteria that are judged on an ordered scale."""
CERTIFICATES = (Criterion.IT, Criterion.LANGUAGE, Criterion.DEFENCE)
"""The criteria that are judged by the roster's certificates."""
ANY_CERTIFICATE = "co"
"""The level of a demand for a certificate of whatever level; any other text is a level that no roster knows."""
NOTHING = "none"
"""The lowest level of every scale."""


class Body(StrEnum):
    """Whom a regime is about: elected cadres or civil servants of a commune."""

    CADRE = "can_bo"
    CIVIL_SERVANT = "cong_chuc"


class AgeKind(StrEnum):
    """What an age rule looks at."""

    MONTHS_LEFT = "remaining_months_to_retirement"
    MAX_YEARS = "max_years"
    MIN_YEARS = "min_years"
    EXTERNAL = "external"  # another law, a charter


class Moment(StrEnum):
    """At which moment the age is looked at."""

    FIRST_APPOINTMENT = "first_appointment"
    RECRUITMENT = "recruitment"
    HOLDING = "holding"


@dataclass(frozen=True, slots=True)
class AgeRule:
    """An age rule: ``limits`` by gender (``nam nu``) in years, or months for ``MONTHS_LEFT``.

    ``name`` is the rule's own name in the file (``by_charter``), empty for one that stands in a title.
    """

    kind: AgeKind
    at: Moment = Moment.HOLDING
    limits: Mapping[str, int] = field(default_factory=dict)
    name: str = ""
    basis: str = ""

    def is_at_least_as_strict(self, other: "AgeRule") -> bool:
        """Say whether whoever satisfies this rule satisfies the other of the same kind."""
        if (self.kind, self.at) != (other.kind, other.at):
            return False
        sign = -1 if self.kind is AgeKind.MAX_YEARS else 1
        return all(sign * self.limits[each] >= sign * limit for each, limit in other.limits.items())


@dataclass(frozen=True, slots=True)
class Demand:
    """One criterion of a title. ``level`` is a code of the scale, a field of study or a course; ``age`` of an age.

    Nothing is demanded if both are empty. ``unless`` is the code of a reservation (a charter, another law).
    ``reason`` says why it differs from the regime's own: ``region`` or ``raised``. ``starts_on`` and
    ``ends_on``: its days, where they are not the regime's. ``title``: whose it is, among those of one person;
    ``is_concurrent``: not the main one.
    """

    criterion: Criterion
    level: str = ""
    age: AgeRule | None = None
    basis: str = ""
    clause: str = ""
    is_unverified: bool = False
    unless: str = ""
    reason: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    title: str = ""
    is_concurrent: bool = False

    @property
    def asks(self) -> bool:
        """Say whether it names anything that is demanded here; ``none`` of a scale and another law's age do not."""
        if self.age is not None:
            return self.age.kind is not AgeKind.EXTERNAL
        return self.level not in ("", NOTHING)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a regime says of a title: a demand (of courses: several) for each criterion.

    ``external``: another body of law rules the title, and nothing is demanded here.
    """

    demands: tuple[Demand, ...] = ()
    external: str = ""
    basis: str = ""
    clause: str = ""
    is_unverified: bool = False

    def of(self, criterion: Criterion) -> Demand:
        """Return the (first) demand on a criterion; an empty one if there is none."""
        return next((each for each in self.demands if each.criterion is criterion), Demand(criterion))


@dataclass(frozen=True, slots=True)
class RegionOverride:
    """A lower standard that the regime itself allows for a region, for some bodies."""

    levels: Mapping[Criterion, str]
    bodies: frozenset[Body]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that a regime rests on. ``is_confirmed``: it was seen, at ``source``; else it is to be checked.

    ``starts_on``: since when it is in force.
    """

    name: str
    says: str
    clause: str = ""
    starts_on: date | None = None
    is_confirmed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """The standards of a time: ``starts_on`` to ``ends_on`` (last day, ``None``: still in force).

    ``default`` is the rule of every title that has none of its own. ``deadline``: until when those who fall
    short in office have to meet it. ``documents``: what it rests on. ``suggested``: rules by title that nobody has
    confirmed; they are proposed to an office that writes its own, and never judge anybody.
    """

    id: str
    basis: str
    bodies: frozenset[Body]
    starts_on: date
    ends_on: date | None = None
    deadline: date | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    default: Rule | None = None
    regions: Mapping[str, RegionOverride] = field(default_factory=dict)
    may_be_raised: bool = True
    documents: tuple[Document, ...] = ()
    suggested: Mapping[str, Rule] = field(default_factory=dict)

    def covers(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def applies_to(self, body: Body | None) -> bool:
        """Say whether it is about a body; about ``None``, that of an unknown title, if it is about all."""
        return set(Body) <= self.bodies if body is None else body in self.bodies

    @property
    def is_unverified(self) -> bool:
        """Say whether anything in it is to be checked against the official text, or nothing is loaded at all."""
        rules = [*self.rules.values(), *([self.default] if self.default else [])]
        return not rules or any(
            rule.is_unverified or any(each.is_unverified for each in rule.demands) for rule in rules
        )

    def rule(self, title: str) -> Rule | None:
        """Return what it says of a title, ``None`` if nothing is loaded for it."""
        return self.rules.get(title, self.default)


@dataclass(frozen=True, slots=True)
class Override:
    """A local decision that raises one criterion. ``units`` and ``titles``: ``None`` means all of them."""

    regime: str
    criterion: Criterion
    demanded: str
    basis: str
    clause: str
    starts_on: date
    ends_on: date | None = None
    units: frozenset[str] | None = None
    titles: frozenset[str] | None = None

    def binds(self, title: str, unit: str, day: date) -> bool:
        """Say whether it holds for a title in a unit on a day."""
        return (
            (self.titles is None or title in self.titles)
            and (self.units is None or unit in self.units)
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """What an office's own workbook demands of a title, within a regime. ``units``: ``None`` means the whole province.

    ``demands``: those that it names. ``place``: the cell that the office would look for it in.
    """

    title: str
    regime: str
    demands: tuple[Demand, ...]
    basis: str
    clause: str
    starts_on: date
    ends_on: date | None = None
    units: frozenset[str] | None = None
    place: str = ""

    def binds(self, title: str, unit: str, day: date) -> bool:
        """Say whether it holds for a title in a unit on a day."""
        return self.title == title and (self.units is None or unit in self.units) and self.holds_on(day)

    def holds_on(self, day: date) -> bool:
        """Say whether it holds anywhere on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Version:
    """A workbook of an office as it was imported: its number, when, and since when it is meant to be used."""

    number: int
    imported_on: date
    as_of: date
    rules: tuple[OfficeRule, ...] = ()

    @property
    def bases(self) -> tuple[str, ...]:
        """The documents that its rules cite, each once."""
        return tuple(dict.fromkeys(rule.basis for rule in self.rules))


@dataclass(frozen=True, slots=True)
class Standards:
    """Every regime with the scales, the retirement table and what localities decided.

    ``scales``: by criterion (``edu qual pol qlnn``), from the lowest level up; the lowest demands nothing.
    ``unit_regions``: the regions to which a unit's code belongs. ``titles``: the office's. ``version``: its own
    workbook, laid over everything else.
    """

    scales: Mapping[Criterion, tuple[str, ...]]
    retirement: Retirement
    regimes: tuple[Regime, ...]
    overrides: tuple[Override, ...] = ()
    unit_regions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    titles: Titles = field(default_factory=built_in_titles)
    version: Version | None = None

    def regime(self, regime_id: str) -> Regime | None:
        """Return the regime of an id."""
        return next((each for each in self.regimes if each.id == regime_id), None)

    def in_force(self, day: date, title: str) -> Regime | None:
        """Return the regime that rules a title on a day."""
        body = self.body_of(title)
        return next((each for each in self.regimes if each.covers(day) and each.applies_to(body)), None)

    def body_of(self, title: str) -> Body | None:
        """Return the body to which a title belongs, ``None`` for a title that nobody knows."""
        body = self.titles.body(title)
        return Body(body) if body else None

    def office_rules(self, regime: Regime, title: str, unit: str, day: date) -> tuple[OfficeRule, ...]:
        """Return what the office's own workbook says of a title in a unit on a day."""
        rules = () if self.version is None else self.version.rules
        return tuple(rule for rule in rules if rule.regime == regime.id and rule.binds(title, unit, day))

    def lacks_rules(self, day: date) -> bool:
        """Say whether a regime of the day leaves its rules to the office, and the office has given none."""
        rules = self.version.rules if self.version else ()
        given = {rule.regime for rule in rules if rule.holds_on(day)}
        return any(
            each.covers(day) and not each.rules and each.default is None and each.id not in given
            for each in self.regimes
        )
