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
from surveys.roster import GENDER, TITLES, VOCABULARIES, Official

ATTRIBUTES: Final = ("edu", "qual", "pol", "qlnn", "cert")
GROUPS: Final = ("title", "unit", "age_band", "gender")
TOTAL: Final = Code("total", "total")
_SEVERAL: Final = ("cert",)  # of these somebody may have more than one
_KNOWN_OF_ALL: Final = ("title", "unit")  # who holds which office is public
_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": tuple(TITLES),
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
    overall = {name: _row(TOTAL, total, name, material.roster) for name in ATTRIBUTES}
    yield _quality_total(overall, total)
    groups = {by: by_group(material.roster, by, material.as_of.year) for by in GROUPS}
    for name in ATTRIBUTES:
        for by in GROUPS:
            yield _quality_by(name, by, overall[name], groups[by])


def unit_key(official: Official) -> str:
    """Return what tells an official's unit from others: its code, or its name if it has none."""
    return official.unit_code or official.unit_name


def by_group(officials: Sequence[Official], by: str, year: int) -> dict[str, list[Official]]:
    """Split officials by title, unit, age band (of the age reached in ``year``) or gender, groups in order."""
    found: dict[str, list[Official]] = {}
    for official in officials:
        found.setdefault(_group_of(official, by, year), []).append(official)
    known = _CODES.get(by, tuple(sorted(found)))
    order = {code: place for place, code in enumerate(known)}
    return dict(sorted(found.items(), key=lambda each: (order.get(each[0], len(order)), each[0])))


def group_count(total: Count, by: str, code: str, count: int) -> Count:
    """Count a group of the roster. How many hold a title or serve in a unit tells nothing of a person."""
    return part(total, by, code, count, is_sensitive=by not in _KNOWN_OF_ALL)


def level_of(official: Official, attribute: str) -> str:
    """Return an official's code of an attribute with one value, ``missing`` if it is not on record."""
    code = str(getattr(official, attribute))
    return code if code in VOCABULARIES[attribute] else MISSING


def _group_of(official: Official, by: str, year: int) -> str:
    if by == "title":
        return official.title
    if by == "unit":
        return unit_key(official)
    return age_band(official.age_in(year)) if by == "age_band" else official.gender or MISSING


def _row(
    code: Code, n: Count, attribute: str, officials: Sequence[Official], values: Iterable[str] = ()
) -> _Row:
    """Count the values of an attribute: all of its vocabulary, ``missing`` only if anybody's is, or ``values``."""
    found = Counter(value for official in officials for value in _values(official, attribute))
    named = tuple(values) or (*VOCABULARIES[attribute], *((MISSING,) if found[MISSING] else ()))
    counts = {value: found[value] for value in named}
    if attribute in _SEVERAL:
        chosen, sums = choices(n, attribute, counts)
        return _Row(code, n, chosen, tuple(sums))
    parts, add_up = split(n, attribute, counts)
    return _Row(code, n, parts, (add_up,))


def _values(official: Official, attribute: str) -> Iterable[str]:
    if attribute not in _SEVERAL:
        return (level_of(official, attribute),)
    return VOCABULARIES[attribute].keys() & str(getattr(official, attribute)).split() or (MISSING,)


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


def _quality_by(attribute: str, by: str, overall: _Row, people: Mapping[str, Sequence[Official]]) -> Table:
    total = overall.n
    rows = [overall]
    for code, officials in people.items():
        n = group_count(total, by, code, len(officials))
        rows.append(_row(Code(by, code), n, attribute, officials, overall.counts))
    groups = rows[1:]
    add_up = [
        Sum(total, tuple(row.n for row in groups)),
        *(Sum(count, tuple(row.counts[value] for row in groups)) for value, count in overall.counts.items()),
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
