"""The demo's reckoning: figures from the database, held against what the phones saw. Nothing comes from the script."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.remarks import stored_line
from bot.demo.character import AnyCharacter
from bot.demo.findings import Findings
from bot.texts import say
from bot.texts.interview import TEXTS as INTERVIEW
from storage import cases, extracts
from storage.records import WaveRecord
from storage.sql import answer_revisions, contact_attempts, contact_points, responses
from storage.sql import cases as cases_table
from surveys.field_period import Calendar
from surveys.interview import Interview
from surveys.questionnaire import Questionnaire
from surveys.reporting.answers import AnswerTable

OUTCOMES = ("completed", "partial", "breakoff", "refused", "unreachable", "silent", "unlinked")


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a wave; the seven outcomes add up to the officials.

    ``channels``: how many officials are linked on each.
    """

    officials: int
    units: int
    completed: int
    partial: int
    breakoff: int
    refused: int
    unreachable: int
    silent: int
    unlinked: int
    channels: dict[str, int]
    answers: int
    reminders_sent: int
    sent_outside_office_hours: int
    duplicate_answers: int
    lost_answers: int
    effort: dict[str, float]
    quality: dict[str, dict[str, int]]
    below_standard: dict[str, dict[str, int]]
    needs_ranking: list[dict[str, Any]]
    plan: dict[str, Any] = field(default_factory=dict)
    briefings: list[dict[str, Any]] = field(default_factory=list)
    situation: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the summary file's text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


async def summarise(
    conn: AsyncConnection,
    wave: WaveRecord,
    table: AnswerTable,
    calendar: Calendar,
    *,
    lost_answers: int,
    effort: dict[str, float],
    findings: Findings,
) -> Summary:
    """Count a wave from its tables; ``findings`` are what its report says."""
    drawn = await cases.list_cases(conn, wave.id)
    outcomes = Counter(case.outcome for case in drawn)
    sent = await _sent_moments(conn, wave.id)
    return Summary(
        officials=len(drawn),
        units=len({case.unit_id for case in drawn}),
        completed=outcomes["completed"],
        partial=outcomes["partial"],
        breakoff=outcomes["breakoff"],
        refused=outcomes["refused"],
        unreachable=outcomes["unreachable"],
        silent=outcomes["silent"],
        unlinked=outcomes["unlinked"],
        channels=await _count_linked(conn, wave.id),
        answers=sum(len(row.answers) for row in table.rows),
        reminders_sent=sum(purpose == "reminder" for purpose, _ in sent),
        sent_outside_office_hours=sum(not calendar.is_office_time(at) for _, at in sent),
        duplicate_answers=await _count_duplicates(conn, wave.id),
        lost_answers=lost_answers,
        effort=effort,
        quality=findings.quality,
        below_standard=findings.below_standard,
        needs_ranking=findings.needs_ranking,
    )


async def _count_linked(conn: AsyncConnection, wave_id: int) -> dict[str, int]:
    """Count the officials of a wave who have a chat, by channel."""
    query = (
        select(contact_points.c.channel, func.count(distinct(contact_points.c.official_id)))
        .join(cases_table, cases_table.c.official_id == contact_points.c.official_id)
        .where(cases_table.c.wave_id == wave_id)
        .group_by(contact_points.c.channel)
    )
    return {row[0]: row[1] for row in await conn.execute(query)}


async def _sent_moments(conn: AsyncConnection, wave_id: int) -> list[tuple[str, Any]]:
    """Every invitation and reminder that left: its purpose and the platform's own date."""
    query = (
        select(contact_attempts.c.purpose, contact_attempts.c.at)
        .join(cases_table, cases_table.c.id == contact_attempts.c.case_id)
        .where(cases_table.c.wave_id == wave_id, contact_attempts.c.result == "sent")
    )
    return [(row[0], row[1]) for row in await conn.execute(query)]


async def _count_duplicates(conn: AsyncConnection, wave_id: int) -> int:
    """Revisions that repeat the one before them: an update that counted twice."""
    query = (
        select(answer_revisions.c.response_id, answer_revisions.c.item, answer_revisions.c.value)
        .join(responses, responses.c.id == answer_revisions.c.response_id)
        .join(cases_table, cases_table.c.id == responses.c.case_id)
        .where(cases_table.c.wave_id == wave_id)
        .order_by(answer_revisions.c.id)
    )
    held: dict[tuple[int, str], str] = {}
    count = 0
    for response_id, item, value in await conn.execute(query):
        count += held.get((response_id, item)) == value
        held[response_id, item] = value
    return count


async def count_lost(
    conn: AsyncConnection,
    wave: WaveRecord,
    form: Questionnaire,
    respondents: Mapping[str, AnyCharacter],
) -> int:
    """Count acknowledged answers that the database does not hold, by roster key of whose phone saw them.

    The last line that a phone saw about an item must be what stands there now; every earlier one must be
    among the item's revisions.
    """
    lost = 0
    async for case in extracts.answers_of_wave(conn, wave.id):
        respondent = respondents.get(case.standing.roster_key)
        if respondent is None:
            continue
        revisions = await _revisions(conn, case.standing.response_id)
        lost += _lost_of(form, respondent.ledger.acknowledged, case.answers, revisions)
    return lost


async def _revisions(conn: AsyncConnection, response_id: int | None) -> list[tuple[str, str]]:
    query = select(answer_revisions.c.item, answer_revisions.c.value).where(
        answer_revisions.c.response_id == response_id
    )
    return [(row[0], row[1]) for row in await conn.execute(query)]


def _lost_of(
    form: Questionnaire,
    acknowledged: Sequence[str],
    answers: Mapping[str, str],
    revisions: Iterable[tuple[str, str]],
) -> int:
    """Count the lines of one phone that the tables do not bear out."""
    ever = {_line(form, {**answers, item: value}, item) for item, value in revisions if value}
    now = {_line(form, answers, item) for item, value in answers.items() if value}
    heads = _heads_of_list(form)
    parts = (line.partition(": ") for line in acknowledged)
    lines = [heads.get(head, head) + sign + value for head, sign, value in parts]
    newest = {line.partition(": ")[0]: line for line in lines}
    unknown = [line for line in lines if line not in ever]
    return len(unknown) + sum(line not in now for line in newest.values() if line in ever)


def _heads_of_list(form: Questionnaire) -> dict[str, str]:
    """Return how the acknowledgement of an item begins, by the short name of its line on the list."""
    listed = {item.roster: item.name for item in form.questions() if item.roster}
    heads = {}
    for attribute, label in INTERVIEW.list_labels.items():
        if attribute in listed:
            short = say(INTERVIEW.stored, label=label, value="").removesuffix(": ")
            heads[short] = _line(form, {}, listed[attribute]).removesuffix(": ")
    return heads


def _line(form: Questionnaire, answers: Mapping[str, str], item: str) -> str:
    return stored_line(Interview(form=form, answers=answers, screen="@review"), item)
