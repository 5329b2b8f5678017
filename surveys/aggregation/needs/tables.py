"""Training needs: the tables ``needs``, ``needs_group`` (one a title group) and ``needs_methods``."""

from collections.abc import Iterator, Mapping
from typing import Final

from surveys.aggregation.competencies import Competency, competencies, pair_counts, rated
from surveys.aggregation.groups import Grouping, title_groups
from surveys.aggregation.material import Material
from surveys.aggregation.needs import bootstrap
from surveys.aggregation.needs.assessment import Assessment
from surveys.aggregation.needs.borich import mwds
from surveys.aggregation.needs.disagreements import disagreements
from surveys.aggregation.needs.discrepancy import rds
from surveys.aggregation.needs.quadrants import ipa_crosshair, lf_crosshair, loci, priorities, quadrants
from surveys.aggregation.needs.ranking import mwds_ranks, rds_ranks
from surveys.aggregation.populations import MISSING
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Source,
    Sum,
    Table,
    everybody,
)
from surveys.confidentiality import FEWEST

_COLUMNS: Final = (
    Column("screen", Kind.CODE),
    Column("n", Kind.COUNT),
    Column("importance", Kind.MEASURE),
    Column("level", Kind.MEASURE),
    Column("gap", Kind.MEASURE),
    Column("mwds", Kind.MEASURE),
    Column("mwds_low", Kind.MEASURE),
    Column("mwds_high", Kind.MEASURE),
    Column("rank", Kind.MEASURE, decimals=0),
    Column("rds", Kind.MEASURE, decimals=1),
    Column("rds_low", Kind.MEASURE, decimals=1),
    Column("rds_high", Kind.MEASURE, decimals=1),
    Column("rds_rank", Kind.MEASURE, decimals=0),
    Column("ipa", Kind.MEASURE),
    Column("lf", Kind.MEASURE),
    Column("priority", Kind.MEASURE, decimals=0),
)
_METHODS_COLUMNS: Final = (
    Column("screen", Kind.CODE),
    Column("mwds_rank", Kind.MEASURE, decimals=0),
    Column("rds_rank", Kind.MEASURE, decimals=0),
    Column("ipa", Kind.MEASURE),
    Column("lf", Kind.MEASURE),
    Column("disagreement", Kind.MEASURE),
)


def needs_tables(material: Material) -> Iterator[Table]:
    """Assess the competencies of the wave's form over all and by title group; nothing without competencies."""
    if material.wave is None:
        return
    found = competencies(material.wave.form)
    matrix = material.wave.responses.counted()
    if not found or not len(matrix):
        return
    groups = title_groups(material.wave.form, matrix, material.titles)
    counts = {each.screen: pair_counts(matrix, each, groups.place, len(groups.codes)) for each in found}
    total = Count(len(matrix), everybody(f"wave:{material.wave.number}"))
    people = _People(total, groups)
    overall = Assessment(found, {name: each.sum(axis=0) for name, each in counts.items()}, material.seed)
    of_groups = {
        code: Assessment(found, {name: each[place] for name, each in counts.items()}, material.seed, code)
        for place, code in enumerate(groups.codes)
    }
    sums = (people.by_group, *(people.sum_of(each, overall, of_groups) for each in found))
    yield _needs(overall, total, sums)
    yield from _methods(overall, total)
    for code in groups.present():
        if code != MISSING:
            yield _needs_of_group(of_groups[code], people.of_group[code], of_groups)


class _People:
    """Who is counted: everybody, their title groups, and of both those who rated a competency."""

    def __init__(self, total: Count, groups: Grouping) -> None:
        self.total = total
        self.of_group, self.by_group = groups.split(total)

    def sum_of(self, competency: Competency, overall: Assessment, of_groups: Mapping[str, Assessment]) -> Sum:
        """Say of a competency: those who rated it are those of the groups who did."""
        parts = (
            rated(self.of_group[code], competency, group.rated(competency))
            for code, group in of_groups.items()
        )
        return Sum(rated(self.total, competency, overall.rated(competency)), tuple(parts))


