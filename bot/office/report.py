"""The files of a report, made from a ``Material`` in steps that are carried out beside the loop.

Each step is a function of plain values, so that it may run in another process; between two of them whoever ordered
the report is told how far it is. What leaves the house passes ``hide`` here and nowhere else.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.office.beside import Carry, Sealed, seal, unsealed
from bot.office.material import Source, facts_of, load_standards, reviewed, told_of
from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.word.letterhead import Letterhead
from surveys.titles import Titles, built_in_titles

if TYPE_CHECKING:
    from surveys.aggregation.material import Material
    from surveys.aggregation.table import Table
    from surveys.questionnaire import Questionnaire
    from surveys.reporting.wording import Lexicon
    from surveys.standards import Standards, Version

FIRST_PICTURE: Final = "needs_ranking"
"""The picture that stands above the files in a chat; without it, the first there is."""


class Step(StrEnum):
    """What is being made."""

    TABLES = "tables"
    CHARTS = "charts"
    WORD = "word"
    WORKBOOK = "workbook"
    RESTRICTED = "restricted"


Tell = Callable[[Step, int, int], Awaitable[None]]
"""Is told which step begins: its place from 1, and how many there are."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """How a report is to look. ``profile`` is a layout of ``surveys.reporting.word.profiles``.

    ``standards`` is the text of the office's own standards (or nothing), ``version`` its workbook. ``regime``: the
    one to review by (else whatever is in force). ``facts`` are completed by the review.
    ``publishes_roster``: statistics of the roster are shown whole (the logged exception). ``names_persons``: the
    restricted lists are made, too.
    """

    profile: str
    letterhead: Letterhead
    facts: ReportFacts
    standards: str = ""
    titles: Titles = field(default_factory=built_in_titles)
    version: "Version | None" = None
    regime: str = ""
    publishes_roster: bool = False
    names_persons: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What was made. ``pictures`` PNG by name; ``restricted`` names persons, ``None`` if it was not ordered.

    ``template``: the empty workbook of standards, where the review lacks the office's rules.
    """

    figures: str
    pictures: Mapping[str, bytes]
    word: bytes
    workbook: bytes
    restricted: bytes | None = None
    template: bytes | None = None

    @property
    def first_picture(self) -> tuple[str, bytes] | None:
        """The picture (name, PNG) to show first; ``None`` if nothing could be drawn."""
        name = FIRST_PICTURE if FIRST_PICTURE in self.pictures else next(iter(self.pictures), "")
        return (name, self.pictures[name]) if name else None


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything counted, before it is worded. ``tables`` are those that every reader may see, small cells hidden.

    ``persons`` are those with names, if they were ordered. ``order`` knows the wave and the rules of the review.
    """

    tables: "tuple[Table, ...]"
    persons: "tuple[Table, ...]"
    form: "Questionnaire | None"
    units: Mapping[str, str]
    order: ReportOrder

    @property
    def lexicon(self) -> "Lexicon":
        """The words for its codes."""
        return _lexicon(self.form, self.units, self.order.titles, self.order.facts)


async def make_report(material: "Material | Source", order: ReportOrder, carry: Carry, tell: Tell) -> Report:
    """Make every file of a report, step by step; of a ``Source`` the first step reads the material.

    Raises ``StandardsWrong`` if the office's own standards cannot be used.
    """
    steps = [step for step in Step if step is not Step.RESTRICTED or order.names_persons]

    async def begin(step: Step) -> None:
        await tell(step, steps.index(step) + 1, len(steps))

    await begin(Step.TABLES)
    if isinstance(material, Source):
        counted = await carry(seal, count_source, material, order)
    else:
        counted = await carry(count_material, material, order)
    figures = await carry(make_figures, counted)
    await begin(Step.CHARTS)
    pictures = await carry(make_pictures, counted)
    await begin(Step.WORD)
    word = await carry(make_word, counted, pictures)
    await begin(Step.WORKBOOK)
    workbook = await carry(make_workbook, counted)
    restricted = None
    if order.names_persons:
        await begin(Step.RESTRICTED)
        restricted = await carry(make_restricted, counted)
    template = await carry(make_template, counted)
    return Report(figures, pictures, word, workbook, restricted, template)


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the roster without a wave: the workbook names persons."""

    figures: str
    workbook: bytes
    asks_for_rules: bool = False


def make_review(material: "Material", facts: ReportFacts, standards: "Standards", regime: str) -> Review:
    """Make the workbook of a review: the statistics whole and the lists with names, all for restricted use."""
    from bot.office.key_figures import key_figures  # noqa: PLC0415
    from surveys.aggregation import tables_of  # noqa: PLC0415
    from surveys.aggregation.persons import persons_tables  # noqa: PLC0415
    from surveys.reporting.report_workbook import report_workbook  # noqa: PLC0415
    from surveys.reporting.standards_remarks import standards_remarks  # noqa: PLC0415
    from surveys.reporting.word.report import report_title  # noqa: PLC0415

    material, regimes = reviewed(material, standards, regime)
    version, asks = told_of(standards, material.as_of, regime)
    facts = replace(facts, regimes=regimes, version=version, asks_for_rules=asks)
    tables = tables_of(material)
    lexicon = _lexicon(None, material.units, material.titles, facts)
    workbook = report_workbook(
        (*tables, *persons_tables(material)),
        lexicon,
        title=report_title(facts),
        as_of=facts.as_of,
        prepared_by=facts.office,
        is_restricted=True,
        remarks=standards_remarks(facts),
    )
    figures = key_figures(tables, lexicon, as_of=facts.as_of, number=None, facts=facts)
    return Review(figures, workbook, asks)


