"""The files of a report, made from a ``Material`` in steps that are carried out beside the loop.

Each step is a function of plain values, so that it may run in another process; between two of them whoever ordered
the report is told how far it is. What leaves the house passes ``hide`` here and nowhere else.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.office.beside import Carry
from bot.office.material import load_standards, reviewed, told_of
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
    """What was made. ``tables`` are those that every reader may see, small cells hidden; ``pictures`` PNG by name.

    ``restricted`` names persons; ``None`` if it was not ordered. ``template``: the empty workbook of standards, where
    the review lacks the office's rules.
    """

    tables: "tuple[Table, ...]"
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


async def make_report(material: "Material", order: ReportOrder, carry: Carry, tell: Tell) -> Report:
    """Make every file of a report, step by step.

    Raises ``StandardsWrong`` if the office's own standards cannot be used.
    """
    steps = [step for step in Step if step is not Step.RESTRICTED or order.names_persons]

    async def begin(step: Step) -> None:
        await tell(step, steps.index(step) + 1, len(steps))

    form = material.wave.form if material.wave is not None else None
    await begin(Step.TABLES)
    tables, persons, facts = await carry(make_tables, material, order)
    order = replace(order, facts=facts)
    figures = await carry(make_figures, tables, form, material.units, order)
    await begin(Step.CHARTS)
    pictures = await carry(make_pictures, tables, form, material.units, order)
    await begin(Step.WORD)
    word = await carry(make_word, tables, form, material.units, order, pictures)
    await begin(Step.WORKBOOK)
    workbook = await carry(make_workbook, tables, form, material.units, order)
    restricted = None
    if order.names_persons:
        await begin(Step.RESTRICTED)
        restricted = await carry(make_restricted, persons, form, material.units, order)
    template = await carry(make_template, order) if facts.asks_for_rules else None
    return Report(tables, figures, pictures, word, workbook, restricted, template)


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
    lexicon = _lexicon(None, material.units, material.titles)
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


def make_tables(
    material: "Material", order: ReportOrder
) -> "tuple[tuple[Table, ...], tuple[Table, ...], ReportFacts]":
    """Review the roster and count everything.

    Returns the tables that every reader may see, small cells hidden; those that name persons (if asked for); and
    the facts, with what it was reviewed by.
    """
    from surveys.aggregation import tables_of  # noqa: PLC0415 - each step brings its own heavy library
    from surveys.aggregation.hiding import hide  # noqa: PLC0415
    from surveys.aggregation.persons import persons_tables  # noqa: PLC0415
    from surveys.aggregation.table import Source  # noqa: PLC0415

    standards = load_standards(order.standards, order.titles, order.version)
    material, regimes = reviewed(material, standards, order.regime)
    version, asks = told_of(standards, material.as_of, order.regime)
    facts = replace(order.facts, regimes=regimes, version=version, asks_for_rules=asks)
    published = frozenset({Source.ROSTER}) if order.publishes_roster else frozenset()
    persons = tuple(persons_tables(material)) if order.names_persons else ()
    return hide(tables_of(material), published=published), persons, facts


def make_figures(
    tables: "Sequence[Table]", form: "Questionnaire | None", units: Mapping[str, str], order: ReportOrder
) -> str:
    """Return the key figures as a text."""
    from bot.office.key_figures import HIDDEN, HIDDEN_BUT_ROSTER, key_figures  # noqa: PLC0415

    end = HIDDEN_BUT_ROSTER if order.publishes_roster else HIDDEN
    facts = order.facts
    return key_figures(
        tables,
        _lexicon(form, units, order.titles),
        as_of=facts.as_of,
        number=facts.wave_number,
        end=end,
        facts=facts,
    )


def make_pictures(
    tables: "Sequence[Table]", form: "Questionnaire | None", units: Mapping[str, str], order: ReportOrder
) -> dict[str, bytes]:
    """Return the charts that the tables allow, by name."""
    from surveys.reporting.charts import draw_charts  # noqa: PLC0415

    return draw_charts(tables, _lexicon(form, units, order.titles), as_of=order.facts.as_of)


def make_word(
    tables: "Sequence[Table]",
    form: "Questionnaire | None",
    units: Mapping[str, str],
    order: ReportOrder,
    pictures: Mapping[str, bytes],
) -> bytes:
    """Return the report as .docx."""
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415
    from surveys.reporting.word.report import report_document  # noqa: PLC0415

    return report_document(
        tables,
        _lexicon(form, units, order.titles),
        order.facts,
        order.letterhead,
        PROFILES[order.profile],
        pictures,
    )


def make_workbook(
    tables: "Sequence[Table]", form: "Questionnaire | None", units: Mapping[str, str], order: ReportOrder
) -> bytes:
    """Return the tables as .xlsx, with a codebook."""
    from surveys.reporting.report_workbook import report_workbook  # noqa: PLC0415
    from surveys.reporting.standards_remarks import standards_remarks  # noqa: PLC0415
    from surveys.reporting.word.report import report_title  # noqa: PLC0415

    return report_workbook(
        tables,
        _lexicon(form, units, order.titles),
        title=report_title(order.facts),
        as_of=order.facts.as_of,
        prepared_by=order.facts.office,
        form=form,
        remarks=standards_remarks(order.facts),
    )


def make_template(order: ReportOrder) -> bytes:
    """Return the empty workbook in which the office writes its standards down."""
    from surveys.reporting.standards_template import standards_template  # noqa: PLC0415

    standards = load_standards(order.standards, order.titles)
    return standards_template(standards, order.facts.as_of)


def make_restricted(
    persons: "Sequence[Table]", form: "Questionnaire | None", units: Mapping[str, str], order: ReportOrder
) -> bytes:
    """Return the lists with names as .docx: never for everybody."""
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415
    from surveys.reporting.word.restricted import restricted_document  # noqa: PLC0415

    return restricted_document(
        persons, _lexicon(form, units, order.titles), order.facts, order.letterhead, PROFILES[order.profile]
    )


def _lexicon(form: "Questionnaire | None", units: Mapping[str, str], titles: Titles) -> "Lexicon":
    from surveys.reporting.wording import Lexicon  # noqa: PLC0415

    return Lexicon(form, units, titles)
