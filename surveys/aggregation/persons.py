"""The restricted lists: who lacks what, by name. For the roles that may see persons, never part of a report.

All of it is of the roster of record. What somebody answered stands in ``differences`` only, and only where the
answer corrects the roster's own facts; ratings of one's competence are in no list of persons.
"""

from collections.abc import Collection, Sequence
from typing import Final

from surveys.aggregation.material import Difference, Material
from surveys.aggregation.populations import MISSING
from surveys.aggregation.quality import unit_key
from surveys.aggregation.reviews import Review
from surveys.aggregation.table import Cell, Code, Column, Kind, Note, Source, Table
from surveys.roster import CERT, Official, name_sort_key
from surveys.spelling import NameSortKey
from surveys.standards import CERTIFICATES, Criterion, Finding, Result, Verdict

_CRITERION: Final = Column("criterion", Kind.CODE)
_BELOW_COLUMNS: Final = (
    Column("stt", Kind.NUMBER),
    Column("full_name", Kind.TEXT),
    Column("birth_year", Kind.NUMBER),
    Column("title", Kind.CODE),
    Column("unit", Kind.CODE),
    _CRITERION,
    Column("held", Kind.CODE),
    Column("demanded", Kind.CODE),
    Column("basis", Kind.TEXT),
    Column("clause", Kind.TEXT),
    Column("deadline", Kind.DATE),
    Column("verify", Kind.CODE),
)
_NOT_KNOWN_COLUMNS: Final = (
    Column("stt", Kind.NUMBER),
    Column("full_name", Kind.TEXT),
    Column("title", Kind.CODE),
    Column("unit", Kind.CODE),
    _CRITERION,
    Column("reason", Kind.CODE),
)
_DIFFERENCES_COLUMNS: Final = (
    Column("stt", Kind.NUMBER),
    Column("roster_key", Kind.TEXT),
    Column("full_name", Kind.TEXT),
    Column("title", Kind.CODE),
    Column("unit", Kind.CODE),
    Column("attribute", Kind.CODE),
    Column("held", Kind.CODE),
    Column("answer", Kind.CODE),
)
_OF_TITLE: Final = Column("of_title", Kind.CODE)  # only where somebody holds several titles
_VOCABULARIES: Final = {
    Criterion.AGE: "age",
    Criterion.OTHER: "course",
    **dict.fromkeys(CERTIFICATES, "certificate"),
}


def persons_tables(material: Material) -> tuple[Table, ...]:
    """Return the lists of persons: ``below_standard below_qualification not_known differences``.

    By the first of the material's reviews; people in the order of their units, then of their names. ``stt`` counts
    people (in ``differences``: rows), so several lines of one person carry the same number.
    """
    regime, review = next(iter(material.reviews.items()), ("", Review(())))
    ordered = sorted(review.verdicts, key=lambda verdict: order_of(verdict.official))
    notes = (Note("review_regime", {"regime": Code("regime", regime), "as_of": material.as_of}),)
    return (
        _below("below_standard", ordered, notes, tuple(Criterion)),
        _below("below_qualification", ordered, notes, (Criterion.QUAL,)),
        _not_known(ordered, notes),
        _differences(material.differences),
    )


def order_of(official: Official) -> tuple[str, str, NameSortKey, str]:
    """Return the key that sorts officials by unit, then by name in the Vietnamese order."""
    key = name_sort_key(official.full_name)
    return official.unit_code, official.unit_name, key, official.roster_key


def _below(
    key: str, verdicts: Sequence[Verdict], notes: tuple[Note, ...], criteria: Collection[Criterion]
) -> Table:
    """List what is not met, a line a criterion."""
    rows: list[tuple[Cell, ...]] = []
    listed: list[Finding] = []
    number = 0
    for verdict in verdicts:
        findings = [finding for finding in verdict.shortfalls if finding.criterion in criteria]
        number += bool(findings)
        listed += findings
        rows += [(number, *_shortfall(verdict.official, finding)) for finding in findings]
    columns, rows = _with_titles(_BELOW_COLUMNS, rows, listed)
    return Table(key, Source.PERSONS, columns, tuple(rows), notes=(*notes, *_remarks(listed)))


