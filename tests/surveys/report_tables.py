"""Tables by the contract, made by hand from the sample roster and the built-in form: what documents are drawn from."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from surveys.aggregation.table import (
    HIDDEN,
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Share,
    Source,
    Table,
    everybody,
    part,
)
from surveys.content import read
from surveys.questionnaire import Questionnaire
from surveys.reporting.wording import Lexicon
from surveys.roster import QUAL, Roster, read_roster
from surveys.xlsform import read_form

ROSTER = everybody("roster")
WAVE = everybody("wave:1")
AS_OF = date(2026, 11, 22)


def form() -> Questionnaire:
    """The built-in form."""
    found = read_form(read("tna_capxa.md"), "tna_capxa.md")
    assert isinstance(found, Questionnaire)
    return found


def roster() -> Roster:
    """The sample roster: 75 officials in 14 units."""
    found = read_roster(read("roster_luong_tai.csv"), "roster_luong_tai.csv")
    assert isinstance(found, Roster)
    return found


class OpenLexicon(Lexicon):
    """A lexicon that words a table which no room has named yet by its key."""

    def title(self, table: Table) -> str:
        """The room's title, else the key."""
        return self._or_key(lambda: super(OpenLexicon, self).title(table), table.key)

    def heading(self, table: Table, column: Column) -> str:
        """The room's heading, else the key."""
        return self._or_key(lambda: super(OpenLexicon, self).heading(table, column), column.key)

    def note(self, note: Note) -> str:
        """The room's sentence, else the code."""
        return self._or_key(lambda: super(OpenLexicon, self).note(note), note.code)

    @staticmethod
    def _or_key(word: Callable[[], str], key: str) -> str:
        try:
            return word()
        except KeyError:
            return key


def lexicon() -> Lexicon:
    """The words for the sample tables: the form's, the units'."""
    return OpenLexicon(form(), {unit.code: unit.name for unit in roster().units})


def response_unit(*, completed: Mapping[str, int] | None = None) -> Table:
    """``response_unit``: by default every fifth case has not answered."""
    cases = Counter(row.unit_code for row in roster().rows)
    given = completed or {
        unit: count - (at % 5 == 0) - (at % 7 == 2) for at, (unit, count) in enumerate(cases.items())
    }
    everyone = everybody("cases:1")

    def row(code: Code, asked: int, done: int, base: Count) -> tuple[Cell, ...]:
        answered = Count(done, base.of | {("completed", "yes")})
        return (
            code,
            base,
            answered,
            Count(asked - done, base.of | {("completed", "no")}),
            Share(answered, base),
        )

    total = Count(sum(cases.values()), everyone)
    rows = [row(Code("total", "total"), total.value, sum(given.values()), total)]
    rows += [
        row(Code("unit", unit), count, given[unit], part(total, "unit", unit, count))
        for unit, count in cases.items()
    ]
    kinds = (Kind.COUNT, Kind.COUNT, Kind.COUNT, Kind.SHARE)
    keys = ("cases", "completed", "not_completed", "share")
    columns = (Column("unit", Kind.CODE), *(Column(k, kind) for k, kind in zip(keys, kinds, strict=True)))
    return Table("response_unit", Source.FIELDWORK, columns, tuple(rows), base=total)


RATINGS = {  # importance, level, as means in hundredths
    "c01": (402, 355), "c02": (431, 312), "c03": (455, 298), "c04": (420, 305), "c05": (448, 231), "c06": (433, 301),
    "c07": (398, 344), "c08": (470, 288), "c09": (437, 279), "c10": (371, 322), "c11": (379, 331), "c12": (352, 304),
}  # fmt: skip


_NEEDS = (
    *("importance", "level", "gap", "mwds", "mwds_low", "mwds_high", "rank"),
    *("rds", "rds_low", "rds_high", "rds_rank", "ipa", "lf", "priority"),
)


def needs(
    ratings: Mapping[str, tuple[int, int]] = RATINGS,
    *,
    hidden: frozenset[str] = frozenset(),
    subject: str = "",
) -> Table:
    """``needs``: (Ī, C̄) of each competency, the intervals half a point to each side."""
    n = Count(61, WAVE)
    scored = {code: (Fraction(i, 100), Fraction(c, 100)) for code, (i, c) in ratings.items()}
    mwds = {code: i * (i - c) for code, (i, c) in scored.items()}
    ranked = sorted(scored, key=lambda code: (-mwds[code], code))
    middle = [sum((pair[at] for pair in scored.values()), Fraction(0)) / len(scored) for at in (0, 1)]
    spread = Fraction(3, 5)
    rows = []
    for rank, code in enumerate(ranked, 1):
        importance, level = scored[code]
        quadrant = {(True, True): "B", (True, False): "A", (False, False): "C", (False, True): "D"}[
            importance >= middle[0], level >= middle[1]
        ]
        values: list[Fraction | int] = [
            importance,
            level,
            importance - level,
            mwds[code],
            mwds[code] - spread,
            mwds[code] + spread,
            rank,
        ]
        values += [-40 - rank, -50 - rank, -30 - rank, rank]
        findings: list[Code | int | None] = [Code("quadrant", quadrant), Code("locus", "HH")]
        findings.append(1 if rank <= 3 else 2 if rank <= 5 else None)
        figures: list[Cell] = [
            *(Measure(value, n) for value in values),
            *(Measure(found, n) for found in findings),
        ]
        if code in hidden:
            figures = [HIDDEN] * len(figures)
        rows.append((Code("screen", code), n, *figures))
    whole = {"rank", "rds_rank", "priority"}
    columns = [Column(key, Kind.MEASURE, decimals=0 if key in whole else 2) for key in _NEEDS]
    crosshair = Note("ipa_crosshair", {"importance": middle[0], "level": middle[1]})
    return Table(
        "needs_group" if subject else "needs",
        Source.ANSWERS,
        (Column("screen", Kind.CODE), Column("n", Kind.COUNT), *columns),
        tuple(rows),
        base=n,
        notes=(crosshair,),
        subject=Code("title_group", subject) if subject else None,
    )


