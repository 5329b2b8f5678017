"""Everything that a report is made from: read in one transaction, then reviewed against the standards.

Reading is the loop's; reviewing takes its time with thousands of officials, and is done beside it.

Exceptions::

    StandardsWrong(Exception)      the office's own file of standards cannot be used; ``problems`` says why
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.orders import OrderRefused, find_wave
from storage import cases, closings, differences, fieldwork, frame, modes, projections, series
from storage import standards as versions
from storage.database import Database
from storage.instruments import form_of
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from surveys.content import read
from surveys.problems import Problem
from surveys.projection import Layout
from surveys.questionnaire import Questionnaire
from surveys.reporting.word.facts import Own, RegimeFacts, ReportFacts, VersionFacts
from surveys.roster import Official
from surveys.standards import Standards, Version, judge, read_standards
from surveys.standards.regimes import Regime
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.aggregation.material import Material, Wave
    from surveys.aggregation.reviews import Review

T = TypeVar("T")

BUILT_IN: Final = "standards.yaml"
IN_FORCE: Final = "in_force"
"""The review by whatever rules each title on the day, where that is not one regime for all."""


class StandardsWrong(Exception):  # noqa: N818 - says what is the matter
    """The standards cannot be read: everything that is wrong with them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return ", ".join(problem.code for problem in self.problems)


def load_standards(own: str, titles: Titles | None = None, version: Version | None = None) -> Standards:
    """Read the built-in standards, the office's own file (its text, or nothing) and its workbook laid over them.

    Neither lowers what stands below it: of each criterion the strictest demand counts. Raises ``StandardsWrong``.
    """
    found = read_standards(read(BUILT_IN).decode("utf-8"), *([own] if own.strip() else []), titles=titles)
    if isinstance(found, Standards):
        return replace(found, version=version)
    raise StandardsWrong(found)


async def version_on(conn: AsyncConnection, day: date, zone: ZoneInfo) -> Version | None:
    """Return the office's workbook that a review of a day uses; ``None`` if it has imported none for it."""
    found = await versions.version_on(conn, day)
    return None if found is None else found.version(zone)


def told_of(standards: Standards, as_of: date, regime: str = "") -> tuple[VersionFacts | None, bool]:
    """Return the workbook as the documents cite it, and whether they ask the office for one.

    They do where a law of the day leaves its rules to the office and none are there, unless another regime is asked.
    """
    version = standards.version
    cited = None
    if version is not None and any(rule.holds_on(as_of) for rule in version.rules):
        cited = VersionFacts(version.number, version.imported_on, version.as_of, version.bases)
    known = standards.regime(regime) if regime else None
    is_of_the_day = known is None or known.covers(as_of)
    return cited, is_of_the_day and standards.lacks_rules(as_of)