# --- the steps --------------------------------------------------------------------------------------


def count_source(source: Source, order: ReportOrder) -> Counted:
    """Read the material, then count it; the order learns of which wave it is."""
    material = source.material()
    told = order.facts
    facts = facts_of(material, office=told.office, grounds=told.grounds, units=told.units)
    return count_material(material, replace(order, facts=facts))


def count_material(material: "Material", order: ReportOrder) -> Counted:
    """Review the roster and count everything."""
    from surveys.aggregation import tables_of  # noqa: PLC0415 - each step brings its own heavy library
    from surveys.aggregation.hiding import hide  # noqa: PLC0415
    from surveys.aggregation.persons import persons_tables  # noqa: PLC0415
    from surveys.aggregation.table import Source as TableSource  # noqa: PLC0415

    standards = load_standards(order.standards, order.titles, order.version)
    material, regimes = reviewed(material, standards, order.regime)
    version, asks = told_of(standards, material.as_of, order.regime)
    facts = replace(order.facts, regimes=regimes, version=version, asks_for_rules=asks)
    published = frozenset({TableSource.ROSTER}) if order.publishes_roster else frozenset()
    persons = tuple(persons_tables(material)) if order.names_persons else ()
    return Counted(
        hide(tables_of(material), published=published),
        persons,
        material.wave.form if material.wave is not None else None,
        material.units,
        replace(order, facts=facts),
    )


def make_figures(given: Counted | Sealed) -> str:
    """Return the key figures as a text."""
    from bot.office.key_figures import HIDDEN, HIDDEN_BUT_ROSTER, key_figures  # noqa: PLC0415

    counted: Counted = unsealed(given)
    end = HIDDEN_BUT_ROSTER if counted.order.publishes_roster else HIDDEN
    facts = counted.order.facts
    return key_figures(
        counted.tables, counted.lexicon, as_of=facts.as_of, number=facts.wave_number, end=end, facts=facts
    )


def make_pictures(given: Counted | Sealed) -> dict[str, bytes]:
    """Return the charts that the tables allow, by name."""
    from surveys.reporting.charts import draw_charts  # noqa: PLC0415

    counted: Counted = unsealed(given)
    return draw_charts(counted.tables, counted.lexicon, as_of=counted.order.facts.as_of)


def make_word(given: Counted | Sealed, pictures: Mapping[str, bytes]) -> bytes:
    """Return the report as .docx."""
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415
    from surveys.reporting.word.report import report_document  # noqa: PLC0415

    counted: Counted = unsealed(given)
    order = counted.order
    profile = PROFILES[order.profile]
    return report_document(counted.tables, counted.lexicon, order.facts, order.letterhead, profile, pictures)


def make_workbook(given: Counted | Sealed) -> bytes:
    """Return the tables as .xlsx, with a codebook."""
    from surveys.reporting.report_workbook import report_workbook  # noqa: PLC0415
    from surveys.reporting.standards_remarks import standards_remarks  # noqa: PLC0415
    from surveys.reporting.word.report import report_title  # noqa: PLC0415

    counted: Counted = unsealed(given)
    facts = counted.order.facts
    return report_workbook(
        counted.tables,
        counted.lexicon,
        title=report_title(facts),
        as_of=facts.as_of,
        prepared_by=facts.office,
        form=counted.form,
        remarks=standards_remarks(facts),
    )


def make_template(given: Counted | Sealed) -> bytes | None:
    """Return the empty workbook in which the office writes its standards down, where the review lacks its rules."""
    from surveys.reporting.standards_template import standards_template  # noqa: PLC0415

    counted: Counted = unsealed(given)
    order = counted.order
    if not order.facts.asks_for_rules:
        return None
    return standards_template(load_standards(order.standards, order.titles), order.facts.as_of)


def make_restricted(given: Counted | Sealed) -> bytes:
    """Return the lists with names as .docx: never for everybody."""
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415
    from surveys.reporting.word.restricted import restricted_document  # noqa: PLC0415

    counted: Counted = unsealed(given)
    order = counted.order
    return restricted_document(
        counted.persons, counted.lexicon, order.facts, order.letterhead, PROFILES[order.profile]
    )


def _lexicon(
    form: "Questionnaire | None", units: Mapping[str, str], titles: Titles, facts: ReportFacts
) -> "Lexicon":
    from surveys.reporting.standards_remarks import regime_names  # noqa: PLC0415
    from surveys.reporting.wording import Lexicon  # noqa: PLC0415

    return Lexicon(form, units, titles, regime_names(facts))
