"""What is made beside the turn: the workbook of the bank, the results with small cells hidden."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from bot.messages import Outbound, OutboundKind
from bot.office.beside import worker
from bot.office.made import Made, document, who_asked
from bot.office.rights import Right
from bot.office.situations.desk import BOOK, RESULTS, short
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import say
from bot.texts.situations_office import TEXTS
from storage import situations
from storage.database import Database
from storage.office import JobRecord
from surveys.situations import Bank, Figures
from surveys.titles import Titles

SHOWN: Final = 12
"""Lines of a part of the results; the others stand in the workbook."""

if TYPE_CHECKING:
    from surveys.aggregation.table import Table


class SituationWork:
    """Makes them, within the units of whoever asked."""

    def __init__(self, database: Database, settings: Settings, titles: TitlesNow) -> None:
        self._database = database
        self._zone = settings.zone
        self._titles_now = titles

    @property
    def makers(self) -> Mapping[str, Callable[[JobRecord, datetime], Awaitable[Made]]]:
        """What makes each kind of job."""
        return {BOOK: self.book, RESULTS: self.results}

    async def book(self, job: JobRecord, now: datetime) -> Made:
        """Make the workbook of the bank in use, or one with the example to begin with."""
        day = now.astimezone(self._zone).date()
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.SITUATIONS, now, self._zone)
            if isinstance(asked, Made):
                return asked
            if not asked.scope.is_everything:
                return Made((), asked.losses, {})
            used = await situations.bank_in_use(conn)
        async with worker() as carry:
            content = await carry(make_book, used.bank if used else None, self._titles_now(), day)
        file = document(f"ngan-hang-tinh-huong-{day:%Y%m%d}.xlsx", content, say(TEXTS.template_caption), 0)
        return Made([file], asked.losses, {Right.SITUATIONS: asked.scope})

    async def results(self, job: JobRecord, now: datetime) -> Made:
        """Count what was answered."""
        day = now.astimezone(self._zone).date()
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.SITUATIONS, now, self._zone)
            if isinstance(asked, Made):
                return asked
            figures = await situations.figures_of(conn, scope=asked.scope)
        async with worker() as carry:
            found: MadeResults = await carry(make_results, figures, self._titles_now())
        messages = [Outbound(OutboundKind.NOTICE, found.text)]
        if found.workbook is not None:
            name = f"ket-qua-tinh-huong-{day:%Y%m%d}.xlsx"
            messages.append(document(name, found.workbook, say(TEXTS.results_caption), 0))
        return Made(messages, asked.losses, {Right.SITUATIONS: asked.scope})


def make_book(bank: Bank | None, titles: Titles, day: date) -> bytes:
    """Make the workbook to fill in, for a worker process."""
    from surveys.reporting.situations_workbooks import situations_template  # noqa: PLC0415 - libraries of workbooks
    from surveys.situations.example import competency_labels, example_bank  # noqa: PLC0415

    held = bank if bank is not None else example_bank(TEXTS.example_author)
    return situations_template(held, titles, competency_labels(), day)


@dataclass(frozen=True, slots=True)
class MadeResults:
    """The results in words, and as a workbook if there are any."""

    text: str
    workbook: bytes | None = None


def make_results(figures: Figures, titles: Titles) -> MadeResults:
    """Count and hide, for a worker process."""
    from surveys.reporting.situations_workbooks import results_workbook  # noqa: PLC0415 - libraries of workbooks
    from surveys.situations.results import tables_of_figures  # noqa: PLC0415 - the library of arrays

    bank, tables = figures.bank, tables_of_figures(figures)
    lines = [
        *_all_lines(tables, bank),
        *_month_lines(tables, titles),
        *_weak_lines(tables, bank, titles),
    ]
    if not lines:
        return MadeResults(say(TEXTS.results_none))
    text = "\n".join([say(TEXTS.results_head), *lines])
    return MadeResults(text, results_workbook(tables, bank, titles.group_labels))


def _all_lines(tables: "Sequence[Table]", bank: Bank) -> list[str]:
    """Say of each situation how many of all chose the key at once, as far as it may be told."""
    from surveys.aggregation.table import Code, Share  # noqa: PLC0415 - the library of arrays
    from surveys.reporting.numbers import percent_text  # noqa: PLC0415
    from surveys.situations.results import CHOICES  # noqa: PLC0415

    found = []
    for label, choice, _count, share in (
        row for table in tables if table.key == CHOICES for row in table.rows
    ):
        if not (isinstance(label, Code) and isinstance(choice, Code) and isinstance(share, Share)):
            continue
        situation = bank.by_code[label.code]
        if choice.code == str(situation.key) and share.fraction is not None:
            words = {"share": percent_text(share.fraction, 0), "count": share.base.value}
            line = say(TEXTS.all_line, code=label.code, text=short(situation.text), **words)
            found.append((share.fraction, line))
    lines = [line for _, line in sorted(found)[:SHOWN]]
    return [f"\n{say(TEXTS.all_head)}", *lines] if lines else []


def _month_lines(tables: "Sequence[Table]", titles: Titles) -> list[str]:
    """Say how the share of right first answers of each group went, as far as it may be told."""
    from surveys.aggregation.table import Code, Count, Share  # noqa: PLC0415 - the library of arrays
    from surveys.reporting.numbers import percent_text  # noqa: PLC0415
    from surveys.situations.results import MONTHS  # noqa: PLC0415

    told: dict[str, list[str]] = {}
    for month, group, count, share in (row for table in tables if table.key == MONTHS for row in table.rows):
        if not (isinstance(group, Code) and isinstance(count, Count) and isinstance(share, Share)):
            continue
        year, number = str(month).split("-")
        words = {"month": f"{number}/{year}", "share": percent_text(share.fraction or 0, 0)}
        label = titles.group_labels.get(group.code, say(TEXTS.others))
        told.setdefault(label, []).append(say(TEXTS.month, **words, count=count.value))
    lines = [say(TEXTS.month_line, group=group, months=", ".join(each)) for group, each in told.items()]
    return [f"\n{say(TEXTS.month_head)}", *lines] if lines else []


def _weak_lines(tables: "Sequence[Table]", bank: Bank, titles: Titles) -> list[str]:
    """Name what groups do not master."""
    from surveys.reporting.numbers import percent_text  # noqa: PLC0415 - the library of arrays
    from surveys.situations.needs import MASTERED, unmastered  # noqa: PLC0415

    lines = [
        say(
            TEXTS.weak_line,
            group=titles.group_labels.get(each.group, say(TEXTS.others)),
            code=each.code,
            share=percent_text(each.right, 0),
            count=each.count,
            text=short(bank.by_code[each.code].text),
        )
        for each in unmastered(tables, bank)
    ]
    head = say(TEXTS.weak_head, limit=percent_text(MASTERED, 0))
    return [f"\n{head}", *lines[:SHOWN]] if lines else []