def quality_qual_gender(*, threshold: int = 0) -> Table:
    """``quality_qual_gender`` of the sample roster; counts below the threshold hidden."""
    officials = roster().rows
    rows = [_quality_row(Code("total", "total"), Counter(row.qual for row in officials), ROSTER, threshold)]
    for gender in ("nam", "nu"):
        held = Counter(row.qual for row in officials if row.gender == gender)
        rows.append(_quality_row(Code("gender", gender), held, ROSTER | {("gender", gender)}, threshold))
    pairs = [
        (Column(v, Kind.COUNT, Code("qual", v)), Column(f"{v}_share", Kind.SHARE, Code("qual", v)))
        for v in QUAL
    ]
    columns = [
        Column("gender", Kind.CODE),
        Column("n", Kind.COUNT),
        *(column for pair in pairs for column in pair),
    ]
    return Table("quality_qual_gender", Source.ROSTER, tuple(columns), tuple(rows), base=Count(75, ROSTER))


def _quality_row(
    code: Code, held: Counter[str], who: frozenset[tuple[str, str]], threshold: int
) -> tuple[Cell, ...]:
    base = Count(held.total(), who)
    cells: list[Cell] = [code, base]
    for value in QUAL:
        count = part(base, "qual", value, held[value])
        cells += [HIDDEN, HIDDEN] if 0 < count.value < threshold else [count, Share(count, base)]
    return tuple(cells)


def quality_total() -> Table:
    """``quality_total``: the qualifications of the sample roster."""
    held, base = Counter(row.qual for row in roster().rows), Count(75, ROSTER)
    rows = []
    for value in QUAL:
        count = part(base, "qual", value, held[value])
        rows.append((Code("attribute", "qual"), Code("qual", value), count, Share(count, base)))
    kinds = (Kind.CODE, Kind.CODE, Kind.COUNT, Kind.SHARE)
    columns = [
        Column(k, kind) for k, kind in zip(("attribute", "value", "count", "share"), kinds, strict=True)
    ]
    return Table("quality_total", Source.ROSTER, tuple(columns), tuple(rows), base=base)


def below_standard() -> Table:
    """``below_standard``: the first officials of the roster, whatever they hold."""
    kinds = [
        ("stt", Kind.NUMBER), ("full_name", Kind.TEXT), ("birth_year", Kind.NUMBER), ("title", Kind.CODE),
        ("unit", Kind.CODE), ("criterion", Kind.CODE), ("held", Kind.CODE), ("demanded", Kind.CODE),
        ("basis", Kind.TEXT), ("clause", Kind.TEXT), ("deadline", Kind.DATE), ("verify", Kind.CODE),
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            at, row.full_name, row.birth_date.year if row.birth_date else row.birth_year, Code("title", row.title),
            Code("unit", row.unit_code), Code("criterion", "qual"), Code("qual", row.qual), Code("qual", "dh"),
            "NĐ 33/2023/NĐ-CP", "Điều 8 khoản 3", date(2028, 8, 1), Code("verify", "yes") if at % 2 else None,
        )
        for at, row in enumerate(roster().rows[:30], 1)
    ]  # fmt: skip
    return Table("below_standard", Source.PERSONS, tuple(Column(k, kind) for k, kind in kinds), tuple(rows))


def demand_topic() -> Table:
    """``demand_d_topic``: how many chose each topic."""
    base = Count(61, WAVE)
    counts = [17, 12, 31, 25, 40, 18, 9, 22, 16, 3, 8, 5]
    rows = []
    for at, value in enumerate(counts, 1):
        count = part(base, f"d_topic=c{at:02}", "yes", value)
        is_hidden = value < 5
        shown = (HIDDEN, HIDDEN) if is_hidden else (count, Share(count, base))
        rows.append((Code("item:d_topic", f"c{at:02}"), *shown))
    columns = (Column("choice", Kind.CODE), Column("count", Kind.COUNT), Column("share", Kind.SHARE))
    return Table(
        "demand_d_topic",
        Source.ANSWERS,
        columns,
        tuple(rows),
        base=base,
        notes=(Note("hidden", {"threshold": 5}),),
    )


def all_tables() -> tuple[Table, ...]:
    """Every sample table that a report may hold (no names)."""
    groups = [
        needs(subject=group, hidden=frozenset({"c08", "c09"}))
        for group in ("dang", "chinh_quyen", "mttq_doan_the", "chuyen_mon")
    ]
    return (response_unit(), quality_total(), quality_qual_gender(), needs(), *groups, demand_topic())
