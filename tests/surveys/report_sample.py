"""A whole wave for the documents' tests: the sample roster answers the built-in form, drawn with a fixed seed."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from surveys.aggregation import persons, tables_of
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import CaseGroup, Difference, Fieldwork, Material, Wave
from surveys.aggregation.reviews import Review
from surveys.aggregation.table import Source, Table
from surveys.content import read
from surveys.disposition import Outcome
from surveys.interview import Evaluation, Interview, Status
from surveys.interview.rostered import in_form_order
from surveys.projection import Layout, pack_interview
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire
from surveys.reporting.word.facts import RegimeFacts, ReportFacts
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.wording import Lexicon
from surveys.roster import Official, RosterRow
from surveys.standards import Standards, judge, read_standards
from tests.surveys.report_tables import form as built_in_form
from tests.surveys.report_tables import roster

AS_OF: Final = date(2026, 11, 22)
SILENT_EVERY: Final = 6  # one official in so many does not answer
REGIMES: Final = ("nd33_2023", "qd04_2004")
LETTERHEAD: Final = Letterhead(
    parent="Đảng bộ tỉnh Bắc Ninh",
    issuer="Đảng ủy xã Lương Tài",
    number="5",
    symbol="ĐU",
    place="Lương Tài",
    day=date(2026, 2, 5),
    authority="T/M Ban Thường vụ",
    position="Bí thư",
    signer="Nguyễn Văn An",
    recipients=("Thường trực Tỉnh ủy", "Ban Tổ chức Tỉnh ủy"),
)
FACTS: Final = ReportFacts(
    as_of=AS_OF,
    office="Đảng ủy xã Lương Tài",
    form_title="Khảo sát nhu cầu đào tạo, bồi dưỡng cán bộ, công chức cấp xã",
    wave_number=1,
    opens_on=date(2026, 11, 2),
    closes_on=date(2026, 11, 20),
    grounds=("Căn cứ Kế hoạch số 12-KH/ĐU ngày 20/10/2026 của Đảng ủy xã Lương Tài",),
    regimes=(
        RegimeFacts("nd33_2023", "Nghị định 33/2023/NĐ-CP ngày 10/6/2023", date(2028, 8, 1)),
        RegimeFacts("qd04_2004", "Quyết định 04/2004/QĐ-BNV ngày 16/01/2004", is_unverified=True),
    ),
)


def official(row: RosterRow) -> Official:
    """An official of the sample roster."""
    same = {name: getattr(row, name) for name in Official.__slots__ if hasattr(row, name)}
    return Official(**same)


@cache
def officials() -> tuple[Official, ...]:
    """The 75 officials of the sample roster."""
    return tuple(official(row) for row in roster().rows)


@cache
def form() -> Questionnaire:
    """The built-in form with the units of the roster."""
    units = tuple(Choice(unit.code, unit.name) for unit in roster().units)
    return built_in_form().with_choice_lists({"commune": units})


@cache
def lexicon() -> Lexicon:
    """The words of the sample."""
    return Lexicon(form(), {unit.code: unit.name for unit in roster().units})


def _answer(now: Evaluation, item: Item, person: Official, chance: random.Random) -> str:
    """Draw an answer: what the roster knows, ratings that differ by competency, else anything."""
    known = {
        "a_commune": person.unit_code,
        "a_title": person.title,
        "a_birth": str(person.birth_year or 1970),
    }
    if item.name in known:
        return known[item.name]
    names = [choice.name for choice in now.options(item) if choice.name != "none"]
    if item.name[:1] == "c" and item.name.endswith(("_i", "_c")):
        weight = int(item.name[1:3]) % 4
        is_importance = item.name.endswith("_i")
        middle = 5 - weight * 0.5 if is_importance else 2 + weight * 0.6
        return str(min(5, max(1, round(chance.gauss(middle, 0.8)))))
    match item.type:
        case ItemType.SELECT_ONE:
            return names[min(int(chance.expovariate(0.8)), len(names) - 1)]
        case ItemType.SELECT_MULTIPLE:
            return in_form_order(now, item, chance.sample(names, chance.randint(1, min(3, len(names)))))
        case ItemType.INTEGER:
            return str(chance.randint(0, 3))
        case _:
            return ""


def packed_answers(person: Official, chance: random.Random) -> bytes:
    """Draw one person's answers to the whole form, packed."""
    answers: dict[str, str] = {}
    for item in form().questions():
        now = Evaluation(form(), answers, AS_OF)
        if now.is_relevant(item):
            answers[item.name] = _answer(now, item, person, chance)
    return pack_interview(Interview(form(), answers, "@done", status=Status.COMPLETED, today=AS_OF))


@cache
def material(seed: int = 7) -> Material:
    """The sample as a whole: roster, two reviews, one closed wave that most have answered."""
    chance = random.Random(seed)
    people = officials()
    answering = [person for place, person in enumerate(people) if place % SILENT_EVERY]
    silent = [person for place, person in enumerate(people) if not place % SILENT_EVERY]
    packed = b"".join(packed_answers(person, chance) for person in answering)
    outcomes = Counter((p.unit_code, p.title, Outcome.COMPLETED) for p in answering)
    outcomes.update((p.unit_code, p.title, Outcome.SILENT) for p in silent)
    groups = tuple(CaseGroup(*key, count) for key, count in sorted(outcomes.items()))
    fieldwork = Fieldwork(
        groups,
        answering_seconds=tuple(300 + 11 * place for place in range(len(answering))),
        reminded={0: 75, 1: 40, 2: 20},
        completed_after={0: 30, 1: 20, 2: len(answering) - 50},
    )
    wave = Wave(
        1,
        date(2026, 11, 2),
        date(2026, 11, 20),
        is_closed=True,
        form=form(),
        responses=Matrix(Layout.of(form()), packed),
        fieldwork=fieldwork,
    )
    standards = read_standards(read("standards.yaml").decode())
    assert isinstance(standards, Standards)
    reviews = {
        regime: Review.of(judge(standards, people, date(2024, 6, 1), regime), keeps_verdicts=True)
        for regime in REGIMES
    }
    difference = Difference(3, people[2], "qual", people[2].qual, "dh")
    units = {person.unit_code: person.unit_name for person in people}
    return Material(AS_OF, units, people, reviews, (difference,), wave)


@cache
def public_tables() -> tuple[Table, ...]:
    """What every reader may see: small cells hidden."""
    return hide([table for table in tables_of(material()) if table.source is not Source.PERSONS])


@cache
def published_tables() -> tuple[Table, ...]:
    """The same with the statistics of the roster published."""
    shown = [table for table in tables_of(material()) if table.source is not Source.PERSONS]
    return hide(shown, published=frozenset({Source.ROSTER}))


@cache
def trend_tables() -> tuple[Table, ...]:
    """What is public of a second wave, which most answered otherwise than the first."""
    before = material(8).wave
    now = material().wave
    assert before is not None
    assert now is not None
    second = replace(material(), wave=replace(now, number=2), previous=before)
    return hide([table for table in tables_of(second) if table.source is not Source.PERSONS])


@cache
def persons_tables() -> tuple[Table, ...]:
    """The lists that name persons."""
    return tuple(persons.persons_tables(material()))
