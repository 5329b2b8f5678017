"""A wave's answers as a file: the archive's rows become the table that the documents take."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork import facts_of
from bot.office.material import Source
from storage import extracts, instruments
from storage.extracts import CaseAnswers
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from surveys.disposition import outcome
from surveys.interview import counted_answers_of, counted_calculations_of
from surveys.questionnaire import Questionnaire
from surveys.reporting.answers import AnswerRow, AnswerTable
from surveys.reporting.sent_files import file_names
from surveys.titles import Titles


async def answer_table(
    conn: AsyncConnection,
    wave: WaveRecord,
    now: datetime,
    zone: ZoneInfo,
    titles: Titles,
    *,
    scope: Scope = EVERYTHING,
) -> AnswerTable:
    """Read a wave: its form with the wave's own choices, and a row for every case, answered or not.

    Only answers that count are in it: those of questions that are relevant, and the calculations.
    """
    form = await instruments.form_of(conn, wave)
    rows = [
        _row(form, case, wave.closed_at or now, zone, titles)
        async for case in extracts.answers_of_wave(conn, wave.id, scope=scope)
    ]
    return AnswerTable(form, rows, zone)


def _row(
    form: Questionnaire, case: CaseAnswers, until: datetime, zone: ZoneInfo, titles: Titles
) -> AnswerRow:
    standing = case.standing
    day = (standing.completed_at or until).astimezone(zone).date()
    counted = {}
    if case.answers:
        counted = counted_answers_of(form, case.answers, day)
        counted |= counted_calculations_of(form, case.answers, day)
    return AnswerRow(
        case=standing.id,
        roster_key=standing.roster_key,
        full_name=standing.full_name,
        unit=standing.unit_name,
        title=titles.label(standing.title),
        disposition=standing.outcome or outcome(facts_of(standing)).value,
        started_at=standing.started_at,
        completed_at=standing.completed_at,
        answers=counted,
        mode=case.mode,
    )


def make_workbook_of(source: Source, now: datetime) -> tuple[bytes, int, list[str]]:
    """Read a wave and return its answers as ``.xlsx``, of how many cases, and the files among them.

    It is for a worker process.
    """
    table = source.read(
        lambda conn, wave: answer_table(conn, wave, now, source.zone, source.titles, scope=source.scope)
    )
    return make_document(table, ".xlsx"), len(list(table.rows)), file_names(table.form, table.rows)


def make_document(table: AnswerTable, suffix: str, *, is_exact: bool = False) -> bytes:
    """Return the table as ``.xlsx`` or ``.csv``. Slow for thousands of cases: call it beside the loop.

    ``is_exact``: the .csv is for programs, every text as it was typed.
    """
    if suffix == ".csv":
        from surveys.reporting.answers_csv import answers_csv  # noqa: PLC0415 - heavy, each with its library

        return answers_csv(table, is_exact=is_exact)
    from surveys.reporting.answers_workbook import answers_workbook  # noqa: PLC0415

    return answers_workbook(table)


def make_more_files(table: AnswerTable, suffix: str, *, is_exact: bool = False) -> dict[str, bytes]:
    """Return the files beside a .csv, one for each repeat by its name; a workbook holds them as sheets."""
    if suffix != ".csv":
        return {}
    from surveys.reporting.repeats_csv import repeats_csv  # noqa: PLC0415

    return repeats_csv(table, is_exact=is_exact)