async def gather(
    conn: AsyncConnection,
    wave: WaveRecord | None,
    *,
    as_of: date,
    zone: ZoneInfo,
    titles: Titles,
    scope: Scope = EVERYTHING,
) -> "Material":
    """Read what a report needs, not reviewed yet (see ``reviewed``). Without a wave only the roster is in it.

    Only people of the scope are in it. Raises ``OrderRefused`` for a part of a wave that is told only as a whole.
    """
    from surveys.aggregation.material import Material  # noqa: PLC0415 - brings numpy, which the chat never needs

    roster = await differences.people(conn, scope=scope)
    units = dict((await frame.name_units(conn)).values())
    units |= {unit.code: unit.name for unit in await frame.list_units(conn, as_of, scope=scope)}
    units |= {official.unit_code: official.unit_name for official in roster}
    if wave is None:
        return Material(as_of, units, roster, titles=titles)
    form = await form_of(conn, wave)
    before = await series.previous_wave(conn, wave)
    if not scope.is_everything:
        if not await cases.is_told_in_part(conn, wave.id):
            raise OrderRefused(Problem("told_as_a_whole", parameters={"found": str(wave.id)}))
        if before is not None and not await cases.is_told_in_part(conn, before.id):
            before = None
    return Material(
        as_of,
        units,
        roster,
        differences=tuple(await differences.list_differences(conn, wave, form, as_of, scope=scope)),
        wave=await _wave(conn, wave, form, zone, scope),
        previous=None
        if before is None
        else await _wave(conn, before, await form_of(conn, before), zone, scope),
        titles=titles,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a worker reads what it makes something from: the people of a scope in a wave of a database, by its URL."""

    url: str = field(repr=False)
    wave: int
    as_of: date
    zone: ZoneInfo
    titles: Titles = field(repr=False)
    scope: Scope = EVERYTHING

    def read(self, what: "Callable[[AsyncConnection, WaveRecord], Awaitable[T]]") -> T:
        """Read in one transaction, on a loop of our own: only where none is running. Raises ``OrderRefused``."""

        async def reading() -> T:
            database = Database(self.url)
            try:
                async with database.read() as conn:
                    return await what(conn, await find_wave(conn, self.wave, scope=self.scope))
            finally:
                await database.dispose()

        return asyncio.run(reading())

    def material(self) -> "Material":
        """Read what a report needs, not reviewed yet."""
        return self.read(
            lambda conn, wave: gather(
                conn, wave, as_of=self.as_of, zone=self.zone, titles=self.titles, scope=self.scope
            )
        )


def reviewed(
    material: "Material", standards: Standards, regime: str = ""
) -> "tuple[Material, tuple[RegimeFacts, ...]]":
    """Return the material with its reviews, and the regimes as the documents cite them.

    ``regime`` names the one to review by, else whatever is in force; the others follow for comparison. Raises
    ``KeyError`` for an unknown one.
    """
    reviews = review_all(standards, material.roster, material.as_of, regime)
    known = {each.id: each for each in standards.regimes}
    cited = tuple(
        RegimeFacts(
            name,
            known[name].basis,
            known[name].deadline,
            counted.is_unverified,
            counted.has_judged,
            None if known[name].covers(material.as_of) else known[name].starts_on,
            known[name].ends_on,
            _own(standards, known[name], material.as_of),
        )
        for name, counted in reviews.items()
        if name in known
    )
    return replace(material, reviews=reviews), cited


def _own(standards: Standards, regime: Regime, day: date) -> Own:
    """Return how much of a regime's demands the office's workbook makes: all of a law that leaves them to it."""
    rules = standards.version.rules if standards.version else ()
    if not any(rule.regime == regime.id and rule.holds_on(day) for rule in rules):
        return Own.NOTHING
    return Own.SOMETHING if regime.rules or regime.default else Own.EVERYTHING


def review_all(
    standards: Standards, roster: Sequence[Official], as_of: date, regime: str = ""
) -> "Mapping[str, Review]":
    """Return the reviews by regime: the one asked for (else in force) first, then all others that judge anybody.

    Those are only counted: lists of persons are made from the first. Where not one regime rules every title on the
    day, the first is called ``IN_FORCE``. Raises ``KeyError`` for an unknown one.
    """
    from surveys.aggregation.reviews import Review  # noqa: PLC0415 - the report's own, which the chat never needs

    first = Review.of(judge(standards, roster, as_of, regime), keeps_verdicts=True)
    ruling = {judged.regime for judged in first.judged}
    name = regime or (ruling.pop() if len(ruling) == 1 else IN_FORCE)
    reviews = {name or IN_FORCE: first}
    for other in standards.regimes:
        if other.id not in reviews:
            compared = Review.of(judge(standards, roster, as_of, other.id))
            if compared.has_judged:
                reviews[other.id] = replace(compared, starts_on=other.starts_on, ends_on=other.ends_on)
    return reviews


def facts_of(
    material: "Material", *, office: str = "", grounds: Sequence[str] = (), units: Sequence[str] = ()
) -> ReportFacts:
    """Return what the documents tell beside the tables: the office and the wave; not yet the rules of the review."""
    wave = material.wave
    return ReportFacts(
        as_of=material.as_of,
        office=office,
        form_title=wave.form.title if wave else "",
        wave_number=wave.number if wave else None,
        opens_on=wave.opens_on if wave else None,
        closes_on=wave.closes_on if wave else None,
        is_closed=wave.is_closed if wave else True,
        grounds=tuple(grounds),
        units=tuple(units),
    )


async def _wave(
    conn: AsyncConnection, wave: WaveRecord, form: Questionnaire, zone: ZoneInfo, scope: Scope
) -> "Wave":
    from surveys.aggregation.material import MODE_COMPARED_FROM, Wave  # noqa: PLC0415 - numpy again

    layout = Layout.of(form)
    closes_at = (
        wave.closed_at or (await closings.closings_of(conn, wave, scope=scope) or [wave.closes_at])[-1]
    )
    return Wave(
        number=wave.id,
        opens_on=wave.opens_at.astimezone(zone).date(),
        closes_on=closes_at.astimezone(zone).date(),
        is_closed=wave.state == "closed",
        form=form,
        responses=await projections.load_matrix(conn, wave.id, layout, scope=scope),
        fieldwork=await fieldwork.fieldwork_of(conn, wave.id, scope=scope),
        number_in_series=wave.number_in_series,
        by_mode=await modes.load_by_mode(conn, wave.id, layout, fewest=MODE_COMPARED_FROM, scope=scope),
    )
