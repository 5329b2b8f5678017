"""Who took part and how cases ended: by unit, by title, and the rates of AAPOR."""

from collections.abc import Iterator, Mapping

from surveys.aggregation.fieldwork.cases import RATES, Cases, all_sums, rows_of
from surveys.aggregation.material import Wave
from surveys.aggregation.table import Code, Column, Count, Kind, Note, Share, Source, Table, everybody, same
from surveys.disposition import Outcome


def participation_tables(wave: Wave, whole: Cases) -> Iterator[Table]:
    """Make the tables of who took part."""
    by_unit = whole.split("unit", wave.fieldwork.groups)
    by_title = whole.split("title", wave.fieldwork.groups)
    yield _response(whole, by_unit, "unit")
    yield _response(whole, by_title, "title")
    yield _dispositions(whole)
    yield _dispositions_unit(whole, by_unit)
    yield _rates(whole, wave)
    yield _rates_title(whole, by_title)


def _response(whole: Cases, parts: Mapping[str, Cases], by: str) -> Table:
    return Table(
        f"response_{by}",
        Source.FIELDWORK,
        (
            Column(by, Kind.CODE),
            Column("cases", Kind.COUNT),
            Column("completed", Kind.COUNT),
            Column("not_completed", Kind.COUNT),
            Column("share", Kind.SHARE),
        ),
        tuple(
            (code, each.total, each.completed, each.not_completed, each.rate("rr1"))
            for code, each in rows_of(whole, parts, by)
        ),
        base=whole.total,
        sums=all_sums(whole, parts),
    )


def _dispositions(whole: Cases) -> Table:
    return Table(
        "dispositions",
        Source.ANSWERS,
        (Column("outcome", Kind.CODE), Column("count", Kind.COUNT), Column("share", Kind.SHARE)),
        tuple(
            (Code("outcome", each.value), whole.shown(each), Share(whole.shown(each), whole.total))
            for each in Outcome
        ),
        base=whole.total,
        sums=whole.sums,
        notes=(Note("dispositions"),),
    )


def _dispositions_unit(whole: Cases, parts: Mapping[str, Cases]) -> Table:
    outcomes = tuple(Column(each.value, Kind.COUNT, Code("outcome", each.value)) for each in Outcome)
    return Table(
        "dispositions_unit",
        Source.ANSWERS,
        (Column("unit", Kind.CODE), Column("cases", Kind.COUNT), *outcomes),
        tuple(
            (code, each.total, *(each.shown(outcome) for outcome in Outcome))
            for code, each in rows_of(whole, parts, "unit")
        ),
        base=whole.total,
        sums=all_sums(whole, parts),
    )


def _rates(whole: Cases, wave: Wave) -> Table:
    counted = Count(len(wave.responses.counted()), everybody(f"wave:{wave.number}"))
    responded = whole.rate("rr2").part
    # An open wave's projection and its cases are read one after the other; and who was unlinked keeps answers.
    links = (same(responded, counted),) if counted.value == responded.value else ()
    return Table(
        "rates",
        Source.ANSWERS,
        (
            Column("rate", Kind.CODE),
            Column("part", Kind.COUNT),
            Column("base", Kind.COUNT),
            Column("share", Kind.SHARE),
        ),
        tuple(
            (Code("rate", rate), found.part, found.base, found)
            for rate, found in ((rate, whole.rate(rate)) for rate in RATES)
        ),
        base=whole.total,
        sums=(*whole.sums, *links),
        notes=(Note("rates"),),
    )


def _rates_title(whole: Cases, parts: Mapping[str, Cases]) -> Table:
    return Table(
        "rates_title",
        Source.ANSWERS,
        (
            Column("title", Kind.CODE),
            Column("cases", Kind.COUNT),
            *(Column(rate, Kind.SHARE, Code("rate", rate)) for rate in RATES),
        ),
        tuple(
            (code, each.total, *(each.rate(rate) for rate in RATES))
            for code, each in rows_of(whole, parts, "title")
        ),
        base=whole.total,
        sums=all_sums(whole, parts),
    )
