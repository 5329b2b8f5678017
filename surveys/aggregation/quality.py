"""The quality of the body (thực trạng đội ngũ), from the roster of record: each attribute over all and by group."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.material import Material
from surveys.aggregation.populations import AGE_BANDS, MISSING, age_band
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Note,
    Share,
    Source,
    Sum,
    Table,
    choices,
    everybody,
    part,
    split,
)
from surveys.roster import GENDER, VOCABULARIES, Official

ATTRIBUTES: Final = ("edu", "qual", "pol", "qlnn", "cert")
GROUPS: Final = ("title", "unit", "age_band", "gender")
TOTAL: Final = Code("total", "total")
_SEVERAL: Final = ("cert",)  # of these somebody may have more than one
_KNOWN_OF_ALL: Final = ("title", "unit")  # who holds which office is public
_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "age_band": AGE_BANDS,
    "gender": tuple(GENDER),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """Some people, and how many of them have each value of the attribute."""

    code: Code
    n: Count
    counts: Mapping[str, Count]
    sums: tuple[Sum, ...]


def quality_tables(material: Material) -> Iterator[Table]:
    """Count each attribute of everybody on the roster, over all and by title, unit, age band and gender.

    Whoever has nothing on record counts as ``missing``; shares are of all of the row.
    """
    if not material.roster:
        return
    total = Count(len(material.roster), everybody("roster"))
    orders = {"title": tuple(material.titles), **_ORDERS}
    groups = {by: _group_column(material.roster, by, material.as_of.year) for by in GROUPS}
    levels = {name: [getattr(official, name) for official in material.roster] for name in ATTRIBUTES}
    overall = {name: _row(TOTAL, total, name, Counter(levels[name])) for name in ATTRIBUTES}
    yield _quality_total(overall, total)
    for name in ATTRIBUTES:
        for by in GROUPS:
            yield _quality_by(
                name, by, overall[name], _levels_by_group(orders.get(by), groups[by], levels[name])
            )


def unit_key(official: Official) -> str:
    """Return what tells an official's unit from others: its code, or its name if it has none."""
    return official.unit_code or official.unit_name


def _group_column(officials: Sequence[Official], by: str, year: int) -> list[str]:
    """Return everybody's title, unit, age band (of the age reached in ``year``) or gender."""
    if by == "title":
        return [official.title for official in officials]
    if by == "unit":
        return [unit_key(official) for official in officials]
    if by == "gender":
        return [official.gender or MISSING for official in officials]
    ages = [official.age_in(year) for official in officials]
    bands = {age: age_band(age) for age in set(ages)}
    return [bands[age] for age in ages]


def _levels_by_group(
    known: tuple[str, ...] | None, groups: Sequence[str], levels: Sequence[str]
) -> dict[str, Counter[str]]:
    """Count what is on record in each group, in the order of ``known`` codes, else by code."""
    found: dict[str, Counter[str]] = {}
    for (group, level), count in Counter(zip(groups, levels, strict=True)).items():
        found.setdefault(group, Counter())[level] = count
    order = {code: place for place, code in enumerate(known or ())}
    return dict(sorted(found.items(), key=lambda each: (order.get(each[0], len(order)), each[0])))


def group_count(total: Count, by: str, code: str, count: int) -> Count:
    """Count a group of the roster. How many hold a title or serve in a unit tells nothing of a person."""
    return part(total, by, code, count, is_sensitive=by not in _KNOWN_OF_ALL)


def level_of(level: str, attribute: str) -> str:
    """Return what counts of a level on record, of an attribute with one value: ``missing`` if it is no known code."""
    return level if level in VOCABULARIES[attribute] else MISSING


def _row(code: Code, n: Count, attribute: str, levels: Counter[str], values: Iterable[str] = ()) -> _Row:
    """Count the values of an attribute: all of its vocabulary, ``missing`` only if anybody's is, or ``values``."""
    found: Counter[str] = Counter()
    for level, count in levels.items():
        found.update(dict.fromkeys(_values(level, attribute), count))
    named = tuple(values) or (*VOCABULARIES[attribute], *((MISSING,) if found[MISSING] else ()))
    counts = {value: found[value] for value in named}
    if attribute in _SEVERAL:
        chosen, sums = choices(n, attribute, counts)
        return _Row(code, n, chosen, tuple(sums))
    parts, add_up = split(n, attribute, counts)
    return _Row(code, n, parts, (add_up,))


def _values(level: str, attribute: str) -> Iterable[str]:
    if attribute not in _SEVERAL:
        return (level_of(level, attribute),)
    return VOCABULARIES[attribute].keys() & level.split() or (MISSING,)


def _quality_total(overall: Mapping[str, _Row], total: Count) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Code("attribute", name), Code(name, value), count, Share(count, total))
        for name, row in overall.items()
        for value, count in row.counts.items()
    ]
    return Table(
        key="quality_total",
        source=Source.ROSTER,
        columns=(
            Column("attribute", Kind.CODE),
            Column("value", Kind.CODE),
            Column("count", Kind.COUNT),
            Column("share", Kind.SHARE),
        ),
        rows=tuple(rows),
        base=total,
        sums=tuple(add_up for row in overall.values() for add_up in row.sums),
        notes=(*_rounding(overall), Note("several_certificates")),
    )


def _rounding(rows: Mapping[str, _Row]) -> tuple[Note, ...]:
    """Return the remark that rounded shares do not add up to 100, if those of an attribute do not."""
    single = [row for name, row in rows.items() if name not in _SEVERAL and row.n.value]
    return (Note("rounded"),) if any(_percent_total(row) != 1000 for row in single) else ()


def _percent_total(row: _Row) -> int:
    """Return what the shares add up to, each rounded half up to a tenth of a percent, in tenths."""
    return sum((2000 * count.value + row.n.value) // (2 * row.n.value) for count in row.counts.values())


def _quality_by(attribute: str, by: str, overall: _Row, groups: Mapping[str, Counter[str]]) -> Table:
    total = overall.n
    rows = [overall]
    for code, levels in groups.items():
        n = group_count(total, by, code, levels.total())
        rows.append(_row(Code(by, code), n, attribute, levels, overall.counts))
    of_groups = rows[1:]
    add_up = [
        Sum(total, tuple(row.n for row in of_groups)),
        *(
            Sum(count, tuple(row.counts[value] for row in of_groups))
            for value, count in overall.counts.items()
        ),
    ]
    has_several = attribute in _SEVERAL
    notes = (Note("several_certificates"),) if has_several else _rounding_of(attribute, rows)
    return Table(
        key=f"quality_{attribute}_{by}",
        source=Source.ROSTER,
        columns=(Column(by, Kind.CODE), Column("n", Kind.COUNT), *_value_columns(attribute, overall)),
        rows=tuple((row.code, row.n, *_value_cells(row)) for row in rows),
        base=total,
        sums=(*add_up, *(each for row in rows for each in row.sums)),
        notes=notes,
    )


def _rounding_of(attribute: str, rows: Sequence[_Row]) -> tuple[Note, ...]:
    return next((note for row in rows if (note := _rounding({attribute: row}))), ())


def _value_columns(attribute: str, row: _Row) -> Iterator[Column]:
    for value in row.counts:
        label = Code(attribute, value)
        yield Column(value, Kind.COUNT, label)
        yield Column(f"{value}_share", Kind.SHARE, label)


def _value_cells(row: _Row) -> Iterator[Cell]:
    for count in row.counts.values():
        yield count
        yield Share(count, row.n)
