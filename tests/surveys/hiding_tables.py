"""Tables of made-up people, as the handlers make them: their counts add up because they count the same people."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Share,
    Source,
    Sum,
    Table,
    choices,
    everybody,
    part,
    split,
)

Person = Mapping[str, str]
VALUES: Mapping[str, Sequence[str]] = {
    "unit": ("u1", "u2", "u3"),
    "gender": ("nam", "nu"),
    "answer": ("a", "b", "c"),
    "level": ("low", "high"),
    "ticks": ("", "x", "y", "xy"),
}
EVERYBODY = everybody("wave:1")
COUNTED = (Column("value", Kind.CODE), Column("count", Kind.COUNT), Column("share", Kind.SHARE))


def persons(*names: str, most: int = 24) -> st.SearchStrategy[list[Person]]:
    """Generate people with the given variables; some values rarer than others, so that small cells are about."""
    return st.lists(
        st.fixed_dictionaries({name: st.sampled_from(VALUES[name]) for name in names}),
        min_size=1,
        max_size=most,
    )


def count_of(people: Sequence[Person], total: Count, **values: str) -> Count:
    """Count the people with all the given values, named as parts of ``total``."""
    found = total
    for name, value in sorted(values.items()):
        found = part(found, name, value, sum(_fits(each, {**values}) for each in people))
    return found


def _fits(person: Person, values: Mapping[str, str]) -> bool:
    return all(person[name] == value for name, value in values.items())


def one_way(key: str, total: Count, variable: str, counts: Mapping[str, int], source: Source) -> Table:
    """Return a table with a row a value: count and share."""
    parts, add_up = split(total, variable, counts)
    rows = tuple((Code(variable, value), each, Share(each, total)) for value, each in parts.items())
    return Table(key, source, COUNTED, rows, base=total, sums=(add_up,))


def cross(people: Sequence[Person], *names: str, source: Source = Source.ANSWERS) -> Table:
    """Return a table with every margin: each combination of values of the variables, or of ``all`` of one."""
    total = Count(len(people), EVERYBODY)
    rows: list[tuple[Cell, ...]] = []
    sums = []
    combinations: list[dict[str, str]] = [{}]
    for name in names:
        combinations = [
            {**each, name: value} if value else each for each in combinations for value in ("", *VALUES[name])
        ]
    for each in combinations:
        count = count_of(people, total, **each)
        rows.append((*(Code(name, each.get(name, "all")) for name in names), count, Share(count, total)))
        for name in names:
            if name not in each:
                parts = tuple(count_of(people, total, **{**each, name: value}) for value in VALUES[name])
                sums.append(Sum(count, parts))
    columns = (*(Column(name, Kind.CODE) for name in names), *COUNTED[1:])
    return Table("cross_" + "_".join(names), source, columns, tuple(rows), base=total, sums=tuple(sums))


def ticked(people: Sequence[Person], by: str) -> Table:
    """Return a table of the choices that people ticked, over all and by group."""
    total = Count(len(people), EVERYBODY)
    groups, add_up = split(total, by, {v: sum(each[by] == v for each in people) for v in VALUES[by]})
    overall, sums = choices(total, "ticks", {c: sum(c in each["ticks"] for each in people) for c in "xy"})
    of_group = {}
    for group, count in groups.items():
        numbers = {c: sum(c in each["ticks"] for each in people if each[by] == group) for c in "xy"}
        of_group[group], further = choices(count, "ticks", numbers)
        sums += further
    sums += [Sum(overall[c], tuple(of_group[group][c] for group in groups)) for c in "xy"] + [add_up]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Code("ticks", c), overall[c], Share(overall[c], total), *(of_group[group][c] for group in groups))
        for c in "xy"
    )
    columns = (*COUNTED, *(Column(group, Kind.COUNT) for group in groups))
    return Table("ticked", Source.ANSWERS, columns, rows, base=total, sums=tuple(sums))


def means(people: Sequence[Person], by: str, *, is_sensitive: bool = True) -> Table:
    """Return a table with a mean over all and of each group."""
    total = Count(len(people), EVERYBODY, is_sensitive)
    groups = {
        value: part(total, by, value, sum(each[by] == value for each in people), is_sensitive=is_sensitive)
        for value in VALUES[by]
    }
    rows = tuple((Code(by, value), n, Measure(2.5, n)) for value, n in {"all": total, **groups}.items())
    columns = (Column(by, Kind.CODE), Column("n", Kind.COUNT), Column("mean", Kind.MEASURE))
    return Table("means", Source.ANSWERS, columns, rows, sums=(Sum(total, tuple(groups.values())),))
