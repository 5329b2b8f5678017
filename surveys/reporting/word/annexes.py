"""The annexes: which table stands in which, under which number, upright or turned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.table import Table
from surveys.reporting.numbers import number_text
from surveys.reporting.texts.common import HIDDEN_MARK, NOTHING_MARK
from surveys.reporting.texts.report import FRAME
from surveys.reporting.texts.report_needs import PROPOSALS
from surveys.reporting.word.grid import Box, Grid, needs_landscape
from surveys.reporting.word.numerals import roman
from surveys.reporting.word.opening import text_width_of
from surveys.reporting.word.phrases import Value
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.references import References
from surveys.reporting.word.sentences.courses import Proposal, manner_of
from surveys.reporting.word.story import Story
from surveys.reporting.word.tables import grid_of
from surveys.reporting.word.trimming import is_telling, on_paper
from surveys.reporting.wording import Lexicon

_COMPETENCE: Final = ("needs", "limited_competence", "reliability", "confidence", "trend_needs")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table in an annex. ``table`` is ``None`` for the list of proposed courses, which is no handler's."""

    number: int
    caption: str
    grid: Grid
    is_landscape: bool
    notes: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: upright tables first, then the wide ones. ``left_out``: titles of tables that tell nothing."""

    label: str
    title: str
    tables: tuple[Numbered, ...]
    left_out: tuple[str, ...] = ()


def _is_competence(table: Table) -> bool:
    return table.key.startswith(_COMPETENCE)


def plan_annexes(tables: Iterable[Table], lexicon: Lexicon, profile: Profile) -> list[Annex]:
    """Arrange the tables: statistics, then competencies. Those that tell nothing are left out, so are empty annexes."""
    filled = [table for table in tables if table.rows]
    parts = ([t for t in filled if not _is_competence(t)], [t for t in filled if _is_competence(t)])
    annexes: list[Annex] = []
    number = 0
    for part, title in zip(parts, FRAME.annexes, strict=False):
        printed = [(table, *on_paper(table, lexicon)) for table in part if is_telling(table)]
        measured = [
            (table, notes, grid := grid_of(shown, lexicon), _is_wide(grid, profile))
            for table, shown, notes in printed
        ]
        numbered = []
        for table, notes, grid, is_wide in sorted(measured, key=lambda each: each[-1]):
            number += 1
            caption = FRAME.table_caption.format(number=number, title=lexicon.title(table))
            numbered.append(Numbered(number, caption, grid, is_wide, notes, table))
        if numbered:
            label = annex_label(profile, len(annexes) + 1)
            left_out = tuple(lexicon.title(table) for table in part if not is_telling(table))
            annexes.append(Annex(label, title, tuple(numbered), left_out))
    return annexes


def _is_wide(grid: Grid, profile: Profile) -> bool:
    return needs_landscape(grid, profile, text_width_of(profile, is_landscape=False))


def annex_label(profile: Profile, number: int) -> str:
    """Return what an annex is called: ``Phụ lục II``."""
    return profile.annex.format(roman=roman(number))


def references_of(annexes: Iterable[Annex]) -> References:
    """Return where each table stands."""
    numbers: dict[str, tuple[int, ...]] = {}
    places: dict[str, str] = {}
    for annex in annexes:
        for each in annex.tables:
            if each.table is not None:
                numbers[each.table.key] = (*numbers.get(each.table.key, ()), each.number)
                places[each.table.key] = annex.label
    return References(numbers, places)


def proposals_annex(proposals: list[Proposal], story: Story, profile: Profile, annexes: list[Annex]) -> Annex:
    """Make the annex that lists the proposed courses."""
    number = sum(len(annex.tables) for annex in annexes) + 1
    heads = (tuple(Box(heading) for heading in PROPOSALS.columns),)
    manner = tuple(Box(value) for value in manner_of(story).values())
    rows = tuple(_course(place, each, manner) for place, each in enumerate(proposals, 1))
    flexible = (False, True, True, False, False, False, True, True, True, True)
    caption = FRAME.table_caption.format(number=number, title=PROPOSALS.title)
    listed = Numbered(
        number, caption, Grid(heads, rows, flexible), is_landscape=True, notes=(PROPOSALS.note,)
    )
    return Annex(annex_label(profile, len(annexes) + 1), FRAME.annexes[-1], (listed,))


def _course(place: int, proposal: Proposal, manner: tuple[Box, ...]) -> tuple[Box, ...]:
    groups = PROPOSALS.every_group if proposal.is_for_all else ", ".join(proposal.groups)
    return (
        Box(number_text(place), "center"),
        Box(proposal.topic),
        Box(groups or NOTHING_MARK),
        Box(number_text(proposal.priority) if proposal.priority else NOTHING_MARK, "center"),
        Box(NOTHING_MARK if proposal.score is None else number_text(proposal.score, 2), "right"),
        Box(_wanted(proposal.demand), "right"),
        *(box if box.text else Box(NOTHING_MARK) for box in manner),
    )


def _wanted(demand: Value | None) -> str:
    if demand is None:
        return NOTHING_MARK
    return HIDDEN_MARK if demand.count is None else number_text(demand.count)