def _with_titles(
    columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], findings: Sequence[Finding]
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    """Add, after the criterion, whose standard each line is, if anybody listed holds several titles."""
    if not any(finding.title for finding in findings):
        return columns, list(rows)
    place = columns.index(_CRITERION) + 1
    told = [Code("title", finding.title) if finding.title else None for finding in findings]
    widened = [(*row[:place], title, *row[place:]) for row, title in zip(rows, told, strict=True)]
    return (*columns[:place], _OF_TITLE, *columns[place:]), widened


def _shortfall(official: Official, finding: Finding) -> tuple[Cell, ...]:
    return (
        official.full_name,
        official.birth_date.year if official.birth_date else official.birth_year,
        Code("title", official.title),
        Code("unit", unit_key(official)),
        Code("criterion", finding.criterion.value),
        _held(finding),
        Code(_VOCABULARIES.get(finding.criterion, finding.criterion.value), finding.demanded),
        finding.basis,
        finding.clause,
        finding.deadline,
        Code("verify", "yes") if finding.is_unverified else None,
    )


def _held(finding: Finding) -> Code | None:
    if not finding.held:
        return None
    if finding.criterion is Criterion.OTHER or finding.criterion in CERTIFICATES:
        return Code("course", "not_attended")
    return Code(_VOCABULARIES.get(finding.criterion, finding.criterion.value), finding.held)


def _remarks(findings: Sequence[Finding]) -> tuple[Note, ...]:
    """Return what has to be said of the findings listed: rules to be checked, assumptions, reservations."""
    reasons = dict.fromkeys(each.reason for each in findings if each.reason)
    reserved = (Note("reservation", {"reason": Code("reason", reason)}) for reason in reasons)
    checked = (Note("verify"),) if any(each.is_unverified for each in findings) else ()
    return (*checked, *reserved)


def _not_known(verdicts: Sequence[Verdict], notes: tuple[Note, ...]) -> Table:
    """List what cannot be judged: a line a criterion, or one line if all of a title has one reason."""
    rows: list[tuple[Cell, ...]] = []
    listed: list[Finding] = []
    number = 0
    for verdict in verdicts:
        findings = [each for each in verdict.findings if each.result is Result.NOT_KNOWN]
        number += bool(findings)
        official = verdict.official
        who = (official.full_name, Code("title", official.title), Code("unit", unit_key(official)))
        for title in dict.fromkeys(each.title for each in findings):
            unknown = [each for each in findings if each.title == title]
            is_all = len(unknown) > 1 and {each.criterion for each in unknown} == set(Criterion)
            if is_all and len({each.reason for each in unknown}) == 1:
                rows.append((number, *who, Code("criterion", "all"), Code("reason", unknown[0].reason)))
                listed.append(unknown[0])
                continue
            rows += [(number, *who, _criterion(each), Code("reason", each.reason)) for each in unknown]
            listed += unknown
    columns, rows = _with_titles(_NOT_KNOWN_COLUMNS, rows, listed)
    return Table("not_known", Source.PERSONS, columns, tuple(rows), notes=notes)


def _criterion(finding: Finding) -> Code:
    """Name a criterion; of courses, which one."""
    if finding.criterion is Criterion.OTHER and finding.demanded:
        return Code("course", finding.demanded)
    return Code("criterion", finding.criterion.value)


def _differences(differences: Sequence[Difference]) -> Table:
    """List where an answer says otherwise than the roster and nobody has decided yet."""
    ordered = sorted(differences, key=lambda each: (order_of(each.official), each.attribute, each.case))
    rows = tuple(
        (
            number,
            each.official.roster_key,
            each.official.full_name,
            Code("title", each.official.title),
            Code("unit", unit_key(each.official)),
            Code("attribute", each.attribute),
            _value(each.attribute, each.held),
            _value(each.attribute, each.answer),
        )
        for number, each in enumerate(ordered, start=1)
    )
    return Table(
        "differences", Source.PERSONS, _DIFFERENCES_COLUMNS, rows, notes=(Note("differences_undecided"),)
    )


def _value(attribute: str, value: str) -> Code:
    """Code a value of the roster; several certificates stand in the order of their vocabulary."""
    if not value:
        return Code("attribute_value", MISSING)
    if attribute == "cert":
        codes = value.split()
        return Code(attribute, " ".join([code for code in CERT if code in codes] or codes))
    return Code(attribute, value)