def _needs(overall: Assessment, total: Count, sums: tuple[Sum, ...]) -> Table:
    notes = [Note("needs_mwds"), Note("needs_rds"), *_crosshairs(overall)]
    if overall.pairs:
        found = {code for code, _ in disagreements(overall.pairs)}
        notes += [
            Note("needs_priority"),
            Note("needs_ties"),
            Note("methods_disagree", {"count": len(found)}) if found else Note("methods_agree"),
            _bootstrap(),
        ]
    return Table(
        "needs",
        Source.ANSWERS,
        _COLUMNS,
        _rows(overall, total),
        base=total,
        sums=sums,
        notes=(*notes, *_few(overall)),
    )


def _needs_of_group(group: Assessment, total: Count, of_groups: Mapping[str, Assessment]) -> Table:
    # Where ratings of a few are hidden, others are hidden with them; a crosshair would then give one away.
    asked = [each for each in group.competencies if group.rated(each)]
    is_safe = all(not 0 < other.rated(each) < FEWEST for each in asked for other in of_groups.values())
    notes = [*(_crosshairs(group) if is_safe else ()), *([_bootstrap()] if group.pairs else ())]
    return Table(
        "needs_group",
        Source.ANSWERS,
        _COLUMNS,
        _rows(group, total),
        base=total,
        notes=(*notes, *_few(group)),
        subject=Code("title_group", group.group),
    )


def _crosshairs(of: Assessment) -> Iterator[Note]:
    if of.pairs:
        ipa, lf = ipa_crosshair(of.pairs), lf_crosshair(of.pairs)
        yield Note("ipa_crosshair", {"importance": ipa.importance, "level": ipa.other})
        yield Note("lf_crosshair", {"importance": lf.importance, "gap": lf.other})


def _bootstrap() -> Note:
    return Note("bootstrap", {"draws": bootstrap.DRAWS, "level": bootstrap.LEVEL})


def _few(of: Assessment) -> Iterator[Note]:
    if any(0 < of.rated(each) < FEWEST for each in of.competencies):
        yield Note("needs_few", {"fewest": FEWEST})


def _rows(of: Assessment, total: Count) -> tuple[tuple[Cell, ...], ...]:
    """Return a row for each competency that anybody rated: those assessed by rank, then the others."""
    assessed = _assessed_rows(of, total)
    few: Iterator[tuple[Cell, ...]] = (
        (Code("screen", each.screen), count, *(Measure(None, count) for _ in _COLUMNS[2:]))
        for each, count in _rated(of, total)
        if 0 < count.value < FEWEST
    )
    return (*assessed, *few)


def _rated(of: Assessment, total: Count) -> Iterator[tuple[Competency, Count]]:
    for each in of.competencies:
        yield each, rated(total, each, of.rated(each))


def _assessed_rows(of: Assessment, total: Count) -> Iterator[tuple[Cell, ...]]:
    if not of.pairs:
        return
    by_screen = {each.screen: (each, count) for each, count in _rated(of, total)}
    rds_rank, ipa, lf = rds_ranks(of.pairs), quadrants(of.pairs), loci(of.pairs)
    priority = priorities(of.pairs)
    for code, rank in mwds_ranks(of.pairs).items():
        competency, n = by_screen[code]
        pairs, ends = of.pairs[code], of.intervals(competency)
        figures = (
            pairs.mean_importance,
            pairs.mean_level,
            pairs.gap,
            mwds(pairs),
            *ends.mwds,
            rank,
            rds(pairs),
            *ends.rds,
            rds_rank[code],
            Code("quadrant", ipa[code]),
            Code("locus", lf[code]),
            priority[code],
        )
        tells = pairs.is_telling(competency.scale)
        yield (Code("screen", code), n, *(Measure(figure, n, is_telling=tells) for figure in figures))


def _methods(of: Assessment, total: Count) -> Iterator[Table]:
    if not of.pairs:
        return
    counts = {each.screen: count for each, count in _rated(of, total)}
    first, second = mwds_ranks(of.pairs), rds_ranks(of.pairs)
    ipa, lf = quadrants(of.pairs), loci(of.pairs)
    rows = tuple(
        (
            Code("screen", code),
            Measure(first[code], counts[code]),
            Measure(second[code], counts[code]),
            Measure(Code("quadrant", ipa[code]), counts[code]),
            Measure(Code("locus", lf[code]), counts[code]),
            Measure(Code("disagreement", what), counts[code]),
        )
        for code, what in disagreements(of.pairs)
    )
    if rows:
        yield Table(
            "needs_methods",
            Source.ANSWERS,
            _METHODS_COLUMNS,
            rows,
            base=total,
            notes=(Note("needs_methods"),),
            drops_hidden=True,
        )
